"""Which states are bound to defend which, and since when: ``data/alliances.toml``, which gives each treaty's reference."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def treaties() -> tuple[tuple[str, dict[str, tuple[str, str | None]]], ...]:
    """Each treaty's name, and its members with the days from which and until which (None: still) each is bound."""
    text = resources.files(__package__).joinpath("data", "alliances.toml").read_text(encoding="utf-8")
    return tuple(
        (row["name"], {code: (since, until[0] if until else None) for code, since, *until in row["members"]})
        for row in tomllib.loads(text)["treaty"]
    )


def allies(state: str, among: Iterable[str], *, day: str | None) -> tuple[str, ...]:
    """Those ``among`` some states that ``state`` was bound to defend, or that were bound to defend it.

    Args:
        state: an alpha-3 code.
        among: codes; others than states' are no ally of anybody.
        day: as ISO date; None where it is not known: then a bond must hold to this day.

    Returns:
        their codes, in alphabetical order; never ``state`` itself.
    """

    def bound(members: dict[str, tuple[str, str | None]], one: str) -> bool:
        since, until = members.get(one, ("9999", None))
        if day is None:
            return one in members and until is None
        return since <= day and (until is None or day <= until)

    mine = [members for _, members in treaties() if bound(members, state)]
    return tuple(sorted({other for members in mine for other in among if other != state and bound(members, other)}))
