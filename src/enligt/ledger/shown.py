"""The claims that are shown by default, as what questions over all of them begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CTE, FromClause, Select, exists, select

from enligt.ledger import filters, schema
from enligt.ledger.rows import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement

_AT_ONCE: Final = 400  # values in one statement
MONTH: Final = 7  # letters of an ISO date up to its month

_article, _claim, _reading = schema.article, schema.claim, schema.reading


def articles(reader: str | None, since: str | None = None, until: str | None = None, *, few: bool = False) -> CTE:
    """The articles that are shown, with the newest reading of this reader; published between the two days, if given.

    One of which another hand made claims stands there once more for each such hand.
    The database makes this table once a statement: whether an article is shown is asked once an article, not once a claim.
    Where ``few`` claims are asked for, it begins with them instead, and the rest of the ledger is not looked at.

    Raises:
        UsageError: a date that is none, or they are the wrong way round.
    """
    columns = ("article_id", "outlet", "agency", "language", "published", "from_day", "to_day")
    made = (
        select(_reading.c.id.label("reading_id"), *(_article.c[name] for name in columns))
        .select_from(_reading.join(_article, _article.c.article_id == _reading.c.article_id))
        .where(
            _reading.c.newest,
            filters.shown_by_default(reader),
            filters.article_is_shown(),
            *filters.overlaps(_article, since, until),
        )
        .cte("shown")
    )
    return made.prefix_with("NOT MATERIALIZED" if few else "MATERIALIZED")


def claims(shown: CTE) -> FromClause:
    """Their claims."""
    return shown.join(_claim, _claim.c.reading_id == shown.c.reading_id)


def kept() -> ColumnElement[bool]:
    """The condition that no person rejected the claim."""
    return ~exists().where(schema.rejected.c.claim_id == _claim.c.claim_id)


def among(asked: Select[Any], column: ColumnElement[str], values: Collection[str] | None) -> Iterator[Select[Any]]:
    """The statement for some values of a column, as many at once as it takes; or as it is, where None are given."""
    if values is None:
        yield asked
        return
    for several in portions(values, _AT_ONCE):
        yield asked.where(column.in_(several))
