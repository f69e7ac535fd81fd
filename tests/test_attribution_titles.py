"""One source, by its name: titles, offices of a place at hand, spellings, and what is no source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.actors import resolve
from enligt.readers.attribution import SourceSpan, sources

if TYPE_CHECKING:
    from enligt.model import Language


def names(language: Language, text: str, marked: tuple[int, int], evidence: int = 0) -> list[str]:
    """The names of what is marked as a source; the claim's sentence begins at ``evidence``."""
    found, _ = sources(
        text,
        [SourceSpan(*marked, 0.9, 0.9)],
        language=language,
        claim_evidence=(evidence, len(text)),
        actors=resolve(text, language=language, published="2025-10-02"),
        outlet=None,
        event_type="AID",
        actor_spans=[],
    )
    return [one.name for one in found]


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
    assert names(language, text, (at, at + len(mention)), text.index(".") + 2) == [name]


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
    assert names("en", text, (at, at + len(mention))) == [name]


def test_a_surname_that_is_an_office_too_is_a_name() -> None:
    text = "Margaret King, a member of the Hungarian parliament, accused Serbia of moving troops."
    assert names("en", text, (0, len("Margaret King"))) == ["Margaret King"]
    text = "The Hungarian king accused Serbia of moving troops."
    assert names("en", text, (0, len("The Hungarian king"))) == ["Hungarian king"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"No army moves by itself, and the Kenyan army least," a spokesman said.', "spokesperson (unnamed)"),
        ('The Kenyan army has moved. "We were asked," a spokesman said.', "Kenyan army"),
    ],
)
def test_a_spokesman_speaks_for_nobody_named_in_what_he_says(text: str, name: str) -> None:
    at = text.index("a spokesman")
    assert names("en", text, (at, at + len("a spokesman"))) == [name]


@pytest.mark.parametrize(
    ("language", "text", "mention", "name"),
    [
        ("sv", "Ryssland har anfallit hamnstaden Odesa, säger stadens borgmästare.", "stadens borgmästare", "mayor of Odesa"),
        ("da", "Rusland har angrebet havnebyen Odesa, siger byens borgmester.", "byens borgmester", "mayor of Odesa"),
        ("nb", "Russland har angrepet havnebyen Odesa, sier byens ordfører.", "byens ordfører", "mayor of Odesa"),
        ("nn", "Russland har gått til åtak på Odesa, seier ordføraren i byen.", "ordføraren i byen", "mayor of Odesa"),
        ("en", "Russia has attacked the port of Odesa, the city's mayor said.", "the city's mayor", "mayor of Odesa"),
        ("sv", "Ryssland har anfallit Charkiv, säger regionens guvernör.", "regionens guvernör", "Ukrainian governor"),
        ("en", "Russia has attacked Kharkiv, the region's governor said.", "the region's governor", "Ukrainian governor"),
        ("en", "Russia has attacked Odesa, Moscow's mayor said.", "Moscow's mayor", "mayor of Moscow"),
        ("en", "Russia has attacked Odesa, a Polish mayor said.", "a Polish mayor", "Polish mayor (unnamed)"),
    ],
)
def test_a_local_office_is_of_the_place_named_last(language: Language, text: str, mention: str, name: str) -> None:
    at = text.index(mention)
    assert names(language, text, (at, at + len(mention))) == [name]


@pytest.mark.parametrize("mention", ["Ukrainas president Volodymyr Zelenskyj", "Zelenskyj", "han"])
def test_whom_the_tables_know_has_one_name_however_he_is_spelt(mention: str) -> None:
    text = "Ukrainas president Volodymyr Zelenskyj avvisar kraven. Det sade Zelenskyj i går, och han lovade mer."
    at = text.rindex(mention)
    assert names("sv", text, (at, at + len(mention))) == ["Volodymyr Zelensky"]


@pytest.mark.parametrize(
    ("language", "text", "mention"),
    [
        ("da", "To diplomater, der talte på betingelse af anonymitet, siger, at mødet er aflyst.", "betingelse af anonymitet"),
        ("sv", "Två diplomater, på villkor av anonymitet, säger att mötet är inställt.", "villkor av anonymitet"),
        ("en", "Two diplomats said on condition of anonymity that the meeting was off.", "condition of anonymity"),
        ("nn", "Ifølgje radiostasjonen skal styresmaktene i Bamako ha betalt.", "i"),
        ("en", "They will sign, according to an official who was not authorised to speak.", "not"),
        ("en", "They will come home, the prime minister told parliament.", "parliament"),
        ("nb", "De kommer hjem, sa statsministeren til Stortinget.", "Stortinget"),
        ("sv", "De kommer hem, sade statsministern inför riksdagen.", "riksdagen"),
        ("en", "The truce has been broken, the envoy told the Security Council.", "Security Council"),
    ],
)
def test_terms_listeners_and_small_words_are_nobody(language: Language, text: str, mention: str) -> None:
    at = text.rindex(mention) if len(mention) > 1 else text.index(" i ") + 1
    assert not names(language, text, (at, at + len(mention)))
