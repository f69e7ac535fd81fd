"""The verb ``audit``: a random queue to judge, and what the judgements say of precision and recall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enligt.cli import options, tables
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.judging import author_of, author_option
from enligt.cli.listing import Listing, write_list
from enligt.cli.output import console, write_records
from enligt.cli.text import shortened
from enligt.errors import UsageError
from enligt.ledger import open_view, open_writer
from enligt.reports.rows import AUDITED, MEASURES
from enligt.run import auditing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from enligt.ledger import Judged, View
    from enligt.reports.records import Record

_COLUMNS = (
    tables.Column("item", "item", whole=True, style="dim"),
    tables.Column("state", "state", whole=True),
    tables.Column("language", "language", whole=True),
    tables.Column("what", "what", ratio=2),
    tables.Column("words", "words", ratio=5),
)


@options.verb(example="enligt audit --sample 200")
@click.option(
    "--sample", type=click.IntRange(1, 100_000), default=auditing.SAMPLE, show_default=True, metavar="N", help="How many."
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Another seed draws another queue.")
@click.option("--reader", metavar="NAME", help="Whose claims.  [default: the ledger's first]")
@click.option("--measures", is_flag=True, help="The figures alone.")
@click.option(
    "--missed", type=(str, str), metavar="ID WORDS", help="A sentence of this article holds a claim that was not found."
)
@click.option("--type", "event_type", metavar="TYPE", help="With --missed: of which type.")
@click.option("--checked", multiple=True, metavar="ID", help="This article was read to its end; what was missed is told.")
@author_option
@options.ledger_option
@options.limit_option("items")
@options.format_option
@options.verbose_option
def audit(  # noqa: PLR0913 - the verb's options
    *,
    sample: int,
    seed: int,
    reader: str | None,
    measures: bool,
    missed: tuple[str, str] | None,
    event_type: str | None,
    checked: tuple[str, ...],
    author: str | None,
    ledger: str | None,
    limit: int | None,
    format_: str,
) -> None:
    """Draw a random queue to judge, and tell how much of it is right and how much is missed.

    Claims over all languages and types, and articles, what was put aside among them. Judge the claims with `enligt judge`
    (accept, reject, correct); read each article to its end (`enligt show`), tell with --missed which sentences hold a claim
    that was not found, then say --checked. The same seed draws the same queue. Shown are precision, the share that is right as
    it stands, and recall, by language and type, each with its 95 % interval; they hold once the queue is judged to its end.
    """
    path = options.settings(ledger=ledger).ledger
    if event_type is not None and missed is None:
        raise UsageError("--type goes with --missed")
    if missed is not None or checked:
        _judge(path, missed, event_type, checked, author)
        return
    bring_up_to_date(path)
    with open_view(path) as view:
        made = auditing.audit(view, sample=sample, seed=seed, reader=reader)
        if measures and format_ != "table":
            write_records(auditing.measure_records(made), format_=format_, sheet=MEASURES)
            return
        if not measures:
            write_list(auditing.item_records(view, made), LISTING, format_=format_, limit=limit)
        if format_ == "table":
            _tell(console(), list(auditing.measure_records(made)), made)


def _judge(path: str, missed: tuple[str, str] | None, event_type: str | None, checked: Sequence[str], author: str | None) -> None:
    with open_view(path) as view:
        judged = _judged(view, missed, event_type, checked)
    with open_writer(path) as writer:
        made = writer.judge(judged, author=author_of(author))
    click.echo(f"noted: `enligt judge undo {' '.join(one.judgement_id[:12] for one in made)}` takes it back")


def _judged(view: View, missed: tuple[str, str] | None, event_type: str | None, checked: Sequence[str]) -> list[Judged]:
    found = [] if missed is None else [auditing.missed(view, *missed, event_type=event_type)]
    return [*found, *(auditing.checked(view, one) for one in checked)]


def _row(record: Record) -> Mapping[str, Text | str]:
    what = record["event_type"] or f"{record['kind']}{', put aside' if record['aside'] else ''}"
    if record["kind"] == "claim":
        who, whom = (", ".join(record[side] or ()) for side in ("actors", "recipients"))
        what += f" {who}{' > ' + whom if whom else ''} {record['factuality']}"
    state = record["state"] + (f", {record['missed']} missed" if record["missed"] else "")
    words = shortened(record["text"] or record["document"] or "", 300)
    short = tables.short_id(record["id"]) if record["kind"] != "page" else record["id"][:12]
    return {"item": short, "state": state, "language": record["language"], "what": what, "words": words}


def _show(target: Console, records: Sequence[Record]) -> None:
    tables.show_table(target, _COLUMNS, [_row(record) for record in records])


LISTING = Listing("item", _show, AUDITED)


def _tell(target: Console, records: Sequence[Record], made: auditing.Audit) -> None:
    done = sum(made.state(one) != "open" for one in made.queue)
    target.print(
        f"{done:,} of {len(made.queue):,} judged" + ("" if done == len(made.queue) else ": the figures hold once all are")
    )
    columns = tuple(tables.Column(name, name, whole=True) for name in ("measure", "of", "share", "95 % interval", "judged"))
    rows: list[Mapping[str, Text | str]] = [
        {
            "measure": one["measure"],
            "of": one["value"],
            "share": f"{one['share']:.2f}",
            "95 % interval": f"{one['low']:.2f} to {one['high']:.2f}",
            "judged": f"{one['judged']:,}",
        }
        for one in records
        if one["share"] is not None
    ]
    if rows:
        tables.show_table(target, columns, rows)
