"""From feeds and sitemaps to pages and articles: what is fetched, what is passed over, and what a feed says of a page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from enligt.model import Article, Issue, Page, Told
from enligt.sources import articles, pages
from enligt.sources.answers import Unchanged
from enligt.sources.feeditems import Item
from enligt.sources.records import RECORD
from enligt.sources.subscriptions import is_subscription, listed, no_subscription, taken, text_page
from enligt.sources.subscriptions import pages as pages_of
from enligt.sources.told import told_of, with_told
from feed_samples import DANISH, ENGLISH, INDEX, NEWS_SITEMAP, SWEDISH, TableFetcher, feed, page, story

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from enligt.sources.answers import Remembered

HOST = "https://skargardsbladet.example"


def parted(results: Iterable[Page | Article | Issue]) -> tuple[list[str], list[tuple[str, bool]]]:
    both = list(results)
    where = [one.location if isinstance(one, Page) else one.document for one in both if not isinstance(one, Issue)]
    return where, [(one.code, one.fatal) for one in both if isinstance(one, Issue)]


def refused(address: str) -> Issue:
    return Issue(address, "source", "refused-by-robots", "its robots.txt asks programs to leave it alone")


# --- fetched


def test_the_pages_of_a_feed_are_fetched_in_its_order_past_those_known() -> None:
    fetcher = TableFetcher({f"{HOST}/{name}": story(name) for name in "abc"})
    found, issues = parted(pages_of(page(feed("a", "b", "a", "c", "x")), fetcher=fetcher, known=lambda one: one == f"{HOST}/b"))
    assert found == [f"{HOST}/a", f"{HOST}/c"]
    assert issues == [("not-found", True)]
    assert fetcher.asked == [f"{HOST}/a", f"{HOST}/c", f"{HOST}/x"]


def test_no_more_pages_than_asked_for() -> None:
    fetcher = TableFetcher({f"{HOST}/{name}": story(name) for name in "abc"})
    found, issues = parted(pages_of(page(feed("a", "b", "c")), fetcher=fetcher, most=2))
    assert (found, issues) == ([f"{HOST}/a", f"{HOST}/b"], [("limit", False)])
    assert len(fetcher.asked) == 2


def test_where_fetching_is_refused_the_feeds_own_text_is_read() -> None:
    address = f"{HOST}/farjan?a=1&b=2"
    fetcher = TableFetcher({address: refused(address), f"{HOST}/bron": refused(f"{HOST}/bron")})
    both = list(pages_of(page(SWEDISH), fetcher=fetcher))
    found, issues = parted(both)
    assert found == [address]
    assert issues == [("feed-text", False), ("refused-by-robots", True)]
    (made,) = [one for one in both if isinstance(one, Page)]
    assert made.media_type == RECORD
    (article,) = [one for one in articles(made) if isinstance(one, Article)]
    assert (article.headline, article.byline, article.outlet) == (
        "Färjan står still i tre dagar & vägarna fylls",
        "Maja Söderholm",
        "Skärgårdsbladet",
    )
    assert (article.published, article.language, article.url) == ("2026-02-06", "sv", address)


def test_a_sitemap_index_is_followed_once_and_not_past_a_date() -> None:
    fetcher = TableFetcher(
        {
            "https://fjordposten.example/news.xml": NEWS_SITEMAP,
            "https://fjordposten.example/kai?a=1&b=2": story("kai"),
        }
    )
    where = "https://fjordposten.example/sitemap.xml"
    found, issues = parted(pages_of(page(INDEX, where), fetcher=fetcher, since="2026-02-01"))
    assert found == ["https://fjordposten.example/kai?a=1&b=2"]
    assert issues == []
    assert fetcher.asked == ["https://fjordposten.example/news.xml", "https://fjordposten.example/kai?a=1&b=2"]


def test_an_index_that_names_itself_or_goes_deep_ends() -> None:
    def index(*names: str) -> str:
        return "<sitemapindex>" + "".join(f"<sitemap><loc>{HOST}/{name}</loc></sitemap>" for name in names) + "</sitemapindex>"

    fetcher = TableFetcher({f"{HOST}/odd": "<html></html>"})
    fetcher.answers.update({f"{HOST}/{n}": index(str(n), str(n + 1), "0") for n in range(9)})
    _, issues = parted(pages_of(page(index("0", "odd"), f"{HOST}/s"), fetcher=fetcher))
    assert fetcher.asked == [f"{HOST}/0", f"{HOST}/1", f"{HOST}/odd"]
    assert issues == [("sitemap-index", False), ("no-sitemap", True)]


def test_a_web_page_given_for_a_feed_names_its_feed() -> None:
    html = '<html><head><link href="/rss?a=1&amp;b=2" type="application/rss+xml" rel="alternate"></head><body>x</body></html>'
    assert not is_subscription(page(html))
    assert f"{HOST}/rss?a=1&b=2" in no_subscription(page(html, f"{HOST}/")).message
    assert "sitemap" in no_subscription(page("<html></html>", f"{HOST}/")).message


# --- what a feed says of a page


def test_what_a_feed_says_counts_where_the_page_says_nothing() -> None:
    address = f"{HOST}/farjan?a=1&b=2"
    (item, *_) = [one for one in listed(page(SWEDISH)) if isinstance(one, Item)]
    taken_ = taken(item, by=f"{HOST}/rss", fetcher=TableFetcher({address: story("farjan")}))
    assert not isinstance(taken_, Issue)
    alone = list(articles(replace(taken_.page, told=None)))
    both = list(articles(taken_.page))
    assert [one.code for one in alone if isinstance(one, Issue)] == ["no-date"]
    assert [one for one in both if isinstance(one, Issue)] == []
    (bare,) = [one for one in alone if isinstance(one, Article)]
    (article,) = [one for one in both if isinstance(one, Article)]
    assert (bare.published, bare.byline, bare.outlet) == (None, None, "skargardsbladet.example")
    assert (article.published, article.byline, article.outlet) == ("2026-02-06", "Maja Söderholm", "Skärgårdsbladet")
    assert article.text == bare.text
    assert (
        article.article_id == replace(bare, published="2026-02-06", byline="Maja Söderholm", outlet="Skärgårdsbladet").article_id
    )


def test_an_articles_id_is_of_its_content_whoever_said_it() -> None:
    told = Told("https://one.example/rss", published="2026-02-06", outlet="Bladet")
    made = replace(page(story("a"), f"{HOST}/a", "text/html"), told=told)
    (one,) = [one for one in articles(made) if isinstance(one, Article)]
    (other,) = [
        one for one in articles(replace(made, told=replace(told, by="https://two.example/x"))) if isinstance(one, Article)
    ]
    assert one.article_id == other.article_id
    assert made.sha256 == replace(made, told=None).sha256


def article(published: str | None) -> Article:
    return Article(document="d", page="p", text="Text", language="sv", published=published, byline="Ola Berg", outlet="Bladet")


@pytest.mark.parametrize(
    ("own", "told", "disagrees"),
    [
        ("2026-02-06", "2026-02-06", False),
        ("2026-02-06", "2026-02-07", False),
        ("2026-02-06", "2026-02-09", True),
        ("2026-02", "2026-02-09", False),
        ("2025", "2026-02-09", True),
    ],
)
def test_the_pages_own_word_stands_and_disagreement_is_told(own: str, told: str, *, disagrees: bool) -> None:
    said = Told("https://a.example/rss", published=told, byline="Nn", outlet="Other")
    one, *issues = list(with_told(said, [article(own)]))
    assert one == article(own)
    assert [(i.code, i.fatal) for i in issues if isinstance(i, Issue)] == ([("feed-disagrees", False)] if disagrees else [])


def test_a_feed_says_nothing_of_a_page_with_several_stories() -> None:
    said = Told("https://a.example/rss", published="2026-02-06")
    two = [article(None), replace(article(None), text="Other")]
    assert list(with_told(said, two)) == two


def test_an_agency_is_the_byline_and_another_source_the_outlet() -> None:
    (kraner,) = [one for one in listed(page(DANISH)) if isinstance(one, Item)]
    assert told_of(kraner, by="f").byline == "Søren Lind, Ane Holm"
    assert told_of(kraner, by="f").outlet == "Sundavisen Nyheder"
    assert told_of(replace(kraner, author=None), by="f").byline == "Ritzau"
    assert told_of(replace(kraner, source="Havnebladet"), by="f").outlet == "Havnebladet"


def test_an_item_without_an_address() -> None:
    bare = taken(Item(None, "A"), by="f", fetcher=TableFetcher())
    assert isinstance(bare, Issue)
    assert bare.code == "no-address"
    one, other = (text_page(Item(None, "A", text=text), by="https://a.example/f") for text in ("One.", "Other."))
    assert one is not None
    assert other is not None
    assert one.location != other.location
    assert one.location.startswith("https://a.example/f#")


def test_a_server_that_says_unchanged_though_nobody_asked() -> None:
    class Odd(TableFetcher):
        def fetch(self, address: str, *, remembered: Remembered | None = None) -> Unchanged:
            del remembered
            return Unchanged(address)

    result = taken(Item(f"{HOST}/a"), by="f", fetcher=Odd())
    assert isinstance(result, Issue)
    assert result.code == "http-status"


# --- files


def test_a_file_of_a_feed_gives_the_texts_that_it_carries(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(SWEDISH, encoding="utf-8")
    both = list(pages([str(tmp_path / "feed.xml")]))
    found, issues = parted(both)
    assert found == [f"{HOST}/farjan?a=1&b=2"]
    assert issues == [("only-addresses", False)]
    (told,) = [one.message for one in both if isinstance(one, Issue)]
    assert "1 of 2 items" in told
    assert f"{HOST}/rss" in told  # the remedy: its own address


def test_files_that_carry_no_text_name_the_remedy(tmp_path: Path) -> None:
    for name, content in (
        ("a.xml", feed("a", "b")),
        ("b.xml", NEWS_SITEMAP),
        ("c.txt", "https://a.example/1\n"),
        ("d.xml", INDEX),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
    found, issues = parted(pages([str(tmp_path)]))
    assert found == []
    assert issues == [("only-addresses", True)] * 3 + [("sitemap-index", True), ("empty", True)]


def test_a_json_feed_and_one_without_addresses(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text(ENGLISH, encoding="utf-8")
    found, issues = parted(pages([str(tmp_path / "feed.json")]))
    assert (found, issues) == (["https://harbourtimes.example/storm"], [("only-addresses", False)])
    held = json.loads(ENGLISH)
    del held["items"][0]["url"]
    (tmp_path / "feed.json").write_text(json.dumps(held), encoding="utf-8")
    found, _ = parted(pages([str(tmp_path / "feed.json")]))
    assert found == [f"{tmp_path / 'feed.json'}#1"]


def test_a_page_of_html_or_text_is_still_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(story("a"), encoding="utf-8")
    (tmp_path / "b.txt").write_text("See https://a.example/1\n", encoding="utf-8")
    assert parted(pages([str(tmp_path)])) == ([str(tmp_path / "a.html"), str(tmp_path / "b.txt")], [])
