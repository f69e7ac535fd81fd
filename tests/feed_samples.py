"""Feeds and sitemaps for tests, of invented outlets, and a fetcher that answers from a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Self

from enligt.model import Issue, Page
from enligt.sources.answers import Fetched, Remembered, Unchanged

SWEDISH = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Skärgårdsbladet</title>
<link>https://skargardsbladet.example/</link>
<atom:link rel="self" type="application/rss+xml" href="https://skargardsbladet.example/rss"/>
<item>
  <title>Färjan står still i tre dagar &amp;amp; vägarna fylls</title>
  <link>https://skargardsbladet.example/farjan?a=1&amp;b=2#top</link>
  <pubDate>fre, 06 februari 2026 00:30:00 +0100</pubDate>
  <dc:creator>Maja Söderholm</dc:creator>
  <description>Trafiken till öarna ställs in …</description>
  <content:encoded><![CDATA[<p>Färjan till öarna står still i tre dagar medan propellern byts, uppger rederiet på torsdagen.</p>
    <p>De boende får ta bussen över den gamla bron, som kommunen har öppnat igen sedan den lagades i höstas.</p>
    <p><a href="https://skargardsbladet.example/farjan">Läs mer hos Skärgårdsbladet</a></p>
    <p>The post Färjan står still i tre dagar &amp; vägarna fylls appeared first on Skärgårdsbladet.</p>]]></content:encoded>
</item>
<item>
  <title>Ny bro invigs</title>
  <link>/bron</link>
  <pubDate>lör, 7 feb 2026 09.15 CET</pubDate>
  <author>TT</author>
  <description>Bron invigs i dag.</description>
</item>
</channel>
</rss>
"""

NORWEGIAN = """<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://fjordposten.example/"><title>Fjordposten</title><link>https://fjordposten.example/</link></channel>
<item rdf:about="https://fjordposten.example/kai">
  <title>Kaien på Øvre Sund stenges</title>
  <link>https://fjordposten.example/kai</link>
  <dc:date>2026-02-06T08:00:00+01:00</dc:date>
  <dc:creator>Kari Nordli</dc:creator>
  <dc:source>Havnebladet</dc:source>
</item>
</rdf:RDF>
"""

DANISH = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://sundavisen.example/">
<title type="html">Sundavisen &lt;b&gt;Nyheder&lt;/b&gt;</title>
<link rel="self" href="https://sundavisen.example/atom"/>
<entry>
  <id>tag:sundavisen.example,2026:1</id>
  <title>Havnen får nye kraner</title>
  <link rel="alternate" href="kraner"/>
  <published>2026-02-06T23:40:00Z</published>
  <updated>2026-02-07T06:00:00Z</updated>
  <author><name>Søren Lind</name></author><author><name>Ane Holm</name></author>
  <source><title>Ritzau</title></source>
  <summary>Tre kraner er på vej.</summary>
</entry>
</feed>
"""

ENGLISH = """{
"version": "https://jsonfeed.org/version/1.1",
"title": "The Harbour Times",
"feed_url": "https://harbourtimes.example/feed.json",
"authors": [{"name": "The Newsroom"}],
"items": [
 {"id": "1", "url": "https://harbourtimes.example/storm", "title": "Storm closes the harbour",
  "content_html": "<p>The harbour was closed on Friday after a storm tore two ships from their moorings, the port authority said.</p><p>Nobody was hurt, and the ships were brought back before the evening.</p><p>The port opens again on Saturday.</p>",
  "date_published": "2026-02-06T18:00:00-05:00", "date_modified": "2026-02-07T08:00:00Z", "authors": [{"name": "Jo Marsh"}]},
 {"id": "https://harbourtimes.example/2", "title": "A short one", "content_text": "Only a line."}
]}
"""  # noqa: E501 - JSON has no way to break a text

NEWS_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://fjordposten.example/kai?a=1&amp;b=2</loc>
  <news:news><news:publication><news:name>Fjordposten</news:name><news:language>nb</news:language></news:publication>
  <news:publication_date>2026-02-06T08:00+01:00</news:publication_date><news:title>Kaien stenges</news:title></news:news>
  <image:image><image:loc>https://fjordposten.example/kai.jpg</image:loc><image:title>Kaien</image:title></image:image></url>
<url><loc>https://fjordposten.example/gammelt</loc><lastmod>2025-11-01</lastmod></url>
</urlset>
"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://fjordposten.example/news.xml</loc><lastmod>2026-02-06</lastmod></sitemap>
<sitemap><loc>https://fjordposten.example/2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap>
</sitemapindex>
"""

STORY = (
    "Sweden met Norway on 2026-02-05 to talk about the ferry, according to Reuters. "
    "The two governments have talked about the line between the islands for several years now."
)


def feed(*names: str, host: str = "https://skargardsbladet.example", text: str = "") -> str:
    """An RSS feed of items of these names, each dated a minute after the one before."""
    encoded = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
    items = "".join(
        f"<item><title>About {name}</title><link>{host}/{name}</link>"
        f"<pubDate>Fri, 06 Feb 2026 08:{number:02}:00 +0000</pubDate>{encoded}</item>"
        for number, name in enumerate(names)
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Bladet</title>{items}</channel></rss>"
    )


def story(name: str, *, text: str = STORY) -> str:
    """A page of one story without a date or an author."""
    paragraphs = "".join(f"<p>{text} This is about {name}, which is a place by the sea.</p>" for _ in range(2))
    return (
        f"<html><head><title>About {name}</title></head><body><article><h1>About {name}</h1>{paragraphs}</article></body></html>"
    )


def plain_story(name: str, *, text: str = STORY) -> str:
    """The same as plain text, which is quicker to read."""
    return f"About {name}\n\n{text} This is about {name}, which is a place by the sea.\n\n{text} That is all about {name}.\n"


def page(content: str | bytes, location: str = "https://skargardsbladet.example/rss", media_type: str | None = None) -> Page:
    return Page(location, content.encode("utf-8") if isinstance(content, str) else content, media_type)


@dataclass
class TableFetcher:
    """Answers from a table; ``asked`` is what was asked for, in its order. An answer's ETag is the hash of its content."""

    answers: dict[str, str | bytes | Issue | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    after: Any = None  # called with each address, before it is answered

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def fetch(self, address: str, *, remembered: Remembered | None = None) -> Fetched | Unchanged | Issue:
        self.asked.append(address)
        if self.after is not None:
            self.after(address)
        answer = self.answers.get(address)
        if answer is None:
            return Issue(address, "source", "not-found", "there is nothing at this address: see whether it is spelt right")
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Issue):
            return answer
        made = page(answer, address, "text/html; charset=utf-8" if "<" in str(answer) else "text/plain")
        etag = f'"{made.sha256[:8]}"'
        if remembered is not None and remembered.etag == etag:
            return Unchanged(address)
        return Fetched(made, address, Remembered(etag, None))


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: dt.datetime = dt.datetime(2026, 2, 6, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += dt.timedelta(seconds=seconds)
