"""Persons and groups whom an article introduces.

"Polens utrikesminister Tomasz Wilga", "X, leader of the Taliban", "Ola Nordmann (Ap)": what stands before a name (title and
whose), in brackets after it, or in an apposition gives its actor; every later occurrence of the name, or of its last word alone,
then has it too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from enligt.actors import tables
from enligt.actors.contexts import Left, left_of
from enligt.actors.leaders import ids_of
from enligt.actors.media import slug
from enligt.actors.mentions import Mention
from enligt.actors.names import Known, Name, bare, find_names, keys, sound
from enligt.actors.onomastics import likeliest
from enligt.actors.persons import may_be_one
from enligt.actors.phrases import heads
from enligt.actors.salience import weights
from enligt.actors.titles import titles
from enligt.languages import table
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.model import Language

_PARTY = re.compile(r" \(([A-ZÅÄÖÆØ][\w-]{0,3})\)")
_OF = re.compile(r"(?:'s|’s)? (?:of|from|från|fra|frå|av|af) (?:the )?")
_IN = re.compile(r" i ")
_APPOSITION = re.compile(
    r"(?:,| [–-]|\s\() ?((?:som|who|der) (?:är|er|var|leder|ledar|leier|leiar|is|was|heads|leads|chairs|led) )?"
)
_APPOSITION_ENDS = re.compile(r"[,.;:!?()\n–]|\b(?:säger|sa|sade|sier|siger|sagde|said|says|told|opplyser|uppger|oplyser)\b")
_POSSESSIVE = re.compile(r"(?:s|'s|’s|'|’)$")
_WORD = re.compile(r"[\w'’-]+")
_WHOLES = frozenset({"state", "capital", "seat", "place", "organisation", "body", "armed-group", "party"})
_GROUPS = frozenset({"party", "organisation", "armed-group"})
_EMPLOYERS = frozenset({"party", "armed-group", "organisation", "body", "seat"})
_AFTER = 140  # characters in which an apposition is looked for
_APPOSED_WORDS = 6  # words at most before the actor in an apposition


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What one place of the text says about a name. ``id`` empty: of the state that the article speaks of."""

    name: Name
    id: str
    rule: str
    kind: str = "surname"

    @property
    def certain(self) -> bool:
        """Whether the text says whose the person is."""
        return bool(self.id)


def introduced(
    text: str, *, language: Language, known: Sequence[Mention], spans: Iterable[tuple[int, int]] = ()
) -> list[Mention]:
    """Mentions of the persons and groups that the article teaches, in its order.

    Args:
        text: the article.
        language: its language.
        known: the gazetteer's mentions, in the text's order.
        spans: further names, as half-open ranges, that a name finder gave.
    """
    school = _School(text, language, Known(known))
    names = list(find_names(text, known=school.known, titles=school.titles, spans=spans))
    lessons = [_Lesson(Name(m.start, m.end, m.text), m.id, m.rule) for m in known if m.kind == "leader" and " " in m.text]
    lessons += [learnt for name in names if (learnt := school.learn(name)) is not None]
    return school.apply(names, lessons)


def roles(text: str, *, language: Language, known: Sequence[Mention]) -> dict[str, tuple[str, str]]:
    """What the article says of known office-holders: for which of the actors they have acted for they act in it.

    Returns:
        id and rule by the holder's name, for those whom the article introduces with the one or the other: "Polens
        statsminister Donald Tusk" is Poland's, whatever the date says.
    """
    school = _School(text, language, Known(known))
    found: dict[str, tuple[str, str]] = {}
    for mention in known:
        if mention.kind == "leader" and mention.name and " " in mention.text and mention.name not in found:
            lesson = school.learn(Name(mention.start, mention.end, mention.text))
            if lesson is not None and lesson.certain and lesson.id in ids_of(mention.name):
                found[mention.name] = (lesson.id, lesson.rule)
    return found


@cache
def _party_homes() -> dict[tuple[str, str], str]:
    """The state of the party that letters in brackets stand for, by language and letters."""
    return {
        (row["language"], letters): row["id"]
        for row in tables.rows("party-letters")
        for letters, _ in tables.values(row["letters"])
    }


@cache
def _according(language: Language) -> tuple[str, ...]:
    """What begins an attribution, which no apposition does: "according to"."""
    if language not in LANGUAGES:  # one that a user taught
        return ()
    return tuple(f"{words} " for words in table(language, "reporting")["chain"]["according"])


class _School:
    """One article's lessons."""

    def __init__(self, text: str, language: Language, known: Known) -> None:
        self.text = text
        self.language = language
        self.known = known
        self.titles = titles(language)

    def learn(self, name: Name) -> _Lesson | None:
        """What stands around a name says of it, if anything."""
        return self._bracket(name) or self._before(name) or self._of(name) or self._apposed(name)

    def _bracket(self, name: Name) -> _Lesson | None:
        """A party's letters: "(S)", "(Ap)"; single letters are the language's own, longer ones may be a neighbour's."""
        party = _PARTY.match(self.text, name.end)
        if party is None:
            return None
        letters, own = party.group(1), tables.column(self.language)
        homes = _party_homes()
        home = homes.get((own, letters))
        if home is None and len(letters) > 1:
            home = next((code for (_, other), code in homes.items() if other == letters), None)
        return _Lesson(name, home, f"'{name.text}' has the party ({letters}) of {home}") if home else None

    def _before(self, name: Name) -> _Lesson | None:
        """A title and whose it is before the name: "Polens utrikesminister X", "talsmann for Taliban, X", "Hamas-lederen X"."""
        left = left_of(self.text, name.start, known=self.known, titles=self.titles)
        if left is None:
            return None
        owner, called = left.owner, f"{left.title} {name.text}".strip()
        if left.group:
            inside_a_state = owner is None or owner.kind in {"adjective", "state", "inhabitant", "capital", "place"}
            code = slug(bare(name.text)) if inside_a_state or owner is None else owner.id
            return _Lesson(name, code, f"group in '{called}'", kind="armed-group")
        if owner is not None:
            if left.title or self._adjoined(name, owner, left):
                return _Lesson(name, owner.id, f"'{owner.text}' in '{owner.text} {called}'")
            return None
        if left.title and not left.comma and not left.abroad:
            return _Lesson(name, "", f"'{called}', of the state that the article speaks of and the name sounds like")
        return None

    def _adjoined(self, name: Name, owner: Mention, left: Left) -> bool:
        """Whether an actor directly before a name says whose it is: "Hamas-lederen X", "Høyres X", not "i Moskva X"."""
        if owner.kind == "compound":
            return self.titles.is_title(owner.text.rsplit("-", 1)[-1])
        if left.comma:
            return False
        if owner.kind in _EMPLOYERS:
            return _POSSESSIVE.search(owner.text) is not None
        return owner.kind == "adjective" and " " in name.text

    def _of(self, name: Name) -> _Lesson | None:
        """A whole after the name: "Petra Nowak of Poland", "X fra Hamas", "X i Høyre"."""
        near = self.known.within(name.end, name.end + 20)
        if not near or " " not in name.text or near[0].kind not in _WHOLES:
            return None
        between = self.text[name.end : near[0].start]
        if _OF.fullmatch(between) or (_IN.fullmatch(between) and near[0].kind in _GROUPS):
            return _Lesson(name, near[0].id, f"'{name.text}{between}{near[0].text}'")
        return None

    def _apposed(self, name: Name) -> _Lesson | None:
        """An apposition: "X, Rysslands president," "X, leader of the Taliban," "X, who heads Turkey's parliament"."""
        opening = _APPOSITION.match(self.text, name.end)
        if opening is None:
            return None
        start = opening.end()
        stop = _APPOSITION_ENDS.search(self.text, start, name.end + _AFTER)
        end = stop.start() if stop else min(len(self.text), name.end + _AFTER)
        inside = [mention for mention in self.known.within(start, end) if mention.start >= start]
        if not inside or not self._describes(start, inside[0], end, relative=opening.group(1) is not None):
            return None
        head = heads(self.text, start, inside)[0]
        return _Lesson(name, head.id, f"'{self.text[name.start : end].strip()}'")

    def _describes(self, start: int, actor: Mention, end: int, *, relative: bool) -> bool:
        """Whether an apposition says who somebody is: it begins with whose he is, or with his title."""
        lead = _WORD.findall(self.text[start : actor.start])
        if len(lead) > _APPOSED_WORDS:
            return False
        if all(word.lower() in self.titles.articles or word.lower() in self.titles.modifiers for word in lead):
            following = _WORD.findall(self.text[actor.end : end])[:5]
            own_title = actor.kind == "compound" and self.titles.is_title(actor.text.rsplit("-", 1)[-1])
            return relative or own_title or any(self.titles.is_title(word) for word in following)
        titled = [word for word in lead if self.titles.is_title(word)]
        other = any(
            word[0].isupper() and not self.titles.is_title(word) for word in lead
        )  # "X, says spokesman Y of the ministry"
        if other or self.text[start : actor.start].lower().startswith(_according(self.language)):
            return False
        return bool(titled) and not any(self.titles.is_abroad(word) for word in titled)

    def apply(self, names: Sequence[Name], lessons: Sequence[_Lesson]) -> list[Mention]:
        """The mentions of all names that some lesson speaks of, by their full form or their last word."""
        taught: defaultdict[str, list[_Lesson]] = defaultdict(list)
        for each in lessons:
            for key in keys(each.name.text):
                taught[key].append(each)
        for key, choices in taught.items():
            certain = [lesson for lesson in choices if lesson.certain]
            taught[key] = certain or choices
        heard: defaultdict[str, list[_Lesson]] = defaultdict(list)
        for key, choices in taught.items():
            if (as_heard := sound(key)) and len({lesson.id for lesson in choices}) == 1:
                heard[as_heard] += choices
        found: list[Mention] = []
        for name in sorted(names, key=lambda name: name.start):
            lesson = _lesson_for(name, taught) or _heard(name, heard)
            if lesson is None or (found and found[-1].end > name.start):
                continue
            full = _full_name(name, lesson, taught)
            code = lesson.id or self._sounding(full, lesson)
            if code:
                found.append(Mention(name.start, name.end, name.text, code, full, lesson.kind, lesson.rule))
        return found

    def _sounding(self, full: str, lesson: _Lesson) -> str | None:
        """The state of somebody whose title alone is told: by what the article speaks of there, and by the name."""
        spoken_of = weights(self.text, self.known.mentions, lesson.name.start, language=self.language)
        return likeliest(full, spoken_of)


def _lesson_for(name: Name, taught: dict[str, list[_Lesson]]) -> _Lesson | None:
    """The lesson for a name: on the very name before one on its last word, the nearest before it, else the first after it."""
    for key in keys(name.text):
        choices = [lesson for lesson in taught.get(key, ()) if may_be_one(name.text, lesson.name.text)]
        if choices:
            exact = [lesson for lesson in choices if bare(lesson.name.text) == bare(name.text)]
            pool = exact or choices
            before = [lesson for lesson in pool if lesson.name.start <= name.start]
            return max(before, key=lambda lesson: lesson.name.start) if before else pool[0]
    return None


def _heard(name: Name, heard: dict[str, list[_Lesson]]) -> _Lesson | None:
    """The lesson for a name that is spelt otherwise elsewhere in the article; None where it could be of several actors.

    A surname alone may be that of a whole name; two whole names must sound alike as wholes.
    """
    for key in keys(name.text) if " " not in name.text else [name.text]:
        choices = heard.get(sound(key), []) if key[0].isupper() else []
        if choices and len({lesson.id for lesson in choices}) == 1:
            return choices[0]
    return None


def _full_name(name: Name, lesson: _Lesson, taught: dict[str, list[_Lesson]]) -> str:
    """The longest form that the article gives of a name, without a genitive where it stands without one too."""
    forms = {bare(name.text), bare(lesson.name.text)}
    for key in keys(name.text):
        forms |= {
            bare(other.name.text)
            for other in taught.get(key, ())
            if other.id == lesson.id and may_be_one(other.name.text, lesson.name.text)  # not the namesake of the same state
        }
    own = set(keys(name.text))
    heard = {sound(key) for key in own} - {""}
    fitting = [form for form in forms if form in own or own & set(keys(form)) or heard & {sound(key) for key in keys(form)}]
    return max(fitting, key=lambda form: (len(form.split()), -len(form)))
