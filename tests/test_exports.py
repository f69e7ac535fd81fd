"""Media archives' exports: every article by itself with what its head says, in every language, style and form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.model import LANGUAGES, Article, Issue, Page
from enligt.sources import articles
from enligt.sources.archive_signs import sign_of
from enligt.sources.documents import apart
from enligt.sources.documents import pdf as pdf_reader
from enligt.sources.exporting import parted
from enligt.sources.lines import clean_lines
from export_samples import STORIES, STYLES, Block, as_docx, as_html, as_text, barred, numbered, ruled
from pdf_builder import Word, pdf, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enligt.model import Language


def as_pdf(blocks: Sequence[Block]) -> bytes:
    sheets: list[list[Word]] = [[]]
    at = 780
    for kind, text in blocks:
        for line in wrapped(text, letters=45 if kind == "h" else 85):
            if at < 60:
                sheets.append([])
                at = 780
            sheets[-1].append(Word(line, 50, at, 16 if kind == "h" else 10))
            at -= 20 if kind == "h" else 12
        at -= 8
    for number, sheet in enumerate(sheets, start=1):
        sheet.append(Word(f"Utskrift – {number} ({len(sheets)})", 220, 25, 8))
    return pdf(sheets)


def read(content: bytes, name: str = "export.txt") -> tuple[list[Article], list[Issue]]:
    found = list(articles(Page(name, content)))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Issue)]


def held(found: Sequence[Article], language: Language) -> None:
    told = STORIES[language]
    assert [one.text for one in found] == ["\n\n".join([one.headline, *one.paragraphs]) for one in told]
    names = ("headline", "outlet", "published", "byline")
    for article, one in zip(found, told, strict=True):
        assert {name: getattr(article, name) for name in names} == {name: getattr(one, name) for name in names}
        assert article.language == language
        assert article.section is not None
        assert article.section.split(", ")[-1] == one.page


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "read", lambda _name, content, limits: pdf_reader.written(content, limits))


@pytest.mark.parametrize("form", [as_text, as_html, as_docx, as_pdf], ids=["text", "html", "docx", "pdf"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_stands_by_itself(language: Language, style: str, form: Callable[[Sequence[Block]], bytes]) -> None:
    found, issues = read(form(STYLES[style](language)))
    held(found, language)
    assert [one.code for one in issues] == []


def test_section_and_web_address_are_kept_and_the_id_is_of_the_content() -> None:
    (first, *_), _ = read(as_text(ruled("nb")))
    assert (first.section, first.url) == ("6", "https://ret.example/6")
    (other, *_), _ = read(as_html(ruled("nb")))
    assert other.article_id == first.article_id
    (barred_one, *_), _ = read(as_text(barred("en")))
    assert barred_one.section == "World News, 12"


def test_a_single_article_with_a_full_head_is_read_by_its_labels() -> None:
    blocks = numbered("da")
    end = next(n for n, (_, text) in enumerate(blocks) if text.startswith("Artikel 2"))
    (article,), issues = read(as_text(blocks[1:end]))
    assert (article.headline, article.outlet, article.section) == (STORIES["da"][0].headline, "Stiftstidenden Syd", "Udland, 9")
    assert issues == []


def test_numbers_that_do_not_meet_are_told() -> None:
    blocks = numbered("en")
    end = next(n for n, (_, text) in enumerate(blocks) if text.startswith("3 of 3"))
    found, issues = read(as_text(blocks[:end]))
    assert len(found) == 2
    assert [(one.code, one.fatal) for one in issues] == [("parting-unsure", False)]
    assert "says that it holds 3 articles, and 2 were found" in issues[0].message


def test_an_article_without_a_head_is_none_of_its_neighbour() -> None:
    """A line drawn across, and behind it text that no head announces: never one mash."""
    blocks = ruled("sv")
    facts = next(n for n, (_, text) in enumerate(blocks) if text.startswith("Norrlandsposten,"))
    del blocks[facts : facts + 3]  # facts, medium and byline of the second
    found, issues = read(as_text(blocks))
    first, second, third = found
    told = STORIES["sv"]
    assert [one.headline for one in (first, third)] == [told[0].headline, told[2].headline]
    assert not any(part in first.text for part in told[1].paragraphs)
    assert told[1].paragraphs[0] in second.text
    assert second.outlet != told[0].outlet
    assert any(one.code == "parting-unsure" and "no head of its own" in one.message for one in issues)


def test_a_title_that_nothing_sets_apart_is_told() -> None:
    """Line upon line, no foot, no empty line: the articles are parted at their titles, and that this is unsure is told."""
    text = "\n".join(text for _, text in barred("nn") if not text.startswith("©"))
    found, issues = read(text.encode())
    assert [one.headline for one in found] == [one.headline for one in STORIES["nn"]]
    assert [one.code for one in issues] == ["parting-unsure"] * 2
    assert "begins" in issues[0].message


def test_several_articles_that_cannot_be_parted_are_no_article() -> None:
    told = STORIES["da"]
    text = "\n\n".join(["Indholdsfortegnelse", "14 artikler", *(part for one in told for part in one.paragraphs)])
    found, issues = read(text.encode())
    assert found == []
    assert [(one.code, one.fatal) for one in issues] == [("not-parted", True)]
    assert "14 articles" in issues[0].message


@pytest.mark.parametrize(("total", "code"), [(2, "not-parted"), (1, None)])
def test_a_number_alone_with_no_head_behind_it(total: int, code: str | None) -> None:
    """Found by fuzzing: an export cut off in its first article, whose head is damaged."""
    text = "\n\n".join(
        [f"1 of {total} DOCUMENTS", "The Skerry", "BYLINE: Hanna Wren", *STORIES["en"][0].paragraphs, "© The Skerry"]
    )
    found, issues = read(text.encode())
    assert len(found) == (code is None)
    assert next((one.code for one in issues if one.fatal), None) == code


@pytest.mark.parametrize(
    "text",
    [
        "Foto: Ola Nordmann\nKilde: NTB",  # labels at an article's foot
        "Datum: 12 mars 2024\nPlats: Sundet",
        "© Fjordposten",
        "The Skerry, 12 May 2024, 8.15 am",
    ],
)
def test_an_article_that_bears_such_lines_is_no_export(text: str) -> None:
    body = "\n\n".join(STORIES["en"][0].paragraphs)
    for page in (f"{STORIES['en'][0].headline}\n\n{body}\n\n{text}", f"{text}\n\n{STORIES['en'][0].headline}\n\n{body}"):
        assert parted(list(clean_lines(page))) is None


def test_signs_of_lines() -> None:
    assert sign_of("1 of 50 DOCUMENTS").total == 50
    assert sign_of("9 of 5 documents").kind == ""
    facts = sign_of("Bæltavisen | 2. februar 2019 | 1. sektion | Side 9-10 | 1.164 ord | Artikel-id: e12").facts
    assert (facts.outlet, facts.published, facts.place) == ("Bæltavisen", "2019-02-02", "1. sektion, 9-10")
    facts = sign_of("The Skerry (London), March 12, 2024 Tuesday, Page A12").facts
    assert (facts.outlet, facts.published, facts.page) == ("The Skerry", "2024-03-12", "A12")
    assert sign_of("Fjordposten, 12.03.2024").kind == "weak"
    assert sign_of("Ministeren sa 12. mars 2024 at hun vil gå av, og at side 3 i rapporten viser det.").kind == ""
    assert sign_of("x" * 10_000).kind == ""


# ---- heads in other orders, as archives' newer exports write them


def test_a_head_of_a_line_for_each_fact_is_one() -> None:
    """Outlet, date and page below the title, under a cover with the sum, and behind a line drawn across."""
    told = STORIES["sv"]
    lines = ["Nyhetsbevakning", f"{len(told)} artiklar", ""]
    for one in told:
        lines += [one.headline, one.outlet, one.published, f"Sida {one.page}", f"Av {one.byline}", ""]
        lines += [*"\n\n".join(one.paragraphs).split("\n"), "", f"© {one.outlet}", "", "=" * 40, ""]
    found, issues = read("\n".join(lines).encode())
    held(found, "sv")
    assert issues == []


def test_a_page_number_below_a_date_is_no_head_within_running_text() -> None:
    told = STORIES["sv"][0]
    feet = [f"Bladet\n2024-03-12\nSida {n}" for n in (2, 3)]
    text = "\n\n".join([told.headline, *told.paragraphs, feet[0], *told.paragraphs, feet[1]])
    found, issues = read(text.encode())
    assert len(found) == 1
    assert not any(one.code in {"parting-unsure", "not-parted"} for one in issues)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_copyright_between_the_date_and_the_labels_is_part_of_the_head(between: str) -> None:
    """The first article of a file has no foot of another above it that would show where it begins."""
    told = STORIES["en"]
    text = f"Page 1 of 9\nResults for: ships\n\n{told[0].headline}\n\n{told[1].headline}\n\n\n"
    for one in told:
        labels = f"Section: {one.section}; Pg. {one.page}\nLength: 512 words\nByline: {one.byline}"
        head = between.join([one.headline, one.outlet, one.written])
        text += "\n\n".join([head, f"Copyright 2024 {one.outlet}. All Rights Reserved", labels, "Body", *one.paragraphs])
        text += "\n\nLoad-Date: May 1, 2024\n\nEnd of Document\n\n\n"
    found, issues = read(text.encode())
    held(found, "en")
    assert issues == []


@pytest.mark.parametrize(("line", "outlet"), [("VG, 2024-03-12, Side 6", "VG"), ("BT | 12.03.2024 | Side 6 | 164 ord", "BT")])
def test_an_outlet_of_two_letters(line: str, outlet: str) -> None:
    sign = sign_of(line)
    assert (sign.kind, sign.facts.outlet, sign.facts.page) == ("facts", outlet, "6")


def test_text_above_the_first_head_is_told() -> None:
    blocks = ruled("nb")
    told = STORIES["sv"][0]
    found, issues = read(as_text([*(("p", one) for one in told.paragraphs * 2), ("p", "=" * 30), *blocks]))
    assert [one.headline for one in found] == [one.headline for one in STORIES["nb"]]
    assert [one.code for one in issues] == ["parting-unsure"]
    assert "above the first article's head" in issues[0].message
