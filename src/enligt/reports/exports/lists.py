"""Claims or events as they are listed: JSON lines, CSV and Parquet, of the same records as ``enligt claims`` and ``events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from enligt.reports import rows
from enligt.reports.arrow import write_parquet
from enligt.reports.events import EVENTS
from enligt.reports.formats import write_csv, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.reports.arrow import Kind
    from enligt.reports.exports.story import About
    from enligt.reports.records import Record


def jsonl(records: Iterable[Record], stream: BinaryIO, *, kind: Kind, about: About) -> None:
    """A record a line."""
    del kind, about
    write_jsonl(records, stream, sheet=EVENTS)


def table(records: Iterable[Record], stream: BinaryIO, *, kind: Kind, about: About) -> None:
    """CSV in the columns of the lists."""
    del about
    write_csv(records, stream, sheet=EVENTS if kind == "events" else rows.CLAIMS)


def parquet(records: Iterable[Record], stream: BinaryIO, *, kind: Kind, about: About) -> None:
    """Parquet, with what is said of the export in the file's metadata."""
    write_parquet(records, stream, kind=kind, about=about.words())
