"""Offices that go by their town or region: "Belgorods guvernör" is "governor of Belgorod" in all five languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.actors.places import locate
from enligt.readers.attribution.lexicon import GENITIVE

if TYPE_CHECKING:
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

# offices that go by their place where it is no state
PLACED: Final = frozenset(
    {"governor", "mayor", "council", "municipality", "town hall", "hospital", "university", "district chief"}
)
OF_TOWNS: Final = frozenset({"mayor", "municipality", "town hall"})
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
    if p.owner is None or p.owner.head is None or p.owner.head.noun.key not in {"council", "municipality"}:
        return None
    words = scene.text[p.owner.start : p.owner.end]
    place = REGION.sub("", words)
    fits = bool(place) and place != words and " " not in place and place[0].isupper()
    return _usual(scene, place) if fits else None


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
