"""The dealings of two actors (or of one with all others) over time, with the PLOVER score of each event.

Events are counted, never claims; by default those alone that some claim asserts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.errors import UsageError
from enligt.model import FACTUALITIES
from enligt.reports.plover import acts
from enligt.run import acting, telling
from enligt.run.periods import bounds, every, period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.ledger import View
    from enligt.model import Factuality
    from enligt.reports.records import Record
    from enligt.run.periods import By

ANY = "any"


@dataclass(frozen=True, slots=True)
class Side:
    """One of those whose dealings are told: its id, and the person or group under it, if only that one is meant."""

    actor: str
    person: str | None = None

    @property
    def asked(self) -> str:
        """What the ledger is asked for."""
        return self.person or self.actor

    def is_of(self, participant: Record) -> bool:
        """Whether a participant of an event is this one."""
        if self.person is not None:
            return (participant["name"] or "").casefold() == self.person.casefold()
        return bool(participant["id"].casefold() == self.actor.casefold())


def timeline(  # noqa: PLR0913 - as its filters
    view: View,
    a: str,
    b: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    today: str,
    by: By = "month",
    factuality: str = "asserted",
) -> list[Record]:
    """The events between two actors (whoever acts), or of one, counted and scored period by period.

    Args:
        view: the ledger, its events up to date.
        a: an actor: an id (``PRK``), a state's or organisation's name, or a person's; as `acting.find_actor`.
        b: the other; None: all dealings of ``a``.
        since: ISO day, month or year: events whose first day is then or later. By default from the first one.
        until: events whose first day is then or earlier; by default to the last one.
        today: ISO day as of which the events are told.
        by: the length of a period.
        factuality: events with a claim of this kind between the two; ``any`` for all.

    Returns:
        A record a period, the empty ones between too, as docs/seeing.md describes them. Events without any day come last,
        under the period None. Empty where there is no event and the time is not bounded on both sides.

    Raises:
        UsageError: a date, period or factuality that cannot be; a name that may be several; too many periods.
        LedgerError: the ledger cannot be read.
    """
    if factuality != ANY and factuality not in FACTUALITIES:
        raise UsageError(f"there is no factuality {factuality!r}: choose one of {', '.join((*FACTUALITIES, ANY))}")
    sides = [_side(view, one) for one in (a, b) if one is not None]
    first, last = _limits(since, until)
    placed: defaultdict[str, list[Record]] = defaultdict(list)
    undated: list[Record] = []
    for record in _events(view, sides, None if factuality == ANY else factuality, today=today):
        when = record["when"]
        if when is None:
            undated.append(record)
        elif (first is None or when["start"] >= first) and (last is None or when["start"] <= last):
            placed[period(when["start"], by)].append(record)
    days = sorted(one["when"]["start"] for several in placed.values() for one in several)
    rows: list[Record] = []
    start, end = first or (days[0] if days else None), last or (days[-1] if days else None)
    if start is not None and end is not None:
        with view.overview() as overview:
            read = Counter[str]()
            for day, articles in overview.reading.days():
                read[period(day, by)] += articles
        rows = [_row(name, placed.get(name, ()), sides, read[name]) for name in every(start, end, by)]
    if undated and first is None and last is None:
        rows.append(_row(None, undated, sides, None))
    return rows


def _side(view: View, asked: str) -> Side:
    known = acting.resolved(view, asked)
    return Side(asked) if known is None else Side(*known)


def _limits(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day; an ISO month or year stands for all of its days."""
    first, last = None if since is None else bounds(since)[0], None if until is None else bounds(until)[1]
    if first is not None and last is not None and first > last:
        raise UsageError(f"since {since} lies after until {until}")
    return first, last


def _events(view: View, sides: Sequence[Side], factuality: str | None, *, today: str) -> Iterator[Record]:
    """The events, each once."""
    from enligt.ledger import ClaimQuery, EventQuery  # noqa: PLC0415 - heavy: the ledger brings the database with it

    known: Any = factuality
    kind: Factuality | None = known  # checked before
    if len(sides) > 1:
        queries: Iterable[ClaimQuery] = [ClaimQuery(pair=(sides[0].asked, sides[1].asked), factuality=kind)]
    else:
        queries = [ClaimQuery(actor=sides[0].asked, factuality=kind), ClaimQuery(recipient=sides[0].asked, factuality=kind)]
    met: set[str] = set()
    for query in queries:
        for record in telling.event_records(view, EventQuery(claims=query), today=today):
            if record["event_id"] not in met:
                met.add(record["event_id"])
                yield record


def _way(record: Record, sides: Sequence[Side]) -> str:
    """Who acts: ``a``, ``b`` (of one actor alone: somebody else), or both ``together``."""
    acts = [any(side.is_of(one) for one in record["participants"] if one["role"] == "actor") for side in sides]
    if len(acts) > 1 and all(acts):
        return "together"
    return "a" if acts[0] else "b"


def _row(name: str | None, events: Sequence[Record], sides: Sequence[Side], read: int | None) -> Record:
    start, end = (None, None) if name is None else bounds(name)
    scores = [acts()[one["event_type"]].corrected for one in events]
    published = [acts()[one["event_type"]].published for one in events]
    ways = Counter(_way(one, sides) for one in events)
    score = round(sum(scores), 1)
    return {
        "period": name,
        "start": start,
        "end": end,
        "events": len(events),
        "a_acts": ways["a"],
        "b_acts": ways["b"],
        "together": ways["together"],
        "score": score,
        "score_mean": round(sum(scores) / len(scores), 2) if scores else None,
        "score_published": round(sum(published), 1),
        "score_published_mean": round(sum(published) / len(published), 2) if published else None,
        "types": dict(sorted(Counter(one["event_type"] for one in events).items(), key=lambda one: (-one[1], one[0]))),
        "imprecise": sum(1 for one in events if end is not None and one["when"]["end"] > end),
        "articles_read": read,
        "events_per_article": round(len(events) / read, 4) if read else None,
        "score_per_article": round(score / read, 4) if read else None,
        "acts": [
            {
                "event_id": one["event_id"],
                "event_type": one["event_type"],
                "when": one["when"],
                "status": one["status"],
                "acts": _way(one, sides),
                "score": acts()[one["event_type"]].corrected,
                "score_published": acts()[one["event_type"]].published,
                "independent_origins_min": one["independent_origins_min"],
                "independent_origins_max": one["independent_origins_max"],
            }
            for one in events
        ],
    }
