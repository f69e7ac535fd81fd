"""Numbers in running text: figures and number words of the five languages.

The knowledge is each language's ``numbers`` table. ``small``, ``tens``, ``hundred`` and ``magnitudes`` are the parts of
number words, in one word ("tjugofem", "tooghalvfjerds") or several ("two hundred and fifty", "fem og tyve"); ``one`` the
articles, which are weak numbers; ``half``, ``special`` ("halvannen") and ``fractions``; ``crowds`` ("tusentals"),
``vague`` ("flera hundra") and ``about_endings`` ("ett trettiotal") are numbers that say themselves that they are not exact.
``thousands`` and ``decimal`` are the signs inside figures, ``glued`` magnitudes that touch them ("8bn").
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.languages import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enligt.model import Comparator, Language

_WORD = re.compile(r"[^\W\d_]++")
_GAP = re.compile(r"\s++|-(?=[^\W\d_])")
_ORDINAL_ENDING = re.compile(r":?(?:e|a|st|nd|rd|th)(?!\w)")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_PARTS = 12  # words that one number may have; none in use is longer
_LONGEST = 60  # letters that one number word may have


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands (half-open). ``scale`` is its last magnitude (1e6 in "två miljoner"), 1 without one.

    ``weak`` numbers are articles ("en", "a") or the word for one.
    """

    value: float
    start: int
    end: int
    comparator: Comparator = "="
    scale: float = 1
    weak: bool = False


def phrases(words: Iterable[str]) -> str:
    """A regular expression, without groups, for any of the phrases as whole words; a space in one fits any white space."""
    longest_first = sorted(words, key=len, reverse=True)
    inner = "|".join(re.escape(one).replace(r"\ ", r"\s{1,9}") for one in longest_first)
    return rf"(?<!\w)(?:{inner})(?!\w)" if longest_first else r"(?!)"


def number_at(text: str, at: int, *, language: Language) -> Number | None:
    """The longest number that begins at a character of the text, or None."""
    return _lexicon(language).at(text, at)


def numbers(text: str, start: int, end: int, *, language: Language) -> Iterator[Number]:
    """The numbers that begin in ``text[start:end]``, in order, without overlaps; "F-16" and the like hold none."""
    lexicon = _lexicon(language)
    at = start
    while at < end:
        match = lexicon.token.search(text, at, end)
        if match is None:
            return
        at = match.end()
        found = None if _is_a_name(text, match.start()) else lexicon.at(text, match.start())
        if found is not None:
            at = max(at, found.end)
            yield found


def ordinal(word: str, *, language: Language) -> int | None:
    """What an ordinal word ("tredje", "enogtyvende", "twenty-first") or figure ("3:e", "3rd") means; None if it is none."""
    return _lexicon(language).ordinal(word)


def _is_a_name(text: str, at: int) -> bool:
    """Whether the figure at ``at`` belongs to a name such as "F-16" or "T72"."""
    if not text[at].isdecimal() or at == 0:
        return False
    before = text[at - 1]
    return before.isalnum() or (before in "-–" and at > 1 and text[at - 2].isalpha())


class _Lexicon:
    """One language's number words, ready to match."""

    def __init__(self, language: Language) -> None:
        own = table(language, "numbers")
        self.one = frozenset(own["one"])
        self.joiners = frozenset(own["joiners"])
        self.compound_joiner: str = own["compound_joiner"]
        self.hundred = frozenset(own["hundred"])
        self.half = frozenset(own["half"])
        self.magnitudes: Mapping[str, float] = own["magnitudes"]
        self.glued: Mapping[str, float] = own["glued"]
        self.special: Mapping[str, float] = {**own["special"], **own["double"]}
        self.fractions: Mapping[str, float] = own["fractions"]
        self.ordinals: Mapping[str, int] = own["ordinals"]
        self.about_endings: tuple[str, ...] = tuple(own["about_endings"])
        self.small: Mapping[str, int] = own["small"]
        self.tens: Mapping[str, int] = own["tens"]
        self.crowds: Mapping[str, float] = own["crowds"]
        self.vague: Mapping[str, tuple[float, Comparator]] = {k: (v[0], v[1]) for k, v in own["vague"].items()}
        self.crowd = re.compile(phrases(self.crowds), re.IGNORECASE)
        self.vaguely = re.compile(phrases(self.vague), re.IGNORECASE)
        about = phrases(word for words in own["comparators"].values() for word in words)
        self.of = re.compile(rf"\s{{1,9}}{phrases(own['of'])}\s{{1,9}}(?:{about}\s{{1,9}})?", re.IGNORECASE)
        self.token = re.compile(r"\d++|[½¼¾⅓⅔]|[^\W\d_]++")
        self.thousands = "".join(own["thousands"])
        self.decimal: str = own["decimal"]
        self._figure = self._figures()
        self._compound = self._compounds()
        self._counted = self._counts(own["counted_stems"])
        self.in_word = functools.lru_cache(maxsize=4096)(self._in_word)

    def _figures(self) -> re.Pattern[str]:
        # A dot before one or two figures is a decimal sign in Nordic text too ("3.5"), before three it parts thousands.
        # No group is possessive: Python before 3.11.5 matches such groups wrongly (gh-106052).
        decimals = rf"[{re.escape(self.decimal)}.]\d{{1,2}}(?!\d)|{re.escape(self.decimal)}\d++"
        glued = "|".join(sorted(self.glued, key=len, reverse=True))
        further = r"(?P=sign)\d{3}"
        return re.compile(
            rf"(?P<whole>\d{{1,3}}(?P<sign>[{re.escape(self.thousands)}])\d{{3}}(?:{further})*(?!\d|{further})|\d++)"
            rf"(?:(?P<decimals>{decimals})|(?!{decimals}))(?:(?P<glued>{glued})|(?!{glued}))(?![^\W\d_]|\d)"
            rf"|(?P<bare>\d++)"
        )

    def _compounds(self) -> re.Pattern[str]:
        small, tens, hundred = (_any(self.small), _any(self.tens), _any(self.hundred))
        thousand = _any([word for word, value in self.magnitudes.items() if value == 1000])
        joiner = f"(?:{self.compound_joiner})?" if self.compound_joiner else ""
        reverse = f"(?P<u{{0}}>{small}){self.compound_joiner}(?P<t{{0}}>{tens})|" if self.compound_joiner else ""
        below = reverse + f"(?P<T{{0}}>{tens})(?P<U{{0}}>{small})?|(?P<S{{0}}>{small})"
        return re.compile(
            rf"(?:(?:(?P<hk>{small})?(?P<kh>{hundred}){joiner})?(?:{below.format('k')})?(?P<k>{thousand}){joiner})?"
            rf"(?:(?P<hn>{small})?(?P<nh>{hundred}){joiner})?(?:{below.format('n')})?"
        )

    def _counts(self, stems: Iterable[str]) -> re.Pattern[str]:
        # "tredagars": a number grown together with what it counts.
        parts = _any([*self.small, *self.tens])
        return re.compile(rf"({parts}(?:{self.compound_joiner})?(?:{parts})?)(?:{_any(stems)})\w*+" if stems else r"(?!)")

    def _in_word(self, word: str) -> float | None:
        """The value of a number written in one word, "hundra" and "femhundra" too, but not the magnitudes alone."""
        if len(word) > _LONGEST:
            return None
        found = self._compound.fullmatch(word)
        if not word or found is None:
            return None
        part = found.groupdict()

        def below_a_thousand(group: str) -> float | None:
            names = [f"{kind}{group}" for kind in "uUS"], [f"{kind}{group}" for kind in "tT"]
            hundreds = part[f"{group}h"] is not None
            value = 100.0 * (self.small[part[f"h{group}"]] if part[f"h{group}"] else 1) if hundreds else 0.0
            told = [self.small[part[name]] for name in names[0] if part.get(name)]
            told += [self.tens[part[name]] for name in names[1] if part.get(name)]
            return value + sum(told) if told or hundreds else None

        thousands = below_a_thousand("k") if part["k"] else 0.0
        rest = below_a_thousand("n")
        return (1.0 if thousands is None else thousands) * 1000 + (rest or 0.0)

    def ordinal(self, word: str) -> int | None:
        figures = re.fullmatch(r"(\d{1,3})(?::?(?:e|a|dje|de|te|st|nd|rd|th)|\.)", word)
        if figures:
            return int(figures[1])
        low = word.lower()
        if low in self.ordinals or len(low) > _LONGEST:
            return self.ordinals.get(low)
        first, hyphen, last = low.partition("-")
        if hyphen and first in self.tens and self.ordinals.get(last, 10) < 10:
            return self.tens[first] + self.ordinals[last]
        for form, value in self.ordinals.items():
            if not low.endswith(form):
                continue
            head = low[: -len(form)]
            if head in self.tens and value < 10:
                return self.tens[head] + value
            unit = head.removesuffix(self.compound_joiner) if self.compound_joiner else ""
            if unit in self.small and unit != head and self.small[unit] < 10 and value in (20, 30):
                return self.small[unit] + value
        return None

    def at(self, text: str, at: int) -> Number | None:
        """The longest number that begins at ``at``."""
        if at >= len(text):
            return None
        if text[at] in _VULGAR or text[at].isdecimal():
            return self._from_figures(text, at)
        return self._crowd(text, at) or self._vague(text, at) or self._half(text, at) or self._from_words(text, at)

    def _from_figures(self, text: str, at: int) -> Number | None:
        if text[at] in _VULGAR:
            return Number(_VULGAR[text[at]], at, at + 1)
        found = self._figure.match(text, at)
        if found is None:
            return None
        whole = found["whole"] or found["bare"]
        value = float(re.sub(r"\D", "", whole)[:300])
        if found["decimals"]:
            value = float(f"{value:.0f}.{found['decimals'][1:300]}")
        ending = _ORDINAL_ENDING.match(text, found.end()) if found["bare"] else None
        if ending:
            return Number(value, at, ending.end())
        scale, end = self.glued[found["glued"]] if found["glued"] else 1.0, found.end()
        if text[end : end + 1] in _VULGAR and end < len(text):
            value, end = value + _VULGAR[text[end]], end + 1
        number = Number(value * scale, at, end, scale=scale)
        return self._shared(text, self._magnified(text, number))

    def _magnified(self, text: str, number: Number) -> Number:
        """The number times the magnitude, hundred or dozen that follows it, if any."""
        word = self._next(text, number.end)
        if word is None:
            return number
        low = word.group().lower()
        by = self.magnitudes.get(low, 100.0 if low in self.hundred else 1.0)
        if self.special.get(low, 0) >= 12:
            by = self.special[low]
        return number if by == 1 else replace(number, value=number.value * by, end=word.end(), scale=by)

    def _shared(self, text: str, number: Number) -> Number:
        """The number as so many parts of a whole: "tre fjerdedeler", "two thirds"."""
        word = self._next(text, number.end)
        low = "" if word is None else word.group().lower()
        if word is None or self.fractions.get(low, 0) < 2 or number.value > 100:
            return number
        part = replace(number, value=number.value / self.fractions[low], end=word.end(), weak=False)
        of = self.of.match(text, part.end)  # "a quarter of a million"
        whole = None if of is None else self.at(text, of.end())
        if whole is None or whole.scale < 1000:
            return part
        return replace(part, value=part.value * whole.value, end=whole.end, comparator="~", scale=whole.scale)

    def _crowd(self, text: str, at: int) -> Number | None:
        found = self.crowd.match(text, at)
        if found is None:
            return None
        value = self.crowds[" ".join(found.group().lower().split())]
        number = self._magnified(text, Number(float(value), at, found.end(), ">"))
        of = self.of.match(text, number.end)  # "hundrevis av millioner"
        word = None if of is None else _WORD.match(text, of.end())
        by = 1.0 if word is None else self.magnitudes.get(word.group().lower(), 1.0)
        return number if word is None or by == 1 else replace(number, value=number.value * by, end=word.end(), scale=by)

    def _vague(self, text: str, at: int) -> Number | None:
        found = self.vaguely.match(text, at)
        if found is None:
            return None
        value, comparator = self.vague[" ".join(found.group().lower().split())]
        bare = Number(float(value), at, found.end(), comparator)
        grown = self._magnified(text, self._magnified(text, bare))
        if grown is bare and comparator == ">" and value <= 2:
            return replace(bare, value=1.0, weak=True)  # "several" alone: more than one
        return grown

    def _half(self, text: str, at: int) -> Number | None:
        """A half: "en halv miljon", "half a million", "halvparten av 200", "hälften"."""
        word = _WORD.match(text, at)
        if word is None:
            return None
        if self.fractions.get(word.group().lower(), 0) == 0.5:
            of = self.of.match(text, word.end())  # "hälften av de omkring 200"
            whole = self.at(text, of.end()) if of else None
            if whole is not None and not whole.weak:
                return Number(whole.value / 2, at, whole.end, "~")
            if word.group().lower() not in self.half:
                return Number(0.5, at, word.end())
        if word.group().lower() in self.one:
            after = self._next(text, word.end())
            word = after if after is not None and after.group().lower() in self.half else None
        if word is None or word.group().lower() not in self.half:
            return None
        article = self._next(text, word.end())
        if article is not None and article.group().lower() in self.one:
            grown = self._magnified(text, Number(0.5, at, article.end()))
            if grown.scale != 1:
                return grown
        return self._magnified(text, Number(0.5, at, word.end()))

    def _next(self, text: str, at: int) -> re.Match[str] | None:
        gap = _GAP.match(text, at)
        return None if gap is None else _WORD.match(text, gap.end())

    def _from_words(self, text: str, at: int) -> Number | None:  # the grammar of number words, one word at a time
        word = _WORD.match(text, at)
        if word is None:
            return None
        low = word.group().lower()
        about = next((low[: -len(e)] for e in self.about_endings if low.endswith(e) and len(low) > len(e)), None)
        if about is not None and (value := self.in_word(about)):
            return Number(value, at, word.end(), "~")
        counted = self._counted.fullmatch(low) if len(low) < _LONGEST else None
        if counted and (value := self.in_word(counted[1])):
            return Number(value, at, word.end() - len(low) + counted.end(1))
        sums = _Sum()
        for _ in range(_PARTS):
            if word is None or not self._add(text, sums, word):
                break
            word = self._next(text, sums.end)
        if not sums.words:
            return None
        value = sums.total + (sums.group or 0.0)
        number = Number(value, at, sums.end, scale=sums.scale, weak=sums.words == 1 and low in self.one)
        return self._shared(text, number)

    def _add(self, text: str, sums: _Sum, word: re.Match[str]) -> bool:
        """Add a word to the number so far; whether it belongs there."""
        low = word.group().lower()
        if low in self.joiners and sums.words:
            return self._join(text, sums, word)
        if low in self.magnitudes:
            fits = sums.magnitude(self.magnitudes[low])
        elif low in self.hundred or self.special.get(low, 0) >= 12:
            fits = sums.multiple(self.special.get(low, 100.0))
        else:
            value = self.special.get(low, self.in_word(low))
            if value is None and low in self.one:
                value = 1.0
            fits = value is not None and sums.part(value)
        return sums.took(word.end()) if fits else False

    def _join(self, text: str, sums: _Sum, joiner: re.Match[str]) -> bool:
        """The word "and" inside a number: "hundra och två", "fem og tyve", "två och en halv"."""
        word = self._next(text, joiner.end())
        if word is None:
            return False
        low = word.group().lower()
        half = self._next(text, word.end()) if low in self.one else word
        if half is not None and half.group().lower() in self.half:
            return sums.took(half.end()) if sums.part_half() else False
        value = self.in_word(low)
        if value is None:
            return False
        if self.compound_joiner and low in self.tens and sums.group is not None and 0 < sums.group < 10:
            sums.group += value
            return sums.took(word.end())
        if value < 100 and (sums.group or sums.total) >= 100 and sums.part(value):
            return sums.took(word.end())
        return False


@dataclass(slots=True)
class _Sum:
    """A number in the making: ``total`` of the magnitudes that are done, and the ``group`` under way."""

    total: float = 0.0
    group: float | None = None
    scale: float = 1.0
    end: int = 0
    words: int = 0

    def took(self, end: int) -> bool:
        self.end, self.words = end, self.words + 1
        return True

    def magnitude(self, value: float) -> bool:
        if (self.group is None and self.total) or (self.total and value >= self.scale):
            return False
        self.total += (1.0 if self.group is None else self.group) * value
        self.group, self.scale = None, value
        return True

    def multiple(self, value: float) -> bool:
        if self.group is not None and not 0 < self.group < 100:
            return False
        self.group = (1.0 if self.group is None else self.group) * value
        return True

    def part(self, value: float) -> bool:
        if self.group is None:
            if self.total and value >= self.scale:
                return False
            self.group = value
            return True
        room = 100 if self.group >= 100 and self.group % 100 == 0 else 10 if self.group >= 20 and self.group % 10 == 0 else 0
        if not 0 < value < room:
            return False
        self.group += value
        return True

    def part_half(self) -> bool:
        if self.group is None or self.group % 1:
            return False
        self.group += 0.5
        return True


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True)) + ")"


@functools.cache
def _lexicon(language: Language) -> _Lexicon:
    return _Lexicon(language)
