"""Events: which claims tell of one act, and the names that events were given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add their tables; the claims of a ledger are linked when it is next added to, or asked for events."""
    op.create_table(
        "linked",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("linker", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_linked")),
    )
    op.create_table(
        "claim_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "claim_id", name=op.f("pk_claim_key")),
    )
    op.create_index(op.f("ix_claim_key_article_id"), "claim_key", ["article_id"], unique=False)
    op.create_table(
        "claim_link",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_claim_link")),
    )
    op.create_index(op.f("ix_claim_link_other"), "claim_link", ["other"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("now", sa.Text()),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_event_id")),
    )
    op.create_index(op.f("ix_event_claim_id"), "event", ["claim_id"], unique=False)
    op.create_index(op.f("ix_event_now"), "event", ["now"], unique=False)
    op.create_table(
        "event_claim",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.event_id"], name=op.f("fk_event_claim_event_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_event_claim")),
    )
    op.create_index(op.f("ix_event_claim_event_id"), "event_claim", ["event_id"], unique=False)
    op.create_index(op.f("ix_event_claim_article_id"), "event_claim", ["article_id"], unique=False)
    op.create_table(
        "rejected",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_rejected")),
    )
