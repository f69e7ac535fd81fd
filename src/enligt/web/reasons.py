"""Reasons and rules, as `events` and the readers tell them in English, in the language of the page; exports keep the English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.web.names import actor_name, source_name

if TYPE_CHECKING:
    from enligt.web.words import Words

_SAME: Final = re.compile(r"the same unnamed source of (?P<who>.+)", re.DOTALL)
_SPEAKS: Final = re.compile(r"(?P<who>.+?) speaks for its state \((?P<note>.+)\)", re.DOTALL)

_SET_RIGHT: Final = re.compile(r"set right by (?P<who>.+)", re.DOTALL)
_SCORED: Final = re.compile(r"scored (?P<score>\d\.\d+) among the names of the window")
_TABLED: Final = re.compile(r"(?P<kind>[a-z-]+) '(?P<word>[^']+)' of (?P<actor>\S+) \(table (?P<table>\w+)\)")
_MEDIUM: Final = re.compile(r"(?P<kind>outlet|agency) '(?P<word>.+)' \(table (?P<table>\w+)\)")


def reason(told: str, words: Words) -> str:
    """Why two origins count as one, or why one cannot be traced; as it was told where the page has no words for it."""
    if (met := _SAME.fullmatch(told)) is not None:
        return words("reason_of.same_unnamed", who=source_name({"name": met["who"]}, words))
    if (met := _SPEAKS.fullmatch(told)) is not None:
        return words("reason_of.speaks_for", who=source_name({"name": met["who"]}, words), why=voice(met["note"], words))
    return words.or_else(f"reason.{told}", told)


def voice(note: str, words: Words) -> str:
    """Why a medium speaks for a state, as the table of media notes it."""
    return words.or_else(f"voice.{note}", note)


def rule(told: str, words: Words) -> str | None:
    """The rule of a step of a claim's explanation; None where the page has no words for a part of it."""
    if f"rule.{told}" in words:
        return words(f"rule.{told}")
    if (met := _SET_RIGHT.fullmatch(told)) is not None:
        return words("rule_of.set_right", who=met["who"])
    parts = [_part(one, words) for one in told.split("; ")]
    return None if None in parts else "; ".join(map(str, parts))


def _part(told: str, words: Words) -> str | None:
    if f"rule.{told}" in words:
        return words(f"rule.{told}")
    if (met := _SCORED.fullmatch(told)) is not None:
        return words("rule_of.scored", score=words.number(round(float(met["score"]) * 100)))
    if (met := _MEDIUM.fullmatch(told)) is not None:
        return words("rule_of.medium", word=met["word"])
    if (met := _TABLED.fullmatch(told)) is not None:
        return words("rule_of.tabled", word=met["word"], actor=actor_name(met["actor"], words))
    return None
