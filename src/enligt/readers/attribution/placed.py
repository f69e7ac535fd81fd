"""Offices that go by their town or region: "Belgorods guvernör" is "governor of Belgorod" in all five languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.actors.places import locate
from enligt.readers.attribution.english import adjective
from enligt.readers.attribution.lexicon import GENITIVE

if TYPE_CHECKING:
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

# offices that go by their place where it is no state
PLACED: Final = frozenset(
    {"governor", "mayor", "council", "municipality", "town hall", "hospital", "university", "district chief"}
)
OF_TOWNS: Final = frozenset({"mayor", "municipality", "town hall"})
LOCAL: Final = OF_TOWNS | {"governor", "district chief"}  # of a place at hand, where the office names none itself
REGIONAL: Final = frozenset({"council", "municipality"})  # as which "region" may be read
# what only says of what sort a place is: "Belgorod region", "Belgorodregionen", "Belgorod-fylket"
REGION: Final = re.compile(
    r"(?i)[ -]?(?:region(?:en)?|oblast(?:en|et)?|province|provins(?:en)?|county|fylke[t]?|län(?:et)?|amt(?:et)?)$"
)


def town(scene: Scene, p: Phrase) -> str | None:
    """The town or region whose office a phrase is, as English calls it; None where it tells none, or a state."""
    found = _place(p)
    return _usual(scene, found) if found is not None else None


def region(scene: Scene, p: Phrase) -> str | None:
    """The place in a word for its region: "guvernören i [Belgorod]regionen", which may also be read as its council."""
    if p.owner is None or p.owner.head is None or p.owner.head.noun.key not in REGIONAL:
        return None
    words = scene.text[p.owner.start : p.owner.end]
    place = REGION.sub("", words)
    fits = bool(place) and place != words and " " not in place and place[0].isupper()
    return _usual(scene, place) if fits else None


def at_hand(scene: Scene, p: Phrase, base: str) -> str | None:
    """The mayor or governor that a phrase means who names no place: that of the one named last, at most a sentence before.

    "Missiles struck Odesa, the city's mayor said": no mayor of whoever fired them. Capitals are left out: states too.
    None where the phrase says whose it is, or no place is at hand.
    """
    head, owner = p.head, p.owner
    if head is None or head.noun.key not in LOCAL or head.noun.plural or p.indefinite or p.name or p.nation or p.topic:
        return None
    if owner is not None and (owner.name or owner.nation or (owner.head and owner.head.noun.key not in REGIONAL)):
        return None
    here = scene.sentence(p.start)
    before = [m for m in scene.mentions if m.kind == "place" and m.end <= p.start and here - scene.sentence(m.start) <= 1]
    if not before:
        return None
    if head.noun.key in OF_TOWNS:
        return f"{base} of {_usual(scene, GENITIVE.sub('', before[-1].text))}"
    said = adjective(before[-1].id)  # a governor's is the region, which the place need not be
    return f"{said} {base}" if said is not None else None


def _place(p: Phrase) -> str | None:
    if p.owner is not None and p.owner.name and not _stated(p.owner):
        return REGION.sub("", p.owner.name)
    nation = p.nation
    if nation is None or p.head is None or nation.kind not in {"place", "city", "compound", "capital"}:
        return None
    if nation.kind == "capital" and p.head.noun.key not in OF_TOWNS:
        return None
    if nation.kind == "compound" and REGION.search(nation.text) is None:
        return None
    place = REGION.sub("", nation.text if nation.kind == "compound" else GENITIVE.sub("", nation.text))
    return place if place[:1].isupper() else None


def _usual(scene: Scene, place: str) -> str:
    """What English calls a place: "Charkiv" is "Kharkiv"; as written where the tables of places lack it."""
    found = None if re.search(r"[\s-]", place) else locate(place, language=scene.lex.language, published=None)
    return found.name if found is not None and found.name is not None else place


def _stated(p: Phrase) -> bool:
    """Whether a place names a state (or its capital), so that the adjective says it."""
    return p.nation is not None and p.nation.kind in {"state", "capital", "adjective"}
