"""The contract of what is exported: the JSON Schema of one claim.

``docs/claims.schema.json`` is this, written out by ``enligt schema``; a test compares the two.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from enligt.model import FACTUALITIES, LANGUAGE_TAG, LANGUAGES, Comparator, PlacePrecision, Precision, Scope, SourceKind
from enligt.readers.contexts import CONTEXTS
from enligt.readers.goods import KINDS
from enligt.readers.ontology import MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]


def _is(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": dict(properties)}


def _list(of: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT: Schema = {"type": "string", "minLength": 1}
_MAYBE: Schema = {"type": ["string", "null"]}
_SPAN: Schema = {"$ref": "#/$defs/span"}
_CODE: Schema = {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"}
_NORTH: Schema = {"type": ["number", "null"], "minimum": -90, "maximum": 90}
_EAST: Schema = {"type": ["number", "null"], "minimum": -180, "maximum": 180}
_PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _definitions() -> dict[str, Schema]:
    return {
        "span": _is(
            "A half-open range of the article's text: text[start:end] is what `text` quotes, letter by letter.",
            _object(
                {
                    "start": _is("First character, counted in Unicode code points from 0.", {"type": "integer", "minimum": 0}),
                    "end": _is("One past the last character, in code points.", {"type": "integer", "minimum": 0}),
                    "text": _is("The words that stand there.", {"type": "string"}),
                }
            ),
        ),
        "participant": _is(
            "Who does it, or to whom it is done.",
            _object(
                {
                    "id": _is(
                        "ISO 3166-1 alpha-3 for a state and all that acts for it; the usual abbreviation of an organisation "
                        "(UNO, EUU, NAT); a lower-case name with hyphens for a stateless group; UNK where it cannot be known.",
                        _TEXT,
                    ),
                    "name": _is("The person or group inside the state, by its usual name; null for the state itself.", _MAYBE),
                    "mention": _is("The participant as written; null where the sentence leaves it unsaid.", _MAYBE),
                    "span": _is("Where the mention stands; null where the sentence leaves it unsaid.", _nullable(_SPAN)),
                    "confidence": _is("Probability that this is the participant, 0 to 1.", _PROBABILITY),
                }
            ),
        ),
        "source": _is(
            "One hop of the chain of attribution, beyond the outlet itself.",
            _object(
                {
                    "name": _is("Usual name, or for an unnamed one what it is, in English: `US official (unnamed)`.", _TEXT),
                    "kind": _is("What sort of source it is.", {"enum": list(get_args(SourceKind))}),
                    "depth": _is(
                        "Hops from the outlet: 1 is nearest; speakers side by side share a depth.",
                        {"type": "integer", "minimum": 1},
                    ),
                    "span": _is("Where the source is named; null where it is understood.", _nullable(_SPAN)),
                    "confidence": _is("Probability that this is the source, 0 to 1.", _PROBABILITY),
                }
            ),
        ),
        "when": _is(
            "The time of the act.",
            _object(
                {
                    "start": _is("First day, ISO date, inclusive; null where the words could not be resolved.", _DAY),
                    "end": _is("Last day, ISO date, inclusive; null where the words could not be resolved.", _DAY),
                    "precision": _is("How exact the words are; null where unresolved.", {"enum": [*get_args(Precision), None]}),
                    "text": _is("The time as written.", _TEXT),
                    "span": _is("Where it is written.", _SPAN),
                    "basis": _is("What the words were resolved against, and how.", {"type": "string"}),
                }
            ),
        ),
        "where": _is(
            "The place of the act, as the sentence names it.",
            _object(
                {
                    "text": _is("The place as written.", _TEXT),
                    "span": _is("Where it is written.", _SPAN),
                    "country": _is("ISO 3166-1 alpha-3 of the country that it lies in; null of seas, and where unknown.", _CODE),
                    "name": _is("Its usual English name; null where unknown.", _MAYBE),
                    "latitude": _is("Degrees north: of the place, or of the middle of an area; null of a country.", _NORTH),
                    "longitude": _is("Degrees east, likewise.", _EAST),
                    "precision": _is(
                        "`point` a populated place; `area` a region, sea or strait; `country`; `unknown` where the words name no "
                        "place that the tables have, or lie between two; null where nobody looked it up.",
                        {"enum": [*get_args(PlacePrecision), None]},
                    ),
                    "approximate": _is("Whether somewhere near it, or a part of it, is meant.", {"type": "boolean"}),
                    "extent": _is(
                        "Of an area, a box that holds it in degrees: south, west, north, east (west is greater across the 180th "
                        "meridian); else null.",
                        {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                    ),
                    "alternatives": _is("What an ambiguous name may be else, or what else the words name.", _list("place")),
                }
            ),
        ),
        "place": _is(
            "A place that may be meant too.",
            _object(
                {
                    "name": _is("Its usual English name.", _TEXT),
                    "country": _is("ISO 3166-1 alpha-3; null where it is in none.", _CODE),
                    "latitude": _is("Degrees north of a populated place; null of a country.", _NORTH),
                    "longitude": _is("Degrees east, likewise.", _EAST),
                }
            ),
        ),
        "quantity": _is(
            "Something counted.",
            _object(
                {
                    "value": _is("The number, in the unit named by `unit`.", {"type": "number"}),
                    "comparator": _is(
                        "`=` exactly, `>` more than or at least, `<` less than or at most, `~` about.",
                        {"enum": list(get_args(Comparator))},
                    ),
                    "unit": _is("The unit or the item counted, as written.", _MAYBE),
                    "text": _is("The quantity as written.", _TEXT),
                    "span": _is("Where it is written.", _SPAN),
                    "scope": _is(
                        "`event` of this act, `total` a sum until now, `additional` on top of others, `part` of another number.",
                        {"enum": list(get_args(Scope))},
                    ),
                }
            ),
        ),
        "good": _is(
            "A weapon or other goods.",
            _object(
                {
                    "kind": _is("What it is.", {"enum": list(KINDS)}),
                    "model": _is("Which model, where the evidence names one (`F-16`).", _MAYBE),
                    "span": _is("Where it is named.", _SPAN),
                }
            ),
        ),
        "cue": _is(
            "Words that make the claim what its factuality says, or hearsay.",
            _object(
                {
                    "kind": _is("What the words make of the claim.", {"enum": ["planned", "possible", "denied", "hearsay"]}),
                    "span": _is("Where they stand.", _SPAN),
                }
            ),
        ),
    }


def _properties() -> dict[str, Schema]:
    modes = sorted({mode for of_type in MODES.values() for mode in of_type})
    return {
        "claim_id": _is(
            "Hash of article, trigger, type and reader: the same in every run and in every version of the reader.",
            {"type": "string", "pattern": "^clm-[0-9a-f]{20}$"},
        ),
        "event_id": _is(
            "The event that the claim's ledger has it in: what else is claimed of the same act; null outside a ledger.",
            {"type": ["string", "null"], "pattern": "^evt-[0-9a-f]{20}$"},
        ),
        "document": _is("File name (without folders) or URL that the article was read from; `-` is standard input.", _TEXT),
        "url": _is("The article's address, where the page says it.", _MAYBE),
        "outlet": _is("Who publishes the article, where the page says it.", _MAYBE),
        "article_id": _is(
            "Hash of what the article says, who says it and when it was published.",
            {"type": "string", "pattern": "^art-[0-9a-f]{20}$"},
        ),
        "headline": _is("The article's headline.", _MAYBE),
        "published": _is("Day of publication, ISO date; may be a month or a year only; null where unknown.", _DATE),
        "language": _is(
            f"BCP 47 code of the article's language: {', '.join(LANGUAGES)}, "
            "one that a taught reader reads, or whatever imported claims are in.",
            {"type": "string", "pattern": f"^{LANGUAGE_TAG.pattern}$", "not": {"const": "no"}},
        ),
        "event_type": _is("PLOVER type of the act itself, whatever its factuality.", {"enum": list(MODES)}),
        "mode": _is("PLOVER mode of the act, one that its type has.", {"enum": [*modes, None]}),
        "actors": _is("Who does it; all parties where the act is mutual.", _list("participant")),
        "recipients": _is("To, with, against or for whom; may be empty.", _list("participant")),
        "factuality": _is(
            "asserted: it happened or stands; planned: decided or scheduled; possible: may, feared, wanted, conditional; "
            "denied: said not to be so.",
            {"enum": list(FACTUALITIES)},
        ),
        "hearsay": _is("Whether the wording marks it as hearsay (`skal ha`, `uppges`, `reportedly`).", {"type": "boolean"}),
        "sources": _is("On whose word, nearest first; empty where the outlet says it on its own authority.", _list("source")),
        "when": _is("The time of the act; null where the sentence gives none.", _nullable({"$ref": "#/$defs/when"})),
        "where": _is("The place of the act; null where the sentence names none.", _nullable({"$ref": "#/$defs/where"})),
        "quantities": _is("What is counted.", _list("quantity")),
        "trigger": _is("The word or words that carry the act; inside the evidence.", _SPAN),
        "evidence": _is("The sentence that the claim stands on.", _SPAN),
        "cues": _is("The words behind factuality and hearsay.", _list("cue")),
        "contexts": _is(
            "What the act is about beside its type: PLOVER's contexts, by words of the sentence.",
            {"type": "array", "items": {"enum": list(CONTEXTS)}, "uniqueItems": True},
        ),
        "goods": _is("Weapons and goods that the evidence names.", _list("good")),
        "confidence": _is("Probability that type, actors, recipients and factuality are all right, 0 to 1.", _PROBABILITY),
        "slot_confidence": _is(
            "Probability of each field by its name, 0 to 1; `claim`: that it is a claim of its type.",
            {"type": "object", "additionalProperties": _PROBABILITY},
        ),
        "reader": _is("Name of the reader that made the claim.", _TEXT),
        "reader_version": _is("Version of that reader.", _TEXT),
        "corrected_by": _is("Who set some of the fields right, the last first; null where it is as the reader made it.", _MAYBE),
    }


def claim_schema() -> Schema:
    """JSON Schema (2020-12) of one line of ``enligt claims --format jsonl`` and ``enligt extract --format jsonl``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:enligt:claims.schema.json",
        "title": "A sourced claim",
        "description": "One act told in one sentence of one article, and on whose word. Offsets are Unicode code points.",
        **_object(_properties()),
        "allOf": [
            {
                "if": {"properties": {"event_type": {"const": event_type}}, "required": ["event_type"]},
                "then": {"properties": {"mode": {"enum": [*modes, None]}}},
            }
            for event_type, modes in MODES.items()
        ],
        "$defs": _definitions(),
    }


def schema_text(schema: Schema) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
