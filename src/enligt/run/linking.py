"""Claims of a ledger into events: each article's claims are compared with their neighbourhood alone.

What hangs together is grouped anew. Whatever the order and number of runs, the same articles give the same groups.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict, defaultdict
from functools import cache, partial
from importlib import resources
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from enligt import events
from enligt.ledger import ToldEvent
from enligt.reports.events import event_record
from enligt.reports.records import claim_record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.events import Link, Telling
    from enligt.ledger import ClaimQuery, ClaimRow, Linking, Stale, View, Writer
    from enligt.model import Article, Claim, Event, Relation
    from enligt.reports.records import Record

    Neighbours = Callable[[Collection[str]], dict[str, dict[str, str]]]

version = events.version
"""The version of what compares claims: see ``events.version``."""

_AT_ONCE = 200
_TOLD_AT_ONCE = 50  # events told in one transaction
_LINKED_AT_ONCE = 40  # articles that are linked in one transaction
_CLAIMS_AT_ONCE = 400  # or fewer of them, that have so many claims
_END = "9999-12-31"  # a day after everything
_KEPT = 5000  # articles whose claims are kept prepared


class Prepared:
    """The claims of a ledger's articles, prepared for comparison; those used last are kept.

    Where they need not be ``whole``, they are without steps and cues, of which neither comparing nor telling makes anything.
    """

    def __init__(self, view: View, *, whole: bool = True) -> None:
        self._view = view
        self._whole = whole
        self._known: OrderedDict[str, tuple[list[ClaimRow], dict[str, Telling]]] = OrderedDict()
        self._told: dict[str, Telling] = {}

    def load(self, articles: Iterable[str]) -> None:
        """Have these articles at hand, asked for at once."""
        wanted = set(articles)
        missing = wanted - self._known.keys()
        rows: dict[str, list[ClaimRow]] = {one: [] for one in sorted(missing)}
        for row in self._view.claims_in(missing, whole=self._whole) if missing else ():
            rows[row.claim.article_id].append(row)
        for article_id, several in rows.items():
            self._keep(article_id, several)
        if len(self._known) > _KEPT:  # some are let go: those not asked for now
            for article_id in sorted(wanted - missing):
                self._known.move_to_end(article_id)
        self._let_go(max(_KEPT, len(wanted)))

    def of(self, article_id: str) -> tuple[list[ClaimRow], dict[str, Telling]]:
        """The claims of an article as they are shown, and each prepared, by its id."""
        if article_id in self._known:
            self._known.move_to_end(article_id)
            return self._known[article_id]
        self._keep(article_id, list(self._view.claims_in([article_id], whole=self._whole)))
        self._let_go(_KEPT)
        return self._known[article_id]

    def tellings(self) -> Mapping[str, Telling]:
        """Every claim that is at hand, prepared, by its id."""
        return self._told

    def forget(self) -> None:
        """Load everything anew."""
        self._known.clear()
        self._told.clear()

    def _keep(self, article_id: str, rows: list[ClaimRow]) -> None:
        told = {one.claim_id: one for one in events.tellings([row.claim for row in rows], rows[0].article)} if rows else {}
        self._known[article_id] = rows, told
        self._told.update(told)

    def _let_go(self, most: int) -> None:
        while len(self._known) > most:
            for claim in self._known.popitem(last=False)[1][1]:
                self._told.pop(claim, None)


class Known:
    """Claims that are at hand, in the shape of `Prepared`."""

    def __init__(self, rows: Mapping[str, list[ClaimRow]], told: Mapping[str, Telling]) -> None:
        self._rows, self._told = rows, told

    def load(self, articles: Iterable[str]) -> None:
        """Nothing: all is there."""

    def of(self, article_id: str) -> tuple[list[ClaimRow], dict[str, Telling]]:
        """As `Prepared.of`."""
        rows = self._rows[article_id]
        return rows, {row.claim.claim_id: self._told[row.claim.claim_id] for row in rows}


def link(writer: Writer, view: View) -> Iterator[str]:
    """Bring the ledger's events up to date: `compare`, then `tell`; what a killed run left undone the next one does.

    Args:
        writer: the ledger, open for writing.
        view: the same ledger.

    Yields:
        The id of each article as soon as it is linked.

    Raises:
        LedgerError: the ledger could not be read or written; what came out before is in it.
    """
    yield from compare(writer, view)
    for _ in tell(writer, view):
        pass


def is_behind(view: View) -> bool:
    """Whether there is anything for `link` to do."""
    return bool(view.unlinked(linker=version())) or view.untold(teller=teller())


def compare(writer: Writer, view: View) -> Iterator[str]:
    """Link the claims that are not linked yet with those that tell of the same acts; the events concerned are to be told anew.

    Some articles at a time are compared and entered, in one transaction; what comes out is the same whatever their number.

    Args:
        writer: the ledger, open for writing.
        view: the same ledger.

    Yields:
        The id of each article once it is linked.

    Raises:
        LedgerError: the ledger could not be read or written; what came out before is in it.
    """
    waiting = writer.unlinked(linker=version())
    comparing = _Comparing(writer, view) if waiting else None
    at = 0
    while comparing is not None and at < len(waiting):
        several = comparing.some(waiting[at : at + _LINKED_AT_ONCE])
        comparing.link(several)
        yield from (article.article_id for article in several)
        at += len(several)


class _Comparing:
    """What linking keeps from some articles to the next."""

    def __init__(self, writer: Writer, view: View) -> None:
        from enligt.events.joining import groups_of  # noqa: PLC0415 - NumPy only where much is compared
        from enligt.events.scoring import Scorer  # noqa: PLC0415 - as above

        self._writer = writer
        self._alone = writer.others()
        self._prepared = Prepared(view, whole=False)
        self._scorer = Scorer()
        self._groups_of = groups_of

    def some(self, waiting: Sequence[Stale]) -> Sequence[Stale]:
        """The first of these articles, of as many claims as are linked in one transaction; one at least."""
        if (now := self._writer.others()) != self._alone:  # what was read before may not hold any more
            self._alone = now
            self._prepared.forget()
        self._prepared.load(one.article_id for one in waiting if one.reading is not None)
        claims = list(accumulate(len(self._new(one)) for one in waiting))
        return waiting[: max(1, bisect_right(claims, _CLAIMS_AT_ONCE))]

    def link(self, articles: Sequence[Stale]) -> None:
        """Link these articles, one after the other, in one transaction."""
        links = self._links(articles, self._writer.neighbours)
        with self._writer.linking(linker=version(), rungs=events.RUNGS, most=events.MOST, regroup=self._groups_of) as linking:
            if not linking.holds:  # another process has linked neighbours meanwhile: compared anew, while nobody can
                self._prepared.forget()
                links = self._links(articles, linking.neighbours)
            for article, theirs in zip(articles, links, strict=True):
                keys = {one.claim_id: events.keys(one) for one in self._new(article)}
                first = partial(self._first, linking, article)
                linking.enter(article, keys=keys, links=theirs, first=first)

    def _new(self, article: Stale) -> list[Telling]:
        return [] if article.reading is None else list(self._prepared.of(article.article_id)[1].values())

    def _links(self, articles: Sequence[Stale], neighbours: Neighbours) -> list[list[Link]]:
        several = [self._new(one) for one in articles]
        sought = frozenset(key for new in several for one in new for key in events.sought(one))
        under = neighbours(sought) if sought else {}
        near = {home for claims in under.values() for home in claims.values()}
        self._prepared.load(near.union(one.article_id for one in articles if one.reading is not None))
        return self._scorer.links(several, under, self._prepared.tellings())

    def _first(self, linking: Linking, article: Stale, group: Sequence[str]) -> str:
        """The claim of a group that was published first, of an article's claims and its neighbours."""
        new = self._new(article)
        under = linking.neighbours(frozenset(key for one in new for key in events.sought(one)))
        near = {home for claims in under.values() for home in claims.values()} | {article.article_id}
        self._prepared.load(near)
        known = self._prepared.tellings()

        def order(claim: str) -> tuple[int, str]:
            one = known.get(claim)
            return (one.published if one is not None and one.article_id in near else None) or 1 << 30, claim

        return min(group, key=order)


def claim_records(view: View, query: ClaimQuery) -> Iterator[Record]:
    """The claims of a ledger that meet a query, as records, each with its event where it is linked."""
    rows = view.claims(query)
    while several := list(islice(rows, _AT_ONCE)):
        of = view.events_of([row.claim.claim_id for row in several])
        for row in several:
            yield claim_record(row.claim, row.article, event_id=of.get(row.claim.claim_id))


def event(view: View, event_id: str, *, today: str, prepared: Prepared | None = None) -> tuple[Event, list[ClaimRow]] | None:
    """An event with its claims, as of a day; None where nothing of it was published by then.

    Args:
        view: the ledger.
        event_id: as `View.find_event` gives it.
        today: ISO day.
        prepared: where many events are asked for.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    homes, prepared = view.event_homes(event_id), prepared or Prepared(view)
    return event_of(homes, today=today, prepared=prepared, related=view.relations, own=view.own_reader())


def event_of(
    homes: Mapping[str, str],
    *,
    today: str,
    prepared: Prepared | Known,
    related: Callable[[Collection[str]], Iterable[Relation]],
    own: str | None,
) -> tuple[Event, list[ClaimRow]] | None:
    """An event from its claims, each with its article.

    ``related`` gives the relations of articles; ``own`` is the reader whose claims go before those of other hands.
    """
    rows: dict[str, ClaimRow] = {}
    told: dict[str, Telling] = {}
    beside: dict[str, list[Claim]] = {}
    articles = sorted(set(homes.values()))
    prepared.load(articles)
    for article_id in articles:
        several, comparable = prepared.of(article_id)
        beside[article_id] = [row.claim for row in several]
        rows.update((row.claim.claim_id, row) for row in several if row.claim.claim_id in homes)
        told.update(comparable)
    claims: list[tuple[Claim, Article]] = [(row.claim, row.article) for row in rows.values()]
    unique = {article.article_id: article for _, article in claims}
    known = events.Known(
        relations=[one for one in related(unique) if {one.article_id, one.other_id} <= unique.keys()] if len(unique) > 1 else (),
        agencies={name: one.agency for name, one in unique.items() if one.agency},
        truncated=frozenset(name for name, one in unique.items() if one.truncated),
        beside=beside,
        own=own if len({one.reader for several in beside.values() for one in several}) > 1 else None,
    )
    made = events.event(claims, today=today, told=told, known=known)
    return None if made is None else (made, [rows[one] for one in made.claims])


def record_of(told: tuple[Event, list[ClaimRow]], event_id: str) -> Record:
    """An event with its claims as a record."""
    return event_record(told[0], event_id=event_id, articles=[row.article for row in told[1]])


def on_day(record: Record, today: str) -> Record:
    """A record whose status is without a clock, as it stands on a day: what was planned for a time that is past is overdue."""
    first = record["overdue_from"]
    if record["status"] != "planned" or first is None or first > today:
        return record
    return {**record, "status": "overdue", "status_label": events.LABELS["overdue"]}


@cache
def teller() -> str:
    """The version of what tells events: their rows that another version wrote are written anew.

    It is a hash of the rooms that have a part in it, so that nobody has to remember to count it up.
    """
    read = hashlib.sha256()
    for room in ("enligt.events", "enligt.actors", "enligt.reports"):
        folder = resources.files(room)
        files = [*folder.iterdir(), *(folder.joinpath("data").iterdir() if folder.joinpath("data").is_dir() else ())]
        for file in sorted(files, key=lambda one: one.name):
            has_part = room != "enligt.reports" or file.name == "events.py"
            if has_part and file.is_file() and file.name.endswith((".py", ".toml", ".tsv", ".json")):
                read.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"tel-{read.hexdigest()}"


def tell(writer: Writer, view: View) -> Iterator[str]:
    """Tell anew the events whose rows do not hold any more, some at a time, each portion in one transaction.

    Args:
        writer: the ledger, open for writing.
        view: the same ledger.

    Yields:
        The id of each event once it is told.

    Raises:
        LedgerError: as `link`.
    """
    made_by, alone = teller(), writer.others()
    prepared = Prepared(view, whole=False)
    while waiting := writer.untold(teller=made_by, limit=_TOLD_AT_ONCE):
        if (now := writer.others()) != alone:  # what was read before may not hold any more
            alone, prepared = now, Prepared(view, whole=False)
        writer.tell(_told(view, dict(waiting), prepared), teller=made_by)
        yield from (event_id for event_id, _ in waiting)


def _told(view: View, waiting: Mapping[str, str], prepared: Prepared) -> list[ToldEvent]:
    """What there is to tell of some events, by what was read after they were found waiting, or holds still."""
    homes = view.homes_of(waiting)
    articles = sorted({article for claims in homes.values() for article in claims.values()})
    prepared.load(articles)
    by_article: defaultdict[str, list[Relation]] = defaultdict(list)
    for start in range(0, len(articles), _AT_ONCE):
        for one in view.relations(articles[start : start + _AT_ONCE]):
            by_article[one.article_id].append(one)
    own = view.own_reader()
    found: list[ToldEvent] = []
    for event_id, marked_at in waiting.items():
        told = event_of(
            homes[event_id],
            today=_END,
            prepared=prepared,
            related=lambda several: [one for name in several for one in dict.fromkeys(by_article[name])],
            own=own,
        )
        if told is None:
            found.append(ToldEvent(event_id, marked_at, None))
            continue
        record = record_of(told, event_id)
        if record["status"] == "overdue":  # whether it is, the clock says when it is asked for
            record |= {"status": "planned", "status_label": events.LABELS["planned"]}
        found.append(ToldEvent(event_id, marked_at, record, undated=any(not row.article.published for row in told[1])))
    return found
