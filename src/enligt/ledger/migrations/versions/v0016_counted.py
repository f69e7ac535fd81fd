"""What lists of events are counted by, beside their order: so that whole rows need not be read for it."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Widen the index by last day of publication."""
    op.drop_index(op.f("ix_event_told_last_day_event_id"), table_name="event_told")
    columns = ["last_day", "event_id", "status", "overdue_from", "event_type", "origins_min", "first_day"]
    op.create_index("ix_event_told_counted", "event_told", columns, unique=False)
