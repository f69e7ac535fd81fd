"""The outlines of the world's countries for a map, and the projection that they are drawn in.

``data/world.json`` is made by ``quality/world.py`` from Natural Earth (public domain); docs/places.md tells whose borders it
shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WIDTH: Final = 2000.0
"""Units of the drawing from the western edge of the map to its eastern one, at the equator."""

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of GIS 33 (2019).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = sqrt(3) / 2


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    across = radians(longitude) * cos(theta) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    up = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return across, up


_SCALE: Final = WIDTH / 2 / _equal_earth(0, 180)[0]
HEIGHT: Final = 2 * _equal_earth(90, 0)[1] * _SCALE
"""Units from the northern edge to the southern one."""


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a point is drawn, in the Equal Earth projection: no country looks larger than it is.

    Args:
        latitude: degrees north, -90 to 90.
        longitude: degrees east, -180 to 180.

    Returns:
        Units from the left edge, and from the upper one, of a drawing `WIDTH` wide and `HEIGHT` high.
    """
    across, up = _equal_earth(latitude, longitude)
    return WIDTH / 2 + across * _SCALE, HEIGHT / 2 - up * _SCALE


@dataclass(frozen=True, slots=True)
class World:
    """The outlines, and the projection in which they are drawn.

    ``paths`` are SVG path data by alpha-3 code, in the units of `project`; ``-`` is land that is given to nobody.
    """

    paths: Mapping[str, str]
    project: Callable[[float, float], tuple[float, float]]


@cache
def world() -> World:
    """The world, read once."""
    file = Path(__file__).parent / "data" / "world.json"
    return World(json.loads(file.read_text(encoding="utf-8"))["paths"], project)
