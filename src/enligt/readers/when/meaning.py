"""What date phrases mean: each is a function from the day of the text, and the direction of its tense, to an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from enligt.readers.when import calendar
from enligt.readers.when.calendar import ImpossibleError, Interval, containing, moved, part, shifted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

SAME_DAY = 18  # hours within which two acts are likely of one day
Direction = Literal["past", "future", "none"]
_FEW = {"day": 5, "week": 4, "month": 4, "year": 4}  # how far "within days", "de senaste åren" reach


class UnanchoredError(ValueError):
    """A relative phrase, and the text has no date."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is resolved against: the text's day (None: it has none), the tense, and the last day told before it."""

    day: dt.date | None
    direction: Direction
    told: Callable[[], Interval | None]
    told_here: Callable[[], Interval | None]  # in the same sentence, before or else after it
    told_loosely: Callable[[], Interval | None]  # a month, season or year too

    @property
    def anchor(self) -> dt.date:
        """The text's day; raises UnanchoredError."""
        if self.day is None:
            raise UnanchoredError
        return self.day

    def turned(self, direction: Direction) -> Context:
        """The same with another direction."""
        return replace(self, direction=direction)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A phrase's meaning. ``grade`` is its kind (day, weekday, month, ...); ``weak`` ones are dates only where marked as such.

    ``several``: it is of dates that stand side by side ("Wednesday and Thursday").
    """

    at: Callable[[Context], Interval]
    grade: str
    basis: str
    weak: bool = False
    several: bool = False


Year = int | Meaning | None


def _nearest(context: Context, candidates: list[Interval]) -> Interval:
    """Of a thing that comes again: the last one begun (past), the next one not yet over (future), else the nearest."""
    anchor = context.anchor
    if context.direction == "past":
        begun = [one for one in candidates if one.start <= anchor]
        last = begun[-1] if begun else candidates[0]
        return replace(last, end=anchor) if last.start <= anchor < last.end else last  # no act is past before its day
    if context.direction == "future":
        ahead = [one for one in candidates if one.end >= anchor]
        return ahead[0] if ahead else candidates[-1]

    def distance(one: Interval) -> int:
        return max((one.start - anchor).days, (anchor - one.end).days, 0)

    return min(candidates, key=distance)


def _in_year(make: Callable[[int], Interval], year: Year, context: Context) -> Interval:
    if isinstance(year, int):
        return make(year)
    if year is not None:
        return make(year.at(context).start.year)
    found = []
    for one in range(context.anchor.year - 4, context.anchor.year + 6):  # leap days come every fourth year
        try:
            found.append(make(one))
        except ImpossibleError:
            continue
    if not found:
        raise ImpossibleError
    return _nearest(context, found)


def in_year(make: Callable[[int], Interval], year: Year, grade: str, basis: str) -> Meaning:
    """A day, month, season or feast of a year; without a year the one that the tense points to."""
    told = basis
    if isinstance(year, int) and str(year) not in basis:
        told = f"{basis} {year}"
    elif isinstance(year, Meaning):
        told = f"{basis} of {year.basis}"
    return Meaning(lambda context: _in_year(make, year, context), grade, told)


def single(number: int, month: int) -> Callable[[int], Interval]:
    """The maker of one day of a year."""

    def make(year: int) -> Interval:
        found = calendar.day(year, month, number)
        return Interval(found, found, "day")

    return make


def fixed(make: Callable[[], Interval], grade: str, basis: str, *, weak: bool = False) -> Meaning:
    """A phrase that means the same whatever the day of the text."""
    return Meaning(lambda _: make(), grade, basis, weak)


def offset(days: int, basis: str, *, night: bool = False) -> Meaning:
    """So many days from the text's day; a night begins on the day before."""

    def at(context: Context) -> Interval:
        end = moved(context.anchor, days)
        return Interval(moved(end, -1) if night else end, end, "day")

    return Meaning(at, "deictic", basis)


def weekday(number: int, form: str, name: str) -> Meaning:
    """A weekday; ``form``: bare, definite, past ("i tisdags"), coming ("på tisdag"), ahead ("kommande tisdag"), last or next."""

    def at(context: Context) -> Interval:
        anchor, direction = context.anchor, context.direction
        monday = moved(anchor, -anchor.weekday())
        if form == "next":
            found = moved(monday, 7 + number)
        elif form == "ahead":
            found = moved(anchor, (number - anchor.weekday() - 1) % 7 + 1)
        elif form in ("past", "last"):
            found = moved(anchor, -((anchor.weekday() - number - 1) % 7) - 1)
        elif direction == "future" or (direction == "none" and form == "coming"):
            found = moved(anchor, (number - anchor.weekday()) % 7)
        else:
            found = moved(anchor, -((anchor.weekday() - number) % 7))
        return Interval(found, found, "day")

    return Meaning(at, "weekday", f"weekday '{name}'")


def weekday_of(number: int, week: Meaning, name: str) -> Meaning:
    """A weekday of a week told beside it ("fredag i förra veckan")."""

    def at(context: Context) -> Interval:
        whole = week.at(context)
        found = moved(whole.start, (number - whole.start.weekday()) % 7)
        return Interval(found, found, "day")

    return Meaning(at, "weekday", f"weekday '{name}' of {week.basis}")


def on_weekday(number: int, date: Meaning) -> Meaning:
    """A date with its weekday beside it, which tells the year where the words do not."""

    def at(context: Context) -> Interval:
        first = date.at(context)
        if context.day is None or first.start.weekday() == number:
            return first
        others = [date.at(context.turned("past")), date.at(context.turned("future"))]
        return next((one for one in others if one.start.weekday() == number), first)

    return Meaning(at, "day", date.basis)


def period(unit: str, count: int | None, basis: str) -> Meaning:
    """The present week, month, year, ... or one so many before or after; None: the one that the tense points to."""

    def at(context: Context) -> Interval:
        anchor = context.anchor
        here = containing(anchor, unit)
        if count == 0 and context.direction == "past":
            if here.start > anchor:  # "this weekend", done and told on a Friday
                return containing(moved(here.start, -7), unit)
            return Interval(here.start, min(here.end, anchor), here.precision)  # no act is past before its day
        if count is not None:
            if unit == "weekend" and count < 0 and anchor > here.end:
                return here
            return containing(shifted(containing(anchor, unit).start, count, unit), unit)
        if context.direction == "future":
            # On a Sunday "this week" ahead is the next one.
            late = here.end <= anchor
            return containing(moved(here.start, 7), unit) if late else here
        return here if here.start <= anchor else containing(moved(here.start, -7), unit)

    return Meaning(at, unit, basis)


def rolling(number: float | None, unit: str, sign: int, basis: str) -> Meaning:
    """The last (-1) or next (1) so many units, up to or from the text's day; None: a few."""

    def at(context: Context) -> Interval:
        anchor = context.anchor
        other = shifted(anchor, sign * (_few(unit) if number is None else number), unit)
        return Interval(min(anchor, other), max(anchor, other), "range")

    return Meaning(at, "range", basis)


def _few(unit: str) -> int:
    return _FEW.get(unit, 3)


def away(number: float | None, unit: str, sign: int, basis: str, origin: Meaning | None = None) -> Meaning:
    """So many units before (-1) or after (1) the text's day, or another day; None: a few, told without a number."""

    def at(context: Context) -> Interval:
        if origin is not None and unit in ("hour", "minute") and (number or 0) <= SAME_DAY:
            return origin.at(context)  # "hours later": of July, in July
        begin = context.anchor if origin is None else side(origin.at(context), sign)
        exact = context.direction == "none" or (origin is not None and origin.grade != "anaphor")
        if number is None:
            near, far = shifted(begin, sign * 2, unit), shifted(begin, sign * _few(unit), unit)
            if unit in ("hour", "minute"):
                near = far = begin
            return Interval(min(near, far), max(near, far), "range")
        there = shifted(begin, sign * number, unit)
        if origin is not None and context.direction == "past" and context.day is not None and there > context.day:
            raise UnanchoredError  # "two days later", and the day that it counts from is not told
        if exact and origin is None and unit in ("year", "decade") and number >= 2:
            return containing(there, "month")
        return Interval(there, there, "day") if exact else _about(there, number, unit, sign)

    return Meaning(at, "away", basis)


def _about(there: dt.date, number: float, unit: str, sign: int) -> Interval:
    """How exactly an act's time is counted: "two years ago" is that year, "three months ago" that month, "a week ago" two days.

    Of 109 such times of two years and more in the corpus 83 are that year, of 60 of one year 35 that month.
    """
    if unit in ("year", "decade", "century"):
        return containing(there, "year" if number >= 2 or unit != "year" else "month")
    if unit in ("half-year", "quarter") or (unit == "month" and number >= 2):
        return containing(there, "month")
    if unit in ("week", "fortnight", "month") and sign < 0:
        return Interval(moved(there, -1), there, "day")
    return Interval(there, there, "day")


def side(one: Interval, sign: int) -> dt.date:
    """The day from which one counts on (1) or back (-1): a night is counted from its morning."""
    night = (one.end - one.start).days == 1
    return one.end if sign > 0 or night else one.start


def duration(number: float | None, unit: str, basis: str) -> Meaning:
    """So long: up to the text's day, or from it on where the tense is future."""

    def at(context: Context) -> Interval:
        sign = 1 if context.direction == "future" else -1
        return rolling(number, unit, sign, basis).at(context)

    return Meaning(at, "duration", basis, weak=True)


def edge(which: str, whole: Meaning) -> Meaning:
    """The beginning, middle or end of a period; of a day the day itself."""
    return Meaning(lambda context: part(whole.at(context), which), whole.grade, f"{which} part of {whole.basis}", whole.weak)


def closing(whole: Meaning) -> Meaning:
    """The turn with which a period ends: the last month of a year, the last part of a shorter one."""

    def at(context: Context) -> Interval:
        found = whole.at(context.turned("none"))
        return containing(found.end, "month") if (found.end - found.start).days > 300 else part(found, "late")

    return Meaning(at, whole.grade, f"end of {whole.basis}")


def half(number: int, month: Meaning) -> Meaning:
    """The first or second half of a month: its first 15 days, or what is behind them."""

    def at(context: Context) -> Interval:
        found = month.at(context)
        if number == 1:
            return Interval(found.start, moved(found.start, 14), "range")
        return Interval(moved(found.start, 15), found.end, "range")

    return Meaning(at, month.grade, f"half {number} of {month.basis}")


def night_to(morning: Meaning) -> Meaning:
    """The night that ends on a day."""

    def at(context: Context) -> Interval:
        found = morning.at(context)
        return found if found.end > found.start else Interval(moved(found.start, -1), found.end, "day")

    return Meaning(at, "night", f"night to {morning.basis}")


def day_of_month(number: int, basis: str) -> Meaning:
    """A day of a month that is not named."""

    def at(context: Context) -> Interval:
        found = []
        for count in range(-3, 4):
            month = shifted(context.anchor.replace(day=1), count, "month")
            try:
                one = calendar.day(month.year, month.month, number)
            except ImpossibleError:
                continue
            found.append(Interval(one, one, "day"))
        return _nearest(context, found)

    return Meaning(at, "day", basis)


def run(number: int, unit: str, basis: str) -> Meaning:
    """The fifth day in a row: it and those before it."""

    def at(context: Context) -> Interval:
        return Interval(shifted(context.anchor, 1 - number, unit), context.anchor, "range")

    return Meaning(at, "range", basis, weak=True)


def nth(number: int, unit: str, weekday_number: int | None, whole: Meaning, basis: str) -> Meaning:
    """The nth (from the end, if negative) day, weekday or full week of a period."""

    def at(context: Context) -> Interval:
        found = whole.at(context)
        if (found.end - found.start).days > 3700:
            raise ImpossibleError
        if unit == "week":
            size, first = 7, moved(found.start, -found.start.weekday() % 7)
        elif weekday_number is not None:
            size, first = 1, moved(found.start, (weekday_number - found.start.weekday()) % 7)
        elif unit in ("month", "quarter", "half-year", "year", "decade"):
            start = shifted(found.start, number - 1, unit) if number > 0 else shifted(moved(found.end, 1), number, unit)
            return containing(start, unit)
        else:
            size, first = 1, found.start
        step = 7 if size == 7 or weekday_number is not None else 1
        count = ((found.end - first).days + 1 - size) // step + 1
        index = number - 1 if number > 0 else count + number
        if not 0 <= index < count:
            raise ImpossibleError
        start = moved(first, index * step)
        return Interval(start, moved(start, size - 1), "week" if size == 7 else "day")

    return Meaning(at, "day", f"{basis} of {whole.basis}")
