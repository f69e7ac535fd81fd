"""The flat tables as one .xlsx workbook: a sheet a table, what is said of the export on the first, the codebook on the last.

Written by xlsxwriter (extra ``enligt[xlsx]``) in constant memory. Text is text: nothing becomes a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from enligt.errors import UsageError
from enligt.reports.exports.columns import CODEBOOK, TABLES, codebook
from enligt.reports.exports.tables import Tables
from enligt.reports.rows import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.reports.exports.story import About, Told

_ROWS: Final = 1_048_576  # that a sheet holds, the head line among them
_LETTERS: Final = 32_767  # that a cell holds
_WIDTH: Final = 16  # letters shown of a column
_CREATED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones; fixed, so that equal data give an equal file


def write(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """Write the workbook.

    Raises:
        UsageError: xlsxwriter is not installed, or a table has more rows than a sheet can hold.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra, needed here alone
    except ImportError as error:
        raise UsageError("--format xlsx needs xlsxwriter: pip install 'enligt[xlsx]', or take --format tables") from error
    with tempfile.TemporaryDirectory(prefix="enligt-xlsx-") as folder:
        settings = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(stream, settings)
        book.set_properties({"title": "Enligt: flat tables", "created": _CREATED})
        _fill(book, material, about)
        book.close()


def _fill(book: Any, material: Iterable[Told], about: About) -> None:
    bold = book.add_format({"bold": True})
    sheets = {name: book.add_worksheet(name) for name in ("about", *(table.name for table in TABLES), "codebook")}
    filled = dict.fromkeys(sheets, 0)

    def add(name: str, values: Iterable[Any]) -> None:
        if filled[name] >= _ROWS:
            raise UsageError(f"{name} has more rows than a sheet holds ({_ROWS:,}): take --format tables, or filter")
        for at, value in enumerate(values):
            _put(sheets[name], filled[name], at, value, bold if filled[name] == 0 else None)
        filled[name] += 1

    for table in TABLES:
        sheets[table.name].freeze_panes(1, 0)
        sheets[table.name].set_column(0, len(table.columns) - 1, _WIDTH)
        add(table.name, [one.name for one in table.columns])
    order = {table.name: [one.name for one in table.columns] for table in TABLES}
    collected = Tables(about)
    for name, row in collected.rows(material):
        add(name, (row[column] for column in order[name]))
    for name, value in (("about", "this export"), *collected.words().items()):
        add("about", (name, value))
    add("codebook", CODEBOOK)
    for line in codebook():
        add("codebook", (line[column] for column in CODEBOOK))


def _put(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    else:
        text = cell(value)
        sheet.write_string(row, column, text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…", style)
