"""The verb ``timeline``: the dealings of two actors, with a small chart."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date, today_asked, today_option
from enligt.cli.output import console, is_unicode, say, write_records
from enligt.cli.telling import counted
from enligt.config import checked_date
from enligt.errors import UsageError
from enligt.ledger import open_view
from enligt.model import FACTUALITIES
from enligt.reports.seeing import TIMELINE
from enligt.run import acting
from enligt.run.knowing import WHO, is_actor
from enligt.run.timelines import ANY
from enligt.run.timelines import timeline as told_over_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from enligt.reports.records import Record
    from enligt.run.periods import By

HALF = 14
"""Characters of the chart on each side of nothing."""

LONGEST_GAP = 12
"""Periods without an event that have a line each; of a longer run one line tells."""

_ONE_LINE: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis", "crop": True}


@options.verb(example="enligt timeline PRK RUS --by month --since 2024")
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@options.ledger_option
@options.since_filter
@options.until_filter
@click.option("--by", type=click.Choice(["week", "month", "year"]), default="month", show_default=True, help="Period.")
@click.option(
    "--factuality",
    type=click.Choice([*FACTUALITIES, ANY]),
    default="asserted",
    show_default=True,
    help="Events that some claim tells so; any: all.",
)
@click.option("--divide-by-read", "divided", is_flag=True, help="Per article read in the period, whatever it was about.")
@today_option
@options.format_option
@options.verbose_option
def timeline(  # noqa: PLR0913 - filters, each on its own
    *,
    a: str,
    b: str | None,
    ledger: str | None,
    since: str | None,
    until: str | None,
    by: By,
    factuality: str,
    divided: bool,
    today: str | None,
    format_: str,
) -> None:
    """Show the dealings of two actors over time, with the PLOVER score of each event.

    A and B are ids (PRK), or names of states, organisations or persons; without B, all dealings of A. Events are counted, never
    claims, and by default those alone that some claim asserts. ACCUSE counts -3; "published" has it as the manual prints it.
    Periods in which nothing happened are shown.
    """
    day = today_asked(today)
    dates: dict[str, Any] = {name: checked_date(one) if one else None for name, one in (("since", since), ("until", until))}
    path = options.settings(ledger=ledger).ledger
    bring_up_to_date(path)
    with open_view(path) as view:
        known = [(one, acting.resolved(view, one)) for one in (a, b) if one is not None]
        for one, met in known:
            if met is None and not is_actor(view, one):
                raise UsageError(f"nobody who takes part in a claim of this ledger is called {one!r}: {WHO}")
        if b is not None and (a.casefold() == b.casefold() or (known[0][1] is not None and known[0][1] == known[1][1])):
            raise UsageError(f"{a!r} and {b!r} are one: give two actors, or one alone for all its dealings")
        rows = told_over_time(view, a, b, **dates, today=day, by=by, factuality=factuality)
    for one in (one for one, met in known if met is None):
        say(f"nobody who takes part in a claim of this ledger is called {one!r}: `enligt actors` lists who does")
    names = [_name(met, one) for one, met in known]
    if format_ != "table":
        write_records(rows, format_=format_, sheet=TIMELINE)
        return
    _chart(console(), rows, names, by=by, factuality=factuality, divided=divided)


def _name(known: tuple[str, str | None] | None, asked: str) -> str:
    if known is None:
        return asked
    actor, person = known
    return person or (actor if acting.name_of(actor) == actor else f"{acting.name_of(actor)} ({actor})")


def _chart(  # noqa: PLR0913 - what is shown, and how it was asked for
    target: Console, rows: Sequence[Record], names: Sequence[str], *, by: str, factuality: str, divided: bool
) -> None:
    told = "told in whatever way" if factuality == ANY else f"that some claim tells as {factuality}"
    events = sum(one["events"] for one in rows)
    target.print(f"{' and '.join(names)}, by {by}: {counted(events, 'event')} {told}; events, not claims", markup=False)
    if not rows:
        return
    key = "score_per_article" if divided else "score"
    largest = max((abs(one[key] or 0.0) for one in rows), default=0.0)
    a, b = ("it acts", "others") if len(names) == 1 else (_short(names[0]), _short(names[1]))
    head = f"{'':<10} {'events':>6} {a:>8} {b:>8} {'both':>5} {'score':>7} {'published':>9}  {'conflict':>{HALF}}|cooperation"
    target.print(head + ("  (score per article read)" if divided else ""), style="bold")
    for several in _runs(rows):
        if len(several) > LONGEST_GAP:
            unread = sum(1 for one in several if not one["articles_read"])
            told = f"{counted(len(several), by)} to {several[-1]['period']} without an event, {unread} of them without an article"
            target.print(f"{several[0]['period']:<10} {0:>6} {told}", style="dim", **_ONE_LINE)
            continue
        for one in several:
            bar = _bar(one[key] or 0.0, largest, unicode=is_unicode(target))
            target.print(f"{_figures(one, divided=divided)}  {bar}  {_kinds(one)}".rstrip(), markup=False, **_ONE_LINE)
    unsure = sum(one["imprecise"] for one in rows)
    if unsure:
        target.print(f"{counted(unsure, 'event')} of a time longer than a {by}: under its first", style="dim")


def _runs(rows: Sequence[Record]) -> Iterator[list[Record]]:
    """The periods, those without an event together."""
    for empty, several in groupby(rows, key=lambda one: not one["events"]):
        run = list(several)
        yield from [run] if empty else ([one] for one in run)


def _figures(one: Record, *, divided: bool) -> str:
    read = one["articles_read"]
    number = one["events"] if not divided else f"{one['events_per_article']:.3f}" if read else ""
    ways = [one[name] or "" for name in ("a_acts", "b_acts", "together")]
    score, published = (_figure(one[name], divided=(read or 0) if divided else None) for name in ("score", "score_published"))
    line = f"{one['period'] or 'no date':<10} {number:>6} {ways[0]:>8} {ways[1]:>8} {ways[2]:>5}"
    return f"{line} {score:>7} {published:>9}"


def _kinds(one: Record) -> str:
    if one["articles_read"] == 0 and not one["events"]:
        return "nothing read"
    return ", ".join(f"{name} {n}" for name, n in one["types"].items())


def _short(name: str) -> str:
    return name.rpartition("(")[2].removesuffix(")")[:8]


def _figure(score: float, *, divided: int | None) -> str:
    if divided is not None:
        return f"{score / divided:+.3f}" if divided else ""
    return f"{score:+.1f}" if score else ""


def _bar(score: float, largest: float, *, unicode: bool) -> str:
    """A bar to the left of the middle for conflict, to the right for cooperation."""
    length = abs(score) / largest * HALF if largest else 0.0
    whole, rest = int(length), length - int(length)
    full, middle = ("█", "│") if unicode else ("#", "|")
    half = 0.25 <= rest < 0.75
    whole += 1 if rest >= 0.75 else 0
    if score < 0:
        return ((("▐" if unicode else "") if half else "") + full * whole).rjust(HALF) + middle + " " * HALF
    return " " * HALF + middle + (full * whole + (("▌" if unicode else "") if half else "")).ljust(HALF)
