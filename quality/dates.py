"""Share of date phrases whose interval is read right: it overlaps the one meant by at least half of the longer.

usage: python quality/dates.py [--wrong] [--heldout] [--phrases FILE] [FILE...]
Measures the marked documents of the corpus (FILE..., default its written/ and stories/; ``--heldout``: those that no training
saw, in both readings), each span resolved with the direction that its factuality tells; and, where FILE of ``--phrases`` exists
(default ../shared/gold/dates.jsonl), its single phrases, said on 2013-02-12.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import marked
from enligt.readers.when import Direction, find, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
SAID = "2013-02-12"
DIRECTIONS: dict[str, Direction] = {"asserted": "past", "denied": "none", "planned": "future", "possible": "future"}


def overlap(first: tuple[str, str], second: tuple[str, str]) -> float:
    """The days that two intervals share, as a part of the longer one's."""
    one, other = [[dt.date.fromisoformat(day) for day in both] for both in (first, second)]
    shared = (min(one[1], other[1]) - max(one[0], other[0])).days + 1
    return max(0, shared) / (max((one[1] - one[0]).days, (other[1] - other[0]).days) + 1)


class Tally:
    """Right ones of all, by key, and in all."""

    def __init__(self, name: str) -> None:
        """``name`` heads the lines that are printed."""
        self.name = name
        self.all: collections.Counter[str] = collections.Counter()
        self.right: collections.Counter[str] = collections.Counter()

    def add(self, key: str, *, right: bool) -> None:
        """Count one."""
        for one in (key, "all"):
            self.all[one] += 1
            self.right[one] += right

    def print(self) -> None:
        """One line a key."""
        for key, count in self.all.items():
            print(f"{self.name} {key}: {self.right[key] / count:.3f} of {count}")


def corpus(documents: Iterable[dict[str, Any]], *, wrong: bool) -> None:
    """Measure the corpus' marked spans."""
    languages, factualities = Tally("corpus"), Tally("corpus")
    for document in documents:
        text = " ".join(document["sents"])
        starts = [0]
        for sentence in document["sents"]:
            starts.append(starts[-1] + len(sentence) + 1)
        for claim in document["claims"]:
            gold = claim["when"]
            if gold is None or gold["span"] is None:
                continue
            start, end = (starts[claim["sent"]] + at for at in gold["span"])
            got = resolve(
                text,
                start,
                end,
                language=document["language"],
                published=document["published"],
                direction=DIRECTIONS[claim["factuality"]],
            )
            meant = (gold["start"], gold["end"])
            right = (
                got is not None and got.start is not None and got.end is not None and overlap((got.start, got.end), meant) >= 0.5
            )
            languages.add(document["language"], right=right)
            factualities.add(claim["factuality"], right=right)
            if wrong and not right:
                told = None if got is None else f"{got.start}..{got.end} '{got.text}' {got.basis}"
                head = f"{document['language']} {document['published']} {claim['factuality'][:3]} '{text[start:end]}'"
                print(f"{head} {meant[0]}..{meant[1]} got {told} | {text[max(0, start - 40) : end + 30]}")
    languages.print()
    factualities.print()


def phrases(file: Path, *, wrong: bool) -> None:
    """Measure single phrases."""
    tally = Tally("phrases")
    for line in file.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        got = [one for one in find(gold["text"], language=gold["lang"], published=SAID) if one.start is not None]
        right = any(
            one.start is not None and one.end is not None and overlap((one.start, one.end), (gold["start"], gold["end"])) >= 0.5
            for one in got[:1]
        )
        tally.add(gold["lang"], right=right)
        if wrong and not right:
            print(
                gold["lang"],
                repr(gold["text"]),
                gold["start"],
                gold["end"],
                "got",
                [(one.start, one.end, one.text) for one in got],
            )
    tally.print()


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--wrong", action="store_true", help="print what is read wrong")
    parser.add_argument("--phrases", type=Path, default=ROOT.parent / "shared" / "gold" / "dates.jsonl")
    parser.add_argument("--heldout", action="store_true", help="the documents that no training saw, in both readings")
    options = parser.parse_args()
    if options.phrases.is_file():
        phrases(options.phrases, wrong=options.wrong)
    corpus(marked.held_out() if options.heldout else marked.written(options.files), wrong=options.wrong)


if __name__ == "__main__":
    main()
