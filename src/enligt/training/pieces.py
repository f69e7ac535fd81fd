"""Which pieces of the base vocabulary are kept: ``python -m enligt.training pieces --treebanks DIR`` writes pieces.txt.

Kept is what the most frequent words of the ``wordfreq`` lists (Speer 2022, CC BY-SA 4.0) need in our five languages and in
German, Icelandic and Finnish, as they stand, capitalised, and the first thousands in capitals; the most frequent words of
seven further European languages capitalised, for the names of people and places; all sentences of the treebanks and of the
corpus (Nynorsk has no list), and all single letters and signs. What is left up to ``TOTAL`` is filled with the likeliest
other pieces in Latin letters.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.training.base import Image

WORDS = {"sv": 250_000, "nb": 250_000, "da": 250_000, "en": 250_000, "de": 250_000, "is": 250_000, "fi": 250_000}
NAMES = {"nl": 200_000, "fr": 200_000, "es": 200_000, "it": 200_000, "pl": 200_000, "cs": 200_000, "tr": 200_000}
IN_CAPITALS = 8_000
TOTAL = 80_000


def lines(sentences: list[str]) -> Iterator[str]:
    """Every line whose pieces are kept."""
    from wordfreq import top_n_list  # noqa: PLC0415 - only this command needs it; it is in requirements-train.txt

    for language, count in WORDS.items():
        for n, word in enumerate(top_n_list(language, count)):
            yield word
            yield word.capitalize()
            if n < IN_CAPITALS:
                yield word.upper()
    for language, count in NAMES.items():
        yield from (word.capitalize() for word in top_n_list(language, count))
    yield from sentences


def choose(image: Image, sentences: list[str]) -> list[str]:
    """The pieces to keep, in the order of the base vocabulary."""
    from enligt.training.base import kept  # noqa: PLC0415 - imports tokenizers

    use = set(kept(image, lines(sentences)))
    likeliest = sorted(range(len(image.pieces)), key=lambda i: -float(image.scores[i]))
    others = (image.pieces[i] for i in likeliest)
    more = (p for p in others if p not in use and all(c == "▁" or "a" <= c.lower() <= "ɏ" for c in p))
    use.update(itertools.islice(more, max(0, TOTAL - len(use))))
    return [p for p in image.pieces if p in use]
