"""What an application is over: one ledger, read from by every request, and written to only where that was asked for."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from enligt import readers
from enligt.errors import EnligtError, LedgerLocked
from enligt.ledger import Alert, open_view, open_writer
from enligt.run import linking
from enligt.run.places import Passed
from enligt.web.lately import Answers, Lately

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from enligt.config import SaidOfPages
    from enligt.ledger import ClaimQuery, Judged, Judgement, Note, NoteKind, View
    from enligt.model import Issue, Page, Reader
    from enligt.run.fetching import Connected
    from enligt.run.meaning import Encoder, Hit
    from enligt.run.recording import Recorded

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_KEPT: Final = 60  # answers
_LONGEST_OPENING: Final = 10.0  # seconds that a request waits while another one opens the ledger
MOST_ANEW: Final = 40
"""Events that a page of many tells anew while it is asked for; where more wait, it leaves them out, and says so."""


def _day() -> str:
    return datetime.now(UTC).date().isoformat()


class Ledger:
    """A ledger that is served.

    Args:
        path: its file.
        write: whether requests may write to it.
        reader: whose claims are shown; None: those of the ledger's first reader.
        today: the day as of which everything is told; None: the present one (UTC).
        load: gives the reader of what is added, when something is; None: the package's own.
        connect: gives the way to the web for an address that is handed in; None: none is fetched.
        allow_addresses: inner addresses and networks (CIDR) that a web hook may be at all the same.
    """

    def __init__(  # noqa: PLR0913 - what `create_app` is told
        self,
        path: str | os.PathLike[str],
        *,
        write: bool = False,
        reader: str | None = None,
        today: str | None = None,
        load: Callable[[], Reader] | None = None,
        connect: Callable[[], Connected] | None = None,
        allow_addresses: Sequence[str] = (),
    ) -> None:
        self.path = Path(path)
        self.write = write
        self._reader = reader
        self._today = today
        self._load = load or readers.load
        self.connect = connect
        self.allow_addresses = tuple(allow_addresses)
        self._made: Reader | None = None
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._loading = threading.Lock()
        self._searching = threading.Lock()
        self.writing = threading.Lock()
        self._opened: tuple[tuple[int, int] | None, View] | None = None
        self._kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._lately = Answers()

    @contextmanager
    def view(self) -> Iterator[View]:
        """The ledger to read from, for one request. All share one view, which is opened anew where another file lies there.

        Raises:
            LedgerLocked: it is still being opened, and nothing was open before.
            LedgerError: there is no ledger, or it cannot be read.
        """
        yield self._current()

    def kept(self, view: View, about: Hashable, ask: Callable[[], _T]) -> _T:
        """An answer that takes long and is wanted often, asked for again once anything was written to the ledger.

        Args:
            view: the ledger.
            about: what is asked; all that the answer depends on, the ledger aside. Answers are shared: nobody changes one.
            ask: gives the answer.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        mark = view.mark()  # before it is asked: what is written meanwhile makes another mark
        with self._lock:
            known = self._kept.get(about)
            if known is not None and known[0] == mark:
                self._kept.move_to_end(about)
                answer: _T = known[1]
                return answer
        answer = ask()
        with self._lock:
            self._kept[about] = mark, answer
            self._kept.move_to_end(about)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer

    def lately(self, view: View, about: Hashable, ask: Callable[[], _T]) -> Lately[_T]:
        """An answer that counts over much of the ledger: of now where that is quick, else of a moment ago (``web.lately``).

        Args: as `kept`; ``ask`` may be called once the request is answered.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        answers = self._answers(view)
        return Lately(ask(), None) if answers is None else answers.get(about, view.mark, ask)

    def soon(self, view: View, about: Hashable, ask: Callable[[], object]) -> None:
        """Have an answer of `lately` asked for again behind: something that it rests on is of a moment ago."""
        answers = self._answers(view)
        if answers is not None:
            answers.soon(about, view.mark, ask)

    def judgements(self, view: View) -> list[Judgement]:
        """All judgements, oldest first."""
        return self.kept(view, "judgements", view.judgements)

    def today(self) -> str:
        """ISO day as of which everything is told."""
        return self._today or _day()

    def add(self, pages: Iterable[Page | Issue], *, said: SaidOfPages) -> list[Recorded | Issue]:
        """Read pages into the ledger, as `enligt add` does, and bring its events up to date; one request at a time.

        Raises:
            LedgerError: the ledger cannot be written.
            ReaderError: the reader cannot run.
        """
        from enligt.run import recording  # noqa: PLC0415 - heavy: only where something is read

        with self.writing:
            reader = self._loaded()
            with open_writer(self.path) as writer:
                found = recording.add(pages, writer=writer, reader=reader, said=said)
                results = [one for one in found if not isinstance(one, Passed)]
            self.link()
        return results

    def like(self, view: View, text: str, query: ClaimQuery) -> list[Hit]:
        """The claims found by words, parts of words and meaning (``run.meaning.search``); one such search at a time.

        Raises:
            UsageError: nothing is asked, or a filter cannot be.
            LedgerError: the ledger cannot be read.
            ReaderError: the reader cannot run.
        """
        from enligt.run import meaning  # noqa: PLC0415 - the network only where meaning is asked for

        with self._searching:
            reader = self._loaded()
            encoder: Encoder | None = reader if isinstance(reader, meaning.Encoder) else None
            return meaning.search(view, text, encoder=encoder, query=query)

    def _loaded(self) -> Reader:
        with self._loading:
            if self._made is None:
                self._made = self._load()
            return self._made

    def judge(self, judged: Sequence[Judged], *, author: str, reason: str | None) -> list[Judgement]:
        """Add judgements, and bring the events up to date. To be called with ``writing`` held, since when they were checked.

        Raises:
            UsageError: one of them cannot be.
            LedgerError: the ledger cannot be written.
        """
        with open_writer(self.path) as writer:
            made = writer.judge(judged, author=author, reason=reason)
        self.link()
        return made

    def note(self, *, target: str, kind: NoteKind, text: str, author: str) -> Note:
        """Add a note, tag or grade at what is there. To be called with ``writing`` held, as `judge`.

        Raises:
            UsageError: it is empty, too long, or no grade.
            LedgerError: the ledger cannot be written.
        """
        with open_writer(self.path) as writer:
            return writer.note(target=target, kind=kind, text=text, author=author)

    def withdraw_note(self, note_id: str, *, author: str) -> None:
        """Take a note back. To be called with ``writing`` held, as `judge`.

        Raises:
            UsageError: there is no such note that holds.
            LedgerError: the ledger cannot be written.
        """
        with open_writer(self.path) as writer:
            writer.withdraw_note(note_id, author=author)

    def keep_filter(self, name: str, filters: Mapping[str, Any] | None) -> None:
        """Keep filters of events under a name; None drops the name. To be called with ``writing`` held, as `judge`.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        with open_writer(self.path) as writer:
            if filters is None:
                writer.forget_filter(name)
            else:
                writer.save_filter(name, kind="events", filters=filters)

    def add_alert(self, name: str, *, kind: Literal["webhook", "mail"], address: str, settings: Mapping[str, Any]) -> None:
        """Tell an address of what changes from now on in the events of a name's filters. ``writing`` held, as `judge`.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        self.link()  # what is there already is no change
        with open_writer(self.path) as writer:
            writer.add_alert(Alert(name, kind, address, settings, told_until=writer.moment()))

    def forget_alert(self, name: str, *, kind: str, address: str) -> int:
        """Drop an alert; how many there were. ``writing`` held, as `judge`.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        with open_writer(self.path) as writer:
            return writer.forget_alerts(name, kind=kind, address=address)

    def link(self) -> None:
        """Bring the events up to date, where they are behind; what another process keeps from that now, the next call does."""
        with self.view() as view:
            if not linking.is_behind(view):
                return
            try:
                with open_writer(self.path) as writer:
                    for _ in linking.link(writer, view):
                        pass
            except LedgerLocked as error:
                log.info("not linked into events yet: %s", error)

    def close(self) -> None:
        """Let the file go; it is opened again if something is asked."""
        self._put(None)

    def _current(self) -> View:
        """The view of the file that lies there; while one request opens another file, the rest go on with what was open."""
        file = self._file()
        with self._lock:
            opened = self._opened
        if opened is not None and opened[0] == file:
            return opened[1]
        if not self._opening.acquire(timeout=_LONGEST_OPENING if opened is None else 0):
            if opened is None:
                raise LedgerLocked(f"{self.path}: it is still being opened: ask again in a moment")
            return opened[1]
        try:
            return self._open(file)
        finally:
            self._opening.release()

    def _open(self, file: tuple[int, int] | None) -> View:
        with self._lock:
            opened = self._opened
        if opened is not None and opened[0] == file:  # another request did, meanwhile
            return opened[1]
        try:
            view = open_view(self.path, reader=self._reader)
        except EnligtError:
            self._put(None)
            raise
        self._put((file, view))
        return view

    def _put(self, opened: tuple[tuple[int, int] | None, View] | None) -> None:
        """Let requests read from a view (None: the next one opens one); what was told from the one before is forgotten."""
        with self._lock:
            before, self._opened = self._opened, opened
            told = self._lately
            if before is not None:
                self._lately = Answers(quick=told.quick)
        if before is not None:
            told.forget()
            before[1].close()  # whoever is reading from it reads on to the end

    def _answers(self, view: View) -> Answers | None:
        """What was told from a view; None where requests read from another one by now."""
        with self._lock:
            return self._lately if self._opened is not None and self._opened[1] is view else None

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
