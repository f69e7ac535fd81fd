"""On whose word: names, kinds, depths, and what is left out."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.actors import ArticleActors, resolve
from enligt.languages import table
from enligt.model import LANGUAGES, Language, Source
from enligt.readers.attribution import SourceSpan, hearsay, sources
from enligt.readers.attribution.english import plural
from enligt.readers.attribution.lexicon import lexicon

NOUNS = ("voice", "body", "office", "people", "document", "media")


@functools.cache
def actors(text: str, language: Language) -> ArticleActors:
    return resolve(text, language=language, published="2024-05-01", names=())


def spans_of(text: str, mentions: tuple[str, ...], origin: str | None) -> list[SourceSpan]:
    out = []
    for mention in mentions:
        at = text.index(mention)
        out.append(SourceSpan(at, at + len(mention), 0.9, 0.9 if mention == origin else 0.4))
    return out


def read(  # noqa: PLR0913  # one call a case; all but the text may be left out
    language: Language,
    text: str,
    *mentions: str,
    origin: str | None = None,
    outlet: str | None = None,
    event: str = "ASSAULT",
    actor: str | None = None,
    factuality: str | None = None,
) -> tuple[Source, ...]:
    actor_spans = [] if actor is None else [(text.index(actor), text.index(actor) + len(actor))]
    found, steps = sources(
        text,
        spans_of(text, mentions, origin),
        language=language,
        claim_evidence=(0, len(text)),
        actors=actors(text, language),
        outlet=outlet,
        event_type=event,
        actor_spans=actor_spans,
        factuality=factuality,  # type: ignore[arg-type]  # a plain string in the tables below
    )
    assert len(steps) == len(found)
    for source, step in zip(found, steps, strict=True):
        assert source.span is not None
        assert source.span.holds_in(text)
        assert step.rule
        assert step.span == source.span
        assert step.value == f"{source.depth}: {source.name}"
    return found


def shape(node: object, at: str = "") -> set[str]:
    if not isinstance(node, dict):
        return {at}
    return {path for key, value in node.items() for path in shape(value, f"{at}/{key}")}


# --- the tables ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_table(language: Language) -> None:
    assert shape(table(language, "reporting")) == shape(table("en", "reporting"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_noun_has_forms(language: Language) -> None:
    data = table(language, "reporting")
    keys = 0
    for what in NOUNS:
        groups = data[what].values() if all(isinstance(v, dict) for v in data[what].values()) else [data[what]]
        for group in groups:
            for key, spelled in group.items():
                assert [f for part in spelled.split("|") for f in part.split(",") if f.strip()], key
                keys += 1
    assert keys >= 150


def test_compounds_are_read_from_their_parts() -> None:
    hit = lexicon("sv").noun("utrikesdepartementets")
    assert hit is not None
    assert (hit.topic, hit.noun.key, hit.genitive) == ("foreign", "ministry", True)
    hit = lexicon("da").noun("regeringskilder")
    assert hit is not None
    assert (hit.topic, hit.noun.key, hit.noun.plural) == ("government", "source", True)
    assert lexicon("en").noun("DR") is None  # the broadcaster is no doctor
    assert lexicon("nn").noun("offiserane") is not None


@pytest.mark.parametrize(
    ("one", "many"),
    [("official", "officials"), ("agency", "agencies"), ("witness", "witnesses"), ("person", "people"), ("envoy", "envoys")],
)
def test_english_plurals(one: str, many: str) -> None:
    assert plural(one) == many


# --- names and kinds ---

NAMED = [
    # a medium by any of its names
    ("sv", "Bron är sprängd, skriver nyhetsbyrån Reuters.", "nyhetsbyrån Reuters", "Reuters", "agency"),
    ("nb", "Broen er sprengt, melder VG.", "VG", "VG", "outlet"),
    ("da", "Broen er sprængt, skriver avisen Gulf Beacon.", "avisen Gulf Beacon", "Gulf Beacon", "outlet"),
    ("en", "The bridge was blown up, the Northern Courier reported.", "the Northern Courier", "Northern Courier", "outlet"),
    # a person by name, the title stripped, the surname filled in
    ("sv", "Det säger utrikesminister Tomasz Wilgowski på måndagen.", "utrikesminister Tomasz Wilgowski",
     "Tomasz Wilgowski", "person"),
    ("nb", "Kari Stordalsen ledet møtet. Broen er sprengt, sier Stordalsen.", "Stordalsen.", "Kari Stordalsen", "person"),
    ("en", "The deal is off, said Col. Peter Aldwych.", "Col. Peter Aldwych", "Peter Aldwych", "person"),
    ("da", "Forsvarsminister Jens Rødkær var vred. Broen er sprængt, siger ministeren.", "ministeren.", "Jens Rødkær", "person"),
    ("nn", "Statsråd Marit Åsheim kom seint. Brua er sprengd, seier ho.", "ho.", "Marit Åsheim", "person"),
    # an institution by its state and its office, one name in five languages
    ("sv", "Det uppger utrikesdepartementet i Warszawa.", "utrikesdepartementet i Warszawa",
     "Polish foreign ministry", "government"),
    ("nb", "Det opplyser det polske utenriksdepartementet.", "det polske utenriksdepartementet",
     "Polish foreign ministry", "government"),
    ("nn", "Det opplyser Polens utanriksdepartement.", "Polens utanriksdepartement", "Polish foreign ministry", "government"),
    ("da", "Det oplyser det polske udenrigsministerium.", "det polske udenrigsministerium",
     "Polish foreign ministry", "government"),
    ("en", "The Polish foreign ministry said so.", "The Polish foreign ministry", "Polish foreign ministry", "government"),
    ("sv", "Det uppger den ryska armén.", "den ryska armén", "Russian army", "military"),
    ("da", "Det siger Ukraines militære efterretningstjeneste.", "Ukraines militære efterretningstjeneste",
     "Ukrainian military intelligence", "intelligence"),
    ("sv", "Bron är sprängd, säger svensk polis.", "svensk polis", "Swedish police", "government"),
    ("en", "The ministry of fisheries in Oslo said so.", "The ministry of fisheries in Oslo",
     "Norwegian fisheries ministry", "government"),
    # an unnamed spokesperson counts as the institution
    ("nb", "Broen er sprengt, sier en talsmann for den svenske hæren.", "en talsmann for den svenske hæren",
     "Swedish army", "military"),
    ("sv", "Det säger det tyska försvarsdepartementets talesperson.", "det tyska försvarsdepartementets talesperson",
     "German defence ministry", "government"),
    ("en", "A Finnish police spokeswoman said so.", "A Finnish police spokeswoman", "Finnish police", "government"),
    ("sv", "Det säger en belarusisk talesperson.", "en belarusisk talesperson", "Belarusian spokesperson (unnamed)", "unnamed"),
    # whoever is not named, by a description
    ("sv", "Det säger en amerikansk tjänsteman.", "en amerikansk tjänsteman", "US official (unnamed)", "unnamed"),
    ("da", "Det siger to vestlige diplomater.", "to vestlige diplomater", "Western diplomats (unnamed)", "unnamed"),
    ("nn", "Det seier ein EU-diplomat.", "ein EU-diplomat", "EU diplomat (unnamed)", "unnamed"),
    ("nb", "Det sier kilder i det danske forsvarsdepartementet.", "kilder i det danske forsvarsdepartementet",
     "Danish defence ministry sources (unnamed)", "unnamed"),
    ("en", "A senior official in Seoul said so.", "A senior official in Seoul", "South Korean official (unnamed)", "unnamed"),
    ("sv", "Det säger flera ögonvittnen.", "flera ögonvittnen", "eyewitnesses (unnamed)", "unnamed"),
    # a state, an organisation
    ("nb", "Broen er sprengt, hevder Nord-Korea.", "Nord-Korea", "North Korea", "government"),
    ("sv", "Bron är sprängd, enligt FN.", "FN", "United Nations", "organisation"),
    ("nn", "Det melder Det kvite huset.", "Det kvite huset", "White House", "government"),
    # a document by its author; without one, itself
    ("da", "Det fremgår af et brev fra den svenske regering.", "et brev fra den svenske regering",
     "Swedish government", "government"),
    ("sv", "Det framgår av en rapport.", "en rapport", "report", "document"),
    # an institution's own name, with its state or an adjective before it; somebody of it, by name or not
    ("en", "Moscow sent men. The U.S. State Department said so.", "The U.S. State Department",
     "US State Department", "government"),
    ("en", "It was Iran, a senior State Department official said.", "a senior State Department official",
     "US State Department official (unnamed)", "unnamed"),
    ("en", "It was Iran, White House national security spokesman Igor Sablin said.",
     "White House national security spokesman Igor Sablin", "Igor Sablin", "person"),
    ("sv", "Det var Iran, säger Vita husets nationella säkerhetsrådgivare Igor Sablin.",
     "Vita husets nationella säkerhetsrådgivare Igor Sablin", "Igor Sablin", "person"),
    ("en", "Iran did it, the head of the European Commission, Anna von der Heide, said.",
     "the head of the European Commission, Anna von der Heide,", "Anna von der Heide", "person"),
    # an institute by its whole name
    ("en", "Iran did it, the Washington-based Institute for the Study of War said.",
     "the Washington-based Institute for the Study of War", "Institute for the Study of War", "institute"),
    ("sv", "Iran gjorde det, enligt tankesmedjan Institute for the Study of War.",
     "tankesmedjan Institute for the Study of War", "Institute for the Study of War", "institute"),
    # of no one state: of a region, or of several
    ("en", "Moscow sent men to Poland, two Western intelligence officials said.", "two Western intelligence officials",
     "Western intelligence service officials (unnamed)", "unnamed"),
    ("da", "Rusland sendte folk, ifølge vestlige efterretningstjenester.", "vestlige efterretningstjenester",
     "Western intelligence service", "intelligence"),
    ("en", "Israel and Lebanon will talk, both governments said.", "both governments", "governments", "government"),
    ("sv", "Israel och Libanon ska mötas, enligt båda regeringarna.", "båda regeringarna", "governments", "government"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mention", "name", "kind"), NAMED)
def test_a_source_goes_by_its_usual_name(language: Language, text: str, mention: str, name: str, kind: str) -> None:
    found = read(language, text, mention)
    assert [(s.name, s.kind) for s in found] == [(name, kind)]


@pytest.mark.parametrize(
    ("language", "text", "person", "capital"),
    [
        ("nb", "USAs forsvarsminister Lloyd Austin sa onsdag i Roma at soldatene er i landet.", "Lloyd Austin", "Roma"),
        ("sv", "Finlands president Aino Salmela sade i Paris att trupperna har lämnat landet.", "Aino Salmela", "Paris"),
        ("nn", "Statsminister Kari Vik sa i København at soldatane er i landet.", "Kari Vik", "København"),
        ("da", "Udenrigsminister Lars Holm sagde i London, at landet er angrebet.", "Lars Holm", "London"),
        ("en", "Foreign minister Ana Brito said in Berlin that the port had been shelled.", "Ana Brito", "Berlin"),
    ],
)
def test_where_a_source_speaks_is_no_source(language: Language, text: str, person: str, capital: str) -> None:
    assert [s.name for s in read(language, text, person, capital)] == [person]
    # nobody else says it: the capital's word is its state's
    assert len(read(language, text, capital)) == 1


def test_a_known_medium_may_be_named_by_what_is_a_noun_elsewhere() -> None:
    text = "Uganda is considering sending more soldiers, the Daily Monitor reported. A ceasefire monitor said the same."
    assert [(one.name, one.kind) for one in read("en", text, "the Daily Monitor")] == [("Daily Monitor", "outlet")]
    assert [one.kind for one in read("en", text, "A ceasefire monitor")] == ["institute"]


def test_a_capital_after_that_is_a_source() -> None:
    """Norwegian and Danish "at" is "that"."""
    text = "Ambassadør Lars Holm sier at Moskva bekrefter angrepet."
    assert {s.name for s in read("nb", text, "Lars Holm", "Moskva")} == {"Lars Holm", "Russia"}


def test_a_bare_institution_takes_the_state_that_the_article_is_about() -> None:
    text = "Polen stänger gränsen\n\nPolen stänger gränsen mot Belarus på fredag. Det meddelar utrikesministeriet."
    assert [s.name for s in read("sv", text, "utrikesministeriet")] == ["Polish foreign ministry"]


def test_a_headlines_last_word_owns_nothing_of_the_sentence_under_it() -> None:
    text = "Peru: Protester i Honduras\n\nUnderrättelsetjänsten i Lima uppger det. Peru avvaktar, liksom Lima."
    assert [one.name for one in read("sv", text, "Underrättelsetjänsten")] == ["Peruvian intelligence service"]


@pytest.mark.parametrize(
    ("language", "text", "mention", "name"),
    [
        (
            "sv",
            "Perus soldater är i Chile, sade Chiles underrättelsetjänst.",
            "underrättelsetjänst",
            "Chilean intelligence service",
        ),
        (
            "sv",
            "Soldaterna kom, sade Chiles underrättelsetjänst. Sammanlagt har Peru skickat 300, enligt underrättelsetjänsten.",
            "underrättelsetjänsten",
            "Chilean intelligence service",
        ),
        ("en", "Troops of Peru were there, the Chilean foreign ministry said.", "foreign ministry", "Chilean foreign ministry"),
    ],
)
def test_an_institution_has_the_state_that_it_was_introduced_with(language: Language, text: str, mention: str, name: str) -> None:
    at = text.rindex(mention)
    found, _ = sources(
        text,
        [SourceSpan(at, at + len(mention), 0.9, 0.9)],
        language=language,
        claim_evidence=(0, len(text)),
        actors=actors(text, language),
        outlet=None,
        event_type="MOBILIZE",
        actor_spans=[],
        factuality=None,
    )
    assert [one.name for one in found] == [name]


def test_the_paper_is_the_medium_named_before() -> None:
    text = "Reuters meldte om skudd. Aftenposten skrev mer. Broen er sprengt, ifølge avisen."
    assert [s.name for s in read("nb", text, "avisen")] == ["Aftenposten"]


# --- the chain ---

CHAINS = [
    ("nb", "Broen er sprengt, rapporterer VG og viser til Reuters.", ["VG", "Reuters"], [("VG", 1), ("Reuters", 2)]),
    ("sv", "Bron är sprängd, skriver Aftonbladet med hänvisning till AFP.",
     ["Aftonbladet", "AFP"], [("Aftonbladet", 1), ("AFP", 2)]),
    ("en", "The bridge is gone, an American official told The Wall Street Journal.",
     ["an American official", "The Wall Street Journal"], [("The Wall Street Journal", 1), ("US official (unnamed)", 2)]),
    ("da", "Broen er sprængt, siger svenske embedsmænd til Politiken.", ["svenske embedsmænd", "Politiken"],
     [("Politiken", 1), ("Swedish officials (unnamed)", 2)]),
    ("en", "The bridge is gone, according to a Norwegian report cited by the BBC.", ["a Norwegian report", "the BBC"],
     [("BBC", 1), ("Norwegian report", 2)]),
    ("nn", "Brua er sprengd, ifølgje norsk politi og det svenske forsvarsdepartementet.",
     ["norsk politi", "det svenske forsvarsdepartementet"],
     [("Norwegian police", 1), ("Swedish defence ministry", 1)]),
    ("sv", "Bron är sprängd, enligt en diplomat som Reuters talat med.", ["en diplomat som Reuters talat med", "Reuters"],
     [("Reuters", 1), ("diplomat (unnamed)", 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mentions", "chain"), CHAINS)
def test_nearest_first(language: Language, text: str, mentions: list[str], chain: list[tuple[str, int]]) -> None:
    assert [(s.name, s.depth) for s in read(language, text, *mentions)] == chain


def test_the_network_tells_the_origin_where_the_words_do_not() -> None:
    text = "Expressen och sedan länge även Dagbladet hade samma nyhet. Bron är sprängd."
    assert [s.name for s in read("sv", text, "Expressen", "Dagbladet", origin="Expressen")] == ["Dagbladet", "Expressen"]


# --- an outlet's own sources ---


@pytest.mark.parametrize(
    ("language", "text", "mentions", "outlet", "names"),
    [
        ("sv", "Regeringen avgår, erfar DN.", ["DN"], "svt.se", ["Dagens Nyheter", "unnamed source of Dagens Nyheter"]),
        ("sv", "Regeringen avgår, erfar DN.", ["DN"], "dn.se", ["unnamed source of Dagens Nyheter"]),
        ("nb", "Regjeringen går av, opplyser kilder til VG.", ["kilder", "VG"], None, ["VG", "unnamed source of VG"]),
        ("nb", "Regjeringen går av, opplyser kilder til VG.", ["kilder", "VG"], "VG", ["unnamed source of VG"]),
        (
            "en",
            "The cabinet will resign, sources told Reuters.",
            ["sources", "Reuters"],
            None,
            ["Reuters", "unnamed source of Reuters"],
        ),
        ("nb", "Regjeringen går av, melder VG.", ["VG"], None, ["VG"]),
    ],
)
def test_an_outlets_own_source(language: Language, text: str, mentions: list[str], outlet: str | None, names: list[str]) -> None:
    assert [s.name for s in read(language, text, *mentions, outlet=outlet)] == names


# --- what is left out ---


@pytest.mark.parametrize("outlet", ["VG", "vg.no", "https://www.vg.no/nyheter"])
def test_the_outlet_itself_is_left_out(outlet: str) -> None:
    assert (
        read("nb", "Broen er sprengt, sier Kari Stordalsen til VG.", "Kari Stordalsen", "VG", outlet=outlet)[0].name
        == "Kari Stordalsen"
    )
    assert read("nb", "Broen er sprengt, melder VG.", "VG", outlet=outlet) == ()


def test_the_speaker_of_a_verbal_act_is_its_actor() -> None:
    text = "Sverige kräver att Ryssland lämnar området, säger utrikesministern Anna Björklund till Reuters."
    mentions = ("utrikesministern Anna Björklund", "Reuters")
    assert [s.name for s in read("sv", text, *mentions, event="REQUEST", actor="utrikesministern Anna Björklund")] == ["Reuters"]
    told = read("sv", text, *mentions, event="ASSAULT", actor="utrikesministern Anna Björklund")
    assert [s.name for s in told] == ["Reuters", "Anna Björklund"]
    denied = read("sv", text, *mentions, event="REQUEST", actor="utrikesministern Anna Björklund", factuality="denied")
    assert [s.name for s in denied] == ["Reuters", "Anna Björklund"]


def test_two_mentions_of_one_source_are_one() -> None:
    text = "Reuters skriver att bron är sprängd. Enligt Reuters är tre döda."
    first, second = text.index("Reuters"), text.rindex("Reuters")
    found, _ = sources(
        text,
        [
            SourceSpan(first, first + 7, 0.5, 0.5),
            SourceSpan(second, second + 7, 0.8, 0.8),
            SourceSpan(second, second + 6, 0.4, 0.4),
        ],
        language="sv",
        claim_evidence=(0, len(text)),
        actors=actors(text, "sv"),
        outlet=None,
        event_type="ASSAULT",
        actor_spans=[],
    )
    assert [(s.name, s.confidence, s.span and s.span.start) for s in found] == [("Reuters", 0.8, second)]


PIECES = st.lists(
    st.sampled_from(
        [
            "Reuters",
            "en tjänsteman",
            "Kari Stordalsen",
            "FN:s",
            "ryska",
            "polisen",
            "i",
            "till",
            "enligt",
            ",",
            ".",
            "och",
            "han",
            "(",
            "»",
            "\n\n",
            "’s",
            "—",
        ]
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(
    pieces=PIECES,
    cuts=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), max_size=4),
    language=st.sampled_from(LANGUAGES),
)
def test_any_span_of_any_text_gives_sources_that_stand_there(
    pieces: list[str], cuts: list[tuple[int, int]], language: Language
) -> None:
    text = " ".join(pieces)
    marked = [SourceSpan(min(a, len(text)), min(a + n, len(text)), 0.7, 0.2) for a, n in cuts]
    found, steps = sources(
        text,
        marked,
        language=language,
        claim_evidence=(0, len(text)),
        actors=resolve(text, language=language, published=None, names=()),
        outlet="VG",
        event_type="ACCUSE",
        actor_spans=[],
    )
    assert len(found) == len(steps)
    assert all(s.span is not None and s.span.holds_in(text) and s.name for s in found)
    assert sorted({s.depth for s in found}) == list(range(1, len({s.depth for s in found}) + 1))
    assert [s.depth for s in found] == sorted(s.depth for s in found)


# --- hearsay ---

HEARSAY = [
    ("sv", "Tre män ska ha dödats i byn.", "dödats", "ska ha"),
    ("sv", "Ryssland ska i går ha skjutit ner planet.", "skjutit ner", "ska i går ha"),
    ("sv", "Styrkan uppges vara på väg att dra sig tillbaka.", "dra sig tillbaka", "uppges"),
    ("sv", "Ledaren lär ha gripits i natt.", "gripits", "lär ha"),
    ("nb", "Tre menn skal ha blitt drept i landsbyen.", "drept", "skal ha"),
    ("nb", "Soldatene har angivelig brent ned landsbyen.", "brent ned", "angivelig"),
    ("nn", "Styrken har visstnok trekt seg attende.", "trekt seg attende", "visstnok"),
    ("da", "Tre mænd skal have angrebet posten.", "angrebet", "skal have"),
    ("da", "Lederen er efter sigende anholdt.", "anholdt", "efter sigende"),
    ("en", "Troops have reportedly seized the town.", "seized", "reportedly"),
    ("en", "The rebels are believed to have shot two men.", "shot", "are believed to have"),
]


@pytest.mark.parametrize(("language", "text", "trigger", "form"), HEARSAY)
def test_a_form_that_governs_the_act_is_hearsay(language: Language, text: str, trigger: str, form: str) -> None:
    at = text.index(trigger)
    cues = hearsay(text, 0, len(text), [], language=language, trigger=(at, at + len(trigger)))
    assert [(c.kind, c.span.text) for c in cues] == [("hearsay", form)]


@pytest.mark.parametrize(
    ("language", "text", "trigger"),
    [
        ("sv", "Ministrarna ska ha möte i Oslo på fredag.", "möte"),
        ("sv", "Soldaterna lär sig skjuta med de nya vapnen.", "skjuta"),
        ("nb", "Landet skal ha valg i mai.", "valg"),
        ("nb", "Krigen skal ha slutt før jul, krever presidenten.", "krever"),
        ("da", "De to lande skal have en aftale på plads.", "aftale"),
        ("sv", "Han ska ha flytt, men polisen grep hans bror.", "grep"),  # the form is the other clause's
        ("en", "The alleged spy was fined, and police raided his flat.", "raided"),
    ],
)
def test_look_alikes_are_no_hearsay(language: Language, text: str, trigger: str) -> None:
    at = text.index(trigger)
    assert hearsay(text, 0, len(text), [], language=language, trigger=(at, at + len(trigger))) == []


def test_said_and_to_with_a_clause_between_are_no_hearsay() -> None:
    text = "The council said it would complain to the court."
    at = text.index("would complain")
    assert not hearsay(text, 0, len(text), [(at, at + len("would complain"))], language="en", trigger=(at + 6, at + 14))


def test_a_marked_form_is_hearsay_wherever_it_stands() -> None:
    text = "Ledaren skulle ha gripits, och staden föll."
    at = text.index("skulle ha")
    assert hearsay(text, 0, len(text), [], language="sv", trigger=(text.index("föll"), text.index("föll") + 4)) == []
    cues = hearsay(text, 0, len(text), [(at, at + 6)], language="sv")
    assert [c.span.text for c in cues] == ["skulle ha"]


@pytest.mark.parametrize(
    ("language", "text", "mention", "name"),
    [
        ("sv", "Soldater är på väg. Det uppger den sydkoreanska underrättelsetjänsten NIS.", "den", "NIS"),
        (
            "en",
            "Troops are on their way. So says the South Korean intelligence service.",
            "the",
            "South Korean intelligence service",
        ),
        (
            "da",
            "Soldater er på vej. Det oplyser den sydkoreanske efterretningstjeneste.",
            "den",
            "South Korean intelligence service",
        ),
    ],
)
def test_a_mention_of_an_article_alone_is_that_of_its_noun(language: Language, text: str, mention: str, name: str) -> None:
    at = text.rindex(f" {mention} ") + 1
    (one,), _ = sources(
        text,
        [SourceSpan(at, at + len(mention), 0.9, 0.9)],
        language=language,
        claim_evidence=(0, text.index(".")),
        actors=actors(text, language),
        outlet=None,
        event_type="AID",
        actor_spans=[],
    )
    assert one.name == name
    assert one.span is not None
    assert one.span.start == at
    assert one.span.end == text.rindex(".")


def test_an_article_whose_noun_is_not_near_stays_alone() -> None:
    text = "Det uppger den, och regeringen tiger."
    found, _ = sources(
        text,
        [SourceSpan(11, 14, 0.9, 0.9)],
        language="sv",
        claim_evidence=(0, len(text)),
        actors=actors(text, "sv"),
        outlet=None,
        event_type="AID",
        actor_spans=[],
    )
    assert [text[s.span.start : s.span.end] for s in found if s.span] == ["den"]


def test_an_article_alone_is_no_source() -> None:
    assert read("en", "The bridge was blown up, the said.", "the") == ()


@pytest.mark.parametrize(
    ("language", "text", "marked", "names"),
    [
        ("en", "Officials told the press that Iran had seized a ship.", ("Officials", "the press"), ["officials (unnamed)"]),
        ("en", "The pilot said to reporters in Oslo that Iran fired.", ("The pilot", "reporters"), ["pilot (unnamed)"]),
        ("sv", "Piloten sa till journalister att Iran sköt.", ("Piloten", "journalister"), ["pilot (unnamed)"]),
        ("nb", "Piloten sa overfor pressen at Iran skjøt.", ("Piloten", "pressen"), ["pilot (unnamed)"]),
        ("nn", "Piloten sa til journalistane at Iran skaut.", ("Piloten", "journalistane"), ["pilot (unnamed)"]),
        ("da", "Piloten sagde over for pressen, at Iran skød.", ("Piloten", "pressen"), ["pilot (unnamed)"]),
        ("en", "Poland sends soldiers on Monday, according to the schedule.", ("the schedule",), []),
        ("sv", "Enligt planen skickar Polen soldater på måndag.", ("planen",), []),
        ("nb", "Ifølge tidsplanen sender Polen soldater mandag.", ("tidsplanen",), []),
        ("nn", "Ifølgje planen sender Polen soldatar måndag.", ("planen",), []),
        ("da", "Ifølge tidsplanen sender Polen soldater mandag.", ("tidsplanen",), []),
    ],
)
def test_nothing_is_on_the_word_of_listeners_and_plans(
    language: Language, text: str, marked: tuple[str, ...], names: list[str]
) -> None:
    found = read(language, text, *marked)
    assert [one.name for one in found] == names


@pytest.mark.parametrize(
    ("language", "text", "mention"),
    [
        ("en", "Iran seized a ship, according to the press.", "the press"),
        ("en", "Officials told local media that Iran had seized a ship.", "local media"),
        ("en", "Officials told The Guardian that Iran had seized a ship.", "The Guardian"),
        ("en", "Iran seized a ship, according to a plan that officials leaked.", "officials"),
        ("en", "The plan says that Poland sends soldiers.", "The plan"),
        ("da", "Planen siger, at Polen sender soldater.", "Planen"),
        ("sv", "Iran har gripit ett fartyg, enligt pressen.", "pressen"),
        ("sv", "Iran har gripit ett fartyg, enligt uppgifter till medierna.", "medierna"),
        ("sv", "Iran har gripit ett fartyg, sa ministern till svenska medier.", "svenska medier"),
        ("nb", "Iran har beslaglagt et skip, ifølge pressen.", "pressen"),
        ("nb", "Iran har beslaglagt et skip, sa ministeren til VG.", "VG"),
        ("nn", "Iran har teke eit skip, skriv pressa.", "pressa"),
        ("da", "Iran har beslaglagt et skib, efter oplysninger til pressen.", "pressen"),
    ],
)
def test_the_press_that_tells_and_media_by_name_or_country_stay(language: Language, text: str, mention: str) -> None:
    assert read(language, text, mention)
