"""A run of tokens under the grammar's finger: what may begin at each, and small questions about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.readers.when.meaning import Meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.readers.when.lexicon import Lexicon, Token

Found = tuple[int, Meaning] | None
"""A phrase: the index of the token after it, and its meaning."""


def longest(*found: Found) -> Found:
    """The phrase that reaches furthest; the first of equals."""
    best: Found = None
    for one in found:
        if one is not None and (best is None or one[0] > best[0]):
            best = one
    return best


class Cursor:
    """One run of tokens, and what may begin at each."""

    def __init__(self, text: str, run: Sequence[Token], lexicon: Lexicon, *, marked: tuple[int, int] | None = None) -> None:
        """``marked``: the range of characters that is known to tell a time; in it weak readings and gaps are allowed."""
        self.text, self.run, self.lexicon, self.marked = text, run, lexicon, marked
        self._readings: dict[int, dict[str, tuple[Any, int]]] = {}

    def _at(self, at: int) -> dict[str, tuple[Any, int]]:
        if at not in self._readings:
            self._readings[at] = self.lexicon.readings(self.text, self.run, at) if at < len(self.run) else {}
        return self._readings[at]

    def _is(self, at: int, *kinds: str) -> int | None:
        """The token after a word of one of the kinds, the longest; None if none stands there."""
        ends = [self._at(at)[kind][1] for kind in kinds if kind in self._at(at)]
        return max(ends) if ends else None

    def _skip(self, at: int, *kinds: str) -> int:
        after = self._is(at, *kinds)
        return at if after is None else after

    def _sign(self, at: int, signs: str) -> bool:
        return at < len(self.run) and self.run[at].text in signs

    def _touching(self, at: int) -> bool:
        return 0 < at < len(self.run) and self.run[at].start == self.run[at - 1].end

    def _words(self, first: int, after: int) -> str:
        return self.text[self.run[first].start : self.run[after - 1].end]

    def _inside(self, at: int) -> bool:
        """Whether a token lies in the marked words."""
        return self.marked is not None and at < len(self.run) and self.marked[0] <= self.run[at].start < self.marked[1]
