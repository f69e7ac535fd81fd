"""Where sentences stand in a text: many of them at once, in one pass over the text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ANCHOR: Final = 24
"""Letters of a sentence's beginning by which it is looked for."""

_FEW: Final = 16
"""So many sentences are found sooner one by one."""

_MANY: Final = 64
"""Places of one beginning that are kept: sentences with more begin like half of the text, and are looked for one by one."""


class Quoted:
    """The places of sentences in a text.

    Args:
        text: where they are looked for.
        sentences: those that will be asked for.
    """

    def __init__(self, text: str, sentences: Iterable[str]) -> None:
        self._text = text
        self._paragraphs: dict[str, int] = {}
        at = 0
        for paragraph in text.split("\n\n"):
            self._paragraphs.setdefault(paragraph, at)
            at += len(paragraph) + 2
        rest = {one for one in sentences if one and one not in self._paragraphs}
        self._beginnings = _places(text, {one[:_ANCHOR] for one in rest}) if len(rest) > _FEW else {}

    def place(self, sentence: str) -> int | None:
        """The offset of the first paragraph that is the sentence, else of the only place where it stands; None: nobody knows."""
        if not sentence:
            return None
        if (whole := self._paragraphs.get(sentence)) is not None:
            return whole
        places = self._beginnings.get(sentence[:_ANCHOR])
        if places is None or len(places) > _MANY:
            return _only(self._text, sentence)
        found = [at for at in places if self._text.startswith(sentence, at)]
        return found[0] if len(found) == 1 else None


def _only(text: str, sentence: str) -> int | None:
    at = text.find(sentence)
    return None if at < 0 or text.find(sentence, at + 1) >= 0 else at


def _places(text: str, beginnings: Collection[str]) -> dict[str, list[int]]:
    """Where each of these stands, in order; of many places the first `_MANY` and one more."""
    found: dict[str, list[int]] = {one: [] for one in beginnings}
    by_length: defaultdict[int, set[str]] = defaultdict(set)
    for one in beginnings:
        by_length[len(one)].add(one)
    for length, known in by_length.items():
        for at in range(len(text) - length + 1):
            if (piece := text[at : at + length]) in known and len(found[piece]) <= _MANY:
                found[piece].append(at)
    return found
