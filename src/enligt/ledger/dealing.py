"""Events of one actor, or between two, counted by day, type and counterpart from the rows in which they were told.

Works inside the view's transaction. Only events that somebody asserts count; what is to be told anew is left out until it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, func, literal, or_, select

from enligt.errors import UsageError
from enligt.ledger import told_query
from enligt.ledger.records import EventQuery
from enligt.ledger.told_tables import facet, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from enligt.model import Status

ASSERTED: Final[tuple[Status, ...]] = ("reported", "corroborated", "disputed", "carried-out")
"""The statuses of events that some claim asserts."""

_DAY: Final = 10  # letters of an ISO date


class Dealing(NamedTuple):
    """Whose events: of ``actor``, with ``other`` if one is given; their first day between ``since`` and ``until`` (ISO days)."""

    actor: str
    other: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def pair(self) -> str | None:
        """The two as the facet ``pair`` writes them."""
        return None if self.other is None else ",".join(sorted((self.actor, self.other)))


class Dealings:
    """Questions about the events of a `Dealing`, as they are told by a version (``teller``) on an ISO day (``today``)."""

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self._connection = connection
        self._reader = reader

    def days(self, of: Dealing, *, teller: str, today: str) -> list[tuple[str | None, str, int]]:
        """Day on which the act began (None: no time is known), event type, number of events."""
        day = func.substr(told.c.when_start, 1, _DAY)
        asked = select(day, told.c.event_type, func.count()).where(*self._meet(of, teller, today))
        rows = self._connection.execute(asked.group_by(day, told.c.event_type).order_by(day, told.c.event_type))
        return [(row[0], row[1], row[2]) for row in rows]

    def counterparts(self, of: Dealing, *, teller: str, today: str) -> list[tuple[str, str, int]]:
        """The other of each two of whom one acts, event type, number of events."""
        actor = of.actor
        mine = or_(facet.c.value.startswith(f"{actor},", autoescape=True), facet.c.value.endswith(f",{actor}", autoescape=True))
        asked = (
            select(facet.c.value, told.c.event_type, func.count())
            .join_from(told, facet, facet.c.event == told.c.id)
            .where(*self._meet(of, teller, today), facet.c.facet == literal("pair"), mine)
            .group_by(facet.c.value, told.c.event_type)
        )
        found: list[tuple[str, str, int]] = []
        for value, kind, n in self._connection.execute(asked):
            one, _, other = value.partition(",")
            if actor in {one, other}:  # LIKE does not part small letters from great ones
                found.append((other if one == actor else one, kind, n))
        return found

    def records(self, of: Dealing, *, teller: str, today: str, limit: int, offset: int = 0) -> Iterator[dict[str, Any]]:
        """The events themselves, the latest act first; their status is without a clock.

        Raises:
            UsageError: a limit or offset below zero.
        """
        if limit < 0 or offset < 0:
            raise UsageError(f"limit {limit} and offset {offset} cannot be negative")
        asked = select(told.c.record).where(*self._meet(of, teller, today))
        asked = asked.order_by(told.c.when_start.desc().nulls_last(), told.c.event_id).limit(limit).offset(offset)
        yield from self._connection.scalars(asked)

    def _meet(self, of: Dealing, teller: str, today: str) -> Iterator[ColumnElement[bool]]:
        at = told_query.Standpoint(self._reader, teller, today)
        yield from told_query.conditions(self._connection, EventQuery(status=ASSERTED), at)
        name, value = ("actor", of.actor) if of.pair is None else ("pair", of.pair)
        yield told.c.id.in_(select(facet.c.event).where(facet.c.facet == name, facet.c.value == value))
        if of.since is not None:
            yield told.c.when_start >= of.since
        if of.until is not None:
            yield told.c.when_start <= of.until
