"""A line of JSON from another hand, field by field: each function holds one to what it must be, else raises a `Fault`."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NoReturn

from enligt.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json = dict[str, Any]

LONGEST_NAME: Final = 1_000
"""Characters of a name, an id, an address; a whole article is bounded by its line."""
MOST_PARTS: Final = 500
"""Participants, sources, quantities or cues of one claim."""


class Fault(Exception):  # noqa: N818 - a value on its way to an issue
    """What is wrong with a line: an issue's code, and a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def refuse(code: str, message: str) -> NoReturn:
    """Give a line up.

    Raises:
        Fault: always.
    """
    raise Fault(code, message)


def _no_constant(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number of JSON")


def record_of(raw: bytes) -> Json:
    """A line as the JSON object that it holds.

    Raises:
        Fault: it holds none.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        refuse("not-utf-8", "the line is not UTF-8: save the file as UTF-8")
    try:
        record = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        refuse("not-json", f"the line is not JSON: {why}")
    if not isinstance(record, dict):
        refuse("not-an-object", "want one claim a line, a JSON object, as `enligt claims --format jsonl` writes it")
    return record


def needed(record: Json, name: str) -> Any:
    """What a field holds, which must be there."""
    if record.get(name) is None:
        refuse("missing-field", f"there is no {name!r}")
    return record[name]


def _checked(value: object, name: str, longest: int | None) -> str:
    if not isinstance(value, str):
        refuse("false-field", f"{name!r} is {str(value)[:60]!r}: want a text")
    if longest is not None and len(value) > longest:
        refuse("false-field", f"{name!r} is longer than {longest:,} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        refuse("false-field", f"{name!r} holds half a character (a lone surrogate), which no file can keep")
    return value


def text_of(record: Json, name: str) -> str:
    """A text that must be there, and not be blank."""
    value = _checked(needed(record, name), name, LONGEST_NAME)
    if not value.strip():
        refuse("missing-field", f"{name!r} is empty")
    return value


def text_or_none(record: Json, name: str, *, longest: int | None = LONGEST_NAME) -> str | None:
    """A text; None where there is none, or only white space."""
    value = record.get(name)
    return None if value is None or not _checked(value, name, longest).strip() else value


def objects(record: Json, name: str) -> list[Json]:
    """JSON objects, ``MOST_PARTS`` at most; none where there is nothing."""
    value = record.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        refuse("false-field", f"{name!r} is no list of JSON objects")
    if len(value) > MOST_PARTS:
        refuse("false-field", f"{name!r} has more than {MOST_PARTS} entries")
    return value


def maybe(record: Json, name: str, make: Callable[[Json], Any]) -> Any:
    """What ``make`` makes of the JSON object in a field; None where there is none."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, dict):
        refuse("false-field", f"{name!r} is no JSON object")
    return make(value)


def flag(record: Json, name: str) -> bool:
    """True or false; false where nothing is said."""
    value = record.get(name)
    if not isinstance(value, (bool, type(None))):
        refuse("false-field", f"{name!r} is neither true nor false")
    return bool(value)


def number(value: object, name: str) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 10**300 or not math.isfinite(value):
        refuse("false-field", f"{name!r} is {str(value)[:40]}: want a number")
    return float(value)


def probability(record: Json, name: str) -> float:
    """A number from 0 to 1; 1 where nothing is said."""
    value = record.get(name)
    chance = 1.0 if value is None else number(value, name)
    if not 0 <= chance <= 1:
        refuse("false-field", f"{name!r} is {value}: want a probability, 0 to 1")
    return chance


def one_of(value: object, known: tuple[Any, ...] | Mapping[str, Any], *, what: str, code: str = "false-field") -> Any:
    """One of the words that there are."""
    if not isinstance(value, str) or value not in known:
        refuse(code, f"{str(value)[:60]!r} is no {what}: want one of {', '.join(known)}")
    return value


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        refuse("false-span", f"{name!r} counts from {str(value)[:40]!r}: want whole numbers of characters from 0")
    return value


def span_of(value: object, name: str) -> Span:
    """A range of characters with the words there, as long as it says."""
    if not isinstance(value, dict):
        refuse("missing-field", f"{name!r} has no span: want {{'start', 'end', 'text'}}, characters from 0 and the words there")
    start, end = (_whole(value.get(edge), f"{name} {edge}") for edge in ("start", "end"))
    text = _checked(value.get("text"), f"{name} text", None)
    if end - start != len(text):
        refuse("false-span", f"{name!r} goes from {start} to {end}, which is not the length of {text[:40]!r}")
    return Span(start, end, text)


def span_or_none(one: Json, name: str) -> Span | None:
    """The span of an object, or None where it has none."""
    return None if one.get("span") is None else span_of(one["span"], name)


def quoted(one: Json, name: str) -> tuple[str, Span]:
    """The words of an object, those of its span unless it says others; and its span."""
    span = span_of(one.get("span"), name)
    return text_or_none(one, "text") or span.text, span


def is_date(said: str) -> bool:
    """Whether it is a day, a month or a year of the calendar."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", said):
        return False
    try:
        date.fromisoformat((said + "-01-01")[:10])
    except ValueError:
        return False
    return True
