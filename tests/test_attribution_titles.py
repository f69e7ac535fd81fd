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
