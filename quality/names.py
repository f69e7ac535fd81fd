"""Whether the actors room tells one person's names from two persons': precision and recall over ``name-pairs.tsv``.

    python quality/names.py [--half tuning|held-out|all] [--wrong]

The pairs are the project's own, in the five languages and four other scripts, about half of them look-alikes that are two. Which
half a pair is in is told by a hash of it; the tables of sounds were made on the tuning half alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from enligt.actors.persons import may_be_one

PAIRS = Path(__file__).with_name("name-pairs.tsv")
Half = Literal["tuning", "held-out"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are one person's, and what makes the pair hard."""

    one: str
    other: str
    same: bool
    kind: str

    @property
    def half(self) -> Half:
        """``tuning`` or ``held-out``."""
        digest = hashlib.sha256(f"{self.one}\t{self.other}".encode()).digest()
        return "held-out" if digest[0] % 2 else "tuning"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the pairs said to be one how many are (precision), and of those that are how many are said to be (recall)."""

    precision: float
    recall: float
    pairs: int


def pairs() -> list[Pair]:
    """All pairs, in the order of the file."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(row["one"], row["other"], row["same"] == "1", row["kind"]) for row in rows]


def measure(several: list[Pair]) -> Figures:
    """The figures over some pairs, each asked both ways: a pair is said to be one where either way says so."""
    counts = Counter((one.same, said(one)) for one in several)
    found, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    return Figures(found / max(1, found + wrong), found / max(1, found + missed), len(several))


def said(one: Pair) -> bool:
    """Whether the room takes a pair for one person's names."""
    return may_be_one(one.one, one.other) or may_be_one(one.other, one.one)


def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tuning", "held-out", "all"), default="all")
    parser.add_argument("--wrong", action="store_true", help="show the wrong ones")
    options = parser.parse_args()
    chosen = [one for one in pairs() if options.half in {"all", one.half}]
    told = measure(chosen)
    print(f"{told.pairs} pairs ({options.half}): precision {told.precision:.3f}, recall {told.recall:.3f}")
    if options.wrong:
        for one in chosen:
            if said(one) != one.same:
                print(f"{'missed' if one.same else 'joined'}\t{one.one}\t{one.other}\t{one.kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
