"""The words that dates are told in: from text to a lattice of readings.

The knowledge is each language's ``dates`` table (numbers come from ``numbers``): forms of ``months`` and ``weekdays`` (with
``weekday_endings``, and ``weekday_past_endings`` for "i tisdags"; ``needs_company`` are forms that are other words too),
``day_parts`` and ``night_parts``, ``seasons`` and ``seasons_past`` ("i våras"), ``units`` and their ``plurals``; ``days``
and ``nights`` counted from the text's day, ``periods`` ("i fjol"), ``decades`` ("nittiotalet"), ``vague`` times, ``anaphora``
counted from the last day told, ``holidays``; and ``words``, the small words of the grammar, each under the name that the
grammar knows it by.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.languages import numbers, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.model import Language

TOKEN = re.compile(r"\d++|[^\W\d_]++|[^\w\s]|_")
_BLANK_LINE = re.compile(r"\n\s*\n")
_DATE = re.compile(
    r"(?P<y>[12]\d{3})(?P<s>[-./])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?(?![\d]|[-./]\d)"
    r"|(?P<D>\d{1,2})(?P<S>[-./])(?P<M>\d{1,2})(?P=S)(?P<Y>\d{4}|\d{2})(?!\d|[-./]\d)"
    r"|(?P<dd>\d{1,2})/(?P<mm>\d{1,2})(?![\d/%]|[-./,]\d)"
)
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?![\d.]\d|\d)|\d{1,2}(?=\s?(?:am|pm|a\.m|p\.m)\b)", re.IGNORECASE)
_NUMBER_REACH = 80  # characters that one number may take


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a row of figures or one sign, with its place in the text."""

    start: int
    end: int
    text: str


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch of text, in order."""
    for found in TOKEN.finditer(text, start, end):
        yield Token(found.start(), found.end(), found.group())


def parted(text: str, left: Token, right: Token) -> bool:
    """Whether a paragraph ends between two tokens."""
    return right.start - left.end > 1 and _BLANK_LINE.search(text, left.end, right.start) is not None


class Lexicon:
    """One language's date words."""

    def __init__(self, language: Language) -> None:
        own = table(language, "dates")
        self.language: Language = language
        self.decade_endings = frozenset(own["decade_endings"])
        self.ordinal_endings = frozenset(own["ordinal_endings"])
        self.plurals = frozenset(own["plurals"])
        self.needs_company = frozenset(own["needs_company"])
        self._tree: dict[str, Any] = {}
        endings = (*own["ordinal_endings"], *own["decade_endings"])
        self._vocabulary = {token for ending in endings for token in TOKEN.findall(ending)}
        self._weekdays(own)
        self._telling = set(self._vocabulary)
        small = {form for kind in ("fill", "of", "the", "and", "to", "clause") for form in own["words"][kind]}
        for kind, value, forms in _entries(own):
            for form in forms:
                if kind != value:
                    self._telling.update(set(TOKEN.findall(form.lower())) - small)
                self._add(form, kind, (value, form in self.plurals) if kind == "unit" else value)

    def _weekdays(self, own: Any) -> None:
        parts = sorted({*own["day_parts"], *own["night_parts"]})
        for number, stems in enumerate(own["weekdays"]):
            full = stems[0] if len(stems[0]) > 4 else ""
            for stem in stems:
                if stem in self.needs_company:
                    self._add(stem, "weekday", (number, "bare"))
                    self._add(f"{stem}.", "weekday", (number, "bare"))
                    continue
                for ending in own["weekday_endings"]:
                    self._add(stem + ending, "weekday", (number, "definite" if ending else "bare"))
                for ending in own["weekday_past_endings"]:
                    self._add(stem + ending, "weekday", (number, "past"))
                for part in parts if full and self.language != "en" else ():
                    definite = part.endswith(("n", "a", "s")) and part != "aftan"
                    self._add(f"{stem}s{part}", "weekday", (number, "definite" if definite else "bare"))

    def _add(self, form: str, kind: str, value: Any) -> None:
        node = self._tree
        for word in TOKEN.findall(form.lower()):
            node = node.setdefault(word, {})
            self._vocabulary.add(word)
        node.setdefault("", {})[kind] = value

    def knows(self, token: str) -> bool:
        """Whether a date phrase could hold the token: a run of such tokens is read, everything else is passed over."""
        low = token.lower()
        return low in self._vocabulary or token[0].isdecimal() or not token[0].isalpha() or _number_word(low, self.language)

    def tells(self, run: Sequence[Token]) -> bool:
        """Whether a run of tokens holds more than small words: without a figure or the name of a time there is no date."""
        return any(token.text[0].isdecimal() or token.text.lower() in self._telling for token in run)

    def readings(self, text: str, run: Sequence[Token], at: int) -> dict[str, tuple[Any, int]]:
        """What may begin at a token: for each kind its value and the index of the token after it (the longest)."""
        found: dict[str, tuple[Any, int]] = {}
        node = self._tree
        for index in range(at, len(run)):
            node = node.get(_plain(run[index].text), {})
            if not node:
                break
            for kind, value in node.get("", {}).items():
                if kind in ("month", "weekday") and not self._in_company(text, run, at, index):
                    continue
                found[kind] = (value, _after_genitive(run, index + 1))
        first = run[at].text
        if first[0].isdecimal() or (first[0] in "'’" and at + 1 < len(run)):
            found.update(self._figures(text, run, at))
        elif first[0].isalpha():
            self._words(text, run, at, found)
        return found

    def _in_company(self, text: str, run: Sequence[Token], first: int, last: int) -> bool:
        """Whether a form that is another word too is meant as a date: a capital (English), or a figure beside it."""
        if run[first].text.lower() not in self.needs_company:
            return True
        if self.language == "en" and run[first].text[0].isupper():
            # "May" and "March" open sentences as other words: a month there has a figure beside it.
            before = text[max(0, run[first].start - 4) : run[first].start].rstrip()
            opens = (
                not before[-1:].isalnum()
                and not before.endswith("-")
                and run[first].text.lower() in ("may", "march", "sun", "sat")
            )
            if not opens:
                return True
        beside = (*run[max(0, first - 1) : first], *run[last + 1 : last + 3])
        return any(token.text[0].isdecimal() for token in beside)

    def _figures(self, text: str, run: Sequence[Token], at: int) -> dict[str, tuple[Any, int]]:
        found: dict[str, tuple[Any, int]] = {}
        start, digits = run[at].start, run[at].text
        if text[max(0, start - 1) : start].isalpha():
            return found  # "M23", "F16": a name
        if digits[0] in "'’":
            short = run[at + 1]
            if len(short.text) == 2 and short.text.isdecimal() and short.start == run[at].end:
                found["year"] = (_century(int(short.text)), at + 2)
            return found
        if date := _DATE.match(text, start):
            found["date"] = (_numeric(date), _index(run, at, date.end()))
        if clock := _CLOCK.match(text, start):
            found["clock"] = (None, _index(run, at, clock.end()))
        if len(digits) <= 2 and 1 <= int(digits) <= 31:
            found["day"] = (int(digits), self._after_ordinal(run, at))
        if len(digits) == 4 and 1000 <= int(digits) < 2200:
            found["year"] = (int(digits), at + 1)
        self._number(text, run, at, found)
        if len(digits) <= 3 and (after := self._after_ordinal(run, at)) > at + 1:
            found["ordinal"] = (int(digits), after)
        return found

    def _after_ordinal(self, run: Sequence[Token], at: int) -> int:
        """The token after a figure with its ordinal ending ("3rd", "3:e", "3.")."""
        end, after = run[at].end, at + 1
        touching: list[str] = []
        while after < len(run) and run[after].start == end and len(touching) < 2:
            touching.append(run[after].text)
            end, after = run[after].end, after + 1
        if "".join(touching).lower() in self.ordinal_endings and len(touching) == 2:
            return at + 3
        # "he was 23. I december …": the stop ends a sentence, and the next begins with a preposition
        stop = touching[:1] == ["."] and not (at + 2 < len(run) and run[at + 2].text == "I")
        if stop or (touching and touching[0].lower() in self.ordinal_endings):
            return at + 2
        return at + 1

    def _number(self, text: str, run: Sequence[Token], at: int, found: dict[str, tuple[Any, int]]) -> None:
        reach = text[run[at].start : run[at].start + _NUMBER_REACH]
        number = numbers.number_at(reach, 0, language=self.language)
        if number is not None:
            found["number"] = (number, _index(run, at, run[at].start + number.end))

    def _words(self, text: str, run: Sequence[Token], at: int, found: dict[str, tuple[Any, int]]) -> None:
        self._number(text, run, at, found)
        word = run[at].text
        value = numbers.ordinal(word, language=self.language)
        if value is not None:
            found["ordinal"] = (value, at + 1)
            if value <= 31:
                found["day"] = (value, at + 1)


def _entries(own: Any) -> Iterator[tuple[str, Any, Sequence[str]]]:
    """Kind, value and forms of everything in a ``dates`` table but its weekdays."""
    for kind, forms in own["words"].items():
        yield kind, kind, forms
    for number, forms in enumerate(own["months"], 1):
        yield "month", number, forms
    yield "part", "day", own["day_parts"]
    yield "part", "night", own["night_parts"]
    for kind, key in (
        ("season", "seasons"),
        ("season_past", "seasons_past"),
        ("unit", "units"),
        ("holiday", "holidays"),
        ("decade", "decades"),
    ):
        for name, forms in own[key].items():
            yield kind, name, forms
    for kind in ("days", "nights", "anaphora"):
        for offset, forms in own[kind].items():
            yield kind, int(offset), forms
    for key, forms in own["periods"].items():
        unit, offset = key.split(" ")
        yield "period", (unit, None if offset == "?" else int(offset)), forms
    for key, forms in own["vague"].items():
        first, last = key.split(" ")
        yield "vague", (int(first), int(last)), forms


@functools.lru_cache(maxsize=1 << 15)
def _number_word(low: str, language: Language) -> bool:
    return numbers.number_at(low, 0, language=language) is not None or numbers.ordinal(low, language=language) is not None


def _plain(word: str) -> str:
    return "'" if word == "’" else word.lower()


def _after_genitive(run: Sequence[Token], after: int) -> int:
    """Past an English genitive: "Monday's", "two days'"."""
    if after < len(run) and run[after].text in "'’" and run[after].start == run[after - 1].end:
        s = run[after + 1 : after + 2]
        return after + 2 if s and s[0].text == "s" and s[0].start == run[after].end else after + 1
    return after


def _index(run: Sequence[Token], at: int, end: int) -> int:
    """The first token at or after a character."""
    after = at + 1
    while after < len(run) and run[after].start < end:
        after += 1
    return after


def _century(two: int) -> int:
    return 2000 + two if two < 50 else 1900 + two


def _numeric(date: re.Match[str]) -> tuple[int | None, int, int | None]:
    """Year, month and day of a date in figures: year first, or day first unless only month first is possible."""
    if date["y"]:
        return int(date["y"]), int(date["m"]), int(date["d"]) if date["d"] else None
    if date["dd"]:
        return None, int(date["mm"]), int(date["dd"])
    number, month = int(date["D"]), int(date["M"])
    if month > 12 >= number:
        number, month = month, number
    return int(date["Y"]) if len(date["Y"]) == 4 else _century(int(date["Y"])), month, number


@functools.cache
def lexicon(language: Language) -> Lexicon:
    """The date words of a language, built once per process."""
    return Lexicon(language)
