"""The command line: ``enligt VERB``. Each verb is thin over the library; its module is imported only when it is called.

To add a verb: a click command named like it in a module of this room, and one row in ``VERBS``.
"""

from __future__ import annotations

import contextlib
import importlib
import keyword
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from enligt import __version__
from enligt.cli import exits, options
from enligt.cli.output import be_tolerant

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verb(NamedTuple):
    """A verb, the module that holds its command, and its line in ``enligt --help`` (a test holds it to the command's own).

    A command whose name Python keeps for itself is called with a ``_`` behind it.
    """

    name: str
    module: str
    line: str


VERBS = (
    Verb("demo", "enligt.cli.demo", "Read the bundled sample corpus and show what it claims."),
    Verb("add", "enligt.cli.reading", "Read pages and keep their claims in the ledger."),
    Verb("watch", "enligt.cli.watching", "Poll feeds on a schedule and keep what their articles claim."),
    Verb("serve", "enligt.cli.serving", "Show the ledger in the browser, with an API for programs."),
    Verb("extract", "enligt.cli.reading", "Read pages and write their claims to standard output."),
    Verb(
        "import", "enligt.cli.importing", "Take in claims that another hand made: an annotator, another coder, a language model."
    ),
    Verb("claims", "enligt.cli.viewing", "List claims: who did what to whom, and on whose word."),
    Verb(
        "events",
        "enligt.cli.eventing",
        "List events: acts, each with all that is claimed of it, and on how many independent origins.",
    ),
    Verb("digest", "enligt.cli.digesting", "Tell what is new, changed, newly disputed or overdue among the events."),
    Verb("filters", "enligt.cli.saving", "List the filters that were kept under a name."),
    Verb("sources", "enligt.cli.seeing", "List on whose word: every source that claims cite, and every outlet."),
    Verb("actors", "enligt.cli.seeing", "List who acts and who is acted upon, with the persons and groups seen under each."),
    Verb("timeline", "enligt.cli.timelines", "Show the dealings of two actors over time, with the PLOVER score of each event."),
    Verb("trace", "enligt.cli.tracing", "Trace each claim of an article: on whose word, who else says it, who contradicts it."),
    Verb("coverage", "enligt.cli.seeing", "List how much was read, put aside and failed, by period, outlet and language."),
    Verb("articles", "enligt.cli.viewing", "List articles."),
    Verb("export", "enligt.cli.exporting", "Write events and claims in a format that other programs read."),
    Verb("mcp", "enligt.cli.assistants", "Let an assistant ask the ledger, by the Model Context Protocol."),
    Verb("repeats", "enligt.cli.repeating", "List which article repeats which."),
    Verb("issues", "enligt.cli.viewing", "List what could not be read, and why."),
    Verb("pages", "enligt.cli.viewing", "List the pages handed in and what became of each."),
    Verb("show", "enligt.cli.showing", "Show one claim, article, event, source or actor."),
    Verb("explain", "enligt.cli.showing", "Show how a claim came about, step by step."),
    Verb(
        "judge",
        "enligt.cli.judging",
        "Accept, reject or correct claims, merge or split events, say who held an office; or take that back.",
    ),
    Verb("judgements", "enligt.cli.judging", "List what people decided, and whether it still holds."),
    Verb(
        "audit", "enligt.cli.auditing", "Draw a random queue to judge, and tell how much of it is right and how much is missed."
    ),
    Verb(
        "alerts",
        "enligt.cli.alerting",
        "Be told of what changes in the events of saved filters, by a web hook or by mail.",
    ),
    Verb("evaluate", "enligt.cli.evaluating", "Score claims against annotated documents."),
    Verb("teach", "enligt.cli.teaching", "Make a reader of your own from documents that you marked."),
    Verb("dates", "enligt.cli.dates", "Find the time expressions of a text, as intervals of days."),
    Verb("reread", "enligt.cli.reading", "Read the stored articles anew and tell what changed."),
    Verb("boilerplate", "enligt.cli.boilerplate", "Learn the lines that recur across a site's pages."),
    Verb("forget", "enligt.cli.keeping", "Erase an article, or all of an outlet, for good."),
    Verb("backup", "enligt.cli.keeping", "Copy the ledger, even while it is written to."),
    Verb("merge", "enligt.cli.keeping", "Join other ledgers into this one."),
    Verb("schema", "enligt.cli.keeping", "Print the JSON Schema of a claim."),
)


class Verbs(click.Group):
    """The group of all verbs: an explicit list, of which only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's shape
        """The verbs in the order of their table."""
        return [verb.name for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's shape
        """The command of a verb, imported now; None where there is no such verb."""
        for verb in VERBS:
            if verb.name == cmd_name:
                command = getattr(importlib.import_module(verb.module), verb.name + "_" * keyword.iskeyword(verb.name))
                if not isinstance(command, click.Command):
                    raise TypeError(f"{verb.module}.{verb.name} is no command")
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's shape
        """The list of verbs in ``--help``, out of the table, so that none need be imported."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb.name, verb.line) for verb in VERBS])


@click.command(
    cls=Verbs,
    epilog="Example: enligt demo",
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@options.ledger_option
@options.verbose_option
@click.version_option(__version__, prog_name="enligt", message="%(prog)s %(version)s")
def group(*, ledger: str | None) -> None:
    """A ledger of sourced claims from news in Swedish, Norwegian, Danish and English.

    Who did what to whom, and on whose word.
    """
    del ledger  # the option's callback has kept it for the verb


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give back its exit code; whatever ends it is one line on standard error, never a traceback.

    Args:
        arguments: what stands behind ``enligt``; by default the arguments of this process.
    """
    be_tolerant()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "_ENLIGT_COMPLETE" in os.environ:  # a shell asks for completions
        return int(group.main(words, prog_name="enligt", standalone_mode=False) or 0)
    try:
        code = _run(words)
        sys.stdout.flush()
    except OSError as error:
        if not exits.is_closed_output(error):
            return _failed(error)
        _forget_output()
        code = exits.DONE
    return code


def _run(words: list[str]) -> int:
    try:
        with group.make_context("enligt", words) as context:
            group.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return exits.code_of(error)
    except OSError as error:
        if exits.is_closed_output(error):
            raise
        return _failed(error)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where all that ends a run ends
        return _failed(error)
    return exits.DONE


def _failed(error: BaseException) -> int:
    import logging  # noqa: PLC0415 - a tenth of the start-up time, and seldom needed

    logging.getLogger(__name__).debug("ended by %s", type(error).__name__, exc_info=error)
    with contextlib.suppress(OSError, ValueError):
        click.echo(f"enligt: {exits.line_of(error)}", err=True)
    return exits.code_of(error)


def _forget_output() -> None:
    """Nobody reads standard output any more: let what is still to be flushed at exit go nowhere, without complaint."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
