"""Feeds of every form, whole, broken and hostile, to items; and the moments that they tell."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.model import Page
from enligt.sources import feeds
from enligt.sources.addresses import web_address
from enligt.sources.feeditems import MOST_ITEMS, Feed, whole_text
from enligt.sources.feeds import is_feed, read_feed
from enligt.sources.moments import Moment, moment_of
from feed_samples import DANISH, ENGLISH, NEWS_SITEMAP, NORWEGIAN, SWEDISH, feed, page


def codes(read: Feed) -> list[tuple[str, bool]]:
    return [(issue.code, issue.fatal) for issue in read.issues]


def rss(items: str, *, head: str = "", attributes: str = "") -> str:
    return f'{head}<rss version="2.0" {attributes}><channel><title>Bladet</title>{items}</channel></rss>'


# --- what is a feed


@pytest.mark.parametrize("sample", [SWEDISH, NORWEGIAN, DANISH, ENGLISH, feed("a"), "\ufeff" + SWEDISH, "\n\n" + feed("a")])
def test_a_feed_is_known_by_its_content(sample: str) -> None:
    assert is_feed(sample.encode())
    assert is_feed(sample.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "sample",
    [
        "",
        "<html><head><title>rss</title></head><body><feed>x</feed></body></html>",
        NEWS_SITEMAP,
        "An <rss> element is the outermost of a feed.",
        '{"version": "2.0", "items": []}',
        "<feed><sheep/></feed>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF>',
        "<!-- <rss> --><svg/>",
        "<!DOCTYPE rss",
    ],
)
def test_what_is_no_feed(sample: str) -> None:
    assert not is_feed(sample.encode())


def test_a_media_type_helps_only_where_the_content_leaves_a_doubt() -> None:
    warned = b"Warning: something in line 3\n" + feed("a").encode()
    assert not is_feed(warned)
    assert is_feed(warned, "application/rss+xml")
    assert len(read_feed(page(warned, media_type="application/rss+xml")).items) == 1
    assert not is_feed(b"<html><body>a page</body></html>", "application/rss+xml")
    assert is_feed(b"<feed><entry/></feed>", "application/atom+xml")
    assert is_feed(SWEDISH.encode("utf-16"))


# --- the forms


def test_swedish_rss() -> None:
    read = read_feed(page(SWEDISH))
    assert (read.title, read.address, read.issues) == ("Skärgårdsbladet", "https://skargardsbladet.example/rss", ())
    first, second = read.items
    assert first.address == "https://skargardsbladet.example/farjan?a=1&b=2"
    assert first.title == "Färjan står still i tre dagar & vägarna fylls"
    assert first.published == Moment("2026-02-05T23:30:00Z", "2026-02-06")
    assert (first.author, first.source) == ("Maja Söderholm", None)
    assert first.text is not None
    assert first.text.split("\n\n")[0].startswith("Färjan till öarna")
    assert first.text.endswith("sedan den lagades i höstas.")  # neither the link to the page nor the plugin's line
    assert second.address == "https://skargardsbladet.example/bron"
    assert second.published == Moment("2026-02-07T08:15:00Z", "2026-02-07")
    assert (second.author, second.source, second.text) == (None, "TT", None)


def test_norwegian_rdf_that_lies_about_its_encoding() -> None:
    (item,) = read_feed(page(NORWEGIAN)).items  # says Latin-1, is UTF-8
    assert item.title == "Kaien på Øvre Sund stenges"
    assert (item.published, item.updated) == (Moment("2026-02-06T07:00:00Z", "2026-02-06"), None)
    assert (item.author, item.source) == ("Kari Nordli", "Havnebladet")


def test_norwegian_rdf_in_latin_1() -> None:
    (item,) = read_feed(page(NORWEGIAN.encode("iso-8859-1"))).items
    assert item.title == "Kaien på Øvre Sund stenges"
    (item,) = read_feed(page(NORWEGIAN.replace("iso-8859-1", "utf-8").encode("iso-8859-1"))).items
    assert item.title == "Kaien på Øvre Sund stenges"


def test_danish_atom() -> None:
    read = read_feed(page(DANISH, "https://sundavisen.example/atom"))
    (item,) = read.items
    assert read.title == "Sundavisen Nyheder"
    assert item.address == "https://sundavisen.example/kraner"
    assert item.published == Moment("2026-02-06T23:40:00Z", "2026-02-06")
    assert item.updated == Moment("2026-02-07T06:00:00Z", "2026-02-07")
    assert (item.author, item.source) == ("Søren Lind, Ane Holm", "Ritzau")


def test_english_json_feed() -> None:
    read = read_feed(page(ENGLISH, "https://harbourtimes.example/feed.json"))
    assert (read.title, read.address, read.issues) == ("The Harbour Times", "https://harbourtimes.example/feed.json", ())
    first, second = read.items
    assert first.published == Moment("2026-02-06T23:00:00Z", "2026-02-06")
    assert first.author == "Jo Marsh"
    assert first.text is not None
    assert len(first.text.split("\n\n")) == 3
    assert (second.address, second.author, second.text) == ("https://harbourtimes.example/2", "The Newsroom", None)


def test_json_feed_1_0_has_one_author() -> None:
    old = {"version": "https://jsonfeed.org/version/1", "author": {"name": "Jo Marsh"}, "items": [{"url": "/a"}, 7, None]}
    (item,) = read_feed(page(json.dumps(old), "https://harbourtimes.example/feed")).items
    assert (item.address, item.author) == ("https://harbourtimes.example/a", "Jo Marsh")


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_old_rss(version: str) -> None:
    old = f'<rss version="{version}"><channel><title>Bladet</title><item><title>A</title><link>https://a.example/1</link></item></channel></rss>'
    (item,) = read_feed(page(old)).items
    assert (item.title, item.address) == ("A", "https://a.example/1")


# --- whose text it is


@pytest.mark.parametrize(
    ("inside", "source", "author"),
    [
        ('<source url="https://kystavisen.example/rss">Kystavisen</source>', "Kystavisen", None),
        ('<source url="https://www.kystavisen.example/rss"></source>', "kystavisen.example", None),
        ("<dc:source>https://kystavisen.example/nyheter/1</dc:source>", "kystavisen.example", None),
        ("<dc:creator>NTB</dc:creator>", "NTB", None),
        ("<dc:creator>Kari Nordli</dc:creator><dc:source>NTB</dc:source>", "NTB", "Kari Nordli"),
        ("<author>desk@bladet.example (Kari Nordli)</author>", None, "Kari Nordli"),
        ("<author>desk@bladet.example</author>", None, None),
    ],
)
def test_the_origin_of_an_item(inside: str, source: str | None, author: str | None) -> None:
    written = rss(f"<item><title>A</title>{inside}</item>", attributes='xmlns:dc="http://purl.org/dc/elements/1.1/"')
    (item,) = read_feed(page(written)).items
    assert (item.source, item.author) == (source, author)


# --- the whole text, or a teaser

LONG = "En mening om havnen som er lang nok til at den fyller en linje i avisen. " * 6


@pytest.mark.parametrize(
    ("told", "meant", "is_whole"),
    [
        (f"<p>{LONG}</p>", True, True),
        (f"<p>{LONG} …</p>", True, False),
        (f"<p>{LONG} [...]</p>", True, False),
        ("<p>Kort.</p>", True, False),
        (f"<p>{LONG}</p>", False, False),
        (f"<p>{LONG}</p><p>{LONG}</p>", False, True),
        (f"{LONG}\n\n{LONG}", False, True),
        ("", True, False),
        (None, True, False),
    ],
)
def test_a_teaser_is_no_text(told: str | None, *, meant: bool, is_whole: bool) -> None:
    assert (whole_text(told, title="En tittel", marked_up=bool(told and "<" in told), meant=meant) is not None) is is_whole


def test_scripts_and_controls_do_not_reach_the_text() -> None:
    text = whole_text(
        f"<script>alert(1)</script><p>{LONG}\u202e</p><style>p {{}}</style>", title=None, marked_up=True, meant=True
    )
    assert text is not None
    assert text.strip() == LONG.strip()


# --- moments


@pytest.mark.parametrize(
    ("told", "utc", "day"),
    [
        ("Fri, 06 Feb 2026 08:30:00 +0100", "2026-02-06T07:30:00Z", "2026-02-06"),
        ("Fri, 06 Feb 2026 08:30:00 GMT", "2026-02-06T08:30:00Z", "2026-02-06"),
        ("06 Feb 26 08:30 EST", "2026-02-06T13:30:00Z", "2026-02-06"),
        ("fre, 6 maj 2026 10:00:00 +0200", "2026-05-06T08:00:00Z", "2026-05-06"),
        ("onsdag, 14 oktober 2026 kl. 10.05 CEST", "2026-10-14T08:05:00Z", "2026-10-14"),
        ("to., 14. mai 2026 10.05 +0200", "2026-05-14T08:05:00Z", "2026-05-14"),
        ("laurdag 5. desember 2026 00:10 CET", "2026-12-04T23:10:00Z", "2026-12-05"),
        ("lør, 05 dec 2026 00:10:00 +0100", "2026-12-04T23:10:00Z", "2026-12-05"),
        ("man, 02 marts 2026 10:00:00 MET", "2026-03-02T09:00:00Z", "2026-03-02"),
        ("2026-02-06T08:30:00.123+01:00", "2026-02-06T07:30:00Z", "2026-02-06"),
        ("2026-02-06 08:30", "2026-02-06T08:30:00Z", "2026-02-06"),
        ("20260206", "2026-02-06", "2026-02-06"),
        ("2026-02", "2026-02", "2026-02"),
        ("February 6, 2026 7:30 PM", "2026-02-06T19:30:00Z", "2026-02-06"),
        ("Fri Feb  6 07:30:00 2026", "2026-02-06T07:30:00Z", "2026-02-06"),
        ("06.02.2026", "2026-02-06", "2026-02-06"),
        ("Fri, 06 Feb 2026 25:30:00 GMT", "2026-02-06", "2026-02-06"),
    ],
)
def test_moments(told: str, utc: str, day: str) -> None:
    assert moment_of(told) == Moment(utc, day)


@pytest.mark.parametrize("told", [None, "", "i går", "2026-13-45", "Fri, 31 Feb 2026 08:00:00 GMT", "6 grader 2026", "9" * 500])
def test_what_tells_no_moment(told: str | None) -> None:
    assert moment_of(told) is None


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=string.digits + " :-./,+TZabcfejmnrFM", max_size=40))
def test_no_text_breaks_the_reading_of_moments(told: str) -> None:
    moment = moment_of(told)
    assert moment is None or moment.utc[:2] in {"18", "19", "20", "21"}


# --- addresses


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("https://a.example/x#y", "https://a.example/x"),
        ("HTTPS://A.example/x", "https://a.example/x"),
        ("https://a.example/åre", "https://a.example/%C3%A5re"),
        ("/x", "https://b.example/x"),
        ("//c.example/x", "https://c.example/x"),
        ("https://user:word@a.example/", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://a.example/a b", None),
        ("https://[::1", None),
        ("https://a.example:99999/", None),
        ("https://a.example/" + "x" * 5000, None),
    ],
)
def test_addresses(told: str, whole: str | None) -> None:
    assert web_address(told, base="https://b.example/feed") == whole


# --- broken


def test_a_feed_that_is_cut_off_gives_what_stands_before() -> None:
    cut = feed("a", "b", "c")
    cut = cut[: cut.index("About c") + 3]
    read = read_feed(page(cut))
    assert [item.title for item in read.items] == ["About a", "About b"]
    assert codes(read) == [("damaged", False)]


def test_a_json_feed_that_is_cut_off_gives_what_stands_before() -> None:
    read = read_feed(page(ENGLISH[: ENGLISH.index("Only a line")]))
    assert [item.title for item in read.items] == ["Storm closes the harbour"]
    assert codes(read) == [("damaged", False)]
    assert codes(read_feed(page('{"version": "https://jsonfeed.org/version/1", "items": [{'))) == [("damaged", True)]


@pytest.mark.parametrize(
    "inside",
    [
        "<title>Tom &nbsp;&amp; Åse &aring; & co</title><link>https://a.example/1</link>",
        "<title>A</title><description>To <b>linjer<br>og <p>tre</description><link>https://a.example/1</link>",
        "<title>A\x00\x08</title><link>https://a.example/1</link>",
    ],
)
def test_what_is_broken_in_a_common_way_is_mended_without_loss(inside: str) -> None:
    read = read_feed(page(rss(f"<item>{inside}</item><item><title>B</title></item>")))
    assert [item.address for item in read.items] == ["https://a.example/1", None]
    assert read.issues == ()


def test_prefixes_that_nobody_declared() -> None:
    (item,) = read_feed(page(rss("<item><title>A</title><dc:creator>Kari Nordli</dc:creator><media:x>1</media:x></item>"))).items
    assert item.author == "Kari Nordli"


@pytest.mark.parametrize(
    "content",
    [b"<rss>", b"<rss", b"<rss version='2.0'/>", b"<rss><channel/></rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'>"],
)
def test_feeds_without_items(content: bytes) -> None:
    assert read_feed(page(content)).items == ()


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([SWEDISH, NORWEGIAN, DANISH, ENGLISH])).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    is_feed(bytes(content))
    for item in read_feed(Page("https://a.example/feed", bytes(content))).items:
        assert item.address is None or web_address(item.address) == item.address


# --- hostile


def test_entity_bombs_do_not_go_off() -> None:
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY b0 "bang">{levels}]>'
    (item,) = read_feed(page(rss("<item><title>A &b29;</title></item>", head=bomb))).items
    assert item.title == "A &b29;"


def test_external_entities_are_not_read(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path as the feed writes it
        file.write("the secret")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % y SYSTEM "file://{secret}"> %y;]>'
    read = read_feed(page(rss("<item><title>A &x;</title></item>", head=outside)))
    assert [item.title for item in read.items] == ["A &x;"]


def test_a_feed_is_never_taken_for_a_files_name(tmp_path: object) -> None:
    path = f"{tmp_path}/feed.xml"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - as above
        file.write(feed("a"))
    assert read_feed(page(path)).items == ()


@pytest.mark.parametrize(
    "content",
    [
        "<rss><channel><item><title>A</title>" + "<a>" * 100_000,
        "<rss><channel><item><title>A</title></item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title></entry><entry><content type='xhtml'>"
        + "<div>" * 100_000,
        "<rss><channel><item><title>A</title></item>" + "<" * 200_000,
        "<rss><channel><item><title>A</title></item>" + "<!--" * 100_000,
        "<rss><channel><item><title>A</title></item>" + "<![CDATA[" * 50_000,
        "<rss><channel><item><title>A</title></item>" + "<description>" * 50_000,
        "<rss><channel><item><title>A</title></item>" + "\n" * 500_000 + "<!DOCTYPE",
        '{"version": "https://jsonfeed.org/version/1", "items": [' + "[" * 200_000,
    ],
    ids=["open", "deep", "xhtml", "angles", "comments", "cdata", "descriptions", "lines", "json"],
)
def test_nothing_makes_the_reading_of_a_feed_long_or_deep(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "TIME_LIMIT", 300.0)
    read = read_feed(page(content))
    assert "too-slow" not in [issue.code for issue in read.issues]
    assert [issue.code for issue in read.issues] == ["damaged"]


def test_a_feed_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "TIME_LIMIT", 0.0)
    assert ("too-slow", True) in codes(read_feed(page(feed(*(str(n) for n in range(2000))))))


def test_bounds_on_bytes_and_items(monkeypatch: pytest.MonkeyPatch) -> None:
    many = feed(*(str(n) for n in range(30)))
    monkeypatch.setattr(feeds, "MOST_ITEMS", 10)
    read = read_feed(page(many))
    assert (len(read.items), codes(read)) == (10, [("too-many-items", False)])
    monkeypatch.setattr(feeds, "MOST_ITEMS", MOST_ITEMS)
    monkeypatch.setattr(feeds, "LARGEST_FEED", len(many) // 2)
    read = read_feed(page(many))
    assert 10 <= len(read.items) <= 15
    assert codes(read) == [("too-large", False), ("damaged", False)] or codes(read) == [("too-large", False)]
