"""The names of places inside the words that name one, and what those words make of them ("near", "the region of")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from enligt.actors.gazetteer import gazetteer
from enligt.actors.places import store
from enligt.actors.places.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.actors.places.store import Area, Town
    from enligt.model import Language

LONGEST: Final = 5
"""Words of a name, at most."""
WELL_KNOWN: Final = 100_000
"""Inhabitants of a town whose name is told from a longer one's first word without more ado."""
MOST: Final = 400
"""Characters that are looked at: a place is named in a few words."""

_WORD = re.compile(r"[^\W_][\w'’ʼ.]*(?:[-–‐‑][\w'’ʼ]+)*")
_BEHIND = re.compile(r"[ -]([^\W\d_]+)")
_APART = re.compile(r"[,;:()\"”»«]")
_GENITIVES = ("'s", "’s", "'", "’", "s")

REGION: Final = frozenset(
    [
        "region", "regionen", "regioner", "regions", "regiona", "område", "området", "områder", "omradet", "provins",
        "provinsen", "province", "provinces", "oblast", "oblasten", "oblastet", "fylke", "fylket", "län", "länet",
        "governorate", "guvernement", "guvernementet", "guvernoratet", "guvernørskap", "district", "distrikt", "distriktet",
        "prefecture", "prefektur", "prefekturen", "delstat", "delstaten", "state", "county", "landskap", "landskapet",
        "kanton", "republiken", "republikken", "territory", "krai", "kraj", "wilaya", "amt", "amtet",
    ]
)  # fmt: skip
_REGION_ENDS = tuple(
    sorted((one for one in REGION - {"state", "county", "regions", "regioner"} if len(one) > 4), key=len, reverse=True)
)
_NEARBY_ENDS = (
    "fronten", "förorten", "förorterna", "förort", "forstaden", "forstæderne", "forstad", "trakten", "kusten", "kysten",
    "gränsen", "grensen", "grænsen", "grensa", "avsnittet", "sektoren", "riktningen",
)  # fmt: skip
NEAR: Final = re.compile(
    r"\b(?:nära|närheten|utanför|strax|intill|invid|vid|förort\w*|utkant\w*|omgivning\w*|kring|runt|omkring|trakten|"
    r"nær|nærleiken|nærheten|nærheden|utenfor|utanfor|utafor|uden for|ud for|ved|forstad\w*|forstæd\w*|omegn\w*|udkant\w*|rundt|"
    r"near|nearby|outside|off|close to|around|outskirts|suburbs?|vicinity|approaches|towards?|mot|mod|"
    r"(?:söder|norr|öster|väster|sydost|sydväst|nordost|nordväst|sør|sør|nord|øst|aust|vest|syd|sørøst|sørvest|nordøst|nordvest|"
    r"sydøst|sydvest) (?:om|for)|(?:north|south|east|west|northeast|northwest|southeast|southwest) of|"
    r"km|kilometers?|kilometres?|mil|miles?|fronten|front ?lin\w*|kusten|kysten|coast)\b",
    re.IGNORECASE,
)
BORDER: Final = re.compile(r"gräns|grens|græns|\bborders?\b|\bfrontiers?\b", re.IGNORECASE)
CAPITAL: Final = re.compile(r"\b(?:huvudstad|hovudstad|hovedstad)(?:en)?\b|\bcapital\b", re.IGNORECASE)
BETWEEN: Final = re.compile(r"\b(?:mellan|mellom|mellem|between)\b", re.IGNORECASE)
_PART = (
    r"norra|södra|östra|västra|nordöstra|nordvästra|sydöstra|sydvästra|centrala|mellersta|inre|"
    r"nordlige?|nordre|sørlige?|søndre|østlige?|vestlige?|sydlige?|nordøstlige?|nordvestlige?|sørøstlige?|sørvestlige?|sydøstlige?|"
    r"sydvestlige?|austlege?|vestlege?|nordlege?|sørlege?|sentrale?|centrale?|midtre|indre|"
    r"northern|southern|eastern|western|central|north|south|east|west|northeast\w*|northwest\w*|southeast\w*|southwest\w*|"
    r"del|delar|delarna|delen|deler|delene|dele|delene|parts?|nord|syd|øst|aust|vest|sør|sörra"
)
PART: Final = re.compile(rf"\b(?:{_PART})\b", re.IGNORECASE)
_COMPASS = re.compile(
    r"(?:nordost|nordväst|sydost|sydväst|nordøst|nordvest|sørøst|sørvest|søraust|nordaust|sydøst|sydvest|nord|syd|sør|öst|ost|øst|"
    r"aust|väst|vest|central|sentral|midt|mellan|mellom)-?",
    re.IGNORECASE,
)
# Capitalised words that begin or stand in descriptions, and are some town's name somewhere.
_COMMON = frozenset(
    [
        "the", "den", "det", "de", "en", "ett", "et", "ei", "a", "an", "i", "på", "pa", "in", "on", "at", "of", "and", "og",
        "och", "by", "byn", "byen", "bya", "staden", "city", "town", "village", "north", "south", "east", "west", "northern",
        "southern", "eastern", "western", "central", "norra", "sodra", "ostra", "vastra", "nord", "syd", "sor", "ost", "vest",
        "aust", "old", "new", "gamla", "gamle", "nya", "port", "hamn", "havn", "harbour", "university", "universitetet",
        "airport", "flygplatsen", "hotel", "hotell", "hotellet", "square", "palace", "palatset", "bay", "lake", "sea",
        "island", "islands", "mount", "saint", "san", "santa", "fort", "base", "camp", "river", "valley", "street", "road",
        "bridge", "gate", "park", "market", "museum", "court", "parliament", "president", "minister", "general", "moderna",
        "flera", "store", "stora", "great", "upper", "lower", "ovre", "nedre", "hela", "hele", "all", "both", "inside",
        "under", "over", "efter", "etter", "for", "after", "before", "since", "sedan", "siden", "nar", "da", "when", "where",
        "hvor", "dar", "langs", "along", "across", "mellan", "mellom", "mellem", "between", "vid", "ved", "nara", "naer",
        "near", "utanfor", "utenfor", "outside", "strax", "just", "about", "omkring", "kring", "runt", "rundt", "mot", "mod",
        "vita", "line", "isla", "house", "huset", "hvite", "kvite", "white", "rod", "roda", "rode", "red",
        "svarta", "sorte", "black", "grona", "green",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A name inside the words: ``text[start:end]``, and what it may be; exactly one of the three.

    ``region`` says that its region is meant, ``near`` that somewhere near it is, ``part`` that a part of it is.
    """

    start: int
    end: int
    state: str | None = None
    area: Area | None = None
    towns: tuple[Town, ...] = ()
    region: bool = False
    near: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What a name may be."""

    state: str | None
    area: Area | None
    towns: tuple[Town, ...]

    def __bool__(self) -> bool:
        return bool(self.state or self.area or self.towns)


def _known(words: str, language: Language) -> _Known:
    """What some words are the name of: a state, an area, towns; a state beside an area where both bear it."""
    key = fold(words)
    capital = any(one.isupper() for one in words)
    code = store.state(key, language=language) if capital else None
    found = store.area(key, capital=capital)
    if code or found:
        return _Known(code, found, ())
    named = words[:1].isupper() or words[:3].lower() in {"al-", "el-", "as-", "an-", "ar-", "at-"}
    return _Known(None, None, store.towns(key) if named and key not in _COMMON else ())


def _bare(words: str) -> Iterator[str]:
    """Words as they are, then without what may be a genitive."""
    yield words
    for ending in _GENITIVES:
        if words.endswith(ending) and len(words) > len(ending) + 2:
            yield words.removesuffix(ending)


def _head(word: str, ends: tuple[str, ...]) -> str | None:
    """What stands before one of these endings of a compound; None where it has none."""
    for ending in ends:
        if word.lower().endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)].rstrip("-–‐‑")
    return None


def _one(words: str, language: Language, *, single: bool) -> tuple[_Known, bool, bool, bool] | None:
    """What words name, and whether its region, its neighbourhood or a part of it is meant."""
    for form in _bare(words):
        if found := _known(form, language):
            return found, False, False, False
    if not single:
        return None
    for ends, region in ((_REGION_ENDS, True), (_NEARBY_ENDS, False)):
        head = _head(words, ends)
        for form in _bare(head) if head else ():
            if found := _known(form, language):
                return found, region, not region, False
    compass = _COMPASS.match(words)
    if compass and len(words) > compass.end() + 3:
        rest = words[compass.end() :]
        for form in _bare(rest[0].upper() + rest[1:]):
            found = _known(form, language)
            if found.state or found.area:
                return found, False, False, True
    return None


def names(text: str, *, language: Language) -> list[Named]:
    """The names in the words of a place, in their order, the longest of those that overlap.

    Args:
        text: the words, as an article has them; what goes beyond `MOST` characters is not looked at.
        language: theirs.
    """
    text = text[:MOST]
    words = list(_WORD.finditer(text))
    found: list[Named] = []
    at = 0
    while at < len(words):
        taken = 1
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + length - 1].end()
            part = text[start:end].rstrip(".") if length == 1 else text[start:end]
            if _APART.search(part):
                continue
            one = _one(part, language, single=length == 1)
            if one is not None and not (one[0].towns and length == 1 and _goes_on(text, end, one[0].towns[0], language)):
                found.append(_named(text, start, end, one, found[-1].end if found else 0))
                taken = length
                break
        at += taken
    return found


def _goes_on(text: str, end: int, town: Town, language: Language) -> bool:
    """Whether a name goes on behind a word that is a small town's name: "Isla" of "Isla Margarita"."""
    behind = _BEHIND.match(text, end)
    if (town.inhabitants >= WELL_KNOWN and town.usual) or behind is None or not behind[1][:1].isupper():
        return False
    return fold(behind[1]) not in _COMMON and not _known(behind[1], language)


def _named(text: str, start: int, end: int, one: tuple[_Known, bool, bool, bool], since: int) -> Named:
    """A name with what the words before it (from ``since`` on) and behind it make of it."""
    known, region, near, part = one
    lead = text[since:start]
    last = [word.lower() for word in _WORD.findall(lead)]
    if last and last[-1] in {"of", "av", "af"}:
        last.pop()
    behind = _BEHIND.match(text, end)
    region = region or bool(last and last[-1] in REGION) or bool(behind and behind[1].lower() in REGION)
    part = part or bool(PART.search(lead)) or bool(PART.search(text[end:].split(",", maxsplit=1)[0]) and not known.towns)
    return Named(
        start,
        end,
        state=known.state,
        area=known.area,
        towns=known.towns,
        region=region,
        near=near or bool(NEAR.search(lead)),
        part=part,
    )


def countries(text: str, *, language: Language) -> list[str]:
    """The states that some words name, by whatever form (``Syria``, ``syriska``), each once, in their order."""
    found = gazetteer().every(text[:MOST], language=language)
    kinds = {"state", "adjective", "inhabitant", "compound"}
    return list(dict.fromkeys(one.id for one in found if one.kind in kinds and len(one.id) == 3 and one.id.isupper()))
