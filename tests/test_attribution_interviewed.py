"""Somebody and the medium that he told, of whom one mention alone was marked."""

import pytest

from enligt.model import Language
from test_attribution import read

CASES = [
    ("sv", "Norge kan erbjuda mer, enligt två källor som SVT har talat med.", "två källor", "SVT", "unnamed source of SVT"),
    ("nb", "Norge kan tilby mer, ifølge to diplomater NRK har snakket med.", "to diplomater", "NRK", "diplomats (unnamed)"),
    ("nn", "Noreg kan tilby meir, ifølgje to kjelder NRK har snakka med.", "to kjelder", "NRK", "unnamed source of NRK"),
    ("da", "Norge kan tilbyde mere, siger to diplomater, som DR har talt med.", "to diplomater", "DR", "diplomats (unnamed)"),
    (
        "en",
        "Norway may offer more, say two officials Reuters spoke to.",
        "two officials",
        "Reuters",
        "officials (unnamed)",
    ),
    (
        "en",
        "Norway may offer more, said officials who spoke to Reuters.",
        "officials",
        "Reuters",
        "officials (unnamed)",
    ),
    ("en", "Oslo will pay, say two US officials Reuters spoke to.", "two US officials", "Reuters", "US officials (unnamed)"),
    (
        "sv",
        "Oslo betalar, enligt två amerikanska tjänstemän som The New York Times har talat med.",
        "två amerikanska tjänstemän",
        "The New York Times",
        "US officials (unnamed)",
    ),
    (
        "nb",
        "Oslo betaler, ifølge europeiske diplomater nyhetsbyrået AFP har snakket med.",
        "europeiske diplomater",
        "AFP",
        "European diplomats (unnamed)",
    ),
    ("da", "Oslo betaler, ifølge kilder, som bureauet Reuters har talt med.", "kilder", "Reuters", "unnamed source of Reuters"),
]


@pytest.mark.parametrize(("language", "text", "somebody", "medium", "name"), CASES)
def test_each_brings_the_other(language: Language, text: str, somebody: str, medium: str, name: str) -> None:
    for marked in ((somebody,), (medium,), (somebody, medium)):
        assert [(s.name, s.depth) for s in read(language, text, *marked)] == [(medium, 1), (name, 2)]


@pytest.mark.parametrize(("language", "text", "somebody", "medium", "name"), CASES[:5])
def test_one_mention_may_hold_both(language: Language, text: str, somebody: str, medium: str, name: str) -> None:
    mention = text[text.index(somebody) :].rstrip(".")
    assert [s.name for s in read(language, text, mention)] == [medium, name]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Norway may offer more, said an official who criticised the BBC.", "an official"),
        ("Norway may offer more, said officials with ties to Reuters.", "officials"),
        ("Norway may offer more, said two officials, Reuters reported.", "two officials"),
        ("Norway may offer more, said two officials Oslo had sent.", "two officials"),
    ],
)
def test_a_medium_in_another_clause_told_nothing(text: str, mention: str) -> None:
    assert len(read("en", text, mention)) == 1
