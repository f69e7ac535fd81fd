"""Counts of sources: who is cited in how many claims, who hands on to whom, when. A source is a name and a kind here.

What the names stand for (two names of one agency) is for the caller to know. Works inside the view's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from enligt.ledger import schema, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_claim, _source = schema.claim, schema.source


class Cited(NamedTuple):
    """In how many claims of an outlet's articles in one language a source is named, and in how many as the last of the chain.

    ``first`` and ``last`` are the days of the first and the last article.
    """

    name: str
    kind: str
    language: str
    outlet: str | None
    agency: str | None
    claims: int
    origin: int
    first: str | None
    last: str | None


class Told(NamedTuple):
    """How many claims an outlet's articles make that carry an agency's text (or none's), and how many of them cite nobody."""

    outlet: str | None
    agency: str | None
    claims: int
    own: int
    first: str | None
    last: str | None


class Hop(NamedTuple):
    """How many claims hand on from one source to the next, the nearer to the outlet first; None: the outlet itself."""

    near: tuple[str, str] | None
    far: tuple[str, str]
    language: str
    outlet: str | None
    agency: str | None
    claims: int


class SourceCounts:
    """Questions about sources; ``since`` and ``until`` are of publication, both included.

    Raises:
        UsageError: (each of the questions) a date that is none, or they are the wrong way round.
    """

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self._connection = connection
        self._reader = reader

    def cited(
        self, *, since: str | None = None, until: str | None = None, names: Collection[str] | None = None
    ) -> Iterator[Cited]:
        """The sources that claims name, of articles published between the days; of some names, if asked."""
        articles = shown.articles(self._reader, since, until)
        deeper = _source.alias("deeper")
        ends = ~exists().where(deeper.c.claim_row == _source.c.claim_row, deeper.c.depth > _source.c.depth)
        keys = (_source.c.name, _source.c.kind, articles.c.language, articles.c.outlet, articles.c.agency)
        asked = (
            select(
                *keys,
                func.count(_source.c.claim_row.distinct()),
                func.count(case((ends, _source.c.claim_row)).distinct()),
                func.min(articles.c.from_day),
                func.max(articles.c.to_day),
            )
            .select_from(shown.claims(articles).join(_source, _source.c.claim_row == _claim.c.id))
            .where(shown.kept())
            .group_by(*keys)
            .order_by(*keys)
        )
        for one in shown.among(asked, _source.c.name, names):
            yield from (Cited(*row) for row in self._connection.execute(one))

    def told(self, *, since: str | None = None, until: str | None = None) -> Iterator[Told]:
        """What the outlets' articles claim."""
        articles = shown.articles(self._reader, since, until)
        cites = exists().where(_source.c.claim_row == _claim.c.id)
        keys = (articles.c.outlet, articles.c.agency)
        own = func.sum(case((and_(~cites, ~_claim.c.hearsay), 1), else_=0))
        asked = (
            select(*keys, func.count(), own, func.min(articles.c.from_day), func.max(articles.c.to_day))
            .select_from(shown.claims(articles))
            .where(shown.kept())
            .group_by(*keys)
            .order_by(*keys)
        )
        yield from (Told(*row) for row in self._connection.execute(asked))

    def hops(self, names: Collection[str], *, ahead: bool, since: str | None = None, until: str | None = None) -> Iterator[Hop]:
        """From sources of these names to the next in the chain (``ahead``), or to them from the one before, or the outlet."""
        articles = shown.articles(self._reader, since, until)
        mine, other = _source.alias("mine"), _source.alias("other")
        step = 1 if ahead else -1
        beside = and_(other.c.claim_row == mine.c.claim_row, other.c.depth == mine.c.depth + step)
        joined = shown.claims(articles).join(mine, mine.c.claim_row == _claim.c.id)
        keys = (
            mine.c.name, mine.c.kind, other.c.name, other.c.kind, articles.c.language, articles.c.outlet, articles.c.agency,
        )  # fmt: skip
        asked = (
            select(*keys, func.count(mine.c.claim_row.distinct()))
            .select_from(joined.join(other, beside, isouter=not ahead))
            .where(shown.kept())
            .group_by(*keys)
            .order_by(*keys)
        )
        for one in shown.among(asked, mine.c.name, names):
            for row in self._connection.execute(one):
                this, that = (row[0], row[1]), None if row[2] is None else (row[2], row[3])
                if ahead and that is not None:
                    yield Hop(this, that, *row[4:])
                elif not ahead:
                    yield Hop(that, this, *row[4:])

    def first_hops(
        self, *, outlets: Collection[str], agencies: Collection[str], since: str | None = None, until: str | None = None
    ) -> Iterator[Hop]:
        """From outlets (or agencies whose text is carried), as their articles name them, to the sources that they name first."""
        articles = shown.articles(self._reader, since, until)
        keys = (_source.c.name, _source.c.kind, articles.c.language, articles.c.outlet, articles.c.agency)
        joined = shown.claims(articles).join(_source, and_(_source.c.claim_row == _claim.c.id, _source.c.depth == 1))
        for row in self._connection.execute(
            select(*keys, func.count(_claim.c.id.distinct()))
            .select_from(joined)
            .where(shown.kept(), or_(articles.c.outlet.in_(outlets), articles.c.agency.in_(agencies)))
            .group_by(*keys)
            .order_by(*keys)
        ):
            yield Hop(None, (row[0], row[1]), *row[2:])

    def months(
        self, names: Collection[str], *, outlets: Collection[str], agencies: Collection[str]
    ) -> dict[str, tuple[int, int]]:
        """By month of publication: claims of these outlets' (agencies') articles, and claims in which these names are cited."""
        articles = shown.articles(self._reader)
        month = func.substr(articles.c.from_day, 1, shown.MONTH)
        carried = (
            select(month, func.count())
            .select_from(shown.claims(articles))
            .where(shown.kept(), articles.c.from_day.is_not(None))
            .where(or_(articles.c.outlet.in_(outlets), articles.c.agency.in_(agencies)))
            .group_by(month)
        )
        found: dict[str, tuple[int, int]] = {key: (n, 0) for key, n in self._connection.execute(carried)}
        cited = (
            select(month, func.count(_source.c.claim_row.distinct()))
            .select_from(shown.claims(articles).join(_source, _source.c.claim_row == _claim.c.id))
            .where(shown.kept(), articles.c.from_day.is_not(None))
            .group_by(month)
        )
        for one in shown.among(cited, _source.c.name, names):
            for key, n in self._connection.execute(one):
                before = found.get(key, (0, 0))
                found[key] = before[0], before[1] + n
        return dict(sorted(found.items()))

    def samples(self, names: Collection[str], *, outlets: Collection[str], agencies: Collection[str], limit: int) -> list[str]:
        """The ids of the latest claims in which these names are cited, then of those of these outlets' articles."""
        articles = shown.articles(self._reader)
        order = (articles.c.from_day.is_(None), articles.c.from_day.desc(), _claim.c.claim_id)
        found: dict[str, None] = {}
        cited = (
            select(_claim.c.claim_id)
            .select_from(shown.claims(articles).join(_source, _source.c.claim_row == _claim.c.id))
            .where(shown.kept())
        )
        for one in shown.among(cited, _source.c.name, names):
            found.update(dict.fromkeys(self._connection.scalars(one.order_by(*order).limit(limit))))
        carried = (
            select(_claim.c.claim_id)
            .select_from(shown.claims(articles))
            .where(shown.kept(), or_(articles.c.outlet.in_(outlets), articles.c.agency.in_(agencies)))
        )
        if len(found) < limit:
            found.update(dict.fromkeys(self._connection.scalars(carried.order_by(*order).limit(limit))))
        return list(found)[:limit]
