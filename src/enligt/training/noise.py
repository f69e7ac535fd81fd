"""Words hidden from the network while it learns: a corpus of some thousand documents is learnt by heart otherwise.

Of a reader that had read each document a dozen times, nineteen of twenty claims of the documents trained on were found, and
seven of ten of those held out. A hidden word stands in its place without a vector of its own (word dropout, Gal and Ghahramani
2016; Iyyer et al. 2015), and the names of a party are hidden together: who acts must not depend on who it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.training.examples import Example


def hidden(group: Sequence[Example], length: int, options: Mapping[str, float]) -> torch.Tensor:
    """Which subwords of a batch are hidden: [B, ``length``]; drawn with torch's generator, which a checkpoint keeps.

    Args:
        group: the batch.
        length: of its windows, padding included.
        options: the table ``noise`` of the settings: shares of windows, and in these of words and of parties, from 0 to 1.
    """
    out = torch.zeros(len(group), length, dtype=torch.bool)
    for row, e in zip(out, group, strict=True):
        if not e.window.words or torch.rand(()) >= options["windows"]:
            continue
        chosen = torch.rand(len(e.window.words)) < options["words"]
        for member in e.parties.member:
            if member.any() and torch.rand(()) < options["parties"]:
                chosen |= torch.from_numpy(member > 0)
        for i in chosen.nonzero()[:, 0].tolist():
            row[e.window.words[i].first : e.window.words[i].last + 1] = True
    return out
