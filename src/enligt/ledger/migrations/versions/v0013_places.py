"""Where the places of claims are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns; claims read before have nothing in them until they are read anew."""
    op.add_column("claim", sa.Column("place_country", sa.Text()))
    op.add_column("claim", sa.Column("place_name", sa.Text()))
    op.add_column("claim", sa.Column("place_latitude", sa.Double()))
    op.add_column("claim", sa.Column("place_longitude", sa.Double()))
    op.add_column("claim", sa.Column("place_precision", sa.Text()))
    op.add_column("claim", sa.Column("place_more", sa.JSON(none_as_null=True)))
    op.create_index(op.f("ix_claim_place_country"), "claim", ["place_country"], unique=False)
