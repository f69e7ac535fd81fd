"""The weights by which claims are joined into events, fitted on the corpus's stories: ``python -m enligt.training events``.

A logistic regression on the features of ``enligt.events.likeness``, by Newton's method with a ridge (Hastie, Tibshirani and
Friedman, The Elements of Statistical Learning, 2nd ed., 4.4.1). Learnt from are all pairs of claims in a story whose types may be
one act, the look-alikes that its writers put there among them, and as many pairs of two stories that share a participant, the
second moved to the days of the first: the same states deal with each other in other matters every week. Some pairs
on one act come again with the second told of others (``OTHERS``), which are two acts. Each pair of a story comes again ``WORN``
times as a reader may find it: fields left out (``LOST``) or mistaken (``MISTAKEN``), more or less sure (``SURE``), claims not
found (``MISSED``). Pairs of long stories weigh more (``LONG``). Learnt from are also documents of ``written/`` whose claims name
their events, each an article by itself, and of the stories of ``DENSE`` the pairs within an article: in news an act is told again
in one article in words of its own, beside others of the same parties. Left out are stories of ``corpus/stories-heldout.txt``.
numpy alone; the same corpus gives the same weights.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from enligt.errors import InputError
from enligt.events.families import nearness, neighbours
from enligt.events.likeness import NAMES, features
from enligt.events.telling import tellings
from enligt.marking.stories import articles, stories
from enligt.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from enligt.events.telling import Telling
    from enligt.marking.stories import Story
    from enligt.model import Claim

log = logging.getLogger("enligt.training")

HELD_OUT = "stories-heldout.txt"
RIDGE = 3.0
LONG = 3.0  # what a pair of a long story weighs: real articles are long, and the corpus has few
OTHERS = 12  # of so many pairs on one act, one is told of others besides
SENTENCES = 8  # of an article, from which on a story is long
DENSE = "hij"  # files of long stories with many acts alike (first letters): of them pairs within an article alone (docs)
DENSE_WEIGHT = 0.33  # of each of these
STEPS = 30
DIGITS = 2  # weights are kept so exactly: more would differ between machines
WORN = 6  # times that a pair of a story comes as a reader may find it
WORN_WEIGHT = 0.25  # of each
LOST: tuple[tuple[str, Any, float], ...] = (
    ("actors", (), 0.15), ("recipients", (), 0.25), ("when", None, 0.3), ("where", None, 0.3), ("quantities", (), 0.3),
    ("sources", (), 0.3), ("mode", None, 0.2),
)  # fmt: skip
"""Fields of a claim, what they are without it, and how often a reader leaves them out."""
SIDES = ("actors", "recipients")
NOBODY = 0.1  # of claims, how often a reader leaves out whoever takes part
MISTAKEN = {"actors": 0.12, "recipients": 0.12, "sides": 0.04, "factuality": 0.08, "type": 0.04}
"""How often a reader takes whoever acts in another claim, swaps the sides, or takes another factuality or a near type."""
MISSED = 0.3  # of claims, how often a reader does not find one
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
SURE = {True: (0.2, 0.59, 0.8, 0.94, 0.985, 0.994, 1.0), False: (0.0, 0.21, 0.47, 0.65, 0.84, 0.955, 1.0)}
"""How sure a reader is of a side that it has right, or wrong: quantiles at those shares, of the reader of November 2026 (of
another one ``quality/events.py --sure`` tells them)."""
MEANING = 0.25  # of the sentence vectors (docs/events.md): marked claims have none to learn it from


def split(corpus: Path) -> tuple[list[Story], list[Story]]:
    """The stories of ``corpus/stories``: those to learn from, and those held out.

    Raises:
        InputError: the list names a story that is not there, or a file has a fault.
    """
    told = stories(sorted((corpus / "stories").glob("*.txt")))
    lines = (corpus / HELD_OUT).read_text(encoding="utf-8").splitlines()
    names = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    missing = sorted(names - {story.name for story in told})
    if missing:
        raise InputError(f"{corpus / HELD_OUT}: no story {', '.join(missing)}: held-out stories may not be renamed")
    return [one for one in told if one.name not in names], [one for one in told if one.name in names]


def prepared(story: Story, *, copy: int | None = None) -> list[tuple[Telling, str]]:
    """The claims of a story prepared for comparison, each with the label of its event; a ``copy`` as a reader may find them."""
    found: list[tuple[Telling, str]] = []
    for article in story.articles:
        mine = [(one.claim, one.event) for one in story.claims if one.article is article]
        if copy is not None:
            around = [claim for claim, _ in mine]
            mine = [(_worn(one, around, copy), label) for one, label in mine if _lot(one, "missed", copy) >= MISSED]
        labels = {claim.claim_id: label for claim, label in mine}
        found += [(told, labels[told.claim_id]) for told in tellings([claim for claim, _ in mine], article)]
    return found


def _lot(claim: Claim, what: str, copy: int) -> float:
    """A number from 0 to 1, the same each time."""
    return int.from_bytes(hashlib.sha256(f"{claim.claim_id} {what} {copy}".encode()).digest()[:4], "big") / 2**32


def _one(several: Sequence[Any], lot: float) -> Any:
    return several[int(lot * len(several))]


def _worn(claim: Claim, around: Sequence[Claim], copy: int) -> Claim:
    """A claim as a reader may find it among those of its article: the same each time, another in each copy."""
    lot = partial(_lot, claim, copy=copy)
    lost = {field: empty for field, empty, share in LOST if lot(field) < share}
    if lot("nobody") < NOBODY:
        lost |= {"actors": (), "recipients": ()}
    made = replace(claim, **lost)
    others = [one for one in around if one is not claim]
    for side in SIDES:
        if others and lot(f"{side} mistaken") < MISTAKEN[side]:
            them = _one(others, lot(f"{side} taken"))
            made = replace(made, **{side: them.actors or them.recipients})
    if lot("sides") < MISTAKEN["sides"]:
        made = replace(made, actors=made.recipients, recipients=made.actors)
    if lot("factuality") < MISTAKEN["factuality"]:
        made = replace(made, factuality=_one(FACTUALITIES, lot("factuality taken")))
    near = neighbours(claim.event_type)[1:]
    if near and lot("type") < MISTAKEN["type"]:
        made = replace(made, event_type=_one(near, lot("type taken")), mode=None)
    return replace(made, slot_confidence={side: _sure(claim, made, side, lot(f"{side} sure")) for side in SIDES})


def _sure(claim: Claim, made: Claim, side: str, lot: float) -> float:
    """How sure the reader may be of a side of a claim that it made what it ``made``, by a ``lot`` from 0 to 1."""
    ids, found = ({one.id for one in getattr(each, side)} for each in (claim, made))
    table = SURE[ids == found]
    at = next(n for n, share in enumerate(SHARES[1:]) if lot <= share)
    first, last = SHARES[at : at + 2]
    return table[at] + (table[at + 1] - table[at]) * (lot - first) / (last - first)


def pairs(told: Sequence[Story], dense: Sequence[Story] = ()) -> Iterator[tuple[dict[str, float], bool, float]]:
    """What is learnt from: the features of pairs, whether each tells of one act, and how much it weighs.

    Args:
        told: stories, and articles that stand alone.
        dense: stories of which only the pairs within an article count.
    """
    inside = 0
    for story, apart in (*((one, True) for one in told), *((one, False) for one in dense)):
        long = len(story.articles) * SENTENCES <= sum(one.text.count("\n\n") for one in story.articles)
        weight = DENSE_WEIGHT if not apart else LONG if long else 1.0
        for copy in (None, *range(WORN)):
            for (a, label), (b, other) in itertools.combinations(prepared(story, copy=copy), 2):
                if nearness(a.kind, b.kind) and (apart or a.article_id == b.article_id):
                    inside += copy is None and apart and len(story.articles) > 1
                    yield features(a, b), label == other, weight if copy is None else weight * WORN_WEIGHT
    yield from ((features(a, b), False, 1.0) for a, b in _others([prepared(story) for story in told]))
    found = _strangers([prepared(story, copy=0) for story in told if len(story.articles) > 1])
    yield from ((features(a, b), False, 1.0) for a, b in itertools.islice(found, inside))


def _others(all_of: Sequence[Sequence[tuple[Telling, str]]]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs on one act, one in so many, the second told of others: those of the next claim of its type that shares none."""
    every = [told for one in all_of for told, _ in one]
    for one in all_of:
        for (a, label), (b, other) in itertools.combinations(one, 2):
            if label != other or not a.ids or hashlib.sha256(f"{a.claim_id} {b.claim_id}".encode()).digest()[0] % OTHERS:
                continue
            them = next((c for c in every if c.kind == b.kind and c.ids and not c.ids & (a.ids | b.ids)), None)
            if them is not None:
                yield a, replace(b, actors=them.actors, recipients=them.recipients, who=them.who)


def _strangers(all_of: Sequence[Sequence[tuple[Telling, str]]]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of claims of two stories that share a participant, the second moved to the days of the first; in no special order."""
    found: list[tuple[str, Telling, Telling]] = []
    for one, other in itertools.combinations(all_of, 2):
        moved = _moved([told for told, _ in other], to=[told for told, _ in one])
        found += [
            (hashlib.sha256(f"{a.claim_id} {b.claim_id}".encode()).hexdigest(), a, b)
            for a, _ in one
            for b in moved
            if (a.ids or a.supposed) & (b.ids or b.supposed) and nearness(a.kind, b.kind)
        ]
    return ((a, b) for _, a, b in sorted(found, key=lambda x: x[0]))


def _moved(story: Sequence[Telling], *, to: Sequence[Telling]) -> list[Telling]:
    first, target = (min((told.published or 0 for told in one), default=0) for one in (story, to))
    days = target - first

    def by(day: int | None) -> int | None:
        return None if day is None else day + days

    return [
        replace(
            told, published=by(told.published), start=by(told.start), end=by(told.end),
            borrowed=None if told.borrowed is None else (told.borrowed[0] + days, told.borrowed[1] + days),
        )
        for told in story
    ]  # fmt: skip


def fit(material: Sequence[tuple[dict[str, float], bool, float]]) -> dict[str, float]:
    """The weight of each feature, rounded."""
    import numpy as np  # noqa: PLC0415 - heavy: `status` must stay quick

    x = np.array([[found.get(name, 0.0) for name in NAMES] for found, _, _ in material])
    y = np.array([float(same) for _, same, _ in material])
    weighs = np.array([weight for _, _, weight in material])
    w = np.zeros(len(NAMES))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (weighs * (p - y)) + RIDGE * w
        step = np.linalg.solve((x * (weighs * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w)), slope)
        w -= step
        if float(np.abs(step).max()) < 1e-9:
            break
    return {name: round(float(value), DIGITS) + 0.0 for name, value in zip(NAMES, w, strict=True)}


def made(corpus: Path) -> dict[str, Any]:
    """What ``events/data/weights.json`` holds: the weights, and what they were made from."""
    learnt, held = split(corpus)
    told = [one for one in learnt if one.file[0] not in DENSE]
    alone = articles(sorted((corpus / "written").glob("*.txt")))
    material = list(pairs([*told, *alone], [one for one in learnt if one.file[0] in DENSE]))
    found = fit(material) | {"meaning": MEANING}
    said = {
        "stories": len(learnt),
        "articles": len(alone),
        "held_out": len(held),
        "pairs": len(material),
        "same": sum(same for _, same, _ in material),
    }
    return {"made_by": "python -m enligt.training events", "ridge": RIDGE, **said, "weights": found}


def write(corpus: Path, file: Path) -> dict[str, Any]:
    """Fit the weights and write them, one a line."""
    found = made(corpus)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    log.info("%d pairs of %d stories: %s", found["pairs"], found["stories"], file)
    return found
