"""What a page's view can be taken away as, and at which address: the lists, the feed and the formats of the field."""

from __future__ import annotations

from typing import Final

LISTS: Final = (("csv", "CSV"), ("jsonl", "JSON Lines"), ("parquet", "Parquet"), ("atom", "Atom"))
"""How the file of a list ends, and its name."""

FORMATS: Final = {
    "plover": "PLOVER",
    "gdelt-events": "GDELT Events",
    "gdelt-mentions": "GDELT Mentions",
    "ftm": "FollowTheMoney",
    "ftm-entities": "FollowTheMoney (entities)",
    "geojson": "GeoJSON",
    "gexf": "GEXF",
    "graphml": "GraphML",
    "webannotation": "Web Annotation",
    "tables": "",
    "xlsx": "Excel",
}
"""The formats of ``/api/v1/export`` with the names that they go by; an empty one is told in the reader's language."""


def asked(what: str, query: str) -> str:
    """The address of a list (``events``, ``claims``, ``articles``) in portions; ``query`` as in `listed`."""
    return _with(f"/api/v1/{what}", query)


def listed(what: str, ending: str, query: str) -> str:
    """The address of a list as a file or feed; ``query`` is the part of an address behind ``?``."""
    return _with(f"/api/v1/{what}.{ending}", query)


def exported(name: str, query: str, *, no_text: bool = False) -> str:
    """The address of the events with their claims in a format of the field."""
    return _with(f"/api/v1/export/{name}", "&".join(filter(None, (query, "no_text=true" if no_text else ""))))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
