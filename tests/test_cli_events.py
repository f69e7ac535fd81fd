"""``events``, ``show EVENT``, ``judge`` and ``judgements`` on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from command_line import Run, filled, ledger_of_news, lines, news, reader, run
from import_samples import TEXT, line, span, thanks, write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled", "ledger_of_news", "news", "reader", "run"]  # fixtures

ONE = """Ministers meet

Sweden met Norway on 2026-02-05 in the harbour, according to Ritzau. The weather over the islands was fair that day.
"""
TWO = """Talks in the harbour

Sweden met Norway on 2026-02-05, enligt Belta. Nobody else was let into the room, and the fishing boats lay still.
"""
FIELDS = {
    "event_id", "event_type", "status", "participants", "when", "where", "independent_origins_min", "independent_origins_max",
    "origins", "disputed_by", "quantities", "claims", "confidence", "first_published", "last_published",
}  # fmt: skip


@pytest.fixture
def told_twice(run: Run, tmp_path: Path) -> Run:
    for name, text, day in (("one.txt", ONE, "2026-02-07"), ("two.txt", TWO, "2026-02-08")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run("add", name, "--language", "en", "--published", day).code == 0
    return run


def test_an_act_told_twice_is_one_event_on_two_origins(told_twice: Run) -> None:
    result = told_twice("events", "--pair", "SWE,NOR", "--format", "jsonl")
    assert result.code == 0
    (event,) = lines(result.out)
    assert event.keys() >= FIELDS
    assert len(event["claims"]) == 2
    assert (event["independent_origins_min"], event["independent_origins_max"]) == (2, 2)
    assert event["status"] == "corroborated"
    assert event["when"] == {"start": "2026-02-05", "end": "2026-02-05", "precision": "day", "basis": "stated"}
    claims = lines(told_twice("claims", "--format", "jsonl").out)
    assert {one["event_id"] for one in claims} == {event["event_id"]}


def test_like_of_an_earlier_moment_is_refused_before_anything_is_searched(told_twice: Run) -> None:
    result = told_twice("events", "--like", "harbour", "--as-of", "2026-11-27")
    assert result.code == 2
    assert result.err.count("enligt:") == 1
    assert "--like does not go with --as-of" in result.err


def test_filters_of_events(told_twice: Run) -> None:
    def found(*words: str) -> int:
        return len(lines(told_twice("events", "--format", "jsonl", *words).out))

    assert found("--min-origins", "2") == 1
    assert found("--min-origins", "3") == 0
    assert found("--status", "corroborated") == 1
    assert found("--disputed") == 0
    assert found("--today", "2026-02-06") == 0
    assert found("--type", "ASSAULT") == 0
    month = json.loads(told_twice("events", "--format", "jsonl").out)["first_published"][:7]
    own = ("--own-type", "consult", "--participant", "SWE", "--origin", "Ritzau", "--month", month)
    assert found(*own) == found(*own, "--save", "own") == found("--saved", "own") == 1
    for name, value in (("--own-type", "ASSAULT"), ("--participant", "PRK"), ("--origin", "Rit"), ("--month", "2020-01")):
        assert found(*own, name, value) == 0
    assert " ".join(own).upper() in told_twice("filters", "--format", "csv").out.upper()
    for name, value in (("--own-type", "WHISPER"), ("--month", "2026"), ("--month", "soon")):
        assert told_twice("events", name, value).code == 2


def test_an_event_is_shown_with_its_tree_and_sentences(told_twice: Run) -> None:
    (event,) = lines(told_twice("events", "--format", "jsonl").out)
    result = told_twice("show", event["event_id"][:9])
    assert result.code == 0
    for words in ("Ritzau", "Belta", "2026-02-05", "Sweden met Norway", "independent origins"):
        assert words in result.out
    assert json.loads(told_twice("show", event["event_id"], "--format", "jsonl").out) == event
    table = told_twice("events").out
    assert event["event_id"][:12] in table
    assert "2 to 2" in table


def test_events_that_are_not_there(filled: Run) -> None:
    missing = filled("show", "evt-0000")
    assert missing.code == 2
    assert "no event 'evt-0000'" in missing.err
    assert filled("events", "--today", "2026-02").code == 2
    assert filled("events", "--status", "true").code == 2


def test_split_merge_and_undo(told_twice: Run) -> None:
    (event,) = lines(told_twice("events", "--format", "jsonl").out)
    first, second = event["claims"]
    assert told_twice("judge", "split", second, "--author", "Kari", "--reason", "another day").code == 0
    apart = lines(told_twice("events", "--format", "jsonl").out)
    assert sorted(len(one["claims"]) for one in apart) == [1, 1]
    assert told_twice("judge", "merge", apart[0]["event_id"], apart[1]["event_id"], "--author", "Ola").code == 0
    (joined,) = lines(told_twice("events", "--format", "jsonl").out)
    assert joined["event_id"] == event["event_id"]
    made = lines(told_twice("judgements", "--format", "jsonl").out)
    assert [(one["decision"], one["author"], one["holds"]) for one in made] == [("apart", "Kari", False), ("same", "Ola", True)]
    assert told_twice("judge", "undo", made[1]["judgement_id"][:10], "--author", "Ola").code == 0
    assert len(lines(told_twice("events", "--format", "jsonl").out)) == 2
    assert "judged" in told_twice("show", first).out


def test_a_rejected_claim_is_left_out_of_lists(told_twice: Run) -> None:
    first = lines(told_twice("claims", "--format", "jsonl").out)[0]["claim_id"]
    assert told_twice("judge", "reject", first[:10], "--author", "Kari").code == 0
    assert first not in told_twice("claims", "--format", "jsonl").out
    assert first in told_twice("claims", "--format", "jsonl", "--rejected").out
    assert "reject" in told_twice("judgements").out


@pytest.mark.parametrize(
    "words",
    [
        ["merge", "evt-00"], ["merge", "clm-00", "clm-11"], ["split", "clm-00"], ["undo", "jdg-00"], ["accept", "art-00"],
        ["praise", "clm-00"],
    ],
)  # fmt: skip
def test_judgements_that_cannot_be_are_refused(filled: Run, words: list[str]) -> None:
    result = filled("judge", *words, "--author", "Kari")
    assert result.code == 2
    assert result.err
    assert lines(filled("judgements", "--format", "jsonl").out) == []


def test_events_of_several_claims_are_merged_whole(told_twice: Run, tmp_path: Path) -> None:
    other = ONE.replace("2026-02-05", "2025-11-03").replace("Ritzau", "Yonhap")
    for name, text in (("three.txt", other), ("four.txt", other.replace("fair", "foul").replace("Yonhap", "Kyodo"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert told_twice("add", name, "--language", "en", "--published", "2025-11-05").code == 0
    found = lines(told_twice("events", "--format", "jsonl").out)
    assert sorted(len(one["claims"]) for one in found) == [2, 2]
    assert told_twice("judge", "merge", *(one["event_id"] for one in found), "--author", "Kari").code == 0
    (whole,) = lines(told_twice("events", "--format", "jsonl").out)
    assert len(whole["claims"]) == 4


def test_a_split_leaves_the_rest_of_a_merge_together_and_is_undone_by_one_line(told_twice: Run, tmp_path: Path) -> None:
    for number, day in enumerate(("2025-11-03", "2025-05-06"), start=3):
        text = ONE.replace("2026-02-05", day).replace("Ritzau", ("Yonhap", "Kyodo")[number - 3])
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        assert told_twice("add", f"{number}.txt", "--language", "en", "--published", day).code == 0
    found = lines(told_twice("events", "--format", "jsonl").out)
    assert len(found) == 3
    merged = told_twice("judge", "merge", *(one["event_id"] for one in found), "--author", "Kari")
    made = [one["judgement_id"][:12] for one in lines(told_twice("judgements", "--format", "jsonl").out)]
    assert f"`enligt judge undo {' '.join(made)}`" in merged.out
    assert told_twice("judge", "split", found[0]["claims"][0], "--author", "Kari").code == 0  # the one all were tied to
    parted = lines(told_twice("events", "--format", "jsonl").out)
    assert sorted(len(one["claims"]) for one in parted) == [1, 3]


def test_a_plan_past_its_time_says_how_many_later_articles_on_its_actors_are_silent(run: Run, tmp_path: Path) -> None:
    def told(today: str) -> str:
        (one,) = lines(run("show", plan["event_id"], "--format", "jsonl", "--today", today).out)
        assert one["status"] == "overdue"
        return str(one["status_label"])

    write(tmp_path / "plan.jsonl", line(factuality="planned"))
    assert run("import", "plan.jsonl").code == 0
    (plan,) = lines(run("events", "--format", "jsonl", "--today", "2024-12-31").out)
    assert told("2024-12-31") == "planned for a time that is past"
    days = {"one": "2024-11-20", "two": "2024-11-22", "before": "2024-10-02"}
    others = thanks(published="2024-11-24", url="https://a.example/others", actors=[{"id": "SWE"}], outlet="A")
    later = [thanks(published=day, url=f"https://a.example/{name}", outlet="A") for name, day in days.items()]
    write(tmp_path / "later.jsonl", *later, others)
    assert run("import", "later.jsonl").code == 0
    assert told("2024-12-31").endswith("; no later word in 2 later articles on these actors")
    assert told("2024-11-21").endswith("; no later word in 1 later article on these actors")
    assert told("2024-11-01") == "planned for a time that is past"
    digest = run("digest", "--since", "2020-01-01", "--today", "2024-12-31").out
    assert "no later word in 2 later articles" in digest.split("## Overdue")[1]


def test_show_tells_what_each_origin_is_and_who_says_which_number_when(run: Run, tmp_path: Path) -> None:
    many = {"value": 200, "comparator": "=", "unit": "tents", "text": "200 tents", "span": span(TEXT, "200 tents")}
    kcna = [{"name": "KCNA", "kind": "agency", "depth": 1, "span": None}]
    write(tmp_path / "c.jsonl", line(quantities=[many], sources=kcna, actors=[{"id": "PRK"}]))
    assert run("import", "c.jsonl").code == 0
    (event,) = lines(run("events", "--format", "jsonl").out)
    shown = run("show", event["event_id"]).out
    (origin,) = event["origins"]
    assert f"rests on  KCNA (agency, PRK, owned by {origin['owner']}, speaks for PRK, party to the act)" in shown
    assert "says      KCNA, 2024-10-10: “200 tents”" in shown


def test_filters_take_the_name_of_a_state_in_any_of_the_languages(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", line(), thanks())
    assert run("import", "c.jsonl").code == 0
    for words in (("--actor", "Norge", "--recipient", "moldova"), ("--pair", "Norway,Moldavien"), ("--participant", "Noreg")):
        assert "AID" in {one["event_type"] for one in lines(run("events", *words, "--format", "jsonl").out)}, words
    assert len(lines(run("claims", "--actor", "Norge", "--format", "jsonl").out)) == 1
    assert len(lines(run("claims", "--pair", "Norge,Moldova", "--format", "jsonl").out)) == 2
    assert lines(run("claims", "--actor", "Sverige", "--format", "jsonl").out) == []
