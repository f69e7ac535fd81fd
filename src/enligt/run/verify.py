"""Every claim is held against its article before it goes anywhere, whatever reader made it.

The invariant is ``article.text[span] == quoted text``. A reader that is not ours (a language model behind a server, say)
may also invent values: fields that must come from a short list are held against it.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, get_args

from enligt.model import FACTUALITIES, Comparator, Issue, Precision, Reading, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Article, Claim

LARGEST_VECTORS = 1024 * 1024
"""Bytes of an article's sentence vectors; more is no reader of ours, and is not kept."""

_CUES = ("planned", "possible", "denied", "hearsay")


def fault(claim: Claim, article: Article, *, reader: str, reader_version: str) -> tuple[str, str] | None:
    """What is wrong with a claim, as an issue's code and a sentence; None where all is right.

    ``false-span``: a range outside the article, or words that do not stand there. ``false-field``: a value that cannot be.
    """
    spans = next(_span_faults(claim, article), None)
    if spans:
        return "false-span", spans
    if (claim.reader, claim.reader_version) != (reader, reader_version):
        return "false-field", f"it says that {claim.reader} {claim.reader_version} made it"
    fields = next(_field_faults(claim, article), None)
    if fields:
        return "false-field", fields
    return None


def _span_faults(claim: Claim, article: Article) -> Iterator[str]:
    for span in claim.spans():
        if not span.holds_in(article.text):
            yield f"the words {span.text[:60]!r} do not stand at {span.start}-{span.end} of the article"
    if claim.trigger.start == claim.trigger.end:
        yield "the trigger is empty"
    if not claim.evidence.start <= claim.trigger.start <= claim.trigger.end <= claim.evidence.end:
        yield "the trigger lies outside the evidence"
    for step in claim.steps:
        if step.span is not None and not step.span.holds_in(article.text):
            yield f"a step quotes words that do not stand at {step.span.start}-{step.span.end} of the article"


def _field_faults(claim: Claim, article: Article) -> Iterator[str]:
    if claim.article_id != article.article_id:
        yield f"it names another article ({claim.article_id})"
    if not claim.event_type:
        yield "it has no event type"
    if claim.factuality not in FACTUALITIES:
        yield f"factuality {claim.factuality!r} is none of {', '.join(FACTUALITIES)}"
    if not all(one.id for one in (*claim.actors, *claim.recipients)):
        yield "a participant has no id"
    if claim.when is not None and not _interval_holds(claim.when.start, claim.when.end, claim.when.precision):
        yield f"{claim.when.start} to {claim.when.end} ({claim.when.precision}) is no interval of days"
    yield from _listed_faults(claim)
    for probability in _probabilities(claim):
        if not 0.0 <= probability <= 1.0:
            yield f"{probability} is no probability"


def _listed_faults(claim: Claim) -> Iterator[str]:
    for source in claim.sources:
        if source.kind not in get_args(SourceKind) or source.depth < 1 or not source.name:
            yield f"source {source.name!r} has kind {source.kind!r} and depth {source.depth}"
    for quantity in claim.quantities:
        if quantity.comparator not in get_args(Comparator) or not math.isfinite(quantity.value):
            yield f"quantity {quantity.text!r} has value {quantity.value} and comparator {quantity.comparator!r}"
    for cue in claim.cues:
        if cue.kind not in _CUES:
            yield f"cue of kind {cue.kind!r}"


def _probabilities(claim: Claim) -> Iterator[float]:
    yield claim.confidence
    yield from claim.slot_confidence.values()
    for one in (*claim.actors, *claim.recipients):
        yield one.confidence
    for source in claim.sources:
        yield source.confidence


def _interval_holds(start: str | None, end: str | None, precision: str | None) -> bool:
    if precision is not None and precision not in get_args(Precision):
        return False
    if start is None or end is None:
        return start is None and end is None
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return False
    # Python takes weeks (2024-W01-1) and days without hyphens too: nothing that compares texts does
    return (first.isoformat(), last.isoformat()) == (start, end) and first <= last


def verified(reading: Reading) -> tuple[Reading, list[Issue]]:
    """The reading with its true claims alone, and an issue (not fatal) for each claim that was dropped.

    A second claim with the id of an earlier one (same trigger, same type) is dropped as well.
    """
    article = reading.article
    kept: list[Claim] = []
    seen: set[str] = set()
    issues: list[Issue] = []
    for claim in reading.claims:
        wrong = fault(claim, article, reader=reading.reader, reader_version=reading.reader_version)
        if wrong is None and claim.claim_id in seen:
            wrong = "told-twice", "the same act was read twice from the same words"
        if wrong is None:
            kept.append(claim)
            seen.add(claim.claim_id)
            continue
        code, why = wrong
        what = f"dropped a claim of reader {reading.reader} ({claim.event_type}, {claim.trigger.text[:60]!r}): {why}"
        issues.append(Issue(article.document, "read", code, what, page=article.page, fatal=False))
    vectors = reading.vectors if isinstance(reading.vectors, bytes) and len(reading.vectors) <= LARGEST_VECTORS else b""
    return Reading(article, tuple(kept), reading.reader, reading.reader_version, vectors), issues
