"""One name as it is written in several languages and scripts: how it is heard, by tables of transliteration.

What papers write otherwise for one sound is data (``data/name-sounds.tsv``: one scheme for each kind of name). Names of our own
languages are compared by their letters alone, so that Petersen and Pettersen stay two; names that came over from another script
are compared as they are heard, so that Belousov, Belousow and Белоусов are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

from enligt.actors.tables import rows, values

Scheme = Literal["cyrillic", "korean", "chinese", "arabic"]

_LETTERS = str.maketrans({"ł": "l", "đ": "dj", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "ğ": "g", "ø": "o", "æ": "a"})
_BARE = str.maketrans({"đ": "d"})
_HISSING = str.maketrans({"č": "ch", "ć": "ch", "ç": "ch", "š": "sh", "ş": "sh", "ș": "sh", "ž": "zh"})
_SOFT = str.maketrans({"ć": "c"})
# å, ä, æ, ö, ø, ü, and how they are written where a keyboard has none of them.
_FOLDS = ((re.compile(r"å|aa"), "a"), (re.compile(r"ä|æ|ae"), "a"), (re.compile(r"ö|ø|oe"), "o"), (re.compile(r"ü|ue"), "u"))
# Ends of Nordic, German and English surnames: in such a name each letter counts.
_OURS = re.compile(
    r"(?:sen|son|berg|gren|strom|lund|dahl|dal|vik|wik|kvist|quist|mark|stad|rud|haug|gard|holm|mann|borg|stein|sten|hagen|moen|"
    r"land|set|seter|bakk|bakken|ton|ley)s?$"
)
# Signs of the tables that stand for one sound or another: ch for ч or х, zj for ж or зя, j for й or ж.
_EITHER = {"X": ("C", "h"), "Z": ("S", "si"), "J": ("i", "S")}
_VOWELS = re.compile(r"[aeiouyw]*")


def plain(word: str) -> str:
    """A word in small letters without accents; Nordic and German letters as they are written without them."""
    word = word.casefold()
    for pattern, one in _FOLDS:
        word = pattern.sub(one, word)
    return _unaccented(word.translate(_LETTERS))


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@cache
def _rules(scheme: Scheme) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["pattern"]), "" if row["sound"] == "-" else row["sound"])
        for row in rows("name-sounds")
        if row["scheme"] == scheme
    )


def _by(scheme: Scheme, word: str) -> str:
    for pattern, one in _rules(scheme):
        word = pattern.sub(one, word)
    return word


@cache
def _given() -> dict[str, str]:
    """How each form of a given name that neighbours share is heard -> how the first of its row is: Volodymyr as Vladimir."""
    found: dict[str, str] = {}
    for row in rows("given-names"):
        forms = [value for value, _ in values(row["forms"])]
        first = _heard(forms[0])[0]
        found.update({key: first for form in forms for key in _heard(form)})
    return found


@lru_cache(maxsize=16384)
def _heard(word: str) -> tuple[str, ...]:
    low = word.casefold()
    keys: dict[str, None] = {}
    hard, soft = low.translate(_HISSING), low.translate(_SOFT).translate(_HISSING)
    for form in (hard.translate(_LETTERS), soft.translate(_LETTERS), low.translate(_BARE).translate(_LETTERS)):
        forms = [_by("cyrillic", _unaccented(form))]
        for letter, both in _EITHER.items():
            forms = [key.replace(letter, one) for key in forms for one in (both if letter in key else both[:1])]
        keys.update((re.sub(r"i+", "i", key).replace("ie", "e"), None) for key in forms)
    keys.update((key.replace("g", "h"), None) for key in list(keys))  # г is h in Ukrainian and Belarusian
    return tuple(keys)


@lru_cache(maxsize=16384)
def heard(word: str) -> frozenset[str]:
    """How a word of a name may be heard; two that share one may be the same. Russian, Ukrainian and Belarusian forms meet."""
    keys = _heard(word)
    return frozenset((*keys, *(_given()[key] for key in keys if key in _given())))


def same_word(one: str, other: str) -> bool:
    """Whether two words of names in Latin letters may be one written twice."""
    first, second = plain(one), plain(other)
    if first == second:
        return True
    if _OURS.search(first) or _OURS.search(second):
        return False
    return not heard(one).isdisjoint(heard(other))


def syllables(scheme: Literal["korean", "chinese"], words: tuple[str, ...]) -> str:
    """A given name of Korea or China as it is heard, its syllables together."""
    return "".join(_by(scheme, _unaccented(word.casefold())) for word in words)


@lru_cache(maxsize=16384)
def _skeleton(word: str) -> tuple[str, tuple[str, ...]]:
    """The consonants of an Arabic name, and the vowels before each and behind the last."""
    word = _by("arabic", _unaccented(word.casefold()))
    consonants: list[str] = []
    slots: list[str] = []
    at = 0
    while at < len(word):
        vowels = _VOWELS.match(word, at)
        stop = vowels.end() if vowels else at
        if at == 0 and stop and word[0] in "yw":  # at the beginning they are consonants
            stop = 0
        slots.append(word[at:stop])
        if stop < len(word):
            consonants.append(word[stop])
        at = stop + 1
    if len(slots) == len(consonants):
        slots.append("")
    return "".join(consonants), tuple(slots)


def _vowels(slot: str, e: str) -> str:
    return re.sub(r"(.)\1+", r"\1", slot.translate(str.maketrans("eyow", f"{e}iuu")))


def same_arabic(one: str, other: str, *, unvocalised: bool = False) -> bool:
    """Whether two words may be one Arabic or Persian name: same consonants, and vowels that papers take for one another.

    ``unvocalised``: ``one`` was written in Arabic letters, which tell long vowels alone.
    """
    first, vowels = _skeleton(one)
    second, others = _skeleton(other)
    if first != second or not first:
        return False
    if unvocalised:
        return all(_told(long, slot) for long, slot in zip(vowels, others, strict=True))
    if vowels[-1:] != others[-1:] and not (vowels[-1] and others[-1]):
        return False
    loose = len(first) >= 3
    return all(
        _near(a, b, loose=loose and 0 < at < len(vowels) - 1) for at, (a, b) in enumerate(zip(vowels, others, strict=True))
    )


def _near(one: str, other: str, *, loose: bool) -> bool:
    if loose and not (one and other) and len(one + other) == 1:
        return True
    return any(_vowels(one, e) == _vowels(other, e) for e in "ai")


def _told(long: str, slot: str) -> bool:
    return not (("w" in long and not re.search(r"[ouw]", slot)) or ("y" in long and not re.search(r"[iey]", slot)))
