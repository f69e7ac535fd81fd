"""``enligt import``: claims that another hand made, verified line by line, and shown beside the ledger's own."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import enligt
import imported
from command_line import Run, lines, reader, run
from enligt.ledger import ClaimQuery, open_view
from enligt.marking.stories import stories
from enligt.reports.schema import claim_schema
from enligt.run import importing
from import_samples import SENTENCE, TEXT, THANKS, line, span, thanks, write
from ledger_samples import dump

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures


def claims(run: Run, *words: str) -> list[dict[str, Any]]:
    return lines(run("claims", "--format", "jsonl", *words).out)


def events(run: Run, *words: str) -> list[dict[str, Any]]:
    return lines(run("events", "--format", "jsonl", *words).out)


def test_claims_are_shown_linked_and_marked_with_their_reader(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", line(), thanks())
    result = run("import", "c.jsonl")
    assert (result.code, result.err) == (0, "")
    assert "2 claims in 1 new article added" in result.out
    first, second = claims(run)
    assert (first["reader"], first["reader_version"], first["outlet"]) == ("annotator", "3", "Fjordposten")
    assert first["evidence"] == line()["evidence"]
    assert first["article_id"] == second["article_id"]
    assert first["event_id"]
    assert first["event_id"] != second["event_id"]
    validator = Draft202012Validator(claim_schema())
    assert [list(validator.iter_errors(one)) for one in (first, second)] == [[], []]
    (event,) = events(run, "--type", "AID")
    assert [one["name"] for one in event["origins"]] == ["Reuters"]


def test_standard_input_is_taken_within_bounds(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "c.jsonl", line(), thanks())
    content = (tmp_path / "c.jsonl").read_bytes()
    for largest, code, told in ((len(content), 0, ""), (len(content) - 1, 3, "save it as a file")):
        monkeypatch.setattr(importing, "LARGEST_INPUT", largest)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        result = run("import", "-", "--ledger", str(tmp_path / f"{code}.db"))
        assert result.code == code, result.err
        assert told in result.err


def test_importing_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    bare: dict[str, Any] = {"text": None, "published": None, "outlet": "Kystavisa"}
    write(tmp_path / "c.jsonl", line(), thanks(), line(**bare), thanks(**bare), "{", line(event_type="GIFT"))
    assert run("import", "c.jsonl").code == 6
    with open_view(tmp_path / "enligt.db") as view:
        before = dump(view)
    again = run("import", "c.jsonl")
    assert "0 claims in 0 new articles added" in again.out
    assert "4 there already" in again.out
    with open_view(tmp_path / "enligt.db") as view:
        assert dump(view) == before


def test_what_a_ledger_exports_it_knows_already(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(
        "Talks\n\nSweden met Norway on 2026-02-05, according to Ritzau. It was a fair day.\n", "utf-8"
    )
    assert run("add", "n.txt", "--language", "en", "--published", "2026-02-07").code == 0
    exported = run("claims", "--format", "jsonl").out
    (tmp_path / "own.jsonl").write_text(exported, "utf-8")
    with open_view(tmp_path / "enligt.db") as view:
        before = dump(view)
    assert run("import", "own.jsonl").code == 0
    with open_view(tmp_path / "enligt.db") as view:
        assert dump(view) == before
    assert run("import", "own.jsonl", "--ledger", "other.db").code == 0
    (there,) = claims(run, "--ledger", "other.db")
    (here,) = lines(exported)
    assert {k: there[k] for k in ("event_type", "reader", "actors", "published")} == {
        k: here[k] for k in ("event_type", "reader", "actors", "published")
    }


def test_without_the_text_an_article_is_made_of_the_sentences(run: Run, tmp_path: Path) -> None:
    far = line(text=None)
    far["sources"] = [{"name": "Oslo", "kind": "government", "depth": 1, "span": span(TEXT, "Oslo")}]
    write(tmp_path / "c.jsonl", thanks(text=None), far)
    assert run("import", "c.jsonl").code == 0
    articles = lines(run("articles", "--format", "jsonl").out)
    assert [one["text"] for one in articles] == [f"{SENTENCE}\n\n{THANKS}"]
    assert articles[0]["truncated"] is True
    assert articles[0]["url"] == "https://fjordposten.example/tents"
    for one in claims(run):
        for field in ("trigger", "evidence"):
            assert articles[0]["text"][one[field]["start"] : one[field]["end"]] == one[field]["text"]
    (sent,) = claims(run, "--type", "AID")
    assert sent["sources"][0]["span"] is None  # its words stand in a sentence that nobody gave
    assert sent["when"]["span"]["text"] == "8 October"


def test_lines_of_one_article_need_not_stand_together_and_may_share_a_text(run: Run, tmp_path: Path) -> None:
    other = line(outlet="Kystavisa", url=None)
    write(tmp_path / "c.jsonl", line(), other, thanks(text=None))
    assert run("import", "c.jsonl").code == 0
    assert sorted(one["outlet"] for one in claims(run)) == ["Fjordposten", "Fjordposten", "Kystavisa"]
    assert len(lines(run("articles", "--format", "jsonl").out)) == 2


FAULTY: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no JSON": ('{"event_type": ', "not-json"),
    "no object": ("[1, 2]", "not-an-object"),
    "no number": ('{"confidence": NaN}', "not-json"),
    "deep": ("[" * 100_000, "not-json"),
    "no outlet": ({k: v for k, v in line().items() if k != "outlet"}, "missing-field"),
    "no trigger": (line() | {"trigger": None}, "missing-field"),
    "no actors": (line() | {"actors": None}, "missing-field"),
    "unknown type": (line(event_type="GIFT"), "unknown-type"),
    "unknown mode": (line(mode="visit"), "unknown-mode"),
    "unknown factuality": (line(factuality="true"), "unknown-factuality"),
    "no language": (line(language="Norwegian language"), "bad-language"),
    "no date": (line(published="2024-13-01"), "bad-date"),
    "no day": (line() | {"when": {**line()["when"], "start": "2024-10-40"}}, "bad-date"),
    "a day by its week": (line() | {"when": {**line()["when"], "start": "2024-W01-1", "end": "2024-W01-1"}}, "bad-date"),
    "days the wrong way round": (line() | {"when": {**line()["when"], "end": "2024-10-01"}}, "bad-date"),
    "a name for an id": (line() | {"actors": [{"id": "North Korea"}]}, "false-field"),
    "kind of source": (line() | {"sources": [{"name": "X", "kind": "gossip", "depth": 1}]}, "false-field"),
    "depth": (line() | {"sources": [{"name": "X", "kind": "agency", "depth": 0}]}, "false-field"),
    "half a letter": (line(outlet="\ud800"), "false-field"),
    "words elsewhere": (line() | {"trigger": {"start": 0, "end": 4, "text": "sent"}}, "false-span"),
    "no such place": (line() | {"trigger": {"start": 10**6, "end": 10**6 + 4, "text": "sent"}}, "false-span"),
    "length": (line() | {"trigger": {"start": 0, "end": 40, "text": "sent"}}, "false-span"),
    "probability": (line(confidence=1.5), "false-field"),
    "contexts": (line(contexts=["military", 7]), "false-field"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_bad_line_is_an_issue_on_that_line_alone(name: str, tmp_path: Path) -> None:
    bad, code = FAULTY[name]
    path = write(tmp_path / "c.jsonl", thanks(), json.dumps(bad) if isinstance(bad, dict) else bad)
    with enligt.open(tmp_path / "l.db") as ledger:
        tally = ledger.import_claims(path)
        assert (tally.new, tally.refused) == (1, 1)
        (issue,) = ledger.issues()
        assert (issue.code, issue.location) == (code, f"{path}:2")
        assert issue.message
        assert [one.event_type for one in ledger.claims()] == ["SUPPORT"]


def test_marks_of_the_file_empty_lines_and_too_long_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST_LINE", 4000)
    path = write(tmp_path / "c.jsonl", "", line(), "  ", "x" * 9000, thanks(), end="\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().removesuffix(b"\r\n") + b"\r\n" + b"\xff\xff")
    with enligt.open(tmp_path / "l.db") as ledger:
        assert ledger.import_claims(path).new == 2
        assert [(one.location.rsplit(":", 1)[1], one.code) for one in ledger.issues()] == [("4", "too-long"), ("6", "not-utf-8")]


@pytest.mark.parametrize(("name", "code"), [("nothing.jsonl", "missing"), ("folder", "unsupported"), ("wide.jsonl", "not-utf-8")])
def test_files_that_cannot_be_read(run: Run, tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "wide.jsonl").write_bytes(json.dumps(line()).encode("utf-16"))
    assert run("import", name).code == 3
    assert [one["code"] for one in lines(run("issues", "--format", "jsonl").out)] == [code]


def test_any_language_and_any_reader(run: Run, tmp_path: Path) -> None:
    korean = "조선은 로씨야에 병사들을 보냈다."
    base = {"start": 0, "end": len(korean), "text": korean}
    given = line(language="KO-kp", outlet="KCNA") | {
        "evidence": base, "trigger": span(korean, "보냈다"), "article_text": korean, "when": None, "sources": [],
        "actors": [{"id": "PRK", "mention": "조선", "span": span(korean, "조선")}], "recipients": [{"id": "RUS"}],
        "reader": None,
    }  # fmt: skip
    write(tmp_path / "c.jsonl", given)
    assert run("import", "c.jsonl").code == 3
    assert "--reader NAME" in run("import", "c.jsonl").err
    assert run("import", "c.jsonl", "--reader", "kcna-coder").code == 0
    (one,) = claims(run, "--language", "ko-KP", "--reader", "kcna-coder")
    assert (one["language"], one["actors"][0]["span"]["text"]) == ("ko-KP", "조선")
    assert list(Draft202012Validator(claim_schema()).iter_errors(one)) == []


def own(run: Run, tmp_path: Path) -> dict[str, Any]:
    """A ledger with an article that the reader for tests has read; the claim that it made."""
    text = "Talks\n\nSweden met Norway on 2026-02-05, according to Ritzau. It was a fair day, and Sweden was glad of it.\n"
    (tmp_path / "n.txt").write_text(text, "utf-8")
    assert run("add", "n.txt", "--language", "en", "--published", "2026-02-07").code == 0
    (one,) = claims(run)
    return one


def test_the_ledgers_own_reader_is_shown_beside_and_can_be_asked_for(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", line())
    assert run("import", "c.jsonl").code == 0  # first of all
    mine = own_beside(run, tmp_path)
    assert {one["reader"] for one in claims(run)} == {"annotator", mine["reader"]}
    assert {one["reader"] for one in claims(run, "--reader", "annotator")} == {"annotator"}
    assert {one["reader"] for one in claims(run, "--reader", mine["reader"])} == {mine["reader"]}


def own_beside(run: Run, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "n.txt").write_text("Talks\n\nSweden met Norway on 2026-02-05, according to Ritzau. It was fair.\n", "utf-8")
    assert run("add", "n.txt", "--language", "en", "--published", "2026-02-07").code == 0
    return next(one for one in claims(run) if one["reader"] != "annotator")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"reader_version": "9"},
        {"sources": [{"name": "Belta", "kind": "agency", "depth": 1}]},
        {"sources": []},
        {"factuality": "denied"},
        {"actors": [{"id": "FIN"}], "recipients": [{"id": "ISL"}]},
    ],
)
def test_a_second_reader_of_an_article_adds_no_origin(run: Run, tmp_path: Path, change: dict[str, Any]) -> None:
    mine = own(run, tmp_path)
    (before,) = events(run)
    write(tmp_path / "c.jsonl", mine | {"reader": "coder", "corrected_by": None} | change)
    assert run("import", "c.jsonl").code == 0
    (after,) = events(run)
    assert len(after["claims"]) == 2
    told = ("independent_origins_min", "independent_origins_max", "origins_ground", "status", "participants", "quantities")
    assert {k: after[k] for k in told} == {k: before[k] for k in told}
    assert [one["name"] for one in after["origins"]] == [one["name"] for one in before["origins"]] == ["Ritzau"]


def test_a_denial_in_another_sentence_counts_and_adds_no_origin(run: Run, tmp_path: Path) -> None:
    mine = own(run, tmp_path)
    sentence, text = "It was a fair day, and Sweden was glad of it.", lines(run("articles", "--format", "jsonl").out)[0]["text"]
    other = mine | {
        "reader": "coder", "factuality": "denied", "sources": [{"name": "Belta", "kind": "agency", "depth": 1}], "when": None,
        "evidence": span(text, sentence), "trigger": span(text, "glad"), "cues": [], "quantities": [], "actors": [{"id": "SWE"}],
        "recipients": [{"id": "NOR"}],
    }  # fmt: skip
    write(tmp_path / "c.jsonl", other)
    assert run("import", "c.jsonl").code == 0
    both = [one["claim_id"] for one in claims(run)]
    assert len(both) == 2
    assert run("judge", "merge", *both, "--author", "Kari").code == 0
    (event,) = events(run)
    assert (event["status"], [one["name"] for one in event["disputed_by"]]) == ("disputed", ["BelTA"])
    assert [one["name"] for one in event["origins"]] == ["Ritzau"]


def test_two_versions_and_two_readers_without_a_text_are_one_origin(run: Run, tmp_path: Path) -> None:
    bare = line(text=None)
    other = {"name": "Kyodo", "kind": "agency", "depth": 1}
    write(
        tmp_path / "c.jsonl",
        bare,
        bare | {"reader_version": "4"},
        bare | {"reader": "model"},
        bare | {"reader": "third", "sources": [other]},
    )
    assert run("import", "c.jsonl").code == 0
    write(tmp_path / "d.jsonl", bare | {"reader": "fourth", "sources": [other], "document": "told-elsewhere"}, thanks(text=None))
    assert run("import", "d.jsonl").code == 0
    (event,) = events(run, "--type", "AID")
    assert len(event["claims"]) == 4  # of two versions the newer
    assert event["independent_origins_max"] == 1


def test_claims_find_the_ledgers_article_by_its_outlet_day_and_sentence(run: Run, tmp_path: Path) -> None:
    mine = own(run, tmp_path)
    sentence = "It was a fair day, and Sweden was glad of it."
    foreign = {
        "outlet": None, "published": "2026-02-07", "language": "en", "event_type": "SUPPORT", "factuality": "asserted",
        "actors": [{"id": "SWE"}], "evidence": {"start": 3, "end": 3 + len(sentence), "text": sentence},
        "trigger": span(sentence, "glad", 3), "reader": "coder",
    }  # fmt: skip
    write(tmp_path / "c.jsonl", foreign)
    assert run("import", "c.jsonl").code == 0
    (one,) = claims(run, "--type", "SUPPORT")
    assert one["article_id"] == mine["article_id"]
    assert len(lines(run("articles", "--format", "jsonl").out)) == 1


def test_an_own_export_with_places_adds_nothing_and_is_not_refused(run: Run, tmp_path: Path) -> None:
    place = {
        "text": "Moldova", "span": span(TEXT, "Moldova"), "country": "MDA", "name": "Moldova", "precision": "area",
        "latitude": 49, "longitude": 32.5, "extent": [44, 22, 52, 40], "approximate": True,
        "alternatives": [{"name": "Moldavien", "country": None, "latitude": None, "longitude": None}],
    }  # fmt: skip
    write(tmp_path / "c.jsonl", line(where=place))
    assert run("import", "c.jsonl").code == 0
    (one,) = claims(run)
    assert one["where"] == place
    (tmp_path / "own.jsonl").write_text(run("claims", "--format", "jsonl").out, encoding="utf-8")
    again = run("import", "own.jsonl")
    assert (again.code, again.err) == (0, "")
    assert "1 there already" in again.out


@pytest.mark.parametrize(
    "false",
    [
        {"precision": "somewhere"}, {"latitude": 91, "longitude": 0}, {"latitude": 1}, {"extent": [1, 2]}, {"country": "Syria"},
        {"extent": [0, 0, 0, "x"]}, {"alternatives": ["x"]},
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_an_issue_on_its_line_alone(run: Run, tmp_path: Path, false: dict[str, Any]) -> None:
    place = {"text": "Moldova", "span": span(TEXT, "Moldova"), "precision": "point", **false}
    write(tmp_path / "c.jsonl", line(where=place), thanks())
    assert run("import", "c.jsonl").code == 6
    assert [one["code"] for one in lines(run("issues", "--format", "jsonl").out)] == ["false-field"]
    assert len(claims(run)) == 1


def test_what_the_ledger_holds_otherwise_it_keeps_and_says_so(tmp_path: Path) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        ledger.import_claims(write(tmp_path / "c.jsonl", line()))
        changed = write(tmp_path / "d.jsonl", line(factuality="planned"), line(reader_version="4", factuality="planned"))
        tally = ledger.import_claims(changed)
        assert (tally.new, tally.refused) == (1, 1)
        assert [one.code for one in ledger.issues()] == ["other-already"]
        assert [one.factuality for one in ledger.claims()] == ["planned"]
        assert sorted(one.factuality for one in ledger.claims(all_versions=True)) == ["asserted", "planned"]


def test_two_lines_with_one_trigger_type_and_reader(tmp_path: Path) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        tally = ledger.import_claims(write(tmp_path / "c.jsonl", line(), line(), line(factuality="denied")))
        assert (tally.new, tally.known, tally.refused) == (1, 1, 1)
        assert [(one.code, one.location[-2:]) for one in ledger.issues()] == [("told-twice", ":3")]


def test_what_was_forgotten_is_not_let_in_again(tmp_path: Path) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        path = write(tmp_path / "c.jsonl", line())
        ledger.import_claims(path)
        ledger.forget(outlet="Fjordposten", reason="asked to")
        assert ledger.import_claims(path).refused == 1
        assert [one.code for one in ledger.issues()] == ["forgotten", "forgotten"]
        assert list(ledger.claims()) == []


def test_a_reader_that_reads_the_article_itself_goes_before_what_came_under_its_name(run: Run, tmp_path: Path) -> None:
    mine = own(run, tmp_path)
    text = lines(run("articles", "--format", "jsonl").out)[0]["text"]
    other = mine | {"event_type": "AGREE", "article_text": text}
    write(tmp_path / "c.jsonl", other)
    assert run("import", "c.jsonl").code == 3  # its own version has made no such claim
    assert {one["event_type"] for one in claims(run)} == {"CONSULT"}
    assert "not-by-reader" in run("issues").out
    write(tmp_path / "d.jsonl", other | {"reader_version": "0"})
    assert run("import", "d.jsonl").code == 0  # another version, of which the newest that read here is shown
    assert {one["event_type"] for one in claims(run)} == {"CONSULT"}
    assert {one["event_type"] for one in claims(run, "--all-versions")} == {"AGREE", "CONSULT"}


def test_what_was_imported_under_a_name_does_not_keep_that_reader_from_reading(run: Run, tmp_path: Path) -> None:
    mine = own(run, tmp_path)
    text = lines(run("articles", "--format", "jsonl").out)[0]["text"]
    write(tmp_path / "c.jsonl", mine | {"event_type": "AGREE", "article_text": text})
    assert run("import", "c.jsonl", "--ledger", "new.db").code == 0
    assert run("add", "n.txt", "--language", "en", "--published", "2026-02-07", "--ledger", "new.db").code == 0
    assert {one["event_type"] for one in claims(run, "--ledger", "new.db")} == {"AGREE", "CONSULT"}


def test_stories_come_out_of_a_ledger_as_linked_in_memory(root: Path, tmp_path: Path) -> None:
    for story in stories([root / "corpus" / "stories" / "a-01.txt"])[:2]:
        through, directly = imported.through_a_ledger(story, tmp_path), imported.directly(story)
        assert {one.claims for one in through} == {one.claims for one in directly}
        assert imported.differences(story, directly, through) == []


def test_imported_claims_are_counted_seen_and_told_beside_the_ledgers_own(run: Run, tmp_path: Path) -> None:
    own(run, tmp_path)
    write(tmp_path / "c.jsonl", line(), line(outlet="Kystavisa", url=None, published="2024-10-11"))
    assert run("import", "c.jsonl").code == 0
    assert run("events").code == 0
    with open_view(tmp_path / "enligt.db") as view:
        shown = [row.claim.claim_id for row in view.claims()]
        assert {row.claim.reader for row in view.claims()} > {view.own_reader()}
        with view.overview() as overview:
            read = list(overview.reading.read())
            days = overview.reading.days()
        articles = list(view.articles())
        assert sum(one.read for one in read) + sum(one.aside for one in read) == len(articles)
        assert sum(one.claims for one in read) == len(shown) == view.counts().claims
        assert sum(number for _, number in days) == len([one for one in articles if one.published])
        assert {row.claim.claim_id for row in view.claims(ClaimQuery(as_of="9999-12-31"))} == set(shown)
    told = [one["claims"] for one in lines(run("events", "--format", "jsonl").out)]
    assert sorted(claim for several in told for claim in several) == sorted(shown)


def test_a_reader_that_no_line_needs_is_said_to_be_unused(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", line(reader="coder"))
    result = run("import", "c.jsonl", "--reader", "second")
    assert result.code == 0
    assert "--reader second was not used: each line says itself who made its claim (coder)" in result.err
