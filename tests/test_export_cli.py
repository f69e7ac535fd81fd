"""``enligt export`` as it is typed."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

import enligt.reports.arrow
from command_line import reader, run
from enligt.cli.eventing import events
from enligt.cli.exporting import export
from enligt.errors import UsageError
from enligt.ledger import ClaimQuery
from enligt.reports.exports import EXPORTS
from enligt.run.opened import open_ledger
from enligt.run.querying import OF_EVENTS
from enligt.web.filters import EventFilters
from export_ledger import TODAY, build

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run

__all__ = ["reader", "run"]  # fixtures


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> Run:
    build(tmp_path / "enligt.db")
    return run


def test_to_standard_output_it_says_what_it_holds(asked: Run) -> None:
    done = asked("export", "--format", "plover", "--today", TODAY)
    assert done.code == 0
    assert [json.loads(line)["event"] for line in done.out.splitlines()] == [["ASSAULT"], ["COOPERATE"], ["ACCUSE"], ["PROTEST"]]
    assert "factuality: asserted alone" in done.err


@pytest.mark.parametrize(
    ("words", "types"),
    [
        (["--factuality", "planned,possible"], ["AGREE", "AID"]),
        (["--factuality", "all", "--actor", "SWE"], ["AGREE", "COOPERATE"]),
        (["--status", "disputed"], ["ASSAULT"]),
        (["--limit", "1", "--since", "2024-04"], ["COOPERATE"]),
        (["--min-origins", "1"], ["ASSAULT"]),
        (["--actor", "JPN"], []),
    ],
)
def test_filters_are_those_of_events(asked: Run, words: list[str], types: list[str]) -> None:
    done = asked("export", "--format", "plover", "--today", TODAY, *words)
    assert [json.loads(line)["event"][0] for line in done.out.splitlines()] == types


@pytest.mark.parametrize(
    ("words", "number"),
    [([], 7), (["--factuality", "denied"], 1), (["--disputed"], 2), (["--limit", "3"], 3), (["--actor", "PRK"], 1)],
)
def test_claims_are_listed(asked: Run, words: list[str], number: int) -> None:
    assert len(asked("export", "--format", "jsonl", "--today", TODAY, *words).out.splitlines()) == number


def test_what_cannot_be_told_inside_stands_beside(asked: Run, tmp_path: Path) -> None:
    done = asked("export", "--format", "gdelt-events", "--out", "events.tsv", "--actor", "RUS", "--today", TODAY)
    assert (done.code, done.out) == (
        0,
        "events.tsv: 1 event, 1 claim; asserted alone: events of another factuality, and claims of it, are not here\n",
    )
    page = (tmp_path / "events.tsv.README.md").read_text(encoding="utf-8")
    assert "asserted alone" in page
    assert "actor=RUS" in page
    assert asked("export", "--format", "gdelt-events", "--out", "events.tsv").code == 2
    assert asked("export", "--format", "geojson", "--out", "events.geojson").code == 0
    assert not (tmp_path / "events.geojson.README.md").exists()


def test_a_folder_is_asked_for_by_name(asked: Run, tmp_path: Path) -> None:
    refused = asked("export", "--format", "tables")
    assert (refused.code, "--out FOLDER" in refused.err) == (2, True)
    assert asked("export", "--format", "tables", "--out", "t").code == 0
    assert "--overwrite" in asked("export", "--format", "tables", "--out", "t").err
    assert asked("export", "--format", "tables", "--out", "t", "--overwrite", "--actor", "RUS").code == 0
    assert len((tmp_path / "t" / "events.csv").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "words", [["--factuality", "true"], ["--since", "soon"], ["--type", "PARTY"], ["--article", "art-0"], ["--today", "2024"]]
)
def test_what_cannot_be_asked_is_refused(asked: Run, tmp_path: Path, words: list[str]) -> None:
    done = asked("export", "--format", "plover", "--out", "x.jsonl", *words)
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "x.jsonl").exists()


def test_a_library_that_is_not_there_is_named(asked: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(enligt.reports.arrow.__dict__, "_NEEDED", "pip install 'enligt[arrow]'")
    for module, format_, extra in (("pyarrow", "parquet", "enligt[arrow]"), ("xlsxwriter", "xlsx", "enligt[xlsx]")):
        with monkeypatch.context() as absent:
            absent.setitem(__import__("sys").modules, module, None)
            done = asked("export", "--format", format_, "--out", f"x{EXPORTS[format_].suffix}")
        assert (done.code, extra in done.err) == (2, True)
        assert not list(tmp_path.glob("x*"))


def test_an_empty_ledger_gives_empty_exports(asked: Run, tmp_path: Path) -> None:
    for name, one in EXPORTS.items():
        done = asked("export", "--format", name, "--actor", "JPN", "--out", f"e-{name}{one.suffix}")
        assert done.code == 0, done.err
        assert (tmp_path / f"e-{name}{one.suffix}").exists()


def test_command_line_python_and_pages_ask_events_by_the_same_filters() -> None:
    pages = set(EventFilters.model_fields) - {"q", "order", "today"}  # `text` in other words, an order, a day
    called = {"event_type": "own_type", "type": "event_type"}  # on the page the event's own type, and that of a claim
    asked = {called.get(name, name) for name in pages}
    besides = {
        "ledger", "format_", "limit", "today", "out", "overwrite", "no_text", "of", "like", "save", "saved",
    }  # fmt: skip
    for verb in (events, export):
        assert {one.name for one in verb.params if one.expose_value} - besides == asked, verb.name
    of_claims = {one.name for one in fields(ClaimQuery)} - {"limit", "offset", "uncorrected", "place_name"}
    assert of_claims | OF_EVENTS == asked


@pytest.mark.parametrize(
    ("words", "types"),
    [
        (["--own-type", "ASSAULT"], {"ASSAULT"}),
        (["--participant", "SWE"], {"COOPERATE"}),
        (["--month", "2024-03"], {"ASSAULT"}),
        (["--origin", "Nobody"], set()),
        (["--known-by", "2024-03-20"], {"ASSAULT"}),
        (["--as-of", "2000-01-01"], set()),
    ],
)
def test_what_is_asked_of_events_holds_for_events_and_their_claims(asked: Run, words: list[str], types: set[str]) -> None:
    whole = asked("export", "--format", "plover", "--today", TODAY, *words)
    assert {json.loads(line)["event"][0] for line in whole.out.splitlines()} == types
    listed = asked("export", "--format", "jsonl", "--today", TODAY, "--factuality", "asserted", *words)
    assert {json.loads(line)["event_type"] for line in listed.out.splitlines()} == types


def test_an_event_and_the_ledger_of_a_moment_can_be_exported(asked: Run, tmp_path: Path) -> None:
    now = asked("export", "--format", "jsonl", "--of", "events", "--today", TODAY).out
    first = json.loads(now.splitlines()[0])["event_id"]
    alone = asked("export", "--format", "jsonl", "--of", "events", "--today", TODAY, "--event", first[:10])
    assert [json.loads(line)["event_id"] for line in alone.out.splitlines()] == [first]
    assert asked("export", "--format", "jsonl", "--event", "evt-00").code == 2
    plain, of_then = (
        asked("export", "--format", "plover", "--today", TODAY, *more).out for more in ([], ["--as-of", "2100-01-01"])
    )
    assert plain == of_then != ""
    with open_ledger(tmp_path / "enligt.db") as made:
        assert [one for one, _ in made.events(today=TODAY, event=first[:10])] == [first]
        disputed = {one for one, _ in made.events(today=TODAY, status="disputed")}
        assert disputed == {one for one, event in made.events(today=TODAY) if event.status == "disputed"} != set()
        assert [one for one, _ in made.events(today=TODAY, own_type="assault", min_origins=1, type="ASSAULT")] == [
            one for one, event in made.events(today=TODAY) if event.event_type == "ASSAULT"
        ]
        with pytest.raises(UsageError, match="there is no status"):
            made.events(status="true")


def test_what_was_set_right_says_by_whom(asked: Run) -> None:
    plain = asked("export", "--format", "webannotation", "--today", TODAY).out
    assert "set_right_by" not in plain
    claim = json.loads(
        asked("export", "--format", "jsonl", "--today", TODAY, "--type", "ASSAULT", "--factuality", "asserted").out.splitlines()[
            0
        ]
    )
    assert asked("judge", "correct", claim["claim_id"], "--set", "where=Bergen", "--author", "Kari").code == 0
    (listed,) = asked("export", "--format", "jsonl", "--today", TODAY, "--place", "Bergen").out.splitlines()
    assert json.loads(listed)["corrected_by"] == "Kari"
    (event,) = asked("export", "--format", "plover", "--today", TODAY, "--place", "Bergen").out.splitlines()
    assert json.loads(event)["enligt"]["corrected_by"] == ["Kari"]
    (shape,) = json.loads(asked("export", "--format", "geojson", "--today", TODAY, "--place", "Bergen").out)["features"]
    assert shape["properties"]["corrected_by"] == ["Kari"]
    assert '"enligt:set_right_by": "Kari"' in asked("export", "--format", "webannotation", "--today", TODAY).out
