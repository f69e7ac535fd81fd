"""Whether two ledgers hold the same: every row of every table, apart from the moments of writing and the rows' own numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from enligt.ledger import open_view
from enligt.ledger.schema import METADATA, MOMENTS

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sqlalchemy import Column, Table

DERIVED = {"issue": {"issue_id"}}
"""Columns that are made of row numbers."""


def content(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Table to rows, sorted; a number that points to a row is the hash of that row's content instead."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    names: dict[str, dict[int, str]] = {}  # table to its rows' numbers, to their hashes
    with open_view(ledger) as view, view._engine.connect() as connection:  # noqa: SLF001 - a look behind the view, on purpose
        for table in METADATA.sorted_tables:
            left_out = MOMENTS | {"id"} | DERIVED.get(table.name, set())
            columns = [column for column in table.c if column.name not in left_out]
            numbered = "id" in table.c
            rows = []
            for row in connection.execute(select(*columns, *([table.c.id] if numbered else []))):
                values = tuple(_value(column, value, names) for column, value in zip(columns, row, strict=False))
                rows.append(values)
                if numbered:
                    names.setdefault(table.name, {})[row.id] = hashlib.sha256(repr(values).encode()).hexdigest()
            found[table.name] = sorted(rows, key=repr)
    return found


def _value(column: Column[Any], value: Any, names: dict[str, dict[int, str]]) -> Any:
    for key in column.foreign_keys:
        if value is not None and key.column.name == "id":
            return names[key.column.table.name][value]
    return value


def differences(one: Path, other: Path, *, but: Collection[Table] = ()) -> list[str]:
    """A line for each table whose rows differ, save those left out of the comparison; empty where the ledgers hold the same."""
    left_out = {table.name for table in but}
    first, second = content(one), content(other)
    return [
        f"{table}: {len(set(map(repr, rows)) - set(map(repr, second[table])))} rows only in {one.name}, "
        f"{len(set(map(repr, second[table])) - set(map(repr, rows)))} only in {other.name}"
        for table, rows in first.items()
        if rows != second[table] and table not in left_out
    ]
