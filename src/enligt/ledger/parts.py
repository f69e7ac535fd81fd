"""Which claims hang together: the part of the ledger that is grouped at once when one of them is touched.

A claim's part is all that hangs together with it by links of the lowest rung at which that is no more than so many claims
(``enligt.events.linking``, which says the same of claims in memory). So nobody need read a story of months to add one more
article to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Select, or_, select

from enligt.ledger import schema
from enligt.ledger.told_tables import tied

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    Linked = tuple[str, str, int]
    Tied = tuple[str, str, bool]

_AT_ONCE: Final = 100  # claims whose links are asked for at once: few, since each may have hundreds

_link = schema.claim_link
_LINKS: Final = select(_link.c.one, _link.c.other, _link.c.score)


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(values))
    while several := list(islice(rest, _AT_ONCE)):
        yield several


@dataclass(slots=True)
class Parts:
    """The parts of a ledger as its links stand; what was found is kept, so make another once links have changed."""

    connection: Connection
    rungs: Sequence[int]
    most: int
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, claim: str) -> frozenset[str]:
        """The part of a claim, itself among it."""
        if claim not in self.known:
            part = next(found for rung in self.rungs if (found := self._reached(claim, rung)) is not None)
            self.known.update(dict.fromkeys(part, part))
        return self.known[claim]

    def of_all(self, claims: Iterable[str]) -> set[frozenset[str]]:
        """The parts of several claims."""
        return {self.of(claim) for claim in sorted(claims)}

    def _reached(self, claim: str, rung: int) -> frozenset[str] | None:
        """What hangs together with a claim by links of a rung; None where that is too much, unless it is the last rung."""
        found: set[str] = set()
        todo = {claim}
        while todo:
            found |= todo
            met: set[str] = set()
            for several in _portions(todo):
                for one, other, _ in self.connection.execute(_of(several).where(_link.c.score >= rung)):
                    met |= {one, other}
                met.update(*((one, other) for one, other, same in ties(self.connection, several) if same))
                if len(found | met) > self.most and rung != self.rungs[-1]:
                    return None
            todo = met - found
        return frozenset(found)


def _of(claims: Collection[str]) -> Select[str, str, int]:
    return _LINKS.where(or_(_link.c.one.in_(claims), _link.c.other.in_(claims)))


def partners(connection: Connection, claims: Collection[str], *, enough: int) -> set[str]:
    """The claims that these are linked to with at least such a score, or tied to by a judgement; and these."""
    found = set(claims)
    for several in _portions(claims):
        for one, other, _ in connection.execute(_of(several).where(_link.c.score >= enough)):
            found |= {one, other}
        for one, other, _ in ties(connection, several):
            found |= {one, other}
    return found


def among(connection: Connection, claims: Collection[str]) -> list[Linked]:
    """The links among claims."""
    found: dict[tuple[str, str], int] = {}
    for several in _portions(claims):
        for one, other, score in connection.execute(_of(several)):
            if one in claims and other in claims:
                found[one, other] = score
    return [(one, other, score) for (one, other), score in sorted(found.items())]


def ties(connection: Connection, claims: Collection[str]) -> list[Tied]:
    """What judgements say of these claims and others, two at a time."""
    found: set[Tied] = set()
    for several in _portions(claims):
        asked = select(tied.c.one, tied.c.other, tied.c.same)
        either = or_(tied.c.one.in_(several), tied.c.other.in_(several))
        found.update((one, other, same) for one, other, same in connection.execute(asked.where(either)))
    return sorted(found)
