"""One pass over the words of a text against an index of all forms of its language."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from enligt.actors import leaders, media, tables
from enligt.actors.compounds import compound_start, hyphen_tail
from enligt.actors.mentions import Mention
from enligt.actors.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.actors.tables import Form
    from enligt.model import Language

_WORD = re.compile(r"\w+")
# Signs that are written in several ways, each for one of the same length: offsets stay the article's.
_SAME = str.maketrans({"’": "'", "‘": "'", "´": "'", "\u00a0": " ", "\n": " ", "\t": " ", "‐": "-", "‑": "-"})
_NORDIC_GENITIVE = re.compile(r"(?::s|'s|'|s|:ar|:er)?(?!\w)")
_ENGLISH_GENITIVE = re.compile(r"(?:'s|')?(?!\w)")
_BEFORE = re.compile(r"(\w[\w.'-]*) \Z")
_AFTER = re.compile(r" (\w[\w'-]*)")
# Before a hyphen these turn the word against or away from the actor: "anti-EU", "pro-Russian", "non-Kurdish".
_ESTRANGING = re.compile(r"\b(?:anti|pro|non|icke|ikke|ikkje|trans)-\Z")
_ARTICLES = ("the ", "den ", "det ", "dei ")
# Kinds that do not begin closed compounds, or whose beginnings would be taken for other words'.
_NO_COMPOUNDS = frozenset({"inhabitant", "place", "leader", "outlet", "agency", "institution", "none"})
_SHORTEST_PREFIX = 3
_SHORTEST_COMPOUND = 7


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A form as an index holds it: ``text`` with the signs of several shapes unified; ``first``: its first word, small."""

    form: Form
    text: str
    lower: str
    first: str
    words: int


def _entries(forms: Iterable[Form]) -> Iterator[Entry]:
    for form in forms:
        text = form.text.translate(_SAME)
        words = _WORD.findall(text)
        if words and form.mark != "^":
            yield Entry(form, text, text.lower(), sys.intern(words[0].lower()), len(words))


@cache
def _leaders() -> tuple[Entry, ...]:
    """Alike in all languages, as the cities are: made once for all indexes, which hold some ten thousand of both."""
    return tuple(_entries(leaders.forms("en")))


@cache
def _cities() -> tuple[Entry, ...]:
    return tuple(_entries(tables.city_forms()))


_TOGETHER: dict[tuple[Entry, ...], tuple[Entry, ...]] = {}  # the entries of a first word, most of which several languages share


class Index:
    """All forms of one language by their first word, longest first, and the beginnings of compounds."""

    def __init__(self, language: Language, more: Sequence[Form] = ()) -> None:
        self.language = language
        self.titles = titles(language)
        self.single: set[str] = set()  # the forms of one word, in small letters
        self.prefixes: dict[str, Form] = {}
        self.genitive = _ENGLISH_GENITIVE if language == "en" else _NORDIC_GENITIVE
        by_first: defaultdict[str, list[Entry]] = defaultdict(list)
        seen: set[str] = set()
        own, outlets = _entries(chain(more, tables.forms(language))), _entries(media.forms(language))
        for entry in chain(own, _leaders(), outlets, _cities()):
            if entry.text not in seen:
                seen.add(entry.text)
                by_first[entry.first].append(entry)
                self._note(entry)
        self.by_first: dict[str, tuple[Entry, ...]] = {}
        for first, entries in by_first.items():
            # of two that differ in case the state first: Swedish "Japan" is that, "japan" one of its people
            several = tuple(sorted(entries, key=lambda entry: (-len(entry.text), entry.form.kind == "inhabitant")))
            self.by_first[first] = _TOGETHER.setdefault(several, several)
        self.longest_prefix = max(map(len, self.prefixes), default=0)

    def _note(self, entry: Entry) -> None:
        form = entry.form
        if entry.lower == entry.first and form.mark != "&":
            self.single.add(entry.lower)
        prefix = entry.lower.replace("-", "")
        closed = self.language != "en" and form.kind not in _NO_COMPOUNDS and not form.mark
        if closed and len(prefix) >= _SHORTEST_PREFIX and " " not in prefix:
            self.prefixes.setdefault(prefix, form)

    def may_be_name(self, word: str) -> bool:
        """Whether a word is written like a name and is neither a known actor, a title nor a usual opener of sentences."""
        low = word.lower()
        return word[0].isupper() and low not in self.titles.openers and low not in self.single and not self.titles.is_title(low)


def scan(text: str, index: Index) -> Iterator[tuple[Mention, str]]:
    """Every match in the text's order, the longest where several begin, with its mark; blocking forms come with an empty id."""
    return _Scan(text, index).run()


class _Scan:
    """The pass over one text."""

    def __init__(self, text: str, index: Index) -> None:
        self.text = text
        self.index = index
        self.norm = text.translate(_SAME)
        lower = self.norm.lower()
        if len(lower) != len(self.norm):  # a letter whose small form has two characters: fold by the letter
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.norm)
        self.lower = lower

    def run(self) -> Iterator[tuple[Mention, str]]:
        """See :func:`scan`."""
        position = 0
        nordic = self.index.language != "en"
        for word in _WORD.finditer(self.lower):
            if word.start() < position:
                continue
            token = word.group()
            entry, end = self._entry(token, word.start()) or (None, 0)
            if entry is not None:
                position = end
                if self._rejected(entry, word.start(), end):
                    position = end if _ESTRANGING.search(self.lower, max(0, word.start() - 8), word.start()) else word.end()
                    continue
                mention = self._mention(entry, word.start(), end)
                position = mention.end
                yield mention, entry.form.mark
            elif nordic and len(token) >= _SHORTEST_COMPOUND:
                form = compound_start(token, self.index.prefixes, self.index.longest_prefix)
                if form is not None:
                    position = word.end()
                    yield self._compound(form, word.start(), position), ""

    def _entry(self, token: str, start: int) -> tuple[Entry, int] | None:
        """The longest form that begins with a word, and where it ends; a genitive -s may hide the form's first word."""
        found = self._longest(self.index.by_first.get(token), start)
        if found is not None and f"{token} " in _ARTICLES and self._longer(start + len(token) + 1, found[1]):
            return None  # "the South" of "the South Sudanese army"
        if found is None and token[-1] == "s" and self.index.language != "en":
            found = self._longest(self.index.by_first.get(token[:-1]), start)
        return found

    def _longer(self, start: int, end: int) -> bool:
        """Whether a form that begins at ``start`` goes on beyond ``end``."""
        word = _WORD.match(self.lower, start)
        found = self._longest(self.index.by_first.get(word.group()), start) if word else None
        return found is not None and found[1] > end

    def _longest(self, entries: tuple[Entry, ...] | None, start: int) -> tuple[Entry, int] | None:
        for entry in entries or ():
            stop = start + len(entry.text)
            if self.lower.startswith(entry.lower, start) and _case_fits(entry, self.norm[start:stop], self.index.language):
                suffix = self.index.genitive.match(self.norm, stop)
                if suffix is not None:
                    return entry, suffix.end()
        return None

    def _rejected(self, entry: Entry, start: int, end: int) -> bool:
        """Whether the word stands behind "anti-", or is part of somebody's name and not the actor ("Michael Jordan")."""
        if _ESTRANGING.search(self.lower, max(0, start - 8), start):
            return True
        if entry.form.mark not in {"~", "&", leaders.SURNAME_MARK}:
            return False
        before = _BEFORE.search(self.norm, max(0, start - 30), start)
        if before is not None and self.index.may_be_name(before.group(1)):
            return True
        after = _AFTER.match(self.norm, end) if entry.form.mark in {"~", "&"} else None
        return after is not None and self.index.may_be_name(after.group(1))

    def _mention(self, entry: Entry, start: int, end: int) -> Mention:
        form = entry.form
        if form.id and form.kind != "adjective":
            tail = hyphen_tail(self.norm, self.lower, end, self.index.by_first)
            if tail > end:
                return self._compound(form, start, tail)
        return Mention(start, end, self.text[start:end], form.id, form.name, form.kind, form.rule)

    def _compound(self, form: Form, start: int, end: int) -> Mention:
        return Mention(start, end, self.text[start:end], form.id, form.name, "compound", f"compound of {form.rule}")


def _case_fits(entry: Entry, found: str, language: Language) -> bool:
    """Whether the letters' case allows the match. ``found`` equals the form but for case."""
    form = entry.text
    if found == form:
        return True
    if form[0].islower() and found[0].isupper() and found[1:] == form[1:]:  # a sentence's or headline's first word
        return True
    if len(form) > 3 and found.isupper() and not form.isupper():  # a headline in capitals
        return True
    if entry.words == 1:
        return False
    if form[:4].lower() in _ARTICLES and found[1:] == form[1:]:
        return True
    return language != "en" and entry.form.kind != "party" and any(c.isupper() for c in form) and not form.isupper()
