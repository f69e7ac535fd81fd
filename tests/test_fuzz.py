"""A few seconds of quality/fuzz.py; and that it finds what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import fuzz
from enligt.model import Article, Page, Segment
from enligt.sources import articles

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_gets_through(tmp_path: Path) -> None:
    assert fuzz.run(seconds=4, seed=1, chosen=fuzz.targets(), keep=tmp_path) == []


def test_what_gets_through_is_kept_and_read_again(tmp_path: Path) -> None:
    def read(content: bytes) -> None:
        if b"\x00" in content:
            raise ValueError("a nought")

    (path,) = fuzz.run(seconds=20, seed=1, chosen={"page": fuzz.Target((b"some bytes",), read)}, keep=tmp_path)
    assert path.name.startswith("page-")
    with pytest.raises(ValueError, match="a nought"):
        read(path.read_bytes())


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ([], "neither"),
        ([Article("p", "x", "text", "en", segments=(Segment(0, 9, None),))], "outside"),
        ([Article("p", "x", "text", "en", segments=(Segment(0, 4, 1),))], "quote"),
        ([Article("p", "x", " ", "en")], "without text"),
        ([Article("p", "x", "text", "en", headline="other")], "headline"),
    ],
)
def test_what_must_hold(found: list[Article], why: str) -> None:
    with pytest.raises(fuzz.Escaped, match=why):
        fuzz.held(found, Page("p", b"text and more"))


def test_what_atheris_follows_is_the_program() -> None:
    found = fuzz._ours()
    assert articles in found
    assert {one.__module__.partition(".")[0] for one in found} == {"enligt"}
