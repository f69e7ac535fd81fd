"""How sure a claim is: of its parts, and as a whole."""

from __future__ import annotations

import pytest

from enligt.model import Article, Participant
from enligt.readers.decisions import WHOLE_FEATURES, Decisions, logit, whole_features
from enligt.readers.trained import CHARACTERS, TOGETHER, _groups
from enligt.readers.who import certainty
from enligt.training.figures import calibration_error
from enligt.training.tune import DEFAULTS


def test_a_side_is_as_sure_as_its_least_sure_member() -> None:
    pair = (Participant("SWE", None, None, None, 0.9), Participant("NOR", None, None, None, 0.6))
    assert certainty(pair, {"SWE": 0.9, "NOR": 0.6}) == 0.6
    assert certainty((), {"SWE": 0.3, "NOR": 0.1}) == 0.7
    assert certainty((), {}) == 1.0


def test_the_confidence_of_the_whole_falls_with_any_part() -> None:
    chosen = Decisions(claim=[], actor=[], recipient=[], whole=[-1.0, 0.5, 0.5, 0.5, 0.5, 0.0])
    best = {"actors": 0.95, "recipients": 0.9, "factuality": 0.99}
    sure = chosen.certainty(whole_features(0.9, nobody=False, **best))
    for part in best:
        assert chosen.certainty(whole_features(0.9, nobody=False, **{**best, part: 0.4})) < sure
    assert chosen.certainty(whole_features(0.3, nobody=False, **best)) < sure
    assert len(whole_features(0.5, nobody=True, **best)) == WHOLE_FEATURES == len(DEFAULTS["whole"])
    assert logit(1.0) == pytest.approx(-logit(0.0))


def test_calibration_error_is_the_mean_gap_between_said_and_right() -> None:
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.9, False), (0.1, True)]) == pytest.approx(0.9)
    assert calibration_error([]) == 0.0


def test_articles_are_read_together_up_to_a_number_and_a_size() -> None:
    small = [Article(f"{k}", "", "a", "en") for k in range(TOGETHER + 1)]
    assert [len(g) for g in _groups(small)] == [TOGETHER, 1]
    large = [Article(f"{k}", "", "b" * CHARACTERS, "en") for k in range(3)]
    assert [len(g) for g in _groups(large)] == [1, 1, 1]
    assert list(_groups([])) == []
