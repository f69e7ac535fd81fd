"""Where places are: the tables, the rules, the reader's use of them, the ledger's columns, what is exported, the outlines."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from enligt.actors import resolve
from enligt.actors.places import distance, locate, store, usual_name
from enligt.actors.places.folding import fold
from enligt.events.grouping import _places
from enligt.languages.sentences import sentences
from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.model import LANGUAGES, Located, OtherPlace, Page, Participant, Place, Span
from enligt.readers.where import place
from enligt.readers.who import Scene
from enligt.reports.events import places as places_of
from enligt.reports.records import claim_record
from enligt.reports.rows import CLAIMS
from enligt.reports.schema import claim_schema
from enligt.run.querying import claim_query
from enligt.web.world import HEIGHT, WIDTH, project, world
from event_samples import told
from ledger_samples import article as of_page
from ledger_samples import claim, reading, record, span
from places import cases, share

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Language
    from event_samples import Told


def at(text: str, *near: str, language: Language = "sv") -> Located:
    found = locate(text, language=language, published=None, near=near)
    assert found is not None
    return found


def test_the_tables_are_those_that_were_recorded() -> None:
    made = json.loads((store.DATA / "made.json").read_text(encoding="utf-8"))
    for name, about in made["files"].items():
        content = (store.DATA / name).read_bytes()
        assert len(content) == about["bytes"]
        assert hashlib.sha256(content).hexdigest() == about["sha256"], f"{name}: make it again with quality/towns.py"


def test_every_name_of_our_own_table_leads_to_its_place() -> None:
    wrong = [
        (name, town)
        for name, several in store._own().items()
        for town in several
        if town.country not in {each.country for each in store.towns(name)}
    ]
    assert not wrong
    assert len(store._own()) > 400


def test_areas_are_boxes_the_right_way_round() -> None:
    for several in store._areas().values():
        for area, _ in several:
            south, west, north, east = area.extent
            assert -90 <= south < north <= 90, area
            assert -180 <= west <= 180, area
            assert -180 <= east <= 180, area
            assert all(store.state_name(code) for code in area.countries), area


@pytest.mark.parametrize(
    ("name", "key"),
    [("Köpenhamn", "kopenhamn"), ("KØBENHAVN", "kobenhavn"), ("Deir al-Balah", "deir al balah"), ("Sana'a", "sanaa")],
)
def test_names_are_folded(name: str, key: str) -> None:
    assert fold(name) == key
    assert fold(key) == key


def test_a_name_is_found_by_halves_as_by_reading_on() -> None:
    lines = store._names().decode().splitlines()
    for line in (lines[0], lines[1], lines[len(lines) // 2], lines[-1]):
        name, _, numbers = line.partition("\t")
        assert store._numbers(name) == tuple(map(int, numbers.split()))
    assert store._numbers("no such name") == store._numbers("") == ()
    assert store._numbers("zzzzzz") == ()


def test_an_area_across_the_180th_meridian_has_its_middle_inside() -> None:
    found = at("Berings hav")
    assert found.longitude is not None
    assert found.longitude > 162 or found.longitude < -157


def test_a_country_is_no_point() -> None:
    found = at("Ukrainas östra delar")
    assert (found.precision, found.country, found.latitude, found.approximate) == ("country", "UKR", None, True)


def test_a_namesake_is_told_by_the_words_then_the_countries_at_hand_then_size() -> None:
    assert at("Tripoli i Libanon", "LBY").country == "LBN"
    assert at("Tripoli", "LBN").country == "LBN"
    assert at("Tripoli").country == "LBY"
    assert OtherPlace("Tripoli", "LBN", 34.434, 35.844) in at("Tripoli").alternatives


def test_a_name_that_a_small_town_seldom_bears_is_its_own_only_where_its_country_is_at_hand() -> None:
    assert at("Fredrikshamn", "FIN").name == "Hamina"
    unknown = at("Fredrikshamn", "NOR")
    assert (unknown.precision, unknown.country) == ("unknown", None)
    assert "Hamina" in {one.name for one in unknown.alternatives}
    assert (at("grensestasjonen Storskog", "RUS", language="nb").country) == "NOR"  # not the suburb of Helsinki


def test_a_city_is_not_its_american_namesake() -> None:
    assert at("Athens", "USA", language="en").country == "GRC"
    assert at("Athens, Georgia", "USA", language="en").country == "USA"


def test_georgia_is_what_is_at_hand() -> None:
    assert at("Georgia", "GEO", "USA", language="en").precision == "country"
    assert at("Georgia", "USA", language="en").name == "Georgia (US state)"


def test_near_a_town_is_approximate() -> None:
    assert not at("Kupjansk").approximate
    near = at("strax utanför Kupjansk")
    assert near.approximate
    assert distance((near.latitude or 0, near.longitude or 0), (49.71, 37.61)) < 5


def test_a_border_is_in_neither_country() -> None:
    found = at("gränsen mellan Sudan och Tchad")
    assert (found.precision, found.country, found.name) == ("unknown", None, None)
    assert [one.country for one in found.alternatives] == ["SDN", "TCD"]


def test_a_region_has_the_box_of_its_towns() -> None:
    found = at("Poltavaregionen")
    assert (found.precision, found.country, found.name) == ("area", "UKR", "Poltava region")
    assert found.extent is not None
    south, west, north, east = found.extent
    assert south < 49.59 < north
    assert west < 34.55 < east


def test_disputed_land_follows_the_stated_policy() -> None:
    wanted = {
        "Krim": "UKR", "Donbas": "UKR", "Sevastopol": "UKR", "Taiwan": "TWN", "Taipei": "TWN", "Kosovo": "XKX",
        "Pristina": "XKX",
        "Västsahara": "ESH", "Västbanken": "PSE", "Gaza": "PSE", "Golanhöjderna": "SYR", "Abchazien": "GEO",
        "Transnistrien": "MDA", "Katzrin": "SYR",
    }  # fmt: skip
    assert {words: at(words).country for words in wanted} == wanted
    assert at("Longyearbyen", "NOR").country == "NOR"  # so small a town needs its country beside it


def test_the_capital_of_a_country_is_a_town() -> None:
    found = at("the Turkish capital", language="en")
    assert (found.name, found.precision) == ("Ankara", "point")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_words_are_no_place(text: str) -> None:
    assert locate(text, language="sv", published=None) is None


@pytest.mark.parametrize("text", ["vid fronten", "där", "?!", "'", "-", "a" * 100_000, "Kyiv'" * 9, "\0", "of of of region"])
def test_any_words_are_borne(text: str) -> None:
    for language in LANGUAGES:
        found = locate(text, language=language, published=None)
        assert found is not None
        assert found == locate(text, language=language, published=None)


def test_the_cases_are_many_and_in_all_languages() -> None:
    several = cases()
    assert len(several) == 200
    assert {one.language for one in several} == set(LANGUAGES)
    assert all(one.words.casefold() in one.sentence.casefold() for one in several)


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_places_are_located_rightly(half: str) -> None:
    part, wrong = share(half)
    assert part >= 0.95, "\n".join(wrong)


def test_a_user_asks_for_a_place_in_any_language() -> None:
    assert usual_name("Köpenhamn") == usual_name("København") == "Copenhagen"
    assert usual_name("no such place") is None


HERE = Located("UKR", "Kupiansk", "point", 49.71, 37.616, approximate=True, alternatives=(OtherPlace("Sudan", "SDN"),))
SEA = Located(None, "Black Sea", "area", 43.8, 34.6, extent=(40.9, 27.4, 46.7, 41.8))


def found_at(words: str, at: Located | None) -> Told:
    one, article = told(f"Bomber föll {words} i går.", where=words)
    assert one.where is not None
    return replace(one, where=replace(one.where, located=at)), article


def test_where_it_is_comes_through_the_ledger(tmp_path: Path) -> None:
    page = Page("places.txt", "Bomber föll utanför Kupjansk i går, och Svarta havet låg stilla. Och i Lund.".encode())
    article = of_page(page, language="sv")
    claims = [
        claim(article, trigger, where=Place(words, span(article.text, words), at))
        for trigger, words, at in (("Bomber", "utanför Kupjansk", HERE), ("låg", "Svarta havet", SEA), ("Och", "i Lund", None))
    ]
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, page, reading(article, *claims))
    with open_view(tmp_path / "l.db") as view:
        read = {row.claim.claim_id: row.claim for row in view.claims(ClaimQuery())}
        assert read == {one.claim_id: one for one in claims}
        for asked, wanted in (
            (ClaimQuery(place="UKR"), [HERE]),
            (ClaimQuery(place="ukr"), [HERE]),
            (claim_query(place="Kupyansk"), [HERE]),
            (claim_query(place="Kupjansk"), [HERE]),
            (claim_query(place="Svartehavet"), [SEA]),
            (ClaimQuery(place="Black Sea"), [SEA]),
            (ClaimQuery(place="Lund"), [None]),
            (ClaimQuery(place="SWE"), []),
            (ClaimQuery(place="%"), []),
        ):
            assert [row.claim.where.located for row in view.claims(asked) if row.claim.where] == wanted, asked


def test_a_claims_record_says_where_and_fits_the_schema() -> None:
    validator = Draft202012Validator(claim_schema()["properties"]["where"] | {"$defs": claim_schema()["$defs"]})
    for at in (HERE, SEA, Located("SWE", "Sweden", "country"), Located(None, None, "unknown"), None):
        one, article = found_at("utanför Kupjansk", at)
        record_of = claim_record(one, article)
        validator.validate(record_of["where"])
        assert record_of["where"]["precision"] == (None if at is None else at.precision)
    one, article = found_at("utanför Kupjansk", HERE)
    where = claim_record(one, article)["where"]
    assert where["alternatives"] == [{"name": "Sudan", "country": "SDN", "latitude": None, "longitude": None}]
    row = CLAIMS.row(claim_record(one, article))
    assert (row["where"], row["place_country"], row["place_name"]) == ("utanför Kupjansk", "UKR", "Kupiansk")
    assert (row["place_latitude"], row["place_precision"]) == ("49.71", "point")


def test_where_a_place_is_changes_no_claims_id() -> None:
    assert found_at("utanför Kupjansk", HERE)[0].claim_id == found_at("utanför Kupjansk", None)[0].claim_id


def test_an_event_has_the_places_of_its_claims() -> None:
    members = [found_at("utanför Kupjansk", HERE), found_at("i Kupjansk", replace(HERE, approximate=False))]
    members += [found_at("vid Svarta havet", SEA), found_at("där", Located(None, None, "unknown")), found_at("i byn", None)]
    places = _places(members)
    assert [(one.name, one.claims, one.precision) for one in places] == [("Kupiansk", 2, "point"), ("Black Sea", 1, "area")]
    assert places == _places(members[::-1])


def placed(text: str, words: str, *parties: str, language: Language = "en") -> Located:
    article = of_page(Page("a.txt", text.encode()), language=language, text=text)
    actors = resolve(text, language=language, published=None)
    bounds = sentences(text, language=language)
    start, end = next((a, b) for a, b in bounds if words in text[a:b])
    found, step = place(
        article,
        span(text, words),
        Span(start, end, text[start:end]),
        scene=Scene(text, bounds, language, actors),
        parties=[Participant(one) for one in parties],
        probability=0.9,
    )
    assert found is not None
    assert found.located is not None
    assert step.field == "where"
    assert step.value.startswith(str(found.located.name or "unknown"))
    return found.located


def test_the_reader_looks_at_sentence_participants_article_and_dateline() -> None:
    assert placed("Lebanese soldiers entered Tripoli on Monday.", "Tripoli").country == "LBN"
    assert placed("Soldiers entered Tripoli on Monday.", "Tripoli", "LBN").country == "LBN"
    assert placed("Lebanon is tense. Lebanese leaders met. Soldiers entered Tripoli.", "Tripoli").country == "LBN"
    assert placed("Unrest\n\nBEIRUT (Nyhetsbyrån) – Soldiers entered Tripoli.", "Tripoli").country == "LBN"
    assert placed("Soldiers entered Tripoli on Monday.", "Tripoli").country == "LBY"


@pytest.mark.parametrize(("words", "language"), [("the", "en"), ("de", "da"), ("den", "sv"), ("over the", "en")])
def test_a_beginning_cut_off_is_no_place(words: str, language: Language) -> None:
    text = f"Soldiers went {words} border on Monday."
    scene = Scene(text, [(0, len(text))], language, resolve(text, language=language, published=None))
    article = of_page(Page("a.txt", text.encode()), language=language, text=text)
    found, step = place(article, span(text, words), Span(0, len(text), text), scene=scene, parties=(), probability=0.9)
    assert found is None
    assert step.value == "none"


def test_people_are_told_the_places_found_once_each_or_else_the_words() -> None:
    written = {"where": ["Vladivostok", "Vladivostok i russiske krigsskibe", "östra"]}
    assert places_of({**written, "places": [{"name": "Vladivostok"}, {"name": "Vladivostok"}]}) == ["Vladivostok"]
    assert places_of({**written, "places": []}) == written["where"]


def test_the_projection_keeps_the_earth_inside_its_frame() -> None:
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)
    assert project(0, -180)[0] == pytest.approx(0)
    assert project(0, 180)[0] == pytest.approx(WIDTH)
    assert project(90, 0)[1] == pytest.approx(0)
    assert project(-90, 0)[1] == pytest.approx(HEIGHT)
    # equal areas: a cap of half a hemisphere's area begins at 30 degrees
    assert project(30, 0)[1] < project(29, 0)[1]
    assert project(60, 90)[0] < project(0, 90)[0]


def outline(code: str) -> list[list[tuple[int, int]]]:
    rings = []
    for part in world().paths[code].removesuffix("z").split("z"):
        numbers = [int(one) for one in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def holds(code: str, latitude: float, longitude: float) -> bool:
    x, y = project(latitude, longitude)
    crossings = 0
    for ring in outline(code):
        for (ax, ay), (bx, by) in itertools.pairwise([*ring, ring[0]]):
            crossings += (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay)
    return crossings % 2 == 1


def test_the_outlines_follow_the_stated_policy() -> None:
    for code, *point in (
        ("UKR", 45.2, 34.2), ("UKR", 48.0, 37.8), ("TWN", 23.8, 121.0), ("XKX", 42.6, 20.9), ("ESH", 24.5, -13.5),
        ("PSE", 32.0, 35.2), ("CYP", 35.25, 33.5), ("SOM", 9.6, 44.1), ("SWE", 62.0, 15.0), ("RUS", 66.0, -172.0),
    ):  # fmt: skip
        assert holds(str(code), float(point[0]), float(point[1])), (code, point)
    assert not holds("RUS", 45.2, 34.2)


def test_the_outlines_lie_inside_the_frame_and_are_small() -> None:
    paths = world().paths
    assert len(paths) > 200
    assert all(re.fullmatch(r"[-Mlhvz\d, ]+", path) for path in paths.values())
    for code in paths:
        for ring in outline(code):
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT + 1 for x, y in ring), code
    assert sum(map(len, paths.values())) < 300_000


def test_a_line_of_a_large_table_is_cut_out_of_its_bytes() -> None:
    lines = store._lines("divisions")
    assert [lines[at] for at in range(len(lines))] == (store.DATA / "divisions.tsv").read_bytes().split(b"\n")[:-1]
