"""The same act told many times: claims that speak of one act become an event, with its origins, status and numbers.

Pure: what it knows it is given, or has in its own data files. :func:`events` does it all at once; a ledger does the same step by
step, an article at a time: :func:`tellings`, :func:`keys` and :func:`sought` to find the neighbourhood, :func:`links`,
:func:`groups` over the links' connected part, :func:`event`. ``python`` and command line alike: docs/events.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from enligt.events.grouping import event
from enligt.events.linking import (
    MOST,
    RUNGS,
    THRESHOLD,
    Link,
    Tie,
    Weight,
    explain,
    groups,
    keys,
    links,
    score,
    sought,
    version,
)
from enligt.events.origins import Known
from enligt.events.status import LABELS
from enligt.events.telling import Telling, tellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.model import Article, Claim, Event

__all__ = [
    "LABELS",
    "MOST",
    "RUNGS",
    "THRESHOLD",
    "Known",
    "Link",
    "Telling",
    "Tie",
    "Weight",
    "event",
    "events",
    "explain",
    "groups",
    "keys",
    "links",
    "score",
    "sought",
    "tellings",
    "version",
]  # fmt: skip


def events(
    claims: Iterable[tuple[Claim, Article]], *, today: str, known: Known | None = None, ties: Iterable[Tie] = ()
) -> Iterator[Event]:
    """The events that claims tell of, in the order of their first publication. The order of the claims does not matter.

    Args:
        claims: each with its article; a claim that comes twice counts once. Rejected ones are the caller's to leave out.
        today: ISO day as of which status is told; claims published later are linked, and left out of what is told.
        known: relations between the articles, whose text each carries, which are cut short.
        ties: judgements of people: that two claims tell of one act, or of two.
    """
    unique = {claim.claim_id: (claim, article) for claim, article in claims}
    by_article: defaultdict[str, list[Claim]] = defaultdict(list)
    for name in sorted(unique):
        by_article[unique[name][0].article_id].append(unique[name][0])
    told = {
        one.claim_id: one
        for name in sorted(by_article)
        for one in tellings(by_article[name], unique[by_article[name][0].claim_id][1])
    }
    known = known or Known()
    if not known.beside:
        known = replace(known, beside=by_article)
    found = [
        made
        for group in groups(told, links(list(told.values())), ties)
        if (made := event([unique[name] for name in group], today=today, told=told, known=known)) is not None
    ]
    yield from sorted(found, key=lambda one: (one.first_published or "9999", one.first_claim))
