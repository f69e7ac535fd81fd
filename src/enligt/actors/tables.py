"""The room's tables, read from ``data/`` and turned into forms: what may stand in a text, and whom it stands for.

Cells hold several values parted by ``", "``; ``-`` is an empty cell. A value may end in a mark:

``~``  only where it stands apart from other names ("Jordan", but not in "Michael Jordan")
``?``  only where the text names the same actor otherwise ("Congress" where the USA are spoken of)
``&``  both
``^``  for completeness: never matched, another entry has it (Brussels stands for the EU)
"""

from __future__ import annotations

import csv
import itertools
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.actors.inflection import adjective_forms, inhabitant_forms
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

_DATA = Path(__file__).parent / "data"
_MARKS = "~?&^"


@dataclass(frozen=True, slots=True)
class Form:
    """A string that may stand in a text. ``mark`` is one of the marks above or empty; ``id`` empty blocks shorter matches."""

    text: str
    id: str
    name: str | None
    kind: str
    mark: str
    rule: str


def rows(table: str) -> list[dict[str, str]]:
    """The lines of ``data/TABLE.tsv`` as dictionaries, in the order of the file; its first lines may tell of it, behind ``#``."""
    with (_DATA / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        lines = itertools.dropwhile(lambda line: line.startswith("#"), file)
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def values(cell: str) -> Iterator[tuple[str, str]]:
    """The values of a cell, each with its mark (empty where it has none)."""
    if cell in {"-", ""}:
        return
    for value in cell.split(", "):
        if value[-1] in _MARKS:
            yield value[:-1], value[-1]
        else:
            yield value, ""


def column(language: Language) -> str:
    """The column or file that holds a language: Nynorsk shares the Norwegian ones with Bokmål."""
    return "nb" if language == "nn" else language


def words_column(language: Language) -> str:
    """The same where words other than names are meant: a language that has none of its own (a taught reader's) has Danish ones.

    Titles are much the same in all Germanic languages, and a wrong one does little harm.
    """
    return column(language) if language in LANGUAGES else "da"


def named_in(language: Language) -> Language:
    """The language whose names of states are read: itself where we have them, else English."""
    return language if language in rows("cldr")[0] else "en"


def _own_states(language: Language) -> list[dict[str, str]]:
    """Our own table of a language; none for one whose names are CLDR's alone."""
    table = f"states.{column(language)}"
    return rows(table) if (_DATA / f"{table}.tsv").is_file() else []


@dataclass(frozen=True, slots=True)
class State:
    """One row of a states table: base forms, first the usual one; capitals with their marks removed."""

    id: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    inhabitants: tuple[str, ...]
    capitals: tuple[str, ...]


@cache
def states(language: Language) -> dict[str, State]:
    """All states and territories by alpha-3 code. A name not given in our own table is CLDR's."""
    language = named_in(language)
    cldr = {row["id"]: row[language] for row in rows("cldr")}
    found: dict[str, State] = {}
    for row in _own_states(language):
        code = row["id"]
        own = [value for value, _ in values(row["names"])]
        plain = cldr.get(code, "")
        if language == "nn" and plain:  # our own names are shared with Bokmål: CLDR's is the Nynorsk one where we have it too
            own.sort(key=lambda name: name != plain)
        found[code] = State(
            id=code,
            names=tuple(own) or (plain,),
            adjectives=tuple(value for value, _ in values(row["adjectives"])),
            inhabitants=tuple(value for value, _ in values(row["inhabitants"])),
            capitals=tuple(value for value, _ in values(row["capitals"])),
        )
    for code, name in cldr.items():
        found.setdefault(code, State(code, (name,), (), (), ()))
    return found


def _state_forms(language: Language) -> Iterator[Form]:
    language = named_in(language)
    table = f"states.{column(language)}"
    for row in _own_states(language):
        for kind, cell, inflected in (
            ("state", "names", _as_it_is),
            ("capital", "capitals", _as_it_is),
            ("adjective", "adjectives", adjective_forms),
            ("inhabitant", "inhabitants", inhabitant_forms),
        ):
            for value, mark in values(row[cell]):
                for form in inflected(value, language):
                    yield Form(form, row["id"], None, kind, mark, f"{kind} '{form}' of {row['id']} (table {table})")
    for row in rows("cldr"):
        for tongue in ("nb", "nn") if language in {"nb", "nn"} else (language,):
            name = row[tongue]
            if not _UNUSUAL.search(name):
                mark = "~" if name in _LIKE_PERSONS else ""
                yield Form(name, row["id"], None, "state", mark, f"state '{name}' of {row['id']} (table cldr)")


def _as_it_is(word: str, language: Language) -> tuple[str, ...]:
    del language
    return (word,)


# CLDR's names that no paper writes: "Myanmar (Burma)", "Hongkong SAR", "Congo - Kinshasa".
_UNUSUAL = re.compile(r"\(|\bSAR\b| - ")
# Names of states that are given names or surnames too: apart from other names only.
_LIKE_PERSONS = frozenset({"Jordan", "Chad", "Georgia", "Israel"})


def _body_forms(language: Language) -> Iterator[Form]:
    key = column(language)
    for table in ("organisations", "national"):
        for row in rows(table):
            name = None if row["name"] == "-" else row["name"]
            for cell in (row["any"], row.get(key, "-")):
                for value, mark in values(cell):
                    rule = f"{row['kind']} '{value}' of {row['id']} (table {table})"
                    yield Form(value, row["id"], name if row["kind"] != "place" else None, row["kind"], mark, rule)


def city_forms() -> Iterator[Form]:
    """The world's cities, alike in all languages; of several ids, parted by ``/``, the one that the text names otherwise."""
    for row in rows("cities"):
        yield Form(row["name"], sys.intern(row["ids"]), None, "city", "&", f"city '{row['name']}' (table cities)")


def _blocking_forms(language: Language) -> Iterator[Form]:
    for row in rows("blocked"):
        if row["language"] in {"any", column(language)}:
            for value, mark in values(row["forms"]):
                yield Form(value, "", None, "none", mark, f"'{value}' stands for no actor (table blocked)")


def forms(language: Language) -> Iterator[Form]:
    """Every form of one language, the more telling tables first: of equal strings the first one counts."""
    yield from _blocking_forms(language)
    yield from _state_forms(language)
    yield from _body_forms(language)
