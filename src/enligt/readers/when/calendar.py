"""Days and periods: arithmetic on the civil calendar, ISO weeks, feasts.

Seasons are those of meteorologists (winter is December to February of the year it ends in); a weekend is Saturday and Sunday.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enligt.model import Precision

FIRST_YEAR, LAST_YEAR = 1000, 2999
SEASON_MONTHS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0, "weekend": 7.0}
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "decade": 120, "century": 1200}
PRECISIONS: dict[str, Precision] = {
    "minute": "day", "hour": "day", "day": "day", "week": "week", "fortnight": "range", "weekend": "range", "month": "month",
    "quarter": "quarter", "half-year": "half-year", "year": "year", "decade": "decade", "century": "range", "season": "season",
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` to ``end``, both days inclusive."""

    start: dt.date
    end: dt.date
    precision: Precision


class ImpossibleError(ValueError):
    """A day that no calendar has, or one out of reach."""


def day(year: int, month: int, number: int) -> dt.date:
    """A day of the calendar; raises ImpossibleError where there is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleError
    try:
        return dt.date(year, month, number)
    except ValueError:
        raise ImpossibleError from None


def moved(start: dt.date, days: float) -> dt.date:
    """So many days on; raises ImpossibleError out of reach."""
    try:
        found = start + dt.timedelta(days=round(days))
    except OverflowError:
        raise ImpossibleError from None
    return day(found.year, found.month, found.day)


def shifted(start: dt.date, number: float, unit: str) -> dt.date:
    """So many units on (back, if negative): whole months keep the day of the month where they can."""
    if unit in _DAYS:
        days = number * _DAYS[unit]
        return moved(start, days if abs(days) >= 1 else 0)
    months = number * _MONTHS[unit]
    whole = int(months)
    index = start.year * 12 + start.month - 1 + whole
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleError
    last = _calendar.monthrange(year, month + 1)[1]
    return moved(dt.date(year, month + 1, min(start.day, last)), (months - whole) * 30.4)


def month(year: int, number: int) -> Interval:
    """A month of a year."""
    first = day(year, number, 1)
    return Interval(first, dt.date(year, number, _calendar.monthrange(year, number)[1]), "month")


def months(year: int, first: int, count: int, precision: Precision) -> Interval:
    """``count`` months from month ``first`` (counted on beyond 12) of a year."""
    start = shifted(day(year, 1, 1), first - 1, "month")
    return Interval(start, moved(shifted(start, count, "month"), -1), precision)


def season(year: int, name: str) -> Interval:
    """A season of a year; the winter of 2020 ends in February 2020."""
    return months(year - 1 if name == "winter" else year, SEASON_MONTHS[name], 3, "season")


def week(year: int, number: int) -> Interval:
    """An ISO week of a year."""
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError:
        raise ImpossibleError from None
    return Interval(monday, moved(monday, 6), "week")


def containing(at: dt.date, unit: str) -> Interval:
    """The period of that unit which a day lies in; for a weekday the weekend of its week."""
    monday = moved(at, -at.weekday())
    if unit == "week":
        return Interval(monday, moved(monday, 6), "week")
    if unit == "weekend":
        return Interval(moved(monday, 5), moved(monday, 6), "range")
    if unit == "month":
        return month(at.year, at.month)
    if unit in ("quarter", "half-year"):
        size = _MONTHS[unit]
        return months(at.year, (at.month - 1) // size * size + 1, size, PRECISIONS[unit])
    if unit in ("year", "decade", "century"):
        size = _MONTHS[unit] // 12
        first = at.year // size * size
        return Interval(day(first, 1, 1), day(first + size - 1, 12, 31), PRECISIONS[unit])
    return Interval(at, at, "day")


def part(whole: Interval, which: str) -> Interval:
    """The beginning, middle or end ("early", "mid", "late") of a period: a third of it, ten days of a month."""
    length = (whole.end - whole.start).days + 1
    third = 10 if whole.precision == "month" else max(1, round(length / 3))
    if length < 3:
        return whole
    if which == "early":
        return Interval(whole.start, moved(whole.start, third - 1), "range")
    if which == "late":
        return Interval(moved(whole.start, 20) if whole.precision == "month" else moved(whole.end, 1 - third), whole.end, "range")
    return Interval(moved(whole.start, third), moved(whole.start, 2 * third - 1), "range")


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month_number, day_number = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month_number, day_number + 1)


def holiday(rule: str, year: int) -> Interval:
    """The days of a feast in a year, by a rule of the language's ``holidays`` table ("easter-2..easter+1", "thursday 11-22")."""
    first, _, last = rule.partition("..")
    start = _feast(first, year)
    end = _feast(last, year) if last else start
    if end < start:
        end = _feast(last, year + 1)
    return Interval(start, end, "day" if start == end else "range")


def _feast(rule: str, year: int) -> dt.date:
    if moving := re.fullmatch(r"easter([+-]\d+)", rule):
        day(year, 1, 1)
        return moved(easter(year), int(moving[1]))
    name, _, fixed = rule.rpartition(" ")
    number = [int(part) for part in fixed.split("-")]
    first = day(year, number[0], number[1])
    return moved(first, (_WEEKDAYS.index(name) - first.weekday()) % 7) if name else first
