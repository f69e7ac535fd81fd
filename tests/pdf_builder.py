"""Small PDFs written by hand: words at places on sheets, so that tests need no library that writes PDFs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842


class Word(NamedTuple):
    """Text at a place (points from the lower left corner), its size, and whether it is bold."""

    text: str
    left: float
    bottom: float
    size: float = 10
    bold: bool = False


def _string(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def stream(words: Sequence[Word]) -> bytes:
    """A sheet's content."""
    out = [b"BT"]
    for one in words:
        font = b"/F2" if one.bold else b"/F1"
        out.append(b"%s %.2f Tf 1 0 0 1 %.2f %.2f Tm %s Tj" % (font, one.size, one.left, one.bottom, _string(one.text)))
    return b"\n".join([*out, b"ET"])


def pdf(sheets: Sequence[Sequence[Word]], *, title: str = "", contents: Sequence[bytes] = (), trailer: bytes = b"") -> bytes:
    """A PDF of sheets; ``contents`` in place of their words, ``trailer`` more of the trailer's entries."""
    streams = list(contents) or [stream(sheet) for sheet in sheets]
    pages = [5 + 2 * n for n in range(len(streams))]
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % n for n in pages)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    for number, content in zip(pages, streams, strict=True):
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (WIDTH, HEIGHT, number + 1)
        )
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    info = max(objects) + 1
    objects[info] = b"<< /Title %s /CreationDate (D:20250503120000Z) >>" % _string(title)
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number in sorted(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        info,
        trailer,
        start,
    )
    return bytes(out)


def column(lines: Sequence[str], *, left: float, top: float, size: float = 10, indent: Sequence[int] = ()) -> list[Word]:
    """Lines one below the other; those numbered in ``indent`` begin further in."""
    return [Word(line, left + (12 if n in indent else 0), top - n * size * 1.2, size) for n, line in enumerate(lines)]


def wrapped(text: str, *, letters: int) -> list[str]:
    """Text broken at a width, as a typesetter without hyphens does."""
    out = [""]
    for word in text.split():
        if out[-1] and len(out[-1]) + 1 + len(word) > letters:
            out.append(word)
        else:
            out[-1] = f"{out[-1]} {word}".strip()
    return out
