"""Enligt: a ledger of sourced claims from news in Swedish, Norwegian, Danish and English.

The public names; each is imported when it is first used, so that ``import enligt`` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from enligt.errors import (
        EnligtError,
        InputError,
        LedgerDamaged,
        LedgerError,
        LedgerFull,
        LedgerLocked,
        LedgerMissing,
        LedgerTooNew,
        ReaderError,
        UsageError,
        WeightsError,
    )
    from enligt.model import (
        Article,
        Claim,
        Cue,
        Issue,
        Page,
        Participant,
        Place,
        Quantity,
        Reader,
        Reading,
        Source,
        Span,
        Step,
        When,
    )
    from enligt.reports.records import claim_record
    from enligt.reports.schema import claim_schema
    from enligt.run.opened import Ledger, extract, read, read_text
    from enligt.run.opened import open_ledger as open  # noqa: A004 - enligt.open is the public name, as in webbrowser.open

_HOMES = {
    "enligt.errors": (
        "EnligtError", "InputError", "LedgerDamaged", "LedgerError", "LedgerFull", "LedgerLocked", "LedgerMissing",
        "LedgerTooNew", "ReaderError", "UsageError", "WeightsError",
    ),
    "enligt.model": (
        "Article", "Claim", "Cue", "Issue", "Page", "Participant", "Place", "Quantity", "Reader", "Reading", "Source", "Span",
        "Step", "When",
    ),
    "enligt.reports.records": ("claim_record",),
    "enligt.reports.schema": ("claim_schema",),
    "enligt.run.opened": ("Ledger", "extract", "read", "read_text"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "Claim",
    "Cue",
    "EnligtError",
    "InputError",
    "Issue",
    "Ledger",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerLocked",
    "LedgerMissing",
    "LedgerTooNew",
    "Page",
    "Participant",
    "Place",
    "Quantity",
    "Reader",
    "ReaderError",
    "Reading",
    "Source",
    "Span",
    "Step",
    "UsageError",
    "WeightsError",
    "When",
    "__version__",
    "claim_record",
    "claim_schema",
    "extract",
    "open",
    "read",
    "read_text",
]


def __getattr__(name: str) -> Any:
    if name == "open":
        return importlib.import_module("enligt.run.opened").open_ledger
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'enligt' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return __all__
