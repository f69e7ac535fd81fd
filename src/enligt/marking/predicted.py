"""The claims to be scored, as ``extract --format jsonl`` and ``claims --format jsonl`` write them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from enligt.errors import InputError
from enligt.marking.shape import faults_of_found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.marking.shape import Json


def document_of(name: str) -> str:
    """A document's name without folders and the ending of a page: ``news/story.sv.txt`` is ``story.sv``."""
    return re.sub(r"\.(txt|html?|md)$", "", re.split(r"[\\/]", name.rstrip("\\/"))[-1])


def predicted(lines: Iterable[str], *, where: str) -> dict[str, list[Json]]:
    """Claims by the name of their document.

    Args:
        lines: a claim a line, as a JSON object (docs/claims.schema.json); empty lines are passed over.
        where: the name of the file, for what is told of its faults.

    Raises:
        InputError: a line holds no claim; names file and line.
    """
    found: dict[str, list[Json]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            claim = json.loads(line)
        except (ValueError, RecursionError):
            fault: str | None = "is not JSON"
        else:
            fault = next(faults_of_found(claim), None)
        if fault is not None:
            raise InputError(
                f"{where}: line {number} {fault}: want the output of `enligt extract --format jsonl`, a claim a line"
            )
        found.setdefault(document_of(claim["document"]), []).append(claim)
    return found
