"""What one actor, or two with each other, did and had done over time, for pages that must be quick: counts of events, not claims.

The same as `timelines.timeline` tells, but counted in SQL from the events' rows; events that some claim asserts alone, each
under the first day of its time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from enligt.ledger import Dealing
from enligt.reports.plover import acts
from enligt.run import linking
from enligt.run.periods import bounds, every, period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.run.periods import By

UNKNOWN: Final = "UNK"
_MONTH: Final = 7  # letters of an ISO date up to its month


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, month or year: events in it by type, their score (PLOVER's, summed), and articles read of that time."""

    name: str
    types: dict[str, int]
    articles_read: int

    @property
    def events(self) -> int:
        """How many."""
        return sum(self.types.values())

    @property
    def score(self) -> float:
        """PLOVER's score of each event, summed."""
        return _score(self.types)

    @property
    def mean(self) -> float | None:
        """The same of an event on average, -10 to 10; None where there is none."""
        return round(self.score / self.events, 2) if self.events else None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Another actor: the events with it by type."""

    actor: str
    types: dict[str, int] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many."""
        return sum(self.types.values())

    @property
    def cooperation(self) -> int:
        """Events whose type has a score above zero."""
        return sum(n for kind, n in self.types.items() if acts()[kind].corrected > 0)

    @property
    def conflict(self) -> int:
        """Those below zero."""
        return self.events - self.cooperation

    @property
    def mean(self) -> float:
        """The score of an event on average."""
        return round(_score(self.types) / self.events, 2) if self.events else 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a dealing: every period from the first to the last, those without a day, counterparts, latest events.

    ``months`` are those in which anything began at all, whatever time was asked for.
    """

    months: tuple[str, ...]
    periods: tuple[Period, ...]
    undated: int
    counterparts: tuple[Counterpart, ...]
    latest: tuple[Record, ...]

    @property
    def events(self) -> int:
        """How many in all."""
        return sum(one.events for one in self.periods) + self.undated


def read_by_day(view: View) -> list[tuple[str, int]]:
    """How many articles were read of each day of publication, for `told`."""
    with view.overview() as overview:
        return overview.reading.days()


def months(view: View, actors: Iterable[str], *, today: str) -> dict[str, dict[str, int]]:
    """How many events of each of these actors began in each month, ``YYYY-MM``; as `told` counts them.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    teller = linking.teller()
    found: dict[str, dict[str, int]] = {}
    with view.overview() as overview:
        for actor in actors:
            counted = Counter[str]()
            for day, _, n in overview.dealings.days(Dealing(actor), teller=teller, today=today):
                if day:
                    counted[day[:_MONTH]] += n
            found[actor] = dict(counted)
    return found


def told(  # noqa: PLR0913 - what a page may ask
    view: View, of: Dealing, *, today: str, by: By = "month", latest: int, read_days: Iterable[tuple[str, int]] | None = None
) -> Told:
    """Count the events of one actor, or between two.

    Args:
        view: the ledger, its events up to date.
        of: whose, and between which ISO days.
        today: ISO day as of which they are told.
        by: the length of a period.
        latest: at most so many events are given themselves, the latest act first.
        read_days: what `read_by_day` told, of whomever it is asked; None: it is counted.

    Raises:
        UsageError: too many periods.
        LedgerError: the ledger cannot be read.
    """
    teller = linking.teller()
    with view.overview() as overview:
        every_day = overview.dealings.days(of._replace(since=None, until=None), teller=teller, today=today)
        others = overview.dealings.counterparts(of, teller=teller, today=today) if of.other is None else []
        records = [linking.on_day(one, today) for one in overview.dealings.records(of, teller=teller, today=today, limit=latest)]
        days = overview.reading.days() if read_days is None else read_days
    read = Counter[str]()
    for day, articles in days:
        read[period(day, by)] += articles
    types: defaultdict[str, Counter[str]] = defaultdict(Counter)
    dated = [(day, kind, n) for day, kind, n in every_day if day and (of.since or "") <= day <= (of.until or "~")]
    for day, kind, n in dated:
        types[period(day, by)][kind] += n
    start = of.since or (dated[0][0] if dated else None)
    end = of.until or (dated[-1][0] if dated else None)
    names = every(bounds(start)[0], bounds(end)[1], by) if start is not None and end is not None and dated else ()
    return Told(
        months=tuple(sorted({day[:_MONTH] for day, _, _ in every_day if day})),
        periods=tuple(Period(name, dict(types[name]), read[name]) for name in names),
        undated=sum(n for day, _, n in every_day if day is None) if of.since is None and of.until is None else 0,
        counterparts=_ranked(others),
        latest=tuple(records),
    )


def _ranked(others: list[tuple[str, str, int]]) -> tuple[Counterpart, ...]:
    found: dict[str, Counterpart] = {}
    for actor, kind, n in others:
        if actor != UNKNOWN:
            types = found.setdefault(actor, Counterpart(actor)).types
            types[kind] = types.get(kind, 0) + n
    return tuple(sorted(found.values(), key=lambda one: (-one.events, one.actor)))


def _score(types: dict[str, int]) -> float:
    return round(sum(acts()[kind].corrected * n for kind, n in types.items()), 1)
