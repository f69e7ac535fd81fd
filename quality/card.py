"""The model card's table of scores: held-out documents, found text apart from written, by language and by type.

    python quality/card.py             print the table
    python quality/card.py --write     put it into the model card, between its marks
    python quality/card.py --check     exit 1 if the card holds another table

Lenient: an optional claim neither counts when it is found nor when it is missed. Strict: every marked claim counts. Two-fold:
each half of the documents is read with decisions fitted on the other. Needs the treebanks (../shared/treebanks) for found text,
and scikit-learn (requirements-train.txt).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crossed
from annotated import needed
from enligt.marking import Annotated, score
from enligt.marking.notation import documents as marked_documents
from enligt.model import LANGUAGES
from enligt.readers.ontology import TYPES
from enligt.run.evaluating import read_annotated
from enligt.training import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.marking import Scores

ROOT = Path(__file__).resolve().parent.parent
CARD = ROOT / "src" / "enligt" / "readers" / "weights" / "MODEL_CARD.md"
BEGINS, ENDS = "<!-- made by `python quality/card.py --write` -->\n", "<!-- to here -->\n"
HEAD = (
    "| text | part | claims | detection | core | strict detection | strict core | actor | recipient | factuality | source "
    "| when |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
SLOTS = ("actor", "recipient", "factuality", "source", "when")


def held_out(treebanks: Path) -> dict[str, list[Annotated]]:
    """The documents held out, found and written."""
    corpus = ROOT / "corpus"
    _, held = documents.split(documents.load(corpus, treebanks=treebanks), corpus)
    wanted = {d.id: "found" if d.found else "written" for d in held}
    out: dict[str, list[Annotated]] = {"found": [], "written": []}
    for file in sorted({d.file for d in held}):
        for one, _faults in marked_documents(corpus / file, treebanks):
            if one["id"] in wanted:
                out[wanted[one["id"]]].append(Annotated.of_marked(one, file=file))
    return out


def rows(text: str, scores: Scores) -> Iterator[str]:
    """The rows of one kind of text: all, the languages, the types."""
    lenient, strict = scores.parts["lenient"], scores.parts["strict"]
    parts = [("all", "all"), *(("language", x) for x in LANGUAGES), *(("type", t) for t in TYPES)]
    for part in (p for p in parts if p in lenient):
        one, other = lenient[part], strict[part]
        figures: list[Any] = [one.detection()[2], one.core_of()[2], other.detection()[2], other.core_of()[2]]
        figures += [one.slot(name) for name in SLOTS]
        yield f"| {text} | {part[1]} | {one.gold} | " + " | ".join("" if f is None else f"{f:.2f}" for f in figures) + " |"


def table(treebanks: Path) -> str:
    """The whole table as Markdown."""
    lines = [HEAD]
    halves = [(reader, {d.id for d in half}) for reader, half in crossed.readers(ROOT / "corpus", treebanks=treebanks)]
    for text, held in held_out(treebanks).items():
        found = {
            one[0].name: one[1]
            for reader, names in halves
            for one in read_annotated([a for a in held if a.doc in names], reader=reader)
            if isinstance(one, tuple)
        }
        lines += rows(text, score(held, found))
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--write", action="store_true")
    wanted.add_argument("--check", action="store_true")
    options = wanted.parse_args()
    made = table(needed("treebanks"))
    if not (options.write or options.check):
        print(made, end="")
        return 0
    card = CARD.read_text(encoding="utf-8")
    before, _, rest = card.partition(BEGINS)
    held, _, after = rest.partition(ENDS)
    if options.check:
        print("same" if held == made else f"{CARD} holds another table: run python quality/card.py --write")
        return held != made
    CARD.write_text(before + BEGINS + made + ENDS + after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
