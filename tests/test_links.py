"""The hyperlinks of an article's text: each range holds the link's words, each address is whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.model import Link, Page
from enligt.sources.links import MOST, links_of
from enligt.sources.urls import absolute, same_page, site_of
from html_pages import TITLE, A, B, C, one, page
from word_reader import WordReader

if TYPE_CHECKING:
    from pathlib import Path

HERE = "https://kusten.example/a/1"
D = "Beslutet gäller handeln med länderna på andra sidan havet, skriver departementet."


def told(text: str, *, location: str = HERE) -> list[tuple[str, str]]:
    article = one(text, location=location)
    return [(article.text[link.start : link.end], link.address) for link in article.links]


def test_links_stand_where_their_words_stand() -> None:
    body = (
        f'<nav><a href="/hem">Hem till startsidan</a></nav><h1>{TITLE}</h1>'
        f"<p>{A.replace('två fartyg', '<a href=/fartyg?x=1&y=2><b>två</b>  fartyg</a>')}</p>"
        f"<p>{B.replace('en kabel', '<a href=https://annan.example/kabel#del>en kabel</a>')}</p>"
        f"<p>{C.replace('ambassaden', '<a href=mailto:x@y.example>ambassaden</a>')}</p>"
        f"<p>{D.replace('handeln', '<a href=#not>handeln</a>')}</p>"
    )
    assert told(page(body=body)) == [
        ("två fartyg", "https://kusten.example/fartyg?x=1&y=2"),
        ("en kabel", "https://annan.example/kabel"),
    ]


def test_the_base_of_a_page_and_the_lack_of_one() -> None:
    body = f"<h1>{TITLE}</h1><p>{A.replace('två fartyg', '<a href=fartyg>två fartyg</a>')}</p><p>{B}</p><p>{C}</p>"
    assert told(page(body=body)) == [("två fartyg", "https://kusten.example/a/fartyg")]
    assert told(page(head='<base href="https://www.kusten.example/rot/">', body=body)) == [
        ("två fartyg", "https://www.kusten.example/rot/fartyg")
    ]
    assert told(page(body=body), location="page.html") == []


def test_a_link_of_a_teaser_with_the_same_words_is_not_the_texts() -> None:
    body = f'<h1><a href="{HERE}">{TITLE}</a></h1><p>{A}</p><p>{B}</p><p>{C}</p><div><a href="/b">Läs mer: {B[:40]}</a></div>'
    assert told(page(body=body)) == []


def test_a_paragraph_left_out_as_a_repetition_gives_the_first_none_of_its_links() -> None:
    same = "Försvarsministern vill inte säga mer om saken i dag."
    body = f"<h1>{TITLE}</h1><p>{A}</p><p>{same}</p><p>{B}</p><p>{same.replace('saken', '<a href=/s>saken</a>')}</p><p>{C}</p>"
    article = one(page(body=body), location=HERE)
    assert article.text.count(same) == 1
    assert article.links == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se https://kusten.example/a/2.", ["https://kusten.example/a/2"]),
        ("(www.kusten.example/b_(c))", ["https://www.kusten.example/b_(c)"]),
        ("Läs på https://kusten.example/?q=å, och sov", ["https://kusten.example/?q=å"]),
        ("mejla x@www.kusten.example", []),
        ("https://", []),
        ("http://[::1", []),
        ("ftp://kusten.example/a", []),
    ],
)
def test_addresses_that_stand_bare(text: str, found: list[str]) -> None:
    links = links_of(text)
    assert [link.address for link in links] == found
    for link in links:
        assert text[link.start : link.end] in link.address


def test_plain_text_has_links_too() -> None:
    article = one("\n\n".join([TITLE, A, f"{B} Mer finns på www.kusten.example/kabel.", C]), location="page.txt")
    (link,) = article.links
    assert (article.text[link.start : link.end], link.address) == ("www.kusten.example/kabel", "https://www.kusten.example/kabel")


def test_links_are_no_part_of_the_id() -> None:
    body = f"<h1>{TITLE}</h1><p>{A}</p><p>{B}</p><p>{C}</p>"
    plain = one(page(body=body), location=HERE)
    linked = one(page(body=body.replace("Karlskrona", "<a href=/k>Karlskrona</a>")), location=HERE)
    assert linked.links
    assert not plain.links
    assert linked.article_id == plain.article_id


def test_their_number_and_length_are_bounded() -> None:
    text = " ".join(f"https://kusten.example/{n}" for n in range(MOST + 50))
    assert len(links_of(text)) == MOST
    assert links_of(f"https://kusten.example/{'a' * 5_000}") == ()
    many = "".join(f"Skärgården väntar på <a href=/{n}>besked{n}</a> från myndigheten om båtarna. " for n in range(MOST + 50))
    article = one(page(body=f"<h1>{TITLE}</h1><p>{A}</p><p>{many}</p><p>{C}</p>"), location=HERE)
    assert len(article.links) == MOST
    assert article.links[7] == Link(article.links[7].start, article.links[7].start + 7, "https://kusten.example/7")


WORDS = st.lists(st.text(alphabet="abcåäö \u00ad\u0301<&", min_size=1, max_size=12), min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 5))
def test_a_range_is_always_in_the_text_and_in_order(body: list[list[str]], nth: int) -> None:
    def paragraph(words: list[str]) -> str:
        escaped = [word.replace("&", "&amp;").replace("<", "&lt;") for word in words]
        return " ".join(f'<a href="/{at}">{word}</a>' if at == nth else word for at, word in enumerate(escaped))

    text = page(body=f"<h1>{TITLE}</h1><p>{A}</p>{''.join(f'<p>{paragraph(words)} {B}</p>' for words in body)}<p>{C}</p>")
    article = one(text, location=HERE)
    end = 0
    for link in article.links:
        assert end <= link.start < link.end <= len(article.text)
        assert article.text[link.start : link.end].strip() == article.text[link.start : link.end]
        end = link.end


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("../x", "https://kusten.example/x"),
        ("//annan.example/y", "https://annan.example/y"),
        (" \nhttps://kusten.example/a b ", "https://kusten.example/a%20b"),
        ("https://kusten.example:99999999/", None),
        ("data:text/html,x", None),
        ("", None),
    ],
)
def test_an_address_is_made_whole(said: str, whole: str | None) -> None:
    assert absolute(said, base=HERE) == whole


def test_sites_and_pages_are_told_apart() -> None:
    assert site_of("https://news.kusten.co.uk/a") == "kusten.co.uk"
    assert site_of("https://nyheter.kusten.example/a") == site_of("http://kusten.example")
    assert site_of("http://192.0.2.7/a") == "192.0.2.7"
    assert same_page("http://www.kusten.example/a/?utm_source=x", "https://kusten.example/a")
    assert not same_page("https://kusten.example/a?id=1", "https://kusten.example/a?id=2")
    assert not same_page(None, None)


def test_the_ledger_gives_them_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from enligt.cli import main  # noqa: PLC0415 - of this test alone
    from enligt.ledger import open_view, open_writer  # noqa: PLC0415 - of this test alone
    from enligt.run import recording  # noqa: PLC0415 - of this test alone

    ledger = tmp_path / "l.db"
    text = page(body=f"<h1>{TITLE}</h1><p>{A}</p><p>{B.replace('en kabel', '<a href=/kabel>en kabel</a>')}</p><p>{C}</p>")
    article = one(text, location=HERE)
    with open_writer(ledger) as writer:
        list(recording.add([Page(HERE, text.encode())], writer=writer, reader=WordReader()))
    with open_view(ledger) as view:
        assert [shown.links for shown in view.articles()] == [article.links]
        assert view.article(article.article_id) == article
    assert main(["articles", "--ledger", str(ledger), "--format", "jsonl"]) == 0
    (link,) = json.loads(capfd.readouterr().out)["links"]
    assert link == {
        "start": article.text.index("en kabel"),
        "end": article.text.index("en kabel") + len("en kabel"),
        "text": "en kabel",
        "address": "https://kusten.example/kabel",
    }
    assert main(["show", article.article_id, "--ledger", str(ledger)]) == 0
    assert "https://kusten.example/kabel" in capfd.readouterr().out
