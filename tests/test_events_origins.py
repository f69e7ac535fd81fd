"""Each rule of origins: whom a claim goes back to, what counts once and why, what is untraced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from enligt.actors.tables import states
from enligt.events.alliances import allies, treaties
from enligt.events.entities import entity, owner
from enligt.events.origins import Known, trace
from enligt.model import Participant, Relation, Tracing
from event_samples import Told, told

if TYPE_CHECKING:
    from enligt.model import RepeatKind, SourceKind

DIPLOMAT: tuple[str, SourceKind] = ("Slovene diplomat (unnamed)", "unnamed")


def traced(*claims: Told, known: Known | None = None, parties: frozenset[str] = frozenset()) -> Tracing:
    forth = trace(claims, known=known or Known(), parties=parties)
    back = trace(claims[::-1], known=known or Known(), parties=parties)
    assert (forth.most, forth.least, forth.circles) == (back.most, back.least, back.circles)
    return forth


def names(found: Tracing) -> list[str]:
    return [one.name for one in found.origins]


def reasons(found: Tracing) -> list[str]:
    return [one.reason for one in found.merges]


def test_the_last_of_the_chain_is_the_origin() -> None:
    found = traced(told("Robotar föll.", sources=(("Reuters", "agency"), ("Ukrainian army", "military"))))
    assert (names(found), found.most) == (["Ukrainian army"], 1)
    assert found.ground == "1, in 1 article of 1 outlet in this ledger"


def test_speakers_side_by_side_are_each_an_origin() -> None:
    found = traced(told("Robotar föll.", sources=(("Ukrainian army", "military", 1), ("Olena Marko", "person", 1))))
    assert sorted(names(found)) == ["Olena Marko", "Ukrainian army"]


def test_an_outlet_that_names_nobody_is_its_own_origin_and_untraced() -> None:
    found = traced(told("Robotar föll."), told("Raketter slog ned.", outlet="Fjordavisen"))
    assert (found.least, found.most) == (0, 2)
    assert {one.untraced for one in found.origins} == {"an outlet that names no source, dateline or reporter"}
    assert found.ground == "0 to 2, in 2 articles of 2 outlets in this ledger"


def test_reporting_of_ones_own_is_traced() -> None:
    assert traced(told("Kustposten såg robotar falla.")).least == 1


def test_hearsay_and_cut_texts_are_untraced() -> None:
    rumour = told("Robotar lär ha fallit, sägs det till Kustposten.", hearsay=True)
    assert [one.untraced for one in traced(rumour).origins] == ["hearsay without a source"]
    cut = told("Kustposten såg robotar.")
    known = Known(truncated=frozenset({cut[1].article_id}))
    assert [one.untraced for one in traced(cut, known=known).origins] == ["a text cut short"]


def test_papers_that_carry_an_agency_count_as_the_agency() -> None:
    one, two = told("Robotar föll.", outlet="Kustposten"), told("Robotar föll i natt.", outlet="Slättbladet")
    known = Known(agencies={one[1].article_id: "TT", two[1].article_id: "TT"})
    found = traced(one, two, told("Robotar föll enligt oss.", outlet="TT"), known=known)
    assert (names(found), found.least) == (["TT"], 1)
    assert "carries the agency's text" in reasons(found)


def test_related_texts_count_once_with_whoever_had_it_first() -> None:
    first = told("Robotar föll.", outlet="Kustposten", published="2024-03-05")
    kinds: list[tuple[RepeatKind, str]] = [
        ("translation-of", "a translation of the other's text"), ("near", "nearly the same text"),
    ]  # fmt: skip
    for kind, reason in kinds:
        second = told("Robotter faldt.", outlet="Sundbladet", published="2024-03-06", language="da")
        relation = Relation(second[1].article_id, first[1].article_id, kind, 1.0, 1.0, "test")
        found = traced(second, first, known=Known(relations=(relation,)))
        assert (names(found), reasons(found)) == (["Kustposten"], [reason])


def test_the_same_unnamed_source_of_one_medium_counts_once_however_many_cite_it() -> None:
    own = told("Avtalet har frysts.", outlet="Adriatic Courier", sources=(DIPLOMAT,))
    one = told("Avtalet är fryst.", outlet="Slättbladet", sources=(("Adriatic Courier", "outlet"), DIPLOMAT))
    two = told(
        "Aftalen er frosset.",
        outlet="Sundbladet",
        sources=(("Adriatic Courier", "outlet"), ("Slovene senior diplomat (unnamed)", "unnamed")),
    )
    found = traced(own, one, two)
    assert (found.most, found.least) == (1, 1)


def test_unnamed_sources_of_two_media_are_two_at_most_and_one_at_least() -> None:
    found = traced(
        told("Avtalet har frysts.", outlet="Adriatic Courier", sources=(DIPLOMAT,)),
        told("Aftalen er frosset.", outlet="Sundbladet", sources=(DIPLOMAT,)),
    )
    assert (found.least, found.most) == (1, 2)


def test_a_cited_medium_hands_on_to_its_own_source() -> None:
    own = told(
        "Avtalet har frysts.",
        outlet="Adriatic Courier",
        published="2024-03-01",
        sources=(("Slovene foreign ministry", "government"),),
    )
    citing = told("Avtalet är fryst.", outlet="Slättbladet", published="2024-03-02", sources=(("Adriatic Courier", "outlet"),))
    found = traced(own, citing)
    assert names(found) == ["Slovene foreign ministry"]
    assert "the medium names its source elsewhere" in reasons(found)


@pytest.mark.parametrize(("kind", "most"), [("organisation", 1), ("person", 2)])
def test_whoever_has_it_from_another_hands_on_though_it_is_no_medium_that_we_know(kind: SourceKind, most: int) -> None:
    """A paper that no table lists is told for an organisation; a person who cites another speaks for himself all the same."""
    first = told(
        "Avtalet har frysts.",
        outlet="Sundbladet",
        sources=(("Delo Koroške", kind), ("a diplomat in Ljubljana (unnamed)", "unnamed")),
    )
    later = told("Aftalen er frosset.", outlet="Slättbladet", published="2024-03-08", sources=(("Delo Koroške", kind),))
    assert traced(first, later).most == most


def test_a_medium_does_not_hand_on_to_what_it_wrote_after_it_was_cited() -> None:
    own = told(
        "Avtalet har frysts.",
        outlet="Adriatic Courier",
        published="2024-03-09",
        sources=(("Slovene foreign ministry", "government"),),
    )
    citing = told("Avtalet är fryst.", outlet="Slättbladet", published="2024-03-02", sources=(("Adriatic Courier", "outlet"),))
    assert sorted(names(traced(own, citing))) == ["Adriatic Courier", "Slovene foreign ministry"]


def test_outlets_that_cite_each_other_in_a_circle_count_once_and_are_named() -> None:
    found = traced(
        told("Avtalet är fryst.", outlet="Slättbladet", sources=(("Sundbladet", "outlet"),)),
        told("Aftalen er frosset.", outlet="Sundbladet", sources=(("Fjordavisen", "outlet"),)),
        told("Avtalen er fryst.", outlet="Fjordavisen", sources=(("Slättbladet", "outlet"),)),
    )
    assert found.most == 1
    assert found.circles == (("Fjordavisen", "Slättbladet", "Sundbladet"),)


def test_two_outlets_with_words_of_their_own_that_cite_each_other_count_once() -> None:
    found = traced(
        told("Avtalet är fryst.", outlet="Slättbladet"),
        told("Avtalet är fryst, heter det.", outlet="Slättbladet", sources=(("Sundbladet", "outlet"),), published="2024-03-07"),
        told("Aftalen er frosset.", outlet="Sundbladet"),
        told(
            "Aftalen er frosset, hedder det.", outlet="Sundbladet", sources=(("Slättbladet", "outlet"),), published="2024-03-07"
        ),
    )
    assert found.most == 1
    assert "they cite each other in a circle" in reasons(found)


def test_a_state_medium_and_its_ministry_count_once() -> None:
    found = traced(
        told("Robotar föll.", outlet="TASS"),
        told("Raketter slog ned.", outlet="Fjordavisen", sources=(("Russian defence ministry", "government"),)),
        told("Raketter föll.", outlet="Slättbladet", sources=(("Ukrainian defence ministry", "government"),)),
    )
    assert found.most == 2
    assert any(reason.startswith("TASS speaks for its state") for reason in reasons(found))


def test_two_ministries_of_a_state_stay_two_beside_its_agency() -> None:
    found = traced(
        told("Robotar föll.", outlet="TASS"),
        told("Raketter slog ned.", outlet="Fjordavisen", sources=(("Russian defence ministry", "government"),)),
        told("Raketter föll.", outlet="Slättbladet", sources=(("Russian foreign ministry", "government"),)),
    )
    assert found.most == 2


def test_a_state_as_a_whole_is_one_with_its_ministry() -> None:
    found = traced(
        told("Robotar föll.", sources=(("Armenian government", "government"),)),
        told("Raketter slog ned.", outlet="Fjordavisen", sources=(("Armenian defence ministry", "government"),)),
    )
    assert found.most == 1


def test_a_named_spokesperson_is_one_with_the_institution() -> None:
    person = told(
        "Robotar föll, sade ukrainska arméns talesman Bohdan Marko.",
        sources=(("Bohdan Marko", "person", 1, "ukrainska arméns talesman Bohdan Marko"),),
    )
    witness = told("Robotar föll, sade frisören Bohdan Marko.", sources=(("Bohdan Marko", "person", 1, "frisören Bohdan Marko"),))
    army = told("Raketter slog ned.", outlet="Fjordavisen", sources=(("Ukrainian army", "military"),))
    assert traced(person, army).most == 1
    assert traced(witness, army).most == 2


@pytest.mark.parametrize(("whose", "most"), [("THA", 1), ("KHM", 2), (None, 1)])
def test_of_a_bare_office_the_state_is_that_as_whose_he_takes_part(whose: str | None, most: int) -> None:
    voice: tuple[str, SourceKind, int, str] = ("Sansern Prapat", "person", 1, "army spokesman Col. Sansern Prapat")
    said = told("Shots fell, army spokesman Col. Sansern Prapat said.", language="en", sources=(voice,))
    beside = told("He bears no blame.", kind="ACCUSE", actors=("LAO",))[0]
    speaker = replace(beside, article_id=said[1].article_id, actors=(Participant(whose, "Sansern Prapat"),) if whose else ())
    army = told("Skott föll.", outlet="Fjordavisen", sources=(("Thai army", "military"),))
    known = Known(beside={said[1].article_id: [said[0], speaker]})
    found = traced(army, said, known=known)
    assert found.most == most
    assert ("a spokesperson or head, for the institution" in reasons(found)) is (most == 1)


def test_an_official_of_a_state_that_nothing_names_is_not_taken_for_a_foreigner() -> None:
    voice: tuple[str, SourceKind, int, str] = ("Lena Ek", "person", 1, "general Lena Ek")
    said = told("Skott föll, säger general Lena Ek.", sources=(voice,))
    army, other = (
        told("Skott föll.", outlet=f"{name} Avis", sources=((name, "military"),)) for name in ("Thai army", "Lao army")
    )
    assert traced(army, said).most == 1
    assert traced(army, other, said).most == 3
    home = told("Skott föll.", outlet="Fjordavisen", sources=(("Swedish army", "military"),))
    assert traced(home, said).most == 2


def test_a_name_without_an_office_speaks_for_nobody() -> None:
    said = told("Skott föll, säger Sansern Prapat.", sources=(("Sansern Prapat", "person", 1, "Sansern Prapat"),))
    said = (replace(said[0], actors=(Participant("THA", "Sansern Prapat"),)), said[1])
    assert traced(said, told("Skott föll.", outlet="Fjordavisen", sources=(("Thai army", "military"),))).most == 2


def test_an_outlet_taken_for_a_person_is_still_that_outlet() -> None:
    cites = told("Skott föll, skriver Norrlands Posten.", sources=(("Norrlands Posten", "person"),))
    assert names(traced(told("Skott föll.", outlet="Norrlands Posten"), cites)) == ["Norrlands Posten"]


def test_a_headline_without_a_source_goes_with_the_story_under_it() -> None:
    claim, article = told("Robotar föll enligt armén.", sources=(("Ukrainian army", "military"),))
    head, _ = told("En rubrik", headline="")
    from dataclasses import replace  # noqa: PLC0415

    from enligt.model import Span  # noqa: PLC0415

    head = replace(head, article_id=article.article_id, trigger=Span(0, 2, "En"), evidence=Span(0, 9, "En rubrik"))
    found = traced((claim, article), (head, article))
    assert names(found) == ["Ukrainian army"]


def test_denials_are_no_origin_of_what_others_assert() -> None:
    found = traced(
        told("Robotar föll.", sources=(("Ukrainian army", "military"),)),
        told("Nej.", outlet="Fjordavisen", factuality="denied", sources=(("Russian defence ministry", "government"),)),
    )
    assert names(found) == ["Ukrainian army"]


def test_an_origin_knows_whose_it_is_and_whether_it_is_party_to_the_act() -> None:
    found = traced(
        told("Robotar föll.", sources=(("Russian defence ministry", "government"),)),
        told("Raketter slog ned.", outlet="VG"),
        told("Raketter föll.", outlet="KCNA"),
        parties=frozenset({"RUS", "UKR"}),
    )
    about = {one.name: one for one in found.origins}
    assert about["Russian defence ministry"].standing == "party"
    assert (about["VG"].standing, about["VG"].country, about["VG"].owner) == ("third", "NOR", "Schibsted Media")
    assert about["KCNA"].speaks_for == "PRK"


@pytest.mark.parametrize(
    ("published", "ally_of"), [("2024-12-03", ()), ("2024-12-04", ("RUS",))], ids=["the-day-before", "in-force"]
)
def test_who_is_bound_to_defend_a_party_is_its_ally(published: str, ally_of: tuple[str, ...]) -> None:
    (one,) = traced(
        told("Raketter föll.", outlet="KCNA", published=published), parties=frozenset({"RUS", "UKR", "Wagner Group"})
    ).origins
    assert (one.ally_of, one.standing) == (ally_of, "ally" if ally_of else "third")


def test_a_free_medium_is_no_ally() -> None:
    (one,) = traced(told("Raketter föll.", outlet="VG"), parties=frozenset({"POL", "RUS"})).origins
    assert (one.standing, one.ally_of) == ("third", ())


@pytest.mark.parametrize(
    ("state", "among", "day", "found"),
    [
        ("SWE", {"NOR", "FIN"}, "2024-03-06", ("FIN",)),
        ("SWE", {"NOR", "FIN"}, "2024-03-07", ("FIN", "NOR")),
        ("GBR", {"IRL"}, "2020-01-31", ("IRL",)),
        ("GBR", {"IRL"}, "2020-02-01", ()),
        ("GBR", {"IRL", "NOR"}, None, ("NOR",)),
        ("PRK", {"PRK", "CHN"}, None, ("CHN",)),
        ("USA", {"ISR", "NATO"}, "2024-01-01", ()),
        ("AZE", {"TUR", "ARM"}, "2020-10-01", ("TUR",)),
        ("NER", {"MLI", "BFA", "TCD"}, "2023-09-15", ()),
        ("NER", {"MLI", "BFA", "TCD"}, "2023-09-16", ("BFA", "MLI")),
    ],
)
def test_a_bond_holds_from_day_to_day(state: str, among: set[str], day: str | None, found: tuple[str, ...]) -> None:
    assert allies(state, among, day=day) == found


def test_treaties_name_states_that_we_know_and_days_that_there_are() -> None:
    assert len(treaties()) > 10
    for name, members in treaties():
        assert name
        assert len(members) > 1
        for code, (since, until) in members.items():
            assert code in states("en")
            assert date.fromisoformat(since) < (date.fromisoformat(until) if until else date.max)


def test_the_tree_holds_every_hop_with_its_span() -> None:
    claim = told(
        "Robotar föll, skriver Reuters.",
        outlet="Kustposten",
        sources=(("Reuters", "agency", 1, "Reuters"), ("Ukrainian army", "military", 2)),
    )
    (root,) = traced(claim).tree
    (hop,) = root.cites
    assert (root.name, hop.name, hop.cites[0].name) == ("Kustposten", "Reuters", "Ukrainian army")
    ((_, span),) = hop.claims
    assert span is not None
    assert claim[1].text[span.start : span.end] == "Reuters"


def test_names_of_one_source_meet_and_others_do_not() -> None:
    def key(name: str) -> str:
        return entity(name, "organisation").key

    assert key("WSJ") == key("The Wall Street Journal")
    assert key("Norway's foreign ministry") == key("Norwegian foreign ministry") != key("Norwegian defence ministry")
    assert key("US State Department") == key("American foreign ministry")
    assert key("Russian spokesperson (unnamed)") == key("Russian government")
    assert key("Norway's foreign minister") == key("Norwegian foreign ministry")
    assert key("Norwegian prime minister") == key("Norwegian minister") == key("Norwegian government")
    assert key("Norwegian shipping minister Ola Moe") != key("Norwegian shipping ministry")
    assert key("The Baltic Herald") != key("The Herald")
    assert key("UNHCR") != key("UN")
    assert owner("Politiken") == owner("Ekstra Bladet") is not None
