"""The sample of the corpus that ships with the package, for `enligt teach` to replay: so many documents of each language."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from enligt.training import documents

if TYPE_CHECKING:
    from pathlib import Path

EACH = 30  # documents a language
SEED = 8
_HEAD = """\
# Invented acts by invented people: nothing here is a fact. A sample of corpus/written, chosen by
# `python -m enligt.training replay`; `enligt teach` learns it again beside a user's own documents.
"""


def chosen(corpus: Path) -> dict[str, list[str]]:
    """The marked text of the documents chosen, by language; none that is held out."""
    train, _ = documents.split(documents.load(corpus, treebanks=None), corpus)
    wanted = {d.id: d for d in train if d.file.startswith("written/")}
    texts: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((corpus / "written").glob("*.txt")):
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
        for text in re.split(r"(?m)^(?=@ )", "\n".join(lines)):
            id_ = text[2:].split("|")[0].strip()
            if text.startswith("@ ") and id_ in wanted:
                texts.setdefault(wanted[id_].language, []).append((id_, text.strip()))
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    return {
        language: [text for _, text in sorted(rng.sample(sorted(found), min(EACH, len(found))))]
        for language, found in sorted(texts.items())
    }


def write(corpus: Path, folder: Path) -> int:
    """Write a file a language into ``folder``; how many documents in all."""
    folder.mkdir(exist_ok=True)
    made = chosen(corpus)
    for language, texts in made.items():
        (folder / f"{language}.txt").write_text(_HEAD + "\n\n".join(texts) + "\n", encoding="utf-8", newline="\n")
    return sum(map(len, made.values()))
