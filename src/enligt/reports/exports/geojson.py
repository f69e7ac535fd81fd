"""GeoJSON (RFC 7946): the events that name a place.

A point is drawn for a point alone: an event in an area or a country is there with a geometry of null and the words for its
place, never with the middle of it. ``metadata`` is a foreign member, which the standard allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from enligt.reports.exports.story import parties, points, scores, set_right
from enligt.reports.formats import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record


def write(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """One FeatureCollection, a feature a line, each as soon as it is there."""
    metadata = {**about.words(), "places": "points are populated places; areas and countries have no geometry"}
    stream.write(
        f'{{"type": "FeatureCollection", "metadata": {as_json(metadata)}, "features": ['.encode("utf-8", "backslashreplace")
    )
    first = True
    for told in material:
        if told.event["where"] or told.event.get("places"):
            line = ("\n" if first else ",\n") + as_json(_feature(told))
            stream.write(line.encode("utf-8", "backslashreplace"))
            first = False
    stream.write(b"\n]}\n")
    stream.flush()


def _feature(told: Told) -> Record:
    event = told.event
    when = event["when"] or {}
    published, corrected = scores(event["event_type"])
    return {
        "type": "Feature",
        "id": event["event_id"],
        "geometry": _geometry(event),
        "properties": {
            "event_id": event["event_id"],
            "event_type": event["event_type"],
            "factuality": told.factuality,
            "status": event["status"],
            "status_label": event["status_label"],
            "actors": [one["id"] for one in parties(event, "actor")],
            "recipients": [one["id"] for one in parties(event, "recipient")],
            "start": when.get("start"),
            "end": when.get("end"),
            "precision": when.get("precision"),
            "where": event["where"],
            "places": event.get("places") or [],
            "independent_origins_min": event["independent_origins_min"],
            "independent_origins_max": event["independent_origins_max"],
            "origins_ground": event["origins_ground"],
            "score_published": published,
            "score_corrected": corrected,
            "claims": [one["claim_id"] for one in told.claims],
            **set_right(told.claims),
            "evidence": [one["evidence"]["text"] for one in told.claims if one["evidence"]["text"] is not None],
        },
    }


def _geometry(event: Record) -> Record | None:
    """Longitude before latitude, as the standard wants."""
    found = [[one["longitude"], one["latitude"]] for one in points(event)]
    if not found:
        return None
    return {"type": "Point", "coordinates": found[0]} if len(found) == 1 else {"type": "MultiPoint", "coordinates": found}
