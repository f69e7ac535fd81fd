"""Whether the act happened, is planned, is possible or is denied, and which words say so.

The network's likeliest class stands, unless a word that governs the act tips the scales (operators.py). The kinds of its cues
are knowledge of the language (``cues`` in each language's ``reporting.toml``): a word that may say several things ("vil" is a
plan or a wish) says what the class says.
"""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING, Final, Literal

from enligt.languages import table
from enligt.model import FACTUALITIES, Cue, Step
from enligt.readers import operators as governors
from enligt.readers.attribution import hearsay as hearsay_of
from enligt.readers.attribution import may_plan
from enligt.readers.operators import TIPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.model import Factuality, Language, Span
    from enligt.readers.operators import Operator

Kind = Literal["planned", "possible", "denied"]
KINDS: Final[tuple[Kind, ...]] = ("denied", "possible", "planned")
LEAST: Final = 1e-4  # a class that the network gives nothing is not beyond all doubt


@functools.cache
def _words(language: Language) -> Mapping[Kind, re.Pattern[str]]:
    data = table(language, "reporting")["cues"]
    return {
        kind: re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in sorted(data[kind], key=len, reverse=True))})(?!\w)", re.IGNORECASE
        )
        for kind in KINDS
    }


def kinds(words: str, *, language: Language) -> tuple[Kind, ...]:
    """What a cue may say by the lexicon: any of "denied", "possible", "planned", in this order; empty where it is not known."""
    return tuple(kind for kind, pattern in _words(language).items() if pattern.search(words))


def weighed(probabilities: Mapping[Factuality, float], operators: Sequence[Operator]) -> dict[Factuality, float]:
    """How likely each class is, once the words that govern the act are heard.

    Where they leave the likeliest class as it was, nothing changes: the network has heard them too.

    Args:
        probabilities: of each class, as the network gives them; a class left out counts as 0. They are rounded to four places.
        operators: that govern the act; of several that tip one way the strongest counts.
    """
    rounded = {name: round(probabilities.get(name, 0.0), 4) for name in FACTUALITIES}
    tips = dict.fromkeys(FACTUALITIES, 0.0)
    for operator in operators:
        kind, weight, _ = TIPS[operator.name]
        if kind != "asserted" or _best(rounded) == "denied":  # evidence speaks against a denial, and says no more
            tips[kind] = max(tips[kind], weight)
    odds = {name: max(rounded[name], LEAST) * math.exp(tips[name]) for name in FACTUALITIES}
    if _best(odds) == _best(rounded):
        return rounded
    return {name: round(odds[name] / sum(odds.values()), 4) for name in FACTUALITIES}


def _best(chances: Mapping[Factuality, float]) -> Factuality:
    return max(FACTUALITIES, key=lambda name: chances[name])  # of equal ones the first stands


def heard(
    text: str, evidence: tuple[int, int], trigger: tuple[int, int], cues: Sequence[Span], *, language: Language
) -> tuple[list[Cue], list[Operator]]:
    """What the words around an act say of whether it happened: its hearsay forms, or else the operators that govern it.

    Args:
        text: the article.
        evidence: half-open offsets of the act's sentence.
        trigger: of the words that carry it.
        cues: the spans that the network marked as its cues.
        language: of the article.
    """
    hearsay = hearsay_of(text, *evidence, [(cue.start, cue.end) for cue in cues], language=language, trigger=trigger)
    return hearsay, [] if hearsay else governors.governing(text, evidence, trigger, language=language)


def decide(
    probabilities: Mapping[Factuality, float],
    cues: Sequence[Span],
    *,
    language: Language,
    hearsay: Sequence[Cue] = (),
    operators: Sequence[Operator] = (),
) -> tuple[Factuality, tuple[Cue, ...], tuple[Step, ...]]:
    """The factuality of one claim, with its cues.

    Args:
        probabilities: of each class, as the network gives them; a class left out counts as 0. They are rounded to four places.
        cues: the spans that the network marked as cues of the claim.
        language: of the article.
        hearsay: the claim's hearsay forms (:func:`enligt.readers.attribution.hearsay`). They keep the class as it is. Of one that
            is as well a form of plans ("ska vara hemma i juni") the class says which it is.
        operators: that govern the act (:func:`enligt.readers.operators.governing`).

    Returns:
        The class, the cues in the order of the text (hearsay forms and operators that decided among them), and a step for the
        class, which comes first and has its chance, and for each cue.
        A marked cue that is no hearsay is left out of an asserted claim: it says what the claim does not.
    """
    said = weighed(probabilities, ())
    heard = weighed(probabilities, operators)
    best = _best(heard)
    deciding = [o for o in operators if TIPS[o.name][0] == best] if best != _best(said) else []
    steps = [Step("factuality", best, "the network's likeliest class", None, heard[best])]
    if deciding:
        rule = "a word that governs the act tips what the network leaves in doubt"
        steps = [Step("factuality", best, rule, deciding[0].span, heard[best])]
    found = [h for h in hearsay if best not in {"planned", "possible"} or not may_plan(h.span.text, language=language)]
    steps += [Step("cues", "hearsay", "a form that reports on nobody's word", cue.span) for cue in found]
    reported = tuple(found)
    for span in cues:
        if best == "asserted" or any(span.start < h.span.end and span.end > h.span.start for h in reported):
            continue
        known = kinds(span.text, language=language)
        kind, rule = _kind(best, known)
        found.append(Cue(kind, span))
        steps.append(Step("cues", kind, rule, span))
    for operator in deciding:
        if best != "asserted" and not any(operator.span.start < c.span.end and operator.span.end > c.span.start for c in found):
            found.append(Cue(best, operator.span))
            steps.append(Step("cues", best, "a word that governs the act", operator.span))
    found.sort(key=lambda cue: (cue.span.start, cue.span.end))
    return best, tuple(found), tuple(steps)


def _kind(best: Kind, known: tuple[Kind, ...]) -> tuple[Kind, str]:
    if best in known:
        return best, "a word of the lexicon, in the sense of the class"
    if known:
        return known[0], "a word of the lexicon"
    return best, "marked by the network, in the sense of the class"
