"""Whether an article retells another sentence by sentence in another language.

Sentence vectors of the reader's untuned encoder lie near each other whatever they say (their mean has length .95). Less the
mean of their article they tell its sentences apart, and so much so that the signs of their components are enough: one bit
each. A translation has nearly every sentence at its place; another reporter's telling of the act has a few.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
from xxhash import xxh3_64_intdigest

from enligt.languages.sentences import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enligt.model import Article

LIKENESS: Final = 0.3  # of two sentences, from -1 to 1, from which on one may render the other
MOST_SENTENCES: Final = 400  # of an article that are compared
LONGEST: Final = 200_000  # characters of an article whose names and figures are counted
MOST_MARKS: Final = 6  # of a sentence that are combined
MOST_KEYS: Final = 40
FEW_KEYS: Final = 10  # of a short article, below which its names and figures are combined over its sentences
MOST_OF_FEW: Final = 8  # of its names and figures

_MARK: Final = re.compile(r"(?<![\w])(?:\d+(?:[.,\u00a0\u202f ]\d{3})+|\d+|[^\W\d_][^\W_]*)(?:['’]s\b)?")
_LETTERS: Final = str.maketrans({"ø": "o", "æ": "a", "ð": "d", "þ": "th", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Retold:
    """How two articles' sentences pair off in order: the share of each that has its pair, their number and mean likeness."""

    first: float
    second: float
    pairs: int
    likeness: float


def marks(text: str) -> list[str]:
    """The names and numbers of a sentence as every language of ours writes them; its first word counts where a name follows.

    Capitals and figures are all that is gone by: a name in its genitive is the name, ``3,000`` and ``3 000`` are 3000.
    """
    found: list[str] = []
    words = list(_MARK.finditer(text))
    for at, one in enumerate(words):
        word = one[0]
        if word[0].isdigit():
            number = re.sub(r"\D", "", word)
            if len(number) > 1:
                found.append(number)
        elif word[0].isupper() and len(word) > 2 and (at or (len(words) > 1 and words[1][0][0].isupper())):
            found.append(_plain(word))
    return found


def _plain(name: str) -> str:
    name = re.sub(r"['’]s$", "", name).casefold().translate(_LETTERS)
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return name[:-1] if name.endswith("s") and len(name) > 4 else name


def keys(article: Article) -> list[int]:
    """Numbers for pairs of names and figures that stand together in a sentence, the first ``MOST_KEYS``.

    Two languages share few words, but a person's first and last name, or a name and a figure, in one sentence. An article
    with few of them is known by all pairs of the first that it has.
    """
    out: dict[int, None] = {}
    met: dict[str, None] = {}
    for start, end in sentences(article.text[:LONGEST], language=article.language)[:MOST_SENTENCES]:
        told = dict.fromkeys(marks(article.text[start:end]))
        met.update(told)
        out.update(dict.fromkeys(_pairs(sorted(told, key=lambda one: (-len(one), one))[:MOST_MARKS])))
        if len(out) >= MOST_KEYS:
            break
    if len(out) < FEW_KEYS:
        out.update(dict.fromkeys(_pairs(list(met)[:MOST_OF_FEW])))
    return list(out)[:MOST_KEYS]


def _pairs(several: list[str]) -> list[int]:
    return [xxh3_64_intdigest("\0".join(pair).encode("utf-8", "surrogatepass")) for pair in combinations(sorted(several), 2)]


def in_common(one: Article, other: Article) -> float:
    """How many names and figures two articles share, as a share of those of the one that has fewer; 1 if one has none."""
    several = [Counter(marks(a.text[:LONGEST])) for a in (one, other)]
    fewer = min(len(several[0]), len(several[1]))
    return len(several[0].keys() & several[1].keys()) / fewer if fewer else 1.0


def retold(one: bytes, other: bytes, *, counts: tuple[int, int]) -> Retold | None:
    """Pair the sentences of two articles in order, so that their likeness sums to most (Needleman and Wunsch 1970).

    Args:
        one: ``Reading.vectors`` of the first article.
        other: those of the second, by the same version of the same reader.
        counts: the sentences of each.

    Returns:
        None where the vectors do not fit the numbers, or each other.
    """
    if 0 in counts or not one or not other or len(one) % counts[0] or len(other) % counts[1]:
        return None
    if len(one) // counts[0] != len(other) // counts[1]:
        return None
    a, b = _signs(one, counts[0]), _signs(other, counts[1])
    alike = a @ b.T / a.shape[1]
    chosen = _path(np.maximum(alike - LIKENESS, 0.0))
    if not chosen:
        return Retold(0.0, 0.0, 0, 0.0)
    mean = float(np.mean([alike[pair] for pair in chosen]))
    return Retold(len(chosen) / len(a), len(chosen) / len(b), len(chosen), mean)


def _signs(vectors: bytes, count: int) -> NDArray[np.float32]:
    bits = np.unpackbits(np.frombuffer(vectors, np.uint8).reshape(count, -1)[:MOST_SENTENCES], axis=1)
    return bits.astype(np.float32) * 2 - 1


def _path(gain: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The pairs of the best alignment that gain anything."""
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):  # a row at once: the diagonal's and the upper neighbour's, then what comes along the row
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], best[i, :-1] + gain[i]))
    out: list[tuple[int, int]] = []
    i, j = rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            out.append((i, j))
    return out[::-1]
