"""`quality/archive.py`: the archive that it makes is one, and an add that is killed on the way ends as one that is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import archive
from enligt.model import Issue, Page
from enligt.sources import articles, pages
from ledgers import content


@pytest.mark.parametrize("packing", archive.PACKINGS)
def test_the_archive_is_one(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"a.warc.{packing}"
    records = archive.write(path, 12)
    found = list(pages([str(path)]))
    given = [one for one in found if isinstance(one, Page)]
    assert len(given) == 12
    assert given[9].content == given[8].content
    assert [one.message.split()[0] for one in found if isinstance(one, Issue)] == [str(records - 12)]
    archive.write(tmp_path / f"b.warc.{packing}", 12)
    assert [one.content for one in pages([str(tmp_path / f"b.warc.{packing}")]) if isinstance(one, Page)] == [
        one.content for one in given
    ]


def test_its_pictures_may_be_as_large_as_wanted(tmp_path: Path) -> None:
    small, large = tmp_path / "small.warc.gz", tmp_path / "large.warc.gz"
    assert archive.write(small, 10) == archive.write(large, 10, picture=300_000)
    assert large.stat().st_size > small.stat().st_size + 270_000
    assert sum(isinstance(one, Page) for one in pages([str(large)])) == 10


def test_its_pages_are_articles_without_what_surrounds_them(tmp_path: Path) -> None:
    archive.write(tmp_path / "a.warc.gz", 3)
    found = [one for one in pages([str(tmp_path / "a.warc.gz")]) if isinstance(one, Page)]
    assert len(found) == 3
    for page in found:
        (story,) = (one for one in articles(page) if not isinstance(one, Issue))
        assert "cookies" not in story.text
        assert "most read" not in story.text
        assert story.published is not None


def test_an_add_that_is_killed_on_the_way_ends_as_one_that_is_not(tmp_path: Path) -> None:
    told = archive.kills(tmp_path, pages=40, times=3, seed=5, reader="words", jobs=1)
    assert told["differences"] == []
    assert told["kills_that_met_a_run"] >= 1
    assert len(content(tmp_path / "killed.db")["page_location"]) == 40


def test_peak_memory_is_the_process_s_own() -> None:
    held = b"1" * 300_000_000  # bytes, all of them written
    told = subprocess.run(
        [sys.executable, "-c", "import archive; print(archive.peak())"],
        check=True,
        capture_output=True,
        cwd=Path(archive.__file__).parent,
    )
    assert int(told.stdout) * 1024 < len(held)
