"""Charts as geometry: where each mark stands. ``templates/charts.html`` draws them as SVG, so that no script is needed.

Lengths are in the units of the drawing's ``viewBox``, y grows downwards. Each chart has a table beside it in the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.web.dividing import per_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    Record = Mapping[str, Any]

_ROW = 44  # of the tree: name, and the words under it
_INDENT = 30
_MOST_NODES = 60
_LONGEST = 66  # characters of a line that the tree shows
_SAID_ROW = 30
_MOST_SAID = 25
_RATIO = 50  # from here on, numbers stand on a logarithmic scale


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: how many in it, how high (0 to `Bars.height`), and how many were read that month (None: unknown).

    ``shown`` is what the bar stands for: the number, or what it is to what was read (None: nothing was).
    """

    month: str
    value: int
    shown: float | None
    x: float
    width: float
    height: float
    read: int | None
    read_height: float
    ticked: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Months side by side, events above the line and what was read below it. ``undivided``: months with events, nothing read."""

    bars: tuple[Bar, ...]
    width: float
    height: float
    below: float
    most: float
    most_read: int
    undivided: int


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to the other, ``YYYY-MM``, both included."""
    at, end = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(at, end + 1)]


def bars(
    counts: Mapping[str, int],
    read: Mapping[str, int] | None = None,
    *,
    divided: bool = False,
    most_months: int = 48,
    scale: float | None = None,
) -> Bars:
    """Counts by month as bars.

    Args:
        counts: by month, ``YYYY-MM``; months between are shown too, without a bar.
        read: how many articles were read that were published in each month; None: not told.
        divided: whether bars stand for what the counts are to what was read.
        most_months: of a longer time, the last so many.
        scale: what the highest bar could stand for; None: what it does.
    """
    known = sorted(one for one in {*counts, *(read or ())} if len(one) == 7)
    months = months_between(known[0], known[-1])[-most_months:] if known else []
    told = [one for one in months if one in counts or one in (read or ())]
    months = months[months.index(told[0]) :] if told else []
    width, height, below = 720.0, 140.0, 46.0
    step = width / max(len(months), 12)
    values = {one: counts.get(one, 0) for one in months}
    shown = {one: per_read(n, (read or {}).get(one)) if divided else n for one, n in values.items()}
    most = max((n or 0 for n in shown.values()), default=0) if scale is None else scale
    most_read = max(((read or {}).get(one, 0) for one in months), default=0)
    every = max(1, math.ceil(len(months) / 12))
    made = tuple(
        Bar(
            month=one,
            value=values[one],
            shown=shown[one],
            x=round(at * step + step * 0.1, 2),
            width=round(step * 0.8, 2),
            height=round(height * (shown[one] or 0) / most, 2) if most else 0,
            read=None if read is None else read.get(one, 0),
            read_height=round(below * (read or {}).get(one, 0) / most_read, 2) if most_read else 0,
            ticked=at % every == 0,
        )
        for at, one in enumerate(months)
    )
    undivided = sum(1 for one in months if values[one] and shown[one] is None)
    return Bars(made, width, height, below, most, most_read, undivided)


def multiples(
    counts: Mapping[str, Mapping[str, int]], read: Mapping[str, int], *, divided: bool = False, most_months: int = 24
) -> dict[str, Bars]:
    """Counts by month of several as bars of one scale over the same months, by name; arguments as of `bars`."""
    known = sorted(month for of_one in counts.values() for month in of_one if len(month) == 7)
    months = months_between(known[0], known[-1])[-most_months:] if known else []
    here = {month: read.get(month, 0) for month in months}
    filled = {name: {month: of_one.get(month, 0) for month in months} for name, of_one in counts.items()} if months else {}
    scale = max((bars(of_one, here, divided=divided).most for of_one in filled.values()), default=0)
    return {name: bars(of_one, here, divided=divided, scale=scale) for name, of_one in filled.items()}


@dataclass(frozen=True, slots=True)
class Node:
    """A hop of the tree: at (x, y), joined to its parent's row at ``above`` (None: a root).

    ``source`` is the ledger's whole name. ``denies``, where the chain ends: whether "all" of its claims
    deny the act, "some", or "".
    """

    source: str
    kind: str
    words: str
    denies: str
    x: float
    y: float
    above: float | None
    claims: int
    last: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of origins, a row for each hop; ``left_out`` hops are not drawn."""

    nodes: tuple[Node, ...]
    width: float
    height: float
    left_out: int


def hops(tree: Sequence[Record], depth: int = 0) -> Iterator[tuple[Record, int]]:
    """Every hop of the trees with its depth, from the top."""
    for one in tree:
        yield one, depth
        yield from hops(one["cites"], depth + 1)


def tree(roots: Sequence[Record], denying: AbstractSet[str] = frozenset()) -> Tree:
    """The tree of origins of a record of an event, outlets first, each with whom it cites under it.

    Args:
        roots: the record's ``tree``.
        denying: ids of the claims that deny the act.
    """
    nodes: list[Node] = []
    rows: list[float] = []  # of the last node at each depth
    total = 0
    for hop, depth in hops(roots):
        total += 1
        if total > _MOST_NODES:
            continue
        y = (total - 1) * _ROW + 22.0
        rows[depth:] = [y]
        words = _named_by(hop)
        nodes.append(
            Node(
                source=str(hop["name"]),
                kind=hop["kind"],
                words="" if words.casefold() == str(hop["name"]).casefold() else shortened(words),
                denies="" if hop["cites"] else _denies(hop, denying),
                x=14.0 + depth * _INDENT,
                y=y,
                above=rows[depth - 1] if depth else None,
                claims=len(hop["claims"]),
                last=not hop["cites"],
                depth=depth,
            )
        )
    drawn = min(total, _MOST_NODES)
    return Tree(tuple(nodes), 720.0, drawn * _ROW + 6.0, total - drawn)


def _denies(hop: Record, denying: AbstractSet[str]) -> str:
    """How many of a hop's claims deny the act: "all", "some" or none of them ("")."""
    said = {one["claim"] in denying for one in hop["claims"]}
    return "all" if said == {True} else "some" if True in said else ""


def _named_by(hop: Record) -> str:
    return next((" ".join(one["span"]["text"].split()) for one in hop["claims"] if one["span"]), "")


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, cut with an ellipsis where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Dot:
    """A number that one says: at ``x``, drawn as exact, more than, less than or about."""

    said: Record
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Dots:
    """Numbers over their sources: a row each, and the range from least to most. ``logarithmic``: the scale is."""

    dots: tuple[Dot, ...]
    left: float
    right: float
    width: float
    height: float
    logarithmic: bool
    left_out: int


def dots(spread: Record) -> Dots:
    """A spread of numbers of a record of an event, the first published at the top."""
    said = sorted(spread["said"], key=lambda one: (one["published"] or "9999", one["name"], one["value"]))
    shown = said[:_MOST_SAID]
    low, high = (float(spread[name]) for name in ("min", "max"))
    logarithmic = low > 0 and high / low > _RATIO
    left, right = 300.0, 690.0

    def at(value: float) -> float:
        if high <= low:
            return (left + right) / 2
        share = math.log(value / low) / math.log(high / low) if logarithmic else (value - low) / (high - low)
        return round(left + 12 + share * (right - left - 24), 2)

    marks = tuple(Dot(one, at(float(one["value"])), row * _SAID_ROW + 20.0) for row, one in enumerate(shown))
    return Dots(marks, at(low), at(high), 720.0, len(shown) * _SAID_ROW + 30.0, logarithmic, len(said) - len(shown))
