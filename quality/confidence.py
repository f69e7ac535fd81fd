"""Does the confidence of a claim mean what it says? On the marked documents that no training saw (corpus/heldout.txt).

    python quality/confidence.py             the table: claims at about 0.8 should be right about four times in five

Right is a claim whose type, actors, recipients and factuality are those marked. Two-fold: each half of the documents is read with
decisions (training/tune.py) fitted on the other. Optional claims are left out. Documents of corpus/real need the treebanks
(../shared/treebanks); without them they are left out, saying so.
"""

from __future__ import annotations

import sys
from pathlib import Path

import crossed
from annotated import shared
from enligt.training import figures

ROOT = Path(__file__).resolve().parent.parent
BINS = 10


def main() -> int:
    """Run the command line; gives the exit code."""
    treebanks = shared("treebanks")
    if treebanks is None:
        print("no treebanks (ENLIGT_SHARED): without the documents of corpus/real", file=sys.stderr)
    halves = crossed.halves(ROOT / "corpus", treebanks=treebanks)
    scored = [pair for fitted, half in halves for pair in figures.sure(half, fitted.decisions, fitted.confidences(half))]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in scored:
        bins.setdefault(min(BINS - 1, int(chance * BINS)), []).append((chance, right))
    print("| confidence | claims | mean | right |\n|---|---:|---:|---:|")
    for k, inside in sorted(bins.items()):
        mean, share = sum(p for p, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
        print(f"| {k / BINS:.1f} to {(k + 1) / BINS:.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    whole = sum(ok for _, ok in scored) / len(scored) if scored else 0.0
    print(f"\n{len(scored)} claims, {whole:.2f} right; expected calibration error {figures.calibration_error(scored):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
