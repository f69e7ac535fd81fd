"""An export appears under its name when it is whole: it is written beside its place, then renamed.

What is killed on the way leaves at most a hidden ``.NAME.xxxx.part`` beside it, which nothing takes for an export.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from enligt.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = "codebook.csv"
"""What a folder holds that is an export of ours: no other is ever replaced."""


def checked(path: str, *, overwrite: bool, folder: bool) -> Path:
    """The place of an export.

    Raises:
        UsageError: something is there that is not to be replaced, or there is no folder to put it in.
    """
    place = Path(path)
    if not place.absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no folder {place.absolute().parent} to write into: make it first")
    if place.is_dir() != folder and place.exists():
        raise UsageError(
            f"{path} is {'a folder' if place.is_dir() else 'a file'}, and this format writes {'a folder' if folder else 'a file'}"
        )
    if folder and place.exists() and any(place.iterdir()) and not (place / MARK).is_file():
        raise UsageError(f"{path}: the folder is no export of enligt ({MARK} is not in it), and is left alone: choose another")
    if place.exists() and not overwrite and not (folder and not any(place.iterdir())):
        raise UsageError(f"{path} is there already: --overwrite puts the export in its place")
    return place


def _part(place: Path) -> Path:
    return place.absolute().parent / f".{place.name}.{secrets.token_hex(4)}.part"


@contextlib.contextmanager
def new_file(place: Path) -> Iterator[BinaryIO]:
    """A stream whose content stands at ``place`` once the block has ended well; else nothing has changed there."""
    part = _part(place)
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """An empty folder that stands at ``place`` once the block has ended well; else nothing has changed there."""
    part = _part(place)
    part.mkdir()
    try:
        yield part
        former = _part(place) if place.exists() else None
        if former is not None:
            place.rename(former)
        try:
            part.rename(place)
        except OSError:
            if former is not None:
                former.rename(place)
            raise
        if former is not None:
            shutil.rmtree(former, ignore_errors=True)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
