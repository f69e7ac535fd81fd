"""Sources, actors, timelines and coverage of a ledger: what is counted, and of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from enligt.errors import UsageError
from enligt.ledger import open_view, open_writer
from enligt.model import Issue, Page
from enligt.readers.ontology import TYPES
from enligt.reports.plover import acts
from enligt.run.acting import actors, brief, find_actor
from enligt.run.covering import coverage
from enligt.run.periods import bounds, every, period
from enligt.run.sourcing import find_source, sources
from enligt.run.timelines import timeline
from event_samples import told
from ledger_samples import met, record, sent
from seen_samples import STORIES, filled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from enligt.ledger import View

TODAY = "2025-01-31"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("seen") / "l.db")


@pytest.fixture
def view(ledger: Path) -> Iterator[View]:
    with open_view(ledger) as opened:
        yield opened


def named(rows: list[dict[str, Any]], name: str, key: str = "name") -> dict[str, Any]:
    (found,) = (row for row in rows if row[key] == name)
    return found


# --- sources


def test_two_names_of_one_agency_are_one_source(view: View) -> None:
    reuters = named(sources(view), "Reuters")
    assert reuters["aliases"] == ["Thomson Reuters"]
    assert (reuters["kind"], reuters["country"], reuters["owner"]) == ("agency", "GBR", "Thomson Reuters")
    assert (reuters["claims_cited"], reuters["claims_originated"]) == (2, 1)  # of one the government is the origin
    assert {one["name"]: one["claims"] for one in reuters["outlets"]} == {"Kustposten": 1, "The Harbour Post": 1}
    assert (reuters["first_seen"], reuters["last_seen"]) == ("2024-10-18", "2024-10-19")


def test_a_state_medium_says_for_whom_it_speaks_and_why(view: View) -> None:
    tass = named(sources(view), "TASS")
    assert tass["speaks_for"] == "RUS"
    assert tass["note"]


def test_outlets_carry_and_may_say_it_themselves(view: View) -> None:
    found = sources(view)
    kust = named(found, "Kustposten")
    assert (kust["claims_carried"], kust["claims_own"], kust["claims_cited"]) == (3, 0, 0)
    assert named(found, "Fjordposten")["claims_own"] == 1
    assert found[0] is kust  # most claims first


def test_filters_of_sources(view: View) -> None:
    assert {one["name"] for one in sources(view, kind="government")} == {"Seoul"}
    assert {one["name"] for one in sources(view, country="rus")} == {"TASS"}
    assert {one["name"] for one in sources(view, since="2024-12-03")} == {"Kustposten", "TASS"}
    assert "TASS" not in {one["name"] for one in sources(view, until="2024-11")}
    assert len(sources(view, limit=2)) == 2
    with pytest.raises(UsageError, match="no date"):
        sources(view, since="soon")


def test_a_source_shows_whom_it_relays_and_who_relays_it(view: View) -> None:
    reuters = find_source(view, "reuters")
    assert reuters is not None
    assert reuters["relays"] == [{"name": "Seoul", "kind": "government", "claims": 1}]
    assert {one["name"]: one["claims"] for one in reuters["relayed_by"]} == {"Kustposten": 1, "The Harbour Post": 1}
    assert reuters["months"] == [{"month": "2024-10", "carried": 0, "cited": 2}]
    assert [one["outlet"] for one in reuters["samples"]] == ["The Harbour Post", "Kustposten"]
    assert all(one["event_id"] for one in reuters["samples"])
    kust = find_source(view, "KUST")
    assert kust is not None
    assert {one["name"]: one["claims"] for one in kust["relays"]} == {"Reuters": 1, "KCNA": 1, "TASS": 1}
    assert (kust["own_share"], kust["relayed_by"]) == (0.0, [])


def test_a_source_is_found_by_an_alias_of_the_tables_and_not_by_what_fits_several(view: View) -> None:
    found = find_source(view, "Itar-Tass")
    assert found is not None
    assert found["name"] == "TASS"
    with pytest.raises(UsageError, match=r"several sources.*Fjordposten.*give the whole of one"):
        find_source(view, "posten")
    assert find_source(view, "Nobody's Gazette") is None
    assert find_source(view, " ") is None


def test_an_agencys_text_is_the_agencys_and_the_outlet_relays_it(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    claim, article = told(STORIES[3][0].evidence.text, outlet="Fjordposten", published="2024-12-02", kind="CONSULT")
    with open_view(filled(tmp_path / "l.db", [(claim, replace(article, agency="NTB"))])) as view:
        ntb, paper = find_source(view, "NTB"), find_source(view, "Fjordposten")
    assert ntb is not None
    assert paper is not None
    assert (ntb["claims_originated"], ntb["own_share"]) == (1, 1.0)
    assert [one["name"] for one in ntb["relayed_by"]] == ["Fjordposten"]
    assert (paper["claims_originated"], paper["own_share"]) == (0, 0.0)
    assert [one["name"] for one in paper["relays"]] == ["NTB"]


# --- actors


def test_actors_with_their_claims_events_and_days(view: View) -> None:
    found = actors(view)
    north = named(found, "PRK", "actor")
    assert (north["name"], north["kind"]) == ("North Korea", "state")
    assert (north["claims"], north["claims_as_actor"], north["claims_as_recipient"], north["events"]) == (4, 4, 0, 2)
    assert (north["first_seen"], north["last_seen"]) == ("2024-10-18", "2024-12-02")
    russia = named(found, "RUS", "actor")
    assert (russia["claims_as_actor"], russia["claims_as_recipient"]) == (2, 3)
    assert [one["actor"] for one in actors(view, since="2024-12-04", until="2024-12-31")] == ["KOR", "RUS"]
    assert actors(view, kind="party") == []
    assert len(actors(view, limit=1)) == 1


def test_an_actor_with_whom_it_has_to_do(view: View) -> None:
    north = find_actor(view, "prk")
    short = brief(view, "PRK")
    assert north is not None
    assert short == {name: north[name] for name in ("actor", "name", "kind", "claims", "persons")}
    assert brief(view, "prk") is None
    assert north is not None
    assert north["counterparts"] == [
        {"actor": "RUS", "name": "Russia", "acts_upon": 3, "acted_upon_by": 0, "together": 1},
    ]
    assert {(one["event_type"], one["factuality"]): one["claims"] for one in north["types"]} == {
        ("CONSULT", "asserted"): 1,
        ("MOBILIZE", "asserted"): 2,
        ("MOBILIZE", "denied"): 1,
    }
    assert [(one["month"], one["claims"], one["denied"]) for one in north["months"]] == [("2024-10", 3, 1), ("2024-12", 1, 0)]


@pytest.mark.parametrize("asked", ["North Korea", "nordkorea", "Nord-Korea", "PRK"])
def test_a_state_is_found_by_its_name_in_any_of_the_languages(view: View, asked: str) -> None:
    found = find_actor(view, asked)
    assert found is not None
    assert (found["actor"], found["person"]) == ("PRK", None)


def test_persons_are_found_under_their_states(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        for page, reading in (met(), sent()):
            record(writer, page, reading)
    with open_view(tmp_path / "l.db") as view:
        everybody = find_actor(view, "RUS")
        found = find_actor(view, "putin")
        assert find_actor(view, "Nobody At All") is None
        assert find_actor(view, "--") is None
        north = named(actors(view), "PRK", "actor")
    assert found is not None
    assert everybody is not None
    assert (found["actor"], found["person"], found["claims"], everybody["claims"]) == ("RUS", "Vladimir Putin", 1, 2)
    assert [one["name"] for one in found["persons"]] == ["Vladimir Putin"]
    assert north["names"] == [{"name": "Kim Jong Un", "claims": 1}]


# --- timelines


def test_a_timeline_counts_events_and_shows_the_empty_months(view: View) -> None:
    rows = timeline(view, "PRK", "RUS", today=TODAY)
    assert [(one["period"], one["events"], one["a_acts"], one["together"]) for one in rows] == [
        ("2024-10", 1, 1, 0),  # three claims, one event
        ("2024-11", 0, 0, 0),
        ("2024-12", 1, 0, 1),
    ]
    assert [one["score"] for one in rows] == [acts()["MOBILIZE"].corrected, 0.0, acts()["CONSULT"].corrected]
    assert rows[1]["score_mean"] is None
    assert [one["articles_read"] for one in rows] == [3, 0, 2]
    assert rows[1]["events_per_article"] is None
    assert rows[2]["events_per_article"] == 0.5
    assert rows[0]["acts"][0]["status"] == "disputed"


def test_accusing_counts_against_and_the_published_score_stands_beside(view: View) -> None:
    (row,) = timeline(view, "Russia", "KOR", today=TODAY)
    assert (row["score"], row["score_published"]) == (-3.0, 3.0)
    assert (row["types"], row["a_acts"]) == ({"ACCUSE": 1}, 1)
    (other,) = timeline(view, "KOR", "RUS", today=TODAY)
    assert (other["a_acts"], other["b_acts"]) == (0, 1)
    assert set(acts()) == set(TYPES)


def test_one_actor_and_the_time_asked_for(view: View) -> None:
    rows = timeline(view, "RUS", since="2024-11", until="2025-01", today=TODAY)
    assert [(one["period"], one["events"]) for one in rows] == [("2024-11", 0), ("2024-12", 2), ("2025-01", 0)]
    weeks = timeline(view, "PRK", "RUS", since="2024-12", today=TODAY, by="week")
    assert weeks[0]["period"] == "2024-W48"  # of the first days of December, and of the meeting
    assert timeline(view, "RUS", today=TODAY, by="year")[0]["events"] == 3
    assert timeline(view, "SWE", "NOR", today=TODAY) == []
    with pytest.raises(UsageError, match="factuality"):
        timeline(view, "RUS", today=TODAY, factuality="true")
    with pytest.raises(UsageError, match="after"):
        timeline(view, "RUS", since="2025", until="2024", today=TODAY)


def test_how_much_falls_in_a_month_does_not_depend_on_the_time_asked_for(tmp_path: Path) -> None:
    story = told("Ministrarna möttes.", kind="CONSULT", actors=("SWE", "NOR"), recipients=(), when=("2024-01-01", "2024-12-31"))
    with open_view(filled(tmp_path / "l.db", [story])) as view:
        (row,) = timeline(view, "SWE", "NOR", today=TODAY)
        assert (row["period"], row["events"], row["imprecise"]) == ("2024-01", 1, 1)
        assert [one["events"] for one in timeline(view, "SWE", "NOR", since="2024-02", until="2024-03", today=TODAY)] == [0, 0]


def test_what_is_only_denied_counts_when_asked_for(tmp_path: Path) -> None:
    with open_view(filled(tmp_path / "l.db", STORIES[2:3])) as view:
        assert timeline(view, "PRK", "RUS", today=TODAY) == []
        assert [one["events"] for one in timeline(view, "PRK", "RUS", today=TODAY, factuality="any")] == [1]
        assert [one["events"] for one in timeline(view, "PRK", "RUS", today=TODAY, factuality="denied")] == [1]


@pytest.mark.parametrize(
    ("day", "by", "name", "first", "last"),
    [
        ("2024-12-30", "week", "2025-W01", "2024-12-30", "2025-01-05"),
        ("2024-02-10", "month", "2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-10", "year", "2024", "2024-01-01", "2024-12-31"),
        ("2024-02-10", "day", "2024-02-10", "2024-02-10", "2024-02-10"),
        ("9999-12-31", "year", "9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_periods(day: str, by: Any, name: str, first: str, last: str) -> None:
    assert period(day, by) == name
    assert bounds(name) == (first, last)
    assert list(every(day, day, by)) == [name]


def test_periods_are_bounded_and_end_with_the_calendar() -> None:
    assert list(every("2023-12-31", "2024-02-01", "month")) == ["2023-12", "2024-01", "2024-02"]
    assert list(every("9999-11-30", "9999-12-31", "month")) == ["9999-11", "9999-12"]
    with pytest.raises(UsageError, match="since"):
        list(every("0001-01-01", "9999-12-31", "week"))


# --- coverage


def test_coverage_tells_what_was_read_put_aside_and_failed(tmp_path: Path) -> None:
    path = filled(tmp_path / "l.db")
    gone = Page("https://www.nrk.no/gone", b"x", fetched="2024-12-03T10:00:00Z")
    with open_writer(path) as writer:
        record(writer, gone, issues=[Issue(gone.location, "article", "no-text", "nothing", gone.sha256)])
        writer.record_issue(Issue("https://kust.example/feed", "source", "unreachable", "nobody answers"))
    with open_view(path) as view:
        found = coverage(view, by="month")
        assert [one["read"] for one in coverage(view, outlet="kustposten", by="year")] == [3]
        assert [one["outlet"] for one in coverage(view, language="en")] == ["The Harbour Post"]
        assert {one["period"] for one in coverage(view, until="2024-10-18")} == {"2024-10-18"}
    kust = [one for one in found if one["outlet"] == "Kustposten"]
    assert [(one["period"], one["language"], one["read"], one["claims"]) for one in kust] == [
        ("2024-10", "sv", 2, 2),
        ("2024-12", "sv", 1, 1),
    ]
    nrk = named(found, "NRK", "outlet")
    assert (nrk["period"], nrk["language"], nrk["read"], nrk["failed"]) == ("2024-12", None, 0, 1)
    assert named(found, "kust.example", "outlet")["failed"] == 1
