"""Claims that another hand made, and what people set right in claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what tells imported readings from read ones, and the tables of corrections; there are none of either yet."""
    op.add_column("reading", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "corrected",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Text()),
        sa.Column("to_day", sa.Text()),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_corrected")),
    )
    op.create_table(
        "corrected_party",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("name_words", sa.Text()),
        sa.PrimaryKeyConstraint("claim_id", "role", "position", name=op.f("pk_corrected_party")),
    )
    op.create_index(op.f("ix_corrected_party_actor_role"), "corrected_party", ["actor", "role"], unique=False)
