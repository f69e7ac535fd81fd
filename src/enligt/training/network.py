"""The reader's network in torch: the multilingual encoder and its heads. Only training and its tests import this.

``Encoding`` reads a window; ``ClaimHeads`` reads, for each trigger found (an anchor: a word and a type), who, when, where, how
much and on whose word. Both are exported to ONNX as they stand (export.py); names of parameters are those of the weights file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.errors import WeightsError
from enligt.readers import blocks
from enligt.readers.ontology import ANYWHERE, NAMES, ROLES, TRAITS, TYPED_MODES, TYPES
from enligt.readers.windows import FAR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from enligt.training.base import Shape

PAIR = 64  # width of the products of anchor and word
JOINT, JOINT_HEADS = 192, 4  # width and heads of the layers over the parties of a claim
ENTITIES = 3  # kinds of scores of a name: as actor, as recipient, as what its party is known by
PARTY_ROLES = ("actor", "recipient", "source")  # what a party's names are marked as
PHRASES = ("actor", "recipient", "source", "cue")  # roles whose words are compared with the parties
CLAMP = 8.0  # logits beyond are as good as certain
VECTOR_LAYERS = (3, 6)  # besides the last: lower layers keep more of the untuned encoder's meaning
INIT = 0.02
MASKED = -1e9
LATER = ("claims.look", "claims.across", "claims.joint.2")  # readers from before these begin with them changing nothing


class PooledDropout(nn.Module):
    """Dropout whose masks are cut at random from one large mask: drawing a number for each weight took a tenth of the time."""

    SIZE = 6_000_000

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p
        self.pool: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """As nn.Dropout."""
        if not self.training or self.p == 0 or x.numel() > self.SIZE:
            return x
        if self.pool is None or self.pool.device != x.device:
            self.pool = (torch.rand(self.SIZE, device=x.device) >= self.p).float() / (1 - self.p)
        at = int(torch.randint(0, self.SIZE - x.numel() + 1, (1,)))
        return x * self.pool[at : at + x.numel()].view_as(x)


class Layer(nn.Module):
    """One transformer layer (post-norm, as XLM-R). Attention weights are not dropped: slow on a processor, and no gain seen."""

    def __init__(self, shape: Shape, dropout: nn.Module) -> None:
        super().__init__()
        h, f = shape.hidden, shape.feed
        self.heads, self.dropout = shape.heads, dropout
        self.query, self.key, self.value, self.attention_out = (nn.Linear(h, h) for _ in range(4))
        self.attention_norm, self.feed_norm = nn.LayerNorm(h, eps=shape.epsilon), nn.LayerNorm(h, eps=shape.epsilon)
        self.feed_in, self.feed_out = nn.Linear(h, f), nn.Linear(f, h)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """``x`` [B, L, H], ``mask`` [B, 1, 1, L] (0, or ``MASKED`` where nothing stands) -> [B, L, H]."""
        b, n, h = x.shape

        def split(t: torch.Tensor) -> torch.Tensor:
            return t.view(b, n, self.heads, h // self.heads).transpose(1, 2)

        a = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask)
        a = self.attention_out(a.transpose(1, 2).reshape(b, n, h))
        x = self.attention_norm(x + self.dropout(a))
        y = self.feed_out(F.gelu(self.feed_in(x)))
        out: torch.Tensor = self.feed_norm(x + self.dropout(y))
        return out


def mlp(wide: int, out: int, dropout: float) -> nn.Sequential:
    """A head: one hidden layer."""
    return nn.Sequential(nn.Linear(wide, wide), nn.GELU(), nn.Dropout(dropout), nn.Linear(wide, out))


class Encoding(nn.Module):
    """The encoder with the heads that read words and sentences on their own."""

    def __init__(self, shape: Shape, *, dropout: float, head_dropout: float, frozen: int) -> None:
        super().__init__()
        h = shape.hidden
        self.frozen = frozen
        self.position = nn.Parameter(torch.zeros(shape.positions, h))
        self.norm = nn.LayerNorm(h, eps=shape.epsilon)
        drop, keep = PooledDropout(dropout), PooledDropout(0.0)
        self.layers = nn.ModuleList(Layer(shape, keep if i < frozen else drop) for i in range(shape.layers))
        self.join = nn.Linear(2 * h, h)
        with torch.no_grad():  # begins as the mean of a word's first and last subword
            self.join.weight.copy_(torch.cat([torch.eye(h), torch.eye(h)], 1) / 2)
            self.join.bias.zero_()
        self.types = mlp(h, len(TYPES), head_dropout)
        self.names = nn.Linear(h, len(NAMES))
        self.sentence_types = mlp(h, len(TYPES), head_dropout)
        self.vector = nn.Linear((1 + len(VECTOR_LAYERS)) * h, h)
        nn.init.constant_(self.types[-1].bias, -4.0)
        nn.init.constant_(self.sentence_types[-1].bias, -2.0)

    def forward(
        self, embeddings: torch.Tensor, mask: torch.Tensor, first: torch.Tensor, last: torch.Tensor, pool: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Word vectors [B, W, H], type logits [B, W, 16], name logits [B, W, 7], sentence types [B, S, 16] and vectors [B, S, H].

        Args:
            embeddings: the pieces' vectors [B, L, H]; they stand outside, 8-bit, since only a few are needed at a time.
            mask: [B, L], true where a piece stands.
            first: [B, W], a word's first subword.
            last: [B, W], its last.
            pool: [B, S, L], 1/n on the n subwords of a sentence.
        """
        n = embeddings.shape[1]
        x = self.norm(embeddings + self.position[:n])
        # added to the scores; a boolean mask is exported as tests for NaN, a tenth of the time
        m = (1 - mask[:, None, None, :].to(x.dtype)) * MASKED
        means = []
        for i, layer in enumerate(self.layers):
            if i < self.frozen and self.training:
                with torch.no_grad():
                    x = layer(x, m)
            else:
                x = layer(x, m)
            if i + 1 in VECTOR_LAYERS:
                means.append(torch.bmm(pool, x))
        mean = torch.bmm(pool, x)
        h = x.shape[2]
        words = self.join(
            torch.cat([x.gather(1, first[:, :, None].expand(-1, -1, h)), x.gather(1, last[:, :, None].expand(-1, -1, h))], 2)
        )
        # the tuned encoder must not bend towards the vectors: they only read it
        vector = self.vector(torch.cat([v.detach() for v in [*means, mean]], 2))
        return words, self.types(words), self.names(words), self.sentence_types(mean), vector


class Joint(nn.Module):
    """One transformer layer (pre-norm) over a few tokens: what is known of one claim, or the claims of one window."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.attention_out = (nn.Linear(width, width) for _ in range(4))
        self.attention_norm, self.feed_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.feed_in, self.feed_out = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
        """``x`` [B, L, D], ``bias`` [B, heads, L, L] added to the scores -> [B, L, D]."""
        b, n, d = x.shape

        def split(t: torch.Tensor) -> torch.Tensor:
            return t.view(b, n, JOINT_HEADS, d // JOINT_HEADS).transpose(1, 2)

        y = self.attention_norm(x)
        scores = split(self.query(y)) @ split(self.key(y)).transpose(2, 3) / (d // JOINT_HEADS) ** 0.5
        a = (scores if bias is None else scores + bias).softmax(-1) @ split(self.value(y))
        x = x + self.dropout(self.attention_out(a.transpose(1, 2).reshape(b, n, d)))
        out: torch.Tensor = x + self.dropout(self.feed_out(F.gelu(self.feed_in(self.feed_norm(x)))))
        return out


class Attention(nn.Module):
    """What tokens take over from others that they look at (pre-norm, added to them); nothing, to begin with.

    That a network learnt without it can go on from where it was: its last map begins as zero.
    """

    def __init__(self, width: int, wide: int, dropout: float) -> None:
        """``width``: of the tokens. ``wide``: of what they look at."""
        super().__init__()
        self.norm, self.norm_seen = nn.LayerNorm(width), nn.LayerNorm(wide)
        self.query, self.key, self.value, self.out = (nn.Linear(w, width) for w in (width, wide, wide, width))
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor, seen: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """``x`` [..., L, D], ``seen`` [..., M, D'], ``bias`` [..., heads, 1 or L, M] added to the scores -> [..., L, D]."""
        y, z = self.norm(x), self.norm_seen(seen)
        q, k, v = (
            m(t).unflatten(-1, (JOINT_HEADS, -1)).transpose(-3, -2) for m, t in ((self.query, y), (self.key, z), (self.value, z))
        )
        scores = q @ k.transpose(-1, -2) / (x.shape[-1] // JOINT_HEADS) ** 0.5 + bias
        a = (scores.softmax(-1) @ v).transpose(-3, -2).flatten(-2)
        out: torch.Tensor = x + self.dropout(self.out(a))
        return out


class ClaimHeads(nn.Module):
    """What is read of each anchor.

    Roles are read word by word. Who takes part is decided for all parties of the window together: a few transformer layers
    see the anchor, what fills its roles, and every party (its names, pooled as the anchor sees them), so that a pronoun can be
    compared with names, and actor and recipient are chosen with regard to one another. Between these layers the tokens of a
    claim look at the words of the window, and each at what it is in the other claims: who is accused in one sentence rejects it
    in the next. Last, the anchors of the window see each other: whether each is a claim of its own.
    """

    def __init__(self, shape: Shape, *, head_dropout: float) -> None:
        super().__init__()
        h = shape.hidden
        self.type_vector = nn.Embedding(len(TYPES), h)
        nn.init.normal_(self.type_vector.weight, std=INIT)
        self.factuality = mlp(h, 4, head_dropout)
        self.factuality_joint = nn.Linear(JOINT, 4)
        self.mode = nn.Linear(h, len(TYPED_MODES))
        self.anchor = nn.Linear(h, len(ROLES) * PAIR)
        self.word = nn.Linear(h, len(ROLES) * PAIR)
        self.word_bias = nn.Linear(h, len(ROLES))
        self.near = nn.Parameter(torch.tensor([[-4.0] * len(ROLES), [-1.0] * len(ROLES)]))
        self.distance = nn.Embedding(2 * FAR + 1, len(ROLES))
        self.entity_anchor = nn.Linear(h, ENTITIES * PAIR)
        self.entity_word = nn.Linear(h, ENTITIES * PAIR)
        self.entity_bias = nn.Linear(h, ENTITIES)
        self.entity_near = nn.Parameter(torch.tensor([[-1.5] * 2 + [0.0], [0.0] * 3]))
        self.entity_distance = nn.Embedding(2 * FAR + 1, ENTITIES)
        nn.init.zeros_(self.distance.weight)
        nn.init.zeros_(self.entity_distance.weight)
        self.dropout = nn.Dropout(head_dropout / 2)
        self.of_anchor, self.of_phrase, self.of_party = (nn.Linear(h, JOINT) for _ in range(3))
        self.of_traits = nn.Linear(len(TRAITS) + len(PARTY_ROLES) + 2 + 2, JOINT)
        self.slot = nn.Parameter(torch.randn(1 + len(PHRASES), JOINT) * INIT)
        self.joint = nn.ModuleList(Joint(JOINT, head_dropout / 2) for _ in range(3))
        for zero in (self.joint[-1].attention_out, self.joint[-1].feed_out):  # it came later: it begins by changing nothing
            nn.init.zeros_(zero.weight)
            nn.init.zeros_(zero.bias)
        self.look = Attention(JOINT, h, head_dropout / 2)
        self.look_near = nn.Parameter(torch.zeros(2, JOINT_HEADS))
        self.look_distance = nn.Embedding(2 * FAR + 1, JOINT_HEADS)
        self.across = Attention(JOINT, JOINT, head_dropout / 2)
        self.across_near = nn.Parameter(torch.zeros(2, JOINT_HEADS))
        self.across_distance = nn.Embedding(2 * FAR + 1, JOINT_HEADS)
        nn.init.zeros_(self.look_distance.weight)
        nn.init.zeros_(self.across_distance.weight)
        self.party_norm, self.anchor_norm, self.firm_norm = (nn.LayerNorm(JOINT) for _ in range(3))
        self.party = nn.Linear(JOINT, 2)
        nn.init.constant_(self.party.bias, -2.0)
        self.chance = nn.Linear(1, JOINT)
        self.rivals = Joint(JOINT, head_dropout / 2)
        self.rival_near = nn.Parameter(torch.zeros(2, JOINT_HEADS))
        self.firm = nn.Linear(JOINT, 1)

    def forward(  # noqa: PLR0913, PLR0917 - the inputs of an exported graph
        self,
        words: torch.Tensor,
        anchors: torch.Tensor,
        types: torch.Tensor,
        chance: torch.Tensor,
        same: torch.Tensor,
        distance: torch.Tensor,
        member: torch.Tensor,
        traits: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """Logits of one window's N anchors.

        Args:
            words: [W, H], one window's word vectors.
            anchors: [N], the anchors' words.
            types: [N], their types.
            chance: [N], the logit of each anchor's type at its word.
            same: [N, W], 1 where a word stands in the anchor's sentence.
            distance: [N, W], windows.geometry's.
            member: [E, W], windows.Parties'.
            traits: [E, T], windows.Parties'.

        Returns:
            factuality [N, 4], firm [N], modes [N, M], roles [N, W, R], entities [N, W, 2] (a name there is the actor, the
            recipient), parties [N, E, 2] (so is the party).
        """
        n, w = same.shape
        a = words[anchors] + self.type_vector(types)
        left, right = self.dropout(a), self.dropout(words)
        q = self.anchor(left).view(n, len(ROLES), PAIR).transpose(0, 1)
        k = self.word(right).view(w, len(ROLES), PAIR).permute(1, 2, 0)
        roles = (
            torch.bmm(q, k).permute(1, 2, 0) / PAIR**0.5 + self.word_bias(words)[None] + self.near[same] + self.distance(distance)
        )
        q = self.entity_anchor(left).view(n, ENTITIES, PAIR).transpose(0, 1)
        k = self.entity_word(right).view(w, ENTITIES, PAIR).permute(1, 2, 0)
        entities = (
            torch.bmm(q, k).permute(1, 2, 0) / PAIR**0.5
            + self.entity_bias(words)[None]
            + self.entity_near[same]
            + self.entity_distance(distance)
        )
        x = self._parties(a, words, roles, entities, same, distance, member, traits)
        x = self._considered(x, words, anchors, chance, same, distance)
        parties = self.party(self.party_norm(x[:, 1 + len(PHRASES) :]))
        known = self.anchor_norm(x[:, 0])
        factuality = self.factuality(a) + self.factuality_joint(known)
        near = self.rival_near[same[:, anchors]].permute(2, 0, 1)[None]
        firm = self.firm(self.firm_norm(self.rivals((x[:, 0] + self.chance(chance[:, None]))[None], near)[0]))[:, 0]
        return factuality, firm, self.mode(a), roles, entities[:, :, :2], parties

    def _parties(  # noqa: PLR0913, PLR0917 - what has been computed of a window so far
        self,
        a: torch.Tensor,
        words: torch.Tensor,
        roles: torch.Tensor,
        entities: torch.Tensor,
        same: torch.Tensor,
        distance: torch.Tensor,
        member: torch.Tensor,
        traits: torch.Tensor,
    ) -> torch.Tensor:
        """The tokens of each anchor [N, 1 + P + E, D]: itself, what fills its roles, the parties."""
        n, e = a.shape[0], member.shape[0]
        outside = (1 - member) * MASKED
        there = member.amax(1)
        pooled = (entities[:, None, :, 2] + outside[None]).softmax(-1) @ words * there[None, :, None]
        inside = same.to(words.dtype)
        told = []
        for r in PARTY_ROLES:
            column = roles[:, :, ROLES.index(r)]
            if r not in ANYWHERE:
                column = column + (1 - inside) * MASKED
            told.append((column[:, None, :] + outside[None]).amax(-1))
        told += [(entities[:, None, :, s] + outside[None]).amax(-1) for s in (0, 1)]
        told = [t.clamp(-CLAMP, CLAMP) / CLAMP for t in told]
        apart = (distance - FAR).abs().to(words.dtype)
        told += [(inside @ member.T).clamp(max=1), ((apart[:, None, :] - outside[None]).amin(-1) / FAR).clamp(max=1)]
        features = torch.cat([traits[None].expand(n, e, len(TRAITS)), torch.stack(told, -1)], -1)
        phrases = []
        for r in PHRASES:
            weight = roles[:, :, ROLES.index(r)].sigmoid()
            if r not in ANYWHERE:
                weight = weight * inside
            phrases.append(weight @ words / (weight.sum(-1, keepdim=True) + 0.5))
        x = torch.cat([self.of_anchor(a)[:, None], self.of_phrase(torch.stack(phrases, 1))], 1) + self.slot[None]
        return torch.cat([x, self.of_party(pooled) + self.of_traits(features)], 1)

    def _considered(  # noqa: PLR0913, PLR0917 - as above
        self,
        x: torch.Tensor,
        words: torch.Tensor,
        anchors: torch.Tensor,
        chance: torch.Tensor,
        same: torch.Tensor,
        distance: torch.Tensor,
    ) -> torch.Tensor:
        """The tokens after they have seen each other, the words, and themselves in the other claims: [N, 1 + P + E, D]."""
        x = self.joint[0](x)
        bias = self.look_near[same] + self.look_distance(distance)
        x = self.look(x, words[None], bias.permute(0, 2, 1)[:, :, None])
        x = self.joint[1](x)
        beside, apart = same[:, anchors], distance[:, anchors]
        bias = (self.across_near[beside] + self.across_distance(apart)).permute(2, 0, 1)[None]
        y = x.transpose(0, 1)
        x = self.across(y, y + self.chance(chance[:, None]), bias).transpose(0, 1)
        return self.joint[2](x)


class Network(nn.Module):
    """Everything that is trained. The pieces' vectors are frozen: what rare words mean must survive a small corpus."""

    def __init__(
        self, shape: Shape, *, layers: int | None = None, dropout: float = 0.1, head_dropout: float = 0.2, frozen: int = 0
    ) -> None:
        """``layers``: how many of the encoder's, from the lowest; all of them unless given."""
        super().__init__()
        shape = replace(shape, layers=layers or shape.layers)
        self.encoding = Encoding(shape, dropout=dropout, head_dropout=head_dropout, frozen=frozen)
        self.claims = ClaimHeads(shape, head_dropout=head_dropout)

    def load_base(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from the base encoder's weights (base.cut)."""
        own = self.encoding.state_dict()
        with torch.no_grad():
            for name, value in weights.items():
                if name in own:  # not the pieces' vectors, nor layers that are left out
                    own[name].copy_(torch.from_numpy(value))

    def load_shipped(self, folder: Traversable) -> None:
        """Begin from a reader's weights (export.write), 8-bit as they are.

        Raises:
            WeightsError: they are not there, or of a network of another shape.
        """
        try:
            with folder.joinpath("weights.npz").open("rb") as f, np.load(f, allow_pickle=False) as saved, torch.no_grad():
                there = blocks.names(saved)
                for name, value in self.state_dict().items():
                    if name in there or not name.startswith(LATER):
                        value.copy_(torch.from_numpy(blocks.unpack(saved, name)))
        except (OSError, ValueError, KeyError, RuntimeError) as e:
            raise WeightsError(f"{folder}: no weights to begin from ({type(e).__name__}: {e})") from e

    def loosen(self, weights: Mapping[str, NDArray[np.float32]], share: float) -> None:
        """Go back towards the base encoder by ``share`` (0 to 1), where both have a tensor; the heads stay as they are.

        A network that begins from what it knows by heart learns new documents worse than a fresh one; part of the way back
        keeps most of what it knew and lets it learn (Ash and Adams 2020, "On warm-starting neural network training").
        """
        own = self.encoding.state_dict()
        with torch.no_grad():
            for name, value in weights.items():
                if name in own:
                    own[name].mul_(1 - share).add_(torch.from_numpy(value), alpha=share)

    def average_with(self, folder: Traversable, share: float) -> None:
        """Become the mean of these weights and those of the reader that they were trained on from.

        What was learnt last then costs less of what was known before (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
        models"): both lie in one valley.

        Args:
            folder: that reader's weights.
            share: their weight in the mean, from 0 to 1.

        Raises:
            WeightsError: as ``load_shipped``.
        """
        mine = {name: value.clone() for name, value in self.state_dict().items()}
        self.load_shipped(folder)
        with torch.no_grad():
            for name, value in self.state_dict().items():
                value.mul_(share).add_(mine[name], alpha=1 - share)
