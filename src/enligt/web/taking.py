"""What people hand in by the page: texts and files to pages, read one hand-in at a time by a reader that is loaded once."""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from typing import TYPE_CHECKING, Final

from enligt.model import Page
from enligt.run import handing

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from fastapi import FastAPI

    from enligt.model import Issue, Reader
    from enligt.run.recording import Recorded

LONGEST_NAME: Final = 200
"""Characters of a name that a text or file goes by."""


class Taking:
    """Reads into one ledger.

    Args:
        path: the ledger's file.
        reader: makes the reader when something is handed in for the first time; None: the package's own.
    """

    def __init__(self, path: str | os.PathLike[str], *, reader: Callable[[], Reader] | None = None) -> None:
        self._path = path
        self._make = reader or _trained
        self._lock = threading.Lock()
        self._reader: Reader | None = None

    def take(
        self, pages: Sequence[Page], *, published: str | None = None, language: str | None = None
    ) -> list[Recorded | Issue]:
        """Read pages into the ledger.

        Args:
            pages: as they were handed in.
            published: day (month, year) of publication, whatever the pages say.
            language: BCP 47 code, whatever they look like.

        Raises:
            UsageError: a date or language that cannot be.
            LedgerError: the ledger cannot be written; what was done is kept.
            ReaderError: the reader cannot run.
        """
        with self._lock:
            if self._reader is None:
                self._reader = self._make()
            return handing.hand_in(self._path, pages, reader=self._reader, published=published, language=language)


def _trained() -> Reader:
    from enligt import readers  # noqa: PLC0415 - the network is loaded where something is read

    return readers.load(readers.DEFAULT)


def taking(app: FastAPI) -> Taking:
    """The application's own, made when it is first asked for."""
    made: Taking | None = getattr(app.state, "taking", None)
    if made is None:
        made = app.state.taking = Taking(app.state.ledger.path)
    return made


def pasted(text: str, *, name: str = "") -> Page:
    """A text as a page: by the name or address that was given, else by one made from what it says."""
    content = text.encode("utf-8", "replace")
    known = file_name(name) if "://" not in name else "".join(name.split())[:2000]
    return Page(known or f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt", content)


def file_name(given: str) -> str:
    """The last part of a file's name as it was sent, without characters that are none in print; bounded."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in last)
    return " ".join(plain.split())[-LONGEST_NAME:]
