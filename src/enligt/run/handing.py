"""Pages handed in by a person, read into a ledger by the ordinary path and linked into events at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.config import SaidOfPages
from enligt.model import Issue
from enligt.run import linking, recording

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from enligt.model import Page, Reader


def hand_in(
    path: str | os.PathLike[str],
    pages: Iterable[Page],
    *,
    reader: Reader,
    published: str | None = None,
    language: str | None = None,
) -> list[recording.Recorded | Issue]:
    """Read pages into the ledger at ``path``, which is made where there is none; what it holds already changes nothing.

    Args:
        path: the ledger's file.
        pages: as they were handed in.
        reader: who reads them.
        published: day (month, year) of publication, whatever the pages say.
        language: BCP 47 code, whatever they look like.

    Returns:
        What became of each page, in about the order given, with its issues.

    Raises:
        UsageError: a date or language that cannot be.
        LedgerError: the ledger cannot be written; what was done is kept.
        ReaderError: the reader cannot run.
    """
    from enligt.ledger import open_view, open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

    said = SaidOfPages.of(published=published, language=language)
    with open_writer(path) as writer:
        results = [
            one
            for one in recording.add(pages, writer=writer, reader=reader, said=said)
            if isinstance(one, recording.Recorded | Issue)
        ]
        with open_view(path) as view:
            for _ in linking.link(writer, view):
                pass
    return results
