"""Known office-holders since about 1990, and which office a name meant at a given date.

The table ``data/leaders.tsv`` holds one row a term: id (of the state or organisation that the person acted for), name, aliases
and transliterations, office, first and last month (``-``: in office when the table was last looked over, November 2025).
A row may join offices that followed each other in one government. A surname that is listed alone counts alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from enligt.actors.tables import Form, rows, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

SURNAME_MARK = "<"  # only where no other name stands before it: "Tusk", but not in "Jan Tusk"


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office. ``start`` and ``end``: ISO months or years, both inclusive; no ``end``: still in it."""

    id: str
    name: str
    office: str
    start: str
    end: str | None


@cache
def _terms() -> dict[str, list[Term]]:
    """Terms by every form of the holder's name, in order of their beginning."""
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for row in rows("leaders"):
        term = Term(row["id"], row["name"], row["office"], row["from"], None if row["to"] == "-" else row["to"])
        for form in dict.fromkeys((row["name"], *(alias for alias, _ in values(row["aliases"])))):
            found[form].append(term)
    for terms in found.values():
        terms.sort(key=lambda term: term.start)
    return found


def term(name: str, *, published: str | None) -> Term | None:
    """The term that a name means.

    Args:
        name: any form of the table, without a genitive.
        published: ISO date, possibly less precise; the term that holds it is meant, else the last one before it, else the
            first. Without a date the last one.

    Returns:
        None where the table does not have the name.
    """
    terms = _terms().get(name)
    if not terms:
        return None
    if published is None:
        return terms[-1]
    month = published[:7]
    holding = [term for term in terms if term.start <= month and (term.end is None or month <= term.end)]
    begun = [term for term in terms if term.start <= month]
    return (holding or begun or terms[:1])[-1]


def ids_of(name: str) -> frozenset[str]:
    """All the actors that the bearer of a name, in any form of the table, has acted for."""
    return frozenset(term.id for term in _terms().get(name, ()))


def terms() -> Iterator[Term]:
    """All terms of the table."""
    for row in rows("leaders"):
        yield Term(row["id"], row["name"], row["office"], row["from"], None if row["to"] == "-" else row["to"])


def forms(language: Language) -> Iterator[Form]:
    """The names that may stand for an office-holder in running text, of the last term each."""
    del language  # transliterations of one language are met in all: papers quote each other
    marks: dict[str, str] = {}
    for row in rows("leaders"):
        marks[row["name"]] = "" if " " in row["name"] else SURNAME_MARK
        for alias, mark in values(row["aliases"]):
            marks.setdefault(alias, mark or ("" if " " in alias else SURNAME_MARK))
    for name, mark in marks.items():
        last = _terms()[name][-1]
        rule = f"'{name}', {last.office} (table leaders)"
        yield Form(name, last.id, last.name, "leader", mark, rule)
