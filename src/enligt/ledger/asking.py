"""Questions that linking asks by the thousand: their words are fixed, and the values go along as one list.

A statement that SQLAlchemy puts together costs several times as much as SQLite's answer to it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection


def of_each(connection: Connection, statement: str, names: Collection[str]) -> Sequence[Any]:
    """The rows of a fixed statement in which ``json_each(:names)`` stands for these names, however many.

    Source: https://sqlite.org/json1.html, "The json_each() and json_tree() table-valued functions".
    """
    if not names:
        return []
    return connection.exec_driver_sql(statement, {"names": json.dumps(list(names))}).all()
