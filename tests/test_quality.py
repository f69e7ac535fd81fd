"""The measuring commands: floors are held and never lowered, and the annotated documents are read as they must be."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import annotated
import benchmark
import gold

if TYPE_CHECKING:
    from pathlib import Path

ROW = gold.Row("news", "sv", 10, 10, 0.7, 0.6, 0.646, 0.4, dict.fromkeys(gold.SLOTS))


def test_a_score_below_its_floor_is_told() -> None:
    floors = {"news": {"sv": {"detection": 0.65, "core": 0.4}}}
    assert gold.below([ROW], floors) == ["news sv detection: 0.646 is below the floor 0.65"]
    assert gold.below([replace(ROW, detection=0.65)], floors) == []


def test_a_floor_without_a_score_is_told() -> None:
    assert gold.below([ROW], {"news": {"da": {"core": 0.3}}}) == ["news da core: not measured (floor 0.30)"]


def test_floors_rise_and_never_sink() -> None:
    floors = {"news": {"sv": {"detection": 0.6, "core": 0.45}, "da": {"core": 0.3}}}
    assert gold.raised([ROW], floors) == {"news": {"sv": {"detection": 0.64, "core": 0.45}, "da": {"core": 0.3}}}
    assert floors["news"]["sv"]["detection"] == 0.6


def test_the_table_has_a_line_a_row() -> None:
    lines = gold.table([ROW, replace(ROW, language="da")]).splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("| news | sv | 10 | 10 | 0.70 | 0.60 | 0.65 | 0.40 | – |")


def test_what_is_not_there_to_be_measured_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENLIGT_SHARED", str(tmp_path))
    (tmp_path / "gold").mkdir()
    assert annotated.shared("gold") == annotated.needed("gold") == tmp_path / "gold"
    assert annotated.shared("gold", "news") is None
    with pytest.raises(SystemExit) as stopped:
        annotated.needed("gold", "news")
    assert stopped.value.code == annotated.ABSENT
    assert f"{tmp_path / 'gold' / 'news'} is not there: ENLIGT_SHARED" in capsys.readouterr().err


def test_texts_are_written_under_their_day(tmp_path: Path) -> None:
    for name, content in {
        "claims/a.json": {"doc": "a", "published": "2024-01-02", "claims": []},
        "sents/a.sv.json": {"sents": ["Första raden", "Andra är här."]},
        "sents/a.da.json": {"sents": ["Første linje", "Den anden er her."]},
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.da.txt").write_text("Første linje\n\nDen anden er her.", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    by_day = gold.write_texts(tmp_path, out, layout="lines")
    assert by_day == {"2024-01-02": [out / "a.da.txt", out / "a.sv.txt"]}
    assert (out / "a.sv.txt").read_text(encoding="utf-8") == "Första raden\nAndra är här.\n"
    assert "\n\n" in (out / "a.da.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", gold.SETS)
def test_annotated_documents_are_read_as_well_as_before(*, name: str, shared: Path, tmp_path: Path) -> None:
    floors = json.loads(gold.FLOORS.read_text(encoding="utf-8"))
    assert gold.below(gold.measure(shared, names=(name,), keep=tmp_path), {name: floors[name]}) == []


# --- the benchmark


def test_every_stage_names_a_module_that_is_there(root: Path) -> None:
    for module in benchmark.STAGES:
        path = root.joinpath("src", *module.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), module


def test_the_longest_name_decides_the_stage() -> None:
    assert benchmark.stage_of("enligt.sources.html") == "sources"
    assert benchmark.stage_of("enligt.readers.windows") == "tokenise"
    assert benchmark.stage_of("enligt.run.stages") == "the rest"


def test_the_sampler_sees_where_the_program_stands() -> None:
    waits = {"__name__": "enligt.ledger.writer"}
    exec("import time\ndef wait():\n    time.sleep(0.2)", waits)  # noqa: S102 - a function that says it is of that module
    with benchmark.Sampler() as sampler:
        waits["wait"]()  # type: ignore[operator] # the function defined above
    assert set(sampler.shares()) == {"ledger"}


def test_long_texts_are_long_and_one_a_language(tmp_path: Path) -> None:
    articles = [{"language": "sv", "text": "Ett två tre."}, {"language": "da", "text": "En to. " * 700}]
    benchmark.long_texts(articles, tmp_path)
    lengths = {file.name: len(file.read_text(encoding="utf-8").split()) for file in tmp_path.iterdir()}
    assert lengths == {"long.sv.txt": 2001, "long.da.txt": 2800}


def test_peak_memory_is_not_that_of_the_process_that_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource", reason="Windows tells no peak")
    monkeypatch.setattr(benchmark, "PROGRAM", [sys.executable, "-c", "pass"])
    held = b"1" * 300_000_000  # bytes, all of them written
    peak = benchmark.peak_memory()
    assert peak is not None
    assert 1 < peak < len(held) / 1e6
