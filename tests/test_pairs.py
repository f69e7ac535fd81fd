"""A pair means one thing: what the facet counts is what the filter gives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from enligt.ledger import ClaimQuery, EventQuery, open_view
from enligt.run import telling
from enligt.run.digest import digest
from test_ledger_events import claim_of, judged, made

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2024-11-20"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two claims of different parties that a person said to be one act, and a claim beside them."""
    ledger = made(tmp_path / "l.db", "ad", "b")
    judged(ledger, ("same", claim_of("d"), claim_of("a")), ("apart", claim_of("b"), claim_of("a")))
    return ledger


def of(*pair: str) -> EventQuery:
    one, other = pair
    return EventQuery(claims=ClaimQuery(pair=(one, other)))


def test_the_filter_gives_as_many_events_as_the_facet_counts(path: Path) -> None:
    with open_view(path) as view:
        counted = dict(telling.event_facets(view, EventQuery(), today=TODAY, facets=["pair"])["pair"])
        assert {"MDA,SWE", "MDA,PRK", "PRK,RUS"} <= set(counted)  # the second in two claims of one event
        assert Counter(counted)["PRK,RUS"] == 2
        for pair, count in counted.items():
            one, other = pair.split(",")
            for asked in (of(one, other), of(other.lower(), one)):
                assert telling.count_events(view, asked, today=TODAY) == count, pair
                assert len(list(telling.event_records(view, asked, today=TODAY))) == count, pair
                assert dict(telling.event_facets(view, asked, today=TODAY, facets=["pair"])["pair"])[pair] == count


def test_two_of_whom_nobody_acts_are_no_pair(path: Path) -> None:
    with open_view(path) as view:
        assert telling.count_events(view, of("MDA", "RUS"), today=TODAY) == 0


def test_days_before_and_moments_say_the_same(path: Path) -> None:
    with open_view(path) as view:
        early = EventQuery(claims=ClaimQuery(pair=("RUS", "PRK"), known_by="2024-10-18"))
        assert telling.count_events(view, early, today="2024-10-18") == 1
        stood = EventQuery(claims=ClaimQuery(pair=("MDA", "PRK"), as_of="2999-01-01"))
        assert telling.count_events(view, stood, today=TODAY) == 1
        assert digest(view, since=None, query=of("MDA", "PRK"), today=TODAY)["counts"]["new"] == 1
        assert digest(view, since=None, query=of("MDA", "RUS"), today=TODAY)["counts"]["new"] == 0


def test_who_is_in_no_event_is_asked_of_claims_by_name(path: Path) -> None:
    with open_view(path) as view:
        assert telling.settled(view, of("North Korea", "RUS")).between is None
        assert telling.count_events(view, of("FIN", "RUS"), today=TODAY) == 0
