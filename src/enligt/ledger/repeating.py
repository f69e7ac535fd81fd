"""Which article repeats which, entered with the articles. Works inside the writer's transaction.

The ledger finds the few articles that share enough keys with a new one; what each pair is, ``enligt.model.Repeats`` decides
from the two articles alone. So the same articles end with the same relations, in whatever order they came.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from enligt.ledger import schema, told
from enligt.ledger.rows import article_of, days_of, portions
from enligt.model import REPEAT_KINDS, Relation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import RowMapping

    from enligt.model import Article, Repeats, Signature

_AT_ONCE: Final = 400  # keys or articles in one statement

_article, _reading, _relation = schema.article, schema.reading, schema.relation
_signature, _key = schema.signature, schema.signature_key


def enter(connection: Connection, repeats: Repeats, articles: Iterable[Article]) -> None:
    """Sign articles that the ledger has just taken in, and relate each to what it repeats and what repeats it."""
    for article in articles:
        signature = repeats.signature(article)
        _relate(connection, repeats, article, signature)
        _enter_signature(connection, article, signature)


def relate_anew(connection: Connection, repeats: Repeats, articles: Iterable[Article]) -> None:
    """Relate articles that were given sentence vectors after they were signed."""
    for article in articles:
        _relate(connection, repeats, article, repeats.signature(article))


def unsigned(connection: Connection, method: str, *, limit: int) -> list[Article]:
    """Articles that these rules have not signed yet, in the order in which they were added; so many at most."""
    signed = exists().where(_signature.c.article_id == _article.c.article_id, _signature.c.method == method)
    asked = select(_article).where(~signed).order_by(_article.c.id).limit(limit)
    return [article_of(row) for row in connection.execute(asked).mappings()]


def forget_old(connection: Connection, method: str) -> None:
    """Erase the signatures and relations that other rules made."""
    old = select(_signature.c.article_id).where(_signature.c.method != method).limit(_AT_ONCE)
    while several := connection.scalars(old).all():
        erase(connection, several)
    gone = select(_relation.c.article_id, _relation.c.other_id).where(_relation.c.method != method)
    for one, other in connection.execute(gone).all():
        told.mark_pair(connection, one, other)
    connection.execute(delete(_relation).where(_relation.c.method != method))


def erase(connection: Connection, articles: Collection[str]) -> None:
    """Erase the signatures of articles, given by their ids, and their relations both ways."""
    either = _relation.c.article_id.in_(articles) | _relation.c.other_id.in_(articles)
    for one, other in connection.execute(select(_relation.c.article_id, _relation.c.other_id).where(either)).all():
        told.mark_pair(connection, one, other)
    connection.execute(delete(_relation).where(_relation.c.article_id.in_(articles) | _relation.c.other_id.in_(articles)))
    keys = select(_signature.c.id).where(_signature.c.article_id.in_(articles))
    connection.execute(delete(_key).where(_key.c.signature_id.in_(keys)))
    connection.execute(delete(_signature).where(_signature.c.article_id.in_(articles)))


def _enter_signature(connection: Connection, article: Article, signature: Signature) -> None:
    key = (connection.scalar(select(func.coalesce(func.max(_signature.c.id), 0))) or 0) + 1
    row = {
        "id": key,
        "article_id": article.article_id,
        "method": signature.method,
        "words": signature.words,
        "address": signature.address,
    }
    connection.execute(schema.into(_signature), row)
    if signature.keys:
        rows = [{"key": number, "kind": kind, "signature_id": key} for kind, number in signature.keys]
        connection.execute(schema.into(_key), rows)


def _relate(connection: Connection, repeats: Repeats, article: Article, signature: Signature) -> None:
    near = _neighbours(connection, repeats, article, signature) - {article.article_id}
    if not near:
        return
    vectors = _vectors(connection, article.article_id)
    for several in portions(near, _AT_ONCE):
        theirs = _vectors_of(connection, several) if vectors else {}
        rows = connection.execute(select(_article).where(_article.c.article_id.in_(several))).mappings()
        for other in map(article_of, rows):
            own = theirs.get(other.article_id, {})
            both: list[tuple[bytes, bytes] | None] = [(vectors[one], own[one]) for one in own.keys() & vectors.keys()]
            for pair in both or [None]:
                found = repeats.relation(article, other, vectors=pair)
                if found is not None:
                    _enter_relation(connection, found)


def _neighbours(connection: Connection, repeats: Repeats, article: Article, signature: Signature) -> set[str]:
    """The ids of the articles that share enough keys with one; at its address one key will do, and any day.

    A page of short notices has one address for years: of its notices only those that share something are compared.
    """
    found: set[str] = set()
    shared: Counter[tuple[str, int]] = Counter()
    numbers = [number for _, number in signature.keys]
    counts = or_(_key.c.kind.not_in(repeats.abroad), _article.c.language != article.language)
    for start in range(0, len(numbers), _AT_ONCE):
        several = numbers[start : start + _AT_ONCE]
        if signature.address is not None:
            a_key = exists().where(_key.c.signature_id == _signature.c.id, _key.c.key.in_(several))
            asked = select(_signature.c.article_id).where(_signature.c.address == signature.address, a_key)
            found.update(connection.scalars(asked))
        counted = (
            select(_signature.c.article_id, _key.c.kind, func.count())
            .select_from(_key.join(_signature, _signature.c.id == _key.c.signature_id))
            .join(_article, _article.c.article_id == _signature.c.article_id)
            .where(_key.c.key.in_(several), counts, *_in_time(article, repeats.days))
            .group_by(_signature.c.article_id, _key.c.kind)
        )
        for article_id, kind, count in connection.execute(counted):
            shared[article_id, kind] += count
    found.update(article_id for (article_id, kind), count in shared.items() if count >= repeats.least.get(kind, 1))
    return found


def _in_time(article: Article, days: int) -> Iterator[ColumnElement[bool]]:
    """The conditions that an article may have been published within so many days of another; one without a date may."""
    if (own := days_of(article.published)) is None:
        return
    for column, day, step, later in ((_article.c.to_day, own[0], -days, True), (_article.c.from_day, own[1], days, False)):
        try:
            bound = (date.fromisoformat(day) + timedelta(days=step)).isoformat()
        except (OverflowError, ValueError):
            continue
        yield or_(column.is_(None), column >= bound if later else column <= bound)


def _vectors(connection: Connection, article_id: str) -> dict[tuple[str, str], bytes]:
    """The sentence vectors of an article, by reader and version."""
    return _vectors_of(connection, [article_id]).get(article_id, {})


def _vectors_of(connection: Connection, articles: Collection[str]) -> dict[str, dict[tuple[str, str], bytes]]:
    table = _reading.c
    asked = select(table.article_id, table.reader, table.reader_version, table.vectors)
    out: dict[str, dict[tuple[str, str], bytes]] = {}
    for row in connection.execute(asked.where(table.article_id.in_(articles), table.vectors.is_not(None))):
        out.setdefault(row.article_id, {})[row.reader, row.reader_version] = row.vectors
    return out


def _rank(kind: str, share: float, other_share: float) -> tuple[int, float, float]:
    """Of two relations of one pair (by the vectors of two readers) the higher is kept, in whatever order they were found."""
    return -REPEAT_KINDS.index(kind), share, other_share


def _enter_relation(connection: Connection, found: Relation) -> None:
    pair = (_relation.c.article_id == found.article_id) & (_relation.c.other_id == found.other_id)
    row = relation_row(found)
    known = connection.execute(select(_relation).where(pair)).first()
    if known is None:
        connection.execute(schema.into(_relation), row)
        told.mark_pair(connection, found.article_id, found.other_id)
    elif _rank(found.kind, found.share, found.other_share) > _rank(known.kind, known.share, known.other_share):
        connection.execute(update(_relation).where(pair).values(row))
        told.mark_pair(connection, found.article_id, found.other_id)


def relation_row(one: Relation) -> dict[str, Any]:
    """The row of a relation."""
    (start, end), (other_start, other_end) = one.span or (None, None), one.other_span or (None, None)
    return {
        "article_id": one.article_id,
        "other_id": one.other_id,
        "kind": one.kind,
        "share": one.share,
        "other_share": one.other_share,
        "span_start": start,
        "span_end": end,
        "other_span_start": other_start,
        "other_span_end": other_end,
        "method": one.method,
    }


def relation_of(row: RowMapping | Mapping[str, Any]) -> Relation:
    """The relation of a row."""
    span = None if row["span_start"] is None else (row["span_start"], row["span_end"])
    other = None if row["other_span_start"] is None else (row["other_span_start"], row["other_span_end"])
    return Relation(row["article_id"], row["other_id"], row["kind"], row["share"], row["other_share"], row["method"], span, other)
