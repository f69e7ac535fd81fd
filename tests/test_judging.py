"""The judge of candidates: its trees, its lexicon, and what it weighs."""

from __future__ import annotations

import json
import random
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import pytest

from enligt.errors import WeightsError
from enligt.model import Article, Reading
from enligt.readers import decoding, judging
from enligt.readers.network import Network, shipped
from enligt.readers.ontology import TYPES
from enligt.readers.trained import TrainedReader
from enligt.training import judge
from enligt.training.documents import Document

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Sverige fördömde Rysslands anfall. Norge krävde att Ryssland drar tillbaka sina soldater, och Danmark vägrade förhandla."


def stump(feature: int, threshold: float, low: float, high: float) -> judging.Trees:
    """One tree of one question."""
    return judging.trees(
        feature=[feature, -1, -1], threshold=[threshold, 0, 0], left=[1, 1, 2], right=[2, 1, 2], value=[0, low, high],
        roots=[0], base=0.5,
    )  # fmt: skip


def test_a_tree_asks_its_question_and_the_leaves_are_summed() -> None:
    one = stump(1, 2.0, -1.0, 3.0)
    chances = one.chances(np.array([[9.0, 2.0], [9.0, 2.1]]))
    assert chances == [round(1 / (1 + np.exp(0.5)), 4), round(1 / (1 + np.exp(-3.5)), 4)]


def test_the_lexicon_knows_a_word_by_language_and_type() -> None:
    claim = {"sent": 0, "event_type": "ACCUSE", "trigger": [[8, 16]]}
    d = Document(
        "a", "written/a.txt", None, "sv", "2024-01-01", ("Sverige fördömde Ryssland i dag i dag i dag i dag.",), (claim,)
    )
    counts = judge.count([d])
    assert counts == {"sv": {"dag": (4, {}), "fördömde": (1, {"ACCUSE": 1}), "i": (4, {})}}
    words = judging.Lexicon(counts)
    condemned, other, today, unmet = (
        words.features(language, form, "ACCUSE")
        for language, form in (("sv", "fördömde"), ("da", "fördömde"), ("sv", "dag"), ("sv", "x"))
    )
    assert condemned[0] > unmet[0] > today[0]
    assert other == unmet
    assert words.features("sv", "fördömde", "AID")[0] < condemned[0]
    assert words.features("sv", "fördömde", "AID")[1] == condemned[1]


def _read(network: Network) -> Reading:
    (found,) = TrainedReader(network).read([Article("a", "p", TEXT, "sv", published="2024-05-02")])
    assert isinstance(found, Reading)
    return found


def test_the_judge_has_the_last_word() -> None:
    """With trees that let nothing pass there is no claim; with such that let all pass, every candidate, each act told once."""
    network = Network(resources.files("enligt.readers").joinpath("weights"))
    many = len(_read(network).claims)
    assert many
    for value, least, most in ((-9.0, 0, 0), (9.0, many, 99)):
        network.judge = {"lexicon": {"sv": {}}, "trees": json.loads(json.dumps(_plain(value)))}
        read = _read(network).claims
        assert least <= len(read) <= most
        assert all(one.slot_confidence["claim"] > 0.99 for one in read)


def _plain(value: float) -> dict[str, object]:
    return {
        "feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [value], "roots": [0], "base": 0.0,
    }  # fmt: skip


def test_a_reader_without_a_judge_weighs_the_scores_alone() -> None:
    network = Network(resources.files("enligt.readers").joinpath("weights"))
    network.judge = None
    alone = _read(network).claims
    assert alone
    network.judge = {"lexicon": {"da": {}}, "trees": _plain(-9.0)}  # knows no word of the language
    assert [one.claim_id for one in _read(network).claims] == [one.claim_id for one in alone]


def test_a_damaged_judge_is_told() -> None:
    with pytest.raises(WeightsError, match=r"judge\.json\.gz is damaged"):
        judging.from_json({"trees": {"feature": [1]}, "lexicon": {}})
    with pytest.raises(WeightsError, match=r"judge\.json\.gz is damaged"):
        judging.from_json({"lexicon": {}})


def test_what_is_shipped_fits_the_features(tmp_path: Path) -> None:
    network = shipped()
    assert network.judge is not None
    made = judging.from_json(network.judge)
    reader = TrainedReader(network)
    (prepared,) = reader.prepare([Article("a", "p", TEXT, "sv", published="2024-05-02")])
    scene = reader.scene(prepared)
    found = [c for s in prepared.scores for c in decoding.candidates(network, s, scene.parties)]
    who = [judging.participation(c, scene, reader.decisions) for c in found]
    rows = judging.features(found, who, scene, made.lexicon)
    assert rows.shape[0] == len(found) > 1
    assert rows.shape[1] > made.trees.feature.max() >= rows.shape[1] - 8  # nearly the last are asked for
    assert np.isfinite(rows).all()
    of_type = [made.lexicon.features("sv", "fördömde", kind)[0] for kind in TYPES]
    assert TYPES[int(np.argmax(of_type))] == "ACCUSE"
    # what was written is read again as it was
    counts = {k: {f: (n, dict(t)) for f, (n, t) in forms.items()} for k, forms in network.judge["lexicon"].items()}
    judge.write(tmp_path, made.trees, counts)
    shipped_bytes = resources.files("enligt.readers").joinpath("weights", judge.FILE).read_bytes()
    assert (tmp_path / judge.FILE).read_bytes() == shipped_bytes


def test_the_trees_say_what_the_library_says() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="scikit-learn is installed where readers are trained")
    chance = random.Random(3)  # noqa: S311 - a sample, not a secret
    x = np.array([[chance.gauss(0, 1) for _ in range(5)] for _ in range(600)])
    y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype(float)
    own = judge.fit(x, y).chances(x)
    theirs = ensemble.HistGradientBoostingClassifier(
        max_iter=judge.ROUNDS, learning_rate=judge.RATE, max_leaf_nodes=judge.LEAVES, l2_regularization=judge.PENALTY,
        early_stopping=False, random_state=0,
    ).fit(x, y).predict_proba(x)[:, 1]  # fmt: skip
    assert np.abs(np.array(own) - theirs).max() < 2e-4
    assert ((np.array(own) > 0.5) == (y > 0.5)).mean() > 0.95
