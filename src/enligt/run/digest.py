"""What has changed in a ledger's events since some moment: new, changed, newly disputed, overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from enligt.run import linking, telling

if TYPE_CHECKING:
    from enligt.ledger import Change, EventQuery, View
    from enligt.reports.records import Record

SECTIONS: Final = ("new", "changed", "disputed", "overdue")
"""Events first told since then · those whose status or number of origins is another now · those that are disputed now and were
not · those whose time has passed since then. An event stands in each section that it belongs to; what is new is not `changed`."""

_STATE: Final = ("status", "independent_origins_min", "independent_origins_max")

MOST: Final = 100
"""Events told of in each section; all are counted."""


def digest(  # noqa: PLR0913 - what is asked, and how much of it
    view: View, *, since: str | None, query: EventQuery, today: str, most: int = MOST, within: int | None = None
) -> dict[str, Any]:
    """What is new, changed, newly disputed and overdue among the events that meet a query.

    It is read from the events' rows and their history: bring the ledger up to date first, as `enligt digest` does. An event
    that the ledger had before it kept a history is neither new nor changed until it changes for the second time.

    Args:
        view: the ledger.
        since: ISO day (from its beginning) or moment, UTC; None: everything is new.
        query: which events, in which order; its limit and offset do not count.
        today: ISO day as of which they are told.
        most: how many events of each section are told of.
        within: how many changed events are looked at, in the query's order; None: all.

    Returns:
        ``since``, ``until`` (the moment of asking, UTC), ``today``, ``counts`` by section, and each of `SECTIONS`: a list of
        ``{"event": record, "before": {"status", "independent_origins_min", "independent_origins_max", "claims"} or None}``,
        records as ``event_record`` writes them; where ``within`` is given, ``whole``: whether all changed ones were looked at.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    until = datetime.now(UTC).isoformat(timespec="microseconds")
    counts = dict.fromkeys(SECTIONS, 0)
    told: dict[str, list[Record]] = {name: [] for name in SECTIONS}
    whole = telling.settled(view, replace(query, limit=None, offset=0))
    changes = view.changes(whole, since=since, teller=linking.teller(), today=today)
    complete = True
    for at, change in enumerate(changes if within is None else islice(changes, within + 1)):
        if at == within:
            complete = False
            break
        event = linking.on_day(dict(change.record), today)
        before = _before(change)
        sections = _sections(change, event, since)
        if any(len(told[name]) < most for name in sections):
            event = telling.with_later(view, event, today=today)
        for name in sections:
            counts[name] += 1
            if len(told[name]) < most:
                told[name].append({"event": event, "before": before})
    return {
        "since": since,
        "until": until,
        "today": today,
        "counts": counts,
        **told,
        **({} if within is None else {"whole": complete}),
    }


def published(view: View, *, since: str | None, query: EventQuery, today: str, most: int = MOST) -> dict[str, Any]:
    """The same of an earlier day, by the clock of publication: events as told on ``today``, against those of before ``since``.

    Args:
        view: the ledger, its events up to date.
        since: ISO day or moment, of which the day counts; None: everything is new.
        query: which events; its limit and offset do not count.
        today: ISO day, as of which they are told.
        most: as `digest`.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    whole = replace(query, limit=None, offset=0)
    eve = None if since is None else (date.fromisoformat(since[:10]) - timedelta(days=1)).isoformat()
    then = {} if eve is None else {one["event_id"]: one for one in telling.event_records(view, whole, today=eve)}
    counts = dict.fromkeys(SECTIONS, 0)
    told: dict[str, list[Record]] = {name: [] for name in SECTIONS}
    for event in telling.event_records(view, whole, today=today):
        old = then.get(event["event_id"])
        for name in _since_then(event, old):
            counts[name] += 1
            if len(told[name]) < most:
                before = None if old is None else {**{key: old[key] for key in _STATE}, "claims": len(old["claims"])}
                told[name].append({"event": telling.with_later(view, event, today=today), "before": before})
    until = datetime.now(UTC).isoformat(timespec="microseconds")
    return {"since": since, "until": until, "today": today, "counts": counts, **told}


def _since_then(event: Record, old: Record | None) -> list[str]:
    was = None if old is None else old["status"]
    meets = {
        "new": old is None,
        "changed": old is not None and any(old[key] != event[key] for key in _STATE),
        "disputed": event["status"] == "disputed" and was != "disputed",
        "overdue": event["status"] == "overdue" and was != "overdue",
    }
    return [name for name in SECTIONS if meets[name]]


def _before(change: Change) -> Record | None:
    if change.before is None:
        return None
    return {
        "status": change.before["status"],
        "independent_origins_min": change.before["origins_min"],
        "independent_origins_max": change.before["origins_max"],
        "claims": change.before["claims"],
    }


def _sections(change: Change, event: Record, since: str | None) -> list[str]:
    before, now = change.before, change.record
    state = (now["status"], now["independent_origins_min"], now["independent_origins_max"])
    changed = before is not None and (before["status"], before["origins_min"], before["origins_max"]) != state
    meets = {
        "new": change.new,
        "changed": changed,
        "disputed": now["status"] == "disputed" and (change.new or (before is not None and before["status"] != "disputed")),
        "overdue": event["status"] == "overdue"
        and (change.new or (before is not None and before["status"] != "planned") or event["overdue_from"] > (since or "")[:10]),
    }
    return [name for name in SECTIONS if meets[name]]
