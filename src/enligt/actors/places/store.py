"""The tables that places are looked up in: towns, first-level divisions, our own names, areas, states.

``data/made.json`` says what the large ones were cut from; ``quality/towns.py`` makes them.
"""

from __future__ import annotations

import csv
import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from enligt.actors import tables
from enligt.actors.places.folding import fold
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

DATA: Final = Path(__file__).parent / "data"
NOTIONAL: Final = 10_000
"""Inhabitants that a place of our own table counts as having where GeoNames' cut has it not."""

Extent = tuple[float, float, float, float]
"""A box in degrees: south, west, north, east."""


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place. ``country`` is alpha-3, ``division`` the code of its first-level division, the rest in degrees.

    ``usual``: what it was asked for by stands in our own table (of what the news speaks of), or is its usual name while our own
    table has no town of that name; not a former or a foreign one.
    """

    name: str
    country: str
    division: str
    latitude: float
    longitude: float
    inhabitants: int
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A region, sea or strait: a box that holds it. ``countries`` are those that it is of or lies in; none of a sea."""

    name: str
    countries: tuple[str, ...]
    extent: Extent


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


class _Lines:
    """The lines of a large table by number, cut out of its bytes when asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._ends = array("I", (end.start() for end in re.finditer(rb"\n", content)))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> bytes:
        return self._content[self._ends[at - 1] + 1 if at else 0 : self._ends[at]]


@cache
def _lines(table: str) -> _Lines:
    return _Lines((DATA / f"{table}.tsv").read_bytes())


@cache
def _names() -> bytes:
    return (DATA / "names.tsv").read_bytes()


class _ByCode:
    """The keys of ``names.tsv`` as a sequence by byte: at each the key of its line. The file is never taken apart."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __len__(self) -> int:
        return len(self._content)

    def start(self, at: int) -> int:
        """Where the line begins that holds a byte, or that ends in it."""
        return self._content.rfind(b"\n", 0, at) + 1

    def __getitem__(self, at: int) -> bytes:
        start = self.start(at)
        return self._content[start : self._content.index(b"\t", start)]


@cache
def _moved() -> dict[int, str]:
    """The towns that our own table calls otherwise than GeoNames, by number."""
    return {number: row["name"] for row in _rows("exonyms") for number in _numbers(fold(row["of"])) if _is(number, row)}


def _is(number: int, row: dict[str, str]) -> bool:
    name, country, *_ = _lines("towns")[number].decode().split("\t")
    return name == row["of"] and country == row["country"]


@lru_cache(maxsize=4096)
def _numbers(key: str) -> tuple[int, ...]:
    content, asked = _names(), key.encode()
    keys = _ByCode(content)
    start = keys.start(bisect_left(keys, asked))
    if not content.startswith(asked + b"\t", start):
        return ()
    return tuple(int(one) for one in content[start + len(asked) + 1 : content.index(b"\n", start)].split())


def _town(number: int) -> Town:
    name, country, division, latitude, longitude, inhabitants = _lines("towns")[number].decode().split("\t")
    return Town(_moved().get(number, name), country, division, float(latitude), float(longitude), int(inhabitants))


@cache
def _own() -> dict[str, tuple[Town, ...]]:
    """The towns of our own table by each of their folded forms."""
    found: dict[str, tuple[Town, ...]] = {}
    for row in _rows("exonyms"):
        if "," in row["of"]:
            latitude, longitude = map(float, row["of"].split(","))
            town = Town(row["name"], row["country"], "", latitude, longitude, NOTIONAL)
        else:
            town = _town(next(number for number in _numbers(fold(row["of"])) if _is(number, row)))
            town = replace(town, inhabitants=max(town.inhabitants, NOTIONAL))
        for form in row["forms"].split(", "):
            found[fold(form)] = (*found.get(fold(form), ()), town)
    return found


@lru_cache(maxsize=4096)
def towns(name: str) -> tuple[Town, ...]:
    """The towns that bear a folded name, the largest first; where our own table has it, no others of that country."""
    own = _own().get(name, ())
    taken = {town.country for town in own}
    others = (town for town in map(_town, _numbers(name)) if town.country not in taken)
    found = [*own, *(replace(town, usual=not own and fold(town.name) == name) for town in others)]
    return tuple(sorted(found, key=lambda town: -town.inhabitants))


@cache
def division(town: Town) -> Extent | None:
    """The box around the places of a town's first-level division; None where it is of none."""
    key = f"{town.country}\t{town.division}\t".encode()
    lines = _lines("divisions")
    at = bisect_left(lines, key)
    if at == len(lines) or not lines[at].startswith(key):
        return None
    south, west, north, east = map(float, lines[at].split(b"\t")[2:])
    return south, west, north, east


@cache
def _areas() -> dict[str, tuple[tuple[Area, bool], ...]]:
    found: dict[str, tuple[tuple[Area, bool], ...]] = {}
    for row in _rows("areas"):
        countries = () if row["country"] == "-" else tuple(row["country"].split("/"))
        if row["extent"].startswith("="):
            seat = next(town for town in towns(fold(row["extent"][1:])) if town.country in countries)
            extent = division(seat)
        else:
            south, west, north, east = map(float, row["extent"].split(","))
            extent = (south, west, north, east)
        if extent is not None:
            area = Area(row["name"], countries, extent)
            for form in row["forms"].split(", "):
                found[fold(form)] = (*found.get(fold(form), ()), (area, form.islower()))
    return found


def area(name: str, *, capital: bool = True) -> Area | None:
    """The area of a folded name; one whose name has no capital where the words have none (``capital`` False)."""
    return next((one for one, small in _areas().get(name, ()) if capital or small), None)


@cache
def _states(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for tongue in dict.fromkeys((language, *LANGUAGES)):
        for state in tables.states(tongue).values():
            for name in state.names:
                if name and not (tongue != language and name == "Island"):  # an English word, and Iceland's Nordic name
                    found.setdefault(fold(name), state.id)
    return found


def state(name: str, *, language: Language) -> str | None:
    """The alpha-3 code of a state by its folded name, in this language before the others."""
    return _states(language).get(name)


def capital(code: str) -> Town | None:
    """The capital of a state; None where the tables have none, or have not the town."""
    known = tables.states("en").get(code)
    names = known.capitals if known is not None else ()
    return next((town for name in names for town in towns(fold(name)) if town.country == code), None)


def state_name(code: str) -> str | None:
    """The usual English name of a state by its alpha-3 code; None where the code is no state's."""
    known = tables.states("en").get(code)
    return known.names[0] if known is not None else None
