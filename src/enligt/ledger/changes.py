"""What has changed in the events since some moment, by what was told of them then and is told now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, func, or_, select

from enligt.ledger import schema, told_query
from enligt.ledger.records import Change
from enligt.ledger.told_tables import history, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.ledger.records import EventQuery
    from enligt.ledger.told_query import Standpoint

_TO_SECONDS: Final = len("2026-01-31T12:00:00")
_STATE: Final = ("status", "origins_min", "origins_max", "claims")


def since(connection: Connection, query: EventQuery, at: Standpoint, *, moment: str | None) -> Iterator[Change]:
    """The events that meet a query (its limit and offset aside) that were told since a moment, or whose time has passed since.

    Args:
        connection: inside the view's transaction.
        query: which events, in which order.
        at: whose claims, and the day as of which they are told.
        moment: ISO day (its beginning) or moment, UTC; None: whatever there is is new.
    """
    begin = moment or ""
    former, event = history.alias("former"), schema.event
    last = select(func.max(history.c.id)).where(history.c.event_id == told.c.event_id, history.c.told_at <= begin)
    changed = told.c.event_id.in_(select(history.c.event_id).where(history.c.told_at > begin))
    passed = and_(told.c.status == "planned", told.c.overdue_from > begin[:10], told.c.overdue_from <= at.today)
    asked = (
        select(told.c.record, event.c.added_at, *(former.c[name].label(f"former_{name}") for name in _STATE))
        .join(event, event.c.id == told.c.id)
        .outerjoin(former, former.c.id == last.scalar_subquery())
        .where(*told_query.conditions(connection, query, at), or_(changed, passed))
        .order_by(*told_query.ORDERS[query.order])
    )
    for row in connection.execute(asked, execution_options={"yield_per": 100}):
        before = {name: getattr(row, f"former_{name}") for name in _STATE}
        known = before["status"] is not None
        new = not known and row.added_at[:_TO_SECONDS] >= begin[:_TO_SECONDS]
        yield Change(row.record, before if known else None, new)


def history_of(connection: Connection, event_id: str) -> list[dict[str, Any]]:
    """The history of one event, oldest first."""
    columns = [history.c[name] for name in ("told_at", *_STATE)]
    asked = select(*columns).where(history.c.event_id == event_id).order_by(history.c.id)
    return [dict(row) for row in connection.execute(asked).mappings()]
