"""What stands before a name: a title, and the actor whose title it is.

The words are read from the name leftwards to the sentence's beginning: an optional comma, titles and what may stand among them,
then the actor as adjective or genitive ("Polens nye utrikesminister"), or after a preposition ("talsmann for Taliban").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enligt.actors.mentions import Mention
    from enligt.actors.names import Known
    from enligt.actors.titles import Titles

_REACH = 90  # characters: how far a title and its owner may stand before a name
_BREAK = re.compile(r"[.!?:;”\"»]\s|\n|(?:^|\s)[–—] ")
_GAP = re.compile(r"(?:, | |-)\Z")
_RELATION = re.compile(
    r"([\w-]+) (?:för|for|av|af|of|i|in|hos|till|til|to|from|från|fra|frå|ved|vid|at) (?:the |den |det |de )?\Z"
)
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_POSSESSIVE = re.compile(r"(?:s|'s|’s|'|’)$")
_STRANGE_WORDS = 2  # unknown adjectives that may stand between the owner and the title
_ADJECTIVE = {
    "en": re.compile(r"(?:an|ic|ive|al|ed|ing|ist|ary|ous|ish|ese)$"),
    # In -e, -a or -s, but no past tense.
    "nordic": re.compile(r"(?<!ad)(?<!t)(?<!d)[eas]$"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """What was found.

    ``title`` as written (empty: none), its ``owner``, whether it is a ``group``'s or of one sent ``abroad``, and whether a
    ``comma`` parts it from the name.
    """

    title: str
    owner: Mention | None
    group: bool
    abroad: bool
    comma: bool


def left_of(text: str, position: int, *, known: Known, titles: Titles) -> Left | None:
    """The title and its owner before ``position``, where a name begins; None where nothing of the kind stands there."""
    floor = max(0, position - _REACH)
    for found in _BREAK.finditer(text, floor, position):
        floor = found.end()
    gap = _GAP.search(text, floor, position)
    if gap is None:
        return None
    walk = _Walk(text, floor, known, titles, comma=gap.group() == ", ")
    walk.run(gap.start())
    return walk.result()


class _Walk:
    """The reading of one context, leftwards."""

    def __init__(self, text: str, floor: int, known: Known, titles: Titles, *, comma: bool) -> None:
        self.text, self.floor, self.known, self.titles, self.comma = text, floor, known, titles, comma
        self.title = ""
        self.owner: Mention | None = None
        self.group = self.abroad = False
        self.strange = 0

    def result(self) -> Left | None:
        """What the walk found."""
        if not self.title and self.owner is None:
            return None
        return Left(self.title, self.owner, self.group, self.abroad, self.comma)

    def run(self, position: int) -> None:
        """Read leftwards from ``position`` until the owner, or something that belongs to neither title nor owner."""
        while position > self.floor:
            mention = self._mention_ending_at(position)
            if mention is not None:
                onward = self._actor(mention)
                if onward is None:
                    return
                position = onward
                continue
            word = _LAST_WORD.search(self.text, self.floor, position)
            if word is None or not self._word(word.group()):
                return
            position = word.start()
            if self.text[position - 1 : position] == " ":
                position -= 1

    def _mention_ending_at(self, position: int) -> Mention | None:
        there = self.known.within(max(self.floor, position - 1), position)
        return there[-1] if there and there[-1].end >= position and there[-1].start >= self.floor else None

    def _actor(self, mention: Mention) -> int | None:
        """Take a known actor in; where to read on, or None where the walk ends."""
        if not self.title:
            relation = _RELATION.search(self.text, self.floor, mention.start)
            if relation is not None:
                return self._related(mention, relation)
        if self.strange and mention.kind not in {"adjective", "compound"} and not _POSSESSIVE.search(mention.text):
            return None
        self.owner = mention
        return None

    def _related(self, mention: Mention, relation: re.Match[str]) -> int | None:
        """Read "talsmann for Taliban, X" as the Taliban's, and on past "i Moskva" in "Norges ambassadør i Moskva, X"."""
        office = relation.group(1)
        if not self.titles.is_title(office):
            return None
        self.title = office
        if not self.titles.is_abroad(office):
            self.owner = mention
            return None
        self.abroad = True
        return max(self.floor, relation.start() - 1)

    def _word(self, word: str) -> bool:
        """Take a word in; False where it ends the walk."""
        low = word.lower()
        if low in self.titles.groups:
            self.group, self.title = True, word
        elif self.titles.is_title(low):
            if self.strange:
                return False
            self.title = self.title or word
            self.abroad = self.abroad or self.titles.is_abroad(low)
        elif low not in self.titles.modifiers:
            pattern = _ADJECTIVE["nordic" if self.titles.endings else "en"]
            if not self.title or self.strange == _STRANGE_WORDS or not pattern.search(low):
                return False
            self.strange += 1
        return True
