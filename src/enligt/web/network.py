"""One actor and its counterparts as geometry: the actor in the middle, the others around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.run.dealing import Counterpart

Way = Literal["cooperation", "conflict", "both"]

WIDTH: Final = 720.0
HEIGHT: Final = 480.0
MOST: Final = 16
"""Counterparts that are drawn; the table has all."""

_X, _Y = WIDTH / 2, HEIGHT / 2
_ACROSS, _DOWN = 205.0, 185.0
_THINNEST, _THICKEST = 1.5, 8.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """A counterpart at (x, y) with the line to it; ``anchor`` is where its name begins, at (``name_x``, ``name_y``)."""

    to: Counterpart
    x: float
    y: float
    thick: float
    radius: float
    way: Way
    name_x: float
    name_y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn around (x, y)."""

    spokes: tuple[Spoke, ...]
    x: float
    y: float
    left_out: int


def way(one: Counterpart) -> Way:
    """Of what there is more."""
    if one.cooperation == one.conflict:
        return "both"
    return "cooperation" if one.cooperation > one.conflict else "conflict"


def network(counterparts: Sequence[Counterpart]) -> Network:
    """The counterparts with most events, clockwise from the top."""
    shown = counterparts[:MOST]
    most = max((one.events for one in shown), default=1)
    return Network(
        tuple(_spoke(one, at, len(shown), most) for at, one in enumerate(shown)), _X, _Y, len(counterparts) - len(shown)
    )


def _spoke(one: Counterpart, at: int, of: int, most: int) -> Spoke:
    turn = 2 * math.pi * at / of - math.pi / 2
    across, down = math.cos(turn), math.sin(turn)
    share = math.sqrt(one.events / most)
    radius = 5 + 9 * share
    off = radius + 7
    steep = abs(across) < 0.25
    return Spoke(
        to=one,
        x=round(_X + _ACROSS * across, 1),
        y=round(_Y + _DOWN * down, 1),
        thick=round(_THINNEST + (_THICKEST - _THINNEST) * share, 1),
        radius=round(radius, 1),
        way=way(one),
        name_x=round(_X + _ACROSS * across + (0 if steep else math.copysign(off, across)), 1),
        name_y=round(_Y + _DOWN * down + (math.copysign(off + 6, down) if steep else 0) + 4, 1),
        anchor="middle" if steep else "start" if across > 0 else "end",
    )
