"""Pages out of crawl archives: whole and broken, packed in every way, and nothing that lies about its size."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from enligt.model import Issue, Page
from enligt.sources import articles, pages
from enligt.sources.archives import is_archive, records
from enligt.sources.unpacking import UnpackError, unpacked
from pdf_builder import column, pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HTML = b"<html><body><p>Sverige och Norge enades i Oslo.</p></body></html>"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers])
    return head.encode() + b"\r\n\r\n" + body


def record(payload: bytes, *, kind: str = "response", uri: str = "http://paper.example/a", length: int | None = None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-10-19T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0{abs(hash(uri)):031x}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(payload) if length is None else length}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def numbered(n: int) -> bytes:
    return record(http(HTML.replace(b"Oslo", b"Oslo %d" % n)), uri=f"http://paper.example/{n}")


def zstd(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def brotli(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


PACKED: dict[str, Callable[[list[bytes]], bytes]] = {
    "a.warc": b"".join,
    "a.warc.gz": lambda all_: b"".join(map(gzip.compress, all_)),
    "a.warc.zst": lambda all_: b"".join(map(zstd, all_)),
}


def read(path: Path, largest: int = 1 << 20) -> tuple[list[Page], list[Issue]]:
    found = list(records(str(path), largest=largest))
    return [p for p in found if isinstance(p, Page)], [i for i in found if isinstance(i, Issue)]


@pytest.mark.parametrize("name", PACKED)
def test_every_response_that_holds_text_is_a_page(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    all_ = [
        record(b"software: x\r\n", kind="warcinfo"),
        numbered(1),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(http(b"gone", status="404 Not Found")),
        record(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        numbered(2),
    ]
    path.write_bytes(PACKED[name](all_))
    found, issues = read(path)
    assert [p.location for p in found] == ["http://paper.example/1", "http://paper.example/2"]
    assert found[0].content == HTML.replace(b"Oslo", b"Oslo 1")
    assert (found[0].media_type, found[0].fetched) == ("text/html; charset=utf-8", "2024-10-19T08:00:00Z")
    assert [(i.code, i.fatal, i.message.split()[0]) for i in issues] == [("no-pages", False, "3")]
    assert [p.location for p in pages([str(path)]) if isinstance(p, Page)] == [p.location for p in found]


def bare(payload: bytes, *, kind: str, media: str, uri: str = "https://paper.example/a") -> bytes:
    """A record that is no HTTP message."""
    return record(payload, kind=kind, uri=uri).replace(f"application/http; msgtype={kind}".encode(), media.encode())


@pytest.mark.parametrize("name", PACKED)
def test_pages_without_their_answer_are_read(tmp_path: Path, name: str) -> None:
    """A page's text (WET), and files packed into an archive; not what a crawler notes of pages, nor pictures."""
    text = "Sverige och Norge enades på lördagen.".encode()
    all_ = [
        bare(text, kind="conversion", media="text/plain"),
        bare(HTML, kind="resource", media="text/html; charset=utf-8", uri="https://paper.example/b"),
        bare(text, kind="resource", media="text/plain", uri="urn:text:https://paper.example/b"),
        bare(b"fetchTimeMs: 3", kind="metadata", media="text/plain"),
        bare(b"\x89PNG", kind="resource", media="image/png"),
        bare(b"", kind="conversion", media="text/plain", uri="https://paper.example/empty"),
        bare(text * 40_000, kind="conversion", media="text/plain", uri="https://paper.example/large"),
        numbered(1),
    ]
    (tmp_path / name).write_bytes(PACKED[name](all_))
    found, issues = read(tmp_path / name)
    assert [(one.location, one.content, one.media_type) for one in found[:2]] == [
        ("https://paper.example/a", text, "text/plain"),
        ("https://paper.example/b", HTML, "text/html; charset=utf-8"),
    ]
    assert [one.location for one in found[2:]] == ["http://paper.example/1"]
    assert [(one.code, one.fatal) for one in issues] == [("empty", True), ("too-large", True), ("no-pages", False)]
    assert issues[-1].message.startswith("3 records")


@pytest.mark.parametrize("name", PACKED)
def test_what_lies_behind_a_broken_place_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    parts = [PACKED[name]([numbered(n)]) for n in range(6)]
    middle = bytearray(parts[2])
    middle[len(middle) // 3 : len(middle) // 3 + 40] = b"\x00" * 40
    path.write_bytes(b"".join([*parts[:2], bytes(middle), *parts[3:]]))
    found, issues = read(path)
    locations = [p.location.rsplit("/", 1)[1] for p in found if p.content.startswith(b"<html>") and b"\x00" not in p.content]
    assert locations[:2] == ["0", "1"]
    assert locations[-2:] == ["4", "5"]
    if name != "a.warc":  # without a checksum, noughts inside a body are what the record holds
        assert [i.code for i in issues] == ["damaged"]
        begins = len(parts[0])  # of the last whole record
        assert (
            f"at byte {begins}: what stands behind the record that begins there, up to byte {sum(map(len, parts[:3]))}"
            in issues[0].message
        )


def test_a_length_of_thousands_of_figures_costs_its_record_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    broken = numbered(1).replace(b"Content-Length: ", b"Content-Length: " + b"1" * 5000)
    path.write_bytes(b"".join(map(gzip.compress, [numbered(0), broken, numbered(2)])))
    found, issues = read(path)
    assert [p.location for p in found] == ["http://paper.example/0", "http://paper.example/2"]
    assert [i.code for i in issues] == ["damaged"]


@pytest.mark.parametrize("name", PACKED)
def test_an_archive_that_is_cut_off_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    whole = PACKED[name]([numbered(n) for n in range(4)])
    path.write_bytes(whole[: -len(PACKED[name]([numbered(3)])) // 2])
    found, issues = read(path)
    assert [p.location for p in found][:1] == ["http://paper.example/0"]
    assert [i.code for i in issues] == ["damaged"]
    assert all(HTML[:20] in p.content for p in found)


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        (["Content-Encoding: gzip"], gzip.compress),
        (["Content-Encoding: deflate"], zlib.compress),
        (["Content-Encoding: br"], brotli),
        (["Content-Encoding: zstd"], zstd),
        (["Transfer-Encoding: chunked"], lambda b: b"%x\r\n%s\r\n0\r\n\r\n" % (len(b), b)),
        (["Content-Encoding: gzip"], lambda b: b),  # unpacked by the crawler, header kept
        (["Transfer-Encoding: chunked"], lambda b: b),
        (["Content-Encoding: br, gzip"], lambda b: gzip.compress(brotli(b))),
    ],
)
def test_bodies_are_unpacked(tmp_path: Path, headers: list[str], pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(http(pack(HTML), *headers)))
    (page,), issues = read(path)
    assert page.content == HTML
    assert issues == []


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli, zstd])
def test_a_bomb_is_an_issue_of_its_page_alone(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    layer = {gzip.compress: "gzip", zlib.compress: "deflate", brotli: "br", zstd: "zstd"}[pack]
    bomb = record(http(pack(b"A" * (8 << 20)), f"Content-Encoding: {layer}"), uri="http://bomb.example/")
    (tmp_path / "a.warc").write_bytes(numbered(1) + bomb + numbered(2))
    found, issues = read(tmp_path / "a.warc")
    assert [p.location for p in found] == ["http://paper.example/1", "http://paper.example/2"]
    assert [(i.location, i.code) for i in issues] == [("http://bomb.example/", "too-large")]


def test_a_page_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(http(b"x" * (3 << 20)), uri="http://big.example/") + numbered(1))
    found, issues = read(tmp_path / "a.warc")
    assert [p.location for p in found] == ["http://paper.example/1"]
    assert [(i.location, i.code) for i in issues] == [("http://big.example/", "too-large")]


def test_lies_and_unknown_compressions_are_told() -> None:
    for encodings in ("lzma2", "gzip, " * 9):
        with pytest.raises(UnpackError):
            unpacked(b"\x1f\x8bnothing", transfer="", encodings=encodings, largest=100)
    with pytest.raises(UnpackError):
        unpacked(b"\x1f\x8b\x08broken gzip", transfer="", encodings="gzip", largest=100)


def test_noughts_between_and_behind_records_cost_none(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(numbered(1) + b"\x00" * 500 + numbered(2) + numbered(3))
    found, issues = read(path)
    assert [p.location[-1] for p in found] == ["1", "2", "3"]
    assert [i.code for i in issues] == ["damaged"]
    path.write_bytes(b"".join(map(gzip.compress, (numbered(1), numbered(2)))) + b"\x00" * 512)
    found, issues = read(path)
    assert [p.location[-1] for p in found] == ["1", "2"]
    assert issues == []


def test_field_names_are_met_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        numbered(1).replace(b"WARC-Target", b"warc-TARGET").replace(b"Content-Type", b"content-TYPE")
    )
    found, issues = read(tmp_path / "a.warc")
    assert [p.location for p in found] == ["http://paper.example/1"]
    assert issues == []


@pytest.mark.parametrize(("layer", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_body_that_is_cut_off_is_told(layer: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(HTML * 50)
    with pytest.raises(UnpackError, match="cut off"):
        unpacked(packed[:-20], transfer="", encodings=layer, largest=1 << 20)
    assert unpacked(packed, transfer="", encodings=layer, largest=1 << 20) == HTML * 50
    assert unpacked(gzip.compress(HTML) * 2, transfer="", encodings="gzip", largest=1 << 20) == HTML * 2


@pytest.mark.parametrize("layer", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_unpacked_already_is_taken_as_it_is(layer: str) -> None:
    assert unpacked(HTML, transfer="", encodings=layer, largest=1000) == HTML


def test_other_files_are_no_archives(tmp_path: Path) -> None:
    assert not any(
        map(is_archive, (b"", b"WARC", gzip.compress(b"hello"), b"\x1f\x8b\x08", zstd(b"hello"), b"\x28\xb5\x2f\xfd", HTML))
    )
    (tmp_path / "empty.warc.gz").write_bytes(gzip.compress(record(b"software: x\r\n", kind="warcinfo")))
    assert [i.code for i in read(tmp_path / "empty.warc.gz")[1]] == ["empty"]


def test_a_pdf_in_an_archive_is_a_page_that_is_read(tmp_path: Path) -> None:
    line = "Sweden met Norway in Oslo on 19 October 2024, and the two governments talked about the long border."
    sheet = column([line] * 8, left=60, top=700)
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf([sheet], title="Talks in Oslo")
    path = tmp_path / "a.warc"
    path.write_bytes(record(payload, uri="http://paper.example/a.pdf"))
    (page,), issues = read(path)
    assert not issues
    (story,) = (one for one in articles(page) if not isinstance(one, Issue))
    assert "Sweden met Norway in Oslo" in story.text
    assert story.language == "en"
