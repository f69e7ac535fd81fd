"""The verb ``mcp``: the ledger for assistants."""

from __future__ import annotations

from pathlib import Path

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date, today_asked, today_option
from enligt.run import assistants


@options.verb(example="enligt mcp --ledger enligt.db")
@options.ledger_option
@today_option
@options.verbose_option
def mcp(*, ledger: str | None, today: str | None) -> None:
    """Let an assistant ask the ledger, by the Model Context Protocol.

    Speaks over standard input and output until its input ends; an assistant's program starts it. It can only read, every
    answer carries the sentences that it rests on, and words of articles are marked as data. Needs enligt[mcp].
    """
    path = Path(options.settings(ledger=ledger).ledger)
    made = assistants.server(path, today=today_asked(today))
    bring_up_to_date(str(path))
    made.run("stdio")
