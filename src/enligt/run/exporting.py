"""What leaves a ledger, in a format of ``reports.exports``: events with their claims, or claims and events as listed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from enligt import __version__
from enligt.errors import UsageError
from enligt.ledger import ClaimQuery
from enligt.model import FACTUALITIES
from enligt.reports.exports import EXPORTS, About, Told, factuality_of, without_text
from enligt.reports.exports.writing import checked, new_file, new_folder
from enligt.reports.records import claim_record
from enligt.run import linking, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from enligt.ledger import ClaimRow, EventQuery, View
    from enligt.reports.arrow import Kind
    from enligt.reports.exports import Export
    from enligt.reports.records import Record

_KEPT: Final = 500  # articles whose claims are kept at hand: events that follow one another share theirs
PROGRAM: Final = f"enligt {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be exported, and how.

    ``query`` says which events, and ``query.claims`` which claims; ``factualities`` which of them, of whatever the query finds;
    ``of`` whether a list is of claims or events; ``text`` whether words of articles may be quoted; ``limit`` how many leave at
    most, of those that are left by the factualities; ``filters`` are the words that the export tells of itself.
    """

    export: Export
    query: EventQuery
    factualities: tuple[str, ...]
    today: str
    of: Kind = "claims"
    text: bool = True
    filters: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None

    def about(self) -> About:
        """What the export says of itself."""
        line = f"{self.of}, {self.export.line}" if self.export.records else self.export.line
        return About(self.export.name, line, self.factualities, self.today, self.text, PROGRAM, self.filters)


@dataclass(slots=True)
class Written:
    """How much left."""

    events: int = 0
    claims: int = 0
    place: Path | None = None


def export_named(name: str) -> Export:
    """The format of a name.

    Raises:
        UsageError: there is none.
    """
    if name not in EXPORTS:
        raise UsageError(f"there is no format {name!r}: choose one of {', '.join(EXPORTS)}")
    return EXPORTS[name]


def factualities_asked(said: str | None, export: Export) -> tuple[str, ...]:
    """Which factualities leave: as said (``planned``, ``asserted,denied``, ``all``), else what the format holds by itself.

    Raises:
        UsageError: a word is none of them.
    """
    if said is None:
        return ("asserted",) if export.asserted else FACTUALITIES
    asked = {one.strip().lower() for one in said.split(",")}
    if asked == {"all"}:
        return FACTUALITIES
    for one in sorted(asked - {*FACTUALITIES}):
        raise UsageError(f"there is no factuality {one!r}: choose some of {', '.join(FACTUALITIES)}, or all")
    return tuple(one for one in FACTUALITIES if one in asked)


def told(view: View, order: Order, *, counted: Written | None = None) -> Iterator[Told]:
    """The events asked for, each with those of its claims that leave, as they are read.

    An event leaves where its own factuality (`factuality_of` all its claims) was asked for; of its claims, those whose own was.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    yield from islice(_told(view, order, counted or Written()), order.limit)


def _told(view: View, order: Order, counted: Written) -> Iterator[Told]:
    homes = _Homes(view, order.query.claims.as_of)
    wanted = {*order.factualities}
    for event in telling.event_records(view, order.query, today=order.today):
        rows = homes.rows(event)
        factuality = factuality_of({row.claim.factuality for row in rows})
        if factuality not in wanted:
            continue
        chosen = [row for row in rows if row.claim.factuality in wanted]
        records = [claim_record(row.claim, row.article, event_id=event["event_id"]) for row in chosen]
        counted.events += 1
        counted.claims += len(records)
        yield Told(
            event if order.text else without_text(event),
            tuple(records if order.text else map(without_text, records)),
            {row.claim.article_id: row.article for row in chosen},
            factuality,
        )


def listed(view: View, order: Order, *, counted: Written | None = None) -> Iterator[Record]:
    """The claims or events asked for as they are listed.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    if order.of == "events":
        yield from _listed_events(view, order, counted or Written())
        return
    only = telling.ids_met(view, order.query, today=order.today)  # the events that claims must be of
    wanted = {*order.factualities}
    found = (
        record
        for record in linking.claim_records(view, order.query.claims)
        if record["factuality"] in wanted and (only is None or record["event_id"] in only)
    )
    for record in islice(found, order.limit):
        if counted is not None:
            counted.claims += 1
        yield record if order.text else without_text(record)


def _listed_events(view: View, order: Order, counted: Written) -> Iterator[Record]:
    if {*order.factualities} != {*FACTUALITIES}:
        yield from (one.event for one in told(view, order, counted=counted))
        return
    # Every event leaves: none of its claims need be read.
    for record in islice(telling.event_records(view, order.query, today=order.today), order.limit):
        counted.events += 1
        counted.claims += len(record["claims"])
        yield record if order.text else without_text(record)


def to_stream(view: View, order: Order, stream: BinaryIO) -> Written:
    """Write an export to an open stream.

    Raises:
        UsageError: the format is a folder, or a library that it needs is not there.
        LedgerError: the ledger cannot be read.
    """
    export, written = order.export, Written()
    if export.records is not None:
        export.records(listed(view, order, counted=written), stream, kind=order.of, about=order.about())
    elif export.stream is not None:
        export.stream(told(view, order, counted=written), stream, about=order.about())
    else:
        raise UsageError(f"--format {export.name} writes a folder: name one with --out")
    return written


def to_place(view: View, order: Order, out: str, *, overwrite: bool = False) -> Written:
    """Write an export to a file or folder, which appears when it is whole, with a README beside where the format has no room.

    Raises:
        UsageError: something is there already, or a library that the format needs is not.
        LedgerError: the ledger cannot be read.
        OSError: it cannot be written.
    """
    export = order.export
    place = checked(out, overwrite=overwrite, folder=export.folder is not None)
    if export.folder is not None:
        written = Written()
        with new_folder(place) as folder:
            export.folder(told(view, order, counted=written), folder, about=order.about())
    else:
        with new_file(place) as stream:
            written = to_stream(view, order, stream)
            if not export.tells:
                beside = place.with_name(f"{place.name}.README.md")
                with new_file(beside) as page:
                    page.write(readme(order.about()).encode("utf-8", "backslashreplace"))
    written.place = place
    return written


def readme(about: About) -> str:
    """What is said of an export, as a page of Markdown."""
    return "# About this export\n\n" + "".join(
        f"- **{name}**: {' '.join(value.split())}\n" for name, value in about.words().items()
    )


class _Homes:
    """The claims of events, read an article at a time; those read last are kept."""

    def __init__(self, view: View, as_of: str | None) -> None:
        self._view = view
        self._as_of = as_of
        self._kept: OrderedDict[str, dict[str, ClaimRow]] = OrderedDict()

    def rows(self, event: Record) -> list[ClaimRow]:
        """The claims of an event, in its order."""
        if self._as_of is not None:  # the event as it was then: its claims may be of another by now
            known = {claim_id: row for article in event["articles"] for claim_id, row in self._of(article).items()}
            return [known[one] for one in event["claims"] if one in known]
        homes = self._view.event_homes(event["event_id"])
        found = (self._of(homes[one]).get(one) for one in event["claims"] if one in homes)
        return [row for row in found if row is not None]

    def _of(self, article_id: str) -> Mapping[str, ClaimRow]:
        if article_id not in self._kept:
            self._kept[article_id] = {row.claim.claim_id: row for row in _claims(self._view, article_id, self._as_of)}
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(article_id)
        return self._kept[article_id]


def _claims(view: View, article_id: str, as_of: str | None) -> Iterable[ClaimRow]:
    return view.claims(ClaimQuery(article=article_id, as_of=as_of))
