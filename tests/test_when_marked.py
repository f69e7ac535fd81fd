"""Marked words that are a part of a time, or that count from another one: read as their sentence means them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.readers.when import resolve

if TYPE_CHECKING:
    from enligt.model import Language
    from enligt.readers.when import Direction

DAY = "2024-06-12"  # a Wednesday

# Language, text with the marked words in brackets, tense, start, end (None: the same day).
MARKED: list[tuple[Language, str, Direction, str, str | None]] = [
    # a part of the expression
    ("en", "Talks broke down in mid-[September].", "past", "2023-09-11", "2023-09-20"),
    ("da", "Forhandlingerne brød sammen i midten af [september].", "past", "2023-09-11", "2023-09-20"),
    ("sv", "Förhandlingarna bröt samman i mitten av [september].", "past", "2023-09-11", "2023-09-20"),
    ("nb", "Forhandlingene brøt sammen midt i [september].", "past", "2023-09-11", "2023-09-20"),
    ("nn", "Forhandlingane braut saman i midten av [september].", "past", "2023-09-11", "2023-09-20"),
    ("sv", "Den 20 [juni] bad han dem komma.", "future", "2024-06-20", None),
    ("en", "The fleet sails next [week].", "future", "2024-06-17", "2024-06-23"),
    # the figure that ends the sentence before, or a name, is none of it
    ("sv", "Rwanda stöder M23. [I december] kom de överens.", "past", "2023-12-01", "2023-12-31"),
    ("nb", "Han var 23. [I desember] ble de enige.", "past", "2023-12-01", "2023-12-31"),
    ("da", "Flyet var et F16. [I december] styrtede det ned.", "past", "2023-12-01", "2023-12-31"),
    # but "since [Monday], when ..." is of Monday, and one day of two stays one
    ("nb", "Lederen har vært borte siden [mandag], da vaktene skjøt.", "past", "2024-06-10", None),
    ("en", "They met on [Monday] and Tuesday.", "past", "2024-06-10", None),
    ("en", "A rocket fell shortly after four on [Sunday].", "past", "2024-06-09", None),
    # stretches up to now
    ("da", "Politiet har inden for de seneste [fem måneder] anholdt ti.", "past", "2024-01-12", "2024-06-12"),
    ("nb", "De siste [fem månedene] har landet sendt våpen.", "past", "2024-01-12", "2024-06-12"),
    ("sv", "Under de senaste fem [månaderna] har landet skickat vapen.", "past", "2024-01-12", "2024-06-12"),
    ("en", "[Within the past five months] it has sent arms.", "past", "2024-01-12", "2024-06-12"),
    ("en", "It has in the past [year] sent arms.", "past", "2023-06-12", "2024-06-12"),
    ("da", "Landet har [inden for det seneste år] sendt våben.", "past", "2023-06-12", "2024-06-12"),
    ("sv", "Landet har det senaste [året] skickat vapen.", "past", "2023-06-12", "2024-06-12"),
    ("nn", "Landet har det siste [året] sendt våpen.", "past", "2023-06-12", "2024-06-12"),
    ("da", "Landet vil sende våben [inden for fem måneder].", "future", "2024-06-12", "2024-11-12"),
    ("sv", "Landet ska skicka vapen [inom fem månader].", "future", "2024-06-12", "2024-11-12"),
    # the course of a year
    ("da", "Landet har [i løbet af året] sendt våben.", "past", "2024-01-01", "2024-06-12"),
    ("nb", "Landet har i løpet av [året] sendt våpen.", "past", "2024-01-01", "2024-06-12"),
    ("da", "Landet vil [i løbet af året] sende våben.", "future", "2024-06-12", "2024-12-31"),
    ("en", "It has sent arms [this year].", "past", "2024-01-01", "2024-06-12"),
    # counted from the time last told
    ("en", "He came to Oslo in March; the opposition condemned it [within hours].", "past", "2024-03-01", "2024-03-31"),
    ("da", "Han kom til Oslo i marts. [Timer efter] tog ministeren afstand.", "past", "2024-03-01", "2024-03-31"),
    ("sv", "Han kom till Oslo den 3 juni. [Några timmar senare] svarade ministern.", "past", "2024-06-03", None),
    ("nb", "Landsbyen ble tatt i mars. [Den gang] protesterte ingen.", "past", "2024-03-01", "2024-03-31"),
    ("nb", "Han reiste 3. juni. [Dagen etter] svarte ministeren.", "past", "2024-06-04", None),
    ("nb", "De svarte mandag, [dagen etter] at vaktene skjøt.", "past", "2024-06-09", None),
    ("sv", "Valet hölls i maj 2019. [Året efter] bröt de förbindelserna.", "past", "2020-01-01", "2020-12-31"),
    # how exactly an act's time is counted
    ("en", "The army left the town [three years ago].", "past", "2021-01-01", "2021-12-31"),
    ("sv", "Landet bröt förbindelserna [för ett år sedan].", "past", "2023-06-01", "2023-06-30"),
    ("da", "Landet brød forbindelserne [for fire måneder siden].", "past", "2024-02-01", "2024-02-29"),
    ("nb", "De møttes [for to uker siden].", "past", "2024-05-28", "2024-05-29"),
    ("nn", "Det bryt med avtalen [frå 2018].", "past", "2018-01-01", "2018-12-31"),
]


def read(language: Language, marked: str, direction: Direction) -> tuple[str | None, str | None] | None:
    """Start and end of the time in the bracketed words."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = resolve(text, start, end, language=language, published=DAY, direction=direction)
    return None if found is None else (found.start, found.end)


@pytest.mark.parametrize(("language", "marked", "direction", "start", "end"), MARKED)
def test_marked_words_are_read_as_their_sentence_means_them(
    language: Language, marked: str, direction: Direction, start: str, end: str | None
) -> None:
    assert read(language, marked, direction) == (start, end or start)


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nb", "Han møtte dem den siste [dagen]."),
        ("nb", "Han møtte dem [den siste dagen]."),
        ("en", "They met on [the last day]."),
        ("en", "They met on the last [day] of the talks."),
        ("sv", "De möttes en [dag] i parken."),
        ("da", "De mødtes den sidste [dag]."),
        ("nn", "Dei møttest siste [dagen]."),
        ("en", "Aid was frozen on the [day] of the coup."),
    ],
)
def test_a_day_of_something_is_not_today(language: Language, marked: str) -> None:
    assert read(language, marked, "past") is None
