"""What the network is punished for, one batch at a time. Weights stand in settings.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.readers.decoding import FLOOR
from enligt.readers.ontology import ANYWHERE, ROLES, SPECIAL, TYPED_MODES, TYPES
from enligt.readers.windows import batch, geometry
from enligt.training import syntax as syntactic
from enligt.training.network import CLAMP, MASKED
from enligt.training.noise import hidden

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from enligt.training.base import Shape
    from enligt.training.examples import Example
    from enligt.training.network import Network
    from enligt.training.syntax import Syntax

MODE_OF_TYPE = torch.tensor([[t == kind for kind, _ in TYPED_MODES] for t in TYPES])
FAR_ROLES = torch.tensor([r in ANYWHERE for r in ROLES])
MOST_OTHERS = 40  # unmarked triggers a window, the likeliest
PARTIES = 4  # so many parties of a claim weigh as one of its other fields
_bce = F.binary_cross_entropy_with_logits


def loss(  # noqa: PLR0913 - what a step needs
    network: Network,
    group: Sequence[Example],
    *,
    word: torch.Tensor,
    shape: Shape,
    weight: Mapping[str, Any],
    noise: Mapping[str, float],
    vectors: Mapping[str, NDArray[np.float16]],
    syntax: Syntax | None = None,
) -> torch.Tensor:
    """The weighted loss of one batch.

    Args:
        network: in training mode.
        group: examples of like length.
        word: the pieces' vectors, frozen [V, H].
        shape: the encoder's.
        weight: the table ``loss`` of the settings.
        noise: the table ``noise``: what is hidden of the words.
        vectors: the untuned encoder's vector of each sentence, unit length; sentences without one are passed over.
        syntax: the heads of the side task, where the examples have trees.
    """
    b = batch([e.window for e in group], pad=shape.pad)
    device = word.device
    ids = torch.from_numpy(b.ids).to(device)
    unseen = hidden(group, ids.shape[1], noise).to(device)
    words, types, names, sentence_types, vector = network.encoding(
        word[ids].masked_fill(unseen[:, :, None], 0.0),
        torch.from_numpy(b.mask).to(device),
        torch.from_numpy(b.first).to(device),
        torch.from_numpy(b.last).to(device),
        torch.from_numpy(b.pool).to(device),
    )
    total = _vector_loss(group, vector, vectors, whole=~unseen.any(1)) * weight["vector"]
    named = [i for i, e in enumerate(group) if e.names is not None]
    if named:
        picked = torch.cat([names[i, : len(group[i].window.words)] for i in named])
        wanted = torch.tensor([x for i in named for x in group[i].names or ()], device=device)
        total = total + F.cross_entropy(picked, wanted) * weight["names"]
    parsed = [i for i, e in enumerate(group) if e.tree is not None]
    if syntax is not None and parsed:
        each = [syntactic.loss(syntax, group[i], words[i, : len(group[i].window.words)]) for i in parsed]
        total = total + torch.stack(each).mean() * weight["syntax"]
    marked = [i for i, e in enumerate(group) if e.claims]
    if marked:
        total = total + _type_losses(group, marked, types, sentence_types, weight)
        for i in marked:
            n = len(group[i].window.words)
            if group[i].anchors or bool((types[i, :n].detach().sigmoid() >= FLOOR).any()):
                total = total + _claim_losses(network, group[i], words[i, :n], types[i, :n], weight) / len(marked)
    return total


def _vector_loss(
    group: Sequence[Example], vector: torch.Tensor, vectors: Mapping[str, NDArray[np.float16]], *, whole: torch.Tensor
) -> torch.Tensor:
    """Of the windows in which no word is hidden: what a vector is to mean is the whole sentence."""
    at, wanted = [], []
    for i, e in ((i, e) for i, e in enumerate(group) if whole[i]):
        for s, text in enumerate(e.texts):
            if text in vectors:
                at.append((i, s))
                wanted.append(torch.from_numpy(vectors[text].astype("float32")))
    if not at:
        return vector.sum() * 0
    rows, columns = zip(*at, strict=True)
    got = F.normalize(vector[list(rows), list(columns)], dim=-1)
    return (1 - (got * torch.stack(wanted).to(got.device)).sum(-1)).mean()


def _type_losses(
    group: Sequence[Example], marked: Sequence[int], types: torch.Tensor, sentence_types: torch.Tensor, weight: Mapping[str, Any]
) -> torch.Tensor:
    """Triggers by word and types by sentence. Optional claims are left out of both: neither right nor wrong."""
    y, w = torch.zeros_like(types), torch.zeros_like(types)
    ys, ws = torch.zeros_like(sentence_types), torch.zeros_like(sentence_types)
    for i in marked:
        e = group[i]
        w[i, : len(e.window.words)] = 1
        ws[i, : len(e.window.sentences)] = 1
        row = {k: s for s, k in enumerate(e.window.sentences)}
        for a in e.anchors:
            for other in a.roles[ROLES.index("trigger")] - {a.word}:
                w[i, other] = weight["trigger_rest"]
        for a in (x for x in e.anchors if not x.firm):
            w[i, a.word, a.type] = 0
            ws[i, row[e.window.words[a.word].sentence], a.type] = 0
        for a in (x for x in e.anchors if x.firm):
            y[i, a.word, a.type], w[i, a.word, a.type] = 1, 1 + weight["type_positive"]
            s = row[e.window.words[a.word].sentence]
            ys[i, s, a.type], ws[i, s, a.type] = 1, 1
    words = sum(len(group[i].window.words) for i in marked)
    sentences = sum(len(group[i].window.sentences) for i in marked)
    by_word = (_bce(types, y, reduction="none") * w).sum() / words
    by_sentence = (_bce(sentence_types, ys, reduction="none") * ws).sum() / sentences
    out: torch.Tensor = by_word * weight["types"] + by_sentence * weight["sentence_types"]
    return out


def _claim_losses(
    network: Network, e: Example, words: torch.Tensor, types: torch.Tensor, weight: Mapping[str, Any]
) -> torch.Tensor:
    """Of one window: its marked anchors, and beside them what the network takes for triggers though nothing is marked there."""
    device = words.device
    others = _others(e, types)
    at, kinds = (
        [*(a.word for a in e.anchors), *(i for i, _, _ in others)],
        [*(a.type for a in e.anchors), *(t for _, t, _ in others)],
    )
    same, distance = (torch.from_numpy(x).to(device) for x in geometry(e.window, at))
    anchors, of_type = torch.tensor(at, device=device), torch.tensor(kinds, device=device)
    member, traits = (torch.from_numpy(x).to(device) for x in (e.parties.member, e.parties.traits))
    chance = types.detach()[anchors, of_type].clamp(-CLAMP, CLAMP)
    factuality, firm, mode, roles, entities, parties = network.claims(
        words, anchors, of_type, chance, same, distance, member, traits
    )
    own = [1.0 if a.firm else -1.0 for a in e.anchors] + [y for _, _, y in others]
    told = torch.tensor(own, device=device)
    total = (
        (_bce(firm, told.clamp(min=0), reduction="none") * (told >= 0)).sum() / (told >= 0).sum().clamp(min=1) * weight["firm"]
    )
    n = len(e.anchors)
    if n == 0:
        return total
    factuality, mode, roles, entities, parties, same = (x[:n] for x in (factuality, mode, roles, entities, parties, same))
    total = (
        total + F.cross_entropy(factuality, torch.tensor([a.factuality for a in e.anchors], device=device)) * weight["factuality"]
    )
    mode = mode.masked_fill(~MODE_OF_TYPE.to(device)[of_type[:n]], -1e4)
    total = total + F.cross_entropy(mode, torch.tensor([a.mode for a in e.anchors], device=device)) * weight["mode"]
    y = torch.zeros_like(roles)
    for k, a in enumerate(e.anchors):
        for r, on in a.roles.items():
            if on:
                y[k, list(on), r] = 1
    m = torch.where(same[:, :, None].bool(), 1.0, FAR_ROLES.to(device)[None, None].float())
    by_role = (_bce(roles, y, reduction="none") * m * (1 + y)).sum() / (m.sum() / len(ROLES))
    total = total + by_role * weight["roles"]
    target = torch.tensor([e.wanted(a) for a in e.anchors], device=device)
    by_party = _bce(parties, target, reduction="none").sum() / (n * PARTIES)
    total = total + by_party * weight["parties"]
    absent = torch.tensor([[bool(ids) for ids in (a.actors, a.recipients)] for a in e.anchors], device=device) & (
        target.sum(1) == 0
    )
    total = total + choice(parties, target, absent) * weight["choice"]
    if e.parties.ids:
        # one decision an id: its likeliest mention speaks for it
        rows = member[len(SPECIAL) :]
        scores = (entities[:, None] + (1 - rows)[None, :, :, None] * MASKED).amax(2)
        by_name = (_bce(scores, target[:, len(SPECIAL) :], reduction="none") * (1 + target[:, len(SPECIAL) :])).mean()
        total = total + by_name * weight["entities"]
    return total


def choice(scores: torch.Tensor, target: torch.Tensor, absent: torch.Tensor) -> torch.Tensor:
    """Which of the parties it is: of each side, the cross entropy of those wanted against all others and against nobody.

    Args:
        scores: [N, E, 2] logits; nobody's is 0.
        target: [N, E, 2], 1 where a party is wanted.
        absent: [N, 2], true where whoever is wanted is none of the parties: nothing to be learnt from.
    """
    nobody = torch.zeros_like(scores[:, :1])
    others = torch.cat([nobody, scores + target * MASKED], 1).logsumexp(1, keepdim=True)
    count = target.sum(1)
    some = (F.softplus(others - scores) * target).sum(1) / count.clamp(min=1)
    none = F.softplus(scores.logsumexp(1))
    each = torch.where(count > 0, some, none) * ~absent
    return each.sum() / (~absent).sum().clamp(min=1)


def _others(e: Example, types: torch.Tensor) -> list[tuple[int, int, float]]:
    """Likely triggers that are none of the marked ones: word, type, and 0 where they are wrong, -1 where that is not told."""
    chances = types.detach().sigmoid().tolist()
    marked = {(a.word, a.type) for a in e.anchors}
    found = [(i, t) for i, row in enumerate(chances) for t, p in enumerate(row) if p >= FLOOR and (i, t) not in marked]
    found.sort(key=lambda x: (-chances[x[0]][x[1]], x))
    trigger = ROLES.index("trigger")
    out = []
    for i, t in found[:MOST_OTHERS]:
        # beside or within a marked trigger of the type: the same act, which decoding takes out
        near = any(a.type == t and (abs(a.word - i) <= 1 or i in a.roles[trigger]) for a in e.anchors)
        out.append((i, t, -1.0 if near else 0.0))
    return out
