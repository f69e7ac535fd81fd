"""Lists, as a table for people or as records for programs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from enligt.cli import tables
from enligt.cli.options import TABLE_ROWS
from enligt.cli.output import console, is_unicode, write_records
from enligt.cli.telling import counted
from enligt.reports import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet


@dataclass(frozen=True, slots=True)
class Listing:
    """How one kind of record is listed: how it is shown to people, its sheet as a file, and what one is called."""

    thing: str
    show: Callable[[Console, Sequence[Record]], None]
    sheet: Sheet


def _table(columns: Sequence[tables.Column], row: Callable[[Record], Mapping[str, Text | str]]) -> Callable[..., None]:
    def show(target: Console, records: Sequence[Record]) -> None:
        tables.show_table(target, columns, [row(record) for record in records])

    return show


def _show_claims(target: Console, records: Sequence[Record]) -> None:
    tables.show_claims(target, records, unicode=is_unicode(target))


CLAIMS = Listing("claim", _show_claims, rows.CLAIMS)
ARTICLES = Listing("article", _table(tables.ARTICLE_COLUMNS, tables.article_row), rows.ARTICLES)
ISSUES = Listing("issue", _table(tables.ISSUE_COLUMNS, tables.issue_row), rows.ISSUES)
PAGES = Listing("page", _table(tables.PAGE_COLUMNS, tables.page_row), rows.PAGES)
REPEATS = Listing("repetition", _table(tables.REPEAT_COLUMNS, tables.repeat_row), rows.REPEATS)
DATES = Listing("time expression", _table(tables.DATE_COLUMNS, tables.date_row), rows.DATES)
DIFFERENCES = Listing("difference", _table(tables.DIFFERENCE_COLUMNS, tables.difference_row), rows.DIFFERENCES)
JUDGEMENTS = Listing("judgement", _table(tables.JUDGEMENT_COLUMNS, tables.judgement_row), rows.JUDGEMENTS)
STEPS = Listing("step", _table(tables.STEP_COLUMNS, tables.step_row), rows.STEPS)


def write_claims(records: Iterable[Record], *, format_: str, limit: int | None = None) -> None:
    """Claims to standard output, as `write_list` does."""
    write_list(records, CLAIMS, format_=format_, limit=limit)


def rows_asked(format_: str, limit: int | None) -> int | None:
    """How many rows to ask the ledger for: one more than are shown, so that it is known whether there are more."""
    if limit is None:
        return TABLE_ROWS + 1 if format_ == "table" else None
    return limit + 1


def write_list(
    records: Iterable[Record], listing: Listing, *, format_: str, limit: int | None = None, whole: bool = False
) -> None:
    """Records to standard output.

    Args:
        records: what to list.
        listing: how.
        format_: ``table`` or a format of ``enligt.reports.formats.EXPORTERS``.
        limit: at most so many; None: ``TABLE_ROWS`` in a table, else all.
        whole: show all in a table too.
    """
    if format_ != "table":
        write_records(records if limit is None else islice(records, limit), format_=format_, sheet=listing.sheet)
        return
    shown = None if whole else TABLE_ROWS if limit is None else limit
    found = list(records if shown is None else islice(records, shown + 1))
    more = shown is not None and len(found) > shown
    found = found[:shown]
    target = console()
    if found:
        listing.show(target, found)
    if more:
        target.print(f"the first {counted(len(found), listing.thing)}; --limit N shows more")
    else:
        target.print(counted(len(found), listing.thing) if found else f"no {listing.thing}s")
