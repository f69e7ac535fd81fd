"""The migrations make the very tables that the code speaks of, from package data, and only when there is need."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import enligt.ledger
from enligt.ledger import ClaimQuery, open_view, open_writer, schema, sqlite
from enligt.ledger.opening import MIGRATIONS
from ledger_samples import LATER_COLUMNS, LATER_INDEXES, LATER_TABLES, record, sent

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import SchemaItem


def ours(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _to: Any) -> bool:  # noqa: FBT001 - Alembic's call
    return kind != "table" or not str(name).startswith(sqlite.SEARCH_TABLES)


def test_migrations_and_schema_agree(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer, writer._engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.METADATA) == []


def test_tables_made_either_way_are_the_same(tmp_path: Path) -> None:
    with open_writer(tmp_path / "migrated.db") as writer, writer._engine.begin() as connection:
        migrated = sqlite_tables(connection.connection.driver_connection)
    engine = sqlite.open_engine(tmp_path / "made.db", mode="write")
    with engine.begin() as connection:
        schema.METADATA.create_all(connection)
        made = sqlite_tables(connection.connection.driver_connection)
    engine.dispose()
    assert made == migrated


def sqlite_tables(connection: Any) -> dict[str, Any]:
    """Columns, keys and indices of each table as SQLite itself sees them."""
    return {
        table: {
            "columns": connection.execute(f"PRAGMA table_xinfo('{table}')").fetchall(),
            "keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list('{table}')").fetchall()),
            "indices": sorted(row[1:4] for row in connection.execute(f"PRAGMA index_list('{table}')").fetchall()),
        }
        for table in schema.METADATA.tables
    }


def test_a_ledger_of_the_first_version_keeps_its_claims(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer:
        record(writer, *sent())
    with closing(sqlite3.connect(path)) as connection:  # back to what the first version had
        for table in ("good", *LATER_TABLES):
            connection.execute(f"DROP TABLE {table}")
        for name in LATER_INDEXES:
            connection.execute(f"DROP INDEX {name}")
        for table, name in LATER_COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.execute("ALTER TABLE claim DROP COLUMN contexts")
        connection.execute("ALTER TABLE quantity DROP COLUMN scope")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    open_writer(path).close()
    with open_view(path) as view:
        (row,) = view.claims(ClaimQuery())
        assert row.claim.event_type == "AID"
        assert (row.claim.contexts, row.claim.goods) == ((), ())
        assert row.claim.where is None or row.claim.where.located is None
        assert list(view.claims(ClaimQuery(context="military"))) == []


def test_every_revision_is_known() -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    script = ScriptDirectory.from_config(config)
    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == schema.REVISIONS
    assert script.get_heads() == [schema.REVISIONS[-1]]


def test_a_ledger_reads_well_in_other_programs(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, *sent())
    with closing(sqlite3.connect(tmp_path / "l.db")) as connection:
        asked = """
            SELECT p.actor, c.event_type, r.actor, s.name, c.evidence_text, a.outlet, a.document, c.reader, c.reader_version
            FROM claim c JOIN article a USING (article_id)
            JOIN participant p ON p.claim_row = c.id AND p.role = 'actor'
            JOIN participant r ON r.claim_row = c.id AND r.role = 'recipient'
            JOIN source s ON s.claim_row = c.id
        """
        evidence = "North Korea sent 3,000 soldiers to Russia, Seoul says."
        row = ("PRK", "AID", "RUS", "Seoul", evidence, "The Harbour Post", "sent.txt", "first", "1.0")
        assert connection.execute(asked).fetchall() == [row]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_opening_a_ledger_that_is_up_to_date_leaves_alembic_out(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    open_writer(path).close()
    script = (
        "import sys; from enligt.ledger import open_writer, open_view;"
        f"open_writer({str(path)!r}).close(); open_view({str(path)!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_sql_that_only_sqlite_knows_is_in_one_file() -> None:
    folder = Path(enligt.ledger.__file__).parent
    marks = ("PRAGMA", "MATCH", "rowid", "fts5", "sqlite_master", "IMMEDIATE", "sqlite3")
    spread = {
        (file.name, mark)
        for file in folder.rglob("*.py")
        for mark in marks
        if file.name != "sqlite.py" and mark in file.read_text(encoding="utf-8")
    }
    assert spread == set()
