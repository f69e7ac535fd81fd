"""The command line, verb by verb, with a reader that knows a few words."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from command_line import MEETING, Result, Run, filled, ledger_of_news, lines, news, reader, run
from enligt import __version__
from enligt.cli import VERBS, group, options
from enligt.cli.options import VerbCommand
from enligt.cli.reference import reference
from enligt.ledger import OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

    from word_reader import WordReader

__all__ = ["filled", "ledger_of_news", "news", "reader", "run"]  # fixtures

# --- the whole


def test_help_lists_every_verb_with_its_own_first_line(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    for verb in VERBS:
        command = group.get_command(None, verb.name)  # type: ignore[arg-type]  # the context is not used
        assert isinstance(command, VerbCommand)
        assert command.get_short_help_str(limit=200) == verb.line
        assert verb.line in " ".join(result.out.split())


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_the_help_of_each_verb_has_an_example_of_it(run: Run, verb: str) -> None:
    result = run(verb, "--help")
    assert result.code == 0
    assert f"Example:\n  enligt {verb}" in result.out


def test_the_page_of_the_command_line_is_made_from_the_commands(root: Path) -> None:
    committed = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    assert committed == reference(), "write it again: python -m enligt.cli.reference docs/cli.md"


def test_version(run: Run) -> None:
    assert run("--version") == Result(0, f"enligt {__version__}\n", "")


@pytest.mark.parametrize("words", [["nonsense"], ["claims", "--nonsense"], ["add"], ["show"], ["claims", "--format", "xml"]])
def test_what_cannot_be_asked_is_refused_in_a_line(run: Run, words: list[str]) -> None:
    result = run(*words)
    assert result.code == 2
    assert "Error:" in result.err
    assert result.out == ""


def test_outcomes_in_the_help_are_the_ledgers() -> None:
    assert options.OUTCOME_WORDS == OUTCOMES


# --- add, extract


def test_add_says_what_it_did(run: Run, news: Path) -> None:
    result = run("add", news, "--published", "2026-02-07")
    assert result.code == 0
    assert result.out == "3 pages (2 claims, 1 no-claims): 3 articles and 2 claims added to enligt.db\n"
    assert run("add", news, "--published", "2026-02-07").out == (
        "3 pages (2 claims, 1 no-claims): 0 articles and 0 claims added to enligt.db; 3 pages there already\n"
    )


def test_the_ledger_is_the_options_the_environments_or_the_default(
    run: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", news / "attack.txt", "--ledger", "option.db")
    run("--ledger", "before.db", "add", news / "attack.txt")
    monkeypatch.setenv("ENLIGT_LEDGER", "environment.db")
    run("add", news / "attack.txt")
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["before.db", "environment.db", "option.db"]


def test_what_pages_lack_is_told_once_a_kind(run: Run, news: Path) -> None:
    result = run("add", news)
    assert result.code == 0
    notes = [line for line in result.err.splitlines() if line.startswith("note:")]
    assert len(notes) == 1
    assert notes[0].startswith("note: 3 times no-date, first at ")


def test_standard_input_is_a_page(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEETING.encode()), encoding="ascii"))
    result = run("extract", "-", "--published", "2026-02-07", "--format", "jsonl")
    assert [record["document"] for record in lines(result.out)] == ["-"]


def test_extract_writes_claims_and_keeps_no_ledger(run: Run, news: Path, tmp_path: Path) -> None:
    result = run("extract", news, "--published", "2026-02-07", "--language", "en", "--format", "jsonl")
    assert result.code == 0
    assert [(record["document"], record["event_type"]) for record in lines(result.out)] == [
        ("attack.txt", "ASSAULT"),
        ("meeting.txt", "CONSULT"),
    ]
    assert lines(result.out)[0]["published"] == "2026-02-07"
    assert list(tmp_path.glob("*.db")) == []


def test_extract_and_claims_say_the_same(filled: Run, news: Path) -> None:
    extracted = filled("extract", news, "--published", "2026-02-07", "--format", "jsonl").out
    stored = [{**one, "event_id": None} for one in lines(filled("claims", "--format", "jsonl").out)]  # of no ledger, no event
    assert sorted(map(json.dumps, lines(extracted))) == sorted(map(json.dumps, stored))


def test_extract_shows_a_table_by_default(run: Run, news: Path) -> None:
    out = run("extract", news, "--published", "2026-02-07").out
    assert "SWE → NOR" in out
    assert "Reuters" in out
    assert out.rstrip().endswith("2 claims")


def test_an_unknown_reader_is_refused(run: Run, news: Path) -> None:
    result = run("add", news, "--reader", "nobody")
    assert (result.code, result.err) == (2, "enligt: there is no reader 'nobody': choose words\n")


# --- lists


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        ([], ["ASSAULT", "CONSULT"]),
        (["--actor", "SWE"], ["CONSULT"]),
        (["--recipient", "NOR"], ["CONSULT"]),
        (["--pair", "NOR,SWE"], ["CONSULT"]),
        (["--type", "assault"], ["ASSAULT"]),
        (["--factuality", "denied"], []),
        (["--mode", "visit"], []),
        (["--place", "Oslo"], []),
        (["--min-confidence", "0"], ["ASSAULT", "CONSULT"]),
        (["--source", "reuters"], ["CONSULT"]),
        (["--language", "sv"], []),
        (["--since", "2026-02-07"], ["ASSAULT"]),
        (["--until", "2026-02-06"], ["CONSULT"]),
        (["--text", "town"], ["ASSAULT"]),
        (["--limit", "0"], []),
        (["--reader", "words"], ["ASSAULT", "CONSULT"]),
        (["--reader", "other"], []),
    ],
)
def test_claims_are_filtered(filled: Run, filters: list[str], types: list[str]) -> None:
    result = filled("claims", "--format", "jsonl", *filters)
    assert result.code == 0
    assert sorted(record["event_type"] for record in lines(result.out)) == types


@pytest.mark.parametrize(
    "filters",
    [
        ["--type", "MEET"],
        ["--pair", "SWE"],
        ["--since", "soon"],
        ["--language", "fi"],
        ["--factuality", "true"],
        ["--mode", "slowly"],
        ["--context", "weather"],
        ["--min-confidence", "80"],
        ["--min-confidence", "high"],
        ["--article", "art-0"],
    ],
)
def test_a_filter_that_cannot_be_is_refused(filled: Run, filters: list[str]) -> None:
    result = filled("claims", *filters)
    assert result.code == 2
    assert result.err.startswith("enligt: ")
    assert len(result.err.splitlines()) == 1


def test_claims_of_one_article_by_the_beginning_of_its_id(filled: Run) -> None:
    (article,) = (one for one in lines(filled("articles", "--format", "jsonl").out) if "Norway" in one["text"])
    result = filled("claims", "--article", article["article_id"][:10], "--format", "jsonl")
    assert [record["article_id"] for record in lines(result.out)] == [article["article_id"]]


def test_every_format_holds_the_same_claims(filled: Run) -> None:
    by_line = lines(filled("claims", "--format", "jsonl").out)
    assert json.loads(filled("claims", "--format", "json").out) == by_line
    table = list(csv.DictReader(io.StringIO(filled("claims", "--format", "csv").out)))
    assert [row["claim_id"] for row in table] == [record["claim_id"] for record in by_line]
    assert all(record["claim_id"][:12] in filled("claims").out for record in by_line)


def test_a_cut_table_says_that_there_is_more(filled: Run) -> None:
    assert filled("claims", "--limit", "1").out.rstrip().endswith("the first 1 claim; --limit N shows more")
    assert filled("claims", "--limit", "2").out.rstrip().endswith("2 claims")
    assert filled("claims", "--factuality", "denied").out == "no claims\n"


def test_articles_are_listed_with_text(filled: Run) -> None:
    records = lines(filled("articles", "--format", "jsonl").out)
    needed = {"article_id", "document", "url", "outlet", "headline", "byline", "published", "updated", "language", "text"}
    assert all(needed <= record.keys() for record in records)
    assert sorted(record["document"] for record in records) == ["attack.txt", "meeting.txt", "quiet.txt"]
    assert "Soldiers killed in the night" in filled("articles").out
    assert len(lines(filled("articles", "--text", "winter", "--format", "jsonl").out)) == 1
    assert filled("articles", "--language", "xx").code == 2


def test_pages_and_issues_account_for_everything(run: Run, news: Path) -> None:
    (news / "empty.txt").touch()
    (news / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x01\x02" * 50)
    result = run("add", news)
    assert result.code == 6
    assert "; 1 input gave no page" in result.out
    outcomes = {record["document"].rsplit("/")[-1]: record["outcome"] for record in lines(run("pages", "--format", "jsonl").out)}
    assert len(outcomes) == 4
    assert {"claims", "no-claims", "unsupported"} == set(outcomes.values())
    unread = lines(run("pages", "--outcome", "unsupported", "--format", "jsonl").out)
    assert [record["document"] for record in unread] == [str(news / "picture.txt")]
    assert {"empty", "binary"} <= {record["code"] for record in lines(run("issues", "--format", "jsonl").out)}
    assert [record["code"] for record in lines(run("issues", "--code", "empty", "--format", "jsonl").out)] == ["empty"]
    assert run("issues", "--code", "nothing").out == "no issues\n"
    assert "unsupported" in run("pages").out
    assert run("pages", "--outcome", "lost").code == 2


# --- one thing


def first_claim(run: Run) -> dict[str, Any]:
    return lines(run("claims", "--type", "CONSULT", "--format", "jsonl").out)[0]


def test_show_a_claim(filled: Run) -> None:
    claim = first_claim(filled)
    out = filled("show", claim["claim_id"][:12]).out
    assert claim["claim_id"] in out
    assert "SWE → NOR" in out
    assert "met the foreign minister" in " ".join(out.split())
    assert lines(filled("show", claim["claim_id"], "--format", "jsonl").out) == [claim]


def test_show_an_article_and_a_page(filled: Run) -> None:
    claim = first_claim(filled)
    shown = filled("show", claim["article_id"])
    assert "The two governments have talked" in " ".join(shown.out.split())
    assert claim["claim_id"][:12] in shown.out
    article = lines(filled("show", claim["article_id"], "--format", "jsonl").out)[0]
    assert article["article_id"] == claim["article_id"]
    assert "meeting.txt" in filled("show", article["page"]).out


@pytest.mark.parametrize("words", [["show", "clm-ffffffffffff"], ["show", "nothing"], ["explain", "clm-ffffffffffff"]])
def test_what_is_not_there_is_said(filled: Run, words: list[str]) -> None:
    result = filled(*words)
    assert result.code == 2
    assert "there is no" in result.err


def test_explain_shows_each_step_with_its_words(filled: Run) -> None:
    claim = first_claim(filled)
    out = filled("explain", claim["claim_id"][:12]).out
    trigger = claim["trigger"]
    assert f"{trigger['start']}-{trigger['end']}" in out
    assert "table of names" in out
    assert "0.90" in out
    steps = lines(filled("explain", claim["claim_id"], "--format", "jsonl").out)
    assert [step["field"] for step in steps] == ["event_type", "actor"]
    assert steps[0]["span"] == trigger
    assert filled("explain", claim["article_id"]).code == 2


def test_dates(run: Run) -> None:
    result = run("dates", "Mötet hölls 2026-02-06.", "--language", "sv", "--published", "2026-02-07", "--format", "jsonl")
    assert result.code == 0
    (record,) = lines(result.out)
    assert (record["text"], record["start"], record["end"], record["precision"]) == (
        "2026-02-06",
        "2026-02-06",
        "2026-02-06",
        "day",
    )
    assert record["span"] == {"start": 12, "end": 22, "text": "2026-02-06"}
    assert "2026-02-06" in run("dates", "The meeting was held 2026-02-06.").out
    assert run("dates", "Nothing here.").out == "no time expressions\n"
    assert run("dates", "x", "--language", "fi").code == 2
    assert run("dates", "x", "--published", "6/2").code == 2


# --- keeping


def test_reread_with_a_new_version_tells_what_changed(filled: Run, reader: WordReader) -> None:
    reader.version = "2"
    reader.change = lambda claim: replace(claim, factuality="denied") if claim.event_type == "ASSAULT" else claim
    result = filled("reread")
    assert result.code == 0
    assert "ASSAULT RUS asserted => ASSAULT RUS denied (factuality)" in result.out
    assert result.out.endswith("3 articles reread; claims: 0 new, 1 changed, 0 gone, 1 same\n")
    assert len(lines(filled("claims", "--format", "jsonl").out)) == 2
    assert len(lines(filled("claims", "--all-versions", "--format", "jsonl").out)) == 4
    assert filled("reread", "--type", "CONSULT").out.startswith("1 article reread")


def test_forget_erases_and_says_why_afterwards(filled: Run, news: Path) -> None:
    claim = first_claim(filled)
    assert filled("forget", claim["article_id"]).code == 2
    assert filled("forget", claim["article_id"], "--reason", " ").code == 2
    result = filled("forget", claim["article_id"][:12], "--reason", "withdrawn by the outlet")
    assert result.code == 0
    assert result.out.startswith("forgotten: 1 article, art-")
    assert lines(filled("claims", "--type", "CONSULT", "--format", "jsonl").out) == []
    assert "withdrawn by the outlet" in filled("show", claim["article_id"]).err
    again = filled("add", news / "meeting.txt", "--published", "2026-02-07")
    assert again.code == 3
    assert "not read" in again.err
    for unknown in ("art-000000", "No Such Paper"):
        assert filled("forget", unknown, "--reason", "x").code == 2


def test_backup_is_a_ledger(filled: Run) -> None:
    before = filled("claims", "--format", "jsonl").out
    assert filled("backup", "copy.db").code == 0
    assert filled("claims", "--ledger", "copy.db", "--format", "jsonl").out == before
    assert filled("backup", "copy.db").code == 2
    assert filled("backup", "copy.db", "--overwrite").code == 0


def test_schema_is_the_committed_one(run: Run, root: Path) -> None:
    assert run("schema").out == (root / "docs" / "claims.schema.json").read_text(encoding="utf-8")


# --- demo


def test_demo_shows_the_same_table_twice_and_reads_once(run: Run, reader: WordReader, tmp_path: Path) -> None:
    first = run("demo")
    assert first.code == 0
    read = list(reader.read_articles)
    assert len(read) >= 20
    for title in (
        "who → whom",
        "by type",
        "by factuality",
        "by language",
        "on whose word",
        "enligt-demo.db",
        "enligt explain clm-",
    ):
        assert title in first.out
    second = run("demo")
    assert reader.read_articles == read
    assert first.out.splitlines()[1:] == second.out.splitlines()[1:]
    assert [path.name for path in tmp_path.glob("*.db")] == ["enligt-demo.db"]
