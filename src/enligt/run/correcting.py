"""What a person sets right in a claim: from words to values that the ledger keeps. What cannot be is refused."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from enligt.errors import UsageError
from enligt.languages.numbers import numbers
from enligt.ledger.placing import place_columns
from enligt.marking.stories import kind_of
from enligt.model import FACTUALITIES, LANGUAGES, Place
from enligt.readers.ontology import MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from enligt.ledger import ClaimRow
    from enligt.model import Language, Precision

FIELDS: Final = ("event_type", "mode", "factuality", "actors", "recipients", "sources", "when", "where", "quantities")
"""What can be set right: those of ``enligt.ledger.correcting``."""

_ALIASES: Final = {"type": "event_type", "quantity": "quantities", "place": "where"}

_CODE: Final = re.compile(r"[A-Z]{3}")
_ID: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}|[^\sA-Z,]{1,200}")
_LENGTHS: Final[tuple[tuple[int, Precision], ...]] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (183, "half-year"), (366, "year"),
)  # fmt: skip
_LONGEST: Final = 1_000
_NUMBER: Final = re.compile(r"([=<>~]?)\s*([0-9][0-9 ]{0,20}(?:\.[0-9]{1,6})?)\s*((?:[^\W\d_]|[%€$£¥])[^<>=~;]{0,100}|)")
_LARGEST: Final = 1e15
_ENGLISH: Final = "en"


def correction(settings: Iterable[str], row: ClaimRow) -> dict[str, Any]:
    """The right values of a claim's fields, as ``enligt.ledger.correcting`` describes them.

    Args:
        settings: ``event_type=SANCTION``, ``mode=expel``, ``factuality=planned``, ``actors=PRK,RUS`` (a person or group after its
            state: ``GBR Boris Johnson``), ``recipients=``, ``sources=Reuters < US official (unnamed)`` (side by side with
            ``&``), ``when=2024-10-01..2024-10-31``, ``where=Kursk``, ``quantities=~ 3000 soldiers; 20 tanks``; nothing behind the
            sign takes the value away.
        row: the claim as it stands, with what was set right before.

    Raises:
        UsageError: there is no such field, or the value cannot be.
    """
    found: dict[str, Any] = {}
    for one in settings:
        name, sign, value = one.partition("=")
        name = _ALIASES.get(name.strip(), name.strip())
        if not sign or name not in FIELDS:
            raise UsageError(f"{one!r}: want FIELD=VALUE, with FIELD one of {', '.join(FIELDS)}")
        if name in found:
            raise UsageError(f"{name} is given twice")
        if len(value) > _LONGEST:
            raise UsageError(f"{name}: longer than {_LONGEST:,} characters")
        found[name] = _READ[name](value.strip(), row)
    if not found:
        raise UsageError("correct wants at least one field with what is right: on the command line `--set FIELD=VALUE`")
    _settle_mode(found, row)
    if _is_empty(found, row, "actors") and _is_empty(found, row, "recipients"):
        raise UsageError("a claim has an actor or a recipient: actors=UNK where it cannot be known")
    return found


def _is_empty(found: Mapping[str, Any], row: ClaimRow, side: str) -> bool:
    return not found.get(side, getattr(row.claim, side))


def _settle_mode(found: dict[str, Any], row: ClaimRow) -> None:
    """A mode belongs to its type: one that the new type has not is taken away."""
    kind = found.get("event_type", row.claim.event_type)
    modes = MODES[kind]
    if found.get("mode") is not None:
        if found["mode"] not in modes:
            raise UsageError(f"{found['mode']!r} is no mode of {kind}: choose one of {', '.join(modes) or 'none'}")
    elif "event_type" in found and "mode" not in found and row.claim.mode not in {None, *modes}:
        found["mode"] = None


def _type(value: str, _row: ClaimRow) -> str:
    if value.upper() not in MODES:
        raise UsageError(f"there is no event type {value!r}: choose one of {', '.join(MODES)}")
    return value.upper()


def _mode(value: str, _row: ClaimRow) -> str | None:
    return value.lower() or None


def _factuality(value: str, _row: ClaimRow) -> str:
    if value.lower() not in FACTUALITIES:
        raise UsageError(f"there is no factuality {value!r}: choose one of {', '.join(FACTUALITIES)}")
    return value.lower()


def _parties(value: str, _row: ClaimRow) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = []
    for one in filter(None, (part.strip() for part in value.split(","))):
        who, _, name = one.partition(" ")
        if not _ID.fullmatch(who) or not _may_be(who):
            raise UsageError(f"{who!r} is no id of an actor: want PRK, UNO, al-qaeda, or GBR Boris Johnson (docs/claims.md)")
        party = {"id": who, "name": name.strip() or None}
        if party not in found:
            found.append(party)
    return found


def _may_be(who: str) -> bool:
    """Whether three capital letters are a state or an organisation that the tables have; other ids are the user's own."""
    if _CODE.fullmatch(who) is None or who == "UNK":
        return True
    from enligt.actors import gazetteer, tables  # noqa: PLC0415 - the tables of names: only where an actor is named

    return gazetteer().state_name(who) is not None or any(row["id"] == who for row in tables.rows("organisations"))


def _sources(value: str, row: ClaimRow) -> list[dict[str, Any]]:
    """A chain as lists show it. A source that the claim has keeps its kind, of another it is told from its name."""
    known = {one.name: one.kind for one in row.claim.sources}
    found: list[dict[str, Any]] = []
    for depth, level in enumerate(filter(None, (part.strip() for part in value.split("<"))), 1):
        for name in filter(None, (part.strip() for part in level.split("&"))):
            kind = known.get(name) or kind_of(name, row.article.language)
            found.append({"name": name, "kind": kind, "depth": depth, "span": _said(name, row)})
    return found


def _where(value: str, row: ClaimRow) -> dict[str, Any] | None:
    """A place by its name, in the article's language or in English, where the tables have it, near the claim's participants."""
    if not value:
        return None
    from enligt.actors.places import locate  # noqa: PLC0415 - tables of some megabytes: only where a place is set right

    near = [one.id for one in (*row.claim.actors, *row.claim.recipients)]
    told = [locate(value, language=one, published=row.article.published, near=near) for one in (_language(row), _ENGLISH)]
    at = next((one for one in told if one is not None and one.precision != "unknown"), told[0])
    span = _said(value, row)
    place = Place(value, row.claim.evidence, at)
    return {"text": value, **place_columns(place), "span": span}


def _quantities(value: str, row: ClaimRow) -> list[dict[str, Any]]:
    """Numbers as lists show them. One that the claim has keeps its words; of another they are looked for in the sentence."""
    found = []
    for one in filter(None, (part.strip() for part in value.split(";"))):
        match = _NUMBER.fullmatch(one)
        number = float(match[2].replace(" ", "")) if match else math.inf
        if match is None or number > _LARGEST:
            wanted = "write it as 3000 soldiers, > 3000 soldiers (more), < (less) or ~ (about); several are parted by ;"
            raise UsageError(f"{one!r} is no number: {wanted}")
        unit = match[3] or None
        span = _number_said(number, unit, row)
        found.append({"value": number, "comparator": match[1] or "=", "unit": unit, "span": span})
    return found


def _number_said(number: float, unit: str | None, row: ClaimRow) -> list[int] | None:
    """Where the sentence says a number, with the unit where it follows."""
    evidence = row.claim.evidence
    for one in numbers(row.article.text, evidence.start, evidence.end, language=_language(row)):
        if one.value == number and one.end <= evidence.end:
            rest = row.article.text[one.end : evidence.end]
            follows = re.match(rf"\s*{re.escape(unit)}", rest, re.IGNORECASE) if unit else None
            return [one.start, one.end + (follows.end() if follows else 0)]
    return None


def _language(row: ClaimRow) -> Language:
    """The article's, as far as it is one that is read; what was imported may be in another."""
    return next((one for one in LANGUAGES if one == row.article.language), _ENGLISH)


def _said(name: str, row: ClaimRow) -> list[int] | None:
    """Where the sentence says a name, as whole words."""
    evidence = row.claim.evidence
    met = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", evidence.text, re.IGNORECASE)
    return None if met is None else [evidence.start + met.start(), evidence.start + met.end()]


def _when(value: str, _row: ClaimRow) -> dict[str, str] | None:
    if not value:
        return None
    first, dots, last = (part.strip() for part in value.partition(".."))
    start, end = _days(first)[0], _days(last if dots else first)[1]
    if end < start:
        raise UsageError(f"when={value}: it ends before it begins")
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    precision = next((name for most, name in _LENGTHS if days <= most), "range")
    return {"start": start, "end": end, "precision": precision}


def _days(said: str) -> tuple[str, str]:
    """First and last day of a day, month or year."""
    parts = said.split("-") if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", said) else ["0"]  # there is no year 0
    year, month, day = (int(parts[at]) if at < len(parts) else None for at in range(3))
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
        last_month = 12 if month is None else month
        last = first if day is not None else date(first.year, last_month, monthrange(first.year, last_month)[1])
    except ValueError:
        wanted = "write it as 2024-10-31 (or 2024-10, or 2024), a period as 2024-10-01..2024-10-31"
        raise UsageError(f"{said!r} is no date: {wanted}") from None
    return first.isoformat(), last.isoformat()


_READ: Final[Mapping[str, Callable[[str, ClaimRow], Any]]] = {
    "event_type": _type,
    "mode": _mode,
    "factuality": _factuality,
    "actors": _parties,
    "recipients": _parties,
    "sources": _sources,
    "when": _when,
    "where": _where,
    "quantities": _quantities,
}


def as_said(**right: Any) -> list[str]:
    """What is right in a Python program's values, as `correction` reads it.

    Args:
        **right: fields with their values as `correction` has them, or ``sources`` as a list of names, nearest first, ``quantity``
            as ``(value, comparator, unit)``, of which the latter two may lack; None takes a value away.

    Raises:
        UsageError: a name or unit holds a sign that parts values.
    """
    return [f"{name}={_as_words(name, value)}" for name, value in right.items()]


def _as_words(name: str, value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, (int, float)):
        return f"{value:f}"
    parts = [f"{one:f}" if isinstance(one, (int, float)) else str(one or "") for one in value]
    if any(sign in one for one in parts for sign in "<&;" if one not in {"<", ">", "~", "="}):
        raise UsageError(f"{name}: a name or a unit cannot hold any of < & ;")
    if name in {"quantity", "quantities"}:
        number, comparator, unit = [*parts, "", ""][:3]
        return f"{comparator} {number} {unit}"
    return (" < " if name == "sources" else ",").join(parts)
