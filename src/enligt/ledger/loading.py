"""Claims and articles, loaded in the version asked for, with what people set right. Works inside the view's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, func, select

from enligt.ledger import correcting, filters, judging, paging, schema
from enligt.ledger.records import ClaimQuery, ClaimRow
from enligt.ledger.rows import article_of, load_claims, load_links, portions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from enligt.model import Article, Claim

AT_ONCE: Final = 200  # claims or articles that are loaded together
STREAMED: Final = {"yield_per": AT_ONCE}
_EVERYTHING: Final = ClaimQuery()

_article, _claim, _reading = schema.article, schema.claim, schema.reading


def articles(connection: Connection, ids: Collection[str]) -> dict[str, Article]:
    """The articles with these ids, a few hundred; those that are not there are left out."""
    if not ids:
        return {}
    rows = connection.execute(select(_article).where(_article.c.article_id.in_(ids))).mappings()
    links = load_links(connection, ids)
    return {row["article_id"]: article_of(row, links.get(row["article_id"], ())) for row in rows}


def listed(connection: Connection, asked: Select[Any]) -> Iterator[Article]:
    """The articles whose rows a statement asks for, loaded as they are read."""
    for several in connection.execute(asked, execution_options=STREAMED).mappings().partitions(AT_ONCE):
        links = load_links(connection, {row["article_id"] for row in several})
        for row in several:
            yield article_of(row, links.get(row["article_id"], ()))


def claims(
    connection: Connection, query: ClaimQuery, reader: str | None, *, after: paging.Place | None, newest: bool = False
) -> Iterator[ClaimRow]:
    """The claims that a query asks for, each with its article, behind a place in that list (`View.claims`)."""
    seen, right = then(connection, query)
    asked = filters.claim_keys(filters.as_needed(connection, query), reader, then=seen, after=after, newest=newest)
    known: Mapping[str, Article] = {}
    for several in connection.execute(asked, execution_options=STREAMED).partitions(AT_ONCE):
        needed = {row.article_id for row in several}
        known = {**{key: known[key] for key in needed & known.keys()}, **articles(connection, needed - known.keys())}
        loaded = load_claims(connection, [row.id for row in several])
        for claim in loaded if query.uncorrected else correcting.as_set_right(connection, loaded, right):
            yield ClaimRow(claim, known[claim.article_id])


def added(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """When each of these articles was added, and each of these claims was read last (UTC, ISO)."""
    found: dict[str, str] = {}
    for several in portions(ids, AT_ONCE):
        of_articles = select(_article.c.article_id, _article.c.added_at).where(_article.c.article_id.in_(several))
        of_claims = (
            select(_claim.c.claim_id, func.max(_reading.c.added_at))
            .join_from(_claim, _reading, _reading.c.id == _claim.c.reading_id)
            .where(_claim.c.claim_id.in_(several))
            .group_by(_claim.c.claim_id)
        )
        for asked in (of_articles, of_claims):
            found.update((one, moment) for one, moment in connection.execute(asked))
    return found


def then(connection: Connection, query: ClaimQuery) -> tuple[filters.Then, Mapping[str, correcting.SetRight] | None]:
    """What judgements had come to by the moment asked for; where none was, it is in tables."""
    if query.as_of is None:
        return filters.NOW, None
    made = judging.judgements(connection, until=filters.end_of(query.as_of))
    right = correcting.held(made)
    return filters.Then(judging.rejected(made), right.keys()), right


def in_articles(connection: Connection, wanted: Collection[str], reader: str | None, *, whole: bool) -> Iterator[ClaimRow]:
    """The claims shown of these articles, in the order of `claims`; ``whole`` as `load_claims`."""
    asked = filters.claim_keys(_EVERYTHING, reader)
    for several in portions(wanted, AT_ONCE):
        keys = connection.scalars(asked.where(_claim.c.article_id.in_(several))).all()
        known = articles(connection, several)
        for at in range(0, len(keys), AT_ONCE):
            loaded = load_claims(connection, keys[at : at + AT_ONCE], whole=whole)
            for claim in correcting.as_set_right(connection, loaded):
                yield ClaimRow(claim, known[claim.article_id])


def named(connection: Connection, claim_ids: Collection[str], *, uncorrected: bool = False) -> dict[str, ClaimRow]:
    """The newest version of each claim with one of these ids: as its reader reads it now, or as it was when last seen."""
    found: dict[str, ClaimRow] = {}
    for several in portions(claim_ids, AT_ONCE):
        asked = (
            select(_claim.c.claim_id, _claim.c.id)
            .join(_reading, _reading.c.id == _claim.c.reading_id)
            .where(_claim.c.claim_id.in_(several))
            .order_by(_reading.c.newest, _claim.c.id)  # the last of each has the word
        )
        keys = {row.claim_id: row.id for row in connection.execute(asked)}
        loaded = load_claims(connection, list(keys.values()))
        if not uncorrected:
            loaded = correcting.as_set_right(connection, loaded)
        known = articles(connection, {one.article_id for one in loaded})
        found.update((name, ClaimRow(claim, known[claim.article_id])) for name, claim in zip(keys, loaded, strict=True))
    return found


def versions(connection: Connection, claim_id: str) -> tuple[Claim, ...]:
    """Every version of a claim, oldest first; empty where there is none."""
    keys = connection.scalars(select(_claim.c.id).where(_claim.c.claim_id == claim_id).order_by(_claim.c.id)).all()
    return tuple(load_claims(connection, keys))
