"""Articles that repeat one another, and the rules that find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model.articles import Article

RepeatKind = Literal["same-text", "translation-of", "version-of", "reprint", "near", "passage-of"]
REPEAT_KINDS: tuple[RepeatKind, ...] = ("same-text", "translation-of", "version-of", "reprint", "near", "passage-of")
"""How an article repeats another one, the first that fits; docs/repetition.md has the rule of each."""


@dataclass(frozen=True, slots=True)
class Signature:
    """By what an article is found among those that may repeat it.

    ``keys`` are pairs of a kind and a signed 64-bit number, stable on disk; ``address`` is the web address as it is compared;
    ``method`` the version of the rules that made it.
    """

    method: str
    words: int
    address: str | None
    keys: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """``article_id`` repeats ``other_id``, the earlier published of the two.

    ``share`` is the part of the article that stands in the other too, ``other_share`` the reverse: of words, for a
    translation of sentences; 0 to 1, four places. ``span`` and ``other_span`` are the lifted passage in each text, as
    half-open ranges of characters; None for the other kinds.
    """

    article_id: str
    other_id: str
    kind: RepeatKind
    share: float
    other_share: float
    method: str
    span: tuple[int, int] | None = None
    other_span: tuple[int, int] | None = None


class Repeats(Protocol):
    """What the ledger asks while it enters an article, so that what repeats what is known at once."""

    @property
    def method(self) -> str:
        """Changes whenever the same articles could give other relations."""

    @property
    def days(self) -> int:
        """How many days may lie between two articles, unless they have one address."""

    @property
    def least(self) -> Mapping[int, int]:
        """For each kind of key: how many of them two articles share at least if they are to be compared."""

    @property
    def abroad(self) -> frozenset[int]:
        """The kinds of key that count only between articles in different languages."""

    def signature(self, article: Article) -> Signature:
        """By what the article is found; from what it says alone."""

    def relation(self, one: Article, other: Article, *, vectors: tuple[bytes, bytes] | None = None) -> Relation | None:
        """How one repeats the other, whichever is named first; ``vectors`` are theirs, by one version of one reader."""
