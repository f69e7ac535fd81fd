"""What Alembic runs around the migrations. The connection, and its transaction, are the caller's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from enligt.ledger.schema import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
