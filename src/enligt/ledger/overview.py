"""Counts over all that a ledger shows, of one moment: of sources, actors, and what was read. No claim is loaded for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.ledger.acting import ActorCounts
from enligt.ledger.coverage import ReadingCounts
from enligt.ledger.dealing import Dealings
from enligt.ledger.queueing import Queue
from enligt.ledger.sourced import SourceCounts

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Overview:
    """Made by `View.overview`; good inside its ``with`` block.

    Attributes:
        sources: who is cited, who hands on to whom.
        actors: who takes part in what, under which names.
        reading: how much was read.
        dealings: events of one actor, or between two.
        queue: what is most worth a person's look.
    """

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self.sources = SourceCounts(connection, reader)
        self.actors = ActorCounts(connection, reader)
        self.reading = ReadingCounts(connection, reader)
        self.dealings = Dealings(connection, reader)
        self.queue = Queue(connection, reader)
