"""From the words of a place to where it is. The rules are told in docs/places.md."""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Final

from enligt.actors.places import store, words
from enligt.actors.salience import HOME
from enligt.model import LANGUAGES, Located, OtherPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.actors.places.store import Area, Extent, Town
    from enligt.actors.places.words import Named
    from enligt.model import Language

LARGER: Final = 10
"""So many times larger may a namesake elsewhere be, at most, for a town in a country at hand to be meant all the same,"""
GREAT: Final = 300_000
"""unless the namesake is no city that everybody knows: fewer inhabitants than this."""
FORMER: Final = 30
"""So many times larger must a town be that bears the name as a former or foreign one, for it to count beside the others."""
SMALL: Final = 5_000
"""A town with fewer inhabitants in a country that is not at hand is no answer, only an alternative."""
SELDOM: Final = 50_000
"""The same, of a name that it bears beside its usual one: Storskog is also a suburb of Helsinki, in Swedish."""
NAMESAKES: Final = frozenset({"USA", "CAN", "AUS", "NZL", "ZAF"})
"""Countries whose towns are often named after older and larger ones: those are meant, unless the words name the country."""
ALTERNATIVES: Final = 5
"""Alternatives told, at most."""
SAME: Final = 50.0
"""Kilometres within which two bearers of a name are parts of one place."""
VAST: Final = 40.0
"""Degrees of longitude from which an area says less than a country does."""
_DEGREE: Final = 111.2


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (latitude, longitude), well enough for a few hundred."""
    across = abs(one[1] - other[1])
    across = min(across, 360 - across) * cos(radians((one[0] + other[0]) / 2))
    return hypot(one[0] - other[0], across) * _DEGREE


def locate(text: str, *, language: Language, published: str | None, near: Sequence[str] = ()) -> Located | None:
    """Where the words of a place are.

    Args:
        text: the words, as the article has them.
        language: theirs.
        published: ISO day of the article, or None; no name of the tables depends on it as yet.
        near: alpha-3 codes of the countries at hand, the nearest first: those named in the sentence, the claim's participants,
            those of the article and its dateline. Other ids are passed over.

    Returns:
        The place; of precision ``unknown`` where no name in the words is known, or where they lie between two countries. None
        where there are no words. The same words with the same countries at hand are always the same place.
    """
    found = explained(text, language=language, published=published, near=near)
    return None if found is None else found[0]


def explained(text: str, *, language: Language, published: str | None, near: Sequence[str] = ()) -> tuple[Located, str] | None:
    """As `locate`, with the rule by which it was found, in a line."""
    del published
    if not text.strip():
        return None
    named = words.names(text, language=language)
    inside = [one.state for one in named if one.state]
    inside += [one for one in words.countries(text, language=language) if one not in inside]
    home = HOME.get(language)
    at_hand = list(dict.fromkeys([*near, *([home] if home else [])]))
    named = [_settled(one, at_hand) for one in named]
    between = words.BORDER.search(text) and len(inside) > 1 and not any(one.towns for one in named)
    if between:
        return _between(inside), "a border between countries is in neither"
    return _point(text, named, inside, at_hand) or _widely(named, inside) or _country(text, named, inside) or _nowhere(named)


def _point(text: str, named: Sequence[Named], inside: Sequence[str], at_hand: Sequence[str]) -> tuple[Located, str] | None:
    """The first town that the words name, or its region; None where there is none that is sure enough."""
    areas = [one for one in named if one.area]
    points = [(one, *_resolved(one.towns, inside, areas, at_hand)) for one in named if one.towns]
    sure = [(one, town, rule) for one, town, rule in points if town is not None]
    if not sure:
        return None
    one, town, rule = sure[0]
    others = _others(town, one.towns, [other for _, other, _ in sure[1:]])
    if one.region and (extent := store.division(town)):
        return _region(town, extent, one, others), f"the region of {town.name} ({rule})"
    near = one.near or (len(sure) > 1 and bool(words.BETWEEN.search(text)))
    found = Located(town.country, town.name, "point", town.latitude, town.longitude, approximate=near, alternatives=others)
    return found, f"{'near ' if near else ''}{town.name}: {rule} (table of towns)"


def _widely(named: Sequence[Named], inside: Sequence[str]) -> tuple[Located, str] | None:
    """The smallest area that the words name; None where there is none, or a country says more."""
    areas = [(one, one.area) for one in named if one.area]
    if not areas:
        return None
    one, area = min(areas, key=lambda each: _size(each[1]))
    if inside and not area.countries and _width(area.extent) > VAST:
        return None
    return _area(one, area, inside), f"area '{area.name}' (table areas)"


def _nowhere(named: Sequence[Named]) -> tuple[Located, str]:
    doubtful = [town for one in named for town in one.towns]
    if not doubtful:
        return Located(None, None, "unknown"), "no name that the tables of places have"
    rule = "a small place in a country that is not at hand: no more than an alternative"
    return Located(None, None, "unknown", alternatives=tuple(map(_other, doubtful[:ALTERNATIVES]))), rule


def usual_name(text: str) -> str | None:
    """The usual name of the place that a user asks for, in whichever of the languages; None where the tables know none."""
    for language in LANGUAGES:
        found = locate(text, language=language, published=None)
        if found is not None and found.name is not None:
            return found.name
    return None


def _settled(one: Named, at_hand: Sequence[str]) -> Named:
    """Of a name that both a state and an area bear, the one that is meant.

    The area where it is of that state ("Gaza"), or of a country at hand while the state is not ("Georgia"); else the state.
    """
    if one.state is None or one.area is None:
        return one
    if one.state in one.area.countries:
        return replace(one, state=None)
    if one.state not in at_hand and set(one.area.countries) & set(at_hand):
        return replace(one, state=None)
    return replace(one, area=None)


def _size(area: Area) -> float:
    south, _, north, _ = area.extent
    return (north - south) * _width(area.extent)


def _width(extent: Extent) -> float:
    """Degrees of longitude, also across the 180th meridian, where west is greater than east."""
    return (extent[3] - extent[1]) % 360.0 or 360.0


def _within(town: Town, extent: Extent) -> bool:
    south, west, north, east = extent
    across = west > east and (town.longitude >= west or town.longitude <= east)
    return south <= town.latitude <= north and (across or west <= town.longitude <= east)


def _resolved(
    bearers: Sequence[Town], inside: Sequence[str], areas: Sequence[Named], at_hand: Sequence[str]
) -> tuple[Town | None, str]:
    """The bearer of a name that is meant, and the rule that says so; None where none is sure enough."""
    for one in areas:
        fits = [town for town in bearers if one.area and _within(town, one.area.extent)]
        if fits and one.area:
            return fits[0], f"inside {one.area.name}, which the words name"
    fits = [town for town in bearers if town.country in inside]
    if fits:
        return fits[0], "in the country that the words name"
    usual = [town for town in bearers if town.usual]
    if usual and usual[0].inhabitants * FORMER >= bearers[0].inhabitants:
        bearers = usual
    top = bearers[0]
    close = [town for town in bearers if town.country in at_hand and _may_be(town, top)]
    if close:
        best = min(close, key=lambda town: (at_hand.index(town.country), -town.inhabitants))
        return best, "the only one of the name" if len(bearers) == 1 else "in a country at hand"
    if top.inhabitants >= (SMALL if top.usual else SELDOM):
        return top, "the only one of the name" if len(bearers) == 1 else "the largest of the name"
    return None, ""


def _may_be(town: Town, top: Town) -> bool:
    """Whether a town in a country at hand may be meant although a larger one bears its name."""
    if town is top:
        return True
    if town.country in NAMESAKES and top.country not in NAMESAKES:
        return False
    return top.inhabitants < GREAT or town.inhabitants * LARGER >= top.inhabitants


def _other(town: Town) -> OtherPlace:
    return OtherPlace(town.name, town.country, town.latitude, town.longitude)


def _others(town: Town, bearers: Sequence[Town], besides: Sequence[Town]) -> tuple[OtherPlace, ...]:
    """What else the words name, then the other bearers that are not far smaller, no two of them parts of one place."""
    kept = [town]
    least = max(SMALL, town.inhabitants // 50)
    for one in [*besides, *(one for one in bearers if one.inhabitants >= least)]:
        if all(distance((one.latitude, one.longitude), (each.latitude, each.longitude)) > SAME for each in kept):
            kept.append(one)
    return tuple(_other(one) for one in kept[1 : ALTERNATIVES + 1])


def _middle(extent: Extent) -> tuple[float, float]:
    south, west, north, _ = extent
    longitude = (west + _width(extent) / 2 + 180.0) % 360.0 - 180.0
    return round((south + north) / 2, 3), round(longitude, 3)


def _region(town: Town, extent: Extent, one: Named, others: tuple[OtherPlace, ...]) -> Located:
    latitude, longitude = _middle(extent)
    name = f"{town.name} region"
    return Located(
        town.country, name, "area", latitude, longitude, extent=extent, approximate=one.near or one.part, alternatives=others
    )


def _area(one: Named, area: Area, inside: Sequence[str]) -> Located:
    latitude, longitude = _middle(area.extent)
    meant = [code for code in area.countries if code in inside]
    country = area.countries[0] if len(area.countries) == 1 else meant[0] if len(meant) == 1 else None
    others = () if country or not area.countries else _between(area.countries).alternatives
    return Located(
        country,
        area.name,
        "area",
        latitude,
        longitude,
        extent=area.extent,
        approximate=one.near or one.part,
        alternatives=others,
    )


def _between(codes: Sequence[str]) -> Located:
    several = tuple(OtherPlace(store.state_name(code) or code, code) for code in codes)
    return Located(None, None, "unknown", alternatives=several[:ALTERNATIVES])


def _country(text: str, named: Sequence[Named], inside: Sequence[str]) -> tuple[Located, str] | None:
    """The country that the words name, by its name before its adjective; None where there is none."""
    codes = list(dict.fromkeys(one.state for one in named if one.state)) or list(inside)
    if not codes:
        return None
    if len(codes) > 1:
        return _between(codes), "several countries, and no place in one of them"
    if words.BORDER.search(text):
        return _between(codes), "at a country's border: on which side, the words do not say"
    one = next((each for each in named if each.state == codes[0]), None)
    seat = store.capital(codes[0]) if words.CAPITAL.search(text) else None
    if seat is not None:
        return (
            Located(seat.country, seat.name, "point", seat.latitude, seat.longitude),
            f"the capital of {store.state_name(codes[0])} (table states)",
        )
    vague = bool(words.PART.search(text)) or (one is not None and (one.near or one.part))
    name = store.state_name(codes[0])
    return Located(codes[0], name, "country", approximate=vague), "a country, and no place in it: an area, not a point"
