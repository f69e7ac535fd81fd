"""The reader's network in torch: the multilingual encoder and its heads. Only training and its tests import this.

``Encoding`` reads a window; ``ClaimHeads`` reads, for each trigger found (an anchor: a word and a type), who, when, where, how
much and on whose word. Both are exported to ONNX as they stand (export.py); names of parameters are those of the weights file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.readers.ontology import NAMES, ROLES, SPECIAL, TYPED_MODES, TYPES
from enligt.readers.windows import FAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enligt.training.base import Shape

PAIR = 64  # width of the products of anchor and word
VECTOR_LAYERS = (4, 8)  # besides the last: lower layers keep more of the untuned encoder's meaning
INIT = 0.02
MASKED = -1e9


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


class ClaimHeads(nn.Module):
    """What is read of each anchor."""

    def __init__(self, shape: Shape, *, head_dropout: float) -> None:
        super().__init__()
        h = shape.hidden
        self.type_vector = nn.Embedding(len(TYPES), h)
        nn.init.normal_(self.type_vector.weight, std=INIT)
        self.factuality = mlp(h, 4, head_dropout)
        self.firm = mlp(h, 1, head_dropout)
        self.mode = nn.Linear(h, len(TYPED_MODES))
        self.special = mlp(h, 2 * len(SPECIAL), head_dropout)
        self.anchor = nn.Linear(h, len(ROLES) * PAIR)
        self.word = nn.Linear(h, len(ROLES) * PAIR)
        self.word_bias = nn.Linear(h, len(ROLES))
        self.near = nn.Parameter(torch.tensor([[-4.0] * len(ROLES), [-1.0] * len(ROLES)]))
        self.distance = nn.Embedding(2 * FAR + 1, len(ROLES))
        self.entity_anchor = nn.Linear(h, 2 * PAIR)
        self.entity_word = nn.Linear(h, 2 * PAIR)
        self.entity_bias = nn.Linear(h, 2)
        self.entity_near = nn.Parameter(torch.tensor([[-1.5] * 2, [0.0] * 2]))
        self.entity_distance = nn.Embedding(2 * FAR + 1, 2)
        nn.init.zeros_(self.distance.weight)
        nn.init.zeros_(self.entity_distance.weight)
        self.dropout = nn.Dropout(head_dropout / 2)

    def forward(
        self, words: torch.Tensor, anchors: torch.Tensor, types: torch.Tensor, same: torch.Tensor, distance: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Logits of one window's N anchors.

        Args:
            words: [W, H], one window's word vectors.
            anchors: [N], the anchors' words.
            types: [N], their types.
            same: [N, W], 1 where a word stands in the anchor's sentence.
            distance: [N, W], windows.geometry's.

        Returns:
            factuality [N, 4], firm [N], modes [N, M], special [N, 2, 2] (unknown or home; actor or recipient),
            roles [N, W, R], entities [N, W, 2] (a name there is the actor, the recipient).
        """
        n, w = same.shape
        a = words[anchors] + self.type_vector(types)
        left, right = self.dropout(a), self.dropout(words)
        q = self.anchor(left).view(n, len(ROLES), PAIR).transpose(0, 1)
        k = self.word(right).view(w, len(ROLES), PAIR).permute(1, 2, 0)
        roles = (
            torch.bmm(q, k).permute(1, 2, 0) / PAIR**0.5 + self.word_bias(words)[None] + self.near[same] + self.distance(distance)
        )
        q = self.entity_anchor(left).view(n, 2, PAIR).transpose(0, 1)
        k = self.entity_word(right).view(w, 2, PAIR).permute(1, 2, 0)
        entities = (
            torch.bmm(q, k).permute(1, 2, 0) / PAIR**0.5
            + self.entity_bias(words)[None]
            + self.entity_near[same]
            + self.entity_distance(distance)
        )
        special = self.special(a).view(n, len(SPECIAL), 2)
        return self.factuality(a), self.firm(a)[:, 0], self.mode(a), special, roles, entities


class Network(nn.Module):
    """Everything that is trained. The pieces' vectors are frozen: what rare words mean must survive a small corpus."""

    def __init__(self, shape: Shape, *, dropout: float = 0.1, head_dropout: float = 0.2, frozen: int = 0) -> None:
        super().__init__()
        self.encoding = Encoding(shape, dropout=dropout, head_dropout=head_dropout, frozen=frozen)
        self.claims = ClaimHeads(shape, head_dropout=head_dropout)

    def load_base(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from the base encoder's weights (base.cut)."""
        own = self.encoding.state_dict()
        with torch.no_grad():
            for name, value in weights.items():
                if name != "word":
                    own[name].copy_(torch.from_numpy(value))
