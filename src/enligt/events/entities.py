"""Sources as entities: one key for a source however it is named, what kind it is, whose it is, for whom it speaks.

Media are known by the actors room (aliases, country, and the states for which some of them speak, each with its reason); offices
are a state and an office, whoever's word order ("Norway's foreign ministry", "Norwegian foreign ministry"); who owns a medium,
with a reference, stands in ``data/sources.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from enligt.actors import gazetteer
from enligt.actors.persons import name_key
from enligt.actors.tables import rows, values

if TYPE_CHECKING:
    from enligt.model import Article, Claim, SourceKind

UNNAMED = "(unnamed)"
MEDIA: frozenset[str] = frozenset({"outlet", "agency"})
BODIES: frozenset[str] = frozenset({"government", "military", "intelligence"})
_OFFICE = re.compile(
    r"(?i)\b(ministry|government|department|presidency|(?:president|prime minister)['’]s office|cabinet|"
    r"foreign office|embassy|treasury|"
    r"parliament|court|"
    r"police|army|navy|military|armed forces|coast ?guard|air force|general staff|chiefs of staff|intelligence|security service|"
    r"border guard|customs)\b"
)
_FORCE = re.compile(r"(?i)\b(army|navy|military|armed forces|coast ?guard|air force|general staff|chiefs of staff)\b")
_SPY = re.compile(r"(?i)\b(intelligence|security service)\b")
_GENITIVE = re.compile(r"['’]s?\b")
_WORD = re.compile(r"\w+")
_WHOLE = frozenset({"state", "adjective", "inhabitant"})  # mentions that say of which state an office is, and no more
_VOICE = re.compile(r"(.+?) spokes(?:person|man|woman|people)(?: \(unnamed\))?")
_HEAD = re.compile(r"(.+?) (?:prime minister|president|chancellor|(\w+ )?minister)")
_EMPTY = frozenset(
    {"the", "of", "a", "an", "and", "unnamed", "source", "sources", "official", "officials", "senior", "one", "two"}
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A source. Two of one ``key`` are one. ``country`` is an alpha-3 code or an organisation's id.

    The other fields are those of :class:`enligt.model.Origin`; ``note`` says why a medium speaks for a state.
    """

    key: str
    name: str
    kind: SourceKind
    country: str | None = None
    owner: str | None = None
    speaks_for: str | None = None
    note: str | None = None

    @property
    def named(self) -> bool:
        """Whether it is known who it is."""
        return self.kind != "unnamed"

    @property
    def is_medium(self) -> bool:
        """Whether it is an outlet or an agency."""
        return self.kind in MEDIA

    @property
    def is_body(self) -> bool:
        """Whether it is a part of a state: government, ministry, army, service."""
        return self.kind in BODIES and self.country is not None

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation with an id of its own, not one in a state."""
        return self.kind == "organisation" and self.country is not None and gazetteer().state_name(self.country) is None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("data", "sources.toml").read_text(encoding="utf-8"))


@cache
def _offices() -> dict[str, tuple[str, str]]:
    return {name.casefold(): (row["state"], row["office"]) for row in _table()["office"] for name in row["names"]}


@cache
def _owners() -> dict[str, str]:
    return {name: row["owner"] for row in _table()["owner"] for name in row["media"]}


def owner(medium: str) -> str | None:
    """Who owns a medium, by its usual name; None where the table does not say."""
    return _owners().get(medium)


@lru_cache(maxsize=8192)
def entity(name: str, kind: SourceKind, *, home: str | None = None) -> Entity:
    """The source of a name.

    Args:
        name: as the reader names it, in English where it is an institution's.
        kind: what the reader takes it for; the tables go before it.
        home: the state in whose papers it stands: what "foreign ministry" alone is of.
    """
    name = " ".join(name.split())
    if (voice := _VOICE.fullmatch(name)) is not None:  # a spokesperson who is not named counts as the institution
        whose, rest = _state(voice[1])
        institution = voice[1] if rest or whose is None or gazetteer().state_name(whose) is None else f"{voice[1]} government"
        return entity(institution, "government" if whose else "organisation", home=home)
    if (head := _HEAD.fullmatch(name)) is not None and _state(head[1])[0] and not _state(head[1])[1]:
        return entity(f"{head[1]} {head[2]}ministry" if head[2] else f"{head[1]} government", "government", home=home)
    if kind == "unnamed" or UNNAMED in name:
        words = " ".join(sorted({w for w in _words(name) if w not in _EMPTY}))
        return Entity(f"unnamed:{words}", name, "unnamed", _state(name)[0])
    medium = _medium(name)
    if medium is not None:
        return medium
    if (known := _offices().get(name.casefold())) is not None:
        return Entity(f"office:{known[0]}:{known[1]}", name, _kind(known[1], "government"), known[0])
    return _body(name, kind, home)


def _body(name: str, kind: SourceKind, home: str | None) -> Entity:
    """An office, a state as a whole, or else whoever bears the name."""
    state, rest = _state(name)
    office = _table()["same"].get(rest, rest)
    if _OFFICE.search(name):
        whose = state or home
        return Entity(f"office:{whose or '?'}:{office}", name, _kind(name, kind), whose)
    if state is not None and (not rest or (rest == _folded(name) and kind == "government")) and gazetteer().state_name(state):
        return Entity(f"office:{state}:government", name, "government", state)
    key = _person(name) if kind == "person" else _folded(name)
    return Entity(f"name:{key}", name, "organisation" if kind in MEDIA | BODIES else kind, state)


def _person(name: str) -> str:
    """The key of a person's name: of an office-holder by any form of the table, and by sound, so that spellings meet."""
    known = [one for one in gazetteer().find(name, language="en") if one.kind == "leader" and one.text == name]
    return name_key(known[0].name or name) if known else name_key(name)


def outlet(name: str) -> Entity:
    """The outlet or agency of an article, known to the tables or not."""
    return _medium(name) or Entity(f"name:{_folded(name)}", name, "outlet")


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(_GENITIVE.sub("", name.casefold())) if word != "the"]


@cache
def _media() -> dict[str, str]:
    """Every name and alias of the table of media, folded, and as written there."""
    return {_folded(name): name for row in rows("media") for column in ("aliases", "name") for name, _ in values(row[column])}


def _folded(name: str) -> str:
    return " ".join(_words(name))


def _medium(name: str) -> Entity | None:
    """The medium of a name that is a medium's and nothing else: "The Baltic Herald" is not The Herald."""
    parts = re.split(r"[-/]", name)
    if len(parts) > 1 and all(_folded(part) in _media() for part in parts):
        name = parts[-1]  # "TT-Reuters": the last of them wrote it
    if _folded(name) not in _media():
        return None
    found = gazetteer().medium(_media()[_folded(name)], language="en")
    if found is None:
        return None
    return Entity(f"medium:{found.id}", found.name, found.kind, found.country, owner(found.name), found.speaks_for, found.note)


def _kind(name: str, kind: SourceKind) -> SourceKind:
    if _FORCE.search(name):
        return "military"
    if _SPY.search(name):
        return "intelligence"
    return kind if kind in BODIES else "government"


def _state(name: str) -> tuple[str | None, str]:
    """The state or organisation that a name names, and its other words."""
    found = [one for one in gazetteer().find(name, language="en") if one.kind not in MEDIA and one.kind != "surname"]
    if not found:
        return None, _folded(name)
    first = found[0]
    if first.kind in _WHOLE:
        return first.id, _folded(name[: first.start] + " " + name[first.end :])
    return first.id, _folded(name)


@cache
def _voices() -> re.Pattern[str]:
    """Words of those who speak for an institution: spokespersons, ministers, commanders, in the five languages."""
    return re.compile(
        r"(?i)\b\w*(?:talesm|talespers|talskv|talsm|talspers|språkrör|spokes|minist|general|commander|befälhav|"
        r"kommand|colonel|överste|oberst|"
        r"admiral|commodore|major|captain|kaptajn|kaptein|kapten|chief|chef|sjef|leder|ledar|leiar|leader|head|president|"
        r"director|direkt|"
        r"delegat|secretary|sekret|ambassad|envoy|chair|ordför|formann|formand|utsending|udsending|sändebud)"
        r"|\b(?:gen|col|maj|lt|capt|adm|brig)\b\.?"
    )


def spoken_for(claim: Claim, person: str, article: Article) -> frozenset[str] | None:
    """The ids of states and organisations for which a person speaks, as the words that name him in a claim say.

    Empty where they give him an office and not whose it is ("army spokesman Col. Prapat"); None where they give none.
    """
    words = [one.span.text for one in claim.sources if one.name == person and one.span is not None]
    offices = [one for one in words if _voices().search(one)]
    if not offices:
        return None
    return frozenset(
        one.id
        for text in offices
        for one in gazetteer().find(text, language=article.language)
        if one.kind not in MEDIA and one.kind not in {"leader", "surname"}
    )
