"""Names in running text that no table knows: runs of capitalised words, less titles, sentence openers and known actors."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from enligt.actors import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.actors.mentions import Mention
    from enligt.actors.titles import Titles

_PARTICLE = "al|bin|ibn|bint|van|von|de|da|do|dos|del|di|du|la|le|abu|ould|ag|den|der|af|av"
_CAPITALISED = r"(?:(?:al|el|as|ash|an|ad|ul|bin|ibn|d|O|Mc)[-'’])?[^\W\d_a-zåäöæøéü][\w'’]*(?:-\w+)*"
# A point goes on with a name after an initial or a rank only: "Ari Fleischer. Senatet" is two sentences.
_RANKS = ("Dr|Mr|Ms|St|Lt", "Mrs|Gen|Col|Sgt|Maj|Rep|Sen|Gov|Adm|Amb", "Prof|Capt|Pres")
_SHORT = "|".join([r"(?<=\b[^\W\d_])", *(rf"(?<=\b(?:{of_one_length}))" for of_one_length in _RANKS)])
_RUN = re.compile(rf"\b{_CAPITALISED}(?:(?:(?:(?:{_SHORT})\.)?(?: (?:{_PARTICLE})){{0,2}} |(?<=\b[^\W\d_])\.){_CAPITALISED})*")
_WORD = re.compile(r"[\w'’-]+")
_GENITIVE = re.compile(r"(?:'s|’s|'|’)$")
_SYLLABLE = r"(?:zh|ch|sh|kk|tt|pp|[bpmfdtnlgkhjqxrzcsyw])?[aeiouyü]{1,3}(?:ng|[nrklmpth])?"
_GIVEN = re.compile(rf"{_SYLLABLE}(?:[- ]?{_SYLLABLE})?", re.IGNORECASE)  # of one or two syllables, as in Korea and China
_OPENING = re.compile(r"(?:[.!?:–—-]|[\"”»«„“])\s*$|\n\s*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands: ``article[start:end] == text``, half-open."""

    start: int
    end: int
    text: str


class Known:
    """The known actors of a text, to be asked for by range."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = list(mentions)
        self._starts = [mention.start for mention in mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """Those that overlap ``text[start:end]``, in its order."""
        last = bisect_right(self._starts, end - 1)
        first = bisect_right(self._starts, start)
        while first and self.mentions[first - 1].end > start:
            first -= 1
        return self.mentions[first:last]


def find_names(text: str, *, known: Known, titles: Titles, spans: Iterable[tuple[int, int]] = ()) -> Iterator[Name]:
    """The unknown names of a text in its order, then those of ``spans`` (half-open ranges from a name finder) that it missed."""
    ranges: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        for start, end in _free(run.start(), run.end(), known):
            name = _trimmed(text, start, end, titles)
            if name is not None:
                ranges.append((name.start, name.end))
                yield name
    for start, end in spans:
        # a name finder may mark a lone "'s": that is no name
        named = bool(bare(text[start:end]).strip())
        if named and not known.within(start, end) and not any(a < end and start < b for a, b in ranges):
            yield Name(start, end, text[start:end])


def bare(text: str) -> str:
    """A name without the ending of a genitive that is written apart ("Nowak's", "Paris'")."""
    return _GENITIVE.sub("", text)


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Korean and Chinese family names, which stand before the given name, save those that are words of our languages."""
    return {row["family"]: tuple(row["languages"].split(", ")) for row in tables.rows("family-first")}


def is_family_first(word: str, language: str) -> bool:
    """Whether a word is a family name that stands first in Korea (``ko``) or China (``zh``)."""
    return language in _families().get(word, ())


def family(text: str) -> str | None:
    """The family name of a name that puts it first: "Kim" of "Kim Jong Un", "Moon" of "Moon Jae-in"; None of any other."""
    first, _, given = bare(text).partition(" ")
    return first if first in _families() and _GIVEN.fullmatch(given) else None


def keys(text: str) -> list[str]:
    """What a name is looked up by: itself, its last word, and both without a genitive -s; its family name where that is first."""
    whole = bare(text)
    last = (whole.split() or [whole])[-1]
    found = [whole, last]
    if (first := family(text)) is not None:
        found.append(first)
    if whole.endswith("s") and (len(last) > 4 or last[:-1] in _families()):
        found += [whole[:-1], last[:-1]]
    return list(dict.fromkeys(found))


# What is written in several ways when names are taken over from other scripts: Cyrillic, Korean and Arabic names as Swedish,
# Norwegian, Danish, English and German papers write them. Tried in this order, on small letters without accents.
_SPELLINGS = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"[-'’ ]", ""), (r"tsch|tsj|tch|tj|ch", "c"), (r"kh", "h"), (r"sch|sh|sj|zh|zj", "s"), (r"ph", "f"), (r"th", "t"),
        (r"ck|q", "k"),
        (r"x", "ks"), (r"w", "v"), (r"ou", "u"), (r"oe", "o"), (r"ae|æ", "a"), (r"ø", "o"), (r"[yj]", "i"),
    )
)  # fmt: skip
_SHORTEST_SOUND = 5
# Letters that Unicode does not take apart: "Radosław" is "Radoslaw" too.
_STROKES = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i"})


def sound(text: str) -> str:
    """A name as it is heard, empty where it is short: ``Belousov`` and ``Belousow``, ``Ri Yong Ho`` and ``Ri Yong-ho`` meet."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", bare(text).lower().translate(_STROKES)) if not unicodedata.combining(c)
    )
    for pattern, one in _SPELLINGS:
        plain = pattern.sub(one, plain)
    return plain if len(plain) >= _SHORTEST_SOUND else ""


def _free(start: int, end: int, known: Known) -> Iterator[tuple[int, int]]:
    """The parts of a run that no known actor holds."""
    for mention in known.within(start, end):
        if mention.start > start:
            yield start, mention.start
        start = max(start, mention.end)
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int, titles: Titles) -> Name | None:
    """A run without leading titles and sentence openers; None where nothing remains that can be a name."""
    words = list(_WORD.finditer(text, start, end))
    while words and words[-1].group()[0].islower():
        words.pop()
    begins = words[0].start() if words else start  # behind a full stop, where a known actor ended the sentence before
    opening = begins == 0 or _OPENING.search(text, max(0, begins - 3), begins) is not None
    while words:
        word = words[0].group()
        low = word.lower()
        particle = word[0].islower() and "-" not in word
        if not (particle or titles.is_title(low) or low in titles.modifiers or (opening and low in titles.openers)):
            break
        opening = False
        words.pop(0)
    if not words or len(words[-1].group()) < 2:
        return None
    first, last = words[0].start(), words[-1].end()
    return Name(first, last, text[first:last])
