"""The tables of events as they were told, of what changed in them, and of what people ask again and again.

``event_told`` with ``event_party`` and ``event_facet`` follow from the claims, like the tables of links (schema.py): a row for
each event, ready to be filtered, ordered and counted. What does not hold any more stands in ``event_untold`` until it is told
anew. ``event_history`` is only ever added to. ``saved_filter`` is a person's own.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text

from enligt.ledger.schema import METADATA

told = Table(
    "event_told",
    METADATA,
    Column("id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("teller", Text, nullable=False),  # the version of what told it
    Column("event_type", Text, nullable=False),
    Column("status", Text, nullable=False),  # without a clock: "planned", also where it is overdue by now
    Column("overdue_from", Text),  # of what is planned: the first day on which its time is past
    Column("when_start", Text),
    Column("when_end", Text),
    Column("when_basis", Text),
    Column("origins_min", Integer, nullable=False),
    Column("origins_max", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("several", Boolean(create_constraint=False), nullable=False),
    Column("first_published", Text),
    Column("last_published", Text),
    Column("first_day", Text, nullable=False),  # of publication, to sort by: "9999" where no article has a day
    Column("last_day", Text, nullable=False),  # "" where no article has a day
    Column("known_from", Text, nullable=False),  # as first_day, but "" where any article has none: such is always known
    Column("record", JSON, nullable=False),  # the whole event
    Index(None, "first_day", "event_id"),
    # The order of most lists, with what they are counted by: the rows, which are long, need not be read for it.
    Index("ix_event_told_counted", "last_day", "event_id", "status", "overdue_from", "event_type", "origins_min", "first_day"),
    Index(None, "confidence", "event_id"),
    Index(None, "origins_min", "origins_max", "event_id"),
    Index(None, "status", "overdue_from"),
    Index(None, "event_type"),
    Index(None, "teller"),
)

party = Table(
    "event_party",
    METADATA,
    Column("event", Integer, ForeignKey("event_told.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("name", Text),
    Column("claims", Integer, nullable=False),
    Index(None, "actor", "event"),
)

facet = Table(
    "event_facet",
    METADATA,
    Column("event", Integer, ForeignKey("event_told.id", ondelete="CASCADE"), primary_key=True),
    Column("facet", Text, primary_key=True),  # actor, factuality, language, origin, outlet, pair, type
    Column("value", Text, primary_key=True),
    Index(None, "facet", "value", "event"),
)

untold = Table(
    "event_untold",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("marked_at", Text, nullable=False),  # to the microsecond: whoever tells it sees whether it was marked again meanwhile
)

history = Table(
    "event_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("told_at", Text, nullable=False),  # UTC, to the microsecond
    Column("status", Text, nullable=False),  # without a clock; "gone": its claims are elsewhere, or nowhere
    Column("origins_min", Integer, nullable=False),
    Column("origins_max", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Index(None, "event_id", "id"),
    Index(None, "told_at"),
)

tied = Table(
    "tied",
    METADATA,
    Column("one", Text, primary_key=True),  # what the judgements come to: the smaller id of two claims
    Column("other", Text, primary_key=True),
    Column("same", Boolean(create_constraint=False), nullable=False),  # of one act, or of two
    Index(None, "other"),
)

saved = Table(
    "saved_filter",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # claims or events
    Column("filters", JSON, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text),  # up to when its owner has seen what there was; NULL: never
)

OF_EVENTS = (told, party, facet, untold, history, tied)
"""What follows from the rest of this ledger."""
