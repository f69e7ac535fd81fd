"""Which claims tell of one act, as the ledger keeps it: keys to find neighbours by, links, groups, the names of events.

What compares claims lives elsewhere (the room of events, by way of the run); here stands what it said, article by article. All
of it follows from the claims shown, save the events' ids: an id is given once, after a claim, goes with the group in which that
claim is, and when two named groups become one the older name stays and the younger leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, delete, exists, func, or_, select

from enligt.ledger import asking, filters, parts, schema, told
from enligt.ledger.records import ClaimQuery
from enligt.ledger.rows import now, portions
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from enligt.ledger.looked_up import LookedUp

_AT_ONCE: Final = 400  # values in one statement
_SHOWN: Final = ClaimQuery()

_NEAR: Final = "SELECT DISTINCT article_id FROM claim_key WHERE key IN (SELECT value FROM json_each(:names))"
_EVENTS: Final = "SELECT claim_id, event_id FROM event_claim WHERE claim_id IN (SELECT value FROM json_each(:names))"
_OF_ARTICLE: Final = "SELECT claim_id FROM event_claim WHERE article_id IN (SELECT value FROM json_each(:names))"
_NO_KEYS: Final = "DELETE FROM claim_key WHERE article_id = ?"
_KEY: Final = "INSERT INTO claim_key (key, claim_id, article_id) VALUES (?, ?, ?)"
_LINK: Final = "INSERT INTO claim_link (one, other, score) VALUES (?, ?, ?)"
_NO_LINKED: Final = "DELETE FROM linked WHERE article_id = ?"
_LINKED: Final = "INSERT INTO linked (article_id, reading_id, linker) VALUES (?, ?, ?)"
_NO_MEMBER: Final = "DELETE FROM event_claim WHERE claim_id = ?"
_MEMBER: Final = "INSERT INTO event_claim (claim_id, event_id, article_id) VALUES (?, ?, ?)"
_LEAD: Final = "UPDATE event SET now = ? WHERE event_id = ?"

_article, _reading, _linked = schema.article, schema.reading, schema.linked
_link, _event, _member = schema.claim_link, schema.event, schema.event_claim


Group = tuple[str, ...]
Linked = tuple[str, str, int]
"""Two claims, the smaller id first, and the probability that they tell of one act, in ten-thousandths."""
Tied = tuple[str, str, bool]
"""Two claims, and whether a person says that they tell of the same act, or not."""
if TYPE_CHECKING:
    Near = Mapping[str, Mapping[str, int]]
    Regroup = Callable[[Collection[str], Near, Sequence[Tied], MutableMapping[str, Any]], Iterable[Group]]


@dataclass(frozen=True, slots=True)
class Stale:
    """An article whose links are not those of its claims shown now; ``reading`` None: nothing of it is shown any more."""

    article_id: str
    reading: int | None


def stale(connection: Connection, *, reader: str | None, linker: str) -> list[Stale]:
    """The articles to be linked (anew), in the order of publication: neighbours come one after the other.

    The order does not matter for what comes out, save the events' names.
    """
    shown = (_reading.c.newest, filters.shown_by_default(reader))
    whole = _reading.join(_article, _article.c.article_id == _reading.c.article_id)
    # What is not linked by its reading is looked at; of the rest nothing but the key is read.
    linked = select(_linked.c.article_id).where(_linked.c.linker == linker)
    same = and_(_linked.c.article_id == _reading.c.article_id, _linked.c.reading_id == _reading.c.id)
    open_ = connection.scalars(select(_reading.c.article_id).where(*shown, ~linked.where(same).exists()).distinct()).all()
    found: list[tuple[str, str, int]] = []
    for several in portions(open_, _AT_ONCE):
        last = (
            select(
                _reading.c.article_id,
                func.max(_reading.c.id).label("id"),  # several readers' claims of an article: the last of them
                func.max(_article.c.published).label("published"),
            )
            .select_from(whole)
            .where(*shown, filters.article_is_shown(), _reading.c.article_id.in_(several))
            .group_by(_reading.c.article_id)
            .subquery()
        )
        known = linked.where(_linked.c.article_id == last.c.article_id, _linked.c.reading_id == last.c.id).exists()
        rows = connection.execute(select(last.c.published, last.c.article_id, last.c.id).where(~known))
        found += [(published or "9999", article_id, key) for published, article_id, key in rows]
    still = exists().select_from(whole).where(_reading.c.article_id == _linked.c.article_id, *shown, filters.article_is_shown())
    gone = connection.scalars(select(_linked.c.article_id).where(~still.correlate(_linked)).order_by(_linked.c.article_id))
    return [*(Stale(one, None) for one in gone), *(Stale(article_id, key) for _, article_id, key in sorted(found))]


def neighbours(connection: Connection, keys: Collection[str]) -> set[str]:
    """The articles that hold a claim under one of these keys."""
    found: set[str] = set()
    for several in portions(keys, _AT_ONCE):
        found.update(article_id for (article_id,) in asking.of_each(connection, _NEAR, several))
    return found


@dataclass(frozen=True, slots=True)
class Linking:
    """A transaction in which articles are linked, one after the other.

    Attributes:
        connection: inside the transaction, which holds the write lock.
        known: what was looked up, which holds until the end of it.
        linker: the version of what compares claims.
        rungs: the scores from which on a link holds two claims in one part, rising (``parts.py``).
        most: how many claims a part may have before the next rung holds.
        regroup: makes groups of the claims of a part, in the order of their smallest ids; given the links of each claim, what
            people say of two claims each, and what it has kept of the links among claims, which it may add to.
        holds: whether nobody else has written since something was looked up last.
    """

    connection: Connection
    known: LookedUp
    linker: str
    rungs: Sequence[int]
    most: int
    regroup: Regroup
    holds: bool

    def neighbours(self, keys: Collection[str]) -> dict[str, dict[str, str]]:
        """As `Writer.neighbours`, with what was entered in this transaction."""
        return self.known.under(self.connection, keys)

    def enter(
        self,
        article: Stale,
        *,
        keys: Mapping[str, Collection[str]],
        links: Iterable[Linked],
        first: Callable[[Group], str] = min,
    ) -> None:
        """Enter an article's keys and links in place of its former ones, and group anew what they touch.

        Args:
            article: whose claims.
            keys: of each of its claims.
            links: of its claims, among themselves and with others that are entered.
            first: the claim of a group after which it is named, if it has no name yet.
        """
        connection, known = self.connection, self.known
        former = {claim for (claim,) in asking.of_each(connection, _OF_ARTICLE, [article.article_id])}
        touched = former | keys.keys()
        fresh = sorted(links)
        hanging = parts.Parts(connection, self.rungs, self.most, known.near, known.tied, known.large, known.parts, known.kept)
        ends = hanging.partners(touched)  # whose links come or go
        ends.update(claim for one, other, score in fresh if score >= self.rungs[0] for claim in (one, other))
        old = hanging.of_all(ends)  # what hung together by links that may go now
        goes = any(hanging.near[one] for one in touched)
        before = known.events_of(connection, touched)
        # A neighbour that was linked first may have met the new claims already.
        _unlink(connection, former, touched if goes else (), known)
        rows = [(key, claim) for claim, several in sorted(keys.items()) for key in sorted(several)]
        known.enter_keys(connection, article.article_id, rows)
        asking.do_each(connection, _NO_KEYS, [(article.article_id,)])
        asking.do_each(connection, _KEY, [(key, claim, article.article_id) for key, claim in rows])
        asking.do_each(connection, _LINK, fresh)
        asking.do_each(connection, _NO_LINKED, [(article.article_id,)])
        if article.reading is not None:
            asking.do_each(connection, _LINKED, [(article.article_id, article.reading, self.linker)])
        changed = hanging.change(touched, fresh)
        changed = ends.union(*old) if goes else changed | touched
        around, acts = _closed(connection, hanging, changed - (former - keys.keys()), known)
        homes = known.articles_of(connection, around) | dict.fromkeys(keys, article.article_id)
        before |= {claim: event_id for event_id, several in acts.items() for claim in several}
        groups: list[Group] = []
        for part in sorted(hanging.of_all(around), key=min):
            # what is not linked (any more), though a link or a judgement names it, is in no event
            claims = part & homes.keys()
            stays = (
                part in old
                and part.isdisjoint(touched)
                and all(acts[before[one]] <= part if one in before else False for one in part)
            )
            if claims and not stays:
                groups += self.regroup(sorted(claims), hanging.near, hanging.ties(claims), hanging.kept)
        _name(connection, groups, homes, known, first)
        after = known.events_of(connection, before.keys() | homes.keys())
        _forward(connection, before, after, known)
        _mark(connection, before, after, touched, known)


def _closed(
    connection: Connection, present: parts.Parts, claims: Collection[str], known: LookedUp
) -> tuple[set[str], dict[str, frozenset[str]]]:
    """The claims with their parts, and those of their events' other claims: an event is never torn by what is left out.

    These add nothing as long as all was linked by one version: an event lies in one part.

    Returns:
        The claims, and all claims of each of their events.
    """
    found: set[str] = set()
    acts: dict[str, frozenset[str]] = {}
    todo = set(claims)
    while todo:
        fresh = todo.union(*present.of_all(todo)) - found
        found |= fresh
        events = set(known.events_of(connection, fresh).values()) - acts.keys()
        acts.update((event_id, frozenset(several)) for event_id, several in known.claims_of(connection, events).items())
        todo = {claim for several in acts.values() for claim in several} - found
    return found, acts


def _mark(
    connection: Connection, before: Mapping[str, str], after: Mapping[str, str], touched: Collection[str], known: LookedUp
) -> None:
    """Have the events told anew that gained or lost a claim, or hold one of the article's."""
    changed = {one for claim in before.keys() | after.keys() if before.get(claim) != after.get(claim) or claim in touched
               for one in (before.get(claim), after.get(claim)) if one is not None}  # fmt: skip
    left = {event_id for event_id, claims in known.claims_of(connection, changed).items() if claims}
    told.mark(connection, left)
    told.take_out(connection, changed - left)


def _forward(connection: Connection, before: Mapping[str, str], after: Mapping[str, str], known: LookedUp) -> None:
    """Let an event that lost the claim after which it was named lead to where its other claims are."""
    for event_id in sorted(set(before.values()) - set(after.values())):
        heirs = [after[claim] for claim in sorted(before) if before[claim] == event_id and claim in after]
        if heirs:
            asking.do_each(connection, _LEAD, [(heirs[0], event_id)])
            known.lead(event_id, heirs[0])


def _unlink(connection: Connection, former: Collection[str], linked: Collection[str], known: LookedUp) -> None:
    known.events_of(connection, former)
    for claim in former:
        known.move(claim, None)
    asking.do_each(connection, _NO_MEMBER, [(claim,) for claim in former])
    for several in portions(linked, _AT_ONCE):
        connection.execute(delete(_link).where(or_(_link.c.one.in_(several), _link.c.other.in_(several))))


def _name(
    connection: Connection,
    groups: Sequence[Group],
    homes: Mapping[str, str],
    known: LookedUp,
    first: Callable[[Group], str],
) -> None:
    """Give each group its event's id: the oldest that was given after one of its claims, else a new one."""
    claims = {claim for group in groups for claim in group}
    given = known.names_of(connection, claims)
    now_in = known.events_of(connection, claims)
    moment = now()
    moved: list[tuple[str, str, str]] = []
    for group in groups:
        names = sorted(given[claim] for claim in group if claim in given)
        if names:
            chosen = names[0][1]
        else:
            claim_id = group[0] if len(group) == 1 else first(group)
            chosen = content_id("evt", {"claim": claim_id})
            row = {"event_id": chosen, "claim_id": claim_id, "now": None, "added_at": moment}
            key = connection.execute(schema.into(_event), row).inserted_primary_key
            known.name(claim_id, int(key[0]) if key is not None else 0, chosen, None)
        for _, name, former in names:
            leads = None if name == chosen else chosen
            if former != leads:
                asking.do_each(connection, _LEAD, [(leads, name)])
                known.lead(name, leads)
        moved += [(claim, chosen, homes[claim]) for claim in sorted(group) if now_in.get(claim) != chosen]
    known.claims_of(connection, {event_id for _, event_id, _ in moved})  # before they move
    asking.do_each(connection, _NO_MEMBER, [(claim,) for claim, _, _ in moved])
    asking.do_each(connection, _MEMBER, moved)
    for claim, event_id, article_id in moved:
        known.move(claim, (event_id, article_id))


def names_of(connection: Connection, claims: Collection[str], *, until: str) -> dict[str, tuple[int, str]]:
    """The events named after these claims until a moment: each with its number in the order of naming, by claim."""
    found: dict[str, tuple[int, str]] = {}
    for several in portions(claims, _AT_ONCE):
        asked = select(_event.c.claim_id, _event.c.id, _event.c.event_id).where(_event.c.claim_id.in_(several))
        for claim_id, number, event_id in connection.execute(asked.where(_event.c.added_at <= until)):
            found[claim_id] = min(found.get(claim_id, (number, event_id)), (number, event_id))
    return found


def members(connection: Connection, event_id: str) -> list[str]:
    """The claims of an event, by id."""
    return list(connection.scalars(select(_member.c.claim_id).where(_member.c.event_id == event_id).order_by(_member.c.claim_id)))


def events_of(connection: Connection, claims: Collection[str]) -> dict[str, str]:
    """The event of each claim that is linked."""
    found: dict[str, str] = {}
    for several in portions(claims, _AT_ONCE):
        found.update((claim, event_id) for claim, event_id in asking.of_each(connection, _EVENTS, several))
    return found


def homes_of(connection: Connection, event_id: str) -> dict[str, str]:
    """The claims of an event, each with its article."""
    asked = select(_member.c.claim_id, _member.c.article_id).where(_member.c.event_id == event_id).order_by(_member.c.claim_id)
    return {row.claim_id: row.article_id for row in connection.execute(asked)}


def homes_of_all(connection: Connection, events: Collection[str]) -> dict[str, dict[str, str]]:
    """The claims of each of these events, each with its article."""
    found: dict[str, dict[str, str]] = {one: {} for one in events}
    for several in portions(events, _AT_ONCE):
        asked = select(_member.c.event_id, _member.c.claim_id, _member.c.article_id).where(_member.c.event_id.in_(several))
        for event_id, claim_id, article_id in connection.execute(asked.order_by(_member.c.claim_id)):
            found[event_id][claim_id] = article_id
    return found


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


def former(connection: Connection, event_id: str) -> set[str]:
    """The ids of the events that became part of an event."""
    found: set[str] = set()
    ahead = {event_id}
    while ahead:
        ahead = set(connection.scalars(select(_event.c.event_id).where(_event.c.now.in_(sorted(ahead))))) - found - {event_id}
        found |= ahead
    return found


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
