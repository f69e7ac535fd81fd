"""The time of an act that the network marks weakly, or not at all: told before it in its sentence."""

from __future__ import annotations

import re

import pytest

from enligt.model import LANGUAGES, Language
from enligt.readers.timing import Act, Marked, time

TEXTS: dict[Language, tuple[str, str, str]] = {
    "en": ("The minister flew home on Monday and promised more aid.", "Monday", "promised"),
    "sv": ("Ministern flög hem i måndags och lovade mer bistånd.", "måndags", "lovade"),
    "da": ("Ministeren fløj hjem i mandags og lovede mere bistand.", "mandags", "lovede"),
    "nb": ("Ministeren fløy hjem mandag og lovet mer bistand.", "mandag", "lovet"),
    "nn": ("Ministeren flaug heim måndag og lova meir bistand.", "måndag", "lova"),
}


def told(text: str, at: str, trigger: str, chance: float, *, language: Language = "en") -> str | None:
    """When the act was, with so much of the network's trust in the words of ``at``; it marks words from a half on."""
    words = [
        Marked(w.start(), w.end(), chance if text.index(at) <= w.start() < text.index(at) + len(at) else 0.0)
        for w in re.finditer(r"\w+", text)
    ]
    act = Act(0, len(text), text.index(trigger))
    runs = [w for w in words if w.probability >= 0.5]
    found = time(text, act, runs=runs, words=words, language=language, published="2024-06-12", direction="past")
    return None if found is None else found[0].start


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_told_once_is_that_of_the_act_joined_to_it(language: Language) -> None:
    assert told(*TEXTS[language], 0.3, language=language) == "2024-06-10"
    assert told(*TEXTS[language], 0.2, language=language) is None


def test_an_act_that_is_not_joined_needs_more() -> None:
    text = "The minister, who flew home on Monday, promised more aid."
    assert told(text, "Monday", "promised", 0.3) is None
    assert told(text, "Monday", "promised", 0.4) == "2024-06-10"


def test_a_time_told_after_the_act_is_not_its_own() -> None:
    assert told("The minister promised more aid and flew home on Monday.", "Monday", "promised", 0.45) is None
    assert told("The minister promised more aid on Monday.", "Monday", "promised", 0.9) == "2024-06-10"


OPENED: dict[Language, tuple[str, str, str]] = {
    "en": ("They met on Monday, when he promised more aid.", "Monday", "promised"),
    "sv": ("De möttes i måndags, då han lovade mer bistånd.", "måndags", "lovade"),
    "da": ("De mødtes i mandags, hvor han lovede mere bistand.", "mandags", "lovede"),
    "nb": ("De møttes mandag, da han lovet mer bistand.", "mandag", "lovet"),
    "nn": ("Dei møttest måndag, då han lova meir bistand.", "måndag", "lova"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clause_that_when_opens_is_of_the_date_before_it(language: Language) -> None:
    assert told(*OPENED[language], 0.1, language=language) == "2024-06-10"
    assert told(*OPENED[language], 0.0, language=language) is None


def test_when_opens_nothing_behind_its_sentence_and_a_since_opens_its_day_alone() -> None:
    assert told("They met on Monday, when it rained; he promised more aid.", "Monday", "promised", 0.1) is None
    assert told("There has been peace since Monday, when he promised more aid.", "since Monday", "promised", 0.2) == "2024-06-10"
