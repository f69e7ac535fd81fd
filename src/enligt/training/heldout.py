"""Quick figures on the documents held out, logged while training. What a user gets is measured by quality/heldout.py."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import torch

from enligt.readers.ontology import ROLES, SPECIAL
from enligt.readers.windows import batch, geometry
from enligt.training.network import CLAMP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.training.base import Shape
    from enligt.training.examples import Example
    from enligt.training.network import Network


def f1(hit: float, found: float, wanted: float) -> float:
    """Harmonic mean of precision and recall; 0 where nothing hits."""
    return 2 * hit / (found + wanted) if hit else 0.0


@torch.no_grad()
def figures(network: Network, examples: Sequence[Example], *, word: torch.Tensor, shape: Shape) -> dict[str, float]:
    """Detection F1 by sentence and type at 0.5; given the marked triggers, the shares of fields right and the roles' word F1."""
    network.eval()
    n: collections.Counter[str] = collections.Counter()
    for e in examples:
        b = batch([e.window], pad=shape.pad)
        device = word.device
        words, types, _, _, _ = network.encoding(
            word[torch.from_numpy(b.ids).to(device)], *(torch.from_numpy(x).to(device) for x in (b.mask, b.first, b.last, b.pool))
        )
        at = e.window.words
        p = types[0, : len(at)].sigmoid()
        gold = {(at[a.word].sentence, a.type) for a in e.anchors if a.firm}
        free = {(at[a.word].sentence, a.type) for a in e.anchors} - gold
        found = {(at[i].sentence, t) for i, t in (p > 0.5).nonzero().tolist()} - free
        n.update(hit=len(gold & found), found=len(found), wanted=len(gold))
        if e.anchors:
            _claims(network, e, words[0, : len(at)], types[0, : len(at)], n)
    network.train()
    out = {"detection": f1(n["hit"], n["found"], n["wanted"])}
    for key in ("factuality", "firm", "actors", "recipients"):
        out[key] = n[f"{key} right"] / max(1, n["anchors"])
    for role in ROLES:
        out[role] = f1(n[f"{role} hit"], n[f"{role} found"], n[f"{role} wanted"])
    return out


def _claims(network: Network, e: Example, words: torch.Tensor, types: torch.Tensor, n: collections.Counter[str]) -> None:
    device = words.device
    same, distance = (torch.from_numpy(x).to(device) for x in geometry(e.window, [a.word for a in e.anchors]))
    anchors, kinds = (torch.tensor([getattr(a, k) for a in e.anchors], device=device) for k in ("word", "type"))
    member, traits = (torch.from_numpy(x).to(device) for x in (e.parties.member, e.parties.traits))
    chance = types[anchors, kinds].clamp(-CLAMP, CLAMP)
    factuality, firm, _, roles, _, parties = network.claims(words, anchors, kinds, chance, same, distance, member, traits)
    rows = [e.home if x == "HOME" else x for x in (*SPECIAL, *e.parties.ids)]
    for k, a in enumerate(e.anchors):
        n["anchors"] += 1
        n["factuality right"] += int(factuality[k].argmax().item() == a.factuality)
        n["firm right"] += int((firm[k].item() > 0) == a.firm)
        for side, wanted in ((0, a.actors), (1, a.recipients)):
            ids = {i for i, z in zip(rows, parties[k, :, side].tolist(), strict=True) if z > 0 and i}
            n[f"{('actors', 'recipients')[side]} right"] += int(ids == wanted)
        for r, role in enumerate(ROLES):
            reach = (roles[k, :, r] > 0) & (
                (same[k] > 0) if role not in {"source", "origin"} else torch.ones_like(same[k], dtype=torch.bool)
            )
            on = set(reach.nonzero()[:, 0].tolist())
            n.update({f"{role} hit": len(on & a.roles[r]), f"{role} found": len(on), f"{role} wanted": len(a.roles[r])})
