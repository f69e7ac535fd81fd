"""Persons and groups whom an article introduces: "Polens utrikesminister Tomasz Wilga", "X, leader of the Taliban", "Ola Nordmann (Ap)".

A name is any run of capitalised words that the gazetteer does not know. What stands before it (title and whose), after it
(an apposition, a party in brackets, "of Poland") gives its actor; every later occurrence of the name, or of its last word
alone, then has it too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from enligt.actors import tables
from enligt.actors.gazetteer import Mention
from enligt.actors.phrases import heads
from enligt.actors.media import slug
from enligt.actors.salience import salient
from enligt.actors.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.model import Language

_CAPITALISED = r"(?:(?:al|el|as|ash|an|ad|ul|bin|ibn|d|O|Mc)[-'’])?[^\W\d_a-zåäöæøéü][\w'’]*(?:-\w+)*"
_NAME = re.compile(
    rf"\b{_CAPITALISED}(?:(?: (?:al|bin|ibn|bint|van|von|de|da|do|dos|del|di|du|la|le|abu|ould|ag|den|der|af|av) | |\. ){_CAPITALISED})*"
)
_SENTENCE_BREAK = re.compile(r"[.!?:;”\"»]\s|\n|^[–—-] ", re.MULTILINE)
_PARTY = re.compile(r"^ \(([A-ZÅÄÖ][\w-]{0,3})\)")
_OF = re.compile(r"^(?:'s|’s)? (?:of|from|från|fra|frå|av|af|i) (?:the )?$")
_APPOSITION = re.compile(r"^(?:,| [–-]|\s\() ?((?:som|who|der) (?:är|er|var|leder|ledar|leier|leiar|is|was|heads|leads|chairs|led) )?")
_RELATION = re.compile(r"\b(?:för|for|av|af|of|i|in|hos|till|til|to|from|från|fra|frå) (?:the |den |det |de )?$")
_POSSESSIVE = re.compile(r"(?:s|'s|’s|'|’)$")
_STATE_LIKE = frozenset({"state", "capital", "seat", "place", "organisation", "body", "armed-group", "party"})
_SINCE = 90  # characters: how far a title and its state may stand before a name
_PARTY_HOME = {
    "sv": dict.fromkeys("S M SD C V KD L MP FP NYD F!".split(), "SWE"),
    "nb": dict.fromkeys("Ap H Frp FrP Sp SV V KrF MDG R A SP KRF FRP DNA INP".split(), "NOR"),
    "da": dict.fromkeys("S V K DF SF EL Ø RV R B LA M NB DD Å ALT KF Æ KD".split(), "DNK"),
    "en": {"D": "USA", "R": "USA"},
}


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What one place of the text says about a name."""

    name: _Name
    id: str
    rule: str
    certain: bool
    kind: str = "surname"


def introduced(text: str, *, language: Language, known: Sequence[Mention], spans: Iterable[tuple[int, int]] = ()) -> list[Mention]:
    """Mentions of the persons and groups that the article teaches, in its order.

    Args:
        text: the article.
        language: its language.
        known: the gazetteer's mentions, in the text's order.
        spans: further names, as half-open ranges, that a name finder gave.
    """
    school = _School(text, language, known)
    names = list(school.names(spans))
    lessons = [
        _Lesson(_Name(m.start, m.end, m.text), m.id, m.rule, certain=True) for m in known if m.kind == "leader" and " " in m.text
    ]
    lessons += [lesson for name in names if (lesson := school.learn(name)) is not None]
    return school.apply(names, lessons)


class _School:
    """One article's lessons."""

    def __init__(self, text: str, language: Language, known: Sequence[Mention]) -> None:
        self.text = text
        self.language = language
        self.key = tables.column(language)
        self.known = list(known)
        self.starts = [mention.start for mention in known]
        self.titles = titles(language)

    # --- the names ---

    def names(self, spans: Iterable[tuple[int, int]]) -> Iterator[_Name]:
        """Runs of capitalised words, less titles and words that begin a sentence, and known actors."""
        seen: list[tuple[int, int]] = []
        for run in _NAME.finditer(self.text):
            for start, end in self._free(run.start(), run.end()):
                name = self._trimmed(start, end)
                if name is not None:
                    seen.append((name.start, name.end))
                    yield name
        for start, end in spans:
            if not any(a < end and start < b for a, b in seen) and not self._within(start, end):
                yield _Name(start, end, self.text[start:end])

    def _within(self, start: int, end: int) -> list[Mention]:
        last = bisect_right(self.starts, end - 1)
        return [mention for mention in self.known[max(0, last - 8) : last] if mention.end > start]

    def _free(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a run that no known actor holds."""
        for mention in self._within(start, end):
            if mention.start > start:
                yield start, mention.start
            start = max(start, mention.end)
        if start < end:
            yield start, end

    def _trimmed(self, start: int, end: int) -> _Name | None:
        """A run without leading titles and sentence openers; None where nothing remains that can be a name."""
        words = list(re.finditer(r"[\w'’-]+", self.text[start:end]))
        while words and words[-1].group()[0].islower():
            words.pop()
        opening = self._opens_sentence(start)
        first = 0
        while first < len(words):
            word = words[first].group()
            low = word.lower()
            if self.titles.is_title(low) or low in self.titles.modifiers or (first == 0 and opening and self._common(low)):
                first += 1
            elif word[0].islower() and "-" not in word:
                first += 1
            else:
                break
        words = words[first:]
        if not words or len(words[-1].group()) < 2:
            return None
        a, b = start + words[0].start(), start + words[-1].end()
        return _Name(a, b, self.text[a:b])

    def _opens_sentence(self, start: int) -> bool:
        before = self.text[max(0, start - 3) : start]
        return start == 0 or bool(re.search(r"(?:[.!?:–—-]|[\"”»«„])\s*$|\n\s*$", before))

    @staticmethod
    def _common(low: str) -> bool:
        return low in _OPENERS

    # --- the lessons ---

    def learn(self, name: _Name) -> _Lesson | None:
        """What stands around a name says, if anything."""
        return self._bracket(name) or self._title_before(name) or self._after(name)

    def _bracket(self, name: _Name) -> _Lesson | None:
        party = _PARTY.match(self.text[name.end : name.end + 8])
        if party is None:
            return None
        letters = party.group(1)
        for key in (self.key, "sv", "nb", "da", "en"):
            home = _PARTY_HOME[key].get(letters)
            if home and (key == self.key or len(letters) > 1):
                return _Lesson(name, home, f"'{name.text}' has the party ({letters}) of {home}", certain=True)
        return None

    def _title_before(self, name: _Name) -> _Lesson | None:
        """"Polens nye utrikesminister X", "the Turkish foreign minister, X", "talsmann for Taliban X", "Hamas-lederen X"."""
        floor = max(0, name.start - _SINCE)
        left = self.text[floor : name.start]
        breaks = list(_SENTENCE_BREAK.finditer(left))
        if breaks:
            floor += breaks[-1].end()
            left = self.text[floor : name.start]
        mentions = [mention for mention in self._within(floor, name.start) if mention.start >= floor]
        position = name.start
        gap = re.search(r"(?:, | |-)$", left)
        if gap is None:
            return None
        comma = gap.group() == ", "
        position -= len(gap.group())
        titled = group = None
        estranged = False
        unknown = 0
        while position > floor:
            if mentions and mentions[-1].end >= position:
                mention = mentions.pop()
                before = self.text[floor : mention.start]
                if titled is None and not (comma and mention.kind != "adjective"):
                    lesson = self._attached(name, mention, before, comma=comma)
                    if lesson is not None:
                        return lesson
                relation = _RELATION.search(before)
                if titled is None and relation is not None:
                    office = re.search(r"([\w-]+) $", before[: relation.start()])
                    if office and self.titles.is_title(office.group(1)):
                        titled = office.group(1)
                        if not self.titles.is_abroad(titled):
                            return _Lesson(name, mention.id, f"'{titled}' of {mention.text} before '{name.text}'", certain=True)
                        position = floor + office.start()
                        position -= 1 if position > floor else 0
                        continue
                    return None
                if titled is None or estranged:
                    return None
                if unknown and not (mention.kind in {"adjective", "compound"} or _POSSESSIVE.search(mention.text)):
                    return None
                if group is not None and mention.kind in {"adjective", "state", "inhabitant"}:
                    return _Lesson(name, slug(_bare(name.text)), f"group '{name.text}' after '{group}'", certain=True, kind="armed-group")
                return _Lesson(name, mention.id, f"'{mention.text} {titled}' before '{name.text}'", certain=True)
            word = re.search(r"([\w'’-]+)$", self.text[floor:position])
            if word is None:
                break
            low = word.group(1).lower()
            if low in self.titles.groups:
                group = titled = word.group(1)
            elif self.titles.is_title(low):
                if unknown:
                    break
                titled = titled or word.group(1)
            elif low in self.titles.modifiers:
                pass
            elif titled and unknown < 2 and self._looks_adjective(low):
                unknown += 1
            else:
                break
            position -= len(word.group(1))
            if self.text[floor:position].endswith(" "):
                position -= 1
            elif position > floor and self.text[position - 1] != "-":
                break
        if group is not None:
            return _Lesson(name, slug(_bare(name.text)), f"group '{name.text}' after '{group}'", certain=True, kind="armed-group")
        if titled is not None and not comma:
            return _Lesson(name, "", f"'{titled}' before '{name.text}', of the state the article speaks of", certain=False)
        return None

    def _attached(self, name: _Name, mention: Mention, before: str, *, comma: bool) -> _Lesson | None:
        """An actor that stands directly before the name: "Kremls X" does not say who X is, "Hamas-lederen X" does."""
        if mention.kind == "compound" and "-" in mention.text or mention.kind == "compound":
            last = re.split(r"[-\s]", mention.text)[-1].lower()
            if self.titles.is_title(last):
                owner = self._owner(before)
                if owner is not None:
                    return _Lesson(name, owner.id, f"'{owner.text} {mention.text}' before '{name.text}'", certain=True)
                return _Lesson(name, mention.id, f"'{mention.text}' before '{name.text}'", certain=True)
            return None
        if comma:
            return None
        if mention.kind in {"party", "armed-group", "organisation", "body", "seat"} and _POSSESSIVE.search(mention.text):
            return _Lesson(name, mention.id, f"'{mention.text}' before '{name.text}'", certain=True)
        if mention.kind == "adjective" and " " in name.text:
            return _Lesson(name, mention.id, f"'{mention.text}' before '{name.text}'", certain=True)
        return None

    def _owner(self, before: str) -> Mention | None:
        """The state whose the title is: the adjective or genitive directly before it ("norska FN-ambassadören")."""
        end = len(before.rstrip())
        del end
        return None

    def _looks_adjective(self, low: str) -> bool:
        if self.key == "en":
            return low.endswith(("an", "ic", "ive", "al", "ed", "ing", "ist", "ary", "ous", "ish", "ese"))
        return low.endswith(("e", "a", "s")) and not low.endswith(("ade", "te", "de", "dde"))

    def _after(self, name: _Name) -> _Lesson | None:
        right = self.text[name.end : name.end + 140]
        mentions = self._within(name.end, name.end + 140)
        if not mentions:
            return None
        first = mentions[0]
        if _OF.match(self.text[name.end : first.start]) and first.kind in _STATE_LIKE and " " in name.text:
            if not right.lstrip("'’s").startswith(" i ") or first.kind in {"party", "organisation", "armed-group"}:
                return _Lesson(name, first.id, f"'{name.text}' of {first.text}", certain=True)
            return None
        opening = _APPOSITION.match(right)
        if opening is None:
            return None
        rest = right[opening.end() :]
        stop = re.search(r"[,.;:!?()\n–]|\b(?:säger|sa|sade|sier|siger|sagde|said|says|told|opplyser|uppger|oplyser)\b", rest)
        segment_start = name.end + opening.end()
        segment_end = segment_start + (stop.start() if stop else len(rest))
        inside = [mention for mention in mentions if segment_start <= mention.start < segment_end]
        if not inside:
            return None
        lead = self.text[segment_start : inside[0].start]
        following = self.text[inside[0].end : segment_end]
        words = re.findall(r"[\w'’-]+", lead)
        if len(words) > 6:
            return None
        plain = [w for w in words if w.lower() not in _ARTICLES]
        titled = [w for w in words if self.titles.is_title(w)]
        starts_with_owner = not plain or all(w.lower() in self.titles.modifiers for w in plain)
        if starts_with_owner:
            has_title = any(self.titles.is_title(w) for w in re.findall(r"[\w'’-]+", following)[:5])
            compound_title = inside[0].kind == "compound" and self.titles.is_title(re.split("-", inside[0].text)[-1])
            if not (has_title or compound_title or opening.group(1)):
                return None
        elif not titled or any(self.titles.is_abroad(w) for w in titled):
            return None
        head = heads(self.text, segment_start, inside)
        if not head:
            return None
        segment = self.text[segment_start:segment_end].strip()
        return _Lesson(name, head[0].id, f"'{name.text}, {segment}'", certain=True)

    # --- every occurrence ---

    def apply(self, names: Sequence[_Name], lessons: Sequence[_Lesson]) -> list[Mention]:
        """The mentions of all names that some lesson speaks of, by their full form or their last word."""
        taught: dict[str, list[_Lesson]] = defaultdict(list)
        for lesson in sorted(lessons, key=lambda lesson: not lesson.certain):
            for key in _keys(lesson.name.text):
                if lesson.certain or not any(other.certain for other in taught[key]):
                    taught[key].append(lesson)
        found: list[Mention] = []
        for name in names:
            lesson = self._lesson_for(name, taught)
            if lesson is None:
                continue
            code = lesson.id or self._background(name.start)
            if not code:
                continue
            shown = max((other.name.text for other in taught[_keys(name.text)[-1]]), key=len, default=name.text)
            shown = shown if shown.endswith(name.text) or name.text.rstrip("s'’").endswith(shown[-4:]) else name.text
            found.append(Mention(name.start, name.end, name.text, code, _bare(shown), lesson.kind, lesson.rule))
        found.sort(key=lambda mention: mention.start)
        return [m for before, m in pairwise([None, *found]) if before is None or m.start >= before.end]

    @staticmethod
    def _lesson_for(name: _Name, taught: dict[str, list[_Lesson]]) -> _Lesson | None:
        for key in _keys(name.text):
            choices = taught.get(key)
            if choices:
                exact = [lesson for lesson in choices if _bare(lesson.name.text) == _bare(name.text)]
                pool = exact or choices
                before = [lesson for lesson in pool if lesson.name.start <= name.start]
                return before[-1] if before else pool[0]
        return None

    def _background(self, position: int) -> str:
        states = salient(self.text, self.known, position, language=self.language)
        return states[0] if states else ""


_ARTICLES = frozenset("the a an den det de en ei eit et ett ein dei som who der är er is was var".split())
_OPENERS = frozenset(
    "i på till från mot för av och med den det de när om men enligt efter innan som att en ett vi han hon nu här där så inte också "
    "til fra mod af og før mens når hvis ifølge etter etter å et ein ei vi han hun hon ho no her der så ikke ikkje også der da då "
    "in from to of for and with the by on at as against between after before while when if but or since under a an he she it they "
    "we this that these those our his her their its both what who how why there here now today yesterday meanwhile according "
    "however also not no one two three i two many some several most all each every despite during until among foreign".split()
)


def _bare(text: str) -> str:
    """A name without its genitive ending."""
    return re.sub(r"(?:'s|’s|'|’)$", "", text)


def _keys(text: str) -> list[str]:
    """What a name is looked up by: itself, its last word, and both without a genitive -s."""
    bare = _bare(text)
    last = bare.split()[-1]
    keys = [bare, last]
    if bare.endswith("s") and len(last) > 4:
        keys += [bare[:-1], last[:-1]]
    return list(dict.fromkeys(keys))
