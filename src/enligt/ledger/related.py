"""Questions about which article repeats which. Works inside the view's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, not_, or_, select

from enligt.ledger import schema
from enligt.ledger.repeating import relation_of
from enligt.ledger.rows import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import FromClause

    from enligt.model import Relation, RepeatKind

Repeated = Literal["show", "hide", "only"]
"""Whether a list of articles shows those that an earlier or newer one stands for: also, not, or nothing else."""

_AT_ONCE: Final = 400
_STANDS_FOR: Final = ("same-text", "translation-of", "reprint", "near")

_article, _relation = schema.article, schema.relation
_links, _location = schema.article_page, schema.page_location


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A relation with what people need to know of the two articles, the later first: outlet, headline, day and language.

    ``group`` is the id of the earliest of all articles that hang together by repetition (lifted passages do not count).
    """

    relation: Relation
    group: str
    outlets: tuple[str | None, str | None]
    headlines: tuple[str | None, str | None]
    published: tuple[str | None, str | None]
    languages: tuple[str, str]


def _is_shown(article: FromClause) -> ColumnElement[bool]:
    """Whether an article is shown by default, as `filters.article_is_shown` says it."""
    at_location = _links.join(_location, _location.c.page_reading_id == _links.c.page_reading_id)
    return exists().select_from(at_location).where(_links.c.article_id == article.c.article_id)


def meets(repeats: Repeated) -> Iterator[ColumnElement[bool]]:
    """The condition for ``hide`` and ``only``; an article is a repeat where another that is shown stands for it.

    That is the earlier one that it repeats as a whole, or the newer version of itself.
    """
    if repeats == "show":
        return
    other = _article.alias("other")
    earlier = and_(
        _relation.c.article_id == _article.c.article_id,
        _relation.c.other_id == other.c.article_id,
        _relation.c.kind.in_(_STANDS_FOR),
    )
    newer = and_(
        _relation.c.other_id == _article.c.article_id,
        _relation.c.article_id == other.c.article_id,
        _relation.c.kind == "version-of",
    )
    # Two questions, each by its own index: one with "or" would read the whole table for every article
    stood_for = or_(*(exists().where(way, _is_shown(other)) for way in (earlier, newer)))
    yield stood_for if repeats == "only" else not_(stood_for)


def relations_of(connection: Connection, articles: Collection[str]) -> list[Relation]:
    """The relations of articles, both ways, between those that are shown and these; in the order of the two ids."""
    one, other = _article.alias("one"), _article.alias("other")
    out: dict[tuple[str, str], Relation] = {}
    for mine, theirs in ((_relation.c.article_id, _relation.c.other_id), (_relation.c.other_id, _relation.c.article_id)):
        asked = (
            select(_relation)
            .join(one, one.c.article_id == mine)
            .join(other, other.c.article_id == theirs)
            .where(mine.in_(articles), _is_shown(other))
        )
        for row in connection.execute(asked).mappings():
            found = relation_of(row)
            out[found.article_id, found.other_id] = found
    return [out[pair] for pair in sorted(out)]


def rows(connection: Connection, *, kind: RepeatKind | None, article: str | None, limit: int | None) -> Iterator[RepeatRow]:
    """The relations between articles that are shown, by day of publication of the later."""
    group = _groups(connection)
    later, earlier = _article.alias("later"), _article.alias("earlier")
    columns = [side.c[name].label(f"{at}_{name}") for at, side in enumerate((later, earlier)) for name in _TOLD]
    asked = (
        select(_relation, *columns)
        .join(later, later.c.article_id == _relation.c.article_id)
        .join(earlier, earlier.c.article_id == _relation.c.other_id)
        .where(_is_shown(later), _is_shown(earlier))
        .order_by(later.c.published.is_(None), later.c.published, later.c.article_id, _relation.c.other_id)
    )
    if kind is not None:
        asked = asked.where(_relation.c.kind == kind)
    if article is not None:
        asked = asked.where(or_(_relation.c.article_id == article, _relation.c.other_id == article))
    if limit is not None:
        asked = asked.limit(limit)
    for row in connection.execute(asked, execution_options={"yield_per": _AT_ONCE}).mappings():
        found = relation_of(row)
        told = [(row[f"0_{name}"], row[f"1_{name}"]) for name in _TOLD]
        yield RepeatRow(found, group.get(found.article_id, found.other_id), *told)


_TOLD: Final = ("outlet", "headline", "published", "language")


def _groups(connection: Connection) -> dict[str, str]:
    """The earliest article of the group that each belongs to: those that hang together by any relation but a passage."""
    leader: dict[str, str] = {}

    def lead(one: str) -> str:
        while (up := leader.get(one, one)) != one:
            leader[one] = leader.get(up, up)
            one = up
        return one

    asked = select(_relation.c.article_id, _relation.c.other_id).where(_relation.c.kind != "passage-of")
    for one, other in connection.execute(asked):
        leader.setdefault(one, one)
        leader.setdefault(other, other)
        leader[lead(one)] = lead(other)
    members: dict[str, list[str]] = {}
    for one in leader:
        members.setdefault(lead(one), []).append(one)
    first: dict[str, str] = {}
    published: Table = _article
    for several in members.values():
        days: dict[str, tuple[bool, str, str]] = {}
        for ids in portions(several, _AT_ONCE):
            columns = (published.c.article_id, published.c.published, published.c.updated)
            for row in connection.execute(select(*columns).where(published.c.article_id.in_(ids))):
                days[row.article_id] = (row.published is None, row.published or "", row.updated or "")
        earliest = min(several, key=lambda one: (*days[one], one))
        first.update(dict.fromkeys(several, earliest))
    return first
