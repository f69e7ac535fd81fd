"""Where one story of a page ends and the next begins.

The next story must show itself: by a headline with a date stamp (or byline) laid out as the story before it has them,
or by the signature ("Text: N.N.") that ends the story before. Both must have enough running text. A subheading, a
timeline's dates or a list of other stories is no beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.sources.marks import Marked

_ENOUGH_LINES, _ENOUGH_LETTERS = 2, 300

Layout = Literal["after", "before", "byline", "none"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one story, and where in them its headline stands, when that is what told it from the one before."""

    marks: tuple[Marked, ...]
    headline: int | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """A possible beginning inside a run of lines that are no running text: indices into the page's lines."""

    start: int
    headline: int
    layout: Layout
    styles: frozenset[str]
    closed: bool
    boxed: bool = False


class _Weights:
    """How much running text stands between two lines of a page: looked up, not counted anew."""

    def __init__(self, marks: Sequence[Marked]) -> None:
        self._lines = [0, *accumulate(int(one.kind == "prose") for one in marks)]
        self._letters = [0, *accumulate(len(one.text) if one.kind == "prose" else 0 for one in marks)]

    def lines(self, start: int, end: int) -> int:
        """Paragraphs of running text."""
        return self._lines[end] - self._lines[start]

    def letters(self, start: int, end: int) -> int:
        """Characters of running text."""
        return self._letters[end] - self._letters[start]

    def enough(self, start: int, end: int) -> bool:
        """Whether it is enough for a story."""
        return self.lines(start, end) >= _ENOUGH_LINES or self.letters(start, end) >= _ENOUGH_LETTERS


def chunks(marks: Sequence[Marked]) -> Iterator[Chunk]:
    """The page's lines, parted into stories; nearly always one."""
    runs = _runs(marks)
    weights = _Weights(marks)
    gaps = [(end, following) for (_, end), (following, _) in pairwise(runs)]
    heads = [_head(marks, end, following) for end, following in gaps]
    ends = _ends(heads, len(marks))
    start = 0
    headline: int | None = None
    first = _head(marks, 0, runs[0][0] if runs else len(marks))
    styles, layout = (first.styles, first.layout) if first else (_early_styles(marks), "none")
    for head, (_, following), end in zip(heads, gaps, ends, strict=True):
        if head is None or not weights.enough(start, head.start) or not weights.enough(following, end):
            continue
        heavy = weights.lines(start, head.start) >= 3 and weights.letters(start, head.start) >= 400
        if not _begins(head, styles, layout, heavy=heavy):
            continue
        yield Chunk(tuple(marks[start : head.start]), None if headline is None else headline - start)
        start, headline = head.start, head.headline
        styles, layout = head.styles, head.layout
    yield Chunk(tuple(marks[start:]), None if headline is None else headline - start)


def _ends(heads: Sequence[_Head | None], last: int) -> list[int]:
    """Where a story that begins at each head would end at the latest: at the next head that is dated or boxed."""
    ends: list[int] = []
    end = last
    for head in reversed(heads):
        ends.append(end)
        if head is not None and (head.styles or head.boxed):
            end = head.start
    return ends[::-1]


def _runs(marks: Sequence[Marked]) -> list[tuple[int, int]]:
    """The stretches of running text."""
    runs: list[tuple[int, int]] = []
    for at, one in enumerate(marks):
        if one.kind != "prose":
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def is_boxed(marks: Sequence[Marked], at: int) -> bool:
    """Whether a title stands between two ruled lines."""
    return 0 < at < len(marks) - 1 and marks[at - 1].rule and marks[at + 1].rule


def _begins(head: _Head, styles: frozenset[str], layout: Layout, *, heavy: bool) -> bool:
    """Whether a head begins a story, after one with this layout and these styles of dates; ``heavy``: that one is a long text."""
    if head.boxed:
        return True
    if head.layout == "after":
        return head.closed or bool(head.styles & styles)
    if head.layout == "before":
        return head.closed or (layout == "before" and bool(head.styles & styles))
    if head.layout == "byline":
        return head.closed or layout == "byline"
    return head.closed and heavy


def _early_styles(marks: Sequence[Marked]) -> frozenset[str]:
    """How the first story's dates are written, where they stand after its lead."""
    styles: set[str] = set()
    prose = 0
    for one in marks:
        prose += one.kind == "prose"
        if prose > 2:
            break
        if one.stamp is not None and one.stamp.value:
            styles.add(_style(one))
    return frozenset(styles)


def _style(one: Marked) -> str:
    return "" if one.stamp is None else f"{one.stamp.style}{'!' if one.stamp.published else ''}"


def _is_title(one: Marked) -> bool:
    return one.kind in ("title", "name")


def _long(one: Marked) -> bool:
    return len(one.text.split()) >= 4 or len(one.text) >= 28


def _head(marks: Sequence[Marked], start: int, end: int) -> _Head | None:
    """The beginning of a story among lines ``start`` to ``end``, which hold no running text; None where there is none."""
    closing = max((at for at in range(start, end) if marks[at].closing), default=None)
    if closing is not None and not any(_is_title(one) for one in marks[closing:end]):
        closing = None
    first = start if closing is None else closing + 1
    while first < end and marks[first].kind == "credit":
        first += 1
    titles = [at for at in range(first, end) if _is_title(marks[at])]
    if not titles:
        return None
    dated = [at for at in range(first, end) if (stamp := marks[at].stamp) is not None and stamp.value]
    after = [at for at in dated if at > titles[0]]
    boxed = [at for at in titles if is_boxed(marks, at)]
    layout: Layout = "none"
    if boxed:
        return _Head(boxed[0] - 1, boxed[0], "none", frozenset(), closed=closing is not None, boxed=True)
    if after:
        layout = "after"
        headline = _nearest(marks, [at for at in titles if at < after[-1]], listed=_listed(marks[first : after[-1]]))
        styles = frozenset(_style(marks[at]) for at in after)
    elif dated:
        layout = "before"
        headline = _nearest(marks, [at for at in titles if at > dated[-1]] or titles, listed=False)
        styles = frozenset(_style(marks[at]) for at in dated)
    else:
        headline = _nearest(marks, titles, listed=_listed(marks[first:end]))
        styles = frozenset()
        if any(marks[at].kind == "byline" and not marks[at].closing for at in range(headline + 1, end)):
            layout = "byline"
        elif not _long(marks[headline]):
            return None
    begin = headline
    while begin > first and (
        marks[begin - 1].kind in ("stamp", "section") or (_is_title(marks[begin - 1]) and not _long(marks[begin - 1]))
    ):
        begin -= 1
    return _Head(begin, headline, layout, styles, closing is not None)


def _listed(marks: Sequence[Marked]) -> bool:
    return any(one.kind == "list" for one in marks)


def _nearest(marks: Sequence[Marked], titles: Sequence[int], *, listed: bool) -> int:
    """The headline among titles: the first long one, or the last where a list of other stories stands before it."""
    long = [at for at in titles if _long(marks[at])] or list(titles)
    return long[-1] if listed else long[0]
