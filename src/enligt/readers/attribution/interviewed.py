"""Somebody and the medium that he told, of whom the network marked one: "two officials [Reuters spoke to]".

Whoever tells a medium does so behind it: the medium is the nearer hop (CLAIMS.md, section 3). That he told it is said by a
clause behind his noun, with or without its relative word, whose subject or object the medium is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.media import medium_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.readers.attribution.lexicon import Lexicon, Token
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.scene import Scene

LOOK: Final = 160  # characters around a mention in which the rest of such a clause stands
LONGEST: Final = 5  # words of a medium's name
OPENING: Final = 4  # words before a noun that may belong to it


def interviewed(scene: Scene, ask: Asker, start: int, end: int) -> tuple[int, int] | None:
    """The other of the two: of a mention of somebody the medium behind it, of a medium who told it; half-open offsets.

    None where no such clause stands there, or where the mention holds both already as two.
    """
    for (a, b), (c, d) in _pairs(scene, ask, start, end):
        if start <= c and d <= end and not (start <= a and b <= end and (start, end) != (a, b)):
            return a, b
        if start < b and a < end:
            return c, d
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
    lex, text = scene.lex, scene.text
    if at >= len(words):
        return None
    if words[at].capital:
        named = _named(scene, ask, words, at)
        if named is None or not _begins(lex, text[words[named - 1].end : words[at].start + LOOK], "asks"):
            return None
        return words[at].start, words[named - 1].end
    if bare:
        return None
    for k in range(at + 1, min(at + 5, len(words))):
        if words[k].capital and _ends(lex, text[words[at].start : words[k].start], "asked"):
            named = _named(scene, ask, words, k)
            return (words[k].start, words[named - 1].end) if named is not None else None
    return None


def _named(scene: Scene, ask: Asker, words: list[Token], at: int) -> int | None:
    """Past the last word of the medium's name that begins at a word."""
    for past in range(min(len(words), at + LONGEST), at, -1):
        if words[past - 1].capital and medium_in(scene, ask, words[at].start, words[past - 1].end) is not None:
            return past
    return None


def _begin(scene: Scene, words: list[Token], at: int) -> int:
    """The first word of a noun's phrase: its number, its adjectives."""
    lex, first = scene.lex, at
    for k in range(at - 1, max(-1, at - 1 - OPENING), -1):
        w = words[k]
        described = w.low in lex.modifiers or ((known := scene.known(w.start, w.end)) is not None and known.kind == "adjective")
        if scene.text[w.end : words[k + 1].start].strip() or not (described or lex.is_("indefinite", w.word) or w.word.isdigit()):
            break
        first = k
    return first


def _begins(lex: Lexicon, text: str, key: str) -> bool:
    """Whether a text begins with one of the chain's words, an auxiliary or two before them."""
    return any(re.match(rf"\s+(?:\w+\s+){{0,2}}{re.escape(p)}\b", text) for p in lex.chain[key])


def _ends(lex: Lexicon, text: str, key: str) -> bool:
    """Whether a text ends in one of the chain's words, an article behind them."""
    return any(re.search(rf"\b{re.escape(p)}(?:\s+\w{{2,3}})?\s+$", text) for p in lex.chain[key])
