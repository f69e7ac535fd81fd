"""The formats that records leave in. All are UTF-8 with a bare line feed at line ends, on every system.

To add a format: one function of the shape ``Exporter`` and one row in ``EXPORTERS``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet

_AWKWARD = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Legal in JSON, but a terminal obeys the first and careless line splitters cut at the others: written as escapes."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is taken for a formula by spreadsheet programs (OWASP, CSV injection)."""


class Exporter(Protocol):
    """Writes records to a binary stream; ``sheet`` says which columns they fall into where the format has columns."""

    def __call__(self, records: Iterable[Record], stream: BinaryIO, *, sheet: Sheet) -> None:
        """Write all of ``records``, as they come."""


def as_json(record: object, *, indent: int | None = None) -> str:
    """JSON text of one record, safe to print and to split at line ends."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return _AWKWARD.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _encoded(text: str) -> bytes:
    # File names that are not UTF-8 reach us with lone surrogates; as \\udcXX they are legal JSON and legible elsewhere.
    return text.encode("utf-8", "backslashreplace")


def write_jsonl(records: Iterable[Record], stream: BinaryIO, *, sheet: Sheet) -> None:  # noqa: ARG001 - has no columns
    """One record a line, each line sent on as soon as it is there."""
    for record in records:
        stream.write(_encoded(as_json(record) + "\n"))
        stream.flush()


def write_json(records: Iterable[Record], stream: BinaryIO, *, sheet: Sheet) -> None:  # noqa: ARG001 - has no columns
    """One JSON array of all records."""
    first = True
    stream.write(b"[")
    for record in records:
        stream.write(_encoded(("\n" if first else ",\n") + as_json(record)))
        first = False
    stream.write(b"]\n" if first else b"\n]\n")
    stream.flush()


def write_csv(records: Iterable[Record], stream: BinaryIO, *, sheet: Sheet) -> None:
    """A head line and one line a record (RFC 4180, but a bare line feed ends a line); no cell is taken for a formula."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")

    def send(cells: Iterable[str]) -> None:
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        stream.write(_encoded(line.getvalue()))

    send(sheet.columns)
    for record in records:
        row = sheet.row(record)
        send(guarded(row.get(column, "")) for column in sheet.columns)
    stream.flush()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula.

    NUL characters go, and every line end becomes a line feed: Python's writer (until 3.13) leaves a bare carriage return
    unquoted, and readers take it for the end of the row.
    """
    cell = cell.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA):
        return "'" + cell
    return cell


EXPORTERS: Mapping[str, Exporter] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "csv": write_csv,
}
