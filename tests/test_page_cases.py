"""Every page under tests/cases must give what stands beside it (tests/cases/README.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from enligt.model import Article, Issue
from enligt.sources import articles, pages

CASES = Path(__file__).resolve().parent / "cases"
FIELDS = ("language", "outlet", "headline", "byline", "published", "updated")


def read(path: Path) -> tuple[list[Article], list[Issue]]:
    found: list[Article] = []
    issues: list[Issue] = []
    for page in pages([str(path)]):
        for one in [page] if isinstance(page, Issue) else articles(page):
            if isinstance(one, Issue):
                issues.append(one)
            else:
                found.append(one)
    return found, issues


def differences(expected: dict[str, Any], found: list[Article], issues: list[Issue]) -> list[str]:
    """What is not as expected, in words; shared with test_seed_pages.py."""
    wrong = []
    if len(found) != len(expected["articles"]):
        wrong.append(f"{len(found)} articles instead of {len(expected['articles'])}: {[one.headline for one in found]}")
    if "issue" in expected and expected["issue"] not in [one.code for one in issues if one.fatal]:
        wrong.append(f"issues {[one.code for one in issues]} instead of {expected['issue']}")
    for article, wanted in zip(found, expected["articles"], strict=False):
        wrong += [
            f"{name} is {getattr(article, name)!r} instead of {wanted[name]!r}"
            for name in FIELDS
            if name in wanted and getattr(article, name) != wanted[name]
        ]
        wrong += [f"lacks {part!r}" for part in wanted.get("contains", ()) if part not in article.text]
        wrong += [f"contains {part!r}" for part in wanted.get("lacks", ()) if part in article.text]
        wrong += [f"segment {one} runs outside" for one in article.segments if not 0 <= one.start < one.end <= len(article.text)]
    return wrong


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.json")):
        name = path.relative_to(CASES).with_suffix("").as_posix()
        marks = [pytest.mark.xfail(reason="a known failure")] if path.parent.name == "known-failures" else []
        found.append(pytest.param(path, id=name, marks=marks))
    return found


@pytest.mark.parametrize("path", _cases())
def test_page_gives_its_articles(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    found, issues = read(path.parent / expected["page"])
    assert differences(expected, found, issues) == []


def test_all_languages_have_cases() -> None:
    pages_of = {language: list((CASES / language).rglob("*.json")) for language in ("sv", "nb", "nn", "da", "en")}
    assert all(pages_of.values())
    assert sum(map(len, pages_of.values())) >= 20
