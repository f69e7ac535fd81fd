"""How far two readings of the corpus agree: documents marked a second time, blind (corpus/second), against their first marks.

    python quality/agreement.py                 by language
    python quality/agreement.py --by type       by type, or doc
    python quality/agreement.py --text found    of found text alone (corpus/real), or of written
    python quality/agreement.py --show missed   where the readings differ: missed, spurious or slots

The first reading stands as the annotated one, whose optional claims may be found or not; of the second, firm claims count.
Scored by ../shared/bench/score.py. Documents of corpus/real need the treebanks (../shared/treebanks).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.training import documents
from heldout import asked, of_text, scored

if TYPE_CHECKING:
    from enligt.training.documents import Document

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("event_type", "actors", "recipients", "factuality", "sources", "quantities")


def as_predicted(d: Document) -> list[str]:
    """The firm claims of a marked document as ``extract --format jsonl`` would give them."""
    out = []
    for c in d.claims:
        if not c["optional"]:
            when = c["when"] and {k: c["when"][k] for k in ("start", "end")}
            record = {k: c[k] for k in KEYS} | {"when": when, "evidence": {"text": d.sentences[c["sent"]]}}
            out.append(json.dumps({"document": f"{d.id}.{d.language}", **record}, ensure_ascii=False))
    return out


def main() -> int:
    """Run the command line; gives the exit code."""
    options, shared = asked(__doc__)
    corpus = ROOT / "corpus"
    treebanks = shared / "treebanks"
    found = treebanks if treebanks.is_dir() else None
    second = documents.second(corpus, treebanks=found)
    first = {d.id: d for d in of_text(documents.load(corpus, treebanks=found), options.text)}
    second = [d for d in second if options.text is None or d.id in first]
    gone = [d.id for d in second if d.id not in first or first[d.id].sentences != d.sentences]
    if gone:
        print(f"not as in the first reading, left out: {', '.join(gone)}", file=sys.stderr)
    pairs = [(first[d.id], d) for d in second if d.id not in gone]
    print(f"{len(pairs)} documents read twice")
    return scored(
        shared, [a for a, _ in pairs], [line for _, d in pairs for line in as_predicted(d)], by=options.by, show=options.show
    )


if __name__ == "__main__":
    raise SystemExit(main())
