"""The names of persons by their state, from the marked corpus: what ``enligt.actors.onomastics`` learns from.

    python -m enligt.training names      writes src/enligt/actors/data/person-names.tsv

The persons of the written corpus are invented, each by somebody who wanted the name to sound like its country. Taken are whole
names behind a title ("statsminister Vardan Sahakjan") of marked participants with one state; of documents held out, none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from enligt.actors.names import Known, bare, find_names
from enligt.actors.salience import is_state
from enligt.actors.titles import titles
from enligt.training import documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from enligt.training.documents import Document

COMMAND = "python -m enligt.training names"
TABLE = "person-names.tsv"
_HEAD = f"""# Invented persons of the training corpus, by the state that they act for: what names of that state look like.
# Made by `{COMMAND}` from the documents that are trained on; licence CC0, as the corpus.
id\tnames
"""


def table(corpus: Path) -> str:
    """The table's text: a line a state, its names in alphabetical order.

    Args:
        corpus: the marked corpus.

    Raises:
        InputError: the corpus has a fault.
    """
    train, _ = documents.split(documents.load(corpus, treebanks=None), corpus)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for d in train:
        for name, state in named(d):
            found[state].add(name)
    return _HEAD + "".join(f"{state}\t{', '.join(sorted(names))}\n" for state, names in sorted(found.items()))


def write(corpus: Path, folder: Path) -> int:
    """Write the table into the actors' data; gives the number of names."""
    text = table(corpus)
    (folder / TABLE).write_text(text, encoding="utf-8")
    return sum(line.count(", ") + 1 for line in text.removeprefix(_HEAD).splitlines())


def named(d: Document) -> Iterator[tuple[str, str]]:
    """The whole names behind titles among a document's participants, each with its one state."""
    own = titles(d.language)
    for claim in d.claims:
        states: defaultdict[str, set[str]] = defaultdict(set)
        for one in (*claim["actors"], *claim["recipients"]):
            if one.get("mention"):
                states[one["mention"]].add(one["id"])
        for mention, ids in states.items():
            names = list(find_names(mention, known=Known([]), titles=own))
            if len(ids) != 1 or not is_state(min(ids)) or not names:
                continue
            before = mention[: names[-1].start].split()
            name = bare(names[-1].text)
            if before and own.is_title(before[-1].strip(",")) and " " in name and "," not in name:
                yield name, min(ids)
