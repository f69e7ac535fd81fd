"""The network at run time: ONNX Runtime over weights that are turned from 8-bit blocks to floats when first needed."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gzip
import json
import math
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.errors import WeightsError
from enligt.readers import blocks
from enligt.readers.ontology import ROLES, TYPES
from enligt.readers.windows import Parties, Window, batch, geometry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

CERTAIN = 8.0  # logits beyond are as good as certain (training/network.py: CLAMP)
PLACES = 4  # probabilities are rounded to so many places before any decision
GROUP = 512  # subwords in a batch, at most
THREADS = 4  # batches computed side by side, at most; each on one thread, so that the number changes nothing
FILES = ("encoding.onnx", "claims.onnx", "weights.npz", "tokenizer.json.gz", "shape.json", "decisions.json", "manifest.json")


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(np.round(1 / (1 + np.exp(-x.astype(np.float64))), PLACES), np.float64)


def _softmax(x: NDArray[np.float32]) -> NDArray[np.float64]:
    e = np.exp(x.astype(np.float64) - x.max(-1, keepdims=True))
    return np.asarray(np.round(e / e.sum(-1, keepdims=True), PLACES), np.float64)


def _logit(p: float) -> float:
    """Log odds of a rounded probability, at most ``CERTAIN`` from 0."""
    if not 0 < p < 1:
        return -CERTAIN if p <= 0 else CERTAIN
    return max(-CERTAIN, min(CERTAIN, math.log(p / (1 - p))))


@dataclass(frozen=True, slots=True)
class WindowScores:
    """What the network says of one window's words and sentences; probabilities, rounded."""

    window: Window
    words: NDArray[np.float32]  # [W, H], for ``claims``
    types: NDArray[np.float64]  # [W, 16]
    names: NDArray[np.float64]  # [W, 7]
    labels: tuple[int, ...]  # [W], the likeliest of each word's names
    sentence_types: NDArray[np.float64]  # [S, 16]
    vectors: NDArray[np.int8]  # [S, H], unit vectors times 127


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """What the network says of N anchors; probabilities, rounded."""

    factuality: NDArray[np.float64]  # [N, 4]
    firm: NDArray[np.float64]  # [N]
    mode: NDArray[np.float32]  # [N, M], logits: they are compared within a type
    roles: NDArray[np.float64]  # [N, W, R]
    entities: NDArray[np.float64]  # [N, W, 2]
    parties: NDArray[np.float64]  # [N, E, 2]
    who: Parties  # the rows of ``parties``


class Network:
    """The two graphs, the pieces' vectors and the tokenizer."""

    def __init__(self, folder: Traversable) -> None:
        """Load from a folder that holds ``FILES``.

        Raises:
            WeightsError: a file is missing or damaged; names it and says what to do.
        """
        import onnxruntime  # noqa: PLC0415 - 60 ms that `enligt --help` need not wait for
        from tokenizers import Tokenizer  # noqa: PLC0415 - as above

        onnxruntime.disable_telemetry_events()  # Windows builds have always written events

        data = {name: _bytes(folder, name) for name in FILES}
        try:
            told = json.loads(data["shape.json"])
            shape, outside = told["shape"], told["weights"]
            self.decisions: dict[str, Any] = json.loads(data["decisions.json"])
            self.manifest: dict[str, Any] = json.loads(data["manifest.json"])
            self.names: str = _optional(folder, "names.tsv").decode("utf-8")  # of a taught reader
            judge = _optional(folder, "judge.json.gz")
            self.judge: dict[str, Any] | None = json.loads(gzip.decompress(judge)) if judge else None
            self.bos, self.eos, self.pad = int(shape["bos"]), int(shape["eos"]), int(shape["pad"])
            self.tokenizer: Tokenizer = Tokenizer.from_str(gzip.decompress(data["tokenizer.json.gz"]).decode("utf-8"))
            with _npz(folder) as packed:
                self._table = blocks.parts(packed, "word")
                self._encoding = _session(onnxruntime, data["encoding.onnx"], packed, "encoding", outside)
                self._claims = _session(onnxruntime, data["claims.onnx"], packed, "claims", outside)
        except WeightsError:
            raise
        except Exception as e:
            raise WeightsError(f"the reader's weights are damaged ({type(e).__name__}): install enligt again") from e
        _let_go()

    def read(self, windows: Sequence[Window]) -> list[WindowScores]:
        """All windows, batched by length; the order given is kept and the batches change nothing."""
        order = sorted(range(len(windows)), key=lambda i: windows[i].padded)
        groups: list[list[int]] = []
        for i in order:
            size = windows[i].padded
            if groups and windows[groups[-1][0]].padded == size and size * (len(groups[-1]) + 1) <= GROUP:
                groups[-1].append(i)
            else:
                groups.append([i])
        out: dict[int, WindowScores] = {}
        for group, scores in zip(groups, _side_by_side(lambda g: self._read([windows[i] for i in g]), groups), strict=True):
            out.update(zip(group, scores, strict=True))
        return [out[i] for i in range(len(windows))]

    def _read(self, group: list[Window]) -> list[WindowScores]:
        b = batch(group, pad=self.pad)
        table, scale = self._table
        given = {
            "embeddings": blocks.floats(table[b.ids], scale[b.ids]),
            "mask": b.mask,
            "first": b.first,
            "last": b.last,
            "pool": b.pool,
        }
        words, types, names, sentence_types, vectors = self._encoding.run(None, given)
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
        out = []
        for i, w in enumerate(group):
            n, s = len(w.words), len(w.sentences)
            named = _softmax(names[i, :n])
            out.append(
                WindowScores(
                    window=w,
                    words=words[i, :n],
                    types=_sigmoid(types[i, :n]),
                    names=named,
                    labels=tuple(named.argmax(-1).tolist()),
                    sentence_types=_sigmoid(sentence_types[i, :s]),
                    vectors=np.rint(vectors[i, :s] * 127).astype(np.int8),
                )
            )
        return out

    def claims(self, scores: WindowScores, anchors: Sequence[tuple[int, int]], who: Parties) -> ClaimScores:
        """What stands about each anchor, a (word, type) of the window; at least one. They are read with regard to each other.

        Args:
            scores: of the window.
            anchors: word and type of each.
            who: the window's parties.
        """
        at, kinds = [a for a, _ in anchors], [t for _, t in anchors]
        same, distance = geometry(scores.window, at)
        given = {
            "words": scores.words,
            "anchors": np.array(at, np.int64),
            "types": np.array(kinds, np.int64),
            "chance": np.array([_logit(scores.types[a, t]) for a, t in anchors], np.float32),
            "same": same,
            "distance": distance,
            "member": who.member,
            "traits": who.traits,
        }
        factuality, firm, mode, roles, entities, parties = self._claims.run(None, given)
        return ClaimScores(
            _softmax(factuality), _sigmoid(firm), mode, _sigmoid(roles), _sigmoid(entities), _sigmoid(parties), who
        )


def _session(
    onnxruntime: Any, graph: bytes, packed: Mapping[str, NDArray[np.generic]], part: str, outside: Mapping[str, list[str]]
) -> Any:
    """A session over a graph whose weights are given from outside; it keeps a copy of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # plans a block for each shape of batch: 20 MB, and no faster
    # A second copy of the weights, laid out for the products: 35 MB, and no faster when measured
    options.add_session_config_entry("session.disable_prepacking", "1")
    values = []
    for name in outside[part]:
        w = blocks.unpack(packed, f"{part}.{name.removesuffix(blocks.TURNED)}")
        values.append(onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(w.T) if name.endswith(blocks.TURNED) else w))
    options.add_external_initializers(outside[part], values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _let_go() -> None:
    """Give back to the system what was freed while loading, which glibc keeps: 60 MB then, 20 MB at the peak."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


def _side_by_side(work: Callable[[list[int]], list[WindowScores]], groups: list[list[int]]) -> list[list[WindowScores]]:
    threads = min(THREADS, len(groups), _cores())
    if threads < 2:
        return [work(g) for g in groups]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, groups))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bytes(folder: Traversable, name: str) -> bytes:
    if name == "weights.npz":  # read by _npz
        return b""
    try:
        return folder.joinpath(name).read_bytes()
    except OSError as e:
        raise _missing(folder.joinpath(name)) from e


def _optional(folder: Traversable, name: str) -> bytes:
    file = folder.joinpath(name)
    return file.read_bytes() if file.is_file() else b""


@contextlib.contextmanager
def _npz(folder: Traversable) -> Iterator[Mapping[str, NDArray[np.generic]]]:
    file = folder.joinpath("weights.npz")
    try:
        stream = file.open("rb")
    except OSError as e:
        raise _missing(file) from e
    with stream, np.load(stream, allow_pickle=False) as saved:
        yield saved  # each array is read when it is asked for: never all at once


def _missing(file: Traversable) -> WeightsError:
    return WeightsError(f"the reader's weights are not there ({file}): install enligt again, or run `make train`")


@functools.cache
def shipped() -> Network:
    """The network in the package, loaded once per process."""
    return Network(resources.files(__package__).joinpath("weights"))


assert len(TYPES) == 16 and len(ROLES) == 9  # noqa: S101, PT018 - the shape of the shipped weights
