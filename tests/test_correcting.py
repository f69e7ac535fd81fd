"""``enligt judge correct``: what a person sets right is shown, filtered by and linked; the reader's own value stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import enligt
from command_line import Run, lines, reader, run
from enligt.errors import StaleEdit, UsageError
from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.ledger.corrected_tables import corrected, corrected_party
from enligt.run import lessons, linking
from import_samples import line, thanks, write
from ledger_samples import READER, VERSION, dump, met, reading, record, sent

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Claim

__all__ = ["reader", "run"]  # fixtures


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Run:
    """Two articles on one act, by another hand."""
    other = line(outlet="Kystavisa", url=None, published="2024-10-11", sources=[])
    write(tmp_path / "c.jsonl", line(), other, thanks())
    assert run("import", "c.jsonl").code == 0
    return run


def claims(run: Run, *words: str) -> list[dict[str, Any]]:
    return lines(run("claims", "--format", "jsonl", *words).out)


def correct(run: Run, claim_id: str, *settings: str, code: int = 0, more: tuple[str, ...] = ()) -> str:
    sets = [word for one in settings for word in ("--set", one)]
    result = run("judge", "correct", claim_id[:12], *sets, "--author", "Kari", *more)
    assert result.code == code, result.err
    return result.err


def test_the_right_values_are_shown_and_the_readers_own_can_be_asked_for(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    assert read["corrected_by"] is None
    correct(
        told,
        read["claim_id"],
        "event_type=agree",
        "factuality=planned",
        "actors=NOR,SWE Anna Lind",
        "recipients=",
        "sources=Reuters < Norwegian official (unnamed)",
        "when=2024-10-01..2024-10-31",
    )
    (now,) = claims(told, "--type", "AGREE")
    assert now["claim_id"] == read["claim_id"]
    assert now["corrected_by"] == "Kari"
    assert (now["factuality"], now["recipients"]) == ("planned", [])
    assert [(one["id"], one["name"]) for one in now["actors"]] == [("NOR", None), ("SWE", "Anna Lind")]
    assert now["actors"][0]["span"] == read["actors"][0]["span"]
    assert [(one["name"], one["kind"], one["depth"]) for one in now["sources"]] == [
        ("Reuters", "agency", 1), ("Norwegian official (unnamed)", "unnamed", 2),
    ]  # fmt: skip
    assert (now["when"]["start"], now["when"]["end"], now["when"]["precision"]) == ("2024-10-01", "2024-10-31", "month")
    assert now["when"]["span"] == read["when"]["span"]
    (raw,) = claims(told, "--type", "AID", "--outlet", "Fjordposten", "--uncorrected")
    raw["event_id"] = read["event_id"]
    assert raw == read
    card = told("show", read["claim_id"]).out
    assert "set right by" in card
    assert "AGREE" in card
    assert "AGREE" not in told("show", read["claim_id"], "--uncorrected").out
    assert "set right by Kari" in told("explain", read["claim_id"]).out


@pytest.mark.parametrize(
    ("setting", "hit", "miss"),
    [
        ("event_type=AGREE", ("--type", "AGREE"), ("--type", "AID")),
        ("factuality=possible", ("--factuality", "possible"), ("--factuality", "asserted")),
        ("actors=FIN Pekka Aalto", ("--actor", "FIN"), ("--actor", "NOR")),
        ("actors=FIN Pekka Aalto", ("--actor", "aalto"), ("--pair", "NOR,MDA")),
        ("recipients=EST", ("--pair", "EST,NOR"), ("--recipient", "MDA")),
        ("when=2023", ("--since", "2023-05", "--until", "2023-06"), ("--since", "2024-10-08", "--until", "2024-10-08")),
        ("mode=visit", (), ()),
    ],
)
def test_filters_meet_what_was_set_right(told: Run, setting: str, hit: tuple[str, ...], miss: tuple[str, ...]) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    if not hit:
        assert "no mode of AID" in correct(told, read["claim_id"], setting, code=2)
        return
    correct(told, read["claim_id"], setting)
    here = ("--outlet", "Fjordposten", "--text", "tents")
    assert [one["claim_id"] for one in claims(told, *here, *hit)] == [read["claim_id"]]
    assert claims(told, *here, *miss) == []
    assert claims(told, *here, *hit, "--uncorrected") == []
    assert [one["claim_id"] for one in claims(told, *here, *miss, "--uncorrected")] == [read["claim_id"]]
    assert claims(told, "--outlet", "Kystavisa", *miss)


def test_events_follow_a_correction_and_its_undoing(told: Run) -> None:
    def events() -> list[list[str]]:
        return sorted(one["claims"] for one in lines(told("events", "--format", "jsonl").out))

    before = events()
    assert sorted(map(len, before)) == [1, 2]
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    correct(told, read["claim_id"], "actors=PER", "recipients=BOL", "when=2021-03-01", "event_type=PROTEST")
    assert sorted(map(len, events())) == [1, 1, 1]
    (made,) = lines(told("judgements", "--format", "jsonl").out)
    assert (made["decision"], made["holds"], made["values"]["event_type"]) == ("correct", True, "PROTEST")
    assert told("judge", "undo", made["judgement_id"], "--author", "Ola").code == 0
    assert events() == before
    assert all(one["corrected_by"] is None for one in claims(told))


def test_corrections_of_other_fields_hold_side_by_side(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    correct(told, read["claim_id"], "factuality=planned", "actors=SWE")
    assert told("judge", "correct", read["claim_id"], "--set", "factuality=denied", "--author", "Ola").code == 0
    assert told("judge", "accept", read["claim_id"], "--author", "Ola").code == 0
    (now,) = claims(told, "--actor", "SWE")
    assert (now["factuality"], now["corrected_by"]) == ("denied", "Ola, Kari")
    made = lines(told("judgements", "--format", "jsonl").out)
    assert [one["holds"] for one in made] == [True, True, True]
    assert told("judge", "undo", made[1]["judgement_id"], "--author", "Ola").code == 0
    (now,) = claims(told, "--actor", "SWE")
    assert (now["factuality"], now["corrected_by"]) == ("planned", "Kari")
    correct(told, read["claim_id"], "factuality=possible", "actors=FIN")
    assert lines(told("judgements", "--format", "jsonl").out)[0]["holds"] is False


@pytest.mark.parametrize(
    "setting",
    [
        "event_type=GIFT", "factuality=true", "when=2024-02-31", "when=2024-10-31..2024-10-01", "when=soon",
        "actors=North,Korea", "colour=red", "factuality", "mode=visit", "actors=Prk", "actors=ZZZ", "event_type=",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(told: Run, setting: str) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    assert correct(told, read["claim_id"], setting, code=2)
    assert lines(told("judgements", "--format", "jsonl").out) == []


def test_correct_wants_fields_and_a_participant(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    assert "--set FIELD=VALUE" in correct(told, read["claim_id"], code=2)
    assert "actors=UNK" in correct(told, read["claim_id"], "actors=", "recipients=", code=2)
    assert "twice" in correct(told, read["claim_id"], "when=2024", "when=2023", code=2)
    assert told("judge", "accept", read["claim_id"], "--set", "when=2024", "--author", "Kari").code == 2


def test_a_stale_edit_is_refused(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    claim_id = read["claim_id"]
    seen = read["reader_version"]
    correct(told, claim_id, "factuality=planned", more=("--seen", seen))
    stale = correct(told, claim_id, "factuality=denied", code=2, more=("--seen", seen))
    assert "is not as it was seen" in stale
    assert "Kari" in stale
    (made,) = lines(told("judgements", "--format", "jsonl").out)
    assert made["judgement_id"] in told("show", claim_id).out
    # a version is a number, and a judgement's id may begin with its digits
    for start in (made["judgement_id"][4:5], made["judgement_id"][4:], "jdg-", ""):
        assert "is not as it was seen" in correct(told, claim_id, "factuality=denied", code=2, more=("--seen", start))
    assert told("judge", "reject", claim_id, "--author", "Ola", "--seen", made["judgement_id"][:9]).code == 0
    assert told("judge", "undo", made["judgement_id"], "--author", "Ola", "--seen", made["judgement_id"]).code == 2
    assert len(lines(told("judgements", "--format", "jsonl").out)) == 2


def made(path: Path) -> Claim:
    with open_writer(path) as writer:
        page, one = sent()
        record(writer, page, one)
        record(writer, *met())
        writer.judge(
            [("correct", one.claims[0].claim_id, {"actors": [{"id": "CHN", "name": None}], "factuality": "denied"})], author="K"
        )
    return one.claims[0]


def test_a_new_version_of_the_reader_is_set_right_too(tmp_path: Path) -> None:
    claim = made(tmp_path / "l.db")
    _, one = sent()
    with open_writer(tmp_path / "l.db") as writer:
        assert writer.reread(reading(one.article, *one.claims, version="2.0")).same == 1
    with open_view(tmp_path / "l.db") as view:
        (row,) = view.claims(ClaimQuery(actor="CHN", factuality="denied"))
        assert (row.claim.reader_version, row.claim.claim_id) == ("2.0", claim.claim_id)
        assert [one.corrected_by for one in view.versions(claim.claim_id)] == [None, None]


def test_forgetting_takes_what_was_set_right_along(tmp_path: Path) -> None:
    claim = made(tmp_path / "l.db")
    with open_writer(tmp_path / "l.db") as writer:
        writer.judge([("missed", claim.article_id, {"sentence": "Seoul says."})], author="K")
        writer.forget(article=claim.article_id, reason="asked to")
        rows = dump(writer)
    assert rows[corrected.name] == rows[corrected_party.name] == []
    assert [one[2] for one in rows["judgement"]] == ["correct"]


def test_corrections_go_along_when_ledgers_are_joined(tmp_path: Path) -> None:
    claim = made(tmp_path / "theirs.db")
    with enligt.open(tmp_path / "ours.db") as ledger:
        ledger.merge(tmp_path / "theirs.db")
        (row,) = ledger.claims(actor="CHN")
        assert row.claim_id == claim.claim_id
        assert ledger.claims(actor="PRK", uncorrected=True)[0].corrected_by is None


def test_seen_speaks_of_every_claim(tmp_path: Path) -> None:
    claim = made(tmp_path / "l.db")
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        other = next(one.claim for one in view.claims() if one.claim.claim_id != claim.claim_id)
        assert view.state_of(other.claim_id) == VERSION
        with pytest.raises(StaleEdit):
            writer.judge([("same", claim.claim_id, other.claim_id)], author="K", seen=VERSION)
        with pytest.raises(UsageError):
            writer.judge([("undo", "", "jdg-0")], author="K", seen=VERSION)
        assert writer.judge([("accept", other.claim_id, None)], author="K", seen=VERSION)
        assert list(linking.link(writer, view))
        assert view.own_reader() == READER


def test_what_was_set_right_later_is_not_shown_as_of_before(tmp_path: Path) -> None:
    claim = made(tmp_path / "l.db")
    with open_view(tmp_path / "l.db") as view:
        before, after = "2000-01-01", "9999-12-31"
        (row,) = view.claims(ClaimQuery(actor="CHN", as_of=after))
        assert (row.claim.claim_id, row.claim.factuality, row.claim.corrected_by) == (claim.claim_id, "denied", "K")
        assert list(view.claims(ClaimQuery(as_of=before))) == []
        (made_at,) = [one.made_at for one in view.judgements()]
    with open_writer(tmp_path / "l.db") as writer:
        writer.judge([("correct", claim.claim_id, {"factuality": "possible"})], author="L")
    with open_view(tmp_path / "l.db") as view:
        (then,) = view.claims(ClaimQuery(actor="CHN", as_of=made_at))
        assert (then.claim.factuality, then.claim.corrected_by) == ("denied", "K")
        (now,) = view.claims(ClaimQuery(actor="CHN", as_of=after))
        assert (now.claim.factuality, now.claim.corrected_by) == ("possible", "L, K")
        assert next(iter(view.claims(ClaimQuery(actor="PRK", as_of=after, uncorrected=True)))).claim.corrected_by is None


def test_an_events_row_is_told_anew_when_a_claim_of_it_is_set_right(told: Run) -> None:
    def parties() -> set[str]:
        found = lines(told("events", "--format", "jsonl").out)
        return {one["id"] for event in found for one in event["participants"]}

    assert "ISL" not in parties()
    for read in claims(told, "--type", "AID"):
        correct(told, read["claim_id"], "actors=ISL")
    assert "ISL" in parties()
    assert lines(told("events", "--actor", "ISL", "--format", "jsonl").out)
    assert lines(told("events", "--type", "AID", "--actor", "NOR", "--format", "jsonl").out) == []


def test_sources_place_and_numbers_are_set_right_with_the_words_that_say_them(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    correct(told, read["claim_id"], "where=Moldova", "quantity=~ 200 tents; 3 trucks", "sources=Norway < Nobody Known")
    (now,) = claims(told, "--place", "moldova")
    assert (now["claim_id"], now["corrected_by"]) == (read["claim_id"], "Kari")
    assert (now["where"]["text"], now["where"]["span"]["text"], now["where"]["country"]) == (
        "Moldova",
        "Moldova",
        "MDA",
    )
    numbers = [(one["value"], one["comparator"], one["unit"], one["span"]["text"]) for one in now["quantities"]]
    assert numbers == [(200, "~", "tents", "200 tents"), (3, "=", "trucks", read["evidence"]["text"])]
    assert [(one["name"], one["depth"], one["span"] and one["span"]["text"]) for one in now["sources"]] == [
        ("Norway", 1, "Norway"), ("Nobody Known", 2, None),
    ]  # fmt: skip
    explained = told("explain", read["claim_id"]).out
    assert "~ 200 tents" in explained
    (made,) = lines(told("judgements", "--format", "jsonl").out)
    assert told("judge", "undo", made["judgement_id"], "--author", "Ola").code == 0
    (again,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    assert (again["where"], again["quantities"], again["sources"]) == (read["where"], read["quantities"], read["sources"])


def test_filters_meet_sources_and_places_that_were_set_right(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    here = ("--outlet", "Fjordposten", "--text", "tents")
    correct(told, read["claim_id"], "sources=TASS < Øystein Lie", "where=Chișinău")
    for hit in (("--source", "øystein"), ("--source", "tass"), ("--place", "MDA"), ("--place", "chișinău")):
        assert [one["claim_id"] for one in claims(told, *here, *hit)] == [read["claim_id"]], hit
        assert claims(told, *here, *hit, "--uncorrected") == []
    assert claims(told, *here, "--source", "Reuters") == []
    assert claims(told, *here, "--source", "Reuters", "--uncorrected")
    correct(told, read["claim_id"], "sources=", "where=", "quantities=")
    (now,) = claims(told, *here)
    assert (now["sources"], now["where"], now["quantities"]) == ([], None, [])
    assert claims(told, *here, "--source", "tass") == claims(told, *here, "--place", "MDA") == []


@pytest.mark.parametrize("value", ["soldiers", "~", "3,000 tents", "-3 tents", "9" * 19, "3 < 4"])
def test_what_is_no_number_is_refused(told: Run, value: str) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    assert "is no number" in correct(told, read["claim_id"], f"quantity={value}", code=2)


def test_a_python_program_sets_right_and_takes_back(tmp_path: Path) -> None:
    page, one = sent()
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, page, one)
    claim_id = one.claims[0].claim_id
    with enligt.open(tmp_path / "l.db") as ledger:
        made = ledger.judge(
            "correct", claim_id[:12], author="Kari", where="Russia", sources=["Yonhap", "Seoul"], quantity=(3000, ">", "soldiers")
        )
        (claim,) = ledger.claims(source="yonhap", place="RUS")
        assert claim.corrected_by == "Kari"
        assert [source.name for source in claim.sources] == ["Yonhap", "Seoul"]
        assert [(each.value, each.comparator, each.unit) for each in claim.quantities] == [(3000, ">", "soldiers")]
        assert claim.quantities[0].span.text == "3,000 soldiers"
        ledger.judge("undo", made[0].judgement_id, author="Kari")
        assert list(ledger.claims(source="yonhap")) == []
        with pytest.raises(UsageError, match="goes with correct"):
            ledger.judge("accept", claim_id, author="Kari", where="Russia")
        with pytest.raises(UsageError, match="cannot hold"):
            ledger.judge("correct", claim_id, author="Kari", sources=["A & B"])
    with open_view(tmp_path / "l.db") as view:
        (row,) = view.claims(ClaimQuery(as_of=made[0].made_at))
        assert row.claim.where is not None
        assert row.claim.where.text == "Russia"


def test_what_was_set_right_is_taught_where_the_sentence_says_it(told: Run, tmp_path: Path) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    correct(told, read["claim_id"], "where=Moldova", "quantity=200 tents; 7 trucks", "sources=Reuters < Norway")
    with open_view(tmp_path / "enligt.db") as view:
        (document,) = lessons.documents(view)
    (marked,) = [one for one in str(document).splitlines() if one.startswith("=")]
    assert "p [[Moldova]]" in marked
    assert "q [[200 tents]] = 200 tents" in marked
    assert "7" not in marked
    assert "s Reuters [[Reuters]]; Norway [[Norway]]" in marked


def test_what_was_set_right_holds_no_words_of_a_forgotten_article(told: Run) -> None:
    (read,) = claims(told, "--type", "AID", "--outlet", "Fjordposten")
    correct(told, read["claim_id"], "where=moldova", "quantity=~ 200", "sources=norway")
    assert told("forget", read["article_id"], "--reason", "asked", "--yes").code == 0
    (made,) = lines(told("judgements", "--format", "jsonl").out)
    values = made["values"]
    assert (values["where"]["text"], [one["name"] for one in values["sources"]]) == ("moldova", ["norway"])
    spans = [one["span"] for one in (values["where"], *values["quantities"], *values["sources"])]
    assert all([type(at) for at in span] == [int, int] for span in spans)


def test_each_field_that_is_named_as_one_can_be_set_right(told: Run) -> None:
    (claim, *_) = [one["claim_id"] for one in lines(told("claims", "--format", "jsonl").out)]
    refused = told("judge", "correct", claim, "--set", "foo=bar").err
    named = refused.partition("FIELD one of ")[2].strip().split(", ")
    assert "quantities" in named
    for name in set(named) - {"mode", "event_type", "factuality", "actors", "recipients"}:
        value = {"when": "2024-10-01", "quantities": "> 3000 soldiers", "sources": "Reuters", "where": "Kursk"}[name]
        assert told("judge", "correct", claim, "--set", f"{name}={value}").code == 0
