"""Known office-holders, by name and by office: whom a name meant at a given date, and who held an office on a day.

The table ``data/leaders.tsv`` holds one row a term: id (of the state or organisation that the person acted for), name, aliases
and transliterations, office, role, first and last day or month (``-``: in office in the month ``known_until``), and where the row
can be checked. Rows with a role (`ROLES`, since 2015) are exact; the others, since about 1990, only say for whom a name stands,
and may join offices that followed each other in one government. A surname that is listed alone counts alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_args

from enligt.actors.tables import Form, rows, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

Role = Literal["head-of-state", "head-of-government", "foreign-minister", "defence-minister"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

SURNAME_MARK = "<"  # only where no other name stands before it: "Tusk", but not in "Jan Tusk"


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office.

    ``start`` and ``end``: ISO days, months or years, both inclusive; no ``end``: still in it, as far as is known in the month
    ``known_until``. ``roles``: which of `ROLES` it is; of others empty, as are ``known_until`` and ``reference``, where it can
    be checked.
    """

    id: str
    name: str
    office: str
    start: str
    end: str | None
    roles: tuple[Role, ...] = ()
    known_until: str | None = None
    reference: str | None = None

    def holds(self, day: str, *, sure: bool = False) -> bool:
        """Whether ``day`` (ISO, possibly a month or year) lies in the term; days and months are compared as far as both go.

        ``sure``: only where nothing is left open: not where the term begins or ends in the month or year that ``day`` names
        without saying when, and not after the month until which an open end is known.
        """
        if sure:
            return self._surely(day)
        return _upto(self.start, day) and (self.end is None or _upto(day, self.end))

    def _surely(self, day: str) -> bool:
        last = self.end or self.known_until
        if last is None or len(day) < len("2020-01"):
            return False
        begun = self.start <= day if len(day) >= len(self.start) and len(self.start) > len("2020-01") else self.start < day[:7]
        if self.end is None:
            return begun and _upto(day, last)
        return begun and (day <= last if len(day) >= len(last) and len(last) > len("2020-01") else day[:7] < last[:7])


def _upto(one: str, other: str) -> bool:
    """Whether a day, month or year is not after another, as far as both are told."""
    told = min(len(one), len(other))
    return one[:told] <= other[:told]


@cache
def _table() -> tuple[tuple[Term, tuple[str, ...], str], ...]:
    """Every term with all forms of its holder's name, and the cell of aliases."""
    found = []
    for row in rows("leaders"):
        roles: tuple[Role, ...] = tuple(role for role in ROLES if role in row["role"].split(", "))
        end, known, reference = (None if row[column] == "-" else row[column] for column in ("to", "known_until", "reference"))
        term = Term(row["id"], row["name"], row["office"], row["from"], end, roles, known, reference)
        forms = tuple(dict.fromkeys((row["name"], *(alias for alias, _ in values(row["aliases"])))))
        found.append((term, forms, row["aliases"]))
    return tuple(found)


@cache
def _terms() -> dict[str, list[Term]]:
    """Terms by every form of the holder's name, in order of their beginning."""
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for term, forms, _ in _table():
        for form in forms:
            found[form].append(term)
    for terms in found.values():
        terms.sort(key=lambda term: term.start)
    return found


@cache
def _by_state() -> dict[str, list[Term]]:
    """The terms that have a role, by state, in order of their beginning."""
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for term in sorted((term for term, _, _ in _table() if term.roles), key=lambda term: term.start):
        found[term.id].append(term)
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
    holding = [term for term in terms if term.holds(published)]
    begun = [term for term in terms if _upto(term.start, published)]
    return (holding or begun or terms[:1])[-1]


def terms_of(state: str) -> tuple[Term, ...]:
    """The terms with a role of one state (alpha-3 code), in order of their beginning."""
    return tuple(_by_state().get(state, ()))


def office_holder(state: str, office: str, day: str) -> Term | None:
    """Who held an office on a day.

    Args:
        state: alpha-3 code.
        office: one of `ROLES`, or the office's own name in the table (``president``, ``chancellor``, ``secretary of state``).
        day: ISO day or month.

    Returns:
        The one term that surely holds the day; None where the table has none, or where two holders share the day of a change.
    """
    held = [one for one in terms_of(state) if (office in one.roles or office == one.office) and one.holds(day, sure=True)]
    return held[-1] if len({one.name for one in held}) == 1 else None


def offices_of(name: str, day: str | None = None) -> tuple[Term, ...]:
    """The terms of a person, by any form of the name, in order of their beginning; where ``day`` is given, those that hold it."""
    return tuple(one for one in _terms().get(name, ()) if day is None or one.holds(day))


def ids_of(name: str) -> frozenset[str]:
    """All the actors that the bearer of a name, in any form of the table, has acted for."""
    return frozenset(term.id for term in _terms().get(name, ()))


def terms() -> Iterator[Term]:
    """All terms of the table."""
    yield from (term for term, _, _ in _table())


def forms(language: Language) -> Iterator[Form]:
    """The names that may stand for an office-holder in running text, of the last term each."""
    del language  # transliterations of one language are met in all: papers quote each other
    marks: dict[str, str] = {}
    for term, _, aliases in _table():
        plain = "" if " " in term.name else SURNAME_MARK
        told = dict(values(aliases))
        marks[term.name] = told.get(term.name) or marks.get(term.name) or plain  # a name may itself need a mark
        for alias, mark in told.items():
            marks.setdefault(alias, mark or ("" if " " in alias else SURNAME_MARK))
    for name, mark in marks.items():
        last = _terms()[name][-1]
        rule = f"'{name}', {last.office} (table leaders)"
        yield Form(name, last.id, last.name, "leader", mark, rule)
