"""The sample corpus that ``enligt demo`` reads: short articles of our own writing on documented facts. See README.md here."""

from __future__ import annotations

from importlib import resources


def files() -> list[tuple[str, bytes]]:
    """Every page of the sample, as file name and raw bytes, sorted by name. Reads the installed package, no file path."""
    pages = resources.files(__name__).joinpath("pages")
    return sorted((page.name, page.read_bytes()) for page in pages.iterdir() if page.name.endswith((".html", ".txt")))
