"""How text is folded before it is compared or searched: one folding for every database, in plain Python.

Case and width fold; å, ä, ö, æ, ø and é stay what they are ("får" is not "far"). Soft hyphens, zero-width characters and
marks that no letter takes up vanish.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_UNSEEN = frozenset({"Cf", "Me", "Mn"})


def fold(text: str) -> str:
    """The text with case and compatibility forms folded and runs of white space made one blank."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not folded.isascii():
        folded = "".join(c for c in folded if c < "\xad" or unicodedata.category(c) not in _UNSEEN)
    return " ".join(folded.split())


def words(text: str) -> list[str]:
    """The folded words of a text, in order: runs of letters and digits."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; with ``prefix`` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def phrases(text: str) -> tuple[Phrase, ...]:
    """What a search asks for, all of which must be met; anything can be asked, and punctuation asks for nothing.

    A word is a phrase, and so is what stands between double quotation marks; ``nordkorea*`` also meets "nordkoreansk".
    """
    found = []
    for quoted, bare in _PIECE.findall(text):
        if asked := tuple(words(quoted or bare)):
            found.append(Phrase(asked, prefix=bare.endswith("*")))
    return tuple(found)
