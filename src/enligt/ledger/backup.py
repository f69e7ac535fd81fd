"""A copy of a ledger that others may be writing to."""

from __future__ import annotations

from pathlib import Path

from enligt.errors import LedgerError, UsageError
from enligt.ledger import sqlite
from enligt.ledger.opening import engine_for_reading


def backup(path: str | Path, target: str | Path, *, overwrite: bool = False) -> None:
    """Copy the ledger at ``path`` to ``target`` as it stands at one moment; the copy appears whole or not at all.

    Raises:
        UsageError: something stands at ``target`` and ``overwrite`` was not asked for, or it is the ledger itself.
        LedgerMissing: there is no ledger at ``path``; likewise the other errors of `open_view`.
        LedgerFull: no room for the copy.
        LedgerError: the copy cannot be written.
    """
    path, target = Path(path), Path(target)
    engine_for_reading(path).dispose()  # is it a ledger, and one of ours
    if target.exists():
        if Path(path).samefile(target):
            raise UsageError(f"{target}: is the ledger itself; name another file for the copy")
        if not overwrite:
            raise UsageError(f"{target}: is there already; name another file, or overwrite it (--overwrite)")
    if not target.absolute().parent.is_dir():
        raise LedgerError(f"{target}: there is no folder {target.absolute().parent}; make it, or name another file")
    try:
        with sqlite.plain_errors(target):
            sqlite.copy(path, target)
    except OSError as error:
        raise LedgerError(f"{target}: the copy cannot be written ({error.strerror or error})") from error
