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
    from enligt.training.examples import Example

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
        """Logits of parts [W, P], of heads [W, W] (within the sentence) and of relations to the given heads [W, R].

        Args:
            words: [W, H], one window's word vectors.
            sentences: [W], each word's sentence.
            heads: [W], the words whose relation is asked for.
        """
        words = self.dropout(words)

        def part(layer: nn.Module) -> torch.Tensor:
            out: torch.Tensor = self.dropout(F.gelu(layer(words)))
            return out

        def biased(x: torch.Tensor) -> torch.Tensor:
            return torch.cat([x, torch.ones_like(x[:, :1])], -1)

        arcs = biased(part(self.dependent)) @ self.arc @ part(self.head).T
        arcs = arcs.masked_fill(sentences[:, None] != sentences[None, :], OUTSIDE)
        labels = torch.einsum("wi,rij,wj->wr", biased(part(self.labelled)), self.label, biased(part(self.labelling)[heads]))
        return self.pos(words), arcs, labels


def loss(syntax: Syntax, e: Example, words: torch.Tensor) -> torch.Tensor:
    """Of one window; nothing where it has no tree.

    Args:
        syntax: in training mode.
        e: the window.
        words: [W, H], its word vectors.
    """
    if e.tree is None or max(e.tree.heads, default=NONE) < 0:
        return words.sum() * 0
    heads, relations, pos = (torch.tensor(x, device=words.device) for x in (e.tree.heads, e.tree.relations, e.tree.pos))
    sentences = torch.tensor([w.sentence for w in e.window.words], device=words.device)
    parts, arcs, labels = syntax(words, sentences, heads.clamp(min=0))
    total = F.cross_entropy(arcs, heads, ignore_index=NONE)
    if bool((relations >= 0).any()):
        total = total + F.cross_entropy(labels, relations, ignore_index=NONE)
    if bool((pos >= 0).any()):
        total = total + F.cross_entropy(parts, pos, ignore_index=NONE) / 2
    return total
