"""Annotated documents are read in either format, what is wrong with one is told, and claims are scored as the guide says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from enligt.errors import InputError
from enligt.marking import Annotated, Score, annotated, predicted, score
from enligt.model import Issue

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "Sverige och Norge i nytt samtal",
    "Sveriges statsminister mötte sin norska kollega i Oslo i fredags, uppger Nyhetsverket.",
    "Samtidigt krävde Norge att Danmark släpper två fångar.",
)
MEETING: dict[str, Any] = {
    "sent": 1,
    "event_type": "CONSULT",
    "actors": [{"id": "SWE"}],
    "recipients": [{"id": "NOR"}],
    "factuality": "asserted",
    "sources": [{"name": "Nyhetsverket", "depth": 1}],
    "when": {"start": "2026-02-06", "end": "2026-02-06"},
    "quantities": [],
}
DEMAND: dict[str, Any] = {
    "sent": 2,
    "event_type": "REQUEST",
    "actors": [{"id": "NOR"}],
    "recipients": [{"id": "DNK"}],
    "factuality": "asserted",
    "sources": [],
    "when": None,
    "quantities": [{"value": 2, "comparator": "="}],
}
NOTATION = f"""@ x-1 | sv | 2026-02-09 | wire
0: {SENTENCES[0]}
1: {SENTENCES[1]}
= 1 CONSULT asserted | t [[mötte]] | a SWE [[Sveriges statsminister]] | r NOR [[norska]] | s Nyhetsverket [[Nyhetsverket]]
2: {SENTENCES[2]}
= 2 REQUEST asserted | t [[krävde]] | a NOR [[Norge]] | r DNK [[Danmark]] | o
"""


def document(*claims: dict[str, Any], doc: str = "x-1", language: str = "sv") -> Annotated:
    return Annotated(doc, language, "2026-02-09", SENTENCES, claims, "x.json")


def found(claim: dict[str, Any], **other: Any) -> dict[str, Any]:
    return claim | {"document": "x-1.sv.txt", "evidence": {"text": SENTENCES[claim["sent"]]}} | other


def of(marked: Annotated, *claims: dict[str, Any], measure: str = "lenient", part: tuple[str, str] = ("all", "all")) -> Score:
    return next(by_part for name, by_part in score([marked], {"x-1.sv": claims}).parts.items() if name == measure)[part]


def write(folder: Path, *claims: dict[str, Any], languages: tuple[str, ...] = ("sv",), **other: Any) -> Path:
    for name in ("claims", "sents"):
        (folder / name).mkdir(exist_ok=True)
    for language in languages:
        (folder / "sents" / f"a.b.{language}.json").write_text(json.dumps({"sents": SENTENCES}), encoding="utf-8")
    file = folder / "claims" / "a.b.json"
    file.write_text(json.dumps({"doc": "a.b", "published": "2026-02-09", "claims": claims} | other), encoding="utf-8")
    return file


# --- scoring


def test_a_right_claim_is_found_and_its_core_and_slots_are_right() -> None:
    whole = of(document(MEETING, DEMAND), found(MEETING))
    assert whole.detection() == pytest.approx((1.0, 0.5, 2 / 3))
    assert whole.core_of() == whole.detection()
    assert [whole.slot(name) for name in ("actor", "source", "when", "quantity")] == [1.0, 1.0, 1.0, None]


@pytest.mark.parametrize(
    ("slot", "wrong"),
    [
        ("actor", {"actors": [{"id": "NOR"}]}),
        ("recipient", {"recipients": []}),
        ("factuality", {"factuality": "planned"}),
        ("source", {"sources": []}),
        ("source", {"sources": [{"name": "Nyhetsverket"}, {"name": "Fjordposten"}]}),
        ("when", {"when": {"start": "2026-02-05", "end": "2026-02-07"}}),
        ("when", {"when": None}),
    ],
)
def test_a_wrong_value_is_wrong_in_its_slot_alone(slot: str, wrong: dict[str, Any]) -> None:
    one = of(document(MEETING), found(MEETING, **wrong))
    assert {name for name in one.asked if one.slot(name) != 1.0} == {slot}
    assert one.core == (slot not in {"actor", "recipient", "factuality"})


@pytest.mark.parametrize(
    "same",
    [
        {"actors": [{"id": "swe"}, {"id": "SWE"}]},
        {"sources": [{"name": "nyhetsverket!"}]},
        {"sources": [{"name": "Fjordposten"}, {"name": "Svenska Nyhetsverket"}]},
        {"when": {"start": "2026-02-05", "end": "2026-02-06"}},
    ],
)
def test_values_that_mean_the_same_are_right(same: dict[str, Any]) -> None:
    assert set(of(document(MEETING), found(MEETING, **same)).right.values()) == {1}


def test_more_numbers_than_are_marked_are_right_and_fewer_are_not() -> None:
    more = [{"value": 2, "comparator": "="}, {"value": 3, "comparator": ">"}]
    assert of(document(DEMAND), found(DEMAND, quantities=more)).slot("quantity") == 1.0
    assert of(document(DEMAND), found(DEMAND, quantities=more[1:])).slot("quantity") == 0.0


def test_alternatives_are_right_but_not_by_the_strict_measure() -> None:
    marked = document(
        MEETING | {"alt_types": ["AGREE"], "alt_actors": [[{"id": "SWE"}, {"id": "NOR"}]], "alt_factuality": ["planned"]}
    )
    other = found(MEETING, actors=[{"id": "NOR"}, {"id": "SWE"}], factuality="planned")
    assert of(marked, other).core == 1
    assert of(marked, other, measure="strict").core == 0
    assert of(marked, found(MEETING, event_type="AGREE")).paired == 1
    strict = of(marked, found(MEETING, event_type="AGREE"), measure="strict")
    assert (strict.gold, strict.found, strict.paired) == (1, 1, 0)


@pytest.mark.parametrize(("claims", "lenient", "strict"), [((), (1, 0, 0), (2, 0, 0)), ((DEMAND,), (1, 0, 0), (2, 1, 1))])
def test_an_optional_claim_leaves_the_count_but_the_strict_one(
    claims: tuple[dict[str, Any], ...], lenient: tuple[int, int, int], strict: tuple[int, int, int]
) -> None:
    marked = document(MEETING, DEMAND | {"optional": True})
    for measure, counts in (("lenient", lenient), ("strict", strict)):
        one = of(marked, *(found(claim) for claim in claims), measure=measure)
        assert (one.gold, one.found, one.paired) == counts


def test_claims_are_paired_one_to_one_so_that_most_points_come_of_it() -> None:
    other = MEETING | {"actors": [{"id": "NOR"}], "recipients": [{"id": "SWE"}]}
    # The first found fits the first marked best; but the second fits no other, so that a pair would be lost.
    first, second = found(MEETING), found(MEETING, event_type="AGREE", actors=[])
    assert of(document(MEETING | {"alt_types": ["AGREE"]}, other), first, second).paired == 2
    assert of(document(MEETING, other), found(other), found(MEETING)).core == 2
    twice = of(document(MEETING), found(MEETING), found(MEETING))
    assert (twice.found, twice.paired) == (2, 1)


def test_many_claims_of_one_sentence_are_paired_in_good_time() -> None:
    one = of(document(MEETING, MEETING, MEETING), *(found(MEETING) for _ in range(300)))
    assert (one.gold, one.found, one.paired, one.core) == (3, 300, 3, 3)


def test_a_claim_belongs_to_the_sentence_that_its_evidence_shares_most_words_with() -> None:
    assert of(document(DEMAND), found(DEMAND, evidence={"text": "krävde Norge att Danmark"})).paired == 1
    assert of(document(DEMAND), found(DEMAND, evidence=f"{SENTENCES[2]} Det blev svårt.")).paired == 1
    stray = of(document(DEMAND), found(DEMAND, evidence={"text": "Något helt annat stod där"}))
    assert (stray.gold, stray.found, stray.paired) == (1, 1, 0)


def test_parts_and_differences_say_where() -> None:
    scores = score(
        [document(MEETING, DEMAND)], {"x-1.sv": [found(MEETING, factuality="denied"), found(DEMAND, event_type="AID")]}
    )
    lenient = scores.parts["lenient"]
    assert set(lenient) == {("all", "all"), ("language", "sv"), ("type", "CONSULT"), ("type", "REQUEST"), ("type", "AID")}
    assert (lenient["type", "REQUEST"].gold, lenient["type", "AID"].found, lenient["type", "CONSULT"].paired) == (1, 1, 1)
    told = [(one.kind, one.sent, one.claim["event_type"], one.slot, one.marked, one.found) for one in scores.differences]
    assert told == [
        ("slots", 1, "CONSULT", "factuality", "asserted", "denied"),
        ("missed", 2, "REQUEST", None, None, None),
        ("spurious", 2, "AID", None, None, None),
    ]
    assert scores.differences[1].sentence == SENTENCES[2]


def test_a_document_is_known_without_its_language_where_it_has_one_only() -> None:
    one = score([document(MEETING)], {"x-1": [found(MEETING)], "y": [found(MEETING)] * 2})
    assert one.parts["lenient"]["all", "all"].paired == 1
    assert one.strangers == {"y": 2}
    two = score([document(MEETING), document(MEETING, language="da")], {"x-1": [found(MEETING)]})
    assert two.parts["lenient"]["all", "all"].paired == 0
    assert two.strangers == {"x-1": 1}


# --- reading


def test_an_annotated_file_is_a_document_in_each_language_of_its_sentences(tmp_path: Path) -> None:
    file = write(tmp_path, MEETING, languages=("sv", "da"))
    (tmp_path / "sents" / "a.b.c.nb.json").write_text("{}", encoding="utf-8")  # of the document a.b.c
    for given in (file, file.parent):
        read = [one for one in annotated([str(given)]) if isinstance(one, Annotated)]
        assert [(one.name, one.sentences, one.published) for one in read] == [
            ("a.b.da", SENTENCES, "2026-02-09"),
            ("a.b.sv", SENTENCES, "2026-02-09"),
        ]


def test_sentences_may_lie_beside_the_claims_or_where_one_says(tmp_path: Path) -> None:
    file = write(tmp_path, MEETING)
    (tmp_path / "sents").rename(tmp_path / "elsewhere")
    [issue] = annotated([str(file)])
    assert isinstance(issue, Issue)
    assert "its sentences are missing" in issue.message
    assert [type(one) for one in annotated([str(file)], texts=tmp_path / "elsewhere")] == [Annotated]
    (tmp_path / "elsewhere" / "a.b.sv.json").rename(file.parent / "a.b.sv.json")
    assert [type(one) for one in annotated([str(file.parent)])] == [Annotated]


def test_the_notation_gives_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(NOTATION, encoding="utf-8")
    [read] = annotated([str(tmp_path)])
    assert isinstance(read, Annotated)
    assert (read.name, read.published, read.sentences) == ("x-1.sv", "2026-02-09", SENTENCES)
    assert [claim["trigger"] for claim in read.claims] == ["mötte", "krävde"]
    whole = of(read, found(MEETING), found(DEMAND))
    assert (whole.gold, whole.found, whole.core) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sent": 3}, "claim 1 'sent' is 3: want a number from 0 to 2"),
        ({"event_type": "MEET"}, "claim 1 'MEET' is no event type"),
        ({"alt_types": ["MEET"]}, "claim 1 'MEET' is no event type"),
        ({"factuality": "likely"}, "claim 1 'likely' is no factuality"),
        ({"factuality": ["asserted"]}, "claim 1 ['asserted'] is no factuality"),
        ({"actors": None}, "claim 1 'actors' is no list"),
        ({"actors": ["SWE"]}, "claim 1 one of 'actors' has no 'id'"),
        ({"alt_actors": [{"id": "SWE"}]}, "claim 1 'alt_actors' is no list of lists"),
        ({"alt_recipients": [[{"name": "SWE"}]]}, "claim 1 one of 'recipients' has no 'id'"),
        ({"alt_factuality": "planned"}, "claim 1 'alt_factuality' is no list"),
        ({"sources": [{"depth": 1}]}, "claim 1 one of 'sources' has no name"),
        ({"quantities": [{"value": "two"}]}, "claim 1 one of 'quantities' has a 'value' that is no number"),
        ({"when": {"start": "6 February"}}, "claim 1 'start' of 'when' is '6 February': want a day"),
        ({"when": "2026-02-06"}, "claim 1 'when' is no object"),
        ({"optional": "no"}, "claim 1 'optional' is neither true nor false"),
    ],
)
def test_a_fault_in_an_annotated_file_is_told(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    file = write(tmp_path, MEETING | change)
    [issue] = annotated([str(file)])
    assert isinstance(issue, Issue)
    assert issue.location == str(file)
    assert issue.message.startswith(told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", b"{", "x.json is not JSON"),
        ("x.json", b"\xff{}", "x.json is not UTF-8"),
        ("x.json", b"[]", "this is no annotated file"),
        ("x.json", b'{"doc": "x", "claims": [], "published": 2026}', "'published' is 2026"),
        ("x.json", b'{"doc": "/x", "claims": []}', "'doc' is '/x'"),
        ("x.txt", b"@ x | Finnish | 2026-02-06 | wire\n0: En", "document x is left out: x.txt:1: language"),
        (
            "x.txt",
            b"@ x | sv | 2026-02-06 | wire\n0: da-x.conllu s-1",
            "document x is left out: x.txt:2: a sentence of da-x.conllu",
        ),
        ("x.txt", b"\xff", "it is not UTF-8"),
        ("x.pdf", b"%PDF", "want .json"),
        ("../y.json", None, "there is no such file or folder"),
        ("", None, "no .json or .txt file lies in this folder"),
    ],
)
def test_a_file_that_holds_no_document_is_told(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    folder = tmp_path / "marked"
    folder.mkdir()
    if content is not None:
        (folder / name).write_bytes(content)
    [issue] = annotated([str(folder / name)])
    assert isinstance(issue, Issue)
    assert issue.message.startswith(told)


def test_treebanks_that_lack_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("@ x | sv | 2026-02-06 | wire\n0: da-x.conllu s-1", encoding="utf-8")
    [issue] = annotated([str(tmp_path)], texts=tmp_path)
    assert isinstance(issue, Issue)
    assert "da-x.conllu cannot be read" in issue.message


def test_a_document_that_is_there_twice_is_scored_once(tmp_path: Path) -> None:
    for name in ("x.txt", "y.txt"):
        (tmp_path / name).write_text(NOTATION, encoding="utf-8")
    first, second = annotated([str(tmp_path)])
    assert isinstance(first, Annotated)
    assert isinstance(second, Issue)
    assert second.code == "twice"


def test_found_claims_are_known_by_their_document() -> None:
    names = ("news/x-1.sv.txt", "C:\\news\\x-1.sv.html", "x-1.sv", "https://fjordposten.example/a/x-1.sv.htm")
    lines = ["", *(json.dumps(found(MEETING, document=name)) for name in names)]
    assert {name: len(claims) for name, claims in predicted(lines, where="c.jsonl").items()} == {"x-1.sv": 4}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2 is not JSON"),
        ("[]", "line 2 is no JSON object"),
        (json.dumps(found(MEETING, document=None)), "line 2 has no 'document'"),
        (json.dumps(found(MEETING, evidence={})), "line 2 has no 'evidence'"),
        (json.dumps(found(MEETING, actors=[1])), "line 2 one of 'actors' has no 'id'"),
    ],
)
def test_a_line_that_holds_no_claim_is_told(line: str, told: str) -> None:
    with pytest.raises(InputError, match=r"c\.jsonl: ") as raised:
        predicted(["", line], where="c.jsonl")
    assert told in str(raised.value)
    assert "enligt extract --format jsonl" in str(raised.value)
