"""Verbs by which people have the last word: ``judge``, ``judgements``."""

from __future__ import annotations

import getpass
import os

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.listing import JUDGEMENTS, write_list
from enligt.cli.roling import judge_role, judge_role_options, undo_role
from enligt.cli.telling import counted
from enligt.config import AUTHOR_VARIABLE
from enligt.errors import UsageError
from enligt.ledger import open_view, open_writer
from enligt.reports.records import judgement_record
from enligt.run import judging

ACTIONS = (*judging.ACTIONS, "role")

author_option = click.option("--author", metavar="NAME", help="Who decides.  [default: $ENLIGT_AUTHOR, else the user's name]")


@options.verb(example='enligt judge merge evt-44ab6666 evt-edeaf30b --reason "the same deployment"')
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--set",
    "settings",
    metavar="FIELD=VALUE",
    multiple=True,
    help="With correct: what is right, as event_type=SANCTION, actors=PRK,RUS, where=Kursk or 'quantity=> 3000 soldiers'.",
)
@author_option
@click.option("--reason", metavar="TEXT", help="Why; it is kept with the decision.")
@click.option(
    "--seen",
    metavar="ID",
    help="As `show` told it: the claim's last judgement, else its version. What has changed since is refused.",
)
@judge_role_options
@options.ledger_option
@options.verbose_option
def judge(  # noqa: PLR0913 - options, each on its own
    *,
    action: str,
    ids: tuple[str, ...],
    settings: tuple[str, ...],
    author: str | None,
    reason: str | None,
    seen: str | None,
    ledger: str | None,
    start: str | None,
    end: str | None,
    wrong: bool,
) -> None:
    """Accept, reject or correct claims, merge or split events, say who held an office; or take that back.

    accept and reject take claims; a rejected claim counts no more in lists and events. correct takes a claim and, with --set,
    what is right: event_type, mode, factuality, actors, recipients (ids; a person after its state, "GBR Boris Johnson"),
    sources, nearest first ("Reuters < US official (unnamed)"), when, where (a name), quantity ("~ 3000 soldiers"); nothing
    behind the sign takes the value away. merge takes two or more events (or claims of them), split claims of one event, which
    become an event of their own. role takes a person, a state and an office ("Andrej Belousov" RUS defence-minister), held
    --from to --to, or --wrong. undo takes judgements. Nothing is overwritten: each decision is kept with its author, and every
    later run honours it. Ids may be cut short.
    """
    path = options.settings(ledger=ledger).ledger
    if settings and action != "correct":
        raise UsageError(f"--set goes with correct, not with {action}")
    if action == "role":
        _of_claims_alone(seen, action)
        judge_role(path, ids, author=author_of(author), reason=reason, start=start, end=end, wrong=wrong)
        return
    if start or end or wrong:
        raise UsageError(f"--from, --to and --wrong are for judge role, not for judge {action}")
    if action == "undo" and ids[0].lower().startswith("rol-"):
        _of_claims_alone(seen, "undo of a role")
        for one in ids:
            undo_role(path, one, author=author_of(author), reason=reason)
        return
    bring_up_to_date(path)
    with open_view(path) as view:
        judged = judging.judged(view, action, ids, settings)
    with open_writer(path) as writer:
        made = writer.judge(judged, author=author_of(author), reason=reason, seen=seen)
    bring_up_to_date(path)
    undo = f"enligt judge undo {' '.join(one.judgement_id[:12] for one in made)}"  # all of them: what is pasted takes all back
    click.echo(f"{counted(len(made), 'judgement')}: `{undo}` takes {'it' if len(made) == 1 else 'them'} back")


def _of_claims_alone(seen: str | None, action: str) -> None:
    if seen is not None:
        raise UsageError(f"--seen tells how a claim was seen: it does not go with {action}")


def author_of(said: str | None) -> str:
    """Who decides, as the option, the environment or the system says.

    Raises:
        UsageError: nobody says it.
    """
    given = said or os.environ.get(AUTHOR_VARIABLE)
    if given:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("who decides? --author NAME says it, or the environment variable ENLIGT_AUTHOR") from None


@options.verb(example="enligt judgements --format csv > decisions.csv")
@options.ledger_option
@options.limit_option("judgements")
@options.format_option
@options.verbose_option
def judgements(*, ledger: str | None, format_: str, limit: int | None) -> None:
    """List what people decided, and whether it still holds."""
    with open_view(options.settings(ledger=ledger).ledger) as view:
        write_list((judgement_record(one) for one in view.judgements()), JUDGEMENTS, format_=format_, limit=limit)
