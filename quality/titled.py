"""Persons of whom only the title is told ("Statsminister Vardan Sahakjan"): how often their state is right.

    python quality/titled.py        on the documents held out: by what the article speaks of alone, and with how the name sounds

The table of names that the second goes by has none of these documents (`python -m enligt.training names`).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.actors import resolve
from enligt.training import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.training.documents import Document

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def told(d: Document) -> Iterator[tuple[bool, bool]]:
    """Of each person in a document: is the state most spoken of right, is the resolver's?"""
    starts = [0]
    for sentence in d.sentences:
        starts.append(starts[-1] + len(sentence) + 1)
    text = "\n".join(d.sentences)
    actors = resolve(text, language=d.language, published=d.published)  # type: ignore[arg-type] # check.py admits the five only
    marked: dict[tuple[int, int], set[str]] = {}
    for claim in d.claims:
        for one in (*claim["actors"], *claim["recipients"]):
            if one.get("span"):
                start = starts[claim["sent"]]
                marked.setdefault((start + one["span"][0], start + one["span"][1]), set()).add(one["id"])
    for mention in actors.mentions:
        if "sounds like" not in mention.rule:
            continue
        own = [ids for (start, end), ids in marked.items() if start <= mention.start and mention.end <= end]
        if own:
            spoken_of = actors.salient(mention.start)
            yield bool(spoken_of) and spoken_of[0] in own[0], mention.id in own[0]


def main() -> int:
    """Run the command line; gives the exit code."""
    _, held = documents.split(documents.load(CORPUS, treebanks=None), CORPUS)
    counts: Counter[str] = Counter()
    for d in held:
        for before, after in told(d):
            counts.update(persons=1, spoken_of=before, sounding=after)
    persons = counts["persons"]
    print(
        f"{persons} persons told by a title alone in {len(held)} documents: state right {counts['spoken_of'] / persons:.2f} "
        f"by what the article speaks of, {counts['sounding'] / persons:.2f} with how the name sounds"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
