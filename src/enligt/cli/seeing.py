"""Verbs over all that a ledger holds: ``sources``, ``actors``, ``coverage``; and how ``show`` tells of a source or an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from enligt.cli import options, tables
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.listing import Listing, rows_asked, write_list
from enligt.cli.output import console, is_unicode, write_records
from enligt.cli.telling import counted
from enligt.config import checked_date, checked_language
from enligt.errors import UsageError
from enligt.ledger import open_view
from enligt.model import SourceKind
from enligt.reports import seeing
from enligt.run import acting, covering, sourcing
from enligt.run.knowing import WHO, refuse_unknown
from enligt.run.knowing import is_actor as is_actor_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet
    from enligt.run.periods import By

    Row = Callable[[Record], Mapping[str, Text | str]]

SOURCE_KINDS = get_args(SourceKind)

SOURCE_COLUMNS = (
    tables.Column("source", "name", ratio=4),
    tables.Column("kind", "kind", whole=True),
    tables.Column("of", "country", whole=True),
    tables.Column("speaks for", "speaks_for", whole=True, from_width=100),
    tables.Column("carries", "carried", whole=True),
    tables.Column("cited in", "cited", whole=True),
    tables.Column("origin of", "originated", whole=True),
    tables.Column("relayed by", "outlets", ratio=3),
    tables.Column("owner", "owner", ratio=2, from_width=140),
)
ACTOR_COLUMNS = (
    tables.Column("actor", "actor", whole=True),
    tables.Column("name", "name", ratio=2),
    tables.Column("claims", "claims", whole=True),
    tables.Column("acts", "acts", whole=True),
    tables.Column("acted upon", "receives", whole=True),
    tables.Column("events", "events", whole=True),
    tables.Column("seen", "seen", whole=True),
    tables.Column("names", "names", ratio=3),
)
COVERAGE_COLUMNS = (
    tables.Column("period", "period", whole=True),
    tables.Column("outlet", "outlet", ratio=3),
    tables.Column("language", "language", whole=True),
    *(tables.Column(name, name, whole=True) for name in covering.COUNTS),
)


def _source_row(record: Record) -> Mapping[str, Text | str]:
    more = record["relaying_outlets"] - 3
    names = ", ".join(one["name"] for one in record["outlets"][:3]) + (f" and {more} more" if more > 0 else "")
    return {
        "name": record["name"],
        "kind": record["kind"],
        "country": record["country"] or "",
        "speaks_for": record["speaks_for"] or "",
        "carried": _number(record["claims_carried"]),
        "cited": _number(record["claims_cited"]),
        "originated": _number(record["claims_originated"]),
        "outlets": names,
        "owner": record["owner"] or "",
    }


def _number(count: int) -> str:
    return str(count) if count else ""


def _actor_row(record: Record) -> Mapping[str, Text | str]:
    return {
        "actor": record["actor"],
        "name": record["name"] if record["name"] != record["actor"] else "",
        "claims": str(record["claims"]),
        "acts": _number(record["claims_as_actor"]),
        "receives": _number(record["claims_as_recipient"]),
        "events": str(record["events"]),
        "seen": _span(record),
        "names": ", ".join(one["name"] for one in record["names"]),
    }


def _span(record: Record) -> str:
    first, last = record["first_seen"] or "", record["last_seen"] or ""
    return first if first == last else f"{first} to {last}"


def _coverage_row(record: Record) -> Mapping[str, Text | str]:
    told = {name: _number(record[name]) for name in covering.COUNTS}
    return {**told, **{name: record[name] or "" for name in ("period", "outlet", "language")}}


def _listing(thing: str, columns: Sequence[tables.Column], row: Row, sheet: Sheet) -> Listing:
    def show(target: Console, records: Sequence[Record]) -> None:
        tables.show_table(target, columns, [row(record) for record in records])

    return Listing(thing, show, sheet)


SOURCES = _listing("source", SOURCE_COLUMNS, _source_row, seeing.SOURCES)
ACTORS = _listing("actor", ACTOR_COLUMNS, _actor_row, seeing.ACTORS)
COVERAGE = _listing("row", COVERAGE_COLUMNS, _coverage_row, seeing.COVERAGE)


def _dates(since: str | None, until: str | None) -> dict[str, str | None]:
    """Days, months or years, checked."""
    return {name: checked_date(day) if day else None for name, day in (("since", since), ("until", until))}


@options.verb(example="enligt sources --kind agency --since 2026-01")
@options.ledger_option
@click.option("--kind", type=click.Choice(SOURCE_KINDS), help="Of this kind.")
@click.option("--country", metavar="ID", help="Of this state (RUS) or organisation.")
@options.since_filter
@options.until_filter
@options.limit_option("sources")
@options.format_option
@options.verbose_option
def sources(  # noqa: PLR0913 - filters, each on its own
    *,
    ledger: str | None,
    format_: str,
    limit: int | None,
    kind: str | None,
    country: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List on whose word: every source that claims cite, and every outlet.

    Two names of one agency are one source. "carries": claims of its own articles; "cited in": claims that name it anywhere in
    their chain; "origin of": claims whose chain ends with it. --since and --until are of publication.
    """
    with open_view(options.settings(ledger=ledger).ledger) as view:
        if country is not None and not is_actor_known(view, country):
            raise UsageError(f"--country: no state or organisation is called {country!r}: {WHO}")
        found = sourcing.sources(view, kind=kind, country=country, **_dates(since, until), limit=rows_asked(format_, limit))
    write_list(found, SOURCES, format_=format_, limit=limit)


@options.verb(example="enligt actors --kind armed-group --limit 20")
@options.ledger_option
@click.option("--kind", type=click.Choice(acting.KINDS), help="Of this kind.")
@options.since_filter
@options.until_filter
@options.limit_option("actors")
@options.format_option
@options.verbose_option
def actors(  # noqa: PLR0913 - filters, each on its own
    *, ledger: str | None, format_: str, limit: int | None, kind: str | None, since: str | None, until: str | None
) -> None:
    """List who acts and who is acted upon, with the persons and groups seen under each.

    --since and --until are of the act, or of publication where no day is told. Participants that nobody knows are left out.
    """
    path = options.settings(ledger=ledger).ledger
    bring_up_to_date(path)
    with open_view(path) as view:
        found = acting.actors(view, kind=kind, **_dates(since, until), limit=rows_asked(format_, limit))
    write_list(found, ACTORS, format_=format_, limit=limit)


@options.verb(example="enligt coverage --by month --format csv")
@options.ledger_option
@click.option("--by", type=click.Choice(["day", "week", "month", "year"]), default="day", show_default=True, help="Period.")
@options.outlet_filter
@options.language_filter
@options.since_filter
@options.until_filter
@options.limit_option("rows")
@options.format_option
@options.verbose_option
def coverage(  # noqa: PLR0913 - filters, each on its own
    *,
    ledger: str | None,
    format_: str,
    limit: int | None,
    by: By,
    outlet: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List how much was read, put aside and failed, by period, outlet and language.

    Articles go by their day of publication. A page of which no article came goes by the day on which it was fetched or added,
    and by the outlet at home at its address.
    """
    tongue = checked_language(language) if language else None
    with open_view(options.settings(ledger=ledger).ledger) as view:
        refuse_unknown(view, {"outlet": outlet})
        found = covering.coverage(view, by=by, outlet=outlet, language=tongue, **_dates(since, until))
    write_list(found, COVERAGE, format_=format_, limit=limit)


# --- show ---


def show_named(view: View, name: str, *, as_: str | None, format_: str, roles: Sequence[Record] = ()) -> bool:
    """Show the actor or source of a name; False where there is none.

    Args:
        view: the ledger.
        name: as `acting.find_actor` and `sourcing.find_source` take it.
        as_: ``actor`` or ``source``, if one is meant; an actor goes before a source of the same name.
        format_: as `write_list`.
        roles: who held which office, told with an actor where it is not a table.

    Raises:
        UsageError: several are called so.
    """
    if as_ != "source" and (record := acting.find_actor(view, name)) is not None:
        if format_ == "table":
            _tell_actor(console(), record)
        else:
            write_records([{**record, "roles": list(roles)}], format_=format_, sheet=seeing.ACTOR)
        return True
    if as_ != "actor" and (record := sourcing.find_source(view, name)) is not None:
        if format_ == "table":
            _tell_source(console(), record)
        else:
            write_records([record], format_=format_, sheet=seeing.SOURCE)
        return True
    return False


def is_actor(view: View, word: str) -> bool:
    """Whether a claim of the ledger has an actor of this id."""
    with view.overview() as overview:
        return overview.actors.known(word) is not None


def is_source(view: View, word: str) -> bool:
    """Whether a source or outlet of the ledger is called so, as a whole."""
    return sourcing.is_called(view, word)


def _several(rows: Iterable[Record], key: str = "name", most: int = 12) -> str:
    told = [f"{one[key]} {one['claims']}" for one in rows]
    return ", ".join(told[:most]) + (f" and {len(told) - most} more" if len(told) > most else "")


def _tell_source(target: Console, record: Record) -> None:
    own = record["own_share"]
    speaks = f"{record['speaks_for']}: {record['note']}" if record["speaks_for"] else ""
    tables.show_card(
        target,
        [
            ("source", record["name"]),
            ("also", ", ".join(record["aliases"])),
            ("kind", record["kind"]),
            ("of", record["country"] or ""),
            ("owner", record["owner"] or ""),
            ("speaks for", speaks),
            ("carries", counted(record["claims_carried"], "claim") if record["claims_carried"] else ""),
            ("its own", "" if own is None else f"{record['claims_own']} of these, {own:.0%}, which cite nobody"),
            ("cited in", counted(record["claims_cited"], "claim") if record["claims_cited"] else ""),
            ("origin of", counted(record["claims_originated"], "claim")),
            ("seen", _span(record)),
            ("relays", _several(record["relays"])),
            ("relayed by", _several(record["relayed_by"])),
        ],
    )
    target.print()
    mark = "█" if is_unicode(target) else "#"
    _bars(target, {one["month"]: one["carried"] + one["cited"] for one in record["months"]}, mark=mark)
    if record["samples"]:
        target.print()
        tables.show_claims(target, record["samples"], unicode=is_unicode(target))


def _tell_actor(target: Console, record: Record) -> None:
    kinds: dict[str, int] = {}
    for one in record["types"]:
        kinds[one["event_type"]] = kinds.get(one["event_type"], 0) + one["claims"]
    types = ", ".join(f"{name} {n}" for name, n in sorted(kinds.items(), key=lambda one: (-one[1], one[0])))
    named = f"  ({record['name']})" if record["name"] != record["actor"] else ""
    tables.show_card(
        target,
        [
            ("actor", record["actor"] + named),
            ("person", record["person"] or ""),
            ("kind", record["kind"]),
            ("claims", f"{record['claims']}: acts in {record['claims_as_actor']}, acted upon in {record['claims_as_recipient']}"),
            ("events", str(record["events"])),
            ("seen", _span(record)),
            ("types", types),
        ],
    )
    for one in record["counterparts"][:12]:
        ways = (("towards it", one["acts_upon"]), ("from it", one["acted_upon_by"]), ("together", one["together"]))
        told = ", ".join(f"{n} {way}" for way, n in ways if n)
        other = one["actor"] if one["name"] == one["actor"] else f"{one['actor']} ({one['name']})"
        tables.show_card(target, [("with", f"{other}: {told}")])
    for one in record["persons"][:12]:
        words = f"  as “{'”, “'.join(one['mentions'])}”" if one["mentions"] else ""
        tables.show_card(target, [("named", f"{one['name']} {one['claims']}, {_span(one)}{words}")])
    target.print()
    _bars(target, {one["month"]: one["claims"] for one in record["months"]}, mark="█" if is_unicode(target) else "#")


def _bars(target: Console, counts: Mapping[str, int], *, mark: str, most: int = 24) -> None:
    """The last months, a bar each."""
    longest = max(counts.values(), default=0)
    for month in sorted(counts)[-most:]:
        length = max(1, round(counts[month] * 40 / longest)) if counts[month] else 0
        target.print(f"{month}  {counts[month]:>5}  {mark * length}")
