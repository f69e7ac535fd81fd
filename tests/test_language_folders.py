"""Every language folder has one shape: the same tables, with the same keys and kinds of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from enligt.languages import TABLES, spelled, table
from enligt.languages.numbers import number_at, ordinal
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

OWN = ("dates", "numbers", "sentences", "titles", "denials")
FREE = {"small", "tens", "magnitudes", "glued", "special", "fractions", "crowds", "vague", "double"}  # keys are words


def keys(values: Any, path: str = "") -> Iterator[str]:
    """Every path into a table, without the keys that are words of the language."""
    if isinstance(values, dict):
        for key, value in values.items():
            inner = f"{path}/{key}"
            yield inner
            if key not in FREE and key != "ordinals":
                yield from keys(value, inner)


@pytest.mark.parametrize("name", TABLES)
def test_every_language_has_every_table(name: str) -> None:
    for language in LANGUAGES:
        assert table(language, name)


@pytest.mark.parametrize("name", OWN)
def test_tables_have_the_same_keys(name: str) -> None:
    first = list(keys(dict(table("sv", name))))
    for language in LANGUAGES:
        assert sorted(keys(dict(table(language, name)))) == sorted(first), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_are_read_as_they_are_written(language: Language) -> None:
    own = table(language, "numbers")
    for kind in ("small", "tens"):
        for word, value in own[kind].items():
            number = number_at(word, 0, language=language)
            assert number is not None
            assert number.value == value
    for word, value in own["ordinals"].items():
        assert ordinal(word, language=language) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_tables_are_small_letters_where_text_is_folded(language: Language) -> None:
    dates = table(language, "dates")
    for forms in (*dates["months"], *dates["weekdays"], *dates["units"].values(), *dates["holidays"].values()):
        assert all(form == form.lower() for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_and_weekdays_are_complete(language: Language) -> None:
    dates = table(language, "dates")
    assert len(dates["months"]) == 12
    assert len(dates["weekdays"]) == 7
    assert all(dates["seasons"].values())


def test_an_entry_stands_for_its_stem_with_each_ending() -> None:
    assert list(spelled("call||s|ed off")) == [("call", "off"), ("calls", "off"), ("called", "off")]
    assert list(spelled("neka|r|de")) == [("nekar",), ("nekade",)]
