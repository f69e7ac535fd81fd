"""When a visitor was here before: two moments in a cookie, the end of the visit before and the last look of this one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from enligt.ledger import EventQuery
from enligt.run.digest import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.ledger import View

    Record = Mapping[str, Any]

VISIT_COOKIE: Final = "enligt-visit"
APART: Final = timedelta(minutes=30)
"""Looks that lie further apart belong to two visits."""

_HELD = re.compile(r"([0-9]{1,17})?-([0-9]{1,17})")  # microseconds since 1970
_ORDER: Final = ("disputed", "overdue", "new", "changed")
_EACH: Final = 6
_LOOKED_AT: Final = 1000
"""Changed events that are looked at: whoever was away for a year is not told the whole ledger."""


@dataclass(frozen=True, slots=True)
class Visit:
    """``since``: the end of the visit before, None on the first; ``now``: this look. Both UTC."""

    since: datetime | None
    now: datetime

    def cookie(self) -> str:
        """What the cookie is to hold from now on."""
        return f"{'' if self.since is None else _micros(self.since)}-{_micros(self.now)}"


@dataclass(frozen=True, slots=True)
class News:
    """An event with why it is told of (`digest.SECTIONS`), and how it stood at the visit before, if it was there."""

    event: Record
    why: tuple[str, ...]
    before: Record | None


@dataclass(frozen=True, slots=True)
class SinceThen:
    """What changed since the visit before: the counts by section, some of the events; ``whole``: whether all were counted."""

    since: datetime
    counts: Mapping[str, int]
    news: tuple[News, ...]
    whole: bool


def visit(cookie: str | None, now: datetime) -> Visit:
    """The visit that a look belongs to.

    Args:
        cookie: what the visitor's cookie holds; what it cannot hold counts as none.
        now: the moment of the look, UTC.
    """
    held = _HELD.fullmatch(cookie or "")
    if held is None:
        return Visit(None, now)
    since, last = _moment(held[1], now), _moment(held[2], now)
    if last is None:
        return Visit(since, now)
    return Visit(last if now - last > APART else since, now)


def looked(cookie: str, now: datetime) -> datetime:
    """The moment of the look that a cookie was made for; ``now`` where it holds none."""
    held = _HELD.fullmatch(cookie)
    return (_moment(held[2], now) if held is not None else None) or now


def since_then(view: View, since: datetime, *, today: str) -> SinceThen:
    """What is new, changed, newly disputed and newly overdue since a moment, what matters most first.

    Args:
        view: the ledger, its events up to date.
        since: the moment, UTC.
        today: ISO day as of which events are told.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    moment = since.isoformat(timespec="microseconds")
    found = digest(view, since=moment, query=EventQuery(order="newest"), today=today, most=_EACH, within=_LOOKED_AT)
    why: dict[str, list[str]] = {}
    told: dict[str, Record] = {}
    for name in _ORDER:
        for one in found[name]:
            event_id = one["event"]["event_id"]
            told.setdefault(event_id, one)
            why.setdefault(event_id, []).append(name)
    news = tuple(News(one["event"], tuple(why[event_id]), one["before"]) for event_id, one in told.items())
    return SinceThen(since, {name: found["counts"][name] for name in _ORDER}, news, whole=found["whole"])


def _micros(moment: datetime) -> int:
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def _moment(said: str | None, now: datetime) -> datetime | None:
    """A moment of a cookie; None for what is none, or has not come yet by this machine's clock."""
    if not said:
        return None
    micros = int(said)
    return None if micros > _micros(now) else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)
