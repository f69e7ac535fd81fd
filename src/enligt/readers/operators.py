"""Words that say whether the act they govern happened: "averted the strike", "is weighing sanctions", "stopped short of suing".

What they are is knowledge of the languages (Karttunen 1971 on implicatives; Saurí & Pustejovsky 2009, 2012: FactBank, De Facto):
``forms`` in ``operators.toml`` of each language, the same classes in each.

``avert``       kept from happening: averted, prevented, foiled
``cancel``      called off before it happened: called off, scrapped, dropped
``fail``        not done by who might have: refrained from, avoided, failed to, instead of
``wouldhave``   a future that was past: would have, was to have, had intended
``deny``        said not to be so, in a clause of its own: denies that, rejected that
``consider``    thought of, talked of: weighs, mulls, discussed, the idea of
``notexclude``  not ruled out: a denial that leaves the act possible
``decide``      decided on, before a verb: decided to, ordered them to
``evidence``    what speaks for it, in a clause of its own: evidence that, proof that; such an act is not denied
``negate``      not, no, never: of no weight of its own here, the network knows it; an operator behind it says nothing
``lack``        wants, lacks, seeks, whether: behind it (or ``negate``) evidence is none

A form is words; "avert||s|ed" is a stem with its endings, and " … " a gap of up to ``GAP`` words ("called the strike off").
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from enligt.languages import spelled, table
from enligt.model import LANGUAGES, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.model import Factuality, Language

Position = Literal["near", "before", "verb", "clause", "after"]
GAP: Final = 3
NEAR, BEFORE, CLAUSE, AFTER, NEGATED = 2, 6, 10, 5, 2  # words between
# Which way each class tips the scales, by how much (in log odds), and where it may stand. Measured on documents of which neither
# the network nor the lists knew anything: kept are those that are right clearly more often than wrong where they change a class.
# Words of wishing, fearing, proposing, promising, of the future and of going on were not: what they say the network knows.
TIPS: Final[Mapping[str, tuple[Factuality, float, frozenset[Position]]]] = {
    "avert": ("denied", 2.0, frozenset({"near", "after"})),
    "cancel": ("denied", 2.0, frozenset({"near", "after"})),
    "fail": ("denied", 3.0, frozenset({"near", "before", "clause"})),
    "wouldhave": ("denied", 3.0, frozenset({"near", "before"})),
    "deny": ("denied", 2.0, frozenset({"clause"})),
    "consider": ("possible", 2.0, frozenset({"near", "before", "after"})),
    "notexclude": ("possible", 2.0, frozenset({"near", "before", "clause", "after"})),
    "decide": ("planned", 1.5, frozenset({"verb"})),
    "evidence": ("asserted", 5.0, frozenset({"clause"})),
}
JOINED: Final = frozenset({"wouldhave", "deny"})  # these say nothing of an act that follows on "and"
WORD: Final = re.compile(r"n['’]t\b|['’](?:ll|d)\b|\w+?(?=n['’]t\b)|\w+(?:-\w+)*")
STOP: Final = re.compile(r"[;:,.!?–—\"“”«»()]|\s-\s")  # what no operator reaches across

Word = tuple[int, int, str]  # its offsets in the sentence, and in lower case


@dataclass(frozen=True, slots=True)
class Operator:
    """Words of a sentence that govern its act: their class, and the span."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Found:
    """``first..last`` are words of the sentence; of a form with a gap, those before it."""

    first: int
    last: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    after: tuple[str, ...]  # the gap
    name: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    forms: Mapping[str, tuple[_Form, ...]]  # by their first words, longest first
    clause: frozenset[str]
    joins: frozenset[str]
    that: str
    infinitive: str


@functools.cache
def _lexicon(language: Language) -> _Lexicon:
    data, joins = table(language, "operators"), frozenset(table(language, "reporting")["grammar"]["and"])
    forms: dict[str, dict[_Form, None]] = {}
    for name, written in data["forms"].items():
        for form in written:
            before, _, after = form.partition(" … ")
            for words, rest in itertools.product(spelled(before), spelled(after) if after else [()]):
                forms.setdefault(words[0], {})[_Form(words, rest, name)] = None
    sized = {first: tuple(sorted(some, key=lambda f: -len(f.words) - len(f.after))) for first, some in forms.items()}
    return _Lexicon(sized, frozenset(data["clause"]), joins, data["that"], data["infinitive"])


def governing(text: str, evidence: tuple[int, int], trigger: tuple[int, int], *, language: Language) -> list[Operator]:
    """The operators that govern an act.

    Args:
        text: the article.
        evidence: half-open offsets of the act's sentence.
        trigger: of the words that carry it.
        language: of the article.

    Returns:
        Those that stand shortly before it, no clause, quotation or punctuation between (of ``deny``: before its clause), or
        shortly behind it ("sanctions were only considered"); in the order of the text. None that is itself negated.
    """
    if language not in LANGUAGES:  # one that a user taught: its words are not known
        return []
    known = _lexicon(language)
    told = [(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in WORD.finditer(text, *evidence)]
    inside = [k for k, (a, b, _) in enumerate(told) if a < trigger[1] and b > trigger[0]]
    if not inside:
        return []
    found = _found(told, known)
    negations = [o.last for o in found if "negate" in o.names]
    lacking = [o.last for o in found if {"negate", "lack"}.intersection(o.names)]
    out = []
    for o in found:
        if any(0 < o.first - k <= NEGATED for k in negations):
            continue
        if "cancel" in o.names and o.first and told[o.first - 1][2] == known.infinitive:
            continue  # "asked him to drop the charges" says nothing of whether he did
        if "evidence" in o.names and any(k < o.first for k in lacking):
            continue  # "has not seen any evidence that"
        if JOINED.intersection(o.names) and told[inside[0] - 1][2] in known.joins:
            continue  # "denied that he had helped them and threatened": it may go on with what governs
        positions: frozenset[Position] = frozenset()
        opens = o.last + 1 if o.last + 1 < inside[0] and told[o.last + 1][2] == known.that else o.last  # Danish: "benægter, at"
        if o.last < inside[0] and not _parted(text, told, opens, inside[0]):
            positions = _before(told, o, inside[0], known)
        elif o.first > inside[-1] and not _parted(text, told, inside[-1], o.first):
            positions = _after(told, o, inside[-1], known)
        a, b = told[o.first][0], told[o.last][1]
        out += [Operator(name, Span(a, b, text[a:b])) for name in o.names if name in TIPS and positions & TIPS[name][2]]
    return out


def _before(told: Sequence[Word], o: _Found, trigger: int, known: _Lexicon) -> frozenset[Position]:
    """Where an operator stands that comes before the act, no punctuation between; nothing where it does not reach so far."""
    between = [w for _, _, w in told[o.last + 1 : trigger]]
    verb: frozenset[Position] = frozenset()
    if between and between[-1] == known.infinitive:
        verb = frozenset({"verb"}) if len(between) <= BEFORE else verb
        between.pop()
    heads = [k for k, w in enumerate(between) if w in known.clause]
    if heads == [0] and between[0] == known.that and len(between) <= CLAUSE:
        return frozenset({"clause"})
    if heads or len(between) > BEFORE:
        return verb
    return verb | ({"near"} if len(between) <= NEAR else {"before"})


def _after(told: Sequence[Word], o: _Found, trigger: int, known: _Lexicon) -> frozenset[Position]:
    """The same of one that comes behind it."""
    between = [w for _, _, w in told[trigger + 1 : o.first]]
    reaches = len(between) <= AFTER and not known.clause.intersection(between)
    return frozenset({"after"}) if reaches else frozenset()


def _parted(text: str, told: Sequence[Word], left: int, right: int) -> bool:
    return STOP.search(text, told[left][1], told[right][0]) is not None


def _found(told: Sequence[Word], known: _Lexicon) -> list[_Found]:
    """The operators of a sentence; of those that overlap the longer, of equal ones all classes."""
    low = [w for _, _, w in told]
    out = []
    k = 0
    while k < len(low):
        fits = [f for f in known.forms.get(low[k], ()) if _stands(f, low, k)]
        size = max((len(f.words) + len(f.after) for f in fits), default=0)
        best = [f for f in fits if len(f.words) + len(f.after) == size]
        if best:
            width = len(best[0].words)
            out.append(_Found(k, k + width - 1, tuple(f.name for f in best)))
            k += width
        else:
            k += 1
    return out


def _stands(form: _Form, low: Sequence[str], at: int) -> bool:
    end, size = at + len(form.words), len(form.after)
    if tuple(low[at:end]) != form.words:
        return False
    return not size or any(tuple(low[end + g : end + g + size]) == form.after for g in range(1, GAP + 1))
