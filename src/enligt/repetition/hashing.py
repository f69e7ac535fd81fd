"""Runs of words as numbers: MinHash in bands for texts that are alike as a whole, winnowing for passages that they share.

MinHash: A. Z. Broder, "On the resemblance and containment of documents" (1997). Winnowing: S. Schleimer, D. S. Wilkerson and
A. Aiken, "Winnowing: local algorithms for document fingerprinting" (SIGMOD 2003). All hashes are of XXH3 and stable on disk.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from xxhash import xxh3_64_intdigest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SHINGLE: Final = 3  # words of a shingle
BANDS: Final = 24
ROWS: Final = 3  # of a band: half of all pairs with a resemblance of .3 share one of the bands, 99 of 100 with one of .57
GRAM: Final = 5  # words of a fingerprint: of four, too many articles share some by chance; of six, heavy edits leave none
WINDOW: Final = 8  # neighbouring fingerprints of which one is kept: of 30 words in common at least three are

_ODD: Final = np.array([xxh3_64_intdigest(b"position %d" % k) | 1 for k in range(GRAM)], np.uint64)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(29)


def grams(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """The hash of every run of ``size`` words; one of all of them where there are fewer."""
    if len(hashes) == 0:
        return hashes
    size = min(size, len(hashes))
    count = len(hashes) - size + 1
    total = np.zeros(count, np.uint64)
    for k in range(size):
        total += hashes[k : k + count] * _ODD[k]
    return _mixed(total)


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> _SHIFT)) * _MIX
    mixed: NDArray[np.uint64] = x ^ (x >> _SHIFT)
    return mixed


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    count = BANDS * ROWS
    factors = np.array([xxh3_64_intdigest(b"factor %d" % k) | 1 for k in range(count)], np.uint64)
    masks = np.array([xxh3_64_intdigest(b"mask %d" % k) for k in range(count)], np.uint64)
    return factors[:, None], masks[:, None]


def bands(shingles: NDArray[np.uint64]) -> list[int]:
    """A number for each band of the MinHash signature of a set of shingles; two texts share one by chance of likeness."""
    if len(shingles) == 0:
        return []
    factors, masks = _permutations()
    lowest = np.min((np.unique(shingles)[None, :] ^ masks) * factors, axis=1).reshape(BANDS, ROWS)
    return [xxh3_64_intdigest(row.astype("<u8").tobytes(), seed=k) for k, row in enumerate(lowest)]


def fingerprints(hashes: NDArray[np.uint64]) -> list[int]:
    """The winnowed runs of ``GRAM`` words: of every ``WINDOW`` neighbouring ones the least, each once."""
    if len(hashes) < GRAM:
        return []
    runs = grams(hashes, GRAM)
    if len(runs) <= WINDOW:
        return [int(runs.min())]
    least = np.lib.stride_tricks.sliding_window_view(runs, WINDOW).min(axis=1)
    return [int(one) for one in np.unique(least)]


def whole(words: Iterable[str]) -> int:
    """The hash of a sequence of words."""
    return xxh3_64_intdigest(" ".join(words).encode("utf-8", "surrogatepass"))
