"""PLOVER JSON lines: the fields of the manual's draft 0.8, chapter "Data Fields" (Open Event Data Alliance).

One record an event, compound actors as lists, as the manual wants. Planned cooperation is AGREE; what our own reading calls it
stands in ``enligt``, a field besides. REQUEST is the name of the later manual for the draft's DEMAND.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from enligt.reports.countries import countries
from enligt.reports.exports.story import contexts_of, mode_of, parties, points, scores, set_right
from enligt.reports.formats import write_jsonl
from enligt.reports.plover import acts, folded_type
from enligt.reports.rows import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record

_SPECIAL: Final[Mapping[str, str]] = {"planned": "future", "possible": "hypothetical", "denied": "negation"}
_COUNTED: Final[Mapping[str, str]] = {"killed": "dead", "wounded": "injured", "arrested": "arrested"}


def write(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """Write a record a line, each as soon as it is there."""
    write_jsonl((_record(told, about) for told in material), stream, sheet=Sheet((), lambda _: {}))


def _record(told: Told, about: About) -> Record:
    event, claim = told.event, told.claims[0]
    coded = folded_type(event["event_type"], told.factuality)
    mode = mode_of(told) if coded == event["event_type"] else None
    published, corrected = scores(coded)
    when = event["when"] or {}
    special = _SPECIAL.get(told.factuality) if coded == event["event_type"] else None
    record: Record = {
        "id": event["event_id"],
        "date": when.get("start") or event["first_published"],
        "enddate": when.get("end"),
        "source": [_actor(one, told) for one in parties(event, "actor")],
        "recipient": [_actor(one, told) for one in parties(event, "recipient")],
        "event": [coded],
        "mode": [mode] if mode else [],
        "context": [*contexts_of(told), *([special] if special else [])],
        "quad_code": acts()[coded].quad,
        "event_scale": published,
        "event_loc": _location(event),
        "event_text": [one["trigger"]["text"] for one in told.claims] if about.text else [],
        "text": claim["evidence"]["text"],
        "text_info": {"start": claim["evidence"]["start"], "end": claim["evidence"]["end"]},
        "cite_info": {
            "url": claim["url"],
            "title": claim["headline"],
            "language": claim["language"],
            "publication": claim["outlet"],
            "citation": claim["document"],
            "coder": f"{claim['reader']} {claim['reader_version']}",
            "codebook": "plover-0.8",
        },
        "coder": about.program,
        "comment": f"{event['status_label']}; origins: {event['origins_ground']}",
        "enligt": {
            "event_type": event["event_type"],
            "factuality": told.factuality,
            "status": event["status"],
            "independent_origins_min": event["independent_origins_min"],
            "independent_origins_max": event["independent_origins_max"],
            "origins_ground": event["origins_ground"],
            "date_basis": when.get("basis"),
            "date_precision": when.get("precision"),
            "score_corrected": corrected,
            "confidence": event["confidence"],
            "claims": [one["claim_id"] for one in told.claims],
            **set_right(told.claims),
        },
    }
    return {**record, **_counts(event)}


def _actor(one: Record, told: Told) -> Record:
    """An actor object. A group that no state code fits has no ``code``; ``identifier_text`` names it."""
    code = one["id"] if one["id"] in countries() or one["id"] == "UNK" else "IGO" if one["id"].isupper() else None
    mention = next(
        (
            each["mention"]
            for claim in told.claims
            for each in (*claim["actors"], *claim["recipients"])
            if each["id"] == one["id"] and each["name"] == one["name"] and each["mention"]
        ),
        None,
    )
    return {"code": code, "actor_text": mention, "identifier_id": one["id"], "identifier_text": one["name"] or one["id"]}


def _location(event: Record) -> Record | None:
    for place in points(event):
        return {
            "name": place["name"],
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "cc3": place["country"],
        }
    return {"name": event["where"][0]} if event["where"] else None


def _counts(event: Record) -> Record:
    """Killed, wounded and arrested in this act: a number, or a code (which the manual lets stand): ``>12``, ``10-12``."""
    found: Record = {}
    for spread in event["quantities"]:
        name = _COUNTED.get(spread["unit"])
        if name and spread["scope"] == "event":
            low, high = int(spread["min"]), int(spread["max"])
            comparators = {one["comparator"] for one in spread["said"]}
            if low != high or len(comparators) > 1:
                found[name] = f"{low}-{high}"
            else:
                found[name] = low if comparators <= {"="} else f"{comparators.pop()}{low}"
    return found
