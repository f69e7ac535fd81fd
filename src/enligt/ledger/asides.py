"""Articles in the ledger without a reading: put aside, and perhaps read later. Works inside the writer's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, delete, exists, select, update

from enligt.ledger import schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from enligt.ledger.records import Outcome

ASIDE: Final = "aside"
CODES: Final = "aside-"
"""What the codes of the issues that say why begin with."""

_links, _reading = schema.article_page, schema.reading
_page_reading, _page_location, _issue = schema.page_reading, schema.page_location, schema.issue


def unread(connection: Connection, page_reading: int) -> list[str]:
    """The ids of a page's articles, as one reading of the page gave them, that its reader's version has not read."""
    read = exists().where(
        _reading.c.article_id == _links.c.article_id,
        _reading.c.reader == _page_reading.c.reader,
        _reading.c.reader_version == _page_reading.c.reader_version,
    )
    asked = (
        select(_links.c.article_id)
        .join(_page_reading, _page_reading.c.id == _links.c.page_reading_id)
        .where(_links.c.page_reading_id == page_reading, ~read)
        .order_by(_links.c.position)
    )
    return list(connection.scalars(asked))


def is_left(connection: Connection, page_reading: int) -> bool:
    """Whether something of a page that was read through is still to be read: the page was put aside whole, or a story of it."""
    outcome = connection.scalar(select(_page_reading.c.outcome).where(_page_reading.c.id == page_reading))
    linked = connection.scalar(select(exists().where(_links.c.page_reading_id == page_reading)))
    return bool(unread(connection, page_reading)) if linked else outcome == ASIDE


def gives_way(connection: Connection, page_reading: int, outcome: Outcome) -> None:
    """Let a reading that put articles aside give way to one that read them: its links and issues go, its locations end anew."""
    connection.execute(delete(_links).where(_links.c.page_reading_id == page_reading))
    shown = (_page_location.c.page_reading_id == page_reading) & (_page_location.c.outcome != "duplicate")
    connection.execute(update(_page_location).where(shown).values(outcome=outcome))


def was_read(connection: Connection, article_id: str, *, claims: bool) -> None:
    """Account for a stored article that was put aside and has been read since: pages of it that held nothing else are read."""
    asked = (
        select(_page_reading.c.id)
        .join(_links, _links.c.page_reading_id == _page_reading.c.id)
        .where(_links.c.article_id == article_id, _page_reading.c.outcome == ASIDE)
    )
    done = [key for key in connection.scalars(asked).all() if not unread(connection, key)]
    _end(connection, done, "claims" if claims else "no-claims")


def _end(connection: Connection, readings: Collection[int], outcome: Outcome) -> None:
    if not readings:
        return
    connection.execute(update(_page_reading).where(_page_reading.c.id.in_(readings)).values(outcome=outcome))
    shown = _page_location.c.page_reading_id.in_(readings) & (_page_location.c.outcome == ASIDE)
    connection.execute(update(_page_location).where(shown).values(outcome=outcome))
    why = _issue.c.page_reading_id.in_(readings) & _issue.c.code.startswith(CODES)
    connection.execute(delete(_issue).where(why))
