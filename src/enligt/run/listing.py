"""A ledger's rows as records, in portions: what lists, the API and pages go through one after another."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from enligt.ledger import Place, article_key, claim_key
from enligt.reports.records import article_record, claim_record, issue_record, judgement_record
from enligt.run import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from enligt.ledger import ClaimQuery, EventQuery, View
    from enligt.model import Article
    from enligt.reports.records import Record

Row = TypeVar("Row")

_AT_ONCE = 200


class EventPlace(NamedTuple):
    """Where a list of events goes on: behind this event, which was told so, and stood before this offset."""

    offset: int
    event_id: str
    first_published: str | None
    last_published: str | None
    confidence: float
    independent_origins_min: int
    independent_origins_max: int

    @classmethod
    def of(cls, record: Record, offset: int) -> EventPlace:
        """The place behind an event."""
        return cls(offset, *(record[name] for name in cls._fields[1:]))


def article_records(articles: Iterable[Article], view: View) -> Iterator[Record]:
    """Articles' records, with what each repeats."""
    waiting = iter(articles)
    while several := list(islice(waiting, _AT_ONCE)):
        relations = view.relations([one.article_id for one in several])
        by_article = {one.article_id: [r for r in relations if r.article_id == one.article_id] for one in several}
        yield from (article_record(one, repeats=by_article[one.article_id]) for one in several)


def claims(view: View, query: ClaimQuery, *, limit: int, after: Place | None = None) -> tuple[list[Record], Place | None]:
    """A portion of the claims that meet a query, each with its event, and where the next begins; None: that was all.

    Args:
        view: the ledger.
        query: which; its own limit and offset must not be set.
        limit: at most so many.
        after: as given with the portion before.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    rows = list(islice(view.claims(query, after=after), limit + 1))
    shown = rows[:limit]
    events = view.events_of([row.claim.claim_id for row in shown])
    records = [claim_record(row.claim, row.article, event_id=events.get(row.claim.claim_id)) for row in shown]
    keys = [claim_key(row.claim, row.article) for row in shown]
    return records, _place(keys, after) if len(rows) > limit else None


def articles(
    view: View, filters: Mapping[str, Any], *, limit: int, after: Place | None = None
) -> tuple[list[Record], Place | None]:
    """As `claims`, of articles; ``filters`` are those of ``View.articles``."""
    rows = list(view.articles(**filters, limit=limit + 1, after=after))
    shown = rows[:limit]
    keys = [article_key(one) for one in shown]
    return list(article_records(shown, view)), _place(keys, after) if len(rows) > limit else None


def _place(keys: Sequence[tuple[str | int, ...]], before: Place | None) -> Place | None:
    if not keys:
        return before
    last = keys[-1]
    ties = sum(1 for key in keys if key == last)
    if before is not None and before.key == last:
        ties += before.skip
    return Place(last, ties)


def issues(view: View, *, stage: str | None, code: str | None, limit: int, after: int = 0) -> tuple[list[Record], int | None]:
    """As `claims`, of issues; their places are their numbers."""
    rows = list(islice(view.numbered_issues(stage=stage, code=code, after=after), limit + 1))
    shown = rows[:limit]
    return [issue_record(one) for _, one in shown], shown[-1][0] if len(rows) > limit else None


def judgements(view: View, *, limit: int, after: str | None = None) -> tuple[list[Record], str | None]:
    """As `claims`, of judgements; their places are their ids, since they are only ever added."""
    made = view.judgements()
    shown, following = behind(made, [one.judgement_id for one in made], limit=limit, after=after)
    return [judgement_record(one) for one in shown], following


def behind(rows: Sequence[Row], keys: Sequence[str], *, limit: int, after: str | None) -> tuple[Sequence[Row], str | None]:
    """The rows behind the one with a key (None, or a key that is gone: from the beginning), and where the next portion begins.

    Args:
        rows: all of a short list.
        keys: of each its key.
        limit: at most so many.
        after: as given with the portion before.
    """
    start = next((at + 1 for at, key in enumerate(keys) if key == after), 0)
    end = start + limit
    return rows[start:end], keys[end - 1] if end < len(rows) else None


def events(  # noqa: PLR0913 - what a portion of a list is asked by
    view: View, query: EventQuery, *, today: str, limit: int, after: EventPlace | None = None, most_anew: int | None = None
) -> tuple[list[Record], EventPlace | None]:
    """As `claims`, of events as of a day; ``most_anew`` as `telling.event_records`.

    Events that have come before the place meanwhile, or left it, shift nothing: what was shown last is looked for by the key
    that the list is ordered by.
    """
    start = 0 if after is None else _found(view, query, today=today, place=after, most_anew=most_anew)
    rows = list(telling.event_records(view, replace(query, offset=start, limit=limit + 1), today=today, most_anew=most_anew))
    shown = rows[:limit]
    return shown, EventPlace.of(shown[-1], start + len(shown)) if len(rows) > limit else None


def _found(view: View, query: EventQuery, *, today: str, place: EventPlace, most_anew: int | None) -> int:
    """The offset behind an event: where it stood, if it still does, else by halving the list."""

    def at(offset: int) -> Record | None:
        one = replace(query, offset=offset, limit=1)
        return next(telling.event_records(view, one, today=today, most_anew=most_anew), None)

    last = at(max(place.offset - 1, 0))
    if last is not None and last["event_id"] == place.event_id:
        return place.offset
    key = telling.order_key(query.order)
    mark = key(place._asdict())
    low, high = 0, telling.count_events(view, query, today=today, most_anew=most_anew)
    while low < high:
        middle = (low + high) // 2
        record = at(middle)
        if record is None or mark < key(record):
            high = middle
        else:
            low = middle + 1
    return low
