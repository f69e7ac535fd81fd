"""How much was read: articles by outlet, day and language, and what of the pages handed in gave none.

Works inside the view's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import Connection, and_, exists, func, select

from enligt.ledger import filters, schema, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY: Final = 10  # letters of an ISO date
_UNREAD: Final = ("aside", "unsupported", "failed")

_article, _claim, _reading, _issue = schema.article, schema.claim, schema.reading, schema.issue
_location, _links = schema.page_location, schema.article_page


class Read(NamedTuple):
    """Articles of an outlet, day of publication and language: read, put aside; and the claims that the read ones make."""

    outlet: str | None
    day: str | None
    language: str
    read: int
    aside: int
    claims: int


class Unread(NamedTuple):
    """A page or input of which no article came: where it was, how that ended, on which day."""

    location: str
    outcome: str
    day: str | None


class ReadingCounts:
    """Questions about what was read; ``since`` and ``until`` are of publication, both included.

    Raises:
        UsageError: (each of the questions) a date that is none, or they are the wrong way round.
    """

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self._connection = connection
        self._reader = reader

    def read(self, *, since: str | None = None, until: str | None = None) -> Iterator[Read]:
        """The articles that are shown, by outlet, day of publication (as precise as it is known) and language."""
        day = func.substr(_article.c.published, 1, _DAY)
        keys = (_article.c.outlet, day, _article.c.language)
        shown_here = filters.shown_by_default(self._reader)
        by = and_(_reading.c.article_id == _article.c.article_id, _reading.c.newest, shown_here)
        of, met = _article.c.article_id.distinct(), _reading.c.article_id.distinct()
        asked = (
            select(*keys, func.count(met), func.count(of) - func.count(met))
            .select_from(_article.outerjoin(_reading, by))
            .where(filters.article_is_shown(), *filters.overlaps(_article, since, until))
            .group_by(*keys)
            .order_by(*keys)
        )
        articles = shown.articles(self._reader, since, until)
        day = func.substr(articles.c.published, 1, _DAY)
        claims = (
            select(articles.c.outlet, day, articles.c.language, func.count())
            .select_from(shown.claims(articles))
            .where(shown.kept())
            .group_by(articles.c.outlet, day, articles.c.language)
        )
        made = {(row[0], row[1], row[2]): int(row[3]) for row in self._connection.execute(claims)}
        for row in self._connection.execute(asked):
            yield Read(row[0], row[1], row[2], row[3], row[4], made.get((row[0], row[1], row[2]), 0))

    def days(self, *, since: str | None = None, until: str | None = None) -> list[tuple[str, int]]:
        """How many articles were read of each day of publication (as precise as it is known); those without one left out."""
        articles = shown.articles(self._reader, since, until)
        day = func.substr(articles.c.published, 1, _DAY)
        asked = (
            select(day, func.count(articles.c.article_id.distinct()))
            .where(articles.c.published.is_not(None))
            .group_by(day)
            .order_by(day)
        )
        return [(row[0], row[1]) for row in self._connection.execute(asked)]

    def unread(self) -> Iterator[Unread]:
        """The pages that gave no article and the inputs that gave no page. The day is that of fetching, else of adding."""
        held = exists().where(_links.c.page_reading_id == _location.c.page_reading_id)
        day = func.substr(func.coalesce(_location.c.fetched, _location.c.added_at), 1, _DAY)
        pages = (
            select(_location.c.location, _location.c.outcome, day)
            .where(_location.c.outcome.in_(_UNREAD), ~held)
            .order_by(_location.c.id)
        )
        yield from (Unread(*row) for row in self._connection.execute(pages))
        inputs = (
            select(_issue.c.location, func.substr(_issue.c.added_at, 1, _DAY))
            .where(_issue.c.fatal, _issue.c.page_sha256.is_(None), _issue.c.page_reading_id.is_(None))
            .order_by(_issue.c.id)
        )
        yield from (Unread(row[0], "failed", row[1]) for row in self._connection.execute(inputs))
