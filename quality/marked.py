"""The marked documents that quality/dates.py and quality/quantities.py measure on, as ``corpus/check.py --jsonl`` prints them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import shared
from enligt.training import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


def written(files: list[str]) -> Iterator[dict[str, Any]]:
    """The documents of files in the corpus's notation; without any, those of written/ and stories/."""
    paths = files or [str(path) for folder in ("written", "stories") for path in sorted((CORPUS / folder).glob("*.txt"))]
    command = [sys.executable, str(CORPUS / "check.py"), "--jsonl", *paths]
    for line in subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout.splitlines():
        record: dict[str, Any] = json.loads(line)
        if "claims" in record:
            yield record


def held_out() -> Iterator[dict[str, Any]]:
    """The held-out documents in both their readings; those of corpus/real where ../shared/treebanks is there."""
    found = shared("treebanks")
    named = [line.split()[0] for line in (CORPUS / "heldout.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    files = [(CORPUS / name, name) for name in dict.fromkeys(named) if found or not name.startswith("real/")]
    _, held = documents.split(documents.read(files, corpus=CORPUS, treebanks=found), CORPUS)
    ids = {d.id for d in held}
    second = [d for d in documents.second(CORPUS, treebanks=found) if d.id in ids]
    for d in (*held, *second):
        yield {
            "id": d.id,
            "file": d.file,
            "language": d.language,
            "published": d.published,
            "sents": d.sentences,
            "claims": d.claims,
        }
