"""The tables have no gaps and no wrong codes."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from enligt.actors import gazetteer, leaders, media, tables
from enligt.actors.inflection import adjective_forms, inhabitant_forms
from enligt.actors.scan import Index
from enligt.model import LANGUAGES, Language

# The 193 members of the United Nations, and three states more that the corpus speaks of.
UN_MEMBERS = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL
CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM GAB GBR GEO GHA
GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC
NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP
SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB
ZWE
""".split()  # noqa: SIM905 - a list of 193 strings is harder to check against the UN's
OTHERS = ["PSE", "TWN", "VAT", "XKX"]
STATE_CODES = set(UN_MEMBERS) | {row["id"] for row in tables.rows("cldr")} | {"SUN", "YUG", "SCG", "CSK", "DDR"}


def test_all_members_are_listed() -> None:
    assert len(UN_MEMBERS) == len(set(UN_MEMBERS)) == 193


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_name_adjective_inhabitant_and_capital(language: Language) -> None:
    states = tables.states(language)
    gaps = [
        (code, field)
        for code in (*UN_MEMBERS, *OTHERS)
        for field in ("names", "adjectives", "inhabitants", "capitals")
        if not getattr(states[code], field)
    ]
    assert gaps == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_found_by_name_adjective_and_inhabitant(language: Language) -> None:
    wrong = []
    for code in (*UN_MEMBERS, *OTHERS):
        state = tables.states(language)[code]
        for word in (*state.names[:1], *state.adjectives[:1], *state.inhabitants[:1]):
            base = word.split(":")[0]
            ids = {mention.id for mention in gazetteer().find(f"x {base} y", language=language)}
            if ids != {code}:
                wrong.append((code, base, ids))
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("states.sv", 5), ("states.nb", 5), ("states.da", 5), ("states.en", 5), ("organisations", 8), ("national", 8),
        ("leaders", 9), ("media", 7), ("titles", 3), ("blocked", 2), ("doubles", 4), ("party-letters", 3), ("cities", 2),
        ("family-first", 2), ("office-words", 5), ("name-sounds", 4), ("given-names", 1), ("arabic-names", 1),
    ],
)  # fmt: skip
def test_rows_are_whole(table: str, columns: int) -> None:
    for row in tables.rows(table):
        assert len(row) == columns
        assert all(cell and cell == cell.strip() for cell in row.values()), row


def test_no_form_is_listed_twice_for_one_actor_in_a_cell() -> None:
    for table in ("states.sv", "states.nb", "states.da", "states.en", "organisations", "national", "media"):
        for row in tables.rows(table):
            for cell in row.values():
                forms = [form for form, _ in tables.values(cell)]
                assert len(forms) == len(set(forms)), (table, forms)


def test_ids_are_codes_or_slugs() -> None:
    for table in ("organisations", "national", "leaders"):
        for row in tables.rows(table):
            assert re.fullmatch(r"[A-Z]{2,6}|AfDB|[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row


def test_media_speak_for_states_with_a_reason() -> None:
    for row in tables.rows("media"):
        assert row["kind"] in {"outlet", "agency"}
        assert row["country"] in STATE_CODES
        assert row["speaks_for"] == "-" or (row["speaks_for"] in STATE_CODES and row["note"] != "-"), row


def test_terms_of_office_run_forwards() -> None:
    terms = list(leaders.terms())
    assert len(terms) > 900
    for term in terms:
        assert re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", term.start), term
        assert term.end is None or term.start[:4] <= term.end[:4], term
    assert len({term.name for term in terms if term.id == "SWE"}) > 20


def test_cldr_table_is_what_babel_gives() -> None:
    pytest.importorskip("babel", reason="babel, a development dependency, is not installed")
    path = Path(__file__).parents[1] / "quality" / "states.py"
    spec = importlib.util.spec_from_file_location("quality_states", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["quality_states"] = module
    spec.loader.exec_module(module)
    assert module.TABLE.read_text(encoding="utf-8") == module.table()


def test_media_table_is_large_and_its_ids_are_one_each() -> None:
    forms = {form.id: form.name for form in media.forms("sv")}
    assert len(forms) > 400
    assert forms["the-new-york-times"] == "The New York Times"


@pytest.mark.parametrize(
    ("word", "language", "forms"),
    [
        ("nordkoreansk", "sv", {"nordkoreansk", "nordkoreanskt", "nordkoreanska", "nordkoreanske"}),
        ("britisk", "nb", {"britisk", "britiske"}),
        ("North Korean", "en", {"North Korean"}),
    ],
)
def test_adjective_forms(word: str, language: Language, forms: set[str]) -> None:
    assert set(adjective_forms(word, language)) == forms


@pytest.mark.parametrize(
    ("word", "language", "forms"),
    [
        ("ryss:ar", "sv", {"ryss", "ryssen", "ryssar", "ryssarna"}),
        ("ukrainare", "sv", {"ukrainare", "ukrainaren", "ukrainarna"}),
        ("norrman", "sv", {"norrman", "norrmannen", "norrmän", "norrmännen"}),
        ("finne:ar", "sv", {"finne", "finnen", "finnar", "finnarna"}),
        ("svenske", "nb", {"svenske", "svensken", "svensker", "svenskene", "svenskar", "svenskane"}),
        ("russer", "nn", {"russer", "russeren", "russere", "russerne", "russar", "russaren", "russarar", "russarane"}),
        ("franskmand", "da", {"franskmand", "franskmanden", "franskmænd", "franskmændene"}),
        ("Frenchman:Frenchmen", "en", {"Frenchman", "Frenchmen"}),
        ("Chinese", "en", {"Chinese"}),
        ("Swede", "en", {"Swede", "Swedes"}),
    ],
)
def test_inhabitant_forms(word: str, language: Language, forms: set[str]) -> None:
    assert forms <= set(inhabitant_forms(word, language))


def test_what_is_alike_in_all_languages_is_held_once() -> None:
    swedish, danish = Index("sv"), Index("da")
    alike = [first for first, entries in swedish.by_first.items() if entries is danish.by_first.get(first)]
    assert len(alike) > 0.5 * len(swedish.by_first)
