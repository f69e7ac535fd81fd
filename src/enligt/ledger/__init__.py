"""The ledger: where pages, articles, claims and issues are kept, and how they are found again. All SQL is here.

`open_writer` adds, `open_view` reads and cannot write. Importing this room imports SQLAlchemy: do so where it is used.
"""

from enligt.ledger.backup import backup
from enligt.ledger.judging import ties
from enligt.ledger.records import (
    OUTCOMES,
    Changes,
    ClaimQuery,
    ClaimRow,
    Decision,
    Forgotten,
    Judgement,
    LedgerCounts,
    Outcome,
    PageRow,
)
from enligt.ledger.view import View, open_view
from enligt.ledger.writer import UNSUPPORTED_CODES, Writer, open_writer

__all__ = [
    "OUTCOMES",
    "UNSUPPORTED_CODES",
    "Changes",
    "ClaimQuery",
    "ClaimRow",
    "Decision",
    "Forgotten",
    "Judgement",
    "LedgerCounts",
    "Outcome",
    "PageRow",
    "View",
    "Writer",
    "backup",
    "open_view",
    "open_writer",
    "ties",
]
