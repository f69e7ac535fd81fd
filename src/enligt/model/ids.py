"""Ids of records: hashes of canonical JSON of content alone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def content_id(prefix: str, content: Mapping[str, Any]) -> str:
    """An id from content: ``prefix``, a hyphen, and 20 hex digits of the SHA-256 of its canonical JSON."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


class Identified:
    """Room for an id that follows from what a record holds: it is asked for again and again, and nothing changes it."""

    __slots__ = ("_id",)
    _id: str

    def _identified(self, make: Callable[[], str]) -> str:
        try:
            return self._id
        except AttributeError:
            object.__setattr__(self, "_id", make())  # the record is frozen; this is none of its fields
            return self._id
