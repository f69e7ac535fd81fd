"""The table of what people note; rows are only ever added."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from enligt.ledger.schema import METADATA

note = Table(
    "note",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("target", Text, nullable=False),  # no foreign key: a person's word outlives what it is about
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),  # of `withdrawn` the id of the note that is taken back
    Column("author", Text, nullable=False),
    Column("made_at", Text, nullable=False),  # UTC, to the microsecond
    CheckConstraint("kind IN ('note', 'tag', 'grade', 'withdrawn')", name="kind"),
    Index(None, "target"),
    Index(None, "kind", "text"),
)
