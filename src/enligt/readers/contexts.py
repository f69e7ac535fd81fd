"""What an act is about beside its type: PLOVER's contexts (military, legal, refugee, ...), told by words of its sentence.

Each language's ``contexts`` table lists the words of each context: a star stands for any letters, the rest is compared in
lower case, a word at a time (a hyphen parts words). "utvis*!diplomatic" counts where no word tells "diplomatic": a
diplomat who is expelled is no refugee. Source of the list of contexts: PLOVER's codebook (Open Event Data Alliance).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from enligt.languages import table
from enligt.model import Span

if TYPE_CHECKING:
    from enligt.model import Language

_WORD = re.compile(r"[^\W_]+")
LONGEST = 60  # letters; a longer word tells nothing
CONTEXTS: Final = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "economic",
    "diplomatic",
    "legal",
    "rights",
    "crime",
    "terrorism",
    "cyber",
    "refugee",
    "humanitarian",
    "health",
    "environment",
    "territory",
    "nuclear",
)


def contexts(text: str, start: int, end: int, *, language: Language) -> list[tuple[str, Span]]:
    """The contexts of a sentence, each with the first word that tells it, in the order of ``CONTEXTS``.

    Args:
        text: the article's text.
        start: first character of the sentence.
        end: the character after it.
        language: of the text.
    """
    first: dict[str, Span] = {}
    unless: list[tuple[str, str, Span]] = []
    for word in _WORD.finditer(text, start, end):
        for name, barred_by in _of_word(word.group(), language):
            span = Span(word.start(), word.end(), word.group())
            if barred_by:
                unless.append((name, barred_by, span))
            else:
                first.setdefault(name, span)
    for name, barred_by, span in unless:
        if barred_by not in first and (name not in first or span.start < first[name].start):
            first[name] = span
    return [(name, first[name]) for name in CONTEXTS if name in first]


@functools.lru_cache(maxsize=1 << 15)  # most words of a text come again
def _of_word(word: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The contexts that a word tells, each with the one beside which it does not (or "")."""
    if len(word) > LONGEST:
        return ()
    small = word.lower()
    return tuple(told for told, words in _patterns(language).items() if words.fullmatch(small))


@functools.cache
def _patterns(language: Language) -> dict[tuple[str, str], re.Pattern[str]]:
    own = table(language, "contexts")
    words: dict[tuple[str, str], list[str]] = {}
    for name in CONTEXTS:
        for listed in own[name]:
            word, _, barred_by = listed.partition("!")
            words.setdefault((name, barred_by), []).append(_pattern(word))
    return {told: re.compile("|".join(patterns)) for told, patterns in words.items()}


def _pattern(word: str) -> str:
    return r"[^\W_]*".join(re.escape(part) for part in word.split("*"))
