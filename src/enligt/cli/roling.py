"""Who held which office, on the command line: ``judge role``, and how ``show`` tells of a state or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enligt.cli import options, tables
from enligt.cli.listing import Listing, write_list
from enligt.cli.output import console, write_records
from enligt.config import checked_date
from enligt.errors import LedgerError, UsageError
from enligt.ledger import RoleJudged, open_view, open_writer
from enligt.reports.rows import Sheet, cell
from enligt.run import who
from enligt.run.acting import ids_called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from enligt.ledger import ClaimRow, View
    from enligt.model import Step
    from enligt.reports.records import Record

COLUMNS = (
    tables.Column("person", "person", ratio=2),
    tables.Column("state", "state", whole=True),
    tables.Column("office", "office", ratio=2),
    tables.Column("from", "from", whole=True),
    tables.Column("to", "to", whole=True),
    tables.Column("by", "by", whole=True),
    tables.Column("ground", "ground", ratio=4),
)
_FIELDS = ("person", "state", "office", "from", "to", "by", "ground", "sentences")


def _row(record: Record) -> Mapping[str, str]:
    return {name: cell(record[name]) for name in _FIELDS}


def _show(target: Console, records: Sequence[Record]) -> None:
    rows: list[Mapping[str, Text | str]] = [{**_row(one), "office": str(one["office"]).replace("-", " ")} for one in records]
    tables.show_table(target, COLUMNS, rows)


ROLES = Listing("role", _show, Sheet(_FIELDS, _row))

judge_role_options = options.stacked(
    click.option("--from", "start", metavar="DATE", help="role: the first day of it."),
    click.option("--to", "end", metavar="DATE", help="role: the last day of it."),
    click.option("--wrong", is_flag=True, help="role: the person did not hold the office."),
)


def judge_role(  # noqa: PLR0913 - what the command line says, each on its own
    path: str, words: Sequence[str], *, author: str, reason: str | None, start: str | None, end: str | None, wrong: bool
) -> None:
    """Record that a person held, or did not hold, an office.

    Args:
        path: the ledger's file.
        words: person, state (alpha-3 code) and office.
        author: who decides.
        reason: why, if told.
        start: first day (month, year) of it.
        end: last day of it.
        wrong: the person did not hold it.

    Raises:
        UsageError: the words are no person, state and office, or the dates cannot be.
        LedgerError: the ledger cannot be written.
    """
    if len(words) != 3:
        raise UsageError('judge role takes three: enligt judge role "Andrej Belousov" RUS defence-minister --from 2024-05-14')
    person, state, office = (word.strip() for word in words)
    first, last = (checked_date(day) if day else None for day in (start, end))
    if first and last and first[: len(last)] > last:
        raise UsageError(f"--from {first} lies after --to {last}")
    judged = RoleJudged(_person(person), _state(state), _office(office), first, last, wrong=wrong)
    with open_writer(path) as writer:
        made = writer.judge_role(judged, author=author, reason=reason)
    click.echo(f"1 judgement: `enligt judge undo {made.judgement_id[:12]}` takes it back")


def undo_role(path: str, prefix: str, *, author: str, reason: str | None) -> None:
    """Take back a judgement of a role; ``prefix`` is the beginning of its id.

    Raises:
        UsageError: there is none, or several begin so, or it does not hold any more.
        LedgerError: the ledger cannot be written.
    """
    with open_view(path) as view:
        found = [one.judgement_id for one in view.role_judgements() if one.judgement_id.startswith(prefix.lower())]
    if len(found) != 1:
        several = f"several judgements begin with {prefix!r}" if found else f"there is no judgement {prefix!r} in this ledger"
        raise UsageError(f"{several}: `enligt show STATE` lists those of roles")
    with open_writer(path) as writer:
        made = writer.undo_role(found[0], author=author, reason=reason)
    click.echo(f"1 judgement: `enligt judge undo {made.judgement_id[:12]}` takes it back")


def _person(text: str) -> str:
    if not any(letter.isalpha() for letter in text) or len(text) > 100:
        raise UsageError(f"{text[:60]!r} is no person's name")
    return text


def _state(text: str) -> str:
    from enligt.actors import gazetteer  # noqa: PLC0415 - the tables of names: only where a state is named

    code = text.upper()
    if gazetteer().state_name(code) is None:
        raise UsageError(f"there is no state {text!r}: want its three letters, as in RUS")
    return code


def _office(text: str) -> str:
    from enligt.actors.offices import office_names  # noqa: PLC0415 - as above

    office = text.lower().replace(" ", "-")
    if office not in office_names():
        raise UsageError(f"there is no office {text!r}: choose one of {', '.join(office_names())}")
    return office


def roles_of(path: str, view: View, name: str) -> list[Record]:
    """Who held which office: of a state (its code or name) or a person (the name); empty where nothing is known of any."""
    from enligt.actors import gazetteer  # noqa: PLC0415 - as above

    asked = " ".join(name.split())
    states = [one for one in (asked.upper(), *sorted(ids_called(asked))) if len(one) == 3 and gazetteer().state_name(one)]
    state = states[0] if states else None
    learn(path, view)
    return list(who.Offices(view).records(state=state, person=None if state else asked))


def show_roles(found: Sequence[Record], name: str, *, format_: str) -> None:
    """Show the roles of a state or a person."""
    if format_ == "table":
        target = console()
        target.print()
        tables.show_card(target, [("offices of", " ".join(name.split()))])
        target.print()
        write_list(found, ROLES, format_=format_, whole=True)
    else:
        write_records(found, format_=format_, sheet=ROLES.sheet)


def office_steps(path: str, view: View, row: ClaimRow) -> list[Step]:
    """Who the claim's participants were whom it names by office alone (``run.who``)."""
    learn(path, view)
    return who.Offices(view).steps(row)


def learn(path: str, view: View) -> None:
    """Look through the articles that were not looked through for roles yet, where the ledger can be written."""
    if not view.unlearned(method=who.method()):
        return
    try:
        with open_writer(path) as writer:
            who.watch(writer)
    except LedgerError as error:
        click.echo(f"enligt: not all articles looked through for offices yet: {error}", err=True)
