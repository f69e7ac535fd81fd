"""Notes, tags and grades through the API: listed and filtered, added and taken back by the rules of judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from served import client, client_of, path, small_ledger, writing

if TYPE_CHECKING:
    from starlette.testclient import TestClient

__all__ = ["client", "client_of", "path", "small_ledger", "writing"]  # fixtures


def event_of(client: TestClient) -> dict[str, Any]:
    """The event of most claims, whole."""
    found = max(client.get("/api/v1/events").json()["events"], key=lambda one: len(one["claims"]))
    told: dict[str, Any] = client.get(f"/api/v1/events/{found['event_id']}").json()
    return told


def note(client: TestClient, target: str, text: str, *, kind: str = "note", author: str = "Kari", **more: Any) -> Any:
    """A note on what is seen now, unless ``seen`` says otherwise."""
    if "seen" not in more:
        more["seen"] = client.get(f"/api/v1/{'events' if target.startswith('evt') else 'claims'}/{target}").json()["seen"]
    said = {"target": target, "kind": kind, "text": text, "author": author, **more}
    return client.post("/api/v1/notes", json=said)


def texts(client: TestClient, query: str = "") -> list[str]:
    return [one["text"] for one in client.get(f"/api/v1/notes{query}").json()["notes"]]


def test_notes_are_added_listed_and_taken_back(writing: TestClient) -> None:
    event = event_of(writing)
    claim = event["claims"][0]
    made = note(writing, event["event_id"], " ask again ")
    assert made.status_code == 201, made.text
    assert (made.json()["text"], made.json()["holds"]) == ("ask again", True)
    assert note(writing, claim[:12], "autumn  2024/a", kind="tag").json()["target"] == claim
    assert note(writing, claim, "b2", kind="grade", author="Ola").json()["text"] == "B2"
    assert texts(writing) == ["ask again", "autumn 2024/a", "B2"]
    assert texts(writing, f"?target={event['event_id'][:12]}") == ["ask again", "autumn 2024/a", "B2"]
    assert texts(writing, f"?target={claim}&kind=grade") == texts(writing, "?author=Ola") == ["B2"]
    assert texts(writing, "?tag=autumn 2024/a") == ["autumn 2024/a"]
    assert writing.get("/api/v1/cases").json()["cases"] == [{"tag": "autumn 2024/a", "rows": 1}]
    assert writing.get("/api/v1/notes.csv?kind=grade").text.count("Ola") == 1
    one = writing.get(f"/api/v1/notes/{made.json()['note_id']}").json()
    assert one == made.json()
    back = writing.post(f"/api/v1/notes/{one['note_id']}/withdrawal", json={"author": "Ola", "seen": one["seen"]})
    assert (back.status_code, back.json()["holds"]) == (201, False)
    assert texts(writing) == ["autumn 2024/a", "B2"]
    assert texts(writing, "?withdrawn=true") == ["ask again", "autumn 2024/a", "B2"]
    assert writing.get(f"/api/v1/notes/{one['note_id']}").json() == back.json()
    again = writing.post(f"/api/v1/notes/{one['note_id']}/withdrawal", json={"author": "Ola", "seen": one["seen"]})
    assert again.status_code == 409
    known = writing.post(f"/api/v1/notes/{one['note_id']}/withdrawal", json={"author": "Ola", "seen": back.json()["seen"]})
    assert known.status_code == 409


def test_portions_of_notes_are_all_notes(writing: TestClient) -> None:
    claim = event_of(writing)["claims"][0]
    for number in range(5):
        assert note(writing, claim, f"tag {number}", kind="tag").status_code == 201
    for name, key in (("notes", "text"), ("cases", "tag")):
        found: list[str] = []
        following = f"/api/v1/{name}?limit=2"
        while following:
            told = writing.get(following).json()
            found += [one[key] for one in told[name]]
            following = told["next"]
        assert found == [f"tag {number}" for number in range(5)]
        assert writing.get(f"/api/v1/{name}?cursor=xyz").json()["parameter"] == "cursor"
    tag = {"if-none-match": writing.get("/api/v1/notes").headers["etag"]}
    assert writing.get("/api/v1/notes", headers=tag).status_code == 304
    assert note(writing, claim, "one more").status_code == 201
    assert writing.get("/api/v1/notes", headers=tag).status_code == 200


def test_a_note_on_what_is_otherwise_by_now_is_refused(writing: TestClient) -> None:
    claim = event_of(writing)["claims"][0]
    seen = writing.get(f"/api/v1/claims/{claim}").json()["seen"]
    assert note(writing, claim, "x", seen=None).status_code == 428
    assert note(writing, claim, "x", seen="seen-other").status_code == 409
    said = {"decision": "accept", "ids": [claim], "author": "Kari", "seen": {claim: seen}}
    assert writing.post("/api/v1/judgements", json=said).status_code == 201
    assert note(writing, claim, "x", seen=seen).status_code == 409
    now = writing.get(f"/api/v1/claims/{claim}").json()["seen"]
    sent = {"target": claim, "kind": "note", "text": "x", "author": "Kari"}
    made = writing.post("/api/v1/notes", json=sent, headers={"if-match": f'"{now}"'})
    assert made.status_code == 201
    address = f"/api/v1/notes/{made.json()['note_id']}/withdrawal"
    assert writing.post(address, json={"author": "Kari"}).status_code == 428
    assert writing.post(address, json={"author": "Kari", "seen": "seen-other"}).status_code == 409
    assert texts(writing) == ["x"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"kind": "grade", "text": "G9"}, 400),
        ({"kind": "tag", "text": "x" * 81}, 400),
        ({"kind": "note", "text": "  "}, 400),
        ({"kind": "note", "text": ""}, 422),
        ({"kind": "rumour", "text": "x"}, 422),
        ({"kind": "note", "text": "x", "author": " "}, 422),
        ({"kind": "note", "text": "x", "colour": "red"}, 422),
        ({"kind": "note", "text": "x", "target": "clm-00"}, 400),
        ({"kind": "note", "text": "x", "target": "evt-00"}, 400),
        ({"kind": "note", "text": "x", "target": "<script>"}, 400),
    ],
)
def test_what_is_no_note_is_refused(writing: TestClient, said: dict[str, str], status: int) -> None:
    event = event_of(writing)
    sent = {"target": event["event_id"], "author": "Kari", "seen": event["seen"], **said}
    answer = writing.post("/api/v1/notes", json=sent)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert texts(writing) == []


def test_nobody_notes_who_may_not_write(client: TestClient, writing: TestClient) -> None:
    said = {"target": "evt-00", "kind": "note", "text": "x", "author": "Kari", "seen": "seen-1"}
    assert client.post("/api/v1/notes", json=said).status_code == 403
    assert client.post("/api/v1/notes/note-00/withdrawal", json={"author": "Kari"}).status_code == 403
    assert writing.post("/api/v1/notes", json=said, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert writing.post("/api/v1/notes", json=said, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert writing.post("/api/v1/notes", data=said).status_code == 415
    for address in ("/api/v1/notes/note-00", "/api/v1/notes.xlsx"):
        assert client.get(address).status_code == 404
    assert client.get("/api/v1/notes?target=clm-00").json()["parameter"] == "target"
    assert client.get("/api/v1/stats?colour=red").json()["parameter"] == "colour"


def test_articles_sources_and_actors_take_notes_without_a_mark_of_what_was_seen(writing: TestClient) -> None:
    article = writing.get("/api/v1/articles").json()["articles"][0]["article_id"]
    for target, whole in ((article[:12], article), ("source:ritzau", "source:Ritzau"), ("actor:Norway", "actor:NOR")):
        sent = {"target": target, "kind": "tag", "text": "autumn", "author": "Kari"}
        made = writing.post("/api/v1/notes", json=sent)
        assert (made.status_code, made.json()["target"]) == (201, whole)
        assert texts(writing, f"?target={target}") == ["autumn"]
        one = made.json()
        back = writing.post(f"/api/v1/notes/{one['note_id']}/withdrawal", json={"author": "Ola", "seen": one["seen"]})
        assert back.status_code == 201
    assert texts(writing) == []
    for target in ("source:Nobody", "actor:XYZ", "source:", "art-00"):
        answer = writing.post("/api/v1/notes", json={"target": target, "kind": "note", "text": "x", "author": "Kari"})
        assert (answer.status_code, answer.json()["parameter"]) == (400, "target"), target
