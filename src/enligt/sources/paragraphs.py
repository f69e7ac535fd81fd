"""Sentences that a hard line break cuts in two are made whole again; lines that are whole stay apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enligt.sources.lines import Line, Piece
from enligt.sources.marks import Marked, ends_sentence, is_dash_quote, mark
from enligt.sources.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 160  # characters; no program breaks lines wider than this
_NARROWEST = 40
_GOES_ON = re.compile(r"[,.;:!?)\]»”](?:\s|$)|[’']s\b")  # a line that begins so goes on with the sentence before it
_CUT = re.compile(r"\w{5}[.][”\"»]?\s+[“\"«–]?\s?[^\W\d_]")  # a sentence has ended in the line, and another begun
_LAST_WORD = re.compile(r"(\w+)$")


def rejoined(marks: Sequence[Marked]) -> list[Marked]:
    """The lines with hard breaks undone. Only lines that are text by themselves are joined."""
    wrapped = _wrapped(marks)
    ties: list[str | None] = [None] * len(marks)
    for at in range(1, len(marks)):
        ties[at] = _tie(marks[at - 1], marks[at], wrapped=at in wrapped)
    for at in range(2, len(marks)):
        # A link's text on a line of its own, the sentence going on after it: it belongs to the line before, too.
        if ties[at] is not None and ties[at - 1] is None and _GOES_ON.match(marks[at].text) and marks[at - 1].line.gap == 0:
            before, link = marks[at - 2], marks[at - 1]
            if before.body and link.kind in ("title", "name", "section", "agency") and not ends_sentence(before.text):
                ties[at - 1] = " "
    out: list[Marked] = []
    at = 0
    while at < len(marks):
        end = at + 1
        while end < len(marks) and ties[end] is not None:
            end += 1
        if end == at + 1:
            out.append(marks[at])
        else:
            out.append(mark(_joined([one.line for one in marks[at:end]], [tie or "" for tie in ties[at:end]])))
        at = end
    return out


def _joined(lines: Sequence[Line], ties: Sequence[str]) -> Line:
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for number, (line, tie) in enumerate(zip(lines, ties, strict=True)):
        if number:
            texts.append(tie)
            length += len(tie)
        texts.append(line.text)
        pieces.extend(Piece(piece.start + length, piece.length, piece.origin) for piece in line.pieces)
        length += len(line.text)
    return Line("".join(texts), tuple(pieces), lines[0].gap, lines[0].role)


_JOINED = ("prose", "title", "name", "section", "agency")


def _tie(before: Marked, after: Marked, *, wrapped: bool) -> str | None:
    """What stands between two lines that are one sentence: a space or nothing; None where they are two."""
    if (
        before.kind not in _JOINED
        or after.kind not in _JOINED
        or before.line.role == "heading"
        or before.line.role != after.line.role
    ):
        return None
    close, ended = after.line.gap == 0, ends_sentence(before.text)
    if close and not ended and _GOES_ON.match(after.text):
        return ""
    if is_dash_quote(after.text) or after.line.gap > 1:
        return None
    if wrapped and close:
        return _space(before.text)
    if ended or before.text.endswith(":"):
        return None
    lower = after.text[:1].islower()
    word = _LAST_WORD.search(before.text[-40:])
    hanging = before.text.endswith((",", "(")) or (word is not None and word[1] in phrases("hanging"))
    cut = lower or _CUT.search(before.text) is not None or (hanging and len(before.text) >= _NARROWEST)
    return _space(before.text) if (cut if close else lower and hanging) else None


def _space(before: str) -> str:
    """A word broken at its own hyphen ("Kim Jong-") goes on at once; one that hangs in the air does not occur at a break."""
    return "" if before.endswith("-") and not before.endswith(" -") else " "


def _wrapped(marks: Sequence[Marked]) -> frozenset[int]:
    """The lines that go on with the one before because the text was broken at a fixed width.

    A line was broken so where the next line's first word had no room on it. The page, or one block of it that holds no
    empty line, counts as broken where that is so of most lines and half of them end in the midst of a sentence.
    """
    pairs = [at for at in range(1, len(marks)) if marks[at].line.gap == 0 and marks[at - 1].body and marks[at].body]
    whole = _broken(marks, pairs)
    if whole:
        return frozenset(whole)
    found: set[int] = set()
    block: list[int] = []
    for at in (*pairs, len(marks) + 1):
        if block and at != block[-1] + 1:
            found.update(_broken(marks, block))
            block = []
        block.append(at)
    return frozenset(found)


def _broken(marks: Sequence[Marked], pairs: Sequence[int]) -> list[int]:
    """Those of the lines ``pairs`` that go on with the line before, where the block they make is broken at a width."""
    if len(pairs) < 3:
        return []
    before = [marks[at - 1].text for at in pairs]
    width = max(len(marks[at].text) for one in pairs for at in (one - 1, one))
    if not _NARROWEST <= width <= _WIDEST:
        return []
    full = [len(line) + 1 + len(marks[at].text.split(" ", 1)[0]) > width for at, line in zip(pairs, before, strict=True)]
    open_ends = sum(not ends_sentence(line) for line in before)
    if sum(full) * 10 < len(full) * 7 or open_ends * 2 < len(full):
        return []
    return [at for at, is_full in zip(pairs, full, strict=True) if is_full]
