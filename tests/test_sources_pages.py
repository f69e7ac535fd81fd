"""From paths to pages: every file is a page or an issue, and no path raises."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from enligt.model import Issue, Page
from enligt.sources import pages
from enligt.sources.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

POSIX = sys.platform != "win32"


def outcome(*paths: object) -> list[tuple[str, str]]:
    return [
        ("page", one.content.decode()) if isinstance(one, Page) else (one.code, one.location)
        for one in pages([str(path) for path in paths])
    ]


def test_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.txt", "c.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert outcome(tmp_path) == [("page", name) for name in ("a/b/c.txt", "a/z.html", "b.txt", "c.txt")]
    assert outcome(tmp_path / "c.txt", tmp_path / "b.txt") == [("page", "c.txt"), ("page", "b.txt")]


def test_standard_input() -> None:
    assert list(pages(["-"], stdin=io.BytesIO(b"text"))) == [Page("-", b"text")]


def test_missing_empty_and_null_byte(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert outcome(tmp_path / "nowhere", tmp_path / "empty.txt") == [
        ("missing", str(tmp_path / "nowhere")),
        ("empty", str(tmp_path / "empty.txt")),
    ]
    assert outcome(tmp_path / "folder") == [("empty-folder", str(tmp_path / "folder"))]
    assert outcome("a\0b") == [("unreadable", "a\0b")]


def test_too_large_a_file_is_an_issue(tmp_path: Path) -> None:
    ten = Limits(page_bytes=10)
    (tmp_path / "ten.txt").write_bytes(b"x" * 10)
    (tmp_path / "eleven.txt").write_bytes(b"x" * 11)
    assert [isinstance(one, Page) for one in pages([str(tmp_path)], limits=ten)] == [False, True]
    assert isinstance(next(iter(pages(["-"], stdin=io.BytesIO(b"x" * 11), limits=ten))), Issue)


@pytest.mark.skipif(not POSIX, reason="symbolic links need a privilege on Windows")
def test_directory_loop_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").write_text("page", encoding="utf-8")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert outcome(tmp_path) == [
        ("directory-loop", str(tmp_path / "a" / "back")),
        ("page", "page"),
        ("directory-loop", str(tmp_path / "self")),
    ]


@pytest.mark.skipif(not POSIX or os.geteuid() == 0, reason="root may read everything, and Windows knows no mode 000")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    assert outcome(path) == [("unreadable", str(path))]


@pytest.mark.skipif(not POSIX, reason="Windows has no named pipes in folders")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert outcome(tmp_path) == [("not-a-file", str(tmp_path / "pipe"))]


def test_a_stream_that_breaks_is_an_issue() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    (issue,) = pages(["-"], stdin=Broken())
    assert isinstance(issue, Issue)
    assert (issue.code, issue.message) == ("unreadable", "Input/output error")
