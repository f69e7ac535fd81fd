"""Words hidden from the network while it learns: a corpus of some thousand documents is learnt by heart otherwise.

Of a reader that had read each document a dozen times, nineteen of twenty claims of the documents trained on were found, and
seven of ten of those held out. A hidden word stands in its place without a vector of its own (word dropout, Gal and Ghahramani
2016; Iyyer et al. 2015), and the names of a party are hidden together: who acts must not depend on who it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.training.packed import Batched


def hidden(b: Batched, options: Mapping[str, float]) -> torch.Tensor:
    """Which subwords of a batch are hidden: [B, L]; drawn with torch's generator.

    Args:
        b: the windows.
        options: the table ``noise`` of the settings: shares of windows, and in these of words and of parties, from 0 to 1.
    """
    device = b.ids.device

    def drawn(like: torch.Tensor, share: float) -> torch.Tensor:
        return torch.rand(like.shape, device=device) < share

    chosen = drawn(b.sentence, options["words"])
    parties = drawn(b.parties, options["parties"])
    chosen |= ((b.member > 0) & parties[:, :, None]).any(1)
    chosen &= (b.sentence >= 0) & drawn(b.claims, options["windows"])[:, None]
    nobody = torch.zeros_like(chosen[:, :1])
    return torch.cat([chosen, nobody], 1).gather(1, b.of_word)
