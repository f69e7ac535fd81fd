"""Records in the formats that leave, a piece at a time: for whoever sends them on while they are read."""

from __future__ import annotations

import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from enligt.errors import UsageError
from enligt.reports.formats import EXPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet

_AT_ONCE: Final = 100

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
"""The formats, each with its media type."""


def pieces(records: Iterable[Record], *, format_: str, sheet: Sheet) -> Iterator[bytes]:
    """The records as a file of a format of `MEDIA_TYPES`; ``csv`` and ``jsonl`` are as the exporters write them.

    Parquet comes in one piece when all records were read: columns as in CSV, numbers and truth values as such.

    Raises:
        UsageError: Parquet is asked for, and pyarrow is not installed.
    """
    if format_ == "parquet":
        yield _parquet(records, sheet)
        return
    head = _written([], format_, sheet)
    yield head
    rest = iter(records)
    while several := list(islice(rest, _AT_ONCE)):
        yield _written(several, format_, sheet)[len(head) :]


def check(format_: str) -> None:
    """Refuse a format that cannot be written here.

    Raises:
        UsageError: Parquet, and pyarrow is not installed.
    """
    if format_ == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 - an extra, and heavy
        except ImportError:
            raise UsageError("Parquet needs pyarrow: `pip install 'enligt[arrow]'`, or ask for .csv or .jsonl") from None


def _written(records: Iterable[Record], format_: str, sheet: Sheet) -> bytes:
    stream = io.BytesIO()
    EXPORTERS[format_](records, stream, sheet=sheet)
    return stream.getvalue()


def _parquet(records: Iterable[Record], sheet: Sheet) -> bytes:
    check("parquet")
    import pyarrow as pa  # noqa: PLC0415 - an extra, and heavy
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    columns: dict[str, list[object]] = {name: [] for name in sheet.columns}
    for record in records:
        row = sheet.row(record)
        for name, cells in columns.items():
            value = record.get(name)
            cells.append(value if isinstance(value, (bool, int, float)) else row.get(name) or None)
    arrays = {name: _array(cells) for name, cells in columns.items()}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _array(cells: list[object]) -> object:
    """A column of one type: truth values, whole numbers, numbers, else text."""
    import pyarrow as pa  # noqa: PLC0415 - an extra, and heavy

    kinds = {type(one) for one in cells if one is not None}
    if kinds == {bool}:
        return pa.array(cells, pa.bool_())
    if kinds == {int}:
        return pa.array(cells, pa.int64())
    if kinds and kinds <= {int, float}:
        return pa.array([None if one is None else float(str(one)) for one in cells], pa.float64())
    said = (None if one is None else str(one).encode("utf-8", "backslashreplace").decode() for one in cells)
    return pa.array(list(said), pa.string())
