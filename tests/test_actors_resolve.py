"""Who is who in one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.actors import ArticleActors, NameSpan, resolve
from enligt.actors.names import sound

if TYPE_CHECKING:
    from enligt.model import Language


def ids(actors: ArticleActors, phrase: str, *, nth: int = 0) -> list[str]:
    start = -1
    for _ in range(nth + 1):
        start = actors.text.index(phrase, start + 1)
    return actors.ids(start, start + len(phrase))


def article(text: str, language: Language, published: str | None = "2023-05-17") -> ArticleActors:
    return resolve(text, language=language, published=published)


@pytest.mark.parametrize(
    ("language", "text", "later"),
    [
        ("sv", "Polens utrikesminister Bartosz Lipka reste. Sedan talade Lipka.", "Lipka"),
        ("sv", "Bartosz Lipka, Polens utrikesminister, reste. Lipkas tal var långt.", "Lipkas"),
        ("nb", "Den nye polske utenriksministeren, Bartosz Lipka, reiste. Lipka kom hjem.", "Lipka"),
        ("da", "Bartosz Lipka, der er Polens udenrigsminister, rejste. Lipka kom hjem.", "Lipka"),
        ("en", "Foreign Minister Bartosz Lipka of Poland left. Mr Lipka came home.", "Lipka"),
        ("en", "The Polish foreign minister, Bartosz Lipka, left. Lipka’s speech was long.", "Lipka’s"),
        ("en", "Bartosz Lipka, who heads Poland's parliament, left. Lipka came home.", "Lipka"),
        ("nn", "Utanriksminister Bartosz Lipka frå Polen reiste. Lipka kom heim.", "Lipka"),
        ("nb", "Polens ambassadør i Moskva, Bartosz Lipka, reiste. Lipka kom hjem.", "Lipka"),
    ],
)
def test_persons_whom_the_article_introduces(language: Language, text: str, later: str) -> None:
    actors = article(text, language)
    assert ids(actors, "Bartosz Lipka") == ["POL"]
    last = actors.text.rindex(later)
    assert actors.ids(last, last + len(later)) == ["POL"]
    (mention,) = actors.at(last, last + len(later))
    assert mention.name == "Bartosz Lipka"
    assert "Lipka" in mention.rule


@pytest.mark.parametrize(
    ("language", "text", "name", "expected"),
    [
        ("sv", "Det säger Berit Falkman (KD).", "Berit Falkman", "SWE"),
        ("nb", "Det sier Berit Falkmo (Frp).", "Berit Falkmo", "NOR"),
        ("da", "Det siger Berit Falkmose (DF).", "Berit Falkmose", "DNK"),
        ("nb", "Hamas-lederen Yasin Khaldi talte.", "Yasin Khaldi", "hamas"),
        ("da", "Talsmanden for Taliban, Yasin Khaldi, talte.", "Yasin Khaldi", "taliban"),
        ("en", "Yasin Khaldi, a spokesman for the Houthis, said so.", "Yasin Khaldi", "houthis"),
        ("en", "The Sudanese militia Blue Lanterns attacked.", "Blue Lanterns", "SDN"),
        ("sv", "Den kongolesiska rebellgruppen Blå Lyktan anföll.", "Blå Lyktan", "blå-lyktan"),
        ("nb", "Statsminister Berit Falkmo talte i Oslo.", "Berit Falkmo", "NOR"),
    ],
)
def test_other_introductions(language: Language, text: str, name: str, expected: str) -> None:
    assert ids(article(text, language), name) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "sv",
            "Polens försvarsminister Andrej Belousek kom. Enligt Belouseck är det över.",
            ("Belouseck", "POL", "Andrej Belousek"),
        ),
        ("nb", "Ungarns statsråd Sergej Tsjernov kom. Sergey Chernow sa nei.", ("Sergey Chernow", "HUN", "Sergey Chernow")),
        ("da", "Laos' minister Pak Un Jo kom. Pak Un-jo sagde nej.", ("Pak Un-jo", "LAO", "Pak Un Jo")),
        ("en", "Peru's minister Jan Nowack came. Novak left.", ("Novak", "PER", "Jan Nowack")),
    ],
)
def test_a_name_spelt_otherwise_is_the_same(language: Language, text: str, expected: tuple[str, str, str]) -> None:
    last = resolve(text, language=language, published=None).mentions[-1]
    assert (last.text, last.id) == expected[:2]
    assert last.name is not None
    assert last.name.split()[0] == expected[2].split()[0]


def test_another_person_of_a_surname_that_sounds_alike_is_another() -> None:
    text = "Poland's minister Jan Nowak came. Kim Novak left."
    assert "Kim Novak" not in {m.text for m in resolve(text, language="en", published=None).mentions}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kristersson", "Kristiansson"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Nowak", "Nowakowski"),
        ("Petersen", "Pettersen"),
    ],
)
def test_look_alikes_do_not_meet(one: str, other: str) -> None:
    text = f"Polens minister {one} kom. {other} gick."
    assert all(m.text != other for m in resolve(text, language="sv", published=None).mentions if m.rule and one in m.rule)
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("language", "text", "alone", "expected"),
    [
        ("en", "South Korean leader Moon Jae-in came. Moon smiled.", "Moon", "KOR"),
        ("nb", "Nord-Koreas leder Kim Jong Un kom. Kims regjering svarte.", "Kims", "PRK"),
        ("sv", "Kinas premiärminister Li Keqiang kom. Li gick.", "Li", "CHN"),
        ("da", "Taiwans præsident Tsai Ing-wen kom. Tsai gik.", "Tsai", "TWN"),
        ("nn", "Sør-Koreas statsminister Chung Sye-kyun kom. Chung gjekk.", "Chung", "KOR"),
    ],
)
def test_a_family_name_that_stands_first_is_the_persons(language: Language, text: str, alone: str, expected: str) -> None:
    last = [m for m in resolve(text, language=language, published="2019-05-01").mentions if m.text == alone]
    assert [m.id for m in last] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "alone", "expected"),
    [
        ("nb", "Kim Jong-un kom torsdag. Kim inviterte gjesten. I 2011 reiste Kim Jong-il.", "Kim inv", "Kim Jong-un"),
        ("en", "Poland's minister Igor Wilga came. Wilga left. Poland's premier Jan Wilga had gone.", "Wilga left", "Igor Wilga"),
    ],
)
def test_a_surname_is_not_that_of_a_namesake(language: Language, text: str, alone: str, expected: str) -> None:
    at = text.index(alone)
    found = resolve(text, language=language, published="2019-04-26")
    assert [mention.name for mention in found.at(at, at + 3)] == [expected]


def test_the_first_word_of_other_names_is_no_family_name() -> None:
    text = "Polens utrikesminister Tomasz Wilga kom. Tomasz gick. Danmarks minister Long Hansen kom. Long gick."
    assert not {"Tomasz", "Long"} & {m.text for m in resolve(text, language="sv", published=None).mentions}


def test_a_relative_with_another_first_name_is_another() -> None:
    text = "Norges statsminister Kari Petersen kom. Lars Petersen gikk. K. Petersen lo. Petersen smilte."
    assert {m.text for m in resolve(text, language="nb", published=None).mentions} == {
        "Norges", "Kari Petersen", "K. Petersen", "Petersen",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("sv", "den ryske presidentens sändebud i Kina", ["RUS"]),
        ("sv", "Ukrainas attack mot Ryssland", ["UKR"]),
        ("nb", "Norges og Sveriges statsministre", ["NOR", "SWE"]),
        ("sv", "Finland, Sverige och Norge", ["FIN", "SWE", "NOR"]),
        ("da", "14 medarbejdere ved Ruslands ambassade i Prag", ["RUS"]),
        ("en", "the leaders of France and Germany", ["FRA", "DEU"]),
        ("en", "US and South Korean troops", ["USA", "KOR"]),
        ("nb", "Ukrainas president og Russlands statsminister", ["UKR", "RUS"]),
        ("en", "the Lebanese group Hezbollah", ["hezbollah"]),
        ("sv", "Jemens huthirörelse", ["houthis"]),
        ("sv", "Utrikesdepartementet i Bukarest", ["ROU"]),
        ("en", "US-backed Kurdish fighters", ["kurds"]),
        ("da", "USA's præsident, Joe Biden", ["USA"]),
        ("nb", "en talsmann for regjeringen", []),
    ],
)
def test_the_head_of_a_noun_phrase(language: Language, phrase: str, expected: list[str]) -> None:
    text = f"Så ble {phrase}."
    assert ids(article(text, language), phrase) == expected


def test_office_holders_by_date() -> None:
    then = resolve("Jens Stoltenberg talte. Stoltenberg smilte.", language="nb", published="2010-04-01")
    later = resolve("Jens Stoltenberg talte. Stoltenberg smilte.", language="nb", published="2020-04-01")
    assert [mention.id for mention in then.mentions] == ["NOR", "NOR"]
    assert [mention.id for mention in later.mentions] == ["NAT", "NAT"]
    assert "prime minister" in then.mentions[0].rule


def test_capitals_of_former_states() -> None:
    assert ids(resolve("Belgrade agreed.", language="en", published="1999-06-01"), "Belgrade") == ["YUG"]
    assert ids(resolve("Belgrade agreed.", language="en", published="2019-06-01"), "Belgrade") == ["SRB"]
    assert ids(resolve("Moscow agreed.", language="en", published="1988"), "Moscow") == ["SUN"]


def test_institutions_of_the_state_spoken_of() -> None:
    text = "Kenya votes\n\nIn Nairobi the Supreme Court ruled."
    assert ids(article(text, "en"), "the Supreme Court") == ["KEN"]
    assert ids(article("Utenriksdepartementet svarte.", "nb"), "Utenriksdepartementet") == ["NOR"]
    assert article("The Supreme Court ruled.", "en").mentions == []


@pytest.mark.parametrize(
    ("language", "text", "name", "found"),
    [
        ("da", "Polen stemmer. Polen og Ungarn er enige, siger Justitsministeriet.", "Justitsministeriet", ["POL"]),
        ("da", "Danmark stemmer. Polen og Ungarn er enige, siger Justitsministeriet.", "Justitsministeriet", ["DNK"]),
        ("nb", "Polen stemmer. Polen er enig, sier Justisdepartementet.", "Justisdepartementet", ["NOR"]),
        ("sv", "Brasilien röstar. Brasilien och Peru är eniga, säger Högsta domstolen.", "Högsta domstolen", ["BRA"]),
        ("nb", "Brasil stemmer, og Senatet sier ja.", "Senatet", ["BRA"]),
        ("nb", "Norge og Brasil stemmer, og Senatet sier ja.", "Senatet", ["BRA"]),
        ("da", "Republikaneren sidder i Repræsentanternes Hus i USA.", "Repræsentanternes Hus", ["USA"]),
        ("nn", "Noreg og Polen ventar, for Forfatningsdomstolen seier nei.", "Forfatningsdomstolen", ["POL"]),
        ("da", "Senatet stemmer nej.", "Senatet", []),
    ],
)
def test_an_institution_abroad_is_not_of_the_state_at_home(language: Language, text: str, name: str, found: list[str]) -> None:
    assert ids(article(text, language), name) == found


def test_surname_of_another_person_is_not_the_known_one() -> None:
    actors = article("Statsminister Ola Tusk (Ap) møtte Polens statsminister Donald Tusk.", "nb")
    assert ids(actors, "Ola Tusk") == ["NOR"]
    assert ids(actors, "Donald Tusk") == ["POL"]


def test_names_of_the_name_head_are_resolved() -> None:
    text = "Polens utrikesminister talade. Minister lipka kom, Polens utrikesminister Bartosz lipka."
    start = text.index("lipka", text.index("Bartosz"))
    actors = resolve(text, language="sv", published=None, names=[NameSpan(start - 8, start + 5, "PER")])
    assert actors.ids(start - 8, start + 5) == ["POL"]


def test_guess_is_the_state_that_the_article_speaks_of() -> None:
    actors = article("Chile: Streiken fortsetter\n\nI Santiago de Chile sa presidenten nei. Norge ventet.", "nb")
    start = actors.text.index("presidenten")
    assert actors.ids(start, start + len("presidenten")) == []
    assert actors.guess(start, start + len("presidenten")) == ["CHL"]
    assert actors.guess(start, start + len("presidenten"), exclude=["CHL"]) == ["NOR"]
    assert article("Presidenten sa nei.", "en").guess(0, 10) == []


def test_mentions_are_in_order_and_quote_the_text() -> None:
    actors = article("Polens utrikesminister Bartosz Lipka mötte Mendoza i Córdoba, Argentina. FN:s Lipka?", "sv")
    end = 0
    for mention in actors.mentions:
        assert mention.start >= end
        assert actors.text[mention.start : mention.end] == mention.text
        end = mention.end
    assert actors.at(0, 6)[0].id == "POL"


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("nb", "Det russiske forsvarsdepartementet nekter. USA og Ukraina kjenner det. Forsvarsdepartementet tier.", "RUS"),
        ("sv", "Rysslands försvarsdepartement nekar. USA och Ukraina vet. Enligt försvarsdepartementet dog ingen.", "RUS"),
        ("da", "Ruslands forsvarsministerium nægter. USA og Ukraine ved det. Ifølge forsvarsministeriet døde ingen.", "RUS"),
        ("en", "Russia's Defence Ministry denies it. America and Ukraine know. The Defence Ministry gave no details.", "RUS"),
        ("nb", "Det russiske forsvarsdepartementet nekter. Norge og USA vet at Forsvarsdepartementet tier.", "NOR"),
        ("nb", "Det russiske forsvarsdepartementet nekter. Norge og USA vet at finansdepartementet tier.", "NOR"),
        ("en", "Russia's Defence Ministry denies it. Ukraine, Ukraine, Ukraine. Kyiv's Defence Ministry agrees.", "UKR"),
    ],
)
def test_an_institution_is_that_of_the_state_that_introduced_it(language: Language, text: str, found: str) -> None:
    actors = resolve(f"En linje\n\n{text}", language=language, published="2024-05-01")
    assert [one.id for one in actors.mentions if one.kind == "institution"][-1] == found


@pytest.mark.parametrize(
    ("text", "language", "person", "id_"),
    [
        ("Sveriges minister Dag Alm kritiserade Brett Kavlund. Senaten teg. Kavlund svarade.", "sv", "Dag Alm", "SWE"),
        ("Austria's president Rolf van der Holm came. Van der Holm left.", "en", "Rolf van der Holm", "AUT"),
        ("South Africa's president F.W. de Brink came.", "en", "F.W. de Brink", "ZAF"),
    ],
)
def test_a_name_ends_with_its_sentence_and_goes_on_after_an_initial_or_particles(
    text: str, language: Language, person: str, id_: str
) -> None:
    actors = resolve(text, language=language, published="2024-11-04")
    assert id_ in {m.id for m in actors.at(text.index(person), text.index(person) + len(person))}
    assert not any(". Senaten" in m.text for m in actors.mentions)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        (
            "Soldatene ble fraktet til Vladhavn, ifølge talsperson John Kirk i Det hvite hus. Vladhavn er tom.",
            "nb",
            "Vladhavn",
        ),
        ("Soldatane blei frakta til Vladhamn, ifølgje talsmannen i Det kvite huset. Vladhamn er stengd.", "nn", "Vladhamn"),
        ("Soldaterna fördes till Gavle, säger talespersonen John Kirk i Vita huset. Gavle är stängt.", "sv", "Gavle"),
        ("They were shipped to Gavleport, says spokesman John Kirk of the White House. Gavleport is closed.", "en", "Gavleport"),
    ],
)
def test_whoever_tells_of_a_name_is_no_apposition_to_it(text: str, language: Language, place: str) -> None:
    actors = resolve(text, language=language, published="2024-10-24")
    assert not [m for m in actors.mentions if m.text == place]
