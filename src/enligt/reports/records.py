"""The records of `enligt.model` as plain JSON values, in the shape that docs/claims.schema.json fixes.

A span is ``{"start", "end", "text"}``: half-open character offsets into the article's text, and the words that stand there.
``document`` is the file name (no folders) or the URL that the article was read from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.ledger import Judgement, Note, PageRow, RepeatRow
    from enligt.marking import Difference, Score
    from enligt.model import Article, Claim, Issue, Participant, Place, Quantity, Relation, Source, Span, Step, When

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

Record = dict[str, Any]
"""One JSON object."""


def document_name(location: str) -> str:
    """The name that a document goes by in what is exported: a URL as it is, else the last part of the path.

    Both kinds of slash part a path, so that a ledger written on Windows reads the same elsewhere.
    """
    if _URL.match(location):
        return location
    return re.split(r"[\\/]", location.rstrip("\\/"))[-1] or location


def _span(span: Span | None) -> Record | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def _participant(one: Participant) -> Record:
    return {"id": one.id, "name": one.name, "mention": one.mention, "span": _span(one.span), "confidence": one.confidence}


def _source(one: Source) -> Record:
    return {"name": one.name, "kind": one.kind, "depth": one.depth, "span": _span(one.span), "confidence": one.confidence}


def _when(when: When | None) -> Record | None:
    if when is None:
        return None
    return {
        "start": when.start,
        "end": when.end,
        "precision": when.precision,
        "text": when.text,
        "span": _span(when.span),
        "basis": when.basis,
    }


def _where(where: Place | None) -> Record | None:
    if where is None:
        return None
    at = where.located
    return {
        "text": where.text,
        "span": _span(where.span),
        "country": None if at is None else at.country,
        "name": None if at is None else at.name,
        "latitude": None if at is None else at.latitude,
        "longitude": None if at is None else at.longitude,
        "precision": None if at is None else at.precision,
        "approximate": at is not None and at.approximate,
        "extent": None if at is None or at.extent is None else list(at.extent),
        "alternatives": [
            {"name": one.name, "country": one.country, "latitude": one.latitude, "longitude": one.longitude}
            for one in (() if at is None else at.alternatives)
        ],
    }


def _quantity(one: Quantity) -> Record:
    # A whole number is written as one: 5000, not 5000.0.
    value = int(one.value) if float(one.value).is_integer() else one.value
    return {
        "value": value,
        "comparator": one.comparator,
        "unit": one.unit,
        "text": one.text,
        "span": _span(one.span),
        "scope": one.scope,
    }


def claim_record(claim: Claim, article: Article, *, document: str | None = None, event_id: str | None = None) -> Record:
    """A claim with what its reader needs of its article.

    Args:
        claim: the claim.
        article: the article it was read from.
        document: another name for the document than the article's own.
        event_id: the event that a ledger has it in.

    Returns:
        A JSON object as docs/claims.schema.json describes it.
    """
    return {
        "claim_id": claim.claim_id,
        "event_id": event_id,
        "document": document_name(document or article.document),
        "url": article.url,
        "outlet": article.outlet,
        "article_id": claim.article_id,
        "headline": article.headline,
        "published": article.published,
        "language": article.language,
        "event_type": claim.event_type,
        "mode": claim.mode,
        "actors": [_participant(one) for one in claim.actors],
        "recipients": [_participant(one) for one in claim.recipients],
        "factuality": claim.factuality,
        "hearsay": claim.hearsay,
        "sources": [_source(one) for one in claim.sources],
        "when": _when(claim.when),
        "where": _where(claim.where),
        "quantities": [_quantity(one) for one in claim.quantities],
        "trigger": _span(claim.trigger),
        "evidence": _span(claim.evidence),
        "cues": [{"kind": one.kind, "span": _span(one.span)} for one in claim.cues],
        "contexts": list(claim.contexts),
        "goods": [{"kind": one.kind, "model": one.model, "span": _span(one.span)} for one in claim.goods],
        "confidence": claim.confidence,
        "slot_confidence": dict(sorted(claim.slot_confidence.items())),
        "reader": claim.reader,
        "reader_version": claim.reader_version,
        "corrected_by": claim.corrected_by,
    }


def judgement_record(one: Judgement) -> Record:
    """A judgement; ``holds`` is false once it was undone, or decided anew. ``values`` is what was set right, or missed."""
    return {
        "judgement_id": one.judgement_id,
        "decision": one.decision,
        "claim_id": one.claim_id,
        "other": one.other,
        "undoes": one.undoes,
        "author": one.author,
        "reason": one.reason,
        "made_at": one.made_at,
        "holds": one.holds,
        "values": dict(one.values) or None,
    }


def note_record(one: Note) -> Record:
    """A note, tag or grade at an event, claim, article, source or actor; ``holds`` is false once it was taken back."""
    return {name: getattr(one, name) for name in ("note_id", "target", "kind", "text", "author", "made_at", "holds")}


def step_record(step: Step) -> Record:
    """One step of a claim's explanation: the field, its value, the words and the piece of knowledge that made it."""
    return {
        "field": step.field,
        "value": step.value,
        "rule": step.rule,
        "span": _span(step.span),
        "probability": step.probability,
    }


def article_record(article: Article, *, document: str | None = None, repeats: Iterable[Relation] = ()) -> Record:
    """An article with its whole text, and which earlier ones it repeats: those of ``repeats`` in which it is the later."""
    return {
        "article_id": article.article_id,
        "document": document_name(document or article.document),
        "page": article.page,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "byline": article.byline,
        "published": article.published,
        "updated": article.updated,
        "language": article.language,
        "truncated": article.truncated,
        "agency": article.agency,
        "section": article.section,
        "repeats": [
            {"article_id": one.other_id, "kind": one.kind, "share": one.share}
            for one in repeats
            if one.article_id == article.article_id
        ],
        "text": article.text,
        "links": [
            {"start": one.start, "end": one.end, "text": article.text[one.start : one.end], "address": one.address}
            for one in article.links
        ],
    }


def repeat_record(row: RepeatRow) -> Record:
    """Which article repeats which: ``share`` is the part of the later that stands in the earlier, ``other_share`` the reverse.

    ``group`` is the earliest article of those that hang together; ``span`` and ``other_span`` the lifted passage in each text.
    """
    one = row.relation
    record: Record = {
        "article_id": one.article_id,
        "kind": one.kind,
        "other_id": one.other_id,
        "share": one.share,
        "other_share": one.other_share,
        "span": None if one.span is None else {"start": one.span[0], "end": one.span[1]},
        "other_span": None if one.other_span is None else {"start": one.other_span[0], "end": one.other_span[1]},
        "group": row.group,
    }
    for at, side in enumerate(("", "other_")):
        record |= {
            f"{side}outlet": row.outlets[at],
            f"{side}headline": row.headlines[at],
            f"{side}published": row.published[at],
            f"{side}language": row.languages[at],
        }
    return record


def issue_record(issue: Issue) -> Record:
    """What could not be done. ``document`` is the whole path or URL here, so that the page can be found."""
    return {
        "document": issue.location,
        "page": issue.page,
        "stage": issue.stage,
        "code": issue.code,
        "message": issue.message,
        "fatal": issue.fatal,
    }


def page_record(row: PageRow) -> Record:
    """What became of one page that was handed in. ``page`` is the SHA-256 of its bytes, ``size`` their number."""
    return {
        "document": row.location,
        "page": row.page,
        "outcome": row.outcome,
        "media_type": row.media_type,
        "size": row.size,
        "fetched": row.fetched,
        "articles": list(row.articles),
        "options": dict(sorted(row.options.items())),
        "reader": row.reader,
        "reader_version": row.reader_version,
    }


def date_record(when: When) -> Record:
    """A time expression as an interval, both days inclusive, with the characters of the text that it stands at."""
    return {
        "text": when.text,
        "start": when.start,
        "end": when.end,
        "precision": when.precision,
        "span": _span(when.span),
        "basis": when.basis,
    }


def score_record(score: Score, *, by: str, value: str, measure: str) -> Record:
    """How good claims are in one part of the annotated documents, by one measure, as shares rounded to four places.

    ``by`` and ``value`` say which part: all, a language, a type. ``detection`` and ``core`` are F1; a slot that no marked claim
    asks for is null.
    """
    precision, recall, detection = (round(one, 4) for one in score.detection())
    core_precision, core_recall, core = (round(one, 4) for one in score.core_of())
    slots = {name: score.slot(name) for name in ("actor", "recipient", "factuality", "source", "when", "quantity")}
    return {
        "by": by,
        "value": value,
        "measure": measure,
        "gold": score.gold,
        "found": score.found,
        "paired": score.paired,
        "precision": precision,
        "recall": recall,
        "detection": detection,
        "core_precision": core_precision,
        "core_recall": core_recall,
        "core": core,
        **{name: None if share is None else round(share, 4) for name, share in slots.items()},
    }


def difference_record(one: Difference) -> Record:
    """Where found and marked claims differ: the claim that is missed, or spurious, or has another value in ``slot``."""
    return {
        "kind": one.kind,
        "document": one.document,
        "language": one.language,
        "sent": one.sent,
        "event_type": one.claim["event_type"],
        "actors": [party["id"] for party in one.claim.get("actors") or ()],
        "recipients": [party["id"] for party in one.claim.get("recipients") or ()],
        "factuality": one.claim.get("factuality"),
        "slot": one.slot,
        "marked": one.marked,
        "found": one.found,
        "sentence": one.sentence,
    }
