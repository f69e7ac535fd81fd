"""Filters under a name, each with its last-seen mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, update

from enligt.ledger import schema
from enligt.ledger.records import SavedFilter
from enligt.ledger.rows import now
from enligt.ledger.told_tables import saved as _table

if TYPE_CHECKING:
    from collections.abc import Mapping


def saved(connection: Connection) -> list[SavedFilter]:
    """All of them, by name."""
    rows = connection.execute(select(_table).order_by(_table.c.name)).mappings()
    return [SavedFilter(**{name: row[name] for name in ("name", "kind", "filters", "made_at", "seen_at")}) for row in rows]


def save(connection: Connection, name: str, *, kind: str, filters: Mapping[str, Any]) -> None:
    """Keep filters under a name; other ones than it had before have not been seen yet."""
    former = connection.execute(select(_table).where(_table.c.name == name)).mappings().first()
    if former is not None and former["kind"] == kind and former["filters"] == dict(filters):
        return
    connection.execute(delete(_table).where(_table.c.name == name))
    row = {"name": name, "kind": kind, "filters": dict(filters), "made_at": now(), "seen_at": None}
    connection.execute(schema.into(_table), row)


def forget(connection: Connection, name: str) -> bool:
    """Drop filters; whether there were any of that name."""
    return connection.execute(delete(_table).where(_table.c.name == name)).rowcount > 0


def see(connection: Connection, name: str, moment: str) -> bool:
    """Move the last-seen mark of filters; whether there are any of that name."""
    return connection.execute(update(_table).where(_table.c.name == name).values(seen_at=moment)).rowcount > 0
