"""What leaves a ledger: golden files, made by `python tests/make_exports.py`, and back again where something reads the format."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import openpyxl
import polars as pl
import pytest
from pyarrow import parquet

import make_exports
from enligt.ledger import open_view
from enligt.model import FACTUALITIES
from enligt.readers.ontology import MODES, TYPES
from enligt.reports import plover
from enligt.reports.countries import countries
from enligt.reports.exports import EXPORTS, About, Told, factuality_of, geojson, tables, without_text
from enligt.reports.exports.columns import TABLES, codebook
from enligt.reports.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from enligt.reports.exports.story import ends
from enligt.run import exporting
from export_ledger import TODAY, build, stories

if TYPE_CHECKING:
    from pathlib import Path

CASES = make_exports.cases()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("exports") / "l.db")


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PROGRAM", "enligt")


@pytest.fixture(scope="module")
def told(ledger: Path) -> list[Told]:
    with open_view(ledger) as view:
        return list(exporting.told(view, make_exports.order("plover", factuality="all")))


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode()), delimiter=delimiter))


def golden(name: str) -> bytes:
    return (make_exports.GOLDEN / name).read_bytes()


def table(name: str) -> list[dict[str, str]]:
    return rows(golden(f"tables/{name}.csv"))


TEXTS = {reading.article.article_id: reading.article.text for _, reading in stories()}


# --- golden


@pytest.mark.parametrize("name", [name for name, one in CASES.items() if not one.export.folder])
def test_the_file_is_the_golden_one(ledger: Path, name: str) -> None:
    assert make_exports.written(ledger, CASES[name]).decode() == golden(name).decode()


def test_the_folder_is_the_golden_one(ledger: Path, tmp_path: Path) -> None:
    with open_view(ledger) as view:
        written = exporting.to_place(view, make_exports.order("tables"), str(tmp_path / "t"))
    made = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "t").iterdir()}
    assert made == {file.name: file.read_text(encoding="utf-8") for file in (make_exports.GOLDEN / "tables").iterdir()}
    assert (written.events, written.claims) == (4, 4)


def test_every_format_has_a_golden_file_or_is_compared_with_one() -> None:
    assert {one.export.name for one in CASES.values()} | {*make_exports.BINARY} == {*EXPORTS}


# --- what is held


@pytest.mark.parametrize("name", [name for name, one in EXPORTS.items() if one.asserted])
def test_event_data_hold_what_is_asserted_alone(name: str) -> None:
    assert exporting.factualities_asked(None, EXPORTS[name]) == ("asserted",)
    assert exporting.factualities_asked("all", EXPORTS[name]) == FACTUALITIES
    assert exporting.factualities_asked("denied, planned", EXPORTS[name]) == ("planned", "denied")


def test_a_denial_is_not_among_asserted_claims_but_its_event_says_so() -> None:
    (attack,) = (one for one in lines(golden("plover.jsonl")) if one["event"] == ["ASSAULT"])
    assert attack["enligt"]["status"] == "disputed"
    assert len(attack["enligt"]["claims"]) == 1
    (whole,) = (one for one in lines(golden("plover-all.jsonl")) if one["event"] == ["ASSAULT"])
    assert len(whole["enligt"]["claims"]) == 2


@pytest.mark.parametrize(
    ("found", "factuality"),
    [
        ({"asserted", "denied"}, "asserted"),
        ({"planned", "denied"}, "planned"),
        ({"denied", "possible"}, "denied"),
        (set(), "possible"),
    ],
)
def test_the_factuality_of_an_event(found: set[str], factuality: str) -> None:
    assert factuality_of(found) == factuality


def test_without_text_nothing_of_the_articles_is_left(ledger: Path, tmp_path: Path) -> None:
    """No four words that follow each other in an article stand in any file; what the places and names are stays."""
    with open_view(ledger) as view:
        for name, one in EXPORTS.items():
            order = make_exports.order(name, factuality="all", text=False)
            if name not in make_exports.BINARY:
                exporting.to_place(view, order, str(tmp_path / f"{name}{one.suffix}"))
    written = [file.read_text(encoding="utf-8") for file in sorted(tmp_path.rglob("*")) if file.is_file()]
    assert len(written) > len(EXPORTS)
    for text in TEXTS.values():
        words = text.split()
        for at in range(len(words) - 3):
            run = " ".join(words[at : at + 4])
            assert not any(run in content for content in written), run
        headline = text.split("\n", maxsplit=1)[0]
        assert not any(headline in content for content in written)


def test_hashes_stand_for_the_words_that_are_left_out(told: list[Told]) -> None:
    claim = told[0].claims[0]
    bare = without_text(claim)
    assert bare["evidence"]["text"] is None
    assert bare["evidence"]["sha256"] == hashlib.sha256(claim["evidence"]["text"].encode()).hexdigest()
    assert (bare["evidence"]["start"], bare["evidence"]["end"]) == (claim["evidence"]["start"], claim["evidence"]["end"])
    assert claim["evidence"]["text"] is not None
    assert bare["sources"][0]["name"] == claim["sources"][0]["name"]


# --- PLOVER and CAMEO


def test_planned_cooperation_is_agree_and_our_type_stands_beside() -> None:
    (visit,) = (one for one in lines(golden("plover-all.jsonl")) if one["enligt"]["event_type"] == "CONSULT")
    assert visit["event"] == ["AGREE"]
    assert visit["mode"] == []
    assert visit["enligt"]["factuality"] == "planned"
    assert plover.folded_type("SANCTION", "planned") == "SANCTION"
    assert plover.folded_type("CONSULT", "asserted") == "CONSULT"


def test_required_fields_of_plover_are_there() -> None:
    for one in lines(golden("plover-all.jsonl")):
        assert {"id", "date", "source", "event"} <= one.keys()
        assert one["date"] is not None


def test_what_is_counted_keeps_its_comparator() -> None:
    (attack,) = (one for one in lines(golden("plover.jsonl")) if one["event"] == ["ASSAULT"])
    assert attack["dead"] == ">12"


def test_every_type_has_its_numbers_and_every_mode_of_the_table_is_one() -> None:
    assert {*plover.acts()} == {*TYPES}
    for name, act in plover.acts().items():
        assert act.modes.keys() <= {*MODES[name]}
        assert act.quad in plover.QUADS
        assert (act.corrected > 0) == (act.quad in {1, 2}), name
    accuse = plover.acts()["ACCUSE"]
    assert (accuse.published, accuse.corrected) == (3.0, -3.0)


def test_cameo_is_the_root_unless_the_mode_decides() -> None:
    assert plover.cameo("CONSULT", None) == "040"
    assert plover.cameo("CONSULT", "multilateral") == "040"
    assert plover.cameo("CONSULT", "visit") == "042"
    assert plover.cameo("ASSAULT", "unconventional") == "200"
    assert [plover.cameo_quad(code) for code in ("057", "080", "138", "190")] == [1, 2, 3, 4]


# --- GDELT


def test_gdelts_own_columns_come_first_in_their_number() -> None:
    assert len([name for name in EVENT_COLUMNS if not name.startswith("Enligt")]) == 61
    assert len([name for name in MENTION_COLUMNS if not name.startswith("Enligt")]) == 16
    for name, columns in (("gdelt-events.tsv", EVENT_COLUMNS), ("gdelt-mentions.tsv", MENTION_COLUMNS)):
        for line in golden(name).decode().splitlines():
            assert line.count("\t") == len(columns) - 1


def test_mentions_are_of_the_events_rows_and_their_offsets_hold() -> None:
    events = rows(golden("gdelt-events.tsv"), "\t")
    mentions = rows(golden("gdelt-mentions.tsv"), "\t")
    assert {one["GlobalEventID"] for one in mentions} == {one["GlobalEventID"] for one in events}
    assert len({one["GlobalEventID"] for one in events}) == len(events)
    assert all(int(one["GlobalEventID"]) < 2**53 for one in events)
    claims = {one["claim_id"]: one for one in lines(golden("jsonl.jsonl"))}
    for one in mentions:
        text = TEXTS[claims[one["EnligtClaimID"]]["article_id"]]
        evidence = text[int(one["EnligtEvidenceStart"]) : int(one["EnligtEvidenceEnd"])]
        assert hashlib.sha256(evidence.encode()).hexdigest() == one["EnligtEvidenceSHA256"]
        assert one["SentenceID"] == "2"


def test_an_accusation_of_two_is_two_rows_of_one_event() -> None:
    accusations = [one for one in rows(golden("gdelt-events.tsv"), "\t") if one["EnligtType"] == "ACCUSE"]
    assert [one["Actor2Code"] for one in accusations] == ["CHN", "al-kraken"]
    assert {(one["EnligtScorePublished"], one["EnligtScoreCorrected"]) for one in accusations} == {("3.0", "-3.0")}
    assert {one["GoldsteinScale"] for one in accusations} == {""}
    assert {one["Actor1Type1Code"] for one in accusations} == {"IGO"}


# --- FollowTheMoney


def test_statements_make_the_entities() -> None:
    entities = {one["id"]: one for one in lines(golden("ftm-entities.jsonl"))}
    made: dict[str, dict[str, list[str]]] = {}
    for one in lines(golden("ftm.jsonl")):
        key = f"{one['dataset']}.{one['entity_id']}.{one['prop']}.{one['value']}" + (f"@{one['lang']}" if one["lang"] else "")
        assert one["id"] == hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
        assert next(iter(one)) == "canonical_id"
        properties = made.setdefault(one["entity_id"], {})
        if one["prop"] == "id":
            assert one["value"] == one["entity_id"]
        else:
            properties.setdefault(one["prop"], []).append(one["value"])
    assert made == {name: one["properties"] for name, one in entities.items()}
    for one in entities.values():
        for named in (*one["properties"].get("involved", ()), *one["properties"].get("proof", ())):
            assert named in entities
    assert {one["schema"] for one in entities.values()} == {"Article", "Event", "Organization", "PublicBody"}


# --- places


def about() -> About:
    return About("geojson", "x", ("asserted",), TODAY, text=True, program="enligt")


def placed(one: Told, *places: dict[str, Any]) -> Told:
    return Told({**one.event, "where": ["X"], "places": list(places)}, one.claims, one.articles, one.factuality)


def test_a_point_is_drawn_for_points_alone(told: list[Told]) -> None:
    point = {"name": "Kharkiv", "country": "UKR", "latitude": 50.0, "longitude": 36.25, "precision": "point", "claims": []}
    land = {**point, "name": "Ukraine", "precision": "country"}
    sea = {**point, "name": "Black Sea", "precision": "area", "country": None}
    nowhere = {**point, "latitude": None, "longitude": None}
    stream = io.BytesIO()
    given = [
        placed(told[0], point),
        placed(told[0], land),
        placed(told[0], sea, point, point),
        placed(told[0], nowhere),
        told[-1],
    ]
    geojson.write(given, stream, about=about())
    made = json.loads(stream.getvalue())
    assert made["type"] == "FeatureCollection"
    assert [one["geometry"] for one in made["features"]] == [
        {"type": "Point", "coordinates": [36.25, 50.0]},
        None,
        {"type": "MultiPoint", "coordinates": [[36.25, 50.0], [36.25, 50.0]]},
        None,
    ]


# --- networks


def test_the_graphs_are_read_back_alike() -> None:
    gexf = nx.read_gexf(io.BytesIO(golden("gexf.gexf")), version="1.3")
    graphml = nx.read_graphml(io.BytesIO(golden("graphml.graphml")))
    assert set(gexf.nodes) == set(graphml.nodes) == {"RUS", "UKR", "SWE", "FIN", "EUU", "CHN", "al-kraken", "NOR"}
    assert set(gexf.edges) == set(graphml.edges)
    assert {("SWE", "FIN"), ("FIN", "SWE"), ("RUS", "UKR"), ("EUU", "al-kraken")} == set(gexf.edges) - {("EUU", "CHN")}
    for pair in gexf.edges:
        for name in ("events", "score_corrected", "material_conflict", "first"):
            assert gexf.edges[pair].get(name, "") == graphml.edges[pair].get(name, "")
    assert graphml.edges["EUU", "CHN"]["score_corrected"] == -3.0
    assert graphml.edges["EUU", "CHN"]["score_published"] == 3.0
    assert "asserted alone" in graphml.graph["about"]
    assert gexf.nodes["al-kraken"]["kind"] == "group"


# --- Web Annotation


@pytest.mark.parametrize("name", ["webannotation.jsonld", "webannotation-no-text.jsonld"])
def test_selectors_find_the_evidence_in_the_article(name: str) -> None:
    page = json.loads(golden(name))
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == len(stories())
    for one in page["items"]:
        target = one["target"]
        text = TEXTS[target["source"]["id"].removeprefix("urn:enligt:")]
        position, *quotes = target["selector"]
        words = text[position["start"] : position["end"]]
        assert hashlib.sha256(words.encode()).hexdigest() == target["enligt:sha256"]
        assert len(quotes) == ("no-text" not in name)
        for quote in quotes:
            assert quote["exact"] == words
            assert quote["prefix"] + words + quote["suffix"] in text


def test_the_chain_of_attribution_is_of_prov() -> None:
    page = json.loads(golden("webannotation.jsonld"))
    (attack,) = (one for one in page["items"] if one["body"]["attributed_to"]["name"] == "Kustposten")
    nearest = attack["body"]["derived_from"]
    last = nearest["derived_from"]
    assert [one["attributed_to"][0]["name"] for one in (nearest, last)] == ["Nyhetsbyrån", "Ukrainian air force"]
    assert "derived_from" not in last
    assert attack["target"]["source"]["derived_from"] == "https://kustposten.example/natt"


# --- flat tables


def test_columns_are_those_of_the_codebook_and_keys_are_keys() -> None:
    for of in TABLES:
        found = table(of.name)
        assert next(csv.reader(io.StringIO(golden(f"tables/{of.name}.csv").decode()))) == [one.name for one in of.columns]
        key = [one.name for one in of.columns if one.key]
        own = key if any(one.key == "key" for one in of.columns) else key[:1]
        assert len({tuple(row[name] for name in own) for row in found}) == len(found), of.name
    for of in TABLES:
        for column in of.columns:
            if column.key in {other.name for other in TABLES}:
                known = {row[column.name] for row in table(column.key)}
                assert {row[column.name] for row in table(of.name)} <= known, (of.name, column.name)
    assert rows(golden("tables/codebook.csv")) == codebook()


def test_no_cell_is_a_formula() -> None:
    for of in TABLES:
        text = {one.name for one in of.columns if one.type == "text"}
        for row in table(of.name):
            assert not any(row[name].lstrip().startswith(("=", "+", "-", "@")) for name in text), row


def test_zeros_that_are_too_many_are_left_out_and_told_of(told: list[Told], monkeypatch: pytest.MonkeyPatch) -> None:
    whole, said = dyads_of(told)
    assert "zeros" not in said
    monkeypatch.setattr(tables, "MOST_ZEROS", len(whole) - 1)
    sparse, said = dyads_of(told)
    assert sparse == [row for row in whole if row["events"]]
    assert 0 < len(sparse) < len(whole)
    assert "zeros" in said


def dyads_of(told: list[Told]) -> tuple[list[dict[str, Any]], str]:
    """The rows of dyads, and what is said of those that are left out."""
    made = tables.Tables(make_exports.order("tables").about())
    found = [row for name, row in made.rows(told) if name == "dyads"]
    return found, made.words().get("left out of dyads", "")


def test_months_are_whole_and_count_what_the_events_say(told: list[Told]) -> None:
    dyads = table("dyads")
    months = sorted({one["month"] for one in dyads})
    assert months == ["2024-03", "2024-04", "2024-05"]  # the last by an event of one known actor alone
    pairs = {(one["source_id"], one["target_id"]) for one in dyads}
    assert len(dyads) == len(months) * len(pairs)
    assert {(one["source_id"], one["target_id"], one["month"]) for one in dyads if one["events"] != "0"} == {
        ("RUS", "UKR", "2024-03"),
        ("SWE", "FIN", "2024-04"),
        ("FIN", "SWE", "2024-04"),
    }
    assert "1 events without a month" in golden("tables/README.md").decode()  # the accusation: of 2023 as a whole
    assert all(ends(one.event) for one in told if one.event["event_type"] == "COOPERATE")


def test_codes_of_states_stand_beside_iso() -> None:
    (russia,) = {(one["actor_iso3"], one["actor_cow"], one["actor_gw"]) for one in table("parties") if one["actor_id"] == "RUS"}
    assert russia == ("RUS", "365", "365")
    (group,) = {(one["actor_iso3"], one["actor_cow"]) for one in table("parties") if one["actor_id"] == "al-kraken"}
    assert group == ("", "")


def test_the_table_of_states() -> None:
    known = countries()
    assert len({one.iso2 for one in known.values()}) == len(known)
    for numbers in ([one.cow for one in known.values()], [one.gw for one in known.values()]):
        listed = [one for one in numbers if one is not None]
        assert len(set(listed)) == len(listed)
        assert all(0 < one < 1000 for one in listed)
    assert [*known] == sorted(known)
    assert {name for name, one in known.items() if one.cow != one.gw} == {"DEU", "KIR", "NRU", "SRB", "TON", "TUV", "YEM"}


def test_months_of_a_span() -> None:
    from enligt.reports.exports.tables import _months  # noqa: PLC0415 - the one test of it

    made = list(_months("2023-11", "2025-02"))
    assert (made[0], made[-1], len(made)) == ("2023-11", "2025-02", 16)
    assert all(one < other for one, other in pairwise(made))


def test_the_workbook_holds_the_tables(ledger: Path) -> None:
    content = make_exports.written(ledger, make_exports.order("xlsx"))
    assert content == make_exports.written(ledger, make_exports.order("xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == ["about", *(one.name for one in TABLES), "codebook"]
    for of in TABLES:
        head, *found = [list(row) for row in book[of.name].iter_rows(values_only=True)]
        assert head == [one.name for one in of.columns]
        expected = table(of.name)
        assert len(found) == len(expected)
        for row, wanted in zip(found, expected, strict=True):
            for column, value in zip(of.columns, row, strict=True):
                cell = wanted[column.name]
                if column.type in {"number", "integer"} and cell:
                    assert float(value) == float(cell)
                elif column.type == "boolean":
                    assert str(value).lower() == cell
                else:  # a formula that CSV guards by an apostrophe is plain text here
                    assert (value or "") == cell.removeprefix("'")
    assert any("asserted alone" in str(row[1]) for row in book["about"].iter_rows(values_only=True))


# --- lists


@pytest.mark.parametrize("of", ["claims", "events"])
def test_parquet_holds_the_records(ledger: Path, of: str) -> None:
    content = make_exports.written(ledger, make_exports.order("parquet", of=of))
    found = parquet.read_table(io.BytesIO(content))
    told = json.loads(found.schema.metadata[b"enligt"])
    assert told["factuality"].startswith("every factuality")
    expected = lines(make_exports.written(ledger, make_exports.order("jsonl", of=of)))
    assert found.num_rows == len(expected)
    name = f"{of[:-1]}_id"
    assert [row[name] for row in found.to_pylist()] == [one[name] for one in expected]
    assert list(pl.from_arrow(found)[name]) == [one[name] for one in expected]  # type: ignore[index]
    first, wanted = found.to_pylist()[0], expected[0]
    if of == "claims":
        assert first["evidence"]["text"] == wanted["evidence"]["text"]
        assert [one["name"] for one in first["sources"]] == [one["name"] for one in wanted["sources"]]
    else:
        assert json.loads(first["tree"]) == wanted["tree"]
        assert dict(first["types"]) == wanted["types"]
