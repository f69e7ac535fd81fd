"""How a place's name is looked up: one spelling for case, accents, apostrophes and hyphens."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "a", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "ə": "a", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = re.compile(r"['’‘ʻʼʹ`´ʿʾ]")
_BREAKS = re.compile(r"[\s\-–‐‑./,()]+")


def fold(name: str) -> str:
    """The key of a name: ``Köpenhamn`` and ``KÖPENHAMN`` are ``kopenhamn``, ``Deir al-Balah`` is ``deir al balah``."""
    if name.isascii():
        return _BREAKS.sub(" ", _APOSTROPHES.sub("", name.lower())).strip()
    parts = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = "".join(c for c in parts if not unicodedata.combining(c)).translate(_LETTERS)
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", bare)).strip()
