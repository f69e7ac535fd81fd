"""Events on the map, as geometry: towns as circles, areas as their boxes, countries shaded, the unknown in a list.

No country has a point: a middle would pose as a place. Units are those of `world.project`.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from enligt.web.world import HEIGHT, WIDTH, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Record = Mapping[str, Any]
    Box = tuple[float, float, float, float]

REGIONS: Final[dict[str, Box | None]] = {
    "world": None,
    "europe": (34.0, -12.0, 73.0, 45.0),
    "middle-east": (12.0, 25.0, 43.0, 66.0),
    "asia": (-10.0, 58.0, 55.0, 150.0),
    "africa": (-35.0, -19.0, 38.0, 52.0),
    "americas": (-56.0, -130.0, 72.0, -32.0),
}
"""What of the world is shown: south, west, north, east in degrees; None: all."""

_NAMED: Final = 10
"""Towns that are named on the map; all are in the list."""

_STEPS: Final = 4
_EDGE: Final = 8  # pieces of a box's edge: straight lines on the globe are bent here


@dataclass(frozen=True, slots=True)
class Place:
    """A place with how many events are told of it. ``country`` is alpha-3 or None."""

    name: str
    country: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Point:
    """A town at (x, y) with the radius of its circle; ``named``: its name is written beside it."""

    place: Place
    x: float
    y: float
    radius: float
    named: bool


@dataclass(frozen=True, slots=True)
class Area:
    """An area with the outline of its box; empty where no box is known."""

    place: Place
    path: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A country and how dark it is, 1 to 4."""

    place: Place
    step: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is drawn, and what cannot be: ``nowhere`` is how many events name no place at all."""

    points: tuple[Point, ...]
    areas: tuple[Area, ...]
    countries: tuple[Shade, ...]
    unknown: tuple[Place, ...]
    nowhere: int
    view: Box

    @property
    def unit(self) -> float:
        """A thousandth of the drawing's width: what sizes are measured in."""
        return round(self.view[2] / 1000, 4)


def mapped(records: Iterable[Record], *, region: str = "world") -> Mapped:
    """The places of events; an event with several is counted at each, once.

    Args:
        records: of events, with ``places``.
        region: of `REGIONS`.
    """
    counts: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    nowhere = 0
    for record in records:
        keys = {(_kind(one), _key(one)) for one in record["places"]}
        nowhere += not keys
        for kind, key in keys:
            counts[kind][key] += 1
    view = _view(REGIONS[region])
    return Mapped(
        points=_points(_ordered(counts["point"]), view),
        areas=tuple(Area(Place(key[0], key[1], n), _outline(key[2])) for key, n in _ordered(counts["area"])),
        countries=_shades(_ordered(counts["country"])),
        unknown=tuple(Place(key[0], key[1], n) for key, n in _ordered(counts["unknown"])),
        nowhere=nowhere,
        view=view,
    )


def _kind(place: Record) -> str:
    """How it is drawn: what has not what that takes is listed as unknown."""
    known = place["precision"]
    if known == "point" and place["latitude"] is None:
        return "unknown"
    if known == "country" and place["country"] is None:
        return "unknown"
    return str(known) if known in {"point", "area", "country"} else "unknown"


def _key(place: Record) -> tuple[Any, ...]:
    kind, name = _kind(place), place["name"] or place["country"] or "?"
    if kind == "country":
        return (place["country"], place["country"], None)
    if kind == "point":
        return (name, place["country"], (place["latitude"], place["longitude"]))
    return (name, place["country"], tuple(place["extent"]) if kind == "area" and place["extent"] else None)


def _ordered(counts: Counter[tuple[Any, ...]]) -> list[tuple[tuple[Any, ...], int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))


def _points(counted: Sequence[tuple[tuple[Any, ...], int]], view: Box) -> tuple[Point, ...]:
    most = max((n for _, n in counted), default=1)
    unit = view[2] / 1000
    made: list[Point] = []
    named = 0
    taken: list[tuple[float, float]] = []
    for (name, country, (latitude, longitude)), n in counted:
        x, y = project(latitude, longitude)
        inside = view[0] <= x <= view[0] + view[2] and view[1] <= y <= view[1] + view[3]
        free = all(abs(x - one) > 140 * unit or abs(y - other) > 20 * unit for one, other in taken)
        with_name = inside and free and named < _NAMED
        if with_name:
            named += 1
            taken.append((x, y))
        radius = unit * (3 + 9 * math.sqrt(n / most))
        made.append(Point(Place(name, country, n), round(x, 1), round(y, 1), round(radius, 2), with_name))
    return tuple(made)


def _outline(extent: Box | None) -> str:
    """The box of an area as a path; two where it lies across the 180th meridian."""
    if extent is None:
        return ""
    south, west, north, east = extent
    boxes = [(south, west, north, east)] if west <= east else [(south, west, north, 180.0), (south, -180.0, north, east)]
    return "".join(_box(*one) for one in boxes)


def _box(south: float, west: float, north: float, east: float) -> str:
    corners = [(south, west), (south, east), (north, east), (north, west), (south, west)]
    points: list[str] = []
    for (lat, lon), (to_lat, to_lon) in itertools.pairwise(corners):
        for at in range(_EDGE):
            share = at / _EDGE
            x, y = project(lat + (to_lat - lat) * share, lon + (to_lon - lon) * share)
            points.append(f"{x:.1f},{y:.1f}")
    return f"M{'L'.join(points)}z"


def _shades(counted: Sequence[tuple[tuple[Any, ...], int]]) -> tuple[Shade, ...]:
    most = max((n for _, n in counted), default=1)
    return tuple(
        Shade(Place(key[0], key[1], n), 1 + round((_STEPS - 1) * (math.log(n) / math.log(most) if most > 1 else 0)))
        for key, n in counted
    )


def _view(box: Box | None) -> Box:
    """The part of the drawing that is shown: left edge, upper edge, width, height."""
    if box is None:
        return (0.0, 0.0, WIDTH, round(HEIGHT * 0.91, 1))  # less Antarctica
    south, west, north, east = box
    corners = [project(lat, lon) for lat in (south, (south + north) / 2, north) for lon in (west, east)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return (round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))
