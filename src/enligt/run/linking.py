"""Claims of a ledger into events: each article's claims are compared with their neighbourhood alone.

What hangs together is grouped anew. Whatever the order and number of runs, the same articles give the same groups.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING

from enligt import events
from enligt.ledger import ClaimQuery
from enligt.reports.records import claim_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.events import Telling
    from enligt.ledger import ClaimRow, Stale, View, Writer
    from enligt.model import Article, Claim, Event
    from enligt.reports.records import Record

version = events.version
"""The version of what compares claims: see ``events.version``."""

_AT_ONCE = 200
_KEPT = 2000  # articles whose claims are kept prepared


class Prepared:
    """The claims of a ledger's articles, prepared for comparison; those used last are kept."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: OrderedDict[str, tuple[list[ClaimRow], dict[str, Telling]]] = OrderedDict()

    def of(self, article_id: str) -> tuple[list[ClaimRow], dict[str, Telling]]:
        """The claims of an article as they are shown, and each prepared, by its id."""
        if article_id in self._known:
            self._known.move_to_end(article_id)
            return self._known[article_id]
        rows = list(self._view.claims(ClaimQuery(article=article_id)))
        told = {one.claim_id: one for one in events.tellings([row.claim for row in rows], rows[0].article)} if rows else {}
        self._known[article_id] = rows, told
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return rows, told


def link(writer: Writer, view: View) -> Iterator[str]:
    """Bring the ledger's events up to date; what a killed run left undone the next one does.

    Args:
        writer: the ledger, open for writing.
        view: the same ledger.

    Yields:
        The id of each article as soon as it is linked.

    Raises:
        LedgerError: the ledger could not be read or written; what came out before is in it.
    """
    linker = events.version()
    prepared = Prepared(view)
    for article in writer.unlinked(linker=linker):
        while not _linked(writer, view, article, prepared, linker):
            pass  # another process has linked a neighbour meanwhile
        yield article.article_id


def _linked(writer: Writer, view: View, article: Stale, prepared: Prepared, linker: str) -> bool:
    """Link one article; False where its neighbourhood has changed since it was looked at."""
    told = prepared.of(article.article_id)[1] if article.reading is not None else {}
    new = list(told.values())
    sought = frozenset(key for one in new for key in events.sought(one))
    near = view.neighbours(sought) - {article.article_id} if sought else set()
    known = [one for neighbour in sorted(near) for one in prepared.of(neighbour)[1].values()]
    published = {one.claim_id: one.published for one in (*new, *known)}

    def regroup(
        claims: Collection[str], links: Sequence[tuple[str, str, int]], ties: Sequence[tuple[str, str, bool]]
    ) -> Iterable[tuple[str, ...]]:
        among = [events.Link(one, other, score) for one, other, score in links]
        made = events.groups(claims, among, [events.Tie(one, other, same) for one, other, same in ties])
        return [tuple(sorted(group, key=lambda one: (published.get(one) or 1 << 30, one))) for group in made]

    return writer.link(
        article,
        linker=linker,
        keys={one.claim_id: events.keys(one) for one in new},
        links=[(one.one, one.other, one.score) for one in events.links(new, known)],
        enough=events.THRESHOLD,
        regroup=regroup,
        sought=sought,
        seen=near,
    )


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
    prepared = prepared or Prepared(view)
    homes = view.event_homes(event_id)
    rows: dict[str, ClaimRow] = {}
    told: dict[str, Telling] = {}
    beside: dict[str, list[Claim]] = {}
    for article_id in sorted(set(homes.values())):
        several, comparable = prepared.of(article_id)
        beside[article_id] = [row.claim for row in several]
        rows.update((row.claim.claim_id, row) for row in several if row.claim.claim_id in homes)
        told.update(comparable)
    claims: list[tuple[Claim, Article]] = [(row.claim, row.article) for row in rows.values()]
    made = events.event(claims, today=today, told=told, known=_known(view, [article for _, article in claims], beside))
    return None if made is None else (made, [rows[one] for one in made.claims])


def _known(view: View, articles: Iterable[Article], beside: Mapping[str, Sequence[Claim]]) -> events.Known:
    """What is known of articles beside their claims: what repeats what, whose text each carries, which are cut short."""
    unique = {one.article_id: one for one in articles}
    return events.Known(
        relations=[one for one in view.relations(list(unique)) if {one.article_id, one.other_id} <= unique.keys()],
        agencies={name: one.agency for name, one in unique.items() if one.agency},
        truncated=frozenset(name for name, one in unique.items() if one.truncated),
        beside=beside,
        own=view.own_reader() if len({one.reader for several in beside.values() for one in several}) > 1 else None,
    )
