"""A text as comparable words, each with the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from xxhash import xxh3_64_intdigest

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_QUOTE = re.compile(r"[\"”“„»«]")
_OPENS_AFTER = re.compile(r"[\s(\[–—:-]")
_PARAGRAPH = re.compile(r"\n\s*\n")


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word as it is compared: compatibility forms and case folded."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


@dataclass(frozen=True)
class Tokens:
    """The words of a text, folded, in order; punctuation, case and white space do not count."""

    text: str
    words: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]  # of each word: half-open characters of the text

    @classmethod
    def of(cls, text: str) -> Tokens:
        """The words of a text."""
        found = list(_WORD.finditer(text))
        return cls(text, tuple(folded(one[0]) for one in found), tuple(one.span() for one in found))

    def first(self, most: int) -> Tokens:
        """The first so many words."""
        return self if len(self.words) <= most else Tokens(self.text, self.words[:most], self.bounds[:most])

    @cached_property
    def hashes(self) -> NDArray[np.uint64]:
        """The XXH3 hash of each word (UTF-8), the same on every machine."""
        known: dict[str, int] = {}
        for word in self.words:
            if word not in known:
                known[word] = xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"))
        return np.array([known[word] for word in self.words], np.uint64)

    @cached_property
    def quoted(self) -> NDArray[np.bool_]:
        """Which words stand between quotation marks; a mark that is not closed ends with its paragraph.

        Whether a mark opens or closes is told by what stands before it, since languages use one mark for both, or two either
        way round (»…« in Danish, «…» in Norwegian).
        """
        events = [
            (one.start(), _OPENS_AFTER.match(self.text[max(0, one.start() - 1) : one.start()] or " ") is not None)
            for one in _QUOTE.finditer(self.text)
        ]
        events = sorted(events + [(one.start(), False) for one in _PARAGRAPH.finditer(self.text)])
        out = np.zeros(len(self.words), np.bool_)
        inside, at = False, 0
        for k, (start, _) in enumerate(self.bounds):
            while at < len(events) and events[at][0] < start:
                inside = events[at][1]
                at += 1
            out[k] = inside
        return out

    def since(self, character: int) -> Tokens:
        """The words from a character on; their places stay those in the whole text."""
        first = next((k for k, (start, _) in enumerate(self.bounds) if start >= character), len(self.bounds))
        return Tokens(self.text, self.words[first:], self.bounds[first:])
