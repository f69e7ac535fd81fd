"""Adversarial steps: what they add, and what they leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import torch

    from enligt.training.network import Encoding

pytestmark = pytest.mark.needs_torch


@pytest.fixture
def encoding() -> Encoding:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training.base import Shape  # noqa: PLC0415 - imports torch
    from enligt.training.network import Encoding  # noqa: PLC0415 - imports torch

    torch.manual_seed(3)
    shape = Shape(24, 6, 2, 48, 32, 1e-12, 0, 2, 1, 0)
    made = Encoding(shape, dropout=0.1, head_dropout=0.1, frozen=1)
    made.train()
    for p in made.layers[0].parameters():
        p.requires_grad = False
    return made


def losses(encoding: Encoding, size: float) -> tuple[list[float], list[torch.Tensor]]:
    """The losses that a step computes, and the gradients that it leaves."""
    import torch  # noqa: PLC0415

    from enligt.training.adversarial import backward  # noqa: PLC0415 - imports torch

    words = torch.randn(2, 6, 24, generator=torch.Generator().manual_seed(1))
    at = torch.arange(6).expand(2, -1)
    told: list[float] = []

    def compute() -> torch.Tensor:
        out = encoding(words, torch.ones(2, 6, dtype=torch.bool), at, at, torch.full((2, 1, 6), 1 / 6))
        value = (out[1] ** 2).mean()
        told.append(value.item())
        return value

    torch.manual_seed(7)
    encoding.zero_grad()
    plain = backward(compute, encoding, size=size)
    assert plain.item() == told[0]
    return told, [p.grad.clone() for p in encoding.layers[2].parameters() if p.grad is not None]


def test_a_shift_up_the_gradient_costs_more(encoding: Encoding) -> None:
    assert len(losses(encoding, 0.0)[0]) == 1
    (plain, small), (same, large) = losses(encoding, 0.01)[0], losses(encoding, 0.1)[0]
    assert plain == same
    assert plain < small < large


def test_both_gradients_are_left_and_the_frozen_layer_and_its_hooks_alone(encoding: Encoding) -> None:
    import torch  # noqa: PLC0415

    tiny = losses(encoding, 1e-9)[1]
    torch.manual_seed(7)
    torch.randint(0, 2**31, (1,))
    assert all(p.grad is None for p in encoding.layers[0].parameters())
    assert not encoding.layers[0]._forward_hooks
    assert all(torch.isfinite(g).all() and g.abs().sum() > 0 for g in tiny)
    larger = losses(encoding, 0.1)[1]
    assert not all(torch.allclose(a, b) for a, b in zip(tiny, larger, strict=True))


def test_without_frozen_layers_the_gradient_goes_on_below(encoding: Encoding) -> None:
    encoding.frozen = 0
    for p in encoding.layers[0].parameters():
        p.requires_grad = True
    told, _ = losses(encoding, 0.01)
    assert told[1] > told[0]
    assert encoding.position.grad is not None
    assert encoding.position.grad.abs().sum() > 0
