"""Where an export is written: whole or not at all, and nothing that is not an export is ever replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from enligt.errors import UsageError
from enligt.reports.exports.writing import checked, new_file, new_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    with new_file(place) as stream:
        stream.write(b"half")
        stream.flush()
        assert not place.exists()
    assert place.read_bytes() == b"half"
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208 - hidden ones too


def halfway(place: Path, error: type[BaseException]) -> None:
    with new_file(place) as stream:
        stream.write(b"half")
        raise error


def halfway_in(place: Path) -> None:
    with new_folder(place) as folder:
        (folder / "a.csv").write_text("2", encoding="utf-8")
        raise KeyboardInterrupt


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interrupted_file_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    place = tmp_path / "out.csv"
    place.write_bytes(b"before")
    with pytest.raises(error):
        halfway(place, error)
    assert place.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208 - as above


def test_an_interrupted_folder_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with new_folder(place) as folder:
        (folder / "a.csv").write_text("1", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        halfway_in(place)
    assert (place / "a.csv").read_text(encoding="utf-8") == "1"
    with new_folder(place) as folder:
        (folder / "b.csv").write_text("3", encoding="utf-8")
    assert [file.name for file in place.iterdir()] == ["b.csv"]
    assert os.listdir(tmp_path) == ["out"]  # noqa: PTH208 - as above


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_it_leaves_no_half_file(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from enligt.reports.exports.writing import new_file\n"
        "with new_file(Path(sys.argv[1])) as stream:\n"
        "    stream.write(b'half'); stream.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out.csv")], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert not (tmp_path / "out.csv").exists()


def test_what_is_there_is_replaced_only_if_asked(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="--overwrite"):
        checked(str(file), overwrite=False, folder=False)
    assert checked(str(file), overwrite=True, folder=False) == file
    with pytest.raises(UsageError, match="is a file"):
        checked(str(file), overwrite=True, folder=True)
    with pytest.raises(UsageError, match="is a folder"):
        checked(str(tmp_path), overwrite=True, folder=False)
    with pytest.raises(UsageError, match="make it first"):
        checked(str(tmp_path / "none" / "out.csv"), overwrite=False, folder=False)


def test_a_folder_that_is_no_export_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="left alone"):
        checked(str(tmp_path / "mine"), overwrite=True, folder=True)
    (tmp_path / "empty").mkdir()
    assert checked(str(tmp_path / "empty"), overwrite=False, folder=True) == tmp_path / "empty"
