"""The events of a ledger as it stood at some moment: by the articles, readings and judgements that it had then.

What is linked now says nothing of then, so all claims of that moment are compared and grouped anew, in memory: it costs as much
as linking them once. An event bears the name that it had by then; one that was not linked yet is named after its first claim.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from enligt import events
from enligt.ledger import ClaimQuery, ties
from enligt.model import content_id
from enligt.run import linking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from enligt.ledger import ClaimRow, View
    from enligt.model import Event
    from enligt.reports.records import Record

    Told = tuple[Event, list[ClaimRow]]


def event_records(view: View, query: ClaimQuery, *, today: str) -> Iterator[Record]:
    """The events that a ledger held at a moment that have a claim that meets a query, as ``event_record`` writes them.

    Args and errors as `told`.
    """
    for event_id, made in told(view, query, today=today):
        yield linking.on_day(linking.record_of(made, event_id), today)


def event(view: View, event_id: str, query: ClaimQuery, *, today: str) -> Told | None:
    """One event of then with its claims, by the id that it bore; None where there was none, or nothing of it was published."""
    return next((made for name, made in told(view, query, today=today) if name == event_id), None)


def told(view: View, query: ClaimQuery, *, today: str) -> Iterator[tuple[str, Told]]:
    """The events that a ledger held at a moment that have a claim that meets a query, each with its id and its claims.

    Args:
        view: the ledger.
        query: with ``as_of``.
        today: ISO day as of which they are told.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    moment = query.as_of or ""
    rows = {row.claim.claim_id: row for row in view.claims(ClaimQuery(as_of=moment))}
    met = {row.claim.claim_id for row in view.claims(replace(query, limit=None, offset=0, known_by=None))}
    by_article: defaultdict[str, list[ClaimRow]] = defaultdict(list)
    for row in rows.values():
        by_article[row.claim.article_id].append(row)
    comparable = {
        one.claim_id: one
        for name in sorted(by_article)
        for one in events.tellings([row.claim for row in by_article[name]], by_article[name][0].article)
    }
    judged = [events.Tie(one, other, same) for one, other, same in ties(view.judgements(as_of=moment))]
    groups = events.groups(comparable, events.links(list(comparable.values())), judged)
    wanted = [group for group in groups if not met.isdisjoint(group)]
    names = view.event_names([claim for group in wanted for claim in group], as_of=moment)
    seen = min(today, query.known_by or today)
    prepared, own = linking.Known(by_article, comparable), view.own_reader()
    for group in wanted:
        homes = {claim: rows[claim].claim.article_id for claim in group}
        made = linking.event_of(homes, today=seen, prepared=prepared, related=view.relations, own=own)
        if made is not None:
            yield _name(group, names, made[1]), made


def _name(group: Sequence[str], names: Mapping[str, tuple[int, str]], rows: Sequence[ClaimRow]) -> str:
    given = [names[claim] for claim in group if claim in names]
    return min(given)[1] if given else content_id("evt", {"claim": rows[0].claim.claim_id})
