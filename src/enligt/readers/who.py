"""Who acts and who is acted upon: from a trigger's scores over words to the ids of actors and recipients.

Two things speak for an id: a marked phrase whose head stands for it ("Polens utrikesminister"), and the network's own score
for each name of the window ("is this one the actor?"), which also reaches participants that the sentence leaves unsaid or
names by a pronoun or a description. A logistic regression tuned on the held-out documents weighs them (decisions.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from enligt.model import Participant, Span, Step
from enligt.readers.decisions import logit
from enligt.readers.ontology import HOME, MUTUAL, SPECIAL, TYPES
from enligt.readers.windows import parties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.actors import ArticleActors, Mention
    from enligt.model import Language
    from enligt.readers.decisions import Decisions
    from enligt.readers.decoding import Candidate, Run
    from enligt.readers.windows import Parties, Window

Side = Literal["actor", "recipient"]
SIDES: tuple[Side, Side] = ("actor", "recipient")
NOBODY: Mapping[str, float] = MappingProxyType({})
FEATURES = 27 + len(TYPES)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A marked phrase in article offsets: the ids that its head stands for, and those named anywhere inside it.

    ``guessed``: where the head tells nothing ("the government"), the state that the article speaks of there.
    """

    start: int
    end: int
    probability: float
    head: tuple[str, ...]
    inside: tuple[str, ...]
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An id that may fill a side: the phrase that marks it, the mention that the network scores highest, its features."""

    id: str
    phrase: Phrase | None
    mention: Mention | None
    score: float
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """An article as participants are looked up in it: its text, its sentences' offsets, who is who."""

    text: str
    bounds: Sequence[tuple[int, int]]
    language: Language
    actors: ArticleActors
    _named: list[tuple[Window, dict[str, list[tuple[int, Mention]]]]] = field(default_factory=list, repr=False, compare=False)

    def phrase(self, run: Run) -> Phrase:
        """A run of words as a phrase of the article."""
        base = self.bounds[run.sentence][0]
        start, end = base + run.start, base + run.end
        inside = tuple(dict.fromkeys(m.id for m in self.actors.at(start, end) if m.id))
        head = tuple(self.actors.ids(start, end))
        return Phrase(start, end, run.probability, head, inside, () if head else tuple(self.actors.guess(start, end)))

    def salient(self, sentence: int) -> str | None:
        """The state that the article speaks of most, seen from a sentence."""
        states = self.actors.salient(self.bounds[sentence][0])
        return states[0] if states else None

    def parties(self, window: Window) -> Parties:
        """Who may take part in the acts of a window, for the network."""
        named = {i: [k for k, _ in pairs] for i, pairs in self.mentions(window).items()}
        return parties(window, named, home=HOME.get(self.language))

    def mentions(self, window: Window) -> dict[str, list[tuple[int, Mention]]]:
        """The names of a window by id, each with the words that it covers (a pair a word).

        Those of the window asked for last are kept: they are asked for with each of its candidates.
        """
        if not self._named or self._named[0][0] is not window:
            self._named[:] = [(window, self._mentions(window))]
        return self._named[0][1]

    def _mentions(self, window: Window) -> dict[str, list[tuple[int, Mention]]]:
        out: dict[str, list[tuple[int, Mention]]] = {}
        known = {k: self.actors.at(*self.bounds[k]) for k in window.sentences}
        for i, w in enumerate(window.words):
            base = self.bounds[w.sentence][0]
            for m in known[w.sentence]:
                if m.id and m.start < base + w.end and m.end > base + w.start:
                    out.setdefault(m.id, []).append((i, m))
        return out


def options(candidate: Candidate, scene: Scene, side: Side, rivals: Mapping[str, float]) -> tuple[list[Option], list[Phrase]]:
    """Every id that may fill the side, with its features; and the phrases marked for it.

    Args:
        candidate: the trigger.
        scene: its article.
        side: which side.
        rivals: how likely each id is on the other side, where that is decided already (actors are decided first).
    """
    column = SIDES.index(side)
    entities = candidate.claims.entities[candidate.row]
    of_party = candidate.claims.parties[candidate.row]
    rows = candidate.claims.who
    named = scene.mentions(candidate.scores.window)
    scored: dict[str, tuple[float, float, Mention]] = {}
    of_name: dict[str, float] = {}
    for i, pairs in named.items():
        k, m = max(pairs, key=lambda x: (entities[x[0], column], -x[0]))
        row = rows.row(i)
        scored[i] = (float(of_party[row, column]), float(of_party[row, 1 - column]), m)
        of_name[i] = float(entities[k, column])
    phrases = [scene.phrase(r) for r in candidate.role(side)]
    opposite = {i for r in candidate.role(SIDES[1 - column]) for i in scene.phrase(r).head}
    unresolved = max((p.probability for p in phrases if not p.head), default=0.0)
    ranked = sorted((s for s, _, _ in scored.values()), reverse=True)
    best, second = (*ranked, 0.0, 0.0)[:2]
    kinds = [float(k == candidate.type) for k in range(len(TYPES))]
    window = candidate.scores.window
    words = window.words
    home = HOME.get(scene.language)
    salient = scene.salient(candidate.sentence)
    ids = dict.fromkeys([*(i for p in phrases for i in (*p.head, *p.guessed)), *scored, "UNK", *([home] if home else [])])
    marked = {i for p in phrases for i in p.head}
    out = []
    for i in ids:
        phrase = max((p for p in phrases if i in p.head), key=lambda p: p.probability, default=None)
        inside = max((p.probability for p in phrases if i in p.inside and i not in p.head), default=0.0)
        score, other, mention = scored.get(i, (0.0, 0.0, None))
        chance = 0.0
        if i == "UNK":
            chance = float(of_party[SPECIAL.index("UNK"), column])
        elif i == home and i not in scored:
            chance = float(of_party[SPECIAL.index("HOME"), column])
        features = (
            1.0,
            logit(score) if i in scored else 0.0,
            float(i in scored),
            phrase.probability if phrase else 0.0,
            float(phrase is not None),
            inside,
            float(min(2, len(marked - {i}))),
            logit(chance) if chance else 0.0,
            float(i == "UNK"),
            float(i == home and i not in scored),
            unresolved,
            unresolved * logit(score) if i in scored else 0.0,
            float(i in scored and score >= best),
            logit(other) if i in scored else 0.0,
            float(i in opposite),
            float(TYPES[candidate.type] in MUTUAL),
            float(not phrases),
            logit(score) - logit(second if score >= best else best) if i in scored else 0.0,
            logit(rivals[i]) if i in rivals else 0.0,
            float(i in rivals),
            math.log1p(len(named.get(i, ()))),
            float(any(words[k].sentence == candidate.sentence for k, _ in named.get(i, ()))),
            float(any(window.heads(words[k].sentence) for k, _ in named.get(i, ()))),
            max(rivals.values(), default=0.0),
            max((p.probability for p in phrases if i in p.guessed), default=0.0),
            float(salient == i),
            logit(of_name[i]) if i in scored else 0.0,
            *kinds,
        )
        out.append(Option(i, phrase, mention, score, features))
    return out, phrases


Rated = list[tuple[float, Option]]
"""Options with how likely each is, the likeliest first."""


def rate(
    candidate: Candidate, scene: Scene, side: Side, decisions: Decisions, rivals: Mapping[str, float] = NOBODY
) -> tuple[Rated, list[Phrase]]:
    """How likely each id fills a side; and the phrases marked for it."""
    found, phrases = options(candidate, scene, side, rivals)
    return sorted(((decisions.participant(side, o.features), o) for o in found), key=lambda x: (-x[0], x[1].id)), phrases


def chosen(rated: Rated, candidate: Candidate, side: Side, decisions: Decisions, rivals: Mapping[str, float]) -> Rated:
    """Those that fill it, by the thresholds; never no actor at all."""
    wanted = decisions.actor_threshold if side == "actor" else decisions.recipient_threshold
    out = [(p, o) for p, o in rated if p >= wanted]
    if len(out) > 1:
        out = [(p, o) for p, o in out if o.id != "UNK"]
    if side == "actor" and len(out) == 1 and TYPES[candidate.type] in MUTUAL:
        out += [(p, o) for p, o in rated if p >= decisions.partner_threshold and o.id not in {out[0][1].id, "UNK"}][:1]
    if side == "recipient" and len(out) > 1:  # what one does to others is seldom done to oneself besides
        others = [(p, o) for p, o in out if rivals.get(o.id, 0.0) < decisions.actor_threshold]
        out = others or out[:1]
    if not out and side == "actor":
        out = [rated[0]] if rated and rated[0][0] >= wanted / 3 else [(p, o) for p, o in rated if o.id == "UNK"][:1]
    return out


def choose(
    candidate: Candidate, scene: Scene, side: Side, decisions: Decisions, rivals: Mapping[str, float] = NOBODY
) -> tuple[tuple[Participant, ...], tuple[Step, ...], dict[str, float]]:
    """The participants of one side, likeliest first by place in the text; never no actor at all (``UNK`` where unknown).

    Returns:
        participants with their confidence; a step for each that says which span and which knowledge gave the id; how likely
        each id was, the ``rivals`` of the other side.
    """
    rated, phrases = rate(candidate, scene, side, decisions, rivals)
    members, steps = [], []
    for p, o in chosen(rated, candidate, side, decisions, rivals):
        phrase = o.phrase or next((x for x in phrases if o.id in (*x.inside, *x.guessed) or not x.head), None)
        span = Span(phrase.start, phrase.end, scene.text[phrase.start : phrase.end]) if phrase else None
        name = _name(o, phrase, scene)
        members.append(Participant(id=o.id, name=name, mention=span.text if span else None, span=span, confidence=p))
        steps.append(_step(o, side, p, span))
    order = sorted(range(len(members)), key=lambda k: (_place(members[k]), -members[k].confidence, members[k].id))
    return tuple(members[k] for k in order), tuple(steps[k] for k in order), {o.id: p for p, o in rated}


def certainty(side: Sequence[Participant], rated: Mapping[str, float]) -> float:
    """How sure a side is: of its least sure member; of nobody, that the likeliest is none.

    Args:
        side: the participants chosen.
        rated: how likely each id was (``choose``).
    """
    if side:
        return min(p.confidence for p in side)
    return round(1 - max(rated.values(), default=0.0), 4)


def _place(member: Participant) -> int:
    return member.span.start if member.span else 1 << 60


def _name(option: Option, phrase: Phrase | None, scene: Scene) -> str | None:
    """The name of a person, body or group: of the mention of this id inside the phrase, else of the one scored highest."""
    inside: Sequence[Mention] = scene.actors.at(phrase.start, phrase.end) if phrase else ()
    names: Mapping[str, None] = dict.fromkeys(m.name for m in inside if m.id == option.id and m.name)
    if names:
        return next(reversed(list(names)))
    return option.mention.name if option.mention and not inside else None


def _step(option: Option, side: Side, confidence: float, span: Span | None) -> Step:
    if option.phrase is not None and span is not None:
        rule = option.mention.rule if option.mention and span.start <= option.mention.start < span.end else "the phrase's head"
    elif option.mention is not None:
        rule = f"scored {option.score:.4f} among the names of the window; {option.mention.rule}"
        if span is None:
            span = Span(option.mention.start, option.mention.end, option.mention.text)
    else:
        rule = "no name of the window fits: unknown" if option.id == "UNK" else "the state of the article's language"
    return Step(field=side, value=option.id, rule=rule, span=span, probability=confidence)
