"""Who hands on to whom, as geometry: two columns of names with the source between them, and flows as wide as they are many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from enligt.web.charts import months_between
from enligt.web.dividing import per_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Record = Mapping[str, Any]

WIDTH: Final = 760.0
MOST: Final = 14
"""Names that are drawn on either side; the table has all."""

_ROW: Final = 34.0
_LEFT, _RIGHT = 230.0, 530.0  # where the names end, and begin
_INNER: Final = 70.0  # from the middle to the source's own edge
_WIDEST: Final = 22.0
_MIDDLE: Final = WIDTH / 2
MONTHS: Final = 72
"""Months that are drawn: the last ones."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One that is relayed, or relays: its name at (x, y), and the path of the flow."""

    record: Record
    x: float
    y: float
    path: str
    wide: float


@dataclass(frozen=True, slots=True)
class Flows:
    """Both sides around the source at (`middle`, ``y``)."""

    relays: tuple[Flow, ...]
    relayed_by: tuple[Flow, ...]
    middle: float
    y: float
    height: float
    left_out: int


def flows(relays: Sequence[Record], relayed_by: Sequence[Record]) -> Flows:
    """The flows from those whom a source relays, through it, to those who relay it."""
    left, right = relays[:MOST], relayed_by[:MOST]
    height = max(len(left), len(right), 2) * _ROW + 20.0
    most = max((one["claims"] for one in (*left, *right)), default=1)
    return Flows(
        relays=_side(left, most, height, left_side=True),
        relayed_by=_side(right, most, height, left_side=False),
        middle=_MIDDLE,
        y=height / 2,
        height=height,
        left_out=len(relays) + len(relayed_by) - len(left) - len(right),
    )


def _side(several: Sequence[Record], most: int, height: float, *, left_side: bool) -> tuple[Flow, ...]:
    begin = (height - len(several) * _ROW) / 2 + _ROW / 2
    made: list[Flow] = []
    for at, one in enumerate(several):
        y = begin + at * _ROW
        outer, inner = (_LEFT, _MIDDLE - _INNER) if left_side else (_RIGHT, _MIDDLE + _INNER)
        bend = (outer + inner) / 2
        to = height / 2 + (y - height / 2) * 0.12  # they meet close together, not in one point
        wide = round(1.5 + (_WIDEST - 1.5) * math.sqrt(one["claims"] / most), 1)
        path = f"M{outer:g} {y:g}C{bend:g} {y:g} {bend:g} {to:.1f} {inner:g} {to:.1f}"
        made.append(Flow(one, outer - 8 if left_side else outer + 8, y, path, wide))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: claims that a source tells, and claims that cite it; ``read`` is how many articles of it were read at all.

    ``told`` and ``citing`` are what the bars stand for: the numbers, or what they are to what was read (None: nothing was).
    """

    month: str
    carried: int
    cited: int
    read: int
    told: float | None
    citing: float | None
    x: float
    width: float
    up: float
    down: float
    ticked: bool


@dataclass(frozen=True, slots=True)
class Months:
    """Months side by side, told ones above the line and citing ones below it; ``undivided`` as in `charts.Bars`."""

    months: tuple[Month, ...]
    width: float
    half: float
    most: float
    undivided: int


def months(rows: Sequence[Record], read: Mapping[str, int], *, divided: bool = False) -> Months:
    """The months of a source's record, those between too; ``divided``: bars stand for what the claims are to what was read."""
    known = {one["month"]: one for one in rows if len(one["month"]) == len("2026-02")}
    names = months_between(min(known), max(known))[-MONTHS:] if known else []
    width, half = 720.0, 70.0
    step = width / max(len(names), 12)
    counts = {name: [int(known[name][way]) if name in known else 0 for way in ("carried", "cited")] for name in names}
    shown = {name: [per_read(n, read.get(name)) if divided else n for n in ns] for name, ns in counts.items()}
    most = max((n or 0 for several in shown.values() for n in several), default=0)
    every = max(1, math.ceil(len(names) / 12))
    made: list[Month] = []
    for at, name in enumerate(names):
        x, wide = round(at * step + step * 0.1, 2), round(step * 0.8, 2)
        up, down = (round(half * (n or 0) / most, 2) if most else 0.0 for n in shown[name])
        carried, cited = counts[name]
        told, citing = shown[name]
        made.append(Month(name, carried, cited, read.get(name, 0), told, citing, x, wide, up, down, at % every == 0))
    undivided = sum(1 for one in made if (one.carried or one.cited) and one.told is None)
    return Months(tuple(made), width, half, most, undivided)
