"""What has changed since one looked last; filters under a name; the two clocks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from command_line import Run, lines, reader, run
from enligt.ledger import ClaimQuery, EventQuery, open_view, open_writer
from enligt.run import telling
from enligt.run.digest import SECTIONS, digest
from ledger_samples import reading
from test_cli_events import ONE, TWO, told_twice
from test_ledger_events import READINGS, claim_of, enter, judged, link, made
from test_told import LATE, PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.ledger import View

__all__ = ["reader", "run", "told_twice"]  # fixtures

EVERYTHING = EventQuery()


def found(view: View, since: str | None, *, today: str = LATE, query: EventQuery = EVERYTHING) -> dict[str, list[str]]:
    made_ = digest(view, since=since, query=query, today=today)
    assert made_["counts"] == {name: len(made_[name]) for name in SECTIONS}
    return {name: sorted(one["event"]["event_type"] for one in made_[name]) for name in SECTIONS}


def moment(path: Path) -> str:
    with open_writer(path) as writer:
        return writer.moment()


def test_new_changed_and_disputed_since_a_moment(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "ad")
    with open_view(path) as view:
        assert found(view, None) == {"new": ["AID", "MOBILIZE"], "changed": [], "disputed": [], "overdue": []}
    first = moment(path)
    with open_view(path) as view:
        assert found(view, first) == {"new": [], "changed": [], "disputed": [], "overdue": []}
    made(path, "b")
    second = moment(path)
    made(path, "c")
    with open_view(path) as view:
        assert found(view, first) == {"new": [], "changed": ["MOBILIZE"], "disputed": ["MOBILIZE"], "overdue": []}
        (change,) = digest(view, since=first, query=EVERYTHING, today=LATE)["changed"]
        assert change["before"] == {"status": "reported", "independent_origins_min": 0, "independent_origins_max": 1, "claims": 1}
        (change,) = digest(view, since=second, query=EVERYTHING, today=LATE)["changed"]
        assert change["before"]["status"] == "corroborated"
        assert found(view, first, query=EventQuery(claims=ClaimQuery(actor="SWE")))["changed"] == []


def test_a_plan_is_overdue_once_its_day_has_passed(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer:
        from enligt.model import Page  # noqa: PLC0415 - as above
        from ledger_samples import record  # noqa: PLC0415 - beside its only use

        record(writer, Page(PLAN.article.document, PLAN.article.text.encode()), PLAN)
    link(path)
    after = moment(path)
    with open_view(path) as view:
        assert found(view, None, today="2024-10-08")["overdue"] == []
        assert found(view, None, today="2024-10-09")["overdue"] == ["AID"]
        assert found(view, "2024-10-08", today="2024-10-09")["overdue"] == ["AID"]
        assert found(view, after, today=LATE)["overdue"] == []


def test_known_by_is_the_clock_of_publication(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    with open_view(path) as view:
        claims = {row.claim.claim_id for row in view.claims(ClaimQuery(known_by="2024-10-19"))}
        assert claims == {claim_of("a"), claim_of("b")}
        query = EventQuery(claims=ClaimQuery(known_by="2024-10-19"))
        (one,) = telling.event_records(view, query, today=LATE)
        assert (one["status"], len(one["claims"])) == ("corroborated", 2)
        assert telling.count_events(view, query, today=LATE) == 1
        assert telling.event_facets(view, query, today=LATE, facets=["status"]) == {"status": [("corroborated", 1)]}


def test_as_of_is_the_clock_of_the_ledger(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "ab")
    with open_writer(path) as writer, writer._transaction("test") as connection:  # as if it had been long ago
        for table in ("article", "reading", "page_reading", "event"):
            connection.exec_driver_sql(f"UPDATE {table} SET added_at = '2025-01-01T12:00:00+00:00'")  # noqa: S608 - names of ours
    made(path, "c", "d")
    (no,) = judged(path, ("reject", claim_of("a"), None))
    with open_writer(path) as writer:
        writer.reread(reading(READINGS["b"].article, version="2.0"))  # which finds nothing in it
    link(path)
    then = ClaimQuery(as_of="2025-01-01")
    with open_view(path) as view:
        (name,) = telling.event_records(view, EventQuery(claims=then), today=LATE)
        assert {row.claim.claim_id for row in view.claims(then)} == {claim_of("a"), claim_of("b")}
        assert (name["status"], set(name["claims"])) == ("corroborated", {claim_of("a"), claim_of("b")})
        assert view.find_event(name["event_id"]) is not None
        assert list(view.claims(ClaimQuery(as_of="2025-01-01T11:59:59"))) == []
        assert telling.count_events(view, EventQuery(claims=then, disputed=True), today=LATE) == 0
        now = no.made_at[:19]
        assert {row.claim.claim_id for row in view.claims(ClaimQuery(as_of=now))} >= {claim_of("c"), claim_of("d")}
        assert claim_of("a") not in {row.claim.claim_id for row in view.claims(ClaimQuery(as_of="2999-01-01"))}


def test_filters_are_kept_listed_used_and_forgotten(told_twice: Run) -> None:
    kept = told_twice("events", "--pair", "SWE,NOR", "--min-origins", "2", "--save", "north", "--format", "jsonl")
    assert kept.code == 0
    assert len(lines(kept.out)) == 1
    (one,) = lines(told_twice("filters", "--format", "jsonl").out)
    assert (one["name"], one["kind"], one["filters"]) == ("north", "events", {"pair": "SWE,NOR", "min_origins": 2})
    assert "--pair SWE,NOR --min-origins 2" in told_twice("filters").out
    assert lines(told_twice("events", "--saved", "north", "--format", "jsonl").out) == lines(kept.out)
    assert lines(told_twice("events", "--saved", "north", "--min-origins", "3", "--format", "jsonl").out) == []
    assert told_twice("claims", "--saved", "north").code == 2
    assert told_twice("events", "--type", "WHISPER", "--save", "no").code == 2
    assert told_twice("filters", "--forget", "north").code == 0
    assert told_twice("events", "--saved", "north").code == 2
    assert told_twice("filters", "--forget", "north").code == 2


def test_claims_keep_filters_too(told_twice: Run) -> None:
    assert told_twice("claims", "--source", "Ritzau", "--text", "met in Oslo", "--save", "words").code == 0
    assert "--source Ritzau --text 'met in Oslo'" in told_twice("filters", "--format", "csv").out
    assert told_twice("claims", "--source", "Ritzau", "--save", "wire").code == 0
    found_ = lines(told_twice("claims", "--saved", "wire", "--format", "jsonl").out)
    assert [one["sources"][0]["name"] for one in found_] == ["Ritzau"]


def test_a_digest_moves_its_mark_when_asked_to_only(told_twice: Run, tmp_path: Path) -> None:
    assert told_twice("events", "--actor", "SWE", "--save", "sweden").code == 0

    def changes(*words: str) -> list[dict[str, Any]]:
        result = told_twice("digest", "--saved", "sweden", "--format", "jsonl", *words)
        assert result.code == 0
        return lines(result.out)

    assert [one["change"] for one in changes()] == ["new"]
    assert [one["change"] for one in changes("--mark")] == ["new"]
    assert changes() == []
    (tmp_path / "three.txt").write_text(ONE.replace("Ritzau", "Kyodo").replace("fair", "foul"), encoding="utf-8")
    assert told_twice("add", "three.txt", "--language", "en", "--published", "2026-02-09").code == 0
    (one,) = changes()
    assert (one["change"], one["before"]["independent_origins_max"], one["independent_origins_max"]) == ("changed", 2, 3)
    told = told_twice("digest", "--saved", "sweden").out
    assert "## Changed (1)" in told
    assert "**CONSULT** SWE" in told
    assert one["event_id"] in told


def test_a_digest_is_markdown_that_says_just_that(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(
        f"<html lang=en><head><meta property='og:site_name' content='[x](evil) *Post*'></head><body><h1>Talks</h1><p>{TWO}</p>"
        "</body></html>",
        encoding="utf-8",
    )
    assert run("add", "one.html", "--language", "en", "--published", "2026-02-07").code == 0
    told = run("digest")
    assert told.code == 0
    assert "## New (1)" in told.out
    assert "](evil)" not in told.out


@pytest.mark.parametrize(
    "words",
    [
        ["digest", "--mark"],
        ["digest", "--saved", "nobody"],
        ["digest", "--since", "soon"],
        ["events", "--save", ""],
        ["events", "--save", "two\nlines"],
        ["events", "--as-of", "2026-02"],
        ["claims", "--as-of", "2026-02-01T25:00:00"],
        ["claims", "--known-by", "yesterday"],
    ],
)
def test_what_cannot_be_is_refused(told_twice: Run, words: list[str]) -> None:
    result = told_twice(*words)
    assert result.code == 2
    assert result.err
    assert lines(told_twice("filters", "--format", "jsonl").out) == []


def test_show_as_it_was_then(told_twice: Run) -> None:
    (event,) = lines(told_twice("events", "--format", "jsonl").out)
    early = json.loads(told_twice("show", event["event_id"], "--known-by", "2026-02-07", "--format", "jsonl").out)
    assert (early["status"], len(early["claims"])) == ("reported", 1)
    assert lines(told_twice("events", "--known-by", "2026-02-07", "--format", "jsonl").out) == [early]
    then = json.loads(told_twice("show", event["event_id"], "--as-of", "2999-01-01", "--format", "jsonl").out)
    assert then == event
    assert told_twice("show", event["event_id"], "--as-of", "2020-01-01").code == 2
    first, last = event["claims"]
    assert told_twice("show", last, "--known-by", "2026-02-07").code == 2
    assert told_twice("show", first, "--known-by", "2026-02-07").code == 0
    assert lines(told_twice("claims", "--as-of", "2020-01-01", "--format", "jsonl").out) == []


def test_an_empty_ledger_has_an_empty_digest(run: Run, tmp_path: Path) -> None:
    with open_writer(tmp_path / "enligt.db") as writer:
        enter(writer, "")
    assert run("digest").out.count("Nothing.") == len(SECTIONS)


def test_a_digest_of_an_earlier_day_goes_by_publication(told_twice: Run) -> None:
    def told(*words: str) -> list[tuple[str, str]]:
        return [(one["change"], one["status"]) for one in lines(told_twice("digest", "--format", "jsonl", *words).out)]

    assert told("--since", "2026-02-01", "--today", "2026-02-07") == [("new", "reported")]
    assert told("--since", "2026-02-08", "--today", "2026-02-08") == [("changed", "corroborated")]
    assert told("--since", "2026-02-09", "--today", "2026-02-10") == []
    late = told_twice("digest", "--since", "2026-02-09", "--today", "2026-02-08")
    assert late.code == 2
    assert "lies after the day of the digest" in late.err
