"""All that only SQLite knows: connections, full-text tables, error codes, live copies. No other file holds such SQL."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote_from_bytes

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    QueuePool,
    Table,
    bindparam,
    column,
    create_engine,
    event,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError

from enligt.errors import LedgerDamaged, LedgerError, LedgerFull, LedgerLocked
from enligt.ledger import schema
from enligt.ledger.search import Phrase, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

BUSY_SECONDS: Final = 5.0
"""How long a writer waits for another one before it gives up."""

_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"  # its default makes "får" of "far"
SEARCH_TABLES: Final = ("claim_search", "article_search")
SEARCH_DDL: Final = tuple(
    # Contentless: the words are found again by rowid, and nothing is stored twice.
    f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', tokenize=\"{_TOKENIZER}\")"
    for name in SEARCH_TABLES
)

_INDEX_HEAD: Final = 48  # bytes of each of the two copies of the head of the log's index
_INDEXED: Final = {"claim": schema.claim.c.evidence_text, "article": schema.article.c.text}
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SHUT = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


def _connect(path: Path, parameters: str, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection whose transactions begin only where we say so."""
    uri = f"file:{quote_from_bytes(os.fsencode(path.absolute()), safe='/:')}?{parameters}"
    return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)


def _writing_connection(path: Path, busy_seconds: float) -> sqlite3.Connection:
    connection = _connect(path, "mode=rwc", busy_seconds=busy_seconds)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")  # with WAL: a crash of the machine may undo the last commits, never break one
    return connection


def _reading_connection(path: Path) -> sqlite3.Connection:
    """A connection that cannot write.

    In a folder that cannot be written to, SQLite has no room for the file by which readers and writers talk; without such
    a writer's log there is no writer, and the ledger is read as the unchanging file that it is.
    """
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.OperationalError as error:
        connection.close()
        log = path.with_name(path.name + "-wal")
        if _code(error) not in _SHUT or (log.exists() and log.stat().st_size):
            raise
        connection = _connect(path, "mode=ro&immutable=1")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    connection.execute("PRAGMA query_only=ON")
    return connection


def open_engine(path: Path, *, mode: Literal["read", "write"], busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine over one file; with ``write`` the file may be created and each transaction takes the write lock at once."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=(lambda: _writing_connection(path, busy_seconds)) if mode == "write" else (lambda: _reading_connection(path)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=-1,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The lock is taken before anything is read, so that what was read still holds when it is acted upon.
        reading = mode == "read" or connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def use_write_ahead_log(engine: Engine, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Let readers read while one writes. SQLite does not wait for the lock that this needs, so we do."""
    until = time.monotonic() + busy_seconds
    while True:
        try:
            with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
                return
        except sqlite3.OperationalError as error:
            if _code(error) not in _BUSY or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _code(error: BaseException | None) -> int:
    """SQLite's primary result code, 0 where the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _plain_error(path: Path, error: BaseException | None) -> LedgerError | None:
    code = _code(error)
    if code in _BUSY:
        return LedgerLocked(f"{path}: another process is writing to this ledger; wait until it is done, or stop it")
    if code in _FULL:
        return LedgerFull(
            f"{path}: the disk is full or fails ({error}); make room and run the same command again: what was done is kept"
        )
    if code in _DAMAGED:
        return LedgerDamaged(
            f"{path}: not an Enligt ledger, or a damaged one ({error}); "
            "name another file with --ledger, or put a backup in its place"
        )
    if code in _SHUT:
        return LedgerError(
            f"{path}: the ledger cannot be opened or written ({error}); "
            "see that it is a file, and that it and its folder are yours to write"
        )
    return None


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours: each names the file and what to do. Others pass through."""
    try:
        yield
    except DBAPIError as error:
        if (plain := _plain_error(path, error.orig)) is not None:
            raise plain from error
        raise
    except sqlite3.Error as error:
        if (plain := _plain_error(path, error)) is not None:
            raise plain from error
        raise


def create_search(connection: Connection) -> None:
    """Make the two full-text tables."""
    for statement in SEARCH_DDL:
        connection.execute(text(statement))


def index_words(connection: Connection, kind: Literal["claim", "article"], texts: Iterable[tuple[int, str]]) -> None:
    """Enter texts, each with the key of its row, into the full-text table of claims (their evidence) or of articles."""
    search = table(f"{kind}_search", column("rowid"), column("words"))
    if rows := [{"rowid": key, "words": " ".join(words(whole))} for key, whole in texts]:
        connection.execute(search.insert(), rows)


def forget_words(connection: Connection, kind: Literal["claim", "article"], keys: Sequence[int]) -> None:
    """Take rows out of a full-text table. To be called while the rows themselves still stand: their words are needed."""
    name = f"{kind}_search"
    search = table(name, column(name), column("rowid"), column("words"))
    of: Table = getattr(schema, kind)
    for key in keys:
        whole = connection.scalar(select(_INDEXED[kind]).where(of.c.id == key))
        values = {name: "delete", "rowid": key, "words": " ".join(words(whole or ""))}
        connection.execute(search.insert(), values)


def purge_words(connection: Connection) -> None:
    """Rewrite the full-text tables, so that words taken out of them are gone from the file too."""
    for name in SEARCH_TABLES:
        connection.execute(table(name, column(name)).insert(), {name: "optimize"})


def others(connection: Connection) -> tuple[int, int]:
    """What changes whenever another connection than this one has written; to be compared with what the same one gave.

    Source: https://sqlite.org/pragma.html, "PRAGMA data_version".
    """
    inner = driver(connection)
    return id(inner), int(inner.execute("PRAGMA data_version").fetchone()[0])


def erase_behind(connection: Connection) -> None:
    """From now on on this connection, what is deleted is overwritten with zeros."""
    connection.exec_driver_sql("PRAGMA secure_delete=ON")


def empty_log(engine: Engine) -> None:
    """Move the writer's log into the ledger and cut it to nothing, as far as readers allow."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def meets(kind: Literal["claim", "article"], asked: Sequence[Phrase]) -> ColumnElement[bool]:
    """The condition that a row's indexed words meet every phrase."""
    of: Table = getattr(schema, kind)
    search = table(f"{kind}_search", column("rowid"))
    # Quoted, a word is a word whatever it says: AND, NEAR and column names too.
    expression = " AND ".join(f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "") for phrase in asked)
    condition = literal_column(f"{kind}_search").op("MATCH", is_comparison=True)(bindparam(None, expression))
    return of.c.id.in_(select(search.c.rowid).where(condition))


def copy(path: Path, target: Path) -> None:
    """Copy a ledger, which others may be writing to, as it stands at one moment. The target appears whole or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        with closing(_reading_connection(path)) as source, closing(sqlite3.connect(part)) as copied:
            source.backup(copied)
        for suffix in ("-wal", "-shm"):  # of a ledger that stood there before: they would be read as if they were the copy's
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        part.replace(target)
    finally:
        for leftover in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + leftover).unlink(missing_ok=True)


def mark(path: Path) -> str:
    """What changes with every transaction: the head of the log's index (its counter, salts and checksums), and the file's state.

    The index stands beside a ledger that somebody has open; without it nobody writes, and size and moment of the file tell.
    Source: https://sqlite.org/walformat.html, "WAL-Index header"; both its copies are read, which differ while it is written.

    Raises:
        OSError: there is no such file.
    """
    found = path.stat()
    state = [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]
    index = b""
    with suppress(OSError), path.with_name(path.name + "-shm").open("rb") as file:
        index = file.read(2 * _INDEX_HEAD)
    with suppress(OSError):
        log = path.with_name(path.name + "-wal").stat()
        state += [log.st_size, log.st_mtime_ns]
    return hashlib.sha256(f"{state}".encode() + index).hexdigest()


def file_of(path: Path) -> tuple[int, int] | None:
    """Device and number of the file at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def driver(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection, inside the transaction of SQLAlchemy's, whose part in so small a question is the larger one."""
    if not connection.in_transaction():
        connection.begin()
    inner: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # `open_engine` made it
    return inner
