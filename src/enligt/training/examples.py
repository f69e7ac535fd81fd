"""From marked documents to what the network is asked: its targets, window by window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enligt.model import FACTUALITIES
from enligt.readers.ontology import HOME, NAMES, ROLES, SPECIAL, TYPED_MODES, TYPES
from enligt.readers.windows import Window, windows

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
    """A window with its targets. ``entities``: the ids that words of the window stand for; ``texts``: its sentences."""

    window: Window
    anchors: tuple[Anchor, ...] = ()
    entities: dict[int, str] = field(default_factory=dict)
    names: tuple[int, ...] | None = None
    home: str | None = None
    texts: tuple[str, ...] = ()
    claims: bool = True

    def special(self, ids: frozenset[str]) -> list[float]:
        """Targets of the special participants: unknown; the home state, where no name in the window stands for it."""
        known = set(self.entities.values())
        values = {"UNK": "UNK" in ids, "HOME": self.home is not None and self.home in ids and self.home not in known}
        return [float(values[s]) for s in SPECIAL]


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


def _entities(
    d: Document, w: Window, places: dict[int, list[tuple[int, int, int]]], find: Callable[[str, str], list[tuple[int, int, str]]]
) -> dict[int, str]:
    """Which words stand for which id: what the gazetteer knows, and the persons and groups that the document's marks teach."""
    out: dict[int, str] = {}
    taught: dict[str, str] = {}
    for c in d.claims:
        for x in (*c["actors"], *c["recipients"]):
            if x["name"] and x["id"] != "UNK":
                taught.update({part: x["id"] for part in x["name"].split() if len(part) > 2 and part[0].isupper()})
    for k in w.sentences:
        for a, b, i in places.get(k, ()):
            i_ = taught.get(d.sentences[k][a:b]) or taught.get(d.sentences[k][a:b].removesuffix("s"))
            if i_:
                out[i] = i_
    for k in w.sentences:
        for start, end, i_ in find(d.sentences[k], d.language):
            for i in _cover(places, k, (start, end)):
                out[i] = i_
    return out


def _places(w: Window) -> dict[int, list[tuple[int, int, int]]]:
    out: dict[int, list[tuple[int, int, int]]] = {}
    for i, x in enumerate(w.words):
        out.setdefault(x.sentence, []).append((x.start, x.end, i))
    return out


def of_document(
    d: Document, *, tokenizer: Tokenizer, shape: Shape, find: Callable[[str, str], list[tuple[int, int, str]]]
) -> list[Example]:
    """The windows of a marked document with their targets."""
    out = []
    for w in windows(d.sentences, tokenizer=tokenizer, bos=shape.bos, eos=shape.eos):
        places = _places(w)
        anchors = [_anchor(c, places) for c in d.claims if c["sent"] in w.sentences]
        out.append(
            Example(
                window=w,
                anchors=tuple(a for a in anchors if a),
                entities=_entities(d, w, places, find),
                home=HOME.get(d.language),
                texts=tuple(d.sentences[k] for k in w.sentences),
            )
        )
    return out


def of_names(n: Named, *, tokenizer: Tokenizer, shape: Shape) -> list[Example]:
    """Windows of treebank sentences whose targets are names alone."""
    out = []
    for w in windows(n.sentences, tokenizer=tokenizer, bos=shape.bos, eos=shape.eos, headline=False):
        places = _places(w)
        labels = [0] * len(w.words)
        for k, a, b, label in n.names:
            for j, i in enumerate(_cover(places, k, (a, b))):
                labels[i] = NAMES.index(f"{'I' if j else 'B'}-{label}")
        out.append(Example(window=w, names=tuple(labels), texts=tuple(n.sentences[k] for k in w.sentences), claims=False))
    return out
