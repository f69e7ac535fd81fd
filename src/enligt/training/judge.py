"""The judge of candidates (readers/judging.py): its trees, fitted on held-out documents, and its lexicon, counted in the others.

scikit-learn's histogram-based gradient boosting; it is needed here alone (requirements-train.txt), the trees are read without it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from enligt.readers import judging

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from enligt.readers.judging import Trees
    from enligt.training.documents import Document

FILE = "judge.json.gz"
ROUNDS, RATE, LEAVES, PENALTY = 400, 0.03, 6, 5.0
OFTEN = 4  # a word that was never a trigger is kept from so many occurrences on
_WORD = re.compile(r"\w+")

Counts = dict[str, dict[str, tuple[int, dict[str, int]]]]


def count(documents: Iterable[Document]) -> Counts:
    """How often each word form stands in the documents, and how often as the first word of a trigger, by language.

    Args:
        documents: those trained on: of those held out it must know nothing.
    """
    met: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for d in documents:
        for s in d.sentences:
            met[d.language].update(_WORD.findall(s.lower()))
        for c in d.claims:
            start, end = c["trigger"][0]
            first = _WORD.search(d.sentences[c["sent"]][start:end].lower())
            if first:
                kinds[d.language, first[0]][c["event_type"]] += 1
    return {
        language: {
            form: (n, dict(sorted(kinds[language, form].items())))
            for form, n in sorted(forms.items())
            if n >= OFTEN or (language, form) in kinds
        }
        for language, forms in sorted(met.items())
    }


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> Trees:
    """Boosted trees, always the same of the same rows.

    Args:
        x: [N, F] features.
        y: [N] 0 or 1.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - where readers are trained, and nowhere else

    made = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        l2_regularization=PENALTY,
        early_stopping=False,
        random_state=0,
    ).fit(x, y)
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    roots = []
    for (one,) in made._predictors:  # noqa: SLF001 - the library has no public way to its trees; a test compares the two
        first = len(rows["feature"])
        roots.append(first)
        for node in one.nodes:
            leaf = bool(node["is_leaf"])
            rows["feature"].append(-1 if leaf else int(node["feature_idx"]))
            rows["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
            rows["left"].append(first if leaf else first + int(node["left"]))
            rows["right"].append(first if leaf else first + int(node["right"]))
            rows["value"].append(round(float(node["value"]), 6) if leaf else 0.0)
    return judging.trees(**rows, roots=roots, base=round(float(made._baseline_prediction[0, 0]), 6))  # noqa: SLF001


def write(folder: Path, trees: Trees, counts: Counts) -> None:
    """``judge.json.gz``; the same bytes of the same judge."""
    told = {
        "trees": {
            "feature": trees.feature.tolist(),
            "threshold": trees.threshold.tolist(),
            "left": trees.left.tolist(),
            "right": trees.right.tolist(),
            "value": trees.value.tolist(),
            "roots": trees.roots.tolist(),
            "base": trees.base,
        },
        "lexicon": counts,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    (folder / FILE).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    judging.from_json(json.loads(text))  # what cannot be read must not be written unseen
