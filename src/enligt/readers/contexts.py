"""What an act is about beside its type: PLOVER's contexts (military, legal, refugee, ...), told by words of its sentence.

Each language's ``contexts`` table lists the words of each context: a star stands for any letters, the rest is compared in
lower case, a word at a time (a hyphen parts words). Source of the list of contexts: PLOVER's codebook (Open Event Data Alliance).
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
    for word in _WORD.finditer(text, start, end):
        for name in _of_word(word.group(), language):
            first.setdefault(name, Span(word.start(), word.end(), word.group()))
    return [(name, first[name]) for name in CONTEXTS if name in first]


@functools.lru_cache(maxsize=1 << 15)  # most words of a text come again
def _of_word(word: str, language: Language) -> tuple[str, ...]:
    if len(word) > LONGEST:
        return ()
    small = word.lower()
    return tuple(name for name, words in _patterns(language).items() if words.fullmatch(small))


@functools.cache
def _patterns(language: Language) -> dict[str, re.Pattern[str]]:
    own = table(language, "contexts")
    return {name: re.compile("|".join(_pattern(w) for w in own[name])) for name in CONTEXTS}


def _pattern(word: str) -> str:
    return r"[^\W_]*".join(re.escape(part) for part in word.split("*"))
