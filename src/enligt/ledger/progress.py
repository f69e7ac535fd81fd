"""How far files of many pages are recorded, so that a run that was cut off goes on behind what it had done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select, update

from enligt.ledger import schema
from enligt.ledger.records import Progress
from enligt.ledger.rows import now

if TYPE_CHECKING:
    from collections.abc import Mapping

_table = schema.archive_progress
_SAME = ("path", "options", "reader", "reader_version")


def _canonical(options: Mapping[str, str]) -> str:
    return json.dumps(dict(options), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(known: Progress) -> dict[str, Any]:
    return {
        "path": known.path,
        "options": _canonical(known.options),
        "reader": known.reader,
        "reader_version": known.reader_version,
        "size": known.size,
        "modified": known.modified,
        "head_sha256": known.head_sha256,
        "place": known.place,
        "counts": dict(sorted(known.counts.items())),
        "outcomes": dict(sorted(known.outcomes.items())),
        "done": known.done,
        "added_at": now(),
    }


def find(connection: Connection, path: str, *, options: Mapping[str, str], reader: str, reader_version: str) -> Progress | None:
    """How far this work was done; None where it was not begun."""
    asked = dict(zip(_SAME, (path, _canonical(options), reader, reader_version), strict=True))
    row = connection.execute(select(_table).where(*(_table.c[k] == v for k, v in asked.items()))).mappings().first()
    if row is None:
        return None
    held = {name: row[name] for name in Progress.__slots__ if name != "options"}
    return Progress(options=json.loads(row["options"]), **held)


def enter(connection: Connection, reached: Progress) -> None:
    """Move the place of a file; only ever to one behind pages that are recorded."""
    row = _row(reached)
    same = [_table.c[name] == row[name] for name in _SAME]
    if not connection.execute(update(_table).where(*same).values(row)).rowcount:
        connection.execute(schema.into(_table), row)
