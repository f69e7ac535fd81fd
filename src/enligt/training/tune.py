"""Decisions from the held-out documents: calibration, thresholds, the weights of what speaks for a participant.

Each held-out document is read as a user's article would be (its sentences given), so that what is tuned is what is used.
Two-fold: figures printed for a fold come from weights fitted on the other; the shipped weights come from both. Thresholds and
confidences are set on what a judge says of documents that it was not fitted on (``judge.py``): of its own it is too sure.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.actors import resolve
from enligt.errors import InputError
from enligt.model import FACTUALITIES, Article
from enligt.readers import decoding, judging, who
from enligt.readers.decisions import DEFAULT_THRESHOLD, WHOLE_FEATURES, Decisions, whole_features
from enligt.readers.network import Network
from enligt.readers.ontology import TYPES
from enligt.readers.trained import Prepared
from enligt.readers.windows import windows
from enligt.training import documents, judge, manifest, merging

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from enligt.readers.decoding import Candidate
    from enligt.readers.judging import Judge, Parties
    from enligt.training.documents import Document
    from enligt.training.judge import Counts

log = logging.getLogger(__name__)
RIDGE = 2.0  # against over-fitting: the held-out documents are few
ROUNDS = 30
GRID = np.linspace(0.05, 0.95, 91)  # thresholds tried
AROUND = 0.05
YIELDING = 0.01  # of F1
PARTNERS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 1.0)
SHRINK = 25  # claims of a type at which its own threshold counts as much as the common one
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


@dataclasses.dataclass
class Seen:
    """One held-out document as read: its candidates, each with the marked claim that it stands for."""

    document: Document
    scene: who.Scene
    found: list[tuple[Candidate, dict[str, Any] | None]]


def article(d: Document) -> tuple[Article, list[tuple[int, int]]]:
    """A marked document as an article, and its sentences' offsets."""
    text, bounds = documents.joined(d)
    one = Article(document=d.id, page="", text=text, language=d.language, headline=d.sentences[0], published=d.published)  # type: ignore[arg-type] # check.py admits the five languages only
    return one, bounds


def see(network: Network, d: Document) -> Seen:
    """Read a marked document and pair its candidates with its claims."""
    one, bounds = article(d)
    made = windows(d.sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos)
    prepared = Prepared(one, bounds, network.read(made))
    known = resolve(one.text, language=one.language, published=one.published, names=prepared.names())
    scene = who.Scene(one.text, bounds, one.language, known)
    found = [c for s in prepared.scores for c in decoding.candidates(network, s, scene.parties)]
    return Seen(d, scene, pair(found, d))


def pair(found: Sequence[Candidate], d: Document) -> list[tuple[Candidate, dict[str, Any] | None]]:
    """Each candidate with the marked claim of its sentence and type, one to one, likeliest first; firm claims before optional."""
    left = list(d.claims)
    out: dict[int, dict[str, Any] | None] = {}
    for k, c in sorted(enumerate(found), key=lambda x: -x[1].probability):
        words = c.scores.window.words[c.word]
        fits = [m for m in left if m["sent"] == c.sentence and TYPES[c.type] in merging.types(m)]
        fits.sort(key=lambda m: (m["optional"], abs(m["trigger"][0][0] - words.start)))
        out[k] = fits[0] if fits else None
        if fits:
            left.remove(fits[0])
    return [(c, out[k]) for k, c in enumerate(found)]


@dataclasses.dataclass(frozen=True)
class Fitted:
    """Everything that is tuned."""

    decisions: Decisions
    judge: Judge

    def confidences(self, seen: Sequence[Seen]) -> Confidences:
        """How likely each candidate of some documents is a claim; right of documents that were not fitted on."""
        return [self.judge.chances([c for c, _ in s.found], _parties(s, self.decisions), s.scene) for s in seen]


Confidences = list[list[float]]
"""How likely each candidate is a claim, by document, in the order of ``Seen.found``."""


def _parties(s: Seen, chosen: Decisions) -> list[Parties]:
    return [judging.parties(c, s.scene, chosen) for c, _ in s.found]


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
    asked = _asked(seen, chosen)
    for side in who.SIDES:
        tried = [
            (_right(asked, _with(chosen, side, t), side), -abs(t - 0.5), t) for t in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
        ]
        chosen = _with(chosen, side, max(tried)[2])
    partners = [(_right(asked, dataclasses.replace(chosen, partner_threshold=t), "actor"), t) for t in PARTNERS]
    chosen = dataclasses.replace(chosen, partner_threshold=max(partners)[1])
    made, apart = _judge(seen, chosen, counts)
    # look-alikes are a tenth of the corpus by design, not of the news
    at = [k for k, s in enumerate(seen) if "/neg-" not in s.document.file]
    news, of_news = [seen[k] for k in at], [apart[k] for k in at]
    chosen = dataclasses.replace(chosen, thresholds=_thresholds(news, of_news))
    best = max(
        (_detection(news, dataclasses.replace(chosen, second_threshold=t), of_news), -t, t)
        for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    )
    chosen = dataclasses.replace(chosen, second_threshold=best[2])
    whole = _wholes(seen, chosen, apart)
    if whole:
        x, y = np.array([f for f, _ in whole]), np.array([float(ok) for _, ok in whole])
        chosen = dataclasses.replace(chosen, whole=logistic(x, y))
    return Fitted(chosen, made)


def _judge(seen: Sequence[Seen], chosen: Decisions, counts: Counts) -> tuple[Judge, Confidences]:
    """The judge of all documents, and of each document what one says that was fitted on the others.

    It is fitted on no story: on those held out it is measured how claims as found make events.
    """
    words = judging.Lexicon(counts)
    rows = [judging.features([c for c, _ in s.found], _parties(s, chosen), s.scene, words) for s in seen]
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


def _wholes(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> list[tuple[list[float], bool]]:
    """Of each accepted candidate that is no optional claim: the features of its whole, and whether the whole is right."""
    out = []
    for s, told in zip(seen, confidences, strict=True):
        for k in _accepted(s, chosen, told):
            c, m = s.found[k]
            if m is not None and m["optional"]:
                continue
            taking = judging.parties(c, s.scene, chosen)
            chances = c.claims.factuality[c.row]
            features = whole_features(
                told[k],
                actors=who.certainty(taking.actors, taking.rivals),
                recipients=who.certainty(taking.recipients, taking.rated),
                nobody=not taking.recipients,
                factuality=float(chances.max()),
            )
            right = (
                m is not None
                and {p.id for p in taking.actors} in merging.sides(m, "actors")
                and {p.id for p in taking.recipients} in merging.sides(m, "recipients")
                and FACTUALITIES[int(chances.argmax())] in merging.factualities(m)
            )
            out.append((features, right))
    return out


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


def best_threshold(scored: Sequence[tuple[float, bool]], missing: int, *, yielding: float = 0.0) -> float:
    """The threshold in whose neighbourhood (``AROUND`` on each side) F1 is best on average.

    A peak of the few claims there are would not be met again.

    Args:
        scored: candidates with their confidence, and whether each stands for a marked claim.
        missing: marked claims that have no candidate.
        yielding: how much of F1 may be given for a lower threshold: the lowest is taken that costs no more.
    """
    if not any(ok for _, ok in scored):
        return DEFAULT_THRESHOLD
    p = np.array([x for x, _ in scored])
    ok = np.array([x for _, x in scored], dtype=np.float64)
    wanted = ok.sum() + missing
    curve = np.array([2 * ok[p >= t].sum() / ((p >= t).sum() + wanted) for t in GRID])
    reach = round(AROUND / (GRID[1] - GRID[0]))
    means = np.array([curve[max(0, k - reach) : k + reach + 1].mean() for k in range(len(GRID))])
    return float(GRID[int(np.argmax(means >= means.max() - yielding))])


def _rows(seen: Sequence[Seen], confidences: Confidences) -> tuple[list[tuple[str, float, bool]], list[str]]:
    """Type, confidence and truth of each candidate that is no optional claim; the types of all firm claims."""
    rows = [
        (TYPES[c.type], p, m is not None)
        for s, told in zip(seen, confidences, strict=True)
        for (c, m), p in zip(s.found, told, strict=True)
        if m is None or not m["optional"]
    ]
    return rows, [m["event_type"] for s in seen for m in s.document.claims if not m["optional"]]


def _thresholds(seen: Sequence[Seen], confidences: Confidences) -> dict[str, float]:
    """One threshold for all, ``YIELDING`` towards finding more: an act missed is lost, a doubtful one tells its confidence.

    Each type's own is as far from it as its best is from the best of all, drawn towards it by how few claims the type has.
    """
    rows, firm = _rows(seen, confidences)
    every = [(p, ok) for _, p, ok in rows]
    missing = len(firm) - sum(ok for _, ok in every)
    usual, level = (best_threshold(every, missing, yielding=y) for y in (0.0, YIELDING))
    out = {"*": round(level, 3)}
    for kind in TYPES:
        mine = [(p, ok) for t, p, ok in rows if t == kind]
        n = firm.count(kind)
        apart = best_threshold(mine, n - sum(ok for _, ok in mine)) - usual
        out[kind] = round(min(0.95, max(0.05, level + apart * n / (n + SHRINK * 2))), 3)
    return out


def _detection(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> float:
    hit = found = 0
    for s, told in zip(seen, confidences, strict=True):
        for k in _accepted(s, chosen, told):
            m = s.found[k][1]
            if m is None or not m["optional"]:
                found += 1
                hit += m is not None
    wanted = sum(not m["optional"] for s in seen for m in s.document.claims)
    return 2 * hit / (found + wanted) if found + wanted else 0.0


def _accepted(s: Seen, chosen: Decisions, confidences: Sequence[float]) -> list[int]:
    return decoding.accepted([c for c, _ in s.found], confidences, chosen)


@dataclasses.dataclass(frozen=True)
class _Asked:
    """A firm claim that was found: how likely each id is on either side. The thresholds are not asked for yet."""

    candidate: Candidate
    marked: dict[str, Any]
    rated: dict[who.Side, who.Rated]


def _asked(seen: Sequence[Seen], chosen: Decisions) -> list[_Asked]:
    out = []
    for s in seen:
        for c, m in s.found:
            if m is not None and not m["optional"]:
                actors, _ = who.rate(c, s.scene, "actor", chosen)
                recipients, _ = who.rate(c, s.scene, "recipient", chosen, {o.id: p for p, o in actors})
                out.append(_Asked(c, m, {"actor": actors, "recipient": recipients}))
    return out


def _right(asked: Sequence[_Asked], trial: Decisions, side: who.Side) -> float:
    """The share of claims with a side wholly right."""
    right = 0
    for a in asked:
        rivals = {o.id: p for p, o in a.rated["actor"]} if side == "recipient" else {}
        members = who.chosen(a.rated[side], a.candidate, side, trial, rivals)
        right += {o.id for _, o in members} in merging.sides(a.marked, f"{side}s")
    return right / len(asked) if asked else 0.0


def wholes(seen: Sequence[Seen], fitted: Fitted) -> list[tuple[float, bool]]:
    """Of each claim found that is no optional one: its confidence, and whether the whole of it is right."""
    return _sure(seen, fitted, fitted.confidences(seen))


def _sure(seen: Sequence[Seen], fitted: Fitted, confidences: Confidences) -> list[tuple[float, bool]]:
    return [(fitted.decisions.certainty(f), ok) for f, ok in _wholes(seen, fitted.decisions, confidences)]


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper, Hauskrecht 2015).

    Args:
        scored: the chance given, and whether it was right.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in scored:
        bins.setdefault(min(9, int(p * 10)), []).append((p, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / max(1, len(scored))


def figures(seen: Sequence[Seen], fitted: Fitted) -> dict[str, float]:
    """How good the decisions are on documents as read.

    Returns:
        detection F1; of the claims found, the share right as a whole, and how far their confidence is off; among pairs, the
        shares of actors and of recipients right.
    """
    chosen, confidences = fitted.decisions, fitted.confidences(seen)
    out = {"detection": _detection(seen, chosen, confidences)}
    whole = _sure(seen, fitted, confidences)
    out["whole"] = sum(ok for _, ok in whole) / max(1, len(whole))
    out["calibration_error"] = calibration_error(whole)
    asked = _asked(seen, chosen)
    out.update({f"{side}s": _right(asked, chosen, side) for side in who.SIDES})
    return {k: round(v, 4) for k, v in out.items()}


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
    network, counts = Network(folder), judge.count(train)
    seen = [see(network, d) for d in held]
    cross = [figures(half, fitted) for fitted, half in folds(seen, counts)]
    mean = {k: round((cross[0][k] + cross[1][k]) / 2, 4) for k in cross[0]}
    chosen = fit(seen, counts)
    (folder / "decisions.json").write_text(
        json.dumps({**dataclasses.asdict(chosen.decisions), "heldout": mean}, indent=1) + "\n", encoding="utf-8"
    )
    judge.write(folder, chosen.judge.trees, counts)
    manifest.update_parts(folder)
    log.info("held out, two-fold: %s", mean)
    return mean
