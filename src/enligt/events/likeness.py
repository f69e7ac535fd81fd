"""How alike two claims are: the features from which the scorer decides whether they tell of one act.

A feature is 0 where it says nothing; most are 0 or 1, shares lie between. Factuality never parts two claims by itself: an
assertion, a denial and a plan of one act are one event. What a pair of them says about time is another matter: what was told as
done before it was planned is not what was planned.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from enligt.events.families import nearness
from enligt.events.telling import cosine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.events.telling import Telling

BEFORE = 30  # days before publication in which an act may lie that a report without a time tells of
AFTER = 90  # days after it in which a planned or possible one may lie
WIDE = 8  # days: an interval from here on names a period rather than a day
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
VERBAL = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})

MEANINGS: dict[str, str] = {
    "always": "before anything is known",
    "other-type": "types that may be one act but differ, the more the farther apart (table families)",
    "mode-same": "the same mode",
    "mode-other": "different modes, both given",
    "verbal": "both are acts of speech, of which there are many alike",
    "force": "both are acts of force",
    "consult": "both are meetings",
    "actors-same": "the same actors",
    "actors-some": "some actors in common",
    "actors-other": "no actor in common, both known",
    "recipients-same": "the same recipients",
    "recipients-some": "some recipients in common",
    "recipients-other": "no recipient in common, both known",
    "recipient-unsaid": "one names a recipient and one does not",
    "parties-same": "the same participants, whoever acts",
    "parties-other": "no participant in common, both sides of both known",
    "sides-swapped": "the actor of the one is the recipient of the other, and the act is not mutual",
    "two-parties": "two participants or more in common",
    "actors-other-unsure": "no actor in common, and how unsure the reader was of them",
    "recipients-other-unsure": "no recipient in common, and how unsure the reader was of them",
    "recipient-unsaid-unsure": "one names a recipient and one does not, and how unsure the reader was of that",
    "parties-same-unsure": "the same participants, and how unsure the reader was of them",
    "person-same": "the same person or group by name",
    "person-other": "other persons or groups by name",
    "time-same": "both give a time, and it is the same",
    "time-within": "both give a time, and one lies within the other's longer period",
    "time-near": "both give a time, a day or two apart",
    "time-apart": "both give a time, three days to two weeks apart",
    "time-far": "both give a time, more than two weeks apart",
    "time-fits": "one gives a time, which fits when the other was told",
    "time-misfits": "one gives a time, which does not fit when the other was told",
    "time-unsaid": "neither gives a time",
    "lent-same": "the same time, where one that gives none takes that of a like claim in its article",
    "lent-near": "a few days apart by such a time",
    "lent-far": "farther apart by such a time",
    "told-same-day": "published within a day of each other",
    "told-apart": "days between publication, by their logarithm",
    "told-unsaid-apart": "the same, where neither gives a time",
    "done-before-planned": "told as done before the other was told as planned",
    "planned-then-done": "told as planned, later as done",
    "certainty-other": "one is asserted or denied, the other planned or possible",
    "certainty-possible": "one of them is only possible",
    "denied-told": "one denies, one does not",
    "place-same": "the same place by name",
    "place-other": "other places by name",
    "number-same": "the same number",
    "number-other": "other numbers of the same unit",
    "figure-same": "a figure in common",
    "words": "share of words in common, same language",
    "words-across": "share of words in common, other language",
    "trigger-same": "the same word carries the act",
    "trigger-other": "other words carry it, same language",
    "names": "share of proper names in common",
    "names-none": "no proper name in common, both have some",
    "names-many": "three proper names in common or more",
    "story": "share of proper names in common, of the whole articles",
    "meaning": "likeness of the sentences' vectors, above or below the usual",
    "article-same": "in one article",
    "article-same-type": "in one article, of one type",
    "crowd": "claims of the type in the article that has more of them, by their logarithm",
    "crowd-unsaid": "the same, where at least one of the two gives no time",
    "crowd-article": "the same, in one article",
    "sentence-same": "in one sentence",
    "sentence-next": "in one article, a sentence apart",
    "sentence-far": "in one article, more than four sentences apart",
    "headline": "in one article, one of them its headline",
    "headline-lead": "in one article, one of them its headline, the other the sentence after it",
    "apart": "sentences between them in one article, by their logarithm",
    "peers": "claims of one type and the same participants in the article that has more of them, by their logarithm",
    "peers-article": "the same, in one article",
    "rare": "share of those words in common that few sentences of the article have",
    "rare-none": "both have such words, none in common",
    "rare-article": "the same share, in one article",
    "beside": "share of words in common next to the act, in one article",
    "beside-sentence": "the same, in one sentence",
    "things-none": "both name the participants by such words, none in common",
    "ordinal-same": "both the first, the second …",
    "ordinal-other": "the one the first, the other the second …",
    "ordinal-one": "in one article, one of them the first, the second …",
    "another": "in one article, one is another, a new, the previous one",
    "besides": "in one article, one is told with also, again, besides",
    "had": "in one article, one of them lies further back (had)",
    "trigger-same-article": "the same word carries the act, in one article",
    "time-one-article": "one gives a time and one does not, in one article",
    "time-unsaid-article": "neither gives a time, in one article",
    "place-one-article": "one names a place and one does not, in one article",
    "answered": "one denies, the other is the nearest like claim in the article",
    "answered-next": "the same, at most a sentence apart",
    "answered-words": "the same, share of words in common",
    "answered-other": "one denies, and another claim of the article is nearer",
    "nobody": "one names nobody known",
    "source-same": "on the same last source's word",
    "source-same-article": "on the same last source's word in one article",
    "outlet-same": "other articles of one outlet",
    "same-who-when": "the same participants at the same time",
    "same-who-where": "the same participants at the same place",
    "same-story-who": "the same participants, share of proper names of the whole articles in common",
    "words-story": "share of words in common where the articles share a name",
}
"""Every feature, in the order of the scorer's weights, and what it says."""
HERE = (
    "place-same", "place-other", "number-same", "number-other", "figure-same", "time-same", "time-within", "time-near",
    "time-far", "lent-same", "recipients-other", "actors-same", "names", "words", "certainty-other", "force",
)  # fmt: skip
"""Features that weigh otherwise within an article, which tells its own acts apart: there they come a second time."""
MEANINGS |= {f"{name}-here": f"{MEANINGS[name]}, in one article" for name in HERE}
NAMES: tuple[str, ...] = tuple(MEANINGS)
WITHIN: frozenset[str] = frozenset(
    {
        *("article-same", "article-same-type", "crowd-article", "sentence-same", "sentence-next", "sentence-far", "headline"),
        *("source-same-article", "peers-article", "beside-sentence", "beside", "rare-article", "ordinal-one"),
        *("another", "besides", "had", "apart", "headline-lead", "trigger-same-article", "time-one-article"),
        *("time-unsaid-article", "place-one-article", "answered", "answered-other", "answered-next", "answered-words"),
        *(f"{name}-here" for name in HERE),
    }
)
"""Those that say nothing of two articles."""
USUAL_COSINE = 0.92  # of two sentences of one story, whatever they say; nine in ten lie within SPREAD of it (docs/events.md)
SPREAD = 0.05
SHORT_ARTICLE = 4
MOST = 8  # sentences apart, claims of a type: more than the stories have to learn from count as so many
ORDINALS = frozenset({"first", "second", "third", "fourth"})


def features(one: Telling, other: Telling) -> dict[str, float]:
    """The features of a pair that are not 0; the same whichever of the two comes first.

    Types that are never one act are not compared: see :func:`enligt.events.families.nearness`.
    """
    found: dict[str, float] = {"always": 1.0}
    for part in (types, _parties, _times, _telling, _matter, _article, _setting):
        found.update(part(one, other))
    _together(found)
    if one.article_id == other.article_id:
        found.update({f"{name}-here": found[name] for name in HERE if name in found})
    return {name: value for name, value in found.items() if value}


def gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two intervals; 0 where they touch."""
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def implied(told: Telling) -> tuple[int, int] | None:
    """The days in which the act lies: as the sentence says, else as publication and factuality allow.

    None where nothing is known.
    """
    if told.start is not None:
        return told.start, told.end if told.end is not None else told.start
    if told.published is None:
        return None
    match told.factuality:
        case "asserted":
            return told.published - BEFORE, told.published
        case "planned":
            return told.published, told.published + AFTER
        case _:
            return told.published - BEFORE, told.published + AFTER


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """What the two have in common, as a share of the smaller."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def types(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    """The features that rest on types and modes alone."""
    yield "other-type", 1.0 - nearness(a.kind, b.kind) + (0.25 if a.kind != b.kind else 0.0)
    if a.mode and b.mode and a.kind == b.kind:
        yield ("mode-same" if a.mode == b.mode else "mode-other"), 1.0
    kinds = {a.kind, b.kind}
    yield "verbal", float(kinds <= VERBAL)
    yield "force", float(kinds <= FORCE)
    yield "consult", float(kinds == {"CONSULT"})


def _parties(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    actors, recipients = map(max, a.unsure, b.unsure)
    for side, x, y in (("actors", a.actors, b.actors), ("recipients", a.recipients, b.recipients)):
        if x and y:
            yield f"{side}-same" if x == y else f"{side}-some" if x & y else f"{side}-other", 1.0
    if a.actors and b.actors:
        yield "actors-other-unsure", actors * (not a.actors & b.actors)
    if a.recipients and b.recipients:
        yield "recipients-other-unsure", recipients * (not a.recipients & b.recipients)
    unsaid = float(bool(a.recipients) != bool(b.recipients))
    yield "recipient-unsaid", unsaid
    yield "recipient-unsaid-unsure", recipients * unsaid
    whole = float(bool(a.ids) and a.ids == b.ids)
    yield "parties-same", whole
    yield "parties-same-unsure", max(actors, recipients) * whole
    yield "two-parties", float(len(a.ids & b.ids) > 1)
    told = a.actors and a.recipients and b.actors and b.recipients
    yield "parties-other", float(bool(told) and not a.ids & b.ids)
    if not {a.kind, b.kind} & MUTUAL:
        swapped = (a.actors & b.recipients) - b.actors and (b.actors & a.recipients) - a.actors
        yield "sides-swapped", float(bool(swapped))
    if not a.ids or not b.ids:
        yield "nobody", 1.0
    if a.who and b.who:
        yield ("person-same" if a.who & b.who else "person-other"), 1.0


def _times(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    x, y = implied(a), implied(b)
    if x is None or y is None:
        return
    apart = gap(x, y)
    if a.start is not None and b.start is not None:
        long = max(x[1] - x[0], y[1] - y[0]) + 1
        if apart == 0 and max(x[0], y[0]) <= min(x[1], y[1]):
            short = min(x[1] - x[0], y[1] - y[0]) + 1
            yield ("time-same" if long < WIDE or long == short else "time-within"), 1.0
        else:
            yield ("time-near" if apart <= 2 else "time-apart" if apart <= 14 else "time-far"), 1.0
    elif a.start is not None or b.start is not None:
        yield ("time-fits" if apart <= 1 else "time-misfits"), 1.0
        yield from _lent(a, b)
    else:
        yield "time-unsaid", 1.0
        yield from _lent(a, b)


def _lent(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    """What the times say that a claim without one may have of its neighbours."""
    x = a.borrowed if a.start is None else implied(a)
    y = b.borrowed if b.start is None else implied(b)
    if x is not None and y is not None:
        apart = gap(x, y)
        yield ("lent-same" if apart <= 1 else "lent-near" if apart <= 5 else "lent-far"), 1.0


def _telling(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    pair = {a.factuality, b.factuality}
    yield "certainty-other", float(bool(pair & {"asserted", "denied"}) and bool(pair & {"planned", "possible"}))
    yield "certainty-possible", float("possible" in pair and len(pair) > 1)
    yield "denied-told", float("denied" in pair and len(pair) > 1)
    if a.published is None or b.published is None:
        return
    days = abs(a.published - b.published)
    yield "told-same-day", float(days <= 1)
    yield "told-apart", math.log1p(days)
    yield "told-unsaid-apart", math.log1p(days) if a.start is None and b.start is None else 0.0
    if pair == {"asserted", "planned"}:
        done, planned = (a, b) if a.factuality == "asserted" else (b, a)
        assert done.published is not None  # noqa: S101 - seen above
        assert planned.published is not None  # noqa: S101 - seen above
        yield "done-before-planned", float(done.published < planned.published)
        yield "planned-then-done", float(planned.published < done.published)


def _matter(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    if a.place and b.place:
        yield ("place-same" if a.place & b.place else "place-other"), 1.0
    if a.numbers and b.numbers:
        same = {value for value, _, _ in a.numbers} & {value for value, _, _ in b.numbers}
        units = {unit for _, _, unit in a.numbers} & {unit for _, _, unit in b.numbers}
        yield ("number-same" if same else "number-other"), float(bool(same or units))
    yield "figure-same", float(bool(a.figures & b.figures))
    near = a.language == b.language
    yield ("words" if near else "words-across"), _share(a.words, b.words)
    if near or a.trigger & b.trigger:
        yield ("trigger-same" if a.trigger & b.trigger else "trigger-other"), 1.0
    if a.names and b.names:
        common = len(a.names & b.names)
        yield "names", common / min(len(a.names), len(b.names))
        yield "names-none", float(not common)
        yield "names-many", float(common > 2)
    likeness = cosine(a, b)
    if likeness is not None:
        yield "meaning", max(-1.0, min(1.0, (likeness - USUAL_COSINE) / SPREAD))


def _article(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    crowd = math.log(min(MOST, max(a.crowd, b.crowd)))
    yield "crowd", crowd
    yield "crowd-unsaid", crowd if a.start is None or b.start is None else 0.0
    yield "crowd-article", crowd if a.article_id == b.article_id else 0.0
    sourced = float(bool(a.source) and a.source == b.source)
    yield "source-same", sourced
    if a.article_id != b.article_id:
        yield "story", _share(a.around, b.around)
        yield "outlet-same", float(bool(a.outlet) and a.outlet == b.outlet)
        return
    yield "article-same", 1.0
    yield "article-same-type", float(a.kind == b.kind)
    apart = abs(a.sentence - b.sentence)
    if a.at == b.at:
        yield "sentence-same", 1.0
    elif a.headline or b.headline:
        yield "headline", 1.0
        yield "headline-lead", float(apart == 1)
    elif apart <= 1:
        yield "sentence-next", 1.0
    elif apart > SHORT_ARTICLE:
        yield "sentence-far", 1.0
    yield "source-same-article", sourced
    yield "apart", math.log1p(min(apart, MOST))
    yield "trigger-same-article", float(bool(a.trigger & b.trigger))
    if a.answers or b.answers:
        answered = a.answers == b.claim_id or b.answers == a.claim_id
        yield "answered", float(answered)
        yield "answered-other", float(not answered)
        yield "answered-next", float(answered and apart <= 1)
        yield "answered-words", _share(a.words, b.words) if answered else 0.0
    timed = (a.start is not None) + (b.start is not None)
    yield "time-one-article", float(timed == 1)
    yield "time-unsaid-article", float(timed == 0)
    yield "place-one-article", float(bool(a.place) != bool(b.place))


def _setting(a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
    """What stands around them: words that few other sentences have, cues such as another, the second."""
    here = a.article_id == b.article_id
    peers = math.log(min(MOST, max(a.peers, b.peers)))
    yield "peers", peers
    if a.rare and b.rare:
        yield "rare", _share(a.rare, b.rare)
        yield "rare-none", float(not a.rare & b.rare)
    if a.things and b.things:
        yield "things-none", float(not a.things & b.things)
    x, y = a.cues & ORDINALS, b.cues & ORDINALS
    if x and y:
        yield ("ordinal-same" if x & y else "ordinal-other"), 1.0
    if not here:
        return
    yield "peers-article", peers
    if a.at == b.at:
        yield "beside-sentence", _share(a.beside, b.beside)
    else:
        yield "beside", _share(a.beside, b.beside)
        if a.rare and b.rare:
            yield "rare-article", _share(a.rare, b.rare)
    yield "ordinal-one", float(bool(x) != bool(y))
    either = (a.cues | b.cues) - (a.cues & b.cues)
    for name, cue in (("another", "other"), ("besides", "more"), ("had", "had")):
        yield name, float(cue in either)


def _together(found: dict[str, float]) -> None:
    """Features of features: what two of them say together that neither says alone."""
    who = found.get("parties-same", 0.0) or min(found.get("actors-same", 0.0), found.get("recipients-same", 0.0))
    story = found.get("story", found.get("article-same", 0.0))
    found["same-who-when"] = who * found.get("time-same", 0.0)
    found["same-who-where"] = who * found.get("place-same", 0.0)
    found["same-story-who"] = who * story
    found["words-story"] = max(found.get("words", 0.0), found.get("words-across", 0.0)) * story
