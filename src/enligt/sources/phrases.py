"""The tables of ``languages/<lang>/boilerplate.toml`` and ``agencies.toml``, of all languages together.

A page mixes languages (an English "Advertisement" on a Danish page, a Swedish site in Finland), and its language is known
only once its story is found: so every page is read with the phrases of all five. Keys of ``boilerplate.toml``:

=================  ====================================================================================================
advertisement      whole lines that mark an advertisement
sharing            whole lines: buttons to share, save, print, listen, follow
navigation         whole lines: menus, consent buttons, links to the site's own pages
sections           names of a site's sections: a line of nothing else is a menu, or a kicker above the headline
account            whole lines about signing in and subscribing
player             whole lines of a video or picture player
more, more_link    openings of a line that leads to another story; words that may follow without a colon
lists              whole lines: a heading over a list of other stories
boxes              whole lines: a heading over a box about the outlet, the author, the visitor
phrases            words anywhere in a line with which the outlet speaks to its visitor
footer             openings of a line in the page's foot
ends               between brackets or dashes: the story is over
credits, signed    labels of "Foto: N.N."; the second count only where a name follows
closers            labels of "Text: N.N.", which also ends a story
stills             words that end a caption ("file photo")
byline             openings of a byline
roles, role_ties   what a journalist calls himself, and the words between that and his beat
outlet_cues        how an outlet names itself; ``{outlet}`` stands for the name (the rest is a regular expression)
we                 words with which the outlet means itself: a box about it goes on while they are used
hanging            words that end no line: the sentence goes on in the next
function_words     the commonest words of the language
markers            common words that its neighbours write otherwise
stamps             ``published``, ``updated``: labels of a date; ``words`` that stand between dates and times
=================  ====================================================================================================

``agencies.toml`` holds ``marks`` (news agencies that sign a story) and ``photo`` (agencies that sign pictures only).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, cast

from enligt.languages import table
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Language

_EDGES = re.compile(r"^[\W_]+(?<![©(])|[^\w)]+$")
_COUNTER = re.compile(r"\s*\(?\b\d{1,5}\)?$")


@functools.lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A line as the tables write it: lower case, no bullets, arrows or punctuation at its ends, no counter behind it."""
    bare = _EDGES.sub("", text.strip()).lower()
    return _COUNTER.sub("", bare) or bare


@functools.cache
def phrases(key: str) -> frozenset[str]:
    """Everything that any language's ``boilerplate.toml`` lists under ``key``."""
    return frozenset(phrase for language in LANGUAGES for phrase in table(language, "boilerplate")[key])


@functools.cache
def stamp_words(key: str) -> frozenset[str]:
    """``published``, ``updated`` or ``words`` of every language's ``stamps``."""
    return frozenset(word for language in LANGUAGES for word in table(language, "boilerplate")["stamps"][key])


@functools.cache
def months() -> Mapping[str, int]:
    """Every name and abbreviation of a month, with its number from 1 to 12; from ``dates.toml``."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for number, forms in enumerate(table(language, "dates")["months"], start=1):
            names.update(dict.fromkeys(cast("list[str]", forms), number))
    return names


@functools.cache
def weekdays() -> frozenset[str]:
    """Every name and abbreviation of a weekday, with its endings; from ``dates.toml``."""
    dates = [table(language, "dates") for language in LANGUAGES]
    return frozenset(
        form + ending for one in dates for forms in one["weekdays"] for form in forms for ending in one["weekday_endings"]
    )


@functools.cache
def words_of(language: Language, key: str) -> frozenset[str]:
    """``function_words`` or ``markers`` of one language."""
    return frozenset(table(language, "boilerplate")[key])


@functools.cache
def agencies(key: str) -> frozenset[str]:
    """``marks`` or ``photo`` of every language's ``agencies.toml``, as written."""
    return frozenset(name for language in LANGUAGES for name in table(language, "agencies")[key])


def alternatives(words: frozenset[str]) -> str:
    """A regular expression that matches any of the words, the longest first, a space standing for any run of spaces."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda one: (-len(one), one)))
