"""Alerts: people are told of what changed in the events of saved filters, by a web hook or by mail.

Told is what is new, what is newly disputed, and what has a new independent origin; each once. A message is sent first and entered
as sent then: one whose entering was cut off is sent again, under the same id, by which the other side may know it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from enligt.errors import EnligtError, UsageError
from enligt.ledger import Sent
from enligt.model import content_id
from enligt.reports.brief import headline, summary
from enligt.run import linking, mailing, telling
from enligt.sources import posting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.ledger import Alert, Change, EventQuery, View, Writer
    from enligt.reports.records import Record

    Send = Callable[[Alert, "Message"], None]

MOST_AT_ONCE: Final = 100
"""Changes in one message."""

WORDS: Final = {"new": "new", "disputed": "newly disputed", "origins": "a new origin"}
"""The changes that are told, in words."""

CHANGES: Final = tuple(WORDS)
"""Their names; an alert that names none of them (``changes`` of its settings) tells all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change of an event: `Sent` says which, ``record`` is the event as it is told now."""

    sent: Sent
    record: Record

    @property
    def words(self) -> str:
        """What changed."""
        return WORDS[self.sent.change.partition("-")[0]]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent at once: changes in the events of the filters called ``name``. ``message_id`` is one for the same changes."""

    name: str
    changes: tuple[Told, ...]

    @property
    def message_id(self) -> str:
        """A hash of what is told."""
        told = [[one.sent.event_id, one.sent.change] for one in self.changes]
        return content_id("msg", {"name": self.name, "changes": told})

    def text(self) -> str:
        """The message in plain words."""
        parts = [f"{one.words}: {headline(one.record)}\n{summary(one.record)}\n{one.sent.event_id}" for one in self.changes]
        return "\n\n".join(parts) + "\n"

    def json(self) -> bytes:
        """The message for programs."""
        changes = [
            {
                "change": one.sent.change.partition("-")[0],
                "event_id": one.sent.event_id,
                "headline": headline(one.record),
                "event": one.record,
            }
            for one in self.changes
        ]
        told = {"message_id": self.message_id, "alert": self.name, "changes": changes}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an alert: how many changes were sent in how many messages, or why not all of them were."""

    alert: Alert
    changes: int = 0
    messages: int = 0
    failed: str | None = None


def run(
    view: View,
    writer: Writer,
    alerts: Iterable[tuple[Alert, EventQuery]],
    *,
    today: str,
    senders: Mapping[str, Send] | None = None,
) -> Iterator[Done]:
    """Tell whoever wants to be told of what changed since they were told last.

    One who cannot be reached is told all of it the next time; the others are told all the same.

    Args:
        view: the ledger, its events up to date.
        writer: the same ledger.
        alerts: each with the events that it is about.
        today: ISO day as of which events are told.
        senders: for each kind of alert what sends; `SENDERS` by default.

    Raises:
        LedgerError: the ledger cannot be read or written; what was sent and not entered is sent again.
    """
    for one, query in alerts:
        yield _told(view, writer, one, query, today=today, send=(senders or SENDERS)[one.kind])


def _told(  # noqa: PLR0913 - as `run`, of one alert
    view: View, writer: Writer, one: Alert, query: EventQuery, *, today: str, send: Send
) -> Done:
    until = writer.moment()  # before anything is read: what is told meanwhile is sent the next time
    waiting = iter(changed(view, one, query, today=today))
    count = messages = 0
    while several := tuple(islice(waiting, MOST_AT_ONCE)):
        message = Message(one.name, several)
        try:
            send(one, message)
        except EnligtError as error:
            return Done(one, count, messages, str(error))
        writer.tell_alert(one, [each.sent for each in several], until=one.told_until)
        count, messages = count + len(several), messages + 1
    writer.tell_alert(one, (), until=until)
    return Done(one, count, messages)


def changed(view: View, one: Alert, query: EventQuery, *, today: str) -> list[Told]:
    """The changes that an alert was not sent yet, in the order of the query."""
    found = [
        Told(Sent(change.record["event_id"], kind), dict(change.record))
        for change in view.changes(query, since=one.told_until, teller=linking.teller(), today=today)
        for kind in _kinds(change)
        if kind.partition("-")[0] in wanted(one)
    ]
    known = view.alerted(one, [each.sent.event_id for each in found])
    return [
        Told(each.sent, telling.event_record_of(view, each.sent.event_id, today=today) or each.record)
        for each in found
        if (each.sent.event_id, each.sent.change) not in known
    ]


def _kinds(change: Change) -> list[str]:
    if change.new:
        return ["new"]
    if change.before is None:  # told before the ledger kept a history: nothing is known of how it was
        return []
    kinds = ["disputed"] if change.record["status"] == "disputed" and change.before["status"] != "disputed" else []
    most = change.record["independent_origins_max"]
    return [*kinds, f"origins-{most}"] if most > change.before["origins_max"] else kinds


# --- what an alert says


def wanted(one: Alert) -> tuple[str, ...]:
    """The changes that an alert tells, of `CHANGES`."""
    chosen = one.settings.get("changes") or CHANGES
    return tuple(name for name in CHANGES if name in chosen)


def chosen(changes: Collection[str]) -> dict[str, Any]:
    """What an alert's settings say of the changes that it is to tell; nothing where it is all of them.

    Raises:
        UsageError: there is no such change.
    """
    for name in changes:
        if name not in CHANGES:
            raise UsageError(f"{name!r} is no change that is told: choose among {', '.join(CHANGES)}")
    some = [name for name in CHANGES if name in changes]
    return {"changes": some} if 0 < len(some) < len(CHANGES) else {}


# --- ways to send


def by_hook(one: Alert, message: Message) -> None:
    """Send a message to a web hook, as JSON.

    Raises:
        InputError: it could not be sent.
    """
    allowed = posting.EVERYWHERE if one.settings.get("allow_private") else tuple(one.settings.get("allow_addresses", ()))
    headers = {"Content-Type": "application/json", "User-Agent": "enligt", "Idempotency-Key": message.message_id}
    posting.post(one.address, message.json(), headers=headers, allow_addresses=allowed)


def by_mail(one: Alert, message: Message) -> None:
    """Send a message by mail, through the host that the alert names (`mailing.send`).

    Raises:
        InputError: it could not be sent.
    """
    count = len(message.changes)
    mail = mailing.letter(
        to=one.address,
        sender=str(one.settings.get("sender") or one.address),
        subject=f"Enligt, {message.name}: {count} change{'' if count == 1 else 's'}",
        text=message.text(),
        message_id=message.message_id,
    )
    mailing.send(mail, host=mailing.Host.of(one.settings))


SENDERS: Final[Mapping[str, Send]] = {"webhook": by_hook, "mail": by_mail}
"""The kinds of alert, each with what sends it."""


def settings_of(one: Alert) -> Sequence[tuple[str, Any]]:
    """What else an alert says, in one order."""
    return sorted(one.settings.items())
