"""Which claims become one event: hard negatives, order, incrementality, judgements, explanation, the weights."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.events import Tie, events, explain, groups, keys, linking, links, score, sought, tellings
from enligt.events.likeness import MEANINGS
from enligt.events.linking import FLOOR, THRESHOLD, Link, weights
from enligt.marking.stories import Story, stories
from event_samples import Told, told

if TYPE_CHECKING:
    from enligt.events.telling import Telling
    from enligt.model import Factuality

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOME = stories([CORPUS / "stories" / "f-01.txt"])[:5]


def prepared(*claims: Told) -> list[Telling]:
    return [one for claim, article in claims for one in tellings([claim], article)]


def likely(one: Told, other: Told) -> int:
    return score(*prepared(one, other))


SHELLED: dict[str, Any] = {"kind": "ASSAULT", "where": "Charkiv", "when": ("2024-03-04", "2024-03-04")}
FIRST = told("Robotar föll på Charkiv i måndags.", **SHELLED)


def test_one_act_told_in_two_languages_is_one() -> None:
    other = told("Raketter traff Charkiv mandag.", outlet="Fjordavisen", language="nb", **SHELLED)
    assert likely(FIRST, other) > THRESHOLD


@pytest.mark.parametrize("factuality", ["denied", "planned"])
def test_factuality_parts_nothing(factuality: Factuality) -> None:
    published = "2024-03-02" if factuality == "planned" else "2024-03-06"
    other = told("Robotar mot Charkiv.", outlet="Slättbladet", published=published, factuality=factuality, **SHELLED)
    assert likely(FIRST, other) > THRESHOLD


@pytest.mark.parametrize("side", ["actors", "recipients"])
def test_other_participants_part_less_where_the_reader_was_unsure_of_them(side: str) -> None:
    claim, article = told("Raketter traff Charkiv mandag.", outlet="Fjordavisen", language="nb", **SHELLED | {side: ("BLR",)})
    sure, unsure = (likely(FIRST, (replace(claim, slot_confidence={side: chance}), article)) for chance in (0.99, 0.3))
    assert likely(FIRST, (claim, article)) <= sure < unsure


@pytest.mark.parametrize(
    "other",
    [
        told("Robotar föll på Charkiv i februari.", outlet="Slättbladet", where="Charkiv", when=("2024-02-05", "2024-02-05")),
        told(
            "Robotar föll på Lviv i onsdags.",
            outlet="Slättbladet",
            where="Lviv",
            when=("2024-03-13", "2024-03-13"),
            published="2024-03-14",
        ),
        told(
            "Robotar föll på Charkiv i måndags.", outlet="Slättbladet", actors=("POL",), recipients=("BLR",), when=SHELLED["when"]
        ),
        told("Robotar föll på Charkiv i måndags.", outlet="Slättbladet", kind="CONSULT", when=SHELLED["when"]),
        told("Brukar falla robotar på Charkiv.", outlet="Slättbladet", where="Charkiv", when=("2014-01-01", "2023-12-31")),
    ],
    ids=["another-month", "another-town", "other-parties", "another-type", "a-standing-practice"],
)
def test_what_looks_alike_is_two(other: Told) -> None:
    assert likely(FIRST, other) < THRESHOLD


def test_a_meeting_and_the_agreement_made_at_it_are_two() -> None:
    met = told("Möttes i Wien i måndags.", kind="CONSULT", actors=("RUS", "UKR"), recipients=(), when=SHELLED["when"])
    agreed = told("Enades i Wien i måndags.", kind="AGREE", actors=("RUS", "UKR"), recipients=(), when=SHELLED["when"])
    assert likely(met, agreed) == 0
    assert len(list(events([met, agreed], today="2024-04-01"))) == 2


def test_soldiers_sent_are_one_act_whether_aid_or_deployment() -> None:
    day = ("2024-03-04", "2024-03-04")
    aid = told(
        "Soldater landade i Gao i måndags.",
        kind="AID",
        actors=("EST",),
        recipients=("MLI",),
        where="Gao",
        when=day,
        numbers=((50, "soldater", "Soldater"),),
    )
    own = told(
        "Soldatar kom til Gao måndag.",
        kind="MOBILIZE",
        outlet="Vestposten",
        language="nn",
        actors=("EST",),
        recipients=("MLI",),
        where="Gao",
        when=day,
        numbers=((50, "soldatar", "Soldatar"),),
    )
    assert likely(aid, own) > FLOOR
    assert keys(prepared(aid)[0]) & sought(prepared(own)[0])


def test_a_link_explains_itself_by_what_was_added_up() -> None:
    one, other = prepared(FIRST, told("Raketter traff Charkiv mandag.", outlet="Fjordavisen", language="nb", **SHELLED))
    why = explain(one, other)
    total = sum(part.share for part in why)
    assert score(one, other) == round(10_000 / (1 + 2.718281828459045**-total))
    assert {part.feature for part in why} >= {"always", "time-same", "place-same"}
    assert all(part.meaning == MEANINGS[part.feature] for part in why)
    assert score(other, one) == score(one, other)


# --- the corpus's stories: order, and one article after another ---


def claims_of(told: list[Story]) -> list[Told]:
    return [(one.claim, one.article) for story in told for one in story.claims]


@settings(max_examples=12, deadline=None)
@given(st.permutations(claims_of(SOME)))
def test_the_order_of_the_claims_changes_nothing(claims: list[Told]) -> None:
    assert list(events(claims, today="2024-06-01")) == list(events(claims_of(SOME), today="2024-06-01"))


@settings(max_examples=12, deadline=None)
@given(st.permutations([article for story in SOME for article in story.articles]))
def test_one_article_after_another_gives_the_same_groups(articles: list[object]) -> None:
    claims = claims_of(SOME)
    at_once = [one for article in articles for one in tellings([c for c, a in claims if a is article], article)]  # type: ignore[arg-type] # articles
    whole = groups([one.claim_id for one in at_once], links(at_once))
    known: list[Telling] = []
    found: list[Link] = []
    for article in articles:
        new = tellings([c for c, a in claims if a is article], article)  # type: ignore[arg-type] # articles
        wanted = frozenset().union(*(sought(one) for one in new)) if new else frozenset()
        found += links(new, [one for one in known if keys(one) & wanted])
        known += new
    assert groups([one.claim_id for one in known], found) == whole


def test_adding_twice_adds_nothing() -> None:
    claims = claims_of(SOME)
    assert list(events([*claims, *claims], today="2024-06-01")) == list(events(claims, today="2024-06-01"))


# --- groups over links as data ---

IDS = [f"clm-{n:02}" for n in range(8)]
pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1])
drawn = st.dictionaries(pairs, st.integers(FLOOR, 10_000), max_size=20).map(
    lambda d: [Link(a, b, score=s) for (a, b), s in d.items()]
)
ties = st.lists(st.builds(lambda pair, same: Tie(pair[0], pair[1], same=same), pairs, st.booleans()), max_size=4)


@settings(deadline=None, max_examples=60)
@given(drawn, ties, st.randoms(use_true_random=False))
def test_groups_part_the_claims_whatever_the_order(found: list[Link], judged: list[Tie], random: object) -> None:
    once = groups(IDS, found, judged)
    assert sorted(one for group in once for one in group) == IDS
    random.shuffle(found)  # type: ignore[attr-defined] # a Random
    random.shuffle(judged)  # type: ignore[attr-defined] # a Random
    assert groups(reversed(IDS), found, judged) == once


@settings(deadline=None, max_examples=60)
@given(drawn, ties)
def test_judgements_are_honoured(found: list[Link], judged: list[Tie]) -> None:
    of = {one: at for at, group in enumerate(groups(IDS, found, judged)) for one in group}
    bound = {at: at for at in IDS}
    for tie in judged:
        if tie.same:
            assert of[tie.one] == of[tie.other]
            low, high = sorted((bound[tie.one], bound[tie.other]))
            bound = {at: low if to == high else to for at, to in bound.items()}
    for tie in judged:
        if not tie.same and bound[tie.one] != bound[tie.other]:
            assert of[tie.one] != of[tie.other]


def test_a_chain_of_weak_links_does_not_join_everything() -> None:
    chain = [Link(a, b, score=9000) for a, b in pairwise(IDS)]
    assert max(len(group) for group in groups(IDS, chain)) < len(IDS)


def test_a_tie_undone_leaves_no_trace() -> None:
    without = groups(IDS, [Link(IDS[0], IDS[1], score=9000)])
    assert groups(IDS, [Link(IDS[0], IDS[1], score=9000)], [Tie(IDS[0], IDS[1], same=False)]) != without
    assert groups(IDS, [Link(IDS[0], IDS[1], score=9000)], []) == without


def test_the_weights_are_those_of_the_features() -> None:
    file = Path(__file__).resolve().parent.parent / "src" / "enligt" / "events" / "data" / "weights.json"
    assert set(json.loads(file.read_text(encoding="utf-8"))["weights"]) == set(MEANINGS) == set(weights())


def several(*sentences: tuple[str, dict[str, Any]]) -> dict[str, Telling]:
    """Claims of one article prepared together, by the word that carries the act: the first of each sentence."""
    made = [told(text, **more) for text, more in sentences]
    texts = [claim.evidence.text for claim, _ in made]
    article = replace(made[0][1], text="\n\n".join(["En rubrik", *texts]))
    claims = []
    for claim, _ in made:
        start = article.text.index(claim.evidence.text)
        by = start - claim.evidence.start
        evidence, trigger = (replace(one, start=one.start + by, end=one.end + by) for one in (claim.evidence, claim.trigger))
        claims.append(replace(claim, article_id=article.article_id, evidence=evidence, trigger=trigger, actors=claim.actors))
    return {claim.trigger.text: one for claim, one in zip(claims, tellings(claims, article), strict=True)}


def names(one: Telling, other: Telling) -> set[str]:
    return {weight.feature for weight in explain(one, other)}


def test_an_article_tells_its_acts_apart_by_cues() -> None:
    one = several(
        ("Anfallet var det första mot hamnen.", {}),
        ("Bomberna föll i det andra anfallet.", {}),
        ("Därefter sköts också torget.", {}),
    )
    first, second, third = one["Anfallet"], one["Bomberna"], one["Därefter"]
    assert "ordinal-other" in names(first, second)
    assert {"ordinal-one", "besides"} <= names(first, third)
    assert "apart" in names(first, third)


def test_cues_are_those_of_the_language_and_only_beside_the_act() -> None:
    far = several(("Anfallet mot den lilla staden vid floden var det första.", {}))["Anfallet"]
    assert far.cues == frozenset()
    english = several(("Attack and second attack came.", {"language": "en"}))["Attack"]
    assert english.cues == {"second"}
    assert several(("Attack and second attack came.", {"language": "xx"}))["Attack"].cues == frozenset()


def test_a_denial_answers_the_likeliest_claim_of_its_article() -> None:
    one = several(
        ("Bomber föll på bron i Charkiv.", {}),
        ("Granater slog ner i Lviv.", {}),
        ("Inga bomber föll på bron, säger armén.", {"factuality": "denied"}),
    )
    denied = one["Inga"]
    assert denied.answers == one["Bomber"].claim_id
    assert {"answered", "answered-words"} <= names(one["Bomber"], denied)
    assert "answered-other" in names(one["Granater"], denied)
    assert score(one["Bomber"], denied) > score(one["Granater"], denied)


def test_a_claim_that_names_nobody_is_sought_where_its_neighbour_is() -> None:
    one = several(("Bomber föll på bron.", {}), ("Granater slog ner.", {"actors": (), "recipients": ()}))
    nobody = one["Granater"]
    assert nobody.supposed == {"RUS", "UKR"}
    assert keys(nobody) & sought(prepared(FIRST)[0])
    assert not one["Bomber"].supposed


def test_rare_words_stand_in_few_sentences_of_the_article() -> None:
    line = "Anfallet gällde hamnen nummer"
    one = several(*((f"{word} {line} {word.lower()}.", {}) for word in ("Ettan", "Tvåan", "Trean")))
    assert "ettan" in one["Ettan"].rare
    assert "hamnen" not in one["Ettan"].rare


def test_links_are_made_anew_where_a_table_of_theirs_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = linking.version()
    monkeypatch.setattr(linking, "_table", lambda name: "changed" if name == "cues.toml" else "")
    assert linking.version() != before
    other = linking.version()
    monkeypatch.setattr(linking, "_table", lambda _: "")
    assert linking.version() not in {before, other}
