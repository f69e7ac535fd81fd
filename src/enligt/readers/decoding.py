"""From scores to spans: which words are triggers, and which runs of words fill a trigger's roles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.readers.decisions import logit
from enligt.readers.ontology import ANYWHERE, NAMES, ROLES, TYPED_MODES, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from enligt.readers.decisions import Decisions
    from enligt.readers.network import ClaimScores, Network, WindowScores
    from enligt.readers.windows import Parties, Window, Word

NAMED = frozenset({"actor", "recipient", "source", "origin", "where"})  # roles whose words are names, quoted whole
FLOOR = 0.12  # words below this are never triggers
ON, BRIDGE = 0.5, 0.25  # a word of a span; a single word between two such
AFTER = 0.05  # a word of the source in a sentence that gives nothing but the source of the one before


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first..last`` of a window that fill a role: their sentence, offsets in it, and mean probability."""

    sentence: int
    start: int
    end: int
    probability: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be a trigger of a type, with what the network says about it; ``row`` is its row in ``claims``."""

    scores: WindowScores
    claims: ClaimScores
    row: int
    word: int
    type: int
    probability: float

    @property
    def sentence(self) -> int:
        """The sentence that it stands in."""
        return self.scores.window.words[self.word].sentence

    @property
    def firm(self) -> float:
        """Probability that a careful reader would not call it borderline."""
        return float(self.claims.firm[self.row])

    @property
    def sentence_probability(self) -> float:
        """Probability that its sentence holds a claim of its type."""
        row = self.scores.window.sentences.index(self.sentence)
        return float(self.scores.sentence_types[row, self.type])

    def features(self) -> list[float]:
        """What its confidence is made of (decisions.py)."""
        same = [0.0] * len(TYPES)
        same[self.type] = 1.0
        return [logit(self.probability), logit(self.firm), logit(self.sentence_probability), 1.0, *same]

    def role(self, name: str) -> list[Run]:
        """The runs of words that fill a role; of sources in any sentence, of the others in the trigger's."""
        words = self.scores.window.words
        found = runs(self._column(name), words, None if name in ANYWHERE else self.sentence)
        return self._wholes(found) if name in NAMED else found

    def sources_after(self) -> list[Run]:
        """The runs of words of the sentence after its own that may be its source, from ``AFTER`` on."""
        return self._wholes(runs(self._column("source"), self.scores.window.words, self.sentence + 1, on=AFTER))

    def _column(self, name: str) -> NDArray[np.float64]:
        return self.claims.roles[self.row, :, ROLES.index(name)]

    def _wholes(self, found: Sequence[Run]) -> list[Run]:
        """The runs made whole, each once: the likeliest of those that are then the same."""
        whole: dict[tuple[int, int], Run] = {}
        for r in map(self._whole, found):
            if (r.first, r.last) not in whole or whole[r.first, r.last].probability < r.probability:
                whole[r.first, r.last] = r
        return list(whole.values())

    def _whole(self, run: Run) -> Run:
        """The run with the rest of a hyphenated name at its ends ("Nord-Korea", "Moon Jae-in"): words without a blank between."""
        words, labels = self.scores.window.words, self.scores.labels
        first, last = run.first, run.last
        while first > 0 and NAMES[labels[first]].startswith("I-") and _touch(words[first - 1], words[first]):
            first -= 1
        while last + 1 < len(words) and NAMES[labels[last + 1]].startswith("I-") and _touch(words[last], words[last + 1]):
            last += 1
        return replace(run, start=words[first].start, end=words[last].end, first=first, last=last)

    def trigger(self) -> Run:
        """The trigger: its word, and the words beside it that belong to it."""
        words = self.scores.window.words
        column = self.claims.roles[self.row, :, ROLES.index("trigger")]
        first = last = self.word
        while first > 0 and words[first - 1].sentence == self.sentence and column[first - 1] >= ON:
            first -= 1
        while last + 1 < len(words) and words[last + 1].sentence == self.sentence and column[last + 1] >= ON:
            last += 1
        return Run(self.sentence, words[first].start, words[last].end, self.probability, first, last)

    def mode(self) -> str | None:
        """The likeliest mode of its type; None where none is told."""
        kind = TYPES[self.type]
        own = [(float(self.claims.mode[self.row, k]), m) for k, (t, m) in enumerate(TYPED_MODES) if t == kind]
        return max(own, key=lambda x: x[0])[1]


def _touch(a: Word, b: Word) -> bool:
    return a.sentence == b.sentence and a.end == b.start


def runs(column: NDArray[np.float64], words: Sequence[Word], sentence: int | None, *, on: float = ON) -> list[Run]:
    """Runs of words at ``on`` or above, a single weaker word between two of them bridged; none crosses a sentence."""
    if not len(column) or column.max() < on:
        return []
    lit = [p >= on and (sentence is None or w.sentence == sentence) for p, w in zip(column.tolist(), words, strict=True)]
    for i in range(1, len(lit) - 1):
        if (
            not lit[i]
            and lit[i - 1]
            and lit[i + 1]
            and words[i - 1].sentence == words[i + 1].sentence
            and column[i] >= min(BRIDGE, on / 2)
        ):
            lit[i] = True
    out: list[Run] = []
    i = 0
    while i < len(lit):
        if not lit[i]:
            i += 1
            continue
        j = i
        while j + 1 < len(lit) and lit[j + 1] and words[j + 1].sentence == words[i].sentence:
            j += 1
        mean = round(float(column[i : j + 1].mean()), 4)
        out.append(Run(words[i].sentence, words[i].start, words[j].end, mean, i, j))
        i = j + 1
    return out


def candidates(network: Network, scores: WindowScores, who: Callable[[Window], Parties]) -> list[Candidate]:
    """Possible triggers of the sentences that the window owns, duplicates of one act removed, in order of the text.

    They are read together with those of the window's other sentences, which are their rivals, as in training.

    Two candidates of one type in one sentence are the same act where they stand side by side, or where one stands among
    the other's trigger words; the likelier one stays.

    Args:
        network: reads them.
        scores: of the window.
        who: the parties of a window; asked for only where there is a candidate.
    """
    window = scores.window
    at = list(zip(*(axis.tolist() for axis in (scores.types >= FLOOR).nonzero()), strict=True))
    if not at:
        return []
    claims = network.claims(scores, at, who(window))
    made = [
        Candidate(scores, claims, k, i, t, float(scores.types[i, t]))
        for k, (i, t) in enumerate(at)
        if window.words[i].sentence in window.owned
    ]
    kept: list[Candidate] = []
    trigger = ROLES.index("trigger")
    for c in sorted(made, key=lambda c: (-c.probability, c.word, c.type)):
        rivals = (k for k in kept if k.type == c.type and k.sentence == c.sentence)
        if not any(abs(k.word - c.word) <= 1 or k.claims.roles[k.row, c.word, trigger] >= ON for k in rivals):
            kept.append(c)
    return sorted(kept, key=lambda c: (c.word, c.type))


def accepted(found: Sequence[Candidate], confidences: Sequence[float], decisions: Decisions) -> list[int]:
    """Which candidates' confidence reaches their type's threshold; on one word, a second type needs more.

    Args:
        found: candidates of one article.
        confidences: how likely each is a claim.
        decisions: the thresholds.

    Returns:
        their places in ``found``, in its order.
    """
    best: dict[tuple[int, int], float] = {}
    for c, s in zip(found, confidences, strict=True):
        place = id(c.scores), c.word
        best[place] = max(best.get(place, 0.0), s)
    out = []
    for k, (c, s) in enumerate(zip(found, confidences, strict=True)):
        first = s >= best[id(c.scores), c.word]
        if s >= (decisions.threshold(TYPES[c.type]) if first else decisions.second_threshold):
            out.append(k)
    return out
