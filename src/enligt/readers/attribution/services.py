"""Intelligence services under one name: "Sydkoreas underrättelsetjänst NIS", then "NIS", "the agency", "tjänsten"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.names import Name
from enligt.readers.attribution.scene import Service, is_nation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

# an abbreviation beside the noun: "service NIS", "service (NIS)", "service, the SBU,"
SHORT: Final = re.compile(
    r"(?:\s|,\s|\s\(|,?\s(?:kalla[dt]|called|known as)\s)(?:the\s)?(?-i:([A-ZÅÄÖÆØ]{2,6}))(?![\w-])", re.IGNORECASE
)
KIND: Final = "intelligence"


def services(scene: Scene) -> list[Service]:
    """The services that an article names, in its order."""
    found = [*_known(scene), *_introduced(scene)]
    return sorted(found, key=lambda s: (s.start, s.end))


def _known(scene: Scene) -> list[Service]:
    out = []
    for at in range(len(scene.words)):
        for size in (4, 3, 2, 1):
            run = scene.words[at : at + size]
            form = (
                re.sub(r"['’:]?s$", "", " ".join(w.word for w in run).lower())
                if size == 1
                else " ".join(w.word for w in run).lower()
            )
            proper = scene.lex.proper.get(form) or scene.lex.proper.get(run[0].low if size == 1 else form)
            if proper is not None and proper[1] == KIND and run[0].capital:
                known = scene.known(run[0].start, run[-1].end)
                nation = known.id if known is not None and is_nation(known) else None
                out.append(Service(run[0].start, run[-1].end, proper[0], nation))
                break
    return out


def _introduced(scene: Scene) -> list[Service]:
    out = []
    for role in scene.roles:
        if role.hit.noun.kind != KIND or role.hit.noun.plural or role.hit.noun.what != "body":
            continue
        short = SHORT.match(scene.text, role.end)
        if (
            short is not None
            and scene.lex.proper.get(short[1].lower()) is None
            and not _state(scene, short.start(1), short.end(1))
        ):
            out.append(Service(role.start, short.end(1), short[1], role.nation, role.hit.noun.key))
    return out


def _state(scene: Scene, start: int, end: int) -> bool:
    """Whether capital letters are a state's or an organisation's: "security service USA", "the intelligence service, EU"."""
    known = scene.known(start, end)
    return known is not None and known.kind in {"state", "organisation", "party", "armed-group"}


def of_name(scene: Scene, start: int, end: int) -> Name | None:
    """The service whose abbreviation a mention is, as the article introduced it."""
    words = scene.between(start, end)
    if len(words) > 2 or not words or (len(words) == 2 and not scene.lex.is_("definite", words[0].word)):
        return None
    short = re.sub(r"['’:]?s$", "", words[-1].word)
    one = next((s for s in scene.services if s.key is not None and s.name == short), None)
    return Name(one.name, KIND, "a service by its abbreviation") if one is not None else None


def of_bare(scene: Scene, start: int, end: int) -> Name | None:
    """The service named last before a mention that says no more than "the service", "tjenesten"."""
    words = [w.low for w in scene.between(start, end)]
    if not words or any(w not in scene.lex.grammar["service"] for w in words[-1:]):
        return None
    if any(not scene.lex.is_("definite", w) for w in words[:-1]) or (scene.lex.language == "en" and len(words) == 1):
        return None
    before = [s for s in scene.services if s.end <= start]
    roles = [r for r in scene.roles if r.end <= start and r.hit.noun.kind == KIND and not r.hit.noun.plural]
    if not before or (roles and roles[-1].start > before[-1].end):
        return None  # "the Swedish security service" stands nearer
    return Name(before[-1].name, KIND, "the service named before")


def of_noun(scene: Scene, p: Phrase, nation: str | None) -> Name | None:
    """The service that "underrättelsetjänsten", "Ukraine's security service" is by name; None where several may be.

    Args:
        scene: the article.
        p: the phrase.
        nation: the state that it says itself.
    """
    if p.head is None or p.head.noun.kind != KIND or p.head.noun.what != "body" or p.head.noun.plural or p.indefinite:
        return None
    fitting = [s for s in scene.services if nation is None or s.nation == nation]
    own = [s for s in fitting if s.start >= p.start and s.start < p.end]
    same = [s for s in fitting if s.key == p.head.noun.key]
    if own or (nation is not None and same):
        one = (own or same)[0]
        return Name(one.name, KIND, "a service by its abbreviation")
    if nation is not None:
        return None
    before: Sequence[Service] = [s for s in (same or fitting) if s.end <= p.start]
    others = {r.nation for r in scene.roles if r.hit.noun.kind == KIND and r.nation is not None and r.end <= p.start}
    if len({s.name for s in before}) != 1 or others - {before[0].nation}:
        return None
    return Name(before[0].name, KIND, "the service named before")
