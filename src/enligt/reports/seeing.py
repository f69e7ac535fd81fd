"""Sources, actors, timelines, coverage and dossiers as rows, for formats with columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.reports.dossier import chain_words
from enligt.reports.rows import Sheet, cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.reports.records import Record


def _named(several: Sequence[Mapping[str, Any]], key: str = "name") -> str:
    """Names, each with its number of claims: ``Reuters (3); TT (1)``."""
    return cell([f"{one[key]} ({one['claims']})" for one in several])


def _source_row(record: Record) -> Mapping[str, str]:
    flat = {**record, "outlets": _named(record["outlets"])}
    for way in ("relays", "relayed_by"):
        flat[way] = _named(record.get(way, ()))
    flat["samples"] = [one["claim_id"] for one in record.get("samples", ())]
    flat["months"] = [f"{one['month']}: {one['carried']} carried, {one['cited']} cited" for one in record.get("months", ())]
    return {name: cell(value) for name, value in flat.items()}


_SOURCE = (
    "name", "aliases", "kind", "country", "owner", "speaks_for", "note", "claims_carried", "claims_cited", "claims_originated",
    "claims_own", "relaying_outlets", "outlets", "first_seen", "last_seen",
)  # fmt: skip
SOURCES = Sheet(_SOURCE, _source_row)
SOURCE = Sheet((*_SOURCE, "own_share", "relays", "relayed_by", "months", "samples"), _source_row)


def _actor_row(record: Record) -> Mapping[str, str]:
    flat = dict(record)
    for several in ("names", "persons"):
        flat[several] = _named(record.get(several, ()))
    flat["types"] = [f"{one['event_type']} {one['factuality']} ({one['claims']})" for one in record.get("types", ())]
    flat["months"] = [f"{one['month']} ({one['claims']})" for one in record.get("months", ())]
    flat["counterparts"] = [
        f"{one['actor']} ({one['acts_upon'] + one['acted_upon_by'] + one['together']})" for one in record.get("counterparts", ())
    ]
    return {name: cell(value) for name, value in flat.items()}


_ACTOR = (
    "actor", "name", "kind", "claims", "claims_as_actor", "claims_as_recipient", "events", "first_seen", "last_seen",
)  # fmt: skip
ACTORS = Sheet((*_ACTOR, "names"), _actor_row)
ACTOR = Sheet((*_ACTOR, "person", "types", "months", "counterparts", "persons"), _actor_row)


def _period_row(record: Record) -> Mapping[str, str]:
    flat = {**record, "acts": [one["event_id"] for one in record["acts"]]}
    return {name: cell(value) for name, value in flat.items()}


TIMELINE = Sheet(
    (
        "period", "start", "end", "events", "a_acts", "b_acts", "together", "score", "score_mean", "score_published",
        "score_published_mean", "types", "imprecise", "articles_read", "events_per_article", "score_per_article", "acts",
    ),
    _period_row,
)  # fmt: skip


def _coverage_row(record: Record) -> Mapping[str, str]:
    return {name: cell(value) for name, value in record.items()}


COVERAGE = Sheet(("period", "outlet", "language", "read", "claims", "aside", "unsupported", "failed"), _coverage_row)


def _dossier_row(record: Record) -> Mapping[str, str]:
    claim, article = record["claim"], record["article"]
    flat: dict[str, Any] = {
        "article_id": article["article_id"],
        "claim_id": claim["claim_id"],
        "event_type": claim["event_type"],
        "actors": [one["id"] for one in claim["actors"]],
        "recipients": [one["id"] for one in claim["recipients"]],
        "factuality": claim["factuality"],
        "chain": chain_words(claim["outlet"], claim["sources"], hop=" < "),
        "sentence": claim["evidence"]["text"],
        **{name: record[name] for name in ("event_id", "joins", "link", "status", "status_label", "origins_ground")},
        **{name: record[name] for name in ("independent_origins_min", "independent_origins_max")},
        "origins": [one["name"] for one in record["origins"] or ()],
        "also_said_by": [f"{one['outlet'] or one['document']} {one['claim_id']}" for one in record["also_said_by"]],
        "contradicted_by": [f"{one['outlet'] or one['document']} {one['claim_id']}" for one in record["contradicted_by"]],
    }
    return {name: cell(value) for name, value in flat.items()}


DOSSIER = Sheet(
    (
        "article_id", "claim_id", "event_type", "actors", "recipients", "factuality", "chain", "sentence", "event_id", "joins",
        "link", "status", "status_label", "independent_origins_min", "independent_origins_max", "origins_ground", "origins",
        "also_said_by", "contradicted_by",
    ),
    _dossier_row,
)  # fmt: skip
