"""From decoded text to clean lines that know where each of their characters stood.

All cleaning happens here, before an ``Article.text`` exists: controls, bidirectional marks, zero-width characters and soft
hyphens go, runs of white space become one space, decomposed letters are composed. Letters are otherwise left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
JUNK = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
)
_SPACE = "\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_SPACE}{JUNK}]{{2,}}|[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000{JUNK}]|[\u0300-\u036f]+")
_BULLET = re.compile(r"[\s•●▪◦■□▸►▶➤➔✓·]*[•●▪◦■□▸►▶➤➔✓·]\s*(?=\S)|\s*\*\s+(?=[^\s*])")
_JUNK_ONLY = re.compile(f"[{JUNK}]+")

Role = Literal["", "heading", "item"]


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` characters of a line's text, from ``start`` on, that stood on the page from ``origin`` on, unchanged."""

    start: int
    length: int
    origin: int


@dataclass(frozen=True, slots=True)
class Line:
    """One clean line, never empty. ``gap`` counts the empty lines before it; ``role`` is what markup says of it."""

    text: str
    pieces: tuple[Piece, ...] = ()
    gap: int = 0
    role: Role = ""

    def part(self, start: int, end: int) -> Line:
        """The line cut to a range of its text, white space at the ends left off."""
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        end -= len(self.text[start:end]) - len(self.text[start:end].rstrip())
        pieces = []
        for piece in self.pieces:
            first, last = max(piece.start, start), min(piece.start + piece.length, end)
            if first < last:
                pieces.append(Piece(first - start, last - first, piece.origin + first - piece.start))
        return Line(self.text[start:end], tuple(pieces), self.gap, self.role)


def clean_lines(text: str) -> Iterator[Line]:
    """The lines of a decoded page, cleaned, with their positions in ``text``; empty ones are only counted."""
    gap = at = 0
    for found in _BREAK.finditer(text):
        line = clean_line(text[at : found.start()], origin=at, gap=gap)
        at = found.end()
        if line is None:
            gap += 1
        else:
            gap = 0
            yield line
    last = clean_line(text[at:], origin=at, gap=gap)
    if last is not None:
        yield last


def clean_line(raw: str, *, origin: int | None = None, gap: int = 0, role: Role = "") -> Line | None:
    """One line cleaned; None where nothing is left. ``origin`` is its position on the page, None where that is unknown."""
    out: list[str] = []
    pieces: list[Piece] = []
    length = at = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        if start < end:
            out.append(raw[start:end])
            if origin is not None:
                pieces.append(Piece(length, end - start, origin + start))
            length += end - start

    for found in _ODD.finditer(raw):
        start, end = found.span()
        if "\u0300" <= raw[start] <= "\u036f":
            base = start - 1 if start > at else start
            keep(at, base)
            composed = unicodedata.normalize("NFC", raw[base:end])
            out.append(composed)
            length += len(composed)
        else:
            keep(at, start)
            blank = _JUNK_ONLY.sub("", found[0])
            if blank:
                space = found[0].find(" ")
                if space >= 0:
                    keep(start + space, start + space + 1)
                else:
                    out.append(" ")
                    length += 1
        at = end
    keep(at, len(raw))
    text = "".join(out)
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet is not None else 0
    if not text[start:].strip():
        return None
    line = Line(text, tuple(pieces), gap, role)
    return line if text == text.strip() and not start else line.part(start, length)
