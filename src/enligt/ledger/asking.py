"""Questions that linking asks by the thousand: their words are fixed, and the values go along as one list.

A statement that SQLAlchemy puts together costs several times as much as SQLite's answer to it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from enligt.ledger.sqlite import driver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection


def of_each(connection: Connection, statement: str, names: Collection[str]) -> Sequence[Any]:
    """The rows of a fixed statement in which ``json_each(:names)`` stands for these names, however many.

    Source: https://sqlite.org/json1.html, "The json_each() and json_tree() table-valued functions".
    """
    if not names:
        return []
    return driver(connection).execute(statement, {"names": json.dumps(list(names))}).fetchall()


def do_each(connection: Connection, statement: str, rows: Iterable[Sequence[str | int | None]]) -> None:
    """Run a fixed statement that writes, once for each row of values, which take the place of its question marks."""
    driver(connection).executemany(statement, rows)
