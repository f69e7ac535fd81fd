"""Who holds which office: what articles say of it, and what people decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add their tables; the articles of a ledger are looked through when it is next added to."""
    op.create_table(
        "role_read",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_role_read")),
    )
    op.create_table(
        "role_said",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("published", sa.Text()),
        sa.Column("sentence_start", sa.Integer(), nullable=False),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        sa.Column("sentence_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_role_said")),
    )
    op.create_index(op.f("ix_role_said_state_office_published"), "role_said", ["state", "office", "published"], unique=False)
    op.create_index(op.f("ix_role_said_person"), "role_said", ["person"], unique=False)
    op.create_table(
        "role_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("from_said", sa.Text()),
        sa.Column("to_said", sa.Text()),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_judgement")),
    )
    op.create_index(op.f("ix_role_judgement_state_office"), "role_judgement", ["state", "office"], unique=False)
