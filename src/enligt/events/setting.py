"""What stands around a claim in its article: the words that few other sentences there share, and the cues that tell acts apart.

"Another attack", "the second round", "had already": an article that tells of several acts of the same parties says which it means
by such words (table ``data/cues.toml``) and by what else its sentences have in common.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.model import Span

NEAR = 4  # words to either side of the act in which a cue is looked for
BEFORE = 4  # words before it in which "had" is
BESIDE = 6  # words to either side that stand beside the act
FEW = 2  # sentences that a rare word may stand in, whatever the article's length
SHARE = 6  # of a longer article: one in so many
_SENTENCE = re.compile(r"\n+|(?<=[.!?»”\"])\s+")
_TOKEN = re.compile(r"\w[\w'’-]*")


def rare_of(sentences: Iterable[Iterable[str]]) -> frozenset[str]:
    """The words of an article that stand in few of its sentences."""
    counts: Counter[str] = Counter()
    several = 0
    for words in sentences:
        counts.update(set(words))
        several += 1
    most = max(FEW, several // SHARE)
    return frozenset(word for word, number in counts.items() if number <= most)


def sentences_of(text: str) -> list[str]:
    """A text in sentences, as far as stops and line ends tell: good enough to count in how many a word stands."""
    return [one for one in _SENTENCE.split(text) if one]


def words_around(evidence: Span, trigger: Span) -> tuple[list[str], list[str]]:
    """The words of the sentence before the act, and those after it."""
    cut = max(0, trigger.start - evidence.start)
    end = max(cut, min(trigger.end, evidence.end) - evidence.start)
    return _TOKEN.findall(evidence.text[:cut]), _TOKEN.findall(evidence.text[end:])


def beside(before: Sequence[str], after: Sequence[str]) -> str:
    """The words that stand next to the act, of those before and after it (`words_around`)."""
    return " ".join((*before[-BESIDE:], *after[:BESIDE]))


def cues(before: Sequence[str], act: str, after: Sequence[str], language: str) -> frozenset[str]:
    """Which cues stand beside the act, given its own words and those around it: names of the table's lists."""
    table = _table().get(language)
    if table is None:
        return frozenset()
    near = {word.casefold() for word in (*before[-NEAR:], *_TOKEN.findall(act)[:NEAR], *after[:NEAR])}
    back = {word.casefold() for word in before[-BEFORE:]}
    return frozenset(name for name, words in table.items() if words & (back if name == "had" else near))


@cache
def _table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    text = resources.files(__package__).joinpath("data", "cues.toml").read_text(encoding="utf-8")
    return {
        language: {name: frozenset(words) for name, words in lists.items()} for language, lists in tomllib.loads(text).items()
    }
