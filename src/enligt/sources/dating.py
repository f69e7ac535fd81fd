"""Which day a story was published: what the page says in several places, weighed.

In this order of trust: ``meta`` elements, JSON-LD, the visible text, the address. A moment is read in the zone that it is
written in; where that is UTC and another place names the day itself, on the same moment, that day is the page's own. What
disagrees is told, never silently dropped.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal

from enligt.sources.stamps import iso_date, read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Place = Literal["metadata", "JSON-LD", "visible text", "address"]

_ISO = re.compile(
    r"\s*(?P<y>(?:19|20)\d\d)(?:(?P<s>[-/.]?)(?P<m>\d\d?)(?:(?P=s)(?P<d>\d\d?))?)?(?![\d])"
    r"(?:(?:[T ]|\s+kl\.?\s*)(?P<h>\d\d?)[:.]?(?P<n>\d\d)(?:[:.]?\d\d(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(?:\d\d)?)?\s*(Z\b|[+-]\d\d:?\d\d)?(?!\d)")
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*")
_NONE = frozenset({"1970-01-01", "1900-01-01"})  # what programs write for no date
_EAST, _WEST = dt.timedelta(hours=3), dt.timedelta(hours=-8)  # the zones that our five languages are written in
_NEAR = dt.timedelta(hours=1)  # between a story's saving and its appearing


@dataclass(frozen=True, slots=True)
class Told:
    """One date that the page names: ``day`` is an ISO date, maybe less precise; ``moment`` is None where no zone is told."""

    place: Place
    day: str
    moment: dt.datetime | None = None

    @property
    def in_utc(self) -> bool:
        """Whether it is a moment in UTC, so that the day may be another where the page was made."""
        return self.moment is not None and not self.moment.utcoffset()


def told(value: str | None, place: Place) -> Told | None:
    """A machine's or a person's way to write a moment: ISO 8601, RFC 5322, seconds since 1970, or as in running text."""
    said = (value or "").strip()[:100]
    if not said:
        return None
    found = _iso(said, place) or _mail(said, place) or _seconds(said, place)
    if found is None:
        stamp = read_stamp(said)
        day = None if stamp is None or stamp[1] else stamp[0].value or stamp[0].updated
        found = Told(place, day) if day else None
    return None if found is None or found.day in _NONE else found


def _iso(said: str, place: Place) -> Told | None:
    compact = _COMPACT.match(said)
    if compact is not None:
        year, month, day, hour, minute, zone = compact.groups()
    else:
        found = _ISO.match(said)
        if found is None or (found["m"] and not found["s"] and not found["d"]):
            return None
        year, month, day, hour, minute, zone = (found[name] for name in ("y", "m", "d", "h", "n", "zone"))
    iso = iso_date(int(year), int(month) if month else None, int(day) if day else None)
    if iso is None:
        return None
    moment = None
    if day and hour and zone:
        try:
            moment = dt.datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=_zone(zone))
        except ValueError:
            moment = None
    return Told(place, iso, moment)


def _zone(said: str) -> dt.timezone:
    if not said.startswith(("+", "-")):
        return dt.UTC
    minutes = int(said[1:3]) * 60 + int(said[-2:])
    return dt.timezone(dt.timedelta(minutes=minutes if said[0] == "+" else -minutes))


def _mail(said: str, place: Place) -> Told | None:
    if not re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}\s+\d", said):
        return None
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return (
        Told(place, moment.date().isoformat(), moment if moment.tzinfo is not None else None)
        if 1900 <= moment.year <= 2100
        else None
    )


def _seconds(said: str, place: Place) -> Told | None:
    found = _EPOCH.fullmatch(said)
    if found is None:
        return None
    moment = dt.datetime.fromtimestamp(int(found[1]), tz=dt.UTC)
    return Told(place, moment.date().isoformat(), moment) if 1995 <= moment.year <= 2100 else None


def in_address(url: str | None) -> Told | None:
    """The date in a web address: ``/2024/06/10/``, ``/2024-06-10-``, ``-20240610``; day and all, or none."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)([/-]?)([01]\d)\2([0-3]\d)(?!\d)", url or "")
    day = iso_date(int(found[1]), int(found[3]), int(found[4])) if found is not None else None
    return Told("address", day) if day is not None else None


def agree(one: Told, other: Told) -> bool:
    """Whether two dates may be one: the same day, a month and a day of it, or one moment told in two zones."""
    if one.day.startswith(other.day) or other.day.startswith(one.day):
        return True
    if one.moment is not None and other.moment is not None:
        return abs(one.moment - other.moment) <= _NEAR
    for moment, day in ((one, other), (other, one)):
        if moment.in_utc and moment.moment is not None and len(day.day) == 10:
            reach = (moment.moment + _WEST, moment.moment + _EAST)
            if day.day in {at.date().isoformat() for at in reach}:
                return True
    return False


def weighed(all_told: Iterable[Told | None]) -> tuple[str | None, tuple[Told, ...]]:
    """The day out of what was told, the most trusted first; and what disagrees with it."""
    said = [one for one in all_told if one is not None]
    if not said:
        return None, ()
    first = said[0]
    friends = [one for one in said[1:] if agree(first, one)]
    other = tuple(one for one in said[1:] if not agree(first, one))
    day = first.day
    if first.in_utc:
        local = next((one for one in friends if not one.in_utc and len(one.day) == 10), None)
        day = day if local is None else local.day
    elif len(day) < 10:
        day = max((day, *(one.day for one in friends)), key=len)
    return day, other


def disagreement(what: str, taken: str, others: Sequence[Told]) -> str:
    """A sentence for an Issue: what was taken, and what else the page says, and where."""
    rest = ", ".join(dict.fromkeys(f"{one.day} ({one.place})" for one in others))
    return f"the page names several days on which it was {what}: {taken} was taken, it also says {rest}"
