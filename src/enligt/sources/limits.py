"""How much of a page is read: bounds on size, time and depth. What goes beyond one is an Issue of its page alone."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one page, whatever it is; docs/limits.md tells what happens at each."""

    page_bytes: int = 64 * MEBIBYTE
    """Bytes of a page: of a file, of a response in an archive when unpacked, of a part of a mail."""
    line_bytes: int = 8 * MEBIBYTE
    """Bytes of a line of JSON Lines: JSON takes many times its size in memory."""
    page_seconds: float = 20.0
    """Seconds for one page's main text, or for one document's text; the slowest real page took 3.5."""
    unpacked_bytes: int = 128 * MEBIBYTE
    """Bytes of all parts of a document that is an archive itself (DOCX), when unpacked."""
    parts: int = 2000
    """Files in a DOCX, parts of a mail."""
    depth: int = 4
    """Documents inside one another: a mail in a mail, a PDF attached to it."""
    sheets: int = 2000
    """Sheets of a PDF that are read."""
    lines: int = 50_000
    """Lines of a page's text that are looked at."""
    characters: int = 20_000_000
    """Characters of one document's text."""

    @property
    def page_mebibytes(self) -> str:
        """The largest page, as messages say it."""
        whole = self.page_bytes / MEBIBYTE
        return f"{whole:.0f} MiB" if whole >= 1 else f"{self.page_bytes} bytes"


USUAL = Limits()
