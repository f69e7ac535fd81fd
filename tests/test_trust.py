"""Nothing that is read is trusted: each way to harm a reader by a file ends as an issue of that page alone."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import os
import re
import sys
import time
from typing import TYPE_CHECKING

import pytest

from command_line import Run, reader, run
from enligt.config import SaidOfPages, Settings
from enligt.errors import UsageError
from enligt.model import Article, Issue, Page
from enligt.sources import articles, pages
from enligt.sources.limits import USUAL, Limits
from enligt.sources.unpacking import unpacked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

POSIX = sys.platform != "win32"
TITLE = "Ministers agree to reopen the border crossing"
BODY = "The two governments agreed on Wednesday to reopen the crossing at the bridge after four years of talks."
MORE = "Sweden met Norway in Oslo on 2026-02-06, and a spokesman said that lorries would be let through from July."
HTML = f"<html><body><h1>{TITLE}</h1><p>{BODY}</p><p>{MORE}</p></body></html>"
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x1b\x07]")


def outcome(content: bytes | str, *, limits: Limits | None = None, name: str = "p") -> tuple[list[Article], list[Issue]]:
    """What becomes of a page; always articles, or a fatal issue."""
    found = list(articles(Page(name, content if isinstance(content, bytes) else content.encode()), limits=limits))
    all_, issues = [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Issue)]
    assert all_ or any(one.fatal for one in issues)
    return all_, issues


# ---- size


def test_a_page_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(100 << 20)
    (tmp_path / "small.html").write_text(HTML, encoding="utf-8")
    big, small = pages([str(tmp_path)])
    assert isinstance(big, Issue)
    assert (big.code, big.fatal) == ("too-large", True)
    assert isinstance(small, Page)


def test_a_body_of_a_million_empty_gzip_members_takes_no_time_that_grows_with_its_square() -> None:
    member = gzip.compress(b"")
    begun = time.process_time()
    assert unpacked(member * 60_000, transfer="", encodings="gzip", largest=1 << 20) == b""
    long = time.process_time() - begun
    begun = time.process_time()
    unpacked(member * 6_000, transfer="", encodings="gzip", largest=1 << 20)
    assert long < 100 * (time.process_time() - begun)  # ten times the members: ten times, not a hundred times, as long
    assert unpacked(gzip.compress(b"a" * 100_000) * 3, transfer="", encodings="gzip", largest=1 << 20) == b"a" * 300_000


def test_lines_beyond_the_limit_are_told() -> None:
    text = "\n\n".join([TITLE, BODY, *[f"{BODY} {n}." for n in range(10)]])
    (article,), issues = outcome(text, limits=Limits(lines=5))
    assert article.text.count("\n\n") == 4
    assert (issues[0].code, issues[0].fatal) == ("cut", False)
    html = HTML.replace("</body>", "".join(f"<p>{BODY} {n}.</p>" for n in range(10)) + "</body>")
    (article,), issues = outcome(html, limits=Limits(lines=4))
    assert "cut" in [one.code for one in issues]
    assert f"{BODY} 9." not in article.text


# ---- depth


@pytest.mark.parametrize("tag", ["div", "b", "p", "table", "li"])
def test_a_million_nested_tags_are_told_and_what_stands_before_is_read(tag: str) -> None:
    (article,), issues = outcome(
        HTML.replace("</body>", f"<{tag}>" * (50_000 if tag in {"p", "li"} else 1_000_000) + "<p>deep</p></body>")
    )
    assert BODY in article.text
    if tag not in {"p", "li"}:  # these close each other, or are no elements there
        assert ("too-deep", False) in [(one.code, one.fatal) for one in issues]


@pytest.mark.parametrize(
    "content",
    ["<" * 60_000, "<a " * 20_000, "&" * 60_000, "<!--" * 20_000, "<![CDATA[" * 10_000, "<p a='" + "x" * 60_000, "{" * 60_000],
)
def test_open_ends_end(content: str) -> None:
    outcome(content)
    outcome(HTML.replace("</h1>", f"</h1>{content}"))


@pytest.mark.skipif(not POSIX, reason="Windows has no folders below a place by file descriptor")
def test_a_folder_deeper_than_paths_may_be_is_told(tmp_path: Path) -> None:
    name = "d" * 100
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(60):  # 6,000 characters
        os.mkdir(name, dir_fd=at)
        below = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    (tmp_path / "page.txt").write_text(BODY, encoding="utf-8")
    found = list(pages([str(tmp_path)]))
    assert [one.code for one in found if isinstance(one, Issue)] == ["unreadable"]
    assert [one.content for one in found if isinstance(one, Page)] == [BODY.encode()]


# ---- entities


def test_entities_are_never_replaced_by_what_the_page_says() -> None:
    inner = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 50 if n else 'haha'}'>" for n in range(12))
    for head in ("<?xml version='1.0'?>", ""):
        found, _ = outcome(
            f"{head}<!DOCTYPE html [{inner}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>{HTML.replace('bridge', '&e11;&f;')}"
        )
        assert len(found[0].text) < 400
        assert "haha" not in found[0].text
        assert "root:" not in found[0].text
    _, issues = outcome(f"<?xml version='1.0'?><!DOCTYPE x [{inner}]><x>&e11;</x>")
    assert [one.code for one in issues] == ["unsupported-type"]


# ---- letters


@pytest.mark.parametrize("said", ["utf-16", "utf-7", "hex", "zip", "x-user-defined", "iso-2022-jp", "\x00", "cp1251", "punycode"])
def test_a_charset_that_lies_does_no_harm(said: str) -> None:
    text = "Sverige och Norge möttes på lördagen i Oslo. " * 4
    page = f"<html><head><meta charset='{said}'></head><body><h1>Möte på Åland</h1><p>{text}</p>"
    (article,), _ = outcome(page)
    assert article.headline == "Möte på Åland"
    found = list(articles(Page("p", page.encode("cp1252"), f"text/html; charset={said}")))
    assert any(isinstance(one, Article) or one.fatal for one in found)


def test_broken_bytes_are_told_and_the_rest_is_read() -> None:
    (article,), issues = outcome(
        HTML.encode().replace(b"bridge", b"br\xffidge \xc3").replace(b"talks", "tälks – på åtta öar, säger två män".encode())
    )
    assert "\ufffd" in article.text
    assert "invalid-bytes" in [one.code for one in issues]
    assert article.text.endswith(MORE)


def test_noughts_controls_and_overrides_are_no_part_of_a_text() -> None:
    odd = (
        HTML.replace("agreed", "ag\x00re\x07ed")
        .replace("bridge", "\u202ebridge\u202c\u2066")
        .replace("July", "\x1b[31mJuly\x9b0m")
    )
    for page in (odd, re.sub("<[^>]+>", "\n\n", odd)):
        (article,), _ = outcome(page)
        assert "agreed" in article.text
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", article.text)


def test_what_a_terminal_is_shown_is_harmless(run: Run, tmp_path: Path) -> None:
    """Names and titles with escapes, overrides and markup: kept as data, shown as plain letters."""
    nasty = "[bold red]News\u202egnp.exe\x1b]0;owned\x07<script>alert(1)</script>{{7*7}}%s"
    line = {
        "text": f"{BODY}\n\n{MORE}",
        "title": nasty,
        "date": "2026-02-07",
        "outlet": nasty,
        "url": "https://a.example/\u202e1",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    folder = tmp_path / ("[red]\u202etxt" if POSIX else "red")
    folder.mkdir()
    (folder / ("\x1b[31mx<b>.bin" if POSIX else "x.bin")).write_bytes(b"\x00\x01\x02" * 40)
    shown = [run("extract", tmp_path / "a.jsonl", folder), run("add", tmp_path / "a.jsonl", folder)]
    shown += [run(verb) for verb in ("claims", "articles", "issues", "pages")]
    assert "red]News" in shown[3].out  # no markup of ours, and no colour
    for one in shown:
        assert not REORDERING.search(one.out + one.err)
    (held,) = [json.loads(found) for found in run("articles", "--format", "jsonl").out.splitlines()]
    assert "\u202e" in held["headline"]
    assert "<script>" in held["headline"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_file_name_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / os.fsdecode(b"\xff\xfe.txt")).write_text(f"{TITLE}\n\n{BODY}\n\n{MORE}", encoding="utf-8")
    assert run("add", tmp_path / "news", "--published", "2026-02-07").code in {0, 6}
    assert len(run("pages", "--format", "jsonl").out.splitlines()) + len(run("issues", "--format", "jsonl").out.splitlines()) >= 1


# ---- links


@pytest.mark.skipif(not POSIX, reason="symbolic links need a privilege on Windows")
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    for folder in (outside, inside / "a"):
        folder.mkdir(parents=True)
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (inside / "a" / "page.txt").write_text("page", encoding="utf-8")
    (inside / "file").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "up").symlink_to("..")
    (inside / "within").symlink_to("a/page.txt")
    (inside / "broken").symlink_to("nowhere")
    (inside / "next").symlink_to(tmp_path / "inside-not")
    (tmp_path / "inside-not").mkdir()
    found = list(pages([str(inside)]))
    assert [one.content for one in found if isinstance(one, Page)] == [b"page", b"page"]
    assert [(one.location.rsplit("/", 1)[1], one.code) for one in found if isinstance(one, Issue)] == [
        ("broken", "missing"),
        ("file", "link-out"),
        ("folder", "link-out"),
        ("next", "link-out"),
        ("up", "link-out"),
    ]
    (tmp_path / "given").symlink_to(inside)
    assert sum(isinstance(one, Page) for one in pages([str(tmp_path / "given")])) == 2
    assert [one.content for one in pages([str(inside / "file")]) if isinstance(one, Page)] == [b"secret"]


# ---- archives


def test_an_archive_cut_anywhere_gives_pages_or_says_so(tmp_path: Path) -> None:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{HTML}".encode()
    record = (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-10-19T08:00:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        + body
        + b"\r\n\r\n"
    )
    packed = gzip.compress(record, mtime=0)
    for name, whole in (("a.warc", record * 2), ("a.warc.gz", packed * 2)):
        for cut in range(len(whole) // 2 + 20, len(whole) - 4, 37):
            (tmp_path / name).write_bytes(whole[:cut])
            found = list(pages([str(tmp_path / name)]))
            assert sum(isinstance(one, Page) for one in found) >= 1, cut
            assert len(found) >= 2, cut  # the second page, or what became of it


# ---- settings


def test_bounds_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.of({}).limits == USUAL
    said = Settings.of({"ENLIGT_LARGEST_PAGE": "2M", "ENLIGT_PAGE_SECONDS": "0.5"}).limits
    assert (said.page_bytes, said.page_seconds, said.depth) == (2 << 20, 0.5, USUAL.depth)
    assert Settings.of({"ENLIGT_LARGEST_PAGE": "1000"}).limits.page_bytes == 1000
    for name, value in (
        ("ENLIGT_LARGEST_PAGE", "much"),
        ("ENLIGT_LARGEST_PAGE", "0"),
        ("ENLIGT_PAGE_SECONDS", "-1"),
        ("ENLIGT_PAGE_SECONDS", "0"),
    ):
        with pytest.raises(UsageError, match=f"{name}={value}: want a number"):
            Settings.of({name: value})
    monkeypatch.setenv("ENLIGT_LARGEST_PAGE", "9")
    limits = SaidOfPages.of().limits
    assert limits is not None
    assert [one.code for one in pages(["-"], stdin=io.BytesIO(b"x" * 10), limits=limits) if isinstance(one, Issue)] == [
        "too-large"
    ]


def test_bounds_reach_the_command_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.html").write_text(HTML, encoding="utf-8")
    assert run("add", tmp_path / "p.html").code == 0
    monkeypatch.setenv("ENLIGT_LARGEST_PAGE", "20")
    again = run("extract", tmp_path / "p.html")
    assert again.code != 0
    assert "larger than 20 bytes" in again.err
    monkeypatch.setenv("ENLIGT_LARGEST_PAGE", "big")
    assert run("add", tmp_path / "p.html").code == 2


def test_the_table_of_limits_is_the_codes(root: Path) -> None:
    text = (root / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, re.MULTILINE))
    written = {
        one.name: f"{value // (1 << 20)} MiB"
        if one.name.endswith("bytes")
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
        for one in dataclasses.fields(Limits)
        if (value := getattr(USUAL, one.name)) is not None
    }
    assert rows == written
    for name in ("ENLIGT_LARGEST_PAGE", "ENLIGT_PAGE_SECONDS"):
        assert f"`{name}`" in text
