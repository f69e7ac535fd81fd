"""From which confidence on a candidate is a claim: one threshold for all, and each type's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from enligt.readers.decisions import DEFAULT_THRESHOLD
from enligt.readers.ontology import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.training.seen import Confidences, Seen

GRID = np.linspace(0.05, 0.95, 91)  # thresholds tried
AROUND = 0.05
YIELDING = 0.01  # of F1
SHRINK = 50  # claims of a type at which its own threshold counts as much as the common one


def best(scored: Sequence[tuple[float, bool]], missing: int, *, yielding: float = 0.0) -> float:
    """The threshold in whose neighbourhood (``AROUND`` on each side) F1 is best on average.

    A peak of the few claims there are would not be met again.

    Args:
        scored: candidates with their confidence, and whether each stands for a marked claim.
        missing: marked claims that have no candidate.
        yielding: how much of F1 may be given for a lower threshold: the lowest is taken that costs no more.
    """
    if not any(ok for _, ok in scored):
        return DEFAULT_THRESHOLD
    p = np.array([x for x, _ in scored])
    ok = np.array([x for _, x in scored], dtype=np.float64)
    wanted = ok.sum() + missing
    curve = np.array([2 * ok[p >= t].sum() / ((p >= t).sum() + wanted) for t in GRID])
    reach = round(AROUND / (GRID[1] - GRID[0]))
    means = np.array([curve[max(0, k - reach) : k + reach + 1].mean() for k in range(len(GRID))])
    return float(GRID[int(np.argmax(means >= means.max() - yielding))])


def _rows(seen: Sequence[Seen], confidences: Confidences) -> tuple[list[tuple[str, float, bool]], list[str]]:
    """Type, confidence and truth of each candidate that is no optional claim; the types of all firm claims."""
    rows = [
        (TYPES[c.type], p, m is not None)
        for s, told in zip(seen, confidences, strict=True)
        for (c, m), p in zip(s.found, told, strict=True)
        if m is None or not m["optional"]
    ]
    return rows, [m["event_type"] for s in seen for m in s.document.claims if not m["optional"]]


def of_types(seen: Sequence[Seen], confidences: Confidences) -> dict[str, float]:
    """One threshold for all, ``YIELDING`` towards finding more: an act missed is lost, a doubtful one tells its confidence.

    Each type's own is as far from it as its best is from the best of all, drawn towards it by how few claims the type has.
    """
    rows, firm = _rows(seen, confidences)
    every = [(p, ok) for _, p, ok in rows]
    missing = len(firm) - sum(ok for _, ok in every)
    usual, level = (best(every, missing, yielding=y) for y in (0.0, YIELDING))
    out = {"*": round(level, 3)}
    for kind in TYPES:
        mine = [(p, ok) for t, p, ok in rows if t == kind]
        n = firm.count(kind)
        apart = best(mine, n - sum(ok for _, ok in mine)) - usual
        out[kind] = round(min(0.95, max(0.05, level + apart * n / (n + SHRINK))), 3)
    return out
