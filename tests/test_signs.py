"""What a page says of its text as a whole: cut off by a wall or an ellipsis, and which agency's text it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from enligt.languages import table
from enligt.model import LANGUAGES, Article, Page
from enligt.sources import articles
from enligt.sources.signs import agency_of, is_truncated
from repetition_samples import OWN

if TYPE_CHECKING:
    from enligt.model import Language

HEAD = "The ministers met\n\nThey talked on Monday about grain and about the border.\n\n"
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def read(content: str, *, name: str = "page.html", media_type: str | None = None) -> Article:
    found = [one for one in articles(Page(name, content.encode(), media_type)) if isinstance(one, Article)]
    assert len(found) == 1
    return found[0]


def page(language: Language, *, under: str = "", linked: dict[str, Any] | None = None, byline: str = "") -> str:
    headline, *body = OWN[language].split("\n\n")
    story = {"@type": "NewsArticle", "headline": headline, "datePublished": "2024-10-20", **(linked or {})}
    script = f'<script type="application/ld+json">{json.dumps(story)}</script>'
    paragraphs = "".join(f"<p>{one}</p>" for one in body)
    return (
        f"<html lang='{language}'><head>{script}<title>{headline}</title></head>"
        f"<body><article><h1>{headline}</h1>{byline}{paragraphs}{under}</article></body></html>"
    )


@LANGUAGE
def test_every_wall_of_a_language_is_one_under_the_text(language: Language) -> None:
    for wall in table(language, "cuts")["walls"]:
        assert is_truncated(f"{HEAD}It went on.", ("It went on.", f"{wall.capitalize()}?"))
        assert is_truncated(f"{HEAD}It went on.\n\n{wall.capitalize()}")
        assert not is_truncated(f"{HEAD}It went on.", (f"{wall.capitalize()}", "It went on."))
        assert not is_truncated(f"{HEAD}“{wall.capitalize()}” was what the sign said, he told us in the evening.")


@LANGUAGE
def test_a_link_to_the_rest_tells_only_where_the_text_breaks_off(language: Language) -> None:
    for link in table(language, "cuts")["broken"]:
        assert is_truncated(f"{HEAD}The talks about the harbour {link.capitalize()}")
        assert is_truncated(f"{HEAD}The talks will … {link.capitalize()}")
        assert not is_truncated(f"{HEAD}It went on.", ("It went on.", link.capitalize()))
        assert not is_truncated(f"{HEAD}It went on.\n\n{link.capitalize()}")


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("They will go on…", True),
        ("They will go on ...", True),
        ("They will go on [...]", True),
        ("They will go on.", False),
        ("They will go on", False),  # many pages leave the last full stop out
        ("“We shall see…”", False),
        ('"Well ..."', False),
    ],
)
def test_an_ellipsis_at_the_end(end: str, cut: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_truncated(HEAD + end) is cut


def test_labels_in_a_list_of_other_stories_say_nothing_of_this_one() -> None:
    assert not is_truncated(f"{HEAD}It went on.", ("It went on.", "Most read", "For subscribers", "A storm is coming"))
    assert not is_truncated(f"{HEAD}For subscribers the price of the evening paper rises by three kronor, the owner says.")
    assert not is_truncated("")


@pytest.mark.parametrize(("said", "cut"), [(False, True), ("False", True), ("https://schema.org/False", True), (True, False)])
def test_what_metadata_says_of_a_wall(said: Any, cut: bool) -> None:  # noqa: FBT001 - a parameter
    assert read(page("en", linked={"isAccessibleForFree": said})).truncated is cut


@LANGUAGE
def test_a_wall_on_a_page_is_not_in_the_text_but_known(language: Language) -> None:
    wall = table(language, "cuts")["walls"][0]
    whole, cut = read(page(language)), read(page(language, under=f"<p>{wall.capitalize()}</p>"))
    assert (whole.truncated, cut.truncated) == (False, True)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{HEAD}Det är allt. /TT/", "TT"),
        (f"{HEAD}Det är allt.\n\nTT-Reuters", "TT/Reuters"),
        (f"{HEAD}Det er alt. (NTB)", "NTB"),
        (f"{HEAD}Det er alt. ©NTB", "NTB"),
        (f"{HEAD}Det er alt. (©NPK)", "NPK"),
        (f"{HEAD}Det er alt. /ritzau/", "Ritzau"),
        (f"{HEAD}Det er alt. /ritzau/AFP", None),
        (f"{HEAD}Det er alt.\n\n/ritzau/AFP", "Ritzau/AFP"),
        ("H\n\n(AP) The ministers met.", "AP"),
        ("H\n\nWASHINGTON, March 3 (Reuters) - The ministers met.", "Reuters"),
        ("H\n\nOslo (NTB-Ritzau): Ministrene møttes.", "NTB/Ritzau"),
        ("H\n\nAFP/The Harbour Post\n\nThe ministers met.", "AFP"),
        ("H\n\nJonas Lid (Ap) sier nei. Det er slutt.", None),
        ("H\n\nBodil Lid (AP) sier nei. Det er slutt.", None),
        ("H\n\nDet skriver TT i et telegram, og Reuters sier det samme.", None),
        ("H\n\nHan sa det til (NTB) i går, og gikk. Det var alt.", None),
    ],
)
def test_marks_of_agencies(text: str, agency: str | None) -> None:
    assert agency_of(text) == agency


@pytest.mark.parametrize(
    ("byline", "around", "agency"),
    [
        ("NTB", (), "NTB"),
        ("Ola Lid, NTB", (), "NTB"),
        ("Eva Lind/TT", (), "TT"),
        ("Associated Press", (), "Associated Press"),
        ("Ola Lid", (), None),
        ("Ap", (), None),
        (None, ("Text: TT",), "TT"),
        (None, ("Foto: TT",), None),
        (None, ("©NTB",), "NTB"),
    ],
)
def test_marks_of_agencies_beside_the_text(byline: str | None, around: tuple[str, ...], agency: str | None) -> None:
    assert agency_of(HEAD, around, byline=byline) == agency


@LANGUAGE
def test_an_agency_that_signs_is_known_and_its_id_is_the_same(language: Language) -> None:
    mark = table(language, "agencies")["marks"][0]
    plain, signed = read(page(language)), read(page(language, under=f"<p>/{mark}/</p>"))
    assert plain.agency is None
    assert signed.agency == mark


def test_lines_of_json_are_told_too() -> None:
    record = {
        "text": "The ministers met on Monday to talk about the border and the harbour. (AP)\n\nSubscribe to continue reading"
    }
    found = read(json.dumps(record), name="x.jsonl#1", media_type="application/x-enligt-record+json")
    assert (found.truncated, found.agency) == (True, "AP")
