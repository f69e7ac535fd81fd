"""Names that a user adds to the room's tables: a line an actor, its id, a tab, and its names parted by ", "."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enligt.actors.tables import Form, values
from enligt.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ID = re.compile(r"[A-Z]{2,6}|[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 100
_MOST = 20_000


def read_names(text: str, *, where: str) -> tuple[Form, ...]:
    """The forms of a file of names.

    Args:
        text: the file's content. Lines that begin with ``#`` and empty ones are passed over. A name may end in one of the marks
            of ``enligt.actors.tables``.
        where: what to call the file in a message.

    Raises:
        InputError: a line is none; names it and says what it should be.
    """
    return tuple(_forms(text.splitlines(), where))


def _forms(lines: list[str], where: str) -> Iterator[Form]:
    if len(lines) > _MOST:
        raise InputError(f"{where}: {len(lines)} lines of names are more than {_MOST}")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        id_, tab, cell = line.partition("\t")
        if not tab or not _ID.fullmatch(id_):
            raise InputError(f"{where}:{number}: want an id as in docs/claims.md, a tab, and names parted by ', ': {line[:60]!r}")
        for part in cell.split(","):
            value, mark = next(values(part.strip()), ("", ""))
            if not re.search(r"\w", value) or len(value) > _LONGEST:
                raise InputError(f"{where}:{number}: {value[:60]!r} is no name")
            yield Form(value, id_, None, "organisation", mark, f"'{value}' of {id_} (taught)")
