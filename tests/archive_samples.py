"""Small archives and JSON Lines for tests, in all packings, and the reader that makes claims of them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from test_sources_archives import PACKED, http, record, zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["PACKED", "gzip", "zstd"]

STORY = """<html><head><title>{title}</title></head><body><nav><a href="/">Start</a></nav><article><h1>{title}</h1>
<p>Sweden met Norway in Oslo on 2024-10-{day:02} to talk about harbour number {n}, according to Reuters.</p>
<p>The two governments have talked about the long border between the countries for several years, said a man at the pier.</p>
<p>Russia attacked a town in the east of the country during the night and {n} soldiers were killed there.</p>
</article><footer>All rights reserved by the paper.</footer></body></html>"""


def story(n: int) -> bytes:
    title = f"Talks about harbour {n}"
    return STORY.format(title=title, n=n, day=1 + n % 28).encode()


def crawled(count: int) -> list[bytes]:
    """The records of a crawl: responses, and requests and a missing page between them; every fifth page stands twice."""
    out = [record(b"software: x\r\n", kind="warcinfo")]
    for n in range(count):
        out.append(record(b"GET / HTTP/1.1\r\n\r\n", kind="request", uri=f"http://paper.example/{n}"))
        if n % 5 == 4:
            out.append(record(http(story(n - 1)), uri=f"http://mirror.example/{n}"))
        else:
            out.append(record(http(story(n)), uri=f"http://paper.example/{n}"))
        if n % 7 == 3:
            out.append(record(http(b"gone", status="404 Not Found"), uri=f"http://paper.example/{n}/gone"))
            out.append(record(http(b"\x00\x01\x02 no text" * 20), uri=f"http://paper.example/{n}/binary"))
    return out


def write_archive(path: Path, count: int, *, pack: Callable[[list[bytes]], bytes] | None = None) -> Path:
    name = "".join(path.suffixes)
    path.write_bytes((pack or PACKED[f"a{name}"])(crawled(count)))
    return path


def write_lines(path: Path, count: int) -> Path:
    def line(n: int) -> str:
        if n % 6 == 5:
            return "no json" if n % 12 == 5 else json.dumps({"title": "no text"})
        text = f"Sweden met Norway in harbour {n}. " + "The two governments have talked about the border for several years. " * 3
        return json.dumps({"title": f"Talks {n}", "text": text, "date": "2024-10-19", "url": f"http://paper.example/{n}"})

    path.write_text("".join(line(n) + "\n" for n in range(count)), encoding="utf-8")
    return path
