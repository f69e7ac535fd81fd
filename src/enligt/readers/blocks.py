"""Weights in 8-bit blocks: how they are kept in the package, and how they come back as floats.

A tensor of two or more axes is kept as signed bytes in blocks of 32 along its last axis, each block with a float16 scale
(its largest magnitude / 127), as in ONNX Runtime's MatMulNBits; the others as float32. Arithmetic is in float32: 8-bit
products lose half of the claims (shared encoder report), 8-bit weights none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

BLOCK = 32
TURNED = ".T"  # ends the name of a matrix that the graph wants transposed
_SCALE, _BYTES = "#scale", "#bytes"


def pack(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.generic]]:
    """Tensors by name -> arrays to be saved: ``name#bytes`` and ``name#scale``, or ``name`` alone for small ones."""
    out: dict[str, NDArray[np.generic]] = {}
    for name, w in weights.items():
        if w.ndim < 2 or w.shape[-1] % BLOCK:
            out[name] = w.astype(np.float32)
            continue
        blocks = w.reshape(*w.shape[:-1], w.shape[-1] // BLOCK, BLOCK)
        scale = (np.abs(blocks).max(-1) / 127).astype(np.float16)
        safe = np.where(scale == 0, 1, scale.astype(np.float32))
        out[name + _BYTES] = np.clip(np.rint(blocks / safe[..., None]), -127, 127).astype(np.int8).reshape(w.shape)
        out[name + _SCALE] = scale
    return out


def unpack(saved: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """One tensor as float32.

    Raises:
        KeyError: it is not there.
    """
    if name in saved:
        return np.asarray(saved[name], np.float32)
    return floats(np.asarray(saved[name + _BYTES], np.int8), np.asarray(saved[name + _SCALE], np.float16))


def parts(saved: Mapping[str, NDArray[np.generic]], name: str) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """A packed tensor as it lies: bytes and scales."""
    return np.asarray(saved[name + _BYTES], np.int8), np.asarray(saved[name + _SCALE], np.float16)


def floats(whole: NDArray[np.int8], scale: NDArray[np.float16]) -> NDArray[np.float32]:
    """Bytes and scales -> float32; also of picked rows of both."""
    blocks = whole.reshape(*scale.shape, BLOCK).astype(np.float32)
    blocks *= scale.astype(np.float32)[..., None]
    return blocks.reshape(whole.shape)


def names(saved: Mapping[str, NDArray[np.generic]]) -> list[str]:
    """The tensors kept."""
    return sorted({k.partition("#")[0] for k in saved})
