"""Records as flat rows, for formats with columns: one :class:`Sheet` a kind of record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from enligt.reports.records import Record


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns that one kind of record falls into, and how a record becomes a row of cells."""

    columns: tuple[str, ...]
    row: Callable[[Record], Mapping[str, str]]


def cell(value: Any) -> str:
    """A plain value as text: nothing for null, ``true``/``false``, lists and pairs joined by ``; ``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{name}={cell(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(cell(one) for one in value)
    return str(value)


def chain(sources: Iterable[Mapping[str, Any]], *, hop: str = " < ", beside: str = " & ") -> str:
    """On whose word, nearest first: ``Reuters < US official (unnamed)``; speakers side by side are joined by ``beside``."""
    by_depth = groupby(sorted(sources, key=lambda one: one["depth"]), key=lambda one: one["depth"])
    return hop.join(beside.join(one["name"] for one in level) for _, level in by_depth)


def party(one: Mapping[str, Any]) -> str:
    """An actor or recipient as one reads it: its id, with the name of the person or group where there is one."""
    return f"{one['id']} ({one['name']})" if one["name"] and one["name"] != one["id"] else str(one["id"])


def amount(one: Mapping[str, Any]) -> str:
    """A quantity as one reads it: ``>5000 soldiers``, ``2 missiles``, ``3000 soldiers (additional)``."""
    comparator = "" if one["comparator"] == "=" else one["comparator"]
    scope = "" if one["scope"] == "event" else f" ({one['scope']})"
    return f"{comparator}{one['value']}" + (f" {one['unit']}" if one["unit"] else "") + scope


_CLAIM_COLUMNS = (
    "claim_id", "event_id", "document", "url", "outlet", "article_id", "headline", "published", "language",
    "event_type", "mode", "actors", "actor_names", "recipients", "recipient_names", "factuality", "hearsay",
    "sources", "source_kinds", "when_start", "when_end", "when_precision", "when_text", "where",
    "place_country", "place_name", "place_latitude", "place_longitude", "place_precision", "quantities",
    "trigger", "evidence", "evidence_start", "evidence_end", "cues", "contexts", "goods", "confidence", "reader",
    "reader_version", "corrected_by",
)  # fmt: skip


def _claim_row(record: Record) -> Mapping[str, str]:
    when = record["when"] or {}
    flat: dict[str, Any] = {name: record.get(name) for name in _CLAIM_COLUMNS}
    for side in ("actor", "recipient"):
        flat[f"{side}s"] = [one["id"] for one in record[f"{side}s"]]
        flat[f"{side}_names"] = [one["name"] or one["mention"] for one in record[f"{side}s"]]
    flat["sources"] = chain(record["sources"])
    flat["source_kinds"] = [one["kind"] for one in sorted(record["sources"], key=lambda one: one["depth"])]
    for name in ("start", "end", "precision", "text"):
        flat[f"when_{name}"] = when.get(name)
    flat["where"] = record["where"]["text"] if record["where"] else None
    for name in ("country", "name", "latitude", "longitude", "precision"):
        flat[f"place_{name}"] = (record["where"] or {}).get(name)
    flat["quantities"] = [amount(one) for one in record["quantities"]]
    flat["goods"] = [" ".join(filter(None, (one["kind"], one["model"]))) for one in record["goods"]]
    flat["trigger"] = record["trigger"]["text"]
    flat["evidence"] = record["evidence"]["text"]
    flat["evidence_start"] = record["evidence"]["start"]
    flat["evidence_end"] = record["evidence"]["end"]
    flat["cues"] = [f"{one['kind']}: {one['span']['text']}" for one in record["cues"]]
    return {name: cell(value) for name, value in flat.items()}


def _span_cells(record: Record) -> dict[str, Any]:
    span = record["span"] or {}
    return {"span_start": span.get("start"), "span_end": span.get("end"), "span_text": span.get("text")}


def _plain_row(record: Record) -> Mapping[str, str]:
    flat = dict(record)
    if "span" in flat:
        flat |= _span_cells(record)
    return {name: cell(value) for name, value in flat.items()}


def _article_row(record: Record) -> Mapping[str, str]:
    return {**_plain_row({**record, "links": [one["address"] for one in record["links"]]})}


def _repeat_row(record: Record) -> Mapping[str, str]:
    return {name: cell(value) for name, value in record.items()}


CLAIMS = Sheet(_CLAIM_COLUMNS, _claim_row)
ARTICLES = Sheet(
    (
        "article_id", "document", "page", "url", "outlet", "headline", "byline", "published", "updated", "language",
        "truncated", "agency", "section", "repeats", "text", "links",
    ),
    _article_row,
)  # fmt: skip
REPEATS = Sheet(
    (
        "article_id", "kind", "other_id", "share", "other_share", "span", "other_span", "group", "outlet", "headline",
        "published", "language", "other_outlet", "other_headline", "other_published", "other_language",
    ),
    _repeat_row,
)  # fmt: skip
ISSUES = Sheet(("document", "page", "stage", "code", "message", "fatal"), _plain_row)
PAGES = Sheet(
    ("document", "page", "outcome", "media_type", "size", "fetched", "articles", "options", "reader", "reader_version"),
    _plain_row,
)
JUDGEMENTS = Sheet(
    ("judgement_id", "decision", "claim_id", "other", "undoes", "author", "reason", "made_at", "holds", "values"), _plain_row
)
NOTES = Sheet(("note_id", "target", "kind", "text", "author", "made_at", "holds"), _plain_row)
AUDITED = Sheet(
    (
        "kind", "id", "state", "language", "event_type", "aside", "missed", "document", "outlet", "published", "actors",
        "recipients", "factuality", "text",
    ),
    _plain_row,
)  # fmt: skip
MEASURES = Sheet(("measure", "by", "value", "judged", "share", "low", "high"), _plain_row)
DATES = Sheet(("text", "start", "end", "precision", "span_start", "span_end", "basis"), _plain_row)
STEPS = Sheet(("field", "value", "rule", "span_start", "span_end", "span_text", "probability"), _plain_row)
SCORES = Sheet(
    (
        "by", "value", "measure", "gold", "found", "paired", "precision", "recall", "detection",
        "core_precision", "core_recall", "core", "actor", "recipient", "factuality", "source", "when", "quantity",
    ),
    _plain_row,
)  # fmt: skip
DIFFERENCES = Sheet(
    (
        "kind", "document", "language", "sent", "event_type", "actors", "recipients", "factuality", "slot", "marked", "found",
        "sentence",
    ),
    _plain_row,
)  # fmt: skip
