"""The trained reader: the network's spans, and the knowledge that turns them into claims."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from enligt.actors import Gazetteer, NameSpan, read_names, resolve
from enligt.languages.sentences import sentences
from enligt.model import FACTUALITIES, LANGUAGES, Claim, Issue, Quantity, Reading, Span, Step
from enligt.readers import decisions, denials, factuality, judging, sourcing, timing, where
from enligt.readers.contexts import contexts
from enligt.readers.decisions import whole_features
from enligt.readers.decoding import accepted, candidates
from enligt.readers.goods import goods
from enligt.readers.network import Network, shipped
from enligt.readers.ontology import NAMES, ROLES, TYPES
from enligt.readers.persons import office_holders
from enligt.readers.quantities import counted, quantities
from enligt.readers.who import Scene, certainty
from enligt.readers.windows import frame, windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.model import Article, Factuality, When
    from enligt.readers.decoding import Candidate, Run
    from enligt.readers.network import WindowScores
    from enligt.readers.when import Direction

NAME = "trained"
Label = Literal["PER", "ORG", "LOC"]
LABELS: tuple[Label | None, ...] = (None, "PER", "PER", "ORG", "ORG", "LOC", "LOC")  # of ontology.NAMES
COUNTED = 0.05  # how likely a number right before an act's words must tell how much, to count the act ("three meetings")
KNOWLEDGE = 11  # raised whenever the code or tables around the network would give other claims
TOGETHER = 16  # articles whose windows are computed in one go, at most,
CHARACTERS = 30_000  # and of how much text, unless one article is longer: a window's scores weigh half a megabyte
MOST_SENTENCES = 3000  # of an article; a page of megabytes is read as far as this
DIRECTIONS: dict[Factuality, Direction] = {"asserted": "past", "planned": "future", "possible": "future", "denied": "none"}


@dataclass(frozen=True)
class Prepared:
    """An article, its sentences' offsets, and what the network says of its windows."""

    article: Article
    bounds: list[tuple[int, int]]
    scores: list[WindowScores]

    def span(self, run: Run) -> Span:
        """A run of words as a span of the article."""
        base = self.bounds[run.sentence][0]
        return Span(base + run.start, base + run.end, self.article.text[base + run.start : base + run.end])

    def names(self) -> list[NameSpan]:
        """The names that the network finds, in order of the text."""
        out: list[NameSpan] = []
        for s in self.scores:
            before: tuple[Label, int] | None = None  # the label of the name under way, and its sentence
            for k, w in zip(s.labels, s.window.words, strict=True):
                label = LABELS[k]
                a, b = self.bounds[w.sentence][0] + w.start, self.bounds[w.sentence][0] + w.end
                if label is None or w.sentence not in s.window.owned:
                    before = None
                elif NAMES[k].startswith("I-") and before == (label, w.sentence):
                    out[-1] = NameSpan(out[-1].start, b, label)
                else:
                    out.append(NameSpan(a, b, label))
                    before = (label, w.sentence)
        return sorted(out, key=lambda n: (n.start, n.end))

    def vectors(self) -> bytes:
        """``Reading.vectors``: of each sentence, which components of its vector lie above their mean over the article.

        Untuned vectors lie in one narrow cone; what tells sentences of an article apart is how they differ from their mean,
        and the signs of that are enough to pair them with their translations (docs/repetition.md). 48 bytes a sentence.
        """
        if not self.bounds or not self.scores:
            return b""
        rows = np.zeros((len(self.bounds), self.scores[0].vectors.shape[1]), np.int32)
        for s in self.scores:
            for at, k in enumerate(s.window.sentences):
                if k in s.window.owned:
                    rows[k] = s.vectors[at]
        return np.packbits(rows * len(rows) > rows.sum(axis=0), axis=1).tobytes()


def _groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Neighbours whose windows are computed together."""
    group: list[Article] = []
    size = 0
    for a in articles:
        if group and (len(group) == TOGETHER or size + len(a.text) > CHARACTERS):
            yield group
            group, size = [], 0
        group.append(a)
        size += len(a.text)
    if group:
        yield group


def told_once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims less those that tell an act of their sentence again: same type, parties and factuality; the likelier one stays.

    Of 96 such claims in 260 held-out documents, 7 were acts of their own.
    """
    best: dict[tuple[object, ...], Claim] = {}
    for one in sorted(claims, key=lambda c: (-c.slot_confidence["claim"], c.trigger.start)):
        parties = (frozenset(p.id for p in one.actors), frozenset(p.id for p in one.recipients))
        best.setdefault((one.evidence.start, one.event_type, *parties, one.factuality), one)
    kept = {id(one) for one in best.values()}
    yield from (one for one in claims if id(one) in kept)


class TrainedReader:
    """The reader in the package. Loads its weights when made; the same article always gives the same claims."""

    def __init__(
        self,
        network: Network | None = None,
        *,
        name: str = NAME,
        decided: tuple[decisions.Decisions, judging.Judge | None] | None = None,
    ) -> None:
        """Take the shipped network, or another one (taught by a user, in training, in tests), under its name.

        Args:
            network: with its decisions.
            name: what the reader is called.
            decided: other decisions than the network's own, where these are measured.

        Raises:
            WeightsError: the weights are missing or damaged.
        """
        self._network = network or shipped()
        self.decisions, self._judge = decided or (
            decisions.from_json(self._network.decisions),
            judging.from_json(self._network.judge) if self._network.judge else None,
        )
        self._name = name
        own = read_names(self._network.names, where=f"names.tsv of reader {name}")
        self._known = Gazetteer(own) if own else None

    @property
    def name(self) -> str:
        """``trained``, or what the user called it."""
        return self._name

    @property
    def version(self) -> str:
        """The hash of weights and decisions, and the version of the knowledge around them."""
        return f"{self._network.manifest['version']}.{KNOWLEDGE}"

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """Claims of each article, in the order given; an Issue for one in a language that it was not taught."""
        for group in _groups(articles):
            ready = iter(self.prepare([a for a in group if a.language in self.languages]))
            for article in group:
                if article.language not in self.languages:
                    yield self._strange(article)
                    continue
                prepared = next(ready)
                yield Reading(article, tuple(self.claims(prepared)), self.name, self.version, prepared.vectors())

    def _strange(self, article: Article) -> Issue:
        message = f"reader {self.name} does not read {article.language!r}: teach one that does, or choose it with --reader"
        return Issue(article.document, "read", "unsupported-language", message, page=article.page)

    @property
    def languages(self) -> tuple[str, ...]:
        """What it reads (BCP 47)."""
        return tuple(self._network.manifest.get("languages", LANGUAGES))

    def prepare(self, articles: Sequence[Article]) -> list[Prepared]:
        """The network's scores of several articles at once."""
        network = self._network
        bounds = [sentences(a.text, language=a.language)[:MOST_SENTENCES] for a in articles]
        made = [
            windows(
                [a.text[s:e].replace("\n", " ") for s, e in b],
                tokenizer=network.tokenizer,
                bos=network.bos,
                eos=network.eos,
                headline=a.headed,
                frame=frame(a.language),
            )
            for a, b in zip(articles, bounds, strict=True)
        ]
        scores = iter(network.read([w for one in made for w in one]))
        return [Prepared(a, b, list(itertools.islice(scores, len(m)))) for a, b, m in zip(articles, bounds, made, strict=True)]

    def sentence_vector(self, sentence: str) -> bytes:
        """``Claim.vector`` of a sentence that stands alone, in any language that it reads; b"" where it has no word."""
        network = self._network
        made = windows(
            [" ".join(sentence.split())], tokenizer=network.tokenizer, bos=network.bos, eos=network.eos, headline=False
        )
        if not made or not made[0].words:
            return b""
        return bytes(network.read(made[:1])[0].vectors[0].tobytes())

    def scene(self, prepared: Prepared) -> Scene:
        """Who is who in the article."""
        a = prepared.article
        known = resolve(a.text, language=a.language, published=a.published, names=prepared.names(), known_actors=self._known)
        return Scene(a.text, prepared.bounds, a.language, known)

    def claims(self, prepared: Prepared) -> Iterator[Claim]:
        """The claims of one article, in order of the text."""
        scene = functools.cache(lambda: self.scene(prepared))  # many articles hold nothing that asks who is who
        found = [c for s in prepared.scores for c in candidates(self._network, s, lambda window: scene().parties(window))]
        if not found:
            return
        who, confidences = self._judged(found, scene())
        made = [
            self._claim(
                prepared, scene(), found[k], who[k] or judging.participation(found[k], scene(), self.decisions), confidences[k]
            )
            for k in accepted(found, confidences, self.decisions)
        ]
        yield from denials.with_denials(list(told_once(made)), prepared.article, scene())

    def _judged(self, found: Sequence[Candidate], scene: Scene) -> tuple[Sequence[judging.Participation | None], list[float]]:
        """How likely each candidate is a claim, and who takes part in it where that was asked for."""
        if self._judge is None or not self._judge.lexicon.knows(scene.language):  # of a language that a user taught
            return [None] * len(found), [self.decisions.confidence(c.features()) for c in found]
        who = [judging.participation(c, scene, self.decisions) for c in found]
        return who, self._judge.chances(found, who, scene)

    def _claim(
        self, prepared: Prepared, scene: Scene, candidate: Candidate, who: judging.Participation, confidence: float
    ) -> Claim:
        article, text = prepared.article, prepared.article.text
        start, end = prepared.bounds[candidate.sentence]
        evidence = Span(start, end, text[start:end])
        trigger = prepared.span(candidate.trigger())
        kind = TYPES[candidate.type]
        steps = [
            Step("event_type", kind, "the network's types of the word", trigger, candidate.probability),
        ]
        actors, recipients = who.actors, who.recipients
        steps += who.steps
        chances = dict(zip(FACTUALITIES, candidate.claims.factuality[candidate.row].tolist(), strict=True))
        marked = [prepared.span(r) for r in candidate.role("cue")]
        hearsay, governing = factuality.heard(text, (start, end), (trigger.start, trigger.end), marked, language=article.language)
        status, cues, more = factuality.decide(chances, marked, language=article.language, hearsay=hearsay, operators=governing)
        steps += more
        slots = {
            "claim": confidence,
            "event_type": candidate.probability,
            "factuality": more[0].probability or 0.0,
            "actors": certainty(actors, who.rivals),
            "recipients": certainty(recipients, who.rated),
        }
        whole = self.decisions.certainty(
            whole_features(
                confidence,
                actors=slots["actors"],
                recipients=slots["recipients"],
                nobody=not recipients,
                factuality=slots["factuality"],
            )
        )
        rule = "the chance that type, actors, recipients and factuality are all right; calibrated on held-out documents"
        steps.insert(1, Step("confidence", f"{whole:.4f}", rule, evidence))
        sources, more = sourcing.sources(
            article, candidate, prepared.span, evidence=evidence, scene=scene, factuality=status, actors=actors
        )
        steps += more
        about = contexts(text, start, end, language=article.language)
        steps += [
            Step("contexts", name, "a word of its sentence (the language's table of contexts)", word) for name, word in about
        ]
        named = goods(text, start, end, language=article.language)
        rule = "a word or model of its sentence (the tables of goods and models)"
        steps += [Step("goods", f"{one.kind} {one.model}" if one.model else one.kind, rule, one.span) for one in named]
        time, step = self._time(prepared, candidate, status)
        steps += [step] if step else []
        steps += office_holders(scene.actors, actors, recipients, published=article.published, when=time)
        marked_place = next(iter(candidate.role("where")), None)
        located = None
        if marked_place:
            located, placed = where.place(
                article,
                prepared.span(marked_place),
                evidence,
                scene=scene,
                parties=(*actors, *recipients),
                probability=marked_place.probability,
            )
            steps.append(placed)
        amounts = self._quantities(prepared, candidate)
        steps += [
            Step("quantities", f"{q.comparator} {q.value:g}", "number words and comparator of the marked span", q.span)
            for q in amounts
        ]
        return Claim(
            article_id=article.article_id,
            event_type=kind,
            mode=candidate.mode(),
            factuality=status,
            trigger=trigger,
            evidence=evidence,
            reader=self.name,
            reader_version=self.version,
            actors=actors,
            recipients=recipients,
            hearsay=any(cue.kind == "hearsay" for cue in cues),
            sources=sources,
            when=time,
            where=located,
            quantities=amounts,
            cues=cues,
            contexts=tuple(name for name, _ in about),
            goods=named,
            confidence=whole,
            slot_confidence={**slots, "sources": min((s.confidence for s in sources), default=1.0)},
            steps=tuple(steps),
            vector=candidate.scores.vectors[candidate.scores.window.sentences.index(candidate.sentence)].tobytes(),
        )

    def _time(self, prepared: Prepared, candidate: Candidate, status: Factuality) -> tuple[When | None, Step | None]:
        article, base = prepared.article, prepared.bounds[candidate.sentence][0]
        marked = [timing.Marked(base + r.start, base + r.end, r.probability) for r in candidate.role("when")]
        column = candidate.claims.roles[candidate.row, :, ROLES.index("when")].tolist()
        words = [
            timing.Marked(base + w.start, base + w.end, p)
            for w, p in zip(candidate.scores.window.words, column, strict=True)
            if w.sentence == candidate.sentence and p >= timing.OPENED
        ]
        act = timing.Act(*prepared.bounds[candidate.sentence], prepared.span(candidate.trigger()).start)
        told = timing.time(
            article.text,
            act,
            runs=marked,
            words=words,
            language=article.language,
            published=article.published,
            direction=DIRECTIONS[status],
        )
        if told is None:
            return None, None
        found, by = told
        value = f"{found.start}..{found.end}" if found.start else "unresolved"
        span = Span(by.start, by.end, article.text[by.start : by.end])
        return found, Step("when", value, found.basis, span, by.probability)

    def _quantities(self, prepared: Prepared, candidate: Candidate) -> tuple[Quantity, ...]:
        a = prepared.article
        out: list[Quantity] = []
        for r in candidate.role("quantity"):
            s = prepared.span(r)
            out += quantities(a.text, s.start, s.end, language=a.language)
        act = candidate.trigger()
        words, column = candidate.scores.window.words, candidate.claims.roles[candidate.row, :, ROLES.index("quantity")]
        before = act.first - 1
        if not out and before >= 0 and words[before].sentence == act.sentence and column[before] >= COUNTED:
            s = prepared.span(act)
            out = counted(a.text, s.start, s.end, language=a.language)
        return tuple(out)
