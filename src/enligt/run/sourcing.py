"""Who is cited and who tells: the sources and outlets of a ledger as entities, how much each carries, relays and originates.

Counts are of claims, along each claim's own chain as it is written. Which origins count once in an event is another question
(docs/events.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from enligt.actors.salience import HOME
from enligt.errors import UsageError
from enligt.events.entities import Entity, entity, outlet
from enligt.reports.records import claim_record
from enligt.run import acting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from enligt.ledger import Cited, Hop, Overview, View
    from enligt.model import SourceKind
    from enligt.reports.records import Record

TOLD_OUTLETS: Final = 10
"""Relaying outlets that a list names."""
SAMPLES: Final = 5
"""Claims that are shown of one source."""


@dataclass(slots=True)
class _Seen:
    """A source in the making: what is known of it, the names it goes by, the outlets that relay it."""

    entity: Entity
    names: Counter[str] = field(default_factory=Counter)
    relayed: Counter[str] = field(default_factory=Counter)
    outlets: set[str] = field(default_factory=set)  # as articles write them
    agencies: set[str] = field(default_factory=set)
    carried: int = 0
    own: int = 0
    cited: int = 0
    origin: int = 0
    first: str | None = None
    last: str | None = None

    def meet(self, known: Entity, first: str | None, last: str | None) -> None:
        """Take in when it was seen, and what a table of media or the fact that it is an outlet here says of it."""
        if known.is_medium and not self.entity.is_medium:
            self.entity = known
        self.first = min(filter(None, (self.first, first)), default=None)
        self.last = max(filter(None, (self.last, last)), default=None)

    @property
    def name(self) -> str:
        """The table's name of a medium; else the name that most claims give it, the shortest of equals."""
        if self.entity.key.startswith("medium:") or not self.names:
            return self.entity.name
        return min(self.names, key=lambda one: (-self.names[one], len(one), one))


def sources(  # noqa: PLR0913 - filters, each on its own
    view: View,
    *,
    kind: str | None = None,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> list[Record]:
    """Every source that claims cite and every outlet that tells them, those of most claims first.

    Args:
        view: the ledger.
        kind: of this kind alone: outlet, agency, government, unnamed …
        country: of this state alone (alpha-3), or of the organisation with this id.
        since: published on this ISO day (month, year) or later.
        until: published then or earlier.
        limit: at most so many.

    Returns:
        Records as docs/seeing.md describes them.

    Raises:
        UsageError: a date that is none, or they are the wrong way round.
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        found = _gathered(overview, since=since, until=until)
    wanted = [
        one
        for one in found.values()
        if kind in {None, one.entity.kind} and (country is None or country.upper() == (one.entity.country or "").upper())
    ]
    wanted.sort(key=lambda one: (-(one.carried + one.cited), one.name.casefold(), one.entity.key))
    return [_record(one) for one in wanted[:limit]]


def find_source(view: View, asked: str) -> Record | None:
    """One source with all that the ledger knows of it; None where none is called so.

    Args:
        view: the ledger.
        asked: a name or alias of it, whole, or a part that only one source's names hold; whatever the case.

    Returns:
        The record of :func:`sources`, with ``relays`` and ``relayed_by`` (name, kind, claims), ``own_share``, ``months`` and
        ``samples`` (claims).

    Raises:
        UsageError: a part of several sources' names.
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        found = _gathered(overview)
        seen = _called(found, asked)
        if seen is None:
            return None
        relays, relayed_by = _ways(overview, seen, found)
        ways = {"outlets": seen.outlets, "agencies": seen.agencies}
        months = overview.sources.months(seen.names.keys(), **ways)
        samples = overview.sources.samples(seen.names.keys(), **ways, limit=SAMPLES)
    events = view.events_of(samples)
    rows = [row for one in samples if (row := view.claim(one)) is not None]
    return {
        **_record(seen, every=True),
        "own_share": round(seen.own / seen.carried, 4) if seen.carried else None,
        "relays": _counted(relays, found),
        "relayed_by": _counted(relayed_by, found),
        "months": [{"month": month, "carried": carried, "cited": cited} for month, (carried, cited) in months.items()],
        "samples": [claim_record(row.claim, row.article, event_id=events.get(row.claim.claim_id)) for row in rows],
    }


def is_called(view: View, asked: str) -> bool:
    """Whether a source or outlet has this whole name; whatever the case.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        return bool(_whole(_gathered(overview), asked))


def names_of(view: View, asked: str) -> list[str]:
    """The names that a source goes by in claims and articles, the one that most give first; empty where none is called so.

    Args:
        view: the ledger.
        asked: a name of it, whole; whatever the case.

    Raises:
        UsageError: several sources are called so.
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        found = _whole(_gathered(overview), asked)
    if len(found) > 1:
        _called({one.entity.key: one for one in found}, asked)
    return [] if not found else sorted(found[0].names, key=lambda one: (-found[0].names[one], len(one), one))


@lru_cache(maxsize=65536)
def _anywhere(name: str, kind: SourceKind) -> Entity:
    return entity(name, kind)


def _of(name: str, kind: str, language: str) -> Entity:
    """The entity of a source; in whose papers it stands matters for "the foreign ministry" alone, and is asked then alone."""
    known: Any = kind
    as_kind: SourceKind = known  # the reader's word, as it was stored
    found = _anywhere(name, as_kind)
    return entity(name, as_kind, home=HOME.get(language)) if found.key.startswith("office:?:") else found


def _carrier(outlet_name: str | None, agency: str | None) -> Entity | None:
    """Who tells an article: the agency whose text it carries, else its outlet."""
    name = agency or outlet_name
    return outlet(name) if name else None


def _gathered(overview: Overview, *, since: str | None = None, until: str | None = None) -> dict[str, _Seen]:
    """The sources by the key of their entity."""
    found: dict[str, _Seen] = {}

    def seen(known: Entity, first: str | None, last: str | None) -> _Seen:
        one = found.setdefault(known.key, _Seen(known))
        one.meet(known, first, last)
        return one

    for told in overview.sources.told(since=since, until=until):
        if told.outlet:
            one = seen(outlet(told.outlet), told.first, told.last)
            one.outlets.add(told.outlet)
            one.names[told.outlet] += told.claims
            one.carried += told.claims
            one.own += 0 if told.agency else told.own
        if told.agency:
            one = seen(outlet(told.agency), told.first, told.last)
            one.agencies.add(told.agency)
            one.names[told.agency] += told.claims
            one.own += told.own
            if told.outlet and outlet(told.outlet).key != one.entity.key:
                one.relayed[told.outlet] += told.claims
                one.carried += told.claims
            elif not told.outlet:
                one.carried += told.claims
    for row in overview.sources.cited(since=since, until=until):
        _take(row, seen(_of(row.name, row.kind, row.language), row.first, row.last))
    return found


def _take(row: Cited, one: _Seen) -> None:
    one.names[row.name] += row.claims
    one.cited += row.claims
    one.origin += row.origin
    if row.outlet and outlet(row.outlet).key != one.entity.key:
        one.relayed[row.outlet] += row.claims


def _record(seen: _Seen, *, every: bool = False) -> Record:
    known = seen.entity
    most = seen.relayed.most_common(None if every else TOLD_OUTLETS)
    return {
        "name": seen.name,
        "aliases": sorted(name for name in seen.names if name != seen.name),
        "kind": known.kind,
        "country": known.country,
        "owner": known.owner,
        "speaks_for": known.speaks_for,
        "note": known.note,
        "claims_carried": seen.carried,
        "claims_cited": seen.cited,
        "claims_originated": seen.own + seen.origin,
        "claims_own": seen.own,
        "relaying_outlets": len(seen.relayed),
        "outlets": [{"name": name, "claims": claims} for name, claims in most],
        "first_seen": seen.first,
        "last_seen": seen.last,
    }


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _whole(found: dict[str, _Seen], asked: str) -> list[_Seen]:
    """The sources of which this is a name; else the one of which a table has it as an alias."""
    sought = _folded(asked)
    whole = [one for one in found.values() if sought in {_folded(name) for name in (*one.names, one.name)}]
    key = outlet(asked).key
    return whole or ([found[key]] if key in found else [])


def _called(found: dict[str, _Seen], asked: str) -> _Seen | None:
    """The source of this name, alias, or part of a name.

    Raises:
        UsageError: several sources' names hold it.
    """
    sought = _folded(asked)
    if not sought:
        return None
    state = acting.name_of(asked.strip().upper())  # RUS: Russia, as a source
    parts = (
        _whole(found, asked)
        or _whole(found, state)
        or [one for one in found.values() if any(sought in _folded(name) for name in one.names)]
    )
    if len(parts) > 1:
        parts.sort(key=lambda one: (-(one.carried + one.cited), one.name))
        names = ", ".join(f"“{one.name}” ({one.entity.kind})" for one in parts[:4])
        raise UsageError(
            f"{asked!r}: several sources are called so: {names}{' …' if len(parts) > 4 else ''}; give the whole of one"
        )
    return parts[0] if parts else None


def _ways(overview: Overview, seen: _Seen, found: dict[str, _Seen]) -> tuple[Counter[str], Counter[str]]:
    """Whom a source relays and who relays it, by their keys, in claims."""
    key, counts = seen.entity.key, overview.sources
    relays: Counter[str] = Counter()
    relayed_by: Counter[str] = Counter()
    first = counts.first_hops(outlets=seen.outlets, agencies=seen.agencies)
    for hop in (*first, *counts.hops(seen.names.keys(), ahead=True)):
        if _near(hop) == key:
            relays[_far(hop)] += hop.claims
    for hop in counts.hops(seen.names.keys(), ahead=False):
        if _far(hop) == key:
            relayed_by[_near(hop)] += hop.claims
    for told in counts.told():
        by, of = (outlet(name).key if name else "" for name in (told.outlet, told.agency))
        if by == key and of:
            relays[of] += told.claims
        elif of == key:
            relayed_by[by] += told.claims
    # A source that stands twice in a chain relays nobody else.
    kept = [Counter({one: n for one, n in ways.items() if one in found and one != key}) for ways in (relays, relayed_by)]
    return kept[0], kept[1]


def _far(hop: Hop) -> str:
    return _of(*hop.far, hop.language).key


def _near(hop: Hop) -> str:
    """The key of who hands on: a source, else who tells the article; empty where nobody knows."""
    before = _carrier(hop.outlet, hop.agency) if hop.near is None else _of(*hop.near, hop.language)
    return "" if before is None else before.key


def _counted(keys: Counter[str], found: dict[str, _Seen]) -> list[Record]:
    ordered: Iterable[tuple[str, int]] = sorted(keys.items(), key=lambda one: (-one[1], one[0]))
    return [{"name": found[key].name, "kind": found[key].entity.kind, "claims": n} for key, n in ordered if key in found]
