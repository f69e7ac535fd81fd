"""``enligt evaluate``: claims from a file or from a reader against annotated documents, with the scorer's own numbers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from command_line import Run, lines, reader, run
from enligt.marking import SLOTS, Annotated, Score, annotated, predicted, score

if TYPE_CHECKING:
    from pathlib import Path

    from word_reader import WordReader

__all__ = ["reader", "run"]  # fixtures

TEXT = """@ meeting | en | 2026-02-07 | wire
0: Talks about the border
1: Sweden met Norway on 2026-02-06, according to Reuters.
= 1 CONSULT asserted | t [[met]] | a SWE [[Sweden]] | r NOR [[Norway]] | s Reuters [[Reuters]] | w [[on 2026-02-06]] 2026-02-06
2: Russia attacked the harbour and 12 soldiers were killed.
= 2 ASSAULT denied | t [[attacked]] | a RUS [[Russia]] | r SWE [[]] | q [[12 soldiers]] = 12 soldiers
3: Norway wants China to leave.
= 3 REQUEST asserted | t [[wants]] | a NOR [[Norway]] | r CHN [[China]]
"""


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    (tmp_path / "marked.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "marked.txt"


def test_the_readers_claims_are_scored(run: Run, marked: Path) -> None:
    result = run("evaluate", marked, "--format", "jsonl")
    assert (result.code, result.err) == (0, "")
    rows = {(one["by"], one["value"], one["measure"]): one for one in lines(result.out)}
    assert {key[:2] for key in rows} == {
        ("all", "all"), ("language", "en"), ("type", "ASSAULT"), ("type", "CONSULT"), ("type", "REQUEST"),
    }  # fmt: skip
    whole = rows["all", "all", "lenient"]
    assert (whole["gold"], whole["found"], whole["paired"]) == (3, 2, 2)
    assert (whole["precision"], whole["recall"], whole["detection"]) == (1.0, 0.6667, 0.8)
    assert (whole["core_precision"], whole["core_recall"], whole["core"]) == (0.5, 0.3333, 0.4)
    assert [whole[slot] for slot in SLOTS] == [1.0, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert rows["all", "all", "strict"] == whole | {"measure": "strict"}
    assert rows["type", "REQUEST", "lenient"]["actor"] is None


def test_the_table_shows_both_measures_of_every_part(run: Run, marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [line.split() for line in run("evaluate", marked).out.splitlines()]
    slots = ["actor", "recip.", "fact.", "source", "when", "quant."]
    assert cells[0] == ["part", "gold", "found", "P", "R", "detection", "core", "strict", *slots]
    figures = ["1.00", "0.67", "0.80", "0.40", "0.80/0.40", "1.00", "0.50", "0.50", "1.00", "1.00", "1.00"]
    assert cells[2] == ["all", "3", "2", *figures]
    assert [line[0] for line in cells[2:-1]] == ["all", "en", "ASSAULT", "CONSULT", "REQUEST"]
    assert cells[-1][:2] == ["1", "document."]
    for width in ("80", "40"):
        monkeypatch.setenv("COLUMNS", width)
        shown = run("evaluate", marked).out
        assert "0.80/0.40" in shown
        assert max(map(len, shown.splitlines())) <= int(width)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("missed", [("REQUEST", 3, None, None, None)]),
        ("spurious", []),
        ("slots", [("ASSAULT", 2, "recipient", "SWE", ""), ("ASSAULT", 2, "factuality", "denied", "asserted")]),
    ],
)
def test_differences_are_listed_with_their_sentence(run: Run, marked: Path, kind: str, told: list[Any]) -> None:
    found = lines(run("evaluate", marked, "--show", kind, "--format", "jsonl").out)
    assert [(one["event_type"], one["sent"], one["slot"], one["marked"], one["found"]) for one in found] == told
    assert all(one["sentence"] in TEXT and one["document"] == "meeting.en" for one in found)
    table = run("evaluate", marked, "--show", kind).out
    assert f"{len(told) or 'no'} difference{'' if len(told) == 1 else 's'}" in table
    rows = list(csv.DictReader(io.StringIO(run("evaluate", marked, "--show", kind, "--format", "csv").out)))
    assert [row["slot"] for row in rows] == [one[2] or "" for one in told]


def test_claims_are_scored_from_a_file_or_standard_input(
    run: Run, marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "meeting.en.txt").write_text("Sweden met Norway on 2026-02-06, according to Reuters.\n" * 2, encoding="utf-8")
    (tmp_path / "other.txt").write_text("China attacked Norway with all that it had in the night.\n", encoding="utf-8")
    out = run(
        "extract", tmp_path / "meeting.en.txt", tmp_path / "other.txt", "--format", "jsonl", "--published", "2026-02-07",
        "--language", "en",
    ).out  # fmt: skip
    assert len(lines(out)) == 3
    (tmp_path / "claims.jsonl").write_text(out, encoding="utf-8")
    result = run("evaluate", marked, "--claims", "claims.jsonl", "--format", "json")
    whole = json.loads(result.out)[0]
    assert (whole["gold"], whole["found"], whole["paired"]) == (3, 2, 1)
    assert result.err == "note: 1 claim of documents that GOLD has not are left out: other\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(out.encode()), encoding="utf-8"))
    assert run("evaluate", marked, "--claims", "-", "--format", "json").out == result.out


def test_what_cannot_be_read_is_told_and_the_rest_is_scored(run: Run, marked: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    result = run("evaluate", marked, "bad.json", "--format", "jsonl")
    assert result.code == 6
    assert result.err.startswith("not read: bad.json: bad.json is not JSON")
    assert lines(result.out)[0]["gold"] == 3
    result = run("evaluate", "bad.json", "missing")
    assert (result.code, result.out) == (3, "")
    assert "not read: missing: there is no such file or folder" in result.err


def test_a_document_that_the_reader_cannot_read_is_left_out(run: Run, marked: Path, tmp_path: Path, reader: WordReader) -> None:
    (tmp_path / "second.txt").write_text(TEXT.replace("@ meeting", "@ second"), encoding="utf-8")

    def fail(article: Any) -> None:
        if article.document.startswith("second"):
            raise ValueError("no words")

    reader.before = fail
    result = run("evaluate", marked, "second.txt", "--format", "jsonl")
    assert result.code == 6
    assert result.err == "not read: second.en: ValueError: no words\n"
    assert lines(result.out)[0]["gold"] == 3


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--claims", "nowhere.jsonl"], 3, "nowhere.jsonl: No such file or directory: --claims wants a file of claims"),
        (["--claims", "marked.txt"], 3, "marked.txt: line 1 is not JSON"),
        (["--claims", "c.jsonl", "--reader", "words"], 2, "--claims brings the claims"),
        (["--texts", "nowhere"], 2, "--texts nowhere: there is no such folder"),
        (["--reader", "nobody"], 2, "there is no reader 'nobody'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(run: Run, marked: Path, words: list[str], code: int, told: str) -> None:
    result = run("evaluate", marked, *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"enligt: {told}")
    assert len(result.err.splitlines()) == 1


# --- the scorer beside the annotated documents

TWISTS: tuple[dict[str, Any], ...] = (
    {},
    {"event_type": "CONSULT"},
    {"actors": [{"id": "UNK"}], "sources": []},
    {"recipients": []},
    {"factuality": "possible", "when": {"start": "2018-09-29", "end": "2018-09-30"}},
    {"sources": [{"name": "the ministry", "depth": 1}], "quantities": [{"value": 7, "comparator": ">"}]},
    {"evidence": {"text": "no sentence says this"}},
)


def _made_up(one: Annotated) -> list[dict[str, Any]]:
    """Claims of every kind of rightness: each marked claim twisted in turn, a few left out, a few twice."""
    out = []
    for number, claim in enumerate(one.claims):
        sentence = one.sentences[claim["sent"]]
        evidence = sentence if number % 2 else sentence[: len(sentence) * 2 // 3]
        keys = ("event_type", "actors", "recipients", "factuality", "sources", "when", "quantities")
        whole = {name: claim[name] for name in keys} | {"document": f"{one.name}.txt", "evidence": {"text": evidence}}
        twists = [] if number % 8 == 5 else [number, number // 2] if number % 3 == 1 else [number]
        out += [whole | TWISTS[twist % len(TWISTS)] for twist in twists]
    return out


def _row(label: str, one: Score) -> str:
    """A row of the scorer's table."""
    slots = " ".join(f"{'-':>10}" if (share := one.slot(name)) is None else f"{share:10.3f}" for name in SLOTS)
    detection, core = (" ".join(f"{part:.3f}" for part in three) for three in (one.detection(), one.core_of()))
    return f"{label:28} {one.gold:5} {one.found:5}  {detection}   {core} {slots}"


def test_the_numbers_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    news = shared / "gold" / "news"
    for language in ("sv", "en"):
        for file in (news / "sents").glob(f"*.{language}.json"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    marked = [one for one in annotated([str(news / "claims")], texts=tmp_path) if isinstance(one, Annotated)]
    assert len(marked) == 16
    claims = [json.dumps(claim) for one in marked for claim in _made_up(one)]
    (tmp_path / "claims.jsonl").write_text("\n".join(claims), encoding="utf-8")
    scores = score(marked, predicted(claims, where="made up"))
    assert not scores.strangers
    lenient = scores.parts["lenient"]
    for by, part, shown in (("lang", "language", "missed"), ("type", "type", "spurious"), ("type", "type", "slots")):
        command = [sys.executable, str(shared / "bench" / "score.py"), "--gold", str(news / "claims"), "--texts", str(tmp_path)]
        command += ["--pred", str(tmp_path / "claims.jsonl"), "--by", by, "--show", shown]
        told = subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"}
        )
        ours = [_row(name, one) for (kind, name), one in sorted(lenient.items()) if kind == part]
        table = told.stdout.splitlines()[-len(ours) - 1 :]
        assert table == [*ours, _row("all", lenient["all", "all"])]
        differences = sum(one.kind == shown for one in scores.differences)
        assert 0 < differences == len(told.stdout.splitlines()) - len(ours) - 2
