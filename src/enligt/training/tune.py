"""Decisions from the held-out documents: calibration, thresholds, the weights of what speaks for a participant.

Each held-out document is read as a user's article would be (its sentences given), so that what is tuned is what is used.
Two-fold: figures printed for a fold come from weights fitted on the other; the shipped weights come from both.
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
from enligt.readers import decoding, who
from enligt.readers.decisions import DEFAULT_THRESHOLD, WHOLE_FEATURES, Decisions, whole_features
from enligt.readers.network import Network
from enligt.readers.ontology import TYPES
from enligt.readers.trained import Prepared
from enligt.readers.windows import windows
from enligt.training import documents, manifest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from enligt.readers.decoding import Candidate
    from enligt.training.documents import Document

log = logging.getLogger(__name__)
RIDGE = 2.0  # against over-fitting: the held-out documents are few
ROUNDS = 30
GRID = np.linspace(0.05, 0.95, 91)  # thresholds tried
AROUND = 0.05
ENOUGH = 100  # firm claims of found text from which on it sets the common threshold
PARTNERS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 1.0)
SHRINK = 25  # claims of a type at which its own threshold counts as much as the common one
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
        fits = [m for m in left if m["sent"] == c.sentence and m["event_type"] == TYPES[c.type]]
        fits.sort(key=lambda m: (m["optional"], abs(m["trigger"][0][0] - words.start)))
        out[k] = fits[0] if fits else None
        if fits:
            left.remove(fits[0])
    return [(c, out[k]) for k, c in enumerate(found)]


def fit(seen: Sequence[Seen]) -> Decisions:
    """Decisions from documents as read."""
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
    news = [s for s in seen if "/neg-" not in s.document.file]  # look-alikes are a tenth of the corpus by design, not of the news
    chosen = dataclasses.replace(chosen, thresholds=_thresholds(news, chosen))
    best = max((_detection(news, dataclasses.replace(chosen, second_threshold=t)), -t, t) for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8))
    chosen = dataclasses.replace(chosen, second_threshold=best[2])
    for side in who.SIDES:
        tried = [(_right(seen, chosen, side, t), -abs(t - 0.5), t) for t in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)]
        chosen = _with(chosen, side, max(tried)[2])
    partners = [
        (_right(seen, dataclasses.replace(chosen, partner_threshold=t), "actor", chosen.actor_threshold), t) for t in PARTNERS
    ]
    chosen = dataclasses.replace(chosen, partner_threshold=max(partners)[1])
    whole = _wholes(seen, chosen)
    if whole:
        x, y = np.array([f for f, _ in whole]), np.array([float(ok) for _, ok in whole])
        chosen = dataclasses.replace(chosen, whole=logistic(x, y))
    return chosen


def _wholes(seen: Sequence[Seen], chosen: Decisions) -> list[tuple[list[float], bool]]:
    """Of each accepted candidate that is no optional claim: the features of its whole, and whether the whole is right."""
    out = []
    for s in seen:
        marked = {id(c): m for c, m in s.found}
        for c, confidence in _accepted(s, chosen):
            m = marked[id(c)]
            if m is not None and m["optional"]:
                continue
            actors, _, rivals = who.choose(c, s.scene, "actor", chosen)
            recipients, _, rated = who.choose(c, s.scene, "recipient", chosen, rivals)
            chances = c.claims.factuality[c.row]
            features = whole_features(
                confidence,
                actors=who.certainty(actors, rivals),
                recipients=who.certainty(recipients, rated),
                nobody=not recipients,
                factuality=float(chances.max()),
            )
            right = (
                m is not None
                and {p.id for p in actors} == {p["id"] for p in m["actors"]}
                and {p.id for p in recipients} == {p["id"] for p in m["recipients"]}
                and FACTUALITIES[int(chances.argmax())] == m["factuality"]
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
            wanted = {p["id"] for p in m[key]}
            made, _ = who.options(c, s.scene, side, _rivals(c, s, actors))
            for o in made:
                x.append(o.features)
                y.append(float(o.id in wanted))
                w.append(0.5 if m["optional"] else 1.0)
    return logistic(np.array(x), np.array(y), np.array(w))


def best_threshold(scored: Sequence[tuple[float, bool]], missing: int) -> float:
    """The threshold in whose neighbourhood (``AROUND`` on each side) F1 is best on average.

    A peak of the few claims there are would not be met again.

    Args:
        scored: candidates with their confidence, and whether each stands for a marked claim.
        missing: marked claims that have no candidate.
    """
    if not any(ok for _, ok in scored):
        return DEFAULT_THRESHOLD
    p = np.array([x for x, _ in scored])
    ok = np.array([x for _, x in scored], dtype=np.float64)
    wanted = ok.sum() + missing
    curve = np.array([2 * ok[p >= t].sum() / ((p >= t).sum() + wanted) for t in GRID])
    reach = round(AROUND / (GRID[1] - GRID[0]))
    means = [curve[max(0, k - reach) : k + reach + 1].mean() for k in range(len(GRID))]
    return float(GRID[int(np.argmax(means))])


def _rows(seen: Sequence[Seen], chosen: Decisions) -> tuple[list[tuple[str, float, bool]], list[str]]:
    """Type, confidence and truth of each candidate that is no optional claim; the types of all firm claims."""
    rows = [
        (TYPES[c.type], chosen.confidence(c.features()), m is not None)
        for s in seen
        for c, m in s.found
        if m is None or not m["optional"]
    ]
    return rows, [m["event_type"] for s in seen for m in s.document.claims if not m["optional"]]


def _common(seen: Sequence[Seen], chosen: Decisions) -> float:
    rows, firm = _rows(seen, chosen)
    return best_threshold([(p, ok) for _, p, ok in rows], len(firm) - sum(ok for _, _, ok in rows))


def _thresholds(seen: Sequence[Seen], chosen: Decisions) -> dict[str, float]:
    """One threshold for all, from found text where there is enough of it: it is scored lower than the tidy written news.

    Each type's own is as far from it as it is among all documents, drawn towards it by how few claims the type has.
    """
    found = [s for s in seen if s.document.found]
    enough = sum(not m["optional"] for s in found for m in s.document.claims) >= ENOUGH
    level = _common(found if enough else seen, chosen)
    usual = _common(seen, chosen)
    rows, firm = _rows(seen, chosen)
    out = {"*": round(level, 3)}
    for kind in TYPES:
        mine = [(p, ok) for t, p, ok in rows if t == kind]
        n = firm.count(kind)
        apart = best_threshold(mine, n - sum(ok for _, ok in mine)) - usual
        out[kind] = round(min(0.95, max(0.05, level + apart * n / (n + SHRINK * 2))), 3)
    return out


def _detection(seen: Sequence[Seen], chosen: Decisions) -> float:
    hit = found = 0
    for s in seen:
        marked = {id(c): m for c, m in s.found}
        for c, _ in _accepted(s, chosen):
            m = marked[id(c)]
            if m is None or not m["optional"]:
                found += 1
                hit += m is not None
    wanted = sum(not m["optional"] for s in seen for m in s.document.claims)
    return 2 * hit / (found + wanted) if found + wanted else 0.0


def _accepted(s: Seen, chosen: Decisions) -> list[tuple[Candidate, float]]:
    return decoding.accepted([c for c, _ in s.found], chosen)


def _right(seen: Sequence[Seen], chosen: Decisions, side: who.Side, threshold: float) -> float:
    trial = _with(chosen, side, threshold)
    right = n = 0
    for s in seen:
        for c, m in s.found:
            if m is not None and not m["optional"]:
                members, _, _ = who.choose(c, s.scene, side, trial, _rivals(c, s, trial if side == "recipient" else None))
                n += 1
                right += {p.id for p in members} == {p["id"] for p in m[f"{side}s"]}
    return right / n if n else 0.0


def wholes(seen: Sequence[Seen], chosen: Decisions) -> list[tuple[float, bool]]:
    """Of each claim found that is no optional one: its confidence, and whether the whole of it is right."""
    return [(chosen.certainty(f), ok) for f, ok in _wholes(seen, chosen)]


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper, Hauskrecht 2015).

    Args:
        scored: the chance given, and whether it was right.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in scored:
        bins.setdefault(min(9, int(p * 10)), []).append((p, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / max(1, len(scored))


def figures(seen: Sequence[Seen], chosen: Decisions) -> dict[str, float]:
    """How good the decisions are on documents as read.

    Returns:
        detection F1; of the claims found, the share right as a whole, and how far their confidence is off; among pairs, the
        shares of actors and of recipients right.
    """
    out = {"detection": _detection(seen, chosen)}
    whole = wholes(seen, chosen)
    out["whole"] = sum(ok for _, ok in whole) / max(1, len(whole))
    out["calibration_error"] = calibration_error(whole)
    for side in who.SIDES:
        out[f"{side}s"] = _right(seen, chosen, side, chosen.actor_threshold if side == "actor" else chosen.recipient_threshold)
    return {k: round(v, 4) for k, v in out.items()}


def tune(folder: Path, held: Sequence[Document]) -> dict[str, Any]:
    """Fit the decisions of the exported reader in ``folder`` on the documents held out, write them, renew the manifest's hashes.

    Returns:
        the two-fold figures.
    """
    network = Network(folder)
    seen = [see(network, d) for d in held]
    folds = [[s for k, s in enumerate(seen) if k % 2 == side] for side in (0, 1)]
    cross = [figures(folds[1 - k], fit(folds[k])) for k in (0, 1)]
    mean = {k: round((cross[0][k] + cross[1][k]) / 2, 4) for k in cross[0]}
    chosen = fit(seen)
    (folder / "decisions.json").write_text(
        json.dumps({**dataclasses.asdict(chosen), "heldout": mean}, indent=1) + "\n", encoding="utf-8"
    )
    manifest.update_parts(folder)
    log.info("held out, two-fold: %s", mean)
    return mean
