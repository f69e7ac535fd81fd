"""Share of the corpus' marked quantity spans whose value and comparator are read right.

usage: python quality/quantities.py [--wrong] [FILE...]   (default: the corpus' written/ and stories/)
"""

from __future__ import annotations

import collections
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.readers.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[1] / "corpus"


def documents(files: list[str]) -> Iterator[dict[str, Any]]:
    """The marked documents, as ``corpus/check.py --jsonl`` prints them."""
    paths = files or [str(path) for folder in ("written", "stories") for path in sorted((CORPUS / folder).glob("*.txt"))]
    command = [sys.executable, str(CORPUS / "check.py"), "--jsonl", *paths]
    for line in subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout.splitlines():
        record: dict[str, Any] = json.loads(line)
        if "claims" in record:
            yield record


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def main() -> None:
    """Print the shares, by language: value and comparator right, and value alone."""
    wrong = "--wrong" in sys.argv
    right: collections.Counter[str] = collections.Counter()
    values: collections.Counter[str] = collections.Counter()
    marked: collections.Counter[str] = collections.Counter()
    for document in documents([a for a in sys.argv[1:] if not a.startswith("-")]):
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
                    marked[key] += 1
                    values[key] += value
                    right[key] += both
                if wrong and not both:
                    told = [(one.value, one.comparator, one.unit) for one in got]
                    wanted = (gold["value"], gold["comparator"], gold["unit"])
                    print(language, repr(sentence[start:end]), wanted, "got", told, "|", sentence[max(0, start - 25) : end + 20])
    for key, count in marked.items():
        print(f"{key}: {right[key] / count:.3f} of {count} (value alone {values[key] / count:.3f})")


if __name__ == "__main__":
    main()
