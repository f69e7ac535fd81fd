"""Sitemaps of every form, whole, broken and hostile."""

from __future__ import annotations

import gzip

import pytest

from enligt.model import Issue
from enligt.sources import sitemaps
from enligt.sources.feeditems import Item
from enligt.sources.moments import Moment
from enligt.sources.sitemaps import Child, is_sitemap, read_sitemap
from feed_samples import INDEX, NEWS_SITEMAP, SWEDISH, page

WHERE = "https://fjordposten.example/sitemap.xml"


def read(content: str | bytes, since: str | None = None) -> tuple[list[Item | Child], list[tuple[str, bool]]]:
    both = list(read_sitemap(page(content, WHERE), since=since))
    return [one for one in both if not isinstance(one, Issue)], [(one.code, one.fatal) for one in both if isinstance(one, Issue)]


def urls(number: int) -> str:
    return "<urlset>" + "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(number)) + "</urlset>"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (NEWS_SITEMAP.encode(), True),
        (INDEX.encode(), True),
        (gzip.compress(INDEX.encode(), mtime=0), True),
        (b"https://a.example/1\nhttps://a.example/2\r\n\n", True),
        (b"\xef\xbb\xbf<!-- made by hand --><sm:urlset xmlns:sm='x'/>", True),
        (SWEDISH.encode(), False),
        (b"<html><body><urlset/></body></html>", False),
        (b"See https://a.example/1\n", False),
        (b"", False),
        (b"\x1f\x8bbroken", False),
        (gzip.compress(b"<html></html>", mtime=0), False),
    ],
)
def test_a_sitemap_is_known_by_its_content(content: bytes, *, told: bool) -> None:
    assert is_sitemap(content) is told


def test_a_news_sitemap_tells_who_published_what_and_when() -> None:
    found, issues = read(NEWS_SITEMAP)
    assert issues == []
    assert found == [
        Item(
            "https://fjordposten.example/kai?a=1&b=2",
            title="Kaien stenges",
            published=Moment("2026-02-06T07:00:00Z", "2026-02-06"),
            outlet="Fjordposten",
        ),
        Item("https://fjordposten.example/gammelt", updated=Moment("2025-11-01", "2025-11-01")),
    ]


def test_what_is_older_than_asked_for_is_left_out() -> None:
    assert [one.address for one in read(NEWS_SITEMAP, "2026-02-06")[0]] == ["https://fjordposten.example/kai?a=1&b=2"]
    assert [one.address for one in read(NEWS_SITEMAP, "2026-02-07")[0]] == []
    assert [one.address for one in read(INDEX, "2026-01-01")[0]] == ["https://fjordposten.example/news.xml"]
    assert len(read(urls(3), "2026-01-01")[0]) == 3  # without dates


def test_an_index_names_sitemaps() -> None:
    found, _ = read(INDEX)
    assert found[0] == Child("https://fjordposten.example/news.xml", Moment("2026-02-06", "2026-02-06"))


def test_gzip_and_lists() -> None:
    assert read(gzip.compress(NEWS_SITEMAP.encode())) == read(NEWS_SITEMAP)
    assert read("https://a.example/1\nhttps://a.example/2#x\n") == (
        [Item("https://a.example/1"), Item("https://a.example/2")],
        [],
    )


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    cut = urls(3)[:-22]  # in the middle of the last address
    found, issues = read(cut)
    assert [one.address for one in found] == ["https://a.example/0", "https://a.example/1"]
    assert issues == [("damaged", False)]
    packed = gzip.compress(urls(2000).encode())
    found, issues = read(packed[: len(packed) // 2])
    assert 0 < len(found) < 2000
    assert issues == [("damaged", False), ("damaged", False)]
    assert read("<urlset><url><lo") == ([], [("damaged", True)])


def test_entries_without_an_address() -> None:
    found, issues = read("<urlset><url><loc>javascript:x</loc></url><url/><url><loc>https://a.example/1</loc></url></urlset>")
    assert (found, issues) == ([Item("https://a.example/1")], [("no-address", False)])


def test_a_pictures_title_is_not_the_pages() -> None:
    written = "<urlset xmlns:i='i'><url><loc>https://a.example/1</loc><i:image><i:loc>https://a.example/2</i:loc></i:image></url></urlset>"
    assert read(written) == ([Item("https://a.example/1")], [])


def test_entities_neither_blow_up_nor_reach_out(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path as the sitemap writes it
        file.write("secret")
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 30))
    for name, declared in (("x", f'<!ENTITY x SYSTEM "file://{secret}">'), ("b29", f'<!ENTITY b0 "bang">{levels}')):
        entries = f"<url><loc>https://a.example/&{name};</loc></url><url><loc>https://a.example/2</loc></url>"
        written = f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE u [{declared}]><urlset>{entries}</urlset>'
        found, issues = read(written)
        assert [one.address for one in found] == ["https://a.example/2"]
        assert ("no-address", False) in issues


@pytest.mark.parametrize(
    "content", ["<urlset>" + "<a>" * 100_000, "<urlset><url>" + "<loc>" * 100_000, "<urlset " + "a='b' " * 50_000]
)
def test_depth_is_bounded(content: str) -> None:
    assert read(content) == ([], [("damaged", True)])


def test_an_entry_of_endless_elements_ends_the_sitemap() -> None:
    found, issues = read(urls(2).replace("</urlset>", f"<url>{'<a/>' * 50_000}</url></urlset>"))
    assert [one.address for one in found] == ["https://a.example/0", "https://a.example/1"]
    assert issues == [("damaged", False)]


def test_foreign_elements_between_entries_are_let_go() -> None:
    content = ("<urlset>" + ("<a>x<b/></a>" * 1000 + "<url><loc>https://a.example/1</loc></url>") * 20 + "</urlset>").encode()
    nodes = sitemaps._nodes(content, sitemaps._Flaw())
    assert [len(list(node.itersiblings(preceding=True))) for node in nodes] == [1] * 20
    assert read(content) == ([Item("https://a.example/1")] * 20, [])


def test_bounds_on_bytes_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 5)
    found, issues = read(urls(9))
    assert (len(found), issues) == (5, [("too-many-items", False)])
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", 1000)
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 5000)
    found, issues = read(gzip.compress(urls(1000).encode()))
    assert 0 < len(found) < 30
    assert issues == [("too-large", False), ("damaged", False)]


def test_a_bomb_of_gzip_is_unpacked_to_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", 100_000)
    bomb = gzip.compress(b"<urlset>" + b" " * 20_000_000)
    content, cut = sitemaps._unpacked(bomb)
    assert len(content) == 100_000
    assert cut is not None
