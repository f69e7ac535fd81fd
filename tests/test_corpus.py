"""The marked corpus follows its notation, and its checker finds what does not."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
GOOD = """@ x-1 | sv | 2023-05-17 | wire | Dagens Exempel
0: Ministern reser till Minsk
1: Polens minister Tomasz Wilga reser på måndag till Minsk, uppger Belta, och Wilga tar med tre rådgivare.
= 1 CONSULT/visit planned | t [[reser]] | a POL [[Polens minister]] Tomasz Wilga | r BLR [[Minsk]] | s Belta [[Belta]]
"""


@pytest.fixture(scope="module")
def check() -> Any:
    spec = importlib.util.spec_from_file_location("corpus_check", CORPUS / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def faults(check: Any, tmp_path: Path) -> Callable[[str], list[str]]:
    def of(text: str) -> list[str]:
        file = tmp_path / "x.txt"
        file.write_text(text, encoding="utf-8")
        return [fault.removeprefix("x.txt:") for _, found in check.documents(file, None) for fault in found]

    return of


def read(check: Any, *folders: str, banks: Path | None) -> tuple[list[Any], list[str]]:
    read = [
        pair for folder in folders for file in sorted((CORPUS / folder).glob("*.txt")) for pair in check.documents(file, banks)
    ]
    return [document for document, _ in read], [fault for _, found in read for fault in found]


def test_a_file_that_cannot_be_read_is_a_fault(
    check: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, binary = tmp_path / "good.txt", tmp_path / "weights.npz"
    good.write_text(GOOD, encoding="utf-8")
    binary.write_bytes(b"\xd9\x00")
    monkeypatch.setattr("sys.argv", ["check.py", str(tmp_path / "none.txt"), str(binary), str(good)])
    assert check.main() == 1
    told = capsys.readouterr().out
    assert "none.txt: cannot be read" in told
    assert "weights.npz: cannot be read" in told
    assert "documents 1" in told
    assert "2 faults" in told


def test_the_documents_we_wrote_have_no_fault(check: Any) -> None:
    documents, faults = read(check, "written", "stories", banks=None)
    assert faults == []
    assert {document["language"] for document in documents} == {"sv", "nb", "nn", "da", "en"}
    assert len({document["id"] for document in documents}) == len(documents)


def test_the_real_documents_have_no_fault(check: Any, shared: Path) -> None:
    documents, faults = read(check, "real", banks=shared / "treebanks")
    assert faults == []
    assert all(document["sents"] and all(document["sents"]) for document in documents)


def test_every_offset_quotes_its_sentence(check: Any) -> None:
    documents, _ = read(check, "stories", banks=None)
    for document in documents:
        for claim in document["claims"]:
            sentence = document["sents"][claim["sent"]]
            for one in (*claim["actors"], *claim["recipients"]):
                assert one["span"] is None or sentence[slice(*one["span"])] == one["mention"]
            for source in claim["sources"]:
                assert source["span"] is None or document["sents"][source["sent"]][slice(*source["span"])] == source["mention"]


def test_a_good_document_has_no_fault(faults: Callable[[str], list[str]]) -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[reser]]", "[[for]]", "4: trigger [[for]] is not in its sentence"),
        ("a POL [[Polens minister]] Tomasz Wilga", "a POL [[Wilga]]", "4: a [[Wilga]] stands 2 times"),
        ("a POL [[Polens minister]] Tomasz Wilga", "a POL [[Wilga]]3", "4: a [[Wilga]]3: only 2 there"),
        ("CONSULT/visit", "CONSULT/arrest", "4: mode CONSULT/arrest"),
        ("CONSULT/visit", "MEET", "4: type MEET"),
        ("planned", "likely", "4: factuality likely"),
        ("| t [[reser]] ", "", "4: no trigger"),
        (" | s Belta [[Belta]]", " | s Belta [[Belta]]@7", "4: source mention in sentence 7"),
        (" | s Belta [[Belta]]", " | w [[på måndag]] 2023-05-22..2023-05-21", "4: when ends before it starts"),
        (" | s Belta [[Belta]]", " | w [[på måndag]] 2023-05-32", "4: not a date"),
        (" | s Belta [[Belta]]", " | q [[tre rådgivare]] 3", "4: quantity"),
        (" | s Belta [[Belta]]", " | s Belta [[Belta]]| o", "4: field 's Belta [[Belta]]| o': want a blank"),
        (" | s Belta [[Belta]]", " | z [[Belta]]", "4: field 'z [[Belta]]'"),
        ("1: Polens", "2: Polens", "3: sentence 2, expected 1"),
        ("@ x-1 | sv", "@ x-1 | Swedish", "1: language 'Swedish': want a BCP 47 tag"),
    ],
)
def test_a_fault_is_told_with_its_line(*, old: str, new: str, told: str, faults: Callable[[str], list[str]]) -> None:
    assert old in GOOD
    assert faults(GOOD.replace(old, new))[0].startswith(told)


def test_an_event_of_a_story_is_declared_and_one_of_a_document_alone_need_not_be(faults: Callable[[str], list[str]]) -> None:
    named = GOOD.replace(" | s Belta [[Belta]]", " | e E1")
    story = "~ a-story | 2023-06-01 | a visit\n~ E{} | CONSULT | planned | Belta\n"
    assert faults(named) == []
    assert faults(story.format(1) + named) == []
    assert faults(story.format(2) + named)[0].startswith("6: event E1 is not declared")


def test_a_file_without_a_document_is_told(faults: Callable[[str], list[str]]) -> None:
    assert faults("0: Ministern reser till Minsk")[0].startswith("1: no document yet")


def test_a_fault_in_a_first_line_stays_with_its_document(check: Any, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(GOOD + GOOD.replace("@ x-1 | sv", "@ x-2 | Finnish"), encoding="utf-8")
    first, second = check.documents(tmp_path / "x.txt", None)
    assert (first[0]["id"], first[1]) == ("x-1", [])
    assert (second[0]["id"], len(second[1])) == ("x-2", 1)


def test_held_out_files_and_stories_are_there() -> None:
    lines = (CORPUS / "heldout.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    assert entries
    for file, *story in entries:
        text = (CORPUS / file).read_text(encoding="utf-8")
        assert all(re.search(rf"^~ {re.escape(name)} \|", text, re.MULTILINE) for name in story), f"{file}: {story}"
