"""How much a ledger holds of what is shown by default."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, exists, func, or_, select

from enligt.ledger import filters, schema, shown
from enligt.ledger.corrected_tables import corrected
from enligt.ledger.records import LedgerCounts

_article, _claim, _issue, _page_location = schema.article, schema.claim, schema.issue, schema.page_location


def counts(connection: Connection, reader: str | None) -> LedgerCounts:
    """How much there is; claims are those of one reader, as they were set right."""
    articles = shown.articles(reader)
    kind = func.coalesce(corrected.c.event_type, _claim.c.event_type)
    claims = (
        select(kind, articles.c.language, func.count().label("n"))
        .select_from(shown.claims(articles).outerjoin(corrected, corrected.c.claim_id == _claim.c.claim_id))
        .where(shown.kept())
        .group_by(kind, articles.c.language)
    )
    by_type: dict[str, int] = {}
    by_language: dict[str, int] = {}
    for event_type, language, count in connection.execute(claims):
        by_type[event_type] = by_type.get(event_type, 0) + count
        by_language[language] = by_language.get(language, 0) + count
    by_article = _count_by(connection, _article, "language", filters.article_is_shown())
    outcomes: dict[Any, int] = _count_by(connection, _page_location, "outcome")
    return LedgerCounts(
        pages=sum(outcomes.values()),
        articles=sum(by_article.values()),
        claims=sum(by_type.values()),
        issues=connection.scalar(select(func.count()).select_from(_issue).where(issue_is_shown())) or 0,
        outcomes=outcomes,
        by_type=dict(sorted(by_type.items())),
        by_language=dict(sorted(by_language.items())),
        articles_by_language=by_article,
    )


def _count_by(connection: Connection, table: Table, column: str, *conditions: ColumnElement[bool]) -> dict[str, int]:
    asked = select(table.c[column], func.count()).where(*conditions).group_by(table.c[column]).order_by(table.c[column])
    return {str(value): int(count) for value, count in connection.execute(asked)}


def issue_is_shown() -> ColumnElement[bool]:
    """Issues of no page, and of the readings that some location is shown by."""
    of_some = exists().where(_page_location.c.page_reading_id == _issue.c.page_reading_id)
    return or_(_issue.c.page_reading_id.is_(None), of_some)
