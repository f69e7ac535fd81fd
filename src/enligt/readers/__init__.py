"""From an Article to Claims. Readers stand behind ``enligt.model.Reader`` and are chosen by name from an explicit list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from enligt.model import Reader

DEFAULT = "trained"


def _trained() -> Reader:
    from enligt.readers.trained import TrainedReader  # noqa: PLC0415 - numpy and the network only when one reads

    return TrainedReader()


READERS: Mapping[str, Callable[[], Reader]] = {"trained": _trained}


def load(name: str = DEFAULT) -> Reader:
    """The reader of that name.

    Raises:
        UsageError: there is none; names those that there are.
        WeightsError: its weights are missing or damaged.
    """
    if name not in READERS:
        raise UsageError(f"no reader is called {name!r}: choose one of {', '.join(sorted(READERS))}")
    return READERS[name]()
