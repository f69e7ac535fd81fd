"""The API: the same filters, records and refusals as the command line, in portions, with tags."""

from __future__ import annotations

import csv
import io
import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pyarrow.parquet as pq
import pytest

from enligt.ledger import open_view
from enligt.reports import streams
from enligt.reports.events import EVENTS
from enligt.reports.formats import EXPORTERS
from enligt.reports.rows import ARTICLES, CLAIMS
from enligt.run.linking import claim_records
from enligt.run.listing import article_records
from enligt.run.opened import open_ledger
from enligt.run.querying import claim_query
from enligt.web.filters import ClaimFilters, EventFilters
from served import client, client_of, page, path, small_ledger, writing
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

    Clients = Callable[..., TestClient]

__all__ = ["client", "client_of", "path", "small_ledger", "writing"]  # fixtures


def everything(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All rows of a list, portion by portion."""
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following is not None:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        following = told.pop("next")
        (name,) = told
        assert len(told[name]) <= 500
        rows += told[name]
    return rows


def add(path: Path, *texts: tuple[str, str]) -> None:
    with open_ledger(path, reader=WordReader()) as made:
        for number, (text, day) in enumerate(texts):
            made.add_text(text, location=f"later-{number}-{day}.txt", published=day, language="en")


# --- lists


def test_claims_are_those_of_the_command_line(client: TestClient, path: Path) -> None:
    with open_view(path) as view:
        known = list(claim_records(view, claim_query()))
    assert len(known) == 7
    for limit in (1, 2, 3, 7, 500):
        assert everything(client, f"/api/v1/claims?limit={limit}") == known


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("claims?pair=SWE,NOR", 3),
        ("claims?actor=RUS&type=ASSAULT", 2),
        ("claims?type=CONSULT&limit=2", 5),
        ("claims?outlet=nobody", 0),
        ("claims?since=2026-02-04&until=2026-02&text=harbour&q=Norway", 3),
        ("claims?actor=&type=&pair=", 7),
        ("events?pair=SWE,NOR", 1),
        ("events?status=reported&status=corroborated&limit=1", 3),
        ("events?status=disputed", 0),
        ("events?min_origins=2", 0),
        ("events?today=2026-02-01", 1),
        ("events?known_by=2026-02-01", 1),
        ("claims?known_by=2026-02-01", 3),
        ("claims?as_of=2026-01-01", 0),
        ("articles?language=en&limit=2", 7),
        ("articles?language=da", 0),
        ("articles?since=2026-02-02&until=2026-02-02", 2),
        ("issues", 0),
        ("judgements", 0),
    ],
)
def test_filters(client: TestClient, address: str, count: int) -> None:
    assert len(everything(client, f"/api/v1/{address}")) == count


@pytest.mark.parametrize("order", ["published", "newest", "doubt", "origins"])
def test_events_in_portions_are_all_events(client: TestClient, order: str) -> None:
    whole = everything(client, f"/api/v1/events?order={order}")
    assert len(whole) == 3
    assert everything(client, f"/api/v1/events?order={order}&limit=1") == whole


def test_a_list_goes_on_while_the_ledger_grows(client: TestClient, path: Path) -> None:
    first = client.get("/api/v1/claims?limit=3").json()
    add(path, (page(90), "2026-01-01"), (page(91), "2026-03-01"))  # one before the place, one behind it
    rest = everything(client, first["next"])
    ids = [one["claim_id"] for one in first["claims"] + rest]
    assert len(ids) == len(set(ids)) == 8
    assert rest[-1]["published"] == "2026-03-01"


def test_articles_and_events_go_on_while_the_ledger_grows(client: TestClient, path: Path) -> None:
    articles = client.get("/api/v1/articles?limit=2").json()
    events = client.get("/api/v1/events?limit=2&order=newest").json()
    add(path, (page(92, act="China attacked Sweden"), "2026-02-09"), (page(93), "2026-01-01"))
    behind = [one["article_id"] for one in articles["articles"] + everything(client, articles["next"])]
    assert len(behind) == len(set(behind)) == 8
    ids = [one["event_id"] for one in events["events"] + everything(client, events["next"])]
    assert len(ids) == len(set(ids)) >= 3


def test_facets_and_sums(client: TestClient) -> None:
    told = client.get("/api/v1/facets?by=event_type&by=language").json()
    assert told["total"] == 3
    assert told["facets"]["event_type"] == [{"value": "CONSULT", "events": 2}, {"value": "ASSAULT", "events": 1}]
    assert told["facets"]["language"] == [{"value": "en", "events": 3}]
    assert client.get("/api/v1/facets?pair=SWE,NOR").json()["total"] == 1
    stats = client.get("/api/v1/stats").json()
    assert (stats["articles"], stats["claims"], stats["outcomes"]) == (7, 7, {"claims": 7})


# --- refusals


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("claims?colour=red", "colour"),
        ("claims?limit=0", "limit"),
        ("claims?limit=501", "limit"),
        ("claims?limit=many", "limit"),
        ("claims?type=PARTY", "type"),
        ("claims?pair=PRK", "pair"),
        ("claims?since=yesterday", "since"),
        ("claims?language=fi", "language"),
        ("claims?min_confidence=2", "min_confidence"),
        ("claims?article=art-00", "article"),
        ("claims?cursor=xyz", "cursor"),
        ("claims?cursor=W10", "cursor"),
        ("events?status=true", "status.0"),
        ("events?order=random", "order"),
        ("events?today=2026-02", "today"),
        ("events?known_by=2026-02", "known_by"),
        ("claims?as_of=then", "as_of"),
        ("events?cursor=%00", "cursor"),
        ("facets?by=colour", "by"),
        ("issues?stage=late", "stage"),
        ("claims.csv?colour=red", "colour"),
        ("events.atom?limit=0", "limit"),
        ("claims.atom?limit=501", "limit"),
        ("claims.atom?status=disputed", "status"),
        ("articles.atom?actor=SWE", "actor"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(client: TestClient, address: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["parameter"]) == (400, 400, parameter)
    assert answer.headers["content-type"] == "application/problem+json"
    assert parameter in problem["detail"]


def test_a_cursor_is_good_for_its_own_list_alone(client: TestClient) -> None:
    following = client.get("/api/v1/claims?limit=1").json()["next"]
    query = urlsplit(following).query
    for other in ("claims?pair=SWE,NOR&", "events?", "articles?"):
        answer = client.get(f"/api/v1/{other}{query}")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


@pytest.mark.parametrize(
    "address", ["claims/clm-00", "events/evt-00", "articles/art-00", "articles/nonsense", "events.xlsx", "claims.", "nothing"]
)
def test_what_is_not_there(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_dates_the_wrong_way_round_are_refused_before_a_file_begins(client: TestClient) -> None:
    for ending in ("", ".csv", ".jsonl", ".parquet"):
        assert client.get(f"/api/v1/claims{ending}?since=2026&until=2025").status_code == 400


def test_another_method_is_refused(writing: TestClient) -> None:
    answer = writing.delete("/api/v1/claims", headers={"content-type": "application/json"})
    assert answer.status_code == 405


# --- one of a kind


def test_a_claim_an_event_an_article(client: TestClient) -> None:
    claim = client.get("/api/v1/claims?pair=SWE,NOR&limit=1").json()["claims"][0]
    one = client.get(f"/api/v1/claims/{claim['claim_id'][:12]}").json()
    assert claim.items() <= one.items()
    assert next(step["field"] for step in one["steps"]) == "event_type"
    event = client.get(f"/api/v1/events/{claim['event_id']}").json()
    assert claim["claim_id"] in event["claims"]
    article = client.get(f"/api/v1/articles/{claim['article_id']}").json()
    span = claim["evidence"]
    assert article["text"][span["start"] : span["end"]] == span["text"]
    assert [one["claim_id"] for one in article["claims"]] == [claim["claim_id"]]


def test_a_short_or_former_id_leads_to_the_event(client: TestClient) -> None:
    event = client.get("/api/v1/events?limit=1").json()["events"][0]["event_id"]
    answer = client.get(f"/api/v1/events/{event[:10]}?today=2026-02-09")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/api/v1/events/{event}?today=2026-02-09")


# --- tags


@pytest.mark.parametrize(
    "address",
    ["claims", "events", "articles", "facets", "stats", "issues", "claims.csv", "events.atom", "claims.atom", "articles.atom"],
)
def test_what_is_unchanged_is_not_sent_again(client: TestClient, path: Path, address: str) -> None:
    first = client.get(f"/api/v1/{address}")
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get(f"/api/v1/{address}", headers=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(f"/api/v1/{address}", headers={"if-none-match": f'"x", W/{first.headers["etag"]}'}).status_code == 304
    assert client.get(f"/api/v1/{address}", headers={"if-none-match": '"x"'}).status_code == 200
    add(path, (page(94), "2026-02-05"))
    assert client.get(f"/api/v1/{address}", headers=tag).status_code == 200


def test_a_judgement_makes_other_tags(writing: TestClient) -> None:
    tag = writing.get("/api/v1/claims").headers["etag"]
    claim = writing.get("/api/v1/claims?limit=1").json()["claims"][0]["claim_id"]
    assert judge(writing, "accept", claim).status_code == 201
    assert writing.get("/api/v1/claims", headers={"if-none-match": tag}).status_code == 200


# --- files


def exported(path: Path, name: str, ending: str) -> bytes:
    stream = io.BytesIO()
    with open_view(path) as view:
        records = claim_records(view, claim_query()) if name == "claims" else article_records(view.articles(), view)
        EXPORTERS[ending](records, stream, sheet=CLAIMS if name == "claims" else ARTICLES)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["claims", "articles"])
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_file_is_what_the_command_line_writes(client: TestClient, path: Path, name: str, ending: str) -> None:
    answer = client.get(f"/api/v1/{name}.{ending}")
    assert answer.content == exported(path, name, ending)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{ending}"'


def test_pieces_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_AT_ONCE", 2)
    records = [{"name": f"row {number}", "value": number} for number in range(5)]
    sheet = EVENTS.__class__(("name", "value"), lambda record: {name: str(record[name]) for name in ("name", "value")})
    for ending in ("csv", "jsonl"):
        stream = io.BytesIO()
        EXPORTERS[ending](records, stream, sheet=sheet)
        assert b"".join(streams.pieces(records, format_=ending, sheet=sheet)) == stream.getvalue()


def test_parquet_has_numbers_as_numbers(client: TestClient) -> None:
    table = pq.read_table(io.BytesIO(client.get("/api/v1/events.parquet").content))
    assert table.num_rows == 3
    assert tuple(table.column_names) == EVENTS.columns
    rows = table.to_pylist()
    assert {type(row["independent_origins_max"]) for row in rows} == {int}
    assert {type(row["may_be_several"]) for row in rows} == {bool}


def test_parquet_without_pyarrow_is_refused_with_the_remedy(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    answer = client.get("/api/v1/events.parquet")
    assert answer.status_code == 501
    assert "enligt[arrow]" in answer.json()["detail"]


def test_no_cell_is_taken_for_a_formula(client: TestClient, path: Path) -> None:
    text = (
        '=HYPERLINK("http://x.example","y")\n\nSweden met Norway on 2026-02-04, according to Ritzau, and the boats lay still.\n'
    )
    add(path, (text, "2026-02-05"))
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/articles.csv").text)))
    found = [row["headline"] for row in rows if "HYPERLINK" in row["headline"]]
    assert found
    assert all(one.startswith("'=") for one in found)


def test_a_whole_view_may_be_cut(client: TestClient) -> None:
    assert len(client.get("/api/v1/claims.jsonl?limit=2&type=CONSULT").text.splitlines()) == 2


# --- the feed


def test_the_feed_of_a_view(client: TestClient, path: Path) -> None:
    answer = client.get("/api/v1/events.atom?pair=SWE,NOR")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    (entry,) = read.entries
    event = client.get("/api/v1/events?pair=SWE,NOR").json()["events"][0]
    assert entry.link == f"http://127.0.0.1:8765/events/{event['event_id']}"
    assert entry.title.startswith(f"{event['status']}: CONSULT")
    assert event["origins_ground"] in entry.summary
    assert entry.published.startswith(event["first_published"])
    add(path, (page(95), "2026-02-08"))
    (later,) = feedparser.parse(client.get("/api/v1/events.atom?pair=SWE,NOR").content).entries
    assert later.id == entry.id
    assert later.updated > entry.updated
    other = feedparser.parse(client.get("/api/v1/events.atom").content)
    assert other.feed.id != read.feed.id
    assert entry.id in {one.id for one in other.entries}


def test_the_feeds_of_claims_and_articles(client: TestClient, path: Path) -> None:
    """What was added last stands first, whatever its date; an entry keeps its id, and has the day and words of its row."""
    for name, one_of in (("claims", "?type=CONSULT"), ("articles", "?language=en")):
        before = feedparser.parse(client.get(f"/api/v1/{name}.atom{one_of}").content)
        assert not before.bozo
        assert [one.id for one in before.entries] == list(dict.fromkeys(one.id for one in before.entries)) != []
        rows = client.get(f"/api/v1/{name}{one_of}&limit=500").json()[name]
        key = name.removesuffix("s") + "_id"
        leads = {f"http://127.0.0.1:8765/{name}/{one[key]}": one for one in rows}
        assert {one.link for one in before.entries} == leads.keys()
        for one in before.entries:
            assert one.published.startswith(leads[one.link]["published"])
            assert one.updated >= one.published
        assert len(feedparser.parse(client.get(f"/api/v1/{name}.atom{one_of}&limit=2").content).entries) == 2
        add(path, (page(97 if name == "claims" else 98), "1999-02-08"))
        after = feedparser.parse(client.get(f"/api/v1/{name}.atom{one_of}").content)
        assert after.entries[0].published.startswith("1999-02-08")
        assert [one.id for one in after.entries[1:]] == [one.id for one in before.entries]
        assert after.feed.id == before.feed.id != feedparser.parse(client.get(f"/api/v1/{name}.atom").content).feed.id
    claim = client.get("/api/v1/claims?type=CONSULT&limit=1").json()["claims"][0]
    entry = next(
        one for one in feedparser.parse(client.get("/api/v1/claims.atom").content).entries if one.link.endswith(claim["claim_id"])
    )
    assert entry.title.startswith(f"{claim['factuality']}: CONSULT SWE to NOR (")
    assert claim["evidence"]["text"][:30] in entry.summary


def test_a_feed_holds_what_xml_cannot(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from enligt.run import telling  # noqa: PLC0415 - only to replace what it gives

    real = telling.event_records

    def strange(*arguments: Any, **more: Any) -> Any:
        for record in real(*arguments, **more):
            yield {**record, "status_label": "a\x00b\x1b<script>\ud800&"}

    monkeypatch.setattr(telling, "event_records", strange)
    read = feedparser.parse(client.get("/api/v1/events.atom").content)
    assert not read.bozo
    assert len(read.entries) == 3


# --- writing


def judge(
    client: TestClient,
    decision: str,
    *ids: str,
    seen: dict[str, str] | None = None,
    right: dict[str, str] | None = None,
    **more: Any,
) -> Any:
    """A judgement on what is seen now, unless ``seen`` says otherwise."""
    if seen is None:
        kinds = {"clm": "claims", "evt": "events"}
        seen = {one: client.get(f"/api/v1/{kinds[one[:3]]}/{one}").json()["seen"] for one in ids}
    said = {"decision": decision, "ids": list(ids), "author": "Kari", "seen": seen, "right": right or {}}
    return client.post("/api/v1/judgements", json=said, **more)


def test_reject_and_undo(writing: TestClient) -> None:
    claim = writing.get("/api/v1/claims?limit=1").json()["claims"][0]["claim_id"]
    answer = judge(writing, "reject", claim)
    assert answer.status_code == 201
    (made,) = answer.json()["judgements"]
    assert (made["decision"], made["author"], made["claim_id"]) == ("reject", "Kari", claim)
    assert claim not in {one["claim_id"] for one in everything(writing, "/api/v1/claims")}
    assert claim in {one["claim_id"] for one in everything(writing, "/api/v1/claims?rejected=true")}
    with open_view(writing.app.state.ledger.path) as view:  # type: ignore[attr-defined]  # an application of ours
        from enligt.run.judging import seen  # noqa: PLC0415 - as a page would tell it

        mark = seen(view, made["judgement_id"])
    assert judge(writing, "undo", made["judgement_id"], seen={made["judgement_id"]: mark}).status_code == 201
    assert claim in {one["claim_id"] for one in everything(writing, "/api/v1/claims")}
    assert [one["holds"] for one in everything(writing, "/api/v1/judgements?limit=1")] == [False, True]


def test_a_claim_is_set_right(writing: TestClient) -> None:
    claim = writing.get("/api/v1/claims?limit=1").json()["claims"][0]["claim_id"]
    assert judge(writing, "correct", claim).status_code == 422
    assert judge(writing, "accept", claim, right={"factuality": "denied"}).status_code == 422
    assert judge(writing, "correct", claim, right={"factuality": "true"}).status_code == 400
    answer = judge(writing, "correct", claim, right={"factuality": "denied", "actors": "ISL"})
    assert answer.status_code == 201, answer.text
    now = writing.get(f"/api/v1/claims/{claim}").json()
    assert (now["factuality"], [one["id"] for one in now["actors"]], now["corrected_by"]) == ("denied", ["ISL"], "Kari")
    assert claim in {one["claim_id"] for one in everything(writing, "/api/v1/claims?actor=ISL")}
    assert any("ISL" in [one["id"] for one in event["participants"]] for event in everything(writing, "/api/v1/events"))
    told = {"where": "Norway", "sources": "Reuters < Ritzau", "quantity": "~ 3 boats"}
    assert judge(writing, "correct", claim, right=told).status_code == 201
    now = writing.get(f"/api/v1/claims/{claim}").json()
    assert (now["where"]["text"], [one["name"] for one in now["sources"]]) == ("Norway", ["Reuters", "Ritzau"])
    assert [(one["value"], one["comparator"], one["unit"]) for one in now["quantities"]] == [(3, "~", "boats")]
    assert judge(writing, "correct", claim, right={"quantity": "some"}).status_code == 400


def test_same_and_apart(writing: TestClient) -> None:
    events = {one["event_id"]: one for one in everything(writing, "/api/v1/events")}
    one, other, third = events
    assert judge(writing, "same", one, other).status_code == 201
    after = everything(writing, "/api/v1/events")
    assert sorted(len(event["claims"]) for event in after) == sorted(
        [len(events[one]["claims"]) + len(events[other]["claims"]), len(events[third]["claims"])]
    )
    moved = writing.get(f"/api/v1/events/{other}")
    assert moved.status_code == 307 or other in {event["event_id"] for event in after}
    big = next(event for event in after if event["event_id"] != third)
    assert judge(writing, "apart", big["claims"][-1]).status_code == 201
    assert len(everything(writing, "/api/v1/events")) == 3


def test_a_stale_decision_is_refused(writing: TestClient) -> None:
    claim = writing.get("/api/v1/claims?limit=1").json()["claims"][0]
    seen = {claim["claim_id"]: writing.get(f"/api/v1/claims/{claim['claim_id']}").json()["seen"]}
    assert judge(writing, "accept", claim["claim_id"], seen=seen).status_code == 201
    stale = judge(writing, "reject", claim["claim_id"], seen=seen)
    assert (stale.status_code, stale.json()["status"]) == (409, 409)
    assert judge(writing, "reject", claim["claim_id"], seen={}).status_code == 428
    event = writing.get(f"/api/v1/events/{claim['event_id']}").json()
    assert judge(writing, "same", event["claims"][0], event["claims"][1]).status_code == 201
    stale = judge(writing, "apart", event["event_id"], seen={event["event_id"]: event["seen"]})
    assert stale.status_code == 409
    assert len(everything(writing, "/api/v1/judgements")) == 2


def test_if_match_says_what_was_seen(writing: TestClient) -> None:
    claim = writing.get("/api/v1/claims?limit=1").json()["claims"][0]["claim_id"]
    seen = writing.get(f"/api/v1/claims/{claim}").json()["seen"]
    assert judge(writing, "accept", claim, seen={}, headers={"if-match": '"other"'}).status_code == 409
    assert judge(writing, "accept", claim, seen={}, headers={"if-match": f'"{seen}"'}).status_code == 201


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"decision": "praise", "ids": ["clm-00"], "author": "Kari"},
        {"decision": "accept", "ids": [], "author": "Kari"},
        {"decision": "accept", "ids": ["clm-00"], "author": ""},
        {"decision": "accept", "ids": ["clm-00"], "author": " "},
        {"decision": "accept", "ids": ["clm-00"], "author": "Kari", "colour": "red"},
        [],
        "text",
    ],
)
def test_what_is_no_judgement_is_refused(writing: TestClient, said: Any) -> None:
    answer = writing.post("/api/v1/judgements", json=said)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_text_is_read_and_twice_is_as_once(writing: TestClient) -> None:
    said = {"text": page(96, act="China met Sweden"), "published": "2026-02-05", "language": "en"}
    answer = writing.post("/api/v1/texts", json=said)
    assert answer.status_code == 201
    told = answer.json()
    (article,) = told["articles"]
    (claim,) = article["claims"]
    assert claim["event_id"] is not None
    assert claim["event_type"] == "CONSULT"
    again = writing.post("/api/v1/texts", json=said).json()
    assert again["articles"] == told["articles"]
    assert writing.get("/api/v1/stats").json()["articles"] == 8
    assert writing.get(f"/api/v1/events/{claim['event_id']}").status_code == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "\x00\x01\x02\x03" * 400}, 422),
        ({"text": "Sweden met Norway.", "published": "someday"}, 400),
        ({"text": "Sweden met Norway.", "language": "fi"}, 400),
    ],
)
def test_what_cannot_be_read_is_told(writing: TestClient, said: dict[str, str], status: int) -> None:
    answer = writing.post("/api/v1/texts", json=said)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["detail"]


def test_readers_read_while_one_writes(writing: TestClient) -> None:
    failures: list[str] = []
    addresses = ("claims?limit=2", "events?limit=2", "facets?by=status", "stats", "claims.csv", "articles?limit=1")

    def read(number: int) -> None:
        for turn in range(3):
            answer = writing.get(f"/api/v1/{addresses[(number + turn) % len(addresses)]}")
            if answer.status_code != 200:
                failures.append(answer.text)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for number in range(3):
        said = {"text": page(200 + number), "published": "2026-02-06", "language": "en"}
        assert writing.post("/api/v1/texts", json=said).status_code == 201
    for thread in threads:
        thread.join(timeout=120)
    assert not failures
    assert writing.get("/api/v1/stats").json()["articles"] == 10


# --- what it says of itself


def test_the_document_and_its_page(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/claims", "/api/v1/events/{event_id}", "/api/v1/events.atom", "/api/v1/judgements"} <= schema["paths"].keys()
    told = client.get("/api/v1/docs").text
    assert "<script" not in told
    assert "min_origins" in told
    assert "<td><code>kind</code></td><td>body</td>" in told
    assert "`" not in told
    style = told.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert client.get(style).status_code == 200
    for address in schema["paths"]:
        assert address in told


def test_filters_as_an_address() -> None:
    asked = EventFilters(pair="PRK,USA", status=("disputed", "denied"), disputed=True)
    assert asked.as_query() == "disputed=true&pair=PRK%2CUSA&status=disputed&status=denied"
    assert asked.as_query(status=None, order="newest") == "disputed=true&order=newest&pair=PRK%2CUSA"
    assert json.loads(EventFilters().model_dump_json())["status"] == []
    assert ClaimFilters().as_query() == ""
