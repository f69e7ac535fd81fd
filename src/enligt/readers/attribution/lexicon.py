"""The nouns and words of attribution of one language, read from its ``reporting.toml``.

The table's keys, the same in all five languages (tests/test_attribution.py holds it):

``endings``   what makes a definite form: ``one`` and ``many`` are appended to a singular and a plural, ``swap`` gives
              (old, new) endings of a singular's or a plural's last letter.
``grammar``   closed classes: articles, prepositions that tie a complement (``of``), pronouns, words for "anonymous",
              plans and timetables (``plan``), according to which things go on nobody's word, and what says on what terms
              somebody speaks (``anonymity``, ``terms``).
``chain``     what stands between two sources: ``cites`` (the second is whom the first cites), ``carried`` (the second
              carries the first), ``according`` (opens a source), ``outlet_own`` (an outlet's own unnamed source),
              ``spoken_to`` (those who merely listen follow), ``goes_by`` (a plan follows), ``asks`` and ``asked`` (what a
              medium does to find out from somebody, and what he does: interviewed.py).
``voice body office people document media``  nouns, by what they stand for; the key is the English word of the name,
              below it (where there are kinds) the kind of source. Forms: singular | plural.
``topic``     first parts of compounds (or adjectives) that say what a body or an office is for: "utrikes" is "foreign".
``modifier``  adjectives that are kept in a name.
``proper``    institutions that have a name of their own, by kind.
``hearsay``   see hearsay.py; ``cues`` see readers/factuality.py.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from enligt.languages import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from enligt.model import Language, SourceKind

NounClass = Literal["voice", "body", "office", "people", "document", "media"]

LONGEST_FORM: Final = 4  # words in the longest noun form or proper name: "UN High Commissioner for" is cut there on purpose
SHORTEST_TAIL: Final = 4  # letters that the noun at the end of a compound with an unknown first part has at least
TOKEN: Final = re.compile(r"[^\W_]+(?:[-’'.:/&][^\W_]+)*\.?(?<=[^\W_])|[^\W_]+(?:[-’'.:/&][^\W_]+)*")
# a possessive: "Russia's", "FN's", "USA:s", "Russlands", "Reuters'"
GENITIVE: Final = re.compile(r"(?<=\w)(?:['’:]s|['’]|s)$")


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun stands for: ``key`` is its English name, ``kind`` the kind of source that it is when unnamed."""

    key: str
    what: NounClass
    kind: SourceKind
    plural: bool = False
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A noun found in a word: what stands before it in a compound (``topic`` known, ``first`` not), and its case."""

    noun: Noun
    topic: str | None = None
    first: str | None = None
    genitive: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the article: half-open offsets and the word as written."""

    start: int
    end: int
    word: str

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.word.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, or has one after a small prefix ("al-Sharif", "iTromsø")."""
        return self.word[0].isupper() or (not self.word.islower() and any(c.isupper() for c in self.word))


@dataclass(frozen=True)
class Lexicon:
    """The attribution words of one language; made by :func:`lexicon`."""

    language: Language
    nouns: Mapping[str, Noun]
    capitals: frozenset[str]
    topics: Mapping[str, str]
    modifiers: Mapping[str, str]
    proper: Mapping[str, tuple[str, SourceKind]]
    grammar: Mapping[str, frozenset[str]]
    chain: Mapping[str, tuple[str, ...]]

    def noun(self, word: str) -> Hit | None:
        """The noun in a word (or in a few, joined by spaces), whatever its case, or None."""
        low = word.lower().replace("’", "'").rstrip(".")
        if low in self.modifiers:
            return None  # "statliga" is no "stat-liga"
        for text, genitive in ((low, False), (GENITIVE.sub("", low), True)):
            if genitive and text == low:
                continue
            if (found := self.nouns.get(text)) is not None:
                if len(word) > 1 and word.isupper() and text not in self.capitals:
                    return None  # "DR" is no doctor
                return Hit(found, topic=found.topic, genitive=genitive)
        if " " in low or (self.language == "en" and "-" not in low):
            return None
        return self._compound(low, word)

    def _compound(self, low: str, word: str) -> Hit | None:
        # the longest noun at the end wins: "utrikesdepartementet" is foreign + ministry
        for cut in range(2, len(low) - 2):
            for tail, genitive in ((low[cut:], False), (GENITIVE.sub("", low[cut:]), True)):
                if (genitive and tail == low[cut:]) or (found := self.nouns.get(tail)) is None:
                    continue
                first = low[:cut]
                if (topic := self.topics.get(first) or self.topics.get(first.rstrip("-"))) is not None:
                    return Hit(found, topic=topic, genitive=genitive)
                if (kept := self.modifiers.get(first.rstrip("-"))) is not None:
                    return Hit(found, first=kept, genitive=genitive)
                if first.endswith("-"):
                    return Hit(found, first=word[: cut - 1], genitive=genitive)
                # "Erdmann" is no man, and no "underman" is known by what he is under
                named = found.what == "people" and (found.key in {"person", "father", "mother", "son"} or word[0].isupper())
                if len(tail) >= SHORTEST_TAIL and found.what != "document" and len(first) > 2 and not named:
                    return Hit(found, first=word[:cut], genitive=genitive)
        return None

    @functools.cached_property
    def topic_words(self) -> frozenset[str]:
        """Every word that a topic may be said with, alone or with another: "foreign", "affairs"."""
        return frozenset(word for form in self.topics for word in form.split())

    def is_(self, cls: str, word: str) -> bool:
        """Whether a word belongs to a closed class of ``grammar``."""
        return word.lower() in self.grammar[cls]


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The words of ``text[start:end]``, with offsets into ``text``."""
    for m in TOKEN.finditer(text, start, len(text) if end is None else end):
        yield Token(m.start(), m.end(), m.group())


def _forms(spelled: str, endings: Mapping[str, list[str]], swap: list[list[str]]) -> Iterator[tuple[str, bool, bool]]:
    """Each form of a noun, whether it is a plural, and whether the table gives it outright."""
    one, _, many = spelled.partition("|")
    for part, is_plural in ((many, True), (one, False)):
        for form in filter(None, (f.strip() for f in part.split(","))):
            yield form, is_plural, True
            for ending in endings["many" if is_plural else "one"]:
                yield form.lower() + ending, is_plural, False
            for old, new in swap:
                if form.endswith(old):
                    yield form.lower().removesuffix(old) + new, is_plural, False


_PLAIN: Final[tuple[NounClass, ...]] = ("voice", "people", "document")
_KINDED: Final[tuple[NounClass, ...]] = ("body", "office", "media")
_CLASS_KIND: Final[Mapping[str, SourceKind]] = {"voice": "unnamed", "people": "unnamed", "document": "document"}


@functools.cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of one language, read once per process."""
    data = table(language, "reporting")
    endings, swap = data["endings"], data["endings"]["swap"]
    capitals: set[str] = set()
    listed: list[tuple[str, Noun, bool]] = []  # form, noun, whether the form itself stands in the table

    def add(what: NounClass, kind: SourceKind, keys: Mapping[str, str]) -> None:
        for key, spelled in keys.items():
            # "foreign minister" is a minister for what is foreign, as the compound is
            topic, _, last = key.rpartition(" ")
            split = last in {"minister", "ministry"} and topic in data["topic"]
            for form, is_plural, given in _forms(spelled, endings, swap):
                if form.isupper():
                    capitals.add(form.lower())
                noun = Noun(last if split else key, what, kind, is_plural, topic if split else None)
                listed.append((form.lower(), noun, given))

    for what in _PLAIN:
        add(what, _CLASS_KIND[what], data[what])
    for what in _KINDED:
        for kind, keys in data[what].items():
            add(what, kind, keys)
    nouns: dict[str, Noun] = {}
    # a form that the table gives outright beats one that is made; of two the first stands, but where one form is both
    # singular and plural, it is plural for people only ("survivors", "a letter")
    for form, noun, _ in sorted(listed, key=lambda item: (not item[2], item[1].plural and item[1].what != "people")):
        nouns.setdefault(form, noun)
    proper = {
        form.lower().replace("’", "'"): (name, kind)
        for kind, names in data["proper"].items()
        for name, forms in names.items()
        for form in forms
    }
    return Lexicon(
        language=language,
        nouns=nouns,
        capitals=frozenset(capitals),
        topics={form.lower(): name for name, forms in data["topic"].items() for form in forms},
        modifiers={form.lower(): name for name, forms in data["modifier"].items() for form in forms},
        proper=proper,
        grammar={name: frozenset(words) for name, words in data["grammar"].items()},
        chain={name: tuple(words) for name, words in data["chain"].items()},
    )
