"""From a trained network to the shipped reader: two ONNX graphs without weights, the weights in 8-bit blocks, the tokenizer."""

from __future__ import annotations

import dataclasses
import gzip
import json
import logging
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from enligt.readers import blocks
from enligt.readers.ontology import TRAITS
from enligt.readers.windows import STEP
from enligt.training import manifest
from enligt.training.tune import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from enligt.training.fit import Material
    from enligt.training.network import Network

log = logging.getLogger(__name__)
OPSET = 17
SMALL = 64  # initializers of fewer elements stay in the graph


def rounded(network: Network) -> dict[str, NDArray[np.generic]]:
    """Pack the network's weights, and put what came back from the packing into the network: it now computes what is shipped."""
    state = network.state_dict()
    packed = blocks.pack({k: v.detach().cpu().numpy().astype(np.float32) for k, v in state.items()})
    with torch.no_grad():
        for name, value in state.items():
            value.copy_(torch.from_numpy(blocks.unpack(packed, name)))
    return packed


def _graph(
    module: torch.nn.Module,
    example: tuple[torch.Tensor, ...],
    path: Path,
    inputs: Mapping[str, dict[int, str]],
    outputs: list[str],
) -> list[str]:
    """Write one graph without its weights; the names of those that must be given when it is loaded."""
    import onnx  # noqa: PLC0415 - of the training set

    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes={**inputs},
        opset_version=OPSET,
        do_constant_folding=False,  # keeps every weight under its own name
        dynamo=False,
    )
    graph = onnx.load(str(path))
    _turn(graph.graph)
    outside = []
    for w in graph.graph.initializer:
        n = int(np.prod(w.dims)) if w.dims else 1
        if n >= SMALL:
            outside.append(w.name)
            w.ClearField("raw_data")
            w.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", "weights"), ("offset", "0"), ("length", str(n * 4))):
                entry = w.external_data.add()
                entry.key, entry.value = key, value
    for node in graph.graph.node:
        node.ClearField("doc_string")
    path.write_bytes(graph.SerializeToString())
    return outside


def _turn(graph: Any) -> None:
    """Let a matrix that is only read transposed be an initializer of that shape, ``NAME + TURNED``: one copy, not two."""
    weights = {w.name: w for w in graph.initializer}
    for node in [n for n in graph.node if n.op_type == "Transpose" and n.input[0] in weights]:
        name = node.input[0]
        w = weights[name]
        if len(w.dims) != 2 or sum(name in n.input for n in graph.node) > 1:
            continue
        turned = name + blocks.TURNED
        w.name, w.dims[:] = turned, list(w.dims)[::-1]
        for other in graph.node:
            for k, given in enumerate(other.input):
                if given == node.output[0]:
                    other.input[k] = turned
        graph.node.remove(node)


def graphs(network: Network, folder: Path, hidden: int) -> dict[str, list[str]]:
    """Write ``encoding.onnx`` and ``claims.onnx``; the names of the weights that each wants."""
    n, w = 2 * STEP, 9
    pool = torch.full((2, 3, n), 1 / n)
    example: tuple[torch.Tensor, ...] = (
        torch.randn(2, n, hidden),
        torch.ones(2, n, dtype=torch.bool),
        torch.arange(w).repeat(2, 1),
        torch.arange(w).repeat(2, 1),
        pool,
    )
    axes = {
        "embeddings": {0: "b", 1: "l"},
        "mask": {0: "b", 1: "l"},
        "first": {0: "b", 1: "w"},
        "last": {0: "b", 1: "w"},
        "pool": {0: "b", 1: "s", 2: "l"},
    }
    encoding = _graph(
        network.encoding, example, folder / "encoding.onnx", axes, ["words", "types", "names", "sentence_types", "vectors"]
    )
    same = torch.ones(3, w, dtype=torch.long)
    member, traits = torch.eye(4, w), torch.zeros(4, len(TRAITS))
    anchors, kinds = torch.tensor([0, 2, 4]), torch.tensor([0, 1, 2])
    example = (torch.randn(w, hidden), anchors, kinds, torch.zeros(3), same, same, member, traits)
    axes = {
        "words": {0: "w"},
        "anchors": {0: "n"},
        "types": {0: "n"},
        "chance": {0: "n"},
        "same": {0: "n", 1: "w"},
        "distance": {0: "n", 1: "w"},
        "member": {0: "e", 1: "w"},
        "traits": {0: "e"},
    }
    claims = _graph(
        network.claims, example, folder / "claims.onnx", axes, ["factuality", "firm", "mode", "roles", "entities", "parties"]
    )
    return {"encoding": encoding, "claims": claims}


def write(  # noqa: PLR0913 - what the manifest tells
    network: Network,
    material: Material,
    folder: Path,
    *,
    options: dict[str, Any],
    corpus: Path,
    treebanks: bool,
    figures: dict[str, float],
    began_from: list[dict[str, Any]],
) -> None:
    """Write the shipped reader into ``folder``; decisions (thresholds, calibration) are tuned on the held-out documents after."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = rounded(network)
    packed.update(blocks.pack({"word": material.word.cpu().numpy()}))
    outside = graphs(network, folder, material.shape.hidden)
    with (folder / "weights.npz").open("wb") as f:
        np.savez(f, **packed)  # type: ignore[arg-type] # numpy's stubs take any array here
    (folder / "tokenizer.json.gz").write_bytes(gzip.compress(material.tokenizer.to_str().encode("utf-8"), 9, mtime=0))
    (folder / "shape.json").write_text(
        json.dumps(
            {"shape": {**dataclasses.asdict(material.shape), "layers": len(network.encoding.layers)}, "weights": outside},
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    if not (folder / "decisions.json").exists():
        (folder / "decisions.json").write_text(json.dumps(DEFAULTS, indent=1) + "\n", encoding="utf-8")
    manifest.write(folder, corpus, options=options, treebanks=treebanks, figures=figures, began_from=began_from)
    log.info("written to %s: %.1f MB", folder, sum(p.stat().st_size for p in folder.iterdir()) / 1e6)
