"""One line of claims from another hand: JSON to a claim whose spans stand as the line gives them. What cannot be is a `Fault`.

The format is that of ``enligt claims --format jsonl`` (docs/claims.schema.json); docs/importing.md says what may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, get_args

from enligt.model import (
    FACTUALITIES,
    LANGUAGE_TAG,
    Claim,
    Comparator,
    Cue,
    Good,
    Located,
    OtherPlace,
    Participant,
    Place,
    PlacePrecision,
    Precision,
    Quantity,
    Scope,
    Source,
    SourceKind,
    Span,
    When,
)
from enligt.readers.contexts import CONTEXTS
from enligt.readers.goods import KINDS
from enligt.readers.ontology import MODES
from enligt.run import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from enligt.run.fields import Json

_COUNTRY: Final = re.compile(r"[A-Z]{3}")
_ID: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}|[^\sA-Z]{1,200}")
_POINT: Final = (("latitude", 90), ("longitude", 180))
_CUES: Final = ("planned", "possible", "denied", "hearsay")
_LENGTHS: Final[tuple[tuple[int, Precision], ...]] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (183, "half-year"), (366, "year"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What lines of one article say of it: by this they are known to belong together. ``article_id`` may be another ledger's."""

    article_id: str | None
    document: str | None
    url: str | None
    outlet: str | None
    published: str | None
    language: str
    headline: str | None
    byline: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Foreign:
    """A line's claim, its ``article_id`` empty until its article is found; ``text`` is the whole article's, where it is given."""

    about: About
    claim: Claim
    text: str | None


def about_of(record: Json) -> About:
    """What a line says of its article.

    Raises:
        Fault: a field is missing, or cannot be.
    """
    for name in ("outlet", "language"):
        if name not in record:
            fields.refuse(
                "missing-field", f"there is no {name!r}: write it into each line" + (", or null" if name == "outlet" else "")
            )
    published = fields.text_or_none(record, "published")
    if published is not None and not fields.is_date(published):
        fields.refuse("bad-date", f"'published' is {published!r}: want a day, month or year as 2024-10-31, 2024-10 or 2024")
    said = {
        name: fields.text_or_none(record, name)
        for name in ("article_id", "document", "url", "outlet", "headline", "byline", "agency")
    }
    return About(published=published, language=language_tag(fields.text_of(record, "language")), **said)


def language_tag(said: str) -> str:
    """A BCP 47 tag in its recommended case (``zh-Hans-CN``); ``no`` is taken for ``nb``.

    Raises:
        Fault: it is none.
    """
    parts = said.replace("_", "-").split("-")
    private = next((at for at, part in enumerate(parts) if part.lower() == "x"), len(parts))
    cased = [
        part.lower()
        if at == 0 or at >= private
        else part.title()
        if len(part) == 4 and part.isalpha()
        else part.upper()
        if len(part) == 2 and part.isalpha()
        else part.lower()
        for at, part in enumerate(parts)
    ]
    tag = "-".join(cased)
    if not LANGUAGE_TAG.fullmatch(tag):
        fields.refuse("bad-language", f"'language' is {said!r}: want a BCP 47 tag, as sv, ko, ru or zh-Hans")
    return "nb" + tag[2:] if tag == "no" or tag.startswith("no-") else tag


def foreign_of(record: Json, *, reader: str | None) -> Foreign:
    """A line's claim.

    Args:
        record: the line.
        reader: who made it, where the line does not say.

    Raises:
        Fault: a field is missing, or cannot be.
    """
    about = about_of(record)
    made_by = fields.text_or_none(record, "reader") or reader
    if made_by is None:
        fields.refuse("missing-field", "nobody says who made the claim: write 'reader' into each line, or give --reader NAME")
    event_type = fields.text_of(record, "event_type").upper()
    if event_type not in MODES:
        fields.refuse("unknown-type", f"{event_type!r} is no event type: want one of {', '.join(MODES)}")
    mode = fields.text_or_none(record, "mode")
    if mode is not None and mode not in MODES[event_type]:
        fields.refuse(
            "unknown-mode", f"{mode!r} is no mode of {event_type}: want null or one of {', '.join(MODES[event_type]) or 'none'}"
        )
    evidence = fields.span_of(fields.needed(record, "evidence"), "evidence")
    trigger = fields.span_of(fields.needed(record, "trigger"), "trigger")
    contexts = record.get("contexts") or []
    if not isinstance(contexts, list) or not all(isinstance(one, str) and one in CONTEXTS for one in contexts):
        fields.refuse("false-field", f"'contexts' holds what is none: want a list of {', '.join(CONTEXTS)}")
    fields.needed(record, "actors")
    claim = Claim(
        article_id="",
        event_type=event_type,
        mode=mode,
        factuality=fields.one_of(
            fields.text_of(record, "factuality"), FACTUALITIES, code="unknown-factuality", what="factuality"
        ),
        trigger=trigger,
        evidence=evidence,
        reader=made_by,
        reader_version=fields.text_or_none(record, "reader_version") or "1",
        actors=tuple(_participant(one, "actors") for one in fields.objects(record, "actors")),
        recipients=tuple(_participant(one, "recipients") for one in fields.objects(record, "recipients")),
        hearsay=fields.flag(record, "hearsay"),
        sources=tuple(_source(one) for one in fields.objects(record, "sources")),
        when=fields.maybe(record, "when", _when),
        where=fields.maybe(record, "where", lambda one: Place(*fields.quoted(one, "where"), _located(one))),
        quantities=tuple(_quantity(one) for one in fields.objects(record, "quantities")),
        cues=tuple(
            Cue(fields.one_of(one.get("kind"), _CUES, what="kind of cue"), fields.span_of(one.get("span"), "cues"))
            for one in fields.objects(record, "cues")
        ),
        contexts=tuple(dict.fromkeys(contexts)),
        goods=tuple(
            Good(
                fields.one_of(one.get("kind"), KINDS, what="kind of goods"),
                fields.text_or_none(one, "model"),
                fields.span_of(one.get("span"), "goods"),
            )
            for one in fields.objects(record, "goods")
        ),
        confidence=fields.probability(record, "confidence"),
        slot_confidence=_slots(record.get("slot_confidence")),
    )
    return Foreign(about, claim, fields.text_or_none(record, "article_text", longest=None) or None)


def moved(claim: Claim, shift: int, *, article_id: str, within: Span | None = None) -> Claim:
    """The claim with all its spans moved by so many characters, in an article.

    Args:
        claim: as the line gives it.
        shift: characters.
        article_id: of its article.
        within: the only part of the text that is known, moved already: participants and sources named outside it are
            understood, and other fields that stand outside it are left out.
    """

    def at(span: Span | None) -> Span | None:
        if span is None:
            return None
        there = Span(span.start + shift, span.end + shift, span.text)
        return there if within is None or within.start <= there.start <= there.end <= within.end else None

    def needed(span: Span) -> Span:
        return at(span) or Span(span.start + shift, span.end + shift, span.text)

    kept: Callable[[Span], bool] = lambda span: at(span) is not None  # noqa: E731 - read at one glance
    return replace(
        claim,
        article_id=article_id,
        trigger=needed(claim.trigger),
        evidence=needed(claim.evidence),
        actors=tuple(replace(one, span=at(one.span)) for one in claim.actors),
        recipients=tuple(replace(one, span=at(one.span)) for one in claim.recipients),
        sources=tuple(replace(one, span=at(one.span)) for one in claim.sources),
        when=replace(claim.when, span=needed(claim.when.span)) if claim.when is not None and kept(claim.when.span) else None,
        where=replace(claim.where, span=needed(claim.where.span)) if claim.where is not None and kept(claim.where.span) else None,
        quantities=tuple(replace(one, span=needed(one.span)) for one in claim.quantities if kept(one.span)),
        cues=tuple(replace(one, span=needed(one.span)) for one in claim.cues if kept(one.span)),
        goods=tuple(replace(one, span=needed(one.span)) for one in claim.goods if kept(one.span)),
    )


def _slots(value: object) -> Mapping[str, float]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > fields.MOST_PARTS:
        fields.refuse("false-field", "'slot_confidence' is no JSON object of probabilities")
    return {str(name): fields.probability(value, name) for name in value}


def _participant(one: Json, name: str) -> Participant:
    who = fields.text_of(one, "id")
    if not _ID.fullmatch(who):
        fields.refuse(
            "false-field",
            f"{who!r} is no id in {name!r}: want ISO 3166-1 alpha-3 (PRK), UNO, NAT, al-qaeda or UNK (docs/claims.md)",
        )
    mention = fields.text_or_none(one, "mention")
    span = fields.span_or_none(one, name)
    mention = mention or (span.text if span is not None else None)
    return Participant(who, fields.text_or_none(one, "name"), mention, span, fields.probability(one, "confidence"))


def _source(one: Json) -> Source:
    kind: SourceKind = fields.one_of(one.get("kind"), get_args(SourceKind), what="kind of source")
    depth = one.get("depth")
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= fields.MOST_PARTS:
        fields.refuse("false-field", f"'depth' of a source is {str(depth)[:40]}: want 1 for the nearest to the outlet, 2, ...")
    return Source(
        fields.text_of(one, "name"), kind, depth, fields.span_or_none(one, "sources"), fields.probability(one, "confidence")
    )


def _when(one: Json) -> When:
    text, span = fields.quoted(one, "when")
    start, end = fields.text_or_none(one, "start"), fields.text_or_none(one, "end")
    start, end = start or end, end or start
    precision = one.get("precision")
    if start is not None and end is not None:
        days = _days(start, end)
        precision = precision or next((name for most, name in _LENGTHS if days <= most), "range")
    if precision is not None:
        precision = fields.one_of(precision, get_args(Precision), what="precision")
    return When(start, end, precision, text, span, fields.text_or_none(one, "basis") or "imported")


def _days(start: str, end: str) -> int:
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        days = 0
    else:
        is_plain = (first.isoformat(), last.isoformat()) == (start, end)  # Python takes 2024-W01-1 and 20241031 too
        days = (last - first).days + 1 if is_plain else 0
    if days < 1:
        fields.refuse("bad-date", f"'when' goes from {start!r} to {end!r}: want ISO days, the first not after the last")
    return days


def _located(one: Json) -> Located | None:
    """Where the words are on the map, as the line has it; None where its ``precision`` is left out: nobody looked it up."""
    if one.get("precision") is None:
        return None
    box = None
    if (extent := one.get("extent")) is not None:
        if not isinstance(extent, list) or len(extent) != 4:
            fields.refuse("false-field", "'extent' of 'where' is no list of south, west, north, east")
        south, west, north, east = (_degrees(side, "extent", most) for side, most in zip(extent, (90, 180) * 2, strict=True))
        box = south, west, north, east
    return Located(
        _country(one),
        fields.text_or_none(one, "name"),
        fields.one_of(one["precision"], get_args(PlacePrecision), what="precision of a place"),
        *_point(one),
        box,
        fields.flag(one, "approximate"),
        tuple(
            OtherPlace(fields.text_of(other, "name"), _country(other), *_point(other))
            for other in fields.objects(one, "alternatives")
        ),
    )


def _country(one: Json) -> str | None:
    code = fields.text_or_none(one, "country")
    if code is not None and not _COUNTRY.fullmatch(code):
        fields.refuse("false-field", f"'country' of 'where' is {code[:40]!r}: want ISO 3166-1 alpha-3 (SYR), or null")
    return code


def _point(one: Json) -> tuple[float | None, float | None]:
    north, east = ((None if one.get(name) is None else _degrees(one[name], name, most)) for name, most in _POINT)
    if (north is None) != (east is None):
        fields.refuse("false-field", "'where' has one of 'latitude' and 'longitude': want both, or neither")
    return north, east


def _degrees(value: object, name: str, most: int) -> float:
    found = fields.number(value, name)
    if abs(found) > most:
        fields.refuse("false-field", f"{name!r} of 'where' is {found:g}: want degrees, -{most} to {most}")
    return found


def _quantity(one: Json) -> Quantity:
    text, span = fields.quoted(one, "quantities")
    comparator: Comparator = fields.one_of(one.get("comparator") or "=", get_args(Comparator), what="comparator")
    scope: Scope = fields.one_of(one.get("scope") or "event", get_args(Scope), what="scope")
    return Quantity(fields.number(one.get("value"), "value"), comparator, fields.text_or_none(one, "unit"), text, span, scope)
