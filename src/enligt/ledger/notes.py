"""What people note at events, claims, articles, sources and actors: remarks, tags (each a case folder), grades (of trust).

What is noted at a source stands at its name, as the ledger writes it (``source:Yonhap``), at an actor at its id (``actor:PRK``).

A grade is of the scale of AJP-2.1 (NATO): the source's reliability from A to F, the content's credibility from 1 to 6.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Row, delete, or_, select

from enligt.errors import UsageError
from enligt.ledger import schema
from enligt.ledger.note_tables import note as _table
from enligt.ledger.rows import portions, storable
from enligt.ledger.told import moment
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

NoteKind = Literal["note", "tag", "grade"]
KINDS: Final[tuple[NoteKind, ...]] = ("note", "tag", "grade")
LONGEST: Final = {"note": 8000, "tag": 80, "grade": 2}
"""Characters of each."""

AT_SOURCE: Final = "source:"
AT_ACTOR: Final = "actor:"
"""What the target of a note begins with, before the name of a source, the id of an actor."""

_AT_ONCE: Final = 400  # values in one statement
_GRADE = re.compile(r"[A-F][1-6]")
_COLUMNS = [_table.c[name] for name in ("target", "kind", "text", "author", "made_at")]


class Note(NamedTuple):
    """A note; ``target`` is what it is made at, ``made_at`` UTC, ``holds`` false once it was taken back."""

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


def erase_of_forgotten(connection: Connection) -> None:
    """Take away what came from another ledger about claims and articles that this one has forgotten, and what nobody names."""
    gone = select(schema.forgotten.c.target).where(schema.forgotten.c.kind.in_(("article", "claim")))
    connection.execute(delete(_table).where(_table.c.target.in_(gone)))
    erase_unnamed(connection, _at_names(connection))


def writes_source(connection: Connection, name: str) -> bool:
    """Whether an article's outlet or agency, or a source of a claim, is written so, to the letter."""
    return AT_SOURCE + name in _written(connection, [AT_SOURCE + name])


def named_by(connection: Connection, articles: Collection[str]) -> list[str]:
    """The sources and actors of these articles and their claims at which something was noted."""
    noted = _at_names(connection)
    return sorted(_written(connection, noted, articles)) if noted else []


def _at_names(connection: Connection) -> Sequence[str]:
    at_one = or_(*(_table.c.target.startswith(one, autoescape=True) for one in (AT_SOURCE, AT_ACTOR)))
    return connection.scalars(select(_table.c.target).where(at_one).distinct()).all()


def erase_unnamed(connection: Connection, targets: Collection[str]) -> None:
    """Take away what was noted at those of these sources and actors that no article and no claim names any more."""
    erase(connection, set(targets) - _written(connection, targets))


def _written(connection: Connection, targets: Collection[str], articles: Collection[str] | None = None) -> set[str]:
    """Those of these sources and actors that are written in the ledger, or in these articles of it."""
    article, claim, source, participant = schema.article, schema.claim, schema.source, schema.participant
    asked = [
        (AT_SOURCE, article.c.outlet, article.c.article_id, select(article.c.outlet)),
        (AT_SOURCE, article.c.agency, article.c.article_id, select(article.c.agency)),
        (AT_SOURCE, source.c.name, claim.c.article_id, select(source.c.name).join(claim, claim.c.id == source.c.claim_row)),
        (
            AT_ACTOR,
            participant.c.actor,
            claim.c.article_id,
            select(participant.c.actor).join(claim, claim.c.id == participant.c.claim_row),
        ),
    ]
    found: set[str] = set()
    for start, column, article_id, names in asked:
        sought = [one.removeprefix(start) for one in targets if one.startswith(start)]
        for several in portions(sought, _AT_ONCE):
            those = names.where(column.in_(several)).distinct()
            for some in [None] if articles is None else portions(articles, _AT_ONCE):
                chosen = those if some is None else those.where(article_id.in_(some))
                found.update(start + one for one in connection.scalars(chosen))
    return found
