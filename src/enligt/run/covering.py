"""How much of whom was read: articles read, put aside and failed, by outlet, period and language."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from enligt.actors import gazetteer
from enligt.run.periods import period

if TYPE_CHECKING:
    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.run.periods import By

COUNTS: Final = ("read", "claims", "aside", "unsupported", "failed")


def coverage(  # noqa: PLR0913 - filters, each on its own
    view: View,
    *,
    since: str | None = None,
    until: str | None = None,
    by: By = "day",
    outlet: str | None = None,
    language: str | None = None,
) -> list[Record]:
    """What was read, by period, outlet and language, in this order; what has no day comes last.

    Articles go by their day of publication, as precise as it is known. Of a page that gave no article neither that nor its
    language is known: it goes by the day on which it was fetched or handed in, and by the outlet at home at its address.

    Args:
        view: the ledger.
        since: of this ISO day (month, year) or later.
        until: of then or earlier.
        by: the length of a period.
        outlet: of this outlet alone, whatever the case.
        language: in this language alone; pages that gave no article are left out then.

    Returns:
        Records with ``period``, ``outlet``, ``language``, and the numbers of articles ``read``, of the ``claims`` that they
        make, of articles and pages put ``aside``, ``unsupported`` (a language or kind of file that is not read), ``failed``.

    Raises:
        UsageError: a date that is none, or they are the wrong way round.
        LedgerError: the ledger cannot be read.
    """
    found: defaultdict[tuple[str | None, str | None, str | None], Counter[str]] = defaultdict(Counter)
    with view.overview() as overview:
        for one in overview.reading.read(since=since, until=until):
            counts = found[_period(one.day, by), one.outlet, one.language]
            counts.update(read=one.read, aside=one.aside, claims=one.claims)
        for page in overview.reading.unread() if language is None else ():
            if (since is None or (page.day or "") >= since) and (until is None or (page.day or "")[: len(until)] <= until):
                found[_period(page.day, by), _outlet_at(page.location), None][page.outcome] += 1
    return [
        {"period": when, "outlet": whose, "language": tongue, **{name: counts[name] for name in COUNTS}}
        for (when, whose, tongue), counts in sorted(
            found.items(), key=lambda one: (one[0][0] is None, *(part or "" for part in one[0]))
        )
        if outlet is None or (whose or "").casefold() == outlet.casefold()
        if language in {None, tongue}
    ]


def _period(day: str | None, by: By) -> str | None:
    return period(day, by) if day else None


def _outlet_at(location: str) -> str | None:
    """The outlet at home at an address, else its host; None for what is no address."""
    try:
        host = urlsplit(location).hostname if "://" in location else None
    except ValueError:
        return None
    if not host:
        return None
    medium = gazetteer().medium_of_domain(host)
    return host.removeprefix("www.") if medium is None else medium.name
