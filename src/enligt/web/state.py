"""What an application is over: one ledger, read from by every request, and written to only where that was asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.ledger import open_view

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from enligt.ledger import View


def _day() -> str:
    return datetime.now(UTC).date().isoformat()


class Ledger:
    """A ledger that is served.

    Args:
        path: its file.
        write: whether requests may write to it.
        reader: whose claims are shown; None: those of the ledger's first reader.
        today: the day as of which everything is told; None: the present one (UTC).
    """

    def __init__(
        self, path: str | os.PathLike[str], *, write: bool = False, reader: str | None = None, today: str | None = None
    ) -> None:
        self.path = Path(path)
        self.write = write
        self._reader = reader
        self._today = today
        self._lock = threading.Lock()
        self._opened: tuple[tuple[int, int] | None, View] | None = None

    @contextmanager
    def view(self) -> Iterator[View]:
        """The ledger to read from, for one request. All share one view, which is opened anew where another file lies there.

        Raises:
            LedgerError: there is no ledger, or it cannot be read.
        """
        yield self._current()

    def today(self) -> str:
        """ISO day as of which everything is told."""
        return self._today or _day()

    def close(self) -> None:
        """Let the file go; it is opened again if something is asked."""
        with self._lock:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def _current(self) -> View:
        file = self._file()
        with self._lock:
            if self._opened is None or self._opened[0] != file:
                if self._opened is not None:
                    self._opened[1].close()  # whoever is reading from it reads on to the end
                    self._opened = None
                self._opened = (file, open_view(self.path, reader=self._reader))
            return self._opened[1]

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
