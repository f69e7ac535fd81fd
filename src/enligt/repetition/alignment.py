"""How much of one text stands in another, in the same order, and the longest passage that they share."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from enligt.repetition.hashing import SHINGLE, grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enligt.repetition.tokens import Tokens

BLOCK: Final = 20  # words over which the spread of what is shared is looked at
GAP: Final = 3  # changed words that a passage may hold in a row


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of both texts: half-open ranges of words in each, how many words are the same, how many outside quotations."""

    first: tuple[int, int]
    second: tuple[int, int]
    same: int
    unquoted: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """What two texts share in the same order.

    ``first`` and ``second`` are the shares of each text's words; ``spread`` is the share of the shorter text's blocks of
    ``BLOCK`` words that hold some of it, ``jaccard`` the resemblance of the sets of shingles.
    """

    first: float
    second: float
    spread: float
    jaccard: float
    passage: Passage | None

    @property
    def less(self) -> float:
        """The share of the text of which less is shared: the longer one's, as a rule."""
        return min(self.first, self.second)

    @property
    def more(self) -> float:
        """The share of the text of which more is shared."""
        return max(self.first, self.second)


def align(one: Tokens, other: Tokens) -> Aligned:
    """Compare two texts by their runs of ``SHINGLE`` words; time grows with their length, not with its square."""
    a, b = grams(one.hashes, SHINGLE), grams(other.hashes, SHINGLE)
    chain = _chain(a, b)
    size = min(SHINGLE, len(one.words), len(other.words))
    in_one, in_other = _covered(len(one.words), chain[:, 0], size), _covered(len(other.words), chain[:, 1], size)
    shorter = in_one if len(in_one) <= len(in_other) else in_other
    both, union = len(np.intersect1d(a, b)), len(np.union1d(a, b))
    return Aligned(
        first=_share(in_one),
        second=_share(in_other),
        spread=_spread(shorter),
        jaccard=both / union if union else 0.0,
        passage=_passage(chain, size, one, other),
    )


def _share(covered: NDArray[np.bool_]) -> float:
    return float(covered.mean()) if len(covered) else 0.0


def _spread(covered: NDArray[np.bool_]) -> float:
    blocks = [covered[k : k + BLOCK] for k in range(0, len(covered), BLOCK)]
    if len(blocks) > 1 and len(blocks[-1]) < BLOCK // 2:
        blocks[-2:] = [covered[(len(blocks) - 2) * BLOCK :]]
    return sum(bool(block.any()) for block in blocks) / len(blocks) if blocks else 0.0


def _covered(words: int, starts: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    out = np.zeros(words, np.bool_)
    for k in range(size):
        out[starts + k] = True
    return out


def _chain(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs of places of equal shingles, increasing in both: the longest such chain (patience sorting).

    A shingle that stands several times is paired in order of its standing, so that repeated phrases cost nothing.
    """
    places: dict[int, list[int]] = {}
    there = np.flatnonzero(np.isin(b, a))[::-1]  # the last first, so that each list gives its first place first
    for at, gram in zip(there.tolist(), b[there].tolist(), strict=True):
        places.setdefault(gram, []).append(at)
    here = np.flatnonzero(np.isin(a, b))
    pairs = [(at, left.pop()) for at, gram in zip(here.tolist(), a[here].tolist(), strict=True) if (left := places.get(gram))]
    tails: list[int] = []  # the place in b that ends the best chain of each length
    ends: list[int] = []  # the pair that stands there
    before: list[int] = []
    for k, (_, at) in enumerate(pairs):
        length = bisect_left(tails, at)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(at)
            ends.append(k)
        else:
            tails[length], ends[length] = at, k
    out: list[tuple[int, int]] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        out.append(pairs[k])
        k = before[k]
    return np.array(out[::-1], np.int64).reshape(-1, 2)


def _passage(chain: NDArray[np.int64], size: int, one: Tokens, other: Tokens) -> Passage | None:
    """The run of the chain with the most words that are the same outside quotations, at most ``GAP`` changed ones in a row."""
    if not len(chain):
        return None
    step = np.diff(chain, axis=0)
    cuts = np.flatnonzero((step > size + GAP).any(axis=1)) + 1
    best: Passage | None = None
    for run in np.split(chain, cuts):
        first, second = (int(run[0, 0]), int(run[-1, 0]) + size), (int(run[0, 1]), int(run[-1, 1]) + size)
        same = _covered(first[1] - first[0], run[:, 0] - first[0], size)
        there = _covered(second[1] - second[0], run[:, 1] - second[0], size)
        quoted = max(
            int((same & one.quoted[first[0] : first[1]]).sum()), int((there & other.quoted[second[0] : second[1]]).sum())
        )
        count = min(int(same.sum()), int(there.sum()))
        found = Passage(first, second, count, max(0, count - quoted))
        if best is None or (found.unquoted, found.same) > (best.unquoted, best.same):
            best = found
    return best
