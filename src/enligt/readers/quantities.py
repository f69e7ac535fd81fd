"""How much a marked span says: value, comparator and unit.

The network marks words such as "över fem miljoner patroner"; what they say is knowledge: the numbers are read by
``enligt.languages.numbers``, and each language's ``numbers`` table gives ``comparators`` and ``comparators_after`` (words
for more, less and about), ``between`` and ``range_words`` ("300 till 400"), ``list_words``, ``of`` and ``not_units``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.languages import numbers, table
from enligt.model import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.languages.numbers import Number
    from enligt.model import Comparator, Language, Scope

_CURRENCY = r"(?:[A-Z]{0,3}[$€£¥])"
_REACH = 32  # characters beside a number in which its comparator may stand
_UNIT = re.compile(r"[\s-]{0,4}((?:[^\W\d_][^\s.,;:!?()\"”»]{0,40}|%)(?:[ \u00a0][^\W\d_][^\s.,;:!?()\"”»]{0,40}){0,4})")
_WORD = re.compile(r"[^\W\d_]+")
_SIGNED = re.compile(rf"{_CURRENCY}\s?$")
_BOUND = re.compile(r"[.,;:!?()](?=\s)|\n")
_NEAR = re.compile(r"\s+(?:[^\W\d_]+\s+)?")  # at most one word between a number and what it counts
_YEAR = re.compile(r"(?:1\d|20)\d\d\b")
_DASH = re.compile(r"\s?[-–—]\s?")


def quantities(text: str, start: int, end: int, *, language: Language) -> list[Quantity]:
    """What ``text[start:end]``, marked as words for a quantity, says.

    Args:
        text: the article's text; the words just before the span may hold its comparator ("minst [två]").
        start: first character of the span.
        end: the character after it.
        language: of the text.

    Returns:
        The quantities in order: one, or several where the span is a list ("tolv kvinnor och tre barn"); the span and text
        of each are those of the marked words. Empty where they hold no number.
    """
    known = _knowledge(language)
    start, end = max(0, start), min(len(text), end)
    if start >= end:
        return []
    start = _whole(text, start, end, language)
    found = list(numbers.numbers(text, start, end, language=language))
    strong = [one for one in found if not one.weak or known.between.search(text[max(0, one.start - _REACH) : one.start])]
    told = [one for one in strong or found[:1] if one.start < end]
    if not told:
        told = _ordinals(text, start, end, language)
    amounts = _list(text, _ranges(text, told, known), known)
    ends = [*(one.start for one in amounts[1:]), end][: len(amounts)]
    span = Span(start, end, text[start:end])
    return [
        Quantity(
            one.value,
            _comparator(text, start, one, known),
            _unit(text, one, stop, known),
            span.text,
            span,
            _scope(text, one, known),
        )
        for one, stop in zip(amounts, ends, strict=True)
    ]


def counted(text: str, start: int, end: int, *, language: Language) -> list[Quantity]:
    """How many acts there are by the number right before an act's words ("three [meetings]"); not an hour, a year, "the two".

    Args:
        text: the article's text.
        start: first character of the words.
        end: the character after them.
        language: of the text.
    """
    before = _uncounted(language)
    found = [one for one in quantities(text, start, end, language=language) if one.span is not None and one.span.start < start]
    return [
        one
        for one in found
        if one.span is not None
        and not _YEAR.match(text, one.span.start)
        and not before.search(text[max(0, one.span.start - _REACH) : one.span.start])
    ]


@functools.cache
def _uncounted(language: Language) -> re.Pattern[str]:
    """Words behind which a number counts no act."""
    words = [*table(language, "dates")["words"]["clock_open"], *table(language, "reporting")["grammar"]["definite"]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})\.?\s*$", re.IGNORECASE)


def _whole(text: str, start: int, end: int, language: Language) -> int:
    """Where marked words begin if a number that they cut is read whole ("fifty[-four]", "eleven [companies]").

    A number just before them belongs to them only where they hold none of their own.
    """
    ahead = _BOUND.split(text[max(0, start - _REACH) : start])[-1]
    first = start - len(ahead)
    before = None
    for one in numbers.numbers(text, first, start, language=language):
        if one.end > start:
            return one.start
        before = one
    if before is None:
        return start
    near = _NEAR.fullmatch(text, before.end, start)
    own = any(not n.weak for n in numbers.numbers(text, start, end, language=language)) or _ordinals(text, start, end, language)
    return before.start if near and not own else start


def _ordinals(text: str, start: int, end: int, language: Language) -> list[Number]:
    """So many there have been: "den femte dagen", "the 41st time"."""
    for word in re.finditer(r"\d{1,3}(?:\.(?!\d)|:?[^\W\d_]{1,3})|[^\W\d_]+(?:-[^\W\d_]+)?", text[start:end]):
        value = numbers.ordinal(word.group(), language=language)
        if value is not None:
            return [numbers.Number(float(value), start + word.start(), start + word.end())]
    return []


@dataclass(frozen=True, slots=True)
class _Knowledge:
    before: Mapping[Comparator, re.Pattern[str]]
    after: Mapping[Comparator, re.Pattern[str]]
    between: re.Pattern[str]
    range_word: re.Pattern[str]
    list_word: re.Pattern[str]
    of: re.Pattern[str]
    not_units: frozenset[str]
    prepositions: frozenset[str]
    scopes: Mapping[Scope, tuple[re.Pattern[str], re.Pattern[str]]]  # before the number, after it


@functools.cache
def _knowledge(language: Language) -> _Knowledge:
    own = table(language, "numbers")

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    def sign(words: Iterable[str]) -> str:
        return numbers.phrases(words)

    scopes = own["scopes"]
    gap = r"[^.;:!?\d]"  # never across another number
    about = "|".join(sign(v) for v in own["comparators"].values())
    words, article = own["comparators"], sign([*own["one"], *own["definite"]])
    return _Knowledge(
        before={k: compiled(rf"(?P<word>{sign(words[k])})\.?\s{{0,3}}(?:{article}\s{{1,3}})?{_CURRENCY}?\s?$") for k in words},
        after={k: compiled(rf"\s{{0,3}}{sign(v)}") for k, v in own["comparators_after"].items()},
        between=compiled(rf"{sign(own['between'])}\s{{1,3}}{_CURRENCY}?\s?$"),
        range_word=compiled(rf"\s{{0,3}}{sign(own['range_words'])}\s{{0,3}}{_CURRENCY}?\s?"),
        list_word=compiled(rf"(?:,|{sign([w for w in own['list_words'] if w != ','])})\s{{0,3}}$"),
        of=compiled(rf"\s{{1,3}}{sign(own['of'])}\s{{1,3}}"),
        not_units=frozenset(own["not_units"]),
        prepositions=frozenset(own["prepositions"]),
        scopes={
            "part": (
                compiled(rf"{sign(scopes['part_before'])}[\s,:(]{{1,3}}(?:{article}\s)?(?:(?:{about})\s)?{_CURRENCY}?\s?$"),
                compiled(rf"\s{{1,3}}(?:\w+\s){{0,2}}{sign(scopes['part_after'])}\b"),
            ),
            "additional": (
                compiled(rf"{sign(scopes['before'])}\s{{1,3}}(?:(?:{about})\s)?{_CURRENCY}?\s?$"),
                compiled(rf"\s{{1,3}}{sign(scopes['after'])}\b(?!(?:\s\w+){{0,3}}\s(?:enn|än|end|than)\b)"),
            ),
            "total": (
                compiled(rf"{sign(scopes['total'])}\b{gap}{{0,{_REACH}}}$"),
                compiled(rf"{gap}{{0,{_REACH}}}\b{sign(scopes['total'])}\b"),
            ),
        },
    )


def _ranges(text: str, found: list[Number], known: _Knowledge) -> list[Number]:
    """Two ends of a range become one number about their middle."""
    merged: list[Number] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _is_range(text, last, one, known):
            low = last.value * (one.scale if last.scale == 1 and one.scale >= 1000 and last.value < one.value / one.scale else 1)
            merged[-1] = replace(last, value=(low + one.value) / 2, end=one.end, comparator="~", scale=one.scale)
        else:
            merged.append(one)
    return merged


def _is_range(text: str, first: Number, second: Number, known: _Knowledge) -> bool:
    between = text[first.end : second.start]
    if len(between) > _REACH or second.value <= first.value / max(first.scale, 1):
        return False
    if _DASH.fullmatch(between) or known.range_word.fullmatch(between):
        return True
    opened = known.between.search(text[max(0, first.start - _REACH) : first.start])
    return opened is not None and re.search(r"[.;:!?]", between) is None


def _list(text: str, found: list[Number], known: _Knowledge) -> list[Number]:
    """The first number, and those that a comma or "och" puts beside it."""
    kept = found[:1]
    for one in found[1:]:
        between = text[kept[-1].end : one.start]
        if len(between) < 2 * _REACH and known.list_word.search(between):
            kept.append(one)
        else:
            break
    return kept


def _comparator(text: str, start: int, one: Number, known: _Knowledge) -> Comparator:
    before = text[max(0, one.start - _REACH) : one.start]
    hits = [(found.start(), sign, found.group("word")) for sign, words in known.before.items() if (found := words.search(before))]
    if hits:
        at, sign, word = min(hits)  # the longest: "mer än" within "inte mer än"
        if at >= len(before) - (one.start - start) or word.lower() not in known.prepositions:
            return sign
    for sign, words in known.after.items():
        if words.match(text, one.end):
            return sign
    return one.comparator if start <= one.start else "="


def _scope(text: str, one: Number, known: _Knowledge) -> Scope:
    before = text[max(0, one.start - 2 * _REACH) : one.start]
    for scope, (ahead, behind) in known.scopes.items():
        if ahead.search(before) or behind.match(text, one.end):
            return scope
    return "event"


def _unit(text: str, one: Number, end: int, known: _Knowledge) -> str | None:
    """What is counted, as written: the currency sign before, or the words after, in the span or just after it."""
    signed = _SIGNED.search(text[max(0, one.start - 5) : one.start])
    if signed:
        return signed.group().strip()
    at = one.end
    of = known.of.match(text, at)
    found = _UNIT.match(text, at if of is None else of.end())
    if found is None:
        return None
    first = found.start(1)
    inside = first < end
    last = min(found.end(1), end) if inside else found.end(1)
    if inside:
        return known.list_word.sub("", text[first:last]).strip() or None
    word = _WORD.match(text, first)
    return None if word is None or of is not None or word.group().lower() in known.not_units else word.group()
