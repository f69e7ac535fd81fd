"""How good on the marked documents that no training saw (corpus/heldout.txt), scored by ../shared/bench/score.py.

    python quality/heldout.py                 the table
    python quality/heldout.py --text found    of found text alone (corpus/real), or of written
    python quality/heldout.py --show missed   what score.py shows besides: missed, spurious or slots
    python quality/heldout.py --marks first   by the first marks alone
    python quality/heldout.py --alone 1       every fifth sentence as a text of its own, without headline (2: every fifth pair);
                                              with --unframed without the frame that the reader sets around such texts

Documents marked twice (corpus/second) are scored as annotated pages are: what one reading alone holds is optional, and where the
two differ in a slot either is right.

Two-fold: each half is read with decisions (training/tune.py) fitted on the other, by scikit-learn (requirements-train.txt).
Documents of corpus/real need the treebanks (../shared/treebanks).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crossed
from annotated import needed
from enligt.readers import windows
from enligt.reports.records import claim_record
from enligt.training import documents, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Claim, Reader
    from enligt.training.documents import Document

ROOT = Path(__file__).resolve().parent.parent
ALONE, EVERY = "-alone", 5  # what the ids of texts cut out of documents end in; of so many such texts one is read


def gold(d: Document) -> dict[str, Any]:
    """A marked document in the form of an annotated file (CLAIMS.md section 4)."""
    keys = ("sent", "event_type", "mode", "actors", "recipients", "factuality", "sources", "quantities", "optional")
    claims = [
        {k: c[k] for k in keys}
        | {k: c[k] for k in c if k.startswith("alt_")}
        | {"when": c["when"] and {k: c["when"][k] for k in ("start", "end")}, "trigger": c["trigger"]}
        for c in d.claims
    ]
    return {"doc": d.id, "published": d.published, "claims": claims}


def predicted(d: Document, reader: Reader) -> list[str]:
    """The claims that a reader finds in a marked document, a line each."""
    one, _ = seen.article(d)
    if d.id.endswith(ALONE):
        one = dataclasses.replace(one, headline=None)
    lines = []
    for reading in reader.read([one]):
        claims: tuple[Claim, ...] = reading.claims if hasattr(reading, "claims") else ()
        lines += [json.dumps(claim_record(c, one, document=f"{d.id}.{d.language}"), ensure_ascii=False) for c in claims]
    return lines


def scored(shared: Path, marked: Sequence[Document], lines: Sequence[str], *, by: str, show: str | None = None) -> int:
    """Score claims, a JSON line each, against marked documents by ../shared/bench/score.py, which prints; its exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("claims", "sents"):
            (folder / name).mkdir()
        for d in marked:
            (folder / "claims" / f"{d.id}.json").write_text(json.dumps(gold(d), ensure_ascii=False), encoding="utf-8")
            sents = {"sents": list(d.sentences)}
            (folder / "sents" / f"{d.id}.{d.language}.json").write_text(json.dumps(sents, ensure_ascii=False), encoding="utf-8")
        (folder / "claims.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(shared / "bench" / "score.py"), "--gold", str(folder / "claims"), "--by", by]
        command += ["--pred", str(folder / "claims.jsonl"), *(["--show", show] if show else [])]
        return subprocess.run(command, check=False).returncode


def asked(description: str | None, *, cut: bool = False) -> tuple[argparse.Namespace, Path]:
    """The options of a command that scores marked documents, and the folder in which ../shared/bench/score.py lies.

    ``cut``: whether it can take documents apart (``--alone``).
    """
    wanted = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--show", choices=("missed", "spurious", "slots"))
    wanted.add_argument("--by", choices=("lang", "type", "doc"), default="lang")
    wanted.add_argument("--text", choices=("found", "written"), help="only windows of found text, or only written documents")
    if cut:
        wanted.add_argument("--alone", type=int, choices=(1, 2, 4), help="runs of so many sentences as texts of their own")
        wanted.add_argument("--unframed", action="store_true", help="read these without the frame of short texts")
    wanted.add_argument("--marks", choices=("first", "both"), default="both", help="one reading's, or both where there are two")
    options = wanted.parse_args()
    needed("bench")
    return options, needed()


def alone(d: Document, size: int) -> list[Document]:
    """Runs of so many sentences of a document, its headline left out, as documents of their own."""
    out = []
    for first in range(1, len(d.sentences) - size + 1, size * EVERY):
        at = range(first, first + size)
        claims = tuple({**c, "sent": c["sent"] - first} for c in d.claims if c["sent"] in at)
        out.append(
            dataclasses.replace(d, id=f"{d.id}-{first}{ALONE}", sentences=d.sentences[first : first + size], claims=claims)
        )
    return out


def of_text(marked: Sequence[Document], text: str | None) -> list[Document]:
    """The documents of one kind of text: ``found`` (windows of the treebanks) or ``written`` for the corpus; None for both."""
    return [d for d in marked if text is None or d.found == (text == "found")]


def main() -> int:
    """Run the command line; gives the exit code."""
    options, shared = asked(__doc__, cut=True)
    treebanks = shared / "treebanks"
    halves = crossed.readers(ROOT / "corpus", treebanks=treebanks if treebanks.is_dir() else None)
    pairs = [(d, reader) for reader, half in halves for d in of_text(half, options.text)]
    if options.marks == "first":
        first = {d.id: d for d in documents.load(ROOT / "corpus", treebanks=treebanks if treebanks.is_dir() else None)}
        pairs = [(first[d.id], reader) for d, reader in pairs]
    if options.unframed:
        windows.FRAMED = 0
    if options.alone:
        pairs = [(one, reader) for d, reader in pairs for one in alone(d, options.alone)]
    lines = [line for d, reader in pairs for line in predicted(d, reader)]
    marked = [d for d, _ in pairs]
    return scored(shared, marked, lines, by=options.by, show=options.show)


if __name__ == "__main__":
    raise SystemExit(main())
