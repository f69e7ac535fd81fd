"""Which language an article is in: py3langid's judgement of the whole text, weighed with the words that tell neighbours apart.

py3langid decides first whether the text is in one of ours at all; "no" is its name for Bokmål. Among
Swedish, Bokmål, Nynorsk and Danish, and in texts of a line or two, the common words that the neighbours write otherwise
("ikkje" and "ikke", "från" and "fra") have their say, and so do all words by a table made from the corpus
(enligt.languages.neighbours). Measured on the 680 single sentences of NTREX in
shared/gold/news: see tests/test_sources_language.py.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.languages.neighbours import NEIGHBOURS, told
from enligt.model import LANGUAGES, Language
from enligt.sources.phrases import words_of

if TYPE_CHECKING:
    from enligt.sources.identifying import Identifier

_CODES: dict[Language, str] = {"sv": "sv", "nb": "no", "nn": "nn", "da": "da", "en": "en"}
# Languages in Latin letters (ISO 639) that a text may be taken for; others would be taken for one of these, and for none of
# ours: the function words see to that.
_TOLD = frozenset(
    {
        "af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fo", "fr", "fy", "ga", "gl", "hr",
        "hu", "id", "is", "it", "la", "lb", "lt", "lv", "ms", "mt", "nl", "nn", "no", "pl", "pt", "ro", "se", "sk", "sl", "so",
        "sq", "sv", "sw", "tl", "tr", "uz", "vi",
    }
)  # fmt: skip
_LONGEST = 6000  # characters looked at: more changes nothing and costs time
_FOR_MODEL = 2000  # characters that py3langid, which goes byte by byte, is shown of it: a fifth of reading a page otherwise
_FEWEST_WORDS = 3
_FOREIGN = re.compile(r"[^\W\d_\x00-\u024f\u1e00-\u1eff]")  # letters that are not Latin
_SHORT = 25  # words; below, the model alone is not believed against the function words
_SURE = 0.30  # share of function words that no text in another language reaches
_FEW = 0.08  # a text of ours with fewer function words is a list or a table


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a text, or None with the reason why it is none of ours."""

    language: Language | None
    why: str = ""


@functools.cache
def _identifier() -> Identifier:
    """py3langid's model with the languages of ``_TOLD`` alone."""
    from enligt.sources.identifying import Identifier  # noqa: PLC0415 - numpy: only where a language is to be told

    return Identifier(_TOLD)


def tongue_of(text: str) -> Tongue:
    """The language of a text.

    Args:
        text: an article's text; its first 6,000 characters are looked at, by the model its first 2,000.

    Returns:
        One of our five languages, or None with the reason: too little text, or another language (by its ISO 639 code).
    """
    sample = text[:_LONGEST]
    words = Counter(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", sample.lower()))
    count = words.total()
    if count < _FEWEST_WORDS:
        return Tongue(None, "too little text to tell its language")
    if 2 * len(_FOREIGN.findall(sample)) > sum(len(word) * times for word, times in words.items()):
        return Tongue(None, "the text is not written in Latin letters")
    chances = _identifier().chances(sample[:_FOR_MODEL])
    best = next(iter(chances))
    shares = {language: _share(words, language) for language in LANGUAGES}
    if best not in _CODES.values() and (count >= _SHORT or max(shares.values()) < _SURE):
        return Tongue(None, f"the text looks like {best!r} (ISO 639)")
    if count >= _SHORT and max(shares.values()) < _FEW:
        return Tongue(None, "hardly a common word of any language that is read: a list or a table?")
    scores = {language: _score(words, language, chances[_CODES[language]], shares[language]) for language in LANGUAGES}
    likeliest = max((score, language) for language, score in scores.items())[1]
    if likeliest not in NEIGHBOURS:
        return Tongue(likeliest)
    by_words = told(words)
    return Tongue(max((scores[language] + by_words[language], language) for language in NEIGHBOURS)[1])


def _share(words: Counter[str], language: Language) -> float:
    """The share of a language's commonest words."""
    return _times(words, words_of(language, "function_words")) / words.total()


def _times(words: Counter[str], some: frozenset[str]) -> int:
    """How often a text has one of some words."""
    return sum(words[word] for word in some & words.keys())


def _score(words: Counter[str], language: Language, chance: float, share: float) -> float:
    """The logarithm of the model's chance, and what the marker and function words add: as much, in a text of ten of them."""
    marked = _times(words, words_of(language, "markers"))
    return math.log(max(chance, 1e-6)) + min(12.0, 0.8 * marked) + 10 * share
