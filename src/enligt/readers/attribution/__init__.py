"""On whose word: from the spans that the network marks to a chain of named sources, nearest first.

CLAIMS.md sections 3 and 6 (points 3, 4, 11) are the contract. :func:`sources` names each source (naming.py), orders the
chain (chain.py) and says how each came about; :func:`hearsay` finds the forms that report on nobody's word (hearsay.py),
:func:`may_plan` which of them are as well forms of plans.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from enligt.actors.spelling import plain
from enligt.model import Source, Span, Step
from enligt.readers.attribution.chain import Hop, order
from enligt.readers.attribution.hearsay import hearsay, may_plan
from enligt.readers.attribution.interviewed import interviewed
from enligt.readers.attribution.lexicon import tokens
from enligt.readers.attribution.names import Asker
from enligt.readers.attribution.naming import is_bare_source, name_sources
from enligt.readers.attribution.scene import Scene, make_scene
from enligt.readers.attribution.services import services
from enligt.readers.attribution.together import titled, whole
from enligt.readers.attribution.voiceless import voiceless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.actors import ArticleActors
    from enligt.model import Factuality, Language

__all__ = ["VERBAL", "SourceSpan", "hearsay", "may_plan", "sources"]

# acts whose speaker is the actor (CLAIMS.md, section 3): he is not repeated as a source
VERBAL: Final = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})

MODIFIERS: Final = 4  # words within which an article's noun stands
NOUN_WITHIN: Final = 120  # characters


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A source's mention as the network marked it: half-open article offsets, and how likely it is one, and the origin."""

    start: int
    end: int
    probability: float
    origin_probability: float


@functools.lru_cache(maxsize=4)
def _scene(text: str, language: Language, actors: _ById) -> Scene:
    scene = make_scene(text, language, actors.actors)
    scene.services = services(scene)
    return scene


class _ById:
    """Actors of an article as a cache key: the same object is the same key."""

    def __init__(self, actors: ArticleActors) -> None:
        self.actors = actors

    def __hash__(self) -> int:
        return id(self.actors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.actors is self.actors


def sources(  # noqa: PLR0913  # the room's contract: one call, all keyword-only, gives the field
    text: str,
    spans: Sequence[SourceSpan],
    *,
    language: Language,
    claim_evidence: tuple[int, int],
    actors: ArticleActors,
    outlet: str | None,
    event_type: str,
    actor_spans: Sequence[tuple[int, int]],
    factuality: Factuality | None = None,
) -> tuple[tuple[Source, ...], tuple[Step, ...]]:
    """The chain of sources of one claim.

    Args:
        text: the article.
        spans: mentions of sources, anywhere in the article, as the network marked them.
        language: of the article.
        claim_evidence: half-open offsets of the evidence sentence: an outlet's "erfar" is looked for there.
        actors: who is mentioned where.
        outlet: the article's own outlet, which is left out (by name, alias or domain); None where unknown.
        event_type: of the claim: the speaker of a verbal act is its actor and is not repeated.
        actor_spans: half-open offsets of the claim's actors.
        factuality: of the claim, where it is known: who denies a verbal act of his own is both actor and source.

    Returns:
        The sources, nearest first, and for each a step that names its span, its probability and the rule.
    """
    scene = _scene(text, language, _ById(actors))
    known = Asker(language, tuple(i for s, e in actor_spans for i in actors.ids(s, e)), outlet)
    own = _own_name(outlet, known)
    verbal = event_type in VERBAL and factuality != "denied"
    hops: list[Hop] = []
    for span in _merged(spans):
        start, end = _trim(text, span.start, span.end)
        end = titled(scene, start, whole(scene, start, _whole_noun(scene, start, end)))
        if start >= end or (verbal and _is_actor((start, end), actor_spans)) or voiceless(scene, start, end):
            continue
        names = name_sources(scene, known, start, end)
        hops += [Hop(start, end, n.name, n.kind, n.rule, span.probability, span.origin_probability) for n in names]
        hops += _interview(scene, known, (start, end), spans, span.probability)
    hops = _own_sources(scene, [h for h in _nested(hops) if not _where_spoken(scene, h, hops, actors)], own, claim_evidence)
    if verbal:
        speakers = {_fold(n.name) for s, e in actor_spans for n in name_sources(scene, known, s, e)}
        hops = [h for h in hops if h.medium or _fold(h.name) not in speakers]
    hops = [h for h in _same_name(hops) if not (h.medium and _is_outlet(h.name, own, outlet))]
    chain = order(text, hops, scene.lex)
    return (
        tuple(
            Source(h.name, h.kind, h.depth, Span(h.start, h.end, text[h.start : h.end]), round(h.probability, 4)) for h in chain
        ),
        tuple(
            Step(
                "sources",
                f"{h.depth}: {h.name}",
                h.rule + (f"; {h.why}" if h.why else ""),
                Span(h.start, h.end, text[h.start : h.end]),
                round(h.probability, 4),
            )
            for h in chain
        ),
    )


def _interview(
    scene: Scene, known: Asker, mention: tuple[int, int], spans: Sequence[SourceSpan], probability: float
) -> list[Hop]:
    """Whom a mention's medium talked to, or the medium that a mention's source talked to, where the network marked one alone."""
    other = interviewed(scene, known, *mention)
    if other is None or any(s.start < other[1] and other[0] < s.end and (s.start, s.end) != mention for s in spans):
        return []
    told = 1.0 if other[0] < mention[0] else 0.0  # whoever stands before the medium told it
    why = f"told in one clause with {scene.text[mention[0] : mention[1]]}"
    names = name_sources(scene, known, *other)
    return [Hop(*other, n.name, n.kind, f"{n.rule}; {why}", probability, told) for n in names]


def _merged(spans: Sequence[SourceSpan]) -> list[SourceSpan]:
    """Overlapping spans as one: the likelier's offsets, the better of each probability; one inside another is kept."""
    kept: list[SourceSpan] = []
    for span in sorted(spans, key=lambda s: (-s.probability, s.start, s.end)):
        for at, other in enumerate(kept):
            inside = (other.start <= span.start and span.end <= other.end) or (
                span.start <= other.start and other.end <= span.end
            )
            same = (span.start, span.end) == (other.start, other.end)
            if span.start < other.end and span.end > other.start and (same or not inside):
                origin = max(other.origin_probability, span.origin_probability)
                kept[at] = SourceSpan(other.start, other.end, other.probability, origin)
                break
        else:
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, s.end))


def _nested(hops: list[Hop]) -> list[Hop]:
    """Of a mention inside another only a medium stays besides it ("a diplomat whom Reuters spoke to"); else the likelier one."""
    out: list[Hop] = []
    for hop in sorted(hops, key=lambda h: (-h.probability, h.start - h.end)):
        around = next((o for o in out if hop.start < o.end and hop.end > o.start), None)
        if around is not None and (around.start, around.end) == (hop.start, hop.end) and around.name != hop.name:
            around = None  # side by side in one mention
        if around is None or hop.medium != around.medium:
            out.append(hop)
        else:
            around.origin = max(around.origin, hop.origin)
    return sorted(out, key=lambda h: (h.start, h.end))


def _where_spoken(scene: Scene, hop: Hop, hops: Sequence[Hop], actors: ArticleActors) -> bool:
    """Whether a capital is where another source of its sentence spoke ("sa X onsdag i Roma"), not a state's word."""
    preposition = "in" if scene.lex.language == "en" else "i"
    if not re.search(rf"\b{preposition}\s+$", scene.text[max(0, hop.start - 4) : hop.start]):
        return False
    named = [m for m in actors.at(hop.start, hop.end) if m.start <= hop.start and hop.end <= m.end]
    beside = any(o is not hop and scene.sentence(o.start) == scene.sentence(hop.start) for o in hops)
    return beside and bool(named) and all(m.kind == "capital" for m in named)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    return start, end


def _whole_noun(scene: Scene, start: int, end: int) -> int:
    """Where a mention ends of which only the article was marked ("den [sydkoreanska underrättelsetjänsten NIS]")."""
    text, lex = scene.text, scene.lex
    if not all(lex.is_("definite", t.word) or lex.is_("indefinite", t.word) for t in tokens(text, start, end)):
        return end
    known = scene.known(start, end)
    if known is not None and known.start == start and known.end > end:
        return known.end  # "[Det] hvite hus"
    at = end
    for t in islice(tokens(text, end, end + NOUN_WITHIN), MODIFIERS):
        if text[at : t.start].strip():
            return end
        at = t.end
        if lex.noun(t.word) is not None:
            for more in tokens(text, at, at + NOUN_WITHIN):  # "intelligence [service]", "underrättelsetjänsten [NIS]"
                joined = text[t.start : more.end]
                if text[at : more.start].strip() or not (more.capital or lex.noun(more.word) or lex.noun(joined)):
                    break
                at = more.end
            return at
    return end


def _is_actor(span: tuple[int, int], actor_spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a span is for the most part an actor's."""
    start, end = span
    return any(2 * (min(end, e) - max(start, s)) > min(end - start, e - s) for s, e in actor_spans)


def _fold(name: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"[^\w]+", " ", plain(name)).strip())


def _own_name(outlet: str | None, known: Asker) -> str | None:
    if outlet is None:
        return None
    found = known.medium(outlet)
    return found[0] if found is not None else outlet


def _is_outlet(name: str, own: str | None, outlet: str | None) -> bool:
    if own is None or outlet is None:
        return False
    domain = re.sub(r"^(?:https?://)?(?:www\.)?", "", plain(outlet)).split("/")[0].rsplit(".", 1)[0]
    folded = _fold(name)
    return folded in {_fold(own), _fold(outlet)} or folded.replace(" ", "") == re.sub(r"\W", "", domain)


def _same_name(hops: list[Hop]) -> list[Hop]:
    """One hop a name: the likelier mention stands."""
    best: dict[str, Hop] = {}
    for hop in hops:
        key = _fold(hop.name)
        other = best.get(key)
        if other is None:
            best[key] = hop
            continue
        origin = max(hop.origin, other.origin)
        keep = hop if hop.probability > other.probability else other
        keep.origin = origin
        best[key] = keep
    return list(best.values())


def _own_sources(scene: Scene, hops: list[Hop], own: str | None, evidence: tuple[int, int]) -> list[Hop]:
    """Name the sources of a medium that names none: "DN erfar", "kilder opplyser til VG", "Avisas kilder"."""
    media = [h for h in hops if h.medium]
    out = list(hops)
    for hop in hops:
        if not is_bare_source(hop.name):
            continue
        near = [m for m in media if scene.sentence(m.start) == scene.sentence(hop.start)]
        whose = near[0].name if near else (own if _in(evidence, hop) and _opens_own(scene, hop) else None)
        if whose is not None:
            hop.name, hop.rule = f"unnamed source of {whose}", f"a medium's own source: {scene.text[hop.start : hop.end]}"
    for medium in media:
        word = _learns(scene, medium)
        others = [h for h in hops if h is not medium and not h.medium]
        if word is None or others:
            continue
        out.append(
            Hop(
                medium.end,
                medium.end,
                f"unnamed source of {medium.name}",
                "unnamed",
                f"a medium's own source: {word}",
                medium.probability,
                1.0,
            )
        )
        out[-1].start, out[-1].end = medium.start, medium.end
    return out


def _in(evidence: tuple[int, int], hop: Hop) -> bool:
    return evidence[0] <= hop.start < evidence[1]


def _opens_own(scene: Scene, hop: Hop) -> bool:
    # "Avisas kilder", "våra källor": whose they are is said, but not by name
    before = scene.between(hop.start, hop.end)
    return any(
        scene.lex.is_("possessive", w.word) or ((h := scene.lex.noun(w.word)) is not None and h.noun.what == "media")
        for w in before
    )


def _learns(scene: Scene, medium: Hop) -> str | None:
    """The word that says that a medium learned something without saying from whom, where it governs the medium's mention."""
    before = scene.text[max(0, medium.start - 40) : medium.start].lower()
    after = scene.text[medium.end : medium.end + 30].lower()
    for form in scene.lex.chain["outlet_own"]:
        if re.match(rf"\W*{re.escape(form)}\b", after) or re.search(rf"\b{re.escape(form)}\W*$", before):
            return form
    return None
