"""What an article says of persons' offices: "Rysslands försvarsminister Andrej Belousov", "X, president of Finland,"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enligt.actors.persons import person_key
from enligt.actors.resolution import resolve
from enligt.languages.sentences import sentences
from enligt.model import RoleSaid, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.actors.mentions import Mention
    from enligt.actors.offices import Office
    from enligt.actors.resolution import ArticleActors
    from enligt.model import Article

_PERSONS = frozenset({"leader", "surname"})
# Between an office and its holder: "försvarsminister X", "försvarsministern, X,", "X, Rysslands försvarsminister", "X (Russia's
# defence minister)", "X, who is president of Finland".
_FORWARD = re.compile(r"(?: |, )")
_BACKWARD = re.compile(r"(?:, | \(| – | - )(?:(?:som|who|der) (?:är|er|is) )?")
_APPOSITION_GOES_ON = re.compile(r"\s*(?:[,.;:)–-]|$|\n| (?:och|og|and|säger|sier|siger|says|said|sade|sa|sagde)\b)")


class Said:
    """The rules by which articles are looked through (``enligt.model.Roles``)."""

    method = "1"

    def said(self, article: Article) -> Sequence[RoleSaid]:
        """The roles that an article says, each person's office once, by the first sentence that says it."""
        found: dict[tuple[str, str, str], RoleSaid] = {}
        actors = resolve(article.text, language=article.language, published=article.published)
        bounds: list[tuple[int, int]] | None = None
        for office, person in said(actors):
            if bounds is None:
                bounds = sentences(article.text, language=article.language)
            start, end = _around(bounds, min(office.start, person.start), max(office.end, person.end))
            name = person.name or person.text
            one = RoleSaid(
                article_id=article.article_id,
                person=person_key(name),
                name=name,
                state=office.state,
                office=office.office,
                sentence=Span(start, end, article.text[start:end]),
                published=article.published,
            )
            found.setdefault((name, office.state, office.office), one)
        return tuple(found.values())


def said(actors: ArticleActors) -> Iterator[tuple[Office, Mention]]:
    """The offices of an article whose holder stands beside them by whole name, each with the name."""
    for office in actors.offices:
        person = named(actors, office)
        if person is not None and person.id == office.state and " " in (person.name or ""):
            yield office, person


def unnamed(actors: ArticleActors) -> Iterator[Office]:
    """The offices of an article that stand without a name."""
    yield from (office for office in actors.offices if named(actors, office) is None)


def named(actors: ArticleActors, office: Office) -> Mention | None:
    """The person whose name stands beside an office: behind it, or before it where the office is an apposition."""
    text = actors.text
    for mention in actors.at(office.end, office.end + 3):
        if mention.kind in _PERSONS and mention.start >= office.end and _FORWARD.fullmatch(text, office.end, mention.start):
            return mention
    for mention in reversed(actors.at(max(0, office.start - 16), office.start)):
        if mention.kind in _PERSONS and mention.end <= office.start:
            beside = _BACKWARD.fullmatch(text, mention.end, office.start) is not None
            return mention if beside and _APPOSITION_GOES_ON.match(text, office.end) else None
    return None


def _around(bounds: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The sentence that holds a range; the range itself where none does."""
    return next(((a, b) for a, b in bounds if a <= start and end <= b), (start, end))
