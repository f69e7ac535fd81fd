"""The interface's words: all languages say the same things; the language is the visitor's."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from enligt.actors.tables import rows
from enligt.events import origins
from enligt.model import FACTUALITIES, LANGUAGES, REPEAT_KINDS, STATUSES, Scope, SourceKind
from enligt.readers.ontology import TYPES
from enligt.web import reasons
from enligt.web.filters import EventFilters
from enligt.web.render import environment
from enligt.web.words import LANGUAGES as INTERFACE
from enligt.web.words import chosen, words

if TYPE_CHECKING:
    from enligt.model import Language

FIELD = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", INTERFACE)
def test_every_language_has_the_same_keys_with_the_same_fields(language: Language) -> None:
    ours, english = words(language), words("en")
    assert ours.keys() == english.keys()
    for key in english.keys():  # noqa: SIM118 - Words is no mapping
        assert set(FIELD.findall(ours.text(key))) == set(FIELD.findall(english.text(key))), key
        assert ours.text(key), key


@pytest.mark.parametrize("language", INTERFACE)
def test_what_records_hold_has_a_name(language: Language) -> None:
    said = words(language)
    names = [
        *(f"type.{one}" for one in TYPES),
        *(f"verb.{one}.{form}" for one in TYPES for form in ("inf", "past", "part", "whom", "alone")),
        *(f"status.{one}" for one in STATUSES),
        *(f"status_rule.{one}" for one in STATUSES),
        *(f"factuality.{one}" for one in FACTUALITIES),
        *(f"language.{one}" for one in LANGUAGES),
        *(f"kind.{one}" for one in get_args(SourceKind)),
        *(f"filter.{one}" for one in EventFilters.model_fields),
        *(f"scope.{one}" for one in get_args(Scope)),
        *(f"{way}.{one}" for one in REPEAT_KINDS for way in ("repeats", "repeated")),
    ]
    assert [one for one in names if one not in said] == []


def test_templates_name_only_words_that_are_there() -> None:
    loader = environment().loader
    assert loader is not None
    said = words("en")
    for name in environment().list_templates():
        source = loader.get_source(environment(), name)[0]
        for key in re.findall(r'words\("([a-z_.-]+[a-z])"', source):
            assert key in said, (name, key)
        for key in re.findall(r'words\.count\("([a-z_.]+)"', source):
            assert f"{key}_one" in said, (name, key)
            assert f"{key}_other" in said, (name, key)


def test_no_word_of_a_template_stands_in_the_template(root: Path) -> None:
    """What is between tags is punctuation or comes from the words."""
    for file in sorted((root / "src/enligt/web/templates").glob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL)
        said = set(re.findall(r"[A-Za-z]{2,}", bare)) - {"Enligt", "enligt", "Atom", "CSV", "JSON", "Lines", "serve", "write"}
        assert said == set(), file.name


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        (None, None, "en"),
        (None, "sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        (None, "de,fi;q=0.9", "en"),
        (None, "de, da;q=0.4, nb;q=0.6", "nb"),
        (None, "nn", "nb"),
        (None, "no", "nb"),
        (None, "en;q=0, da", "da"),
        ("da", "sv", "da"),
        ("xx", "sv", "sv"),
        (None, "sv;q=nonsense, ,;;,da", "da"),
        (None, "x" * 100_000, "en"),
    ],
)
def test_the_language_is_the_visitors(cookie: str | None, accepted: str | None, language: str) -> None:
    assert chosen(cookie, accepted) == language


def test_dates_and_numbers_are_written_as_the_language_does() -> None:
    assert words("sv").date("2024-10-08") == "8 oktober 2024"
    assert words("nb").date("2024-10-08") == "8. oktober 2024"
    assert words("en").date("2024-10") == "October 2024"
    assert words("en").date("2024") == "2024"
    assert words("en").date("sometime") == "sometime"
    assert words("en").date(None) == "no date"
    assert words("sv").number(12000) == "12\u00a0000"
    assert words("da").number(1234.5) == "1.234,5"
    assert words("en").number(1234.5) == "1,234.5"
    assert words("en").share(0.5) == "0.50"


def test_a_time_stands_in_a_sentence_by_its_precision() -> None:
    said = words("en")

    def at(start: str, end: str, precision: str) -> str:
        return said.at({"start": start, "end": end, "precision": precision})

    assert at("2024-10-08", "2024-10-08", "day") == "on 8 October 2024"
    assert at("2024-10-01", "2024-10-31", "month") == "in October 2024"
    assert at("2024-01-01", "2024-12-31", "year") == "in 2024"
    assert at("2024-10-08", "2024-10-13", "range") == "between 8 October and 13 October 2024"
    assert at("2023-12-30", "2024-01-02", "range") == "between 30 December 2023 and 2 January 2024"
    assert said.at(None) == ""


def test_long_lists_are_counted() -> None:
    said = words("en")
    assert said.joined(["A"]) == "A"
    assert said.joined(["A", "B"]) == "A and B"
    assert said.joined(["A", "B", "C", "D"]) == "A, B, C and one other"
    assert said.joined(list("ABCDEF")) == "A, B, C and 3 others"
    assert said.joined([]) == ""


@pytest.mark.parametrize("language", INTERFACE)
def test_every_reason_of_events_has_words(language: Language) -> None:
    said = words(language)
    source = Path(inspect.getfile(origins)).read_text(encoding="utf-8")
    fixed = {*origins._RELATED.values(), "carries the agency's text", *re.findall(r'_join\([^"]*?"([^"{}]+)"\)', source)}
    fixed |= set(re.findall(r'return "([a-z][^"]+)"', source)) | {"the medium names its source elsewhere"}
    assert len(fixed) >= 15
    assert [one for one in fixed if f"reason.{one}" not in said] == []
    notes = {row["note"] for row in rows("media")} - {"-"}
    assert [one for one in notes if f"voice.{one}" not in said] == []


def test_reasons_and_rules_with_names_are_told_in_the_language_of_the_page() -> None:
    said = words("sv")
    assert reasons.reason("the same unnamed source of Reuters", said) == "samma ej namngivna källa hos Reuters"
    speaks = "TASS speaks for its state (owned and run by the Russian government)"
    assert reasons.reason(speaks, said) == "TASS talar för sin stat (ägs och drivs av den ryska regeringen)"
    assert reasons.reason(speaks, words("en")) == speaks
    assert reasons.reason("because {of} it", said) == "because {of} it"
    assert reasons.voice("the state broadcaster", words("da")) == "den statslige radio- og tv-station"
    assert reasons.rule("set right by Kari {Ola}", said) == "rättat av Kari {Ola}"
    told = "scored 0.9134 among the names of the window; state 'Norge' of NOR (table states)"
    assert reasons.rule(told, said) == "91 poäng av 100 bland namnen i textfönstret; ”Norge” står för Norge, enligt en tabell"
    assert reasons.rule("marked as the place; something else", said) is None
