"""Share of the corpus' marked quantity spans whose value and comparator are read right.

usage: python quality/quantities.py [--wrong] [--heldout] [FILE...]   (default: the corpus' written/ and stories/; --heldout: the
documents that no training saw, in both readings)
"""

from __future__ import annotations

import collections
import sys

import marked
from enligt.readers.quantities import quantities


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def main() -> None:
    """Print the shares, by language: value and comparator right, and value alone."""
    wrong = "--wrong" in sys.argv
    right: collections.Counter[str] = collections.Counter()
    values: collections.Counter[str] = collections.Counter()
    all_of: collections.Counter[str] = collections.Counter()
    files = [a for a in sys.argv[1:] if not a.startswith("-")]
    for document in marked.held_out() if "--heldout" in sys.argv else marked.written(files):
        language = document["language"]
        for claim in document["claims"]:
            sentence = document["sents"][claim["sent"]]
            for gold in claim["quantities"]:
                if gold["span"] is None:
                    continue
                start, end = gold["span"]
                got = quantities(sentence, start, end, language=language)[:1]
                value = any(_close(one.value, gold["value"]) for one in got)
                both = value and got[0].comparator == gold["comparator"]
                for key in (language, "all"):
                    all_of[key] += 1
                    values[key] += value
                    right[key] += both
                if wrong and not both:
                    told = [(one.value, one.comparator, one.unit) for one in got]
                    wanted = (gold["value"], gold["comparator"], gold["unit"])
                    print(language, repr(sentence[start:end]), wanted, "got", told, "|", sentence[max(0, start - 25) : end + 20])
    for key, count in all_of.items():
        print(f"{key}: {right[key] / count:.3f} of {count} (value alone {values[key] / count:.3f})")


if __name__ == "__main__":
    main()
