"""Finding known actors in running text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from enligt.actors import tables
from enligt.actors.media import Medium, Outlets
from enligt.actors.salience import HOME
from enligt.actors.scan import Index, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.actors.mentions import Mention
    from enligt.actors.tables import Form
    from enligt.model import Language

AT_HOME = "HOME"  # in the tables: the institution of whatever state is spoken of
ABROAD = "ABROAD"  # likewise, but one that Sweden, Norway and Denmark have not: a senate, a constitutional court
_LEANING = frozenset({"?", "&"})  # the marks of forms that count only beside another mention of the same actor


class Gazetteer:
    """The known actors. Each language's index is built when it is first asked for, once."""

    def __init__(self, more: Sequence[Form] = ()) -> None:
        """``more``: names that go before those of the tables, in every language."""
        self._more = tuple(more)
        self._indexes: dict[str, Index] = {}
        self._outlets = Outlets()

    def find(self, text: str, *, language: Language) -> list[Mention]:
        """The known actors in ``text``, in its order, the longest of overlapping matches; offsets are into ``text``.

        Institutions that every state has ("Utenriksdepartementet") are the state's at home in a Nordic text; in an English one
        they are left out, as are everywhere those that no Nordic state has. :func:`enligt.actors.resolve`, which weighs the whole
        article, knows better.
        """
        home = HOME.get(language)
        found = [mention for mention in self.every(text, language=language) if mention.id != ABROAD]
        if home is None:
            return [mention for mention in found if mention.id != AT_HOME]
        return [replace(mention, id=home) if mention.id == AT_HOME else mention for mention in found]

    def every(self, text: str, *, language: Language) -> list[Mention]:
        """Like :meth:`find`, with ``AT_HOME`` and ``ABROAD`` as the ids of institutions that every state has, or every other."""
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = Index(language, self._more)
        found = list(scan(text, index))
        strong = {mention.id for mention, mark in found if mark not in _LEANING}
        kept = []
        for mention, mark in found:
            code = mention.id
            if mark in _LEANING:
                code = next((one for one in code.split("/") if one in strong), "")
            if code:
                kept.append(mention if code == mention.id else replace(mention, id=code))
        return _doubles(text, kept)

    def medium(self, text: str, *, language: Language) -> Medium | None:
        """The outlet or agency that a source mention names or holds ("nyhetsbyrån Reuters"), or None."""
        return self._outlets.find(text, language=language)

    def medium_of_domain(self, host: str) -> Medium | None:
        """The outlet or agency at a host name ("www.nrk.no"), or None."""
        return self._outlets.of_domain(host)

    def state_name(self, id: str, *, language: Language = "en") -> str | None:  # noqa: A002 - the claims' field is called id
        """The usual name of a state by its alpha-3 code ("Russia"), or None where the code is no state's."""
        state = tables.states(language).get(id)
        return state.names[0] if state else None

    def adjective(self, id: str, *, language: Language = "en") -> str | None:  # noqa: A002 - the claims' field is called id
        """The nationality adjective of a state in its base form ("Russian", "rysk"; "US"), or None where there is none."""
        state = tables.states(language).get(id)
        return state.adjectives[0] if state and state.adjectives else None


@cache
def _double_names() -> dict[str, tuple[str, str, re.Pattern[str]]]:
    """Names that two actors bear: the usual actor, the other, and the words that betray the other."""
    return {
        row["form"]: (row["id"], row["other"], re.compile(r"\b(?:" + "|".join(map(re.escape, row["cues"].split(", "))) + r")"))
        for row in tables.rows("doubles")
    }


def _doubles(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, those of a name that two actors bear ("Georgia", "Congo") with the one that the text's words betray."""
    found = list(mentions)
    names = _double_names()
    for at, mention in enumerate(found):
        bare = mention.text.removesuffix("'s").removesuffix("’s")
        double = names.get(bare) or names.get(bare.removesuffix("s"))
        if double is None or mention.id != double[0]:
            continue
        usual, other, cues = double
        if any(one.id == usual and one.text.rstrip("'’s") != bare.rstrip("'’s") for one in found) or not cues.search(text):
            continue
        found[at] = replace(mention, id=other, rule=f"{mention.rule}; of {other} by the words beside it (table doubles)")
    return found


@cache
def gazetteer() -> Gazetteer:
    """The process's one gazetteer."""
    return Gazetteer()
