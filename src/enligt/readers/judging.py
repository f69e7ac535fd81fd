"""Whether a candidate is a claim, judged once its participants have been sought: by all that is known of it and its rivals.

The network's scores of the trigger, what stands beside it in its sentence, who was found for it, and how often the corpus that
the network was trained on has its word as a trigger, are weighed by boosted trees (Friedman 2001, "Greedy function
approximation"), fitted on held-out documents (training/judge.py). A reader without them weighs the scores alone
(``Decisions.confidence``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from enligt.errors import WeightsError
from enligt.readers.decisions import logit
from enligt.readers.ontology import ROLES, TYPES
from enligt.readers.who import SIDES, certainty, choose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from enligt.model import Participant, Step
    from enligt.readers.decisions import Decisions
    from enligt.readers.decoding import Candidate
    from enligt.readers.who import Scene

NEAR = 3  # words within which another candidate may be the same act
LIKELY = 0.5  # a candidate that counts as there when others are judged
NONE = logit(0.0)
NEVER: Mapping[str, int] = MappingProxyType({})  # a trigger: most words
MARKED = ("actor", "recipient", "source", "when", "where", "quantity", "cue")


class Participation(NamedTuple):
    """Who takes part in a candidate: both sides, how each id was rated for them, and the steps that say why."""

    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    rivals: Mapping[str, float]
    rated: Mapping[str, float]
    steps: tuple[Step, ...]


def participation(candidate: Candidate, scene: Scene, decisions: Decisions) -> Participation:
    """Those who take part; the actors are decided first."""
    actors, steps, rivals = choose(candidate, scene, SIDES[0], decisions)
    recipients, more, rated = choose(candidate, scene, SIDES[1], decisions, rivals)
    return Participation(actors, recipients, rivals, rated, (*steps, *more))


class Lexicon:
    """How often the corpus has a word, and has it as the first word of a trigger, of which type; by language and form."""

    def __init__(self, counts: Mapping[str, Mapping[str, tuple[int, Mapping[str, int]]]]) -> None:
        """``counts``: by language and lower-case form, how often it stands there, and how often as a trigger of each type."""
        self._counts = counts

    def knows(self, language: str) -> bool:
        """Whether it has words of the language."""
        return language in self._counts

    def features(self, language: str, form: str, kind: str) -> list[float]:
        """Log odds that the word is a trigger of this type, and of any; how often it was met."""
        met, as_trigger = self._counts.get(language, {}).get(form, (0, {}))
        mine, every = as_trigger.get(kind, 0), sum(as_trigger.values())
        return [_odds(mine, met), _odds(every, met), math.log1p(met)]


def _odds(n: int, of: int) -> float:
    return math.log((n + 0.3) / (max(0, of - n) + 3))


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees, one node a place in the arrays; ``feature`` -1: a leaf. Smaller or equal goes to the left."""

    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    roots: NDArray[np.int64]
    base: float

    def chances(self, rows: NDArray[np.float64]) -> list[float]:
        """The probability of each row [N, F], rounded to four places."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        which = np.arange(len(rows))[:, None]
        while (inner := self.feature[at] >= 0).any():
            smaller = rows[which, np.maximum(self.feature[at], 0)] <= self.threshold[at]
            at = np.where(inner, np.where(smaller, self.left[at], self.right[at]), at)
        z = np.clip(self.base + self.value[at].sum(axis=1), -30, 30)
        return [round(float(p), 4) for p in 1 / (1 + np.exp(-z))]


def trees(  # noqa: PLR0913 - the arrays of one
    *,
    feature: Sequence[int],
    threshold: Sequence[float],
    left: Sequence[int],
    right: Sequence[int],
    value: Sequence[float],
    roots: Sequence[int],
    base: float,
) -> Trees:
    """Trees from plain numbers, as they are written."""
    return Trees(
        np.array(feature, np.int64),
        np.array(threshold, np.float64),
        np.array(left, np.int64),
        np.array(right, np.int64),
        np.array(value, np.float64),
        np.array(roots, np.int64),
        float(base),
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """The trees with the lexicon that they were fitted with."""

    trees: Trees
    lexicon: Lexicon

    def chances(self, found: Sequence[Candidate], who: Sequence[Participation], scene: Scene) -> list[float]:
        """How likely each candidate of an article is a claim."""
        return self.trees.chances(features(found, who, scene, self.lexicon)) if found else []


def features(found: Sequence[Candidate], who: Sequence[Participation], scene: Scene, lexicon: Lexicon) -> NDArray[np.float64]:
    """What the trees weigh, [N, F], of all candidates of one article.

    Args:
        found: its candidates.
        who: those who take part in each.
        scene: the article.
        lexicon: what the corpus says of words.
    """
    by_sentence: defaultdict[int, list[Candidate]] = defaultdict(list)
    for c in found:
        by_sentence[c.sentence].append(c)
    likely = {k: sum(c.probability > LIKELY for c in several) for k, several in by_sentence.items()}
    density = sum(likely.values()) / max(1, len(scene.bounds))
    rows = [
        [
            *_scores(c),
            *_taking_part(p),
            *_told(c),
            *_rivals(c, [o for o in by_sentence[c.sentence] if o is not c]),
            *(float(likely.get(c.sentence + step, 0)) for step in (-1, 1)),
            density,
            *_word(c, scene, lexicon),
        ]
        for c, p in zip(found, who, strict=True)
    ]
    return np.array(rows, np.float64)


def _scores(c: Candidate) -> list[float]:
    """The network's of the word, beside those of other types."""
    types = c.scores.types[c.word]
    held = c.scores.sentence_types[c.scores.window.sentences.index(c.sentence)]
    others, elsewhere = np.delete(types, c.type), np.delete(held, c.type)
    return [
        *c.features(),
        logit(float(others.max())),
        logit(min(1.0, round(float(others.sum()), 4))),
        logit(float(elsewhere.max())),
    ]


def _taking_part(p: Participation) -> list[float]:
    return [
        logit(max(p.rivals.values(), default=0.01)),
        logit(certainty(p.actors, p.rivals)),
        logit(max(p.rated.values(), default=0.01)),
        float(bool({one.id for one in p.actors} & {one.id for one in p.recipients})),
    ]


def _told(c: Candidate) -> list[float]:
    """Its factuality, and how much the network marks for its roles."""
    chances = [float(x) for x in c.claims.factuality[c.row]]
    roles = c.claims.roles[c.row]
    return [*chances, logit(max(chances)), *(float(roles[:, ROLES.index(name)].max()) for name in MARKED)]


def _rivals(c: Candidate, others: Sequence[Candidate]) -> list[float]:
    """The other candidates of its sentence."""
    return [
        float(len(others)),
        max((logit(o.probability) for o in others), default=NONE),
        max((logit(o.probability) for o in others if o.type == c.type), default=NONE),
        max((logit(o.probability) for o in others if abs(o.word - c.word) <= NEAR), default=NONE),
        max((o.firm for o in others), default=0.0),
        float(sum(o.probability > c.probability for o in others)),
    ]


def _word(c: Candidate, scene: Scene, lexicon: Lexicon) -> list[float]:
    """Where the trigger stands, how long it is, and what the corpus says of its first word."""
    words = c.scores.window.words
    start, end = scene.bounds[c.sentence]
    word, trigger = words[c.word], c.trigger()
    form = scene.text[start + word.start : start + word.end].lower()
    length = sum(w.sentence == c.sentence for w in words)
    return [
        float(c.scores.window.heads(c.sentence)),
        math.log1p(length),
        word.start / max(1, end - start),
        float(trigger.last - trigger.first),
        *lexicon.features(scene.language, form, TYPES[c.type]),
    ]


def from_json(data: Mapping[str, Any]) -> Judge:
    """The content of judge.json.gz.

    Raises:
        WeightsError: it lacks a part: it is of another version than this code.
    """
    try:
        counts = {
            language: {form: (int(met), dict(kinds) or NEVER) for form, (met, kinds) in forms.items()}
            for language, forms in data["lexicon"].items()
        }
        return Judge(trees(**data["trees"]), Lexicon(counts))
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise WeightsError(f"the reader's judge.json.gz is damaged ({type(e).__name__}: {e}): install enligt again") from e
