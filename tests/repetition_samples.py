"""One act told by an agency (``WIRE``) and by another outlet's own reporter (``OWN``), in five languages; all is invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.model import LANGUAGES, Article

if TYPE_CHECKING:
    from enligt.model import Language

_FOLDER = Path(__file__).parent / "repeats"

WIRE: dict[Language, str] = {one: (_FOLDER / f"{one}-wire.txt").read_text(encoding="utf-8").strip() for one in LANGUAGES}
OWN: dict[Language, str] = {one: (_FOLDER / f"{one}-own.txt").read_text(encoding="utf-8").strip() for one in LANGUAGES}


def article(text: str, language: Language = "en", **fields: Any) -> Article:
    """An article of a text that begins with its headline."""
    given: dict[str, Any] = {"outlet": "The Harbour Post", "published": "2024-10-20", "headline": text.partition("\n\n")[0]}
    return Article(document="x", page="0" * 64, text=text, language=language, **{**given, **fields})
