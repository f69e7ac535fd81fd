"""What `enligt watch` keeps of feeds and articles between two looks: when each was asked for, and when it is due again.

It is no part of what the ledger claims: rows are overwritten, and without them a watch begins anew and finds its articles known.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from sqlalchemy import delete, exists, or_, select

from enligt.ledger import schema, sqlite
from enligt.ledger.opening import engine_for_writing
from enligt.ledger.rows import storable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Watch:
    """One feed or article that is watched. Moments are UTC, ``YYYY-MM-DDTHH:MM:SSZ``.

    ``looks`` is the place in the list of later looks that comes next; ``due_at`` is None where nothing more is to be done,
    ``first_at`` where it was never fetched. ``told`` is what the feed said of the article.
    """

    address: str
    kind: Literal["feed", "article"] = "article"
    feed: str | None = None
    first_at: str | None = None
    polled_at: str | None = None
    due_at: str | None = None
    failures: int = 0
    looks: int = 0
    etag: str | None = None
    modified: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)


def open_watches(path: str | Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> Watches:
    """What is watched for the ledger at ``path``, which is made, or brought to this version's schema, where need be.

    Raises:
        LedgerError: as ``enligt.ledger.open_writer``.
    """
    return Watches(Path(path), busy_seconds=busy_seconds)


class Watches:
    """A context manager, made by `open_watches`. Each call is one transaction."""

    def __init__(self, path: Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> None:
        self._path = path
        self._engine = engine_for_writing(path, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def get(self, kind: Literal["feed", "article"], address: str) -> Watch | None:
        """What is kept of one; None where nothing is."""
        table = schema.watched
        asked = select(table).where(table.c.kind == kind, table.c.address == storable(address))
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            row = connection.execute(asked).mappings().first()
        return Watch(**row) if row is not None else None

    def put(self, watch: Watch) -> None:
        """Keep it, in the place of what was kept of the same address."""
        table = schema.watched
        row = {**asdict(watch), "told": dict(watch.told), "address": storable(watch.address)}
        with sqlite.plain_errors(self._path), self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.kind == watch.kind, table.c.address == row["address"]))
            connection.execute(schema.into(table), row)

    def due(self, *, feeds: Collection[str], at: str) -> list[Watch]:
        """The articles of these feeds that are to be looked at by a moment, those that have waited longest first."""
        table = schema.watched
        asked = select(table).where(table.c.kind == "article", table.c.due_at <= at).order_by(table.c.due_at, table.c.address)
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            rows = connection.execute(asked).mappings().all()
        wanted = frozenset(feeds)
        return [Watch(**row) for row in rows if row["feed"] in wanted]

    def next_due(self, *, feeds: Collection[str]) -> str | None:
        """When the next article of these feeds is to be looked at; None where none is."""
        table = schema.watched
        asked = select(table.c.due_at, table.c.feed).where(table.c.kind == "article", table.c.due_at.is_not(None))
        wanted = frozenset(feeds)
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            rows = connection.execute(asked.order_by(table.c.due_at))
            return next((str(row.due_at) for row in rows if row.feed in wanted), None)

    def known(self, address: str) -> bool:
        """Whether a page of this address is in the ledger, or was asked for and is to be asked for again in time, or never."""
        table, location, named = schema.watched, schema.page_location, storable(address)
        watched = exists().where(table.c.kind == "article", table.c.address == named)
        kept = exists().where(location.c.location == named)
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return bool(connection.scalar(select(or_(watched, kept))))
