"""Who is who over articles: roles learned from texts, shown by ``explain`` and ``show``, corrected by ``judge role``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from command_line import Run, lines, reader, run
from import_samples import thanks, write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

TAUGHT = "Sweden's prime minister, Berit Falkman, opened the harbour. The weather over the islands was fair that day.\n"
ASKED = "The prime minister of Sweden met the foreign minister of Norway. The fishing boats lay still in the harbour.\n"
OTHER = "Sweden's prime minister Karin Storhed opened the bridge. Nobody else was let over it before the evening.\n"
SENTENCE = "Sweden's prime minister, Berit Falkman, opened the harbour."


def add(run: Run, folder: Path, name: str, text: str, day: str) -> None:
    (folder / name).write_text(f"{name}\n\n{text}", encoding="utf-8")
    assert run("add", name, "--language", "en", "--published", day).code == 0


def claim(run: Run) -> str:
    (one,) = lines(run("claims", "--format", "jsonl").out)
    return str(one["claim_id"])


def persons(run: Run) -> list[tuple[str, str]]:
    steps = lines(run("explain", claim(run), "--format", "jsonl").out)
    return [(one["value"], one["rule"]) for one in steps if one["field"].endswith("-person")]


def roles(run: Run, whose: str) -> list[dict[str, Any]]:
    told = lines(run("show", whose, "--format", "jsonl").out)
    return [one for record in told for one in record.get("roles", [record]) if one["by"] != "table"]


@pytest.fixture
def taught(run: Run, tmp_path: Path) -> Run:
    add(run, tmp_path, "one.txt", TAUGHT, "2031-02-03")
    add(run, tmp_path, "two.txt", ASKED, "2031-02-09")
    return run


def test_an_office_without_a_name_is_whom_another_article_named(taught: Run) -> None:
    ((value, rule),) = persons(taught)
    assert value == "SWE: Berit Falkman"
    assert rule.startswith("learned")
    assert SENTENCE in rule
    assert "SWE: Berit Falkman" in taught("explain", claim(taught)).out


def test_the_order_of_adding_changes_nothing(run: Run, taught: Run, tmp_path: Path) -> None:
    before = persons(taught)
    (tmp_path / "enligt.db").unlink()
    add(run, tmp_path, "two.txt", ASKED, "2031-02-09")
    assert persons(run) == []
    add(run, tmp_path, "one.txt", TAUGHT, "2031-02-03")
    assert persons(run) == before


@pytest.mark.parametrize("day", ["2031-02-10", "2030-10-01", "2031"])
def test_what_was_said_later_long_before_or_nobody_knows_when_tells_nothing(run: Run, tmp_path: Path, day: str) -> None:
    add(run, tmp_path, "one.txt", TAUGHT, day)
    add(run, tmp_path, "two.txt", ASKED, "2031-02-09")
    assert persons(run) == []


def test_the_last_word_before_the_day_counts(taught: Run, tmp_path: Path) -> None:
    add(taught, tmp_path, "three.txt", OTHER, "2031-02-07")
    assert [value for value, _ in persons(taught)] == ["SWE: Karin Storhed"]


def test_two_names_on_one_day_are_not_told(taught: Run, tmp_path: Path) -> None:
    add(taught, tmp_path, "three.txt", OTHER, "2031-02-03")
    assert persons(taught) == []


def test_a_nearer_later_word_of_another_leaves_it_open(taught: Run, tmp_path: Path) -> None:
    add(taught, tmp_path, "three.txt", OTHER, "2031-02-11")
    assert persons(taught) == []


def test_the_table_tells_where_it_is_sure(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, "two.txt", ASKED, "2021-05-03")
    told = dict(persons(run))
    assert told.keys() == {"SWE: Stefan Löfven", "NOR: Ine Eriksen Søreide"}
    assert all("table leaders" in rule for rule in told.values())


def test_show_tells_of_a_state_and_of_a_person(taught: Run, tmp_path: Path) -> None:
    add(taught, tmp_path, "three.txt", TAUGHT.replace("opened", "closed"), "2031-03-01")
    for whose in ("SWE", "Berit Falkman", "Falkman, Berit"):
        (one,) = roles(taught, whose)
        assert (one["person"], one["state"], one["office"]) == ("Berit Falkman", "SWE", "prime-minister")
        assert (one["from"], one["to"], one["by"]) == ("2031-02-03", "2031-03-01", "learned")
        assert [said["text"] for said in one["sentences"]] == [SENTENCE, SENTENCE.replace("opened", "closed")]
    (sweden,) = lines(taught("show", "SWE", "--format", "jsonl").out)
    assert {one["person"] for one in sweden["roles"]} >= {"Berit Falkman", "Ulf Kristersson"}
    assert not any(one["person"] == "Olof Palme" for one in sweden["roles"])
    assert "Göran Persson" not in taught("show", "SWE").out
    assert "Ulf Kristersson" in taught("show", "swe").out
    assert taught("show", "Nobody Atall").code == 2


def test_a_judgement_corrects_what_was_learned_and_is_taken_back(taught: Run) -> None:
    before = persons(taught)
    words = ("judge", "role", "Berit Falkman", "SWE", "prime-minister", "--author", "Kari")
    assert taught(*words, "--wrong", "--reason", "an actor in a play").code == 0
    assert persons(taught) == []
    (_, judged) = roles(taught, "SWE")
    assert judged["by"] == "judgement"
    assert "an actor in a play" in judged["ground"]
    wrong = judged["ground"].split("(")[-1].rstrip(")")
    assert wrong.startswith("rol-")
    undone = taught("judge", "undo", wrong[:12], "--author", "Kari")
    assert undone.code == 0
    assert persons(taught) == before
    assert taught("judge", "undo", wrong[:12], "--author", "Kari").code == 2  # it does not hold any more
    undoing = undone.out.split("undo ")[1].split("`")[0]
    assert taught("judge", "undo", undoing, "--author", "Kari").code == 0
    assert persons(taught) == []


def test_a_judgement_tells_who_it_was(taught: Run) -> None:
    words = ("judge", "role", "Karin Storhed", "swe", "prime minister", "--author", "Kari", "--from", "2031-02-09")
    assert taught(*words).code == 0
    ((value, rule),) = persons(taught)
    assert value == "SWE: Karin Storhed"
    assert "judged by Kari" in rule
    assert taught(*words[:-1], "2031-03").code == 0  # another time: this one still holds
    assert [value for value, _ in persons(taught)] == ["SWE: Karin Storhed"]


def test_a_judgement_corrects_the_table(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, "two.txt", ASKED, "2021-05-03")
    words = ("judge", "role", "Stefan Löfven", "SWE", "prime-minister", "--author", "Kari", "--wrong")
    assert run(*words, "--from", "2021-05-01", "--to", "2021-05-31").code == 0
    assert [value for value, _ in persons(run)] == ["NOR: Ine Eriksen Søreide"]


@pytest.mark.parametrize(
    "words",
    [
        ("role", "Berit Falkman", "SWE"),
        ("role", "Berit Falkman", "XQX", "president"),
        ("role", "Berit Falkman", "SWE", "juggler"),
        ("role", "123", "SWE", "president"),
        ("role", "x" * 200, "SWE", "president"),
        ("role", "Berit Falkman", "SWE", "president", "--from", "yesterday"),
        ("role", "Berit Falkman", "SWE", "president", "--from", "2031-02-02", "--to", "2030"),
        ("accept", "clm-00", "--wrong"),
        ("undo", "rol-00"),
    ],
)
def test_judgements_of_roles_that_cannot_be_are_refused(taught: Run, words: tuple[str, ...]) -> None:
    result = taught("judge", *words, "--author", "Kari")
    assert result.code == 2
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 4


def test_what_is_forgotten_teaches_no_more(taught: Run, tmp_path: Path) -> None:
    taught_by = roles(taught, "SWE")[0]["sentences"][0]["article_id"]
    assert taught("forget", taught_by, "--reason", "asked", "--yes").code == 0
    assert persons(taught) == []
    with closing(sqlite3.connect(tmp_path / "enligt.db")) as connection:
        (kept,) = connection.execute("SELECT count(*) FROM role_said WHERE article_id = ?", (taught_by,)).fetchone()
    assert kept == 0


def test_a_ledger_of_before_is_looked_through_when_asked(taught: Run, tmp_path: Path) -> None:
    before = persons(taught)
    with closing(sqlite3.connect(tmp_path / "enligt.db")) as connection:
        connection.execute("DELETE FROM role_said")
        connection.execute("UPDATE role_read SET method = '0'")
        connection.commit()
    assert persons(taught) == before


def test_a_merged_ledger_knows_what_both_knew(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, "two.txt", ASKED, "2031-02-09")
    (tmp_path / "one.txt").write_text(f"one.txt\n\n{TAUGHT}", encoding="utf-8")
    assert run("add", "one.txt", "--language", "en", "--published", "2031-02-03", "--ledger", "other.db").code == 0
    words = ("judge", "role", "Karin Storhed", "NOR", "foreign-minister", "--author", "Kari", "--ledger", "other.db")
    assert run(*words).code == 0
    for _ in range(2):
        assert run("merge", "other.db").code == 0
    assert [value for value, _ in persons(run)] == ["SWE: Berit Falkman", "NOR: Karin Storhed"]
    assert len([one for one in roles(run, "NOR") if one["by"] == "judgement"]) == 1


def test_a_state_may_be_named_and_a_person_spelt_otherwise(taught: Run, tmp_path: Path) -> None:
    assert [one["person"] for one in roles(taught, "Sverige")] == ["Berit Falkman"]
    assert "prime minister" in taught("show", "Berit Falkman").out
    names = [{"id": "RUS", "name": "Andrei Belousov"}]
    write(tmp_path / "c.jsonl", thanks(actors=names))
    assert taught("import", "c.jsonl").code == 0
    shown = taught("show", "Andrej Belousov").out
    assert "person  Andrei Belousov" in shown
    assert "defence minister" in shown
