"""Which of the words that the network marks as a claim's sources count."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from enligt.actors import resolve
from enligt.model import Article, Span
from enligt.readers import sourcing
from enligt.readers.ontology import ROLES, TYPES
from enligt.readers.who import Scene

BODY = "North Korea has sent 1,500 soldiers to Russia, South Korea's spy agency NIS said on Friday."


def told(first: str, marked: list[tuple[int, str, float]], *, sentence: int = 0, headed: bool = True) -> list[str]:
    """The sources, nearest first, of an act in one of two sentences; ``marked`` are words of either, and how likely."""
    lines = (first, BODY)
    text = "\n\n".join(lines)
    bounds = [(0, len(first)), (len(first) + 2, len(text))]
    runs = [SimpleNamespace(first=k, last=k, probability=chance) for k, (_, _, chance) in enumerate(marked)]
    at = [bounds[k][0] + lines[k].index(words) for k, words, _ in marked]
    spans = {k: Span(at[k], at[k] + len(words), words) for k, (_, words, _) in enumerate(marked)}
    window = SimpleNamespace(words=[SimpleNamespace(sentence=k) for k, _, _ in marked])
    candidate: Any = SimpleNamespace(
        role=lambda _: runs,
        scores=SimpleNamespace(window=window),
        claims=SimpleNamespace(roles=np.full((1, len(marked), len(ROLES)), 0.5)),
        row=0,
        type=TYPES.index("MOBILIZE"),
        sentence=sentence,
    )
    article = Article("a.txt", "", text, "en", headline=first if headed else None, published="2024-10-19")
    scene = Scene(text, bounds, "en", resolve(text, language="en", published="2024-10-19"))
    start, end = bounds[sentence]
    found, _ = sourcing.sources(
        article,
        candidate,
        lambda run: spans[run.first],
        evidence=Span(start, end, text[start:end]),
        scene=scene,
        factuality="asserted",
        actors=(),
    )
    return [one.name for one in sorted(found, key=lambda one: one.depth)]


def test_a_headline_that_names_its_source_has_that_one_alone() -> None:
    assert told("North Korean soldiers shipped to Russia, says Seoul", [(0, "Seoul", 0.98), (1, "NIS", 0.95)]) == ["South Korea"]


def test_a_first_sentence_that_is_no_headline_may_have_its_source_from_another() -> None:
    marked = [(0, "Seoul", 0.98), (1, "NIS", 0.95)]
    assert "NIS" in told("North Korean soldiers have gone to Russia, says Seoul.", marked, headed=False)


def test_a_headline_that_names_none_has_the_one_below() -> None:
    assert told("North Korean soldiers shipped to Russia", [(1, "NIS", 0.6)]) == ["NIS"]
    assert "NIS" in told("Soldiers shipped to Russia, says official", [(0, "official", 0.9), (1, "NIS", 0.6)])


@pytest.mark.parametrize(("chance", "hop"), [(sourcing.ELSEWHERE - 0.01, False), (sourcing.ELSEWHERE, True)])
def test_words_of_another_sentence_are_a_hop_where_they_are_likely_enough(chance: float, hop: bool) -> None:  # noqa: FBT001 - a parameter
    found = told("Seoul has spoken", [(0, "Seoul", chance), (1, "NIS", 0.9)], sentence=1)
    assert "NIS" in found
    assert ("South Korea" in found) == hop
