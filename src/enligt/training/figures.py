"""How good decisions are on documents as read: of the marked claims those found, of those found the parts that are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.model import FACTUALITIES, Span
from enligt.readers import decoding, factuality, judging, who
from enligt.readers.decisions import whole_features
from enligt.training import merging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Factuality
    from enligt.readers.decisions import Decisions
    from enligt.readers.decoding import Candidate, Run
    from enligt.training.seen import Confidences, Seen


def accepted(s: Seen, chosen: Decisions, confidences: Sequence[float]) -> list[int]:
    """Which candidates of a document are taken for claims."""
    return decoding.accepted([c for c, _ in s.found], confidences, chosen)


def detection(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> float:
    """F1 of finding the claims with their types; optional ones count neither way."""
    hit = found = 0
    for s, told in zip(seen, confidences, strict=True):
        for k in accepted(s, chosen, told):
            m = s.found[k][1]
            if m is None or not m["optional"]:
                found += 1
                hit += m is not None
    wanted = sum(not m["optional"] for s in seen for m in s.document.claims)
    return 2 * hit / (found + wanted) if found + wanted else 0.0


def wholes(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> list[tuple[list[float], bool]]:
    """Of each accepted candidate that is no optional claim: the features of its whole, and whether the whole is right."""
    out = []
    for s, told in zip(seen, confidences, strict=True):
        for k in accepted(s, chosen, told):
            c, m = s.found[k]
            if m is not None and m["optional"]:
                continue
            taking = judging.participation(c, s.scene, chosen)
            chances = _factuality(c, s)
            features = whole_features(
                told[k],
                actors=who.certainty(taking.actors, taking.rivals),
                recipients=who.certainty(taking.recipients, taking.rated),
                nobody=not taking.recipients,
                factuality=max(chances.values()),
            )
            ok = (
                m is not None
                and {p.id for p in taking.actors} in merging.sides(m, "actors")
                and {p.id for p in taking.recipients} in merging.sides(m, "recipients")
                and max(FACTUALITIES, key=lambda name: chances[name]) in merging.factualities(m)
            )
            out.append((features, ok))
    return out


def _factuality(c: Candidate, s: Seen) -> dict[Factuality, float]:
    """How likely each factuality of a candidate is, as the reader decides it."""
    start, end = s.scene.bounds[c.sentence]

    def span(run: Run) -> Span:
        return Span(start + run.start, start + run.end, s.scene.text[start + run.start : start + run.end])

    trigger = span(c.trigger())
    cues = [span(run) for run in c.role("cue")]
    _, governing = factuality.heard(s.scene.text, (start, end), (trigger.start, trigger.end), cues, language=s.scene.language)
    chances = dict(zip(FACTUALITIES, c.claims.factuality[c.row].tolist(), strict=True))
    return factuality.weighed(chances, governing)


@dataclass(frozen=True)
class Asked:
    """A firm claim that was found: how likely each id is on either side. The thresholds are not asked for yet."""

    candidate: Candidate
    marked: dict[str, Any]
    rated: dict[who.Side, who.Rated]


def asked(seen: Sequence[Seen], chosen: Decisions) -> list[Asked]:
    """The firm claims that were found, with their participants as rated."""
    out = []
    for s in seen:
        for c, m in s.found:
            if m is not None and not m["optional"]:
                actors, _ = who.rate(c, s.scene, "actor", chosen)
                recipients, _ = who.rate(c, s.scene, "recipient", chosen, {o.id: p for p, o in actors})
                out.append(Asked(c, m, {"actor": actors, "recipient": recipients}))
    return out


def right(found: Sequence[Asked], trial: Decisions, side: who.Side) -> float:
    """The share of claims with a side wholly right."""
    wholly = 0
    for a in found:
        rivals = {o.id: p for p, o in a.rated["actor"]} if side == "recipient" else {}
        members = who.chosen(a.rated[side], a.candidate, side, trial, rivals)
        wholly += {o.id for _, o in members} in merging.sides(a.marked, f"{side}s")
    return wholly / len(found) if found else 0.0


def sure(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> list[tuple[float, bool]]:
    """Of each claim found that is no optional one: its confidence, and whether the whole of it is right."""
    return [(chosen.certainty(features), ok) for features, ok in wholes(seen, chosen, confidences)]


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper, Hauskrecht 2015).

    Args:
        scored: the chance given, and whether it was right.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in scored:
        bins.setdefault(min(9, int(p * 10)), []).append((p, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / max(1, len(scored))


def of(seen: Sequence[Seen], chosen: Decisions, confidences: Confidences) -> dict[str, float]:
    """How good decisions are on documents as read.

    Args:
        seen: the documents.
        chosen: the decisions, not fitted on them.
        confidences: of their candidates.

    Returns:
        detection F1; of the claims found, the share right as a whole, and how far their confidence is off; among pairs, the
        shares of actors and of recipients right.
    """
    out = {"detection": detection(seen, chosen, confidences)}
    whole = sure(seen, chosen, confidences)
    out["whole"] = sum(ok for _, ok in whole) / max(1, len(whole))
    out["calibration_error"] = calibration_error(whole)
    found = asked(seen, chosen)
    out.update({f"{side}s": right(found, chosen, side) for side in who.SIDES})
    return {k: round(v, 4) for k, v in out.items()}
