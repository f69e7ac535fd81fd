"""Exports in the conventions of the field: one file an exporter, one row in ``EXPORTS``.

Three shapes: ``stream`` writes events with their claims (`Told`) to one file, ``folder`` to a folder, ``records`` writes claims
or events as they are listed. All take what comes as it comes, and hold no more of it than their docstrings say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.reports.exports import ftm, gdelt, geojson, lists, networks, plover, tables, webannotation, workbook
from enligt.reports.exports.story import About, Told, digest, dyads, factuality_of, without_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Writer = Callable[..., None]

__all__ = ["EXPORTS", "About", "Export", "Told", "digest", "dyads", "factuality_of", "without_text"]


@dataclass(frozen=True, slots=True)
class Export:
    """A format. ``asserted`` says that it is event data: it holds what is asserted alone, unless asked otherwise.

    ``tells`` says that the file has room for what is said of the export; where it has none, that stands in a file beside it.
    ``binary`` may not go to a terminal.
    """

    name: str
    line: str
    suffix: str
    stream: Writer | None = None
    folder: Writer | None = None
    records: Writer | None = None
    asserted: bool = True
    tells: bool = False
    binary: bool = False


_ROWS = (
    Export("plover", "PLOVER 0.8, JSON lines, an event each", ".jsonl", stream=plover.write),
    Export("gdelt-events", "GDELT 2.0 Events, tab separated, a pair of actors each", ".tsv", stream=gdelt.write_events),
    Export("gdelt-mentions", "GDELT 2.0 Mentions, tab separated, a claim each", ".tsv", stream=gdelt.write_mentions),
    Export("ftm", "FollowTheMoney statements, JSON lines", ".jsonl", stream=ftm.write_statements),
    Export("ftm-entities", "FollowTheMoney entities, JSON lines", ".jsonl", stream=ftm.write_entities),
    Export("geojson", "GeoJSON, the events that name a place", ".geojson", stream=geojson.write, tells=True),
    Export("gexf", "GEXF 1.3 for Gephi, actors and the sums of their events", ".gexf", stream=networks.write_gexf, tells=True),
    Export("graphml", "GraphML, the same", ".graphml", stream=networks.write_graphml, tells=True),
    Export(
        "webannotation",
        "W3C Web Annotation with PROV, a claim each",
        ".jsonld",
        stream=webannotation.write,
        asserted=False,
        tells=True,
    ),
    Export("tables", "flat CSV tables with a codebook, a folder", "", folder=tables.write, tells=True),
    Export("xlsx", "the same as a workbook (extra enligt[xlsx])", ".xlsx", stream=workbook.write, tells=True, binary=True),
    Export("jsonl", "claims or events as they are listed, JSON lines", ".jsonl", records=lists.jsonl, asserted=False),
    Export("csv", "claims or events as they are listed, CSV", ".csv", records=lists.table, asserted=False),
    Export(
        "parquet",
        "claims or events as they are listed, Parquet (extra enligt[arrow])",
        ".parquet",
        records=lists.parquet,
        asserted=False,
        tells=True,
        binary=True,
    ),
)
EXPORTS: Mapping[str, Export] = {one.name: one for one in _ROWS}
