"""W3C Web Annotation (JSON-LD, the Web Annotation Data Model of 2017) with PROV-O: a page of annotations, one a claim.

The target is the evidence in the article's text as it was read (``urn:enligt:art-...``), found by a TextPositionSelector (code
points, half-open) and a TextQuoteSelector; ``derived_from`` of the source is the article's address. The body says what is
claimed. Its chain of attribution is of PROV: each hop an entity that is attributed to who says it, and derived from the next hop.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final

from enligt.reports.exports.story import span_digest
from enligt.reports.formats import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record

CONTEXT: Final = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "prov": "http://www.w3.org/ns/prov#",
        "enligt": "urn:enligt:terms:",
        "derived_from": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
        "attributed_to": {"@id": "prov:wasAttributedTo", "@type": "@id"},
        "generated_by": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
        "associated_with": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    },
]
_AROUND: Final = 32
"""Characters of prefix and suffix, by which a quote that stands twice is told apart."""


def write(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """One AnnotationPage, an annotation a line, each as soon as it is there."""
    head = {
        "@context": CONTEXT,
        "id": "urn:enligt:annotations",
        "type": "AnnotationPage",
        "enligt:about": about.words(),
        "generator": {"id": "urn:enligt:program", "type": "Software", "name": about.program},
    }
    stream.write((as_json(head)[:-1] + ', "items": [').encode("utf-8", "backslashreplace"))
    first = True
    for told in material:
        for claim in told.claims:
            line = ("\n" if first else ",\n") + as_json(_annotation(claim, told))
            stream.write(line.encode("utf-8", "backslashreplace"))
            first = False
    stream.write(b"\n]}\n")
    stream.flush()


def _annotation(claim: Record, told: Told) -> Record:
    made_by = f"urn:enligt:reader:{claim['reader']}:{claim['reader_version']}"
    return {
        "id": f"urn:enligt:{claim['claim_id']}",
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(claim, told),
        "target": _target(claim["evidence"], claim, told),
        "generated_by": {
            "type": "prov:Activity",
            "associated_with": {"id": made_by, "type": ["Software", "prov:SoftwareAgent"], "name": claim["reader"]},
        },
    }


def _body(claim: Record, told: Told) -> Record:
    when = claim["when"] or {}
    return {
        "id": f"urn:enligt:{claim['claim_id']}:claim",
        "type": ["enligt:Claim", "prov:Entity"],
        "enligt:event": f"urn:enligt:{told.event['event_id']}",
        "enligt:event_type": claim["event_type"],
        "enligt:mode": claim["mode"],
        "enligt:factuality": claim["factuality"],
        "enligt:hearsay": claim["hearsay"],
        "enligt:actors": [_party(one, claim, told) for one in claim["actors"]],
        "enligt:recipients": [_party(one, claim, told) for one in claim["recipients"]],
        "enligt:start": when.get("start"),
        "enligt:end": when.get("end"),
        "enligt:where": claim["where"]["text"] if claim["where"] else None,
        "enligt:trigger": _target(claim["trigger"], claim, told),
        "enligt:cues": [{"enligt:kind": one["kind"], **_target(one["span"], claim, told)} for one in claim["cues"]],
        "enligt:confidence": claim["confidence"],
        "attributed_to": {
            "type": ["Organization", "prov:Agent"],
            "name": claim["outlet"] or claim["document"],
            "enligt:kind": "outlet",
        },
        **({"enligt:set_right_by": claim["corrected_by"]} if claim["corrected_by"] else {}),
        **_chain(claim, told),
    }


def _party(one: Record, claim: Record, told: Told) -> Record:
    named = {"enligt:id": one["id"], "enligt:name": one["name"]}
    return named if one["span"] is None else {**named, **_target(one["span"], claim, told)}


def _chain(claim: Record, told: Told) -> Record:
    """``derived_from`` what the nearest source says, which is derived from what the next one says, to the last."""
    made: Record = {}
    by_depth = groupby(sorted(claim["sources"], key=lambda one: one["depth"]), key=lambda one: one["depth"])
    for depth, beside in reversed([(depth, list(several)) for depth, several in by_depth]):
        made = {
            "derived_from": {
                "id": f"urn:enligt:{claim['claim_id']}:hop-{depth}",
                "type": "prov:Entity",
                "enligt:depth": depth,
                "attributed_to": [_agent(one, claim, told) for one in beside],
                **made,
            }
        }
    return made


def _agent(one: Record, claim: Record, told: Told) -> Record:
    agent = {"type": "prov:Agent", "name": one["name"], "enligt:kind": one["kind"]}
    return agent if one["span"] is None else {**agent, "enligt:named_at": _target(one["span"], claim, told)}


def _target(span: Mapping[str, object], claim: Record, told: Told) -> Record:
    """A range of the article's text as a specific resource."""
    start, end = int(str(span["start"])), int(str(span["end"]))
    selectors: list[Record] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if span["text"] is not None:
        text = told.articles[claim["article_id"]].text
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": span["text"],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            }
        )
    source: Record = {
        "id": f"urn:enligt:{claim['article_id']}",
        "type": ["Text", "prov:Entity"],
        "language": claim["language"],
        "format": "text/plain",
    }
    if claim["url"]:
        source["derived_from"] = claim["url"]
    return {"type": "SpecificResource", "source": source, "selector": selectors, "enligt:sha256": span_digest(span)}
