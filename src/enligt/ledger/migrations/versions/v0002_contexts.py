"""Contexts of claims, scope of quantities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both; claims read before have none until they are read anew."""
    op.add_column("claim", sa.Column("contexts", sa.Text(), nullable=False, server_default=","))
    op.add_column("quantity", sa.Column("scope", sa.Text(), nullable=False, server_default="event"))
