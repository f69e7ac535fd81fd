"""The library as a Python program sees it: its names, its functions, and every example of docs/python.md."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

import enligt
from command_line import ATTACK, MEETING, news
from enligt import errors, model, readers
from enligt.ledger import open_view
from enligt.run import linking
from enligt.run.querying import claim_query
from word_reader import WordReader

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["news"]  # fixtures

PUBLIC = [
    "Article", "Claim", "Cue", "EnligtError", "InputError", "Issue", "Ledger", "LedgerDamaged", "LedgerError", "LedgerFull",
    "LedgerLocked", "LedgerMissing", "LedgerTooNew", "Page", "Participant", "Place", "Quantity", "Reader", "ReaderError",
    "Reading", "Source", "Span", "Step", "UsageError", "WeightsError", "When", "__version__", "claim_record", "claim_schema",
    "extract", "open", "read", "read_text",
]  # fmt: skip
HEAVY = ("click", "numpy", "onnxruntime", "py3langid", "rich", "sqlalchemy", "tokenizers", "trafilatura")


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> WordReader:
    words = WordReader()
    monkeypatch.setattr(readers, "load", lambda _name="trained", **_folder: words)
    return words


# --- names


def test_the_public_names() -> None:
    assert enligt.__all__ == PUBLIC
    assert dir(enligt) == PUBLIC
    for name in PUBLIC:
        assert getattr(enligt, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = enligt.nonsense


def test_names_are_what_their_homes_hold() -> None:
    assert enligt.Claim is model.Claim
    assert enligt.LedgerLocked is errors.LedgerLocked


def test_the_version_is_the_projects(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert enligt.__version__ == project["version"] == importlib.metadata.version("enligt")


@pytest.mark.parametrize("code", ["import enligt", "import enligt.cli"])
def test_importing_brings_in_nothing_heavy(code: str) -> None:
    asked = f"{code}; import sys, json; print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout))
    assert loaded & set(HEAVY) <= ({"click"} if "cli" in code else set())
    assert not loaded & {"enligt.ledger", "enligt.sources", "enligt.readers", "logging", "enligt.model"}


def test_sources_bring_in_what_tells_languages_once_one_is_told() -> None:
    asked = "import enligt.sources, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    assert not {*loaded} & {"numpy", "py3langid"}


# --- functions


def test_extract_gives_claims_whose_spans_quote() -> None:
    claims = enligt.extract(MEETING, published="2026-02-07", language="en")
    assert [claim.event_type for claim in claims] == ["CONSULT"]
    assert claims[0].when is not None
    assert claims[0].when.start == "2026-02-06"
    (reading,) = enligt.read_text(MEETING.encode(), published=dt.date(2026, 2, 7), location="a.txt")
    assert reading.article.document == "a.txt"
    assert reading.article.published == "2026-02-07"
    assert all(span.holds_in(reading.article.text) for claim in reading.claims for span in claim.spans())


@pytest.mark.parametrize("text", ["", b"", b"\x89PNG\r\n\x1a\n\x00\x01\x02" * 50])
def test_extract_of_nothing_is_an_input_error(text: str | bytes) -> None:
    with pytest.raises(enligt.InputError):
        enligt.extract(text)


def test_arguments_that_cannot_be() -> None:
    with pytest.raises(enligt.UsageError):
        enligt.extract(MEETING, published="soon")
    with pytest.raises(enligt.UsageError):
        enligt.extract(MEETING, language="fi")


def test_read_gives_readings_and_issues(news: Path) -> None:
    out = list(enligt.read(news, news / "gone.txt", published="2026-02-07"))
    assert [type(one).__name__ for one in out] == ["Reading", "Reading", "Reading", "Issue"]


def test_a_reader_of_ones_own(tmp_path: Path) -> None:
    mine = WordReader(name="mine", version="7")
    (claim,) = enligt.extract(ATTACK, reader=mine)
    assert (claim.reader, claim.reader_version) == ("mine", "7")
    with enligt.open(tmp_path / "l.db", reader=mine) as ledger:
        ledger.add_text(ATTACK, location="https://skerry.example/1")
        assert [one.reader for one in ledger.claims()] == ["mine"]


# --- a ledger


def test_a_ledger_is_made_by_adding(tmp_path: Path, news: Path) -> None:
    path = tmp_path / "l.db"
    with enligt.open(path) as ledger:
        with pytest.raises(enligt.LedgerMissing):
            ledger.claims()
        tally = ledger.add(news, published="2026-02-07")
        assert (tally.pages, tally.articles, tally.claims, tally.failed) == (3, 3, 2, 0)
        assert sorted(claim.event_type for claim in ledger.claims()) == ["ASSAULT", "CONSULT"]
        assert [claim.event_type for claim in ledger.claims(type="consult", pair=("NOR", "SWE"), since="2026-02")] == ["CONSULT"]
        assert [one.document.endswith("quiet.txt") for one in ledger.articles(text="winter")] == [True]
        assert list(ledger.issues()) == []
        assert [page.outcome for page in ledger.pages()] == ["claims", "claims", "no-claims"]
        assert ledger.counts().claims == 2
        assert ledger.add(news, published="2026-02-07").known == 3
        with pytest.raises(enligt.UsageError, match="no filter 'colour'"):
            ledger.claims(colour="red")
        with pytest.raises(enligt.UsageError, match="no filter 'actor' of articles"):
            ledger.articles(actor="SWE")
    assert repr(ledger) == f"<enligt.Ledger {str(path)!r}>"


def test_what_is_added_is_linked(tmp_path: Path, news: Path) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        ledger.add(news)
    with open_view(tmp_path / "l.db") as view:
        assert view.unlinked(linker=linking.version()) == 0
        assert list(view.events(claim_query()))


def test_what_a_ledger_says_is_what_the_schema_says(tmp_path: Path, news: Path) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        ledger.add(news)
        records = list(ledger.records())
        rows = list(ledger.rows())
    assert all(record["event_id"] for record in records)
    assert [enligt.claim_record(row.claim, row.article) for row in rows] == [{**record, "event_id": None} for record in records]
    for record in records:
        Draft202012Validator(enligt.claim_schema()).validate(record)


def test_reread_forget_and_backup(tmp_path: Path, news: Path, reader: WordReader) -> None:
    with enligt.open(tmp_path / "l.db") as ledger:
        ledger.add(news)
        (claim,) = ledger.claims(type="CONSULT")
        reader.version = "2"
        assert {changes.same for changes in ledger.reread(type="CONSULT").values()} == {1}
        assert len(ledger.reread()) == 3
        ledger.backup(tmp_path / "copy.db")
        assert ledger.forget(article=claim.article_id, reason="withdrawn") == 1
        assert ledger.article(claim.article_id) is None
        assert len(ledger.claims()) == 1
    with enligt.open(tmp_path / "copy.db") as copy:
        assert len(copy.claims()) == 2
    with pytest.raises(enligt.LedgerMissing), enligt.open(tmp_path / "none.db") as none:
        none.forget(outlet="X", reason="y")
    assert not (tmp_path / "none.db").exists()


def test_the_environment_names_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENLIGT_LEDGER", str(tmp_path / "e.db"))
    assert enligt.open().path == tmp_path / "e.db"


# --- the page about it


def test_the_examples_of_the_page_run(root: Path, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (root / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 5
    monkeypatch.chdir(tmp_path)
    assert news.name == "news"
    scope: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), scope)  # noqa: S102 - our own page


def test_every_public_function_stands_on_the_page(root: Path) -> None:
    page = (root / "docs" / "python.md").read_text(encoding="utf-8")
    for name in PUBLIC:
        assert f"`{name}" in page or f"enligt.{name}" in page, name
    for name in vars(enligt.Ledger):
        if not name.startswith("_"):
            assert f"ledger.{name}" in page, name
