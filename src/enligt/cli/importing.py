"""The verb ``import``: claims that another hand made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enligt.cli import options
from enligt.cli.eventing import link_all
from enligt.cli.exits import DONE, INTERRUPTED, NOTHING_READ, PARTLY_READ
from enligt.cli.output import progress
from enligt.cli.telling import IssueLines, counted
from enligt.cli.text import one_line
from enligt.ledger import open_view, open_writer
from enligt.model import Issue
from enligt.run import importing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.cli.output import Progress


@options.verb(example="enligt import coded.jsonl --reader second-coder", name="import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@options.ledger_option
@click.option("--reader", metavar="NAME", help="Who made the claims of lines that do not say; what a line says itself stays.")
@options.verbose_option
@click.pass_context
def import_(context: click.Context, /, *, files: tuple[str, ...], ledger: str | None, reader: str | None) -> None:
    """Take in claims that another hand made: an annotator, another coder, a language model.

    FILE holds a claim a line, as `claims --format jsonl` writes it, with its outlet and, if you have it, the whole article in
    "article_text", against which every span is held; - is standard input. A line that cannot be is told with its number and
    left out, alone. The claims are linked and shown beside the ledger's own, marked with their reader; importing twice
    changes nothing.
    """
    path = options.settings(ledger=ledger).ledger
    with open_writer(path) as writer, open_view(path) as view, progress("importing", total=None) as bar:
        results = importing.import_claims(files, writer=writer, view=view, reader=reader)
        tally, stopped = _run(results, bar, path)
        if not stopped:
            link_all(writer, path)
    if reader is not None and tally.readers and reader not in tally.readers:
        made = ", ".join(sorted(tally.readers)[:4])
        click.echo(one_line(f"--reader {reader} was not used: each line says itself who made its claim ({made})"), err=True)
    if stopped:
        context.exit(INTERRUPTED)
    context.exit(DONE if not tally.refused else PARTLY_READ if tally.taken else NOTHING_READ)


def _run(results: Iterable[importing.Imported | Issue], bar: Progress, path: str) -> tuple[importing.Tally, bool]:
    """To the end, telling what was refused and, however it ends, what was done; and whether Ctrl-C stopped it."""
    told, tally, stopped = IssueLines(bar), importing.Tally(), False
    try:
        for one in results:
            tally.count(one)
            if isinstance(one, Issue):
                told.tell(one)
            else:
                bar.step(f"{tally.taken} claims")
    except KeyboardInterrupt:
        stopped = True
    finally:
        told.end()
        bar.end()
        line = f"{counted(tally.new, 'claim')} in {counted(tally.articles, 'new article')} added to {path}"
        line += f"; {tally.known:,} there already" if tally.known else ""
        line += f"; {counted(tally.refused, 'line')} refused" if tally.refused else ""
        if stopped:
            click.echo("stopped: what was done is kept, and the same command goes on from there", err=True)
        click.echo(one_line(line))
    return tally, stopped
