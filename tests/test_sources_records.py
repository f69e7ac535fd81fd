"""Texts out of JSON Lines: fields under the names that crawlers give them, a line that cannot be read told by its number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import enligt
from command_line import Run, lines, reader, run
from enligt.errors import UsageError
from enligt.model import Article, Issue, Page
from enligt.sources import articles, checked_fields, pages
from enligt.sources.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

TEXT = "Sweden met Norway in Oslo on 2026-02-06, according to Reuters.\n\nThe talks were about the long border between the two."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    held = [
        {
            "text": TEXT,
            "title": "Talks",
            "date": "2026-02-07T09:00:00Z",
            "source": "The Skerry",
            "url": "https://skerry.example/1",
        },
        {"maintext": TEXT, "headline": "Talks", "date_publish": "20260207", "authors": ["A. One", "B. Two"], "lang": "en"},
        {"meta": {"body": TEXT}, "title": None, "date": "soon"},
    ]
    (tmp_path / "crawl.jsonl").write_text("\n".join(map(json.dumps, held)) + "\n\n", encoding="utf-8")
    return tmp_path / "crawl.jsonl"


def read(path: Path, **fields: str) -> tuple[list[Article], list[Issue]]:
    found: list[Article] = []
    issues: list[Issue] = []
    for page in pages([str(path)], fields=fields):
        for one in articles(page) if isinstance(page, Page) else [page]:
            (found if isinstance(one, Article) else issues).append(one)  # type: ignore[arg-type] # the list that fits
    return found, issues


def test_each_line_is_an_article(file: Path) -> None:
    found, issues = read(file)
    first, second = found
    assert first.text == f"Talks\n\n{TEXT}"
    assert (first.headline, first.outlet, first.published) == ("Talks", "The Skerry", "2026-02-07")
    assert (first.document, first.url, first.language) == ("https://skerry.example/1", "https://skerry.example/1", "en")
    assert (second.document, second.byline, second.published) == (f"{file}#2", "A. One, B. Two", "2026-02-07")
    assert [(i.code, i.location) for i in issues] == [("no-text", f"{file}#3")]


def test_a_text_in_parts_is_whole_and_a_date_of_a_feed_is_read(tmp_path: Path) -> None:
    parts = [f"Part {n} of what Sweden said to Norway." for n in range(14)]
    (tmp_path / "p.jsonl").write_text(json.dumps({"text": parts, "pubDate": "Sat, 07 Feb 2026 09:00:00 +0100"}), encoding="utf-8")
    (one,), issues = read(tmp_path / "p.jsonl")
    assert one.text.split("\n\n") == parts
    assert (one.published, issues) == ("2026-02-07", [])


def test_a_date_beyond_all_calendars_is_none(tmp_path: Path) -> None:
    date = "Tue, 09 Jan 99999999999999999999 10:00:00 GMT"
    (tmp_path / "l.jsonl").write_text(json.dumps({"text": TEXT, "date": date}), encoding="utf-8")
    (found,), issues = read(tmp_path / "l.jsonl")
    assert found.published is None
    assert "no-date" in [one.code for one in issues]


def test_the_fields_may_be_said(file: Path) -> None:
    found, issues = read(file, text="meta.body")
    (third,) = found
    assert (third.document, third.headline, third.published) == (f"{file}#3", None, None)
    assert [i.code for i in issues] == ["no-text", "no-text", "no-date"]
    assert checked_fields(["title=h1", "text=meta.body"]) == {"title": "h1", "text": "meta.body"}
    for wrong in ("heading=h1", "title", "title="):
        with pytest.raises(UsageError, match="want FIELD=NAME"):
            checked_fields([wrong])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "not-json"), (b"[1]", "not-json"), (b'"x"', "not-json"), (b"\xff{}", "not-json"), (b"[" * 100_000, "not-json"),
        (b'{"text": "\\u0000"}', "no-text"), (b'{"text": 5.5}', "no-text"), (b'{"text": " "}', "no-text"), (b"{}", "no-text"),
        (b'{"text": "Hyv\xc3\xa4\xc3\xa4 huomenta kaikille ja kiitos kovasti"}', "unsupported-language"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_and_the_next_is_read(tmp_path: Path, line: bytes, code: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes(line + b"\n" + json.dumps({"text": TEXT, "date": "2026-02-07"}).encode() + b"\n")
    found, issues = read(path)
    assert [a.document for a in found] == [f"{path}#2"]
    assert [(i.code, i.location) for i in issues] == [(code, f"{path}#1")]


def test_an_empty_file_and_a_line_of_megabytes(tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes(b"\n\n")
    assert [i.code for i in read(tmp_path / "e.jsonl")[1]] == ["empty"]
    (tmp_path / "l.jsonl").write_bytes(
        b'{"text": "' + b"x" * 5000 + b'"}\n' + json.dumps({"text": TEXT, "date": "2026"}).encode()
    )
    issue, page = pages([str(tmp_path / "l.jsonl")], limits=Limits(line_bytes=1000))
    assert isinstance(page, Page)
    assert page.location == f"{tmp_path / 'l.jsonl'}#2"
    assert isinstance(issue, Issue)
    assert issue.code == "too-large"


def test_the_same_in_python(run: Run, file: Path, tmp_path: Path) -> None:
    del run  # the reader for tests is in its place
    readings = [one for one in enligt.read(file, fields={"text": "meta.body"}) if isinstance(one, enligt.Reading)]
    assert [one.article.document for one in readings] == [f"{file}#3"]
    with enligt.open(tmp_path / "l.db") as ledger:
        assert ledger.add(file).articles == 2
        assert ledger.add(file, fields={"text": "meta.body"}).articles == 1
        with pytest.raises(UsageError, match="want FIELD=NAME"):
            ledger.add(file, fields={"words": "text"})


def test_claims_come_from_lines_and_a_second_run_finds_them(run: Run, file: Path) -> None:
    claims = lines(run("extract", file, "--format", "jsonl").out)
    assert {c["outlet"] for c in claims} == {"The Skerry", None}
    first = run("add", file, "--map", "text=text")
    assert first.code == 6  # two lines have no field of that name
    held = lines(run("articles", "--format", "jsonl").out)
    assert len(held) == 1
    run("add", file, "--map", "text=text")
    assert lines(run("articles", "--format", "jsonl").out) == held
    assert run("add", file, "--map", "words=text").code == 2
