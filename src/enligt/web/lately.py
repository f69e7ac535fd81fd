"""Answers that count over the whole ledger: given as they were a moment ago, while they are counted anew behind.

A large ledger is counted in seconds, and while something is added every page would count it anew. So a reader gets the last
answer at once, with the moment that it is of, which the page tells; one thread counts anew, half of the time at most. What is
answered quickly is always asked for anew, so that a small ledger's pages are of now.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

log = logging.getLogger(__name__)

_T = TypeVar("_T")
QUICK: Final = 0.15
"""Seconds up to which an answer is asked for anew where it does not hold any more."""
KEPT: Final = 200
"""Answers that are kept; those asked for last."""
_LONGEST_REST: Final = 20.0  # seconds between two answers that are counted anew


class Lately(NamedTuple, Generic[_T]):
    """An answer; ``as_of`` is the moment (UTC) that it is of, where the ledger has changed since, else None."""

    answer: _T
    as_of: datetime | None


@dataclass(slots=True)
class _Kept:
    answer: Any
    mark: str
    moment: datetime
    seconds: float


class Answers:
    """Answers by what they are about. Shared by all requests: nobody changes one."""

    def __init__(self, *, quick: float = QUICK) -> None:
        self.quick = quick
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._wanted: OrderedDict[Hashable, tuple[Callable[[], str], Callable[[], Any]]] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def get(self, about: Hashable, mark: Callable[[], str], ask: Callable[[], _T]) -> Lately[_T]:
        """The answer to a question.

        Args:
            about: what is asked; all that the answer depends on, the ledger aside.
            mark: what the ledger's content is told by (`View.mark`).
            ask: gives the answer; it may be called later, in another thread.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        found = self._found(about, mark())
        if found is not None:
            if found.as_of is not None:
                self.soon(about, mark, ask)
            return found
        with self._lock:
            asking = self._asking.setdefault(about, threading.Lock())
        try:
            with asking:  # who comes while it is counted waits for it
                return self._found(about, mark()) or Lately(self._counted(about, mark, ask), None)
        finally:
            with self._lock:
                self._asking.pop(about, None)

    def soon(self, about: Hashable, mark: Callable[[], str], ask: Callable[[], Any]) -> None:
        """Have an answer counted anew behind, once all that is asked for before it is."""
        with self._lock:
            if self._closed.is_set():
                return
            self._wanted.setdefault(about, (mark, ask))
            if self._thread is None:
                self._thread = threading.Thread(target=self._count, name="enligt-counting", daemon=True)
                self._thread.start()

    def forget(self) -> None:
        """Begin anew, for another ledger or none: nothing more is counted behind, and what is being counted is waited for."""
        self._closed.set()
        with self._lock:
            self._wanted.clear()
            thread = self._thread
        if thread is not None:
            thread.join()
        with self._lock:
            self._kept.clear()
        self._closed.clear()

    def _found(self, about: Hashable, mark: str) -> Lately[Any] | None:
        """What is kept and may be given: it holds, or takes so long that it is given all the same."""
        with self._lock:
            known = self._kept.get(about)
            if known is None or (known.mark != mark and known.seconds <= self.quick):
                return None
            self._kept.move_to_end(about)
            return Lately(known.answer, None if known.mark == mark else known.moment)

    def _counted(self, about: Hashable, mark: Callable[[], str], ask: Callable[[], _T]) -> _T:
        at, moment, start = mark(), datetime.now(UTC), time.perf_counter()  # before it is asked: what is written meanwhile is new
        answer = ask()
        kept = _Kept(answer, at, moment, time.perf_counter() - start)
        with self._lock:
            self._kept[about] = kept
            self._kept.move_to_end(about)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer

    def _count(self) -> None:
        """Work off what is wanted, resting as long as it takes."""
        while True:
            with self._lock:
                if not self._wanted or self._closed.is_set():
                    self._thread = None
                    return
                about, (mark, ask) = next(iter(self._wanted.items()))
            start = time.perf_counter()
            try:
                self._counted(about, mark, ask)
            except Exception as error:  # noqa: BLE001 - who asks next is told it
                log.info("not counted anew: %s", error)
                with self._lock:
                    self._kept.pop(about, None)
            with self._lock:
                self._wanted.pop(about, None)
            self._closed.wait(min(time.perf_counter() - start, _LONGEST_REST))
