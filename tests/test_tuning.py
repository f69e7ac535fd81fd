"""Decisions from held-out documents: where the threshold lies, and whose news sets it."""

from __future__ import annotations

import random

from enligt.readers.decisions import DEFAULT_THRESHOLD
from enligt.training import thresholds, tune


def f1(scored: list[tuple[float, bool]], missing: int, at: float) -> float:
    found = [ok for p, ok in scored if p >= at]
    return 2 * sum(found) / (len(found) + sum(ok for _, ok in scored) + missing)


def test_the_threshold_parts_right_from_wrong() -> None:
    scored = [(0.9, True)] * 30 + [(0.7, True)] * 20 + [(0.4, False)] * 60
    at = thresholds.best(scored, missing=5)
    assert 0.4 < at <= 0.7
    assert f1(scored, 5, at) == max(f1(scored, 5, t / 100) for t in range(5, 96))


def test_a_peak_of_a_few_claims_does_not_set_it() -> None:
    """Where F1 is flat but for one lucky place, the threshold lies in the flat part's middle, not at the peak."""
    rng = random.Random(4)  # noqa: S311 - a sample, not a secret
    scored = [(x, rng.random() < x) for x in (rng.random() for _ in range(400))]
    at = thresholds.best(scored, missing=20)
    around = [f1(scored, 20, at + d / 100) for d in range(-5, 6)]
    everywhere = max(sum(f1(scored, 20, t / 100 + d / 100) for d in range(-5, 6)) / 11 for t in range(10, 91))
    assert abs(sum(around) / 11 - everywhere) < 0.005


def test_with_nothing_right_it_stays_where_it_was() -> None:
    assert thresholds.best([(0.9, False), (0.2, False)], missing=3) == DEFAULT_THRESHOLD
    assert thresholds.best([], missing=0) == DEFAULT_THRESHOLD


def test_a_lower_threshold_is_taken_where_it_costs_next_to_nothing() -> None:
    rng = random.Random(4)  # noqa: S311 - a sample, not a secret
    scored = [(x, rng.random() < x) for x in (rng.random() for _ in range(400))]
    best, lower = (thresholds.best(scored, missing=20, yielding=y) for y in (0.0, 0.01))
    assert lower < best
    assert f1(scored, 20, lower) > f1(scored, 20, best) - 0.02
    # nothing is given away for candidates that are all wrong
    wrong = [(0.8, True)] * 40 + [(0.3, False)] * 40
    assert thresholds.best(wrong, missing=0, yielding=0.01) > 0.3


def test_a_second_act_on_one_word_must_be_likelier_where_that_costs_next_to_nothing() -> None:
    assert tune._second({0.3: 0.7801, 0.4: 0.7805, 0.6: 0.7799, 0.8: 0.7702}) == 0.6
    assert tune._second({0.3: 0.7805, 0.4: 0.7790, 0.6: 0.7780}) == 0.3
