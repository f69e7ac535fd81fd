"""Stretches of time: what is left or over of a period, since, until, within, from one date to another."""

from __future__ import annotations

from dataclasses import replace

from enligt.readers.when.calendar import ImpossibleError, Interval, moved
from enligt.readers.when.meaning import SAME_DAY, Context, Meaning, rolling


def rest(whole: Meaning) -> Meaning:
    """What is left of a period."""

    def at(context: Context) -> Interval:
        found = whole.at(context)
        return Interval(min(max(found.start, context.anchor), found.end), found.end, "range")

    return Meaning(at, whole.grade, f"rest of {whole.basis}")


def in_course(whole: Meaning) -> Meaning:
    """In the course of a period: what is over of it where the act is past, what is left of it where it is to come."""
    ahead, over = rest(whole), so_far(whole)

    def at(context: Context) -> Interval:
        return (over if context.direction == "past" else ahead).at(context)

    return Meaning(at, whole.grade, f"in the course of {whole.basis}")


def so_far(whole: Meaning) -> Meaning:
    """What is over of a period."""

    def at(context: Context) -> Interval:
        found = whole.at(context)
        return Interval(found.start, max(min(found.end, context.anchor), found.start), "range")

    return Meaning(at, whole.grade, f"{whole.basis} so far")


def since(begin: Meaning) -> Meaning:
    """From then up to the text's day."""

    def at(context: Context) -> Interval:
        found = begin.at(context.turned("past"))
        if begin.grade == "weekday" and found.start == context.anchor:
            found = Interval(moved(found.start, -7), context.anchor, "range")
        return Interval(found.start, max(context.anchor, found.start), "range")

    return Meaning(at, "bound", f"since {begin.basis}")


def beginning(begin: Meaning) -> Meaning:
    """From then on: up to the text's day if it is past, else the day or period with which it begins; a month or year itself."""

    def at(context: Context) -> Interval:
        found = begin.at(context)
        told_by_it = begin.grade in ("month", "year")  # "the treaty from 2005"
        if context.day is not None and context.direction != "future" and found.start < context.day and not told_by_it:
            return Interval(found.start, context.day, "range")
        return found

    return Meaning(at, "bound", f"from {begin.basis}")


def until(end: Meaning, *, before: bool = False) -> Meaning:
    """From the text's day until then (``before``: until the day before); the day itself if it is past."""

    def at(context: Context) -> Interval:
        found = end.at(context if context.direction == "past" and before else context.turned("future"))
        last = moved(found.start, -1) if before else found.end
        anchor = context.anchor
        if last < anchor:
            return Interval(moved(last, -7), last, "range") if before else found
        return Interval(anchor, last, "range")

    return Meaning(at, "bound", f"{'before' if before else 'until'} {end.basis}")


def latest(day: Meaning) -> Meaning:
    """The Nordic "senast i måndags": of what is past, as recently as then; else by then."""
    lasting = until(day)

    def at(context: Context) -> Interval:
        return (day if context.direction == "past" else lasting).at(context)

    return Meaning(at, "bound", f"at the latest {day.basis}")


def towards(end: Meaning, *, period: bool) -> Meaning:
    """The Nordic "till": of what is to be, then ("til våren", "utsatt til mandag"); of what is, until then.

    ``period``: it is a season, feast or month, which is then where the tense says nothing.
    """
    lasting = until(end)

    def at(context: Context) -> Interval:
        then = context.direction == "future" or (period and context.direction == "none")
        return end.at(context.turned("future")) if then else lasting.at(context)

    return Meaning(at, "bound", f"towards {end.basis}")


def after(begin: Meaning) -> Meaning:
    """The month after it, up to the text's day if the act is past."""

    def at(context: Context) -> Interval:
        found = begin.at(context)
        first = moved(found.end, 1)
        last = moved(first, 60 if begin.grade in ("holiday", "season") else 30)
        if context.direction != "future" and context.day is not None and first <= context.day:
            last = min(last, context.day)
        return Interval(first, last, "range")

    return Meaning(at, "bound", f"after {begin.basis}")


def within(number: float | None, unit: str, basis: str) -> Meaning:
    """At the latest so long after the text's day; a past act: at most so long before it."""

    def at(context: Context) -> Interval:
        past = context.direction == "past"
        if past and unit in ("hour", "minute") and (number or 0) <= SAME_DAY and (told := context.told_loosely()):
            return told  # "was visited in July and said no within hours"
        return rolling(number, unit, -1 if past else 1, basis).at(context)

    return Meaning(at, "bound", basis)


def between(first: Meaning, last: Meaning) -> Meaning:
    """From the first through the last; the last is sought after the first."""

    def at(context: Context) -> Interval:
        end = last.at(context)
        begin = first.at(context)
        if begin.start > end.end:
            begin = first.at(replace(context, day=end.start, direction="past"))
            if begin.start > end.end:
                raise ImpossibleError
        return Interval(begin.start, max(begin.end, end.end), "range")

    return Meaning(at, first.grade, f"{first.basis} to {last.basis}", first.weak and last.weak)


def both(first: Meaning, second: Meaning) -> Meaning:
    """Two dates side by side: the stretch that holds both; or, where the second only explains the first, the first."""

    def at(context: Context) -> Interval:
        one, other = first.at(context), second.at(context)
        if one.start <= other.start and other.end <= one.end:
            return other
        if other.start <= one.start and one.end <= other.end:
            return one
        if first.grade == "deictic":
            return one
        return Interval(min(one.start, other.start), max(one.end, other.end), "range")

    return Meaning(at, first.grade, f"{first.basis} and {second.basis}", first.weak and second.weak, several=True)
