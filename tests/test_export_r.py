"""The R vignette, run over the golden tables where Rscript is there; and the ledger as any program opens it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import make_exports
from enligt.reports.exports.columns import TABLES
from export_ledger import build

if TYPE_CHECKING:
    from pathlib import Path


def test_the_vignette_runs(root: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("Rscript is not installed: the R vignette was not run")
    words = [program, "--vanilla", str(root / "docs" / "r" / "vignette.R"), str(make_exports.GOLDEN / "tables")]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "4 events, 4 claims" in done.stdout


def test_the_vignette_names_tables_and_columns_that_are_there(root: Path) -> None:
    script = (root / "docs" / "r" / "vignette.R").read_text(encoding="utf-8")
    tables = {one.name: {column.name for column in one.columns} for one in TABLES}
    named = re.findall(r'read_table\("(\w+)"\)', script)
    assert len(named) >= 4
    assert {*named} <= tables.keys()
    used = re.findall(r"\b(events|claims|dyads|participants|sources)\$(\w+)", script)
    assert len(used) >= 6
    for table, column in used:
        assert column in tables[table], (table, column)
    assert (root / "docs" / "r.md").read_text(encoding="utf-8").count("docs/r/vignette.R") >= 1


def test_the_ledger_opens_in_plain_sqlite_with_names_that_say_what_they_are(tmp_path: Path) -> None:
    """As Datasette and any other program would: no extension, no library of ours, read-only."""
    path = build(tmp_path / "l.db")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = {name for (name,) in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert {"article", "claim", "participant", "source", "event", "event_claim", "issue", "page"} <= names
        columns = plain.execute(
            "SELECT one.name FROM sqlite_schema AS kind, pragma_table_info(kind.name) AS one"
            " WHERE kind.name IN ('article', 'claim', 'participant', 'source', 'event', 'event_claim', 'issue', 'page')"
        )
        assert [name for (name,) in columns if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []
        found = plain.execute(
            "SELECT article.outlet, claim.event_type, participant.actor FROM claim"
            " JOIN article ON article.article_id = claim.article_id"
            " JOIN participant ON participant.claim_row = claim.id AND participant.role = 'actor'"
            " JOIN event_claim ON event_claim.claim_id = claim.claim_id"
            " WHERE claim.factuality = 'denied'"
        ).fetchall()
        assert found == [("Havnebladet", "ASSAULT", "RUS")]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
