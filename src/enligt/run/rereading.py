"""Which stored articles are to be read anew."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.ledger import ClaimQuery, View
    from enligt.model import Article

_OF_ARTICLES = frozenset({"language", "outlet", "since", "until", "text"})


def article_ids(view: View, query: ClaimQuery) -> list[str]:
    """The ids of the articles that meet a query, in the view's order, each once.

    Where only properties of articles are asked for (language, outlet, dates of publication, words of the text), articles
    without any claim are among them; else those that hold a claim which meets the whole query.
    """
    plain = type(query)()
    asked = {field.name for field in fields(query) if getattr(query, field.name) != getattr(plain, field.name)}
    if query.article is not None and asked == {"article"}:
        return [query.article] if view.article(query.article) else []
    if asked <= _OF_ARTICLES:
        of_article = {name: getattr(query, name) for name in asked}
        return [article.article_id for article in view.articles(**of_article)]
    return list(dict.fromkeys(row.article.article_id for row in view.claims(replace(query, limit=None, offset=0))))


def articles(view: View, ids: Iterable[str]) -> Iterator[Article]:
    """The articles with these ids, loaded as they are read."""
    for one in ids:
        article = view.article(one)
        if article is not None:
            yield article
