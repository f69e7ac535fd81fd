"""Verbs that read: ``add``, ``extract``, ``reread``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from enligt import ledger as ledgers
from enligt import sources
from enligt.cli import addresses, bars, options
from enligt.cli.eventing import link_all
from enligt.cli.exits import INTERRUPTED, code_of_run
from enligt.cli.listing import write_claims
from enligt.cli.output import progress
from enligt.cli.telling import IssueLines, record_all, tell_changes
from enligt.config import SaidOfPages
from enligt.model import Issue
from enligt.reports.records import claim_record
from enligt.run import fetching, looking, recording, rereading, stages
from enligt.run.knowing import refuse_unknown
from enligt.run.places import Places
from enligt.run.querying import claim_query, whole_article_id
from enligt.run.workers import read_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.cli.bars import Bar
    from enligt.reports.records import Record


@options.verb(example="enligt add news/ --published 2026-02-06")
@addresses.paths_argument
@options.ledger_option
@options.published_option
@options.language_option
@options.boilerplate_option
@options.map_option
@addresses.list_option
@addresses.again_option
@addresses.follow_options
@options.jobs_option
@options.from_start_option
@options.all_option
@options.audit_option
@options.reader_option
@options.verbose_option
@click.pass_context
def add(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    list_: str | None,
    ledger: str | None,
    fields: tuple[str, ...],
    again: float,
    steps: int,
    most: int,
    jobs: int,
    from_start: bool,
    reader: str | None,
    everything: bool,
    audit: float,
    **said: str | None,
) -> None:
    """Read pages and keep their claims in the ledger.

    PATH is a file (text, HTML, PDF, DOCX, MHTML, mail), a crawl archive (WARC), JSON Lines with a field for the text (.jsonl),
    a folder of such files, an address (https://...), or - for standard input. A page that the ledger holds already is passed
    over, and a run that was stopped goes on where it was. Of folders, archives and feeds, what a first look finds hardly to
    hold claims is put aside unread: `pages --outcome aside` lists it, --all reads it.
    """
    about = SaidOfPages.of(**said)
    named = sources.checked_fields(fields)
    wanted = addresses.wanted(paths, list_)
    look = options.look(wanted, everything=everything, audit=audit)
    chosen = options.settings(ledger=ledger, reader=reader)
    line = addresses.connected(ledger=chosen.ledger, again=again)
    tally = recording.Tally()
    with (
        options.reading(reader, jobs=jobs, said=about, look=look) as made_by,
        ledgers.open_writer(chosen.ledger) as writer,
        line,
        bars.over(wanted, "reading") as bar,
    ):
        places = Places(
            writer,
            reader=made_by.name,
            reader_version=made_by.version,
            options={**about.options(), **looking.options(look)},
            fields=named,
            from_start=from_start,
        )
        results = fetching.add(
            wanted,
            line=line,
            writer=writer,
            reader=made_by,
            said=about,
            fields=named,
            follow=fetching.Following(steps, most),
            places=places,
            watching=bar.watching,
            look=look,
        )
        stopped = record_all(results, tally=tally, bar=bar, ledger=chosen.ledger)
        if not stopped:
            link_all(writer, chosen.ledger)
    if audit:
        click.echo(tally.audit.line())
    context.exit(INTERRUPTED if stopped else code_of_run(tally))


@options.verb(example="enligt extract news/page.html --format jsonl > claims.jsonl")
@addresses.paths_argument
@options.published_option
@options.language_option
@options.boilerplate_option
@options.map_option
@addresses.list_option
@options.jobs_option
@options.all_of_these_option
@options.audit_option
@options.reader_option
@options.format_option
@options.verbose_option
@click.pass_context
def extract(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    list_: str | None,
    fields: tuple[str, ...],
    jobs: int,
    reader: str | None,
    everything: bool,
    audit: float,
    format_: str,
    **said: str | None,
) -> None:
    """Read pages and write their claims to standard output.

    PATH is a file (text, HTML, PDF, DOCX, MHTML, mail), a crawl archive (WARC), JSON Lines with a field for the text (.jsonl),
    a folder of such files, an address (https://...), or - for standard input. No ledger is kept. Of folders, archives and
    feeds, what a first look finds hardly to hold claims is passed over; --all reads it.
    """
    about = SaidOfPages.of(**said)
    named = sources.checked_fields(fields)
    wanted = addresses.wanted(paths, list_)
    look = options.look(wanted, everything=everything, audit=audit)
    with (
        options.reading(reader, jobs=jobs, said=about, look=look) as made_by,
        addresses.connected() as line,
        bars.over(wanted, "reading") as bar,
    ):
        run = _Extraction(bar)
        pages = bar.pages(sources.placed(wanted, fields=named, web=line.web, limits=about.limits))
        results = read_by(made_by, pages, said=about, look=look)
        write_claims(run.records(results), format_=format_)
    if audit:
        click.echo(run.tally.audit.line(), err=True)
    context.exit(INTERRUPTED if run.stopped else code_of_run(run.tally))


class _Extraction:
    """Claims' records as they come, until the end or Ctrl-C: a run that is stopped still writes whole records."""

    def __init__(self, bar: Bar) -> None:
        self.stopped = False
        self.tally = recording.Tally()
        self._bar = bar

    def records(self, results: Iterable[stages.PageRead | Issue]) -> Iterator[Record]:
        told = IssueLines(self._bar)
        pages = iter(results)
        try:
            while (one := self._next(pages)) is not None:
                self.tally.count(one if isinstance(one, Issue) else recording.unrecorded(one))
                self._bar.page(one.location if isinstance(one, Issue) else one.page.location, claims=self.tally.claims)
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
        refuse_unknown(view, filters)
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
            link_all(writer, chosen.ledger)
    context.exit(INTERRUPTED if stopped else code_of_run(tally))
