"""The tree of errors. Each turns into an exit code in one place (cli/exits.py), into an HTTP status in one (web/failures.py).

EnligtError                 exit 1
├── UsageError              exit 2   an argument that cannot be: a filter, a date, a language, a reader's name
│   └── StaleEdit                    a judgement on a claim that has changed since it was looked at
├── InputError              exit 3   a page or path that cannot be read; names it and says what to do
├── LedgerError             exit 4
│   ├── LedgerMissing                no ledger there to read from
│   ├── LedgerTooNew                 written by a later version of this program
│   ├── LedgerLocked                 another process is writing
│   ├── LedgerDamaged                not an SQLite file, or a broken one
│   └── LedgerFull                   no room left on the disk
└── ReaderError             exit 5
    └── WeightsError                 the reader's weights are missing or damaged
Interrupted by Ctrl-C: exit 130. Some pages failed, the rest was done: exit 6.
"""

from __future__ import annotations


class EnligtError(Exception):
    """Base of every error that a user may see: one clear line that names the input and the remedy."""

    exit_code = 1


class UsageError(EnligtError):
    """An argument that cannot be."""

    exit_code = 2


class StaleEdit(UsageError):
    """A judgement on what has changed since its author looked at it."""


class InputError(EnligtError):
    """A page or path that cannot be read."""

    exit_code = 3


class LedgerError(EnligtError):
    """The ledger cannot be opened, read or written."""

    exit_code = 4


class LedgerMissing(LedgerError):
    """There is no ledger at the path given."""


class LedgerTooNew(LedgerError):
    """The ledger's schema is newer than this program."""


class LedgerLocked(LedgerError):
    """Another process holds the ledger's write lock."""


class LedgerDamaged(LedgerError):
    """The file is not an SQLite database, or is broken."""


class LedgerFull(LedgerError):
    """The disk (or the file's size limit) is full."""


class ReaderError(EnligtError):
    """A reader cannot be loaded or run."""

    exit_code = 5


class WeightsError(ReaderError):
    """The reader's weights are missing or damaged."""
