"""What a ledger gives when it is asked from Python: records to go through, which can become tables and show themselves."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from enligt.errors import UsageError
from enligt.reports.arrow import to_arrow
from enligt.reports.rows import chain, party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from enligt.reports.arrow import Kind
    from enligt.reports.records import Record

T = TypeVar("T")

_SHOWN: Final = 20  # rows in a notebook
_LONG: Final = 200  # letters of a cell there
_HEADS: Final[dict[Kind, tuple[str, ...]]] = {
    "claims": ("published", "act", "who", "to whom", "factuality", "on whose word", "evidence"),
    "events": ("when", "act", "who", "to whom", "status", "origins", "claims"),
}


class Records(Generic[T]):
    """Claims or events that meet a question; the ledger is asked each time they are gone through, and then holds what it holds.

    Going through them loads them as they are read; ``len`` and an index go through them too. ``to_arrow``, ``to_pandas`` and
    ``to_polars`` make a table of the whole, in the shape of the JSON records. In a notebook they show their first rows.
    """

    def __init__(
        self,
        asked: Callable[[], Iterator[T]],
        *,
        kind: Kind,
        record: Callable[[T], Record] | None = None,
        records: Callable[[], Iterable[Record]] | None = None,
    ) -> None:
        """Keep how to ask.

        Args:
            asked: gives what there is, anew each time.
            kind: what it is.
            record: one of them as its JSON record; or
            records: all of them as JSON records.
        """
        if (record is None) == (records is None):
            raise ValueError("one of record and records")
        self._asked = asked
        self._kind: Kind = kind
        self._record = record
        self._records = records

    def __iter__(self) -> Iterator[T]:
        return self._asked()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        return list(self)[at]

    def __repr__(self) -> str:
        return f"<enligt.{self._kind}: ask them by for, list(), len(), to_arrow(), to_pandas() or to_polars()>"

    def records(self) -> Iterator[Record]:
        """The same as JSON records."""
        if self._records is not None:
            yield from self._records()
        elif self._record is not None:
            yield from map(self._record, self)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``, its columns those of the JSON records; lists and structs stay what they are.

        Raises:
            UsageError: pyarrow is not installed (``pip install 'enligt[arrow]'``).
        """
        return to_arrow(self.records(), kind=self._kind)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``, by way of `to_arrow`.

        Raises:
            UsageError: pandas is not installed (``pip install 'enligt[pandas]'``).
        """
        try:
            import pandas  # noqa: F401, ICN001, PLC0415 - an extra; pyarrow imports it and would tell less
        except ImportError as error:
            raise UsageError("to_pandas needs pandas: pip install 'enligt[pandas]'") from error
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``, by way of `to_arrow`.

        Raises:
            UsageError: polars is not installed (``pip install 'enligt[polars]'``).
        """
        try:
            import polars  # noqa: ICN001, PLC0415 - an extra; by its whole name
        except ImportError as error:
            raise UsageError("to_polars needs polars: pip install 'enligt[polars]'") from error
        return polars.from_arrow(self.to_arrow())

    def _repr_html_(self) -> str:
        """A table of the first rows for a notebook; all of it is escaped, so that no text of a page is taken for markup."""
        found = list(islice(self.records(), _SHOWN + 1))
        head = "".join(f"<th>{escape(one)}</th>" for one in _HEADS[self._kind])
        cells = _claim_cells if self._kind == "claims" else _event_cells
        rows = "".join("<tr>" + "".join(f"<td>{_cell(one)}</td>" for one in cells(each)) + "</tr>" for each in found[:_SHOWN])
        more = f"<p>The first {_SHOWN}; there are more.</p>" if len(found) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}" if found else f"<p>no {self._kind}</p>"


def _cell(text: object) -> str:
    words = " ".join(str(text or "").split())
    return escape(words if len(words) <= _LONG else words[: _LONG - 1] + "…")


def _who(several: Iterable[Record]) -> str:
    return ", ".join(dict.fromkeys(party(one) for one in several))


def _claim_cells(record: Record) -> tuple[object, ...]:
    word = chain([{"name": record["outlet"] or record["document"], "depth": 0}, *record["sources"]])
    return (
        record["published"],
        record["event_type"],
        _who(record["actors"]),
        _who(record["recipients"]),
        record["factuality"],
        word,
        record["evidence"]["text"],
    )


def _event_cells(record: Record) -> tuple[object, ...]:
    when = record["when"] or {}
    days = " to ".join(dict.fromkeys(filter(None, (when.get("start"), when.get("end")))))
    sides = (_who(one for one in record["participants"] if one["role"] == role) for role in ("actor", "recipient"))
    return (days, record["event_type"], *sides, record["status_label"], record["origins_ground"], len(record["claims"]))
