"""``--like``: claims and events found by words, by parts of words, and by meaning; each marked as found so."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from enligt.cli import listing, options
from enligt.cli.options import TABLE_ROWS
from enligt.cli.output import console, say, write_records
from enligt.cli.telling import counted
from enligt.errors import UsageError
from enligt.reports.rows import Sheet, cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.cli.listing import Listing
    from enligt.ledger import ClaimQuery, EventQuery, View
    from enligt.reports.records import Record
    from enligt.run.meaning import Encoder, Hit

BY_MEANING: Final = 50
"""Claims found by parts of words and by meaning, at most, unless ``--limit`` asks for more."""
_HEADS: Final = {"words": "by words", "part": "by part of a word", "meaning": "by meaning"}


def _found(view: View, like: str, query: ClaimQuery, *, limit: int | None) -> list[Hit]:
    from enligt.run import meaning  # noqa: PLC0415 - not needed for --help

    encoder = _encoder(view, query)
    hits = meaning.search(view, like, encoder=encoder, limit=max(limit or 0, BY_MEANING), query=query)
    if encoder is not None and not meaning.is_comparable(view, encoder, query):
        say(
            f"enligt: nothing was looked for by meaning: no claim here was read by reader {encoder.name} as it is now; "
            "`enligt reread` reads the articles anew"
        )
    return hits


def _encoder(view: View, query: ClaimQuery) -> Encoder | None:
    """The reader of the claims asked for; None, said on standard error, where it is not here, or gives no vectors."""
    from enligt.run.meaning import Encoder  # noqa: PLC0415 - not needed for --help

    name = query.reader or view.own_reader()
    if name is None:
        return None
    try:
        reader = options.reader(name)
    except UsageError as error:
        say(f"enligt: nothing was looked for by meaning: {error}")
        return None
    return reader if isinstance(reader, Encoder) else None


def write_claims(view: View, like: str, query: ClaimQuery, *, format_: str, limit: int | None) -> None:
    """The claims that ``--like`` finds, to standard output.

    Args:
        view: the ledger.
        like: what was asked.
        query: the other filters.
        format_: as `listing.write_list`.
        limit: at most so many.

    Raises:
        UsageError: there is no word in it, or a filter cannot be.
        LedgerError: the ledger cannot be read.
    """
    from enligt.run import meaning  # noqa: PLC0415 - not needed for --help

    hits = _found(view, like, query, limit=limit)
    shown = limit if limit is not None else TABLE_ROWS if format_ == "table" else None
    records = list(meaning.claim_records(view, hits[:shown]))
    _write(records, listing.CLAIMS, format_=format_, more=len(hits) > len(records))


def write_events(  # noqa: PLR0913 - as `write_claims`
    view: View, like: str, query: EventQuery, kind: Listing, *, today: str, format_: str, limit: int | None
) -> None:
    """The events with a claim that ``--like`` finds; as `write_claims`, ``today`` the day as of which they are told."""
    from enligt.run import meaning  # noqa: PLC0415 - not needed for --help

    hits = _found(view, like, query.claims, limit=limit)
    records = meaning.event_records(view, hits, replace(query, limit=None), today=today)
    shown = limit if limit is not None else TABLE_ROWS if format_ == "table" else None
    _write(records[:shown], kind, format_=format_, more=shown is not None and len(records) > shown)


def _write(records: Sequence[Record], kind: Listing, *, format_: str, more: bool) -> None:
    if format_ != "table":
        write_records(records, format_=format_, sheet=_marked(kind.sheet))
        return
    target = console()
    for via, those in groupby(records, key=lambda one: str(one["found_by"])):
        target.print(_HEADS[via], style="bold")
        kind.show(target, list(those))
    if more:
        target.print(f"the first {counted(len(records), kind.thing)}; --limit N shows more")
    else:
        target.print(counted(len(records), kind.thing) if records else f"no {kind.thing}s")


def _marked(sheet: Sheet) -> Sheet:
    """The same columns, and how each was found."""
    own = ("found_by", "likeness")
    return Sheet((*sheet.columns, *own), lambda record: {**sheet.row(record), **{name: cell(record[name]) for name in own}})
