"""The queue of a review: claims and events that nobody judged yet, ordered by doubt and by what rests on them."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from enligt.run import linking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.ledger import Judgement, View
    from enligt.run import auditing

Kind = Literal["claims", "events", "random"]
KINDS: Final[tuple[Kind, ...]] = ("claims", "events", "random")
"""By doubt and weight; the same of events; drawn at random, as `auditing.audit` does."""

_OF_CLAIMS: Final = frozenset({"accept", "reject", "correct"})
_OF_EVENTS: Final = frozenset({"same", "apart"})


class Act(NamedTuple):
    """Judgements that one person made at one stroke, all of one decision."""

    judgements: tuple[Judgement, ...]

    @property
    def first(self) -> Judgement:
        """One that stands for all: whose, which, when."""
        return self.judgements[0]

    @property
    def holds(self) -> bool:
        """Whether all of it still holds."""
        return all(one.holds for one in self.judgements)


def queue(view: View, kind: Literal["claims", "events"], *, today: str, limit: int) -> list[tuple[str, str]]:
    """What is to be looked at next: the id of each claim (or event), and that of its event.

    Args:
        view: the ledger, its events up to date.
        kind: of `KINDS`; what is drawn at random stands in `drawn`.
        today: ISO day as of which events are told.
        limit: at most so many.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    judged = _judged(view.judgements(), _OF_CLAIMS if kind == "claims" else _OF_EVENTS)
    at = {"teller": linking.teller(), "today": today}
    with view.overview() as overview:
        if kind == "claims":
            found = ((one.id, one.event_id) for one in overview.queue.claims(**at) if one.id not in judged)
            return list(islice(found, limit))
        done = set(view.events_of(judged).values())
        return list(islice(((one.id, one.event_id) for one in overview.queue.events(**at) if one.id not in done), limit))


def drawn(view: View, made: auditing.Audit, *, limit: int) -> list[tuple[str, str]]:
    """The claims of an audit that nobody judged yet, in its order, each with its event."""
    names = [one.id for one in made.queue if one.kind == "claim" and made.state(one) == "open"]
    homes = view.events_of(names)
    return [(one, homes[one]) for one in names if one in homes][:limit]


def _judged(made: Iterable[Judgement], decisions: frozenset[str]) -> set[str]:
    """The claims of which a judgement holds."""
    return {claim for one in made if one.holds and one.decision in decisions for claim in (one.claim_id, one.other) if claim}


def acts(made: Iterable[Judgement]) -> Iterator[Act]:
    """Judgements as people made them, the last first."""
    newest = sorted(made, key=lambda one: (one.made_at, one.author, one.decision), reverse=True)
    for _, several in groupby(newest, key=lambda one: (one.made_at, one.author, one.decision)):
        yield Act(tuple(several))
