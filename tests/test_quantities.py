"""Numbers and quantities of the five languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import enligt
from enligt.languages.numbers import number_at, numbers, ordinal
from enligt.model import LANGUAGES
from enligt.readers.quantities import counted, quantities

if TYPE_CHECKING:
    from enligt.model import Comparator, Language

CASES: list[tuple[Language, str, list[tuple[float, Comparator, str | None]]]] = [
    ("sv", "över fem miljoner patroner", [(5e6, ">", "patroner")]),
    ("sv", "minst två personer", [(2, ">", "personer")]),
    ("sv", "tusentals soldater", [(1000, ">", "soldater")]),
    ("sv", "300-400 trupper", [(350, "~", "trupper")]),
    ("sv", "12 500", [(12500, "=", None)]),
    ("sv", "ett dussintal båtar", [(12, "~", "båtar")]),
    ("sv", "ett trettiotal lastbilar", [(30, "~", "lastbilar")]),
    ("sv", "hundratals", [(100, ">", None)]),
    ("sv", "upp mot 50 fartyg", [(50, "<", "fartyg")]),
    ("sv", "inte mer än tio", [(10, "<", None)]),
    ("sv", "en och en halv miljon kronor", [(1.5e6, "=", "kronor")]),
    ("sv", "hälften av de omkring 8 000", [(4000, "~", None)]),
    ("sv", "tolv kvinnor och tre barn", [(12, "=", "kvinnor"), (3, "=", "barn")]),
    ("sv", "mellan 20 och 30 stridsvagnar", [(25, "~", "stridsvagnar")]),
    ("sv", "40 procent", [(40, "=", "procent")]),
    ("nb", "12,5 milliarder kroner", [(12.5e9, "=", "kroner")]),
    ("nb", "halvannen time", [(1.5, "=", "time")]),
    ("nb", "færre enn ti dommere", [(10, "<", "dommere")]),
    ("nb", "tre fjerdedeler", [(0.75, "=", None)]),
    ("nb", "rundt femogtyve telt", [(25, "~", "telt")]),
    ("nb", "et hundretalls fiskere", [(100, "~", "fiskere")]),
    ("nb", "flere tusen sauer", [(2000, ">", "sauer")]),
    ("nn", "fleire hundre tusen kroner", [(200000, ">", "kroner")]),
    ("nn", "om lag førti båtar", [(40, "~", "båtar")]),
    ("nn", "to og ein halv million", [(2.5e6, "=", None)]),
    ("nn", "tusenvis av bønder", [(1000, ">", "bønder")]),
    ("da", "halvtreds mand", [(50, "=", "mand")]),
    ("da", "tooghalvfjerds busser", [(72, "=", "busser")]),
    ("da", "mindst halvandet hundrede", [(150, ">", None)]),
    ("da", "op mod tre mio. kr", [(3e6, "<", None)]),
    ("da", "titusinder af elever", [(10000, ">", "elever")]),
    ("en", "nearly 3,000 tents", [(3000, "<", "tents")]),
    ("en", "1.5 billion", [(1.5e9, "=", None)]),
    ("en", "a dozen judges", [(12, "=", "judges")]),
    ("en", "two hundred and fifty-three sheep", [(253, "=", "sheep")]),
    ("en", "tens of thousands of pupils", [(10000, ">", "pupils")]),
    ("en", "two to three million litres", [(2.5e6, "~", "litres")]),
    ("en", "no more than 20 boats", [(20, "<", "boats")]),
    ("en", "€640m", [(640e6, "=", "€")]),
    ("en", "at least five lorries", [(5, ">", "lorries")]),
    ("en", "the 41st time", [(41, "=", "time")]),
]


@pytest.mark.parametrize(("language", "text", "told"), CASES)
def test_a_marked_span_is_read(language: Language, text: str, told: list[tuple[float, Comparator, str | None]]) -> None:
    found = quantities(text, 0, len(text), language=language)
    assert [(one.comparator, one.unit) for one in found] == [(comparator, unit) for _, comparator, unit in told]
    assert [one.value for one in found] == pytest.approx([value for value, _, _ in told])


def test_a_comparator_just_before_the_span_counts_and_a_preposition_does_not() -> None:
    text = "Minst fem hus brann, och folk stod under två broar."
    five, two = text.index("fem"), text.index("två")
    assert [one.comparator for one in quantities(text, five, five + 7, language="sv")] == [">"]
    assert [one.comparator for one in quantities(text, two, two + 10, language="sv")] == ["="]


def test_the_thing_counted_is_taken_from_after_the_span_if_it_is_a_thing() -> None:
    text = "Elva fiskare greps, men fem av dem släpptes."
    assert quantities(text, 0, 4, language="sv")[0].unit == "fiskare"
    at = text.index("fem")
    assert quantities(text, at, at + 3, language="sv")[0].unit is None


def test_span_and_text_are_the_marked_words() -> None:
    text = "De köpte omkring 40 båtar."
    at = text.index("omkring")
    (one,) = quantities(text, at, at + 16, language="sv")
    assert one.span.holds_in(text)
    assert one.text == "omkring 40 båtar"


@pytest.mark.parametrize("name", ["F-16", "Su-34", "T72", "M-1991"])
def test_names_with_figures_hold_no_number(name: str) -> None:
    assert list(numbers(name, 0, len(name), language="en")) == []


@pytest.mark.parametrize(
    ("language", "word", "value"),
    [
        ("sv", "tjugoförsta", 21),
        ("sv", "3:e", 3),
        ("nb", "tjueførste", 21),
        ("da", "enogtyvende", 21),
        ("en", "twenty-first", 21),
        ("en", "2nd", 2),
    ],
)
def test_ordinals(language: Language, word: str, value: int) -> None:
    assert ordinal(word, language=language) == value
    assert ordinal("bord", language=language) is None


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60), st.sampled_from(LANGUAGES), st.integers(-5, 70), st.integers(-5, 70))
def test_any_text_is_read_without_an_error(text: str, language: Language, start: int, end: int) -> None:
    for one in quantities(text, start, end, language=language):
        assert one.span.holds_in(text)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 10**9), st.sampled_from(LANGUAGES))
def test_grouped_figures_are_read_back(value: int, language: Language) -> None:
    mark = "," if language == "en" else " "
    text = f"{value:,}".replace(",", mark)
    number = number_at(text, 0, language=language)
    assert number is not None
    assert (number.value, number.end) == (value, len(text))


@pytest.mark.parametrize("unit", ["1 ", "två hundra ", "9", "en halv ", "femti", "och ", "½", "1-"])
def test_long_rows_of_numbers_are_read(unit: str) -> None:
    text = unit * 3000
    assert quantities(text, 0, len(text), language="sv") == quantities(text, 0, len(text), language="sv")


@pytest.mark.parametrize(
    ("language", "before", "marked", "after", "scope"),
    [
        ("en", "Another ", "3,000 soldiers", " have been sent.", "additional"),
        ("en", "They sent ", "500", " more.", "additional"),
        ("en", "They sent ", "500", " more than promised.", "event"),
        ("en", "So far, ", "11,000 troops", " have gone.", "total"),
        ("en", "Some ", "12 people", " died, including ", "event"),
        ("en", "Russia lost ", "500 men", " on Monday and 11,000 in total.", "event"),
        ("en", "So far 11,000 have gone, ", "500", " on Monday.", "event"),
        ("en", "It pledged another ", "$500 million", ".", "additional"),
        ("sv", "Ytterligare omkring ", "300 soldater", " väntas.", "additional"),
        ("sv", "", "Tre", " fler soldater än väntat kom.", "event"),
        ("en", "Forty people died, including ", "12 children", ".", "part"),
        ("sv", "Ytterligare ", "tre", " greps.", "additional"),
        ("sv", "Hittills har ", "400 personer", " gripits.", "total"),
        ("sv", "De skickar ", "300 man", " till gränsen.", "event"),
        ("nb", "", "Tolv", " av dem er barn.", "part"),
        ("nb", "I alt er ", "80 drept", ".", "total"),
        ("nn", "", "Ti", " fleire blei arresterte.", "additional"),
        ("nn", "Hittil er ", "40 personar", " drepne.", "total"),
        ("da", "", "20 soldater", ", heraf ", "event"),
        ("da", "Yderligere ", "20 soldater", " sendes.", "additional"),
    ],
)
def test_the_scope_of_a_number(language: Language, before: str, marked: str, after: str, scope: str) -> None:
    text = before + marked + after
    (found,) = quantities(text, len(before), len(before) + len(marked), language=language)
    assert found.scope == scope


@pytest.mark.parametrize(
    ("language", "words", "value", "comparator"),
    [
        ("en", "a quarter of a million men", 250_000, "~"),
        ("en", "between one and three million people", 2_000_000, "~"),
        ("en", "several hundred people", 200, ">"),
        ("nb", "hundrevis av millioner dollar", 1e8, ">"),
        ("nb", "hundre tusener", 100_000, "="),
        ("nb", "flere titall soldater", 20, ">"),
        ("nn", "titusener", 10_000, ">"),
        ("nn", "tri kraftverk", 3, "="),
        ("nn", "milliarden", 1e9, "="),
        ("da", "knap 300 afghanere", 300, "<"),
        ("sv", "uppemot femtio tusen civila", 50_000, "<"),
        ("nn", "nær 600 soldatar", 600, "~"),
    ],
)
def test_numbers_that_held_out_documents_told(language: Language, words: str, value: float, comparator: str) -> None:
    (found,) = quantities(words, 0, len(words), language=language)
    assert (found.value, found.comparator) == (value, comparator)


@pytest.mark.parametrize(
    ("language", "text", "marked", "value", "comparator"),
    [
        ("en", "Fifty-four villagers were shot.", "-four villagers", 54, "="),
        ("en", "Prosecutors opened six cases.", "cases", 6, "="),
        ("en", "It was stopped by at least twelve young farmers.", "farmers", 12, ">"),
        ("sv", "Listan med elva bolag stoppades.", "bolag", 11, "="),
        ("sv", "Ett par hundra ungdomar störde mötet.", "par hundra", 200, "~"),
        ("da", "Han talte med tre unge senatorer.", "senatorer", 3, "="),
        ("nb", "Samtalene endte etter tre timer.", "timer", 3, "="),
        ("nn", "I hovudstaden krev 200 bønder svar.", "bønder", 200, "="),
        ("nn", "Tre og eit halvt tusen er husville.", "Tre og", 3500, "="),
    ],
)
def test_a_number_that_the_marked_words_cut_is_read_whole(
    language: Language, text: str, marked: str, value: float, comparator: Comparator
) -> None:
    start = text.index(marked)
    found = quantities(text, start, start + len(marked), language=language)
    assert [(one.value, one.comparator) for one in found] == [(value, comparator)]


def test_a_number_of_other_words_is_not_taken() -> None:
    assert quantities("Two died. Farmers marched.", 10, 17, language="en") == []
    assert quantities("In 2019 the two angry young farmers, it said, left.", 37, 44, language="en") == []


@pytest.mark.parametrize(
    ("language", "text", "act", "told"),
    [
        ("en", "The envoy pointed to four meetings since May.", "meetings", [4]),
        ("sv", "Ministern pekade på fyra möten sedan i våras.", "möten", [4]),
        ("nb", "Ministeren viste til 12 angrep siden i vår.", "angrep", [12]),
        ("nn", "Ministeren viste til fire møte sidan mai.", "møte", [4]),
        ("da", "Ministeren henviste til tre møder siden maj.", "møder", [3]),
        ("en", "The two met in Vienna.", "met", []),
        ("sv", "Den 12 möttes de i Wien.", "möttes", []),
        ("nb", "Klokka tolv møttes de i Wien.", "møttes", []),
        ("da", "De tolv mødtes i Wien.", "mødtes", []),
        ("da", "Også i 2013 lovede en regering det.", "lovede", []),
        ("nb", "Ministeren viste til 1 500 angrep i fjor.", "angrep", [1500]),
        ("nn", "Ministeren viste til møte sidan mai.", "møte", []),
    ],
)
def test_a_number_right_before_an_act_counts_it(language: Language, text: str, act: str, told: list[int]) -> None:
    start = text.index(act)
    assert [q.value for q in counted(text, start, start + len(act), language=language)] == told


def test_the_reader_counts_acts_by_the_number_before_them() -> None:
    claims = enligt.extract("Ministeren henviste til tre møder mellem Danmark og Rusland siden maj.", language="da")
    assert [[q.value for q in c.quantities] for c in claims] == [[3]]
