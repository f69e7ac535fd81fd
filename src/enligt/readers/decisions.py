"""What was tuned on the held-out documents: how scores become confidences, and from which confidence on a claim counts.

``decisions.json`` is written by the training (training/tune.py) and read here. Each model is a logistic regression: a weight
a feature, in the order that the module which makes the features gives them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enligt.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Decisions:
    """Weights and thresholds. Confidences are rounded to four places."""

    claim: Sequence[float]
    actor: Sequence[float]
    recipient: Sequence[float]
    whole: Sequence[float]
    thresholds: Mapping[str, float] = field(default_factory=dict)
    second_threshold: float = 0.6
    actor_threshold: float = 0.5
    recipient_threshold: float = 0.5
    partner_threshold: float = 1.0  # of a second actor of a mutual act that has but one

    def confidence(self, features: Sequence[float]) -> float:
        """Probability that a candidate is a claim."""
        return regression(self.claim, features)

    def participant(self, side: str, features: Sequence[float]) -> float:
        """Probability that an id is an actor (``side`` "actor") or a recipient of a claim."""
        return regression(self.actor if side == "actor" else self.recipient, features)

    def certainty(self, features: Sequence[float]) -> float:
        """Probability that type, actors, recipients and factuality of a claim are all right (``whole_features``)."""
        return regression(self.whole, features)

    def threshold(self, event_type: str) -> float:
        """The confidence from which on a candidate of this type is a claim."""
        return self.thresholds.get(event_type, self.thresholds.get("*", DEFAULT_THRESHOLD))


WHOLE_FEATURES = 6


def whole_features(claim: float, *, actors: float, recipients: float, nobody: bool, factuality: float) -> list[float]:
    """What the confidence in a whole claim is made of.

    Args:
        claim: the chance that it is a claim of its type.
        actors: of its least sure actor.
        recipients: of its least sure recipient; where it has none, the chance that it should have none.
        nobody: it has no recipient.
        factuality: of its factuality.
    """
    return [1.0, *(logit(p) for p in (claim, actors, recipients, factuality)), float(nobody)]


LIMIT = 1e-4  # logits are of probabilities rounded to four places


def logit(p: float) -> float:
    """Log odds, finite."""
    p = min(max(p, LIMIT), 1 - LIMIT)
    return math.log(p / (1 - p))


def regression(weights: Sequence[float], features: Sequence[float]) -> float:
    """The logistic of the weighted sum, rounded to four places.

    Raises:
        ValueError: the numbers of weights and features differ: decisions.json is of another version.
    """
    z = sum(w * x for w, x in zip(weights, features, strict=True))
    z = max(-30.0, min(30.0, z))
    return round(1 / (1 + math.exp(-z)), 4)


def from_json(data: Mapping[str, Any]) -> Decisions:
    """The content of decisions.json.

    Raises:
        WeightsError: it lacks a part: it is of another version than this code.
    """
    try:
        return _decisions(data)
    except (KeyError, TypeError, ValueError) as e:
        raise WeightsError(f"the reader's decisions.json is damaged ({type(e).__name__}: {e}): install enligt again") from e


def _decisions(data: Mapping[str, Any]) -> Decisions:
    return Decisions(
        claim=tuple(data["claim"]),
        actor=tuple(data["actor"]),
        recipient=tuple(data["recipient"]),
        whole=tuple(data["whole"]),
        thresholds=dict(data["thresholds"]),
        second_threshold=float(data["second_threshold"]),
        actor_threshold=float(data["actor_threshold"]),
        recipient_threshold=float(data["recipient_threshold"]),
        partner_threshold=float(data["partner_threshold"]),
    )
