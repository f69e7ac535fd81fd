"""Which of several actors a noun phrase stands for: the head first, and all of them where it coordinates several.

"den ryske presidentens sändebud i Kina" is Russia's; "Norges og Sveriges statsministre" are two. Word order tells it in all
five languages: genitives and adjectives, which say whose, precede the noun, and what only says where or against whom follows.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.actors.mentions import Mention

_COORDINATOR = re.compile(r"(?:,|\b(?:och|og|samt|and|respektive|henholdsvis|eller|or|plus)\b|&|/|^-$|^–$)")
# What ends the reach of a coordination: prepositions, relative words, subordinators.
_SUBORDINATE = re.compile(
    r"\b(?:i|på|till|mot|för|från|med|av|om|över|under|mellan|hos|vid|utan|efter|som|vars|att|"
    r"til|mod|imod|for|fra|frå|af|over|mellom|mellem|uten|uden|utan|etter|ved|der|hvis|at|"
    r"in|on|at|to|of|against|from|with|by|over|between|without|after|who|whose|which|that|into|toward|towards|"
    r"är|er|var|is|was|are|were|has|have|har)\b",
    re.IGNORECASE,
)
_LOCATIVE = re.compile(r"\b(?:i|på|in|at|ved|vid|utanför|utenfor|uden for|outside|near|nära|nær)\s+$", re.IGNORECASE)
# What a compound that stands for the group itself ends in: "huthirörelse", "Taliban-styret".
_GROUP = re.compile(
    r"(?:rörelse|bevegelse|bevægelse|rørsle?|milis|milits|gerilja?|guerilla|rebeller|opprører|oprører|regim|regime|styre|styrke|"
    r"regering|regjering|grupp|gruppe|front|brigad|brigade)(?:n|en|na|a|et|ne|r|rna|rne|erna|ene|ane|s|ns|ens)?$",
    re.IGNORECASE,
)
# "US-backed forces" are not the US: such compounds stand for the actor only where nobody else is named.
_SECONDHAND = re.compile(
    r"-(?:backed|led|born|based|style|made|held|occupied|sponsored|supported|trained|controlled|friendly|funded|allied|aligned|brokered)$|"
    r"(?:stödda|stödd|stött|støttede|støttet|støttede|ledda|ledede|ledete|leidde|ledet|vänlig|vänliga|vennlig|vennlige|venlig|"
    r"venlige|trogna|tro|kontrollerade|kontrollerte|kontrollerede|ockuperade|okkuperte|besatte|födde|fødte|baserade|baserte|"
    r"kritisk|kritiske|kritiska|kritiker|kritikeren|fientlig|fientliga|fiendtlige|fjendtlige)$",
    re.IGNORECASE,
)
# Whoever is sent abroad is not of the place where he is.
_ENVOY = re.compile(
    r"\b(?:\w*ambass?ad\w*|\w*atta[sc]h?[eé]\w*|sändebud\w*|sendebud\w*|utsending\w*|udsending\w*|envoys?|\w*konsul\w*|consul\w*|"
    r"embassy|\w*korrespondent\w*|correspondents?)\W",
    re.IGNORECASE,
)
_PLACES = frozenset({"state", "capital", "place", "city", "seat"})
_OWN_NAMES = frozenset({"leader", "surname", "office"})
_BARE_MODIFIER_WORDS = 4


def heads(text: str, start: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a noun phrase that say who it is. ``mentions`` lie in the phrase, in its order; it begins at ``start``."""
    kept = [m for m in mentions if m.kind not in {"outlet", "agency"}] or list(mentions)
    firsthand = [m for m in kept if not (m.kind == "compound" and _SECONDHAND.search(m.text))]
    kept = firsthand or kept
    if not kept:
        return []
    kept = _past_a_place(text, start, kept)
    if len(kept) < 2:
        return kept
    found = [kept[0]]
    for before, mention in itertools.pairwise(kept):
        between = text[before.end : mention.start]
        if _is_modifier_of_group(before, mention, between) and before is found[-1]:
            found[-1] = mention
        elif before is found[-1] and _coordinates(between):
            found.append(mention)
        elif not (before is found[-1] and mention.id == before.id):
            break
        else:  # the same actor by another word ("Polens utrikesminister Tomasz Wilga"): the coordination may go on after it
            found.append(mention)
    return found


def _past_a_place(text: str, start: int, mentions: list[Mention]) -> list[Mention]:
    """Without a place that only says where the person or institution named besides is, or whither an envoy is sent.

    "ambassadören i Moskva Eva Lind" is no Russian; "Utrikesdepartementet i Bukarest" is Romania's.
    """
    first = mentions[0]
    if first.kind == "institution" and len(mentions) > 1 and mentions[1].kind in _PLACES:
        if _LOCATIVE.fullmatch(text[first.end : mentions[1].start].lstrip()):
            return mentions[1:]
        return mentions
    if first.kind not in _PLACES or not _LOCATIVE.search(text[max(0, first.start - 12) : first.start]):
        return mentions
    for at, mention in enumerate(mentions[1:], start=1):
        if mention.kind in _OWN_NAMES and not _coordinates(text[first.end : mention.start]):
            return mentions[at:]
    return mentions[1:] if _ENVOY.search(text[start : first.start]) else mentions


def _is_modifier_of_group(modifier: Mention, group: Mention, between: str) -> bool:
    """Whether the second is a group that the first only describes: "Jemens huthirörelse", "the Lebanese group Hezbollah"."""
    named = group.kind == "armed-group" or (group.kind == "compound" and group.id.islower() and _GROUP.search(group.text))
    if not named or modifier.kind == "armed-group" or modifier.id == group.id:
        return False
    words = between.split()
    return len(words) <= _BARE_MODIFIER_WORDS and not _SUBORDINATE.search(between) and not _COORDINATOR.search(between.strip())


def _coordinates(between: str) -> bool:
    stripped = between.strip()
    return bool(_COORDINATOR.search(stripped)) and not _SUBORDINATE.search(between)
