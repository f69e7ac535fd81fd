"""Records to rows and back, without loss."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, Table, select

from enligt.ledger import schema
from enligt.ledger.placing import located, place_columns
from enligt.ledger.search import fold, words
from enligt.model import Article, Claim, Cue, Good, Link, Participant, Place, Quantity, Segment, Source, Span, Step, When

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])")

Row = dict[str, Any]


def portions(values: Iterable[str], most: int) -> Iterator[list[str]]:
    """Each value once, in order, as many at once as one statement takes."""
    rest = iter(sorted(set(values)))
    while several := list(islice(rest, most)):
        yield several


def now() -> str:
    """The moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def storable(text: str) -> str:
    r"""A file name may hold bytes that are no text; they are written ``\\udc80``, the same way each time."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def days_of(date: str | None) -> tuple[str, str] | None:
    """First and last day of an ISO day, month or year (a time of day may follow a day); None for what is no such date."""
    found = _DATE.match(date or "")
    if found is None:
        return None
    year, month, day = found[1], found[2], found[3]
    try:
        last = calendar.monthrange(int(year), int(month or 12))[1]
    except (calendar.IllegalMonthError, ValueError):
        return None
    if day is not None:
        return (f"{year}-{month}-{day}",) * 2 if 1 <= int(day) <= last else None
    return f"{year}-{month or '01'}-01", f"{year}-{month or '12'}-{last:02}"


def name_words(name: str) -> str:
    """The words of a name with a blank before, between and after them, so that whole words can be looked for."""
    return f" {' '.join(words(name))} "


def _span_row(name: str, span: Span | None) -> Row:
    start, end, text = (None, None, None) if span is None else (span.start, span.end, span.text)
    return {f"{name}_start": start, f"{name}_end": end, f"{name}_text": text}


def _span(row: RowMapping, name: str) -> Span:
    return Span(row[f"{name}_start"], row[f"{name}_end"], row[f"{name}_text"])


def _span_or_none(row: RowMapping, name: str) -> Span | None:
    return None if row[f"{name}_start"] is None else _span(row, name)


def article_row(article: Article) -> Row:
    """The row of an article, less its key, its location and the moment."""
    first, last = days_of(article.published) or (None, None)
    return {
        "article_id": article.article_id,
        "headline": article.headline,
        "outlet": article.outlet,
        "url": article.url,
        "byline": article.byline,
        "published": article.published,
        "updated": article.updated,
        "language": article.language,
        "text": article.text,
        "document": article.document,
        "page_sha256": article.page,
        "segments": [[s.start, s.end, s.page_start] for s in article.segments],
        "outlet_folded": None if article.outlet is None else fold(article.outlet),
        "from_day": first,
        "to_day": last,
        "truncated": article.truncated,
        "agency": article.agency,
        "section": article.section,
    }


def link_rows(article: Article) -> Iterator[Row]:
    """The rows of an article's hyperlinks."""
    for position, one in enumerate(article.links):
        yield {
            "article_id": article.article_id,
            "position": position,
            "start": one.start,
            "end": one.end,
            "address": storable(one.address),
        }


def load_links(connection: Connection, articles: Collection[str]) -> dict[str, tuple[Link, ...]]:
    """The hyperlinks of these articles, by id, in the order of the text; an article without any is left out."""
    table = schema.link
    asked = select(table).where(table.c.article_id.in_(articles)).order_by(table.c.article_id, table.c.position)
    return {
        article: tuple(Link(row["start"], row["end"], row["address"]) for row in rows)
        for article, rows in groupby(connection.execute(asked).mappings(), key=lambda row: str(row["article_id"]))
    }


def article_of(row: RowMapping, links: tuple[Link, ...] = ()) -> Article:
    """The article of a row of the table ``article``, with the hyperlinks of it that were loaded."""
    return Article(
        document=row["document"],
        page=row["page_sha256"],
        text=row["text"],
        language=row["language"],
        headline=row["headline"],
        outlet=row["outlet"],
        url=row["url"],
        byline=row["byline"],
        published=row["published"],
        updated=row["updated"],
        segments=tuple(Segment(*segment) for segment in row["segments"]),
        links=links,
        truncated=bool(row["truncated"]),
        agency=row["agency"],
        section=row["section"],
    )


def _claim_days(claim: Claim, article: Article) -> tuple[str, str] | tuple[None, None]:
    """The days that a date filter compares: of the act, else of publication."""
    if claim.when is not None and (claim.when.start or claim.when.end):
        first, last = days_of(claim.when.start or claim.when.end), days_of(claim.when.end or claim.when.start)
        if first is not None and last is not None:
            return first[0], last[1]
    return days_of(article.published) or (None, None)


def _claim_row(claim: Claim, article: Article, *, key: int, reading: int) -> Row:
    when, where = claim.when, claim.where
    first, last = _claim_days(claim, article)
    return {
        "id": key,
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "reading_id": reading,
        "reader": claim.reader,
        "reader_version": claim.reader_version,
        "event_type": claim.event_type,
        "mode": claim.mode,
        "factuality": claim.factuality,
        "hearsay": claim.hearsay,
        **_span_row("evidence", claim.evidence),
        **_span_row("trigger", claim.trigger),
        "when_start": None if when is None else when.start,
        "when_end": None if when is None else when.end,
        "when_precision": None if when is None else when.precision,
        "when_text": None if when is None else when.text,
        "when_basis": None if when is None else when.basis,
        **_span_row("when_span", None if when is None else when.span),
        "where_text": None if where is None else where.text,
        **_span_row("where_span", None if where is None else where.span),
        **place_columns(where),
        "confidence": claim.confidence,
        "slot_confidence": dict(claim.slot_confidence),
        "vector": claim.vector,
        "from_day": first,
        "to_day": last,
        "contexts": ",".join(("", *claim.contexts, "")) if claim.contexts else ",",
    }


def _participant_rows(claim: Claim, key: int) -> Iterator[Row]:
    for role, several in (("actor", claim.actors), ("recipient", claim.recipients)):
        for position, one in enumerate(several):
            yield {
                "claim_row": key,
                "position": position,
                "role": role,
                "actor": one.id,
                "name": one.name,
                "mention": one.mention,
                **_span_row("span", one.span),
                "confidence": one.confidence,
                "name_words": None if one.name is None else name_words(one.name),
            }


def claim_rows(claims: Iterable[Claim], article: Article, *, first_key: int, reading: int) -> dict[Table, list[Row]]:
    """Every row that the claims of one reading need, by table, in an order that the foreign keys allow."""
    rows: dict[Table, list[Row]] = {table: [] for table in (schema.claim, *schema.CLAIM_PARTS)}
    for key, claim in enumerate(claims, first_key):
        rows[schema.claim].append(_claim_row(claim, article, key=key, reading=reading))
        rows[schema.participant] += _participant_rows(claim, key)
        rows[schema.source] += (
            {
                "claim_row": key,
                "position": position,
                "depth": one.depth,
                "name": one.name,
                "kind": one.kind,
                **_span_row("span", one.span),
                "confidence": one.confidence,
                "name_folded": fold(one.name),
            }
            for position, one in enumerate(claim.sources)
        )
        rows[schema.quantity] += (
            {
                "claim_row": key,
                "position": position,
                "value": one.value,
                "comparator": one.comparator,
                "unit": one.unit,
                "text": one.text,
                **_span_row("span", one.span),
                "scope": one.scope,
            }
            for position, one in enumerate(claim.quantities)
        )
        rows[schema.good] += (
            {"claim_row": key, "position": position, "kind": one.kind, "model": one.model, **_span_row("span", one.span)}
            for position, one in enumerate(claim.goods)
        )
        rows[schema.cue] += (
            {"claim_row": key, "position": position, "kind": one.kind, **_span_row("span", one.span)}
            for position, one in enumerate(claim.cues)
        )
        rows[schema.step] += (
            {
                "claim_row": key,
                "position": position,
                "field": one.field,
                "value": one.value,
                "rule": one.rule,
                **_span_row("span", one.span),
                "probability": one.probability,
            }
            for position, one in enumerate(claim.steps)
        )
    return rows


def _participants(rows: Iterable[RowMapping], role: str) -> tuple[Participant, ...]:
    return tuple(
        Participant(row["actor"], row["name"], row["mention"], _span_or_none(row, "span"), row["confidence"])
        for row in rows
        if row["role"] == role
    )


def _claim_of(row: RowMapping, parts: Mapping[str, Sequence[RowMapping]]) -> Claim:
    when = where = None
    if row["when_text"] is not None:
        when = When(
            row["when_start"],
            row["when_end"],
            row["when_precision"],
            row["when_text"],
            _span(row, "when_span"),
            row["when_basis"],
        )
    if row["where_text"] is not None:
        where = Place(row["where_text"], _span(row, "where_span"), located(row))
    participants = parts.get("participant", ())
    return Claim(
        article_id=row["article_id"],
        event_type=row["event_type"],
        mode=row["mode"],
        factuality=row["factuality"],
        trigger=_span(row, "trigger"),
        evidence=_span(row, "evidence"),
        reader=row["reader"],
        reader_version=row["reader_version"],
        actors=_participants(participants, "actor"),
        recipients=_participants(participants, "recipient"),
        hearsay=row["hearsay"],
        sources=tuple(
            Source(r["name"], r["kind"], r["depth"], _span_or_none(r, "span"), r["confidence"]) for r in parts.get("source", ())
        ),
        when=when,
        where=where,
        quantities=tuple(
            Quantity(r["value"], r["comparator"], r["unit"], r["text"], _span(r, "span"), r["scope"])
            for r in parts.get("quantity", ())
        ),
        cues=tuple(Cue(r["kind"], _span(r, "span")) for r in parts.get("cue", ())),
        contexts=tuple(name for name in row["contexts"].split(",") if name),
        goods=tuple(Good(r["kind"], r["model"], _span(r, "span")) for r in parts.get("good", ())),
        confidence=row["confidence"],
        slot_confidence=row["slot_confidence"],
        steps=tuple(
            Step(r["field"], r["value"], r["rule"], _span_or_none(r, "span"), r["probability"]) for r in parts.get("step", ())
        ),
        vector=row["vector"],
    )


def load_claims(connection: Connection, keys: Sequence[int], *, whole: bool = True) -> list[Claim]:
    """The claims of these rows of the table ``claim``, in the order asked; a few hundred at once.

    Where they need not be ``whole``, they are without steps and cues.
    """
    parts: defaultdict[int, dict[str, list[RowMapping]]] = defaultdict(dict)
    for table in schema.CLAIM_PARTS:
        if not whole and table in {schema.step, schema.cue}:
            continue
        asked = select(table).where(table.c.claim_row.in_(keys)).order_by(table.c.claim_row, table.c.position)
        for key, rows in groupby(connection.execute(asked).mappings(), key=lambda row: int(row["claim_row"])):
            parts[key][table.name] = list(rows)
    found = connection.execute(select(schema.claim).where(schema.claim.c.id.in_(keys))).mappings()
    claims = {row["id"]: _claim_of(row, parts[row["id"]]) for row in found}
    return [claims[key] for key in keys]
