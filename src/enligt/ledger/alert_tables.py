"""The tables of alerts: who is told of changes in which saved view, and what each was told (only ever added to)."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from enligt.ledger.schema import METADATA

alert = Table(
    "alert",
    METADATA,
    Column("name", Text, primary_key=True),  # of the saved filters; no foreign key: they may be saved anew
    Column("kind", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("settings", JSON, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("told_until", Text, nullable=False),  # a moment of what was told of events: all changes until then were sent
    CheckConstraint("kind IN ('webhook', 'mail')", name="kind"),
)

sent = Table(
    "alert_sent",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("sent_at", Text, nullable=False),
    UniqueConstraint("name", "kind", "address", "event_id", "change"),
    Index(None, "event_id"),
)
