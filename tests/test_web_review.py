"""Review: queues, decisions, corrections and kept views on the pages of a small ledger."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from enligt.cli import saving
from enligt.cli.eventing import events as command_line
from enligt.ledger import open_view, open_writer
from enligt.run import linking, queueing, telling
from enligt.run.querying import event_query
from enligt.web.pages import views
from page_client import client, hidden, ledger, named, text_of, writing
from page_samples import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from enligt.ledger import View
    from enligt.ledger.queueing import Queued

__all__ = ["client", "ledger", "writing"]  # fixtures


def test_an_article_takes_notes_tags_and_grades_and_forgetting_takes_them_too(writing: TestClient, tmp_path: Path) -> None:
    article = writing.get("/api/v1/articles").json()["articles"][0]["article_id"]
    claim = writing.get(f"/api/v1/claims?article={article}").json()["claims"][0]["claim_id"]
    address = f"/articles/{article}?claim={claim}"
    page = writing.get(address).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for kind, text in (("note", "the desk knows him"), ("tag", "autumn"), ("grade", "b2")):
        given = {"csrf": hidden(page, "csrf"), "next": address, "target": article, "kind": kind, "text": text, "author": "Kari"}
        assert writing.post("/notes", data=given).status_code == 200
    page = writing.get(address).text
    assert "the desk knows him" in page
    assert "B2" in page
    assert f"/articles/{article}" in writing.get("/cases/autumn").text
    assert len(writing.get(f"/api/v1/notes?target={article}").json()["notes"]) == 3
    with open_writer(tmp_path / "w.db") as writer:
        writer.forget(article=article, reason="asked")
    with open_view(tmp_path / "w.db") as view:
        assert view.notes(withdrawn=True) == []


def test_a_view_is_kept_under_a_name_for_the_page_and_for_alerts(writing: TestClient, tmp_path: Path) -> None:
    asked = "type=MOBILIZE&status=disputed&status=denied&participant=PRK&event_type=MOBILIZE&pair=PRK,RUS"
    page = writing.get(f"/events?{asked}").text
    form = page[page.index('id="named"') :]
    given = {"csrf": hidden(form, "csrf"), "next": "/events", "query": hidden(form, "query"), "name": "arms <b>"}
    assert writing.post("/views", data=given).status_code == 200
    leads = re.search(r'<a href="(/events\?[^"]+)">arms &lt;b&gt;</a>', writing.get("/events").text)
    assert leads is not None
    here, there = (re.findall(r"/events/evt-\w+", writing.get(one).text) for one in (f"/events?{asked}", html.unescape(leads[1])))
    assert here == there != []
    with open_view(tmp_path / "w.db") as view:
        asked_by_alerts = event_query(view, **view.saved_filters()[0].filters)
        told_by_name = [one["event_id"] for one in telling.event_records(view, asked_by_alerts, today=TODAY)]
    assert {f"/events/{one}" for one in told_by_name} == set(here)
    other = writing.post("/views", data={**given, "query": ""})
    assert other.status_code == 400
    assert "drop them first" in text_of(other)
    assert writing.post("/views", data={**given, "name": "x", "query": "known_by=2024-01-01"}).status_code == 400
    assert writing.post("/views", data={**given, "name": "x", "query": "&" * 4000 + asked}).status_code == 400
    assert writing.post("/views", data={**given, "action": "drop"}).status_code == 200
    assert "arms" not in writing.get("/events").text


def test_what_pages_keep_can_be_asked_on_the_command_line() -> None:
    options = {one for option in command_line.params for one in option.opts}
    assert {saving.said({views._NAMES.get(name, name): True}) for name in views._KEPT} <= options


def test_a_view_is_kept_with_leave_to_write_alone(client: TestClient) -> None:
    assert client.post("/views", data={"name": "arms"}).status_code in {403, 405}
    assert 'id="view-name"' not in client.get("/events").text


def test_the_random_queue_asks_for_whole_articles_and_tells_how_good_it_is(writing: TestClient) -> None:
    named(writing)
    page = writing.get("/review?queue=random", headers={"accept-language": "en"}).text
    part = page[page.index('id="to-read"') : page.index('id="figures"')]
    assert 'value="missed"' in part
    article = hidden(part, "id")
    given = {"csrf": hidden(page, "csrf"), "next": "/review?queue=random", "id": article}
    wrong = writing.post("/review", data={**given, "action": "missed", "sentence": "words that do not stand in it"})
    assert wrong.status_code == 400
    assert "do not stand in the article" in wrong.text
    words = writing.get(f"/api/v1/articles/{article}").json()["text"].strip().splitlines()[-1]
    for action in ({"action": "missed", "sentence": words, "missed_type": "AID"}, {"action": "checked"}):
        assert writing.post("/review", data={**given, **action}, follow_redirects=False).status_code == 303
    page = writing.get("/review?queue=random", headers={"accept-language": "en"}).text
    assert f'value="{article}"' not in page[page.index('id="to-read"') : page.index('id="figures"')]
    figures = page[page.index('id="figures"') :]
    recall = re.search(r"Recall: .*?</td></tr>", figures, re.DOTALL)
    assert recall is not None
    assert re.search(r"0\.\d\d</td><td class=\"number\">0\.\d\d – [01]\.\d\d", recall[0])
    assert "1 of " in figures
    assert "a missed sentence noted" in figures
    assert html.escape(words)[:40] in html.unescape(figures)


def test_review_says_that_nothing_can_be_written(client: TestClient) -> None:
    page = client.get("/review").text
    assert "enligt serve --write" in page
    buttons = re.findall(r"<button[^>]*data-key[^>]*>", page)
    assert buttons
    assert all(" disabled" in one for one in buttons)


def test_a_decision_is_entered_listed_and_taken_back(writing: TestClient) -> None:
    page = writing.get("/review").text
    assert " disabled>" in page  # nobody said who decides
    csrf, one = hidden(page, "csrf"), hidden(page, "id")
    refused = writing.post("/review", data={"csrf": csrf, "id": one, "seen": hidden(page, "seen"), "action": "accept"})
    assert refused.status_code == 422
    named(writing)
    page = writing.get("/review").text
    one, seen = hidden(page, "id"), hidden(page, "seen")
    given = {"csrf": csrf, "next": "/review", "id": one, "seen": seen, "action": "reject", "reason": "of another year"}
    entered = writing.post("/review", data=given)
    assert entered.status_code == 200
    assert "done=jdg-" in str(entered.url)
    assert "Kari Å rejected “of another year”" in text_of(entered)
    again = writing.post("/review", data={**given, "action": "accept"})
    assert again.status_code == 409
    assert "Nothing was entered" in text_of(again)
    undo = re.search(r'name="id" value="(jdg-[^"]+)"><button name="action" value="undo"', entered.text)
    assert undo is not None
    back = writing.post("/review", data={"csrf": csrf, "next": "/review", "id": undo[1], "action": "undo"})
    assert "holds no more" in text_of(back)
    assert hidden(back.text, "id") == one
    assert writing.post("/review", data={"csrf": csrf, "id": undo[1], "action": "undo"}).status_code == 409


def test_a_claim_is_set_right_and_the_rest_of_it_stays(writing: TestClient) -> None:
    named(writing)
    page = writing.get("/review").text
    given = {name: hidden(page, name) for name in ("csrf", "id", "seen")}
    fields = {name: hidden(page, f"was-{name}") for name in ("event_type", "factuality", "actors", "recipients", "when")}
    same = {**given, **fields, **{f"was-{name}": value for name, value in fields.items()}, "action": "correct"}
    assert writing.post("/review", data=same).status_code == 400  # nothing is set right
    assert writing.post("/review", data={**same, "event_type": "DANCE"}).status_code == 400
    entered = writing.post("/review", data={**same, "event_type": "THREATEN"})
    assert entered.status_code == 200
    shown = writing.get(f"/claims/{given['id']}").text
    assert "Threat" in shown
    assert writing.get("/review?queue=random").text.count('class="item"') > 1


def test_what_is_refused_stays_in_its_queue_to_be_mended(writing: TestClient) -> None:
    named(writing)
    page = writing.get("/review?queue=events").text
    given = {name: hidden(page, name) for name in ("csrf", "id", "seen")} | {"next": "/review?queue=events"}
    for more, why in (
        ({"action": "merge", "other": "nothing"}, "the id of the other event is wanted"),
        ({"action": "merge", "other": given["id"]}, "this is the event itself"),
        ({"action": "split"}, "choose those claims of this event"),
        ({"action": "together", "reason": "x" * 4001}, "at most 4,000 characters, not 4,001"),
    ):
        answer = writing.post("/review", data={**given, "reason": "so he said", **more})
        assert answer.status_code == 400
        assert "Nothing was entered:" in text_of(answer)
        assert why in text_of(answer)
        assert 'href="/review?queue=events" aria-current="true"' in answer.text
        assert hidden(answer.text, "id") == given["id"]
        assert f'value="{more.get("reason", "so he said")}"' in answer.text
    claim = writing.get("/review").text
    given = {name: hidden(claim, name) for name in ("csrf", "id", "seen")} | {"next": "/review"}
    read = {f"was-{name}": hidden(claim, f"was-{name}") for name in ("event_type", "factuality", "actors", "recipients", "when")}
    same = {one.removeprefix("was-"): value for one, value in read.items()}
    answer = writing.post("/review", data={**given, **read, **same, "actors": "ZZZ", "action": "correct"})
    assert (answer.status_code, "&#39;ZZZ&#39; is no id of an actor" in answer.text) == (400, True)
    assert re.search(r'<details open><summary data-key="c">', answer.text)
    assert re.search(r'name="actors" value="ZZZ"', answer.text)
    answer = writing.post("/review", data={**given, **read, **same, "action": "correct"})
    assert "no field was changed" in text_of(answer)


def test_a_stale_decision_shows_what_it_was_about_as_it_stands_now(writing: TestClient) -> None:
    named(writing)
    page = writing.get("/review?queue=random").text
    given = {name: hidden(page, name) for name in ("csrf", "id", "seen")} | {"next": "/review?queue=random"}
    assert writing.post("/review", data={**given, "action": "reject"}).status_code == 200
    late = writing.post("/review", data={**given, "action": "accept"})
    assert (late.status_code, "Nothing was entered" in text_of(late)) == (409, True)
    assert 'href="/review?queue=random" aria-current="true"' in late.text


def test_sources_place_and_numbers_are_set_right_on_the_page(writing: TestClient) -> None:
    named(writing)
    claim = writing.get("/api/v1/claims?outlet=Kustposten&type=MOBILIZE").json()["claims"][0]["claim_id"]
    page = writing.get(f"/review?id={claim}").text
    read = {name: hidden(page, f"was-{name}") for name in ("sources", "where", "quantities")}
    assert read == {"sources": "South Korean intelligence service", "where": "", "quantities": "3000 soldiers"}
    given = {name: hidden(page, name) for name in ("csrf", "id", "seen")} | {f"was-{name}": value for name, value in read.items()}
    right = {"sources": "Yonhap < South Korean intelligence service", "where": "Ryssland", "quantities": "> 3000 soldiers"}
    assert writing.post("/review", data={**given, **right, "quantities": "many", "action": "correct"}).status_code == 400
    assert writing.post("/review", data={**given, **right, "action": "correct"}).status_code == 200
    now = writing.get(f"/api/v1/claims/{claim}").json()
    assert [one["name"] for one in now["sources"]] == ["Yonhap", "South Korean intelligence service"]
    assert (now["where"]["text"], now["where"]["country"]) == ("Ryssland", "RUS")
    assert [(one["value"], one["comparator"], one["text"]) for one in now["quantities"]] == [(3000, ">", "3 000 soldater")]
    page = writing.get(f"/review?id={claim}").text
    assert {name: hidden(page, f"was-{name}") for name in right} == right
    assert claim in writing.get("/api/v1/claims?source=yonhap&place=RUS").text


def test_events_are_parted_merged_and_said_to_be_one(writing: TestClient) -> None:
    named(writing)
    page = writing.get("/review?queue=events").text
    csrf, event, seen = (hidden(page, name) for name in ("csrf", "id", "seen"))
    claims = re.findall(r'name="claim" value="([^"]+)"', page)
    assert len(claims) == 3
    given = {"csrf": csrf, "next": "/review?queue=events", "id": event, "seen": seen}
    assert writing.post("/review", data={**given, "action": "split"}).status_code == 400
    assert writing.post("/review", data={**given, "action": "merge", "other": "nothing"}).status_code == 400
    parted = writing.post("/review", data={**given, "action": "split", "claim": claims[2]})
    assert "said to be another act (2 pairs)" in text_of(parted)
    undo = re.search(r'name="id" value="(jdg-[^"]+)"><button name="action" value="undo"', parted.text)
    assert undo is not None
    assert len(undo[1].split()) == 2
    writing.post("/review", data={"csrf": csrf, "id": undo[1], "action": "undo"})
    page = writing.get(f"/review?queue=events&id={event}").text
    given["seen"] = hidden(page, "seen")
    whole = writing.post("/review", data={**given, "action": "together"})
    assert "Nothing to review" in text_of(whole)


def test_the_queue_puts_doubt_that_much_rests_on_first(ledger: Path) -> None:
    with open_view(ledger) as view:
        found = queueing.queue(view, "claims", today=TODAY, limit=100)
        assert len(found) == view.counts().claims
        assert len(queueing.queue(view, "claims", today=TODAY, limit=2)) == 2
        weights = {one.id: one.weight for one in _weighed(view)}
    assert [weights[one] for one, _ in found] == sorted(weights.values(), reverse=True)


def _weighed(view: View) -> list[Queued]:
    with view.overview() as overview:
        return list(overview.queue.claims(teller=linking.teller(), today=TODAY))
