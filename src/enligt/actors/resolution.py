"""Who is who in one article: the gazetteer's mentions, and the persons and groups whom the article itself introduces."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from enligt.actors.gazetteer import ABROAD, AT_HOME, gazetteer
from enligt.actors.introductions import introduced, roles
from enligt.actors.leaders import term
from enligt.actors.offices import offices
from enligt.actors.phrases import heads
from enligt.actors.salience import HOME, is_state, salient

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from enligt.actors.gazetteer import Gazetteer
    from enligt.actors.mentions import Mention
    from enligt.actors.offices import Office
    from enligt.model import Language


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name that the network's name head found: ``text[start:end]``, half-open."""

    start: int
    end: int
    label: Literal["PER", "ORG", "LOC"]


class ArticleActors:
    """The actors of one article. ``mentions`` are in the order of the text and do not overlap."""

    def __init__(self, text: str, language: Language, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.language = language
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self.mentions]

    def at(self, start: int, end: int) -> list[Mention]:
        """The mentions that overlap ``text[start:end]``, in its order."""
        first = bisect_left(self._starts, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        last = bisect_left(self._starts, end)
        return self.mentions[first:last]

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """The offices that the article names with whose they are, in its order."""
        return tuple(offices(self))

    def heads(self, start: int, end: int) -> list[Mention]:
        """The mentions that say whom the noun phrase in that range stands for: its head first, several where it coordinates."""
        return heads(self.text, start, self.at(start, end))

    def ids(self, start: int, end: int) -> list[str]:
        """The ids that the noun phrase in that range stands for, its head first, each once; empty where it names nobody."""
        return list(dict.fromkeys(mention.id for mention in self.heads(start, end)))

    def salient(self, position: int) -> list[str]:
        """States by how much the article speaks of them, seen from an offset into it, most first."""
        return salient(self.text, self.mentions, position, language=self.language)

    def guess(self, start: int, end: int, *, exclude: Collection[str] = ()) -> list[str]:
        """The state that a phrase naming no actor ("the government", "han") most likely stands for: one id or none.

        A guess, to be told as one: use it only where :meth:`ids` is empty and nothing else says more. ``exclude``: ids that it
        cannot be, such as the claim's other participants.
        """
        del end
        return salient(self.text, self.mentions, start, language=self.language, exclude=exclude)[:1]


def resolve(
    text: str,
    *,
    language: Language,
    published: str | None,
    names: Sequence[NameSpan] = (),
    known_actors: Gazetteer | None = None,
) -> ArticleActors:
    """All actors of an article.

    Args:
        text: the article's text; offsets of the mentions are into it.
        language: its language.
        published: ISO date, possibly less precise, or None: who held an office then.
        names: what the network took for names; may be empty. Persons and organisations among them are resolved even
            where nothing but the network says that they are names.
        known_actors: the gazetteer; by default the room's own.
    """
    every = (known_actors or gazetteer()).every(text, language=language)
    dated = [_of_the_time(mention, published) for mention in every]
    owned = _owned(text, dated)
    known = [placed for mention in dated if (placed := _at_home(text, mention, dated, owned, language)) is not None]
    said = roles(text, language=language, known=known)
    known = [
        replace(mention, id=said[mention.name][0], rule=said[mention.name][1])
        if mention.kind == "leader" and mention.name in said
        else mention
        for mention in known
    ]
    # A city's name may be a surname of the article's ("Mendoza"): what the article teaches goes before.
    others = [mention for mention in known if mention.kind != "city"]
    learnt = introduced(text, language=language, known=others, spans=[(n.start, n.end) for n in names if n.label != "LOC"])
    taken = [(mention.start, mention.end) for mention in learnt]
    starts = [start for start, _ in taken]
    kept = list(learnt)
    for mention in known:
        at = bisect_left(starts, mention.end)
        if not at or taken[at - 1][1] <= mention.start:
            kept.append(mention)
    return ArticleActors(text, language, kept)


def _at_home(
    text: str, mention: Mention, every: Sequence[Mention], owned: Sequence[_Owned], language: Language
) -> Mention | None:
    """A mention with its state where it names an institution that every state has; None where nothing tells which.

    It is that of the state with which the article introduced it ("the Russian defence ministry … the defence ministry"). Else, in
    a Nordic paper, it is the paper's own ("Utenriksdepartementet"), unless the text speaks of another state only, or Nordic
    states have no such institution ("Senatet").
    """
    if mention.id not in {AT_HOME, ABROAD}:
        return mention
    home = HOME.get(language)
    abroad = [home] if home is not None and mention.id == ABROAD else []
    states = salient(text, every, mention.start, language=language, exclude=abroad)
    if not states:
        return None
    told = _introduced_with(text, mention, owned)
    if told is not None:
        return replace(mention, id=told, rule=f"{mention.text} of {told}, with which it was introduced; {mention.rule}")
    named = any(m.id == home for m in every)
    own = mention.id == AT_HOME and home is not None and (named or (mention.text[0].isupper() and not _elsewhere(every)))
    code = home if own and home is not None else states[0]
    return replace(mention, id=code, rule=f"{mention.text} of {code}, the state that the article speaks of; {mention.rule}")


def _elsewhere(every: Sequence[Mention]) -> bool:
    """Whether an article that never names the state at home plays abroad: it names other states, not only in passing.

    Of the corpus's articles with a capitalised institution and three such mentions, 96 in 100 have no act of the state at home;
    of those with fewer, one in three.
    """
    return sum(is_state(m.id) for m in every) >= _ABROAD_FROM


_ABROAD_FROM = 3  # mentions of states

_WHOSE = frozenset({"state", "adjective", "capital", "seat"})
_SENTENCE_END = frozenset('.!?:\n–—»”"')
_NEXT = re.compile(r"(?:['’]s?)? ([^\W\d_][\w-]*(?: [A-Z][\w-]*)*)")
_ENDING = 3  # letters in which the forms of one institution's name differ: -ministerium and -ministeriet
_TELLING = 6  # letters that they share at least
_LOOK_BACK = 8  # characters before a mention that tell whether it begins a sentence


class _Owned(NamedTuple):
    """What stands right after the name of a state ("Ukrainas forsvarsdepartement"): where it begins, folded, and the state."""

    start: int
    words: str
    id: str


def _owned(text: str, every: Sequence[Mention]) -> list[_Owned]:
    """What stands after each state of a text, in its order."""
    found = [(one.id, _NEXT.match(text, one.end)) for one in every if one.kind in _WHOSE]
    return [_Owned(after.start(1), after[1].casefold(), state) for state, after in found if after is not None]


def _introduced_with(text: str, mention: Mention, owned: Sequence[_Owned]) -> str | None:
    """The state that last stood right before the same institution, this time or earlier; None where none did.

    A capital inside a sentence of a Nordic text makes it the name of the paper's own ("opplyser Forsvarsdepartementet").
    """
    known = owned[: bisect_right(owned, mention.start, key=lambda one: one.start)]
    if known and known[-1].start == mention.start:
        return known[-1].id
    before = text[max(0, mention.start - _LOOK_BACK) : mention.start].rstrip(" -")
    inside = bool(before) and before[-1] not in _SENTENCE_END
    if mention.text[0].isupper() and inside and not before.casefold().endswith(" the"):
        return None
    name = mention.text.casefold()
    return next((one.id for one in reversed(known) if _same_institution(one.words, name)), None)


def _same_institution(one: str, other: str) -> bool:
    stem = min(len(one), len(other)) - _ENDING
    return one == other or (stem >= _TELLING and abs(len(one) - len(other)) <= _ENDING and one[:stem] == other[:stem])


# Whose capital Belgrade or Moscow was, and until when (ISO days, the last one inclusive); Serbia's later than the table's last.
_FORMER_CAPITALS = {
    "SRB": (("2003-02-03", "YUG"), ("2006-06-02", "SCG")),
    "RUS": (("1991-12-25", "SUN"),),
}


def _of_the_time(mention: Mention, published: str | None) -> Mention:
    """A mention with the actor it stood for when the article was published: office-holders, capitals of former states."""
    if published is None:
        return mention
    if mention.kind == "leader":
        then = term(mention.text.rstrip("'’"), published=published) or term(mention.name or "", published=published)
        if then is not None and (then.id != mention.id or then.office not in mention.rule):
            return replace(
                mention, id=then.id, name=then.name, rule=f"'{mention.text}', {then.office} at {published} (table leaders)"
            )
    elif mention.kind in {"capital", "seat"}:
        for last, code in _FORMER_CAPITALS.get(mention.id, ()):
            if published <= last:
                return replace(mention, id=code, rule=f"{mention.rule}, of {code} until {last}")
    return mention
