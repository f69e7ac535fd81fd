"""Going on with a file of many pages where an earlier run left it: which places of it lie behind recorded pages only.

Places travel in the stream of pages, so that each comes out behind the results of all pages that stand before it.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.model import Bookmark, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enligt.ledger import Progress, Writer
    from enligt.run.recording import Recorded

log = logging.getLogger(__name__)

HEAD = 64 * 1024
"""Bytes at a file's beginning that tell it from another of the same size and moment."""
OFTEN = 16
"""Pages after which a place is written down: as many as are read together, so that a kill costs no more."""
SELDOM = 4 << 20
"""Bytes after which it is where there are no pages."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The part of a file that an earlier run recorded, and that is not read again: how its pages ended.

    ``offset`` and ``size`` are bytes; ``lost`` counts inputs that never became a page.
    """

    location: str
    offset: int
    size: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0


class Places:
    """How far files of many pages are recorded by this reader with these options. Give `begin` to ``sources.placed``."""

    def __init__(  # noqa: PLR0913 - all of what makes it the same work
        self,
        writer: Writer,
        *,
        reader: str,
        reader_version: str,
        options: Mapping[str, str],
        fields: Mapping[str, str] | None = None,
        from_start: bool = False,
    ) -> None:
        """Over an open ledger.

        Args:
            writer: the ledger.
            reader: who reads.
            reader_version: its version; another one is other work, and begins at the start.
            options: what overrides the pages' own word; as above.
            fields: what JSON Lines call our fields; as above.
            from_start: read every file from its beginning whatever was recorded.
        """
        self._writer, self._reader, self._version = writer, reader, reader_version
        self._options = {**options, **{f"map.{ours}": theirs for ours, theirs in (fields or {}).items()}}
        self._from_start = from_start
        self._begun: deque[tuple[Progress, bool]] = deque()  # in the order in which their files come by in the stream

    def begin(self, path: str) -> Bookmark | None:
        """Where to go on with a file; None: at its start.

        Raises:
            OSError: the file cannot be read.
        """
        fresh = self._fresh(path)
        known = self._writer.progress(fresh.path, options=self._options, reader=self._reader, reader_version=self._version)
        if known is not None and not known.of_same_file(fresh):
            log.info("%s: is not the file that was read before: read from its start", path)
            known = None
        if known is None or self._from_start:
            self._begun.append((fresh, False))
            return None
        self._begun.append((known, True))
        counts = tuple(sorted(known.counts.items()))
        return Bookmark(path, known.place, known.size, counts, "end" if known.done else None)

    def _fresh(self, path: str) -> Progress:
        from enligt.ledger import Progress  # noqa: PLC0415 - heavy: only where a ledger is used

        whole = Path(path).absolute()
        about = whole.stat()
        with whole.open("rb") as file:
            head = hashlib.sha256(file.read(HEAD)).hexdigest()
        return Progress(
            path=str(whole),
            options=self._options,
            reader=self._reader,
            reader_version=self._version,
            size=about.st_size,
            modified=about.st_mtime_ns,
            head_sha256=head,
            place=0,
            counts={},
            outcomes={},
            done=False,
        )

    def follow(self, results: Iterable[Recorded | Issue | Bookmark]) -> Iterator[Recorded | Issue | Passed]:
        """The results, each place among them written down: all that came before it is in the ledger.

        Yields:
            The results, and for each file that is not read from its start what an earlier run made of the part before.
        """
        at: Progress | None = None
        ended: Counter[str] = Counter()
        since = 0
        for one in results:
            if not isinstance(one, Bookmark):
                since += 1
                if not isinstance(one, Issue):
                    ended[one.outcome] += 1
                elif one.fatal:
                    ended["lost"] += 1
                yield one
                continue
            if one.edge == "begin":
                at, passed = self._begun.popleft()
                ended, since = Counter(at.outcomes), 0
                if passed:
                    how = {name: count for name, count in at.outcomes.items() if name != "lost"}
                    yield Passed(one.location, at.place, at.size, how, at.outcomes.get("lost", 0))
            elif at is not None and not at.done and (one.edge or since >= OFTEN or one.offset - at.place >= SELDOM):
                done = one.edge == "end"
                at = replace(at, place=one.offset, counts=dict(one.counts), outcomes=dict(ended), done=done)
                self._writer.record_progress(at)
                since = 0
