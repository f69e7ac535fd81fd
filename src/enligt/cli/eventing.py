"""Verbs about events: ``events``; and how ``show`` tells of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options, searching, tables
from enligt.cli.listing import Listing, rows_asked, write_list
from enligt.cli.output import console, is_unicode, progress, write_records
from enligt.cli.saving import clock_options, keep, save_option, saved_option, with_saved
from enligt.cli.telling import counted
from enligt.cli.text import one_line, shortened
from enligt.config import checked_date
from enligt.errors import LedgerError, UsageError
from enligt.ledger import open_view, open_writer
from enligt.model import STATUSES
from enligt.reports.dossier import origin_words
from enligt.reports.events import EVENTS, number_range, places
from enligt.reports.records import claim_record
from enligt.reports.rows import chain, party
from enligt.run import asof, linking, telling
from enligt.run.knowing import refuse_unknown
from enligt.run.querying import OF_EVENTS, claim_query, event_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from enligt.ledger import ClaimRow, Writer
    from enligt.model import Status
    from enligt.reports.records import Record

COLUMNS = (
    tables.Column("event", "event", whole=True, style="dim"),
    tables.Column("when", "when", whole=True),
    tables.Column("type", "type", whole=True),
    tables.Column("who → whom", "who", ratio=3),
    tables.Column("status", "status", ratio=3),
    tables.Column("origins", "origins", ratio=3),
    tables.Column("claims", "claims", whole=True),
)
STATUS_STYLES = {"disputed": "red", "denied": "red", "corroborated": "green", "carried-out": "green", "overdue": "yellow"}


def link_all(writer: Writer, path: str) -> None:
    """Link the claims that are not linked yet.

    Args:
        writer: the ledger, open for writing.
        path: its file.

    Raises:
        LedgerError: the ledger cannot be written; what was linked is kept.
    """
    with open_view(path) as view:
        if waiting := len(writer.unlinked(linker=linking.version())):
            with progress("linking", total=waiting) as bar:
                for _ in linking.compare(writer, view):
                    bar.step("")
        if view.untold(teller=linking.teller()):
            with progress("telling events", total=None) as bar:
                for _ in linking.tell(writer, view):
                    bar.step("")


def bring_up_to_date(path: str, *, before: str | None = None) -> None:
    """Link the claims of a ledger that are not linked yet. One that cannot be written is told of as it is.

    Args:
        path: the ledger's file.
        before: what waits for that, to say so; None: nothing is said of it.
    """
    with open_view(path) as view:
        waiting = view.unlinked(linker=linking.version())
        if not waiting and not view.untold(teller=linking.teller()):
            return
    if before is not None:
        what = f"{counted(waiting, 'article')} to be linked into events" if waiting else "events to be told anew"
        click.echo(f"enligt: {what} before {before}", err=True)
    try:
        with open_writer(path) as writer:
            link_all(writer, path)
    except LedgerError as error:
        if waiting:  # what is linked and not told is told as it is asked for
            click.echo(f"enligt: {counted(waiting, 'article')} not linked into events yet: {error}", err=True)


def today_asked(today: str | None) -> str:
    """The day as of which status is told: as given, else today (UTC).

    Raises:
        UsageError: it is no whole day.
    """
    return datetime.now(UTC).date().isoformat() if today is None else whole_day(today, "--today")


def day_asked(today: str | None, known_by: str | None) -> str:
    """The same where ``--known-by`` may be given: alone, it is the day of ``--today`` too."""
    return today_asked(today if known_by is None or today is not None else whole_day(known_by, "--known-by"))


def whole_day(given: str, option: str) -> str:
    """A day in ISO form.

    Raises:
        UsageError: it is no whole day.
    """
    day = checked_date(given)
    if len(day) != len("2026-01-31"):
        raise UsageError(f"{option} takes a day, as in 2026-02-06: {given!r} is less precise")
    return day


today_option = click.option("--today", metavar="DATE", help="As known and told on this day.  [default: today]")


event_filters = options.stacked(
    click.option("--status", type=click.Choice(STATUSES), multiple=True, help="Of this status; may be given several times."),
    click.option(
        "--min-origins",
        type=click.IntRange(min=0),
        metavar="N",
        help="On at least N origins that are independent, as far as known.",
    ),
    click.option("--disputed", is_flag=True, help="Asserted by some and denied by others; as --status disputed."),
    click.option("--own-type", metavar="TYPE", help="Of this type itself; --type asks for one claim of it."),
    click.option("--participant", metavar="ID", help="With this actor (its id, or the name of a state) on either side."),
    click.option("--origin", metavar="NAME", help="Resting on this independent origin (its whole name)."),
    click.option("--month", metavar="MONTH", help="First published in this month: 2026-02."),
    click.option("--event", metavar="ID", help="This event alone, by its id, a former one, or the beginning of one."),
)
"""What is asked of an event, beside `options.claim_filters`, which one of its claims meets."""


@options.verb(example="enligt events --actor PRK --min-origins 2 --status disputed")
@options.ledger_option
@options.claim_filters
@event_filters
@options.like_option
@today_option
@clock_options
@save_option
@saved_option
@options.limit_option("events")
@options.format_option
@options.verbose_option
def events(  # noqa: PLR0913 - filters, each on its own
    *,
    ledger: str | None,
    format_: str,
    limit: int | None,
    today: str | None,
    like: str | None,
    save: str | None,
    saved: str | None,
    status: tuple[Status, ...],
    **filters: Any,
) -> None:
    """List events: acts, each with all that is claimed of it, and on how many independent origins.

    Filters about claims: the events with a claim that meets them all. The number of origins is told as "least to most":
    what cannot be traced is left out of the least. --today and --known-by also leave out what was published later; --known-by
    alone is the day of --today too. --as-of groups all that the ledger held by then anew, which takes as long as linking it.
    --like is not kept by --save, and does not go with --as-of.
    """
    day = day_asked(today, filters["known_by"])
    if like is not None and filters["as_of"]:
        raise UsageError("--like does not go with --as-of: events of an earlier moment cannot be searched by meaning")
    path = options.settings(ledger=ledger).ledger
    given = options.given(**filters, status=list(status) or None)
    claim_query(**{name: value for name, value in given.items() if name not in {*OF_EVENTS, "article"}})
    bring_up_to_date(path)
    with open_view(path) as view:
        if save is None:  # filters are kept for what is to come, too
            refuse_unknown(view, given)
        given = with_saved(view, saved, given, kinds=("events", "claims"))
        query = event_query(view, **given, limit=rows_asked(format_, limit))
        if save is not None:
            keep(path, save, kind="events", filters=given)
        if like is not None:
            searching.write_events(view, like, query, LISTING, today=day, format_=format_, limit=limit)
            return
        write_list(telling.event_records(view, query, today=day), LISTING, format_=format_, limit=limit)


def _parties(record: Record, role: str, *, brief: bool = False) -> str:
    those = (one for one in record["participants"] if one["role"] == role)
    return ", ".join(dict.fromkeys(one["id"] if brief else party(one) for one in those))


def who_row(record: Record, *, arrow: str, brief: bool = False) -> str:
    """Who did it to whom."""
    who, whom = (_parties(record, role, brief=brief) for role in ("actor", "recipient"))
    return f"{who or '?'} {arrow} {whom}" if whom else who or "?"


def origins_row(record: Record) -> str:
    """How many origins at least and at most; never one bare number."""
    least, most = record["independent_origins_min"], record["independent_origins_max"]
    names = ", ".join(one["name"] for one in record["origins"][:3])
    more = " …" if len(record["origins"]) > 3 else ""
    return f"{least} to {most}" + (f": {names}{more}" if names else "")


def _event_row(record: Record, *, arrow: str) -> Mapping[str, Text | str]:
    when = tables.interval(record["when"])
    return {
        "event": tables.short_id(record["event_id"]),
        "when": f"({when})" if when and record["when"]["basis"] == "publication" else when,
        "type": record["event_type"],
        "who": who_row(record, arrow=arrow, brief=True),
        "status": _styled(record),
        "origins": origins_row(record),
        "claims": str(len(record["claims"])),
    }


def _styled(record: Record) -> Text:
    from rich.text import Text  # noqa: PLC0415 - heavy: only for tables

    return Text(record["status_label"], style=STATUS_STYLES.get(record["status"], ""))


def _show(target: Console, records: Sequence[Record]) -> None:
    arrow = "→" if is_unicode(target) else "->"
    tables.show_table(target, COLUMNS, [_event_row(record, arrow=arrow) for record in records])


LISTING = Listing("event", _show, EVENTS)


def show_event(  # noqa: PLR0913 - clocks, each on its own
    path: str, prefix: str, *, format_: str, today: str | None, known_by: str | None = None, as_of: str | None = None
) -> bool:
    """Show one event: what, status, numbers, the tree of its origins, its claims with their sentences.

    Args:
        path: the ledger's file.
        prefix: the event's id, a former one, or the beginning of one.
        format_: as `write_list`.
        today: the day as of which it is told.
        known_by: the day by which what is told was published; alone, the day of ``today`` too.
        as_of: the day or moment at which the ledger is looked at.

    Returns:
        False where there is no such event.

    Raises:
        UsageError: several events begin so, or nothing of it was known on that day.
    """
    day = today_asked(known_by if today is None else today)
    clocks = claim_query(known_by=known_by, as_of=as_of)
    seen = min(day, clocks.known_by or day)
    bring_up_to_date(path)
    with open_view(path) as view:
        event_id = view.find_event(prefix)
        if event_id is None:
            return False
        told = asof.event(view, event_id, clocks, today=day) if as_of else linking.event(view, event_id, today=seen)
        if told is None:
            then = f" and added by {as_of}" if as_of else ""
            raise UsageError(f"{event_id}: nothing of it is in this ledger that was published by {seen}{then}")
        record = linking.on_day(linking.record_of(told, event_id), day)
        if as_of is None:
            record = telling.with_later(view, record, today=seen)
        if format_ != "table":
            write_records([record], format_=format_, sheet=EVENTS)
            return True
        _tell(console(), record, told[1])
        if as_of is None:
            _tell_history(console(), view.event_history(event_id))
    return True


def _tell_history(target: Console, past: Sequence[Mapping[str, Any]]) -> None:
    """How status, origins and claims were told before; nothing where they never changed."""
    if len(past) < 2:
        return
    target.print()
    for one in past:
        origins = f"{one['origins_min']} to {one['origins_max']} origins"
        told_at = one["told_at"][:16].replace("T", " ")
        target.print(f"{told_at}  {one['status']}, {origins}, {counted(one['claims'], 'claim')}", style="dim", markup=False)


def _tell(target: Console, record: Record, rows: Sequence[ClaimRow]) -> None:
    arrow = "→" if is_unicode(target) else "->"
    when = record["when"]
    types = ", ".join(f"{name} {n}" for name, n in record["types"].items()) if len(record["types"]) > 1 else ""
    tables.show_card(
        target,
        [
            ("event", record["event_id"]),
            ("act", record["event_type"] + (f"  (claims told as {types})" if types else "")),
            ("who", who_row(record, arrow=arrow)),
            ("when", tables.interval(when) + ("  (by publication)" if when and when["basis"] == "publication" else "")),
            ("where", ", ".join(places(record))),
            ("status", _styled(record)),
            ("denied by", ", ".join(one["name"] for one in record["disputed_by"])),
            ("origins", f"{record['origins_ground']}"),
            *(("rests on", one_line(f"{one['name']} ({origin_words(one)})")) for one in record["origins"]),
            ("numbers", "; ".join(number_range(one) for one in record["quantities"])),
            *(("says", words) for words in dict.fromkeys(_said(said) for one in record["quantities"] for said in one["said"])),
            ("how sure", _sureness(record)),
        ],
    )
    target.print()
    for root in record["tree"]:
        target.print(_tree(root))
    for merged in record["merged_origins"]:
        target.print(one_line(f"{merged['one']} and {merged['other']} count once: {merged['reason']}"), style="dim", markup=False)
    for circle in record["circles"]:
        target.print(one_line(f"cite each other in a circle: {', '.join(circle)}"), style="dim", markup=False)
    target.print()
    _tell_claims(target, rows)


def _said(one: Record) -> str:
    """A number as somebody gives it, and when."""
    day = f", {one['published']}" if one["published"] else ""
    return one_line(f"{one['name']}{day}: “{one['text']}”")


def _sureness(record: Record) -> str:
    if len(record["claims"]) == 1:
        return "one claim"
    several = "; its times lie far apart: may be several acts" if record["may_be_several"] else ""
    return f"claims belong together {record['confidence']:.2f}, the weakest {record['weakest_link']:.2f}{several}"


def _tree(hop: Record) -> Tree:
    from rich.text import Text  # noqa: PLC0415 - heavy: only for tables
    from rich.tree import Tree  # noqa: PLC0415 - as above

    def node(one: Record) -> Text:
        words = next((claim["span"]["text"] for claim in one["claims"] if claim["span"]), None)
        text = Text(one_line(one["name"]))
        if words and one_line(words) != one_line(one["name"]):
            text.append(f"  “{shortened(one_line(words), 60)}”", style="dim")
        return text

    def grow(tree: Tree, one: Record) -> None:
        for cited in one["cites"]:
            grow(tree.add(node(cited)), cited)

    tree = Tree(node(hop))
    grow(tree, hop)
    return tree


def _tell_claims(target: Console, rows: Iterable[ClaimRow]) -> None:
    """The claims in the order of publication: an assertion, a denial and a plan under one another, each with its sentence."""
    from rich.text import Text  # noqa: PLC0415 - heavy: only for tables

    hop = " ← " if is_unicode(target) else " <- "
    for row in rows:
        record = claim_record(row.claim, row.article)
        word = chain([{"name": record["outlet"] or record["document"], "depth": 0}, *record["sources"]], hop=hop)
        head = Text(f"{record['published'] or 'no date':<10}  {tables.short_id(record['claim_id'])}  ", style="dim")
        head.append(f"{record['factuality']:<9}", style=tables.FACTUALITY_STYLES.get(record["factuality"], ""))
        head.append(f"  {record['event_type']}  ").append(one_line(f"{word}  ({record['language']})"))
        target.print(head)
        target.print(Text("            ").append(tables.evidence(record, width=400)), style="italic")
