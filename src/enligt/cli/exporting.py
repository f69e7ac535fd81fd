"""The verb ``export``: events and claims in the conventions of the field."""

from __future__ import annotations

import sys
from typing import Any

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date, day_asked, event_filters, today_option
from enligt.cli.output import binary_output, say
from enligt.cli.saving import clock_options
from enligt.cli.telling import counted
from enligt.errors import UsageError
from enligt.ledger import open_view
from enligt.reports.exports import EXPORTS
from enligt.run import exporting
from enligt.run.knowing import refuse_unknown
from enligt.run.querying import OF_EVENTS, claim_query, event_query


@options.verb(example="enligt export --format tables --out spring --actor PRK --since 2024-03")
@options.ledger_option
@click.option(
    "--format", "format_", type=click.Choice(list(EXPORTS)), required=True, help="Which; docs/exports.md tells of each."
)
@click.option(
    "--of",
    type=click.Choice(["claims", "events"]),
    default="claims",
    show_default=True,
    help="What csv, jsonl and parquet list; the other formats hold events with their claims.",
)
@click.option("--out", metavar="FILE|FOLDER", help="Where to write it.  [default: standard output]")
@click.option("--overwrite", is_flag=True, help="Put it in the place of an export that is there.")
@click.option("--no-text", "no_text", is_flag=True, help="Leave offsets and hashes instead of words of the articles.")
@options.claim_filters
@event_filters
@today_option
@clock_options
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N claims or events.")
@options.verbose_option
def export(  # noqa: PLR0913 - filters, each on its own
    *,
    ledger: str | None,
    format_: str,
    of: str,
    out: str | None,
    overwrite: bool,
    no_text: bool,
    factuality: str | None,
    status: tuple[str, ...],
    today: str | None,
    limit: int | None,
    **filters: Any,
) -> None:
    """Write events and claims in a format that other programs read.

    Formats of event data hold what is asserted alone, and say so; --factuality takes one or several words (asserted,planned)
    or all. Filters are those of `enligt events`. A file appears when it is whole; what is said of the export stands in it,
    or in FILE.README.md beside it.
    """
    chosen = exporting.export_named(format_)
    day = day_asked(today, filters["known_by"])
    factualities = exporting.factualities_asked(factuality, chosen)
    if out is None and (chosen.folder or (chosen.binary and sys.stdout.isatty())):
        raise UsageError(f"--format {format_} needs --out {'FOLDER' if chosen.folder else 'FILE'}")
    asked = options.given(**filters, status=list(status) or None)
    told = {**asked, "status": ",".join(status), "limit": limit}
    path = options.settings(ledger=ledger).ledger
    claim_query(
        **{name: value for name, value in asked.items() if name not in {*OF_EVENTS, "article"}}
    )  # what cannot be asked is refused before anything is linked
    bring_up_to_date(path)
    with open_view(path) as view:
        of_claims = chosen.records is not None and of == "claims"
        refuse_unknown(view, asked)
        query = event_query(view, **asked)
        order = exporting.Order(
            export=chosen,
            query=query,
            factualities=factualities,
            today=day,
            of="claims" if of_claims else "events",
            text=not no_text,
            filters={name: str(value) for name, value in told.items() if value not in (None, "", False)},
            limit=limit,
        )
        if out is None:
            written = exporting.to_stream(view, order, binary_output())
            for name, value in order.about().words().items():
                say(f"{name}: {value}")
            return
        written = exporting.to_place(view, order, out, overwrite=overwrite)
    number = (
        [counted(written.claims, "claim")] if of_claims else [counted(written.events, "event"), counted(written.claims, "claim")]
    )
    click.echo(f"{out}: {', '.join(number)}; {order.about().words()['factuality']}")
