"""DOCX (ECMA-376, read by python-docx): headings, paragraphs, tables as lines. Macros and pictures are not looked at."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING, Any

from enligt.sources.documents.parts import Failure, Written
from enligt.sources.lines import Line, Role, clean_line
from enligt.sources.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Page
    from enligt.sources.limits import Limits

_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_MOST_CELLS = 200  # of a table's row, and columns that a cell spans


def fits(content: bytes, name: str, media_type: str) -> bool:
    """Whether it is a DOCX: a ZIP archive with a folder ``word``."""
    del name, media_type
    return content.startswith(b"PK\x03\x04") and b"word/" in content


def read(page: Page, limits: Limits) -> Iterator[Written | Failure]:
    """The document's text, or why there is none.

    What it unpacks to is bounded before it is opened: Python's zipfile never unpacks more of a file than the archive's
    directory says, so that the directory's sum is a bound.
    """
    refused = _refused(page.content, limits)
    if refused is not None:
        yield refused
        return
    document = _opened(page.content)
    ends = time.monotonic() + limits.page_seconds
    lines: list[Line] = []
    letters = 0
    title: str | None = None
    for text, role, is_title in _texts(document):
        letters += len(text)
        if letters > limits.characters or time.monotonic() > ends:
            most = f"{limits.characters} characters or {limits.page_seconds:g} seconds"
            yield Failure("cut", f"more than {most}: the rest is left out", fatal=False)
            break
        for raw in text.split("\n"):
            line = clean_line(raw, gap=1, role=role)
            if line is not None:
                lines.append(line)
                title = title or (line.text if is_title else None)
    if not lines:
        yield Failure("no-text", "there is no text in this DOCX: pictures alone are not read")
        return
    told = document.core_properties
    stands = {line.text for line in lines[:10]}
    said = clean_line(told.title or "")
    headline = title or (said.text if said is not None and said.text in stands else None)
    yield Written(tuple(lines), Metadata(headline=headline), tuple(_heads(document)))


def _refused(content: bytes, limits: Limits) -> Failure | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            held = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        return Failure("damaged", f"the DOCX is damaged: {error}")
    if any(one.flag_bits & 1 for one in held):
        return Failure("encrypted", "the DOCX is locked by a password: save it without one")
    size = sum(one.file_size for one in held)
    if len(held) > limits.parts or size > limits.unpacked_bytes:
        most = f"{limits.unpacked_bytes // (1024 * 1024)} MiB or {limits.parts} files"
        return Failure("too-large", f"the DOCX unpacks to {size} bytes in {len(held)} files: more than {most}")
    return None


def _opened(content: bytes) -> Any:
    from docx.opc.constants import CONTENT_TYPE  # noqa: PLC0415 - half a second to import, and seldom needed
    from docx.opc.part import PartFactory  # noqa: PLC0415 - as above
    from docx.package import Package  # noqa: PLC0415 - as above
    from docx.parts.document import DocumentPart  # noqa: PLC0415 - as above

    PartFactory.part_type_for[_MACROS] = DocumentPart  # .docm: the same with macros, which nothing here runs
    main = Package.open(io.BytesIO(content)).main_document_part
    if main.content_type not in {CONTENT_TYPE.WML_DOCUMENT_MAIN, _MACROS}:
        raise ValueError(f"its main part is {main.content_type[:100]}")
    _bound_spans(main.document)
    return main.document


def _bound_spans(document: Any) -> None:
    """Let no cell span more columns than a row has: python-docx makes one cell for each."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as in `_opened`

    for span in document.element.body.iter(qn("w:gridSpan")):
        said = (span.get(qn("w:val")) or "").strip().lstrip("0")
        number = "1" if not (said.isascii() and said.isdecimal()) else said if len(said) <= 3 else str(_MOST_CELLS)
        span.set(qn("w:val"), str(min(int(number), _MOST_CELLS)))


def _texts(document: Any) -> Iterator[tuple[str, Role, bool]]:
    """Paragraphs and tables' rows in their order, each with its role, and whether it bears the style of a title."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells[:_MOST_CELLS])
                yield " | ".join(cell for cell in cells if cell), "", False
            continue
        style = (_style(block) or "").lower()
        is_title = style == "title"
        heading = is_title or style.startswith("heading")
        item = style.startswith("list")
        yield block.text, "heading" if heading else "item" if item else "", is_title


def _style(paragraph: Any) -> str | None:
    """The built-in (English) name of a paragraph's style, whichever language the program that wrote it spoke."""
    try:
        name = paragraph.style.name
    except (AttributeError, KeyError, ValueError):  # a style that the document does not have
        return None
    return str(name) if name else None


def _heads(document: Any) -> Iterator[str]:
    """Lines of the page heads and feet."""
    for section in list(document.sections)[:3]:
        for place in (section.header, section.footer):
            for paragraph in place.paragraphs[:10]:
                line = clean_line(paragraph.text[:300])
                if line is not None:
                    yield line.text
