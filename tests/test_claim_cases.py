"""Every case under tests/claims is read as it is marked; known failures fail (quality/cases.py sorts them after a training)."""

from __future__ import annotations

import functools
import platform
from typing import TYPE_CHECKING, Any

import pytest

import cases
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

# The drawers were sorted on x86: another processor's last decimals may put a score on the other side of its threshold
FAILS = pytest.mark.xfail(reason="a known failure", strict=platform.machine() in {"x86_64", "AMD64"})


@functools.cache
def wrong() -> dict[str, list[str]]:
    return cases.faults(cases.cases())


def _all() -> list[Any]:
    failing = (f"/{cases.FAILING}.txt", f"/{cases.FOUND_FAILING}.txt")
    return [pytest.param(d.id, id=d.id, marks=[FAILS] if d.file.endswith(failing) else []) for d in cases.cases()]


@pytest.mark.parametrize("case", _all())
def test_a_case_is_read_as_marked(case: str) -> None:
    assert wrong()[case] == []


def test_there_are_cases_of_every_language() -> None:
    every = cases.cases()
    assert len({d.id for d in every}) == len(every)
    for language in LANGUAGES:
        own = [d for d in every if d.language == language]
        assert len(own) >= 60, language
        assert sum(not any(not c["optional"] for c in d.claims) for d in own) >= 10, language


def test_found_text_is_among_the_cases(shared: Path) -> None:
    """Their sentences stand in the treebanks: where those are not there, found cases are left out."""
    assert (shared / "treebanks").is_dir()
    found = [d for d in cases.cases() if d.id.split("-")[1] == "f"]
    for language in LANGUAGES:
        own = [d for d in found if d.language == language]
        assert sum(any(not c["optional"] for c in d.claims) for d in own) >= 7, language
