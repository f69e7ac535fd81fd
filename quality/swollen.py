"""A linked and told ledger, made several times as large: its rows again under other ids and later days.

    python quality/swollen.py LEDGER TARGET [--times 10]

For measuring pages over a ledger that would take hours to link: LEDGER is one of `quality/million.py --keep`. The full-text index
and what events' records say of days and ids are not copied along; facets, orders, counts and joins are as in a ledger that grew.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from enligt.ledger import open_writer

KEYS = {
    "page_reading": ("id",),
    "page_location": ("id", "page_reading_id"),
    "article": ("id", "page_location_id"),
    "article_page": ("page_reading_id",),
    "reading": ("id",),
    "claim": ("id", "reading_id"),
    "participant": ("claim_row",),
    "quantity": ("claim_row",),
    "source": ("claim_row",),
    "linked": ("reading_id",),
    "event": ("id",),
    "event_told": ("id",),
    "event_party": ("event",),
    "event_facet": ("event",),
    "event_history": ("id",),
}
"""Columns that hold a number by which rows are joined; one step, larger than all of them, parts the copies."""
IDS = {
    "page": ("sha256",),
    "page_reading": ("page_sha256",),
    "page_location": ("page_sha256", "location"),
    "article": ("article_id", "page_sha256", "document"),
    "article_page": ("article_id",),
    "reading": ("article_id",),
    "claim": ("claim_id", "article_id"),
    "linked": ("article_id",),
    "claim_key": ("claim_id", "article_id", "key"),
    "claim_link": ("one", "other"),
    "event": ("event_id", "claim_id", "now"),
    "event_claim": ("claim_id", "event_id", "article_id"),
    "event_told": ("event_id",),
    "event_history": ("event_id",),
}
"""Columns that hold an id in words: a copy's are marked at their end."""
DAYS = {
    "article": ("published", "from_day", "to_day"),
    "claim": ("when_start", "when_end", "from_day", "to_day"),
    "event_told": ("when_start", "when_end", "first_published", "last_published", "first_day", "last_day", "known_from"),
}
TABLES = tuple(dict.fromkeys(("page", *KEYS, *IDS)))
STEP = 10_000_000
MARKS = "ghijklmnopqrstuvwxyz"


def _value(table: str, column: str, copy: int, days: int) -> str:
    """What a column of a copy holds, in SQL."""
    if column in KEYS.get(table, ()):
        return f"{column} + {copy * STEP}"
    if column in IDS.get(table, ()):
        return f"{column} || '{MARKS[copy]}'"
    if column in DAYS.get(table, ()):
        later = f"date({column}, '+{copy * days} days')"
        return f"CASE WHEN length({column}) = 10 THEN {later} ELSE {column} END"
    return column


def swell(path: Path, *, times: int) -> None:
    """Add copies of all rows, so that there are so many times as many."""
    with closing(sqlite3.connect(path, isolation_level=None)) as ledger:
        ledger.execute("PRAGMA journal_mode=WAL")
        ledger.execute("PRAGMA synchronous=OFF")
        first, last = ledger.execute("SELECT min(first_day), max(last_day) FROM event_told WHERE first_day < '9999'").fetchone()
        days = int(ledger.execute("SELECT julianday(?) - julianday(?)", (last, first)).fetchone()[0]) + 1
        names = {one: [row[1] for row in ledger.execute(f"PRAGMA table_info({one})")] for one in TABLES}
        whole = {one: ledger.execute(f"SELECT max(rowid) FROM {one}").fetchone()[0] or 0 for one in TABLES}  # noqa: S608 - our own names
        for copy in range(1, times):
            ledger.execute("BEGIN")
            for table, columns in names.items():
                given = ", ".join(_value(table, one, copy, days) for one in columns)
                into = ", ".join(f'"{one}"' for one in columns)
                rows = f"SELECT {given} FROM {table} WHERE rowid <= {whole[table]}"  # noqa: S608 - as above
                ledger.execute(f"INSERT INTO {table} ({into}) {rows}")
            ledger.execute("COMMIT")
            print(f"copy {copy} of {times - 1}", flush=True)


def main() -> int:
    """Copy the ledger, and swell the copy."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--times", type=int, default=10, choices=range(2, len(MARKS)))
    asked = parser.parse_args()
    asked.target.unlink(missing_ok=True)
    start = time.monotonic()
    with closing(sqlite3.connect(asked.ledger)) as source, closing(sqlite3.connect(asked.target)) as target:
        source.backup(target)
    open_writer(asked.target).close()  # of this version's schema
    swell(asked.target, times=asked.times)
    print(f"{asked.target.stat().st_size / 2**20:,.0f} MiB in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
