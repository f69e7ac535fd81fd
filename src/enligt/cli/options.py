"""Options that several verbs share, each defined once, and what they turn into."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from enligt.config import SaidOfPages, Settings
    from enligt.model import Reader
    from enligt.run.looking import Look
    from enligt.run.workers import Crew

    Decorator = Callable[[Callable[..., Any]], Any]

FORMATS = ("table", "jsonl", "json", "csv")
OUTCOME_WORDS = ("claims", "no-claims", "aside", "duplicate", "unsupported", "failed")
"""As in enligt.ledger.OUTCOMES (a test compares), which is not imported for the sake of a help text."""

TABLE_ROWS = 50
"""Rows of a table unless ``--limit`` says otherwise; data formats have no limit of their own."""


class VerbCommand(click.Command):
    """A command whose help ends with one example."""

    def __init__(self, *arguments: Any, example: str, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's shape
        """The example, below the options."""
        with formatter.section("Example"):
            formatter.write(f"{'':{formatter.current_indent}}{self.example}\n")


def verb(*, example: str, name: str | None = None) -> Decorator:
    """Make a function a verb of the command line, by its own name and docstring.

    Args:
        example: one line that a user could type.
        name: of the verb, where no function can be called so (``import``).
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        return click.command(name, cls=VerbCommand, example=example)(function)

    return decorate


def _be_verbose(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's callback shape
    if value and not context.resilient_parsing:
        import logging  # noqa: PLC0415 - a tenth of the start-up time, and seldom needed

        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        logging.getLogger("enligt").setLevel(logging.DEBUG)


def _remember_ledger(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    # `enligt --ledger X claims` and `enligt claims --ledger X` mean the same; the nearer one wins.
    inherited = context.parent.meta.get("enligt.ledger") if context.parent else None
    chosen = value or inherited
    if chosen:
        context.meta["enligt.ledger"] = chosen
    return chosen


ledger_option = click.option(
    "--ledger",
    metavar="FILE",
    callback=_remember_ledger,
    help="The ledger's file.  [default: $ENLIGT_LEDGER, else enligt.db]",
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_be_verbose, help="Log what is done, to standard error."
)
reader_option = click.option("--reader", metavar="NAME", help="Who reads the articles.  [default: trained]")
published_option = click.option(
    "--published", metavar="DATE", help="Day of publication (2026-02-06, 2026-02 or 2026), whatever the pages say."
)
map_option = click.option(
    "--map",
    "fields",
    metavar="FIELD=NAME",
    multiple=True,
    help="What JSON Lines call a field: text, title, published, outlet, url …",
)
boilerplate_option = click.option(
    "--boilerplate", metavar="FILE", help="Lines of sites to leave out, as `enligt boilerplate learn` writes them."
)
jobs_option = click.option(
    "--jobs", type=int, default=1, show_default=True, metavar="N", help="Processes that read side by side; 0: one a core."
)
from_start_option = click.option(
    "--from-start", is_flag=True, help="Read archives and JSON Lines from their beginning, not from where a run left them."
)
language_option = click.option(
    "--language", metavar="CODE", help="Language of the articles (sv, nb, nn, da, en), whatever they look like."
)
all_option = click.option(
    "--all", "everything", is_flag=True, help="Read what a first look would put aside too, or has put aside before."
)
all_of_these_option = click.option("--all", "everything", is_flag=True, help="Read what a first look would pass over too.")
audit_option = click.option(
    "--audit",
    type=click.FloatRange(min=0, max=1),
    metavar="SHARE",
    default=0.0,
    help="Read this share (0.01) of what is put aside all the same, and estimate what the rest holds.",
)
format_option = click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="For people (table) or programs."
)


def limit_option(what: str) -> Decorator:
    """``--limit N``: at most so many rows."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"At most N {what}.  [default: {TABLE_ROWS} in a table, all else]",
    )


def stacked(*options: Decorator) -> Decorator:
    """Several options as one decorator, in the order given."""

    def decorate(function: Callable[..., Any]) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


outlet_filter = click.option("--outlet", metavar="NAME", help="Of this outlet.")
language_filter = click.option("--language", metavar="CODE", help="Written in sv, nb, nn, da or en.")
since_filter = click.option("--since", metavar="DATE", help="Of this day (month, year) or later.")
until_filter = click.option("--until", metavar="DATE", help="Of this day (month, year) or earlier.")
text_filter = click.option("--text", metavar="WORDS", help="Holding these words.")
article_filter = click.option("--article", metavar="ID", help="Of this article; the beginning of its id will do.")
reader_filter = click.option(
    "--reader", metavar="NAME", help="Made by this reader.  [default: the ledger's first, and what was imported]"
)
all_versions_flag = click.option("--all-versions", is_flag=True, help="What later readings replaced as well.")
_about_claims = stacked(
    click.option("--actor", metavar="ID", help="Done by this actor: PRK, Nordkorea, EUU, al-qaeda, or words of a name."),
    click.option("--recipient", metavar="ID", help="Done to this actor."),
    click.option("--pair", metavar="A,B", help="Between these two, whoever acts."),
    click.option("--type", "event_type", metavar="TYPE", help="Of this event type: CONSULT, SANCTION, ASSAULT …"),
    click.option("--mode", metavar="MODE", help="In this mode of its type: visit, withdraw, arrest, drone …"),
    click.option("--context", metavar="NAME", help="About this beside its type: military, legal, refugee, nuclear …"),
    click.option("--goods", metavar="WORD", help="Naming weapons or goods of this kind or model: drones, grain, F-16 …"),
    click.option("--factuality", metavar="WORD", help="asserted, planned, possible or denied."),
    click.option("--source", metavar="NAME", help="On the word of this source, anywhere in the chain."),
    article_filter,
    outlet_filter,
    language_filter,
    since_filter,
    until_filter,
    text_filter,
    click.option("--place", metavar="WORDS", help="At a place whose words hold these."),
    click.option(
        "--min-confidence", metavar="P", help="With at least this chance, 0 to 1, that who, what, to whom and whether are right."
    ),
)
reread_filters = _about_claims
like_option = click.option(
    "--like",
    metavar="WORDS",
    help="Holding these words, then parts of words (soldat: elitsoldater), then meaning something like them, in any language.",
)
rejected_flag = click.option("--rejected", is_flag=True, help="Those that a person rejected as well.")
uncorrected_flag = click.option("--uncorrected", is_flag=True, help="As readers made them, without what people set right.")
claim_filters = stacked(_about_claims, reader_filter, all_versions_flag, rejected_flag)


def settings(*, ledger: str | None = None, reader: str | None = None) -> Settings:
    """What holds for this run: the options, else the environment, else the defaults."""
    from enligt.config import Settings  # noqa: PLC0415 - not needed for --help, which is to be quick

    return Settings.of(os.environ, ledger=ledger, reader=reader)


def reader(name: str | None) -> Reader:
    """The reader that was asked for, one of the package's or of the user's own; else the default.

    Raises:
        UsageError: there is none of that name.
        WeightsError: its weights are missing or damaged.
    """
    from enligt import readers  # noqa: PLC0415 - not needed for --help

    chosen = settings(reader=name)
    return readers.load(chosen.reader, folder=chosen.readers)


@contextlib.contextmanager
def reading(name: str | None, *, jobs: int, said: SaidOfPages, look: Look | None) -> Iterator[Reader | Crew]:
    """The reader that was asked for, or a crew of processes each of which has one.

    Raises:
        UsageError: there is none of that name, or the number of jobs cannot be.
        WeightsError: its weights are missing or damaged.
    """
    from enligt.run import workers  # noqa: PLC0415 - not needed for --help

    number = workers.checked_jobs(jobs)
    if number == 1:
        yield reader(name)
        return
    chosen = settings(reader=name)
    with workers.Crew(number, workers.Named(chosen.reader, chosen.readers), said=said, look=look) as crew:
        yield crew


def look(paths: Sequence[str], *, everything: bool, audit: float) -> Look | None:
    """The first look at pages that were not named themselves; None where everything is to be read.

    Raises:
        UsageError: ``--audit`` beside ``--all``.
    """
    from enligt.run.looking import chosen  # noqa: PLC0415 - not needed for --help

    return chosen(paths, everything=everything, audit=audit)


def given(**filters: Any) -> dict[str, Any]:
    """The filters that were given at all."""
    return {name: value for name, value in filters.items() if value not in (None, "", False)}
