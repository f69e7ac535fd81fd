"""The ledger: where pages, articles, claims and issues are kept, and how they are found again. All SQL is here.

`open_writer` adds, `open_view` reads and cannot write. Importing this room imports SQLAlchemy: do so where it is used.
"""

from enligt.ledger.auditing import DrawnArticle, DrawnClaim
from enligt.ledger.backup import backup
from enligt.ledger.entering import UNSUPPORTED_CODES
from enligt.ledger.events import Stale
from enligt.ledger.judging import ties
from enligt.ledger.merging import Merged, merge
from enligt.ledger.records import (
    OUTCOMES,
    Changes,
    ClaimQuery,
    ClaimRow,
    Decision,
    EventOrder,
    EventQuery,
    FetchedRow,
    Forgotten,
    Judged,
    Judgement,
    LedgerCounts,
    Outcome,
    PageRow,
    Progress,
)
from enligt.ledger.related import Repeated, RepeatRow
from enligt.ledger.view import View, open_view
from enligt.ledger.watches import Watch, Watches, open_watches
from enligt.ledger.writer import Writer, open_writer

__all__ = [
    "OUTCOMES",
    "UNSUPPORTED_CODES",
    "Changes",
    "ClaimQuery",
    "ClaimRow",
    "Decision",
    "DrawnArticle",
    "DrawnClaim",
    "EventOrder",
    "EventQuery",
    "FetchedRow",
    "Forgotten",
    "Judged",
    "Judgement",
    "LedgerCounts",
    "Merged",
    "Outcome",
    "PageRow",
    "Progress",
    "RepeatRow",
    "Repeated",
    "Stale",
    "View",
    "Watch",
    "Watches",
    "Writer",
    "backup",
    "merge",
    "open_view",
    "open_watches",
    "open_writer",
    "ties",
]
