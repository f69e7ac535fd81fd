"""Decisions from the held-out documents: calibration, thresholds, the weights of what speaks for a participant.

Two-fold: figures printed for a fold come from weights fitted on the other; the shipped weights come from both. Thresholds and
confidences are set on what a judge says of documents that it was not fitted on (``judge.py``): of its own it is too sure.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.errors import InputError
from enligt.readers import judging, who
from enligt.readers.decisions import WHOLE_FEATURES, Decisions
from enligt.readers.ontology import TYPES
from enligt.training import figures, judge, manifest, merging, thresholds
from enligt.training.seen import participation, see_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from enligt.readers.decoding import Candidate
    from enligt.readers.judging import Judge
    from enligt.training.documents import Document
    from enligt.training.judge import Counts
    from enligt.training.seen import Confidences, Seen

log = logging.getLogger(__name__)
RIDGE = 2.0  # against over-fitting: the held-out documents are few
ROUNDS = 30
PARTNERS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 1.0)
# full of look-alikes by design, which the news is not
DRILLS = tuple(f"written/{kind}-" for kind in ("neg", "fac", "typ", "act"))
SECONDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
NEARLY = 0.001  # of F1
PARTS = 4  # the documents are judged in so many parts, each by trees fitted on the others
DEFAULTS: dict[str, Any] = {
    "claim": [0.7, 0.3, 0.3, 0.0, *[0.0] * len(TYPES)],
    "actor": [0.0, 1.0, *[0.0] * (who.FEATURES - 2)],
    "recipient": [0.0, 1.0, *[0.0] * (who.FEATURES - 2)],
    "whole": [0.0, 1.0, *[0.0] * (WHOLE_FEATURES - 2)],
    "thresholds": {"*": 0.5},
    "second_threshold": 0.6,
    "actor_threshold": 0.5,
    "recipient_threshold": 0.5,
    "partner_threshold": 1.0,
}


def logistic(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64] | None = None) -> list[float]:
    """Logistic regression by Newton's method with an L2 penalty; weights rounded to four places.

    Args:
        x: [N, F] features; a constant one among them stands for the intercept.
        y: [N] 0 or 1.
        weight: [N] of each row.
    """
    w = np.zeros(x.shape[1])
    rows = np.ones(len(y)) if weight is None else weight
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (rows * (p - y)) + RIDGE * w
        hessian = (x * (rows * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
        w -= np.linalg.solve(hessian, gradient)
    return [round(float(v), 4) for v in w]


@dataclasses.dataclass(frozen=True)
class Fitted:
    """Everything that is tuned."""

    decisions: Decisions
    judge: Judge

    def confidences(self, seen: Sequence[Seen]) -> Confidences:
        """How likely each candidate of some documents is a claim; right of documents that were not fitted on."""
        return [self.judge.chances([c for c, _ in s.found], participation(s, self.decisions), s.scene) for s in seen]


def fit(seen: Sequence[Seen], counts: Counts) -> Fitted:
    """Everything from documents as read.

    Args:
        seen: documents held out from the training of the network.
        counts: of the words of those that were not (``judge.count``).

    Raises:
        InputError: the network finds nothing in them.
    """
    rows = [(c.features(), m) for s in seen for c, m in s.found if m is None or not m["optional"]]
    if not rows:
        raise InputError("the network finds no trigger in any held-out document: it is not trained yet; train longer")
    x = np.array([f for f, _ in rows])
    y = np.array([float(m is not None) for _, m in rows])
    claim = logistic(x, y)
    chosen = Decisions(
        claim=claim, actor=_fit_side(seen, "actor", None), recipient=DEFAULTS["recipient"], whole=DEFAULTS["whole"]
    )
    chosen = dataclasses.replace(chosen, recipient=_fit_side(seen, "recipient", chosen))
    asked = figures.asked(seen, chosen)
    for side in who.SIDES:
        tried = [
            (figures.right(asked, _with(chosen, side, t), side), -abs(t - 0.5), t)
            for t in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
        ]
        chosen = _with(chosen, side, max(tried)[2])
    partners = [(figures.right(asked, dataclasses.replace(chosen, partner_threshold=t), "actor"), t) for t in PARTNERS]
    chosen = dataclasses.replace(chosen, partner_threshold=max(partners)[1])
    made, apart = _judge(seen, chosen, counts)
    at = [k for k, s in enumerate(seen) if not s.document.file.startswith(DRILLS)]
    news, of_news = [seen[k] for k in at], [apart[k] for k in at]
    chosen = dataclasses.replace(chosen, thresholds=thresholds.of_types(news, of_news))
    seconds = {t: figures.detection(news, dataclasses.replace(chosen, second_threshold=t), of_news) for t in SECONDS}
    chosen = dataclasses.replace(chosen, second_threshold=_second(seconds))
    whole = figures.wholes(seen, chosen, apart)
    if whole:
        x, y = np.array([f for f, _ in whole]), np.array([float(ok) for _, ok in whole])
        chosen = dataclasses.replace(chosen, whole=logistic(x, y))
    return Fitted(chosen, made)


def _judge(seen: Sequence[Seen], chosen: Decisions, counts: Counts) -> tuple[Judge, Confidences]:
    """The judge of all documents, and of each document what one says that was fitted on the others.

    It is fitted on no story: on those held out it is measured how claims as found make events.
    """
    words = judging.Lexicon(counts)
    rows = [judging.features([c for c, _ in s.found], participation(s, chosen), s.scene, words) for s in seen]
    told = [
        np.array([m is None or not m["optional"] for _, m in s.found], bool) for s in seen
    ]  # optional: neither right nor wrong
    right = [np.array([float(m is not None) for _, m in s.found]) for s in seen]

    def trees(of: Sequence[int]) -> judging.Trees:
        some = [k for k in of if len(rows[k]) and not seen[k].document.file.startswith("stories/")]
        x, y = np.concatenate([rows[k][told[k]] for k in some]), np.concatenate([right[k][told[k]] for k in some])
        return judge.fit(x, y)

    apart: Confidences = [[] for _ in seen]
    for part in range(PARTS):
        of_others = trees([k for k in range(len(seen)) if k % PARTS != part])
        for k in range(part, len(seen), PARTS):
            apart[k] = of_others.chances(rows[k]) if len(rows[k]) else []
    return judging.Judge(trees(range(len(seen))), words), apart


def _second(found: Mapping[float, float]) -> float:
    """From which confidence on one word is a second act: the highest threshold whose F1 is nearly the best.

    Two claims on one word where one is meant are plain to see; a second act missed costs no more than it does in F1.

    Args:
        found: F1 by threshold.
    """
    return max(t for t, f in found.items() if f >= max(found.values()) - NEARLY)


def _with(chosen: Decisions, side: who.Side, threshold: float) -> Decisions:
    if side == "actor":
        return dataclasses.replace(chosen, actor_threshold=threshold)
    return dataclasses.replace(chosen, recipient_threshold=threshold)


def _rivals(c: Candidate, s: Seen, chosen: Decisions | None) -> dict[str, float]:
    return who.choose(c, s.scene, "actor", chosen)[2] if chosen else {}


def _fit_side(seen: Sequence[Seen], side: who.Side, actors: Decisions | None) -> list[float]:
    key = f"{side}s"
    x, y, w = [], [], []
    for s in seen:
        for c, m in s.found:
            if m is None:
                continue
            wanted = merging.sides(m, key)
            made, _ = who.options(c, s.scene, side, _rivals(c, s, actors))
            for o in made:
                held = sum(o.id in ids for ids in wanted) / len(wanted)
                if held in {0, 1}:  # what one reading alone says is neither right nor wrong
                    x.append(o.features)
                    y.append(float(held))
                    w.append(0.5 if m["optional"] else 1.0)
    return logistic(np.array(x), np.array(y), np.array(w))


def folds(seen: Sequence[Seen], counts: Counts) -> list[tuple[Fitted, list[Seen]]]:
    """The documents in two halves, each with what was fitted on the other."""
    halves = [list(seen[side::2]) for side in (0, 1)]
    return [(fit(halves[1 - k], counts), halves[k]) for k in (0, 1)]


def tune(folder: Path, held: Sequence[Document], train: Sequence[Document]) -> dict[str, Any]:
    """Fit the decisions of the exported reader in ``folder`` on the documents held out, write them, renew the manifest's hashes.

    Args:
        folder: the reader's.
        held: documents held out from its training.
        train: those that it was trained on; their words are counted.

    Returns:
        the two-fold figures.
    """
    counts = judge.count(train)
    seen = see_all(folder, held)
    cross = [figures.of(half, fitted.decisions, fitted.confidences(half)) for fitted, half in folds(seen, counts)]
    mean = {k: round((cross[0][k] + cross[1][k]) / 2, 4) for k in cross[0]}
    chosen = fit(seen, counts)
    (folder / "decisions.json").write_text(
        json.dumps({**dataclasses.asdict(chosen.decisions), "heldout": mean}, indent=1) + "\n", encoding="utf-8"
    )
    judge.write(folder, chosen.judge.trees, counts)
    manifest.update_parts(folder)
    log.info("held out, two-fold: %s", mean)
    return mean
