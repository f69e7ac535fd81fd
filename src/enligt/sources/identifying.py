"""py3langid's model, held in a sixth of the memory: the same chances to the last digit.

Its automaton goes from state to state by bytes, over a table of 256 next states for each kind of state: 40 MB of numbers, most of
which recur. Here a row is cut into runs of 16, and equal runs are kept once: 6 MB.
"""

from __future__ import annotations

import math
import unicodedata
from array import array
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from numpy.typing import NDArray

_RUN: Final = 16  # next states in a run
_HIGH: Final = bytes(byte // _RUN for byte in range(256))
_LOW: Final = bytes(byte % _RUN for byte in range(256))


class Identifier:
    """Which of some languages a text is in."""

    def __init__(self, languages: Container[str]) -> None:
        """Load the model of py3langid; ``languages``: ISO 639 codes, those that a text may be taken for."""
        from py3langid.langid import MODEL_DIR, MODEL_FILE  # noqa: PLC0415 - half a second to load: once a process, when needed
        from py3langid.modelio import load_model  # noqa: PLC0415 - as above

        likelihoods, priors, classes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
        kept = [at for at, language in enumerate(classes) if language in languages]
        self._likelihoods = likelihoods[:, kept]
        self._priors = priors[kept]
        self._languages = [classes[at] for at in kept]
        del likelihoods
        self._features = array("i", features)
        self._cells, self._runs = _cut(np.asarray(moves).reshape(-1, _RUN))
        self._first = array("I", (np.asarray(rows).astype(np.uint32) * (256 // _RUN)).tobytes())

    def chances(self, text: str) -> dict[str, float]:
        """Language to chance, the likeliest first."""
        plain = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode(errors="surrogatepass")
        scores = self._scores(plain)
        scores *= 1.0 / math.sqrt(len(plain) or 1)
        np.exp(scores - scores.max(), out=scores)
        scores /= scores.sum()
        told: dict[str, Any] = {}
        for language, score in zip(self._languages, scores, strict=True):
            told[language] = told[language] + score if language in told else score  # one in two alphabets
        return dict(sorted(((one, float(chance)) for one, chance in told.items()), key=lambda one: -one[1]))

    def _scores(self, plain: bytes) -> NDArray[np.float32]:
        seen = Counter(self._walk(plain))
        if not seen:
            return np.zeros(len(self._languages), np.float32)
        at = np.fromiter(seen.keys(), np.intp, len(seen))
        counts = np.fromiter(seen.values(), np.float32, len(seen))
        return np.asarray(np.log1p(counts) @ self._likelihoods[at] + self._priors, np.float32)

    def _walk(self, plain: bytes) -> list[int]:
        """The features that the automaton meets."""
        cells, runs, first, features = self._cells, self._runs, self._first, self._features
        state, found = 0, []
        for high, low in zip(plain.translate(_HIGH), plain.translate(_LOW), strict=True):
            state = cells[runs[first[state] + high] + low]
            feature = features[state]
            if feature >= 0:
                found.append(feature)
        return found


def _cut(runs: NDArray[Any]) -> tuple[Sequence[int], Sequence[int]]:
    """The distinct runs one after another, and for each run where in them it begins."""
    wide = np.ascontiguousarray(runs).view(np.uint64)
    columns = range(wide.shape[1])  # one at a time: the table is large
    hashes = np.zeros(len(wide), np.uint64)
    for k in columns:
        hashes += wide[:, k] * np.uint64((2 * k + 1) * 0x9E3779B97F4A7C15 % 2**64)
    _, index, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    if not all(np.array_equal(wide[index, k][inverse], wide[:, k]) for k in columns):  # two runs of one hash
        _, index, inverse = np.unique(wide, axis=0, return_index=True, return_inverse=True)
    cells = array("I", runs[index].astype(np.uint32).tobytes())
    return cells, array("I", (inverse.ravel() * _RUN).astype(np.uint32).tobytes())
