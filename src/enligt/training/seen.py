"""Marked documents as a reader sees them: its candidates, each with the marked claim that it stands for.

Each document is read as a user's article would be (its sentences given), so that what is tuned is what is used.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.actors import resolve
from enligt.model import Article
from enligt.readers import decoding, judging, who
from enligt.readers.network import Network
from enligt.readers.ontology import TYPES
from enligt.readers.trained import Prepared
from enligt.readers.windows import windows
from enligt.training import documents, merging

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enligt.readers.decisions import Decisions
    from enligt.readers.decoding import Candidate
    from enligt.readers.judging import Participation
    from enligt.training.documents import Document

Confidences = list[list[float]]
"""How likely each candidate is a claim, by document, in the order of ``Seen.found``."""


@dataclass
class Seen:
    """One held-out document as read: its candidates, each with the marked claim that it stands for."""

    document: Document
    scene: who.Scene
    found: list[tuple[Candidate, dict[str, Any] | None]]


def article(d: Document) -> tuple[Article, list[tuple[int, int]]]:
    """A marked document as an article, and its sentences' offsets."""
    text, bounds = documents.joined(d)
    one = Article(document=d.id, page="", text=text, language=d.language, headline=d.sentences[0], published=d.published)  # type: ignore[arg-type] # check.py admits the five languages only
    return one, bounds


def see(network: Network, d: Document) -> Seen:
    """Read a marked document and pair its candidates with its claims."""
    one, bounds = article(d)
    made = windows(d.sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos)
    prepared = Prepared(one, bounds, network.read(made))
    known = resolve(one.text, language=one.language, published=one.published, names=prepared.names())
    scene = who.Scene(one.text, bounds, one.language, known)
    found = [c for s in prepared.scores for c in decoding.candidates(network, s, scene.parties)]
    return Seen(d, scene, pair(found, d))


_network = functools.cache(Network)  # one in each process


def _see(d: Document, folder: Path) -> Seen:
    return see(_network(folder), d)


def see_all(folder: Path, several: Sequence[Document]) -> list[Seen]:
    """Read marked documents with the reader in ``folder``, a process on each core; in their order."""
    work = functools.partial(_see, folder=folder)
    processes = min(len(several) // 16, os.cpu_count() or 1)
    if processes < 2:
        return [work(d) for d in several]
    # a thread pool of this process would not live on in a fork of it
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, several, chunksize=16))


def pair(found: Sequence[Candidate], d: Document) -> list[tuple[Candidate, dict[str, Any] | None]]:
    """Each candidate with the marked claim of its sentence and type, one to one, likeliest first; firm claims before optional."""
    left = list(d.claims)
    out: dict[int, dict[str, Any] | None] = {}
    for k, c in sorted(enumerate(found), key=lambda x: -x[1].probability):
        words = c.scores.window.words[c.word]
        fits = [m for m in left if m["sent"] == c.sentence and TYPES[c.type] in merging.types(m)]
        fits.sort(key=lambda m: (m["optional"], abs(m["trigger"][0][0] - words.start)))
        out[k] = fits[0] if fits else None
        if fits:
            left.remove(fits[0])
    return [(c, out[k]) for k, c in enumerate(found)]


def participation(s: Seen, chosen: Decisions) -> list[Participation]:
    """Those who take part in each of its candidates."""
    return [judging.participation(c, s.scene, chosen) for c, _ in s.found]
