"""Events of a ledger as plain records, filtered, ordered and counted: what the lists, the pages and the API show.

They are read from the rows in which they were told (``linking.tell``). What has changed since, and what is asked for a day on
which not all of it was published yet, is told anew when it is asked for; so nothing that does not hold is ever shown.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from enligt.events.status import label
from enligt.ledger import EventQuery, pairs
from enligt.run import asof, linking
from enligt.run.acting import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from enligt.ledger import EventOrder, View
    from enligt.reports.records import Record

FACETS: Final = ("status", "event_type", "language", "outlet", "actor", "origins", "pair", "month", "source", "factuality")
"""By what events can be counted: ``factuality`` is that of one claim at least, ``origins`` the least number of independent ones,
``pair`` two participants of whom one at least acts, ``month`` that of the first publication, ``source`` the name of an
independent origin."""


def event_records(view: View, query: EventQuery, *, today: str, most_anew: int | None = None) -> Iterator[Record]:
    """The events asked for, as ``event_record`` writes them.

    Args:
        view: the ledger, its events up to date.
        query: which, in which order.
        today: ISO day as of which they are told.
        most_anew: where more events than these wait to be told anew, none of them is told here: they are left out (`waiting`).

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    query = settled(view, query)
    if query.claims.as_of is not None:
        met = sorted(_as_it_stood(view, query, today=today), key=_KEYS[query.order])
        yield from islice(met, query.offset, None if query.limit is None else query.offset + query.limit)
        return
    anew = sorted(_anew(view, query, today=today, most=most_anew), key=_KEYS[query.order])
    teller = linking.teller()
    if not anew:
        yield from (linking.on_day(one, today) for one in view.told(query, teller=teller, today=today))
        return
    end = None if query.limit is None else query.offset + query.limit
    told = (linking.on_day(one, today) for one in view.told(replace(query, limit=end, offset=0), teller=teller, today=today))
    yield from islice(heapq.merge(told, anew, key=_KEYS[query.order]), query.offset, end)


def ids_met(view: View, query: EventQuery, *, today: str) -> set[str] | None:
    """The ids of the events asked for; None where nothing is asked but of their claims. Errors as `event_records`."""
    if query == EventQuery(claims=query.claims, order=query.order, limit=query.limit, offset=query.offset):
        return None
    return {record["event_id"] for record in event_records(view, query, today=today)}


def waiting(view: View, query: EventQuery, *, most_anew: int) -> int:
    """How many events are left out by ``most_anew``: those that wait to be told anew, whatever is asked of them."""
    number = 0 if query.claims.as_of is not None else view.waiting(teller=linking.teller())
    return number if number > most_anew else 0


def count_events(view: View, query: EventQuery, *, today: str, most_anew: int | None = None) -> int:
    """How many events meet a query, its limit and offset aside; as `event_records`."""
    query = settled(view, query)
    if query.claims.as_of is not None:
        return sum(1 for _ in _as_it_stood(view, query, today=today))
    anew = sum(1 for _ in _anew(view, query, today=today, most=most_anew))
    return view.count_told(query, teller=linking.teller(), today=today) + anew


def event_facets(
    view: View, query: EventQuery, *, today: str, facets: Sequence[str] = FACETS, most_anew: int | None = None
) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values among the events that meet a query, each with their number, the most frequent first.

    ``most_anew``: as `event_records`.
    """
    query = settled(view, query)
    counted: dict[str, Counter[str]] = {name: Counter() for name in facets}
    past = query.claims.as_of is not None
    if not past:
        for name, value, number in view.told_facets(query, teller=linking.teller(), today=today, facets=facets):
            counted[name][value] += number
    _count(_as_it_stood(view, query, today=today) if past else _anew(view, query, today=today, most=most_anew), counted)
    return _frequent_first(counted)


def facets_of(records: Iterable[Record], *, facets: Sequence[str] = FACETS) -> dict[str, list[tuple[str, int]]]:
    """As `event_facets`, of these events."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in facets}
    _count(records, counted)
    return _frequent_first(counted)


def _count(records: Iterable[Record], counted: Mapping[str, Counter[str]]) -> None:
    for record in records:
        for name, several in counted.items():
            several.update(_VALUES[name](record))


def _frequent_first(counted: Mapping[str, Counter[str]]) -> dict[str, list[tuple[str, int]]]:
    return {name: sorted(several.items(), key=lambda one: (-one[1], one[0])) for name, several in counted.items()}


def settled(view: View, query: EventQuery) -> EventQuery:
    """The query with a pair of ids asked of the event, as the facet ``pair`` counts it, not of one of its claims.

    Both take part in the event and one of them acts, be it in two claims. Words of names are asked of a claim still.
    """
    if query.claims.pair is None or query.between is not None or (pair := view.pair_of(query.claims.pair)) is None:
        return query
    return replace(query, claims=replace(query.claims, pair=None), between=pair)


def event_record_of(view: View, event_id: str, *, today: str) -> Record | None:
    """One event by its whole id; None where nothing of it was published by ``today``. Of a plan past its time, `with_later`."""
    known = view.told_record(event_id, teller=linking.teller(), today=today)
    if known is not None:
        return with_later(view, linking.on_day(known, today), today=today)
    told = linking.event(view, event_id, today=today)
    return None if told is None else with_later(view, linking.record_of(told, event_id), today=today)


def with_later(view: View, record: Record, *, today: str) -> Record:
    """A record whose label says, of what is overdue, how many later articles on its actors were read without a word of it.

    It is left as it is where there are none: silence would say nothing. Later are articles that were published after the time
    of the plan and by ``today``, and tell of two of its participants at least (of the one, where it has but one).

    Raises:
        LedgerError: the ledger cannot be read.
    """
    actors = {one["id"] for one in record["participants"]} - {UNKNOWN}
    if record["status"] != "overdue" or record["overdue_from"] is None or not actors:
        return record
    with view.overview() as overview:
        later = overview.actors.articles_on(actors, since=record["overdue_from"], until=today, beside=record["articles"])
    return {**record, "status_label": label("overdue", later=later, statement=False, least=0)}


def _as_it_stood(view: View, query: EventQuery, *, today: str) -> Iterator[Record]:
    """The events of the ledger as it stood at the moment of ``as_of``, told now."""
    for record in asof.event_records(view, query.claims, today=today):
        if meets(record, query):
            yield record


def order_key(order: EventOrder) -> Callable[[Record], Any]:
    """By what a list of events in this order is sorted: of each record a key, no two of which are the same."""
    return _KEYS[order]


def _anew(view: View, query: EventQuery, *, today: str, most: int | None = None) -> Iterator[Record]:
    """The events asked for whose rows do not hold, or not for that day, told now; none where more than ``most`` wait."""
    if most is not None and view.waiting(teller=linking.teller()) > most:
        return
    prepared = linking.Prepared(view)
    for event_id in view.to_tell(query.claims, teller=linking.teller(), today=today):
        told = linking.event(view, event_id, today=min(today, query.claims.known_by or today), prepared=prepared)
        if told is not None and meets(record := linking.on_day(linking.record_of(told, event_id), today), query):
            yield record


def meets(record: Record, query: EventQuery) -> bool:
    """Whether an event meets what a query asks of events: what `View.told` asks of rows, asked of a record."""
    wanted = query.statuses()
    return (
        (not wanted or record["status"] in wanted)
        and (query.min_origins is None or record["independent_origins_min"] >= query.min_origins)
        and query.event_type in {None, record["event_type"]}
        and query.event_id in {None, record["event_id"]}
        and (query.participant is None or query.participant in _VALUES["actor"](record))
        and (query.between is None or query.between in _VALUES["pair"](record))
        and (query.origin is None or query.origin in _VALUES["source"](record))
        and (query.month is None or query.month in _VALUES["month"](record))
    )


_VALUES: Final[Mapping[str, Callable[[Record], set[str]]]] = {
    "status": lambda one: {one["status"]},
    "event_type": lambda one: {one["event_type"]},
    "factuality": lambda one: set(one["factualities"]),
    "language": lambda one: set(one["languages"]),
    "outlet": lambda one: set(one["outlets"]),
    "actor": lambda one: {each["id"] for each in one["participants"]},
    "origins": lambda one: {str(one["independent_origins_min"])},
    "pair": lambda one: set(pairs(one["participants"])),
    "month": lambda one: {one["first_published"][:7]} if one["first_published"] else set(),
    "source": lambda one: {each["name"] for each in one["origins"]},
}


class _Falling(str):
    """A text that sorts from the end of the alphabet to its beginning."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


_KEYS: Final[Mapping[str, Callable[[Record], Any]]] = {
    "published": lambda one: (one["first_published"] or "9999", one["event_id"]),
    "newest": lambda one: (_Falling(one["last_published"] or ""), _Falling(one["event_id"])),
    "doubt": lambda one: (one["confidence"], _Falling(one["event_id"])),
    "origins": lambda one: (
        -one["independent_origins_min"], -one["independent_origins_max"], _Falling(one["event_id"]),
    ),
}  # fmt: skip
"""As `View.told` orders the rows."""
