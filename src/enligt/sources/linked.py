"""What a page says of itself in JSON-LD: broken as it comes, in graphs and arrays, of one article or of several."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from enligt.sources.lines import clean_line
from enligt.sources.urls import absolute, same_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LARGEST_SCRIPT = 2 * 1024 * 1024  # characters
_MOST_NODES = 20_000
_MOST_SCRIPTS = 50
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_INDEX = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})
_LISTS = frozenset(
    {"itemListElement", "hasPart", "mentions", "relatedLink", "citation", "isPartOf", "significantLink", "isBasedOn", "about"}
)
_OWN_PARTS = frozenset({"liveBlogUpdate", "comment"})
_DATES = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"\\]{4,40})"')
MOST_POSTS: Final = 500

Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """``article``: what describes the page's own story, empty where none does; ``index``: the page says that it lists others."""

    article: Mapping[str, Any]
    index: bool = False


def linked_of(tree: Any, *, addresses: Sequence[str | None], titles: Sequence[str | None]) -> Linked:
    """What a page's JSON-LD says of its story.

    Args:
        tree: the page.
        addresses: those that the page may have: canonical, where it was found.
        titles: what it may be called.

    Of several articles, the one with one of the page's addresses or titles is taken, else the first that stands in no list of
    others. What a thing only refers to by ``@id`` is put in its place.
    """
    things: list[tuple[Thing, bool]] = []
    for told in _scripts(tree):
        things += _things(told)
    if not things:
        return Linked(_broken(tree))
    named = {str(one["@id"]): one for one, _ in things if isinstance(one.get("@id"), str) and len(one) > 1}
    stories = [(one, listed) for one, listed in things if is_article(one)]
    index = any(_is(one, _INDEX) for one, listed in things if not listed)
    plain = {_folded(title) for title in titles if title}
    base = next((one for one in addresses if one), None)
    by_address = [
        one for one, _ in stories if any(same_page(mine, one_of) for mine in _addresses(one, base) for one_of in addresses)
    ]
    by_title = [one for one, _ in stories if _folded(text_in(one.get("headline")) or "") in plain]
    own = [one for one, listed in stories if not listed]
    listing = index and len(own) > 1
    chosen = next(
        iter([*(one for one in by_address if one in by_title), *by_title, *by_address, *(() if listing else own)]), None
    )
    if chosen is None:
        return Linked(_broken(tree) if not stories else {}, index)
    return Linked({key: _resolved(value, named) for key, value in chosen.items()}, index)


def is_article(one: Mapping[str, Any]) -> bool:
    """Whether a thing is an article of any kind, and says more of it than that."""
    return any(_ARTICLE.search(kind) for kind in _kinds(one)) and (bool(one.get("headline")) or bool(one.get("datePublished")))


def posts_of(article: Mapping[str, Any]) -> list[Thing]:
    """The posts of a live report, as far as JSON-LD holds them."""
    posts = article.get("liveBlogUpdate")
    posts = posts if isinstance(posts, list) else [posts]
    return [one for one in posts[:MOST_POSTS] if isinstance(one, dict)]


def text_in(value: Any) -> str | None:
    """The text of a value, or of the first of several, on one line; entities that were written twice are read."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    line = clean_line(" ".join(html.unescape(value[:1000]).split()))
    return line.text if line is not None else None


def name_in(value: Any) -> str | None:
    """The name of a person or organisation, or of the first of several."""
    if isinstance(value, list) and value:
        value = value[0]
    return text_in(value.get("name")) if isinstance(value, dict) else None


def address_in(article: Mapping[str, Any], *, base: str | None) -> str | None:
    """The address that an article says it has."""
    return next(iter(_addresses(article, base)), None)


def _addresses(one: Mapping[str, Any], base: str | None) -> list[str]:
    main = one.get("mainEntityOfPage")
    inner = (main.get("@id"), main.get("url")) if isinstance(main, dict) else (main,)
    said = (one.get("url"), *inner, one.get("@id"))
    return [whole for value in said if isinstance(value, str) and (whole := absolute(value, base=base)) is not None]


def _kinds(one: Mapping[str, Any]) -> list[str]:
    kinds = one.get("@type")
    return [kind.rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is(one: Mapping[str, Any], kinds: frozenset[str]) -> bool:
    return any(kind in kinds for kind in _kinds(one))


def _folded(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().lower()


def _resolved(value: Any, named: Mapping[str, Thing]) -> Any:
    if isinstance(value, list):
        return [_resolved(one, named) for one in value[:100]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and value.get("@id") in named:
        return named[str(value["@id"])]
    return value


def _scripts(tree: Any) -> Iterator[Any]:
    """The values of a page's JSON-LD scripts; of one that is broken, what can be read of it."""
    scripts = (node for node in tree.iter("script") if "ld+json" in (node.get("type") or "").lower())
    for node, _ in zip(scripts, range(_MOST_SCRIPTS), strict=False):
        raw = (node.text or "")[:_LARGEST_SCRIPT]
        yield from values_in(raw)


def values_in(raw: str) -> Iterator[Any]:
    """The JSON values of a text, one behind the other; comments around them, commas before an end, and a ``;`` are forgiven."""
    text = re.sub(
        r"^(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)+|(?:-->|(?:(?://|/\*)\s*)?\]\]>(?:\s*\*/)?)$",
        "",
        raw.strip(),
    )
    for one in (text, html.unescape(text), re.sub(r",(?=\s*[}\]])", "", text)):
        found, whole = _decoded(one)
        if whole:
            yield from found
            return


def _decoded(text: str) -> tuple[list[Any], bool]:
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    at = 0
    while at < len(text):
        gap = re.compile(r"[\s;,]*").match(text, at)
        at = gap.end() if gap is not None else at
        if at >= len(text):
            break
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found, False
        found.append(value)
    return found, True


def _things(value: Any) -> Iterator[tuple[Thing, bool]]:
    """The objects in a value, outer ones first, each with whether it stands in a list of others; bounded."""
    level: list[tuple[Any, bool]] = [(value, False)]
    seen = 0
    while level and seen < _MOST_NODES:
        following: list[tuple[Any, bool]] = []
        for one, listed in level:
            seen += 1
            if isinstance(one, dict):
                yield one, listed
                following.extend(
                    (inner, listed or key in _LISTS)
                    for key, inner in one.items()
                    if isinstance(inner, dict | list) and key not in _OWN_PARTS
                )
            elif isinstance(one, list):
                following.extend((inner, listed) for inner in one[:1000] if isinstance(inner, dict | list))
        level = following


def _broken(tree: Any) -> Mapping[str, Any]:
    """The dates of JSON-LD that no reader of JSON can read (a quotation mark in a headline), where they are plain."""
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or "").lower():
            found = dict(reversed(_DATES.findall((node.text or "")[:_LARGEST_SCRIPT])))
            if found:
                return found
    return {}
