"""Mentions on whose word nothing is, though the network may mark them: the press that is spoken to, a plan, a condition.

"Told reporters", "sa till pressen", "told parliament": those who listen carry nothing further that the outlet itself does not;
a paper, a channel or a country's media that were told ("told local media") do, and stay. "According to plan" says when, not who
says so; "on condition of anonymity" says on what terms; a preposition or a negation alone says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.phrase import parse

if TYPE_CHECKING:
    from enligt.readers.attribution.lexicon import Lexicon
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

LOOK: Final = 40  # characters before a mention in which the words that lead to it stand
PRESS: Final = frozenset({"media", "journalist"})
ASSEMBLIES: Final = frozenset({"parliament", "committee", "court", "lawmaker"})
NAMED_ASSEMBLIES: Final = ("parliament", "Congress", "Security Council", "General Assembly")


def voiceless(scene: Scene, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is the press or assembly that somebody speaks to, a plan, terms, or nothing at all."""
    lex = scene.lex
    words = [t.low for t in scene.between(start, end) if not lex.is_("definite", t.word) and not lex.is_("possessive", t.word)]
    said = {w for w in words if not lex.is_("of", w) and not lex.is_("negation", w)}
    nobody = lex.grammar["anonymity"]
    if (words and not said) or (said & nobody and said <= nobody | lex.grammar["terms"]):
        return True
    before = _before(lex, scene.text, start)
    if len(words) == 1 and words[0] in lex.grammar["plan"]:
        return bool(_ends(lex, before, "goes_by"))  # what "the plan says" is its author's word
    # "according to the press" ends as "to the press" does; "uppgifter till pressen" is the press's own
    told, according = _ends(lex, before, "spoken_to"), _ends(lex, before, "according")
    if len(told) <= len(according) or _ends(lex, before, "outlet_own"):
        return False
    p = parse(scene, start, end)
    return (len(words) == 1 and _bare_press(p)) or _assembly(p)


def _assembly(p: Phrase) -> bool:
    """Whether a phrase is those who sit in a parliament, committee or court: they listen."""
    if p.proper is not None:
        return p.proper[0].endswith(NAMED_ASSEMBLIES)
    return p.head is not None and p.head.noun.key in ASSEMBLIES and p.person is None


def _bare_press(p: Phrase) -> bool:
    if p.head is None or p.head.noun.key not in PRESS or p.head.first is not None or p.head.topic is not None:
        return False
    return not (p.nation or p.name or p.person or p.proper or p.owner or p.modifiers)


def _before(lex: Lexicon, text: str, start: int) -> str:
    """What stands before a mention, less its article."""
    before = text[max(0, start - LOOK) : start].lower().rstrip()
    return next((before.removesuffix(f" {w}") for w in lex.grammar["definite"] if before.endswith(f" {w}")), before)


def _ends(lex: Lexicon, before: str, words: str) -> str:
    """The longest of the chain's ``words`` that ``before`` ends in, or nothing."""
    return max((p for p in lex.chain[words] if before.endswith(f" {p}") or before == p), key=len, default="")
