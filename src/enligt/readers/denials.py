"""An act that is told and denied in one breath: "accused Moscow of jamming its ships, which Moscow denies".

The network gives a word one claim of a type, so such an act would stand as asserted alone. Here the denial becomes a claim of
its own: the same act, ``denied``, on the word of who denies it, its trigger on the word that goes back to it (docs/claims.md,
section 5, points 4 and 21). It may also stand in the sentence after ("Moscow denied the allegations."). Which words make such a
denial is knowledge of the languages: their table ``denials``.

Only one who is said to have done it can deny it so: he must be an actor of the act. Of 135 acts of the corpus that are followed
by such words, and whose actor denies, 108 are marked as denied, and 9 more in another way.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from enligt.languages import spelled, table
from enligt.model import LANGUAGES, Cue, Span, Step
from enligt.readers import attribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from enligt.model import Article, Claim, Language, Source
    from enligt.readers.who import Scene

WORDS: Final = 7  # that name who denies, at most
THEN: Final = 6  # that say when or where behind that, at most
SURE: Final = 0.8  # of the confidence that the act is as told: that it is denied too, see above
SAID: Final = attribution.VERBAL - {"AGREE", "CONCEDE"}  # what is said is not what is denied
_COMMA: Final = r"(?:,|\s[-–—])\s"
_ENDS: Final = r"(?=\s*(?:[.,;:!?»”\"]|$))"


@dataclass(frozen=True, slots=True)
class Denial:
    """Words of a sentence that deny an act told before them; half-open offsets in the article.

    Attributes:
        start: where they begin.
        back: the word that goes back to the act: "which", "the allegations".
        verb: "denies".
        denier: who denies.
        before: the act stands in the sentence before.
        firmly: the verb denies, and does not only reject.
    """

    start: int
    back: tuple[int, int]
    verb: tuple[int, int]
    denier: tuple[int, int]
    before: bool
    firmly: bool


@dataclass(frozen=True, slots=True)
class _Words:
    within: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    verb: re.Pattern[str]
    firm: re.Pattern[str]
    negated: re.Pattern[str]
    clause: re.Pattern[str]
    act: re.Pattern[str]
    who: re.Pattern[str]


def _any(forms: Iterable[str]) -> str:
    """A pattern of the forms of a table's entries, the longest first."""
    every = {" ".join(words) for form in forms for words in spelled(form)}
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s") for one in sorted(every, key=lambda f: (-len(f), f))) + ")"


@functools.cache
def _words(language: Language) -> _Words:
    t: Mapping[str, list[str]] = table(language, "denials")
    which, that, but, beside, then = (_any(t[name]) for name in ("which", "that", "but", "beside", "then"))
    firm, verb = _any(t["denies"]), _any([*t["denies"], *t["rejects"]])
    who = rf"(?P<who>(?:[^\s,.;:!?–—]+\s){{0,{WORDS - 1}}}?[^\s,.;:!?–—]+)"
    denies = rf"{who}(?:\s{beside})*\s(?P<verb>{verb})"
    about = rf"(?:\s{beside})*\s(?P<back>{that})"
    when = rf"(?:\s{then}(?:\s[^\s,.;:!?–—]+){{1,{THEN}}})?"  # "on Sunday", "in a letter to The Times"
    within = [
        rf"{_COMMA}(?P<back>{which})\s{denies}{when}{_ENDS}",
        rf"{_COMMA}(?P<back>{which})\s(?:{beside}\s)*(?P<verb>{_any(t['denied'])})\s{who}{_ENDS}",
        rf"{_COMMA}(?:{but}\s)?{denies}{about}{when}{_ENDS}",
    ]
    after = [rf"(?:{but}\s)?{denies}{about}{when}{_ENDS}"]
    if t["inverted"]:
        turned = rf"(?:{but}\s)?(?P<back>{that})\s(?:{beside}\s)*(?P<verb>{verb})\s{who}{when}{_ENDS}"
        within.append(_COMMA + turned)
        after.append(turned)
    operators = table(language, "operators")
    negations = [form for form in operators["forms"]["negate"] if " " not in form]
    flags = re.IGNORECASE
    return _Words(
        tuple(re.compile(p, flags) for p in within),
        tuple(re.compile(p, flags) for p in after),
        re.compile(rf"\b(?:{_any([*t['denies'], *t['rejects']])}|{_any(t['denied'])})\b", flags),
        re.compile(rf"{firm}|{_any(t['denied'])}", flags),
        re.compile(rf"\b{_any(negations)}\b", flags),
        re.compile(rf"\b{re.escape(operators['that'])}\b", flags),
        re.compile(rf"{_any([operators['that'], operators['infinitive']])}\b", flags),
        re.compile(rf"(?:{_any(t['he'])}\b.*)", flags),
    )


def denial(text: str, start: int, end: int, *, language: Language) -> Denial | None:
    """The denial of an act told before it that a sentence holds, or is.

    Args:
        text: the article.
        start: of the sentence.
        end: of the sentence.
        language: of the article; one that a user taught has no such words.
    """
    if language not in LANGUAGES or not (known := _words(language)).verb.search(text, start, end):
        return None
    inside = next((m for p in known.within if (m := p.search(text, start, end))), None)
    found = inside or next((m for p in known.after if (m := p.match(text, start, end))), None)
    if found is None or known.negated.search(text, found.start(), found.end()):
        return None
    behind = max(found.end("verb"), found.end("back"))
    if known.act.match(text, found.start("who")) or known.clause.search(text, behind, found.end()):
        return None  # "and it refuses to leave", "denied that it had": of an act told there
    firmly = known.firm.fullmatch(found["verb"]) is not None
    return Denial(found.start(), found.span("back"), found.span("verb"), found.span("who"), inside is None, firmly)


def with_denials(claims: Sequence[Claim], article: Article, scene: Scene) -> Iterator[Claim]:
    """The claims of an article in order of the text, and those that deny what others tell.

    Args:
        claims: as read.
        article: whose they are.
        scene: who is who in it.
    """
    by_sentence: dict[int, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.evidence.start, []).append(claim)
    instead: dict[str, Claim] = {}
    more: list[Claim] = []
    before: list[Claim] = []
    for start, end in scene.bounds:
        here = by_sentence.get(start, [])
        if (here or before) and (found := denial(article.text, start, end, language=article.language)):
            act = _denied(before if found.before else here, found, scene)
            if act is not None and not _told(act, here):
                chain, steps = _on_whose_word(article, act, found, (start, end), scene)
                others = _others(act, found, chain)
                if not found.before and act.sources and not others:
                    instead[act.claim_id] = _as_denied(article, act, found, act.sources, ())  # his word is all there is
                elif chain:
                    made = _as_denied(article, act, found, chain, steps)
                    more.append(_going_back(article, made, found, (start, end)))
                    instead[act.claim_id] = _as_told(act, others)
        before = here
    yield from sorted([*(instead.get(c.claim_id, c) for c in claims), *more], key=lambda c: c.trigger.start)


def _denied(told: Sequence[Claim], found: Denial, scene: Scene) -> Claim | None:
    """The act that a denial is of: the last before it in which who denies is an actor."""
    start, end = found.denier
    actors = scene.actors
    who = set(actors.ids(start, end)) or {m.id for m in actors.at(start, end) if m.id}
    if not who and _words(scene.language).who.fullmatch(scene.text, start, end):
        who = {act.actors[0].id for act in told if len(act.actors) == 1}  # "which he denies": he of whom it is told
    who = (who or set(actors.guess(start, end))) - {"UNK"}
    fits = [
        act
        for act in told
        if act.event_type not in SAID
        and _may_be_denied(act, found)
        and (found.before or act.trigger.end <= found.start)
        and (found.firmly or act.sources or act.hearsay or any(c.event_type == "ACCUSE" for c in told))
        and who & {p.id for p in act.actors}
    ]
    return max(fits, key=lambda act: act.trigger.start, default=None)


def _may_be_denied(act: Claim, found: Denial) -> bool:
    if act.factuality == "denied":  # read as denied as a whole, on the word of who tells it and of who denies it
        return not found.before and 0 < len(_others(act, found, ())) < len(act.sources)
    return act.factuality == "asserted" or found.firmly


def _others(act: Claim, found: Denial, chain: Sequence[Source]) -> tuple[Source, ...]:
    """The act's sources less who denies it."""
    start, end = found.denier
    names = {one.name for one in chain}
    return tuple(
        one for one in act.sources if one.name not in names and not (one.span and one.span.start < end and one.span.end > start)
    )


def _told(act: Claim, here: Sequence[Claim]) -> bool:
    """Whether the denial's sentence has it as denied already, in another claim."""
    parties = {p.id for p in act.actors}
    return any(
        c is not act and c.factuality == "denied" and c.event_type == act.event_type and parties & {p.id for p in c.actors}
        for c in here
    )


def _as_told(act: Claim, others: tuple[Source, ...]) -> Claim:
    """The act on the word of who tells it alone."""
    if len(others) == len(act.sources):
        return act
    depths = sorted({one.depth for one in others})
    names = {one.name for one in others}
    steps = tuple(s for s in act.steps if s.field != "sources" or s.value.partition(": ")[2] in names)
    sources = tuple(replace(one, depth=depths.index(one.depth) + 1) for one in others)
    if act.factuality != "denied":
        return replace(act, sources=sources, steps=steps)
    rule = "who tells it says that it is so; the denial is a claim of its own"
    return replace(
        act,
        factuality="asserted",
        sources=sources,
        cues=tuple(c for c in act.cues if c.kind != "denied"),
        steps=(*(s for s in steps if s.field != "factuality"), Step("factuality", "asserted", rule, act.trigger)),
    )


def _on_whose_word(
    article: Article, act: Claim, found: Denial, sentence: tuple[int, int], scene: Scene
) -> tuple[tuple[Source, ...], tuple[Step, ...]]:
    return attribution.sources(
        article.text,
        [attribution.SourceSpan(*found.denier, 1.0, 1.0)],
        language=article.language,
        claim_evidence=sentence,
        actors=scene.actors,
        outlet=article.outlet,
        event_type=act.event_type,
        factuality="denied",
        actor_spans=[(p.span.start, p.span.end) for p in act.actors if p.span],
    )


def _as_denied(article: Article, act: Claim, found: Denial, chain: tuple[Source, ...], steps: tuple[Step, ...]) -> Claim:
    """The act as denied, its trigger where it was."""
    start, end = found.verb
    cue = Span(start, end, article.text[start:end])
    confidence = round(act.confidence * SURE, 4)
    rule = "words behind it deny it, and who denies is said to have done it (the language's table of denials)"
    kept = tuple(s for s in act.steps if s.field not in {"factuality", "confidence", "sources"})
    made = (
        Step("factuality", "denied", rule, cue),
        Step("confidence", f"{confidence:.4f}", "four of five such are", act.evidence),
    )
    return replace(
        act,
        factuality="denied",
        hearsay=False,
        sources=chain,
        cues=(Cue("denied", cue),),
        confidence=confidence,
        slot_confidence={**act.slot_confidence, "factuality": SURE, "sources": min((s.confidence for s in chain), default=1.0)},
        steps=(*kept, *made, *(steps or tuple(s for s in act.steps if s.field == "sources"))),
    )


def _going_back(article: Article, act: Claim, found: Denial, sentence: tuple[int, int]) -> Claim:
    """A claim of its own: its trigger is the word that goes back to the act, its evidence that word's sentence.

    Its vector stays that of the act's sentence: "Moscow denied the allegations" means nothing that could be compared.
    """
    (a, b), (start, end) = found.back, sentence
    return replace(act, trigger=Span(a, b, article.text[a:b]), evidence=Span(start, end, article.text[start:end]))
