"""What ``ClaimHeads`` reads, of many windows at once: for a training, where each window alone would keep a device waiting.

The exported graph reads one window (network.py); a test holds the two against each other. Nothing is looked up by index where
many words would share a row: what comes back to such a row is added one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.readers.ontology import ANYWHERE, ROLES, TRAITS
from enligt.readers.windows import FAR
from enligt.training.network import CLAMP, ENTITIES, JOINT_HEADS, MASKED, PAIR, PARTY_ROLES, PHRASES, ClaimHeads

if TYPE_CHECKING:
    from enligt.training.packed import Batched


class Anchors(NamedTuple):
    """Words that may be triggers, N a window at most: the word, its type, the logit of that type there, whether one stands."""

    at: torch.Tensor
    types: torch.Tensor
    chance: torch.Tensor
    there: torch.Tensor


class Claims(NamedTuple):
    """Logits of the anchors, [B, N, …]; ``ClaimHeads.forward`` tells the rest of their shapes. ``same``: [B, N, W], bool."""

    factuality: torch.Tensor
    firm: torch.Tensor
    mode: torch.Tensor
    roles: torch.Tensor
    entities: torch.Tensor
    parties: torch.Tensor
    same: torch.Tensor


def claims(heads: ClaimHeads, b: Batched, words: torch.Tensor, anchors: Anchors) -> Claims:
    """What the heads say of anchors.

    Args:
        heads: the network's.
        b: the windows.
        words: [B, W, H], their word vectors.
        anchors: of them.
    """
    at = anchors.at
    a = words.gather(1, at[..., None].expand(-1, -1, words.shape[2])) + heads.type_vector(anchors.types)
    left, right = heads.dropout(a), heads.dropout(words)
    mine = b.sentence.gather(1, at)
    same = (b.sentence[:, None, :] == mine[:, :, None]) & (b.sentence >= 0)[:, None, :]
    order = torch.arange(words.shape[1], device=at.device)
    distance = (order - at[..., None]).clamp(-FAR, FAR) + FAR
    near = same[..., None].to(words.dtype)

    def products(anchor: torch.nn.Module, word: torch.nn.Module, kinds: int) -> torch.Tensor:
        q = anchor(left).unflatten(2, (kinds, PAIR)).transpose(1, 2)
        k = word(right).unflatten(2, (kinds, PAIR)).permute(0, 2, 3, 1)
        return (q @ k).permute(0, 2, 3, 1) / PAIR**0.5

    def by_place(table: torch.Tensor) -> torch.Tensor:
        return table[0] + near * (table[1] - table[0])

    tables = torch.cat([heads.distance.weight, heads.entity_distance.weight, heads.look_distance.weight], 1)
    apart = F.one_hot(distance, 2 * FAR + 1).to(words.dtype) @ tables
    roles = (
        products(heads.anchor, heads.word, len(ROLES))
        + heads.word_bias(words)[:, None]
        + by_place(heads.near)
        + apart[..., : len(ROLES)]
    )
    entities = (
        products(heads.entity_anchor, heads.entity_word, ENTITIES)
        + heads.entity_bias(words)[:, None]
        + by_place(heads.entity_near)
        + apart[..., len(ROLES) : len(ROLES) + ENTITIES]
    )
    look = by_place(heads.look_near) + apart[..., len(ROLES) + ENTITIES :]
    x = _considered(heads, b, _parties(heads, b, a, words, roles, entities, same, distance), words, anchors, same, distance, look)
    parties = heads.party(heads.party_norm(x[:, :, 1 + len(PHRASES) :]))
    factuality = heads.factuality(a) + heads.factuality_joint(heads.anchor_norm(x[:, :, 0]))
    beside = (mine[:, :, None] == mine[:, None, :]).to(words.dtype)[:, None]
    bias = heads.rival_near[0][:, None, None] + beside * (heads.rival_near[1] - heads.rival_near[0])[:, None, None]
    bias = bias + (~anchors.there)[:, None, None, :].to(words.dtype) * MASKED
    rivals = heads.rivals(x[:, :, 0] + heads.chance(anchors.chance[..., None]), bias)
    firm = heads.firm(heads.firm_norm(rivals))[..., 0]
    return Claims(factuality, firm, heads.mode(a), roles, entities[..., :2], parties, same)


def _parties(  # noqa: PLR0913, PLR0917 - what has been computed so far
    heads: ClaimHeads,
    b: Batched,
    a: torch.Tensor,
    words: torch.Tensor,
    roles: torch.Tensor,
    entities: torch.Tensor,
    same: torch.Tensor,
    distance: torch.Tensor,
) -> torch.Tensor:
    """The tokens of each anchor [B, N, 1 + P + E, D], as ``ClaimHeads`` has them."""
    n, e = a.shape[1], b.member.shape[1]
    there = (b.sentence >= 0).to(words.dtype)[:, None, :]
    inside = same.to(words.dtype)
    outside = ((1 - b.member) * MASKED)[:, None]
    known = (entities[..., 2] + (1 - there) * MASKED)[:, :, None] + outside
    pooled = (known.softmax(-1).flatten(1, 2) @ words).unflatten(1, (n, e)) * b.member.amax(2)[:, None, :, None]
    told = []
    for r in PARTY_ROLES:
        column = roles[..., ROLES.index(r)]
        if r not in ANYWHERE:
            column = column + (1 - inside) * MASKED
        told.append((column[:, :, None] + outside).amax(-1))
    told += [(entities[..., s][:, :, None] + outside).amax(-1) for s in (0, 1)]
    told = [t.clamp(-CLAMP, CLAMP) / CLAMP for t in told]
    apart = (distance - FAR).abs().to(words.dtype)
    told += [
        (inside @ b.member.transpose(1, 2)).clamp(max=1),
        ((apart[:, :, None] - outside).amin(-1) / FAR).clamp(max=1),
    ]
    features = torch.cat([b.traits[:, None].expand(-1, n, e, len(TRAITS)), torch.stack(told, -1)], -1)
    weights = []
    for r in PHRASES:
        weight = roles[..., ROLES.index(r)].sigmoid() * there
        weights.append(weight if r in ANYWHERE else weight * inside)
    weight = torch.stack(weights, 2)
    phrases = (weight.flatten(1, 2) @ words).unflatten(1, (n, len(PHRASES))) / (weight.sum(-1, keepdim=True) + 0.5)
    x = torch.cat([heads.of_anchor(a)[:, :, None], heads.of_phrase(phrases)], 2) + heads.slot
    return torch.cat([x, heads.of_party(pooled) + heads.of_traits(features)], 2)


def _considered(  # noqa: PLR0913, PLR0917 - as above
    heads: ClaimHeads,
    b: Batched,
    x: torch.Tensor,
    words: torch.Tensor,
    anchors: Anchors,
    same: torch.Tensor,
    distance: torch.Tensor,
    look: torch.Tensor,
) -> torch.Tensor:
    """The tokens after they have seen each other, the words, and themselves in the other claims: [B, N, 1 + P + E, D].

    ``look`` is what is added to the words' scores [B, N, W, heads]. A party that is none is seen by nobody.
    """
    n = x.shape[1]
    seen = torch.cat([b.parties.new_ones(len(b.parties), 1 + len(PHRASES)), b.parties], 1)
    among = ((~seen).to(x.dtype) * MASKED)[:, None, None, None].expand(-1, n, JOINT_HEADS, 1, -1).flatten(0, 1)
    x = heads.joint[0](x.flatten(0, 1), among).unflatten(0, (-1, n))
    bias = look + ((b.sentence < 0)[:, None, :, None] * MASKED)
    x = heads.look(x, words[:, None], bias.transpose(2, 3)[:, :, :, None])
    x = heads.joint[1](x.flatten(0, 1), among).unflatten(0, (-1, n))
    beside, apart = (t.gather(2, anchors.at[:, None].expand(-1, n, -1)) for t in (same, distance))
    near = heads.across_near[0] + beside[..., None].to(x.dtype) * (heads.across_near[1] - heads.across_near[0])
    bias = near + F.one_hot(apart, 2 * FAR + 1).to(x.dtype) @ heads.across_distance.weight
    bias = bias + (~anchors.there)[:, None, :, None].to(x.dtype) * MASKED
    y = x.transpose(1, 2)
    known = y + heads.chance(anchors.chance[..., None])[:, None]
    x = heads.across(y, known, bias.permute(0, 3, 1, 2)[:, None]).transpose(1, 2)
    return heads.joint[2](x.flatten(0, 1), among).unflatten(0, (-1, n))
