"""Whether two names may be one person's, in whatever of our languages and scripts they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from enligt.actors.names import bare, family, is_family_first
from enligt.actors.spelling import heard, plain, same_arabic, same_word, syllables
from enligt.actors.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable

Script = Literal["latin", "cyrillic", "arabic", "hangul", "han"]

_SCRIPTS: Final[tuple[tuple[Script, re.Pattern[str]], ...]] = (
    ("cyrillic", re.compile(r"[\u0400-\u052f]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("hangul", re.compile(r"[\uac00-\ud7a3]")),
    ("han", re.compile(r"[\u4e00-\u9fff]")),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’`ʹ][^\W\d_]+)*['’`]?")
_NUMERAL = re.compile(r"[IVX]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s*)+|\b[^\W\d_]\b(?!['’-])|\b(?=[B-DF-HJ-NP-TV-Z]{2}\b)[A-Z]{2}\b")
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|an|ad|ar|at|az|ul)-(?=\w)|\b(?:al|el) (?=[A-Z])", re.IGNORECASE)
_ARABIC_ARTICLE = re.compile("(?<!\\w)\u0627\u0644(?=\\w)")
_SERVANT = re.compile(r"\babe?d(?:[ -]?[aeu]l)?[ -]?(?=[^\W\d_])", re.IGNORECASE)  # Abdel, Abdul, Abd al-: one with what follows
_PARTICLES: Final = frozenset(
    "al el bin ibn bint ben von van de da do dos del di du der den la le af av und och of the "  # noqa: SIM905 - a list reads worse
    "king kung kong konge queen drottning dronning emperor kejsar keiser kejser pope påve påven pave sheikh shejk sjeik sheik "
    "ayatolla ayatollah sultan emir lord sir grand duke storhertig storhertug prince prins princess prinsessa president".split()
)
_SYLLABLES = re.compile(r"[A-Z][a-z']*")
_MOST = 120  # letters: what is longer is no name


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its words in Latin letters without particles, its initials, its number, how it is to be compared."""

    words: tuple[str, ...]
    initials: tuple[str, ...]
    numeral: str | None
    script: Script
    arabic: bool


@lru_cache(maxsize=16384)
def _read(text: str) -> _Name:
    whole = bare(text)[:_MOST]
    if "," in whole:  # "Putin, Vladimir"
        last, _, first = whole.partition(",")
        whole = f"{first.strip()} {last.strip()}"
    script: Script = next((name for name, pattern in _SCRIPTS if pattern.search(whole)), "latin")
    if script != "latin":
        whole = _in_latin(whole, script)
        if script in {"hangul", "han"}:
            return _Name(tuple(_SYLLABLES.findall(whole)), (), None, script, arabic=False)
    initials = tuple(letter for found in _INITIALS.findall(whole) for letter in found if letter.isalpha())
    if script == "latin":
        whole = _INITIALS.sub(" ", whole)
        arabic = bool(_ARTICLE.search(whole)) or any(word in _arabic_names() for word in re.split(r"[\s-]+", whole))
        if arabic:
            whole = _ARTICLE.sub(" ", _SERVANT.sub("Abd", whole))
    else:
        arabic, initials = script == "arabic", ()
    words = [word for word in _WORD.findall(whole) if word.casefold() not in _PARTICLES]
    numeral = next((word for word in words[1:] if _NUMERAL.fullmatch(word)), None)
    if "V" in initials and len(words) == 1 and text.endswith(" V"):
        numeral, initials = "V", ()
    if initials == ("I",) and text.endswith(" I"):
        numeral, initials = "I", ()
    return _Name(tuple(word for word in words if word != numeral), initials, numeral, script, arabic)


def _in_latin(text: str, script: Script) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - its table of all scripts, for names in another one alone

    if script == "arabic":
        text = _ARABIC_ARTICLE.sub("", text)
    return anyascii(text).replace("`bd ", "`bd") if script == "arabic" else anyascii(text)


@lru_cache(maxsize=1)
def _arabic_names() -> frozenset[str]:
    return frozenset(name for row in rows("arabic-names") for name in row["names"].split(", "))


@lru_cache(maxsize=65536)
def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's, in any order, script and transliteration; genitives aside.

    The words of the shorter are among the longer's, as written or as heard, and initials fit. "Petersen" may be "Kari Petersen",
    and so may "K. Petersen"; "Lars Petersen" and "Pettersen" are somebody else. "Belousow" may be "Андрей Белоусов".
    """
    first, second = _read(one), _read(other)
    scripts = {first.script, second.script}
    if first.numeral and second.numeral and first.numeral != second.numeral:
        return False
    if scripts & {"hangul", "han"}:
        return _same_east(first, second, "korean" if "hangul" in scripts else "chinese")
    if len(scripts) == 1 and "latin" not in scripts:
        return _fit(first, second, _same_letters)
    if first.arabic or second.arabic:
        return _fit(first, second, _same_arabic(first, second))
    if family(one) is None and family(other) is None:
        return _fit(first, second, same_word)
    language = _language(first, second)
    return _fit(first, second, same_word) or (language is not None and _same_east(first, second, language))


def _same_letters(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def _language(one: _Name, other: _Name) -> Literal["korean", "chinese"] | None:
    families = [name.words[0] for name in (one, other) if name.words]
    if any(is_family_first(word, "zh") for word in families):
        return "chinese"
    return "korean" if any(is_family_first(word, "ko") for word in families) else None


def _same_arabic(one: _Name, other: _Name) -> Callable[[str, str], bool]:
    if "arabic" not in {one.script, other.script}:
        return lambda a, b: plain(a) == plain(b) or same_arabic(a, b)
    if one.script == "arabic":
        return lambda a, b: same_arabic(a, b, unvocalised=True)
    return lambda a, b: same_arabic(b, a, unvocalised=True)


# Korean families that North and South, or two romanisations, write unlike each other.
_FAMILIES: Final = {"park": "pak", "lee": "i", "ri": "i", "rhee": "i", "yi": "i", "noh": "no", "roh": "no", "lim": "im"}


def _same_east(one: _Name, other: _Name, scheme: Literal["korean", "chinese"]) -> bool:
    if not one.words or not other.words:
        return False
    (head, *given), (second, *rest) = one.words, other.words
    if _family(scheme, head) != _family(scheme, second):
        return False
    return not given or not rest or syllables(scheme, tuple(given)) == syllables(scheme, tuple(rest))


def _family(scheme: Literal["korean", "chinese"], word: str) -> str:
    low = word.casefold()
    return syllables(scheme, (_FAMILIES.get(low, low),)) if scheme == "korean" else syllables(scheme, (low,))


def _fit(one: _Name, other: _Name, same: Callable[[str, str], bool]) -> bool:
    """Whether each word of the shorter name is a word of the longer, and what initials there are fit what is left."""
    swap = len(one.words) > len(other.words)
    few, many = (other, one) if swap else (one, other)
    left = list(many.words)
    for at, word in enumerate(few.words):
        match = next((each for each in left if _alike(word, each, same, last=at == len(few.words) - 1, swap=swap)), None)
        if match is None:
            return False
        left.remove(match)
    if not few.words:
        return False
    return _initials_fit(few.initials, left) and not (few.initials and many.initials and few.initials[0] != many.initials[0])


def _alike(word: str, other: str, same: Callable[[str, str], bool], *, last: bool, swap: bool) -> bool:
    if (same(other, word) if swap else same(word, other)) or word == other:
        return True
    return last and (word == f"{other}s" or other == f"{word}s")


def _initials_fit(initials: tuple[str, ...], left: list[str]) -> bool:
    if not initials or not left:
        return True
    letters = {letter for word in left for letter in (word[0].casefold(), *(key[0] for key in heard(word) if key))}
    return initials[0].casefold() in letters


def person_key(name: str) -> str:
    """What a person's names are looked up by: the family name as it is heard, the same for most ways of writing it."""
    read = _read(name)
    if not read.words:
        return plain(name)
    first = read.script in {"hangul", "han"} or family(name) is not None
    word = read.words[0] if first else read.words[-1]
    return min(heard(word)) if not first else _family("korean", word)


def name_key(name: str) -> str:
    """One key for most ways of writing a whole name, in any order: its words as they are heard."""
    read = _read(name)
    words = [min(heard(word)) for word in read.words] or [plain(name)]
    return " ".join(sorted(words + ([read.numeral] if read.numeral else [])))
