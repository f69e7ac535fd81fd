"""Events over time with their score, as geometry: bars above, a line below. ``templates/dealings.html`` draws it.

Lengths are in the units of the drawing's ``viewBox``, y grows downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
    """A period: where its bar stands and how high it is; ``score_y`` is where its mean score lies (None: no event)."""

    period: Period
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
    """Columns, and the pieces of the line through the scores of those that follow upon each other."""

    columns: tuple[Column, ...]
    lines: tuple[str, ...]
    most: int
    left_out: int


def series(periods: Sequence[Period]) -> Series:
    """Periods side by side, of many the last `MOST`."""
    shown = periods[-MOST:]
    step = WIDTH / max(len(shown), _FEWEST)
    most = max((one.events for one in shown), default=0)
    every = max(1, math.ceil(len(shown) / _FEWEST))
    columns = tuple(
        Column(
            period=one,
            x=round(at * step + step * 0.1, 2),
            width=round(step * 0.8, 2),
            height=round(BARS * one.events / most, 2) if most else 0,
            score_y=None if one.mean is None else round(ZERO - SCORE * one.mean / 10, 2),
            ticked=at % every == 0,
        )
        for at, one in enumerate(shown)
    )
    return Series(columns, tuple(_lines(columns)), most, len(periods) - len(shown))


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
