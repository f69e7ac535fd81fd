"""What the tests of the command line share: three pages of news, and the command line itself with a reader for tests."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

from enligt import readers
from enligt.cli import main
from enligt.errors import UsageError
from word_reader import WordReader

if TYPE_CHECKING:
    from pathlib import Path

MEETING = """Sweden and Norway talk about the border

The prime minister of Sweden met the foreign minister of Norway in Oslo on 2026-02-06, according to Reuters.
The two governments have talked about the long border between the countries for several years.
"""
ATTACK = """Soldiers killed in the night

Russia attacked a town in the east of the country during the night and 12 soldiers were killed there.
People in the town said that the explosions went on until the morning and that many houses burned.
"""
NORTH = """Sverige och Norge talar om gränsen

Sverige mötte Norge i går för att tala om gränsen mellan länderna, uppgav regeringen i Stockholm på lördagen.
"""
QUIET = """The winter was mild

The government of Finland had warned of a cold winter, but the lakes in the south of the country did not freeze over.
Ministers in Sweden and Finland, and the army of Poland, look at the birds that came back several weeks before the spring.
"""
"""Holds no claim, and yet so much of politics that a first look does not put it aside."""


class Result(NamedTuple):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *words: str | Path) -> Result: ...


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> WordReader:
    """The reader that every name but ``nobody`` loads."""
    words = WordReader()

    def load(name: str = "trained", *, folder: Path | None = None) -> WordReader:  # noqa: ARG001 - as readers.load
        if name == "nobody":
            raise UsageError("there is no reader 'nobody': choose words")
        return words

    monkeypatch.setattr(readers, "load", load)
    return words


@pytest.fixture
def run(reader: WordReader, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line in an empty folder, with a reader for tests."""
    del reader
    return in_folder(tmp_path, capsys, monkeypatch)


def in_folder(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in a folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ENLIGT_LEDGER", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)

    def call(*words: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Result(code, out, err)

    return call


def write_news(folder: Path) -> Path:
    folder.mkdir()
    for name, text in (("attack.txt", ATTACK), ("meeting.txt", MEETING), ("quiet.txt", QUIET)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_news(tmp_path / "news")


@pytest.fixture(scope="session")
def ledger_of_news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the news, made once."""
    folder = tmp_path_factory.mktemp("made-once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "load", lambda _name="trained", **_folder: WordReader())
        words = ["add", str(write_news(folder / "news")), "--published", "2026-02-07", "--ledger", str(folder / "enligt.db")]
        assert main(words) == 0
    return folder / "enligt.db"


@pytest.fixture
def filled(run: Run, news: Path, ledger_of_news: Path, tmp_path: Path) -> Run:
    """The command line beside a ledger that holds the news."""
    assert news
    shutil.copy(ledger_of_news, tmp_path / "enligt.db")
    return run


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]
