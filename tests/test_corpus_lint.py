"""The corpus lint finds marks that differ from their like, and leaves the look-alikes alone."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

Lines = list[tuple[str, str]]
"""What is said about each place, and the line that it stands in."""


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(CORPUS)  # the command finds check.py beside it
    return importlib.import_module("lint")


@pytest.fixture
def found(lint: Any, tmp_path: Path) -> Callable[..., Lines]:
    def of(kind: str, *documents: str) -> Lines:
        file = tmp_path / "x.txt"
        file.write_text("\n".join(documents), encoding="utf-8")
        corpus, left_out = lint.read_corpus([file], None)
        assert left_out == []
        norm = lint.read_norm(lint.ACTOR_TABLES)
        return [(finding.about, finding.line.rpartition(":")[2]) for finding in lint.LINTS[kind](corpus, norm)]

    return of


def claims(sentence: str, *lines: str, name: str = "x", language: str = "en") -> str:
    return "\n".join([f"@ {name} | {language} | 2023-05-17 | wire", f"0: {sentence}", *(f"= 0 {line}" for line in lines)])


def raid(name: str, line: str = "ASSAULT asserted | t [[raided]] | a KEN [[Kenya]] | r SOM [[Somalia]]") -> str:
    return claims("Kenya raided Somalia on Monday.", line, name=name)


RAIDS = [raid(f"x-{number}") for number in range(8)]


def test_a_trigger_left_unmarked_once_is_found(found: Callable[..., Lines]) -> None:
    bare = claims("Mali raided Niger as well.", name="bare")
    assert found("unmarked", *RAIDS, bare) == [("en 'raided': marked in 8 of 9 places (ASSAULT 8)", "26")]


@pytest.mark.parametrize(
    "other",
    [
        claims("Kenya braided Somalia.", name="inside another word"),
        claims("Kenya raided Somalia.", name="other language", language="da"),
        claims(
            "Kenya raided and killed.", "ASSAULT asserted | t [[killed]] | a KEN [[Kenya]] | r SOM [[]]", name="result marked"
        ),
        claims("Kenya raided Mali.", "ASSAULT asserted | t [[raided Mali]] | a KEN [[Kenya]] | r MLI [[Mali]]", name="longer"),
    ],
)
def test_what_is_no_unmarked_trigger_is_left_alone(other: str, found: Callable[..., Lines]) -> None:
    assert found("unmarked", *RAIDS, other) == []


def test_a_trigger_seldom_marked_may_be_left_unmarked(found: Callable[..., Lines]) -> None:
    assert found("unmarked", *RAIDS[:3], claims("Mali raided Niger.", name="bare")) == []
    bare = [claims("Mali raided Niger.", name=f"bare-{number}") for number in range(3)]
    assert found("unmarked", *RAIDS, *bare) == []  # 8 of 11 is not nearly everywhere


def test_a_type_that_differs_once_is_found(found: Callable[..., Lines]) -> None:
    other = raid("odd", "COERCE/seize asserted | t [[raided]] | a KEN [[Kenya]] | r SOM [[Somalia]]")
    assert found("mixed-type", *RAIDS, other) == [("en 'raided': ASSAULT 8 COERCE 1", "27")]


def test_a_type_that_differs_often_is_left_alone(found: Callable[..., Lines]) -> None:
    others = [raid(f"o-{n}", "COERCE/seize asserted | t [[raided]] | a KEN [[Kenya]] | r SOM [[Somalia]]") for n in range(2)]
    assert found("mixed-type", *RAIDS, *others) == []


SAID = "Minister Joan Ouko urged Somalia to wait, Ouko told Reuters."
URGED = "t [[urged]] | a KEN [[Minister Joan Ouko]] Joan Ouko | r SOM [[Somalia]] | s"
MUTUAL = "t [[clashed]] | a KEN [[]]; SOM [[]]"


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        (f"REQUEST asserted | {URGED} Joan Ouko [[Ouko]]2", True),
        ("REQUEST asserted | t [[urged]] | a KEN [[Minister Joan Ouko]] | r SOM [[Somalia]] | s Kenya [[Joan Ouko]]", True),
        (f"REQUEST asserted | {URGED} Reuters [[Reuters]]", False),
        (f"REQUEST denied | {URGED} Joan Ouko [[Ouko]]2", False),
        ("AID asserted | t [[wait]] | a KEN [[Minister Joan Ouko]] Joan Ouko | r SOM [[Somalia]] | s Joan Ouko [[Ouko]]2", False),
    ],
)
def test_a_speaker_named_as_source_again_is_found(*, line: str, is_found: bool, found: Callable[..., Lines]) -> None:
    assert bool(found("speaker", claims(SAID, line))) is is_found


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("SANCTION asserted | t [[act]] | a KEN [[]]", "SANCTION without recipient"),
        ("SANCTION asserted | t [[act]] | a KEN [[]] | r UNK [[]]", None),
        ("SANCTION asserted | t [[act]] | a KEN [[]] | o", None),
        ("SANCTION asserted | t [[act]] | r KEN [[]]", "SANCTION without actor"),
        (f"ASSAULT asserted | {MUTUAL}", None),
        (f"ASSAULT asserted | {MUTUAL} | r SOM [[]]", "ASSAULT of several on each other with a recipient"),
        ("ASSAULT asserted | t [[act]] | a KEN [[]]; SOM [[]] | r ETH [[]]", None),
        ("CONSULT asserted | t [[act]] | a KEN [[]]", "CONSULT of one actor with nobody"),
        ("CONSULT asserted | t [[act]] | a KEN [[]]; SOM [[]]", None),
        ("CONSULT/visit asserted | t [[act]] | a KEN [[]] | r SOM [[]]", None),
        ("CONSULT asserted | t [[act]] | a EUU [[]]", None),
        ("CONSULT/third-party asserted | t [[act]] | a UNO [[]]", "CONSULT/third-party without the parties"),
        ("CONSULT/third-party asserted | t [[act]] | a UNO [[]] | r KEN [[]]; SOM [[]]", None),
        ("AGREE asserted | t [[deal]] | a KEN [[]]", "AGREE of one actor with nobody"),
        ("AGREE asserted | t [[pledged]] | a KEN [[]]", None),
        ("RETREAT/withdraw asserted | t [[act]] | a KEN [[]]", None),
        ("RETREAT/release asserted | t [[act]] | a KEN [[]]", None),
        ("PROTEST asserted | t [[act]] | a KEN [[]]", None),
        ("PROTEST asserted | t [[act]] | a KEN [[]] | r KEN [[]]", "PROTEST with a recipient that no words name"),
        ("PROTEST asserted | t [[act]] | a KEN [[]] | r SOM [[]]", None),
        ("REQUEST asserted | t [[act]] | a KEN [[]] | r UNK [[]]", "REQUEST with a recipient that no words name"),
        ("ACCUSE asserted | t [[act]] | a KEN [[]] | r KEN [[]] Joan Ouko", None),
        ("COERCE asserted | t [[act]] | a KEN [[]] | r KEN [[]]", None),
        ("MOBILIZE asserted | t [[act]] | a KEN [[]] | r UNK [[]]", "MOBILIZE against UNK"),
        ("MOBILIZE asserted | t [[act]] | a KEN [[]]", None),
        ("REJECT asserted | t [[voted]] | a KEN [[]]", None),
        ("REJECT asserted | t [[voted]] | a KEN [[]] | r KEN [[]]", "REJECT with a recipient that no words name"),
        ("REJECT asserted | t [[voted]] | a KEN [[]] | r SOM [[]]", None),
        ("SUPPORT asserted | t [[signed]] | a KEN [[]] | r SOM [[]]", "SUPPORT by signing with a recipient"),
        ("SUPPORT asserted | t [[signed]] | a KEN [[]]; SOM [[]]", None),
    ],
)
def test_participants_that_an_act_cannot_have_are_found(*, line: str, about: str | None, found: Callable[..., Lines]) -> None:
    sentence = "They act, clashed, pledged, voted and signed a deal."
    assert found("participants", claims(sentence, line)) == ([(about, "3")] if about else [])


@pytest.mark.parametrize(
    ("participant", "about"),
    [
        ("tamil-tigers [[they]]", "tamil-tigers is ltte in organisations.tsv"),
        ("LKA [[LTTE]]", "LKA is ltte in organisations.tsv"),
        ("opec [[they]]", None),
        ("OPEC [[they]]", "OPEC is opec in organisations.tsv"),
        ("QQQ [[they]]", "QQQ is in no table"),
        ("ltte [[LTTE]]", None),
        ("boreal-peak [[they]]", None),
        ("LKA [[the army]]", None),
    ],
)
def test_an_id_other_than_the_tables_is_found(*, participant: str, about: str | None, found: Callable[..., Lines]) -> None:
    line = f"MOBILIZE asserted | t [[moved]] | a {participant}"
    assert found("ids", claims("LTTE and the army moved, and they stay.", line)) == ([(about, "3")] if about else [])


def test_one_name_under_two_ids_of_a_document_is_found(found: Callable[..., Lines]) -> None:
    sentence = "Northmen moved, then Northmen fled."
    first = "MOBILIZE asserted | t [[moved]] | a northmen [[Northmen]]1"
    both = "RETREAT asserted | t [[fled]] | a northmen [[Northmen]]2; UNK [[Northmen]]2"
    other = "RETREAT asserted | t [[fled]] | a north-men [[Northmen]]2"
    about = "'Northmen' is north-men and northmen in one document"
    assert found("ids", claims(sentence, first, other)) == [(about, "3"), (about, "4")]
    assert found("ids", claims(sentence, both)) == []  # two groups under one phrase


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ("a KEN [[Kenya]] | p [[in Oslo]]", "a place with its preposition"),
        ("a KEN [[Kenya]] | p [[Oslo]]", None),
        ("a KEN [[Kenya]] | p [[in the air]]", None),
        ("a KEN [[Kenya, which lost two tanks in Oslo]]", "a participant with a relative clause"),
        ("a KEN [[Kenya]] | q [[two]] = 2 tanks", "a quantity without what is counted"),
        ("a KEN [[Kenya]] | q [[two tanks]] = 2 tanks", None),
        ("a KEN [[Kenya]] | q [[two]] = 2 vehicles", None),
    ],
)
def test_mentions_cut_otherwise_than_their_like_are_found(*, fields: str, about: str | None, found: Callable[..., Lines]) -> None:
    sentence = "Kenya, which lost two tanks in Oslo, fights in the air."
    assert found("spans", claims(sentence, f"MOBILIZE asserted | t [[fights]] | {fields}")) == ([(about, "3")] if about else [])


def test_sources_joined_by_and_at_different_depths_are_found(found: Callable[..., Lines]) -> None:
    sentence = "Troops moved, said Kenya and Somalia, and Reuters confirmed it."
    line = "MOBILIZE asserted | t [[moved]] | a ETH [[Troops]] | s "
    apart = claims(sentence, f"{line}Kenya [[Kenya]]; Somalia [[Somalia]]")
    assert found("coordinated", apart) == [("side by side, at different depths", "3")]
    assert found("coordinated", claims(sentence, f"{line}Kenya [[Kenya]] + Somalia [[Somalia]]")) == []
    assert found("coordinated", claims(sentence, f"{line}Somalia [[Somalia]]; Reuters [[Reuters]]")) == []  # another clause


def test_a_document_with_a_fault_is_left_out(lint: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(f"{raid('x-1', 'ASSAULT asserted | t [[struck]] | a KEN [[]]')}\n{raid('x-2')}", encoding="utf-8")
    corpus, left_out = lint.read_corpus([file], None)
    assert [place.document["id"] for place in corpus.claims] == ["x-2"]
    assert [fault.split(": ")[1] for fault in left_out] == ["x-1"]


def test_the_command_fails_for_strict_kinds_alone(
    lint: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.txt"
    file.write_text(raid("x-1", "ASSAULT asserted | t [[raided]] | a KEN [[Kenya]]"), encoding="utf-8")
    codes = []
    for strict in ([], ["--strict", "ids"], ["--strict", "participants"]):
        monkeypatch.setattr(sys, "argv", ["lint.py", *strict, str(file)])
        codes.append(lint.main())
    assert codes == [0, 0, 1]
    assert f"ASSAULT without recipient\n  {file}:3: Kenya raided Somalia on Monday." in capsys.readouterr().out
