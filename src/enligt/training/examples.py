"""From marked documents to what the network is asked: its targets, window by window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.model import FACTUALITIES
from enligt.readers.ontology import HOME, NAMES, ROLES, SPECIAL, TYPED_MODES, TYPES
from enligt.readers.windows import Parties, Window, frame, parties, windows
from enligt.training.trees import Tree, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tokenizers import Tokenizer

    from enligt.training.base import Shape
    from enligt.training.documents import Document, Named


@dataclass(frozen=True)
class Anchor:
    """One marked claim: its trigger's first word and type, and the words that fill each role."""

    word: int
    type: int
    factuality: int
    mode: int
    firm: bool
    roles: dict[int, set[int]]
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True)
class Example:
    """A window with its targets. ``parties``: who its words may stand for; ``texts``: its sentences."""

    window: Window
    parties: Parties
    anchors: tuple[Anchor, ...] = ()
    names: tuple[int, ...] | None = None
    home: str | None = None
    texts: tuple[str, ...] = ()
    claims: bool = True
    tree: Tree | None = None

    def wanted(self, anchor: Anchor) -> list[list[float]]:
        """For each row of ``parties``: is it an actor, is it a recipient. The home state where no name stands for it."""
        out = []
        for row in (*SPECIAL, *self.parties.ids):
            id_ = self.home if row == "HOME" else row
            sides = (anchor.actors, anchor.recipients)
            told = row != "HOME" or id_ not in self.parties.ids
            out.append([float(told and id_ in side) for side in sides])
        return out


def _cover(places: dict[int, list[tuple[int, int, int]]], sentence: int, span: Sequence[int] | None) -> list[int]:
    return [i for a, b, i in places.get(sentence, ()) if span and a < span[1] and b > span[0]]


def _anchor(c: dict[str, Any], places: dict[int, list[tuple[int, int, int]]]) -> Anchor | None:
    n = c["sent"]
    trigger = _cover(places, n, c["trigger"][0])
    if not trigger:
        return None
    roles: dict[int, set[int]] = {r: set() for r in range(len(ROLES))}

    def put(role: str, sentence: int, span: Sequence[int] | None) -> None:
        roles[ROLES.index(role)].update(_cover(places, sentence, span))

    for role, spans in (("trigger", c["trigger"]), ("cue", c["cues"]), ("quantity", [x["span"] for x in c["quantities"]])):
        for span in spans:
            put(role, n, span)
    for role, key in (("actor", "actors"), ("recipient", "recipients")):
        for x in c[key]:
            put(role, n, x["span"])
    deepest = max((x["depth"] for x in c["sources"]), default=0)
    for x in c["sources"]:
        put("source", x["sent"], x["span"])
        if x["depth"] == deepest:
            put("origin", x["sent"], x["span"])
    if c["when"]:
        put("when", n, c["when"]["span"])
    put("where", n, c["where"])
    kind = c["event_type"]
    return Anchor(
        word=trigger[0],
        type=TYPES.index(kind),
        factuality=FACTUALITIES.index(c["factuality"]),
        mode=TYPED_MODES.index((kind, c["mode"])),
        firm=not c["optional"],
        roles=roles,
        actors=frozenset(x["id"] for x in c["actors"]),
        recipients=frozenset(x["id"] for x in c["recipients"]),
    )


def _named(
    d: Document, w: Window, places: dict[int, list[tuple[int, int, int]]], known: Sequence[Sequence[tuple[int, int, str]]]
) -> dict[str, set[int]]:
    """The words that stand for each id: what the actors room knows, and the persons and groups that the document's marks name."""
    out: dict[str, set[int]] = {}
    taught: dict[str, str] = {}
    for c in d.claims:
        for x in (*c["actors"], *c["recipients"]):
            if x["name"] and x["id"] != "UNK":
                taught.update({part: x["id"] for part in x["name"].split() if len(part) > 2 and part[0].isupper()})
    for k in w.sentences:
        for a, b, i in places.get(k, ()):
            i_ = taught.get(d.sentences[k][a:b]) or taught.get(d.sentences[k][a:b].removesuffix("s"))
            if i_:
                out.setdefault(i_, set()).add(i)
    for k in w.sentences:
        for start, end, i_ in known[k]:
            out.setdefault(i_, set()).update(_cover(places, k, (start, end)))
    return out


def _places(w: Window) -> dict[int, list[tuple[int, int, int]]]:
    out: dict[int, list[tuple[int, int, int]]] = {}
    for i, x in enumerate(w.words):
        out.setdefault(x.sentence, []).append((x.start, x.end, i))
    return out


def of_document(
    d: Document, *, tokenizer: Tokenizer, shape: Shape, known: Callable[[Document], Sequence[Sequence[tuple[int, int, str]]]]
) -> list[Example]:
    """The windows of a marked document with their targets.

    Args:
        d: the document.
        tokenizer: the encoder's.
        shape: the encoder's.
        known: who is named in each sentence of a document: start and end in the sentence, id.
    """
    out = []
    names = known(d)
    cut = windows(d.sentences, tokenizer=tokenizer, bos=shape.bos, eos=shape.eos, headline=d.headed, frame=frame(d.language))
    for w in cut:
        places = _places(w)
        anchors = [_anchor(c, places) for c in d.claims if c["sent"] in w.sentences]
        out.append(
            Example(
                window=w,
                anchors=tuple(a for a in anchors if a),
                parties=parties(w, _named(d, w, places, names), home=HOME.get(d.language)),
                home=HOME.get(d.language),
                texts=tuple(d.sentences[k] for k in w.sentences),
            )
        )
    return out


def of_names(n: Named, *, tokenizer: Tokenizer, shape: Shape) -> list[Example]:
    """Windows of treebank sentences whose targets are names and, where the treebank has them, trees."""
    out = []
    for w in windows(n.sentences, tokenizer=tokenizer, bos=shape.bos, eos=shape.eos, headline=False):
        places = _places(w)
        labels = [0] * len(w.words)
        for k, a, b, label in n.names:
            for j, i in enumerate(_cover(places, k, (a, b))):
                labels[i] = NAMES.index(f"{'I' if j else 'B'}-{label}")
        out.append(
            Example(
                window=w,
                parties=parties(w, {}, home=None),
                names=tuple(labels),
                texts=tuple(n.sentences[k] for k in w.sentences),
                claims=False,
                tree=tree(n.tokens, places, len(w.words)),
            )
        )
    return out
