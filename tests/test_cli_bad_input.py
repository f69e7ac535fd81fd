"""Bad input: a clear line each, the right exit code, nothing lost that was done, and never a traceback."""

from __future__ import annotations

import functools
import os
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from command_line import ATTACK, NORTH, QUIET, Run, filled, ledger_of_news, lines, news, reader, run
from enligt import errors, ledger, readers
from enligt.cli import exits, main
from enligt.errors import EnligtError, LedgerFull, WeightsError

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Article
    from word_reader import WordReader

__all__ = ["filled", "ledger_of_news", "news", "reader", "run"]  # fixtures


# --- pages


@pytest.mark.parametrize(
    ("name", "content"), [("empty.txt", b""), ("blank.txt", b" \n\t\n"), ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x01" * 99)]
)
def test_a_page_that_cannot_be_read(run: Run, news: Path, tmp_path: Path, name: str, content: bytes) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    alone = run("add", bad)
    assert alone.code == 3
    assert f"not read: {bad}: " in alone.err
    among = run("add", bad, news, "--published", "2026-02-07")
    assert among.code == 6
    assert "2 claims" in among.out
    assert len(lines(run("claims", "--format", "jsonl").out)) == 2
    assert str(bad) in {record["document"] for record in lines(run("issues", "--format", "jsonl").out)}
    assert run("extract", bad, "--format", "jsonl").code == 3
    assert run("extract", bad, news, "--format", "jsonl").code == 6


def test_a_path_that_is_not_there(run: Run, news: Path) -> None:
    result = run("add", "gone.txt")
    assert result.code == 3
    assert "not read: gone.txt: " in result.err
    assert run("extract", "gone.txt", news).code == 6
    assert run("extract", "gone.txt", "--format", "json").out == "[]\n"


def test_an_unsupported_language_is_not_a_crash(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "fi.txt"
    page.write_text(
        "Hallitus kertoi tiistaina, että ulkoministeri matkustaa ensi viikolla Tukholmaan tapaamaan kollegansa.\n"
        "Neuvotteluissa käsitellään rajaturvallisuutta ja Itämeren kaapeleita, ministeriön tiedotteessa sanotaan.\n"
        "Kumpikaan osapuoli ei halunnut kommentoida asiaa tarkemmin ennen tapaamista, joka kestää kaksi päivää.\n",
        encoding="utf-8",
    )
    result = run("add", page)
    assert result.code == 3
    assert "not read" in result.err
    assert [record["outcome"] for record in lines(run("pages", "--format", "jsonl").out)] == ["unsupported"]


def test_another_encoding_is_detected(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "latin.txt"
    page.write_bytes(NORTH.encode("latin-1"))
    result = run("extract", page, "--published", "2026-02-07", "--format", "jsonl")
    assert result.code == 0
    assert [record["trigger"]["text"] for record in lines(result.out)] == ["mötte"]


def test_a_folder_that_holds_itself(run: Run, news: Path) -> None:
    try:
        (news / "loop").symlink_to(news, target_is_directory=True)
    except OSError:
        pytest.skip("this system or user cannot make symbolic links")
    result = run("add", news, "--published", "2026-02-07")
    assert result.code in {0, 6}
    assert len(lines(run("articles", "--format", "jsonl").out)) == 3
    assert len(lines(run("pages", "--format", "jsonl").out)) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to root, nor to this system")
def test_a_file_that_may_not_be_read(run: Run, news: Path) -> None:
    (news / "quiet.txt").chmod(0)
    result = run("add", news, "--published", "2026-02-07")
    assert result.code == 6
    assert "not read" in result.err


def test_many_bad_pages_are_not_many_lines(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_bytes(b"\x00\x01\x02\x03" * (number + 1))
    result = run("add", folder)
    assert result.code == 3
    assert len(result.err.splitlines()) == 21
    assert "10 more" in result.err


@pytest.mark.parametrize(
    "option", [("--published", "6/2 2026"), ("--published", "2026-02-30"), ("--language", "fi"), ("--language", "")]
)
@pytest.mark.parametrize("verb", ["add", "extract"])
def test_what_is_said_of_pages_must_be_possible(run: Run, news: Path, verb: str, option: tuple[str, str], tmp_path: Path) -> None:
    result = run(verb, news, *option)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert list(tmp_path.glob("*.db")) == []


# --- ledgers

READING = [
    ["claims"],
    ["articles"],
    ["issues"],
    ["pages"],
    ["show", "clm-1"],
    ["explain", "clm-1"],
    ["reread"],
    ["backup", "b.db"],
]
READING += [["forget", "art-1", "--reason", "x"]]


@pytest.mark.parametrize("words", READING)
def test_no_ledger(run: Run, words: list[str], tmp_path: Path) -> None:
    result = run(*words)
    assert result.code == 4
    assert "enligt.db" in result.err
    assert "enligt add" in result.err
    assert list(tmp_path.glob("*.db")) == []


@pytest.mark.parametrize("words", [*READING, ["add", "news"]])
def test_a_file_that_is_no_ledger(run: Run, news: Path, words: list[str], tmp_path: Path) -> None:
    assert news
    other = tmp_path / "enligt.db"
    other.write_bytes(b"A letter, not a database.\n" * 100)
    result = run(*words)
    assert result.code == 4
    assert len(result.err.splitlines()) == 1
    assert other.read_bytes() == b"A letter, not a database.\n" * 100


@pytest.mark.parametrize("words", [*READING, ["add", "news"]])
def test_a_ledger_of_a_later_version(filled: Run, words: list[str], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "enligt.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    result = filled(*words)
    assert result.code == 4
    assert "later version" in result.err


def test_a_locked_ledger(filled: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (news / "new.txt").write_text(ATTACK + QUIET, encoding="utf-8")
    monkeypatch.setattr(ledger, "open_writer", functools.partial(ledger.open_writer, busy_seconds=0.05))
    holder = sqlite3.connect(tmp_path / "enligt.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        result = filled("add", news, "--published", "2026-02-07")
        assert result.code == 4
        assert "another process" in result.err
        assert len(lines(filled("claims", "--format", "jsonl").out)) == 2
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def test_a_full_disk_keeps_what_was_done(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, calls = ledger.Writer.record, 0

    def full(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise LedgerFull("enligt.db: no room left on the disk; make room and run the same command again")
        return record(*arguments, **options)

    monkeypatch.setattr(ledger.Writer, "record", full)
    result = run("add", news, "--published", "2026-02-07")
    assert result.code == 4
    assert "no room left" in result.err
    assert result.out.startswith("1 page (1 claims)")
    assert len(lines(run("claims", "--format", "jsonl").out)) == 1


# --- readers


def test_missing_weights(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_name: str = "trained", **_folder: object) -> WordReader:
        raise WeightsError("the weights are missing: install the package again")

    monkeypatch.setattr(readers, "load", load)
    for words in (["add", news], ["extract", news], ["demo"]):
        result = run(*words)
        assert (result.code, result.err, result.out) == (5, "enligt: the weights are missing: install the package again\n", "")


def test_weights_found_damaged_while_reading(run: Run, news: Path, reader: WordReader) -> None:
    def refuse(_article: Article) -> None:
        raise WeightsError("the weights are damaged: install the package again")

    reader.before = refuse
    result = run("add", news)
    assert result.code == 5
    assert "damaged" in result.err
    assert run("extract", news).code == 5


def test_a_reader_that_stumbles_on_one_page(run: Run, news: Path, reader: WordReader) -> None:
    def stumble(article: Article) -> None:
        if "attack" in article.document:
            raise IndexError("list index out of range")

    reader.before = stumble
    result = run("add", news, "--published", "2026-02-07")
    assert result.code == 6
    assert "IndexError: list index out of range" in result.err
    assert [record["event_type"] for record in lines(run("claims", "--format", "jsonl").out)] == ["CONSULT"]
    reader.before = lambda _article: None
    assert run("add", news / "meeting.txt", "--published", "2026-02-07").code == 0


# --- being stopped


def interrupt_at(name: str) -> Any:
    def interrupt(article: Article) -> None:
        if name in article.document:
            raise KeyboardInterrupt

    return interrupt


def test_ctrl_c_keeps_what_was_done_and_the_run_goes_on_later(run: Run, news: Path, reader: WordReader) -> None:
    reader.before = interrupt_at("meeting")
    result = run("add", news, "--published", "2026-02-07")
    assert result.code == 130
    assert "stopped" in result.err
    assert result.out == "1 page (1 claims): 1 article and 1 claim added to enligt.db\n"
    reader.before = lambda _article: None
    assert run("add", news, "--published", "2026-02-07").out.endswith("; 1 page there already\n")
    assert len(lines(run("claims", "--format", "jsonl").out)) == 2


@pytest.mark.parametrize("format_", ["jsonl", "json", "csv", "table"])
def test_ctrl_c_leaves_whole_records(run: Run, news: Path, reader: WordReader, format_: str) -> None:
    whole = run("extract", news / "attack.txt", "--published", "2026-02-07", "--format", format_)
    reader.before = interrupt_at("meeting")
    result = run("extract", news, "--published", "2026-02-07", "--format", format_)
    assert result.code == 130
    assert result.out == whole.out


def test_ctrl_c_in_demo_and_reread(filled: Run, reader: WordReader) -> None:
    reader.version = "2"
    reader.before = interrupt_at("meeting")
    assert filled("reread").code == 130
    reader.before = interrupt_at("sv-")
    assert filled("demo").code == 130


SLOW = """
import signal, sys, time
from enligt import readers
from enligt.cli import main
from word_reader import WordReader

def slowly(article):
    if "meeting" in article.document:
        print("waiting", file=sys.stderr, flush=True)
        time.sleep(60)

readers.load = lambda name="trained", **folder: WordReader(before=slowly)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started the tests deaf to it
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process")
def test_a_real_interrupt(news: Path, tmp_path: Path, root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root / "tests")}
    command = [sys.executable, "-c", SLOW, "add", str(news), "--published", "2026-02-07", "--ledger", str(tmp_path / "l.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        assert process.stderr.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.startswith("1 page (1 claims): 1 article and 1 claim added")
    assert "Traceback" not in err


# --- what nobody foresaw


def test_the_unforeseen_is_one_line(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_arguments: Any, **_options: Any) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(ledger.View, "claims", explode)
    result = filled("claims")
    assert result.code == 1
    assert result.err.startswith("enligt: internal error: ZeroDivisionError: division by zero")
    assert len(result.err.splitlines()) == 1


def test_every_error_has_a_code_that_is_documented() -> None:
    tree = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, EnligtError)]
    assert len(tree) >= 11
    for error in tree:
        assert exits.code_of(error("x")) == error.exit_code
        assert error.exit_code in exits.EXIT_CODES
    assert exits.code_of(KeyboardInterrupt()) == exits.code_of(click.Abort()) == 130
    assert exits.code_of(click.UsageError("x")) == 2
    assert exits.code_of(ValueError("x")) == 1


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "out.json"), "no room left on the disk: out.json"),
        (PermissionError(13, "Permission denied", "x.db"), "Permission denied: x.db"),
        (KeyboardInterrupt(), "interrupted"),
    ],
)
def test_errors_of_the_system_are_clear_lines(error: BaseException, line: str) -> None:
    assert exits.line_of(error) == line


def test_main_gives_back_a_code_and_never_raises(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "Traceback" not in capsys.readouterr().err
