"""What reaches a terminal: text from pages is data, however narrow, plain or closed the other end is."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from command_line import NORTH, Run, filled, ledger_of_news, lines, news, reader, run
from enligt.cli import main, tables
from enligt.cli.text import one_line, paragraphs, shortened
from test_reports import claims

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled", "ledger_of_news", "news", "reader", "run"]  # fixtures

EVIL = "\x1b]0;title\x07Red \x1b[31malert\x1b[0m\r\x08\x00\u202egnp.exe\u202c \x9b2Jend\x1bc"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (EVIL, "Red alert gnp.exe end"),
        ("two\nlines\tand  more ", "two lines and more"),
        ("a\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("an unended \x1b]0;title", "an unended"),
        ("half \ud800 letter", "half letter"),
        ("Åsa – «på besøk» [bold]", "Åsa – «på besøk» [bold]"),
        ("", ""),
    ],
)
def test_text_is_stripped_of_what_a_terminal_obeys(text: str, clean: str) -> None:
    assert one_line(text) == clean


def test_paragraphs_and_short_forms() -> None:
    assert paragraphs("One\nline.\n\n \x07 \n\nTwo.") == ["One line.", "Two."]
    assert shortened("short", 10) == "short"
    assert shortened("a rather long sentence", 15) == "a rather long…"
    assert all(len(shortened("a rather long sentence", width)) <= max(width, 1) for width in range(30))


def shown(record: dict[str, Any], *, width: int, unicode: bool = True) -> str:
    out = io.StringIO()
    tables.show_claims(Console(file=out, width=width, markup=False, emoji=False), [record], unicode=unicode)
    return out.getvalue()


def test_a_table_of_claims_holds_nothing_that_a_terminal_obeys() -> None:
    record = claims()[0]
    record["outlet"] = f"[red]Skerry[/red] {EVIL}"
    record["actors"][0]["name"] = EVIL
    record["sources"][0]["name"] = EVIL
    for width in (50, 80, 140):
        out = shown(record, width=width)
        assert not set(out) & set("\x1b\x07\x00\r\x08\x9b\u202e")
        assert "Red alert" in out
    assert "[red]Skerry[/red]" in shown(record, width=140)


@pytest.mark.parametrize("width", [74, 80, 96, 120, 300])
def test_a_claim_is_a_row_and_its_sentence_and_the_trigger_is_always_there(width: int) -> None:
    record = claims()[0]
    long = "and so on and so forth, " * 30
    evidence = f"{long}Sweden met Norway{long}"
    record["evidence"] = {"start": 1000, "end": 1000 + len(evidence), "text": evidence}
    record["trigger"] = {"start": 1000 + evidence.index("met"), "end": 1003 + evidence.index("met"), "text": "met"}
    out = shown(record, width=width).splitlines()
    assert len(out) == 4
    assert " met " in out[3]
    assert max(len(line) for line in out) <= width


def test_the_evidence_keeps_its_words_apart() -> None:
    record = claims()[0]
    assert tables.evidence(record).plain == record["evidence"]["text"]
    whole = record["evidence"]["text"]
    assert all(record["trigger"]["text"] in tables.evidence(record, width=width).plain for width in range(3, len(whole) + 2))


@pytest.mark.parametrize("columns", ["1", "20", "40", "73", "74", "80", "200", "no number"])
def test_no_terminal_is_too_narrow(filled: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    claim = lines(filled("claims", "--format", "jsonl").out)[0]
    for words in (
        ["claims"],
        ["articles"],
        ["pages"],
        ["issues"],
        ["show", claim["claim_id"]],
        ["show", claim["article_id"]],
        ["explain", claim["claim_id"]],
        ["dates", "2026-02-06"],
    ):
        result = filled(*words)
        assert (result.code, result.err) == (0, ""), words
        assert result.out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_no_terminal_is_too_plain(filled: Run, news: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (news / "north.txt").write_text(
        NORTH,
        encoding="utf-8",
    )
    assert filled("add", news / "north.txt", "--language", "sv", "--published", "2026-02-07").code == 0
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
    assert main(["claims"]) == 0
    sys.stdout.flush()
    assert "SWE -> NOR" in raw.getvalue().decode(encoding)
    raw.truncate(0)
    raw.seek(0)
    assert main(["claims", "--language", "sv", "--format", "jsonl"]) == 0
    (record,) = lines(raw.getvalue().decode("utf-8"))  # programs get UTF-8 whatever the terminal speaks
    assert record["trigger"]["text"] == "mötte"


def test_data_has_line_feeds_on_every_system(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8", newline="\r\n"))
    assert main(["claims", "--format", "csv"]) == 0
    assert b"\r" not in raw.getvalue()
    assert filled


@pytest.mark.parametrize("words", [["claims"], ["claims", "--format", "jsonl"], ["--help"]])
def test_output_that_nobody_reads_is_no_error(filled: Run, tmp_path: Path, words: list[str]) -> None:
    assert filled
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "enligt", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # long before the program has started
        complaint = process.stderr.read()
        process.wait(60)
    assert (process.returncode, complaint) == (0, b"")


def test_a_long_table_is_shown_whole_in_the_width_given(
    run: Run, news: Path, reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.change = lambda claim: replace(claim, actors=tuple(replace(one, name="A very long name " * 6) for one in claim.actors))
    monkeypatch.setenv("COLUMNS", "80")
    out = run("extract", news, "--published", "2026-02-07").out
    assert max(len(line) for line in out.splitlines()) <= 80
