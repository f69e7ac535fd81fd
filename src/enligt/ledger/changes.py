"""What changed in what was told of events: the history that is only ever added to, asked. Works inside the view's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from enligt.ledger.told_tables import history

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_AT_ONCE: Final = 400  # values in one statement


@dataclass(frozen=True, slots=True)
class Change:
    """A state of an event, and the one before. ``number`` grows with each change in a ledger; ``before`` None: there was none.

    ``status`` is without a clock; ``gone`` says that the event's claims are elsewhere now, or nowhere.
    """

    number: int
    event_id: str
    told_at: str
    status: str
    origins_max: int
    claims: int
    before: Change | None = None


def last_told(connection: Connection, events: Collection[str]) -> dict[str, str]:
    """When what is told of each of these events last changed (UTC, ISO)."""
    found: dict[str, str] = {}
    for several in _portions(events):
        asked = select(history.c.event_id, func.max(history.c.told_at)).where(history.c.event_id.in_(several))
        found.update((event_id, told_at) for event_id, told_at in connection.execute(asked.group_by(history.c.event_id)))
    return found


def newest(connection: Connection) -> int:
    """The number of the last change; 0 where there is none."""
    return connection.scalar(select(func.max(history.c.id))) or 0


def since(connection: Connection, number: int, *, most: int) -> list[Change]:
    """The last state of each event that changed after a change, with its state up to that one; by number.

    Args:
        connection: of the ledger.
        number: of the change.
        most: at most so many changes are looked at; the last one's number is where to go on.
    """
    columns = (history.c.id, history.c.event_id, history.c.told_at, history.c.status, history.c.origins_max, history.c.claims)
    asked = select(*columns).where(history.c.id > number).order_by(history.c.id).limit(most)
    last = {row.event_id: Change(*row) for row in connection.execute(asked)}
    before: dict[str, Change] = {}
    for several in _portions(last):
        newest_before = select(func.max(history.c.id)).where(history.c.event_id.in_(several), history.c.id <= number)
        earlier = select(*columns).where(history.c.id.in_(newest_before.group_by(history.c.event_id)))
        before.update((row.event_id, Change(*row)) for row in connection.execute(earlier))
    return sorted(
        (
            Change(one.number, one.event_id, one.told_at, one.status, one.origins_max, one.claims, before.get(one.event_id))
            for one in last.values()
        ),
        key=lambda one: one.number,
    )


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(values))
    while several := list(islice(rest, _AT_ONCE)):
        yield several
