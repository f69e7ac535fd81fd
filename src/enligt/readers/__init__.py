"""From an Article to Claims. Readers stand behind ``enligt.model.Reader`` and are chosen by name.

The names: those of an explicit list, and of the folder where the user's own taught readers lie.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.model import LANGUAGE_TAG, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from enligt.model import Reader

DEFAULT = "trained"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def _trained() -> Reader:
    from enligt.readers.trained import TrainedReader  # noqa: PLC0415 - numpy and the network only when one reads

    return TrainedReader()


READERS: Mapping[str, Callable[[], Reader]] = {"trained": _trained}


def checked_name(name: str) -> str:
    """A name that a taught reader may have.

    Raises:
        UsageError: it is one of the readers in the package, or no name at all.
    """
    if name in READERS:
        raise UsageError(f"the reader {name!r} comes with the program: choose another name")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a reader: want up to 40 of a-z, 0-9 and hyphens between them, as in my-desk")
    return name


def taught(folder: Path | None) -> list[str]:
    """The names of the taught readers that lie in a folder."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if _NAME.fullmatch(p.name) and (p / "manifest.json").is_file())


def languages(folder: Path | None) -> list[str]:
    """The languages beside the five that a taught reader in a folder reads (BCP 47)."""
    found: set[str] = set()
    for name in taught(folder):
        assert folder is not None  # noqa: S101 - a name was found in it
        try:
            told = json.loads((folder / name / "manifest.json").read_text("utf-8")).get("languages", [])
        except (OSError, ValueError, AttributeError):
            continue  # loading it will say what is wrong
        found.update(x for x in told if isinstance(x, str) and LANGUAGE_TAG.fullmatch(x))
    return sorted(found - set(LANGUAGES))


def load(name: str = DEFAULT, *, folder: Path | None = None) -> Reader:
    """The reader of that name.

    Args:
        name: one of ``READERS``, or of those in ``folder``.
        folder: where the user's taught readers lie, a folder each.

    Raises:
        UsageError: there is none; names those that there are.
        WeightsError: its weights are missing or damaged.
    """
    if name in READERS:
        return READERS[name]()
    own = taught(folder)
    if name not in own:
        raise UsageError(f"no reader is called {name!r}: choose one of {', '.join([*sorted(READERS), *own])}")
    from enligt.readers.network import Network  # noqa: PLC0415 - as in _trained
    from enligt.readers.trained import TrainedReader  # noqa: PLC0415 - as in _trained

    assert folder is not None  # noqa: S101 - a name was found in it
    return TrainedReader(Network(folder / name), name=name)
