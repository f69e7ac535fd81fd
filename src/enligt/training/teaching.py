"""A user's own marked documents: from a reader's weights to one of their own, in minutes.

The reader goes on learning where its own training ended, from the user's documents and, beside them, a small sample of the
corpus (replay/), so that what it knew is not forgotten (rehearsal: Robins 1995, doi:10.1080/09540099550039318). Thresholds and
calibration stay those of the reader that it began from; so do the sentence vectors, whose targets are its own.
"""

from __future__ import annotations

import functools
import gzip
import json
import logging
import os
import shutil
import tempfile
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer

from enligt.actors import Gazetteer, read_names
from enligt.errors import InputError, WeightsError
from enligt.marking import notation
from enligt.model import LANGUAGES
from enligt.readers import blocks
from enligt.readers.network import Network as Reading
from enligt.training import documents, examples, manifest, prepare
from enligt.training.base import Shape
from enligt.training.export import rounded
from enligt.training.fit import Material, Training, Versions, batches
from enligt.training.packed import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from enligt.training.documents import Document

log = logging.getLogger(__name__)
KEPT = ("encoding.onnx", "claims.onnx", "tokenizer.json.gz", "shape.json", "decisions.json", "judge.json.gz")
"""Files of a reader that teaching leaves as they are."""


def settings() -> dict[str, Any]:
    """teaching.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("teaching.toml").read_text("utf-8"))


def replayed() -> list[Document]:
    """The sample of the corpus that is learnt again beside a user's documents."""
    out: list[Document] = []
    with resources.as_file(resources.files(__package__).joinpath("replay")) as folder:
        for path in sorted(folder.glob("*.txt")):
            for marked, faults in notation.documents(path, None):
                if faults:
                    raise InputError(f"{path}: damaged ({faults[0]}): install enligt again")
                out.append(documents.of_marked(marked, file=f"replay/{path.name}"))
    return out


def teach(  # noqa: PLR0913 - the verb's options
    taught: Sequence[Document],
    *,
    begin: Traversable,
    folder: Path,
    names: str = "",
    minutes: float | None = None,
    tell: Callable[[], None],
) -> None:
    """Train a reader further on documents, and write it into ``folder``, all of it or nothing.

    Args:
        taught: the user's marked documents, those held out not among them.
        begin: the folder of the reader's weights to begin from.
        folder: where the new reader goes; what lies there is replaced.
        names: names of actors that the tables have not (``enligt.actors.read_names``), beside those of the reader in ``begin``.
        minutes: of training at most; by default as in teaching.toml.
        tell: called after each step.

    Raises:
        WeightsError: ``begin`` holds no reader, or one of another version of this program.
        InputError: no document holds a claim that can be learnt, or a line of ``names`` is none.
    """
    chosen = settings()
    options = prepare.settings()
    options |= {"minutes": minutes or chosen["minutes"], "passes": chosen["passes"], "names_share": 0.0, "adversarial": 0.0}
    options["noise"] = options["noise"] | {"windows": 0.0}  # a few documents, some minutes: they are to be learnt by heart
    options["rate"] = options["rate"] | {"again": chosen["again"], "warmup": chosen["warmup"]}
    torch.set_num_threads(min(os.cpu_count() or 1, 4))
    began_from = _ancestry(begin)
    # the new ones first: of equal names the first counts
    every_name = "\n".join(dict.fromkeys(line for told in (names, _names(begin)) for line in told.splitlines() if line.strip()))
    material, vectors = _material(taught, replayed(), begin, names=every_name, twice=chosen["twice"])
    with tempfile.TemporaryDirectory(prefix="enligt-teach-") as work:
        training = Training(material, options, work=Path(work), vectors=vectors, begin=begin)
        for number in range(options["passes"]):
            for group in batches(material, options, number):
                if training.fraction >= 1:
                    break
                training.take(group)
                tell()
    log.info("taught for %d steps, %.1f minutes", training.step, training.minutes)
    figures = {"steps": training.step, "minutes": round(training.minutes, 2), "documents": len(taught)}
    read = {d.language for d in taught if any(not c["optional"] for c in d.claims)}
    made = {"settings": options, "training": figures, "began_from": began_from, "languages": sorted({*_languages(begin), *read})}
    _write(training, begin, folder, names=every_name, made=made)


def _ancestry(begin: Traversable) -> list[dict[str, Any]]:
    with resources.as_file(begin) as path:
        return manifest.ancestry(path)


def _names(begin: Traversable) -> str:
    file = begin.joinpath("names.tsv")
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _languages(begin: Traversable) -> list[str]:
    return list(json.loads(begin.joinpath("manifest.json").read_text("utf-8")).get("languages", LANGUAGES))


def _material(
    taught: Sequence[Document], replay: Sequence[Document], begin: Traversable, *, names: str, twice: int
) -> tuple[Material, torch.Tensor]:
    """What is learnt, and the sentence vectors that the reader gives now: they are to stay."""
    try:
        shape = Shape(**json.loads(begin.joinpath("shape.json").read_text("utf-8"))["shape"])
        tokenizer = Tokenizer.from_str(gzip.decompress(begin.joinpath("tokenizer.json.gz").read_bytes()).decode("utf-8"))
        with begin.joinpath("weights.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as saved:
            word = blocks.unpack(saved, "word")
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise WeightsError(f"{begin}: no reader's weights to begin from ({type(e).__name__}: {e})") from e

    more = read_names(names, where="names")
    known = functools.partial(prepare.known, known_actors=Gazetteer(more) if more else None)

    def made(docs: Sequence[Document]) -> list[list[examples.Example]]:
        return [examples.of_document(d, tokenizer=tokenizer, shape=shape, known=known) for d in docs]

    own, other = made(taught), made(replay)
    if not any(e.anchors for d in own for e in d):
        raise InputError("none of the documents to learn from holds a marked claim: mark some (docs/claims.md)")
    reader = Reading(begin)
    every = [e for d in (*own, *other) for e in d]
    vectors: dict[str, NDArray[np.float32]] = {}
    for one, scores in zip(every, reader.read([one.window for one in every]), strict=True):
        v = scores.vectors.astype(np.float32)
        v /= np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1)
        vectors.update(zip(one.texts, v, strict=True))
    rows = {t: i for i, t in enumerate(vectors)}
    packed = [[Versions([pack(e, rows) for e in d]) for d in docs] for docs in (own, other)]
    material = Material(
        train=[*packed[0] * twice, *packed[1]],
        held=(),
        names={},
        texts=list(vectors),
        word=torch.from_numpy(word),
        base={},
        shape=shape,
        tokenizer=tokenizer,
    )
    return material, torch.from_numpy(np.stack(list(vectors.values())))


def _write(training: Training, begin: Traversable, folder: Path, *, names: str, made: dict[str, Any]) -> None:
    """The reader's files beside their place first, then all at once into it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name in (n for n in KEPT if begin.joinpath(n).is_file()):
            (new / name).write_bytes(begin.joinpath(name).read_bytes())
        packed = rounded(training.network.cpu().eval())
        with begin.joinpath("weights.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as saved:
            packed.update({name: saved[name] for name in saved.files if name.partition("#")[0] == "word"})
        with (new / "weights.npz").open("wb") as out:
            np.savez(out, **packed)  # type: ignore[arg-type] # numpy's stubs take any array here
        told = json.loads(begin.joinpath("manifest.json").read_text("utf-8"))
        (new / "manifest.json").write_text(json.dumps(told | made | {"command": "enligt teach"}, indent=1), encoding="utf-8")
        manifest.update_parts(new)
        if names:
            (new / "names.tsv").write_text(names + "\n", encoding="utf-8", newline="\n")
        _put(new, folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _put(new: Path, folder: Path) -> None:
    """Move a folder to its place; the reader that lay there goes only when the new one stands."""
    if not folder.exists():
        new.replace(folder)
        return
    if not (folder / "manifest.json").is_file():
        raise InputError(f"{folder} is there and is no reader: choose another name")
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent)) / "old"
    folder.replace(old)
    try:
        new.replace(folder)
    except BaseException:
        old.replace(folder)
        raise
    shutil.rmtree(old.parent, ignore_errors=True)
