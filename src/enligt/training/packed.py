"""Examples as arrays: small enough to be carried to another machine, and put together into a batch without a loop over words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import torch

from enligt.readers.ontology import ROLES, SPECIAL
from enligt.readers.windows import laid_out
from enligt.training.trees import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from enligt.training.examples import Anchor, Example

SIDES = 2  # actor, recipient


@dataclass(frozen=True, slots=True)
class Packed:
    """An example's arrays: L subwords, W words, S sentences, N anchors, E parties.

    Attributes:
        ids: [L].
        words: [W, 3], first and last subword and row of the sentence.
        bounds: [S, 2], each sentence's half-open range of subwords.
        texts: [S], each sentence's row among the untuned vectors, -1 where it has none.
        anchors: [N, 7], word, type, factuality, mode, whether firm, whether whoever acts (is acted upon) is none of the parties.
        roles: [M, 3], anchor, role and a word that fills it.
        member: [K, 2], party and a word of its names.
        traits: [E, T].
        wanted: [K, 3], anchor, party and side (0 actor, 1 recipient).
        names: [W], a class each; empty where the window has none.
        tree: [W, 3], head, relation and part of speech; empty where the window has no tree.
        claims: [1], whether its claims are marked.
    """

    ids: NDArray[np.int32]
    words: NDArray[np.int16]
    bounds: NDArray[np.int16]
    texts: NDArray[np.int32]
    anchors: NDArray[np.int16]
    roles: NDArray[np.int16]
    member: NDArray[np.int16]
    traits: NDArray[np.float32]
    wanted: NDArray[np.int16]
    names: NDArray[np.int16]
    tree: NDArray[np.int16]
    claims: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Subwords."""
        return len(self.ids)


def pack(e: Example, rows: Mapping[str, int]) -> Packed:
    """The arrays of an example.

    Args:
        e: the example.
        rows: of each sentence that has an untuned vector, the vector's row.
    """
    row = {k: s for s, k in enumerate(e.window.sentences)}
    wanted = [np.asarray(e.wanted(a), np.float32).reshape(-1, SIDES) for a in e.anchors]

    def absent(a: Anchor, rows_: NDArray[np.float32]) -> list[bool]:
        return [bool(ids) and not rows_[:, s].any() for s, ids in enumerate((a.actors, a.recipients))]

    anchors = [(a.word, a.type, a.factuality, a.mode, a.firm, *absent(a, w)) for a, w in zip(e.anchors, wanted, strict=True)]
    roles = [(k, r, w) for k, a in enumerate(e.anchors) for r, on in a.roles.items() for w in sorted(on)]
    sides = [(k, *at) for k, w in enumerate(wanted) for at in np.argwhere(w > 0).tolist()]
    tree = [] if e.tree is None or max(e.tree.heads, default=NONE) < 0 else [e.tree.heads, e.tree.relations, e.tree.pos]

    def table(rows_: Sequence[Sequence[int]], wide: int) -> NDArray[np.int16]:
        return np.array(rows_, np.int16).reshape(-1, wide)

    return Packed(
        ids=np.array(e.window.ids, np.int32),
        words=table([(w.first, w.last, row[w.sentence]) for w in e.window.words], 3),
        bounds=table(e.window.bounds, 2),
        texts=np.array([rows.get(t, -1) for t in e.texts], np.int32),
        anchors=table(anchors, 7),
        roles=table(roles, 3),
        member=table(np.argwhere(e.parties.member > 0).tolist(), 2),
        traits=np.asarray(e.parties.traits, np.float32),
        wanted=table(sides, 3),
        names=np.array(e.names or (), np.int16),
        tree=np.array(tree, np.int16).reshape(3, -1).T.copy(),
        claims=np.array([e.claims]),
    )


@dataclass(frozen=True, slots=True)
class Batched:
    """B windows put together, on the device that reads them.

    Attributes:
        ids, mask: [B, L].
        first, last: [B, W].
        pool: [B, S, L].
        sentence: [B, W], the row of each word's sentence, -1 where no word stands.
        of_word: [B, L], the word of each subword; W where it is none's.
        texts: [B, S], rows of the untuned vectors or -1.
        anchors: [B, N, 7], padded to the window that has most.
        marked: [B, N], true where an anchor stands.
        roles: [B, N, W, R], 1 where a word fills a role.
        member: [B, E, W].
        traits: [B, E, T].
        parties: [B, E], true where a party stands.
        wanted: [B, N, E, 2].
        names: [B, W], ``NONE`` where nothing is asked.
        tree: [B, W, 3], likewise.
        claims: [B].
    """

    ids: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    pool: torch.Tensor
    sentence: torch.Tensor
    of_word: torch.Tensor
    texts: torch.Tensor
    anchors: torch.Tensor
    marked: torch.Tensor
    roles: torch.Tensor
    member: torch.Tensor
    traits: torch.Tensor
    parties: torch.Tensor
    wanted: torch.Tensor
    names: torch.Tensor
    tree: torch.Tensor
    claims: torch.Tensor

    def to(self, device: torch.device) -> Batched:
        """The same on a device."""
        return Batched(*(getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)))


def together(group: Sequence[Packed], *, pad: int) -> Batched:
    """Put windows together, padded to the longest of them.

    Args:
        group: the windows.
        pad: the piece that fills up.
    """
    b = len(group)
    text = laid_out([p.ids for p in group], [p.words[:, :2] for p in group], [p.bounds for p in group], pad=pad)
    first, words = text.first, text.first.shape[1]
    parties, most = max(len(SPECIAL), *(len(p.traits) for p in group)), max(len(p.anchors) for p in group)
    sentence, of_word = np.full((b, words), -1, np.int64), np.full(text.ids.shape, words, np.int64)
    texts = np.full(text.pool.shape[:2], -1, np.int64)
    member = np.zeros((b, parties, words), np.float32)
    traits = np.zeros((b, parties, group[0].traits.shape[1]), np.float32)
    there = np.zeros((b, parties), bool)
    names, tree = np.full((b, words), NONE, np.int64), np.full((b, words, 3), NONE, np.int64)
    anchors, marked = np.zeros((b, most, group[0].anchors.shape[1]), np.int64), np.zeros((b, most), bool)
    roles, wanted = np.zeros((b, most, words, len(ROLES)), np.float32), np.zeros((b, most, parties, SIDES), np.float32)
    for i, p in enumerate(group):
        w = len(p.words)
        sentence[i, :w] = p.words[:, 2]
        long = p.words[:, 1].astype(np.int64) - p.words[:, 0] + 1
        inside = np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long)
        of_word[i, np.repeat(first[i, :w], long) + inside] = np.repeat(np.arange(w), long)
        texts[i, : len(p.texts)] = p.texts
        member[i, p.member[:, 0], p.member[:, 1]] = 1
        traits[i, : len(p.traits)] = p.traits
        there[i, : len(p.traits)] = True
        if len(p.names):
            names[i, :w] = p.names
        if len(p.tree):
            tree[i, :w] = p.tree
        anchors[i, : len(p.anchors)], marked[i, : len(p.anchors)] = p.anchors, True
        roles[i, p.roles[:, 0], p.roles[:, 2], p.roles[:, 1]] = 1
        wanted[i, p.wanted[:, 0], p.wanted[:, 1], p.wanted[:, 2]] = 1
    claims = np.array([bool(p.claims[0]) for p in group])
    return Batched(
        *(
            torch.from_numpy(x)
            for x in (
                *(text.ids, text.mask, text.first, text.last, text.pool, sentence, of_word, texts, anchors, marked),
                *(roles, member, traits, there, wanted, names, tree, claims),
            )
        )
    )
