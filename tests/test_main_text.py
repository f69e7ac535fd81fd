"""Main text of page shells of our own, in five languages: each must come out whole, and alone."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

import main_text
from page_shells import KINDS, cases

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 0.97


def test_every_language_has_twenty_pages_and_all_kinds() -> None:
    found = defaultdict(list)
    for case in cases():
        found[case.language].append(case)
    assert sorted(found) == ["da", "en", "nb", "nn", "sv"]
    for several in found.values():
        assert len({case.name for case in several}) >= 20
        assert {case.kind for case in several} == set(KINDS)
        assert all(bool(case.stories) == (case.kind != "no story") for case in several)


def test_the_pages_are_the_same_each_time() -> None:
    assert list(cases()) == list(cases())


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "da", "en"])
def test_main_text_is_found(language: str) -> None:
    scores = {(case.kind, case.name): main_text.ours_alone(case) for case in cases() if case.language == language}
    assert {key: score for key, score in scores.items() if score < LEAST} == {}
    assert statistics.mean(scores.values()) > LEAST


def test_f1_counts_words_as_a_bag() -> None:
    assert main_text.f1("Ett två, tre", "tre två ETT") == 1.0
    assert main_text.f1("ett två", "ett tre") == 0.5
    assert main_text.f1("", "ett") == 0.0
    assert main_text.f1("", "") == 1.0


def test_trafilaturas_pages_are_read_as_data_or_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main_text.over_pages(tmp_path) == 2
    assert "trafilatura's repository" in capsys.readouterr().err
    (tmp_path / "cache").mkdir()
    body = "".join(f"<p>{one}</p>" for one in next(cases()).stories[0].paragraphs)
    (tmp_path / "cache" / "a.html").write_text(f"<html><body><h1>Two</h1>{body}</body></html>", encoding="utf-8")
    entry = {"file": "a.html", "with": ["Beslutet fattades"], "without": ["Annons"]}
    table = f"EVAL_PAGES = { ({'https://a.example/': entry})!r}\nraise SystemExit\n"
    (tmp_path / "evaldata.py").write_text(table, encoding="utf-8")
    assert main_text.over_pages(tmp_path) == 0
    assert capsys.readouterr().out.count("| 1 | 1.000 | 1.000 | 1.000 |") == 2
