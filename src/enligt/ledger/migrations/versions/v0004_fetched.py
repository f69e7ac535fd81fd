"""What addresses answered last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "fetched",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("page_sha256", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_sha256"], ["page.sha256"], name=op.f("fk_fetched_page_sha256")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_fetched")),
    )
