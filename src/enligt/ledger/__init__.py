"""The ledger: where pages, articles, claims and issues are kept, and how they are found again. All SQL is here.

`open_writer` adds, `open_view` reads and cannot write. Importing this room imports SQLAlchemy: do so where it is used.
"""

from enligt.ledger.alerts import Alert, Sent
from enligt.ledger.auditing import DrawnArticle, DrawnClaim
from enligt.ledger.backup import backup
from enligt.ledger.coverage import Read, Unread
from enligt.ledger.dealing import Dealing
from enligt.ledger.entering import UNSUPPORTED_CODES
from enligt.ledger.events import Linking, Stale
from enligt.ledger.judging import ties
from enligt.ledger.meaning import Sentence, beginnings, holds_parts
from enligt.ledger.merging import Merged, merge
from enligt.ledger.notes import AT_ACTOR, AT_SOURCE, Note, NoteKind
from enligt.ledger.overview import Overview
from enligt.ledger.paging import Place, article_key, claim_key
from enligt.ledger.records import (
    OUTCOMES,
    Change,
    Changes,
    ClaimQuery,
    ClaimRow,
    Decision,
    Entered,
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
    SavedFilter,
    ToldEvent,
)
from enligt.ledger.related import Repeated, RepeatRow
from enligt.ledger.roles import RoleJudged, RoleJudgement
from enligt.ledger.sourced import Cited, Hop
from enligt.ledger.told import pairs
from enligt.ledger.view import View, open_view
from enligt.ledger.watches import Watch, Watches, open_watches
from enligt.ledger.writer import Writer, open_writer

__all__ = [
    "AT_ACTOR",
    "AT_SOURCE",
    "OUTCOMES",
    "UNSUPPORTED_CODES",
    "Alert",
    "Change",
    "Changes",
    "Cited",
    "ClaimQuery",
    "ClaimRow",
    "Dealing",
    "Decision",
    "DrawnArticle",
    "DrawnClaim",
    "Entered",
    "EventOrder",
    "EventQuery",
    "FetchedRow",
    "Forgotten",
    "Hop",
    "Judged",
    "Judgement",
    "LedgerCounts",
    "Linking",
    "Merged",
    "Note",
    "NoteKind",
    "Outcome",
    "Overview",
    "PageRow",
    "Place",
    "Progress",
    "Read",
    "RepeatRow",
    "Repeated",
    "RoleJudged",
    "RoleJudgement",
    "SavedFilter",
    "Sent",
    "Sentence",
    "Stale",
    "ToldEvent",
    "Unread",
    "View",
    "Watch",
    "Watches",
    "Writer",
    "article_key",
    "backup",
    "beginnings",
    "claim_key",
    "holds_parts",
    "merge",
    "open_view",
    "open_watches",
    "open_writer",
    "pairs",
    "ties",
]
