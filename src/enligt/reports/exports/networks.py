"""The network of actors as GEXF 1.3 and GraphML: actors are nodes, events are directed edges, summed for each pair.

An edge from A to B sums the events in which A acts and B is acted upon; of an act that they do together (nobody is its
recipient) there is one each way. Unknown actors are left out. One node an id: a state is one, whoever acts for it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from enligt.reports.countries import countries
from enligt.reports.exports.story import UNKNOWN, ends, scores
from enligt.reports.plover import QUADS, acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enligt.reports.exports.story import About, Told

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""
_NODE: Final = (("label", "string"), ("kind", "string"), ("events", "int"))
_EDGE: Final = (
    ("events", "int"), *((name.replace(" ", "_"), "int") for name in QUADS.values()), ("score_published", "double"),
    ("score_corrected", "double"), ("mean_score_corrected", "double"), ("first", "string"), ("last", "string"),
)  # fmt: skip


@dataclass(slots=True)
class Edge:
    """What is summed for a directed pair."""

    events: int = 0
    quads: Counter[int] = field(default_factory=Counter)
    published: float = 0.0
    corrected: float = 0.0
    days: list[str] = field(default_factory=list)

    def add(self, event_type: str, day: str | None) -> None:
        """One more event."""
        published, corrected = scores(event_type)
        self.events += 1
        self.quads[acts()[event_type].quad] += 1
        self.published += published
        self.corrected += corrected
        if day:
            self.days = [min((day, *self.days)), max((day, *self.days))]

    def values(self) -> Mapping[str, object]:
        """By the names of ``_EDGE``."""
        return {
            "events": self.events,
            **{name.replace(" ", "_"): self.quads[quad] for quad, name in QUADS.items()},
            "score_published": round(self.published, 1),
            "score_corrected": round(self.corrected, 1),
            "mean_score_corrected": round(self.corrected / self.events, 2),
            "first": self.days[0] if self.days else "",
            "last": self.days[-1] if self.days else "",
        }


@dataclass(slots=True)
class Network:
    """Actors with their number of events, and edges by their two ends."""

    nodes: Counter[str] = field(default_factory=Counter)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)

    def add(self, told: Told) -> None:
        """Take in an event."""
        event = told.event
        self.nodes.update({one["id"] for one in event["participants"]} - {UNKNOWN})
        day = (event["when"] or {}).get("start") or event["first_published"]
        for pair in ends(event):
            self.edges.setdefault(pair, Edge()).add(event["event_type"], day)


def network(material: Iterable[Told]) -> Network:
    """The network of all events given."""
    made = Network()
    for told in material:
        made.add(told)
    return made


def write_gexf(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """GEXF 1.3 (gexf.net/1.3), as Gephi opens it; ``weight`` of an edge is its number of events."""
    _write(stream, _gexf(network(material), about))


def write_graphml(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """GraphML (graphml.graphdrawing.org)."""
    _write(stream, _graphml(network(material), about))


def _write(stream: BinaryIO, lines: Iterable[str]) -> None:
    stream.writelines((line + "\n").encode() for line in lines)
    stream.flush()


def _text(value: object) -> str:
    return _NOT_XML.sub("\ufffd", str(value))


def _kind(actor: str) -> str:
    return "state" if actor in countries() else "organisation" if actor.isupper() else "group"


def _described(about: About) -> str:
    return "; ".join(f"{name}: {value}" for name, value in about.words().items())


def _node_values(actor: str, events: int) -> Mapping[str, object]:
    return {"label": actor, "kind": _kind(actor), "events": events}


def _gexf(of: Network, about: About) -> Iterator[str]:
    def values(columns: Iterable[tuple[str, str]], given: Mapping[str, object]) -> str:
        cells = "".join(f"<attvalue for={quoteattr(name)} value={quoteattr(_text(given[name]))}/>" for name, _ in columns)
        return f"<attvalues>{cells}</attvalues>"

    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f"<meta><creator>{escape(about.program)}</creator><description>{escape(_text(_described(about)))}</description></meta>"
    yield '<graph defaultedgetype="directed" mode="static">'
    for kind, columns in (("node", _NODE[1:]), ("edge", _EDGE)):
        yield f'<attributes class="{kind}">'
        for name, type_ in columns:
            yield f'<attribute id="{name}" title="{name}" type="{type_.replace("int", "integer")}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for actor in sorted(of.nodes):
        named = quoteattr(_text(actor))
        yield f"<node id={named} label={named}>{values(_NODE[1:], _node_values(actor, of.nodes[actor]))}</node>"
    yield "</nodes>"
    yield "<edges>"
    for at, (pair, edge) in enumerate(sorted(of.edges.items(), key=lambda one: one[0])):
        one, other = (quoteattr(_text(end)) for end in pair)
        filled = values(_EDGE, edge.values())
        yield f'<edge id="{at}" source={one} target={other} type="directed" weight="{edge.events}">{filled}</edge>'
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _graphml(of: Network, about: About) -> Iterator[str]:
    def values(kind: str, columns: Iterable[tuple[str, str]], given: Mapping[str, object]) -> str:
        return "".join(f'<data key="{kind}_{name}">{escape(_text(given[name]))}</data>' for name, _ in columns)

    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield '<key id="graph_about" for="graph" attr.name="about" attr.type="string"/>'
    for kind, columns in (("node", _NODE), ("edge", _EDGE)):
        for name, type_ in columns:
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>'
    yield '<graph id="enligt" edgedefault="directed">'
    yield f'<data key="graph_about">{escape(_text(_described(about)))}</data>'
    for actor in sorted(of.nodes):
        yield f"<node id={quoteattr(_text(actor))}>{values('node', _NODE, _node_values(actor, of.nodes[actor]))}</node>"
    for pair, edge in sorted(of.edges.items(), key=lambda one: one[0]):
        one, other = (quoteattr(_text(end)) for end in pair)
        yield f"<edge source={one} target={other}>{values('edge', _EDGE, edge.values())}</edge>"
    yield "</graph>"
    yield "</graphml>"
