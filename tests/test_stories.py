"""The corpus's stories as claims, what is held out of them, and the weights that come of the others."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from enligt.errors import InputError
from enligt.events.families import nearness
from enligt.marking.stories import agency_of, articles, kind_of, stories
from enligt.training import events

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"


def test_marked_claims_quote_their_articles_and_have_ids_of_their_own() -> None:
    told = stories(sorted((CORPUS / "stories").glob("f-0*.txt")))
    claims = [one for story in told for one in story.claims]
    assert len(told) == 60
    assert all(span.holds_in(one.article.text) for one in claims for span in one.claim.spans())
    assert len({one.claim.claim_id for one in claims}) == len(claims)
    assert all(one.event in story.events for story in told for one in story.claims)


def test_there_are_two_hundred_stories_and_a_fifth_is_held_out() -> None:
    learnt, held = events.split(CORPUS)
    assert len(learnt) + len(held) >= 200
    assert 0.18 < len(held) / (len(learnt) + len(held)) < 0.25
    kept = {
        line.split()[1]
        for line in (CORPUS / "heldout.txt").read_text(encoding="utf-8").splitlines()
        if " " in line and line.startswith("stories/")
    }
    assert kept <= {story.name for story in held}


def test_a_held_out_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    text = (CORPUS / "stories" / "f-06.txt").read_text(encoding="utf-8")
    (tmp_path / "stories" / "f-06.txt").write_text(text, encoding="utf-8")
    (tmp_path / events.HELD_OUT).write_text("# some\nf-999\n", encoding="utf-8")
    with pytest.raises(InputError, match="no story f-999"):
        events.split(tmp_path)


def test_a_file_with_a_fault_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(
        "@ x-1 | sv | 2024-01-01 | wire | Kustposten\n0: Rubrik\n= 0 CONSULT asserted | t [[saknas]] | a SWE [[]]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="1 faults"):
        stories([file])


ALONE = """@ x-1 | sv | 2024-01-01 | wire
0: Ministern reser till Minsk
= 0 CONSULT/visit planned | t [[reser]] | a SWE [[Ministern]] | e E1
1: Han reser på måndag, och partiet kräver ett svar.
= 1 CONSULT/visit planned | t [[reser]] | a SWE [[Han]] | e E1
= 1 REQUEST asserted | t [[kräver]] | a SWE [[partiet]] | e E2
"""


def test_a_document_that_names_the_event_of_each_claim_is_an_article_alone(tmp_path: Path) -> None:
    file, plain = tmp_path / "x.txt", tmp_path / "y.txt"
    file.write_text(ALONE + ALONE.replace(" | e E1", "").replace(" | e E2", "").replace("x-1", "x-2"), encoding="utf-8")
    plain.write_text("@ y-1 | sv | 2024-01-01 | wire\n0: Rubrik\n", encoding="utf-8")
    (alone,) = articles([file, plain])
    assert (alone.name, [one.event for one in alone.claims], alone.events) == ("x-1", ["E1", "E1", "E2"], {})
    pairs = [(same, weight) for _, same, weight in events.pairs([alone])]
    assert (True, 1.0) in pairs


def test_a_document_that_names_some_of_its_events_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(ALONE.replace(" | e E2", ""), encoding="utf-8")
    with pytest.raises(InputError, match="x-1 names the event of some claims"):
        articles([file])


def test_of_dense_stories_the_pairs_within_an_article_are_learnt_from() -> None:
    story = stories([CORPUS / "stories" / "h-01.txt"])[0]
    within = sum(
        a.article_id == b.article_id and bool(nearness(a.kind, b.kind))
        for a, b in itertools.combinations([told for told, _ in events.prepared(story)], 2)
    )
    weights = [weight for _, _, weight in events.pairs([], [story])]
    assert weights.count(events.DENSE_WEIGHT) == within > 0
    assert set(weights) == {events.DENSE_WEIGHT, events.DENSE_WEIGHT * events.WORN_WEIGHT}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BAKU (TT) Styrkor besköt byn.", "TT"),
        ("TROMSØ (NTB): Båter sperret havna.", "NTB"),
        ("Rubrik\n\nStyrkor besköt byn. (NTB-Reuters)\n\nMera text.", "Reuters"),
        ("Rubrik\n\nDommerne talte. /ritzau/", "ritzau"),
        ("Rubrik\n\nPolisen grep elva.\n\nTT", "TT"),
        ("Rubrik\n\nPolisen grep elva, säger Reuters till oss.", None),
        ("Rubrik\n\nRörelsen (TTK) grep elva.", None),
    ],
)
def test_an_agency_signs_a_text(text: str, agency: str | None) -> None:
    assert agency_of(text) == agency


def test_the_kind_of_a_marked_source() -> None:
    kinds = {
        name: kind_of(name, "sv")
        for name in ("Reuters", "US official (unnamed)", "Danish defence ministry", "Thai army", "Olena Marko")
    }
    assert list(kinds.values()) == ["agency", "unnamed", "government", "military", "person"]


def test_what_is_learnt_as_found_has_fields_left_out_or_mistaken_and_the_same_ones_each_time() -> None:
    story = stories([CORPUS / "stories" / "g-01.txt"])[0]
    plain, worn, again, other = (events.prepared(story, copy=copy) for copy in (None, 0, 0, 1))
    assert worn == again
    assert worn != other
    assert len(plain) / 2 < len(worn) < len(plain)
    whole = {(told.article_id, told.spot): told for told, _ in plain}
    pairs = [(whole[told.article_id, told.spot], told) for told, _ in worn]
    assert 0 < sum(bool(a.ids) and not b.ids for a, b in pairs) < len(pairs) / 3
    assert 0 < sum(bool(a.actors) and bool(b.actors) and a.actors != b.actors for a, b in pairs) < len(pairs) / 2
    assert 0 < sum(a.factuality != b.factuality for a, b in pairs) < len(pairs) / 4
    assert sum(b.start is not None for _, b in pairs) < sum(a.start is not None for a, _ in pairs)


def test_the_shipped_weights_are_those_that_the_stories_give() -> None:
    shipped = json.loads((ROOT / "src" / "enligt" / "events" / "data" / "weights.json").read_text(encoding="utf-8"))
    made = events.made(CORPUS)
    assert {name: shipped[name] for name in ("stories", "articles", "held_out", "pairs", "same")} == {
        name: made[name] for name in ("stories", "articles", "held_out", "pairs", "same")
    }, "run `python -m enligt.training events`"
    far = {
        name: (value, shipped["weights"][name])
        for name, value in made["weights"].items()
        if abs(value - shipped["weights"][name]) > 0.02
    }
    assert far == {}, "run `python -m enligt.training events`"
