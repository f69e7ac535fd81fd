"""A step against the network's own weak side: the loss once more, with what the trained layers read moved up its gradient.

Miyato, Dai and Goodfellow 2017 ("Adversarial training methods for semi-supervised text classification") move the words' vectors;
here the lowest layers do not learn, and what comes out of these is moved. A shift of a hundredth of a vector's length, which no
random one would feel, made half as much loss again: the corpus is known by heart otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from enligt.training.network import Encoding


def backward(compute: Callable[[], torch.Tensor], encoding: Encoding, *, size: float) -> torch.Tensor:
    """Leave the gradients of a loss, and of the loss with shifted inputs beside it; gives the plain loss.

    Args:
        compute: the loss of one batch, alike but for chance, whenever it is called.
        encoding: of the network, in training mode; it must be called once within ``compute``.
        size: length of the shift of a window, as a share of a subword's vector times the root of the subwords; 0: none is made.
    """
    if not size:
        value = compute()
        value.backward()
        return value.detach()
    below = encoding.layers[encoding.frozen - 1] if encoding.frozen else encoding.norm
    chance = int(torch.randint(0, 2**31, (1,)))
    read: list[torch.Tensor] = []

    def note(_module: Any, _given: Any, out: torch.Tensor) -> torch.Tensor:
        out = out if out.requires_grad else out.detach().requires_grad_()
        out.retain_grad()
        read.append(out)
        return out

    def move(_module: Any, _given: Any, out: torch.Tensor) -> torch.Tensor:
        return out + shift

    torch.manual_seed(chance)  # the same words hidden and the same parts dropped in both
    value = _hooked(below, note, compute)
    value.backward()
    gradient, vectors = cast("torch.Tensor", read[0].grad), read[0].detach()
    length = gradient.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None]
    shift = gradient / length * vectors.norm(dim=-1).mean() * size * gradient.shape[1] ** 0.5
    torch.manual_seed(chance)
    _hooked(below, move, compute).backward()
    return value.detach()


def _hooked(module: torch.nn.Module, hook: Callable[..., torch.Tensor], compute: Callable[[], torch.Tensor]) -> torch.Tensor:
    handle = module.register_forward_hook(hook)
    try:
        return compute()
    finally:
        handle.remove()
