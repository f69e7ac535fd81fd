"""Finding known actors in running text: one pass over its words against an index of all forms of the language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from enligt.actors import leaders, media, tables
from enligt.actors.compounds import compound_tail, hyphen_tail
from enligt.actors.media import Medium, Outlets
from enligt.actors.salience import HOME
from enligt.actors.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.actors.tables import Form
    from enligt.model import Language

AT_HOME = "HOME"  # in the tables: the institution of whatever state is spoken of
_WORD = re.compile(r"\w+")
# Signs that are written in several ways, each for one of the same length: offsets stay the article's.
_SAME = str.maketrans({"’": "'", "‘": "'", "´": "'", "\u00a0": " ", "\n": " ", "\t": " ", "‐": "-", "‑": "-"})
_BEFORE = re.compile(r"(\w[\w.'-]*) \Z")
_AFTER = re.compile(r" (\w[\w'-]*)")
_NORDIC_GENITIVE = re.compile(r"(?::s|'s|'|s|:ar|:er)?(?!\w)")
_ENGLISH_GENITIVE = re.compile(r"(?:'s|')?(?!\w)")
# Before a hyphen these turn the word against or away from the actor: "anti-EU", "pro-Russian", "non-Kurdish".
_ESTRANGING = frozenset({"anti", "pro", "non", "icke", "ikke", "ikkje", "trans"})
# A capitalised word at a sentence's beginning is no sign of a name before "Jordan" if it is one of these.
_FUNCTION_WORDS = frozenset(
    "in from to of for and with the by on at as against between after before while when if but or since under over through "
    "i på till från mot för av och med den det de när om men eller efter innan mellan genom som att til fra mod imod av af og "
    "før mens når hvis i til frå etter mellom mellem hos både either neither both says said sier säger siger".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that stand for an actor: ``text[start:end]``, half-open.

    ``id`` as in the claims' contract (ISO 3166-1 alpha-3, ``UNO``, ``taliban``, ...; an outlet's is its slug).
    ``kind`` is one of state, capital, seat, place, adjective, inhabitant, compound, leader, office, organisation, body,
    armed-group, party, outlet, agency, surname. ``rule`` says in one line which piece of knowledge made it.
    """

    start: int
    end: int
    text: str
    id: str
    name: str | None
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A form as the index holds it."""

    form: Form
    text: str  # with the signs of _SAME unified
    lower: str
    words: int


class _Index:
    """All forms of one language by their first word, longest first, and the beginnings of compounds."""

    def __init__(self, language: Language) -> None:
        self.by_first: dict[str, list[_Entry]] = defaultdict(list)
        self.prefixes: dict[str, Form] = {}
        self.titles = titles(language)
        seen: set[str] = set()
        for form in chain(tables.forms(language), leaders.forms(language), media.forms(language)):
            text = form.text.translate(_SAME)
            first = _WORD.search(text)
            if form.mark == "^" or text in seen or first is None:
                continue
            seen.add(text)
            self.by_first[first.group().lower()].append(_Entry(form, text, text.lower(), len(_WORD.findall(text))))
            if language != "en" and form.id and not form.mark and form.kind not in {"inhabitant", "place", "leader", "outlet", "agency"}:
                prefix = text.replace("-", "").lower()
                if len(prefix) >= 3 and " " not in prefix:
                    self.prefixes.setdefault(prefix, form)
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry.text))
        self.longest_prefix = max(map(len, self.prefixes), default=0)


class Gazetteer:
    """The known actors. Each language's index is built when it is first asked for, once."""

    def __init__(self) -> None:
        self._indexes: dict[str, _Index] = {}
        self._outlets = Outlets()

    def _index(self, language: Language) -> _Index:
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = _Index(language)
        return index

    def find(self, text: str, *, language: Language) -> list[Mention]:
        """The known actors in ``text``, in its order, the longest of overlapping matches; offsets are into ``text``."""
        home = HOME.get(language)
        return [replace(m, id=home) if m.id == AT_HOME else m for m in self.every(text, language=language) if home or m.id != AT_HOME]

    def every(self, text: str, *, language: Language) -> list[Mention]:
        """Like :meth:`find`, with ``AT_HOME`` as the id of institutions that every state has ("the Foreign Ministry")."""
        found = list(self._matches(text, language))
        strong = {mention.id for mention, mark in found if mark != "?"}
        return [mention for mention, mark in found if mention.id and (mark != "?" or mention.id in strong)]

    def medium(self, text: str, *, language: Language) -> Medium | None:
        """The outlet or agency that a source mention names or holds ("nyhetsbyrån Reuters"), or None."""
        return self._outlets.find(text, language=language)

    def medium_of_domain(self, host: str) -> Medium | None:
        """The outlet or agency at a host name ("www.nrk.no"), or None."""
        return self._outlets.of_domain(host)

    def state_name(self, id: str, *, language: Language = "en") -> str | None:  # noqa: A002 - the claims' field is called id
        """The usual name of a state by its alpha-3 code ("Russia"), or None where the code is no state's."""
        state = tables.states(language).get(id)
        return state.names[0] if state else None

    def adjective(self, id: str, *, language: Language = "en") -> str | None:  # noqa: A002 - the claims' field is called id
        """The nationality adjective of a state in its base form ("Russian", "rysk"; "US"), or None where there is none."""
        state = tables.states(language).get(id)
        return state.adjectives[0] if state and state.adjectives else None

    def _matches(self, text: str, language: Language) -> Iterator[tuple[Mention, str]]:
        """Every match with its mark; blocking forms come with an empty id."""
        index = self._index(language)
        norm = text.translate(_SAME)
        lower = norm.lower()
        if len(lower) != len(norm):  # a letter whose small form has two characters: fold by the letter
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in norm)
        genitive = _ENGLISH_GENITIVE if language == "en" else _NORDIC_GENITIVE
        by_first = index.by_first
        position = 0
        for word in _WORD.finditer(lower):
            start = word.start()
            if start < position:
                continue
            token = word.group()
            entries = by_first.get(token)
            match = self._match(entries, norm, lower, start, genitive, language) if entries else None
            if match is None and language != "en" and token[-1] == "s":
                entries = by_first.get(token[:-1])
                match = self._match(entries, norm, lower, start, genitive, language) if entries else None
            if match:
                entry, end = match
                if self._estranged(lower, start):
                    position = end
                    continue
                mark = entry.form.mark
                if mark in {"~", "<"} and (
                    self._after_a_name(norm, start, index) or (mark == "~" and self._before_a_name(norm, end, index))
                ):
                    continue
                form, kind = entry.form, entry.form.kind
                rule = form.rule
                if form.id and kind not in {"adjective", "none"}:
                    tail = hyphen_tail(norm, lower, end, by_first)
                    if tail > end:
                        end, kind, rule = tail, "compound", f"compound of {form.rule}"
                yield Mention(start, end, text[start:end], form.id, form.name, kind, rule), form.mark
                position = end
            elif language != "en" and len(token) >= 7:
                prefix = compound_tail(token, index.prefixes, index.longest_prefix)
                if prefix is not None:
                    form = prefix
                    end = word.end()
                    yield Mention(start, end, text[start:end], form.id, form.name, "compound", f"compound of {form.rule}"), ""
                    position = end

    def _match(
        self,
        entries: list[_Entry],
        norm: str,
        lower: str,
        start: int,
        genitive: re.Pattern[str],
        language: Language,
    ) -> tuple[_Entry, int] | None:
        for entry in entries:
            stop = start + len(entry.text)
            if lower.startswith(entry.lower, start) and _case_fits(entry, norm[start:stop], language):
                suffix = genitive.match(norm, stop)
                if suffix is not None:
                    return entry, suffix.end()
        return None

    @staticmethod
    def _estranged(lower: str, start: int) -> bool:
        """Whether the word stands behind "anti-" or the like."""
        if start < 2 or lower[start - 1] != "-":
            return False
        before = re.search(r"\w+$", lower[max(0, start - 12) : start - 1])
        return before is not None and before.group() in _ESTRANGING

    @staticmethod
    def _after_a_name(norm: str, start: int, index: _Index) -> bool:
        """Whether a capitalised word that is neither title, actor nor sentence opener stands before: "Michael Jordan"."""
        before = _BEFORE.search(norm, max(0, start - 30), start)
        if before is None or not before.group(1)[0].isupper():
            return False
        word = before.group(1).lower()
        return word not in _FUNCTION_WORDS and word not in index.by_first and not index.titles.is_title(word)

    @staticmethod
    def _before_a_name(norm: str, end: int, index: _Index) -> bool:
        """Whether such a word follows: "Jordan Peterson"."""
        after = _AFTER.match(norm, end)
        if after is None or not after.group(1)[0].isupper():
            return False
        word = after.group(1).lower()
        return word not in index.by_first and word not in _FUNCTION_WORDS and not index.titles.is_title(word)


def _case_fits(entry: _Entry, found: str, language: Language) -> bool:
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
    if form[:4] in {"The ", "the ", "Den ", "den ", "Det ", "det "} and found[1:] == form[1:]:
        return True
    return language != "en" and entry.form.kind != "party" and any(c.isupper() for c in form) and not form.isupper()


@cache
def gazetteer() -> Gazetteer:
    """The process's one gazetteer."""
    return Gazetteer()
