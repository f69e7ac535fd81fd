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


def main() -> None:
    """Print the share, by language."""
    wrong = "--wrong" in sys.argv
    right: collections.Counter[str] = collections.Counter()
    all_: collections.Counter[str] = collections.Counter()
    values: collections.Counter[str] = collections.Counter()
    for document in documents([a for a in sys.argv[1:] if not a.startswith("-")]):
        language = document["language"]
        for claim in document["claims"]:
            sentence = document["sents"][claim["sent"]]
            for gold in claim["quantities"]:
                if gold["span"] is None:
                    continue
                start, end = gold["span"]
                got = quantities(sentence, start, end, language=language)
                all_[language] += 1
                values[language] += any(abs(q.value - gold["value"]) < 1e-6 * max(1.0, abs(q.value)) for q in got)
                fits = any(
                    q.comparator == gold["comparator"] and abs(q.value - gold["value"]) < 1e-6 * max(1.0, abs(q.value)) for q in got[:1]
                )
                right[language] += fits
                if wrong and not fits:
                    told = [(q.value, q.comparator, q.unit) for q in got]
                    context = sentence[max(0, start - 25) : end + 20]
                    print(language, repr(sentence[start:end]), gold["comparator"], gold["value"], gold["unit"], "got", told, "|", context)
    for language in all_:
        print(f"{language}: {right[language]}/{all_[language]} = {right[language] / all_[language]:.3f} (value {values[language] / all_[language]:.3f})")
    print(f"all: {sum(right.values()) / sum(all_.values()):.3f} of {sum(all_.values())} (value {sum(values.values()) / sum(all_.values()):.3f})")


if __name__ == "__main__":
    main()
