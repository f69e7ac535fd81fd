"""Where sentences begin and end in running text.

The knowledge is each language's ``sentences`` table: ``before_more`` and ``may_end`` (abbreviations, without their last
full stop), ``openers`` (words that often begin a sentence) and ``before_ordinal``; and ``abbreviated`` of its ``titles``
table. A full stop, exclamation or question mark or ellipsis ends a sentence unless what stands before it (abbreviation,
initial, ordinal) or after it (a small letter) says that the sentence goes on; quotation marks and brackets that close after
it belong to the sentence. The text is walked once, and each decision looks at a bounded neighbourhood: time is linear.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.languages import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

_QUOTES = "\"'”“»«’‘„›‹″"
# Possessive quantifiers: a run of marks is read once and never given back, whatever follows. (Of groups, Python
# before 3.11.5 gets them wrong: gh-106052.)
_FINAL = re.compile(rf"([.!?…]++)[{_QUOTES})\]}}]*+")
_PARAGRAPH = re.compile(r"\r?\n(?:[^\S\n]*+\n)+")
_SPACE = re.compile(r"\s*+")
_OPENING = re.compile(rf"[{_QUOTES}(\[{{]*+(?:[–—―-]++[^\S\n]*+)?[{_QUOTES}(\[{{]*+")
_WORD = re.compile(r"[^\W_]{1,24}")
_REACH = 40  # characters before a full stop that may be part of an abbreviation; none is half as long
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Knowledge:
    before_more: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]
    before_ordinal: frozenset[str]


@functools.cache
def _knowledge(language: Language) -> _Knowledge:
    own = table(language, "sentences")
    titles = table(language, "titles")["abbreviated"]
    return _Knowledge(
        before_more=frozenset(own["before_more"]) | frozenset(titles),
        may_end=frozenset(own["may_end"]),
        openers=frozenset(own["openers"]),
        before_ordinal=frozenset(own["before_ordinal"]),
    )


def sentences(text: str, *, language: Language) -> list[tuple[int, int]]:
    """The sentences of a text, in order.

    A blank line always ends a sentence. A single line break is a space, unless the line before it ends with final
    punctuation that is no abbreviation's.

    Args:
        text: running text, of any length.
        language: whose abbreviations and sentence openers to go by.

    Returns:
        Half-open character ranges, without surrounding white space; every other character is in exactly one of them.
    """
    known = _knowledge(language)
    found: list[tuple[int, int]] = []
    at = 0
    for gap in _PARAGRAPH.finditer(text):
        found.extend(_in_paragraph(text, at, gap.start(), known))
        at = gap.end()
    found.extend(_in_paragraph(text, at, len(text), known))
    return found


def _in_paragraph(text: str, start: int, end: int, known: _Knowledge) -> Iterator[tuple[int, int]]:
    begin = _after_space(text, start)
    for mark in _FINAL.finditer(text, start, end):
        stop = mark.end()
        if stop >= end or not text[stop].isspace():
            continue
        following = _after_space(text, stop)
        if following >= end or begin >= mark.start():
            continue  # nothing follows; or nothing but marks so far
        if _ends(text, begin, mark, following, known):
            yield begin, stop
            begin = following
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end > begin:
        yield begin, end


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return at if match is None else match.end()


@dataclass(frozen=True, slots=True)
class _Stop:
    """The neighbourhood of one full stop: the words around it, without quotation marks and brackets."""

    previous: str
    word: str
    following: str
    opens_sentence: bool  # nothing stands before the word


def _ends(text: str, begin: int, mark: re.Match[str], following: int, known: _Knowledge) -> bool:
    """Whether the sentence that began at ``begin`` ends with ``mark``, the next word standing at ``following``."""
    opening = _OPENING.match(text, following)
    first = following if opening is None else opening.end()
    if mark[1] == "." and _goes_on(_stop(text, begin, mark.start(), first), known):
        return False
    return "\n" in text[mark.end() : following] or not text[first : first + 1].islower()


def _stop(text: str, begin: int, at: int, first: int) -> _Stop:
    before = text[max(begin, at - _REACH) : at]
    words = before.rsplit(maxsplit=2)
    word = words[-1] if words and not before[-1].isspace() else ""
    following = _WORD.match(text, first)
    return _Stop(
        previous=words[-2] if len(words) > 1 else "",
        word=word.lstrip(_QUOTES + "([{–—-"),
        following="" if following is None else following.group(),
        opens_sentence=begin == at - len(word),
    )


def _goes_on(stop: _Stop, known: _Knowledge) -> bool:
    """Whether the full stop is the word's own and the sentence goes on, whatever the next word looks like."""
    word, following = stop.word, stop.following
    small = word if word.isupper() and len(word) > 1 else word.lower()  # "DR" is no "dr"
    if not word:
        goes_on = False
    elif word in known.before_more or small in known.before_more:
        goes_on = True
    elif word.isdecimal():
        # A list's item, or an ordinal; a year never is one.
        ordinal = stop.previous.lower() in known.before_ordinal and following != ""
        goes_on = len(word) <= 2 and (stop.opens_sentence or ordinal)
    elif len(word) == 1 and word.isalpha():
        goes_on = word.isupper() and following not in known.openers
    elif _ACRONYM.fullmatch(word) and word[0].isupper():
        goes_on = following[:1].isalnum() and following not in known.openers
    elif word in known.may_end or small in known.may_end:
        goes_on = following[:1].islower() or following[:1].isdecimal()
    else:
        goes_on = False
    return goes_on
