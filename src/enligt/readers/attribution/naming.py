"""From a source's mention to its usual name and kind.

A named person or medium goes by that name; an institution by the English name of its state and of its office
("utrikesdepartementet i Oslo" is "Norwegian foreign ministry"), so that the same source has one name in five languages;
whoever is not named by a description and "(unnamed)".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.composing import Composer, kind_of
from enligt.readers.attribution.english import organisation, own_name
from enligt.readers.attribution.media import medium
from enligt.readers.attribution.names import Name
from enligt.readers.attribution.phrase import parse
from enligt.readers.attribution.services import of_bare, of_name
from enligt.readers.attribution.together import one_each, parts

if TYPE_CHECKING:
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

LONGEST_TITLE: Final = 5  # words: "former British Deputy Prime Minister"
SHORTEST_TITLED: Final = 3  # "Minister Keir Starmer"; two words may be a name as they are ("Chancellor Fox")


def name_sources(scene: Scene, ask: Asker, start: int, end: int) -> list[Name]:
    """The names of the sources that ``text[start:end]`` mentions: one as a rule, several where it names them side by side."""
    if ranges := parts(scene, ask, start, end):
        named = [name_source(scene, ask, a, b) for a, b in ranges]
    else:
        phrase = parse(scene, start, end)
        each = one_each(scene, phrase) if medium(scene, ask, phrase) is None else []
        named = [Composer(scene, ask).compose(one) for one in each]
    found = {one.name: one for one in named if one is not None}
    if len(found) > 1 and None not in named:
        return list(found.values())
    one = name_source(scene, ask, start, end)
    return [one] if one is not None else []


def name_source(scene: Scene, ask: Asker, start: int, end: int) -> Name | None:
    """The name of the source that ``text[start:end]`` mentions; None where it holds no word that tells any."""
    mention = scene.text[start:end].strip(" \n\t,.;:\"'«»”“")
    if not any(c.isalnum() for c in mention):
        return None
    composer = Composer(scene, ask)
    if (pointed := composer.pronoun(mention, start)) is not None:
        return pointed
    if scene.lex.language == "en" and mention.lower() == "the":
        return None  # a Nordic "den" is also "that one"
    phrase = parse(scene, start, end)
    named = (
        of_name(scene, start, end)
        or medium(scene, ask, phrase)
        or of_bare(scene, start, end)
        or _institution(scene, phrase)
        or composer.compose(phrase)
        or Name(_bare(scene, mention), "unnamed", "as written")
    )
    return replace(named, name=_untitled(scene, named.name)) if named.kind == "person" else named


def _untitled(scene: Scene, name: str) -> str:
    """A person's name without the title before it, which English writes as a part of it ("Prime Minister Keir Starmer")."""
    words = name.split()
    if scene.lex.language != "en" or len(words) < SHORTEST_TITLED:
        return name
    for at in range(min(LONGEST_TITLE, len(words) - 1), 0, -1):
        hit = scene.lex.noun(words[at - 1])
        if hit is not None and hit.noun.what in {"office", "voice"} and not hit.genitive and words[at][0].isupper():
            return " ".join(words[at:])
    return name


def _institution(scene: Scene, p: Phrase) -> Name | None:
    """An organisation or body that fills the mention and that the actors room knows under a name of its own."""
    known = scene.known(p.start, p.end)
    if known is None or p.person is not None or p.proper is not None:
        return None
    fills = known.end - known.start >= 0.7 * len(scene.text[p.start : p.end].strip())
    if fills and known.kind in {"organisation", "body", "seat", "armed-group", "party"} and own_name(known):
        return Name(organisation(known), kind_of(known), f"an organisation by name ({known.rule})")
    return None


def _bare(scene: Scene, mention: str) -> str:
    words = mention.split()
    while len(words) > 1 and (words[0].isdigit() or any(scene.lex.is_(cls, words[0]) for cls in ("definite", "indefinite"))):
        words = words[1:]
    text = " ".join(words)
    return text if any(w[0].isupper() for w in words) else f"{text} (unnamed)"


def is_bare_source(name: str) -> bool:
    """Whether a name says no more than that there is a source: "sources (unnamed)"."""
    return re.fullmatch(r"(?:source|sources) \(unnamed\)", name) is not None
