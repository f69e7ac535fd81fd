"""Each rule of status, numbers and labels, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.events import Known, event, tellings
from enligt.events.status import label
from event_samples import Told, told

if TYPE_CHECKING:
    from enligt.model import Event

TODAY = "2024-03-31"
DAY = ("2024-03-20", "2024-03-20")


def made(*claims: Told, today: str = TODAY, later: int | None = None) -> Event:
    prepared = {one.claim_id: one for claim, article in claims for one in tellings([claim], article)}
    found = event(claims, today=today, told=prepared, known=Known(), later=later)
    assert found is not None
    return found


ASSERTED = told("Robotar föll på Charkiv.", outlet="Kustposten", published="2024-03-21")
AGAIN = told("Raketter slog ned i Charkiv.", outlet="Fjordavisen", published="2024-03-22", language="nb")
DENIED = told(
    "Nej, inga robotar föll.",
    outlet="Slättbladet",
    published="2024-03-23",
    factuality="denied",
    sources=(("Russian defence ministry", "government"),),
)
PLANNED = told("Robotar ska falla.", outlet="Hamnkuriren", published="2024-03-10", factuality="planned", when=DAY)
POSSIBLE = told("Robotar kan falla.", outlet="Sundbladet", published="2024-03-11", factuality="possible")


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ((ASSERTED, DENIED), "disputed"),
        ((PLANNED, ASSERTED, DENIED), "disputed"),
        ((DENIED,), "denied"),
        ((DENIED, POSSIBLE), "denied"),
        ((PLANNED, ASSERTED), "carried-out"),
        ((PLANNED, ASSERTED, AGAIN), "carried-out"),
        ((ASSERTED, AGAIN), "corroborated"),
        ((ASSERTED,), "reported"),
        ((ASSERTED, POSSIBLE), "reported"),
        ((PLANNED, DENIED), "called-off"),
        ((PLANNED,), "overdue"),
        ((POSSIBLE,), "possible"),
    ],
)
def test_the_first_rule_that_fits(claims: tuple[Told, ...], status: str) -> None:
    assert made(*claims).status == status
    assert made(*reversed(claims)).status == status


def test_a_plan_is_overdue_only_when_its_time_is_past() -> None:
    assert made(PLANNED, today="2024-03-20").status == "planned"
    assert made(PLANNED, today="2024-03-21").status == "overdue"


def test_a_plan_put_off_is_judged_by_the_last_article_that_names_a_time() -> None:
    off = told("Robotar ska falla senare.", published="2024-03-19", factuality="planned", when=("2024-06-01", "2024-06-01"))
    assert made(PLANNED, off).status == "planned"


def test_a_plan_told_after_the_act_was_told_carries_nothing_out() -> None:
    late = told("Robotar ska falla.", published="2024-03-25", factuality="planned")
    assert made(ASSERTED, late).status == "reported"


def test_a_denial_before_the_plan_calls_nothing_off() -> None:
    early = told("Nej, inga robotar.", published="2024-03-01", factuality="denied")
    assert made(early, PLANNED, today="2024-03-12").status == "planned"


def test_what_was_published_later_is_not_known_yet() -> None:
    found = made(ASSERTED, DENIED, today="2024-03-22")
    assert (found.status, len(found.claims)) == ("reported", 1)
    prepared = {one.claim_id: one for one in tellings([DENIED[0]], DENIED[1])}
    assert event([DENIED], today="2024-01-01", told=prepared) is None


def test_it_is_said_who_denies_it() -> None:
    found = made(ASSERTED, DENIED)
    assert [(one.name, one.claims) for one in found.disputed_by] == [("Russian defence ministry", (DENIED[0].claim_id,))]
    assert made(ASSERTED).disputed_by == ()


def test_an_outlet_that_denies_on_its_own_authority_is_named() -> None:
    own = told("Nej, inga robotar föll.", outlet="Slättbladet", factuality="denied")
    assert [one.name for one in made(ASSERTED, own).disputed_by] == ["Slättbladet"]


def test_silence_is_told_only_where_something_later_was_read() -> None:
    assert "no later word" not in label("overdue", later=None, statement=False, least=1)
    assert "no later word" not in label("overdue", later=0, statement=False, least=1)
    assert label("overdue", later=1, statement=False, least=1).endswith("no later word in 1 later article on these actors")
    assert made(PLANNED, later=4).label.endswith("no later word in 4 later articles on these actors")


def test_a_statement_is_reported_as_one() -> None:
    said = told("Kritik riktades mot Kyjiv.", kind="ACCUSE")
    assert (made(said).statement, made(said).label) == (True, "statement, reported")
    assert made(ASSERTED).label == "reported"


def test_numbers_are_ranged_by_kind_and_scope_and_never_averaged() -> None:
    one = told("Elva civila omkom.", outlet="Kustposten", numbers=((11, "civila", "Elva civila omkom"),))
    two = told(
        "Sytten drepte i byen.",
        outlet="Fjordavisen",
        language="nb",
        numbers=((17, "drepte", "Sytten drepte"),),
        published="2024-03-07",
    )
    hurt = told("Tre sårede i byen.", outlet="Sundbladet", language="da", numbers=((3, "sårede", "Tre sårede"),))
    no = told("Nej, 99 døde.", outlet="Sundbladet", language="da", numbers=((99, "døde", "99 døde"),), factuality="denied")
    spreads = {one.unit: one for one in made(one, two, hurt, no).numbers}
    assert (spreads["killed"].lowest, spreads["killed"].highest) == (11, 17)
    assert [(said.name, said.value) for said in spreads["killed"].said] == [("Kustposten", 11), ("Fjordavisen", 17)]
    assert [said.value for said in spreads["wounded"].said] == [3]


def test_what_only_sounds_like_the_dead_is_not_told_as_killed() -> None:
    firms = told("They listed 13 firms and bodies.", language="en", numbers=((13, "firms and bodies", "13 firms and bodies"),))
    boys = told("Tre killar greps.", numbers=((3, "killar", "Tre killar"),))
    dead = told("They shot: three dead.", language="en", kind="ASSAULT", numbers=((3, "dead", "three dead"),))
    assert [one.unit for one in made(firms).numbers + made(boys).numbers] == ["firms and bodies", "killar"]
    assert [one.unit for one in made(dead).numbers] == ["killed"]


def test_an_event_says_when_by_its_claims_or_by_publication() -> None:
    assert (when := made(PLANNED, ASSERTED).when) is not None
    assert (when.start, when.precision, when.basis) == ("2024-03-20", "day", "stated")
    assert (when := made(ASSERTED, AGAIN).when) is not None
    assert (when.start, when.end, when.basis) == ("2024-03-21", "2024-03-22", "publication")


def test_acts_far_apart_in_time_may_be_several() -> None:
    far = told("Robotar föll i höstas.", when=("2023-10-01", "2023-10-01"))
    near = told("Robotar föll i mars.", when=DAY)
    assert made(near, far).several
    assert not made(near, PLANNED).several


def test_a_single_claim_is_sure_of_being_one_act() -> None:
    assert (made(ASSERTED).confidence, made(ASSERTED).weakest) == (1.0, 1.0)
    assert 0 < made(ASSERTED, AGAIN).weakest <= made(ASSERTED, AGAIN).confidence < 1
