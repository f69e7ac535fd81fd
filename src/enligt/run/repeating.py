"""Which article repeats which: the rules of `enligt.repetition` handed to the ledger that enters the articles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from enligt.config import Settings

if TYPE_CHECKING:
    from enligt.ledger import Writer


def watch(writer: Writer) -> None:
    """Let a writer relate what it enters; what was entered before without that, or by older rules, is related first.

    The articles of a ledger that another version made are gone through in transactions of their own, so that a run that is
    stopped goes on there.

    Raises:
        UsageError: ``ENLIGT_REPEAT_DAYS`` is no number of days.
        LedgerError: the ledger could not be written.
    """
    if writer.repeats is None:
        from enligt.repetition import Finder  # noqa: PLC0415 - numpy: only where something is added

        writer.repeats = Finder(days=Settings.of(os.environ).repeat_days)
    while writer.sign():
        pass
