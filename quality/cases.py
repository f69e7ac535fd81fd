"""Cases of claims: short texts by language and drawer (tests/claims), each with what must be read from it.

    python quality/cases.py                 how many of each drawer and phenomenon are right; what is wrong with the others
    python quality/cases.py --sort          put each case into the drawer that it now belongs to: after a training

A case is a document in the corpus's notation; its kind (the word after the date) names the phenomenon. Right is a case whose
marked claims are all found in their sentences with type, actors, recipients and factuality, and with the last source where one is
marked; optional ones may be found or not. Where no firm claim is marked (``negative``), nothing else may be found. A case that is
not right belongs to ``known-failures``, where the tests expect it to fail; ``--sort`` moves it back when it is right again.
``found`` cases are sentences of the treebanks, by reference, on whose claims two blind readings agree; they need
../shared/treebanks.
"""

from __future__ import annotations

import argparse
import collections
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import shared
from enligt.readers import load
from enligt.training import documents, seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.model import Claim
    from enligt.training.documents import Document

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "claims"
FAILING = "known-failures"
FOUND, FOUND_FAILING = "found", "found-known-failures"


def cases(folder: Path = CASES) -> list[Document]:
    """All cases, in order of language, drawer and file; ``file`` is LANGUAGE/DRAWER.txt. Found ones only beside the treebanks."""
    banks = shared("treebanks")
    files = [f for f in sorted(folder.glob("*/*.txt")) if banks or not f.stem.startswith(FOUND)]
    return documents.read([(f, f.relative_to(folder).as_posix()) for f in files], corpus=ROOT / "corpus", treebanks=banks)


def faults(marked: Sequence[Document]) -> dict[str, list[str]]:
    """What is wrong with what the shipped reader finds in each case, by its id; an empty list where nothing is."""
    made = [seen.article(d) for d in marked]
    out = {}
    for d, (_, bounds), reading in zip(marked, made, load().read([a for a, _ in made]), strict=True):
        found: tuple[Claim, ...] = reading.claims if hasattr(reading, "claims") else ()
        out[d.id] = compared(d, bounds, found)
    return out


def compared(d: Document, bounds: Sequence[tuple[int, int]], found: Iterable[Claim]) -> list[str]:
    """The differences of one case, in words."""
    left = list(found)
    if not any(not m["optional"] for m in d.claims):
        allowed = [(m["event_type"], bounds[m["sent"]]) for m in d.claims]
        return [
            f"found {c.event_type} {c.trigger.text!r}"
            for c in left
            if not any(c.event_type == kind and a <= c.trigger.start < b for kind, (a, b) in allowed)
        ]
    wrong = []
    for m in (m for m in d.claims if not m["optional"]):
        a, b = bounds[m["sent"]]
        here = [c for c in left if c.event_type == m["event_type"] and c.evidence.start < b and c.evidence.end > a]
        best = min(((_wrong(c, m), c) for c in here), key=lambda x: len(x[0]), default=None)
        words = " ".join(d.sentences[m["sent"]][x:y] for x, y in m["trigger"])
        if best is None:
            wrong.append(f"{m['event_type']} {words!r} was not found")
            continue
        left.remove(best[1])
        wrong += [f"{m['event_type']} {words!r}: {w}" for w in best[0]]
    return wrong


def _wrong(c: Claim, m: dict[str, Any]) -> list[str]:
    out = []
    for side in ("actors", "recipients"):
        got, wanted = sorted({p.id for p in getattr(c, side)}), sorted({p["id"] for p in m[side]})
        if got != wanted:
            out.append(f"{side} {got}, not {wanted}")
    if c.factuality != m["factuality"]:
        out.append(f"{c.factuality}, not {m['factuality']}")
    deepest = max((s["depth"] for s in m["sources"]), default=0)
    wanted = [s["name"] for s in m["sources"] if s["depth"] == deepest]
    last = max((s.depth for s in c.sources), default=0)
    names = [s.name for s in c.sources if s.depth == last]
    if wanted and not any(_alike(x, y) for x in names for y in wanted):
        out.append(f"last source {names}, not {wanted}")
    return out


def _alike(one: str, other: str) -> bool:
    """As score.py compares names: one's words within the other's."""
    a, b = (set(re.findall(r"\w+", x.casefold())) for x in (one, other))
    return bool(a) and bool(b) and (a <= b or b <= a)


def sort(marked: Sequence[Document], wrong: dict[str, list[str]], folder: Path = CASES) -> int:
    """Rewrite the drawers; how many cases moved. A case's own drawer is the letter in its id: ``sv-m-014``."""
    own = {"m": "made", "f": FOUND, "n": "negative"}
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*/*.txt")):
        for block in re.split(r"(?m)^(?=@ )", file.read_text(encoding="utf-8")):
            if block.startswith("@ "):
                texts[block[2:].split("|")[0].strip()] = block.strip() + "\n"
    drawers: dict[str, list[str]] = collections.defaultdict(list)
    moved = 0
    for d in marked:
        language, _, drawer = d.file.removesuffix(".txt").partition("/")
        drawer_of = own[d.id.split("-")[1]]
        failing = FOUND_FAILING if drawer_of == FOUND else FAILING
        wanted = failing if wrong[d.id] else drawer_of
        moved += wanted != drawer
        drawers[f"{language}/{wanted}.txt"].append(d.id)
    sorted_ones = {
        f.relative_to(folder).as_posix() for f in folder.glob("*/*.txt") if shared("treebanks") or not f.stem.startswith(FOUND)
    }
    for name in sorted({*drawers, *sorted_ones}):
        blocks = "\n".join(texts[i] for i in sorted(drawers.get(name, ())))
        (folder / name).write_text(blocks, encoding="utf-8", newline="\n")
    return moved


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--sort", action="store_true", help="rewrite the drawers")
    options = wanted.parse_args()
    marked = cases()
    wrong = faults(marked)
    counts: collections.Counter[tuple[str, bool]] = collections.Counter()
    for d in marked:
        right = not wrong[d.id]
        counts.update([(d.file, right), (f"{d.language}, {d.kind}", right)])
        if not right:
            print(f"{d.file} {d.id} ({d.kind}): {'; '.join(wrong[d.id])}")
    for name in sorted({n for n, _ in counts}):
        print(f"{name}: {counts[name, True]} of {counts[name, True] + counts[name, False]} right")
    if options.sort:
        print(f"{sort(marked, wrong)} cases moved")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
