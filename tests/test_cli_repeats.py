"""Repetition on the command line: ``repeats``, lists of articles, an article's card."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import command_line
from enligt.errors import UsageError
from enligt.run import opened
from repetition_samples import OWN, WIRE

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run
    from word_reader import WordReader

reader, run = command_line.reader, command_line.run
BODY = WIRE["en"].partition("\n\n")[2]
PAGES = {
    "wire.txt": WIRE["en"] + " (AP)",
    "reprint.txt": f"Unknown objects in Oakwick\n\n{BODY} (AP)",
    "own.txt": OWN["en"] + "\n\nHe did not know whether …",
}


@pytest.fixture
def ledger(tmp_path: Path, run: Run) -> Path:
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    result = run("add", *PAGES, "--published", "2024-10-20")
    assert result.code == 0, result.err
    return tmp_path / "enligt.db"


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_repetition_from_page_to_list(run: Run, ledger: Path) -> None:
    assert ledger.is_file()
    (pair,) = lines(run("repeats", "--format", "jsonl").out)
    assert pair["kind"] == "reprint"
    assert pair["group"] == pair["other_id"]
    assert "reprint" in run("repeats").out
    assert run("repeats", "--format", "csv").out.startswith("article_id,kind,other_id,share")
    assert "no repetitions" in run("repeats", "--kind", "passage-of").out
    assert lines(run("repeats", "--article", str(pair["article_id"]), "--format", "jsonl").out) == [pair]
    assert run("repeats", "--kind", "copy").code == 2
    assert run("repeats", "--article", "art-00").code == 2

    everything = {one["article_id"]: one for one in lines(run("articles", "--format", "jsonl").out)}
    assert everything[pair["article_id"]]["repeats"] == [
        {"article_id": pair["other_id"], "kind": "reprint", "share": pair["share"]}
    ]
    assert everything[pair["other_id"]]["repeats"] == []
    assert sorted(str(one["agency"]) for one in everything.values()) == ["AP", "AP", "None"]
    assert [one["truncated"] for one in everything.values()].count(True) == 1
    only = lines(run("articles", "--repeats", "only", "--format", "jsonl").out)
    assert [one["article_id"] for one in only] == [pair["article_id"]]
    hidden = lines(run("articles", "--repeats", "hide", "--format", "jsonl").out)
    assert {one["article_id"] for one in hidden} == everything.keys() - {pair["article_id"]}

    card, other = run("show", str(pair["article_id"])).out, run("show", str(pair["other_id"])).out
    assert "repeats" in card
    assert str(pair["other_id"]) in card
    assert "repeated by" in other
    assert "agency" in other
    cut = next(one for one in everything.values() if one["truncated"])
    assert "truncated" in run("show", str(cut["article_id"])).out

    with opened.Ledger(ledger) as held:
        assert [one.relation.kind for one in held.repeats(kind="reprint")] == ["reprint"]
        assert len(list(held.articles(repeated="hide"))) == 2
        with pytest.raises(UsageError, match="show, hide or only"):
            held.articles(repeated="some")


def test_a_window_that_is_no_number_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: WordReader
) -> None:
    (tmp_path / "a.txt").write_text(WIRE["en"], encoding="utf-8")
    monkeypatch.setenv("ENLIGT_REPEAT_DAYS", "soon")
    result = run("add", "a.txt")
    assert result.code == 2
    assert "ENLIGT_REPEAT_DAYS" in result.err
    assert reader.read_articles == []
