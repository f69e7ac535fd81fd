"""Offices in a text, and who held them: "Rysslands försvarsminister", "den norske utenriksministeren", "the king of Spain".

An office is a word of ``data/office-words.tsv`` with the state whose it is: before it as a genitive, adjective or name, or behind
it after a preposition. Former, deputy and coming holders are passed over, and so are offices of several ("statsministrarna").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from enligt.actors.leaders import terms_of
from enligt.actors.salience import is_state
from enligt.actors.tables import rows, values, words_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.actors.leaders import Term
    from enligt.actors.mentions import Mention
    from enligt.actors.resolution import ArticleActors
    from enligt.model import Language

_OWNERS = frozenset({"state", "adjective", "compound"})
_POSSESSIVE = re.compile(r"(?:s|'s|’s|'|’)$")
# What may stand between whose it is and the office: "Polens nye utrikesminister", "the Swedish acting prime minister".
_BETWEEN = re.compile(
    r"[ ](?:(?:nya|nye|ny|nuvarande|nåværende|noverande|nuværende|mäktige|konservative|konservativa|populäre|liberale|"
    r"sittande|sittende|sitjande|tillförordnade|fungerende|fungerande|konstituerede|avgående|avgåande|afgående|"
    r"new|current|acting|outgoing|sitting|long-time|longtime|embattled) )?",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[ ](?:i|av|af|för|for|of)(?: the)? ", re.IGNORECASE)
# Not who holds the office: who held it, stands in for it, or is to have it.
_NOT_NOW = re.compile(
    r"\b(?:tidigare|förre|förra|f\.d\.|dåvarande|dåværende|daværende|dåverande|tidligere|tidlegare|forhenværende|eks|ex|exil|"
    r"vice|biträdande|ställföreträdande|vise|viceordförande|visestatsminister|kommande|kommende|komande|tillträdande|påtroppende|"
    r"påtroppande|tiltrædende|blivande|former|then|ex|deputy|vice|assistant|incoming|next|future|late|shadow|junior|avsatte|avsatta|"
    r"afsatte|ousted|deposed|exiled)[ -]*$",
    re.IGNORECASE,
)
_ELECT = re.compile(r"-(?:elect|designate)\b| (?:elect|designate)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:den|det|the) $", re.IGNORECASE)
_BEFORE = 24  # characters before an office in which "former" and its like are looked for
_ROLE_OF: Final = {
    "foreign-minister": "foreign-minister",
    "defence-minister": "defence-minister",
    "head-of-state": "head-of-state",
}
_MINISTERS = frozenset({"prime minister", "taoiseach", "premier"})


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a text names: ``text[start:end]`` is the phrase, ``state`` whose it is, ``office`` a row of office-words."""

    start: int
    end: int
    state: str
    office: str


@cache
def _words(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the office words of a language in all their forms, and the office of each base form."""
    column = words_column(language)
    bases = {value: row["office"] for row in rows("office-words") for value, _ in values(row.get(column) or row["da"])}
    ending = r"(?:'s|’s|'|’)?" if language == "en" else r"(?:en|et|n|t)?s?"
    choice = "|".join(re.escape(base) for base in sorted(bases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({choice}){ending}(?!\w)", re.IGNORECASE), bases


@cache
def office_names() -> tuple[str, ...]:
    """The offices of ``data/office-words.tsv``."""
    return tuple(row["office"] for row in rows("office-words"))


def offices(actors: ArticleActors) -> Iterator[Office]:
    """The offices that an article (or a sentence, resolved alone) names together with whose they are, in its order."""
    text = actors.text
    pattern, bases = _words(actors.language)
    for found in pattern.finditer(text):
        office = bases[found.group(1).lower()]
        if _ELECT.match(text, found.end()):
            continue
        before = _owner_before(actors, found.start())
        if before is not None:
            whose, start = before
            if not _NOT_NOW.search(text, max(0, start - _BEFORE), start) and is_state(whose):
                yield Office(_with_article(text, start), found.end(), whose, office)
            continue
        after = _owner_behind(actors, found.end())
        if after is not None and not _NOT_NOW.search(text, max(0, found.start() - _BEFORE), found.start()):
            yield Office(_with_article(text, found.start()), after.end, after.id, office)


def _with_article(text: str, start: int) -> int:
    article = _ARTICLE.search(text, max(0, start - 5), start)
    return article.start() if article else start


def _owner_before(actors: ArticleActors, position: int) -> tuple[str, int] | None:
    """Whose an office is by what stands before it: the id, and where the mention begins."""
    for mention in reversed(actors.at(max(0, position - 40), position)):
        if mention.end <= position:
            return (mention.id, mention.start) if _owns(actors, mention, position) else None
    return None


def _owns(actors: ArticleActors, mention: Mention, position: int) -> bool:
    if mention.kind not in _OWNERS or _BETWEEN.fullmatch(actors.text, mention.end, position) is None:
        return False
    return mention.kind == "adjective" or actors.language == "en" or _POSSESSIVE.search(mention.text) is not None


def _owner_behind(actors: ArticleActors, position: int) -> Mention | None:
    """Whose an office is by what follows a preposition behind it."""
    joint = _BEHIND.match(actors.text, position)
    if joint is None:
        return None
    near = [one for one in actors.at(joint.end(), joint.end() + 1) if one.start == joint.end()]
    if not near or near[0].kind != "state" or not is_state(near[0].id):
        return None
    return near[0]


def holder(state: str, office: str, day: str | None) -> Term | None:
    """The office-holder of the day by the table of leaders, where the table is sure of one.

    Args:
        state: alpha-3 code.
        office: as in `Office`.
        day: ISO day or month; None: unknown.
    """
    if day is None:
        return None
    held = [term for term in terms_of(state) if _is(term, office) and term.holds(day, sure=True)]
    return held[-1] if len({term.name for term in held}) == 1 else None


def _is(term: Term, office: str) -> bool:
    """Whether a term is of the office that a word of a text names: "president" is Iran's head of government."""
    if office in _ROLE_OF:
        return _ROLE_OF[office] in term.roles
    if office == "head-of-government":
        return office in term.roles
    if office == "prime-minister":
        return "head-of-government" in term.roles and term.office in _MINISTERS
    return term.office == office.replace("-", " ")
