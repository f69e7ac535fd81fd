"""The marked documents: the project's corpus in its notation, and the names of the treebanks."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from enligt.errors import InputError
from enligt.marking import notation
from enligt.readers.ontology import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

KINDS = ("written", "stories", "real")


@dataclass(frozen=True)
class Document:
    """One marked document; ``claims`` as corpus/check.py gives them, offsets counting within each sentence."""

    id: str
    file: str
    story: str | None
    language: str
    published: str
    sentences: tuple[str, ...]
    claims: tuple[dict[str, Any], ...] = field(repr=False)
    kind: str = ""
    headed: bool = True  # whether its first sentence is a headline

    @property
    def found(self) -> bool:
        """Whether its text was found (``corpus/real``), not written for the corpus."""
        return self.file.startswith("real/")


def load(corpus: Path, *, treebanks: Path | None) -> list[Document]:
    """All documents of the corpus, by file. Without ``treebanks``, those of ``real/`` are left out.

    Raises:
        InputError: there is none, or a file has a fault; the first faults are named.
    """
    files = [
        (p, f"{kind}/{p.name}") for kind in (KINDS if treebanks else KINDS[:2]) for p in sorted((corpus / kind).glob("*.txt"))
    ]
    if not files:
        raise InputError(f"{corpus}: no marked document lies here: give the folder of the marked corpus")
    return read(files, corpus=corpus, treebanks=treebanks)


def read(files: Iterable[tuple[Path, str]], *, corpus: Path, treebanks: Path | None = None) -> list[Document]:
    """The documents of files in the corpus's notation.

    Args:
        files: each with the name that its documents give as their ``file``.
        corpus: where check.py lies.
        treebanks: CoNLL-U files for documents that give sentences by their ids.

    Raises:
        InputError: a file has a fault; the first faults are named.
    """
    out: list[Document] = []
    faults: list[str] = []
    for path, name in files:
        for doc, bad in notation.documents(path, treebanks):
            faults += bad
            out.append(of_marked(doc, file=name))
    if faults:
        raise InputError(f"{corpus}: {len(faults)} faults; run check.py; the first: {faults[0]}")
    return out


def second(corpus: Path, *, treebanks: Path | None) -> list[Document]:
    """The documents that were marked a second time, blind (``second/``); without ``treebanks``, those of written text.

    Raises:
        InputError: a file has a fault.
    """
    files = sorted((corpus / "second").glob("*.txt"))
    return read(
        [(f, f"second/{f.name}") for f in files if treebanks or not f.name.startswith("real-")],
        corpus=corpus,
        treebanks=treebanks,
    )


def of_marked(marked: Mapping[str, Any], *, file: str) -> Document:
    """A document as ``enligt.marking.notation`` gives it; ``file`` is what it says it stands in."""
    return Document(
        id=marked["id"],
        file=file,
        story=marked.get("story"),
        language=marked["language"],
        published=marked["published"],
        sentences=tuple(marked["sents"]),
        claims=tuple(marked["claims"]),
        kind=marked.get("kind", ""),
    )


def excerpt(d: Document, first: int, last: int) -> Document:
    """Some sentences of a document, as a text that has no headline; of a claim's sources those that stand in them.

    Args:
        d: the document.
        first: its first sentence.
        last: its last, at least ``first``.
    """
    claims = tuple(
        c
        | {
            "sent": c["sent"] - first,
            "sources": [x | {"sent": x["sent"] - first} for x in c["sources"] if first <= x["sent"] <= last],
        }
        for c in d.claims
        if first <= c["sent"] <= last
    )
    return replace(d, id=f"{d.id}:{first}-{last}", sentences=d.sentences[first : last + 1], claims=claims, headed=False)


def split(documents: Iterable[Document], corpus: Path) -> tuple[list[Document], list[Document]]:
    """Those to train on, and those held out by ``heldout.txt``.

    Raises:
        InputError: heldout.txt names what is not there, so that a renamed file cannot slip into training unseen.
    """
    lines = [
        line.split() for line in (corpus / "heldout.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    keys = {(line[0], line[1] if len(line) > 1 else None) for line in lines}
    train: list[Document] = []
    held: list[Document] = []
    met: set[tuple[str, str | None]] = set()
    for d in documents:
        hit = keys & {(d.file, None), (d.file, d.story)}
        met |= hit
        (held if hit else train).append(d)
    missing = [f for f, s in keys - met if not f.startswith("real/") or s]
    if missing:
        raise InputError(
            f"{corpus / 'heldout.txt'}: no documents of {', '.join(sorted(missing))}: held-out files may not be renamed"
        )
    return train, held


def hashes(corpus: Path) -> dict[str, str]:
    """SHA-256 of every corpus file that a training or its decisions rest on, by its path in the corpus."""
    files = [p for kind in (*KINDS, "second") for p in sorted((corpus / kind).glob("*.txt"))]
    return {
        p.relative_to(corpus).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in [*files, corpus / "heldout.txt"]
    }


@dataclass(frozen=True)
class Token:
    """A treebank's token: its place in the sentence, its part of speech, and the token that it depends on, -1 of a root.

    ``head`` is -2 where the treebank has no tree.
    """

    start: int
    end: int
    pos: str
    head: int
    relation: str


@dataclass(frozen=True)
class Named:
    """A window of treebank sentences, their names as (sentence, start, end, label), and their tokens."""

    sentences: tuple[str, ...]
    names: tuple[tuple[int, int, int, str], ...]
    tokens: tuple[tuple[Token, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class _Line:
    form: str
    pos: str
    head: int
    relation: str
    name: str | None


_Sentence = tuple[str, list[tuple[int, int, str]], tuple[Token, ...]]


def _sentences(path: Path) -> Iterator[_Sentence | None]:
    """Sentences with names and tokens; None where the names of a sentence are not marked."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as f:
        text = ""
        tokens: list[_Line] = []
        for raw in f:
            line = raw.rstrip("\n")
            if line.startswith("# text = "):
                text = line[9:]
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                if cells[0].isdigit():
                    m = re.search(r"name=([BIO](?:-[A-Z]+)?)", cells[9])
                    head = int(cells[6]) - 1 if cells[6].isdigit() else -2
                    tokens.append(_Line(cells[1], cells[3], head, cells[7], m[1] if m else None))
            elif not line and tokens:
                yield _names(text, tokens)
                text, tokens = "", []


def _names(text: str, lines: list[_Line]) -> _Sentence | None:
    if any(t.name is None for t in lines):
        return None
    out: list[tuple[int, int, str]] = []
    tokens = []
    at = 0
    for t in lines:
        start = text.find(t.form, at)
        if start < 0:
            return None  # the text was rewritten
        at = start + len(t.form)
        tokens.append(Token(start, at, t.pos, t.head, t.relation))
        label = (t.name or "O").partition("-")[2]
        if t.name and t.name[0] == "I" and out:
            out[-1] = (out[-1][0], at, out[-1][2])
        elif label:
            out.append((start, at, label))
    return text, out, tuple(tokens)


def named(treebanks: Path, *, sentences: int) -> dict[str, list[Named]]:
    """Windows of so many sentences each from the treebanks' training parts, by language; only where a name or two stand.

    ``MISC`` is left out: the reader has no use for it, and English marks none.
    """
    labels = {n[2:] for n in NAMES if n != "O"}
    out: dict[str, list[Named]] = {}
    for path in sorted(treebanks.glob("*train*.conllu.gz")):
        language = {"nob": "nb", "nno": "nn"}.get(path.name.split("-")[0], path.name.split("-")[0])
        run: list[_Sentence] = []
        for one in [*_sentences(path), None]:
            if one is not None:
                run.append(one)
            if run and (one is None or len(run) == sentences):
                names = tuple((k, a, b, x) for k, (_, marks, _) in enumerate(run) for a, b, x in marks if x in labels)
                if names:
                    out.setdefault(language, []).append(Named(tuple(s for s, _, _ in run), names, tuple(t for _, _, t in run)))
                run = []
    return out


def raw_sentences(treebanks: Path) -> list[str]:
    """Every sentence of the treebanks, marked or not: for the choice of pieces."""
    out = []
    for path in sorted(treebanks.glob("*.conllu*")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as f:
            out += [line[9:].rstrip("\n") for line in f if line.startswith("# text = ")]
    return out


def joined(d: Document) -> tuple[str, list[tuple[int, int]]]:
    """A document's text as an article has it, and its sentences' offsets in it."""
    text, bounds = "", []
    for k, s in enumerate(d.sentences):
        text += "\n\n" if k else ""
        bounds.append((len(text), len(text) + len(s)))
        text += s
    return text, bounds
