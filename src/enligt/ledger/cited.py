"""Who is cited, and which outlets there are: counts of the claims shown by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from enligt.ledger import filters, schema
from enligt.ledger.records import ClaimQuery
from enligt.ledger.search import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection

_article, _claim, _reading, _source = schema.article, schema.claim, schema.reading, schema.source


class Cited(NamedTuple):
    """A source or an outlet, and how many claims are on its word or in its articles."""

    name: str
    kind: str
    claims: int


def cited(connection: Connection, *, reader: str | None, name: str | None, limit: int) -> list[Cited]:
    """The sources cited most (anywhere in a chain) and the outlets with most claims, by number of claims, then name.

    Args:
        connection: to read from.
        reader: whose claims are shown.
        name: a part of the name, whatever the case; None: all.
        limit: at most so many.
    """
    conditions = list(filters.versions_shown(ClaimQuery(), reader))
    joined = _claim.join(_reading, _reading.c.id == _claim.c.reading_id).join(
        _article, _article.c.article_id == _claim.c.article_id
    )
    claims = func.count(func.distinct(_claim.c.id))
    sources = (
        select(_source.c.name, _source.c.kind, claims)
        .select_from(joined.join(_source, _source.c.claim_row == _claim.c.id))
        .where(*conditions)
        .group_by(_source.c.name, _source.c.kind)
    )
    outlets = (select(_article.c.outlet, claims).select_from(joined).where(_article.c.outlet.is_not(None), *conditions)).group_by(
        _article.c.outlet
    )
    if name is not None:
        sources = sources.where(_source.c.name_folded.contains(fold(name), autoescape=True))
        outlets = outlets.where(_article.c.outlet_folded.contains(fold(name), autoescape=True))
    found = [Cited(*row) for row in connection.execute(sources)]
    found += [Cited(outlet, "outlet", number) for outlet, number in connection.execute(outlets)]
    return sorted(found, key=lambda one: (-one.claims, one.name, one.kind))[:limit]
