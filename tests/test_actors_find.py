"""Known actors in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enligt.actors import gazetteer
from enligt.model import LANGUAGES, Language


def found(text: str, language: Language) -> list[tuple[str, str]]:
    return [(mention.text, mention.id) for mention in gazetteer().find(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "De nordkoreanska soldaterna lämnade Rysslands gräns.", [("nordkoreanska", "PRK"), ("Rysslands", "RUS")]),
        (
            "sv",
            "Vita huset och Kreml svarade FN:s säkerhetsråd.",
            [("Vita huset", "USA"), ("Kreml", "RUS"), ("FN:s säkerhetsråd", "UNO")],
        ),
        (
            "sv",
            "Vitryssland, Elfenbenskusten och Nordmakedonien.",
            [("Vitryssland", "BLR"), ("Elfenbenskusten", "CIV"), ("Nordmakedonien", "MKD")],
        ),
        (
            "sv",
            "EU-sanktioner, Rysslandssanktioner och ett natomedlem",
            [("EU-sanktioner", "EUU"), ("Rysslandssanktioner", "RUS"), ("natomedlem", "NAT")],
        ),
        ("sv", "Talibanerna mötte houthirebellerna.", [("Talibanerna", "taliban"), ("houthirebellerna", "houthis")]),
        ("nb", "Nord-Koreas leder og russerne i Sør Korea", [("Nord-Koreas", "PRK"), ("russerne", "RUS"), ("Sør Korea", "KOR")]),
        ("nb", "Det hvite hus advarte EUs og FNs utsendinger.", [("Det hvite hus", "USA"), ("EUs", "EUU"), ("FNs", "UNO")]),
        ("nb", "Stortinget og Høyre sa nei.", [("Stortinget", "NOR"), ("Høyre", "NOR")]),
        (
            "en",
            "Bosnian Serb leaders met the Kurdistan Regional Government, the Arakan Army and Somaliland.",
            [
                ("Bosnian Serb", "bosnian-serbs"),
                ("Kurdistan Regional Government", "kurdistan-region"),
                ("Arakan Army", "arakan-army"),
                ("Somaliland", "somaliland"),
            ],
        ),
        ("nn", "Vest-Papuas frigjeringshær og Fifa", [("Vest-Papuas frigjeringshær", "tpnpb"), ("Fifa", "FIFA")]),
        (
            "da",
            "De bosnisk-serbiske styrker og Nordcypern",
            [("bosnisk-serbiske", "bosnian-serbs"), ("Nordcypern", "northern-cyprus")],
        ),
        ("sv", "Krajinaserberna och naxaliterna", [("Krajinaserberna", "krajina-serbs"), ("naxaliterna", "naxalites")]),
        ("nn", "Noreg og dei svenske møtte russarane.", [("Noreg", "NOR"), ("svenske", "SWE"), ("russarane", "RUS")]),
        (
            "da",
            "Det Hvide Hus talte med Tyrkiets og Østrigs regering.",
            [("Det Hvide Hus", "USA"), ("Tyrkiets", "TUR"), ("Østrigs", "AUT")],
        ),
        (
            "da",
            "Venstre og Folketinget modtog FN's generalsekretær.",
            [("Venstre", "DNK"), ("Folketinget", "DNK"), ("FN's", "UNO")],
        ),
        (
            "en",
            "The US said Turkey's army and the Netherlands would help.",
            [("US", "USA"), ("Turkey's", "TUR"), ("the Netherlands", "NLD")],
        ),
        (
            "en",
            "North Korean and U.S. officials met in the Democratic Republic of Congo.",
            [("North Korean", "PRK"), ("U.S.", "USA"), ("Democratic Republic of Congo", "COD")],
        ),
        (
            "en",
            "The White House, the Pentagon and Downing Street",
            [("The White House", "USA"), ("the Pentagon", "USA"), ("Downing Street", "GBR")],
        ),
        ("en", "Hamas, al-Qaeda and Boko Haram", [("Hamas", "hamas"), ("al-Qaeda", "al-qaeda"), ("Boko Haram", "boko-haram")]),
        ("sv", "Paris' borgmästare och EU's regler", [("Paris'", "FRA"), ("EU's", "EUU")]),
        ("nb", "PARIS – RUSSLAND SVARER", [("PARIS", "FRA"), ("RUSSLAND", "RUS")]),
    ],
)
def test_names_in_their_forms(language: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They told us to eat turkey and polish the china."),
        ("en", "Michael Jordan and Chad Smith played."),
        ("en", "The cat crossed South America and the South China Sea."),
        ("en", "pro-Russian and anti-EU slogans"),
        ("sv", "Proryska grupper och svenskspråkiga elever"),
        ("sv", "En malign tumör är omanlig."),
        ("sv", "Han bor i Latinamerika vid Indiska oceanen."),
        ("nb", "Hun snakker på russisk om været."),
        ("en", "Congress of dentists meets in the old town."),
    ],
)
def test_what_is_no_actor(language: Language, text: str) -> None:
    assert found(text, language) == []


def test_words_that_need_company_count_beside_it_only() -> None:
    assert found("Baidoa is a town. The Commission sat.", "en") == []
    assert ("Baidoa", "SOM") in found("Somalia's army took Baidoa.", "en")
    assert ("the Commission", "EUU") in found("Brussels waited while the Commission sat.", "en")


def test_a_name_of_two_actors_is_told_by_the_words_beside_it() -> None:
    assert found("Georgia and Atlanta voted.", "en")[0] == ("Georgia", "USA")
    assert found("Georgia asked Moscow to leave; in Tbilisi, Atlanta was spoken of.", "en")[0] == ("Georgia", "GEO")
    assert found("Congo's president spoke in Brazzaville.", "en")[0] == ("Congo's", "COG")


def test_rules_tell_which_table() -> None:
    (mention,) = gazetteer().find("ryska trupper", language="sv")
    assert mention.kind == "adjective"
    assert mention.rule == "adjective 'ryska' of RUS (table states.sv)"


def test_names_and_adjectives_of_states() -> None:
    known = gazetteer()
    assert known.state_name("RUS") == "Russia"
    assert known.state_name("DEU", language="sv") == "Tyskland"
    assert known.state_name("NOR", language="nn") == "Noreg"
    assert known.state_name("nobody") is None
    assert known.adjective("USA") == "US"
    assert known.adjective("RUS", language="da") == "russisk"
    assert known.adjective("SCG") is None


@given(text=st.text(alphabet="RUSrusFNEU:s'’- .abå\nİıKinaTTDN", max_size=60), language=st.sampled_from(LANGUAGES))
def test_spans_quote_the_text_and_do_not_overlap(text: str, language: Language) -> None:
    end = 0
    for mention in gazetteer().find(text, language=language):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("sv", "nyhetsbyrån Reuters", "Reuters"),
        ("en", "Liberation", "Libération"),
        ("sv", "DN", "Dagens Nyheter"),
        ("nb", "DN", "Dagens Næringsliv"),
        ("nb", "TV 2", "TV 2"),
        ("da", "TV 2", "TV 2 Danmark"),
        ("nb", "avisa VGs nettutgave", "VG"),
        ("en", "the state news agency KCNA", "KCNA"),
        ("en", "the Wall Street Journal", "The Wall Street Journal"),
        ("da", "det statslige kinesiske nyhedsbureau Xinhua", "Xinhua"),
        ("en", "www.nrk.no", "NRK"),
        ("da", "Information", "Information"),
    ],
)
def test_media_of_source_mentions(language: Language, text: str, name: str) -> None:
    medium = gazetteer().medium(text, language=language)
    assert medium is not None
    assert medium.name == name


def test_media_that_speak_for_a_state() -> None:
    known = gazetteer()
    kcna = known.medium("KCNA", language="en")
    assert kcna is not None
    assert (kcna.kind, kcna.country, kcna.speaks_for) == ("agency", "PRK", "PRK")
    assert kcna.note
    assert known.medium_of_domain("edition.cnn.com") == known.medium("CNN", language="en")
    assert known.medium("en talesperson", language="sv") is None
    assert known.medium_of_domain("localhost") is None


def test_an_army_of_liberation_is_no_french_newspaper() -> None:
    assert [m.text for m in gazetteer().every("The Baloch Liberation Front met the press", language="en")] == []


def test_ambiguous_names_of_media_count_in_source_mentions_only() -> None:
    assert found("Information om tiden og Time", "da") == []
    assert found("Reuters", "da") == [("Reuters", "reuters")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea heard the South Sudanese army.", ["PRK", "SSD"]),
        ("South Korean soldiers said that the South had not fired.", ["KOR", "KOR"]),
        ("South Korea met the North Macedonian envoy and the South African one.", ["KOR", "MKD", "ZAF"]),
    ],
)
def test_a_longer_name_behind_the_article_goes_before_a_short_one_with_it(text: str, expected: list[str]) -> None:
    assert [code for _, code in found(text, "en")] == expected
