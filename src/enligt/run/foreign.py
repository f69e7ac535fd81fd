"""One line of claims from another hand: JSON to a claim whose spans stand as the line gives them. What cannot be is a `Fault`.

The format is that of ``enligt claims --format jsonl`` (docs/claims.schema.json); docs/importing.md says what may be left out.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NoReturn, get_args

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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json = dict[str, Any]

LONGEST_NAME: Final = 1_000
"""Characters of a name, an id, an address; a whole article is bounded by its line."""
MOST_PARTS: Final = 500
"""Participants, sources, quantities or cues of one claim."""

_COUNTRY: Final = re.compile(r"[A-Z]{3}")
_ID: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}|[^\sA-Z]{1,200}")
_POINT: Final = (("latitude", 90), ("longitude", 180))
_CUES: Final = ("planned", "possible", "denied", "hearsay")
_LENGTHS: Final[tuple[tuple[int, Precision], ...]] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (183, "half-year"), (366, "year"),
)  # fmt: skip


class Fault(Exception):  # noqa: N818 - a value on its way to an issue
    """What is wrong with a line: an issue's code, and a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


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


def record_of(raw: bytes) -> Json:
    """A line as the JSON object that it holds.

    Raises:
        Fault: it holds none.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _no("not-utf-8", "the line is not UTF-8: save the file as UTF-8")
    try:
        record = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        _no("not-json", f"the line is not JSON: {why}")
    if not isinstance(record, dict):
        _no("not-an-object", "want one claim a line, a JSON object, as `enligt claims --format jsonl` writes it")
    return record


def about_of(record: Json) -> About:
    """What a line says of its article.

    Raises:
        Fault: a field is missing, or cannot be.
    """
    for name in ("outlet", "language"):
        if name not in record:
            _no("missing-field", f"there is no {name!r}: write it into each line" + (", or null" if name == "outlet" else ""))
    published = _text_or_none(record, "published")
    if published is not None and not _is_date(published):
        _no("bad-date", f"'published' is {published!r}: want a day, month or year as 2024-10-31, 2024-10 or 2024")
    said = {
        name: _text_or_none(record, name) for name in ("article_id", "document", "url", "outlet", "headline", "byline", "agency")
    }
    return About(published=published, language=language_tag(_text(record, "language")), **said)


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
        _no("bad-language", f"'language' is {said!r}: want a BCP 47 tag, as sv, ko, ru or zh-Hans")
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
    made_by = _text_or_none(record, "reader") or reader
    if made_by is None:
        _no("missing-field", "nobody says who made the claim: write 'reader' into each line, or give --reader NAME")
    event_type = _text(record, "event_type").upper()
    if event_type not in MODES:
        _no("unknown-type", f"{event_type!r} is no event type: want one of {', '.join(MODES)}")
    mode = _text_or_none(record, "mode")
    if mode is not None and mode not in MODES[event_type]:
        _no("unknown-mode", f"{mode!r} is no mode of {event_type}: want null or one of {', '.join(MODES[event_type]) or 'none'}")
    evidence = _span(_needed(record, "evidence"), "evidence")
    trigger = _span(_needed(record, "trigger"), "trigger")
    contexts = record.get("contexts") or []
    if not isinstance(contexts, list) or not all(isinstance(one, str) and one in CONTEXTS for one in contexts):
        _no("false-field", f"'contexts' holds what is none: want a list of {', '.join(CONTEXTS)}")
    _needed(record, "actors")
    claim = Claim(
        article_id="",
        event_type=event_type,
        mode=mode,
        factuality=_one_of(_text(record, "factuality"), FACTUALITIES, code="unknown-factuality", what="factuality"),
        trigger=trigger,
        evidence=evidence,
        reader=made_by,
        reader_version=_text_or_none(record, "reader_version") or "1",
        actors=tuple(_participant(one, "actors") for one in _list(record, "actors")),
        recipients=tuple(_participant(one, "recipients") for one in _list(record, "recipients")),
        hearsay=_flag(record, "hearsay"),
        sources=tuple(_source(one) for one in _list(record, "sources")),
        when=_maybe(record, "when", _when),
        where=_maybe(record, "where", lambda one: Place(*_quoted(one, "where"), _located(one))),
        quantities=tuple(_quantity(one) for one in _list(record, "quantities")),
        cues=tuple(
            Cue(_one_of(one.get("kind"), _CUES, what="kind of cue"), _span(one.get("span"), "cues"))
            for one in _list(record, "cues")
        ),
        contexts=tuple(dict.fromkeys(contexts)),
        goods=tuple(
            Good(
                _one_of(one.get("kind"), KINDS, what="kind of goods"),
                _text_or_none(one, "model"),
                _span(one.get("span"), "goods"),
            )
            for one in _list(record, "goods")
        ),
        confidence=_probability(record, "confidence"),
        slot_confidence=_slots(record.get("slot_confidence")),
    )
    return Foreign(about, claim, _text_or_none(record, "article_text", longest=None) or None)


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


# --- fields ---


def _no(code: str, message: str) -> NoReturn:
    raise Fault(code, message)


def _no_constant(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number of JSON")


def _needed(record: Json, name: str) -> Any:
    if record.get(name) is None:
        _no("missing-field", f"there is no {name!r}")
    return record[name]


def _checked(value: object, name: str, longest: int | None) -> str:
    if not isinstance(value, str):
        _no("false-field", f"{name!r} is {str(value)[:60]!r}: want a text")
    if longest is not None and len(value) > longest:
        _no("false-field", f"{name!r} is longer than {longest:,} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        _no("false-field", f"{name!r} holds half a character (a lone surrogate), which no file can keep")
    return value


def _text(record: Json, name: str) -> str:
    value = _checked(_needed(record, name), name, LONGEST_NAME)
    if not value.strip():
        _no("missing-field", f"{name!r} is empty")
    return value


def _text_or_none(record: Json, name: str, *, longest: int | None = LONGEST_NAME) -> str | None:
    value = record.get(name)
    return None if value is None or not _checked(value, name, longest).strip() else value


def _list(record: Json, name: str) -> list[Json]:
    value = record.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        _no("false-field", f"{name!r} is no list of JSON objects")
    if len(value) > MOST_PARTS:
        _no("false-field", f"{name!r} has more than {MOST_PARTS} entries")
    return value


def _flag(record: Json, name: str) -> bool:
    value = record.get(name)
    if not isinstance(value, (bool, type(None))):
        _no("false-field", f"{name!r} is neither true nor false")
    return bool(value)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 10**300 or not math.isfinite(value):
        _no("false-field", f"{name!r} is {str(value)[:40]}: want a number")
    return float(value)


def _probability(record: Json, name: str) -> float:
    value = record.get(name)
    chance = 1.0 if value is None else _number(value, name)
    if not 0 <= chance <= 1:
        _no("false-field", f"{name!r} is {value}: want a probability, 0 to 1")
    return chance


def _slots(value: object) -> Mapping[str, float]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MOST_PARTS:
        _no("false-field", "'slot_confidence' is no JSON object of probabilities")
    return {str(name): _probability(value, name) for name in value}


def _one_of(value: object, known: tuple[Any, ...] | Mapping[str, Any], *, what: str, code: str = "false-field") -> Any:
    if not isinstance(value, str) or value not in known:
        _no(code, f"{str(value)[:60]!r} is no {what}: want one of {', '.join(known)}")
    return value


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        _no("false-span", f"{name!r} counts from {str(value)[:40]!r}: want whole numbers of characters from 0")
    return value


def _span(value: object, name: str) -> Span:
    if not isinstance(value, dict):
        _no("missing-field", f"{name!r} has no span: want {{'start', 'end', 'text'}}, characters from 0 and the words there")
    start, end = (_whole(value.get(edge), f"{name} {edge}") for edge in ("start", "end"))
    text = _checked(value.get("text"), f"{name} text", None)
    if end - start != len(text):
        _no("false-span", f"{name!r} goes from {start} to {end}, which is not the length of {text[:40]!r}")
    return Span(start, end, text)


def _span_or_none(one: Json, name: str) -> Span | None:
    return None if one.get("span") is None else _span(one["span"], name)


def _quoted(one: Json, name: str) -> tuple[str, Span]:
    span = _span(one.get("span"), name)
    return _text_or_none(one, "text") or span.text, span


def _maybe(record: Json, name: str, make: Callable[[Json], Any]) -> Any:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, dict):
        _no("false-field", f"{name!r} is no JSON object")
    return make(value)


def _participant(one: Json, name: str) -> Participant:
    who = _text(one, "id")
    if not _ID.fullmatch(who):
        _no(
            "false-field",
            f"{who!r} is no id in {name!r}: want ISO 3166-1 alpha-3 (PRK), UNO, NAT, al-qaeda or UNK (docs/claims.md)",
        )
    mention = _text_or_none(one, "mention")
    span = _span_or_none(one, name)
    mention = mention or (span.text if span is not None else None)
    return Participant(who, _text_or_none(one, "name"), mention, span, _probability(one, "confidence"))


def _source(one: Json) -> Source:
    kind: SourceKind = _one_of(one.get("kind"), get_args(SourceKind), what="kind of source")
    depth = one.get("depth")
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= MOST_PARTS:
        _no("false-field", f"'depth' of a source is {str(depth)[:40]}: want 1 for the nearest to the outlet, 2, ...")
    return Source(_text(one, "name"), kind, depth, _span_or_none(one, "sources"), _probability(one, "confidence"))


def _when(one: Json) -> When:
    text, span = _quoted(one, "when")
    start, end = _text_or_none(one, "start"), _text_or_none(one, "end")
    start, end = start or end, end or start
    precision = one.get("precision")
    if start is not None and end is not None:
        days = _days(start, end)
        precision = precision or next((name for most, name in _LENGTHS if days <= most), "range")
    if precision is not None:
        precision = _one_of(precision, get_args(Precision), what="precision")
    return When(start, end, precision, text, span, _text_or_none(one, "basis") or "imported")


def _days(start: str, end: str) -> int:
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        days = 0
    else:
        is_plain = (first.isoformat(), last.isoformat()) == (start, end)  # Python takes 2024-W01-1 and 20241031 too
        days = (last - first).days + 1 if is_plain else 0
    if days < 1:
        _no("bad-date", f"'when' goes from {start!r} to {end!r}: want ISO days, the first not after the last")
    return days


def _located(one: Json) -> Located | None:
    """Where the words are on the map, as the line has it; None where its ``precision`` is left out: nobody looked it up."""
    if one.get("precision") is None:
        return None
    box = None
    if (extent := one.get("extent")) is not None:
        if not isinstance(extent, list) or len(extent) != 4:
            _no("false-field", "'extent' of 'where' is no list of south, west, north, east")
        south, west, north, east = (_degrees(side, "extent", most) for side, most in zip(extent, (90, 180) * 2, strict=True))
        box = south, west, north, east
    return Located(
        _country(one),
        _text_or_none(one, "name"),
        _one_of(one["precision"], get_args(PlacePrecision), what="precision of a place"),
        *_point(one),
        box,
        _flag(one, "approximate"),
        tuple(OtherPlace(_text(other, "name"), _country(other), *_point(other)) for other in _list(one, "alternatives")),
    )


def _country(one: Json) -> str | None:
    code = _text_or_none(one, "country")
    if code is not None and not _COUNTRY.fullmatch(code):
        _no("false-field", f"'country' of 'where' is {code[:40]!r}: want ISO 3166-1 alpha-3 (SYR), or null")
    return code


def _point(one: Json) -> tuple[float | None, float | None]:
    north, east = ((None if one.get(name) is None else _degrees(one[name], name, most)) for name, most in _POINT)
    if (north is None) != (east is None):
        _no("false-field", "'where' has one of 'latitude' and 'longitude': want both, or neither")
    return north, east


def _degrees(value: object, name: str, most: int) -> float:
    found = _number(value, name)
    if abs(found) > most:
        _no("false-field", f"{name!r} of 'where' is {found:g}: want degrees, -{most} to {most}")
    return found


def _quantity(one: Json) -> Quantity:
    text, span = _quoted(one, "quantities")
    comparator: Comparator = _one_of(one.get("comparator") or "=", get_args(Comparator), what="comparator")
    scope: Scope = _one_of(one.get("scope") or "event", get_args(Scope), what="scope")
    return Quantity(_number(one.get("value"), "value"), comparator, _text_or_none(one, "unit"), text, span, scope)


def _is_date(said: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", said):
        return False
    try:
        date.fromisoformat((said + "-01-01")[:10])
    except ValueError:
        return False
    return True
