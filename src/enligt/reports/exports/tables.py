"""Flat tables for R and spreadsheets: a folder of CSV files, a value a cell, joined by keys; columns as in ``columns``.

What leaves is one stream of rows, each with the name of its table; who writes it (a folder, a workbook) keeps a sheet open for
each. Memory grows with the number of articles and of directed pairs, not of claims.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from enligt.reports.countries import countries
from enligt.reports.exports.columns import CODEBOOK, TABLES, codebook, codebook_page
from enligt.reports.exports.networks import Edge
from enligt.reports.exports.story import digest, ends, mode_of, on_whose_word, points, scores, span_digest
from enligt.reports.formats import guarded
from enligt.reports.plover import QUADS, acts, cameo, folded_type
from enligt.reports.rows import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from enligt.model import Article
    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record

Row = dict[str, Any]
_COMPARATORS: Final = {"=": "exactly", ">": "more", "<": "less", "~": "about"}
_WITHIN_A_MONTH: Final = frozenset({"day", "week", "month", "range", None})
"""Precisions of a time that say in which month an act begins; those that are coarser count in no month."""


def write(material: Iterable[Told], folder: Path, *, about: About) -> None:
    """Write ``TABLE.csv`` for each table, ``codebook.csv`` and ``README.md`` into an empty folder."""
    collected = Tables(about)
    with ExitStack() as files:
        sheets = {}
        for table in TABLES:
            file = files.enter_context(
                (folder / f"{table.name}.csv").open("w", encoding="utf-8", errors="backslashreplace", newline="")
            )
            sheets[table.name] = csv.DictWriter(file, [one.name for one in table.columns], lineterminator="\n")
            sheets[table.name].writeheader()
        for name, row in collected.rows(material):
            sheets[name].writerow({column: _as_cell(value) for column, value in row.items()})
    with (folder / "codebook.csv").open("w", encoding="utf-8", newline="") as file:
        book = csv.DictWriter(file, CODEBOOK, lineterminator="\n")
        book.writeheader()
        book.writerows({name: guarded(value) for name, value in row.items()} for row in codebook())
    (folder / "README.md").write_text(codebook_page(collected.words()), encoding="utf-8", errors="backslashreplace", newline="\n")


def _as_cell(value: Any) -> str:
    """A number as it is; text guarded against being taken for a formula."""
    return cell(value) if isinstance(value, (bool, int, float)) or value is None else guarded(cell(value))


class Tables:
    """Events as rows of the tables; what is summed over all of them comes at the end."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._articles: set[str] = set()
        self._months: defaultdict[tuple[str, str], dict[str, Edge]] = defaultdict(dict)
        self._span: list[str] = []
        self._left: Counter[str] = Counter()

    def rows(self, material: Iterable[Told]) -> Iterator[tuple[str, Row]]:
        """The rows of all tables, each with its table's name and a value for each of its columns."""
        for told in material:
            yield from self._of(told)
            self._count(told)
        yield from (("dyads", row) for row in self._dyads())

    def words(self) -> dict[str, str]:
        """What is to be said of the export, once its rows were written."""
        coarse = self._left["coarse"]
        left = f"{coarse} events without a month (their time is unknown or coarser) are in no row of dyads" if coarse else ""
        return {**self._about.words(), **({"left out of dyads": left} if left else {})}

    def _of(self, told: Told) -> Iterator[tuple[str, Row]]:
        event = told.event
        yield "events", _event(told)
        for at, one in enumerate(event["participants"], 1):
            yield (
                "parties",
                {
                    "event_id": event["event_id"],
                    "position": at,
                    "role": one["role"],
                    **_codes("actor", one["id"]),
                    "name": one["name"],
                    "claims": one["claims"],
                },
            )
        for at, one in enumerate(event["origins"], 1):
            yield (
                "origins",
                {
                    "event_id": event["event_id"],
                    "position": at,
                    **{name: one[name] for name in ("name", "kind", "country", "standing", "named", "untraced")},
                    "claims": len(one["claims"]),
                },
            )
        for claim in told.claims:
            if claim["article_id"] not in self._articles:
                self._articles.add(claim["article_id"])
                yield "articles", _article(claim, told.articles[claim["article_id"]])
            yield from _claim(claim, event)

    def _count(self, told: Told) -> None:
        event = told.event
        when = event["when"] or {}
        start = when.get("start")
        if not start or when.get("precision") not in _WITHIN_A_MONTH:
            self._left["coarse"] += 1
            return
        month = start[:7]
        self._span = [min((month, *self._span)), max((month, *self._span))]
        for pair in ends(event):
            self._months[pair].setdefault(month, Edge()).add(event["event_type"], start)

    def _dyads(self) -> Iterator[Row]:
        months = list(_months(*self._span)) if self._span else []
        nothing = {"events": 0, "score_published": 0, "score_corrected": 0}
        quads = tuple(name.replace(" ", "_") for name in QUADS.values())
        for pair in sorted(self._months):
            for month in months:
                edge = self._months[pair].get(month)
                summed = edge.values() if edge else {**nothing, **dict.fromkeys(quads, 0)}
                yield {
                    "month": month,
                    **_codes("source", pair[0]),
                    **_codes("target", pair[1]),
                    **{name: summed[name] for name in ("events", *quads, "score_published", "score_corrected")},
                }


def _months(first: str, last: str) -> Iterator[str]:
    """Every month from the first to the last, both included."""
    year, month = int(first[:4]), int(first[5:7])
    while (made := f"{year:04}-{month:02}") <= last:
        yield made
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _codes(prefix: str, actor: str) -> Row:
    country = countries().get(actor)
    return {
        f"{prefix}_id": actor,
        f"{prefix}_iso3": country.iso3 if country else None,
        f"{prefix}_cow": country.cow if country else None,
        f"{prefix}_gw": country.gw if country else None,
    }


def _event(told: Told) -> Row:
    event = told.event
    when = event["when"] or {}
    mode = mode_of(told)
    published, corrected = scores(event["event_type"])
    place: Mapping[str, Any] = next(iter(points(event)), {})
    return {
        "event_id": event["event_id"],
        "event_type": event["event_type"],
        "plover_type": folded_type(event["event_type"], told.factuality),
        "mode": mode,
        "quad": acts()[event["event_type"]].quad,
        "cameo": cameo(event["event_type"], mode),
        "score_published": published,
        "score_corrected": corrected,
        "factuality": told.factuality,
        "status": event["status"],
        "start": when.get("start"),
        "end": when.get("end"),
        "date_precision": when.get("precision"),
        "date_basis": when.get("basis"),
        "place": event["where"][0] if event["where"] else None,
        "place_name": place.get("name"),
        "place_country": place.get("country"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "origins_min": event["independent_origins_min"],
        "origins_max": event["independent_origins_max"],
        "origins_ground": event["origins_ground"],
        "claims_asserted": sum(1 for one in told.claims if one["factuality"] == "asserted"),
        "claims_all": len(event["claims"]),
        "statement": event["statement"],
        "confidence": event["confidence"],
        "several": event["may_be_several"],
        "first_published": event["first_published"],
        "last_published": event["last_published"],
    }


def _article(claim: Record, article: Article) -> Row:
    return {
        "article_id": claim["article_id"],
        "document": claim["document"],
        "url": claim["url"],
        "outlet": claim["outlet"],
        "headline": claim["headline"],
        "byline": article.byline,
        "published": claim["published"],
        "language": claim["language"],
        "agency": article.agency,
        "truncated": article.truncated,
        "characters": len(article.text),
        "text_sha256": digest(article.text),
    }


def _claim(claim: Record, event: Record) -> Iterator[tuple[str, Row]]:
    when = claim["when"] or {}
    claim_id = claim["claim_id"]
    yield (
        "claims",
        {
            "claim_id": claim_id,
            "event_id": event["event_id"],
            **{name: claim[name] for name in ("article_id", "event_type", "mode", "factuality", "hearsay")},
            "start": when.get("start"),
            "end": when.get("end"),
            "date_precision": when.get("precision"),
            "place": claim["where"]["text"] if claim["where"] else None,
            "word": on_whose_word(claim),
            "sources": len(claim["sources"]),
            "trigger_start": claim["trigger"]["start"],
            "trigger_end": claim["trigger"]["end"],
            "trigger": claim["trigger"]["text"],
            "evidence_start": claim["evidence"]["start"],
            "evidence_end": claim["evidence"]["end"],
            "evidence": claim["evidence"]["text"],
            "evidence_sha256": span_digest(claim["evidence"]),
            **{name: claim[name] for name in ("confidence", "reader", "reader_version", "corrected_by")},
        },
    )
    for role in ("actor", "recipient"):
        for at, one in enumerate(claim[f"{role}s"], 1):
            span = one["span"] or {}
            yield (
                "participants",
                {
                    "claim_id": claim_id,
                    "role": role,
                    "position": at,
                    **_codes("actor", one["id"]),
                    "name": one["name"],
                    "mention": one["mention"],
                    "mention_start": span.get("start"),
                    "mention_end": span.get("end"),
                    "confidence": one["confidence"],
                },
            )
    for at, one in enumerate(claim["sources"], 1):
        span = one["span"] or {}
        named = {name: one[name] for name in ("depth", "name", "kind", "confidence")}
        yield "sources", {"claim_id": claim_id, "position": at, **named, "start": span.get("start"), "end": span.get("end")}
    for at, one in enumerate(claim["quantities"], 1):
        numbers = {name: one[name] for name in ("value", "unit", "scope")}
        yield "quantities", {"claim_id": claim_id, "position": at, **numbers, "comparator": _COMPARATORS[one["comparator"]]}
    yield from (("contexts", {"claim_id": claim_id, "context": one}) for one in claim["contexts"])
