"""The sentence that tells an event: never without on whose word, never firmer than the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from enligt.model import Status
from enligt.readers.ontology import TYPES
from enligt.web.names import source_name
from enligt.web.sentences import FACTUALITY, ground, number_range, sentence
from enligt.web.words import LANGUAGES, words

if TYPE_CHECKING:
    from enligt.model import Language


def origin(name: str, kind: str = "government") -> dict[str, Any]:
    return {"name": name, "kind": kind}


def party(actor: str, role: str, *, name: str | None = None, claims: int = 1) -> dict[str, Any]:
    return {"id": actor, "name": name, "role": role, "claims": claims}


def record(**fields: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "event_type": "AID",
        "status": "reported",
        "status_label": "reported",
        "participants": [party("PRK", "actor"), party("RUS", "recipient")],
        "origins": [origin("South Korean intelligence service", "intelligence")],
        "disputed_by": [],
        "when": None,
        "where": [],
        "quantities": [],
        "first_published": "2024-10-18",
        "independent_origins_min": 1,
        "independent_origins_max": 1,
        "origins_ground": "1, in 1 article of 1 outlet in this ledger",
    }
    return {**given, **fields}


def spread(**fields: Any) -> dict[str, Any]:
    return {"unit": "soldiers", "scope": "event", "min": 3000.0, "max": 12000.0, "said": [{}, {}], **fields}


WHEN = {"start": "2024-10-08", "end": "2024-10-08", "precision": "day", "basis": "stated"}


def test_who_did_what_to_whom_when_and_how_much_on_whose_word() -> None:
    told = record(
        status="disputed", when=WHEN, quantities=[spread()], where=["Kursk"], disputed_by=[{"name": "Kremlin", "claims": []}]
    )
    assert sentence(told, words("en")) == (
        "According to the South Korean intelligence service, North Korea gave aid to Russia on 8 October 2024 "
        "(Kursk; 3,000 to 12,000 soldiers); the Kremlin denies it"
    )
    assert sentence(told, words("sv")) == (
        "Enligt Sydkoreas underrättelsetjänst gav Nordkorea hjälp till Ryssland den 8 oktober 2024 "
        "(Kursk; 3\u00a0000 till 12\u00a0000 soldater); Kreml förnekar det"
    )
    assert sentence(told, words("nb")).startswith(
        "Ifølge Sør-Koreas etterretningstjeneste ga Nord-Korea hjelp til Russland 8. oktober 2024"
    )
    assert sentence(told, words("da")).startswith(
        "Ifølge Sydkoreas efterretningstjeneste gav Nordkorea hjælp til Rusland den 8. oktober"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("status", get_args(Status))
def test_every_type_and_status_has_its_words(language: Language, kind: str, status: str) -> None:
    said = words(language)
    told = sentence(record(event_type=kind, status=status), said)
    service = source_name({"name": "South Korean intelligence service"}, said, told=True)
    begins = said("sentence.according", sources=service, act="")
    assert told.startswith(begins.rstrip())
    assert "{" not in told
    assert said("sentence.unknown_actor") not in told
    verb = {"asserted": "past", "planned": "inf", "possible": "inf", "denied": "part"}[FACTUALITY[status]]
    assert said(f"verb.{kind}.{verb}") in told


def test_what_is_not_asserted_never_sounds_so() -> None:
    said = words("en")
    asserted = sentence(record(), said)
    for status in ("denied", "planned", "overdue", "called-off", "possible"):
        told = sentence(record(status=status), said)
        assert "gave aid" not in told, status
    assert "gave aid" in asserted
    assert "has not given aid" in sentence(record(status="denied"), said)
    assert "is to give aid" in sentence(record(status="planned"), said)
    assert "may give aid" in sentence(record(status="possible"), said)


def test_what_was_possible_in_the_past_is_told_of_the_past() -> None:
    told = record(status="possible", when=WHEN)
    assert "may have given aid to Russia on 8 October 2024" in sentence(told, words("en"))
    assert "kan Nordkorea ha gett hjälp" in sentence(told, words("sv"))


def test_what_became_of_a_plan_is_said() -> None:
    said = words("en")
    late = record(
        status="overdue", status_label="planned for a time that is past; no later word in 3 later articles on these actors"
    )
    assert sentence(late, said).endswith("; the time for it is past, without a later word in 3 later articles on these parties")
    silent = record(status="overdue", status_label="planned for a time that is past")
    assert sentence(silent, said).endswith("; the time for it is past")
    off = record(status="called-off", disputed_by=[{"name": "Oslo", "claims": []}])
    assert sentence(off, said).endswith("; called off later, according to Oslo")
    assert "denied" not in sentence(off, said)


def test_nobody_is_made_up() -> None:
    bare = record(participants=[], origins=[origin("unknown outlet", "outlet")])
    assert sentence(bare, words("en")) == "According to an article whose outlet is unknown, a party that is not named gave aid"
    unnamed = record(origins=[origin("den (unnamed)", "unnamed"), origin("US official (unnamed)", "unnamed")])
    assert sentence(unnamed, words("en")).startswith("According to a source that is not named and a US official (not named), ")
    assert sentence(record(participants=[party("UNK", "actor"), party("RUS", "recipient")]), words("en")).endswith(
        "a party that is not named gave aid to Russia"
    )


def test_a_state_speaks_for_its_people_where_both_are_named() -> None:
    both = record(participants=[party("NOR", "actor"), party("NOR", "actor", name="Kari Nordlund"), party("RUS", "recipient")])
    assert "Norway gave aid" in sentence(both, words("en"))
    alone = record(participants=[party("NOR", "actor", name="Kari Nordlund"), party("RUS", "recipient")])
    assert "Kari Nordlund (Norway) gave aid" in sentence(alone, words("en"))


def test_who_is_named_by_few_claims_is_left_to_the_table() -> None:
    told = record(
        participants=[party("PRK", "actor", claims=9), party("CHN", "actor", claims=2), party("RUS", "recipient", claims=9)]
    )
    assert "China" not in sentence(told, words("en"))


def test_a_country_is_no_place_in_the_sentence() -> None:
    assert "(Kursk)" in sentence(record(where=["Ryssland", "Kursk"]), words("en"))
    assert "(" not in sentence(record(where=["Russland"]), words("en"))


def test_the_ground_is_never_a_bare_number() -> None:
    said = record(origins_ground="1 to 4, in 7 articles of 5 outlets in this ledger", independent_origins_max=4)
    assert ground(said, words("en")) == "1 to 4 independent origins, in 7 articles of 5 outlets in this ledger"
    assert ground(said, words("sv")) == "1 till 4 oberoende ursprung, i 7 artiklar från 5 medier i denna liggare"
    assert ground(record(), words("en")) == "1 independent origin, in 1 article of 1 outlet in this ledger"
    assert ground(record(origins_ground="otherwise worded"), words("en")) == "otherwise worded"


def test_a_range_of_numbers_says_its_scope() -> None:
    assert number_range(spread(scope="additional", max=3000.0), words("en")) == "3,000 soldiers, on top of earlier ones"
    assert number_range(spread(unit="elitsoldater", scope="event"), words("en")) == "3,000 to 12,000 elitsoldater"


def test_who_acts_with_others_is_not_told_as_acted_upon_too() -> None:
    hosts = [party("DNK", "actor", name="Lars Nordlund"), party("USA", "actor"), party("DNK", "recipient")]
    told = sentence(record(event_type="CONSULT", participants=hosts), words("en"))
    assert told.endswith("Lars Nordlund (Denmark) and the United States held a meeting or talks")
    inside = [party("RUS", "actor", name="Ivan Ivanov"), party("RUS", "recipient", name="Pjotr Petrov")]
    assert "Ivan Ivanov (Russia) carried out an attack on Pjotr Petrov (Russia)" in sentence(
        record(event_type="ASSAULT", participants=inside), words("en")
    )


def test_an_organisation_is_named_once() -> None:
    union = party("EUU", "actor", name="European Union")
    assert "gav EU hjälp" in sentence(record(participants=[union]), words("sv"))
