"""Readers that know nothing of the held-out documents that they read: of each half, one whose decisions come from the other half.

Needs scikit-learn (requirements-train.txt).
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from enligt.readers.network import shipped
from enligt.readers.trained import TrainedReader
from enligt.training import documents, judge, merging, seen, tune

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.training.documents import Document


def halves(corpus: Path, *, treebanks: Path | None) -> list[tuple[tune.Fitted, list[seen.Seen]]]:
    """The held-out documents as the shipped network sees them, in halves, each with the decisions fitted on the other.

    Of those marked twice, the two readings are one (training/merging.py).

    Args:
        corpus: the marked corpus.
        treebanks: CoNLL-U files; None: without the documents of ``real/``.
    """
    train, held = documents.split(documents.load(corpus, treebanks=treebanks), corpus)
    held = merging.read_twice(held, documents.second(corpus, treebanks=treebanks))
    with resources.as_file(resources.files("enligt.readers").joinpath("weights")) as folder:
        return tune.folds(seen.see_all(folder, held), judge.count(train))


def readers(corpus: Path, *, treebanks: Path | None) -> list[tuple[TrainedReader, list[Document]]]:
    """Two readers of the shipped network, each with the documents of the half that its decisions were not fitted on."""
    return [
        (TrainedReader(shipped(), decided=(fitted.decisions, fitted.judge)), [s.document for s in half])
        for fitted, half in halves(corpus, treebanks=treebanks)
    ]
