"""From pieces of text on sheets to paragraphs in reading order.

A sheet's pieces are parted into bands, from its top to its foot, that have the same columns; each column is read to its end
before the next. What recurs at the head or foot of several sheets, and page numbers, are no text. Lines of one paragraph are
joined again; a line larger or bolder than the text is a heading.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from enligt.sources.documents.hyphens import HYPHENS, joined, words_in
from enligt.sources.marks import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GUTTER = 0.8  # of the text's height: the least space between two columns
_ROWS = 3  # lines on each side that make columns of a table's row or a date beside a title
_MARGIN = 3  # lines at a sheet's head and foot that may be running ones
_LARGE = 1.2  # of the text's height: type that headings are set in
_LONGEST = 150  # characters of a running line
_MOST_DEPTH = 4  # columns inside columns
_NUMBER = re.compile(
    r"[\W_]*(?:(?:sid[ae]n?|page|s|p|pg)[\s.:]*)?\d{1,4}(?:\s*(?:/|\(|av|of|af|från|fra)\s*\d{1,4}\s*\)?)?[\W_]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line of a sheet: its box, in points from the sheet's upper left corner, and how it is set."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False

    @property
    def height(self) -> float:
        """The height of its letters' boxes: the size of the type, about."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines joined; ``heading`` where they are set larger or bolder than the text."""

    text: str
    heading: bool = False


def paragraphs(sheets: Sequence[Sequence[Piece]]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs of a document in reading order, and the running heads and feet that are left out, each once."""
    bare, running = _without_running([[one for one in sheet if one.text.strip()] for sheet in sheets])
    ordered = [list(_columns(sheet)) for sheet in bare]
    everything = [piece for sheet in ordered for column in sheet for piece in column]
    if not everything:
        return [], running
    size = _usual(everything)
    bold = 2 * sum(len(one.text) for one in everything if one.bold) > sum(len(one.text) for one in everything)
    words = words_in(one.text for one in everything)
    out: list[Paragraph] = []
    for sheet in ordered:
        for column in sheet:
            for block in _blocks(column, size, bold=bold):
                text = block[0].text.strip()
                for piece in block[1:]:
                    text = joined(text, piece.text.strip(), words=words)
                _append(out, Paragraph(text, _is_heading(block, size, bold=bold)), words)
    return out, running


def _append(out: list[Paragraph], one: Paragraph, words: frozenset[str]) -> None:
    """A paragraph that a column's or sheet's end cut in two is one again."""
    if out and not one.heading and not out[-1].heading and one.text[:1].islower():
        before = out[-1].text
        if before[-1:] in HYPHENS or (not ends_sentence(before) and len(before) > 40):
            out[-1] = Paragraph(joined(before, one.text, words=words))
            return
    out.append(one)


def _usual(pieces: Iterable[Piece]) -> float:
    """The height of most letters."""
    letters: Counter[float] = Counter()
    for one in pieces:
        letters[round(one.height * 2) / 2] += len(one.text)
    return max(letters.most_common(1)[0][0], 1.0) if letters else 1.0


# ---- running heads and page numbers


def _without_running(sheets: Sequence[list[Piece]]) -> tuple[list[list[Piece]], list[str]]:
    """The sheets without lines that recur at their heads and feet but for numbers, and without page numbers."""
    edges = [_edges(sheet) for sheet in sheets]
    count = Counter(key for edge in edges for key in {_key(one.text) for row in (*edge[0], *edge[1]) for one in row})
    enough = max(2, (len(sheets) + 2) // 3)
    size = _usual(one for sheet in sheets for one in sheet)
    running: dict[str, str] = {}
    out: list[list[Piece]] = []
    for sheet, edge in zip(sheets, edges, strict=True):
        dropped: set[int] = set()
        for rows in edge:  # from the edge inwards, as far as all on a line is of that kind
            for row in rows:
                recurs = [
                    count[_key(one.text)] >= enough and len(one.text) <= _LONGEST and one.height < _LARGE * size for one in row
                ]
                if not all(again or _NUMBER.fullmatch(one.text.strip()) for again, one in zip(recurs, row, strict=True)):
                    break
                dropped.update(id(one) for one in row)
                for one in row:
                    if not _NUMBER.fullmatch(one.text.strip()):
                        running.setdefault(_key(one.text), one.text.strip())
        out.append([one for one in sheet if id(one) not in dropped])
    return out, list(running.values())


def _edges(sheet: Sequence[Piece]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """The first lines of a sheet from its head on, and its last from its foot on."""
    rows = list(_rows(sheet))
    return rows[:_MARGIN], rows[: -_MARGIN - 1 : -1]


def _key(text: str) -> str:
    return " ".join(re.sub(r"\d+", "#", text.lower()).split())


# ---- columns


def _columns(pieces: Sequence[Piece], depth: int = 0) -> Iterator[list[Piece]]:
    """The columns of a sheet in reading order, each with its lines from the top on."""
    if not pieces:
        return
    gutter = _GUTTER * median(one.height for one in pieces)
    for band in _bands(pieces, gutter):
        parts = _side_by_side(band, gutter)
        rows = min((len({round(one.top) for one in part}) for part in parts), default=0)
        if len(parts) > 1 and rows >= _ROWS and depth < _MOST_DEPTH:
            for part in parts:
                yield from _columns(part, depth + 1)
        else:
            yield _in_rows(band)


def _bands(pieces: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    """From the top on, as much as has the same columns."""
    band: list[Piece] = []
    spans: list[tuple[float, float]] = []
    for row in _rows(pieces):
        own = _merged([(one.left, one.right) for one in row], gutter)
        both = _merged([*spans, *own], gutter)
        parted = len(spans) > 1 or len(own) > 1
        if band and (len(both) == 1 if parted else len(both) > 1):
            yield band
            band, spans = [], []
            both = own
        band.extend(row)
        spans = both
    if band:
        yield band


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces whose heights overlap, from the top on."""
    row: list[Piece] = []
    bottom = 0.0
    for one in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        if row and one.top >= bottom - one.height * 0.3:
            yield row
            row = []
        bottom = max(bottom, one.bottom) if row else one.bottom
        row.append(one)
    if row:
        yield row


def _merged(spans: Iterable[tuple[float, float]], gutter: float) -> list[tuple[float, float]]:
    """Ranges across the sheet, those nearer than a gutter taken together."""
    out: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if out and left - out[-1][1] < gutter:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _side_by_side(band: Sequence[Piece], gutter: float) -> list[list[Piece]]:
    spans = _merged([(one.left, one.right) for one in band], gutter)
    parts: list[list[Piece]] = [[] for _ in spans]
    for one in band:
        at = next(n for n, (left, right) in enumerate(spans) if left <= one.left <= right)
        parts[at].append(one)
    return parts


def _in_rows(band: Sequence[Piece]) -> list[Piece]:
    """One column's lines, what stands on one line side by side put together."""
    out: list[Piece] = []
    for one in sorted(band, key=lambda piece: (piece.top, piece.left)):
        last = out[-1] if out else None
        if last is not None and one.left >= last.right - 1 and abs(one.top - last.top) < 0.5 * max(one.height, last.height):
            bottom = max(last.bottom, one.bottom)
            text = (
                f"{last.text.rstrip()} {one.text.lstrip()}" if one.left - last.right > 0.15 * one.height else last.text + one.text
            )
            out[-1] = replace(
                last, text=text, right=one.right, top=min(last.top, one.top), bottom=bottom, bold=last.bold and one.bold
            )
        else:
            out.append(one)
    return out


# ---- paragraphs


def _blocks(column: Sequence[Piece], size: float, *, bold: bool) -> Iterator[list[Piece]]:
    """A column's lines, by paragraphs: parted first where type or distance change, then where a line ends before it is full."""
    if not column:
        return
    left = _left_edge(column)
    pitch = _pitch(column, size)
    run: list[Piece] = [column[0]]
    for before, after in pairwise(column):
        if _set_apart(before, after, size=size, pitch=pitch, bold=bold):
            yield from _broken(run, size, left)
            run = []
        run.append(after)
    yield from _broken(run, size, left)


def _broken(run: Sequence[Piece], size: float, left: float) -> Iterator[list[Piece]]:
    """Lines set alike, parted where the next line is indented, or its first word had room on the line before."""
    right = max(one.right for one in run)
    block = [run[0]]
    for before, after in pairwise(run):
        indented = after.left - left > 0.7 * size and before.left - left < 0.5 * size and after.left - left < 5 * size
        begins = indented and (ends_sentence(before.text.rstrip()) or after.text.lstrip()[:1].isupper())
        if begins or (before.height <= _LARGE * size and not _is_full(before, after, right)):
            yield block
            block = []
        block.append(after)
    yield block


def _is_full(before: Piece, after: Piece, right: float) -> bool:
    """Whether a line ends where it does for want of room, or in the midst of a word."""
    if before.text.rstrip()[-1:] in HYPHENS:
        return True
    letter = (before.right - before.left) / max(len(before.text), 1)
    word = after.text.split(maxsplit=1)[0] if after.text.strip() else ""
    return before.right + (len(word) + 1) * letter > right - letter


def _left_edge(column: Sequence[Piece]) -> float:
    """Where most lines begin."""
    counts: defaultdict[int, int] = defaultdict(int)
    for one in column:
        counts[round(one.left / 2)] += 1
    best = max(counts.values())
    return 2.0 * min(at for at, count in counts.items() if 2 * count >= best)


def _pitch(column: Sequence[Piece], size: float) -> float:
    """From line to line within a paragraph: the smallest distance that a fifth of the full lines have to the next."""
    right = max(one.right for one in column)
    steps = [
        round(after.top - before.top)
        for before, after in pairwise(column)
        if 0 < after.top - before.top < 2.5 * size and _is_full(before, after, right)
    ]
    counts = Counter(steps)
    return float(min((step for step, count in counts.items() if 5 * count >= len(steps)), default=1.2 * size))


def _set_apart(before: Piece, after: Piece, *, size: float, pitch: float, bold: bool) -> bool:
    """Whether two lines are set in different type, or stand further from each other than lines of a paragraph do."""
    if abs(before.height - after.height) > 0.15 * size or (before.bold != after.bold and not bold):
        return True
    gap = after.top - before.top
    return gap < 0 or gap > (1.5 * before.height if before.height > _LARGE * size else pitch + 0.4 * size)


def _is_heading(block: Sequence[Piece], size: float, *, bold: bool) -> bool:
    letters = sum(len(one.text) for one in block)
    large = all(one.height >= _LARGE * size for one in block)
    heavy = not bold and all(one.bold for one in block) and not ends_sentence(block[-1].text.rstrip())
    return (
        letters <= 300 and len(block) <= 5 and (large or heavy) and any(letter.isalpha() for one in block for letter in one.text)
    )
