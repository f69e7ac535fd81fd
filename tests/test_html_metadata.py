"""What a page's markup says of it: dates in many forms, whom it names, which address is its own; and what disagrees."""

from __future__ import annotations

import json

import pytest

from enligt.sources.dating import Told, agree, in_address, told, weighed
from enligt.sources.linked import values_in
from html_pages import BODY, TITLE, codes, one, page, paragraphs, read


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-01-09", "2024-01-09"),
        ("2024-1-9", "2024-01-09"),
        ("2024/01/09", "2024-01-09"),
        ("2024.01.09 10:00", "2024-01-09"),
        ("20240109", "2024-01-09"),
        ("20240109T1000Z", "2024-01-09"),
        ("2024-01-09T10:00:00.000+0100", "2024-01-09"),
        ("2024-01-09 10:00:00 UTC", "2024-01-09"),
        ("Tue, 09 Jan 2024 10:00:00 +0100", "2024-01-09"),
        ("1704790800", "2024-01-09"),
        ("1704790800000", "2024-01-09"),
        ("9 januari 2024 kl. 10.05", "2024-01-09"),
        ("9. januar 2024", "2024-01-09"),
        ("January 9, 2024", "2024-01-09"),
        ("2024-01", "2024-01"),
        ("2024", "2024"),
        ("1970-01-01T00:00:00Z", None),
        ("2024-13-41", None),
        ("0001-01-01T00:00:00", None),
        ("Tue, 09 Jan 99999999999999999999 10:00:00 GMT", None),
        ("Tue, 09 Jan 2024 10:00:00 +99999999999999999999", None),
        ("i går", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_many_forms(value: str, day: str | None) -> None:
    found = told(value, "metadata")
    assert (found.day if found is not None else None) == day


@pytest.mark.parametrize(
    ("one_of", "other", "same"),
    [
        ("2024-01-09T23:30:00+01:00", "2024-01-09T22:30:00Z", True),
        ("2024-01-09T23:30:00Z", "2024-01-10", True),  # half past midnight in Stockholm
        ("2024-01-09T10:00:00Z", "2024-01-10", False),
        ("2024-01-09T23:30:00+01:00", "2024-01-10", False),
        ("2024-01", "2024-01-09", True),
        ("2024-02", "2024-01-09", False),
        ("2024-01-09T23:55:00+01:00", "2024-01-10T00:05:00+01:00", True),  # saved before midnight, shown after it
    ],
)
def test_two_dates_agree_or_not(one_of: str, other: str, *, same: bool) -> None:
    first, second = told(one_of, "metadata"), told(other, "visible text")
    assert first is not None
    assert second is not None
    assert agree(first, second) is same
    assert agree(second, first) is same


def test_the_day_is_the_pages_own() -> None:
    utc, shown = told("2024-01-09T23:30:00Z", "metadata"), told("10 januari 2024", "visible text")
    assert weighed([utc, shown]) == ("2024-01-10", ())
    assert weighed([utc]) == ("2024-01-09", ())
    month = Told("metadata", "2024-01")
    assert weighed([month, shown]) == ("2024-01-10", ())
    assert weighed([None]) == (None, ())


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://kusten.example/2024/01/09/fartyg", "2024-01-09"),
        ("https://kusten.example/a-20240109-7", "2024-01-09"),
        ("https://kusten.example/2024/13/09/fartyg", None),
        ("https://kusten.example/a/120240109", None),
        (None, None),
    ],
)
def test_a_date_in_an_address(url: str | None, day: str | None) -> None:
    found = in_address(url)
    assert (found.day if found is not None else None) == day


META = '<meta property="article:published_time" content="{}">'


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE, **fields})}</script>'


def test_the_most_trusted_place_gives_the_date_and_the_rest_is_told() -> None:
    head = META.format("2024-01-09") + linked(datePublished="2024-01-07")
    body = f'<h1>{TITLE}</h1><p>Publicerad <time datetime="2024-01-06">6 jan</time></p>{paragraphs()}'
    (article,), issues = read(page(head=head, body=body), location="https://kusten.example/2024/01/05/a")
    assert article.published == "2024-01-09"
    (issue,) = issues
    assert (issue.code, issue.fatal) == ("date-disagrees", False)
    for said in ("2024-01-09", "2024-01-07 (JSON-LD)", "2024-01-06 (visible text)", "2024-01-05 (address)", "--published"):
        assert said in issue.message
    assert one(page(head=linked(datePublished="2024-01-07"), body=body)).published == "2024-01-07"
    assert one(page(body=body)).published == "2024-01-06"
    assert one(page(), location="https://kusten.example/2024/01/05/a").published == "2024-01-05"


def test_dates_that_agree_give_no_issue() -> None:
    head = META.format("2024-01-09T22:30:00Z") + linked(datePublished="2024-01-09T23:30:00+01:00")
    assert codes(page(head=head), location="https://kusten.example/2024/01/09/a") == []


def test_an_update_before_publication_is_none() -> None:
    head = META.format("2024-01-09") + '<meta property="article:modified_time" content="2024-01-02">'
    (article,), issues = read(page(head=head))
    assert (article.published, article.updated) == ("2024-01-09", None)
    assert [issue.code for issue in issues] == ["date-disagrees"]


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "T", "datePublished": "2024-01-09"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "T", "datePublished": "2024-01-09",}\n//]]>',
        '{"@type": "WebSite"}{"@type": ["Article", "NewsArticle"], "headline": "T", "datePublished": "2024-01-09"};',
        '[[{"@graph": [{"@type": "WebPage"}, {"@type": "Report", "headline": "T", "datePublished": "2024-01-09"}]}]]',
        '{"@type": "NewsArticle", "headline": "Han sade "nej" igen", "datePublished": "2024-01-09"}',
        '{"@type": "http://schema.org/NewsArticle", "headline": "T\nX", "datePublished": ["2024-01-09"]}',
    ],
)
def test_json_ld_is_read_as_it_comes(script: str) -> None:
    assert one(page(head=f'<script type="application/ld+json">{script}</script>')).published == "2024-01-09"


@pytest.mark.parametrize(
    "script", ["[" * 100_000, '{"a":' * 50_000, "{broken", '"text"', "null", "\x00", '{"@type": 7, "author": 8}']
)
def test_json_ld_of_any_kind_does_no_harm(script: str) -> None:
    assert one(page(head=f'<script type="application/ld+json">{script}</script>')).text.startswith(TITLE)


def test_broken_json_is_given_up_and_whole_values_before_it_are_not_half_read() -> None:
    assert list(values_in('{"a": 1}, {"b": 2}')) == [{"a": 1}, {"b": 2}]
    assert list(values_in('{"a": 1}, {"b"')) == []


def test_long_gaps_in_json_are_passed_over() -> None:
    gap = " " * 500_000
    assert list(values_in(f'{gap}{{"a":{gap}1}}{gap}{{"b": 2}}{gap}')) == [{"a": 1}, {"b": 2}]
    assert list(values_in(f'\n/*{gap}<![CDATA[ */{{"a": 1}}/*{gap}]]>{gap}*/\n')) == [{"a": 1}]
    assert list(values_in(' <!--{"a": 1}\n ]]> ')) == [{"a": 1}]


def test_of_several_articles_in_json_ld_the_pages_own_is_taken() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Katten kom hem",
        "datePublished": "2023-05-05",
        "url": "https://kusten.example/b",
    }
    own = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-01-09", "url": "https://kusten.example/a",
           "author": {"@id": "#siv"}}  # fmt: skip
    graph = [
        {"@type": "ItemList", "itemListElement": [other]},
        other,
        own,
        {"@id": "#siv", "@type": "Person", "name": "Siv Sand"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    article = one(page(head=head), location="https://kusten.example/a")
    assert (article.published, article.byline) == ("2024-01-09", "Siv Sand")
    listed = f'<script type="application/ld+json">{json.dumps({"@type": "ItemList", "itemListElement": [other]})}</script>'
    assert one(page(head=listed)).published is None


def test_authors_of_several_places() -> None:
    named = '<meta name="author" content="Nils Normann">'
    assert (
        one(page(head=named + linked(author=[{"name": "Nils Normann"}, {"name": "Siv Sand"}]))).byline == "Nils Normann, Siv Sand"
    )
    head = named + linked(author={"name": "Siv Sand"})
    assert one(page(head=head)).byline == "Nils Normann"
    (issue,) = [one for one in read(page(head=head))[1] if one.code == "byline-disagrees"]
    assert "Siv Sand" in issue.message
    assert not issue.fatal
    assert one(page(head='<meta name="author" content="admin">' + linked(author="https://kusten.example/siv"))).byline is None
    shown = f'<h1>{TITLE}</h1><div class="article-byline">Av Siv Sand</div>{paragraphs()}'
    assert one(page(body=shown)).byline == "Siv Sand"


CANONICAL = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("location", "head", "url"),
    [
        (
            "https://kusten.example/a?utm_source=x",
            CANONICAL.format("https://www.kusten.example/a"),
            "https://www.kusten.example/a",
        ),
        ("https://kusten.example/a", CANONICAL.format("/b"), "https://kusten.example/b"),
        ("https://kusten.example/a", CANONICAL.format("https://kusten.example/"), "https://kusten.example/a"),
        ("https://kusten.example/a", CANONICAL.format("https://annan.example/a"), "https://kusten.example/a"),
        ("https://kusten.example/a", CANONICAL.format("javascript:alert(1)"), "https://kusten.example/a"),
        (
            "https://kusten.example/a",
            '<meta property="og:url" content="https://m.kusten.example/a1">',
            "https://m.kusten.example/a1",
        ),
        ("https://web.archive.org/web/20240109101010/https://kusten.example/a", "", "https://kusten.example/a"),
        (
            "https://kusten-example.cdn.ampproject.org/c/s/kusten.example/a",
            CANONICAL.format("https://kusten.example/a"),
            "https://kusten.example/a",
        ),
        ("page.html", CANONICAL.format("https://kusten.example/a"), "https://kusten.example/a"),
        ("page.html", CANONICAL.format("/a"), None),
        (
            "page.html",
            CANONICAL.format("https://annan.example/a") + '<meta property="og:url" content="https://kusten.example/a">',
            "https://kusten.example/a",
        ),
    ],
)
def test_the_address_of_a_page(location: str, head: str, url: str | None) -> None:
    assert one(page(head=head), location=location).url == url


def test_an_original_on_another_site_is_told() -> None:
    head = CANONICAL.format("https://annan.example/a")
    (issue,) = [one for one in read(page(head=head), location="https://kusten.example/a")[1] if one.code == "canonical-elsewhere"]
    assert "https://annan.example/a" in issue.message
    assert not issue.fatal
    assert "canonical-elsewhere" not in codes(
        page(head=head.replace("annan", "nyheter.kusten")), location="https://kusten.example/a"
    )


def test_the_outlet_by_its_most_trusted_place() -> None:
    head = '<meta property="og:site_name" content="Kusten">' + linked(publisher={"name": "Kusten Media AB"})
    assert one(page(head=head)).outlet == "Kusten"
    assert one(page(head=linked(publisher={"name": "Kusten Media"}))).outlet == "Kusten Media"


@pytest.mark.parametrize(
    ("title", "outlet"),
    [("Utrikes | Kusten", "Kusten"), ("Utrikes – Rysk attack mot Kiev", None), ("Utrikes | Sport | Kusten", None)],
)
def test_the_outlet_behind_a_sections_name_in_the_title(title: str, outlet: str | None) -> None:
    """The title of a page of several stories names none of them."""
    texts = "".join(f"<p>{text}</p>" for text in BODY)
    stories = "".join(
        f"<article><h2>{name}</h2><time datetime='2026-02-0{n}'>{n} feb 2026</time>{texts}</article>"
        for n, name in enumerate(("En första rubrik om hamnen", "En andra rubrik om färjan"), start=1)
    )
    raw = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><main>{stories}</main></body></html>"
    assert [found.outlet for found in read(raw)[0]] == [outlet] * 2


def test_what_is_hidden_in_json_is_found() -> None:
    held = {"props": {"story": {"title": TITLE, "body": [{"type": "paragraph", "text": one} for one in BODY]}}}
    state = f'<div id="app"></div><script type="application/json">{json.dumps(held)}</script>'
    assert one(page(body=state)).text == "\n\n".join([TITLE, *BODY])
    other = state.replace(TITLE, "En annan rubrik")
    assert codes(page(body=other)) == ["too-short"]
