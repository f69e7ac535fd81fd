"""Verbs that read: ``add``, ``extract``, ``reread``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from enligt import ledger as ledgers
from enligt import sources
from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.exits import INTERRUPTED, code_of_run
from enligt.cli.listing import write_claims
from enligt.cli.output import files_under, progress
from enligt.cli.telling import IssueLines, record_all, tell_changes
from enligt.config import SaidOfPages
from enligt.model import Issue
from enligt.reports.records import claim_record
from enligt.run import recording, rereading, stages
from enligt.run.querying import claim_query, whole_article_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.cli.output import Progress
    from enligt.reports.records import Record


@options.verb(example="enligt add news/ --published 2026-02-06")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.ledger_option
@options.published_option
@options.language_option
@options.map_option
@options.reader_option
@options.verbose_option
@click.pass_context
def add(
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    ledger: str | None,
    fields: tuple[str, ...],
    reader: str | None,
    **said: str | None,
) -> None:
    """Read pages and keep their claims in the ledger.

    PATH is a file (text or HTML), a crawl archive (WARC), JSON Lines with a field for the text (.jsonl), a folder of such files,
    or - for standard input. A page that the ledger holds already is passed over,
    and a run that was stopped goes on where it was.
    """
    about = SaidOfPages.of(**said)
    named = sources.checked_fields(fields)
    chosen = options.settings(ledger=ledger, reader=reader)
    made_by = options.reader(reader)
    tally = recording.Tally()
    with ledgers.open_writer(chosen.ledger) as writer, progress("reading", total=files_under(paths)) as bar:
        results = recording.add(sources.pages(paths, fields=named), writer=writer, reader=made_by, said=about)
        stopped = record_all(results, tally=tally, bar=bar, ledger=chosen.ledger)
    if not stopped:
        bring_up_to_date(chosen.ledger)
    context.exit(INTERRUPTED if stopped else code_of_run(tally))


@options.verb(example="enligt extract news/page.html --format jsonl > claims.jsonl")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.published_option
@options.language_option
@options.map_option
@options.reader_option
@options.format_option
@options.verbose_option
@click.pass_context
def extract(
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    fields: tuple[str, ...],
    reader: str | None,
    format_: str,
    **said: str | None,
) -> None:
    """Read pages and write their claims to standard output.

    PATH is a file (text or HTML), a crawl archive (WARC), JSON Lines with a field for the text (.jsonl), a folder of such files,
    or - for standard input. No ledger is kept.
    """
    about = SaidOfPages.of(**said)
    named = sources.checked_fields(fields)
    made_by = options.reader(reader)
    with progress("reading", total=files_under(paths)) as bar:
        run = _Extraction(bar)
        results = stages.read_pages(sources.pages(paths, fields=named), reader=made_by, said=about)
        write_claims(run.records(results), format_=format_)
    context.exit(INTERRUPTED if run.stopped else code_of_run(run.tally))


class _Extraction:
    """Claims' records as they come, until the end or Ctrl-C: a run that is stopped still writes whole records."""

    def __init__(self, bar: Progress) -> None:
        self.stopped = False
        self.tally = recording.Tally()
        self._bar = bar

    def records(self, results: Iterable[stages.PageRead | Issue]) -> Iterator[Record]:
        told = IssueLines(self._bar)
        pages = iter(results)
        try:
            while (one := self._next(pages)) is not None:
                self.tally.count(one if isinstance(one, Issue) else recording.unrecorded(one))
                self._bar.step(f"{self.tally.claims} claims")
                for issue in (one,) if isinstance(one, Issue) else one.issues:
                    told.tell(issue)
                for reading in () if isinstance(one, Issue) else one.readings:
                    yield from (claim_record(claim, reading.article) for claim in reading.claims)
        finally:
            told.end()
            self._bar.end()

    def _next(self, pages: Iterator[stages.PageRead | Issue]) -> stages.PageRead | Issue | None:
        try:
            return next(pages, None)
        except KeyboardInterrupt:
            self.stopped = True
            self._bar.say("stopped: what was read by then is written out")
            return None


@options.verb(example="enligt reread --outlet Fjordposten --since 2026-01")
@options.ledger_option
@options.reread_filters
@options.reader_option
@options.verbose_option
@click.pass_context
def reread(context: click.Context, /, *, ledger: str | None, reader: str | None, article: str | None, **filters: Any) -> None:
    """Read the stored articles anew and tell what changed.

    With filters about claims: the articles that hold a claim which meets them all. Older claims stay in the ledger:
    `claims --all-versions` shows them. --reader names who reads.
    """
    chosen = options.settings(ledger=ledger, reader=reader)
    made_by = options.reader(reader)
    query = claim_query(**options.given(**filters))
    with ledgers.open_view(chosen.ledger) as view:
        if article is not None:
            query = replace(query, article=whole_article_id(view, article))
        wanted = rereading.article_ids(view, query)
    with (
        ledgers.open_writer(chosen.ledger) as writer,
        ledgers.open_view(chosen.ledger) as view,
        progress("rereading", total=len(wanted)) as bar,
    ):
        results = recording.reread(rereading.articles(view, wanted), writer=writer, reader=made_by)
        tally, stopped = tell_changes(results, bar=bar)
    if not stopped:
        bring_up_to_date(chosen.ledger)
    context.exit(INTERRUPTED if stopped else code_of_run(tally))
