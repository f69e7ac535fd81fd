"""What an audit draws from: every claim that a reader made, every article, and what was put aside unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, exists, select

from enligt.ledger import filters, schema
from enligt.ledger.asides import ASIDE
from enligt.ledger.records import ClaimQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

_article, _claim, _reading = schema.article, schema.claim, schema.reading
_links, _page_reading, _location = schema.article_page, schema.page_reading, schema.page_location


class DrawnClaim(NamedTuple):
    """A claim as its reader made it, with its article."""

    claim_id: str
    article_id: str
    language: str
    event_type: str


class DrawnArticle(NamedTuple):
    """An article, or a page that was put aside before its articles were looked for (``language`` None, its SHA-256 the id)."""

    id: str
    language: str | None
    aside: bool


def claims(connection: Connection, reader: str | None) -> Iterator[DrawnClaim]:
    """The claims of the newest version of a reader, those that a person rejected among them."""
    query = ClaimQuery(rejected=True, uncorrected=True, reader=reader or "")
    asked = (
        select(_claim.c.claim_id, _claim.c.article_id, _article.c.language, _claim.c.event_type)
        .join(_reading, _reading.c.id == _claim.c.reading_id)
        .join(_article, _article.c.article_id == _claim.c.article_id)
        .where(*filters.versions_shown(query, reader))
        .order_by(_claim.c.claim_id)
    )
    for row in connection.execute(asked):
        yield DrawnClaim(*row)


def articles(connection: Connection, reader: str | None) -> Iterator[DrawnArticle]:
    """The articles that a reader has read, and those that were put aside; then the pages put aside whole."""
    read = exists().where(_reading.c.article_id == _article.c.article_id, _reading.c.reader == reader)
    left = exists().where(
        _links.c.article_id == _article.c.article_id,
        _links.c.page_reading_id == _page_reading.c.id,
        _page_reading.c.reader == reader,
    )
    for aside, met in ((False, read), (True, left & ~read)):
        asked = select(_article.c.article_id, _article.c.language).where(met, filters.article_is_shown())
        for row in connection.execute(asked.order_by(_article.c.article_id)):
            yield DrawnArticle(row.article_id, row.language, aside)
    given = exists().where(_links.c.page_reading_id == _location.c.page_reading_id)
    pages = select(_location.c.page_sha256).where(_location.c.outcome == ASIDE, ~given).distinct()
    for sha256 in connection.scalars(pages.order_by(_location.c.page_sha256)):
        yield DrawnArticle(sha256, None, aside=True)
