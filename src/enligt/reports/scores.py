"""The PLOVER score of an event type: how cooperative (to +10) or conflictual (to -10) an act of it is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHED: Final[Mapping[str, float]] = MappingProxyType({
    "ASSAULT": -9.3, "COERCE": -7.2, "PROTEST": -6.6, "MOBILIZE": -5.3, "SANCTION": -5.2, "THREATEN": -5.1, "REQUEST": -5.0,
    "REJECT": -4.2, "ACCUSE": 3.0, "CONSULT": 2.1, "AGREE": 4.2, "SUPPORT": 4.6, "CONCEDE": 5.0, "COOPERATE": 6.8, "AID": 7.4,
    "RETREAT": 7.6,
})  # fmt: skip
"""As published: Open Event Data Alliance, PLOVER manual, "Numeric conflict/cooperation scores".

Averages of Goldstein's scores of CAMEO's codes, weighed by how frequent they were; draft 0.8, PLOVER_MANUAL.tex. ACCUSE stands
with -2.0 in the manual's source of 2021 to 2023; +3 is that of the later print that this project's design goes by.
"""

SCORES: Final[Mapping[str, float]] = MappingProxyType({**PUBLISHED, "ACCUSE": -3.0})
"""The same, with ACCUSE as -3: to accuse is verbal conflict by the manual's own quad categories and modes."""
