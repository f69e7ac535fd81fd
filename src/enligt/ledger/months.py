"""How much was read of each month. Works inside the view's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from enligt.ledger import filters, schema

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

_MONTH = len("2026-02")


def read_by_month(connection: Connection) -> dict[str, int]:
    """How many of the articles that are shown were published in each month; those of no month are left out."""
    month: ColumnElement[str] = func.substr(schema.article.c.published, 1, _MONTH)
    asked = (
        select(month, func.count())
        .where(filters.article_is_shown(), func.length(month) == _MONTH)
        .group_by(month)
        .order_by(month)
    )
    return {str(name): int(count) for name, count in connection.execute(asked)}
