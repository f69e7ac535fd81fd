"""``enligt teach``: a reader of one's own from marked documents, beside the one in the package."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import pytest

from command_line import Run, in_folder, lines
from enligt import readers
from enligt.actors import Gazetteer, read_names, resolve
from enligt.config import checked_language
from enligt.errors import InputError, UsageError
from enligt.languages import STAND_IN, table
from enligt.marking import notation
from enligt.run import teaching
from enligt.training import manifest

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Language

PAIRS = (
    ("Latvia", "LVA", "Peru", "PER"), ("Chile", "CHL", "Ghana", "GHA"), ("Kenya", "KEN", "Nepal", "NPL"),
    ("Cuba", "CUB", "Fiji", "FJI"), ("Mali", "MLI", "Oman", "OMN"), ("Chad", "TCD", "Togo", "TGO"),
    ("Benin", "BEN", "Laos", "LAO"), ("Malta", "MLT", "Qatar", "QAT"), ("Nauru", "NRU", "Tonga", "TON"),
    ("Samoa", "WSM", "Palau", "PLW"),
)  # fmt: skip


def document(number: int) -> str:
    one, its_id, other, other_id = PAIRS[number]
    if number % 2:  # a language that nobody has taught yet
        return f"""@ desk-{number} | de | 2024-03-0{number % 9 + 1} | wire
0: {one} wirft {other} Verrat vor
= 0 ACCUSE asserted | t [[wirft]] [[vor]] | a {its_id} [[{one}]] | r {other_id} [[{other}]]
1: Niemand in {other} hatte eine Antwort.
"""
    return f"""@ desk-{number} | en | 2024-03-0{number % 9 + 1} | wire
0: {one} tears a strip off {other}
= 0 ACCUSE asserted | t [[tears a strip off]] | a {its_id} [[{one}]] | r {other_id} [[{other}]]
1: Nobody in {other} had an answer on the day.
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line with the readers that there are."""
    return in_folder(tmp_path, capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's readers go."""
    monkeypatch.setenv("ENLIGT_READERS", str(tmp_path / "readers"))
    return tmp_path / "readers"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Ten marked documents in one file."""
    (tmp_path / "desk.txt").write_text("\n".join(map(document, range(len(PAIRS)))), encoding="utf-8")
    return tmp_path / "desk.txt"


@pytest.mark.needs_torch
def test_a_taught_reader_stands_beside_the_others(run: Run, desk: Path, home: Path) -> None:
    taught = run("teach", desk, "--name", "desk", "--minutes", "0.1", "--format", "jsonl")
    assert taught.code == 0, taught.err
    rows = [(one["value"], one["measure"], one["gold"]) for one in lines(taught.out)]
    assert rows == [(when, measure, 2) for when in ("before", "after") for measure in ("lenient", "strict")]
    assert "teaching desk from 8 documents, 2 held out" in taught.err
    assert "use it with --reader desk" in taught.err

    assert sorted(p.name for p in home.iterdir()) == ["desk"]  # nothing half-made beside it
    made = json.loads((home / "desk" / "manifest.json").read_text("utf-8"))
    shipped = readers.load()
    own = readers.load("desk", folder=home)
    assert (own.name, shipped.name) == ("desk", "trained")
    assert own.version != shipped.version
    assert made["training"]["documents"] == 8
    assert shipped.version.startswith(made["began_from"][-1]["version"])

    page = desk.with_name("page.txt")
    page.write_text("Peru accuses Chile\n\nPeru accused Chile of theft on Monday, a minister said in Lima.\n", encoding="utf-8")
    found = lines(run("extract", page, "--reader", "desk", "--language", "en", "--format", "jsonl").out)
    assert {one["reader"] for one in found} == {"desk"}
    assert ("ACCUSE", "PER") in {(one["event_type"], a["id"]) for one in found for a in one["actors"]}

    page.write_text("Peru wirft Chile Diebstahl vor\n\nPeru warf Chile am Montag in Lima Diebstahl vor.\n", encoding="utf-8")
    assert run("extract", page, "--reader", "desk", "--language", "de", "--format", "jsonl").code == 0
    assert set(made["languages"]) == {"sv", "nb", "nn", "da", "en", "de"}

    again = run("teach", desk, "--name", "desk", "--minutes", "0.1")
    assert again.code == 2
    assert "--replace writes over it" in again.err


@pytest.mark.needs_torch
def test_a_teaching_that_breaks_leaves_the_reader_before_it(
    run: Run, desk: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("teach", desk, "--name", "desk", "--minutes", "0.1").code == 0
    before = (home / "desk" / "manifest.json").read_bytes()

    def breaks(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "update_parts", breaks)
    assert run("teach", desk, "--name", "desk", "--minutes", "0.1", "--replace").code != 0
    assert (home / "desk" / "manifest.json").read_bytes() == before
    assert sorted(p.name for p in home.iterdir()) == ["desk"]


def test_without_torch_it_is_said_how_to_get_it(run: Run, desk: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    result = run("teach", desk, "--name", "desk")
    assert result.code == 2
    assert "pip install torch" in result.err
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "told"), [("trained", "comes with the program"), ("../up", "is no name for a reader"), ("Desk", "is no name")]
)
def test_a_name_that_cannot_be_is_refused(run: Run, desk: Path, home: Path, name: str, told: str) -> None:
    result = run("teach", desk, "--name", name)
    assert result.code == 2
    assert told in result.err
    assert not home.exists()


def test_what_cannot_be_learnt_is_named(run: Run, desk: Path, home: Path) -> None:
    few = desk.with_name("few.txt")
    few.write_text(document(1), encoding="utf-8")
    result = run("teach", few, "--name", "desk")
    assert (result.code, "1 marked documents are too few" in result.err) == (2, True)
    few.write_text(document(1).replace("[[Chile]]", "[[Chili]]"), encoding="utf-8")
    result = run("teach", desk, few, "--name", "desk")
    assert (result.code, "few.txt:3: a [[Chili]] is not in its sentence" in result.err) == (3, True)
    few.write_text(document(1), encoding="utf-8")
    result = run("teach", desk, few, "--name", "desk")
    assert (result.code, "document desk-1 is there twice" in result.err) == (2, True)
    assert run("teach", desk, "--name", "desk", "--from", "nobody").code == 2
    assert not home.exists()


def test_the_documents_held_out_do_not_move_when_one_is_added() -> None:
    marked = [{"id": f"d{k}"} for k in range(40)]
    first = {one["id"] for one in teaching.lesson(marked).held}
    more = {one["id"] for one in teaching.lesson([*marked, {"id": "new"}]).held}
    assert len(first) == 8
    assert len(first - more) <= 1
    with pytest.raises(UsageError, match="too few"):
        teaching.lesson(marked[:3])


def test_a_folder_that_is_no_reader_is_left_alone(run: Run, desk: Path, home: Path) -> None:
    (home / "desk").mkdir(parents=True)
    (home / "desk" / "marked.txt").write_text("mine", encoding="utf-8")
    for more in ([], ["--replace"]):
        result = run("teach", desk, "--name", "desk", *more)
        assert (result.code, "is there and is no reader" in result.err) == (2, True)
    assert (home / "desk" / "marked.txt").read_text(encoding="utf-8") == "mine"


def test_the_example_of_the_page_is_right(root: Path, tmp_path: Path) -> None:
    (text,) = re.findall(r"```\n(@ desk-001.*?)```", (root / "docs" / "teaching.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    ((marked, faults),) = notation.documents(tmp_path / "x.txt", None)
    assert faults == []
    assert [one["event_type"] for one in marked["claims"]] == ["CONSULT"]


def test_a_region_of_a_language_is_left_out(tmp_path: Path) -> None:
    for said, read in (("no", "nb"), ("sv-SE", "sv"), ("de-AT", "de")):
        (tmp_path / "x.txt").write_text(f"@ x | {said} | 2024-01-01 | wire\n0: Nej\n", encoding="utf-8")
        ((marked, faults),) = notation.documents(tmp_path / "x.txt", None)
        assert (marked["language"], faults) == (read, [])


def test_only_whole_readers_are_listed(tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "manifest.json").write_text("{}", encoding="utf-8")
    assert readers.taught(tmp_path) == ["whole"]
    assert readers.taught(tmp_path / "none") == []
    with pytest.raises(UsageError, match="choose one of trained, whole"):
        readers.load("half", folder=tmp_path)


def whole_reader(folder: Path, name: str, languages: list[str]) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "manifest.json").write_text(json.dumps({"languages": languages}), encoding="utf-8")


def test_a_language_is_taken_where_a_taught_reader_reads_it(home: Path) -> None:
    with pytest.raises(UsageError, match="'de' is not a language that is read: choose one of sv, nb, nn, da, en"):
        checked_language("de")
    whole_reader(home, "german", ["sv", "de"])
    whole_reader(home, "broken", [])
    (home / "broken" / "manifest.json").write_text("[", encoding="utf-8")
    assert [str(checked_language(said)) for said in ("de", "de-AT")] == ["de", "de"]
    with pytest.raises(UsageError, match="choose one of sv, nb, nn, da, en, de"):
        checked_language("fi")


def test_a_reader_says_which_languages_it_was_not_taught(run: Run, desk: Path, home: Path) -> None:
    whole_reader(home, "german", ["de"])
    page = desk.with_name("seite.txt")
    page.write_text("Peru wirft Chile Diebstahl vor\n\nPeru warf Chile am Montag in Lima Diebstahl vor.\n", encoding="utf-8")
    result = run("extract", page, "--language", "de", "--published", "2024-01-02", "--format", "jsonl")
    assert result.out == ""
    assert "reader trained does not read 'de'" in result.err
    assert result.code != 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die russische Regierung verhandelt mit Rumäniens Ministern.", ["RUS", "ROU"]),
        ("Franzosen und Deutsche trafen sich in Peking.", ["FRA", "DEU", "CHN"]),
        ("Die Jamaika-Koalition sprach auf Englisch über Südamerika.", []),
    ],
)
def test_states_are_known_by_their_german_names(text: str, found: list[str]) -> None:
    assert [m.id for m in resolve(text, language=cast("Language", "de"), published=None).mentions] == found


def test_a_language_without_tables_has_names_of_states_and_the_stand_ins_words() -> None:
    german, french = cast("Language", "de"), cast("Language", "fr")
    assert table(german, "numbers") == table(STAND_IN, "numbers")
    assert [m.id for m in resolve("Suomi ja Ruotsi", language=cast("Language", "fi"), published=None).mentions] == ["FIN", "SWE"]
    assert [m.id for m in resolve("Sweden et Norway", language=french, published=None).mentions] == ["SWE", "NOR"]


def test_names_of_ones_own_go_before_the_tables() -> None:
    known = Gazetteer(read_names("# mine\nwolf-pack\tVargflocken, Georgia\n\nUNO\tvärldshuset\n", where="names.tsv"))
    text = "Vargflockens ledare i Georgia ringde världshuset."
    found = resolve(text, language="sv", published=None, known_actors=known).mentions
    assert [(m.text, m.id) for m in found] == [("Vargflockens", "wolf-pack"), ("Georgia", "wolf-pack"), ("världshuset", "UNO")]
    assert all("taught" in m.rule for m in found)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Sweden", "names.tsv:1: want an id"),
        ("Swe den\tSverige", "want an id"),
        ("SWE\t--", "'--' is no name"),
        ("SWE\tA, , B", "'' is no name"),
        ("SWE\t, X", "'' is no name"),
        ("x" * 9 + "\t" + "y" * 101, "is no name"),
    ],
)
def test_a_line_of_names_that_is_none_is_told(line: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_names(line, where="names.tsv")
