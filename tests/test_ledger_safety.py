"""What goes wrong: kills, interrupts, locks, full disks, broken and foreign files. Nothing that was done is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import DBAPIError

from enligt.errors import LedgerDamaged, LedgerError, LedgerFull, LedgerLocked, LedgerMissing, LedgerTooNew, UsageError
from enligt.ledger import ClaimQuery, backup, open_view, open_writer, schema
from ledger_samples import READER, VERSION, dump, met, reading, record, sent

if TYPE_CHECKING:
    from enligt.ledger import Writer
    from enligt.model import Page, Reading

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends a process at once too

VICTIM = """
import os, sys
from sqlalchemy import Engine, event
from enligt.ledger import open_writer
from test_ledger_safety import KILL, add, pages
path, moment, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), KILL)

event.listen(Engine, moment, count)
with open_writer(path) as writer:
    add(writer, pages())
print("unbroken")
"""


def pages() -> list[tuple[Page, Reading]]:
    """Five pages, one of them a copy, one without claims."""
    page, one = sent("silent.txt", "North Korea sent word to Russia, Seoul says.")
    return [
        sent(),
        met(),
        sent("copy.txt"),
        (page, reading(one.article)),
        sent("last.txt", "North Korea sent 100 tanks to Russia, Seoul says."),
    ]


def add(writer: Writer, several: list[tuple[Page, Reading]]) -> None:
    for page, one in several:
        if writer.finished(page, reader=READER, reader_version=VERSION, options={}) is None:
            record(writer, page, one)


def run(*arguments: str) -> subprocess.Popen[str]:
    here = Path(__file__).parent
    known = [str(here), str(here.parent / "src"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(known)}
    return subprocess.Popen(
        [sys.executable, "-c", VICTIM, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def healthy(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        found = [connection.execute(check).fetchall() for check in checks]
        for name in ("claim_search", "article_search"):
            connection.execute(f"INSERT INTO {name}({name}) VALUES('integrity-check')")
    return found == [[("ok",)], []]


@pytest.mark.parametrize(
    ("moment", "count", "done"),
    [
        pytest.param("before_cursor_execute", 20, 0, id="while the tables are made"),
        pytest.param("before_cursor_execute", 190, 1, id="in the middle of a page"),
        pytest.param("commit", 4, 2, id="when all of a page is written, before it is kept"),
        pytest.param("begin", 9, 3, id="between two pages"),
    ],
)
def test_killed_and_run_again_it_ends_as_if_unbroken(tmp_path: Path, moment: str, count: int, done: int) -> None:
    with open_writer(tmp_path / "unbroken.db") as writer:
        add(writer, pages())
        unbroken = dump(writer)
    path = tmp_path / "killed.db"
    victim = run(str(path), moment, str(count))
    out, err = victim.communicate(timeout=120)
    assert (out, victim.returncode != 0) == ("", True), err
    with open_writer(path) as writer:
        assert len(dump(writer)["page_location"]) == done
        add(writer, pages())
        assert dump(writer) == unbroken
        with open_view(path) as view:
            assert len(list(view.claims(ClaimQuery(text="north korea sent")))) == 2
    assert healthy(path)


def test_interrupted_at_any_statement_nothing_is_half_done(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    page, one = sent()
    with open_writer(path) as writer:
        record(writer, *met())
        before = dump(writer)
        left = 0

        def interrupt(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt

        event.listen(writer._engine, "before_cursor_execute", interrupt)
        interrupted = 0
        while True:
            left = interrupted + 1
            try:
                record(writer, page, one)
                break
            except KeyboardInterrupt:
                interrupted += 1
            left = 0
            assert dump(writer) == before
        assert interrupted > 15
        left = 0
        assert len(dump(writer)["page"]) == 2
    assert healthy(path)


def test_two_processes_make_and_fill_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    both = [run(str(path), "begin", "-1") for _ in range(2)]
    assert [process.communicate(timeout=120) for process in both] == [("unbroken\n", "")] * 2
    with open_writer(tmp_path / "alone.db") as writer:
        add(writer, pages())
        alone = dump(writer)
    with open_view(path) as view:
        assert dump(view) == alone
    assert healthy(path)


def test_one_reads_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_writer(path) as writer, open_view(path) as view:
        record(writer, *sent())
        with writer._transaction("test") as connection:
            connection.execute(insert(schema.page), {"sha256": "0", "size": 0, "content": b"", "added_at": ""})
            assert view.counts().claims == len(list(view.claims())) == 1
        with pytest.raises(LedgerDamaged, match="page 0"):  # it is there now, and nothing was ever compressed to nothing
            view.page_content("0")


def test_a_view_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_writer(path).close()
    with open_view(path) as view, view._engine.connect() as connection:
        for statement in ("DELETE FROM page", "CREATE TABLE x(y)", "PRAGMA user_version=7"):
            with pytest.raises(DBAPIError, match="readonly"):
                connection.exec_driver_sql(statement)


def test_a_locked_ledger_says_so_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_writer(path, busy_seconds=0.05) as writer, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerLocked, match=r"ledger\.db.*another process"):
            record(writer, *sent())
        other.execute("ROLLBACK")
        assert record(writer, *sent()) == "claims"


def test_a_ledger_locked_while_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerLocked):
            open_writer(path, busy_seconds=0.05)


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_writer(path) as writer:
        record(writer, *met())
        before = dump(writer)
        with writer._engine.connect() as connection:
            used = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={used}")
        long = " ".join(f"word{n}" for n in range(20_000))
        page, one = sent(text=f"North Korea sent soldiers to Russia, Seoul says. {long}")
        with pytest.raises(LedgerFull, match=r"ledger\.db.*make room"):
            record(writer, page, one)
        assert dump(writer) == before
        with writer._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert record(writer, page, one) == "claims"
    assert healthy(path)


@pytest.mark.parametrize("content", [b"not a database, but some text. " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(LedgerDamaged, match=r"notes\.db"):
        open_writer(path)
    with pytest.raises(LedgerDamaged, match=r"notes\.db"):
        open_view(path)
    assert path.read_bytes() == content


def test_a_broken_ledger_says_so_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_writer(path) as writer:
        for n in range(40):
            record(writer, *sent(f"{n}.txt", f"North Korea sent {n} tanks to Russia, Seoul says."))
    whole = path.read_bytes()
    head = 8192
    path.write_bytes(whole[:head] + b"\xa5" * (len(whole) - head))
    with pytest.raises(LedgerDamaged), open_view(path) as view:
        list(view.claims())


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    content = path.read_bytes()
    for opened in (open_writer, open_view):
        with pytest.raises(LedgerDamaged, match="not an Enligt ledger"):
            opened(path)
    assert path.read_bytes() == content


def test_a_ledger_of_a_later_version(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_writer(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num='9999'")
    for opened in (open_writer, open_view):
        with pytest.raises(LedgerTooNew, match=r"ledger\.db.*9999.*upgrade"):
            opened(path)


def test_a_ledger_of_an_earlier_version_is_read_after_it_was_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    open_writer(path).close()
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    with pytest.raises(LedgerError, match="earlier version"):
        open_view(path)


def test_no_ledger_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    for path in (tmp_path / "none.db", empty):
        with pytest.raises(LedgerMissing, match=path.name):
            open_view(path)
        with pytest.raises(LedgerMissing, match=path.name):
            backup(path, tmp_path / "copy.db")
    assert not (tmp_path / "none.db").exists()
    with open_writer(empty) as writer:
        assert record(writer, *sent()) == "claims"


def test_no_folder_there_or_a_folder_itself(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no folder"):
        open_writer(tmp_path / "none" / "ledger.db")
    for opened in (open_writer, open_view):
        with pytest.raises(LedgerError, match=tmp_path.name):
            opened(tmp_path)


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    folder = tmp_path / "a b#c%20å;d&e=f"
    folder.mkdir()
    path = folder / "mode=memory.db"
    with open_writer(path) as writer:
        record(writer, *sent())
    with open_view(str(path)) as view:
        assert view.counts().claims == 1
    backup(path, folder / "copy %41.db")
    assert {one.name for one in folder.iterdir()} >= {path.name, "copy %41.db"}


def test_a_backup_of_a_ledger_that_is_written_to(tmp_path: Path) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    with open_writer(path) as writer:
        record(writer, *sent())
        before = dump(writer)
        with writer._transaction("test") as connection:
            connection.execute(insert(schema.page), {"sha256": "0", "size": 0, "content": b"", "added_at": ""})
            backup(path, copy)
        with open_view(copy) as view:
            assert dump(view) == before
            assert len(list(view.claims(ClaimQuery(text="soldiers")))) == 1
        with pytest.raises(UsageError, match=r"copy\.db.*already"):
            backup(path, copy)
        record(writer, *met())
        (tmp_path / "copy.db-wal").write_bytes(b"of another ledger")
        backup(path, copy, overwrite=True)
        with open_view(copy) as view:
            assert view.counts().claims == 2
        with pytest.raises(UsageError, match="itself"):
            backup(path, path, overwrite=True)
        with pytest.raises(LedgerError, match="no folder"):
            backup(path, tmp_path / "none" / "copy.db")
    assert not list(tmp_path.glob("*.part*"))
    assert healthy(copy)
