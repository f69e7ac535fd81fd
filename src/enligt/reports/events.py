"""Events as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.reports.rows import Sheet, cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.model import Article, Event, Hop, Origin, Spread
    from enligt.reports.records import Record


def event_record(event: Event, *, event_id: str, articles: Iterable[Article] = ()) -> Record:
    """An event as ``enligt events --format jsonl`` writes it.

    Args:
        event: as it is told on some day.
        event_id: the name that the ledger gave it.
        articles: those of its claims, in the claims' order; an article of several may come several times.

    Returns:
        A JSON object as docs/events.md describes it. ``independent_origins_min`` and ``_max`` never stand without
        ``origins_ground``.
    """
    tracing = event.tracing
    unique = {one.article_id: one for one in articles}
    return {
        "event_id": event_id,
        "event_type": event.event_type,
        "types": dict(event.types),
        "factualities": dict(event.factualities),
        "status": event.status,
        "status_label": event.label,
        "statement": event.statement,
        "participants": [{"id": one.id, "name": one.name, "role": one.role, "claims": one.claims} for one in event.parties],
        "when": None
        if event.when is None
        else {
            "start": event.when.start,
            "end": event.when.end,
            "precision": event.when.precision,
            "basis": event.when.basis,
        },
        "where": list(event.where),
        "places": [
            {
                "name": one.name,
                "country": one.country,
                "latitude": one.latitude,
                "longitude": one.longitude,
                "precision": one.precision,
                "extent": None if one.extent is None else list(one.extent),
                "claims": one.claims,
            }
            for one in event.places
        ],
        "independent_origins_min": tracing.least,
        "independent_origins_max": tracing.most,
        "origins_ground": tracing.ground,
        "origins": [_origin(one) for one in tracing.origins],
        "merged_origins": [{"one": one.one, "other": one.other, "reason": one.reason} for one in tracing.merges],
        "circles": [list(one) for one in tracing.circles],
        "tree": [_hop(one) for one in tracing.tree],
        "disputed_by": [{"name": one.name, "claims": list(one.claims)} for one in event.disputed_by],
        "quantities": [_spread(one) for one in event.numbers],
        "claims": list(event.claims),
        "confidence": event.confidence,
        "weakest_link": event.weakest,
        "may_be_several": event.several,
        "first_published": event.first_published,
        "last_published": event.last_published,
        "overdue_from": event.overdue_from,
        "languages": sorted({one.language for one in unique.values()}),
        "outlets": sorted({one.outlet for one in unique.values() if one.outlet}),
        "articles": list(unique),
    }


def _origin(one: Origin) -> Record:
    return {
        "name": one.name,
        "kind": one.kind,
        "country": one.country,
        "owner": one.owner,
        "speaks_for": one.speaks_for,
        "standing": one.standing,
        "ally_of": list(one.ally_of),
        "named": one.named,
        "also": list(one.also),
        "untraced": one.untraced,
        "claims": list(one.claims),
    }


def _hop(one: Hop) -> Record:
    return {
        "name": one.name,
        "kind": one.kind,
        "claims": [
            {"claim": claim, "span": None if span is None else {"start": span.start, "end": span.end, "text": span.text}}
            for claim, span in one.claims
        ],
        "cites": [_hop(cited) for cited in one.cites],
    }


def _spread(one: Spread) -> Record:
    return {
        "unit": one.unit,
        "scope": one.scope,
        "min": one.lowest,
        "max": one.highest,
        "said": [
            {
                "value": each.value,
                "comparator": each.comparator,
                "text": each.text,
                "name": each.name,
                "claim": each.claim,
                "published": each.published,
            }
            for each in one.said
        ],
    }


_COLUMNS = (
    "event_id", "event_type", "status", "status_label", "actors", "recipients", "when_start", "when_end", "when_precision",
    "when_basis", "where", "places", "independent_origins_min", "independent_origins_max", "origins_ground", "origins",
    "disputed_by", "quantities", "claims", "confidence", "may_be_several", "first_published", "last_published",
    "overdue_from", "languages", "outlets", "articles",
)  # fmt: skip


def _row(record: Record) -> Mapping[str, str]:
    when = record["when"] or {}
    flat = {name: record.get(name) for name in _COLUMNS}
    for role in ("actor", "recipient"):
        flat[f"{role}s"] = list(dict.fromkeys(one["id"] for one in record["participants"] if one["role"] == role))
    for name in ("start", "end", "precision", "basis"):
        flat[f"when_{name}"] = when.get(name)
    flat["places"] = [f"{one['name']} ({one['country'] or one['precision']})" for one in record["places"]]
    flat["origins"] = [one["name"] for one in record["origins"]]
    flat["disputed_by"] = [one["name"] for one in record["disputed_by"]]
    flat["quantities"] = [number_range(one) for one in record["quantities"]]
    return {name: cell(value) for name, value in flat.items()}


def places(record: Record) -> list[str]:
    """Where an event was, for people: the names of the places found on the map, each once; of none found, the words written."""
    located = dict.fromkeys(one["name"] for one in record.get("places") or ())
    return list(located) or record["where"]


def number_range(one: Mapping[str, object]) -> str:
    """A spread of numbers as one reads it: ``10,000 to 12,000 soldiers``, ``3,000 soldiers (additional)``."""
    low, high = (f"{float(str(one[side])):,.10g}" for side in ("min", "max"))
    scope = "" if one["scope"] == "event" else f" ({one['scope']})"
    return (low if low == high else f"{low} to {high}") + (f" {one['unit']}" if one["unit"] else "") + scope


EVENTS = Sheet(_COLUMNS, _row)
