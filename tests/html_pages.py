"""Pages of HTML for tests, and what is read out of them."""

from __future__ import annotations

from enligt.model import Article, Issue, Page
from enligt.sources import articles

TITLE = "Sverige skickar fartyg efter kabelbrottet"
A = "Sveriges regering skickar två fartyg till Östersjön, säger försvarsministern på en presskonferens i Karlskrona."
B = "Beslutet kommer efter att en kabel mellan Gotland och fastlandet skadats under natten mot tisdagen."
C = "Ryssland avvisar att landet har något med skadan att göra, enligt ambassaden i Stockholm och ett uttalande från Moskva."
BODY = (A, B, C)


def paragraphs(*body: str) -> str:
    return "".join(f"<p>{one}</p>" for one in body or BODY)


def page(*, head: str = "", body: str | None = None, title: str = TITLE) -> str:
    """A page of one story."""
    inside = f"<h1>{title}</h1>{paragraphs()}" if body is None else body
    return f'<html lang="sv"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{inside}</body></html>'


def read(text: str, *, location: str = "page.html") -> tuple[list[Article], list[Issue]]:
    """The articles and the Issues of a page."""
    found = list(articles(Page(location, text.encode())))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Issue)]


def one(text: str, *, location: str = "page.html") -> Article:
    """The one article of a page."""
    (article,), _ = read(text, location=location)
    return article


def codes(text: str, *, location: str = "page.html") -> list[str]:
    """The codes of a page's Issues."""
    return [issue.code for issue in read(text, location=location)[1]]
