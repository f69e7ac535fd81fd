"""The verb ``alerts``: who is told of what changes in the events of saved filters."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options, tables
from enligt.cli.eventing import bring_up_to_date, today_asked
from enligt.cli.exits import DONE, NOTHING_READ, PARTLY_READ
from enligt.cli.listing import Listing, write_list
from enligt.cli.output import say
from enligt.cli.saving import saved_filter
from enligt.cli.telling import counted
from enligt.config import Fetching
from enligt.errors import UsageError
from enligt.ledger import Alert, EventQuery, open_view, open_writer
from enligt.reports.rows import Sheet, cell
from enligt.run import alerting, mailing
from enligt.run.querying import event_query
from enligt.sources.addresses import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from enligt.reports.records import Record

ACTIONS = ("list", "add", "forget", "run")


@options.verb(example="enligt alerts add arms --webhook https://hooks.example/enligt")
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("name", required=False)
@click.option("--webhook", metavar="URL", help="add: send changes there, as JSON; forget: that one alone.")
@click.option("--mail", metavar="ADDRESS", help="add: send changes to this address of mail; forget: that one alone.")
@click.option(
    "--change", "changes", type=click.Choice(alerting.CHANGES), multiple=True, help="add: tell these alone.  [default: all]"
)
@click.option("--smtp", metavar="HOST[:PORT]", help="add --mail: the host that takes the mail.  [default: localhost]")
@click.option(
    "--smtp-user", metavar="NAME", help=f"add --mail: log in there, over TLS alone.  [password: ${mailing.PASSWORD_VARIABLE}]"
)
@click.option("--smtp-password-file", metavar="FILE", help="add --smtp-user: the first line of this file is the password.")
@click.option("--from", "sender", metavar="ADDRESS", help="add --mail: who sends it.  [default: the address itself]")
@click.option("--allow-private", is_flag=True, help="add --webhook: also where the address leads to an inner network.")
@options.ledger_option
@options.format_option
@options.verbose_option
@click.pass_context
def alerts(  # noqa: PLR0913 - options, each on its own
    context: click.Context,
    /,
    *,
    action: str,
    name: str | None,
    webhook: str | None,
    mail: str | None,
    changes: tuple[str, ...],
    smtp: str | None,
    smtp_user: str | None,
    smtp_password_file: str | None,
    sender: str | None,
    allow_private: bool,
    ledger: str | None,
    format_: str,
) -> None:
    """Be told of what changes in the events of saved filters, by a web hook or by mail.

    add NAME makes an alert for the filters kept under that name (--save); what is there already is not told. run sends what
    is new, newly disputed or has a new origin since, each once: for cron; `enligt serve --watch` does it after each round.
    list shows the alerts, forget NAME drops those of a name, or the one that --webhook or --mail names.
    """
    path = options.settings(ledger=ledger).ledger
    if name is None and action in {"add", "forget"}:
        raise UsageError(f"{action} takes the name of saved filters: `enligt filters` lists them")
    if action == "list":
        with open_view(path) as view:
            write_list([record(one) for one in view.alerts()], ALERTS, format_=format_, whole=True)
    elif action == "forget":
        _forget(path, str(name), webhook=webhook, mail=mail)
    elif action == "add":
        _checked_mail(mail, smtp, smtp_user, smtp_password_file)
        file = None if smtp_password_file is None else str(Path(smtp_password_file).absolute())
        settings = options.given(host=smtp, user=smtp_user, password_file=file, sender=sender, allow_private=allow_private)
        _add(path, str(name), webhook=webhook, mail=mail, settings={**settings, **alerting.chosen(changes)})
    else:
        context.exit(_run(path, name))


def _checked_mail(mail: str | None, smtp: str | None, user: str | None, file: str | None) -> None:
    """Refuse what goes together with nothing, before anything is kept."""
    if smtp is not None:
        mailing.mail_host(smtp)
    if user is not None and (mail is None or smtp is None):
        raise UsageError("--smtp-user NAME logs in to the host of --mail ADDRESS --smtp HOST[:PORT]: give these too")
    if user is not None and (not user.isprintable() or not user.strip()):
        raise UsageError(f"--smtp-user {user!r}: no name to log in with")
    if file is not None and user is None:
        raise UsageError("--smtp-password-file goes with --smtp-user NAME: who logs in?")


def _add(path: str, name: str, *, webhook: str | None, mail: str | None, settings: Mapping[str, Any]) -> None:
    if (webhook is None) == (mail is None):
        raise UsageError("an alert goes to a web hook (--webhook URL) or by mail (--mail ADDRESS), one of them")
    if webhook is not None:
        address = _hook(webhook)
    else:
        address = str(mail)
        if "@" not in address or any(letter.isspace() for letter in address):
            raise UsageError(f"--mail {address!r}: no address of mail")
    bring_up_to_date(path)
    with open_view(path) as view:
        saved_filter(view, name)
    with open_writer(path) as writer:
        kind = "webhook" if webhook is not None else "mail"
        writer.add_alert(Alert(name, kind, address, settings, told_until=writer.moment()))  # type: ignore[arg-type]  # one of two
    click.echo(f"{name}: changes from now on go to {address}; `enligt alerts run` sends them")


def _hook(said: str) -> str:
    try:
        return str(parsed(said))
    except ValueError as error:
        raise UsageError(f"--webhook {said}: {error}") from None


def _forget(path: str, name: str, *, webhook: str | None, mail: str | None) -> None:
    if webhook is not None and mail is not None:
        raise UsageError("forget drops the alerts of a name, or one of them: name its --webhook or its --mail")
    kind, address = ("mail", mail) if webhook is None else ("webhook", _hook(webhook))
    with open_writer(path) as writer:
        number = writer.forget_alerts(name, kind=None if address is None else kind, address=address)
    if not number:
        raise UsageError(f"there is no such alert of {name!r}: `enligt alerts list` shows them")
    click.echo(f"forgotten: {counted(number, 'alert')}")


def _run(path: str, name: str | None) -> int:
    bring_up_to_date(path)
    done = send_all(path, name)
    if name is not None and not done:
        raise UsageError(f"there is no alert {name!r}: `enligt alerts list` shows them")
    failed = sum(1 for one in done if one.failed is not None)
    for one in done:
        click.echo(f"{one.alert.name} to {one.alert.address}: {counted(one.changes, 'change')}")
        if one.failed is not None:
            say(f"not sent: {one.failed}")
    if not failed:
        return DONE
    return PARTLY_READ if failed < len(done) else NOTHING_READ


def send_all(path: str, name: str | None = None) -> list[alerting.Done]:
    """Send what changed to all alerts of a ledger (or those of a name), its events up to date; what became of each.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    day = today_asked(None)
    with open_view(path) as view:
        chosen = [one for one in view.alerts() if name in {None, one.name}]
        if not chosen:
            return []
        ready: list[tuple[Alert, EventQuery]] = []
        lost: list[alerting.Done] = []
        for one in chosen:
            try:
                ready.append((_with_allowed(one), event_query(view, **saved_filter(view, one.name).filters)))
            except UsageError as error:  # the filters were forgotten, or are not what they were
                lost.append(alerting.Done(one, failed=str(error)))
        with open_writer(path) as writer:
            return [*lost, *alerting.run(view, writer, ready, today=day)]


def _with_allowed(one: Alert) -> Alert:
    """The alert with the inner addresses that this machine's settings allow (``ENLIGT_ALLOW_ADDRESSES``)."""
    allowed = Fetching.of(os.environ).allow_addresses
    return Alert(one.name, one.kind, one.address, {**one.settings, "allow_addresses": list(allowed)}, one.told_until, one.made_at)


def record(one: Alert) -> Record:
    """An alert as a plain record."""
    return {
        "name": one.name,
        "kind": one.kind,
        "address": one.address,
        "settings": dict(alerting.settings_of(one)),
        "made_at": one.made_at,
        "told_until": one.told_until,
    }


def _show(target: Console, records: Sequence[Record]) -> None:
    columns = (
        tables.Column("name", "name", ratio=2),
        tables.Column("by", "kind", whole=True),
        tables.Column("address", "address", ratio=4),
        tables.Column("told until", "told_until", whole=True),
    )
    rows = [
        {**{name: one[name] for name in ("name", "kind", "address")}, "told_until": one["told_until"][:16]} for one in records
    ]
    tables.show_table(target, columns, rows)


ALERTS = Listing(
    "alert",
    _show,
    Sheet(
        ("name", "kind", "address", "settings", "made_at", "told_until"),
        lambda one: {name: cell(value) for name, value in one.items()},
    ),
)
