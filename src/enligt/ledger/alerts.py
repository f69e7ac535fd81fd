"""Whom people want to be told of what, and what they were told: rows of alerts, and of what was sent, which are only ever added.

Works inside the transactions of a writer or view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import Connection, delete, func, select, update

from enligt.ledger import schema
from enligt.ledger.alert_tables import alert, sent
from enligt.ledger.rows import now, portions
from enligt.ledger.told_tables import history

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_AT_ONCE: Final = 400  # values in one statement


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is told of changes in the events of saved filters (``name``): a web hook, or an address of mail.

    ``told_until`` is the moment (UTC, of what was told of events) up to which all was sent.
    """

    name: str
    kind: Literal["webhook", "mail"]
    address: str
    settings: Mapping[str, Any]
    told_until: str
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent of an event: ``change`` is ``new``, ``disputed``, or ``origins`` with how many there are at most."""

    event_id: str
    change: str


def last_told(connection: Connection, events: Collection[str]) -> dict[str, str]:
    """When what is told of each of these events last changed (UTC, ISO)."""
    found: dict[str, str] = {}
    for several in portions(events, _AT_ONCE):
        asked = select(history.c.event_id, func.max(history.c.told_at)).where(history.c.event_id.in_(several))
        found.update((event_id, told_at) for event_id, told_at in connection.execute(asked.group_by(history.c.event_id)))
    return found


def alerts(connection: Connection) -> list[Alert]:
    """All of them, by name, kind and address."""
    asked = select(alert).order_by(alert.c.name, alert.c.kind, alert.c.address)
    return [
        Alert(row["name"], row["kind"], row["address"], row["settings"], row["told_until"], row["made_at"])
        for row in connection.execute(asked).mappings()
    ]


def enter(connection: Connection, one: Alert) -> None:
    """Add an alert; one that is there gets the settings given, and goes on from where it is."""
    key = (alert.c.name == one.name, alert.c.kind == one.kind, alert.c.address == one.address)
    if connection.scalar(select(func.count()).select_from(alert).where(*key)):
        connection.execute(update(alert).where(*key).values(settings=dict(one.settings)))
        return
    row = {
        "name": one.name,
        "kind": one.kind,
        "address": one.address,
        "settings": dict(one.settings),
        "made_at": now(),
        "told_until": one.told_until,
    }
    connection.execute(schema.into(alert), row)


def forget(connection: Connection, name: str, *, kind: str | None = None, address: str | None = None) -> int:
    """Drop the alerts of a name, or the one that goes by ``kind`` to ``address``; how many there were. What was sent stays."""
    where = [alert.c.name == name]
    where += [column == value for column, value in ((alert.c.kind, kind), (alert.c.address, address)) if value is not None]
    return connection.execute(delete(alert).where(*where)).rowcount


def known(connection: Connection, one: Alert, events: Collection[str]) -> set[tuple[str, str]]:
    """What this alert was sent of these events: event and change."""
    found: set[tuple[str, str]] = set()
    key = (sent.c.name == one.name, sent.c.kind == one.kind, sent.c.address == one.address)
    for several in portions(events, _AT_ONCE):
        asked = select(sent.c.event_id, sent.c.change).where(*key, sent.c.event_id.in_(several))
        found.update((event_id, change) for event_id, change in connection.execute(asked))
    return found


def tell(connection: Connection, one: Alert, several: Iterable[Sent], *, until: str) -> None:
    """Enter what an alert was sent, and that it was told all up to a moment."""
    key = {"name": one.name, "kind": one.kind, "address": one.address}
    if rows := [{**key, "event_id": each.event_id, "change": each.change, "sent_at": now()} for each in several]:
        connection.execute(schema.into(sent), rows)
    where = (alert.c.name == one.name, alert.c.kind == one.kind, alert.c.address == one.address)
    connection.execute(update(alert).where(*where).values(told_until=until))
