"""The colours of both themes: what is read stands out from its ground by 4.5 to 1 at least (WCAG 2.2, 1.4.3), marks by 3 to 1."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "src/enligt/web/static/enligt.css"
THEMES = [
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", body))
    for body in re.findall(r"\{([^{}]*--paper:[^{}]*)\}", CSS.read_text())
]
SCREEN = [one for one in THEMES if "link" in one]

GROUNDS = ("paper", "card", "faint")
READ = [
    *product(("ink", "quiet", "link", "asserted", "planned", "possible", "denied"), GROUNDS),
    *((one, f"{one}-soft") for one in ("asserted", "planned", "possible", "denied")),
    ("brand", "paper"), ("ink", "line"), ("ink", "mark"), ("quiet", "mark"), ("ink", "bar-soft"), ("paper", "link"),
]  # fmt: skip
MARKS = [*product(("bar", "link", "denied", "possible", "asserted"), ("paper", "card")), ("quiet", "card"), ("quiet", "faint")]


def brightness(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_there_are_a_light_theme_and_a_dark_one_that_is_written_twice_alike() -> None:
    assert len(SCREEN) == 4
    assert SCREEN[1] == SCREEN[2]


@pytest.mark.parametrize("theme", SCREEN, ids=["light", "dark by the device", "dark by choice", "print"])
def test_words_and_marks_stand_out_from_their_ground(theme: dict[str, str]) -> None:
    assert [pair for pair in READ if contrast(theme[pair[0]], theme[pair[1]]) < 4.5] == []
    assert [pair for pair in MARKS if contrast(theme[pair[0]], theme[pair[1]]) < 3] == []


def test_an_example_in_an_empty_field_has_a_colour_of_ours() -> None:
    assert re.search(r"::placeholder \{[^}]*color: var\(--quiet\); opacity: 1", CSS.read_text())
