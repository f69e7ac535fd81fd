"""What was left out of an article, told beside it: only as text, and labelled."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.config import NOTHING_SAID
from enligt.ledger import open_view
from enligt.model import Article, Page
from enligt.sources import articles, whole
from enligt.sources.records import RECORD
from enligt.sources.whole import LARGEST, LONGEST_LINE, MOST_LINES, lines_of
from enligt.web.app import create_app
from test_web_pages import text_of
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAYLOAD = "<script>document.title='owned'</script><img src=x onerror=1>"
PAGE = f"""<html><head><title>Harbour talks</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World news</a></nav>
<article><h1>Sweden meets Norway at the harbour</h1><p>By Ada Berg</p>
<p>Sweden met Norway on 3 March 2024 in the old town hall. They spoke for two hours about the sea, the fish and much else.</p>
<script>left('alone')</script>
<aside>Read more: ten harbours {html.escape(PAYLOAD)}</aside>
<p>The talks go on tomorrow at noon in the <b>old</b> town hall by the harbour, the ministry said in a note.</p></article>
<footer>Copyright Skerry Brief</footer></body></html>"""


def only_article(page: Page) -> Article:
    (found,) = [one for one in articles(page) if isinstance(one, Article)]
    return found


def test_lines_of_a_page_stand_in_its_order_with_where_they_went() -> None:
    page = Page("harbour.html", PAGE.encode())
    lines = lines_of(page, only_article(page))
    assert lines is not None
    assert [(one.text[:20], one.place) for one in lines] == [
        ("Home World news", "markup"),
        ("Sweden meets Norway ", "article"),
        ("By Ada Berg", "judged"),
        ("Sweden met Norway on", "article"),
        ("Read more: ten harbo", "markup"),
        ("The talks go on tomo", "article"),
        ("Copyright Skerry Bri", "markup"),
    ]
    assert not any("left(" in one.text for one in lines)


def test_every_line_of_an_article_is_found_in_plain_text_too() -> None:
    text = "Harbour talks\n\nSweden met Norway on 3 March 2024 in the old town hall by the\nharbour, and talked.\n"
    page = Page("harbour.txt", text.encode())
    lines = lines_of(page, only_article(page))
    assert lines is not None
    assert [one.place for one in lines] == ["article"] * 3


def test_other_articles_of_a_page_are_told_apart() -> None:
    page = Page(
        "two.txt", b"Sweden met Norway in the harbour on Monday.\n\nChina met Russia in the hills on Sunday.\n\nMore news"
    )
    of = {"document": page.location, "page": page.sha256, "language": "en"}
    one = Article(text="Sweden met Norway in the harbour on Monday.", **of)  # type: ignore[arg-type]  # as it says
    other = Article(text="China met Russia in the hills on Sunday.", **of)  # type: ignore[arg-type]  # as it says
    lines = lines_of(page, one, [one, other])
    assert lines is not None
    assert [each.place for each in lines] == ["article", "other", "judged"]


def test_the_page_is_bounded() -> None:
    of = only_article(Page("harbour.html", PAGE.encode()))
    assert lines_of(Page("large.txt", b"a" * (LARGEST + 1)), of) is None
    assert lines_of(Page("one.jsonl", b"{}", RECORD), of) is None
    many = lines_of(Page("many.txt", b"a line of text\n" * (MOST_LINES + 5)), of)
    assert many is not None
    assert len(many) == MOST_LINES
    (long,) = lines_of(Page("long.txt", b"word " * 9000), of) or []
    assert len(long.text) == LONGEST_LINE


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("whole") / "whole.db"
    with TestClient(create_app(path, write=True, today="2024-12-01", load=WordReader), base_url="http://127.0.0.1") as made:
        made.app.state.ledger.add([Page("harbour.html", PAGE.encode())], said=NOTHING_SAID)  # type: ignore[attr-defined]  # ours
        yield made


def article_of(client: TestClient) -> str:
    path: Path = client.app.state.ledger.path  # type: ignore[attr-defined]  # ours
    with open_view(path) as view:
        return next(one.article_id for one in view.articles())


def test_what_was_left_out_is_shown_when_asked_for_and_only_as_text(client: TestClient) -> None:
    address = f"/articles/{article_of(client)}"
    plain = client.get(address, headers={"accept-language": "en"})
    assert "Copyright Skerry Brief" not in plain.text
    link = html.unescape(re.findall(r'href="([^"]*whole=1#whole)"', plain.text)[0])
    shown = client.get(link, headers={"accept-language": "en"})
    told = text_of(shown)
    assert "left out: the page itself marks it as navigation, box or caption Home World news [1 line of the article]" in told
    assert "left out: taken for none of the text By Ada Berg" in told
    assert "<img" not in shown.text
    assert html.escape(PAYLOAD, quote=False) in shown.text.replace("&#39;", "'")


def test_without_the_page_it_says_why(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "LARGEST", 10)
    shown = client.get(f"/articles/{article_of(client)}?whole=1", headers={"accept-language": "en"})
    assert "cannot be shown" in text_of(shown)
    assert "Copyright" not in shown.text
