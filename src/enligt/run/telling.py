"""Events of a ledger as plain records, filtered, ordered and counted: what the lists, the pages and the API show."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from enligt.reports.events import event_record
from enligt.run import linking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.ledger import EventQuery, View
    from enligt.reports.records import Record

FACETS: Final = ("status", "event_type", "language", "outlet", "actor", "origins")
"""By what events can be counted."""


def event_records(view: View, query: EventQuery, *, today: str) -> Iterator[Record]:
    """The events asked for, as ``event_record`` writes them.

    Args:
        view: the ledger, its events up to date.
        query: which, in which order.
        today: ISO day as of which they are told.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    found = _ordered(_met(view, query, today=today), query.order)
    yield from islice(found, query.offset, None if query.limit is None else query.offset + query.limit)


def count_events(view: View, query: EventQuery, *, today: str) -> int:
    """How many events meet a query, its limit and offset aside; as `event_records`."""
    return sum(1 for _ in _met(view, query, today=today))


def event_facets(
    view: View, query: EventQuery, *, today: str, facets: Sequence[str] = FACETS
) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values among the events that meet a query, each with their number, the most frequent first."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in facets}
    for record in _met(view, query, today=today):
        values = {
            "status": {record["status"]},
            "event_type": {record["event_type"]},
            "language": set(record["languages"]),
            "outlet": set(record["outlets"]),
            "actor": {one["id"] for one in record["participants"]},
            "origins": {str(record["independent_origins_min"])},
        }
        for name in facets:
            counted[name].update(values[name])
    return {name: sorted(several.items(), key=lambda one: (-one[1], one[0])) for name, several in counted.items()}


def event_record_of(view: View, event_id: str, *, today: str) -> Record | None:
    """One event by its whole id; None where nothing of it was published by ``today``."""
    return _record(view, event_id, today, linking.Prepared(view))


def _met(view: View, query: EventQuery, *, today: str) -> Iterator[Record]:
    prepared = linking.Prepared(view)
    wanted = {*query.status, *(("disputed",) if query.disputed else ())}
    for event_id in view.events(query.claims):
        record = _record(view, event_id, today, prepared)
        if (
            record is not None
            and (not wanted or record["status"] in wanted)
            and (query.min_origins is None or record["independent_origins_min"] >= query.min_origins)
        ):
            yield record


def _record(view: View, event_id: str, today: str, prepared: linking.Prepared) -> Record | None:
    told = linking.event(view, event_id, today=today, prepared=prepared)
    if told is None:
        return None
    record = event_record(told[0], event_id=event_id)
    record["languages"] = sorted({row.article.language for row in told[1]})
    record["outlets"] = sorted({row.article.outlet for row in told[1] if row.article.outlet})
    return record


def _ordered(records: Iterator[Record], order: str) -> Iterator[Record]:
    if order == "published":
        return records
    keys = {
        "newest": lambda one: (one["last_published"] or "", one["event_id"]),
        "doubt": lambda one: (-one["confidence"], one["event_id"]),
        "origins": lambda one: (one["independent_origins_min"], one["independent_origins_max"], one["event_id"]),
    }
    return iter(sorted(records, key=keys[order], reverse=True))
