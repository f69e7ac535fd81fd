"""Which claims tell of one act, as the ledger keeps it: keys to find neighbours by, links, groups, the names of events.

What compares claims lives elsewhere (the room of events, by way of the run); here stands what it said, article by article. All
of it follows from the claims shown, save the events' ids: an id is given once, after a claim, goes with the group in which that
claim is, and when two named groups become one the older name stays and the younger leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Select, and_, delete, exists, func, or_, select, update

from enligt.ledger import filters, judging, schema
from enligt.ledger.records import ClaimQuery
from enligt.ledger.rows import now
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

_AT_ONCE: Final = 400  # values in one statement
_SHOWN: Final = ClaimQuery()

_article, _reading, _linked = schema.article, schema.reading, schema.linked
_key, _link, _event, _member = schema.claim_key, schema.claim_link, schema.event, schema.event_claim


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    """Values in their order, as many at once as one statement takes."""
    rest = iter(sorted(values))
    while several := list(islice(rest, _AT_ONCE)):
        yield several


Group = tuple[str, ...]
Linked = tuple[str, str, int]
"""Two claims, the smaller id first, and the probability that they tell of one act, in ten-thousandths."""
Tied = tuple[str, str, bool]
"""Two claims, and whether a person says that they tell of the same act, or not."""
if TYPE_CHECKING:
    Regroup = Callable[[Collection[str], Sequence[Linked], Sequence[Tied]], Iterable[Group]]


@dataclass(frozen=True, slots=True)
class Stale:
    """An article whose links are not those of its claims shown now; ``reading`` None: nothing of it is shown any more."""

    article_id: str
    reading: int | None


def stale(connection: Connection, *, reader: str | None, linker: str) -> list[Stale]:
    """The articles to be linked (anew), by id: the order does not matter for what comes out."""
    shown = (
        select(
            _reading.c.article_id, func.max(_reading.c.id).label("id")
        )  # several readers' claims of an article: the last of them
        .join(_article, _article.c.article_id == _reading.c.article_id)
        .where(_reading.c.newest, filters.shown_by_default(reader), filters.article_is_shown())
        .group_by(_reading.c.article_id)
    )
    still = shown.subquery()
    same = exists().where(
        and_(_linked.c.article_id == still.c.article_id, _linked.c.reading_id == still.c.id, _linked.c.linker == linker)
    )
    found = [Stale(*row) for row in connection.execute(select(still.c.article_id, still.c.id).where(~same))]
    gone = select(_linked.c.article_id).where(_linked.c.article_id.not_in(select(still.c.article_id)))
    return sorted([*found, *(Stale(one, None) for one in connection.scalars(gone))], key=lambda one: one.article_id)


def neighbours(connection: Connection, keys: Collection[str]) -> set[str]:
    """The articles that hold a claim under one of these keys."""
    found: set[str] = set()
    for several in _portions(keys):
        found.update(connection.scalars(select(_key.c.article_id).where(_key.c.key.in_(several)).distinct()))
    return found


def enter(  # noqa: PLR0913 - one transaction needs all that linking one article gave
    connection: Connection,
    article: Stale,
    *,
    linker: str,
    keys: Mapping[str, Collection[str]],
    links: Iterable[Linked],
    enough: int,
    regroup: Regroup,
    sought: Collection[str] = (),
    seen: Collection[str] = (),
) -> bool:
    """Enter an article's keys and links in place of its former ones, and group anew what they touch.

    Args:
        connection: inside a transaction.
        article: whose claims.
        linker: the version of what compared them.
        keys: of each of its claims.
        links: of its claims, among themselves and with others.
        enough: the score from which on a link holds two claims in one part.
        regroup: makes groups of the claims of a part, given the links among them and what people say of two claims each; each
            group's claims in the order in which they were published.
        sought: the keys under which its claims' neighbours were looked for.
        seen: the articles that were found there, its own aside.

    Returns:
        False, and nothing is entered, where another process has linked a neighbour meanwhile: look again.
    """
    if neighbours(connection, sought) - {article.article_id} - set(seen):
        return False
    ties = judging.ties(judging.judgements(connection))
    former = set(connection.scalars(select(_member.c.claim_id).where(_member.c.article_id == article.article_id)))
    touched = former | keys.keys()
    around = _reached(connection, touched, enough, ties)  # what hung together by links that may go now
    before = events_of(connection, around | touched)
    # A neighbour that was linked first may have met the new claims already.
    _unlink(connection, article.article_id, former | keys.keys())
    if keys:
        rows = [
            {"key": key, "claim_id": claim, "article_id": article.article_id}
            for claim, several in sorted(keys.items())
            for key in sorted(several)
        ]
        connection.execute(schema.into(_key), rows)
    if entered := [{"one": one, "other": other, "score": score} for one, other, score in sorted(links)]:
        connection.execute(schema.into(_link), entered)
    connection.execute(delete(_linked).where(_linked.c.article_id == article.article_id))
    if article.reading is not None:
        state = {"article_id": article.article_id, "reading_id": article.reading, "linker": linker}
        connection.execute(schema.into(_linked), state)
    part = _reached(connection, (around | touched) - former | keys.keys(), enough, ties)
    homes = _homes(connection, part, dict.fromkeys(keys, article.article_id))
    part &= homes.keys()  # what is not linked (any more), though a link or a judgement names it, is in no event
    _name(connection, list(regroup(sorted(part), _among(connection, part), ties)), homes)
    _forward(connection, before)
    return True


def _forward(connection: Connection, before: Mapping[str, str]) -> None:
    """Let an event that lost the claim after which it was named lead to where its other claims are."""
    after = events_of(connection, before)
    for event_id in sorted(set(before.values()) - set(after.values())):
        heirs = [after[claim] for claim in sorted(before) if before[claim] == event_id and claim in after]
        if heirs:
            connection.execute(update(_event).where(_event.c.event_id == event_id).values(now=heirs[0]))


def _unlink(connection: Connection, article_id: str, claims: Collection[str]) -> None:
    connection.execute(delete(_key).where(_key.c.article_id == article_id))
    connection.execute(delete(_member).where(_member.c.article_id == article_id))
    for several in _portions(claims):
        connection.execute(delete(_link).where(or_(_link.c.one.in_(several), _link.c.other.in_(several))))


def _links_of(claims: Collection[str], columns: Select[str, str, int]) -> Select[str, str, int]:
    return columns.where(or_(_link.c.one.in_(claims), _link.c.other.in_(claims)))


_LINKS: Final = select(_link.c.one, _link.c.other, _link.c.score)


def _reached(connection: Connection, claims: Collection[str], enough: int, ties: Iterable[Tied]) -> set[str]:
    """The claims, and all that hang together with them, and those that share an event with one of them."""
    found: set[str] = set()
    todo = set(claims)
    mates: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, same in ties:
        if same:
            mates[one].add(other)
            mates[other].add(one)
    while todo:
        found |= todo
        met: set[str] = set()
        for several in _portions(todo):
            for one, other, _ in connection.execute(_links_of(several, _LINKS).where(_link.c.score >= enough)):
                met |= {one, other}
            met.update(*(mates[claim] for claim in several if claim in mates))
            theirs = select(_member.c.event_id).where(_member.c.claim_id.in_(several))
            met.update(connection.scalars(select(_member.c.claim_id).where(_member.c.event_id.in_(theirs))))
        todo = met - found
    return found


def _among(connection: Connection, claims: Collection[str]) -> list[Linked]:
    found: dict[tuple[str, str], int] = {}
    for several in _portions(claims):
        for one, other, score in connection.execute(_links_of(several, _LINKS)):
            if one in claims and other in claims:
                found[one, other] = score
    return [(one, other, score) for (one, other), score in sorted(found.items())]


def _homes(connection: Connection, claims: Collection[str], new: Mapping[str, str]) -> dict[str, str]:
    """The article of each claim."""
    found = dict(new)
    for several in _portions(set(claims) - new.keys()):
        asked = select(_member.c.claim_id, _member.c.article_id).where(_member.c.claim_id.in_(several))
        found.update((claim, article) for claim, article in connection.execute(asked))
    return found


def _name(connection: Connection, groups: Sequence[Group], homes: Mapping[str, str]) -> None:
    """Give each group its event's id: the oldest that was given after one of its claims, else a new one."""
    claims = sorted({claim for group in groups for claim in group})
    given: dict[str, tuple[int, str]] = {}
    for several in _portions(claims):
        asked = select(_event.c.claim_id, _event.c.id, _event.c.event_id).where(_event.c.claim_id.in_(several))
        given.update((claim, (key, event_id)) for claim, key, event_id in connection.execute(asked))
        connection.execute(delete(_member).where(_member.c.claim_id.in_(several)))
    moment = now()
    for group in groups:
        names = sorted(given[claim] for claim in group if claim in given)
        if names:
            chosen = names[0][1]
        else:
            chosen = content_id("evt", {"claim": group[0]})
            connection.execute(schema.into(_event), {"event_id": chosen, "claim_id": group[0], "now": None, "added_at": moment})
        for _, name in names:
            leads = None if name == chosen else chosen
            connection.execute(update(_event).where(_event.c.event_id == name).values(now=leads))
        rows = [{"claim_id": claim, "event_id": chosen, "article_id": homes[claim]} for claim in sorted(group)]
        connection.execute(schema.into(_member), rows)


def members(connection: Connection, event_id: str) -> list[str]:
    """The claims of an event, by id."""
    return list(connection.scalars(select(_member.c.claim_id).where(_member.c.event_id == event_id).order_by(_member.c.claim_id)))


def events_of(connection: Connection, claims: Collection[str]) -> dict[str, str]:
    """The event of each claim that is linked."""
    found: dict[str, str] = {}
    for several in _portions(claims):
        asked = select(_member.c.claim_id, _member.c.event_id).where(_member.c.claim_id.in_(several))
        found.update((claim, event_id) for claim, event_id in connection.execute(asked))
    return found


def homes_of(connection: Connection, event_id: str) -> dict[str, str]:
    """The claims of an event, each with its article."""
    asked = select(_member.c.claim_id, _member.c.article_id).where(_member.c.event_id == event_id).order_by(_member.c.claim_id)
    return {row.claim_id: row.article_id for row in connection.execute(asked)}


def current(connection: Connection, event_id: str) -> str:
    """Where an event is found now: its own id, or that of the event which it became part of."""
    seen: set[str] = set()
    while event_id not in seen:
        seen.add(event_id)
        moved = connection.scalar(select(_event.c.now).where(_event.c.event_id == event_id))
        if moved is None:
            break
        event_id = moved
    return event_id


def asked_for(connection: Connection, query: ClaimQuery, reader: str | None) -> Iterator[str]:
    """The events with a claim that meets a query, in the order of the first such claim."""
    keys = filters.claim_keys(filters.as_needed(connection, query), reader).subquery()
    claim = schema.claim
    ordered = (
        select(_member.c.event_id)
        .select_from(keys.join(claim, claim.c.id == keys.c.id).join(_member, _member.c.claim_id == claim.c.claim_id))
        .join(_article, _article.c.article_id == claim.c.article_id)
        .order_by(_article.c.published.is_(None), _article.c.published, _member.c.event_id)
    )
    yield from dict.fromkeys(connection.scalars(ordered))


def begins_with(connection: Connection, prefix: str) -> list[str]:
    """Up to four ids of events, former ones too, that begin so."""
    asked = select(_event.c.event_id).where(_event.c.event_id >= prefix, _event.c.event_id < prefix + "g")
    return list(connection.scalars(asked.order_by(_event.c.event_id).limit(4)))
