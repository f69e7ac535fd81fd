"""Documents once more with other states in them: who does what to whom must not depend on which state it is.

A state whose every mention in a document is a plain name, adjective, inhabitant or capital changes places with another one, in
the same form. What the actors room then reads in the new text must be what was put there, else the copy is thrown away.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from enligt.actors import resolve
from enligt.actors.inflection import adjective_forms, inhabitant_forms
from enligt.actors.tables import states
from enligt.readers.ontology import HOME
from enligt.training.documents import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.actors import Mention
    from enligt.actors.tables import State
    from enligt.model import Language
    from enligt.training.documents import Document

KINDS = frozenset({"state", "capital", "adjective", "inhabitant"})
# States of whom news is told often enough that the encoder knows their names well
FAMILIAR = (
    "AFG", "ARG", "AUS", "AUT", "BEL", "BGR", "BLR", "BRA", "CAN", "CHE", "CHL", "CHN", "COL", "CUB", "CZE", "DEU",
    "DNK", "EGY", "ESP", "EST", "ETH", "FIN", "FRA", "GEO", "GRC", "HRV", "HUN", "IDN", "IND", "IRN", "IRQ", "ISL",
    "ISR", "ITA", "JPN", "KEN", "LBN", "LBY", "LTU", "LVA", "MEX", "MMR", "NGA", "NOR", "PAK", "PER", "POL", "PRK",
    "PRT", "ROU", "RUS", "SAU", "SDN", "SRB", "SVK", "SWE", "SYR", "THA", "TUR", "UKR", "VEN", "VNM", "YEM", "ZAF",
)  # fmt: skip
MOST = 4  # states changed in a copy
Edit = tuple[int, int, str]


def _forms(state: State, language: Language) -> dict[str, list[tuple[str, ...]]]:
    """The forms of a state by kind; a list of words each, in the order of its inflection."""
    return {
        "state": [(n,) for n in state.names],
        "capital": [(n,) for n in state.capitals],
        "adjective": [adjective_forms(a, language) for a in state.adjectives],
        "inhabitant": [inhabitant_forms(i, language) for i in state.inhabitants],
    }


def _other(m: Mention, mine: State, other: State, language: Language) -> str | None:
    """The mention's words with the other state in them, in the same form; None where it has no such form."""
    theirs = _forms(other, language)[m.kind][:1]
    if not theirs:
        return None
    for words in _forms(mine, language)[m.kind]:
        for k, form in enumerate(words):
            rest = m.text[len(form) :]
            if m.text.startswith(form) and rest in {"", "s", "'s", "’s"} and len(words) == len(theirs[0]):
                return theirs[0][k] + rest
    return None


def _edits(mentions: Sequence[Mention], pairs: dict[str, str], language: Language) -> list[Edit] | None:
    table = states(language)
    out = []
    for m in mentions:
        if m.id not in pairs:
            continue
        new = _other(m, table[m.id], table[pairs[m.id]], language) if m.kind in KINDS else None
        if new is None:
            return None
        out.append((m.start, m.end, new))
    return out


def _moved(at: int, edits: Sequence[Edit], *, end: bool) -> int:
    """An offset after the edits; one inside a replaced name goes to its nearer end on the span's own side."""
    shift = 0
    for a, b, new in edits:
        if b <= at:
            shift += len(new) - (b - a)
        elif a < at:
            return a + shift + (len(new) if end else 0)
    return at + shift


def _claim(c: dict[str, Any], edits: Sequence[Sequence[Edit]], pairs: dict[str, str]) -> dict[str, Any]:
    def span(x: Sequence[int] | None, sent: int) -> list[int] | None:
        if not x:
            return None
        return [_moved(x[0], edits[sent], end=False), _moved(x[1], edits[sent], end=True)]

    n = c["sent"]
    out = dict(c)
    for key in ("trigger", "cues"):
        out[key] = [span(x, n) for x in c[key]]
    for key in ("actors", "recipients"):
        out[key] = [{**x, "id": pairs.get(x["id"], x["id"]), "span": span(x["span"], n)} for x in c[key]]
    out["quantities"] = [{**x, "span": span(x["span"], n)} for x in c["quantities"]]
    out["sources"] = [{**x, "span": span(x["span"], x["sent"])} for x in c["sources"]]
    out["when"] = c["when"] and {**c["when"], "span": span(c["when"]["span"], n)}
    out["where"] = span(c["where"], n)
    return out


def swapped(d: Document, *, number: int) -> Document | None:
    """A copy of the document with other states in it, the claims' spans and ids with them; None where none can be made.

    Args:
        d: the document.
        number: which copy; the same number gives the same copy.
    """
    language = cast("Language", d.language)
    rng = random.Random(f"{d.file} {d.id} {number}")  # noqa: S311 - material of training, not a secret
    text, bounds = joined(d)
    actors = resolve(text, language=language, published=d.published)
    found = [m for m in actors.at(0, len(text)) if m.id]
    inside = {m.id for m in found}
    kept = {HOME.get(d.language), *(m.id for m in found if m.kind not in KINDS)}
    claimed = {x["id"] for c in d.claims for x in (*c["actors"], *c["recipients"])}
    own = sorted(i for i in inside - kept if i in FAMILIAR and i in claimed)
    others = [i for i in FAMILIAR if i not in inside | claimed and i != HOME.get(d.language)]
    rng.shuffle(own)
    rng.shuffle(others)
    pairs: dict[str, str] = {}
    for i in own[:MOST]:
        # a state and its new name must share every form that the text uses
        fits = (o for o in others if o not in pairs.values() and _edits(found, {i: o}, language) is not None)
        if fit := next(fits, None):
            pairs[i] = fit
    edits = _edits(found, pairs, language) if pairs else None
    if not edits:
        return None
    edits.sort()
    of = [[(x - a, y - a, new) for x, y, new in edits if a <= x and y <= b] for a, b in bounds]
    sentences = []
    for s, mine in zip(d.sentences, of, strict=True):
        out, at = "", 0
        for a, b, new in mine:
            out += s[at:a] + new
            at = b
        sentences.append(out + s[at:])
    copy = replace(d, sentences=tuple(sentences), claims=tuple(_claim(c, of, pairs) for c in d.claims))
    return copy if _as_meant(copy, found, pairs) else None


def _as_meant(copy: Document, found: Sequence[Mention], pairs: dict[str, str]) -> bool:
    text, _ = joined(copy)
    now = resolve(text, language=cast("Language", copy.language), published=copy.published)
    return [m.id for m in now.at(0, len(text)) if m.id] == [pairs.get(m.id, m.id) for m in found]
