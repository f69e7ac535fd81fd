"""A side task from the treebanks: each word's part of speech, the word that it depends on, and how.

Who does it to whom is first of all syntax, and the marked corpus is small. The heads read the same word vectors as those of the
claims, serve training alone and are never shipped. Arcs and labels are scored as by Dozat and Manning 2017, "Deep biaffine
attention for neural dependency parsing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own idiom

from enligt.training.trees import NONE, POS, RELATIONS

if TYPE_CHECKING:
    from enligt.training.packed import Batched

ARC, LABEL = 192, 64  # widths of what is compared
OUTSIDE = -1e9


class Syntax(nn.Module):
    """The heads of the side task."""

    def __init__(self, hidden: int, *, dropout: float) -> None:
        """``hidden``: width of a word vector."""
        super().__init__()
        self.pos = nn.Linear(hidden, len(POS))
        self.dependent, self.head = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.labelled, self.labelling = nn.Linear(hidden, LABEL), nn.Linear(hidden, LABEL)
        self.label = nn.Parameter(torch.empty(len(RELATIONS), LABEL + 1, LABEL + 1))
        self.dropout = nn.Dropout(dropout)
        nn.init.xavier_uniform_(self.arc)
        for one in self.label:
            nn.init.xavier_uniform_(one)

    def forward(
        self, words: torch.Tensor, sentences: torch.Tensor, heads: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of parts [B, W, P], of heads [B, W, W] (within the sentence) and of relations to the given heads [B, W, R].

        Args:
            words: [B, W, H], word vectors.
            sentences: [B, W], each word's sentence.
            heads: [B, W], the words whose relation is asked for.
        """
        words = self.dropout(words)

        def part(layer: nn.Module) -> torch.Tensor:
            out: torch.Tensor = self.dropout(F.gelu(layer(words)))
            return out

        def biased(x: torch.Tensor) -> torch.Tensor:
            return torch.cat([x, torch.ones_like(x[..., :1])], -1)

        arcs = biased(part(self.dependent)) @ self.arc @ part(self.head).transpose(1, 2)
        arcs = arcs.masked_fill(sentences[:, :, None] != sentences[:, None, :], OUTSIDE)
        governing = part(self.labelling).gather(1, heads[..., None].expand(-1, -1, LABEL))
        labels = torch.einsum("bwi,rij,bwj->bwr", biased(part(self.labelled)), self.label, biased(governing))
        return self.pos(words), arcs, labels


def loss(syntax: Syntax, b: Batched, words: torch.Tensor) -> torch.Tensor:
    """Of the windows that have trees; nothing where none has.

    Args:
        syntax: in training mode.
        b: the windows.
        words: [B, W, H], their word vectors.
    """
    parsed = (b.tree[..., 0] != NONE).any(1)
    if not bool(parsed.any()):
        return words.sum() * 0
    heads, relations, pos = b.tree[parsed].unbind(-1)
    parts, arcs, labels = syntax(words[parsed], b.sentence[parsed], heads.clamp(min=0))
    total = words.sum() * 0
    for scores, wanted, share in ((arcs, heads, 1.0), (labels, relations, 1.0), (parts, pos, 0.5)):
        each = F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=NONE, reduction="sum")
        total = total + each / (wanted != NONE).sum().clamp(min=1) * share
    return total
