"""PDF, DOCX, saved pages and mail to articles: what they say of themselves, in reading order, and what cannot be read."""

from __future__ import annotations

import io
import sys
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from enligt.model import Article, Issue, Page
from enligt.sources import articles
from enligt.sources.documents import kind_of
from enligt.sources.documents.docx import _opened
from enligt.sources.documents.hyphens import joined
from enligt.sources.documents.layout import Piece, paragraphs
from enligt.sources.limits import USUAL, Limits
from enligt.sources.lines import Line
from export_samples import as_docx
from pdf_builder import Word, column, pdf, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "Ministers agree to reopen the border crossing"
LEAD = "The two governments agreed on Wednesday to reopen the crossing at the bridge after four years."
MORE = "Lorries will be let through from July. A spokesman said that the customs officers had still to be hired."
LAST = "The mayor of the town on the other bank called the decision late, but welcome, and asked for a new road."
HTML = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p></body></html>"


def read(content: bytes, name: str = "page", limits: Limits | None = None) -> tuple[list[Article], list[Issue]]:
    page = Page(name, content)
    found = list(articles(page, limits=limits))
    all_ = [one for one in found if isinstance(one, Article)]
    assert all(one.document == name and one.page == page.sha256 for one in all_)
    assert all(one.text[part.start : part.end] and part.page_start is None for one in all_ for part in one.segments)
    return all_, [one for one in found if isinstance(one, Issue)]


# ---- PDF


def sheet_of(number: int, *, title: str | None, left: Sequence[str], right: Sequence[str]) -> list[Word]:
    words = [Word("The Skerry - June 10, 2021", 40, 810, 8), Word(f"Page {number}", 500, 810, 8)]
    words += [Word(title, 40, 760, 22)] if title else []
    for one, other in zip([*left, *[""] * len(right)], [*right, *[""] * len(left)], strict=True):  # line by line, across columns
        row = 720 - 12 * len([word for word in words if word.size == 10]) / 2
        words += [Word(one, 40, row), Word(other, 310, row)]
    return [word for word in words if word.text]


def test_a_pdf_is_read_column_by_column_without_heads_and_hyphens() -> None:
    left = [*wrapped(LEAD, letters=44), "Lorries will be let through from July. A spokes-"]
    right = ["man said that the customs officers had still", "to be hired.", *wrapped(LAST, letters=44)]
    rows = [*left, *[""] * (len(right) - len(left))]
    sheets = [sheet_of(1, title=TITLE, left=rows, right=right)]
    for number, (one, other) in enumerate(
        [
            ("A first word of other things that were decided", "and there it ends."),
            ("A second page that tells the rest of what they", "said to each other."),
        ],
        start=2,
    ):
        sheets.append([*sheet_of(number, title=None, left=[], right=[]), *column([one, other], left=40, top=700)])
    (article,), issues = read(pdf(sheets, title=TITLE), "paper.pdf")
    assert article.text.split("\n\n") == [
        TITLE,
        LEAD,
        MORE,
        LAST,
        "A first word of other things that were decided and there it ends.",
        "A second page that tells the rest of what they said to each other.",
    ]
    assert article.headline == TITLE
    assert [one.code for one in issues] == ["no-date"]


def test_a_pdf_that_is_locked_damaged_or_a_picture_says_so() -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (b"41" * 32, b"42" * 32)
    for content, code in (
        (pdf([[Word("secret", 40, 700)]], trailer=lock), "encrypted"),
        (pdf([[], []]), "no-text"),
        (b"%PDF-1.7\nnothing of the kind", "damaged"),
    ):
        found, issues = read(content, "x.pdf")
        assert found == []
        assert [(one.code, one.fatal) for one in issues] == [(code, True)]


def test_pages_of_a_pdf_without_text_and_beyond_the_limit_are_told() -> None:
    text = [*wrapped(f"{LEAD} {MORE}", letters=80)]
    sheets = [
        [Word(TITLE, 40, 760, 20), *column(text, left=40, top=700)],
        [],
        column(wrapped(LAST, letters=80), left=40, top=700),
    ]
    found, issues = read(pdf(sheets), "x.pdf")
    assert LAST in found[0].text
    assert ("no-text", False) in [(one.code, one.fatal) for one in issues]
    found, issues = read(pdf(sheets), "x.pdf", Limits(sheets=2))
    assert LAST not in found[0].text
    assert any(one.code == "cut" and "its pages from 3 to 3" in one.message for one in issues)


def test_a_reader_that_falls_or_hangs_costs_its_page_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    from enligt.sources.documents import apart  # noqa: PLC0415 - of this test alone

    script = tmp_path / "python"
    monkeypatch.setattr(apart, "_GRACE", 0.5)
    for body, code in (("kill -SEGV $$", "damaged"), ("exec sleep 60", "too-slow"), ("echo nonsense", "damaged")):
        script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        script.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(script))
        found, issues = read(pdf([[Word(LEAD, 40, 700)]]), "x.pdf", Limits(page_seconds=0.5))
        assert (found, [one.code for one in issues]) == ([], [code])


def test_words_broken_at_a_lines_end() -> None:
    seen = frozenset({"long-term", "samarbete"})
    for before, after, whole in (
        ("reger-", "ingen säger", "regeringen säger"),
        ("reger\u00ad", "ingen", "regeringen"),
        ("reger\ufffe", "ingen", "regeringen"),
        ("utrikes-", "och försvarsministern", "utrikes- och försvarsministern"),
        ("olje-", "og gassprisen", "olje- og gassprisen"),
        ("EU-", "landene", "EU-landene"),
        ("Nord-", "Korea", "Nord-Korea"),
        ("covid-", "19", "covid-19"),
        ("F16-", "plan", "F16-plan"),
        ("the long-", "term plan", "the long-term plan"),
        ("ett sam-", "arbete", "ett samarbete"),
        ("non-", "lethal", "non-lethal"),
        ("REGERIN-", "GEN", "REGERINGEN"),
        ("han sa –", "ja", "han sa – ja"),
        ("to ord", "til", "to ord til"),
        ("slut-", "", "slut- "),
    ):
        assert joined(before, after, words=seen) == whole


def test_a_heading_is_larger_or_bolder_than_the_text() -> None:
    def piece(text: str, top: float, *, size: float = 12, bold: bool = False) -> Piece:
        return Piece(text, 40, top, 40 + 6 * len(text), top + size, bold)

    text = [piece(line, 100 + 14 * n) for n, line in enumerate(wrapped(LEAD, letters=40))]
    found, _ = paragraphs([[piece(TITLE, 40, size=24), piece("What they said", 84, bold=True), *text]])
    assert [(one.text, one.heading) for one in found] == [(TITLE, True), ("What they said", True), (LEAD, False)]


# ---- DOCX


def test_a_docx_has_headings_paragraphs_and_tables() -> None:
    import docx  # noqa: PLC0415 - half a second

    document: Any = docx.Document(io.BytesIO(as_docx([("h", TITLE), ("p", LEAD), ("p", MORE)])))
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), ("Year", "Lorries", "2020", "14,000"), strict=True):
        cell.text = text
    document.add_paragraph(LAST)
    out = io.BytesIO()
    document.save(out)
    (article,), issues = read(out.getvalue(), "release.docx")
    assert article.text.split("\n\n") == [TITLE, LEAD, MORE, "Year | Lorries", "2020 | 14,000", LAST]
    assert article.headline == TITLE
    assert [one.code for one in issues] == ["no-date"]
    macros = with_part(
        out.getvalue(),
        "[Content_Types].xml",
        lambda held: held.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert read(macros, "release.docm")[0][0].text == article.text


def with_part(content: bytes, name: str, change: Any) -> bytes:
    """A ZIP archive with one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return out.getvalue()


def test_a_docx_that_unpacks_to_much_is_not_opened() -> None:
    content = as_docx([("p", LEAD)])
    bomb = with_part(content, "word/document.xml", lambda held: held + b" " * (4 << 20))
    assert len(bomb) < 1 << 16
    found, issues = read(bomb, "b.docx", Limits(unpacked_bytes=1 << 20))
    assert (found, [one.code for one in issues]) == ([], ["too-large"])
    _, issues = read(content, "b.docx", Limits(parts=3))
    assert [one.code for one in issues] == ["too-large"]


@pytest.mark.parametrize(("said", "columns"), [("30000000", 201), ("9" * 5000, 201), ("none", 2), ("003", 4), ("0", 2)])
def test_a_cell_spans_no_more_columns_than_a_row_has(said: str, columns: int) -> None:
    import docx  # noqa: PLC0415 - half a second

    document: Any = docx.Document(io.BytesIO(as_docx([("h", TITLE), ("p", LEAD), ("p", MORE)])))
    for cell, text in zip(document.add_table(rows=1, cols=2).rows[0].cells, ("Year", "Lorries"), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    span = f'<w:gridSpan w:val="{said}"/></w:tcPr>'.encode()
    wide = with_part(out.getvalue(), "word/document.xml", lambda held: held.replace(b"</w:tcPr>", span, 1))
    assert len(_opened(wide).tables[0].rows[0].cells) == columns
    (article,), _ = read(wide, "release.docx")
    assert article.text.split("\n\n")[:3] == [TITLE, LEAD, MORE]


ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.replace(b"<w:document", b"<!DOCTYPE d [" + ENTITIES + b"]><w:document", 1).replace(
            b"The two", b"&e11;"
        ),
        lambda held: held.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 100_000),
        lambda held: held[: len(held) // 2],
        lambda _: b"",
        lambda _: b"\x00\xff" * 500,
    ],
    ids=["entities", "nested", "cut", "empty", "noise"],
)
def test_a_docx_made_to_harm_is_an_issue_of_its_page(change: Any) -> None:
    found, issues = read(with_part(as_docx([("p", LEAD), ("p", MORE)]), "word/document.xml", change), "x.docx")
    assert not any("ha" * 100 in one.text for one in found)
    assert found or any(one.fatal for one in issues)


def test_other_archives_are_no_documents() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "text")
    assert kind_of(Page("a.zip", out.getvalue())) is None
    assert [one.code for one in read(out.getvalue(), "a.docx")[1]] == ["binary"]


# ---- mail


def mail(*, subject: str = TITLE, sender: str = "The Skerry <news@skerry.example>", **headers: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "reader@desk.example", subject
    letter["Date"], letter["Message-ID"] = "Thu, 10 Jun 2021 06:30:00 +0200", "<1@skerry.example>"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    return letter


def test_a_letter_in_plain_text_takes_headline_date_and_outlet_from_its_head() -> None:
    letter = mail(subject="Fwd: Gränsen öppnas på nytt efter fyra år")
    letter.set_content(f"{LEAD}\n\n{MORE}\n\n{LAST}\n", cte="quoted-printable")
    (article,), issues = read(letter.as_bytes(), "1.eml")
    assert (article.headline, article.published, article.outlet) == (
        "Gränsen öppnas på nytt efter fyra år",
        "2021-06-10",
        "The Skerry",
    )
    assert article.text == f"Gränsen öppnas på nytt efter fyra år\n\n{LEAD}\n\n{MORE}\n\n{LAST}"
    assert issues == []


def test_the_html_of_a_letter_is_preferred_and_its_charset_may_lie() -> None:
    letter = mail()
    letter.set_content("Read this in your browser.")
    letter.add_alternative(HTML.replace("town", "tåwn"), subtype="html")
    raw = letter.as_bytes().replace(b'text/html; charset="utf-8"', b'text/html; charset="utf-16"')
    (article,), _ = read(raw)  # by its content alone
    assert article.text == "\n\n".join([TITLE, LEAD, MORE, LAST.replace("town", "tåwn")])
    assert article.published == "2021-06-10"


def test_the_html_of_a_letter_that_opens_tags_and_no_more_is_passed_over() -> None:
    letter = mail()
    letter.set_content(f"{LEAD}\n\n{MORE}")
    letter.add_alternative("<a" + "<" * 3_000_000, subtype="html")
    (article,), _ = read(letter.as_bytes(), "1.eml")
    assert LEAD in article.text


def test_a_letter_from_a_person_has_an_author_and_no_outlet() -> None:
    letter = mail(sender="Hanna Wren <hanna.wren@post.example>")
    letter.set_content(f"{LEAD}\n\n{MORE}")
    (article,), _ = read(letter.as_bytes())
    assert (article.byline, article.outlet) == ("Hanna Wren", None)


def test_a_newsletter_of_several_stories_gives_each() -> None:
    story = "<article><h2>{}</h2><p>{}</p><p>{}</p></article>"
    letter = mail(subject="The Skerry this morning", List_Unsubscribe="<https://skerry.example/out>")
    other = "Dockers end their strike after nine days of waiting"
    page = f"<html><body>{story.format(TITLE, LEAD, MORE)}{story.format(other, LAST, MORE.replace('July', 'May'))}</body></html>"
    letter.set_content(page, subtype="html")
    found, issues = read(letter.as_bytes())
    assert [(one.headline, one.published, one.outlet) for one in found] == [
        (TITLE, "2021-06-10", "The Skerry"),
        (other, "2021-06-10", "The Skerry"),
    ]
    assert issues == []


def test_documents_and_letters_attached_are_read_and_those_that_are_not_are_told() -> None:
    inner = mail(subject="A story within", sender="Northern Ledger <news@ledger.example>")
    inner.set_content(f"{MORE}\n\n{LAST}")
    letter = mail()
    letter.set_content("See attached.")
    letter.add_attachment(
        as_docx([("h", TITLE), ("p", LEAD), ("p", MORE)]),
        maintype="application",
        subtype="octet-stream",
        filename="../../a<b>.docx",
    )
    letter.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="b.pdf")
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="c.png")
    letter.add_attachment(inner)
    found, issues = read(letter.as_bytes(), "m.eml")
    assert [(one.headline, one.outlet) for one in found] == [(TITLE, None), ("A story within", "Northern Ledger")]
    assert not any(one.fatal for one in issues)
    assert any(one.code == "damaged" and "b.pdf" in one.message for one in issues)


def test_letters_within_letters_end_somewhere() -> None:
    letter = mail()
    letter.set_content(f"{LEAD}\n\n{MORE}")
    for _ in range(12):
        around = mail()
        around.add_attachment(letter)
        letter = around
    found, issues = read(letter.as_bytes())
    assert found == []
    assert "too-deep" in [one.code for one in issues]
    nested = b"From: a@b.example\nDate: x\nMIME-Version: 1.0\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
    )
    found, issues = read(nested)
    assert found == []
    assert any(one.fatal for one in issues)


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-9?q?=FF?=\nDate: Thu, 99 Foo 20210\n",
        b"Subject: =?utf-8?b?////?=\nDate: \xff\n",
        b"Date: " + b"1" * 5000 + b"\n",
        b'Content-Type: text/plain; charset="\xff\x00"\n',
        b"Content-Type: text/html; charset=hex\nContent-Transfer-Encoding: x-uuencode\n",
        b"Content-Type: multipart/mixed\n",
        b"From: " + b"<" * 5000 + b"\nSubject:\n",
    ],
)
def test_broken_heads_break_nothing(head: bytes) -> None:
    found, issues = read(b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n" + head + b"\n" + f"{LEAD}\n\n{MORE}".encode())
    assert found or any(one.fatal for one in issues)


def test_news_that_begins_with_a_colon_is_no_mail() -> None:
    for text in (f"Subject: sanctions\n\n{LEAD}", f"From: the front\nDate: today\nno header here\n\n{LEAD}", f"Oslo: {LEAD}"):
        assert kind_of(Page("a.txt", text.encode())) is None


# ---- saved pages


def saved(main: bytes, *, head: str = "Snapshot-Content-Location: https://skerry.example/2021/06/10/border") -> bytes:
    parts = (
        b"Content-Type: text/css\nContent-Location: https://skerry.example/a.css\n\nbody { color: red }\n",
        b"Content-Type: text/html\nContent-ID: <frame>\nContent-Transfer-Encoding: quoted-printable\n"
        b"Content-Location: https://skerry.example/2021/06/10/border\n\n" + main.replace(b"=", b"=3D"),
    )
    body = b"".join(b"--line\n" + part + b"\n" for part in parts)
    return (
        f"From: <Saved by Blink>\n{head}\nSubject: x\nMIME-Version: 1.0\n".encode()
        + b'Content-Type: multipart/related; type="text/html"; start="<frame>"; boundary="line"\n\n'
        + body
        + b"--line--\n"
    )


@pytest.mark.parametrize("head", ["Snapshot-Content-Location: https://skerry.example/2021/06/10/border", "X-Other: 1"])
def test_a_saved_page_is_the_page_that_it_was(head: str) -> None:
    (article,), issues = read(saved(HTML.encode(), head=head), "page.mhtml")
    assert article.text == f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{LAST}"
    assert (article.url, article.published) == ("https://skerry.example/2021/06/10/border", "2021-06-10")
    assert issues == []


def test_a_saved_page_without_text_says_so() -> None:
    raw = b"Snapshot-Content-Location: https://a.example/\nContent-Type: image/png\n\n\x89PNG"
    assert [one.code for one in read(raw)[1]] == ["no-text"]


def test_lines_keep_no_place_on_the_page() -> None:
    from enligt.sources.documents import apart  # noqa: PLC0415 - of this test alone

    (written,) = apart.read("enligt.sources.documents.pdf", pdf([[Word(LEAD, 40, 700)]]), USUAL)
    assert written.lines == (Line(LEAD, (), 1, ""),)  # type: ignore[union-attr] # a failure has none, and fails the test
