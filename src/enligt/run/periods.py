"""Days into weeks, months and years, and all of them between two days, the empty ones too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from enligt.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

By = Literal["day", "week", "month", "year"]
MOST: Final = 5000
"""Periods that are told at once."""
_LETTERS: Final = {"day": 10, "month": 7, "year": 4}
_WEEK: Final = timedelta(days=7)


def period(day: str, by: By) -> str:
    """The period that an ISO day lies in: itself, ``2024-W41`` (ISO 8601), ``2024-10``, ``2024``.

    A day that is less precise than the period (a month, a year) stays what it is.
    """
    if by != "week":
        return day[: _LETTERS[by]]
    try:
        year, week, _ = date.fromisoformat(day[:10]).isocalendar()
    except ValueError:
        return day[:10]
    return f"{year}-W{week:02}"


def bounds(name: str) -> tuple[str, str]:
    """The first and last day of a period as :func:`period` writes it."""
    first = _first(name)
    if "W" in name:
        return first.isoformat(), (first + timedelta(days=6)).isoformat()
    if len(name) == len("2024-10-08"):
        return name, name
    after = _next(first, "month" if "-" in name else "year")
    return first.isoformat(), (date.max if after is None else after - timedelta(days=1)).isoformat()


def every(first: str, last: str, by: By) -> Iterator[str]:
    """Every period from that of one ISO day to that of another, in order.

    Raises:
        UsageError: there are more than ``MOST``.
    """
    at: date | None = _first(period(first, by))
    end = date.fromisoformat(last)
    count = 0
    while at is not None and at <= end:
        count += 1
        if count > MOST:
            raise UsageError(
                f"more than {MOST} {by}s from {first} to {last}: name a shorter time (since, until), or longer periods"
            )
        yield period(at.isoformat(), by)
        at = _next(at, by)


def _first(name: str) -> date:
    if "W" in name:
        year, week = name.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    return date.fromisoformat((name + "-01-01")[:10] if len(name) == 4 else (name + "-01")[:10])


def _next(at: date, by: By) -> date | None:
    """The first day of the period after the one that begins on a day; None where the calendar ends."""
    try:
        if by in {"day", "week"}:
            return at + (_WEEK if by == "week" else timedelta(days=1))
        if by == "year":
            return date(at.year + 1, 1, 1)
        return date(at.year + at.month // 12, at.month % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None
