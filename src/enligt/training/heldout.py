"""Quick figures on the documents held out, logged while training. What a user gets is measured by quality/heldout.py."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import torch

from enligt.readers.ontology import ANYWHERE, ROLES
from enligt.training.batched import Anchors, claims
from enligt.training.losses import FACTUALITY, FIRM, TYPE, WORD
from enligt.training.network import CLAMP
from enligt.training.packed import Batched, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.training.base import Shape
    from enligt.training.network import Network
    from enligt.training.packed import Packed

ON = 0.5  # chance from which a word is a trigger


def f1(hit: float, found: float, wanted: float) -> float:
    """Harmonic mean of precision and recall; 0 where nothing hits."""
    return 2 * hit / (found + wanted) if hit else 0.0


@torch.no_grad()
def figures(
    network: Network, examples: Sequence[Packed], *, word: torch.Tensor, shape: Shape, most: int = 2400
) -> dict[str, float]:
    """Detection F1 by sentence and type at 0.5; given the marked triggers, the shares of fields right and the roles' word F1.

    Args:
        network: any; it is put into training mode after.
        examples: windows of documents held out.
        word: the pieces' vectors [V, H].
        shape: the encoder's.
        most: subwords in a batch.
    """
    network.eval()
    n: collections.Counter[str] = collections.Counter()
    waiting = sorted(examples, key=lambda e: e.size)
    while waiting:
        taken = max(1, most // waiting[-1].size)
        group, waiting = waiting[-taken:], waiting[:-taken]
        _count(network, together(group, pad=shape.pad).to(word.device), word, n)
    network.train()
    out = {"detection": f1(n["hit"], n["found"], n["wanted"])}
    for key in ("factuality", "firm", "actors", "recipients"):
        out[key] = n[f"{key} right"] / max(1, n["anchors"])
    for role in ROLES:
        out[role] = f1(n[f"{role} hit"], n[f"{role} found"], n[f"{role} wanted"])
    return out


def _count(network: Network, b: Batched, word: torch.Tensor, n: collections.Counter[str]) -> None:
    words, types, _, _, _ = network.encoding(word[b.ids], b.mask, b.first, b.last, b.pool)
    i, k = b.marked.nonzero(as_tuple=True)
    at, kinds, firm = b.anchors[i, k, WORD], b.anchors[i, k, TYPE], b.anchors[i, k, FIRM] > 0
    shape = (len(b.ids), b.pool.shape[1], types.shape[2])
    gold, free, found = (torch.zeros(shape, dtype=torch.bool, device=word.device) for _ in range(3))
    sentence = b.sentence[i, at]
    gold[i[firm], sentence[firm], kinds[firm]] = True
    free[i, sentence, kinds] = True
    x, j, t = ((types.sigmoid() > ON) & (b.sentence >= 0)[..., None]).nonzero(as_tuple=True)
    found[x, b.sentence[x, j], t] = True
    found &= ~free | gold
    n.update(hit=int((gold & found).sum()), found=int(found.sum()), wanted=int(gold.sum()))
    if not len(at):
        return
    window = torch.arange(len(b.ids), device=word.device)[:, None]
    chance = types[window, b.anchors[..., WORD], b.anchors[..., TYPE]].clamp(-CLAMP, CLAMP)
    out = claims(network.claims, b, words, Anchors(b.anchors[..., WORD], b.anchors[..., TYPE], chance, b.marked))
    n["anchors"] += len(at)
    n["factuality right"] += int(((out.factuality.argmax(2) == b.anchors[..., FACTUALITY]) & b.marked).sum())
    n["firm right"] += int((((out.firm > 0) == (b.anchors[..., FIRM] > 0)) & b.marked).sum())
    chosen = (out.parties > 0) & b.parties[:, None, :, None]
    right = (chosen == (b.wanted > 0)).all(2) & (b.anchors[..., FIRM + 1 :] == 0) & b.marked[..., None]
    n["actors right"] += int(right[..., 0].sum())
    n["recipients right"] += int(right[..., 1].sum())
    for r, role in enumerate(ROLES):
        reach = (b.sentence >= 0)[:, None] if role in ANYWHERE else out.same
        on = (out.roles[..., r] > 0) & reach & b.marked[..., None]
        wanted = b.roles[..., r] > 0
        n.update({f"{role} hit": int((on & wanted).sum()), f"{role} found": int(on.sum()), f"{role} wanted": int(wanted.sum())})
