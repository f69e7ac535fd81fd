"""A text as pieces (sentences, none too long) and hashed words, and what a table of weights says of them.

A piece's features are its words, the beginnings and ends of long ones, and pairs of neighbouring words, each hashed into
one row of the table (CRC-32; feature hashing: Weinberger et al., 2009). The sum of their weights over the square root of
their number, and a bias, is the piece's own score; the mean of its neighbourhood's is added, and the text's score is the
highest. Weights are whole numbers, so that sums are exact on every processor.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 18
SIZE = 1 << BITS
LONGEST_PIECE = 40  # words
SHORTEST_PIECE = 3  # words: a link or button is no sentence
AROUND = 3  # pieces before and after that are a piece's neighbourhood
MOST_WORDS = 200_000  # remembered at a time: a run over an archive meets millions

_TOKEN = re.compile(r"[^\W_]+|[.!?…](?=[\"'”“»’)\]]*\s)|\n")
_MIX = 0x9E3779B1  # 2^32 over the golden ratio: spreads the sum of two hashes


def buckets(word: str) -> list[int]:
    """The rows of a word alone (small letters): the word, its beginning and its end; the first hash is whole, for pairs."""
    word = "0" if word[0].isdigit() else word[:40]
    keys = [word]
    if len(word) > 5:
        keys.append(f"<{word[:5]}")
    if len(word) > 8:
        keys.append(f"{word[-5:]}>")
    return [zlib.crc32(key.encode("utf-8", "replace")) for key in keys]


def pieces(text: str) -> list[list[str]]:
    """The words of each piece of a text, in small letters; the pieces that are too short for a sentence are left out."""
    out: list[list[str]] = []
    piece: list[str] = []

    def close() -> None:
        nonlocal piece
        if len(piece) >= SHORTEST_PIECE:
            out.append(piece)
        piece = []

    for token in _TOKEN.findall(text.lower()):
        if token in _STOPS:
            close()
        else:
            piece.append(token)
            if len(piece) == LONGEST_PIECE:
                close()
    close()
    return out


_STOPS = frozenset(".!?…\n")


class Table:
    """A table of whole-number weights, ``scale`` of which are one. Remembers words it has met, so that a second page is quick."""

    def __init__(self, weights: NDArray[np.integer[Any]], *, scale: float, bias: float) -> None:
        import numpy  # noqa: PLC0415, ICN001 - heavy: only where one looks

        if weights.shape != (SIZE,):
            raise ValueError(f"a table of {weights.shape} rows, and {SIZE} are wanted")
        self._np = numpy
        self.weights = weights.astype(numpy.int64)
        self.scale, self.bias = scale, bias
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._hashes: list[int] = []
        self._sums: list[int] = []
        self._counts: list[int] = []

    def _meet(self, word: str) -> int:
        hashes = buckets(word)
        self._hashes.append(hashes[0])
        self._sums.append(sum(int(self.weights[one % SIZE]) for one in hashes))
        self._counts.append(len(hashes))
        self._known[word] = at = len(self._hashes) - 1
        return at

    def piece_scores(self, found: list[list[str]]) -> NDArray[np.float64]:
        """Each piece's own score."""
        numpy = self._np
        if len(self._known) > MOST_WORDS:
            self._forget()
        known, meet = self._known, self._meet
        rows = [known[word] if word in known else meet(word) for piece in found for word in piece]
        lengths = numpy.array([len(piece) for piece in found])
        at = numpy.repeat(numpy.arange(len(found)), lengths)
        hashes = numpy.array([self._hashes[row] for row in rows], dtype=numpy.uint64)
        sums = numpy.array([self._sums[row] for row in rows], dtype=numpy.int64)
        counts = numpy.array([self._counts[row] for row in rows], dtype=numpy.int64)
        pairs = numpy.where(at[1:] == at[:-1], self.weights[pair_buckets(hashes)], 0)
        starts = numpy.concatenate(([0], numpy.cumsum(lengths)[:-1]))
        total = numpy.add.reduceat(sums + numpy.concatenate((pairs, [0])), starts)
        number = numpy.add.reduceat(counts, starts) + lengths - 1
        scores: NDArray[np.float64] = total / self.scale / numpy.sqrt(number) + self.bias
        return scores

    def score(self, text: str) -> float:
        """The text's score, to four places; a text without any sentence has the lowest."""
        found = pieces(text)
        if not found:
            return LOWEST
        return round(best(self.piece_scores(found)), 4)


LOWEST = -99.0


def pair_buckets(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The rows of the pairs of neighbours among words' whole hashes: one fewer than there are words."""
    import numpy  # noqa: PLC0415, ICN001 - as above

    mixed = (hashes[:-1] * numpy.uint64(_MIX) + hashes[1:]) & numpy.uint64(0xFFFFFFFF)
    rows: NDArray[np.int64] = (mixed >> numpy.uint64(32 - BITS)).astype(numpy.int64)
    return rows


def best(scores: NDArray[np.float64]) -> float:
    """The highest of the pieces' scores, each with the mean of its neighbourhood added."""
    import numpy  # noqa: PLC0415, ICN001 - as above

    sums = numpy.concatenate(([0.0], numpy.cumsum(scores)))
    at = numpy.arange(len(scores))
    low, high = numpy.maximum(at - AROUND, 0), numpy.minimum(at + AROUND + 1, len(scores))
    return float((scores + (sums[high] - sums[low]) / (high - low)).max())
