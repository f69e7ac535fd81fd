"""Events as they were told: rows that are ready to be asked for. What told them lives in the run; here its words are kept.

A row holds until something that it rests on changes; whatever changes it, marks the event (`mark`) in the same transaction, and a
marked event's row is shown to nobody. So a run that is killed leaves marks, and the next one tells what is marked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, delete, or_, select

from enligt.ledger import asking, schema
from enligt.ledger.rows import portions
from enligt.ledger.told_tables import facet, history, party, told, untold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.ledger.records import ToldEvent

_AT_ONCE: Final = 400
_PAIRED: Final = 12  # participants of one event whose pairs are kept; those of most claims come first
GONE: Final = "gone"
"""The status in the history of an event whose claims are elsewhere now, or nowhere."""

_UNMARK: Final = "DELETE FROM event_untold WHERE event_id = ?"
_MARK: Final = "INSERT INTO event_untold (event_id, marked_at) VALUES (?, ?)"

_member, _event = schema.event_claim, schema.event


def moment() -> str:
    """Now, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def mark(connection: Connection, events: Iterable[str]) -> None:
    """What was told of these events does not hold any more."""
    marked_at = moment()
    several = sorted(set(events))
    asking.do_each(connection, _UNMARK, [(one,) for one in several])
    asking.do_each(connection, _MARK, [(one, marked_at) for one in several])


def mark_articles(connection: Connection, articles: Iterable[str]) -> None:
    """What was told of the events that these articles have claims in does not hold any more."""
    for several in portions(articles, _AT_ONCE):
        mark(connection, connection.scalars(select(_member.c.event_id).where(_member.c.article_id.in_(several)).distinct()).all())


def erase_articles(connection: Connection, articles: Iterable[str]) -> None:
    """Erase what was told of the events that these articles have claims in: it quotes them. The events are to be told anew."""
    for several in portions(articles, _AT_ONCE):
        events = connection.scalars(select(_member.c.event_id).where(_member.c.article_id.in_(several)).distinct()).all()
        mark(connection, events)
        for names in portions(events, _AT_ONCE):
            connection.execute(delete(told).where(told.c.event_id.in_(names)))  # parties and facets go with it


def mark_pair(connection: Connection, one: str, other: str) -> None:
    """The relation of two articles has changed: what was told of the events that both have claims in does not hold any more."""
    theirs = select(_member.c.event_id).where(_member.c.article_id == other)
    both = select(_member.c.event_id).where(_member.c.article_id == one, _member.c.event_id.in_(theirs)).distinct()
    if found := connection.scalars(both).all():
        mark(connection, found)


def is_of_another(teller: str) -> Any:
    """The condition that a row was told by another version: two ranges of an index, both empty as a rule."""
    return or_(told.c.teller < teller, told.c.teller > teller)


def waiting(connection: Connection, *, teller: str, limit: int) -> list[tuple[str, str]]:
    """Events to be told (anew), each with the moment at which it was marked; so many at most, those marked first before."""
    asked = select(untold.c.event_id, untold.c.marked_at).order_by(untold.c.marked_at, untold.c.event_id).limit(limit)
    found = [(event_id, marked_at) for event_id, marked_at in connection.execute(asked)]
    if found:
        return found
    others = select(told.c.event_id).where(is_of_another(teller)).order_by(told.c.event_id).limit(limit)
    return [(event_id, "") for event_id in connection.scalars(others)]


def enter(connection: Connection, events: Iterable[ToldEvent], *, teller: str) -> int:
    """Enter what was told of events, in place of what was told before; how many were entered.

    One that was marked again since it was looked at is passed over: it is still to be told.
    """
    several = list(events)
    names = [one.event_id for one in several]
    asked = select(untold.c.event_id, untold.c.marked_at).where(untold.c.event_id.in_(names))
    marks = {row.event_id: row.marked_at for row in connection.execute(asked)}
    keyed = select(_event.c.event_id, _event.c.id).where(_event.c.event_id.in_(names))
    keys = {row.event_id: row.id for row in connection.execute(keyed)}
    before = {row.event_id: row for row in connection.execute(_STATE.where(told.c.event_id.in_(names)))}
    good = [one for one in several if marks.get(one.event_id, "") == one.marked_at]
    _take_out(connection, [one.event_id for one in good])
    present = [(keys[one.event_id], one) for one in good if one.record is not None and one.event_id in keys]
    rows = [_row(key, one, teller) for key, one in present]
    if rows:
        connection.execute(schema.into(told), rows)
    if parties := [row for key, one in present for row in _parties(key, one.record or {})]:
        connection.execute(schema.into(party), parties)
    if facets := [{"event": key, "facet": name, "value": value} for key, one in present for name, value in _facets(one)]:
        connection.execute(schema.into(facet), facets)
    told_at = moment()
    after = {row["event_id"]: tuple(row[name] for name in _WATCHED) for row in rows}
    changes = [
        _history(one.event_id, told_at, after.get(one.event_id))
        for one in good
        if after.get(one.event_id) != (tuple(before[one.event_id])[1:] if one.event_id in before else None)
    ]
    if changes:
        connection.execute(schema.into(history), changes)
    return len(good)


_WATCHED: Final = ("status", "origins_min", "origins_max", "claims")
_STATE: Final = select(told.c.event_id, *(told.c[name] for name in _WATCHED))


def _history(event_id: str, told_at: str, state: tuple[Any, ...] | None) -> dict[str, Any]:
    return {"event_id": event_id, "told_at": told_at, **dict(zip(_WATCHED, state or (GONE, 0, 0, 0), strict=True))}


def _take_out(connection: Connection, events: Collection[str]) -> None:
    for several in portions(events, _AT_ONCE):
        connection.execute(delete(told).where(told.c.event_id.in_(several)))  # parties and facets go with it
        connection.execute(delete(untold).where(untold.c.event_id.in_(several)))


def take_out(connection: Connection, events: Collection[str]) -> None:
    """Events that have no claims any more are told no more; that they went stands in their history."""
    for several in portions(events, _AT_ONCE):
        known = connection.scalars(select(told.c.event_id).where(told.c.event_id.in_(several)).order_by(told.c.event_id)).all()
        _take_out(connection, several)
        if known:
            told_at = moment()
            connection.execute(schema.into(history), [_history(one, told_at, None) for one in known])


def _row(key: int, one: ToldEvent, teller: str) -> dict[str, Any]:
    record = one.record or {}
    when = record["when"] or {}
    first, last = record["first_published"], record["last_published"]
    return {
        "id": key,
        "event_id": one.event_id,
        "teller": teller,
        **{name: record[name] for name in ("event_type", "status", "overdue_from", "confidence")},
        "when_start": when.get("start"),
        "when_end": when.get("end"),
        "when_basis": when.get("basis"),
        "origins_min": record["independent_origins_min"],
        "origins_max": record["independent_origins_max"],
        "claims": len(record["claims"]),
        "articles": len(record["articles"]),
        "outlets": len(record["outlets"]),
        "several": record["may_be_several"],
        "first_published": first,
        "last_published": last,
        "first_day": first or "9999",
        "last_day": last or "",
        "known_from": "" if one.undated else first or "",
        "record": record,
    }


def _parties(key: int, record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for position, one in enumerate(record["participants"]):
        names = {name: one[name] for name in ("role", "name", "claims")}
        yield {"event": key, "position": position, "actor": one["id"], **names}


def _facets(one: ToldEvent) -> list[tuple[str, str]]:
    record = one.record or {}
    found = {
        "actor": {each["id"] for each in record["participants"]},
        "factuality": set(record["factualities"]),
        "language": set(record["languages"]),
        "origin": {each["name"] for each in record["origins"]},
        "outlet": set(record["outlets"]),
        "pair": set(pairs(record["participants"])),
        "type": set(record["types"]),
    }
    return [(name, value) for name, values in sorted(found.items()) for value in sorted(values)]


def pairs(participants: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Who deals with whom: two ids, ``PRK,RUS``, of which one at least acts, the smaller first."""
    roles: dict[str, str] = {}
    for each in participants:
        if len(roles) == _PAIRED:
            break
        roles[each["id"]] = "actor" if each["role"] == "actor" else roles.get(each["id"], each["role"])
    for one, other in combinations(sorted(roles), 2):
        if "actor" in (roles[one], roles[other]):
            yield f"{one},{other}"
