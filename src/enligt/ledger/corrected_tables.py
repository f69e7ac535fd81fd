"""What people set right in claims, made anew from the judgements (correcting.py): filters compare with it, views show it.

A row holds all that claims are filtered by, as it is with the corrections; ``fields`` only what was set right.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, Table, Text

from enligt.ledger.schema import METADATA

corrected = Table(
    "corrected",
    METADATA,
    Column("claim_id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("mode", Text),
    Column("factuality", Text, nullable=False),
    Column("from_day", Text),
    Column("to_day", Text),
    Column("fields", JSON, nullable=False),  # the values set right, by the field's name; correcting.SOUGHT
    Column("author", Text, nullable=False),  # who set right what holds, the last first
)

corrected_party = Table(
    "corrected_party",
    METADATA,
    Column("claim_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("name", Text),
    Column("name_words", Text),
    Index(None, "actor", "role"),
)

OF_CORRECTIONS = (corrected, corrected_party)
