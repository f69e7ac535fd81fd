"""What is most worth a person's look: claims and events by how unsure they are and how much rests on them.

Works inside the view's transaction. The weight of a claim is its doubt (one less its confidence) times the origins and outlets of
its event; that of an event its doubt times its claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from enligt.ledger import filters, schema, shown, told_query
from enligt.ledger.records import EventQuery
from enligt.ledger.told_tables import told

if TYPE_CHECKING:
    from collections.abc import Iterator

_claim, _reading, _member = schema.claim, schema.reading, schema.event_claim


class Queued(NamedTuple):
    """A claim or event that is to be looked at, and its weight; ``event_id`` is the claim's event, or the event's own."""

    id: str
    event_id: str
    weight: float


class Queue:
    """Questions about what to review; ``teller`` and ``today`` as in `told_query.Standpoint`."""

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self._connection = connection
        self._reader = reader

    def claims(self, *, teller: str, today: str) -> Iterator[Queued]:
        """The claims that are shown, weightiest first."""
        weight = (1 - _claim.c.confidence) * (told.c.origins_max + told.c.outlets)
        at = told_query.Standpoint(self._reader, teller, today)
        asked = (
            select(_claim.c.claim_id, told.c.event_id, weight)
            .join(_reading, _reading.c.id == _claim.c.reading_id)
            .join(_member, _member.c.claim_id == _claim.c.claim_id)
            .join(told, told.c.event_id == _member.c.event_id)
            .where(_reading.c.newest, filters.shown_by_default(self._reader), shown.kept())
            .where(*told_query.conditions(self._connection, EventQuery(), at))
            .order_by(weight.desc(), _claim.c.claim_id)
        )
        for row in self._connection.execute(asked, execution_options={"yield_per": 100}):
            yield Queued(*row)

    def events(self, *, teller: str, today: str) -> Iterator[Queued]:
        """The events of two claims and more, weightiest first."""
        weight = (1 - told.c.confidence) * told.c.claims
        at = told_query.Standpoint(self._reader, teller, today)
        asked = select(told.c.event_id, told.c.event_id, weight).where(
            told.c.claims > 1, *told_query.conditions(self._connection, EventQuery(), at)
        )
        asked = asked.order_by(weight.desc(), told.c.event_id)
        for row in self._connection.execute(asked, execution_options={"yield_per": 100}):
            yield Queued(*row)
