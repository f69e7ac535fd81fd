"""The words of the interface, in Swedish, Norwegian, Danish and English, from ``text/LANGUAGE/*.toml``.

Every string that people read stands there, under a key of dotted names; all languages have the same keys (a test holds that).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.model import Language

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "nb", "da", "en")
"""Those of the interface; Nynorsk readers are shown Bokmål."""

_ALSO: Final[Mapping[str, Language]] = {"no": "nb", "nn": "nb"}
_ACCEPTED = re.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
_MOST_ACCEPTED = 50
_DAY, _MONTH = 10, 7  # characters of ISO dates


class Words:
    """The words of one language. Made by `words`.

    ``words("nav.events")`` gives a text, its fields filled from keyword arguments; a key that is not there is a `KeyError`.
    """

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under a key, with ``{name}`` replaced by the value of that name."""
        text = self._texts[key]
        return text.format_map(values) if values else text

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def keys(self) -> set[str]:
        """Every key there is."""
        return set(self._texts)

    def text(self, key: str) -> str:
        """The text as it stands, its fields unfilled."""
        return self._texts[key]

    def or_else(self, key: str, other: str) -> str:
        """The text under a key, or ``other`` where there is none: for names that come from data."""
        return self._texts.get(key, other)

    def count(self, key: str, n: int, /, **values: object) -> str:
        """A text about a number: that under ``KEY_one`` or ``KEY_other``, with ``{n}`` as the language writes it."""
        return self(f"{key}_{'one' if n == 1 else 'other'}", n=self.number(n), **values)

    def joined(self, several: Sequence[str], *, most: int = 3) -> str:
        """Names as a list in a sentence: "A, B and C"; what is beyond ``most`` is counted."""
        shown = list(several[:most])
        if left := len(several) - len(shown):
            shown.append(self("sentence.others_one") if left == 1 else self("sentence.others", n=self.number(left)))
        if len(shown) < 2:
            return "".join(shown)
        return self("sentence.and", first=", ".join(shown[:-1]), last=shown[-1])

    def number(self, value: float) -> str:
        """A number as the language writes it; at most four decimals."""
        whole, _, decimals = f"{value:,.4f}".replace("-", "\u2212").rstrip("0").rstrip(".").partition(".")
        return whole.replace(",", self("number.thousands")) + (self("number.decimal") + decimals if decimals else "")

    def share(self, value: float) -> str:
        """A share, 0 to 1, with two decimals."""
        return f"{value:.2f}".replace(".", self("number.decimal"))

    def date(self, iso: str | None) -> str:
        """A day, month or year as the language writes it; what is no ISO date as it stands."""
        if not iso:
            return self("time.none")
        year, month, day = iso[:4], iso[5:_MONTH], iso[8:_DAY]
        if not month.isdecimal() or not 1 <= int(month) <= 12:
            return iso
        name = self("time.months").split()[int(month) - 1]
        if not day.isdecimal():
            return self("time.month", month=name, year=year)
        return self("time.day", day=int(day), month=name, year=year)

    def short_month(self, iso: str) -> str:
        """The month of an ISO month or day in three letters."""
        return self("time.short_months").split()[int(iso[5:_MONTH]) - 1]

    def interval(self, when: Mapping[str, Any] | None) -> str:
        """A time of a record (``start``, ``end``, ``precision``) by itself."""
        found = _interval(when)
        if len(found) < 2:
            return self.date(found[0]) if found else self("time.none")
        return self("time.range", start=self.date(found[0]), end=self.date(found[1]))

    def at(self, when: Mapping[str, Any] | None) -> str:
        """The same as it stands in a sentence ("on 8 October 2024"); empty where there is none."""
        found = _interval(when)
        if not found:
            return ""
        if len(found) > 1:
            start = self.date(found[0])
            if found[0][:4] == found[1][:4]:
                start = start.removesuffix(found[0][:4]).rstrip()
            return self("time.between", start=start, end=self.date(found[1]))
        key = {_DAY: "on_day", _MONTH: "in_month"}.get(len(found[0]), "in_year")
        return self(f"time.{key}", date=self.date(found[0]))


def _interval(when: Mapping[str, Any] | None) -> tuple[str, ...]:
    """A day, month or year as one ISO date, anything else as its first and last day."""
    if when is None or not (start := when["start"] or when["end"]):
        return ()
    end = when["end"] or start
    if start == end:
        return (start,)
    if when["precision"] == "month" and start[:_MONTH] == end[:_MONTH]:
        return (start[:_MONTH],)
    if when["precision"] == "year" and start[:4] == end[:4]:
        return (start[:4],)
    return start, end


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[before + name] = str(value)
    return found


@cache
def words(language: Language) -> Words:
    """The words of a language of `LANGUAGES`."""
    texts: dict[str, str] = {}
    folder = resources.files("enligt.web").joinpath("text", language)
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            texts |= _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    return Words(language, texts)


def chosen(cookie: str | None, accepted: str | None) -> Language:
    """The language to show: what the visitor chose, else the first that the browser accepts and we have, else English.

    Args:
        cookie: what the cookie holds, if there is one.
        accepted: the header ``Accept-Language``.
    """
    if (asked := _known(cookie or "")) is not None:
        return asked
    ranked: list[tuple[float, int, Language]] = []
    for at, part in enumerate((accepted or "")[:1000].split(",")[:_MOST_ACCEPTED]):
        found = _ACCEPTED.fullmatch(part)
        language = _known(found[1].lower()) if found else None
        weight = float(found[2] or 1) if found else 0
        if language is not None and weight > 0:
            ranked.append((-weight, at, language))
    return min(ranked)[2] if ranked else "en"


def _known(code: str) -> Language | None:
    code = _ALSO.get(code, code)
    return next((one for one in LANGUAGES if one == code), None)
