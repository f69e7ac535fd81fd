"""PDF (ISO 32000, read by pdfium): the text of its sheets in reading order.

pdfium is a large program in C++, and a PDF may keep it busy for ever or make it fall: it reads in a process of its own
(:mod:`enligt.sources.documents.apart`), which is ended when its time is up.
"""

from __future__ import annotations

import re
import time
from ctypes import byref, c_double, c_int, create_string_buffer
from typing import TYPE_CHECKING, Any

from enligt.sources.documents import apart
from enligt.sources.documents.layout import Piece, paragraphs
from enligt.sources.documents.parts import Failure, Written
from enligt.sources.lines import Line, clean_line
from enligt.sources.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Page
    from enligt.sources.limits import Limits

_HEAD = 1024  # bytes among which the mark of a PDF stands
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_HYPHENS = {0xFFFE: "-", 0x02: "-", 0xAD: "-"}
_BOLD = 600  # of a font's weight
_HEAVY = re.compile(rb"bold|black|heavy", re.IGNORECASE)  # in its name
_LONGEST_NAME = 100
_MOST_LETTERS = 100_000  # of one sheet


def fits(content: bytes, name: str, media_type: str) -> bool:
    """Whether it is a PDF: its mark stands at the beginning, or where it is called one, near it."""
    del media_type
    at = content.find(b"%PDF-", 0, _HEAD)
    return at >= 0 and (not content[:at].strip(b" \t\r\n\x00\xef\xbb\xbf") or name.endswith(".pdf"))


def read(page: Page, limits: Limits) -> Iterator[Written | Failure]:
    """The document's text, or why there is none: ``encrypted``, ``no-text`` (pictures of sheets), ``damaged``, ``too-slow``."""
    yield from apart.read(__name__, page.content, limits)


def written(content: bytes, limits: Limits) -> Iterator[Written | Failure]:
    """The same in this process."""
    import pypdfium2  # noqa: PLC0415 - a library in C++, where a PDF is read only

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            yield Failure("encrypted", "the PDF is locked by a password: save it without one")
        else:
            yield Failure("damaged", f"the PDF is damaged: {str(error)[:200]}")
        return
    try:
        sheets, cut, empty = _sheets(document, limits)
        title = document.get_metadata_dict().get("Title", "")
    finally:
        document.close()
    if cut is not None:
        yield cut
    parts, running = paragraphs(sheets)
    lines = [line for one in parts if (line := _line(one.text, heading=one.heading)) is not None]
    if not lines:
        remedy = "a program that reads letters from pictures (OCR) makes one with text"
        yield Failure("no-text", f"there is no text in this PDF, pictures of pages alone: {remedy}")
        return
    if empty:
        message = f"{empty} of the PDF's {len(sheets)} pages hold no text, a picture maybe: they are not read"
        yield Failure("no-text", message, fatal=False)
    yield Written(tuple(lines), Metadata(headline=_headline(lines, title)), tuple(running))


def _line(text: str, *, heading: bool) -> Line | None:
    return clean_line(text, gap=1, role="heading" if heading else "")


def _headline(lines: list[Line], title: str) -> str | None:
    """What the file calls its title, where that stands in the text: mostly it is a file's name. Else nothing."""
    said = clean_line(" ".join(title[:300].split()))
    return said.text if said is not None and said.text in {line.text for line in lines[:10]} else None


def _sheets(document: Any, limits: Limits) -> tuple[list[list[Piece]], Failure | None, int]:
    """The pieces of each sheet; where a limit was hit, which; and how many sheets hold nothing."""
    ends = time.monotonic() + limits.page_seconds
    sheets: list[list[Piece]] = []
    letters = empty = 0
    for number in range(len(document)):
        over = (
            f"{limits.sheets} pages"
            if number >= limits.sheets
            else f"{limits.characters} characters"
            if letters > limits.characters
            else f"{limits.page_seconds:g} seconds"
            if time.monotonic() > ends
            else ""
        )
        if over:
            message = f"the PDF takes more than {over}: its pages from {number + 1} to {len(document)} are not read"
            return sheets, Failure("cut", message, fatal=False), empty
        sheet = _pieces(document, number)
        empty += not sheet
        letters += sum(len(one.text) for one in sheet)
        sheets.append(sheet)
    return sheets, None, empty


def _pieces(document: Any, number: int) -> list[Piece]:
    """The text of one sheet, line by line, a line parted where a wide space is."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - as above

    try:
        page = document[number]
    except PdfiumError:  # one sheet is broken: the others are read
        return []
    try:
        text_page = page.get_textpage()
        try:
            return _Lines(text_page.raw, page.get_height()).pieces(min(text_page.count_chars(), _MOST_LETTERS))
        finally:
            text_page.close()
    except PdfiumError:
        return []
    finally:
        page.close()


class _Lines:
    """Letters of a sheet, as pdfium gives them, gathered into pieces of lines."""

    def __init__(self, text_page: Any, height: float) -> None:
        self._page, self._height = text_page, height
        self._found: list[Piece] = []
        self._letters: list[str] = []
        self._box: list[float] = []  # left, top, right, bottom
        self._at = 0

    def pieces(self, count: int) -> list[Piece]:
        """The pieces of the first ``count`` letters."""
        from pypdfium2 import raw  # noqa: PLC0415 - as above

        sides = tuple(c_double() for _ in range(4))
        rect = raw.FS_RECTF()
        for at in range(count):
            code = raw.FPDFText_GetUnicode(self._page, at)
            letter = _HYPHENS.get(code) or ("" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code))
            if letter in "\r\n":  # and where there is none
                if letter == "\n":
                    self._end()
                continue
            if letter.isspace() or raw.FPDFText_IsGenerated(self._page, at) == 1:
                self._letters.append(" " if self._letters and letter.isspace() else letter if self._letters else "")
                continue
            if not raw.FPDFText_GetLooseCharBox(self._page, at, byref(rect)) or rect.top <= rect.bottom:
                left, right, bottom, top = sides
                if not raw.FPDFText_GetCharBox(self._page, at, *(byref(one) for one in sides)):
                    continue
                box = [left.value, self._height - top.value, right.value, self._height - bottom.value]
            else:
                box = [rect.left, self._height - rect.top, rect.right, self._height - rect.bottom]
            self._put(letter, box, at)
        self._end()
        return self._found

    def _put(self, letter: str, box: list[float], at: int) -> None:
        if self._box:
            size = max(self._box[3] - self._box[1], 1.0)
            if box[0] - self._box[2] > 1.3 * size or box[0] < self._box[2] - size or abs(box[1] - self._box[1]) > 0.6 * size:
                self._end()
        if not self._box:
            self._box, self._at = box, at
        else:
            mine = self._box
            self._box = [min(mine[0], box[0]), min(mine[1], box[1]), max(mine[2], box[2]), max(mine[3], box[3])]
        self._letters.append(letter)

    def _end(self) -> None:
        from pypdfium2 import raw  # noqa: PLC0415 - as above

        text = "".join(self._letters).strip()
        if text and self._box:
            left, top, right, bottom = self._box
            name = create_string_buffer(_LONGEST_NAME)
            raw.FPDFText_GetFontInfo(self._page, self._at, name, _LONGEST_NAME, byref(c_int()))
            bold = raw.FPDFText_GetFontWeight(self._page, self._at) >= _BOLD or _HEAVY.search(name.value) is not None
            self._found.append(Piece(text, left, top, right, bottom, bold))
        self._letters, self._box = [], []
