"""How far `enligt watch` is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table of what is watched."""
    op.create_table(
        "watched",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text()),
        sa.Column("first_at", sa.Text()),
        sa.Column("polled_at", sa.Text()),
        sa.Column("due_at", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('feed', 'article')", name=op.f("ck_watched_kind")),
        sa.PrimaryKeyConstraint("kind", "address", name=op.f("pk_watched")),
    )
    op.create_index(op.f("ix_watched_due_at"), "watched", ["due_at"], unique=False)
