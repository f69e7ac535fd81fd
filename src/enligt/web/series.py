"""Events over time with their score, as geometry: bars above, a line below. ``templates/dealings.html`` draws it.

Lengths are in the units of the drawing's ``viewBox``, y grows downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from enligt.web.dividing import per_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.run.dealing import Period

WIDTH: Final = 720.0
BARS: Final = 130.0
"""Height of the bars; the axis lies below them."""

SCORE: Final = 45.0
"""Height of ten points of score."""

ZERO: Final = BARS + 44.0 + SCORE
"""Where a score of nothing lies."""

MOST: Final = 72
"""Periods that are drawn: the last ones."""

_FEWEST: Final = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A period: where its bar stands and how high it is; ``score_y`` is where its mean score lies (None: no event).

    ``shown`` is what the bar stands for: the events, or what they are to what was read (None: nothing was).
    """

    period: Period
    shown: float | None
    x: float
    width: float
    height: float
    score_y: float | None
    ticked: bool

    @property
    def middle(self) -> float:
        """The middle of the bar."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Series:
    """Columns, and the pieces of the line through the scores of those that follow upon each other.

    ``undivided``: periods with events of which nothing was read, where bars stand for what is told to what was read.
    """

    columns: tuple[Column, ...]
    lines: tuple[str, ...]
    most: float
    left_out: int
    undivided: int


def series(periods: Sequence[Period], *, divided: bool = False) -> Series:
    """Periods side by side, of many the last `MOST`; ``divided``: bars stand for what the events are to what was read."""
    shown = periods[-MOST:]
    step = WIDTH / max(len(shown), _FEWEST)
    values = [per_read(one.events, one.articles_read) if divided else one.events for one in shown]
    most = max((n or 0 for n in values), default=0)
    every = max(1, math.ceil(len(shown) / _FEWEST))
    columns = tuple(
        Column(
            period=one,
            shown=value,
            x=round(at * step + step * 0.1, 2),
            width=round(step * 0.8, 2),
            height=round(BARS * (value or 0) / most, 2) if most else 0,
            score_y=None if one.mean is None else round(ZERO - SCORE * one.mean / 10, 2),
            ticked=at % every == 0,
        )
        for at, (one, value) in enumerate(zip(shown, values, strict=True))
    )
    undivided = sum(1 for one in columns if one.period.events and one.shown is None)
    return Series(columns, tuple(_lines(columns)), most, len(periods) - len(shown), undivided)


def _lines(columns: Sequence[Column]) -> list[str]:
    """The line, broken where nothing happened: what is not known is not drawn."""
    found: list[str] = []
    points: list[str] = []
    for one in [*columns, None]:
        if one is not None and one.score_y is not None:
            points.append(f"{one.middle},{one.score_y}")
            continue
        if len(points) > 1:
            found.append(" ".join(points))
        points = []
    return found
