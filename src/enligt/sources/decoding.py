"""From a page's bytes to text: what kind of thing it is, and in which encoding. Judged by content, not by name."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from enligt.model import Issue, Page

Kind = Literal["text", "html", "empty", "binary", "unsupported-type"]

_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"RIFF", b"OggS", b"ID3",
    b"\x00\x00\x01\x00", b"wOF2", b"wOFF", b"\xca\xfe\xba\xbe", b"{\\rtf",
)  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE
)
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|h[1-6]|meta|title|script|table|span|br|ul|nav|header)\b",
    re.IGNORECASE,
)
_LEGACY = ["cp1252", "iso8859_15", "mac_roman", "cp850", "cp865", "cp1250", "cp1251", "cp1257", "utf_16", "utf_32"]
_NORDIC = ("cp1252", "mac_roman", "cp865")  # what Nordic and English pages were written in before UTF-8
_OURS = frozenset("åäöæøÅÄÖÆØéüèëáíóôçñÉÜÈ«»“”„’‘–—…§°½£€\u00a0")
_UNREAD: dict[Kind, str] = {
    "empty": "nothing in it",
    "binary": "not text: a picture, archive, office or program file, or damaged; give text, HTML, PDF, DOCX (not ODT) or mail",
    "unsupported-type": "XML or JSON is not read; give text or HTML, or JSON Lines in a file that ends in .jsonl",
}
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_SAMPLE = 1 << 16  # enough to tell kind and encoding; a page of 50 MB is not looked at whole


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text with the encoding it was read in; segments count characters of ``text``."""

    text: str
    kind: Kind
    encoding: str
    issues: tuple[Issue, ...] = ()


def kind_of(content: bytes) -> Kind:  # noqa: PLR0911 - one return for each kind
    """What the bytes are: plain text, HTML, nothing at all, a binary file, or a text format that is not read (XML, JSON)."""
    head = content[:_SAMPLE]
    if not content.strip(b" \t\r\n\x0b\x0c\x00"):
        return "empty"
    if head.startswith(_MAGIC):
        return "binary"
    if _bom(head) is None and _wide(head) is None:
        controls = len(head) - len(head.translate(None, _CONTROLS))
        if controls > max(2, len(head) // 100):
            return "binary"
    else:
        head = head.replace(b"\x00", b"")
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if len(_TAGS.findall(head)) >= (1 if start.startswith(b"<") else 3):
        return "html"
    if start.startswith(b"<?xml") or re.match(rb"<(?:rss|feed|urlset|sitemapindex|svg|\w+:\w+)\b", start, re.IGNORECASE):
        return "unsupported-type"
    if re.match(rb'[\[{]\s*["\[{]', start) and content.rstrip(b" \t\r\n\x00")[-1:] in (b"]", b"}"):
        return "unsupported-type"
    return "text"


def decode(page: Page) -> Decoded | Issue:
    """The page's text. Bytes that do not belong to its encoding become U+FFFD, with an Issue that is not fatal.

    Order: byte order mark, UTF-8 where the bytes are that (all but a few), the charset that the media type or the page
    declares, unless its letters are not those of our languages while another encoding's are: then it lies, which is told.
    Where nothing is declared, that other encoding, else the one that charset-normalizer thinks likeliest.
    """
    kind = kind_of(page.content)
    if kind in _UNREAD:
        return _issue(page, kind, _UNREAD[kind], fatal=True)
    content = page.content
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _decoded(page, content[len(mark) :], name, kind)
    encoding = _wide(content[:_SAMPLE])
    if encoding is None:
        try:
            return Decoded(content.decode("utf-8"), kind, "utf-8")
        except UnicodeDecodeError:
            return _not_utf8(page, kind)
    return _decoded(page, content, encoding, kind)


def _not_utf8(page: Page, kind: Kind) -> Decoded:
    """The text of bytes that are not strictly UTF-8."""
    content, declared = page.content, _declared(page, kind)
    if _mostly_utf8(content, cut=declared in {None, "utf-8"}):
        return _decoded(page, content, "utf-8", kind)
    sample = _beyond_ascii(content)
    seen = next((name for name in _NORDIC if _fits(sample, name)), None)
    if declared is None:
        why = "not UTF-8 and no encoding declared"
        return _decoded(page, content, seen or _likeliest(sample), kind, guessed=why)
    if seen is None or (declared != "utf-8" and _fits(sample, declared)):
        return _decoded(page, content, declared, kind)
    return _decoded(page, content, seen, kind, guessed=f"declared as {declared}, and its bytes are not that")


def _issue(page: Page, code: str, message: str, *, fatal: bool) -> Issue:
    return Issue(page.location, "source", code, message, page=page.sha256, fatal=fatal)


def _decoded(page: Page, content: bytes, encoding: str, kind: Kind, *, guessed: str = "") -> Decoded:
    text = content.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    issues = []
    if lost:
        message = f"{lost} characters could not be read as {encoding} and stand as U+FFFD"
        issues.append(_issue(page, "invalid-bytes", message, fatal=False))
    elif guessed:
        message = f"{guessed}: read as {encoding}, which is a guess"
        issues.append(_issue(page, "encoding-guessed", message, fatal=False))
    return Decoded(text, kind, encoding, tuple(issues))


def _bom(head: bytes) -> str | None:
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is nought."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _declared(page: Page, kind: Kind) -> str | None:
    """The charset that the media type or the page's own head names, under its Python name; None where unknown or absent."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", page.media_type or "", re.IGNORECASE)
    name = found[1] if found else None
    if name is None and kind == "html":
        match = _DECLARED.search(page.content, 0, 8192)
        name = match[1].decode("ascii") if match else None
    if name is None:
        return None
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    if not codec._is_text_encoding or codec.name.startswith(("utf-7", "idna", "punycode", "unicode", "raw")):  # noqa: SLF001 - the only sign that "hex" or "zip" is no charset
        return None
    # Browsers read latin-1 and ASCII as Windows-1252; a page that says UTF-16 in ASCII bytes lies.
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-32": "utf-8"}.get(codec.name, codec.name)


def _mostly_utf8(content: bytes, *, cut: bool) -> bool:
    """Whether a few broken bytes spoil what is UTF-8 otherwise: at least three right letters for each broken byte.

    With ``cut``, one that is cut off at the very end is enough.
    """
    text = content.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    beyond = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    return beyond >= 3 * lost or (cut and lost == 1 and text.endswith("\ufffd"))


def _beyond_ascii(content: bytes) -> bytes:
    """What of a page tells its encoding: from shortly before its first byte beyond ASCII."""
    first = next((at for at, byte in enumerate(content[: 1 << 22]) if byte > 127), 0)
    return content[max(0, first - 512) : first + _SAMPLE]


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether an encoding's letters beyond ASCII are nearly all those that our five languages use."""
    beyond = [letter for letter in sample.decode(encoding, errors="replace") if ord(letter) > 127]
    return sum(letter in _OURS for letter in beyond) >= 0.9 * len(beyond)


def _likeliest(sample: bytes) -> str:
    """charset-normalizer's choice."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import and seldom needed

    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    return best.encoding if best is not None else "cp1252"
