"""From sentences to what the network reads: windows of subwords, and the words that its outputs stand for.

A window is ``<s> headline </s> sentence </s> sentence </s> …``: as many sentences as fit. A longer article is read in
several windows, each beginning with the headline and overlapping the one before; of a sentence that stands in two
windows, the claims are taken from the window that ``owned`` names.

The network was first taught on articles, and has met few sentences that stood alone. A text of one or two sentences without a
headline is therefore read, as it is taught, behind a ``frame`` that says nothing, which the network sees and of which nothing is
read (docs/reader.md: what it gave).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from enligt.languages import table
from enligt.model import LANGUAGES
from enligt.readers.ontology import SPECIAL, TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray
    from tokenizers import Tokenizer

LENGTH = 416  # subwords in a window, at most; the encoder's own limit is 512
STEP = 8  # windows are padded to a multiple of this, so that the same window is always computed in the same shape
OVERLAP = 1  # sentences that the next window repeats
FAR = 20  # distances between words are told apart up to this
FRAMED = 2  # sentences that a text without a headline may have to be read in a frame
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign: its sentence, its half-open offsets in that sentence, and its first and last subword."""

    sentence: int
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """What one pass reads. ``bounds`` holds, for each sentence of ``sentences``, its half-open range of subwords.

    ``framed``: it begins with a frame, which is none of its sentences.
    """

    ids: tuple[int, ...]
    words: tuple[Word, ...]
    sentences: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    owned: frozenset[int]
    framed: bool = False

    def heads(self, sentence: int) -> bool:
        """Whether a sentence stands where a headline does."""
        return sentence == 0 and not self.framed

    @property
    def padded(self) -> int:
        """The number of subwords after padding."""
        return _up(len(self.ids))


def frame(language: str) -> Sequence[str]:
    """What a sentence that stands alone is read behind; of a language that a user taught nothing."""
    return table(language, "sentences")["frame"] if language in LANGUAGES else ()


@dataclass(frozen=True, slots=True)
class _Encoded:
    ids: tuple[int, ...]
    words: tuple[tuple[int, int, int, int], ...]  # start, end, first and last subword


def _encode(sentence: str, tokenizer: Tokenizer, limit: int) -> _Encoded:
    encoding = tokenizer.encode(sentence)
    ids, offsets = encoding.ids[:limit], encoding.offsets[:limit]
    words, j = [], 0
    for m in _WORD.finditer(sentence):
        while j < len(offsets) and offsets[j][1] <= m.start():
            j += 1
        if j >= len(offsets):
            break  # beyond the limit: a sentence longer than a window is read as far as it goes
        last = j
        while last + 1 < len(offsets) and offsets[last + 1][0] < m.end():
            last += 1
        words.append((m.start(), m.end(), j, last))
    return _Encoded(tuple(ids), tuple(words))


def windows(  # noqa: PLR0913 - an article, and how it is cut
    sentences: Sequence[str], *, tokenizer: Tokenizer, bos: int, eos: int, headline: bool = True, frame: Sequence[str] = ()
) -> list[Window]:
    """The windows of an article.

    Args:
        sentences: the article's sentences in order; the first is its headline where ``headline`` says so.
        tokenizer: the encoder's.
        bos: id of the piece that begins a window.
        eos: id of the piece that ends a sentence.
        headline: repeat sentence 0 at the head of every window.
        frame: what a text of at most ``FRAMED`` sentences without a headline is read behind.
    """
    before: list[int] = []
    if not headline and len(sentences) <= FRAMED:
        for told in frame:
            before += [*_encode(told, tokenizer, LENGTH // 8).ids, eos]
    # A headline that is a wall of text (a page of one line) must leave room for sentences
    most = LENGTH - len(before)
    encoded = [_encode(s, tokenizer, most - 2 if k or not headline else most // 2) for k, s in enumerate(sentences)]
    out: list[Window] = []
    at, done = 0, 0
    while at < len(encoded):
        chosen = [0] if headline and at > 0 else []
        size = 1 + sum(len(encoded[k].ids) + 1 for k in chosen)
        k = at
        while k < len(encoded):
            more = len(encoded[k].ids) + 1
            if size + more > most and k > at:
                break
            if size + more > most:
                chosen, size = [], 1  # one sentence fills the window: without the headline
            chosen.append(k)
            size += more
            k += 1
        if k <= done:  # the overlap left no room for a new sentence: go on without it
            at = done
            continue
        out.append(_window(encoded, chosen, range(done, k), [bos, *before], eos))
        done = k
        if k >= len(encoded):
            break
        at = max(at + 1, k - OVERLAP)
    return out


def _window(encoded: list[_Encoded], chosen: list[int], owned: range, begin: list[int], eos: int) -> Window:
    ids, words, bounds = list(begin), [], []
    for k in chosen:
        base = len(ids)
        ids += [*encoded[k].ids, eos]
        bounds.append((base, len(ids) - 1))
        words += [Word(k, a, b, base + f, base + z) for a, b, f, z in encoded[k].words]
    return Window(tuple(ids), tuple(words), tuple(chosen), tuple(bounds), frozenset(owned), framed=len(begin) > 1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as arrays: ids and mask [B, L], first and last subword of each word [B, W], pooling [B, S, L]."""

    ids: NDArray[np.int64]
    mask: NDArray[np.bool_]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    pool: NDArray[np.float32]


def batch(group: Sequence[Window], *, pad: int) -> Batch:
    """Windows padded to the longest of them."""
    words = [[(x.first, x.last) for x in w.words] for w in group]
    return laid_out([w.ids for w in group], words, [w.bounds for w in group], pad=pad)


def laid_out(ids: Sequence[ArrayLike], words: Sequence[ArrayLike], bounds: Sequence[ArrayLike], *, pad: int) -> Batch:
    """Windows as arrays: subwords padded to the longest window's ``padded``, words and sentences to the most that one has.

    Args:
        ids: [L], of each window.
        words: [W, 2], of each: a word's first and last subword.
        bounds: [S, 2], of each: a sentence's half-open range of subwords.
        pad: the piece that fills up.
    """
    pieces, ranges = [np.asarray(x, np.int64) for x in ids], [np.asarray(x, np.int64).reshape(-1, 2) for x in bounds]
    ends = [np.asarray(x, np.int64).reshape(-1, 2) for x in words]
    n, size, most = len(pieces), max(_up(len(x)) for x in pieces), max(1, *(len(x) for x in ends))
    out = Batch(
        ids=np.full((n, size), pad, np.int64),
        mask=np.zeros((n, size), np.bool_),
        first=np.zeros((n, most), np.int64),
        last=np.zeros((n, most), np.int64),
        pool=np.zeros((n, max(len(x) for x in ranges), size), np.float32),
    )
    for i, (one, of_words, of_sentences) in enumerate(zip(pieces, ends, ranges, strict=True)):
        out.ids[i, : len(one)], out.mask[i, : len(one)] = one, True
        out.first[i, : len(of_words)], out.last[i, : len(of_words)] = of_words.T
        for s, (a, b) in enumerate(of_sentences.tolist()):
            out.pool[i, s, a:b] = 1 / max(1, b - a)
    return out


def _up(subwords: int) -> int:
    return -(-subwords // STEP) * STEP


def geometry(window: Window, anchors: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each anchor word and each word: whether they share a sentence (0 or 1), and their distance, from 0 to 2 * FAR."""
    at = np.array([w.sentence for w in window.words], np.int64)
    a = np.asarray(anchors, np.int64)
    same = (at[None, :] == at[a][:, None]).astype(np.int64)
    distance = np.clip(np.arange(len(at))[None, :] - a[:, None], -FAR, FAR) + FAR
    return same, distance.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who may take part in the acts of a window. The first rows are ``SPECIAL``'s: unknown, and the state of the language.

    Attributes:
        ids: of the further rows, in order of their first word.
        member: [E, W], 1 where a word belongs to a name of the row; nowhere for the special rows.
        traits: [E, T], ontology.TRAITS.
    """

    ids: tuple[str, ...]
    member: NDArray[np.float32]
    traits: NDArray[np.float32]

    def row(self, id_: str) -> int:
        """The row of an id that the window names.

        Raises:
            ValueError: it names no such id.
        """
        return len(SPECIAL) + self.ids.index(id_)


def parties(window: Window, named: Mapping[str, Iterable[int]], *, home: str | None) -> Parties:
    """The parties of a window.

    Args:
        window: the window.
        named: for each id, the words that belong to its names.
        home: the state whose language the article is written in, None where many states share it.
    """
    at = {i: sorted(words) for i, words in named.items()}
    ids = sorted((i for i, words in at.items() if words), key=lambda i: (at[i][0], i))
    member = np.zeros((len(SPECIAL) + len(ids), len(window.words)), np.float32)
    traits = np.zeros((len(member), len(TRAITS)), np.float32)
    for k in range(len(SPECIAL)):
        traits[k, k] = 1
    traits[SPECIAL.index("HOME"), TRAITS.index("possible")] = home is not None and home not in at
    common = sorted(ids, key=lambda i: (-len(at[i]), at[i][0], i))
    for k, i in enumerate(ids, len(SPECIAL)):
        member[k, at[i]] = 1
        told = {
            "possible": 1.0,
            "home": float(i == home),
            "group": float(i.islower()),
            "headline": float(window.heads(window.words[at[i][0]].sentence)),
            "often": math.log(len(at[i])) / 2,
            "rank": 1 / (1 + common.index(i)),
        }
        for name, value in told.items():
            traits[k, TRAITS.index(name)] = value
    return Parties(tuple(ids), member, traits)
