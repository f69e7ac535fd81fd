"""Text that is nothing but text comes through whole: the sentences of ../shared/gold, however they are written to a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from enligt.model import Article, Page
from enligt.sources import articles

if TYPE_CHECKING:
    from pathlib import Path

CREDIT = re.compile(r"(?:date [\d-]+ )?Foto: ")  # two of the sentences are a picture's credit, which is to go


def folded(text: str) -> str:
    return " ".join(text.split())


def only(page: Page, *, published: str | None = "2018-09-30") -> Article:
    found = list(articles(page, published=published))
    assert len(found) == 1, found
    assert isinstance(found[0], Article)
    return found[0]


@pytest.mark.parametrize(
    ("part", "between"),
    [("news", "\n"), ("news", "\n\n"), ("seeds", "\n"), ("seeds", "\n\n"), ("seeds", " "), ("seeds", "\r\n")],
    ids=[
        "news by lines",
        "news by paragraphs",
        "seeds by lines",
        "seeds by paragraphs",
        "seeds on one line",
        "seeds by Windows lines",
    ],
)
def test_no_sentence_is_lost(shared: Path, part: str, between: str) -> None:
    for path in sorted((shared / "gold" / part / "sents").glob("*.json")):
        sentences = json.loads(path.read_text(encoding="utf-8"))["sents"]
        content = between.join(sentences)
        article = only(Page(path.name, content.encode()))
        text = folded(article.text)
        lost = [one for one in sentences if folded(one) not in text and not CREDIT.match(one)]
        assert (path.name, lost) == (path.name, [])
        assert article.language == path.name.split(".")[-2]
        for one in article.segments:
            assert one.page_start is not None
            assert content[one.page_start : one.page_start + one.end - one.start] == article.text[one.start : one.end]


def test_texts_come_through_unchanged(shared: Path) -> None:
    for path in sorted((shared / "gold" / "news" / "texts").glob("*.txt")):
        content = path.read_bytes()
        assert folded(only(Page(path.name, content)).text) == folded(content.decode())
