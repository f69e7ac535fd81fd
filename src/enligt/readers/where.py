"""Where an act takes place: the marked words, and what the tables of places make of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enligt.actors.places import explained
from enligt.languages import table
from enligt.model import Place, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.model import Article, Language, Participant, Span
    from enligt.readers.who import Scene

_DATELINE = re.compile(r"(?:^|\n\n)([^\W\d_][^\n–—]{1,40}?)(?:\s*[(/][^)/\n]{1,20}[)/])?\s*[.:]?\s*(?:–|—|--|-\s)")
_HEAD = 1500
"""Characters at an article's beginning in which its dateline stands."""
_NOWHERE = re.compile(
    r"(?:i |in |inne i |inom |inside |over hele |hele |hela |heile |across |throughout )?(?:det egne |eget |sitt |eige )?"
    r"(?:landet|land|the country|country|här|där|dit|hit|her|der|dit|her i landet|här i landet|there|here)"
)
"""Words for a place that the text names elsewhere, if at all."""
_STATE = re.compile(r"[A-Z]{3}")


def place(  # noqa: PLR0913 - what a place is looked up by
    article: Article, marked: Span, evidence: Span, *, scene: Scene, parties: Iterable[Participant], probability: float
) -> tuple[Place | None, Step]:
    """The place that some words of the evidence name, located; and how.

    Args:
        article: the article.
        marked: the words.
        evidence: the sentence that they stand in.
        scene: who is who in the article.
        parties: the claim's participants.
        probability: that the words are the act's place.

    Returns:
        The place, None where the words ("landet", "there") name none; and the step that tells.
    """
    near = list(dict.fromkeys(_near(article, marked, evidence, scene, parties)))
    found = explained(marked.text, language=article.language, published=article.published, near=near)
    cut_off = (found is None or found[0].name is None) and _only_function_words(marked.text, article.language)
    if cut_off or (found is None and _NOWHERE.fullmatch(marked.text.casefold())):
        return None, Step("where", "none", "marked as the place; the words name none", marked, probability)
    if found is None:
        return Place(marked.text, marked), Step("where", marked.text, "marked as the place", marked, probability)
    at, rule = found
    degrees = f" {at.latitude:.3f} {at.longitude:.3f}" if at.latitude is not None and at.longitude is not None else ""
    value = f"{at.name or 'unknown'}{f' ({at.country})' if at.country else ''}: {at.precision}{degrees}"
    return Place(marked.text, marked, at), Step("where", value, f"marked as the place; {rule}", marked, probability)


def _only_function_words(text: str, language: Language) -> bool:
    """Whether the marked words are a beginning cut off ("the", "de"): they name nothing."""
    words = text.split()
    known = table(language, "boilerplate")["function_words"]
    return all(word.casefold() in known for word in words)


def _near(article: Article, marked: Span, evidence: Span, scene: Scene, parties: Iterable[Participant]) -> Iterator[str]:
    """The countries at hand: those of the sentence beside the words, the participants', the article's, its dateline's."""
    for one in scene.actors.at(evidence.start, evidence.end):
        if not (one.start < marked.end and one.end > marked.start) and _STATE.fullmatch(one.id):
            yield one.id
    yield from (one.id for one in parties if _STATE.fullmatch(one.id))
    yield from scene.actors.salient(evidence.start)
    if dateline := _DATELINE.search(article.text[:_HEAD]):
        found = explained(dateline[1], language=article.language, published=article.published)
        if found is not None and found[0].country:
            yield found[0].country
