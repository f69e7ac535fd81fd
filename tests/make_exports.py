"""Make the golden files of tests/exports anew, from the ledger of export_ledger.py:

python tests/make_exports.py
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "src")]

from enligt.ledger import EventQuery, open_view  # noqa: E402 - after the path is set
from enligt.reports.exports import EXPORTS  # noqa: E402 - likewise
from enligt.run import exporting  # noqa: E402 - likewise
from export_ledger import TODAY, build  # noqa: E402 - likewise

GOLDEN = TESTS / "exports"
BINARY = ("xlsx", "parquet")
"""Formats that have no golden file: what is in them is compared with the others."""


def order(name: str, *, factuality: str | None = None, of: str = "claims", text: bool = True) -> exporting.Order:
    """An order for all that the ledger has, as ``enligt export`` makes it."""
    export = exporting.export_named(name)
    return exporting.Order(
        export=export,
        query=EventQuery(),
        factualities=exporting.factualities_asked(factuality, export),
        today=TODAY,
        of="events" if of == "events" else "claims",
        text=text,
    )


def cases() -> dict[str, exporting.Order]:
    """The golden files (and folder), each with the order that it is made by."""
    made = {f"{name}{one.suffix}": order(name) for name, one in EXPORTS.items() if name not in BINARY}
    made["csv-events.csv"] = order("csv", of="events")
    made["plover-all.jsonl"] = order("plover", factuality="all")
    made["webannotation-no-text.jsonld"] = order("webannotation", text=False)
    return made


def written(ledger: Path, one: exporting.Order) -> bytes:
    """An export that is one file."""
    stream = io.BytesIO()
    with open_view(ledger) as view:
        exporting.to_stream(view, one, stream)
    return stream.getvalue()


def main() -> None:
    exporting.PROGRAM = "enligt"  # type: ignore[misc]  # so that a new version changes no golden file
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        ledger = build(Path(folder) / "l.db")
        for name, one in cases().items():
            if one.export.folder is not None:
                with open_view(ledger) as view:
                    exporting.to_place(view, one, str(GOLDEN / name))
            else:
                (GOLDEN / name).write_bytes(written(ledger, one))
    (GOLDEN / "README.md").write_text("Made by `python tests/make_exports.py` from the ledger of `tests/export_ledger.py`.\n")


if __name__ == "__main__":
    main()
