"""Filters under a name: ``--save`` and ``--saved``, and the verb ``filters``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Literal

import click

from enligt.cli import options, tables
from enligt.cli.listing import Listing, write_list
from enligt.cli.output import console
from enligt.cli.text import one_line
from enligt.errors import UsageError
from enligt.reports.rows import Sheet, cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from enligt.ledger import SavedFilter, View
    from enligt.reports.records import Record

    Kind = Literal["claims", "events"]

MOST_LETTERS = 80  # of a name
NOT_SAVED = frozenset({"limit", "offset", "known_by", "as_of"})
"""Options that say how or from when one looks, not at what."""

save_option = click.option("--save", metavar="NAME", help="Keep these filters under a name, in the ledger.")
saved_option = click.option("--saved", metavar="NAME", help="The filters kept under this name; others are added to them.")
known_by_option = click.option(
    "--known-by", metavar="DATE", help="What a reader could know that day: nothing that was published later."
)
as_of_option = click.option(
    "--as-of", metavar="DATE", help="The ledger as it stood at the end of that day (or moment, UTC): what was added by then."
)
clock_options = options.stacked(known_by_option, as_of_option)


def saved_filter(view: View, name: str) -> SavedFilter:
    """The filters of a name.

    Raises:
        UsageError: there are none.
    """
    known = {one.name: one for one in view.saved_filters()}
    if name not in known:
        raise UsageError(f"there are no filters {name!r} in this ledger: `enligt filters` lists them, --save NAME keeps some")
    return known[name]


def with_saved(view: View, saved: str | None, given: Mapping[str, Any], *, kinds: Sequence[Kind]) -> dict[str, Any]:
    """The filters given, and those kept under a name where these say nothing else.

    Raises:
        UsageError: there is no such name, or it is one of other filters.
    """
    if saved is None:
        return dict(given)
    one = saved_filter(view, saved)
    if one.kind not in kinds:
        raise UsageError(f"{saved!r} are filters of {one.kind}: `enligt {one.kind} --saved {saved}` lists what meets them")
    return {**one.filters, **given}


def keep(path: str, name: str, *, kind: Kind, filters: Mapping[str, Any]) -> None:
    """Keep filters under a name, and say so on standard error.

    Raises:
        UsageError: it is no name.
        LedgerError: the ledger cannot be written.
    """
    from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where filters are kept

    if not name.strip() or len(name) > MOST_LETTERS or one_line(name) != name:
        raise UsageError(f"a name has 1 to {MOST_LETTERS} letters on one line: {name!r} is none")
    with open_writer(path) as writer:
        writer.save_filter(name, kind=kind, filters={key: value for key, value in filters.items() if key not in NOT_SAVED})
    click.echo(f"enligt: kept as {name!r}: `enligt {kind} --saved {name!r}`, `enligt digest --saved {name!r}`", err=True)


def filter_record(one: SavedFilter) -> Record:
    """Filters with their name as a plain record."""
    return {"name": one.name, "kind": one.kind, "filters": dict(one.filters), "made_at": one.made_at, "seen_at": one.seen_at}


def said(filters: Mapping[str, Any]) -> str:
    """Filters as one would say them on the command line."""
    words: list[str] = []
    for name, value in filters.items():
        option = "--" + {"event_type": "type"}.get(name, name).replace("_", "-")
        several = value if isinstance(value, list) else [value]
        words.extend(option if one is True else f"{option} {shlex.quote(str(one))}" for one in several)
    return one_line(" ".join(words))


def _show(target: Console, records: Sequence[Record]) -> None:
    columns = (
        tables.Column("name", "name", ratio=2),
        tables.Column("of", "kind", whole=True),
        tables.Column("filters", "filters", ratio=4),
        tables.Column("seen", "seen", whole=True),
    )
    shown = [
        {
            "name": one_line(one["name"]),
            "kind": one["kind"],
            "filters": said(one["filters"]) or "all",
            "seen": (one["seen_at"] or "never")[:16].replace("T", " "),
        }
        for one in records
    ]
    tables.show_table(target, columns, shown)


def _row(record: Record) -> Mapping[str, str]:
    return {name: cell(said(value) if name == "filters" else value) for name, value in record.items()}


FILTERS = Listing("filter", _show, Sheet(("name", "kind", "filters", "made_at", "seen_at"), _row))


@options.verb(example="enligt filters --forget arms")
@click.option("--forget", metavar="NAME", help="Drop the filters of this name.")
@options.ledger_option
@options.format_option
@options.verbose_option
def filters(*, forget: str | None, ledger: str | None, format_: str) -> None:
    """List the filters that were kept under a name.

    `enligt events … --save NAME` and `enligt claims … --save NAME` keep them; --saved NAME uses them, and `enligt digest
    --saved NAME` tells what is new in them since its mark.
    """
    from enligt.ledger import open_view, open_writer  # noqa: PLC0415 - heavy: not needed for --help

    path = options.settings(ledger=ledger).ledger
    if forget is not None:
        with open_view(path) as view:
            saved_filter(view, forget)
        with open_writer(path) as writer:
            writer.forget_filter(forget)
        console().print(f"forgotten: {forget}", markup=False)
        return
    with open_view(path) as view:
        write_list((filter_record(one) for one in view.saved_filters()), FILTERS, format_=format_, whole=True)
