"""Where the annotated data lie, which no public repository holds: ../shared beside the checkout, or ``ENLIGT_SHARED``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ABSENT = 2  # exit code: what is to be measured is not here


def shared(*names: str) -> Path | None:
    """A folder or file of the annotated data; None where it is not there."""
    path = _folder().joinpath(*names)
    return path if path.exists() else None


def needed(*names: str) -> Path:
    """As ``shared``; where it is not there, the command says so and ends with code 2.

    Raises:
        SystemExit: it is not there.
    """
    if (path := shared(*names)) is not None:
        return path
    print(f"{_folder().joinpath(*names)} is not there: ENLIGT_SHARED names another place", file=sys.stderr)
    raise SystemExit(ABSENT)


def _folder() -> Path:
    return Path(os.environ.get("ENLIGT_SHARED") or ROOT.parent / "shared")
