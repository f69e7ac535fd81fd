"""The verb ``watch``: a service in the foreground, or one round for cron."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING

import click

from enligt import ledger as ledgers
from enligt.cli import options
from enligt.cli.exits import DONE, INTERRUPTED, NOTHING_READ, PARTLY_READ
from enligt.cli.output import say
from enligt.cli.telling import counted
from enligt.cli.text import one_line
from enligt.config import Fetching
from enligt.model import Issue
from enligt.run import fetching, watching
from enligt.run.watchfile import read_watch_file
from enligt.sources.fetching import Fetcher

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from types import FrameType

    from enligt.run.recording import Recorded
    from enligt.run.watching import Round

NAP = 0.5
"""Seconds after which a sleeping watch sees that it is to stop."""


@options.verb(example="enligt watch feeds.toml")
@click.argument("file", metavar="FILE")
@click.option("--once", is_flag=True, help="Do what is due now, and end: for cron.")
@options.ledger_option
@options.reader_option
@options.verbose_option
@click.pass_context
def watch(context: click.Context, /, *, file: str, once: bool, ledger: str | None, reader: str | None) -> None:
    """Poll feeds on a schedule and keep what their articles claim.

    FILE names the feeds and sitemaps, how often each is polled, and when known articles are looked at again
    (docs/watching.md; docs/watch.toml is a sample). It runs until it is stopped with Ctrl-C or a SIGTERM, which let it
    finish the page in hand; a second one ends it at once. Whatever was done is kept, and the next watch goes on from there.
    """
    plan = read_watch_file(file)
    path = ledger or (str(plan.ledger) if plan.ledger is not None else options.settings().ledger)
    made_by = options.reader(reader)
    with (
        stopping() as stop,
        open_fetcher(plan.contact) as fetcher,
        ledgers.open_writer(path) as writer,
        ledgers.open_watches(path) as watches,
    ):
        watcher = watching.Watcher(
            plan,
            watches=watches,
            writer=writer,
            reader=made_by,
            fetcher=fetcher,
            tell=tell,
            is_stopped=lambda: stop.by is not None,
        )
        if once:
            done = watcher.round(grace=watching.GRACE)
            click.echo(one_line(line_of_round(done, moment=stop.now())))
            context.exit(stop.code() if done.stopped else code_of_round(done))
        for done in watcher.rounds(sleep=stop.sleep):
            click.echo(one_line(line_of_round(done, moment=stop.now())))
        click.echo("stopped: what was done is kept, and the same command goes on from there", err=True)
        context.exit(stop.code())


def open_fetcher(contact: str | None) -> AbstractContextManager[Fetcher]:
    """The fetcher of addresses, as the environment's settings want it; ``contact`` is the file's, which wins."""
    chosen = Fetching.of(os.environ)
    return Fetcher(fetching.limits(chosen), allow_addresses=chosen.allow_addresses, contact=contact or chosen.contact)


class Stop:
    """Whether, and by which signal, the watch is to stop."""

    def __init__(self) -> None:
        self.by: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Take in a signal: the first asks, the second ends."""
        if self.by is not None:
            raise KeyboardInterrupt
        self.by = number

    def sleep(self, seconds: float) -> None:
        """Sleep, but not through a signal."""
        until = time.monotonic() + seconds
        while self.by is None and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, NAP))

    def code(self) -> int:
        """What a stopped watch ends with: a SIGTERM is how a service is meant to end."""
        return DONE if self.by == signal.SIGTERM else INTERRUPTED

    @staticmethod
    def now() -> dt.datetime:
        """The moment that a line is written."""
        import datetime as dt  # noqa: PLC0415 - not needed for --help

        return dt.datetime.now(dt.UTC)


@contextlib.contextmanager
def stopping() -> Iterator[Stop]:
    """Let SIGINT and SIGTERM ask for an end instead of making one, for the time of a block."""
    stop = Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell(one: Recorded | Issue) -> None:
    """Lines about what could not be read; what pages lack is to be found by ``enligt issues``."""
    for issue in (one,) if isinstance(one, Issue) else one.issues:
        if issue.fatal:
            say(f"not read: {issue.location}: {issue.message}")


def line_of_round(done: Round, *, moment: dt.datetime) -> str:
    """One round in a line: ``2026-02-06 08:00:00Z round 3: 2 feeds polled (1 unchanged), 5 articles fetched …``."""
    notes = [f"{count} {what}" for count, what in ((done.unchanged, "unchanged"), (done.failed, "failed")) if count]
    line = f"{moment:%Y-%m-%d %H:%M:%SZ} round {done.number}: {counted(done.polled + done.failed, 'feed')} polled"
    line += f" ({', '.join(notes)})" if notes else ""
    line += f", {counted(done.fetched, 'new page')}, {done.looked} looked at again ({done.changed} changed)"
    line += f", {counted(done.tally.claims, 'claim')}"
    if done.tally.failed:
        line += f", {done.tally.failed} not read"
    if done.next_due is not None and not done.stopped:
        line += f"; next at {done.next_due:%Y-%m-%d %H:%M:%SZ}"
    return line


def code_of_round(done: Round) -> int:
    """The exit code of ``--once``: whether all, some or none of what was due could be done."""
    if not done.failed and not done.tally.failed:
        return DONE
    return PARTLY_READ if done.polled or done.tally.done else NOTHING_READ
