"""Who is told of changes in saved views, and what each was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add their tables; nobody is told of anything yet."""
    op.create_table(
        "alert",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("told_until", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('webhook', 'mail')", name=op.f("ck_alert_kind")),
        sa.PrimaryKeyConstraint("name", "kind", "address", name=op.f("pk_alert")),
    )
    op.create_table(
        "alert_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_sent")),
        sa.UniqueConstraint(
            "name", "kind", "address", "event_id", "change", name=op.f("uq_alert_sent_name_kind_address_event_id_change")
        ),
    )
    op.create_index(op.f("ix_alert_sent_event_id"), "alert_sent", ["event_id"], unique=False)
