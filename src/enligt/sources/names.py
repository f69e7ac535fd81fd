"""Names as bylines and picture credits write them: told by shape alone."""

from __future__ import annotations

import re

_FIRST = r"[A-ZÅÄÖÆØÉÈÜÁÍÓÚÝÞÐČŠŽŁ]"
_WORD = (
    rf"(?:{_FIRST}[\w’'`]*\.?(?:-{_FIRST}[\w’']*)*|(?:von|van|der|den|de|del|la|le|da|di|du|af|av|bin|ibn|al|el|ter|zu)(?=\s))"
)
_NAME = rf"{_FIRST}[\w’'`]*\.?(?:-{_FIRST}?[\w’']*)*(?:\s+{_WORD}){{1,4}}"
_JOIN = r"(?:\s*,\s*|\s*/\s*|\s*;\s*|\s+(?:och|og|and|&)\s+)"
_NAMES = re.compile(rf"{_NAME}(?:{_JOIN}{_NAME})*")
_CAPITAL = re.compile(_FIRST)
_SMALL = frozenset(
    {"och", "og", "and", "av", "af", "by", "via", "resp", "för", "for", "of", "the", "i", "in", "/", "&", "von", "van", "de"}
)


def names_in(text: str) -> str | None:
    """The names that a line is, as written (``"Ola Nordmann og Kari Nordmann"``), or None where it is more than names.

    A name has two to five words, all capitalised but for particles; no digits, no other punctuation.
    """
    text = re.sub(r"\s+", " ", text.strip(" \t.,|·•–—-"))
    if not text or len(text) > 120 or re.search(r"\d", text):
        return None
    if _NAMES.fullmatch(text) is None:
        return None
    return text


def mostly_names(text: str) -> bool:
    """Whether most of the words begin with a capital: names, firms and agencies rather than a sentence."""
    words = [word for word in re.split(r"[\s/,&|+]+", text) if word and word.lower() not in _SMALL]
    return bool(words) and sum(_CAPITAL.match(word.lstrip("(“\"'")) is not None for word in words) >= 0.6 * len(words)
