"""Who is who in one article: the gazetteer's mentions, and the persons and groups whom the article itself introduces."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from enligt.actors.gazetteer import Mention, gazetteer
from enligt.actors.introductions import introduced
from enligt.actors.phrases import heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Language

# The state that a paper of the language means by "the government", where it has named none.
_HOME = {"sv": "SWE", "nb": "NOR", "nn": "NOR", "da": "DNK"}
_SALIENT = frozenset({"state", "capital", "seat", "adjective", "inhabitant", "body", "leader", "place", "compound"})


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name that the network's name head found: ``text[start:end]``, half-open."""

    start: int
    end: int
    label: Literal["PER", "ORG", "LOC"]


class ArticleActors:
    """The actors of one article. ``mentions`` are in the order of the text and do not overlap."""

    def __init__(self, text: str, language: Language, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.language = language
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self.mentions]

    def at(self, start: int, end: int) -> list[Mention]:
        """The mentions that overlap ``text[start:end]``, in its order."""
        first = bisect_left(self._starts, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        last = bisect_left(self._starts, end)
        return self.mentions[first:last]

    def heads(self, start: int, end: int) -> list[Mention]:
        """The mentions that say whom the noun phrase in that range stands for: its head first, several where it coordinates."""
        return heads(self.text, self.at(start, end))

    def ids(self, start: int, end: int) -> list[str]:
        """The ids that the noun phrase in that range stands for, its head first, each once; empty where it names nobody."""
        return list(dict.fromkeys(mention.id for mention in self.heads(start, end)))

    def salient(self, position: int) -> list[str]:
        """States by how much the article speaks of them up to the sentence at ``position``, most first; the headline counts double.

        For what names no actor itself ("the government", "police"): a guess, to be told as one. Where no state has been
        named at all, the one at home in the language.
        """
        headline_end = self.text.find("\n")
        counts: Counter[str] = Counter()
        for mention in self.mentions:
            if mention.kind in _SALIENT and len(mention.id) == 3 and mention.id.isupper():
                near = mention.start <= position
                counts[mention.id] += (3 if near else 1) + (2 if mention.start < headline_end else 0)
        home = _HOME.get(self.language)
        return [code for code, _ in counts.most_common()] or ([home] if home else [])


def resolve(text: str, *, language: Language, published: str | None, names: Sequence[NameSpan] = ()) -> ArticleActors:
    """All actors of an article.

    Args:
        text: the article's text; offsets of the mentions are into it.
        language: its language.
        published: ISO date, possibly less precise, or None: who held an office then.
        names: what the network took for names; may be empty. Persons and organisations among them are resolved even
            where nothing but the network says that they are names.
    """
    known = gazetteer().find(text, language=language)
    learnt = introduced(text, language=language, known=known, spans=[(n.start, n.end) for n in names if n.label != "LOC"])
    del published
    taken = [(mention.start, mention.end) for mention in learnt]
    starts = [start for start, _ in taken]
    kept = list(learnt)
    for mention in known:
        at = bisect_left(starts, mention.end)
        if not at or taken[at - 1][1] <= mention.start:
            kept.append(mention)
    return ArticleActors(text, language, kept)
