"""Who holds which office by what articles say, and the rules that find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model.articles import Article, Span


@dataclass(frozen=True, slots=True)
class RoleSaid:
    """What an article says of a person: that he or she holds an office of a state; ``sentence`` says so.

    ``person`` is the key under which the ways of writing one name mostly meet, ``name`` the name as the article has it whole,
    ``state`` an alpha-3 code, ``office`` a row of the actors room's office-words, ``published`` the article's day.
    """

    article_id: str
    person: str
    name: str
    state: str
    office: str
    sentence: Span
    published: str | None


class Roles(Protocol):
    """What the ledger asks while it enters an article, so that who holds which office is known later."""

    @property
    def method(self) -> str:
        """Changes whenever the same article could say other roles."""

    def said(self, article: Article) -> Sequence[RoleSaid]:
        """The roles that an article says; from its text, language and day alone."""
