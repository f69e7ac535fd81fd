"""Mentions of media: by a name that the actors room knows, by a noun and a name, by a noun that points back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution import antecedent
from enligt.readers.attribution.english import without_article
from enligt.readers.attribution.lexicon import GENITIVE
from enligt.readers.attribution.names import Name
from enligt.readers.attribution.scene import parted

if TYPE_CHECKING:
    from enligt.model import SourceKind
    from enligt.readers.attribution.lexicon import Noun, Token
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

# words by which a name says that it is a medium's
MEDIUM_WORD: Final = re.compile(
    r"\b(?:news|times|post|herald|daily|gazette|courier|tribune|telegraph|journal|observer|chronicle|dispatch|mirror|mail|press|"
    r"radio|tv\d?|television|broadcasting|media|online|nyheter|tidning(?:en)?|dagblad(?:et)?|posten|avis(?:a|en)?|tidende|blad(?:et)?|"
    r"zeitung|presse|rundschau|spiegel|agency|agence|agencia|nytt)\b|\b(?:channel|kanal) \d+\b|\ballehanda\b|"
    r"\w\.[a-z]{2,3}$|\wnews\b|"
    r"\w(?:posten|bladet|folkeblad|arbeiderblad|venstreblad|avis(?:en|a)|tidende?|"
    r"tidning(?:en)?|kuriren|kur[eé]r(?:en)?|nytt|zeitung)\b",
    re.IGNORECASE,
)
AGENCY_WORD: Final = re.compile(
    r"\b(?:news agency|press agency|agence|agencia|nyhetsbyr\w+|nyhedsbureau\w*|byr[åa]n?|bureauet)\b", re.IGNORECASE
)


def medium(  # noqa: PLR0911  # one way for each kind of mention
    scene: Scene, ask: Asker, p: Phrase
) -> Name | None:
    """The medium that a phrase mentions, or None where it mentions none."""
    head = p.head.noun if p.head is not None else None
    if p.proper is not None:
        return None
    if head is not None and head.what != "media" and head.key not in {"journalist", "editor"}:
        return _named_by_noun(scene, ask, p, head)
    if head is None and p.indefinite and p.name is None:
        return None  # "a teacher whom NRK spoke to": a noun that the lexicon lacks
    if (found := medium_in(scene, ask, p.start, p.end)) is not None:
        return Name(*found, "a medium by name")
    if head is not None and head.what == "media":
        return _by_noun(scene, ask, p, head)
    described = p.nation is None or p.nation.kind == "adjective"  # "svenske Mälarkuriren"
    if head is None and p.name and MEDIUM_WORD.search(p.name) and p.person is None and described:
        kind: SourceKind = "agency" if AGENCY_WORD.search(p.name) else "outlet"
        return Name(without_article(p.name), kind, "a name that says it is a medium")
    return None


def _named_by_noun(scene: Scene, ask: Asker, p: Phrase, head: Noun) -> Name | None:
    """The known medium whose name ends in what is a noun elsewhere: "the Daily Monitor"."""
    words = scene.between(p.start, p.end)
    hit = scene.lex.noun(words[-1].word) if words and words[-1].capital else None
    if hit is None or hit.noun != head:
        return None
    found = medium_in(scene, ask, p.start, p.end)
    whole = found is not None and found[0].lower().endswith(f" {words[-1].low}")
    return Name(*found, "a medium by name") if found is not None and whole else None


def _by_noun(scene: Scene, ask: Asker, p: Phrase, head: Noun) -> Name | None:
    if (name := p.name or p.person) is not None:
        return Name(without_article(name), head.kind, "a medium by its noun and name")
    told = (
        p.nation is not None or p.owner is not None or "state" in p.modifiers or (p.head is not None and p.head.first is not None)
    )
    if head.plural or told or (p.indefinite and not p.definite):
        return None
    before = antecedent.of_medium(scene, p.start, head, ask.medium)
    return Name(*before, "the medium named before") if before is not None else None


def medium_in(scene: Scene, ask: Asker, start: int, end: int) -> tuple[str, SourceKind] | None:
    """The known medium that a range names, unless what it names is but part of a longer name ("Fiji Times", "TV 2 Bornholm")."""
    found = ask.medium(scene.text[start:end])
    if found is None:
        return None
    words = scene.between(start, end)
    low, high = 0, len(words)
    while low + 1 < high and ask.medium(scene.text[words[low + 1].start : words[high - 1].end]) == found:
        low += 1
    while high - 1 > low and ask.medium(scene.text[words[low].start : words[high - 2].end]) == found:
        high -= 1
    before = words[low - 1] if low > 0 else None
    after = words[high] if high < len(words) else None
    whole = (before is None or _apart(scene, before, before, words[low])) and (
        after is None or after.low == "tv" or _apart(scene, after, words[high - 1], after)
    )
    return found if whole else None


def _apart(scene: Scene, beside: Token, left: Token, right: Token) -> bool:
    """Whether a word beside a medium's name is no part of it: small, explained, or parted from it by a sign or a genitive."""
    lex = scene.lex
    explained = (
        not beside.capital
        or lex.noun(beside.word) is not None
        or any(beside.low in closed for closed in lex.grammar.values())
        or beside.low in lex.modifiers
        or beside.low in {"news", "agency", "press"}
        or (
            scene.known(beside.start, beside.end) is not None
            and (beside.word.islower() or GENITIVE.search(beside.word) is not None)
        )
    )
    return explained or parted(scene.text, left, right) or GENITIVE.search(left.word) is not None
