"""The first look's model: a logistic regression over hashed words, by Adagrad (Duchi et al., 2011), with numpy alone.

A sentence with a marked claim is positive, any other of the corpus or of ``corpus/aside`` negative; optional claims are left
out. Five folds (whole files, and every fifth aside text) give each document a score by a model that has not seen it; the
thresholds are set on these scores and on those of the documents held out for ever, which no model sees.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.errors import InputError
from enligt.model import LANGUAGES
from enligt.readers.look import names_actor
from enligt.readers.look.features import SIZE, Table, buckets, pair_buckets, pieces
from enligt.training import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

log = logging.getLogger(__name__)

COMMAND = "python -m enligt.training look"
FOLDS = 5
SETTINGS: dict[str, float] = {
    "epochs": 6, "batch": 512, "rate": 0.5, "seed": 0,
    "weight_quiet": 0.2,  # of the corpus's sentences without claims, all together, against those with
    "weight_aside": 1.0,  # of those of corpus/aside
    "lost": 0.012,  # of the documents with claims, at most, by score alone
    "lost_single": 0.05,  # of those with one claim
    "margin": 0.6,  # by which the score asked is lower still: the web has more pages with one claim than the corpus
    "lost_no_actor": 0.003,  # of all, besides, because they name no actor
}  # fmt: skip
LARGEST_WEIGHT = 127


@dataclass(frozen=True)
class Sample:
    """A document or aside text for the training: its features' rows, a piece each, and the pieces' marks: 1, 0, −1 (optional)."""

    id: str
    language: str
    fold: int
    claims: int
    types: frozenset[str]
    text: str
    rows: tuple[NDArray[np.int64], ...]
    marks: tuple[int, ...]
    aside: bool = False


def rows_of(words: Sequence[str]) -> NDArray[np.int64]:
    """The table's rows of a piece's features."""
    hashes = [buckets(word) for word in words]
    alone = np.array([one % SIZE for several in hashes for one in several], dtype=np.int64)
    return np.concatenate((alone, pair_buckets(np.array([several[0] for several in hashes], dtype=np.uint64))))


def of_document(d: documents.Document) -> Sample:
    """A marked document."""
    firm = {c["sent"] for c in d.claims if not c["optional"]}
    free = {c["sent"] for c in d.claims} - firm
    rows: list[NDArray[np.int64]] = []
    marks: list[int] = []
    for k, sentence in enumerate(d.sentences):
        for piece in pieces(sentence):
            rows.append(rows_of(piece))
            marks.append(1 if k in firm else -1 if k in free else 0)
    types = frozenset(str(c["event_type"]) for c in d.claims if not c["optional"])
    text, _ = documents.joined(d)
    count = sum(not c["optional"] for c in d.claims)
    return Sample(d.id, d.language, zlib.crc32(d.file.encode()) % FOLDS, count, types, text, tuple(rows), tuple(marks))


def aside_texts(corpus: Path) -> list[Sample]:
    """The texts of ``corpus/aside``, a block each below the head line; every fifth is held out (its fold is the last).

    Raises:
        InputError: there are none.
    """
    found: list[Sample] = []
    for language in LANGUAGES:
        path = corpus / "aside" / f"{language}.txt"
        if not path.is_file():
            raise InputError(f"{path}: no such file: the first look learns from texts without claims")
        blocks = path.read_text("utf-8").strip().split("\n\n")[1:]
        for k, text in enumerate(blocks):
            rows = tuple(rows_of(piece) for piece in pieces(text))
            found.append(
                Sample(f"aside-{language}-{k + 1}", language, k % 5, 0, frozenset(), text, rows, (0,) * len(rows), aside=True)
            )
    return found


def fit(samples: Iterable[Sample]) -> Table:
    """The table of these documents: the same samples in the same order always give the same one."""
    rows: list[NDArray[np.int64]] = []
    kinds: list[int] = []
    for one in samples:
        for piece, mark in zip(one.rows, one.marks, strict=True):
            if mark >= 0:
                rows.append(piece)
                kinds.append(0 if mark else 2 if one.aside else 1)
    kind = np.array(kinds)
    counts = np.maximum(np.bincount(kind, minlength=3), 1)
    wanted = (kind == 0).astype(float)
    shares = np.array([1.0, SETTINGS["weight_quiet"], SETTINGS["weight_aside"]]) * counts[0] / counts
    importance = shares[kind] / shares[kind].mean()
    weights, squares = np.zeros(SIZE), np.full(SIZE, 1e-2)
    bias, bias_squares = 0.0, 1.0
    order_of = np.random.default_rng(int(SETTINGS["seed"]))
    batch, rate = int(SETTINGS["batch"]), SETTINGS["rate"]
    for _ in range(int(SETTINGS["epochs"])):
        order = order_of.permutation(len(rows))
        for begin in range(0, len(order), batch):
            chosen = order[begin : begin + batch]
            flat = np.concatenate([rows[i] for i in chosen])
            lengths = np.array([len(rows[i]) for i in chosen])
            starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
            shrink = 1 / np.sqrt(lengths)
            chance = 1 / (1 + np.exp(-(np.add.reduceat(weights[flat], starts) * shrink + bias)))
            slope = (chance - wanted[chosen]) * importance[chosen]
            mean = float(slope.mean())
            bias_squares += mean * mean
            bias -= rate * mean / bias_squares**0.5
            all_slopes = np.bincount(flat, weights=np.repeat(slope * shrink, lengths), minlength=SIZE) * (10 / len(chosen))
            moved = np.nonzero(all_slopes)[0]
            squares[moved] += all_slopes[moved] ** 2
            weights[moved] -= rate * all_slopes[moved] / np.sqrt(squares[moved])
    scale = LARGEST_WEIGHT / max(float(np.abs(weights).max()), 1e-9)
    scale = round(min(scale * 4, 400.0), 3)  # the few largest weights are cut to a quarter: the many small ones keep their places
    whole = np.clip(np.rint(weights * scale), -LARGEST_WEIGHT, LARGEST_WEIGHT).astype(np.int8)
    return Table(whole, scale=scale, bias=round(bias, 4))


def score(table: Table, one: Sample) -> float:
    """What the table gives a document's text."""
    return table.score(one.text)


def thresholds(scored: Sequence[tuple[Sample, float]], held: Sequence[tuple[Sample, float]]) -> dict[str, dict[str, float]]:
    """By language: the score below which claims are unlikely, and the one below which a text must name an actor.

    Args:
        scored: documents with scores by models that did not see them.
        held: those held out for ever, scored by the shipped model.
    """
    unlikely: dict[str, float] = {}
    no_actor: dict[str, float] = {}
    for language in LANGUAGES:
        lowest: list[float] = []
        for several in (scored, held):
            own = [(one, s) for one, s in several if one.language == language and one.claims]
            single = sorted(s for one, s in own if one.claims == 1)
            everyone = sorted(s for _, s in own)
            lowest.append(everyone[int(SETTINGS["lost"] * len(everyone))])
            lowest += [single[int(SETTINGS["lost_single"] * len(single))]] if len(single) >= 20 else []
        unlikely[language] = round(min(lowest) - 1e-4, 4)
        own = [(one, s) for one, s in [*scored, *held] if one.language == language and one.claims]
        nameless = sorted(
            s
            for one, s in own
            if s >= unlikely[language] and s < unlikely[language] + 3 and not names_actor(one.text, language=language)
        )
        spare = int(SETTINGS["lost_no_actor"] * len(own))
        no_actor[language] = round(
            max(unlikely[language], (nameless[spare] if len(nameless) > spare else unlikely[language] + 3) - 1e-4), 4
        )
    lowered = {language: round(one - SETTINGS["margin"], 4) for language, one in unlikely.items()}
    return {"unlikely": lowered, "no_actor": no_actor}


def samples(corpus: Path) -> tuple[list[Sample], list[Sample]]:
    """What is trained on, and what is held out (corpus/heldout.txt, every fifth aside text)."""
    train, held = documents.split(documents.load(corpus, treebanks=None), corpus)
    aside = aside_texts(corpus)
    return (
        [*map(of_document, train), *(one for one in aside if one.fold != FOLDS - 1)],
        [*map(of_document, held), *(one for one in aside if one.fold == FOLDS - 1)],
    )


def hashes(corpus: Path) -> dict[str, str]:
    """SHA-256 of what the model is made of, by path in the corpus."""
    own = {f"aside/{language}.txt": corpus / "aside" / f"{language}.txt" for language in LANGUAGES}
    mine = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in own.items()}
    return {**{k: v for k, v in documents.hashes(corpus).items() if not k.startswith("real/")}, **mine}


def make(train: Sequence[Sample], held: Sequence[Sample]) -> tuple[Table, dict[str, Any]]:
    """The model of these documents, and what model.json tells of it (less hashes)."""
    scored: list[tuple[Sample, float]] = []
    for fold in range(FOLDS):
        table = fit(one for one in train if one.fold != fold)
        scored += [(one, score(table, one)) for one in train if one.fold == fold]
        log.info("fold %d of %d", fold + 1, FOLDS)
    table = fit(train)
    limits = thresholds(scored, [(one, score(table, one)) for one in held])
    return table, {"scale": table.scale, "bias": table.bias, **limits}


def write(corpus: Path, folder: Path) -> None:
    """Make the model anew and write ``model.npz`` and ``model.json``.

    Raises:
        InputError: the corpus is not there, or has faults.
    """
    train, held = samples(corpus)
    table, told = make(train, held)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "model.npz").open("wb") as file:
        np.savez_compressed(file, weights=table.weights.astype(np.int8))
    digest = hashlib.sha256(table.weights.astype(np.int8).tobytes()).hexdigest()
    made = {"command": COMMAND, **told, "settings": SETTINGS, "weights": digest, "corpus": hashes(corpus)}
    (folder / "model.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    log.info("%s: unlikely below %s", folder, told["unlikely"])
