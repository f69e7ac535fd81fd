"""Events as they were told, what changed in them, and named filters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add their tables; the events of a ledger are told when it is next added to, or asked for events."""
    op.create_table(
        "event_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("teller", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("overdue_from", sa.Text()),
        sa.Column("when_start", sa.Text()),
        sa.Column("when_end", sa.Text()),
        sa.Column("when_basis", sa.Text()),
        sa.Column("origins_min", sa.Integer(), nullable=False),
        sa.Column("origins_max", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("first_published", sa.Text()),
        sa.Column("last_published", sa.Text()),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["event.id"], name=op.f("fk_event_told_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_told")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_told_event_id")),
    )
    for columns in (
        ("first_day", "event_id"),
        ("last_day", "event_id"),
        ("confidence", "event_id"),
        ("origins_min", "origins_max", "event_id"),
        ("status", "overdue_from"),
        ("event_type",),
        ("teller",),
    ):
        op.create_index(op.f(f"ix_event_told_{'_'.join(columns)}"), "event_told", list(columns), unique=False)
    op.create_table(
        "event_party",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event_told.id"], name=op.f("fk_event_party_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_event_party")),
    )
    op.create_index(op.f("ix_event_party_actor_event"), "event_party", ["actor", "event"], unique=False)
    op.create_table(
        "event_facet",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event_told.id"], name=op.f("fk_event_facet_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event", "facet", "value", name=op.f("pk_event_facet")),
    )
    op.create_index(op.f("ix_event_facet_facet_value_event"), "event_facet", ["facet", "value", "event"], unique=False)
    op.create_table(
        "event_untold",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_untold")),
    )
    op.create_table(
        "event_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("told_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("origins_min", sa.Integer(), nullable=False),
        sa.Column("origins_max", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_history")),
    )
    op.create_index(op.f("ix_event_history_event_id_id"), "event_history", ["event_id", "id"], unique=False)
    op.create_index(op.f("ix_event_history_told_at"), "event_history", ["told_at"], unique=False)
    op.create_table(
        "tied",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_tied")),
    )
    op.create_index(op.f("ix_tied_other"), "tied", ["other"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_filter")),
    )
    _carry_over(op.get_bind())


def _carry_over(connection: sa.Connection) -> None:
    """Ties stand in judgements so far, and no event was told."""
    from enligt.ledger import judging  # noqa: PLC0415 - a migration is imported by Alembic alone

    judging.settle_ties(connection, judging.judgements(connection))
    connection.execute(
        sa.text("INSERT INTO event_untold SELECT DISTINCT event_id, :moment FROM event_claim"), {"moment": "0001-01-01T00:00:00"}
    )
