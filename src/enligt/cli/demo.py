"""The verb ``demo``: the bundled sample, from pages to a table of claims."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from enligt import ledger as ledgers
from enligt import sample
from enligt.cli import options, serving, tables
from enligt.cli.eventing import link_all
from enligt.cli.exits import INTERRUPTED, code_of_run
from enligt.cli.output import console, is_unicode, progress
from enligt.cli.telling import counted, record_all
from enligt.model import LANGUAGES, Page
from enligt.reports.records import claim_record
from enligt.run import recording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from enligt.ledger import ClaimRow, View
    from enligt.reports.records import Record

DEMO_LEDGER = "enligt-demo.db"
ROWS = 18
"""Claims that the summary shows."""

NAMES = {"sv": "Swedish", "nb": "Norwegian (Bokmål)", "nn": "Norwegian (Nynorsk)", "da": "Danish", "en": "English"}


@options.verb(example="enligt demo --ledger try.db")
@click.option("--ledger", metavar="FILE", default=DEMO_LEDGER, show_default=True, help="The ledger's file.")
@click.option("--serve/--no-serve", default=None, help="Show the ledger in the browser then.  [default: in a terminal]")
@options.reader_option
@options.verbose_option
@click.pass_context
def demo(context: click.Context, /, *, ledger: str, serve: bool | None, reader: str | None) -> None:
    """Read the bundled sample corpus and show what it claims.

    Short articles in five languages, written for this program, about real events. A second run finds all of it in the
    ledger and shows the same table. In a terminal it ends by serving the ledger, with leave to write: the address is
    printed, and Ctrl-C ends it.
    """
    made_by = options.reader(reader)
    files = sample.files()
    pages = [Page(location=name, content=content) for name, content in files]
    tally = recording.Tally()
    with ledgers.open_writer(ledger) as writer, progress("reading", total=len(pages)) as bar:
        stopped = record_all(recording.add(pages, writer=writer, reader=made_by), tally=tally, bar=bar, ledger=ledger)
        if not stopped:
            link_all(writer, ledger)
    if stopped:
        context.exit(INTERRUPTED)
    with ledgers.open_view(ledger, reader=made_by.name) as view:
        _summary(view, ledger)
    if serve or (serve is None and is_terminal()):
        click.echo("")
        serving.run(serving.Served(path=ledger, write=True, reader=reader))
    context.exit(code_of_run(tally))


def is_terminal() -> bool:
    """Whether somebody sits before it who can open a page."""
    return sys.stdout.isatty()


def _summary(view: View, ledger: str) -> None:
    target = console()
    rows = list(view.claims())
    shown = telling_claims(rows, ROWS)
    target.print()
    if shown:
        tables.show_claims(target, [claim_record(row.claim, row.article) for row in shown], unicode=is_unicode(target))
    target.print(f"{len(shown)} of {counted(len(rows), 'claim')}. A date in brackets is the article's: the sentence tells none.")
    target.print()
    counts = view.counts()
    by_factuality = Counter(row.claim.factuality for row in rows)
    sourced = sum(1 for row in rows if row.claim.sources)
    _totals(target, "by type", sorted(counts.by_type.items(), key=lambda one: (-one[1], one[0])))
    _totals(target, "by factuality", sorted(by_factuality.items(), key=lambda one: (-one[1], one[0])))
    _totals(target, "by language", [(NAMES[code], counts.by_language[code]) for code in LANGUAGES if code in counts.by_language])
    _totals(target, "on whose word", [("somebody else's", sourced), ("the outlet's own", len(rows) - sourced)])
    target.print()
    target.print(
        f"The ledger lies in {ledger}: {counted(counts.articles, 'article')}, {counted(counts.pages, 'page')}. Try next:"
    )
    option = f" --ledger {_quoted(ledger)}"
    first = tables.short_id(shown[0].claim.claim_id) if shown else "CLAIM"
    for command in (
        f"enligt explain {first}{option}",
        f"enligt events --min-origins 2{option}",
        f"enligt claims --pair {_pair(rows)}{option}",
        f"enligt claims --factuality denied --format jsonl{option}",
    ):
        target.print(f"  {command}", soft_wrap=True)


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _totals(target: Console, title: str, totals: Sequence[tuple[str, int]]) -> None:
    tables.show_card(target, [(f"{title:<13}", ", ".join(f"{name} {count}" for name, count in totals))])


def _pair(rows: Iterable[ClaimRow]) -> str:
    """The two actors that most claims are between."""
    pairs = Counter(
        tuple(sorted((actor.id, recipient.id)))
        for row in rows
        for actor in row.claim.actors
        for recipient in row.claim.recipients
        if actor.id != recipient.id and "UNK" not in (actor.id, recipient.id)
    )
    most = max(pairs.items(), key=lambda one: (one[1], one[0]), default=(("PRK", "USA"), 0))[0]
    return ",".join(most)


def telling_claims(rows: Sequence[ClaimRow], number: int) -> list[ClaimRow]:
    """The claims that show most of what a ledger holds, in the ledger's order.

    One after another is taken that is sure, says to whom and on whose word, and is unlike those taken before in language,
    type, factuality, parties and article. Nothing about it is random.
    """
    left = list(range(len(rows)))
    records = [claim_record(row.claim, row.article) for row in rows]
    seen: Counter[tuple[str, str]] = Counter()
    taken: list[int] = []
    while left and len(taken) < number:
        best = max(left, key=lambda at: (_worth(records[at], seen), -at))
        left.remove(best)
        taken.append(best)
        seen.update(_marks(records[best]))
    return [rows[at] for at in sorted(taken)]


def _worth(record: Record, seen: Counter[tuple[str, str]]) -> float:
    known = all(one["id"] != "UNK" for one in (*record["actors"], *record["recipients"]))
    worth = float(record["confidence"]) + 0.4 * bool(record["recipients"]) + 0.3 * bool(record["actors"]) * known
    worth += 0.4 * min(len(record["sources"]), 2) + 0.2 * bool(record["when"]) + 0.1 * bool(record["quantities"])
    return worth - sum(0.15 * seen[mark] for mark in _marks(record)) - 0.6 * seen["article", record["article_id"]]


def _marks(record: Record) -> list[tuple[str, str]]:
    parties = ",".join(sorted({one["id"] for one in (*record["actors"], *record["recipients"])}))
    marks = [(name, record[name]) for name in ("language", "event_type", "factuality")]
    return [*marks, ("parties", parties), ("article", record["article_id"])]
