"""Throw altered pages of every kind at what reads bytes, and tell what gets through.

usage: python quality/fuzz.py [--seconds 60] [--seed 1] [--engine hypothesis|atheris] [--target NAME]... [--keep DIR]
       python quality/fuzz.py --target NAME --replay FILE
A failure is an exception that escapes, a page that ends with neither article nor fatal issue, or a range of an article's text
that does not hold. Its bytes are written to ``DIR/TARGET-….bin``, for ``--replay``. Seconds are of this process's time, over all
targets in turn. Exit 1 where anything failed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any
from unittest import mock

from enligt.model import Article, Issue, Page
from enligt.sources import articles, pages
from enligt.sources.decoding import Decoded, decode
from enligt.sources.documents import apart, kind_of, pdf
from enligt.sources.limits import Limits
from enligt.sources.records import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LIMITS = Limits(page_bytes=1 << 20, page_seconds=5.0, unpacked_bytes=4 << 20, lines=5000)
EXAMPLES = 40  # altered pages of one target, before it is another's turn
TOKENS = tuple(
    token.encode("latin-1")
    for token in (
        *("\x00", "\xff\xfe", "\xef\xbb\xbf", "\x1b[31m", "\xe2\x80\xae", "\xed\xa0\x80", "\r\n", "\n\n", "©", "2024-13-45"),
        *(
            "<",
            ">",
            "&#x110000;",
            "&#xd800;",
            "<div>",
            "</p>",
            "<!--",
            "<![CDATA[",
            "<!DOCTYPE x [<!ENTITY a 'b'>]>",
            "<?xml",
            "<h1>",
        ),
        *("<article>", "<pre>", "<time datetime=", "<script type='application/ld+json'>", "{", "[", '"', "\\u0000", "1e999", "-"),
        *(
            "=====",
            "|",
            "1 of 99999 DOCUMENTS",
            "LENGTH: 1 words",
            "Side 9",
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        ),
        *(
            "Content-Transfer-Encoding: base64\n",
            "--line\n",
            "=?utf-8?q?=FF?=",
            "From: ",
            "Date: Thu, 99 Foo 20210\n",
            "charset=hex",
        ),
        *("obj", "endobj", "stream\n", "endstream", "<<", ">>", "/Kids [2 0 R]", "/Count 999999999", "/Length 99999999", "xref"),
        *(
            "trailer",
            "WARC/1.0\r\n",
            "Content-Length: 99999999999\r\n",
            "Content-Length: -1\r\n\r\n",
            "\x1f\x8b\x08",
            "PK\x03\x04",
        ),
        *("Transfer-Encoding: chunked\r\n", "ffffffff\r\n", "Content-Encoding: br\r\n"),
    )
)

STORY = (
    "Ministers agree to reopen the border crossing",
    "The two governments agreed on Wednesday to reopen the crossing at the bridge after four years.",
    "Lorries will be let through from July. A spokesman said that the customs officers had still to be hired.",
    "Regeringen skickar två fartyg till sundet, och ministern säger nej till kraven från grannlandet.",
)


class Escaped(Exception):  # noqa: N818 - what it is called in the report
    """What a reader let through."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads bytes: what it is given to begin with, and what it is called with."""

    seeds: tuple[bytes, ...]
    read: Callable[[bytes], None]


# ---- what must hold


def held(found: Iterable[Article | Issue], page: Page) -> None:
    """Whether a page ends as it must.

    Raises:
        Escaped: it does not.
    """
    all_, fatal = [], False
    for one in found:
        if isinstance(one, Article):
            all_.append(one)
        else:
            fatal = fatal or one.fatal
            one.message.encode()
    if not all_ and not fatal:
        raise Escaped("neither an article nor a fatal issue")
    decoded = decode(page) if page.media_type != RECORD and kind_of(page) is None else None
    for article in all_:
        _spans_hold(article, decoded.text if isinstance(decoded, Decoded) and decoded.kind == "text" else None)


def _spans_hold(article: Article, text: str | None) -> None:
    article.text.encode()
    if not article.text.strip() or not article.article_id:
        raise Escaped("an article without text")
    if article.headline is not None and not article.text.startswith(article.headline):
        raise Escaped("a text that does not begin with its headline")
    at = 0
    for part in article.segments:
        if not at <= part.start < part.end <= len(article.text):
            raise Escaped(f"{part} lies outside the text, or before the one before it")
        at = part.end
        quoted = article.text[part.start : part.end]
        if part.page_start is not None and text is not None and text[part.page_start : part.page_start + len(quoted)] != quoted:
            raise Escaped(f"{part} does not quote the page")


def as_page(name: str) -> Callable[[bytes], None]:
    """A reader of a page of this name."""

    def read(content: bytes) -> None:
        page = Page(name, content)
        held(articles(page, limits=LIMITS), page)

    return read


def as_file(name: str) -> Callable[[bytes], None]:
    """A reader of a file of this name, which may hold many pages."""

    def read(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            found = list(pages([str(path)], limits=LIMITS))
            if not found:
                raise Escaped("neither a page nor an issue")
            for one in found[:20]:
                if isinstance(one, Page):
                    held(articles(one, limits=LIMITS), one)

    return read


# ---- what it begins with


def _html(story: Sequence[str]) -> bytes:
    head, *rest = story
    linked = json.dumps(
        {"@type": "NewsArticle", "headline": head, "datePublished": "2024-05-03", "author": {"name": "Hanna Wren"}}
    )
    body = "".join(f"<p>{text}</p>" for text in rest)
    top = f"<meta charset='utf-8'><title>{head} | The Skerry</title><script type='application/ld+json'>{linked}</script>"
    story_ = f"<h1>{head}</h1><time datetime='2024-05-03'>3 May</time>{body}"
    return f"<!doctype html><html><head>{top}</head><body><nav>Home</nav><article>{story_}</article></body></html>".encode()


def _docx(story: Sequence[str]) -> bytes:
    import docx  # noqa: PLC0415 - half a second

    document: Any = docx.Document()
    for text in story:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(out) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as new,
    ):  # stored, so that edits reach the XML
        for name in old.namelist():
            if "theme" not in name and "thumbnail" not in name:
                new.writestr(name, old.read(name))
    return kept.getvalue()


def _mail(story: Sequence[str]) -> bytes:
    head, *rest = story
    top = f"From: The Skerry <news@skerry.example>\nTo: a@desk.example\nSubject: {head}\nMessage-ID: <1@a>\nMIME-Version: 1.0\n"
    top += "Date: Fri, 03 May 2024 06:30:00 +0200\n"
    text = "Content-Type: text/plain; charset=utf-8\n\n" + "\n\n".join(rest)
    html = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    parts = f"--x\n{text}\n--x\n{html}"
    return (
        f"{top}Content-Type: multipart/alternative; boundary=x\n\n{parts}".encode()
        + _html(story).replace(b"=", b"=3D")
        + b"\n--x--\n"
    )


def _mhtml(story: Sequence[str]) -> bytes:
    top = b"Snapshot-Content-Location: https://skerry.example/1\nMIME-Version: 1.0\n"
    top += b'Content-Type: multipart/related; boundary="line"\n\n'
    return (
        top + b"--line\nContent-Type: text/html\nContent-Location: https://skerry.example/1\n\n" + _html(story) + b"\n--line--\n"
    )


def _export(story: Sequence[str]) -> bytes:
    blocks = []
    for n in (1, 2):
        blocks += [
            f"{n} of 2 DOCUMENTS",
            "The Skerry",
            "May 3, 2024 Friday",
            f"{story[0]} {n}",
            "BYLINE: Hanna Wren",
            "LENGTH: 80 words",
        ]
        blocks += [*story[1:], f"© The Skerry {n}"]
    return "\n\n".join(blocks).encode()


def _pdf(story: Sequence[str]) -> bytes:
    lines = [piece for text in story for piece in (text[:60], text[60:])]
    placed = (b"1 0 0 1 40 %d Tm (%s) Tj" % (700 - 12 * n, line.encode("cp1252")) for n, line in enumerate(lines))
    content = b"\n".join([b"BT /F1 10 Tf", *placed, b"ET"])
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font"
        b" /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>\nendobj\n"
        b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\n"
        b"endobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%%%EOF\n" % (len(content), content)
    )


def _warc(story: Sequence[str]) -> bytes:
    out = b""
    for n in (1, 2, 3):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _html(story)
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{n}\r\nWARC-Date: 2024-10-19T08:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:{n:032x}>\r\nContent-Length: {len(body)}\r\n\r\n"
        out += head.encode() + body + b"\r\n\r\n"
    return out


def _jsonl(story: Sequence[str]) -> bytes:
    line = {
        "title": story[0],
        "text": "\n\n".join(story[1:]),
        "date": "2024-05-03",
        "source": "The Skerry",
        "url": "https://skerry.example/1",
    }
    return (json.dumps(line) + "\n").encode() * 2


def targets() -> dict[str, Target]:
    """Everything that reads bytes, with small pages made here."""
    warc = _warc(STORY)
    texts = ("\n\n".join(STORY).encode(), "\r\n".join(STORY).encode("utf-16"), "\n".join(STORY).encode("cp1252"))
    return {
        "page": Target((_html(STORY), *texts), as_page("p")),
        "pdf": Target((_pdf(STORY),), as_page("a.pdf")),
        "docx": Target((_docx(STORY),), as_page("a.docx")),
        "mhtml": Target((_mhtml(STORY),), as_page("a.mhtml")),
        "mail": Target((_mail(STORY),), as_page("a.eml")),
        "exports": Target((_export(STORY),), as_page("export.txt")),
        "warc": Target((warc, gzip.compress(warc, mtime=0)), as_file("a.warc")),
        "jsonl": Target((_jsonl(STORY),), as_file("a.jsonl")),
    }


# ---- engines


def in_this_process() -> Any:
    """PDFs read here instead of in a process of their own: quicker, and what escapes is seen."""
    return mock.patch.object(apart, "read", lambda _name, content, limits: pdf.written(content, limits))


def altered(seed: bytes, edits: Sequence[tuple[int, float, float, bytes]]) -> bytes:
    """A page with each edit made: what kind, from where (a share of its length), how far, and with what."""
    content = bytearray(seed)
    for kind, start, share, piece in edits:
        at = int(start * len(content))
        end = at + int(share * share * (len(content) - at))
        if kind == 0:
            content[at : at + len(piece)] = piece
        elif kind == 1:
            content[at:at] = piece
        elif kind == 2:
            del content[at:end]
        elif kind == 3:
            content[at:at] = content[at:end]
        elif kind == 4:
            content[at:at] = piece * 200
        else:
            del content[at:]
    return bytes(content[: LIMITS.page_bytes])


def by_hypothesis(name: str, target: Target, *, seed: int, until: float) -> bytes | None:
    """The smallest page found that gets through, of ``EXAMPLES`` altered ones; None where none does."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - a tool of development
    from hypothesis import seed as seeded  # noqa: PLC0415 - as above
    from hypothesis import strategies as st  # noqa: PLC0415 - as above

    share = st.floats(0, 1, exclude_max=True)
    piece = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8))
    edits = st.lists(st.tuples(st.integers(0, 5), share, share, piece), min_size=1, max_size=6)
    last: list[bytes] = []

    @seeded(seed)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(st.sampled_from(target.seeds), edits)
    def reads(page: bytes, how: list[tuple[int, float, float, bytes]]) -> None:
        if not last and time.process_time() > until:
            return
        content = altered(page, how)
        try:
            target.read(content)
        except BaseException:
            last[:] = [content]
            raise

    try:
        reads()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it got through
        print(f"{name}: {type(error).__name__}: {str(error)[:300]}")
        return last[0] if last else None
    return None


def run(*, seconds: float, seed: int, chosen: dict[str, Target], keep: Path) -> list[Path]:
    """Alter and read, target after target, until the time is up; each failing target is left out from then on.

    Args:
        seconds: of this process's time.
        seed: the same gives the same pages.
        chosen: of :func:`targets`.
        keep: where failing pages are written to.

    Returns:
        The files of the pages that got through.
    """
    until = time.process_time() + seconds
    left = dict(chosen)
    failures: list[Path] = []
    with in_this_process():
        for name, target in chosen.items():
            for content in target.seeds:
                target.read(content)  # as they are, they must be read: else the fault is here
            del name
        turn = 0
        while left and time.process_time() < until:
            for name, target in list(left.items()):
                found = by_hypothesis(name, target, seed=seed + turn, until=until)
                if found is not None:
                    failures.append(_kept(keep, name, found))
                    del left[name]
            turn += 1
    return failures


def _kept(keep: Path, name: str, content: bytes) -> Path:
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.bin"
    path.write_bytes(content)
    return path


def _ours() -> list[FunctionType]:
    """The functions and methods of the program that are loaded: to follow the libraries' too takes minutes to begin."""
    found: list[FunctionType] = []
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "enligt":
            held = list(vars(module).values())
            held += [part for one in held if isinstance(one, type) for part in vars(one).values()]
            found += [one for one in held if isinstance(one, FunctionType) and one.__module__ == name]
    return found


def by_atheris(name: str, target: Target, *, seconds: float, seed: int) -> None:
    """Guided by which code is reached; never comes back. Atheris is not among our libraries: ``pip install atheris``."""
    try:
        import atheris  # noqa: PLC0415 - seldom installed
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris, or --engine hypothesis")
    folder = Path(tempfile.mkdtemp())
    for number, content in enumerate(target.seeds):
        (folder / f"{name}-{number}").write_bytes(content)
    for one in _ours():
        atheris.instrument_func(one)
    atheris.Setup([sys.argv[0], str(folder), f"-max_total_time={seconds:.0f}", f"-seed={seed}"], target.read)
    with in_this_process():
        atheris.Fuzz()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("hypothesis", "atheris"), default="hypothesis")
    parser.add_argument("--target", action="append", choices=("page", "pdf", "docx", "mhtml", "mail", "exports", "warc", "jsonl"))
    parser.add_argument("--keep", type=Path, default=Path("fuzz"))
    parser.add_argument("--replay", type=Path)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    said = _options().parse_args(words)
    all_ = targets()
    chosen = {name: all_[name] for name in said.target or all_}
    if said.replay is not None:
        with in_this_process():
            next(iter(chosen.values())).read(said.replay.read_bytes())
        print(f"{said.replay}: holds")
        return 0
    if said.engine == "atheris":
        by_atheris(*next(iter(chosen.items())), seconds=said.seconds, seed=said.seed)
    failures = run(seconds=said.seconds, seed=said.seed, chosen=chosen, keep=said.keep)
    for path in failures:
        print(f"{path}: replay it by --target {path.name.split('-', maxsplit=1)[0]} --replay {path}")
    print(f"{len(chosen)} readers, {said.seconds:g} s, seed {said.seed}: {len(failures)} let something through")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
