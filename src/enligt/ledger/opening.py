"""Opening a ledger: is it one, is its schema known, does it need to be made or brought up to date."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import Connection, Engine, inspect, text

from enligt.errors import LedgerDamaged, LedgerError, LedgerMissing, LedgerTooNew
from enligt.ledger import schema, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIGRATIONS: Final = "enligt.ledger:migrations"
"""Where Alembic finds the migrations: package data, in a checkout and in an installed wheel alike."""


def _state(connection: Connection, path: Path) -> Literal["new", "older", "current"]:
    """How far a database is: plain SQL, since importing Alembic takes longer than most commands.

    Raises:
        LedgerDamaged: it is a database, but somebody else's.
        LedgerTooNew: a later version of this program made it.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return "new"
    if "alembic_version" not in tables or schema.claim.name not in tables:
        raise LedgerDamaged(f"{path}: a database, but not an Enligt ledger; name another file with --ledger")
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision not in schema.REVISIONS:
        raise LedgerTooNew(
            f"{path}: made by a later version of enligt (schema {revision}; this one knows up to {schema.REVISIONS[-1]}); "
            "upgrade enligt, or name another file with --ledger"
        )
    return "current" if revision == schema.REVISIONS[-1] else "older"


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest revision, in the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - takes a second to import, needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _disposing(engine: Engine) -> Iterator[None]:
    """Let the engine go when opening fails: an open file could not even be removed on Windows."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def engine_for_writing(path: Path, *, busy_seconds: float) -> Engine:
    """An engine over the ledger at ``path``, made or brought up to date where need be."""
    if not path.absolute().parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.absolute().parent}; make it, or name another file with --ledger")
    engine = sqlite.open_engine(path, mode="write", busy_seconds=busy_seconds)
    with _disposing(engine), sqlite.plain_errors(path):
        with engine.connect().execution_options(reading=True) as connection:
            state = _state(connection, path)
        if state != "current":
            sqlite.use_write_ahead_log(engine, busy_seconds=busy_seconds)
            with engine.begin() as connection:
                if _state(connection, path) != "current":  # another process may have been quicker
                    migrate(connection)
    return engine


def engine_for_reading(path: Path) -> Engine:
    """An engine over the ledger at ``path`` that cannot write."""
    if not path.exists():
        raise LedgerMissing(f"{path}: no ledger there; make one with `enligt add`, or name another with --ledger")
    engine = sqlite.open_engine(path, mode="read")
    with _disposing(engine), sqlite.plain_errors(path):
        with engine.connect() as connection:
            state = _state(connection, path)
        if state == "new":
            raise LedgerMissing(
                f"{path}: an empty file, no ledger yet; make one with `enligt add`, or name another with --ledger"
            )
        if state == "older":
            raise LedgerError(
                f"{path}: made by an earlier version of enligt; "
                "any command that writes, such as `enligt add`, brings it up to date"
            )
    return engine
