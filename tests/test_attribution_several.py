"""On whose word: several sources in one mention, home institutions, services by two names, governors and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.actors import resolve
from enligt.actors.persons import name_key
from enligt.readers.attribution import SourceSpan, sources

if TYPE_CHECKING:
    from enligt.model import Language


def read(language: Language, text: str, *mentions: str, outlet: str | None = None) -> list[tuple[int, str, str]]:
    """Depth, name and kind of each source; of mentions that stand twice the last is meant."""
    spans = []
    for mention in mentions:
        at = text.rindex(mention)
        spans.append(SourceSpan(at, at + len(mention), 0.9, 0.9 if mention == mentions[-1] else 0.4))
    found, _ = sources(
        text,
        spans,
        language=language,
        claim_evidence=(0, len(text)),
        actors=resolve(text, language=language, published="2026-03-01", names=()),
        outlet=outlet,
        event_type="ASSAULT",
        actor_spans=[],
    )
    return [(one.depth, one.name, one.kind) for one in found]


SEVERAL = [
    ("en", "It fell, according to the US and South Korea.", "the US and South Korea", ["United States", "South Korea"]),
    ("en", "It fell, the Danish and Norwegian governments say.", "the Danish and Norwegian governments",
     ["Danish government", "Norwegian government"]),
    ("da", "Det faldt, siger den danske og norske regering.", "den danske", ["Danish government", "Norwegian government"]),
    ("da", "Det siger den amerikanske og den danske ambassade.", "den amerikanske og den danske ambassade",
     ["US embassy", "Danish embassy"]),
    ("sv", "Den föll, enligt både USA, Japan och Sydkorea.", "både USA, Japan och Sydkorea",
     ["United States", "Japan", "South Korea"]),
    ("sv", "Svenska och norska soldater såg det.", "Svenska och norska soldater",
     ["Swedish soldiers (unnamed)", "Norwegian soldiers (unnamed)"]),
    ("nb", "Kinas og Russlands ambassader sier det.", "Kinas og Russlands ambassader", ["Chinese embassy", "Russian embassy"]),
    ("nn", "Presidentane i Washington og Havana seier det.", "Presidentane i Washington og Havana",
     ["US president", "Cuban president"]),
    ("sv", "Reuters och TT skriver det.", "Reuters och TT", ["Reuters", "TT"]),
]  # fmt: skip
ONE = [
    ("en", "The Globe and Mail reported it.", "The Globe and Mail"),
    ("en", "Bosnia and Herzegovina said so.", "Bosnia and Herzegovina"),
    ("en", "The ambassador to Norway and Denmark said so.", "The ambassador to Norway and Denmark"),
    ("en", "The UN and Arab League envoy said so.", "The UN and Arab League envoy"),
    ("en", "A source close to Israel and Hamas said so.", "A source close to Israel and Hamas"),
    ("sv", "Ambassadören i Norge och Danmark sade det.", "Ambassadören i Norge och Danmark"),
    ("nb", "Klima- og miljødepartementet sier det.", "Klima- og miljødepartementet"),
    ("nn", "Dag og Tid skriv det.", "Dag og Tid"),
    ("da", "Den svenske og norske forfatter Anna Berg siger det.", "Den svenske og norske forfatter Anna Berg"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mention", "names"), SEVERAL)
def test_several_in_one_mention_stand_side_by_side(language: Language, text: str, mention: str, names: list[str]) -> None:
    found = read(language, text, mention)
    assert [name for _, name, _ in found] == names
    assert {depth for depth, _, _ in found} == {1}


@pytest.mark.parametrize(("language", "text", "mention"), ONE)
def test_a_name_or_person_with_and_in_it_is_one(language: Language, text: str, mention: str) -> None:
    assert len(read(language, text, mention)) == 1


NAMED = [
    # a capital inside a sentence: the paper's own
    ("sv", "Ryssland har övat nära Sverige, enligt Försvarsmakten.", "Försvarsmakten", "Swedish armed forces"),
    ("nb", "Russland sendte fly, opplyser Utenriksdepartementet.", "Utenriksdepartementet", "Norwegian foreign ministry"),
    ("nn", "Russland sende fly, ifølgje Forsvaret.", "Forsvaret", "Norwegian armed forces"),
    ("da", "Rusland sendte fly, ifølge Forsvaret.", "Forsvaret", "Danish armed forces"),
    # … and not: in small letters, of another state's own word, where an English paper's state is not spoken of
    ("sv", "Ryssland har övat, enligt försvarsmakten.", "försvarsmakten", "Russian armed forces"),
    ("sv", "Demokraterna i USA vann, enligt Kongressen.", "Kongressen", "US Congress"),
    ("en", "Russia sent bombers to Syria, according to the Defense Ministry.", "the Defense Ministry", "Syrian defence ministry"),
    # a service by its letters, its noun, or "the service"
    ("en", "South Korea's intelligence service NIS said so. More will follow, the service said.", "the service", "NIS"),
    ("en", "Ukraine's security service, the SBU, said so. The security service said more.", "The security service", "SBU"),
    ("nb", "Politiets sikkerhetstjeneste (PST) sier det. Mer følger, sier tjenesten.", "tjenesten", "PST"),
    ("nn", "Politiets tryggingsteneste (PST) seier det. Meir følgjer, seier tenesta.", "tenesta", "PST"),
    ("da", "PET siger det. Mere følger, oplyser efterretningstjenesten.", "efterretningstjenesten", "PET"),
    ("sv", "Sydkoreas underrättelsetjänst NIS såg det. Mer följer, säger underrättelsetjänsten.",
     "underrättelsetjänsten", "NIS"),
    ("sv", "Sydkoreas underrättelsetjänst NIS såg det. Nordkoreas underrättelsetjänst nekar.", "Nordkoreas underrättelsetjänst",
     "North Korean intelligence service"),
    ("sv", "Räddningstjänsten kom. Branden är släckt, säger tjänsten.", "tjänsten", "tjänsten (unnamed)"),
    # an office by its place
    ("sv", "Två dog, säger Belgorods guvernör.", "Belgorods guvernör", "governor of Belgorod"),
    ("sv", "Två dog, säger guvernören i Belgorodregionen.", "guvernören i Belgorodregionen", "governor of Belgorod"),
    ("da", "To døde, siger guvernøren i Belgorod-regionen.", "guvernøren i Belgorod-regionen", "governor of Belgorod"),
    ("en", "Two died, the governor of Belgorod region said.", "the governor of Belgorod region", "governor of Belgorod"),
    ("sv", "Två dog, säger Charkivs borgmästare.", "Charkivs borgmästare", "mayor of Kharkiv"),
    ("nb", "Det sier Russlands president.", "Russlands president", "Russian president"),
    # media
    ("en", "The bridge was hit, Zvezda TV reported.", "Zvezda TV", "Zvezda"),
    ("nb", "Broen ble truffet, melder tv-kanalen Zvezda.", "tv-kanalen Zvezda", "Zvezda"),
    ("en", "Israel struck, Israel's Channel 12 reported.", "Israel's Channel 12", "Channel 12"),
    ("sv", "Israel anföll, säger israeliska Kanal 12.", "israeliska Kanal 12", "Channel 12"),
    ("nn", "Politiet brukte vasskanon, ifølgje Interpressnews.", "Interpressnews", "Interpressnews"),
    ("nb", "Trump truer med toll. Det hvite hus bekrefter.", "Det", "White House"),
    # a ministry, a chief
    ("en", "Talks failed, the United States' State Department said.", "the United States' State Department",
     "US State Department"),
    ("sv", "De plågas, säger Amnestys Sverigechef Anna Berg.", "Amnestys Sverigechef Anna Berg", "Anna Berg"),
    ("nb", "De plages, sier Amnestys Norgesjef Kari Holm.", "Amnestys Norgesjef Kari Holm", "Kari Holm"),
    ("da", "De plages, siger Amnestys Danmarkschef Dan Holm.", "Amnestys Danmarkschef Dan Holm", "Dan Holm"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mention", "name"), NAMED)
def test_names(language: Language, text: str, mention: str, name: str) -> None:
    assert [one for _, one, _ in read(language, text, mention)] == [name]


def test_an_outlet_tells_whose_a_ministry_is() -> None:
    text = "Russia sent bombers towards Britain, according to the Ministry of Defence."
    assert read("en", text, "the Ministry of Defence", outlet="BBC News")[0][1] == "British defence ministry"
    finnish = "Ryssland sände plan, enligt Försvarsministeriet."
    assert read("sv", finnish, "Försvarsministeriet", outlet="Svenska Yle")[0][1] == "Finnish defence ministry"


def test_a_paper_known_by_its_name_is_nearer_than_whom_it_cites() -> None:
    text = "Forrige fredag meldte etterretningstjenesten, NIS, at soldater var sendt, ifølge svenske Mälarkuriren."
    found = read("nb", text, "etterretningstjenesten, NIS", "svenske Mälarkuriren")
    assert found == [(1, "Mälarkuriren", "outlet"), (2, "NIS", "intelligence")]


def test_israel_in_swedish_is_the_state_and_not_one_of_its_people() -> None:
    found = resolve("Israel anföll. En israel greps.", language="sv", published=None, names=()).mentions
    assert [(one.text, one.kind) for one in found] == [("Israel", "state"), ("israel", "inhabitant")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Radosław Sikorski", "Radoslaw Sikorski"), ("Søren Ødegård", "Soren Odegard"), ("Łukasz Nowak", "Lukasz Nowak")],
)
def test_stroke_letters_make_no_other_person(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    text = f"It will act, {one} and {other} said."
    assert len(read("en", text, one, other)) == 1
    assert name_key("Søren Ødegård") != name_key("Søren Ødegaardstad")
