"""What a page's markup says of itself: JSON-LD, ``meta`` elements, ``time`` elements, links, the address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enligt.sources.lines import clean_line
from enligt.sources.marks import byline_names
from enligt.sources.phrases import alternatives, folded, phrases, stamp_words
from enligt.sources.stamps import iso_date, read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LARGEST_SCRIPT = 2 * 1024 * 1024
_MOST_NODES = 20_000
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "publishdate", "publish-date", "publish_date", "published_time", "pubdate", "publication_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created",
    "article.published", "cxenseparse:recs:publishtime", "lp:publishdate", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "article:updated_time", "og:article:modified_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "modified_time", "article.updated",
    "lp:modifieddate",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "cxenseparse:author", "og:article:author",
)  # fmt: skip
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(\d\d)?-?(\d\d)?(?![\d])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What markup says; None where it does not. ``site`` is the outlet's name."""

    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    site: str | None = None
    url: str | None = None
    free: bool | None = None  # whether all may read it (schema.org's isAccessibleForFree)


def metadata_of(tree: Any, *, location: str) -> Metadata:
    """All that a page's markup says of it, the likelier place first: JSON-LD, ``meta``, ``time``, the address."""
    named = _named(tree)
    linked = next((one for one in _linked(tree) if _is_article(one)), {})
    title = _text((tree.find(".//title").text if tree.find(".//title") is not None else None) or "")
    site = _name(linked.get("publisher")) or _first(
        named, ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
    )
    published, updated = _string(linked.get("datePublished")), _string(linked.get("dateModified"))
    published = published or _first(named, _PUBLISHED) or _itemprop(tree, "datePublished")
    updated = updated or _first(named, _UPDATED) or _itemprop(tree, "dateModified")
    if updated == published:
        updated = None
    seen = _times(tree)
    url = _address(tree, named, linked, location)
    return Metadata(
        headline=_headline(tree, named, linked, title, site),
        byline=_byline(tree, named, linked, site),
        published=as_date(published) or seen[0] or _date_in(url),
        updated=as_date(updated) or seen[1],
        site=site or _site_in(title, tree),
        url=url,
        free=_free(linked.get("isAccessibleForFree")),
    )


def metadata_inside(element: Any, *, page: Metadata) -> Metadata:
    """What one story's own element says, where a page holds several: its dates and author; the page's outlet."""
    published, updated = _times(element)
    return replace(
        page,
        free=None,
        headline=None,
        byline=_marked_author(element),
        published=published,
        updated=updated,
        url=_permalink(element) or page.url,
    )


def as_date(value: str | None) -> str | None:
    """The ISO date of a machine's or a person's way to write a moment, in the page's own time zone; None where it is none."""
    if not value:
        return None
    found = _ISO.match(value)
    if found is not None:
        return iso_date(int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None)
    said = read_stamp(value.strip()[:100])
    return None if said is None or said[1] else said[0].value or said[0].updated


def _text(raw: str) -> str | None:
    line = clean_line(" ".join(raw.split()))
    return line.text if line is not None else None


def _named(tree: Any) -> dict[str, str]:
    """The ``meta`` elements: the first of each name."""
    named: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or "").strip().lower()
        content = _text((node.get("content") or "")[:1000])
        if name and content:
            named.setdefault(name, content)
    return named


def _first(named: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((named[name] for name in names if named.get(name)), None)


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD, outer ones first."""
    for node in tree.iter("script"):
        if "ld+json" not in (node.get("type") or "").lower():
            continue
        raw = (node.text or "")[:_LARGEST_SCRIPT]
        try:
            level: list[Any] = [json.loads(raw, strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while level and seen < _MOST_NODES:
            following: list[Any] = []
            for one in level:
                seen += 1
                if isinstance(one, dict):
                    yield one
                    following.extend(
                        value
                        for key, value in one.items()
                        if isinstance(value, dict | list) and key not in ("liveBlogUpdate", "comment")
                    )
                elif isinstance(one, list):
                    following.extend(value for value in one[:1000] if isinstance(value, dict | list))
            level = following


def _is_article(one: Mapping[str, Any]) -> bool:
    kinds = one.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds) and (
        bool(one.get("headline")) or bool(one.get("datePublished"))
    )


def _free(value: Any) -> bool | None:
    """A truth value as sites write it: true, "True", "https://schema.org/False", 0."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, (bool, int)):
        return bool(value)
    said = value.strip().lower().rsplit("/", 1)[-1] if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(said)


def _string(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _text(value[:1000]) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    """The name of a JSON-LD person or organisation."""
    if isinstance(value, list) and value:
        value = value[0]
    return _string(value.get("name")) if isinstance(value, dict) else None


def _headline(tree: Any, named: Mapping[str, str], linked: Mapping[str, Any], title: str | None, site: str | None) -> str | None:
    """The page's only ``h1`` where it is no site's name; else what the metadata calls it; else its title."""
    tops = [text for node in tree.iter("h1") if (text := _text(" ".join(node.itertext()))) is not None]
    told = _string(linked.get("headline")) or named.get("og:title") or named.get("twitter:title")
    if len(tops) == 1 and (site is None or folded(tops[0]) != folded(site)) and folded(tops[0]) not in phrases("sections"):
        return tops[0]
    if told is not None:
        return next((top for top in tops if folded(top) == folded(told)), _without_site(told, site))
    if tops and (site is None or folded(tops[0]) != folded(site)):
        return tops[0]
    return _without_site(title, site) if title is not None else None


def _without_site(title: str, site: str | None) -> str:
    """A title without the site's name behind a bar or dash."""
    parts = re.split(r"\s+[|»·–—-]\s+", title)
    if len(parts) > 1 and ((site is not None and folded(parts[-1]) == folded(site)) or re.search(r"\s[|»]\s", title)):
        found = re.match(r"(.*\S)\s+[|»·–—-]\s+", title)
        return found[1] if found is not None else title
    return title


def _site_in(title: str | None, tree: Any) -> str | None:
    """The site's name behind the headline in the page's title."""
    for node in tree.iter("h1"):
        top = _text(" ".join(node.itertext()))
        if title is not None and top is not None and title.startswith(top):
            found = re.fullmatch(r"\s*[|»·–—-]\s*([^|»]{2,40})", title[len(top) :])
            if found is not None:
                return found[1].strip()
    return None


def _byline(tree: Any, named: Mapping[str, str], linked: Mapping[str, Any], site: str | None) -> str | None:
    authors = linked.get("author")
    names = [name for one in (authors if isinstance(authors, list) else [authors]) if (name := _string(one) or _name(one))]
    candidates = [", ".join(dict.fromkeys(names)) if names else None, _marked_author(tree), _first(named, _AUTHOR)]
    for one in candidates:
        if one and not re.match(r"https?://|@|www\.", one) and (site is None or folded(one) != folded(site)) and len(one) <= 200:
            return byline_names(one) or one
    return None


def _marked_author(element: Any) -> str | None:
    """Who the markup of the visible text calls the author."""
    for node in element.iter():
        if not isinstance(node.tag, str):
            continue
        if node.get("rel") == "author" or node.get("itemprop") == "author":
            text = _text(" ".join(node.itertext())[:300])
            if text is not None and len(text) <= 100:
                return byline_names(text) or text
    return None


def _itemprop(tree: Any, name: str) -> str | None:
    for node in tree.iter():
        if isinstance(node.tag, str) and node.get("itemprop") == name:
            return node.get("datetime") or node.get("content") or _text(" ".join(node.itertext())[:100])
    return None


def _times(element: Any) -> tuple[str | None, str | None]:
    """Published and updated by the ``time`` elements of a story's head: those before its third long paragraph."""
    published: str | None = None
    updated: str | None = None
    bare: str | None = None
    long = 0
    for node in element.iter("p", "time"):
        if node.tag == "p":
            long += len("".join(node.itertext())) >= 80
            if long > 2:
                break
            continue
        if any(parent.tag in ("nav", "aside", "footer", "li") for parent in node.iterancestors()):
            continue
        value = as_date(node.get("datetime")) or as_date(_text("".join(node.itertext())[:100]))
        label = _label_of(node)
        if label == "updated":
            updated = updated or value
        elif label == "published":
            published = published or value
        else:
            bare = bare or value
    return published or bare, updated


def _label_of(node: Any) -> str:
    """What the words before a ``time`` element, or its class, call its date."""
    parent = node.getparent()
    before = node.getprevious()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if not words.strip() and before is not None:
        words = " ".join(before.itertext())[-60:]
    said = f"{words} {node.text or ''}".lower()[-120:]
    marks = f"{node.get('class') or ''} {node.get('itemprop') or ''}".lower()
    for label in ("updated", "published"):
        if re.search(rf"(?<!\w)(?:{alternatives(stamp_words(label))})(?!\w)", said):
            return label
    if re.search(r"modif|updat", marks):
        return "updated"
    return "published" if re.search(r"publi", marks) or node.get("pubdate") is not None else ""


def _address(tree: Any, named: Mapping[str, str], linked: Mapping[str, Any], location: str) -> str | None:
    links = (node.get("href") for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split())
    for one in (*links, named.get("og:url"), _string(linked.get("url")), location):
        if one and re.match(r"https?://[^\s<>\"]+$", one.strip(), re.IGNORECASE):
            return str(one).strip()
    return None


def _permalink(element: Any) -> str | None:
    for node in element.iter("h1", "h2", "h3"):
        for link in (*node.iter("a"), *node.iterancestors("a")):
            href = (link.get("href") or "").strip()
            if re.match(r"https?://[^\s<>\"]+$", href, re.IGNORECASE):
                return href
        return None
    return None


def _date_in(url: str | None) -> str | None:
    """The date in a web address: ``/2024/06/10/``, ``/2024-06-10-``, ``-20240610``; day and all, or none."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)([/-]?)([01]\d)\2([0-3]\d)(?!\d)", url or "")
    return iso_date(int(found[1]), int(found[3]), int(found[4])) if found is not None else None
