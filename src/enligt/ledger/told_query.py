"""Questions about events, to the rows in which they were told. What does not hold any more is left to be told anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, case, func, literal, or_, select, union_all

from enligt.errors import UsageError
from enligt.ledger import filters, schema
from enligt.ledger.records import ClaimQuery, EventQuery
from enligt.ledger.rows import portions
from enligt.ledger.told import is_of_another
from enligt.ledger.told_tables import facet, told, untold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AT_ONCE: Final = 400  # values in one statement
_EVERYTHING: Final = ClaimQuery()
_SHOWN: Final = {"all_versions", "rejected", "reader"}  # fields that say which versions of claims are shown, not which claims
_WHOLE: Final = {"language": "language", "factuality": "factuality", "event_type": "type"}
"""Filters of claims that, alone, are a facet of the event."""
_FACETS: Final = {
    "factuality": "factuality",
    "language": "language",
    "outlet": "outlet",
    "actor": "actor",
    "pair": "pair",
    "source": "origin",
}
ORDERS: Final[dict[str, tuple[ColumnElement[Any], ...]]] = {
    "published": (told.c.first_day, told.c.event_id),
    "newest": (told.c.last_day.desc(), told.c.event_id.desc()),
    "doubt": (told.c.confidence, told.c.event_id.desc()),
    "origins": (told.c.origins_min.desc(), told.c.origins_max.desc(), told.c.event_id.desc()),
}


class Standpoint(NamedTuple):
    """From where events are looked at: whose claims are shown, which version's rows hold, and on which ISO day.

    ``seen`` is the day by which what is told was published, if not the same.
    """

    reader: str | None
    teller: str
    today: str
    seen: str | None = None

    @property
    def known_by(self) -> str:
        """The day by which what is told was published."""
        return self.today if self.seen is None else min(self.seen, self.today)

    def seeing(self, query: ClaimQuery) -> Standpoint:
        """The same for a query that says what is known."""
        return self if query.known_by is None else self._replace(seen=query.known_by)


def _asked(query: ClaimQuery) -> ClaimQuery:
    """Which claims make an event meet a query: what is known by a day is the event's to say."""
    if query.offset < 0 or (query.limit is not None and query.limit < 0):
        raise UsageError(f"limit {query.limit} and offset {query.offset} cannot be negative")
    return replace(query, limit=None, offset=0, known_by=None)


def _with_claims(connection: Connection, query: ClaimQuery, reader: str | None) -> Iterator[ColumnElement[bool]]:
    """The condition that an event has a claim that meets a query, given that its claims are those shown by default."""
    query = _asked(query)
    if query == _EVERYTHING:
        return
    needed = filters.as_needed(connection, query)
    given = {name for name in ClaimQuery.__slots__ if getattr(query, name) != getattr(_EVERYTHING, name)}
    if len(given) == 1 and (name := next(iter(given))) in _WHOLE:
        value = str(getattr(query, name))
        value = value.upper() if name == "event_type" else value
        yield told.c.id.in_(select(facet.c.event).where(facet.c.facet == _WHOLE[name], facet.c.value == value))
        return
    member, claim, reading, article = schema.event_claim, schema.claim, schema.reading, schema.article
    joined = claim.join(reading, reading.c.id == claim.c.reading_id).join(article, article.c.article_id == claim.c.article_id)
    meets = [*filters.about(needed)]
    if given & _SHOWN:
        meets += filters.versions_shown(needed, reader)
    else:  # what is in an event is shown: of its versions the newest
        meets += [reading.c.newest, filters.shown_by_default(reader)]
    claims = select(claim.c.claim_id).select_from(joined).where(*meets)
    yield told.c.event_id.in_(select(member.c.event_id).where(member.c.claim_id.in_(claims)))


def _status(today: str) -> ColumnElement[Any]:
    """The status as of a day: what is planned is overdue from some day on."""
    past = and_(told.c.status == "planned", told.c.overdue_from <= today)
    return case((past, literal("overdue")), else_=told.c.status)


def _of_status(wanted: Sequence[str], today: str) -> ColumnElement[bool]:
    either: list[ColumnElement[bool]] = []
    plain = sorted(set(wanted) - {"planned", "overdue"})
    if plain:
        either.append(told.c.status.in_(plain))
    if {"planned", "overdue"} <= set(wanted):
        either.append(told.c.status == "planned")
    elif "overdue" in wanted:
        either.append(and_(told.c.status == "planned", told.c.overdue_from <= today))
    elif "planned" in wanted:
        either.append(and_(told.c.status == "planned", or_(told.c.overdue_from.is_(None), told.c.overdue_from > today)))
    return or_(*either)


def conditions(connection: Connection, query: EventQuery, at: Standpoint) -> Iterator[ColumnElement[bool]]:
    """The conditions that a row holds at a standpoint and its event meets a query."""
    yield told.c.last_day <= at.seeing(query.claims).known_by
    yield told.c.event_id.not_in(select(untold.c.event_id))
    yield told.c.id.not_in(select(told.c.id).where(is_of_another(at.teller)))
    yield from _with_claims(connection, query.claims, at.reader)
    if wanted := query.statuses():
        yield _of_status(wanted, at.today)
    if query.min_origins is not None:
        yield told.c.origins_min >= query.min_origins
    if query.event_type is not None:
        yield told.c.event_type == query.event_type
    for name, value in (("origin", query.origin), ("actor", query.participant), ("pair", query.between)):
        if value is not None:
            yield told.c.id.in_(select(facet.c.event).where(facet.c.facet == name, facet.c.value == value))
    if query.event_id is not None:
        yield told.c.event_id == query.event_id
    if query.month is not None:
        yield and_(told.c.first_day >= query.month, told.c.first_day < query.month + "~")


def pair_of(connection: Connection, pair: tuple[str, str]) -> str | None:
    """Two ids as the facet ``pair`` writes them; None where one of them is the id of nobody in an event: then they are words."""
    found: list[str] = []
    for asked in pair:
        spelt = {asked, asked.upper(), asked.lower()}
        known = select(facet.c.value).where(facet.c.facet == "actor", facet.c.value.in_(spelt)).limit(1)
        if (value := connection.scalar(known)) is None:
            return None
        found.append(value)
    return ",".join(sorted(found))


def rows(connection: Connection, query: EventQuery, at: Standpoint) -> Iterator[dict[str, Any]]:
    """The records of the events that meet a query and whose rows hold, in the order asked, after its offset, within its limit.

    Their status is without a clock: what is overdue says ``planned``.
    """
    asked = select(told.c.record).where(*conditions(connection, query, at)).order_by(*ORDERS[query.order])
    if query.limit is not None:
        asked = asked.limit(query.limit)
    if query.offset:
        asked = asked.offset(query.offset)
    yield from connection.scalars(asked, execution_options={"yield_per": 100})


def count(connection: Connection, query: EventQuery, at: Standpoint) -> int:
    """How many events meet a query and have rows that hold; limit and offset aside."""
    return connection.scalar(select(func.count()).select_from(told).where(*conditions(connection, query, at))) or 0


def counted(connection: Connection, query: EventQuery, at: Standpoint, *, facets: Sequence[str]) -> list[tuple[str, str, int]]:
    """Facet, value and number of events, for each value of each facet among the events that `count` counts."""
    own = {
        "status": _status(at.today),
        "event_type": told.c.event_type,
        "origins": told.c.origins_min,
        "month": func.substr(told.c.first_day, 1, 7),
    }
    columns = [value.label(name) for name, value in own.items() if name in facets]
    meet = select(told.c.id, *columns).where(*conditions(connection, query, at)).cte("meet").prefix_with("MATERIALIZED")
    left_out = _left_out(connection, at.seeing(query.claims)) if _is_everything(query) else None
    found: list[tuple[str, str, int]] = []
    if left_out is not None:
        whole = [name for name in facets if name in _FACETS]
        found += [(name, value, n) for name in whole for value, n in _of_all(connection, _FACETS[name], left_out)]
        facets = [name for name in facets if name not in _FACETS]
    asked = [_by_facet(meet, name) if name in _FACETS else _by_column(meet, name) for name in facets]
    if asked:
        found += [(name, str(value), n) for name, value, n in connection.execute(union_all(*asked))]
    return found


def _is_everything(query: EventQuery) -> bool:
    """Whether every event meets a query, save what is not known by its day."""
    plain = EventQuery(claims=ClaimQuery(known_by=query.claims.known_by), order=query.order)
    return replace(query, limit=None, offset=0) == plain


def _left_out(connection: Connection, at: Standpoint) -> list[int] | None:
    """The few events whose rows do not hold at a standpoint; None where they are many."""
    asked = [
        select(told.c.id).where(told.c.last_day > at.known_by),
        select(told.c.id).where(told.c.event_id.in_(select(untold.c.event_id))),
        select(told.c.id).where(is_of_another(at.teller)),
    ]
    found = set(connection.scalars(union_all(*asked).limit(_AT_ONCE + 1)))
    return None if len(found) > _AT_ONCE else sorted(found)


def _of_all(connection: Connection, name: str, left_out: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The values of a facet, each with its number of events, of all that are told less those left out: from an index alone."""
    of_facet = select(facet.c.value, func.count().label("n")).where(facet.c.facet == name).group_by(facet.c.value)
    less = {row.value: row.n for row in connection.execute(of_facet.where(facet.c.event.in_(left_out)))} if left_out else {}
    for value, n in connection.execute(of_facet):
        if n > less.get(value, 0):
            yield str(value), n - less.get(value, 0)


def _by_column(meet: CTE, name: str) -> Select[Any]:
    column = meet.c[name]
    return select(literal(name), column, func.count()).where(column != "9999").group_by(column)


def _by_facet(meet: CTE, name: str) -> Select[Any]:
    joined = meet.join(facet, and_(facet.c.event == meet.c.id, facet.c.facet == _FACETS[name]))
    return select(literal(name), facet.c.value, func.count()).select_from(joined).group_by(facet.c.value)


def to_tell(connection: Connection, query: ClaimQuery, at: Standpoint) -> list[str]:
    """The events with a claim that meets a query whose rows do not hold, or not for that day: they are to be told anew."""
    at = at.seeing(query)
    found = set(connection.scalars(select(untold.c.event_id)))
    on_the_way = and_(told.c.last_day > at.known_by, told.c.known_from <= at.known_by)
    for not_held in (on_the_way, is_of_another(at.teller)):  # each has an index of its own
        found.update(connection.scalars(select(told.c.event_id).where(not_held)))
    if not found:
        return []
    member, claim = schema.event_claim, schema.claim
    keys = (
        filters.claim_keys(filters.as_needed(connection, _asked(query)), at.reader)
        .with_only_columns(claim.c.claim_id)
        .order_by(None)
    )
    met: set[str] = set()
    for several in portions(found, _AT_ONCE):  # beginning with these few, not with all claims that meet the query
        theirs = select(member.c.claim_id).where(member.c.event_id.in_(several))
        meeting = keys.where(claim.c.claim_id.in_(theirs))
        met.update(
            connection.scalars(
                select(member.c.event_id).where(member.c.event_id.in_(several), member.c.claim_id.in_(meeting)).distinct()
            )
        )
    return sorted(met)


def waiting(connection: Connection, teller: str) -> int:
    """How many events wait to be told anew: those that are marked, and those that another version told."""
    marked = connection.scalar(select(func.count()).select_from(untold)) or 0
    others = select(told.c.event_id).where(is_of_another(teller), told.c.event_id.not_in(select(untold.c.event_id)))
    return marked + (connection.scalar(select(func.count()).select_from(others.subquery())) or 0)


def record_of(connection: Connection, event_id: str, at: Standpoint) -> dict[str, Any] | None:
    """The record of one event where its row holds on that day."""
    holds = (told.c.last_day <= at.known_by, told.c.teller == at.teller, told.c.event_id.not_in(select(untold.c.event_id)))
    found: dict[str, Any] | None = connection.scalar(select(told.c.record).where(told.c.event_id == event_id, *holds))
    return found
