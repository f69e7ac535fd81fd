"""``digest``: what has changed since one looked last."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date, today_asked, today_option, who_row
from enligt.cli.output import write_records
from enligt.cli.saving import saved_filter, saved_option
from enligt.cli.tables import interval
from enligt.cli.text import one_line
from enligt.config import checked_date
from enligt.errors import UsageError
from enligt.ledger import EventQuery, open_view, open_writer
from enligt.reports.events import EVENTS
from enligt.run import digest as digests
from enligt.run.querying import event_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.reports.records import Record

DAYS = 7  # looked back where neither --since nor --saved says how far
HEADS = {"new": "New", "changed": "Changed", "disputed": "Newly disputed", "overdue": "Overdue"}
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


@options.verb(example="enligt digest --saved arms --mark")
@click.option(
    "--since", metavar="DATE", help=f"What happened from this day on.  [default: {DAYS} days ago, or the mark of --saved]"
)
@saved_option
@click.option("--mark", is_flag=True, help="Move the mark of --saved: the next digest begins where this one ends.")
@today_option
@options.ledger_option
@click.option(
    "--format", "format_", type=click.Choice(("md", "jsonl")), default="md", show_default=True, help="Markdown, or records."
)
@options.verbose_option
def digest(  # noqa: PLR0913 - options, each on its own
    *, since: str | None, saved: str | None, mark: bool, today: str | None, ledger: str | None, format_: str
) -> None:
    """Tell what is new, changed, newly disputed or overdue among the events.

    Since a day, or since the mark of filters that were kept under a name; nothing but --mark moves it. Changed is an event
    whose status or number of independent origins is another than it was. What counts is when articles were added; with a
    --today of an earlier day, when they were published: what a reader of that day would have been told since --since.
    """
    if mark and saved is None:
        raise UsageError("--mark moves the mark of filters with a name: name them with --saved")
    if since is not None and saved is not None and mark:
        raise UsageError("--mark goes on from the last one: leave out --since")
    day, past = _day_told(today, since, mark=mark)
    path = options.settings(ledger=ledger).ledger
    bring_up_to_date(path)
    until = None
    if mark:
        with open_writer(path) as writer:
            until = writer.moment()  # before anything is read: what is told meanwhile is told of next time too
    with open_view(path) as view:
        begin = _day(since) if since is not None else None
        query = EventQuery()
        if saved is not None:
            kept = saved_filter(view, saved)
            query = event_query(view, **kept.filters)
            begin = kept.seen_at if since is None else begin
        elif begin is None:
            begin = (date.fromisoformat(day) - timedelta(days=DAYS)).isoformat()
        told = digests.published if past else digests.digest
        found = told(view, since=begin, query=query, today=day)
    if format_ == "jsonl":
        write_records(_lines(found), format_="jsonl", sheet=EVENTS)
    else:
        click.echo("\n".join(_markdown(found, saved)))
    if saved is not None and until is not None:
        with open_writer(path) as writer:
            writer.see_filter(saved, until)


def _day_told(today: str | None, since: str | None, *, mark: bool) -> tuple[str, bool]:
    """The day of the digest, and whether it is an earlier one than today."""
    day = today_asked(today)
    past = day < today_asked(None)
    if past and mark:
        raise UsageError("--mark begins the next digest at this moment: leave out the --today of an earlier day")
    if since is not None and _day(since) > day:
        raise UsageError(f"--since {since} lies after the day of the digest, {day}: give an earlier day, or a later --today")
    return day, past


def _day(since: str) -> str:
    return (checked_date(since) + "-01-01")[:10]


def _lines(found: dict[str, Any]) -> Iterator[Record]:
    for name in digests.SECTIONS:
        for one in found[name]:
            yield {"change": name, "before": one["before"], **one["event"]}


def _markdown(found: dict[str, Any], saved: str | None) -> Iterator[str]:
    since = "everything" if found["since"] is None else f"since {found['since'][:16].replace('T', ' ')}"
    yield f"# Digest{': ' + _plain(saved) if saved else ''}, {since}, as of {found['today']}"
    for name in digests.SECTIONS:
        yield ""
        yield f"## {HEADS[name]} ({found['counts'][name]})"
        yield ""
        for one in found[name]:
            yield f"- {_line(one, name)}"
        if not found[name]:
            yield "Nothing."
        elif found["counts"][name] > len(found[name]):
            yield f"- … and {found['counts'][name] - len(found[name])} more: at most {digests.MOST} are told of"


def _line(one: Record, section: str) -> str:
    event, before = one["event"], one["before"]
    when = interval(event["when"])
    by = "published " if when and event["when"]["basis"] == "publication" else ""
    status = event["status_label"]
    ground = event["origins_ground"]
    if section == "changed" and before is not None:
        was = f"{before['independent_origins_min']} to {before['independent_origins_max']} origins"
        status = f"{status} (was {before['status']}, {was})"
    parts = [f"**{event['event_type']}** {_plain(who_row(event, arrow='→'))}", f"{by}{when}" if when else "", status]
    parts += [f"{'origin' if ground.startswith('1,') else 'origins'}: {ground}", f"`{event['event_id']}`"]
    if section == "disputed":
        parts.insert(3, f"denied by {_plain(', '.join(who['name'] for who in event['disputed_by']))}")
    return "; ".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Text from pages as Markdown that says just that."""
    return _MARKS.sub(r"\\\1", one_line(text))
