"""What people note at events, claims and articles: remarks, tags (a tag is a case folder) and grades of source and credibility.

A grade is of the scale of AJP-2.1 (NATO): the source's reliability from A to F, the content's credibility from 1 to 6.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Row, delete, select

from enligt.errors import UsageError
from enligt.ledger import schema
from enligt.ledger.note_tables import note as _table
from enligt.ledger.rows import portions, storable
from enligt.ledger.told import moment
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Collection

NoteKind = Literal["note", "tag", "grade"]
KINDS: Final[tuple[NoteKind, ...]] = ("note", "tag", "grade")
LONGEST: Final = {"note": 8000, "tag": 80, "grade": 2}
"""Characters of each."""

_AT_ONCE: Final = 400  # values in one statement
_GRADE = re.compile(r"[A-F][1-6]")
_COLUMNS = [_table.c[name] for name in ("target", "kind", "text", "author", "made_at")]


class Note(NamedTuple):
    """A note; ``target`` is the id of an event, claim or article, ``made_at`` UTC, ``holds`` false once it was taken back."""

    note_id: str
    target: str
    kind: NoteKind
    text: str
    author: str
    made_at: str
    holds: bool = True


def notes(
    connection: Connection, *, targets: Collection[str] | None = None, tag: str | None = None, withdrawn: bool = False
) -> list[Note]:
    """Those that hold, oldest first; of these targets, or the tags of this name, where given; those taken back too, if asked."""
    asked = select(_table.c.id, *_COLUMNS).where(_table.c.kind != "withdrawn")
    if tag is not None:
        asked = asked.where(_table.c.kind == "tag", _table.c.text == tag)
    taken = select(_table.c.text).where(_table.c.kind == "withdrawn")
    rows: list[Row[Any]] = []
    gone: set[str] = set()
    for several in [None] if targets is None else portions(targets, _AT_ONCE):
        these = [] if several is None else [_table.c.target.in_(several)]
        rows += connection.execute(asked.where(*these)).all()
        gone.update(connection.scalars(taken.where(*these)))
    found = (_note(row, gone) for row in sorted(rows, key=_order))
    return [one for one in found if one.holds or withdrawn]


def _note(row: Row[Any], gone: Collection[str]) -> Note:
    name = _id(row.target, row.kind, row.text, row.author, row.made_at)
    return Note(name, row.target, row.kind, row.text, row.author, row.made_at, holds=name not in gone)


def _order(row: Row[Any]) -> tuple[str, int]:
    return row.made_at, row.id


def _id(*content: str) -> str:
    return content_id("note", dict(zip(("target", "kind", "text", "author", "made_at"), content, strict=True)))


def enter(connection: Connection, *, target: str, kind: NoteKind, text: str, author: str) -> Note:
    """Add one.

    Raises:
        UsageError: it is empty, too long, or no grade.
    """
    said = text.strip() if kind == "note" else " ".join(text.split())
    said = said.upper() if kind == "grade" else said
    if not said or not author.strip():
        raise UsageError("a note takes words, and the name of who makes it")
    if kind == "grade" and _GRADE.fullmatch(said) is None:
        raise UsageError(f"{said[:20]!r} is no grade: A to F for the source, then 1 to 6 for what it says, as in B2")
    if len(said) > LONGEST[kind]:
        raise UsageError(f"a {kind} of {len(said):,} characters: at most {LONGEST[kind]:,} are kept")
    return _entered(connection, target, kind, said, author)


def withdraw(connection: Connection, note_id: str, *, author: str) -> None:
    """Take one back; it stays in the table.

    Raises:
        UsageError: there is no such note, or it was taken back before.
    """
    found = next((one for one in notes(connection) if one.note_id == note_id), None)
    if found is None:
        raise UsageError(f"there is no note {note_id[:80]!r} that holds in this ledger")
    _entered(connection, found.target, "withdrawn", note_id, author)


def _entered(connection: Connection, target: str, kind: NoteKind | Literal["withdrawn"], text: str, author: str) -> Note:
    row = {"target": target, "kind": kind, "text": storable(text), "author": storable(author.strip()), "made_at": moment()}
    connection.execute(schema.into(_table), row)
    return Note(_id(*row.values()), *row.values())  # type: ignore[arg-type]  # a withdrawal's is shown to nobody


def erase(connection: Connection, targets: Collection[str]) -> None:
    """Take away what was noted at claims and articles that are forgotten: it may tell what was in them."""
    for several in portions(targets, _AT_ONCE):
        connection.execute(delete(_table).where(_table.c.target.in_(several)))
