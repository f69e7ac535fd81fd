"""Search by meaning: vectors of tests' own, in which an act is a direction and a language a shift; and once the network's."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from starlette.testclient import TestClient

from enligt import readers
from enligt.cli import main
from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, EventQuery, beginnings, holds_parts, open_view
from enligt.ledger import meaning as portions
from enligt.readers.trained import TrainedReader
from enligt.run import meaning
from enligt.run.opened import open_ledger
from enligt.web.app import create_app
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from enligt.model import Article, Claim, Issue, Reading

TOPICS = {"met": 0, "mötte": 0, "samtal": 0, "attacked": 1, "raid": 1, "sanctions": 2, "embargo": 2}
SWEDISH = ("mötte", "samtal")
TODAY = "2026-02-10"
STORIES = (
    ("Sweden met Norway at the border, according to Reuters.", "en"),
    ("Russia attacked a town near the harbour, and 12 soldater fell.", "en"),
    ("China put sanctions on North Korea and its warships.", "en"),
    ("Sverige mötte Norge vid gränsen, enligt Reuters.", "sv"),
    ("Sverige mötte Norge om elitsoldater, och inget annat.", "sv"),
)


def vector(sentence: str) -> bytes:
    """All lie near one another, those of a language more so; what tells them apart is the act."""
    made = np.full(8, 80)
    made[6 if any(one in sentence.lower() for one in SWEDISH) else 7] += 6
    for word, at in TOPICS.items():
        if word in sentence.lower():
            made[at] += 30
    return bytes(made.astype(np.int8).tobytes())


@dataclass
class VectorReader(WordReader):
    """The tests' reader with vectors."""

    def sentence_vector(self, sentence: str) -> bytes:
        return vector(sentence)

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        self.change = _with_vector
        return super().read(articles)


def _with_vector(claim: Claim) -> Claim:
    return replace(claim, vector=vector(claim.evidence.text))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("meaning") / "enligt.db"
    with open_ledger(made, reader=VectorReader()) as ledger:
        for number, (sentence, language) in enumerate(STORIES):
            text = f"A headline of story {number}\n\n{sentence}\n"
            ledger.add_text(text, location=f"{number}.txt", published=f"2026-02-0{number + 1}", language=language)
        ledger.events()
    return made


def said(path: Path, claims: list[str]) -> list[str]:
    with open_view(path) as view:
        rows = [view.claim(one) for one in claims]
    return [row.claim.evidence.text for row in rows if row is not None]


def test_what_is_alike_is_found_in_every_language(path: Path) -> None:
    with open_view(path) as view:
        assert len(list(view.claims())) == len(STORIES)
        found = meaning.like(view, "samtal", encoder=VectorReader())
    assert set(said(path, [one for one, _ in found])) == {STORIES[at][0] for at in (0, 3, 4)}
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(meaning.FLOOR <= score <= 1 for score in scores)


def test_floor_limit_and_filters(path: Path) -> None:
    reader = VectorReader()
    with open_view(path) as view:
        whole = meaning.like(view, "samtal", encoder=reader, floor=-1.0)
        assert len(whole) == len(STORIES)
        assert meaning.like(view, "samtal", encoder=reader, floor=-1.0, limit=2) == whole[:2]
        english = meaning.like(view, "samtal", encoder=reader, query=ClaimQuery(language="en"))
    assert said(path, [one for one, _ in english]) == [STORIES[0][0]]


def test_portions_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_view(path) as view:
        whole = meaning.search(view, "soldat", encoder=VectorReader())
        monkeypatch.setattr(portions, "AT_ONCE", 2)
        assert [len(several) for several in view.sentences()] == [2, 2, 1]
        assert meaning.search(view, "soldat", encoder=VectorReader()) == whole


def test_other_versions_and_readers_are_not_compared(path: Path) -> None:
    with open_view(path) as view:
        for other in (VectorReader(version="2"), VectorReader(name="other")):
            assert meaning.like(view, "samtal", encoder=other, floor=-1.0) == []
            assert not meaning.is_comparable(view, other)
        assert meaning.is_comparable(view, VectorReader())


def test_words_come_first_then_parts_then_meaning(path: Path) -> None:
    with open_view(path) as view:
        hits = meaning.search(view, "soldat", encoder=None)
        talks = meaning.search(view, "mötte", encoder=VectorReader())
    assert [(one.via, one.score) for one in hits] == [("words", None), ("part", None)]
    assert said(path, [one.claim_id for one in hits]) == [STORIES[1][0], STORIES[4][0]]
    assert [one.via for one in talks] == ["words", "words", "meaning"]
    assert said(path, [talks[2].claim_id]) == [STORIES[0][0]]
    assert len({one.claim_id for one in talks}) == 3


def test_a_search_without_a_word_is_refused(path: Path) -> None:
    with open_view(path) as view, pytest.raises(UsageError, match="no word"):
        meaning.search(view, " ?! ", encoder=None)


@pytest.mark.parametrize(
    ("sentence", "asked", "found"),
    [
        ("Nordkorea skickar elitsoldater", "soldat", True),
        ("Soldathemmet stängs", "soldat", True),
        ("Elitsoldater till Ryssland", "ryssland soldat", True),
        ("Elitsoldater till Finland", "ryssland soldat", False),
        ("Läget är konstaterat", "rat", False),  # too short to stand inside a word
        ("En kostaterad sak", "staten", False),
        ("Bostaden brann", "stad", False),  # two letters before it are no part of a compound
        ("Storstaden brann", "stad", True),
        ("Ingenting", "", False),
    ],
)
def test_parts_of_words(sentence: str, asked: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert holds_parts(sentence, asked) is found


def test_beginnings() -> None:
    assert beginnings('Trupper, "till" trupper') == "trupper* till*"
    assert beginnings("?!") == ""


def test_events_come_in_the_order_of_their_hits_and_meet_the_filters(path: Path) -> None:
    with open_view(path) as view:
        hits = meaning.search(view, "mötte", encoder=VectorReader())
        records = meaning.event_records(view, hits, EventQuery(), today=TODAY)
        assert [one["found_by"] for one in records] == sorted((one["found_by"] for one in records), reverse=True)
        assert {claim for one in records for claim in one["claims"]} >= {one.claim_id for one in hits}
        assert meaning.event_records(view, hits, EventQuery(event_type="ASSAULT"), today=TODAY) == []
        assert meaning.event_records(view, hits, EventQuery(offset=1), today=TODAY) == records[1:]
        with pytest.raises(UsageError, match="as_of"):
            meaning.event_records(view, hits, EventQuery(claims=ClaimQuery(as_of="2026-02-06")), today=TODAY)


def test_the_command_line_marks_how_each_was_found(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(readers, "load", lambda *_, **__: VectorReader())
    assert main(["claims", "--ledger", str(path), "--like", "mötte", "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [one["found_by"] for one in records] == ["words", "words", "meaning"]
    assert records[0]["likeness"] is None
    assert records[2]["likeness"] >= meaning.FLOOR
    assert main(["events", "--ledger", str(path), "--like", "mötte"]) == 0
    table = capsysbinary.readouterr().out.decode()
    assert "by words" in table
    monkeypatch.setattr(readers, "load", lambda *_, **__: VectorReader(version="2"))
    assert main(["claims", "--ledger", str(path), "--like", "mötte", "--format", "csv"]) == 0
    captured = capsysbinary.readouterr()
    assert captured.out.splitlines()[0].endswith(b",found_by,likeness")
    assert b"enligt reread" in captured.err
    assert main(["claims", "--ledger", str(path), "--like", "?"]) == 2


def test_pages_and_api_load_the_reader_only_when_asked(path: Path) -> None:
    loads: list[int] = []

    def load() -> VectorReader:
        loads.append(1)
        return VectorReader()

    with TestClient(create_app(path, today=TODAY, load=load), base_url="http://127.0.0.1") as client:
        assert client.get("/events", params={"text": "mötte"}).status_code == 200
        assert client.get("/api/v1/claims").json()["claims"][0].get("found_by") is None
        assert loads == []
        shown = client.get("/events", params={"text": "soldat", "meaning": "true"})
        assert shown.status_code == 200
        assert "Found by these words" in shown.text
        assert "Found by part of a word" in shown.text
        assert "checked" in shown.text
        assert "events.atom" not in shown.text
        got = client.get("/api/v1/claims", params={"like": "mötte"}).json()
        assert [one["found_by"] for one in got["claims"]] == ["words", "words", "meaning"]
        assert got["next"] is None
        assert len(client.get("/api/v1/claims", params={"like": "mötte", "limit": 1}).json()["claims"]) == 1
        assert client.get("/api/v1/events", params={"like": "mötte"}).json()["events"][0]["found_by"] == "words"
        assert client.get("/api/v1/events", params={"like": "mötte", "cursor": "x"}).status_code == 400
        assert client.get("/api/v1/events", params={"like": "?!"}).status_code == 400
        assert client.get("/api/v1/facets", params={"like": "mötte"}).status_code in {400, 422}
        assert loads == [1]


def test_the_network_puts_a_question_beside_its_answer_in_another_language() -> None:
    reader = readers.load()
    assert isinstance(reader, TrainedReader)
    assert isinstance(reader, meaning.Encoder)
    assert reader.sentence_vector("  ") == b""
    sentences = (
        "The coast guard seized a trawler that had fished without leave.",
        "Soldiers were sent to the front in the east.",
        "The finance minister resigned over her travel bills.",
        "A court sentenced the leader of the opposition to nine years in prison.",
    )
    vectors = np.stack([np.frombuffer(reader.sentence_vector(one), np.int8) for one in sentences]).astype(np.float32)
    centre = meaning.Centres.of({"en": (vectors.sum(axis=0), len(vectors))})
    for at, question in enumerate(("kustbevakningen tog en fiskebåt", "trupper till fronten")):
        asked = np.frombuffer(reader.sentence_vector(question), np.int8).astype(np.float32)
        assert int(meaning.likeness(vectors, asked, centre, language="en").argmax()) == at
