"""Words for offices and callings that stand before a name, and the words that may stand among them (``data/titles.tsv``)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from enligt.actors.tables import rows, words_column

if TYPE_CHECKING:
    from enligt.model import Language


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of one language, in small letters.

    ``endings``: what the last part of a title is, in the Nordic languages, where titles are compounds ("utrikesminister").
    ``words``: titles, in English. ``modifiers``: what may stand beside one ("former", "nye"). ``groups``: what an armed group
    is called ("militsen"). ``abroad``: beginnings of titles whose place is not their holder's own ("ambassadør i Moskva").
    ``openers``: words that begin a sentence with a capital letter and are no names. ``articles``: what may precede a noun
    phrase, relative words and "is" included.
    """

    endings: tuple[str, ...]
    words: frozenset[str]
    modifiers: frozenset[str]
    groups: frozenset[str]
    abroad: tuple[str, ...]
    openers: frozenset[str]
    articles: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Whether a word, in any case, is an office, rank or calling."""
        low = word.lower()
        return low in self.words or (bool(self.endings) and low.endswith(self.endings))

    def is_abroad(self, word: str) -> bool:
        """Whether a title is of somebody sent elsewhere: an ambassador, envoy or correspondent."""
        low = word.lower()
        return any(part in low for part in self.abroad)


@cache
def titles(language: Language) -> Titles:
    """The titles of a language; Nynorsk shares Bokmål's."""
    cells: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("titles"):
        if row["language"] in {"any", words_column(language)}:
            cells[row["kind"]].extend(row["words"].split(", "))
    return Titles(
        endings=tuple(cells["ending"]),
        words=frozenset(cells["word"]),
        modifiers=frozenset(cells["modifier"]),
        groups=frozenset(cells["group"]),
        abroad=tuple(cells["abroad"]),
        openers=frozenset(cells["opener"]),
        articles=frozenset(cells["article"]),
    )
