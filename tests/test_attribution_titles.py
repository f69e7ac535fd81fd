"""A title and the name behind it: one source, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.actors import resolve
from enligt.readers.attribution import SourceSpan, sources

if TYPE_CHECKING:
    from enligt.model import Language


def named(language: Language, text: str, marked: tuple[int, int], evidence: int) -> str:
    """The name of the one source that is marked; the claim's sentence begins at ``evidence``."""
    (one,), _ = sources(
        text,
        [SourceSpan(*marked, 0.9, 0.9)],
        language=language,
        claim_evidence=(evidence, len(text)),
        actors=resolve(text, language=language, published="2025-10-02"),
        outlet=None,
        event_type="AID",
        actor_spans=[],
    )
    return one.name


@pytest.mark.parametrize(
    ("language", "text", "mention", "name"),
    [
        (
            "nb",
            "Emiratene er skuffet. Utenriksminister Espen Barth Eide sier nei.",
            "Utenriksminister",
            "Espen Barth Eide",
        ),
        (
            "sv",
            "Ungern protesterar. Statsminister Ulf Kristersson säger nej.",
            "Statsminister",
            "Ulf Kristersson",
        ),
        (
            "da",
            "Ungarn protesterer. Statsminister Mette Frederiksen siger nej.",
            "Statsminister",
            "Mette Frederiksen",
        ),
        (
            "nn",
            "Ungarn protesterer. Utanriksminister Espen Barth Eide seier nei.",
            "Utanriksminister",
            "Espen Barth Eide",
        ),
        ("en", "Hungary protested. Prime Minister Keir Starmer said no.", "Prime Minister", "Keir Starmer"),
        (
            "en",
            "Hungary protested. The prime minister said Starmer had left.",
            "prime minister",
            "Hungarian prime minister",
        ),
    ],
)
def test_a_title_marked_alone_is_that_of_the_name_behind_it(language: Language, text: str, mention: str, name: str) -> None:
    at = text.rindex(mention)
    assert named(language, text, (at, at + len(mention)), text.index(".") + 2) == name


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Prime Minister Keir Starmer", "Keir Starmer"),
        ("British Prime Minister Keir Starmer", "Keir Starmer"),
        ("Foreign Minister Ana Kovac", "Ana Kovac"),
        ("White House spokesman Eric Pollard", "Eric Pollard"),
        ("Keir Starmer", "Keir Starmer"),
    ],
)
def test_an_english_title_is_no_part_of_a_name(mention: str, name: str) -> None:
    text = f"Hungary has sent troops to Serbia, {mention} said on Monday."
    at = text.index(mention)
    assert named("en", text, (at, at + len(mention)), 0) == name


def test_a_surname_that_is_an_office_too_is_a_name() -> None:
    text = "Margaret King, a member of the Hungarian parliament, accused Serbia of moving troops."
    assert named("en", text, (0, len("Margaret King")), 0) == "Margaret King"
    text = "The Hungarian king accused Serbia of moving troops."
    assert named("en", text, (0, len("The Hungarian king")), 0) == "Hungarian king"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"No army moves by itself, and the Kenyan army least," a spokesman said.', "spokesperson (unnamed)"),
        ('The Kenyan army has moved. "We were asked," a spokesman said.', "Kenyan army"),
    ],
)
def test_a_spokesman_speaks_for_nobody_named_in_what_he_says(text: str, name: str) -> None:
    at = text.index("a spokesman")
    assert named("en", text, (at, at + len("a spokesman")), 0) == name
