"""Hyperlinks of articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add their table; articles that were read before have none."""
    op.create_table(
        "link",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_link_article_id")),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_address"), "link", ["address"], unique=False)
