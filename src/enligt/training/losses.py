"""What the network is punished for, one batch at a time. Weights stand in settings.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.readers.decoding import FLOOR
from enligt.readers.ontology import ANYWHERE, ROLES, SPECIAL, TYPED_MODES, TYPES
from enligt.training import syntax as syntactic
from enligt.training.batched import Anchors
from enligt.training.batched import claims as read_claims
from enligt.training.network import CLAMP, MASKED
from enligt.training.noise import hidden
from enligt.training.trees import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.training.network import Network
    from enligt.training.packed import Batched
    from enligt.training.syntax import Syntax

MODE_OF_TYPE = torch.tensor([[t == kind for kind, _ in TYPED_MODES] for t in TYPES])
FAR_ROLES = torch.tensor([r in ANYWHERE for r in ROLES])
MOST_OTHERS = 40  # unmarked triggers a window, the likeliest
PARTIES = 4  # so many parties of a claim weigh as one of its other fields
WORD, TYPE, FACTUALITY, MODE, FIRM = range(5)  # columns of Batched.anchors; after them, whether each side is absent
_bce = F.binary_cross_entropy_with_logits


def loss(  # noqa: PLR0913 - what a step needs
    network: Network,
    b: Batched,
    *,
    word: torch.Tensor,
    weight: Mapping[str, Any],
    noise: Mapping[str, float],
    vectors: torch.Tensor,
    syntax: Syntax | None = None,
) -> torch.Tensor:
    """The weighted loss of one batch. Each window with marked claims weighs alike.

    Args:
        network: in training mode.
        b: the windows.
        word: the pieces' vectors, frozen [V, H].
        weight: the table ``loss`` of the settings.
        noise: the table ``noise``: what is hidden of the words.
        vectors: [T, H], the untuned encoder's vectors that ``b.texts`` names, unit length.
        syntax: the heads of the side task, where the examples have trees.
    """
    unseen = hidden(b, noise)
    words, types, names, sentence_types, vector = network.encoding(
        word[b.ids].masked_fill(unseen[:, :, None], 0.0), b.mask, b.first, b.last, b.pool
    )
    total = _vector_loss(b, vector, vectors, whole=~unseen.any(1)) * weight["vector"]
    total = total + _names_loss(b, names) * weight["names"]
    if syntax is not None:
        total = total + syntactic.loss(syntax, b, words) * weight["syntax"]
    total = total + _type_losses(b, types, sentence_types, weight)
    return total + _claim_losses(network, b, words, types, weight)


def _vector_loss(b: Batched, vector: torch.Tensor, vectors: torch.Tensor, *, whole: torch.Tensor) -> torch.Tensor:
    """Of the windows in which no word is hidden: what a vector is to mean is the whole sentence."""
    on = (b.texts >= 0) & whole[:, None]
    if not len(vectors):
        return vector.sum() * 0
    wanted = vectors[b.texts.clamp(min=0)].to(vector.dtype)
    apart = 1 - (F.normalize(vector, dim=-1) * wanted).sum(-1)
    return (apart * on).sum() / on.sum().clamp(min=1)


def _names_loss(b: Batched, names: torch.Tensor) -> torch.Tensor:
    asked = (b.names != NONE).sum()
    each = F.cross_entropy(names.flatten(0, 1), b.names.flatten(), ignore_index=NONE, reduction="sum")
    return each / asked.clamp(min=1)


def _type_losses(b: Batched, types: torch.Tensor, sentence_types: torch.Tensor, weight: Mapping[str, Any]) -> torch.Tensor:
    """Triggers by word and types by sentence. Optional claims are left out of both: neither right nor wrong."""
    there = (b.sentence >= 0) & b.claims[:, None]
    row = (b.pool.sum(-1) > 0) & b.claims[:, None]
    y, ys = torch.zeros_like(types), torch.zeros_like(sentence_types)
    w = there[..., None].to(types.dtype).repeat(1, 1, types.shape[2])
    ws = row[..., None].to(types.dtype).repeat(1, 1, types.shape[2])
    i, n = b.marked.nonzero(as_tuple=True)
    at, kind, firm = (b.anchors[i, n, k] for k in (WORD, TYPE, FIRM))
    rest = b.roles[..., ROLES.index("trigger")] > 0
    rest = rest & (torch.arange(rest.shape[2], device=rest.device) != b.anchors[..., WORD, None])
    w.masked_fill_(rest.any(1)[..., None], weight["trigger_rest"])
    sentence = b.sentence[i, at]
    for on, value in ((firm == 0, 0.0), (firm > 0, 1.0)):
        k, t, s = i[on], kind[on], sentence[on]
        y[k, at[on], t], w[k, at[on], t] = value, value * (1 + weight["type_positive"])
        ys[k, s, t], ws[k, s, t] = value, value
    by_word = (_bce(types, y, reduction="none") * w).sum() / there.sum().clamp(min=1)
    by_sentence = (_bce(sentence_types, ys, reduction="none") * ws).sum() / row.sum().clamp(min=1)
    return by_word * weight["types"] + by_sentence * weight["sentence_types"]


def _claim_losses(
    network: Network, b: Batched, words: torch.Tensor, types: torch.Tensor, weight: Mapping[str, Any]
) -> torch.Tensor:
    """Of the marked anchors, and beside them what the network takes for triggers though nothing is marked there."""
    asked, told = _asked(b, types)
    if asked.there.shape[1] == 0:
        return words.sum() * 0
    out = read_claims(network.claims, b, words, asked)
    n, windows = b.marked.shape[1], b.claims.sum().clamp(min=1)

    def mean(values: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
        """The mean over the windows of each one's sum by its count, both [B]."""
        return (values / count.clamp(min=1)).sum() / windows

    own = (told >= 0).float()
    firm = (_bce(out.firm, told.clamp(min=0), reduction="none") * own).sum(1)
    total = mean(firm, own.sum(1)) * weight["firm"]
    if n == 0:
        return total
    on = b.marked.float()
    each = on.sum(1)
    factuality = F.cross_entropy(out.factuality[:, :n].transpose(1, 2), b.anchors[..., FACTUALITY], reduction="none")
    total = total + mean((factuality * on).sum(1), each) * weight["factuality"]
    allowed = out.mode[:, :n].masked_fill(~MODE_OF_TYPE.to(words.device)[b.anchors[..., TYPE]], -1e4)
    mode = F.cross_entropy(allowed.transpose(1, 2), b.anchors[..., MODE], reduction="none")
    total = total + mean((mode * on).sum(1), each) * weight["mode"]
    reach = out.same[:, :n, :, None] | FAR_ROLES.to(words.device)
    m = (reach & (b.sentence >= 0)[:, None, :, None] & b.marked[:, :, None, None]).float()
    roles = (_bce(out.roles[:, :n], b.roles, reduction="none") * m * (1 + b.roles)).sum((1, 2, 3))
    total = total + mean(roles, m.sum((1, 2, 3)) / len(ROLES)) * weight["roles"]
    party = (b.parties[:, None] & b.marked[:, :, None])[..., None]
    by_party = (_bce(out.parties[:, :n], b.wanted, reduction="none") * party).sum((1, 2, 3))
    total = total + mean(by_party, each * PARTIES) * weight["parties"]
    some = ((b.anchors[..., FIRM + 1 :] == 0) & b.marked[..., None]).float()
    chosen = choice(out.parties[:, :n].masked_fill(~b.parties[:, None, :, None], MASKED).flatten(0, 1), b.wanted.flatten(0, 1))
    total = total + mean((chosen.unflatten(0, (-1, n)) * some).sum((1, 2)), some.sum((1, 2))) * weight["choice"]
    named = party[:, :, len(SPECIAL) :]
    if named.shape[2]:
        # one decision an id: its likeliest mention speaks for it
        outside = ((1 - b.member[:, len(SPECIAL) :]) * MASKED)[:, None]
        scores = torch.stack([(out.entities[:, :n, None, :, s] + outside).amax(-1) for s in (0, 1)], -1)
        target = b.wanted[:, :, len(SPECIAL) :]
        by_name = _bce(scores.masked_fill(~named, 0.0), target, reduction="none") * (1 + target) * named
        total = total + mean(by_name.sum((1, 2, 3)), named.sum((1, 2, 3)).float() * 2) * weight["entities"]
    return total


def choice(scores: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Which of the parties it is, [N, 2]: of each side, the cross entropy of those wanted against all others and against nobody.

    Args:
        scores: [N, E, 2] logits; nobody's is 0.
        target: [N, E, 2], 1 where a party is wanted.
    """
    nobody = torch.zeros_like(scores[:, :1])
    others = torch.cat([nobody, scores + target * MASKED], 1).logsumexp(1, keepdim=True)
    count = target.sum(1)
    some = (F.softplus(others - scores) * target).sum(1) / count.clamp(min=1)
    none = F.softplus(scores.logsumexp(1))
    return torch.where(count > 0, some, none)


def _asked(b: Batched, types: torch.Tensor) -> tuple[Anchors, torch.Tensor]:
    """The marked anchors and after them likely triggers that are none; of each [B, N] 1 or 0, -1 where that is not told."""
    chances = (types.detach().sigmoid() * ((b.sentence >= 0) & b.claims[:, None])[..., None]).float().cpu().numpy()
    anchors, marked = b.anchors.cpu().numpy(), b.marked.cpu().numpy()
    trigger = b.roles[..., ROLES.index("trigger")].cpu().numpy() > 0
    near = np.zeros(chances.shape, bool)  # beside or within a marked trigger of the type: the same act, which decoding takes out
    mine = np.zeros(chances.shape, bool)
    last = chances.shape[1] - 1
    for i, n in np.argwhere(marked):
        at, kind = anchors[i, n, WORD], anchors[i, n, TYPE]
        mine[i, at, kind] = True
        near[i, max(0, at - 1) : min(last, at + 1) + 1, kind] = True
        near[i, trigger[i, n], kind] = True
    i, j, t = ((chances >= FLOOR) & ~mine).nonzero()
    order = np.lexsort((t, j, -chances[i, j, t], i))
    i, j, t = i[order], j[order], t[order]
    place = np.arange(len(i)) - np.searchsorted(i, i)
    kept = place < MOST_OTHERS
    i, j, t, place = i[kept], j[kept], t[kept], place[kept]
    first = marked.shape[1]
    size = (len(marked), first + (int(place.max()) + 1 if len(place) else 0))
    at, kinds, there, told = (
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, bool),
        np.full(size, -1, np.float32),
    )
    at[:, :first], kinds[:, :first], there[:, :first] = anchors[..., WORD], anchors[..., TYPE], marked
    told[:, :first] = np.where(marked & (anchors[..., FIRM] > 0), 1, -1)
    at[i, first + place], kinds[i, first + place], there[i, first + place] = j, t, True
    told[i, first + place] = np.where(near[i, j, t], -1, 0)
    put = [torch.from_numpy(x).to(types.device) for x in (at, kinds, there, told)]
    window = torch.arange(len(at), device=types.device)[:, None]
    chance = types.detach()[window, put[0], put[1]].clamp(-CLAMP, CLAMP)
    return Anchors(put[0], put[1], chance, put[2]), put[3]
