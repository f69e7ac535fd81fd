"""Words broken at the end of a line, made whole again.

A hyphen at the end of a line is the line's or the word's own. It stays before a capital or a digit ("Nord-Korea", "covid-19"),
behind an abbreviation ("EU-landene"), behind parts that are written with one (``kept`` in ``languages/<lang>/hyphens.toml``:
"non-lethal"), and, with a space, before ``conjunctions`` ("utrikes- och försvarsministern"). Otherwise the same text is asked
first, elsewhere in which the word may stand in one piece; and else the hyphen goes.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from enligt.languages import table
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

HYPHENS = "-\u00ad\u2010\u2011\ufffe\x02"
"""What stands at the end of a broken line; the last two are how pdfium hands it on."""

_WORD = re.compile(r"\w+(?:-\w+)*")
_BROKEN = re.compile(rf"([\w-]*\w)[{re.escape(HYPHENS)}]+$")


@functools.cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in table(language, "hyphens")[key])


def words_in(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text in small letters, those that a line's end may have broken left out."""
    found: set[str] = set()
    for line in lines:
        words = _WORD.findall(line.lower())
        found.update(words[1:-1] if len(words) > 1 else ())
    return frozenset(found)


def joined(before: str, after: str, *, words: Container[str]) -> str:
    """Two lines of a paragraph as one.

    Args:
        before: the line that ends.
        after: the line that goes on.
        words: those that the text holds elsewhere (``words_in``).
    """
    broken = _BROKEN.search(before[-80:])
    head = re.match(r"\w+", after)
    if broken is None or head is None:
        return f"{before} {after}"
    bare = before.rstrip(HYPHENS)
    if head[0].lower() in _listed("conjunctions"):
        return f"{bare}- {after}"
    stem = broken[1]
    last = stem.rsplit("-", 1)[-1]
    shouted = last.isupper() and len(last) > 1
    if shouted and head[0].isupper() and len(head[0]) > 1:
        return bare + after  # a heading in capitals
    if not head[0][0].islower() or shouted or any(letter.isdigit() for letter in last):
        return f"{bare}-{after}"
    whole, apart = f"{stem}{head[0]}".lower(), f"{stem}-{head[0]}".lower()
    kept = apart in words if (apart in words) != (whole in words) else last.lower() in _listed("kept")
    return f"{bare}-{after}" if kept else bare + after
