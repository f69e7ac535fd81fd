"""Compounds that begin with an actor: "EU-sanktioner", "USA-ledda", "Rysslandssanktioner", "natomedlem"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.actors.tables import Form

# What the second part of a compound written as one word must begin with for its first part to be an actor:
# else "malignt" would speak of Mali and "omanlig" of Oman.
_SECOND = re.compile(
    r"s?-?(?:krig|kris|konflikt|sanktion|sanksjon|politi|handel|handl|avtal|aftal|besök|besøk|besøg|möte|møte|møde|toppm|"
    r"expert|ekspert|kännar|kender|kjenner|kritik|kritis|stöd|støtt|ledd|ledet|ledede|leda|leia|ledar|leder|leiar|chef|sjef|topp|"
    r"styrk|trupp|tropp|soldat|armé|arme|milis|milits|rebell|opprør|oprør|opprører|gerilj|gueril|regim|styre|styrt|kontroll|"
    r"ambassad|diplomat|president|minister|parlament|kommiss|kommis|medlem|land|länder|stat|fråga|spørsmål|spørgsmål|vän|"
    r"venn|ven|vennlig|fient|fiendt|hjälp|hjelp|hjælp|bistånd|bistand|attack|angrepp|angrep|angreb|samtal|forhandl|förhandl|"
    r"samarbe|gräns|grens|grænse|valg|val|vapen|våpen|våben|robot|rakett|raket|missil|observat|domstol|talsmann|talsmand|talesm|"
    r"talsperson|utsend|udsend|sändebud|sendebud|delegat|operasj|operati|utvid|udvid|resolut|resolus|flygt|flyktn|flykti|"
    r"rapport|mandat|uppdrag|oppdrag|anhäng|tilheng|tilhæng|fänge|fang|sympat|rörelse|rørsl|beveg|bevæg|grupp|gruppe|terror)"
)


def hyphen_tail(norm: str, lower: str, end: int, known: Mapping[str, Any]) -> int:
    """Where a compound with a hyphen ends that goes on at ``end``; ``end`` itself where none does or a known actor follows."""
    if not norm.startswith("-", end):
        return end
    tail = re.compile(r"-([^\W\d]\w+)(?:-\w+)*").match(norm, end)
    if tail is None or lower[tail.start(1) : tail.end(1)] in known:
        return end
    return tail.end()


def compound_start(word: str, prefixes: Mapping[str, Form], longest: int) -> Form | None:
    """The actor that a word written as one begins with, or None. ``word`` in small letters."""
    return _compound(word, _Prefixes(prefixes), longest)


class _Prefixes:
    """A mapping that hashes by identity, so that the cache can hold it."""

    def __init__(self, mapping: Mapping[str, Form]) -> None:
        self.mapping = mapping

    def __hash__(self) -> int:
        return id(self.mapping)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Prefixes) and other.mapping is self.mapping


@lru_cache(maxsize=65536)
def _compound(word: str, prefixes: _Prefixes, longest: int) -> Form | None:
    for length in range(min(len(word) - 3, longest), 2, -1):
        form = prefixes.mapping.get(word[:length])
        if form is not None and _SECOND.match(word, length):
            return form
    return None
