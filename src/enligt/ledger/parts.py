"""Which claims hang together: the part of the ledger that is grouped at once when one of them is touched.

A claim's part is all that hangs together with it by links of the lowest rung at which that is no more than so many claims
(``enligt.events.linking``, which says the same of claims in memory). So nobody need read a story of months to add one more
article to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from enligt.ledger import asking
from enligt.ledger.rows import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    Linked = tuple[str, str, int]
    Tied = tuple[str, str, bool]

_AT_ONCE: Final = 100  # claims whose links are asked for at once: few, since each may have hundreds

_LINKS: Final = (
    "SELECT one, other, score FROM claim_link WHERE one IN (SELECT value FROM json_each(:names)) "
    "UNION ALL SELECT other, one, score FROM claim_link WHERE other IN (SELECT value FROM json_each(:names))"
)
_TIES: Final = (
    "SELECT one, other, same FROM tied WHERE one IN (SELECT value FROM json_each(:names)) "
    "UNION ALL SELECT other, one, same FROM tied WHERE other IN (SELECT value FROM json_each(:names))"
)


class Part(NamedTuple):
    """Claims that hang together by links of a rung."""

    claims: frozenset[str]
    rung: int


@dataclass(slots=True)
class Parts:
    """The parts of a ledger as its links stand. What was looked up is kept, so that each claim's links are asked for once."""

    connection: Connection
    rungs: Sequence[int]
    most: int
    near: dict[str, dict[str, int]] = field(default_factory=dict)  # a claim's links, with their scores
    tied: dict[str, dict[str, bool]] = field(default_factory=dict)  # what judgements say of it and others
    large: dict[tuple[int, int], set[str]] = field(
        default_factory=dict
    )  # by rung and most, claims that hang together with too many
    known: dict[str, Part] = field(default_factory=dict)  # a claim's part
    kept: dict[str, Any] = field(default_factory=dict)  # what those who group parts know of the links among claims

    def load(self, claims: Iterable[str]) -> None:
        """Look up the links and ties of claims that were not looked up yet."""
        missing = [one for one in claims if one not in self.near]
        for several in portions(missing, _AT_ONCE):
            for claim in several:
                self.near[claim], self.tied[claim] = {}, {}
            for claim, theirs, score in asking.of_each(self.connection, _LINKS, several):
                self.near[claim][theirs] = score
            for claim, theirs, same in asking.of_each(self.connection, _TIES, several):
                self.tied[claim][theirs] = bool(same)

    def change(self, claims: Collection[str], links: Collection[Linked]) -> set[str]:
        """These claims, whose links were looked up, have these links now in place of those that they had.

        Returns:
            The claims whose part may be another now, of those whose part was asked for.
        """
        if any(self.near[claim] for claim in claims):
            changed = set(self.known)
            self.known.clear()
            self.large.clear()
            self.kept.clear()
            for claim in claims:
                for other in self.near[claim]:
                    if other in self.near:
                        self.near[other].pop(claim, None)
                self.near[claim] = {}
            self._link(links)
            return changed
        self._link(links)
        # Where links only come, a part changes if one of its own rung reaches into it.
        changed = set().union(*map(self._drop, claims))
        left = set(claims)
        for claim in sorted(claims):
            changed |= self._grow(claim, left) if not any(self.tied[claim].values()) else self._cut(claim)
            left.discard(claim)
        return changed

    def _link(self, links: Iterable[Linked]) -> None:
        for one, other, score in links:
            for claim, theirs in ((one, other), (other, one)):
                if claim in self.near:  # else it is looked up when it is needed
                    self.near[claim][theirs] = score

    def _drop(self, claim: str) -> frozenset[str]:
        """Look for a claim's part anew; what that was."""
        part = self.known.get(claim)
        if part is None:
            return frozenset()
        for one in part.claims:
            del self.known[one]
        return part.claims

    def _cut(self, claim: str) -> set[str]:
        """Look for the parts anew that a claim's links reach into; what those were."""
        changed: set[str] = set()
        for other, score in self.near[claim].items():
            part = self.known.get(other)
            if part is not None and score >= part.rung:
                changed |= self._drop(other)
        return changed

    def _grow(self, claim: str, left: Collection[str]) -> set[str]:
        """Join the parts that the links of a new claim hold together, as far as they are known; the claims of them.

        Its links with those ``left``, itself among them, are not to be heeded yet.
        """
        changed: set[str] = set()
        for rung in self.rungs:
            large = self.large.setdefault((rung, self.most), set())
            met = [other for other, score in self.near[claim].items() if score >= rung and other not in left]
            parts = [self.known.get(other) for other in met]
            whole = frozenset({claim}).union(
                *{id(one): one.claims for one in parts if one is not None and one.rung == rung}.values()
            )
            many = not large.isdisjoint(met) or any(one is not None and one.rung > rung for one in parts)
            if not many and None in parts:  # it is not known with whom those hang together
                return changed | self._cut(claim)
            changed |= whole
            if rung == self.rungs[-1] or not (many or len(whole) > self.most):
                self.known.update(dict.fromkeys(whole, Part(whole, rung)))
                break
            large |= whole
            for one in whole:
                self.known.pop(one, None)
        return changed

    def of(self, claim: str) -> frozenset[str]:
        """The part of a claim, itself among it."""
        if claim not in self.known:
            several = ((self._reached(claim, rung), rung) for rung in self.rungs)
            part = next(Part(found, rung) for found, rung in several if found is not None)
            self.known.update(dict.fromkeys(part.claims, part))
        return self.known[claim].claims

    def of_all(self, claims: Collection[str]) -> set[frozenset[str]]:
        """The parts of several claims."""
        self._gather(claims)
        found: set[frozenset[str]] = set()
        left = set(claims)
        while left:
            part = self.of(left.pop())
            found.add(part)
            left -= part
        return found

    def _gather(self, claims: Iterable[str]) -> None:
        """Look up what hangs together with claims not looked up yet, a step at a time, up to as much as a part may be."""
        found = 0
        todo = {one for one in claims if one not in self.near}
        while todo and found <= self.most:  # the rest is looked up part by part, where it is needed
            self.load(todo)
            found += len(todo)
            met = {other for one in todo for other, score in self.near[one].items() if score >= self.rungs[0]}
            met.update(other for one in todo for other, same in self.tied[one].items() if same)
            todo = {one for one in met if one not in self.near}

    def _reached(self, claim: str, rung: int) -> frozenset[str] | None:
        """What hangs together with a claim by links of a rung; None where that is too much, unless it is the last rung."""
        large = self.large.setdefault((rung, self.most), set())
        if claim in large:
            return None
        found: set[str] = set()
        todo = {claim}
        while todo:
            found |= todo
            met: set[str] = set()
            self.load(todo)
            for one in todo:
                met.update([other for other, score in self.near[one].items() if score >= rung])
                met.update([other for other, same in self.tied[one].items() if same])
            if rung != self.rungs[-1] and (len(found | met) > self.most or not large.isdisjoint(met)):
                large |= found  # whoever hangs together with these hangs together with as many
                return None
            todo = met - found
        return frozenset(found)

    def partners(self, claims: Collection[str]) -> set[str]:
        """The claims that these hang together with by a link of the lowest rung or a judgement; and these."""
        self.load(claims)
        found = set(claims)
        for claim in claims:
            found.update(other for other, score in self.near[claim].items() if score >= self.rungs[0])
            found |= self.tied[claim].keys()
        return found

    def ties(self, claims: Collection[str]) -> list[Tied]:
        """What judgements say of two of these claims each."""
        self.load(claims)
        found = [
            (one, other, same) for one in claims for other, same in self.tied[one].items() if one < other and other in claims
        ]
        return sorted(found)
