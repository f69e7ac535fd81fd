"""What a page's markup says of itself: ``meta`` elements, JSON-LD, ``time`` elements, links, the address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from enligt.sources.dating import Told, told
from enligt.sources.lines import clean_line
from enligt.sources.linked import Linked, address_in, linked_of, name_in, text_in
from enligt.sources.marks import byline_names
from enligt.sources.names import names_in
from enligt.sources.phrases import alternatives, folded, phrases, stamp_words
from enligt.sources.urls import absolute, is_front, origin, site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
# By the attribute, not by the element: most have none, and it takes a fifth of the time.
_AUTHORS = "(descendant::*/@rel[.='author']/.. | descendant::*/@itemprop[.='author']/..)[position() <= 5]"
_AUTHOR_CLASSES = "(descendant::*/@class[contains(., 'byline') or contains(., 'author')]/..)[position() <= 5]"
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_LONGEST_SITE = 40  # characters of an outlet's name
NOTHING_LINKED: Final = Linked({})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What markup says; None where it does not. ``site`` is the outlet's name.

    ``published`` and ``updated`` hold each place that tells a date, the most trusted first. ``elsewhere`` is a canonical
    address on another site, which is said and not believed. ``authors`` are bylines of several places that name others.
    """

    headline: str | None = None
    byline: str | None = None
    published: tuple[Told, ...] = ()
    updated: tuple[Told, ...] = ()
    site: str | None = None
    url: str | None = None
    elsewhere: str | None = None
    authors: tuple[str, ...] = ()
    linked: Linked = NOTHING_LINKED
    kind: str | None = None
    free: bool | None = None  # whether all may read it (schema.org's isAccessibleForFree)


def metadata_of(tree: Any, *, location: str) -> Metadata:
    """All that a page's markup says of it, the most trusted place first: ``meta``, JSON-LD, the visible text, the address."""
    named = _named(tree)
    title = _text((tree.find(".//title").text if tree.find(".//title") is not None else None) or "")
    own = origin(location)
    canonical = _canonical(tree, base=own)
    tops = [text for node in tree.iter("h1") if (text := _text(" ".join(node.itertext()))) is not None]
    titles = (named.get("og:title"), *tops[:3], title)
    whole = linked_of(tree, addresses=(canonical, absolute(named.get("og:url"), base=own), own), titles=titles)
    linked = whole.article
    site = _first([named.get(_SITE[0]), name_in(linked.get("publisher")), *map(named.get, _SITE[1:])])
    seen = _times(tree)
    url, elsewhere = _address(own, canonical, named, linked)
    byline, authors = _byline(tree, named, linked, site)
    return Metadata(
        headline=_headline(tops, named, linked, title, site),
        byline=byline,
        published=_told(
            (_first(map(named.get, _PUBLISHED)), _itemprop(tree, "datePublished")), linked.get("datePublished"), seen[0]
        ),
        updated=_told((_first(map(named.get, _UPDATED)), _itemprop(tree, "dateModified")), linked.get("dateModified"), seen[1]),
        site=site or _site_in(title, tree),
        url=url,
        elsewhere=elsewhere,
        authors=authors,
        linked=whole,
        kind=(named.get("og:type") or "").lower() or None,
        free=_free(linked.get("isAccessibleForFree")),
    )


def metadata_inside(element: Any, *, page: Metadata) -> Metadata:
    """What one story's own element says, where a page holds several: its dates and author; the page's outlet."""
    published, updated = _times(element)
    published = published or told(_itemprop(element, "datePublished"), "metadata")
    return replace(
        page,
        free=None,
        headline=None,
        byline=_marked_author(element),
        authors=(),
        published=(published,) if published is not None else (),
        updated=(updated,) if updated is not None else (),
        url=_permalink(element, base=page.url) or page.url,
    )


def _told(named: Sequence[str | None], linked: Any, seen: Told | None) -> tuple[Told, ...]:
    first = (told(one, "metadata") for one in named)
    return tuple(one for one in (*first, told(text_in(linked), "JSON-LD"), seen) if one is not None)


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


def _first(values: Iterable[str | None]) -> str | None:
    return next((one for one in values if one), None)


def _free(value: Any) -> bool | None:
    """A truth value as sites write it: true, "True", "https://schema.org/False", 0."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, (bool, int)):
        return bool(value)
    said = value.strip().lower().rsplit("/", 1)[-1] if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(said)


def _headline(
    tops: Sequence[str], named: Mapping[str, str], linked: Mapping[str, Any], title: str | None, site: str | None
) -> str | None:
    """The page's only ``h1`` where it is no site's name; else what the metadata calls it; else its title."""
    called = named.get("og:title") or text_in(linked.get("headline")) or named.get("twitter:title")
    if len(tops) == 1 and (site is None or folded(tops[0]) != folded(site)) and folded(tops[0]) not in phrases("sections"):
        return tops[0]
    if called is not None:
        return next((top for top in tops if folded(top) == folded(called)), _without_site(called, site))
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
    """The site's name in the page's title: behind the headline, or behind a section's name and a bar."""
    tops = [top for node in tree.iter("h1") if (top := _text(" ".join(node.itertext()))) is not None]
    for top in tops:
        if title is not None and title.startswith(top):
            found = re.fullmatch(rf"\s*[|»·–—-]\s*([^|»]{{2,{_LONGEST_SITE}}})", title[len(top) :])
            if found is not None:
                return found[1].strip()
    first, *rest = (part.strip() for part in re.split(r"\s[|»]\s", title or ""))
    if len(rest) == 1 and folded(first) in phrases("sections") and 2 <= len(rest[0]) <= _LONGEST_SITE and rest[0] not in tops:
        return rest[0]
    return None


def _byline(
    tree: Any, named: Mapping[str, str], linked: Mapping[str, Any], site: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """Who wrote it, by the most trusted place that names somebody; and what other places say that names none of these."""
    authors = linked.get("author")
    names = [name for one in (authors if isinstance(authors, list) else [authors])[:20] if (name := text_in(one) or name_in(one))]
    said = (
        _first([one for one in (named.get(name) for name in _AUTHOR) if one and _is_author(one, site)]),
        ", ".join(dict.fromkeys(one for one in names if _is_author(one, site))) or None,
    )
    candidates = (*said, _marked_author(tree, classes=not any(said)))
    found = [byline_names(one) or one for one in candidates if one and _is_author(one, site)]
    if not found:
        return None, ()
    full = next((one for one in found[1:] if found[0] in one.split(", ")), found[0])  # `meta` has room for one of several
    return full, tuple(dict.fromkeys(one for one in found if not _surnames(one) & _surnames(full)))


def _is_author(one: str, site: str | None) -> bool:
    """Whether a byline names somebody: no address, not the site, not its software or desk."""
    return (
        not re.match(r"https?://|@|www\.", one)
        and (site is None or folded(one) != folded(site))
        and len(one) <= 200
        and folded(one)
        not in ("admin", "administrator", "redaktionen", "redaksjonen", "editor", "webmaster", "null", "undefined")
    )


def _surnames(byline: str) -> frozenset[str]:
    return frozenset(part.split()[-1].lower() for part in re.split(r"\s*[,/&]\s*|\s+(?:och|og|and)\s+", byline) if part.split())


def _marked_author(element: Any, *, classes: bool = True) -> str | None:
    """Who the markup of the visible text calls the author; ``classes``: by the names of classes too."""
    for node in element.xpath(_AUTHORS):
        inner = node.xpath("(descendant::*/@itemprop[.='name']/..)[1]")
        text = _text(" ".join((inner[0] if inner else node).itertext())[:300])
        if text is not None and len(text) <= 100:
            return byline_names(text) or text
    if not classes:
        return None
    for node in element.xpath(_AUTHOR_CLASSES):
        text = _text(" ".join(node.itertext())[:300])
        names = None if text is None else byline_names(text) or names_in(text)
        if names is not None:
            return names
    return None


def _itemprop(tree: Any, name: str) -> str | None:
    for node in tree.xpath(f"(descendant::*/@itemprop[.='{name}']/..)[1]"):
        return node.get("datetime") or node.get("content") or _text(" ".join(node.itertext())[:100])
    return None


def _times(element: Any) -> tuple[Told | None, Told | None]:
    """Published and updated by the ``time`` elements of a story's head: those before its third long paragraph."""
    published: Told | None = None
    updated: Told | None = None
    bare: Told | None = None
    long = 0
    for node in element.iter("p", "time"):
        if node.tag == "p":
            long += len("".join(node.itertext())) >= 80
            if long > 2:
                break
            continue
        if any(parent.tag in ("nav", "aside", "footer", "li") for parent in node.iterancestors()):
            continue
        value = told(node.get("datetime"), "visible text") or told(_text("".join(node.itertext())[:100]), "visible text")
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


def _canonical(tree: Any, *, base: str | None) -> str | None:
    """The address that a page calls its own; relative ones are made whole."""
    for node in tree.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split():
            return absolute(node.get("href"), base=base)
    return None


def _address(
    own: str | None, canonical: str | None, named: Mapping[str, str], linked: Mapping[str, Any]
) -> tuple[str | None, str | None]:
    """The page's address, and a canonical one on another site where there is one.

    A canonical address is believed on the site that the page was found on. One that leads to the site's front page is a
    mistake of the site's software. One on another site says whose text it is, not where this page is: it is told only. Of a
    page that was found nowhere (a file), ``og:url`` says which site that is; without it, the canonical address stands.
    """
    said = [absolute(one, base=own or canonical) for one in (named.get("og:url"), address_in(linked, base=own or canonical))]
    home = own or said[0] or canonical or said[1]
    candidates = [one for one in (canonical, *said, own) if one is not None]
    here = [one for one in candidates if site_of(one) == site_of(home)]
    deep = [one for one in here if not is_front(one)]
    chosen = next(iter(deep or here), None) if own is None or not is_front(own) else own
    elsewhere = canonical if canonical is not None and site_of(canonical) != site_of(home) else None
    return chosen, elsewhere


def _permalink(element: Any, *, base: str | None) -> str | None:
    for node in element.iter("h1", "h2", "h3", "h4"):
        for link in (*node.iter("a"), *node.iterancestors("a")):
            address = absolute(link.get("href"), base=base)
            if address is not None:
                return address
        return None
    return None
