"""Weapons and goods of claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add their table; claims read before have none until they are read anew."""
    op.create_table(
        "good",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_good_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", name=op.f("pk_good")),
    )
    op.create_index(op.f("ix_good_kind"), "good", ["kind"], unique=False)
