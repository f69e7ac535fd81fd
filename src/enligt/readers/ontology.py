"""The network's classes, in the order of its outputs: PLOVER's 16 types and their modes (CLAIMS.md section 2)."""

from __future__ import annotations

from typing import Final

MODES: Final[dict[str, tuple[str, ...]]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
TYPES: Final = tuple(MODES)
# One class a mode of a type, and one for "none" a type: (type, mode)
TYPED_MODES: Final = tuple((t, m) for t in TYPES for m in (None, *MODES[t]))
# Spans that belong to a trigger. "source" is any source, "origin" the last of the chain; both may stand in other sentences.
ROLES: Final = ("trigger", "actor", "recipient", "source", "origin", "when", "where", "quantity", "cue")
ANYWHERE: Final = ("source", "origin")
# Participants that no name in the window stands for: unknown, and the state whose language the article is written in
SPECIAL: Final = ("UNK", "HOME")
# What the network is told of each party of a window besides its words: which special one it is, whether it can be at all,
# whether it is the home state, has a lower-case id, stands in the headline, how often it is named, and its rank by that
TRAITS: Final = (*SPECIAL, "possible", "home", "group", "headline", "often", "rank")
NAMES: Final = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
VERBAL: Final = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
MUTUAL: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})
HOME: Final = {"sv": "SWE", "nb": "NOR", "nn": "NOR", "da": "DNK"}
