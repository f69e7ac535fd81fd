"""Who stands nearer and who deeper: the medium before whom it cites, whom it cites before whom he cites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from enligt.model import SourceKind
    from enligt.readers.attribution.lexicon import Lexicon

MEDIA: Final = frozenset({"outlet", "agency"})
SURE: Final = 0.35  # how much likelier one of two sources must be the origin for that alone to order them
LOOK: Final = 90  # characters between two sources in which a connecting word is looked for
BESIDE: Final = re.compile(r"\s*(?:,\s*)?(?:\w+\s+){0,1}")


@dataclass
class Hop:
    """One source on its way to a depth: half-open offsets, its name, and how sure the network is that it is the origin."""

    start: int
    end: int
    name: str
    kind: SourceKind
    rule: str
    probability: float
    origin: float
    depth: int = 0
    why: str = field(default="")

    @property
    def medium(self) -> bool:
        """Whether it is an outlet or an agency."""
        return self.kind in MEDIA


def order(text: str, hops: list[Hop], lex: Lexicon) -> list[Hop]:
    """Set each hop's depth (1 is nearest), and return them nearest first, those of one depth in the order of the text."""
    rest = sorted(hops, key=lambda h: (h.start, h.end))
    layers: list[list[Hop]] = []
    for hop in rest:
        _place(text, layers, hop, lex)
    out = []
    for depth, layer in enumerate(layers, 1):
        for hop in sorted(layer, key=lambda h: h.start):
            hop.depth = depth
            out.append(hop)
    return out


def _place(text: str, layers: list[list[Hop]], hop: Hop, lex: Lexicon) -> None:
    for at, layer in enumerate(layers):
        # against the last one placed in the layer: the nearest to it in the text
        relation, why = relate(text, layer[-1], hop, lex)
        if relation == 0:
            hop.why = why
            layer.append(hop)
            return
        if relation > 0:
            hop.why = why
            layers.insert(at, [hop])
            return
        hop.why = why
    layers.append([hop])


def relate(text: str, a: Hop, b: Hop, lex: Lexicon) -> tuple[int, str]:
    """Of two sources, ``a`` before ``b`` in the text: 1 where ``b`` is nearer, -1 where ``a`` is, 0 side by side; and why."""
    if (a.start, a.end) == (b.start, b.end) and a.medium == b.medium:
        return 0, "side by side in one mention"
    between = text[a.end : b.start].lower() if a.end <= b.start else ""
    if 0 < len(between) <= LOOK and (told := _by_words(between, a, b, lex)) is not None:
        return told
    if a.medium != b.medium:
        return (-1 if a.medium else 1), "the medium is nearer than whom it cites"
    if abs(a.origin - b.origin) >= SURE:
        return (-1 if b.origin > a.origin else 1), "likelier the origin"
    return -1, "named after"


def _by_words(between: str, a: Hop, b: Hop, lex: Lexicon) -> tuple[int, str] | None:
    """What the words between two near sources say."""
    if a.medium == b.medium and _joined(between, lex):
        return 0, "side by side"
    cites = _found(between, lex.chain["cites"])
    carries = ends(between, lex.chain["carried"]) if b.medium else None
    # "quoted by" holds "quoted", "hänvisar till" ends in "till": the longer one is meant
    if carries is not None and len(carries) > len(cites or ""):
        return 1, f"carries what stands before: {carries}"
    if cites is not None:
        return -1, f"cited by what stands before: {cites}"
    if a.medium and b.medium and (word := ends(between, lex.chain["according"])) is not None:
        return 1, f"the outer frame: {word}"
    return None


def _joined(between: str, lex: Lexicon) -> bool:
    words = between.replace(",", " ").split()
    return (
        len(words) <= 2
        and all(w in lex.grammar["and"] or w in lex.grammar["definite"] for w in words)
        and (bool(words) or "," in between)
    )


def _found(between: str, phrases: tuple[str, ...]) -> str | None:
    return max((p for p in phrases if re.search(rf"\b{re.escape(p)}\b", between)), key=len, default=None)


def ends(between: str, phrases: tuple[str, ...]) -> str | None:
    """The longest of ``phrases`` that a text in small letters ends in, an article or a medium's noun behind it or none."""
    text = between.rstrip(" «»\"”“'")
    text = re.sub(r"\W+(?:the|den|det|de|dei|\w*avis\w*|\w*tidning\w*|\w*by[rå]+\w*|\w*bureau\w*|\w*kanal\w*)$", "", text)
    return max((p for p in phrases if re.search(rf"(?:^|\W){re.escape(p)}$", text)), key=len, default=None)
