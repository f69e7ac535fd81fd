"""``enligt export`` as it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import enligt.reports.arrow
from command_line import reader, run
from enligt.reports.exports import EXPORTS
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
