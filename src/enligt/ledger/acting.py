"""Counts of actors: how many claims and events each takes part in, under which names, with whom, when.

Works inside the view's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, and_, case, func, or_, select

from enligt.ledger import filters, schema, shown
from enligt.ledger.rows import name_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import CTE, ColumnElement, FromClause, Select

_MOST_NAMES: Final = 20
"""Names that a question for a name gives at most."""

_claim, _participant, _member = schema.claim, schema.participant, schema.event_claim


class Acting(NamedTuple):
    """An actor's claims: all, as the one who acts, as the one acted upon; the events; days of the first and last article."""

    actor: str
    claims: int
    acts: int
    receives: int
    events: int
    first: str | None
    last: str | None


class Named(NamedTuple):
    """A name of a person or group under an actor's id, as written in ``mention``."""

    actor: str
    name: str
    mention: str | None
    claims: int
    first: str | None
    last: str | None


class Counted(NamedTuple):
    """Claims and events of one kind; what the two words mean stands where it is asked for."""

    one: str
    other: str
    claims: int
    events: int


class ActorCounts:
    """Questions about actors; ``since`` and ``until`` are of the act, else of publication, both included.

    An actor is asked for by its id, and by the name of a person or group under it, if only that one is meant.

    Raises:
        UsageError: (each of the questions) a date that is none, or they are the wrong way round.
    """

    def __init__(self, connection: Connection, reader: str | None) -> None:
        self._connection = connection
        self._reader = reader

    def all(
        self, *, since: str | None = None, until: str | None = None, actor: str | None = None, name: str | None = None
    ) -> Iterator[Acting]:
        """The actors of all claims, those of most claims first; or the one with this id (in the claims that bear the name)."""
        articles = shown.articles(self._reader, few=actor is not None)
        role = _participant.c.role
        each = (  # once a claim, on whichever sides it stands there: to count different ones takes longer
            select(
                _participant.c.actor,
                func.max(case((role == "actor", 1), else_=0)).label("acts"),
                func.max(case((role == "recipient", 1), else_=0)).label("receives"),
                _member.c.event_id,
                articles.c.from_day,
                articles.c.to_day,
            )
            .select_from(self._parties(articles, _participant))
            .where(shown.kept(), *filters.overlaps(_claim, since, until))
            .group_by(_claim.c.id, _participant.c.actor, _member.c.event_id, articles.c.from_day, articles.c.to_day)
        )
        if actor is not None:
            each = each.where(*_is(_participant, actor, name))
        of = each.subquery()
        asked = (
            select(
                of.c.actor,
                func.count(),
                func.sum(of.c.acts),
                func.sum(of.c.receives),
                func.count(of.c.event_id.distinct()),
                func.min(of.c.from_day),
                func.max(of.c.to_day),
            )
            .group_by(of.c.actor)
            .order_by(func.count().desc(), of.c.actor)
        )
        yield from (Acting(*found) for found in self._connection.execute(asked))

    def claims(self, actor: str) -> int:
        """How many claims have an actor of this id."""
        articles = shown.articles(self._reader, few=True)
        joined = shown.claims(articles).join(_participant, _participant.c.claim_row == _claim.c.id)
        asked = (
            select(func.count(_claim.c.id.distinct())).select_from(joined).where(shown.kept(), *_is(_participant, actor, None))
        )
        return self._connection.scalar(asked) or 0

    def articles_on(self, actors: Collection[str], *, since: str, until: str, beside: Collection[str]) -> int:
        """How many articles were read that tell of dealings of these actors: of two of them at least, where they are several.

        Args:
            actors: ids.
            since: ISO day: published then or later.
            until: ISO day: published by then.
            beside: ids of articles that do not count.
        """
        articles = shown.articles(self._reader, few=True)
        on = (
            select(articles.c.article_id)
            .select_from(shown.claims(articles).join(_participant, _participant.c.claim_row == _claim.c.id))
            .where(
                shown.kept(),
                _participant.c.actor.in_(sorted(set(actors))),
                articles.c.from_day >= since,
                articles.c.to_day <= until,
                articles.c.article_id.not_in(sorted(set(beside))),
            )
            .group_by(articles.c.article_id)
            .having(func.count(_participant.c.actor.distinct()) >= min(len(set(actors)), 2))
        )
        return self._connection.scalar(select(func.count()).select_from(on.subquery())) or 0

    def named(self, actors: Collection[str], *, mentions: bool = False) -> Iterator[Named]:
        """The names of persons and groups under these ids, those of most claims first; each as it was written, if asked."""
        articles = shown.articles(self._reader, few=len(actors) == 1)
        claims = func.count(_participant.c.claim_row.distinct())
        keys = (_participant.c.actor, _participant.c.name, *((_participant.c.mention,) if mentions else ()))
        asked: Select[Any] = (
            select(*keys, claims, func.min(articles.c.from_day), func.max(articles.c.to_day))
            .select_from(self._parties(articles, _participant))
            .where(shown.kept(), _participant.c.name.is_not(None), _participant.c.name != _participant.c.actor)
            .group_by(*keys)
            .order_by(_participant.c.actor, claims.desc(), *keys[1:])
        )
        for one in shown.among(asked, _participant.c.actor, actors):
            for row in self._connection.execute(one):
                yield Named(*row) if mentions else Named(row[0], row[1], None, *row[2:])

    def known(self, actor: str) -> str | None:
        """The id as the claims write it, whatever the case; None where no claim has it."""
        spelt = {actor, actor.upper(), actor.lower()}
        return self._connection.scalar(select(_participant.c.actor).where(_participant.c.actor.in_(spelt)).limit(1))

    def bearing(self, name: str, *, whole: bool) -> list[tuple[str, str]]:
        """The persons and groups of this name, or of one with these whole words in it: id and name; most claims first."""
        words = name_words(name)
        if not words.strip():
            return []
        fits = _participant.c.name_words == words if whole else _participant.c.name_words.contains(words, autoescape=True)
        keys = (_participant.c.actor, _participant.c.name)
        asked = (
            select(*keys)
            .where(fits, _participant.c.name.is_not(None), _participant.c.name != _participant.c.actor)
            .group_by(*keys)
            .order_by(func.count().desc(), *keys)
            .limit(_MOST_NAMES)
        )
        return [(row[0], str(row[1])) for row in self._connection.execute(asked)]

    def counterparts(self, actor: str, name: str | None = None) -> Iterator[tuple[str, str, str, int, int]]:
        """The other actors of its claims: id, its own role, theirs, claims, events; those of most claims first."""
        articles = shown.articles(self._reader, few=True)
        mine, other = _participant.alias("mine"), _participant.alias("other")
        claims = func.count(mine.c.claim_row.distinct())
        keys = (other.c.actor, mine.c.role, other.c.role)
        asked = (
            select(*keys, claims, func.count(_member.c.event_id.distinct()))
            .select_from(
                self._parties(articles, mine).join(
                    other, and_(other.c.claim_row == mine.c.claim_row, other.c.actor != mine.c.actor)
                )
            )
            .where(shown.kept(), *_is(mine, actor, name))
            .group_by(*keys)
            .order_by(claims.desc(), *keys)
        )
        for row in self._connection.execute(asked):
            yield row[0], row[1], row[2], row[3], row[4]

    def kinds(self, actor: str, name: str | None = None) -> list[Counted]:
        """Its claims by event type and factuality."""
        return self._counted((_claim.c.event_type, _claim.c.factuality), actor, name)

    def months(self, actor: str, name: str | None = None) -> list[Counted]:
        """Its claims by month of the act, else of publication (``YYYY-MM``), and factuality; those without a day left out."""
        month = func.substr(_claim.c.from_day, 1, shown.MONTH)
        return self._counted((month, _claim.c.factuality), actor, name, _claim.c.from_day.is_not(None))

    def _counted(
        self, keys: tuple[ColumnElement[str], ColumnElement[str]], actor: str, name: str | None, *conditions: ColumnElement[bool]
    ) -> list[Counted]:
        articles = shown.articles(self._reader, few=True)
        asked = (
            select(*keys, func.count(_claim.c.id.distinct()), func.count(_member.c.event_id.distinct()))
            .select_from(self._parties(articles, _participant))
            .where(shown.kept(), *_is(_participant, actor, name), *conditions)
            .group_by(*keys)
            .order_by(*keys)
        )
        return [Counted(*row) for row in self._connection.execute(asked)]

    @staticmethod
    def _parties(articles: CTE, participant: FromClause) -> FromClause:
        joined = shown.claims(articles).join(participant, participant.c.claim_row == _claim.c.id)
        return joined.outerjoin(_member, _member.c.claim_id == _claim.c.claim_id)


def _is(participant: FromClause, actor: str, name: str | None) -> Iterator[ColumnElement[bool]]:
    yield participant.c.actor == actor
    if name is not None:
        yield or_(participant.c.name == name, participant.c.name_words == name_words(name))
