"""Which of Swedish, Bokmål, Nynorsk and Danish a few words are, by words, beginnings and endings.

The table ``neighbours.tsv`` is made from the corpus by ``quality/neighbours.py``.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from enligt.model import Language

NEIGHBOURS: Final[tuple[Language, ...]] = ("sv", "nb", "nn", "da")
LENGTHS: Final = (5, 4, 3)  # letters of a beginning or an ending, the longest first
NOTHING: Final = (0, 0, 0, 0)


@functools.cache
def _table() -> Mapping[str, tuple[int, ...]]:
    text = resources.files(__package__).joinpath("neighbours.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row[0]: tuple(map(int, row[1:])) for row in rows}


def parts(word: str) -> Iterator[str]:
    """The endings and beginnings of a word as the table writes them: ``-sjonen``, ``regje-``."""
    for letters in LENGTHS:
        if len(word) > letters:
            yield f"-{word[-letters:]}"
            yield f"{word[:letters]}-"


def tenths(word: str, table: Mapping[str, Sequence[int]] | None = None) -> tuple[int, ...]:
    """How likely a word in small letters is in each of ``NEIGHBOURS``, in tenths of a natural logarithm.

    Its own row tells it, or else those of its longest known ending and beginning together.
    """
    known = _table() if table is None else table
    if (own := known.get(f"={word}")) is not None:
        return tuple(own)
    found = list(parts(word))
    ending = next((known[one] for one in found[::2] if one in known), NOTHING)
    beginning = next((known[one] for one in found[1::2] if one in known), NOTHING)
    return tuple(a + b for a, b in zip(ending, beginning, strict=True))


def told(words: Mapping[str, int]) -> dict[Language, float]:
    """How much words (with how often each stands there) speak for each language: natural logarithms, 0 or less."""
    sums = [0, 0, 0, 0]
    for word, times in words.items():
        sums = [a + times * b for a, b in zip(sums, tenths(word), strict=True)]
    return {language: one / 10 for language, one in zip(NEIGHBOURS, sums, strict=True)}
