"""Times that count from a time told before: "that day", "the day after", "then", "a year earlier"."""

from __future__ import annotations

from enligt.readers.when.calendar import Interval, containing, moved, shifted
from enligt.readers.when.meaning import Context, Meaning, UnanchoredError, period, side


def anaphor(days: int, basis: str) -> Meaning:
    """So many days from the last day told before the phrase."""

    def at(context: Context) -> Interval:
        told = context.told()
        if told is None and context.direction == "past":
            # News tells of the day before, or of its own: no day is told, and this is where it is likely.
            return Interval(moved(context.anchor, min(days, 0) - 1), moved(context.anchor, min(days, 0)), "range")
        if told is None:
            raise UnanchoredError
        if days == 0:
            return told
        there = moved(side(told, days), days)
        return Interval(there, there, "day")

    return Meaning(at, "anaphor", basis, weak=True)


def next_day(basis: str) -> Meaning:
    """The next day: after the last day told where the act is past, else after the text's."""
    told, ahead = anaphor(1, basis), period("day", 1, basis)

    def at(context: Context) -> Interval:
        return (told if context.direction == "past" else ahead).at(context)

    return Meaning(at, "anaphor", basis)


def beside(days: int, unit: str, basis: str) -> Meaning:
    """The week (weekend, month, year) before or after the one of the last day told before the phrase, else of the text's."""

    def at(context: Context) -> Interval:
        told = context.told_loosely() if unit in ("month", "year") else context.told()
        here = containing(context.anchor if told is None else told.start, unit)
        return containing(shifted(here.start, days, unit), unit)

    return Meaning(at, unit, basis, weak=True)


def then(basis: str, *, here: bool = False) -> Meaning:
    """The last time told before the phrase, be it a day, a month or a year; ``here``: rather the day that its sentence tells."""
    day = anaphor(0, basis)

    def at(context: Context) -> Interval:
        return (context.told_here() if here else None) or context.told_loosely() or day.at(context)

    return Meaning(at, "anaphor", basis, weak=True)


def compared(basis: str, *, days: int = 0) -> Meaning:
    """The day of the sentence's own act, which another act is compared with: told in the sentence, else the text's.

    ``days``: so many before (negative) or after it.
    """

    def at(context: Context) -> Interval:
        told = context.told_here() or Interval(context.anchor, context.anchor, "day")
        if days == 0:
            return told
        there = moved(side(told, days), days)
        return Interval(there, there, "day")

    return Meaning(at, "anaphor", basis, weak=True)
