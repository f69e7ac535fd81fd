"""Stories, the languages they are written in, and ranges of their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from enligt.model.ids import Identified, content_id

Language = Literal["sv", "nb", "nn", "da", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "nb", "nn", "da", "en")
"""Those that the reader in the package reads; a reader that a user taught may read others too."""

LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)
"""Language, script, region, variants and private use of a BCP 47 tag (RFC 5646), in the case that it recommends."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range of an article's text, with the words that stand there."""

    start: int
    end: int
    text: str

    def holds_in(self, whole: str) -> bool:
        """Whether the range is inside ``whole`` and quotes it letter by letter."""
        return 0 <= self.start <= self.end <= len(whole) and whole[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Segment:
    """``Article.text[start:end]`` was read from character ``page_start`` on of the page's decoded text.

    ``page_start`` is None where the text was made by a parser that keeps no positions (the main text of HTML).
    """

    start: int
    end: int
    page_start: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of a text: ``Article.text[start:end]`` leads to ``address``, an absolute http or https address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Article(Identified):
    """One story on a page.

    ``text`` begins with the headline (where there is one); paragraphs, subheadings too, are parted by a blank line.
    ``document`` is the file name or URL that it was read from and ``page`` that page's SHA-256: neither is part of the id,
    nor are ``truncated`` and ``agency``, which are read off the page, nor ``section``: section and page of a paper as an
    archive writes them ("Utrikes, 12"), nor ``links``, which stand in the order of the text, none over another.
    ``published`` is None where the page does not say.
    """

    document: str
    page: str
    text: str
    language: Language
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    segments: tuple[Segment, ...] = ()
    links: tuple[Link, ...] = ()
    section: str | None = None
    truncated: bool = False  # cut off by a paywall or an ellipsis: what it does not say is unknown
    agency: str | None = None  # whose text it says it carries: "TT", "NTB/Ritzau"

    @property
    def headed(self) -> bool:
        """Whether its text begins with its headline."""
        return self.headline is not None and self.text.startswith(self.headline)

    @property
    def article_id(self) -> str:
        """``art-`` and a hash of what the article says, who says it and when it was published."""
        return self._identified(self._article_id)

    def _article_id(self) -> str:
        return content_id(
            "art",
            {k: getattr(self, k) for k in ("text", "language", "headline", "outlet", "url", "byline", "published", "updated")},
        )
