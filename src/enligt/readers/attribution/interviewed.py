"""Somebody and the medium that he told, of whom the network marked one: "two officials [Reuters spoke to]".

Whoever tells a medium does so behind it: the medium is the nearer hop (CLAIMS.md, section 3). That he told it is said by a
clause behind his noun, with or without its relative word, whose subject or object the medium is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.chain import ends
from enligt.readers.attribution.media import medium_in
from enligt.readers.attribution.scene import is_nation, parted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.readers.attribution.lexicon import Lexicon, Token
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.scene import Scene

LOOK: Final = 160  # characters around a mention in which the rest of such a clause stands
LONGEST: Final = 5  # words of a medium's name
OPENING: Final = 4  # words before a noun that may belong to it


def interviewed(scene: Scene, ask: Asker, start: int, end: int) -> tuple[int, int] | None:
    """The other of the two: of somebody's mention the medium that he told, of a medium's whoever told it; half-open offsets."""
    for (a, b), (c, d) in _pairs(scene, ask, start, end):
        if start < b and a < end:
            return c, d
        if start < d and c < end:
            return a, b
    return None


def _pairs(scene: Scene, ask: Asker, start: int, end: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Those who told a medium, and the medium, near ``text[start:end]``."""
    here = scene.sentence(start)
    words = [w for w in scene.between(max(0, start - LOOK), end + LOOK) if scene.sentence(w.start) == here]
    for at, word in enumerate(words):
        hit = scene.lex.noun(word.word)
        if hit is None or hit.noun.what != "people" or word.capital:
            continue
        since = at + 1
        relative = since < len(words) and scene.lex.is_("relative", words[since].word)
        if (found := _medium_behind(scene, ask, words, since + relative, bare=not relative)) is not None:
            yield (words[_begin(scene, words, at)].start, word.end), found


def _medium_behind(scene: Scene, ask: Asker, words: list[Token], at: int, *, bare: bool) -> tuple[int, int] | None:
    """The medium that a clause beginning at a word says was told; ``bare``: no relative word stands before it."""
    lex, text = scene.lex, scene.text
    if (named := _named(scene, ask, words, at)) is not None and _asks(lex, text[named[1] : named[1] + LOOK]):
        return named
    for k in range(at + 1, min(at + LONGEST, len(words))):
        if not bare and words[k].capital and ends(text[words[at].start : words[k].start].lower(), lex.chain["asked"]):
            return _named(scene, ask, words, k)
    return None


def _named(scene: Scene, ask: Asker, words: list[Token], at: int) -> tuple[int, int] | None:
    """The medium's name that begins at a word, or behind its article or noun there: "the BBC", "nyhetsbyrået AFP"."""
    first = words[at : at + 1]
    hit = scene.lex.noun(first[0].word) if first else None
    led = bool(first) and (
        first[0].low == "the" or scene.lex.is_("definite", first[0].word) or (hit and hit.noun.what == "media")
    )
    for begin in (at, at + 1) if led else (at,):
        for past in range(min(len(words), begin + LONGEST), begin, -1):
            a, b = words[begin], words[past - 1]
            if a.capital and b.capital and medium_in(scene, ask, a.start, b.end) is not None:
                return a.start, b.end
    return None


def _begin(scene: Scene, words: list[Token], at: int) -> int:
    """The first word of a noun's phrase: its number, its adjectives, its state."""
    lex, first = scene.lex, at
    for k in range(at - 1, max(-1, at - 1 - OPENING), -1):
        w, known = words[k], scene.known(words[k].start, words[k].end)
        described = w.low in lex.modifiers or lex.is_("indefinite", w.word) or w.word.isdigit()
        if parted(scene.text, w, words[k + 1]) or not (described or (known is not None and is_nation(known))):
            break
        first = k
    return first


def _asks(lex: Lexicon, text: str) -> bool:
    """Whether a text begins with what a medium does to find out, an auxiliary or two before it."""
    return any(re.match(rf"\s+(?:\w+\s+){{0,2}}{re.escape(p)}\b", text) for p in lex.chain["asks"])
