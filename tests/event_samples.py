"""Claims and articles for the tests of events, made from a few words each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.model import Article, Claim, Participant, Place, Quantity, Source, Span, When

if TYPE_CHECKING:
    from enligt.model import Factuality, SourceKind

Told = tuple[Claim, Article]


def told(  # noqa: PLR0913 - a claim has that many fields
    sentence: str,
    *,
    outlet: str = "Kustposten",
    published: str = "2024-03-05",
    kind: str = "ASSAULT",
    factuality: Factuality = "asserted",
    sources: tuple[tuple[str, SourceKind] | tuple[str, SourceKind, int] | tuple[str, SourceKind, int, str], ...] = (),
    actors: tuple[str, ...] = ("RUS",),
    recipients: tuple[str, ...] = ("UKR",),
    when: tuple[str, str] | None = None,
    where: str | None = None,
    numbers: tuple[tuple[float, str, str], ...] = (),
    headline: str = "En rubrik",
    **more: Any,
) -> Told:
    """One claim whose evidence is ``sentence``, in an article that says nothing else under its headline.

    ``sources`` are name and kind, their depth (by default one after another), and the words that name them.
    """
    text = f"{headline}\n\n{sentence}"
    start = len(headline) + 2

    def span(words: str) -> Span:
        at = text.index(words, start)
        return Span(at, at + len(words), words)

    article = Article(
        f"{outlet}.txt", "", text, more.pop("language", "sv"), headline=headline, outlet=outlet, published=published
    )
    chain = tuple(
        Source(one[0], one[1], one[2] if len(one) > 2 else at, span(one[3]) if len(one) > 3 else None)
        for at, one in enumerate(sources, 1)
    )
    first = sentence.split(maxsplit=1)[0]
    claim = Claim(
        article.article_id,
        kind,
        None,
        factuality,
        span(first),
        Span(start, len(text), sentence),
        "test",
        "1",
        actors=tuple(Participant(one) for one in actors),
        recipients=tuple(Participant(one) for one in recipients),
        sources=chain,
        when=None if when is None else When(when[0], when[1], "day", first, span(first), "test"),
        where=None if where is None else Place(where, span(where)),
        quantities=tuple(Quantity(value, "=", unit, words, span(words)) for value, unit, words in numbers),
        **more,
    )
    return claim, article
