"""From bytes to clean lines: encodings, control characters, positions."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.model import Article, Issue, Page
from enligt.sources import articles
from enligt.sources.decoding import Decoded, decode, kind_of
from enligt.sources.lines import clean_lines

TEXT = (
    "Sveriges regering säger nej\n\nRegeringen i Stockholm avvisar förslaget från Moskva, säger utrikesministern på lördagen.\n"
)
DANISH = "Regeringen siger, at øen Fyn får besøg af en minister på søndag, og at Ærø også gør."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"])
def test_encodings_are_told(encoding: str) -> None:
    decoded = decode(Page("p", TEXT.encode(encoding)))
    assert isinstance(decoded, Decoded)
    assert decoded.text.removeprefix("\ufeff") == TEXT
    assert not any(one.fatal for one in decoded.issues)


def test_a_guess_is_told() -> None:
    decoded = decode(Page("p", DANISH.encode("cp1252")))
    assert isinstance(decoded, Decoded)
    assert (decoded.text, [one.code for one in decoded.issues]) == (DANISH, ["encoding-guessed"])


def test_broken_utf8_stays_utf8() -> None:
    decoded = decode(Page("p", TEXT.encode().replace(b"regering ", b"regering\xff ")))
    assert isinstance(decoded, Decoded)
    assert decoded.encoding == "utf-8"
    assert decoded.text == TEXT.replace("regering ", "regering\ufffd ")
    assert [(one.code, one.fatal) for one in decoded.issues] == [("invalid-bytes", False)]


def test_declared_charset_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Läget är allvarligt – på riktigt.</p></body></html>'
    decoded = decode(Page("p", page.encode("cp1252")))
    assert isinstance(decoded, Decoded)
    assert decoded.text == page
    assert decode(Page("p", TEXT.encode("cp865"), media_type="text/plain; charset=cp865")) == Decoded(TEXT, "text", "cp865")


@pytest.mark.parametrize(
    ("said", "true"),
    [
        *((said, "cp1252") for said in ("utf-8", "utf-16", "cp1251", "iso-8859-2", "mac_roman", "shift_jis", "big5")),
        ("iso-8859-1", "mac_roman"),
        ("iso-8859-1", "cp865"),
    ],
)
def test_a_charset_that_lies_is_told_and_the_letters_are_right(said: str, true: str) -> None:
    page = f'<html><head><meta charset="{said}"></head><body><p>{DANISH}</p></body></html>'
    for one in (Page("p", page.encode(true)), Page("p", DANISH.encode(true), f"text/plain; charset={said}")):
        decoded = decode(one)
        assert isinstance(decoded, Decoded)
        assert (DANISH in decoded.text, decoded.encoding) == (True, true)
        assert [issue.code for issue in decoded.issues] == ["encoding-guessed"]
        assert "declared as" in decoded.issues[0].message


def test_utf8_that_was_cut_and_declared_as_latin_1_is_utf8() -> None:
    decoded = decode(Page("p", DANISH.encode()[:-1] + b"\xc3", "text/plain; charset=iso-8859-1"))
    assert isinstance(decoded, Decoded)
    assert (decoded.encoding, decoded.text) == ("utf-8", DANISH[:-1] + "\ufffd")


@pytest.mark.parametrize("name", ["cp1251", "iso8859-2", "iso8859-7"])
def test_a_charset_of_another_language_is_believed(name: str) -> None:
    text = {"cp1251": "Министр сказал, что нет", "iso8859-2": "Řekl, že žádné jednání nebylo", "iso8859-7": "Ο υπουργός"}[name]
    decoded = decode(Page("p", text.encode(name), f"text/plain; charset={name}"))
    assert decoded == Decoded(text, "text", name)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b" \r\n\t", "empty"),
        (b"%PDF-1.7 text", "binary"),
        (b"PK\x03\x04rest", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"<!DOCTYPE html><html><p>x", "html"),
        (b"\xef\xbb\xbf  <html>", "html"),
        (b"a < b and <b>bold</b>", "text"),
        (b'<?xml version="1.0"?><rss></rss>', "unsupported-type"),
        (b'{"a": [1]}', "unsupported-type"),
        (b"[Stockholm] En text.", "text"),
        (b"one\x00null in a text of some length", "text"),
    ],
)
def test_kind_is_told_by_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_junk_is_taken_out_of_the_text() -> None:
    raw = "\ufeffStat\u00adsministern\u200b sade\u00a0 \u202enej\u202c till\tde\x00t.\x07\x1b\r\n\r\n\u2022  Punkt\u2028Slut"
    assert [(line.text, line.gap) for line in clean_lines(raw)] == [
        ("Statsministern sade nej till det.", 0),
        ("Punkt", 1),
        ("Slut", 0),
    ]


def test_decomposed_letters_are_composed() -> None:
    (line,) = clean_lines(unicodedata.normalize("NFD", "Åsa från Ærø är här"))
    assert line.text == "Åsa från Ærø är här"


@settings(deadline=None)  # the first call loads the models
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_pieces_quote_the_page(raw: str) -> None:
    for line in clean_lines(raw):
        assert line.text == line.text.strip() != ""
        assert not set(line.text) & set("\n\r\t\x00\u00ad\u200b\u202e")
        for piece in line.pieces:
            assert raw[piece.origin : piece.origin + piece.length] == line.text[piece.start : piece.start + piece.length]


@settings(deadline=None)  # the first call loads the models
@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = [line.text for line in clean_lines(raw)]
    assert [line.text for line in clean_lines("\n".join(once))] == once


WORDS = [
    "Annons", "Läs mer:", "2024-03-01", "Foto: N.N.", "Putin besöker Kina igen", "– Nej, säger han.", "Av Ola Normann", "<p>",
    "***", "og",
    "Regeringen säger att avtalet är klart.", "Les også", "Oppdatert", "Mest läst", "\x00", "é\u0301", "Så arbetar vi",
    "Text: A B", "",
]  # fmt: skip
lines = st.lists(st.sampled_from(WORDS) | st.text(max_size=40), max_size=30).map("\n".join)


@settings(deadline=None)  # the first call loads the models
@given(st.binary(max_size=400) | lines.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_nothing_raises_and_segments_are_true(content: bytes) -> None:
    page = Page("p", content)
    found = list(articles(page, language="sv"))
    assert found == list(articles(page, language="sv"))
    assert any(isinstance(one, Article) or one.fatal for one in found)
    decoded = decode(page)
    for article in (one for one in found if isinstance(one, Article)):
        assert isinstance(decoded, Decoded)
        assert article.text.strip() == article.text != ""
        assert article.headline is None or article.text.startswith(article.headline)
        for one in article.segments:
            assert 0 <= one.start < one.end <= len(article.text)
            if one.page_start is not None:
                assert decoded.text[one.page_start : one.page_start + one.end - one.start] == article.text[one.start : one.end]


@settings(deadline=None)  # the first call loads the models
@given(lines)
def test_html_never_raises(body: str) -> None:
    found = list(articles(Page("p", f"<html><body><h1>x</h1><p>{body}".encode("utf-8", "replace")), language="nb"))
    assert any(isinstance(one, Article) or one.fatal for one in found)


def test_hostile_markup_is_an_issue_or_an_article() -> None:
    sentence = "Regeringen sier at avtalen er klar, og at den skal undertegnes i Oslo på mandag. "
    pages = [
        "<html><body>" + "<div>" * 20_000 + sentence,
        "<html><body><p>" + "<b>" * 20_000 + sentence,
        "<!DOCTYPE html [" + '<!ENTITY a "aaaaaaaaaa">' + '<!ENTITY b "&a;&a;&a;&a;">' + "]><html><p>&b;" + sentence * 3,
        "<html><script type='application/ld+json'>" + "[" * 50_000 + "</script><p>" + sentence * 3,
    ]
    for page in pages:
        found = list(articles(Page("p", page.encode())))
        assert any(isinstance(one, Article | Issue) for one in found)
        assert "aaaaaaaaaaaaaaaaaaaa" not in "".join(one.text for one in found if isinstance(one, Article))
