"""Forms that report without saying on whose word: "ska ha", "uppges", "skal ha", "angiveligt", "reportedly"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from enligt.languages import table
from enligt.model import Cue, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.model import Language

REACH: Final = 7  # words that may stand between a hearsay form and the act it governs
CLOSE: Final = 3  # words between an adjective ("the alleged attack") and the act's noun
# what ends a clause: a form before it governs nothing after it
CLAUSE: Final = re.compile(
    r"[;:.!?–—,]|\s-\s|\b(?:som|der|att|at|men|mens|medan|när|når|da|då|och att|og at|but|while|that|which|who|when)\b"
)
WORD: Final = re.compile(r"\w+(?:[-’']\w+)*")

Sort = Literal["perfect", "weak", "infinitive", "adverb", "adjective"]
SORTS: Final[tuple[Sort, ...]] = ("perfect", "weak", "infinitive", "adverb", "adjective")


@dataclass(frozen=True, slots=True)
class _Forms:
    patterns: Mapping[Sort, re.Pattern[str]]
    participle: tuple[str, ...]
    not_after: frozenset[str]
    plan: re.Pattern[str]


@functools.cache
def _forms(language: Language) -> _Forms:
    data = table(language, "reporting")["hearsay"]

    def any_of(sort: Sort | Literal["plan"]) -> re.Pattern[str]:
        parts = []
        for form in sorted(data[sort], key=len, reverse=True):
            words = [re.escape(w) for w in form.split()]
            # a subject or an adverb may part the verb from its "ha": "ska Ryssland ha"; not "said it would go to"
            parted = len(words) == 2 and sort in {"perfect", "weak", "plan"} and words[-1] != "to"
            gap = r"(?:\s+(?!att\b|at\b|å\b)[\w-]+){0,4}?\s+" if parted else r"\s+"
            parts.append(gap.join(words))
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)

    patterns: dict[Sort, re.Pattern[str]] = {sort: any_of(sort) for sort in SORTS}
    return _Forms(patterns, tuple(data["participle"]), frozenset(data["not_after"]), any_of("plan"))


def hearsay(  # noqa: PLR0913  # the room's contract
    text: str,
    evidence_start: int,
    evidence_end: int,
    cue_spans: Sequence[tuple[int, int]],
    *,
    language: Language,
    trigger: tuple[int, int] | None = None,
) -> list[Cue]:
    """The hearsay forms of one claim.

    Args:
        text: the article.
        evidence_start: where the evidence begins (half-open offsets).
        evidence_end: where it ends.
        cue_spans: the cues that the network marked for the claim.
        language: of the article.
        trigger: half-open offsets of the trigger; where it is given, a form that directly governs it counts unmarked too.

    Returns:
        A cue of kind "hearsay" for each form, with the form's own offsets, in the order of the text.
    """
    out = []
    for start, end, sort in found(text, evidence_start, evidence_end, language=language):
        marked = any(a < end and b > start for a, b in cue_spans)
        if marked or (trigger is not None and _governs(text, (start, end), sort, trigger)):
            out.append(Cue("hearsay", Span(start, end, text[start:end])))
    return out


def may_plan(form: str, *, language: Language) -> bool:
    """Whether a form of hearsay is as well one of plans ("skulle ha", "ska vara"): which it is, the claim's class tells."""
    return _forms(language).plan.fullmatch(form) is not None


def _governs(text: str, form: tuple[int, int], sort: Sort, trigger: tuple[int, int]) -> bool:
    """Whether a form stands so close before the trigger (an adverb also behind it) that the act is in its scope."""
    start, end = form
    if sort == "weak":
        return False
    if start >= trigger[1]:
        return sort == "adverb" and _reaches(text[trigger[1] : start], REACH)
    return end <= trigger[0] and _reaches(text[end : trigger[0]], CLOSE if sort == "adjective" else REACH)


def _reaches(between: str, words: int) -> bool:
    between = re.sub(r"\b(?:att|at|å|to)\s*$", "", between)  # the mark of the act's own infinitive
    return CLAUSE.search(between) is None and len(WORD.findall(between)) <= words


def found(text: str, start: int, end: int, *, language: Language) -> list[tuple[int, int, Sort]]:
    """Offsets and sort of all hearsay forms in ``text[start:end]``, look-alikes ("ska ha möte", "lär sig") left out."""
    forms = _forms(language)
    spans: list[tuple[int, int, Sort]] = []
    for sort in SORTS:
        for m in forms.patterns[sort].finditer(text, start, end):
            rest = text[m.end() : end]
            if sort in {"perfect", "weak"} and m.group().split()[-1].lower() in {"ha", "have"} and not _perfect(rest, forms):
                continue
            following = WORD.findall(rest)[:1]
            if sort == "infinitive" and following and following[0].lower() in forms.not_after:
                continue
            spans.append((m.start(), m.end(), sort))
    kept: list[tuple[int, int, Sort]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _perfect(rest: str, forms: _Forms) -> bool:
    """Whether "ska ha" goes on with a participle (hearsay) and not with a noun phrase (a plan)."""
    for word in WORD.findall(rest)[:6]:
        low = word.lower()
        if low in _DETERMINERS or low in {"slut", "slutt"}:
            return False
        if low.endswith(forms.participle) and len(low) > 2 and low not in _NOT_PARTICIPLES:
            return True
        if (
            low not in _BETWEEN
            and not low.endswith(("vis", "lig", "ligt", "lige", "igt", "leg", "leis"))
            and not word[0].isupper()
        ):
            return False
    return False


_DETERMINERS: Final = frozenset(
    {"en", "ett", "et", "ei", "ein", "eit", "den", "det", "de", "dei", "sin", "sitt", "sit", "sine", "sina"}
)
# what may stand between "ska ha" and its participle
_BETWEEN: Final = frozenset(
    {"inte", "ikke", "ikkje", "också", "også", "og", "och", "redan", "allerede", "allereie", "selv", "själv", "sjølv", "nu", "nå"}
    | {"no", "for", "för", "till", "til", "i", "på", "flera", "flere", "fleire"}
)
# nouns that end as participles do
_NOT_PARTICIPLES: Final = frozenset(
    {
        "möte",
        "møte",
        "råd",
        "samtal",
        "fred",
        "val",
        "valg",
        "nytt",
        "mot",
        "möten",
        "bröllop",
        "vid",
        "vad",
        "slut",
        "rett",
        "rätt",
    }
)
