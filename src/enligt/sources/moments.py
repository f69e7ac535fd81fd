"""Moments as feeds and sitemaps write them: RFC 822, ISO 8601, and both as people write them, in any of the five languages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from enligt.sources.dating import told as dated
from enligt.sources.phrases import months
from enligt.sources.stamps import iso_date

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 100  # characters; a longer value is no moment
_ISO = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.?[\s-]+([^\W\d_]+)\.?,?[\s-]+(\d{4}|\d\d)(?![\d:.])")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_CLOCK_BETWEEN = re.compile(r"([^\W\d_]+)\s+(\d{1,2})\s+(\d\d:\d\d(?::\d\d)?)\s+(?:[A-Z]{3,4}\s+)?(\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?(?!\d)\s*([ap])?(?:\.?m\b\.?)?", re.IGNORECASE)
_SHIFT = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d\d):?(\d\d)(?!\d)", re.IGNORECASE)
_ZONE = re.compile(r"[A-Za-z]{1,5}")
_ZONES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "ist": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2,
        "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8, "pdt": -7,
    }
)  # fmt: skip
"""Hours east of Greenwich of the names of zones that such dates bear."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as it was told.

    ``utc`` is ``YYYY-MM-DDTHH:MM:SSZ``, or a date alone (``YYYY-MM-DD``, or less precise) where no time of the day is told;
    ``day`` is the date where it was told, in the writer's own zone: that is the day which the reader of a paper knows.
    """

    utc: str
    day: str


def moment_of(told: str | None) -> Moment | None:
    """The moment that such a value tells; None where it tells none between 1900 and 2100.

    A time without a zone is taken as UTC. Month names are those of ``languages/*/dates.toml``; the weekday is not looked at.
    """
    text = " ".join((told or "")[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    day, rest = _day_in(text)
    if day is None:
        return None
    clock = _CLOCK.search(rest) if len(day) == 10 else None
    if clock is None:
        return Moment(day, day)
    hour, minute, second = (int(part or 0) for part in clock.group(1, 2, 3))
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    try:
        here = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute, min(second, 59)), tzinfo=dt.UTC)
        there = here - _shift(rest[clock.end() :])
    except (ValueError, OverflowError):
        return Moment(day, day)
    return Moment(f"{there:%Y-%m-%dT%H:%M:%SZ}", day)


def _day_in(text: str) -> tuple[str | None, str]:
    """The date of a text and what stands behind it."""
    if found := _ISO.match(text):
        return iso_date(*(int(part) for part in found.groups() if part)), text[found.end() :]
    if found := _CLOCK_BETWEEN.search(text):
        return _named(found[4], found[1], found[2]), found[3]
    for found in _DAY_FIRST.finditer(text):
        if (day := _named(found[3], found[2], found[1])) is not None:
            return day, text[found.end() :]
    for found in _MONTH_FIRST.finditer(text):
        if (day := _named(found[3], found[1], found[2])) is not None:
            return day, text[found.end() :]
    figures = dated(text, "metadata")  # in figures, as "06.02.2026"
    return (figures.day if figures is not None and len(figures.day) == 10 else None), ""


def _named(year: str, month: str, day: str) -> str | None:
    number = months().get(month.lower())
    if number is None:
        return None
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    return iso_date(full, number, int(day))


def _shift(behind: str) -> dt.timedelta:
    """How far east of Greenwich the words behind a time say that it is."""
    text = behind.strip(" ()")
    if found := _SHIFT.match(text):
        hours, minutes = int(found[2]), int(found[3])
        way = dt.timedelta(hours=hours, minutes=minutes)
        return (-way if found[1] == "-" else way) if hours <= 14 and minutes < 60 else dt.timedelta(0)
    zone = _ZONE.match(text)
    return dt.timedelta(hours=_ZONES.get(zone[0].lower(), 0) if zone else 0)
