"""Verbs by which people have the last word: ``judge``, ``judgements``."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.listing import JUDGEMENTS, write_list
from enligt.cli.telling import counted
from enligt.config import AUTHOR_VARIABLE
from enligt.errors import UsageError
from enligt.ledger import ClaimRow, open_view, open_writer
from enligt.reports.records import judgement_record
from enligt.run.correcting import correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.ledger import Judged, View

ACTIONS = ("accept", "reject", "correct", "merge", "split", "undo")


author_option = click.option("--author", metavar="NAME", help="Who decides.  [default: $ENLIGT_AUTHOR, else the user's name]")


@options.verb(example='enligt judge merge evt-44ab6666 evt-edeaf30b --reason "the same deployment"')
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--set",
    "settings",
    metavar="FIELD=VALUE",
    multiple=True,
    help="With correct: what is right, as event_type=SANCTION, actors=PRK,RUS or when=2024-10-01..2024-10-31.",
)
@author_option
@click.option("--reason", metavar="TEXT", help="Why; it is kept with the decision.")
@click.option(
    "--seen",
    metavar="ID",
    help="As `show` told it: the claim's last judgement, else its version. What has changed since is refused.",
)
@options.ledger_option
@options.verbose_option
def judge(  # noqa: PLR0913 - the verb's options
    *,
    action: str,
    ids: tuple[str, ...],
    settings: tuple[str, ...],
    author: str | None,
    reason: str | None,
    seen: str | None,
    ledger: str | None,
) -> None:
    """Accept, reject or correct claims, merge or split events; or take that back.

    accept and reject take claims; a rejected claim counts no more in lists and events. correct takes a claim and, with --set,
    what is right: event_type, mode, factuality, actors, recipients (ids; a person after its state, "GBR Boris Johnson"),
    sources ("Reuters < US official (unnamed)"), when; nothing behind the sign takes the value away. merge takes two or more
    events (or claims of them), split claims of one event, which become an event of their own. undo takes judgements. Nothing is
    overwritten: each decision is kept with its author, and every later run honours it. Ids may be cut short.
    """
    path = options.settings(ledger=ledger).ledger
    bring_up_to_date(path)
    with open_view(path) as view:
        judged = _judged(view, action, ids, settings)
    with open_writer(path) as writer:
        made = writer.judge(judged, author=author_of(author), reason=reason, seen=seen)
    bring_up_to_date(path)
    click.echo(f"{counted(len(made), 'judgement')}: `enligt judge undo {' '.join(one.judgement_id[:12] for one in made[:3])}`"
               f"{' …' if len(made) > 3 else ''} takes {'it' if len(made) == 1 else 'them'} back")  # fmt: skip


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


def _judged(view: View, action: str, ids: Sequence[str], settings: Sequence[str]) -> list[Judged]:
    if settings and action != "correct":
        raise UsageError(f"--set goes with correct, not with {action}")
    if action == "undo":
        return [("undo", "", _judgement(view, one)) for one in ids]
    if action == "merge":
        return _merged(view, ids)
    claims = [_claim(view, one) for one in ids]
    if action == "correct":
        return [("correct", one, _right(view, one, settings)) for one in dict.fromkeys(claims)]
    if action == "split":
        return _split(view, claims)
    return [("accept" if action == "accept" else "reject", one, None) for one in dict.fromkeys(claims)]


def _claim(view: View, prefix: str) -> str:
    if prefix.lower().startswith("evt"):
        raise UsageError(f"{prefix!r} is an event, and a claim is wanted: `enligt show {prefix}` lists its claims")
    row = view.find(prefix)
    if not isinstance(row, ClaimRow):
        raise UsageError(f"there is no claim {prefix!r} in this ledger")
    return row.claim.claim_id


def _right(view: View, claim_id: str, settings: Sequence[str]) -> dict[str, Any]:
    row = view.claim(claim_id)
    if row is None:
        raise UsageError(f"there is no claim {claim_id!r} in this ledger")
    return correction(settings, row)


def _judgement(view: View, prefix: str) -> str:
    start = f"jdg-{prefix.lower().removeprefix('jdg-')}"
    found = [one.judgement_id for one in view.judgements() if one.judgement_id.startswith(start)]
    if len(found) != 1:
        several = f"several judgements begin with {prefix!r}" if found else f"there is no judgement {prefix!r} in this ledger"
        raise UsageError(f"{several}: `enligt judgements` lists them")
    return found[0]


def _merged(view: View, ids: Sequence[str]) -> list[Judged]:
    """All claims of the events, each tied to the first: a tie of two alone would pull them out of their events."""
    claims: list[str] = []
    for one in ids:
        if one.lower().startswith("evt"):
            event = view.find_event(one)
            members = view.event_claims(event) if event else []
            if not members:
                raise UsageError(f"there is no event {one!r} with claims in this ledger")
            claims += members
        else:
            claims.append(_claim(view, one))
    if len(set(claims)) < 2:
        raise UsageError("merge takes two events or more, or a claim of each")
    return [("same", claims[0], other) for other in dict.fromkeys(claims[1:])]


def _split(view: View, claims: Sequence[str]) -> list[Judged]:
    """The claims are kept together, and each of the rest of their event apart from them."""
    events = set(view.events_of(claims).values())
    if len(events) != 1:
        raise UsageError("split takes claims of one event: `enligt show EVENT` lists them")
    rest = [one for one in view.event_claims(events.pop()) if one not in set(claims)]
    if not rest:
        raise UsageError("these are all claims of their event: nothing would be left of it")
    together: list[Judged] = [("same", claims[0], other) for other in dict.fromkeys(claims[1:])]
    return [*together, *(("apart", one, other) for one in dict.fromkeys(claims) for other in rest)]


@options.verb(example="enligt judgements --format csv > decisions.csv")
@options.ledger_option
@options.limit_option("judgements")
@options.format_option
@options.verbose_option
def judgements(*, ledger: str | None, format_: str, limit: int | None) -> None:
    """List what people decided, and whether it still holds."""
    with open_view(options.settings(ledger=ledger).ledger) as view:
        write_list((judgement_record(one) for one in view.judgements()), JUDGEMENTS, format_=format_, limit=limit)
