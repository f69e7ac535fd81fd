"""Saved pages of many kinds around texts of our own (pages.toml), each with the paragraphs that must come of it.

The same on every machine: which story stands in which shell follows from their places in the lists. A shell is a function
from a `Setting` to the page's markup (or text) and its stories; an index page has none.
"""

# ruff: noqa: E501 - markup is easier to read where it stands as it will

from __future__ import annotations

import html
import json
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TEXTS = Path(__file__).resolve().parent / "pages.toml"
KINDS = ("one story", "several stories", "crawled text", "no story")


@dataclass(frozen=True, slots=True)
class Told:
    """One story that must come of a page: its headline, and its paragraphs with the subheadings among them."""

    headline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A page, and what must come of it. ``kind`` is one of ``KINDS``."""

    name: str
    language: str
    kind: str
    content: str
    stories: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The words of one language, and the stories for one page, the first its own."""

    language: str
    words: dict[str, Any]
    stories: tuple[dict[str, Any], ...]

    def __getitem__(self, key: str) -> str:
        return html.escape(str(self.words[key]), quote=False)

    @property
    def own(self) -> dict[str, Any]:
        """The story of a page that has one."""
        return self.stories[0]

    @property
    def menu(self) -> str:
        """The site's menu."""
        return "".join(f'<a href="/{n}">{html.escape(one)}</a> ' for n, one in enumerate(self.words["menu"]))

    def teasers(self, *, tag: str = "h3", text: bool = True) -> str:
        """Headings that lead to other stories, with a sentence each."""
        body = f"<p>{self['teaser']}</p>" if text else ""
        return "".join(
            f'<div class="teaser"><{tag}><a href="/a/{n}">{html.escape(one)}</a></{tag}>{body}</div>'
            for n, one in enumerate(self.words["teasers"], start=100)
        )

    def head(self, title: str, *, more: str = "") -> str:
        """A page's head."""
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8"><title>{e(title)} | {self["outlet"]}</title>'
            f'<meta property="og:site_name" content="{self["outlet"]}">{more}</head>'
        )


Shell = "Callable[[Setting], tuple[str, Sequence[Told]]]"


def e(text: str) -> str:
    """Text as markup has it."""
    return html.escape(text, quote=False)


def told(story: dict[str, Any], *, sub: bool = False) -> Told:
    """A story as it must come out, with its subheading before the last but one paragraph where the shell has it."""
    body = list(story["paragraphs"])
    if sub:
        body.insert(len(body) - 2, story["subheading"])
    return Told(story["headline"], tuple(body))


def paragraphs(story: dict[str, Any], *, sub: bool = False, tag: str = "p", middle: str = "") -> str:
    """A story's body as markup; ``middle`` stands before its last paragraph but one."""
    parts = [f"<{tag}>{e(one)}</{tag}>" for one in story["paragraphs"]]
    parts.insert(len(parts) - 2, (f"<h2>{e(story['subheading'])}</h2>" if sub else "") + middle)
    return "".join(parts)


def news(story: dict[str, Any], **more: Any) -> str:
    """A story's JSON-LD."""
    what = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story["headline"],
            "datePublished": "2025-03-12T08:15:00+01:00", **more}  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(what, ensure_ascii=False)}</script>'


# ---- one story


def wordpress(s: Setting) -> tuple[str, Sequence[Told]]:
    """A theme of WordPress: entry, tags, widgets, a form for comments."""
    body = (
        f'<body class="single"><div id="page"><header id="masthead"><p class="site-title"><a href="/">{s["outlet"]}</a></p>'
        f'<nav>{s.menu}</nav></header><div id="primary"><main><article class="post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{e(s.own["headline"])}</h1><div class="entry-meta">{s["published"]} <time class="entry-date published"'
        f' datetime="2025-03-12T08:15:00+01:00">{s["date"]}</time> <span class="author vcard"><a rel="author" href="/x">{s["author"]}</a>'
        f'</span></div></header><div class="entry-content">{paragraphs(s.own, sub=True)}<div class="sharedaddy">{s["share"]}</div>'
        f'</div><footer class="entry-footer"><span class="tags-links"><a href="/tag/1">Tallinn</a>, <a href="/tag/2">Moskva</a></span>'
        f'</footer></article><div id="comments" class="comments-area"><h2>{s["comments"]}</h2><ol>'
        + "".join(f"<li><p>{e(one)}</p></li>" for one in s.words["comment"])
        + f'</ol></div></main></div><aside id="secondary">{s.teasers(text=False)}</aside><footer>{s["footer"]}</footer></div></body></html>'
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own, sub=True)]


def broadcaster(s: Setting) -> tuple[str, Sequence[Told]]:
    """A broadcaster: a player, a lead in bold, divs with made-up class names."""
    first, *rest = s.own["paragraphs"]
    body = (
        f'<body><div class="Nav_root__x1">{s.menu}</div><main><article><div class="Video_player__q9"><button>Play</button>'
        f'<span>01:32</span></div><h1 class="Title_h1__k2">{e(s.own["headline"])}</h1><p class="Lead_lead__u7"><strong>{e(first)}</strong></p>'
        f'<div class="Meta_meta__o3"><span>{s["published"]} {s["date"]} 08.15</span></div><div class="Body_body__t5">'
        + "".join(f'<p class="Text_p__z8">{e(one)}</p>' for one in rest)
        + f'</div></article><section class="Related_box__w4"><h2>{s["related"]}</h2>{s.teasers(tag="h3", text=False)}</section></main>'
        f"<footer><p>{s['footer']}</p></footer></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own)]


def tabloid(s: Setting) -> tuple[str, Sequence[Told]]:
    """A tabloid: advertisements and teasers of other stories in the midst of the text."""
    one, two = s.words["teasers"][:2]
    inside = (
        f'<div class="ad">{s["ad"]}</div><div class="inline-teaser"><a href="/a/101"><h3>{e(one)}</h3><p>{s["teaser"]}</p></a></div>'
        f'<p><strong>{s["more"]}: <a href="/a/102">{e(two)}</a></strong></p>'
    )
    body = (
        f'<body><header>{s.menu}</header><div class="article"><h1>{e(s.own["headline"])}</h1><div class="by">{s["author"]}</div>'
        f'<div class="time">{s["published"]} {s["date"]}</div>{paragraphs(s.own, middle=inside)}</div>'
        f'<div class="list"><h2>{s["most_read"]}</h2><ol>'
        + "".join(f'<li><a href="/b/{n}">{e(t)}</a></li>' for n, t in enumerate(s.words["teasers"]))
        + f'</ol></div><div class="foot">{s["footer"]}</div></body></html>'
    )
    return s.head(s.own["headline"]) + body, [told(s.own)]


def paywall(s: Setting) -> tuple[str, Sequence[Told]]:
    """A paywall after two paragraphs, with an offer."""
    cut = {**s.own, "paragraphs": s.own["paragraphs"][:2]}
    body = (
        f"<body><nav>{s.menu}</nav><main><article><h1>{e(s.own['headline'])}</h1><p>{s['published']} {s['date']}</p>"
        + "".join(f"<p>{e(one)}</p>" for one in cut["paragraphs"])
        + f'<div class="paywall"><h2>{s["account"]}</h2><button>{s["account"]}</button></div></article></main>'
        f"<footer>{s['footer']}</footer></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own, isAccessibleForFree=False)) + body, [told(cut)]


def cookie_wall(s: Setting) -> tuple[str, Sequence[Told]]:
    """A wall about cookies that lies over the page."""
    body = (
        f'<body><div id="cookie-consent" class="overlay"><h2>Cookies</h2><p>{s["cookies"]}</p><p>{s["cookies"]}</p><button>OK</button>'
        f'</div><div class="wrap"><h1>{e(s.own["headline"])}</h1><p class="date">{s["published"]} {s["date"]}</p>{paragraphs(s.own)}'
        f"</div><footer>{s['footer']}</footer></body></html>"
    )
    return s.head(s.own["headline"]) + body, [told(s.own)]


def commented(s: Setting) -> tuple[str, Sequence[Told]]:
    """More words in the comments than in the story."""
    talk = "".join(f'<div class="comment" id="c{n}"><b>Nn {n}</b><p>{e(s.words["comment"][n % 2])}</p></div>' for n in range(12))
    body = (
        f"<body><nav>{s.menu}</nav><article><h1>{e(s.own['headline'])}</h1>{paragraphs(s.own)}</article>"
        f'<section id="comments"><h2>{s["comments"]} (12)</h2>{talk}</section></body></html>'
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own)]


def related_boxes(s: Setting) -> tuple[str, Sequence[Told]]:
    """Boxes of other stories beside and under the text."""
    body = (
        f'<body><div class="top">{s.menu}</div><div class="cols"><div class="left"><h1>{e(s.own["headline"])}</h1>'
        f'<p>{s["published"]} {s["date"]}</p>{paragraphs(s.own, sub=True)}<div class="related"><h3>{s["related"]}</h3>'
        f'{s.teasers(tag="h4")}</div></div><div class="right"><h3>{s["most_read"]}</h3>{s.teasers(tag="h4")}</div></div>'
        f"<div class='newsletter'><p>{s['newsletter']}</p></div></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own, sub=True)]


def captioned(s: Setting) -> tuple[str, Sequence[Told]]:
    """Pictures with captions and credits between the paragraphs."""
    figure = f'<figure><img src="x.jpg" alt="{s["caption"]}"><figcaption>{s["caption"]} <span>{s["photo"]}</span></figcaption></figure>'
    loose = f'<div class="image"><img src="y.jpg" alt=""><p class="caption">{s["caption"]} {s["photo"]}</p></div>'
    body = (
        f"<body><main>{figure}<h1>{e(s.own['headline'])}</h1><p>{s['published']} {s['date']}</p>"
        f"{paragraphs(s.own, middle=figure + loose)}{figure}</main><footer>{s['footer']}</footer></body></html>"
    )
    return s.head(s.own["headline"]) + body, [told(s.own)]


def infobox(s: Setting) -> tuple[str, Sequence[Told]]:
    """A table of facts in the midst of the text."""
    rows = "".join(f"<tr><th>{e(a)}</th><td>{e(b)}</td></tr>" for a, b in s.words["facts"])
    body = (
        f"<body><nav>{s.menu}</nav><article><h1>{e(s.own['headline'])}</h1><p>{s['published']} {s['date']}</p>"
        f"{paragraphs(s.own, middle=f'<table class=infobox>{rows}</table>')}</article></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own)]


def old_tables(s: Setting) -> tuple[str, Sequence[Told]]:
    """A page of the nineties: tables for columns, breaks for paragraphs."""
    text = "<br><br>".join(e(one) for one in s.own["paragraphs"])
    side = "<br>".join(f'<a href="a{n}.htm">{e(one)}</a>' for n, one in enumerate(s.words["teasers"]))
    body = (
        f"<html><head><title>{e(s.own['headline'])}</title></head><body bgcolor=white><table width=100%><tr><td colspan=2>{s.menu}"
        f"<tr><td width=20% valign=top><font size=1>{side}</font><td><font size=5><b>{e(s.own['headline'])}</b></font><br>"
        f"<font size=1>{s['date']}</font><br><br>{text}<br><br><font size=1>{s['footer']}</font></table></body></html>"
    )
    return body, [told(s.own)]


def broken_markup(s: Setting) -> tuple[str, Sequence[Told]]:
    """Tags that are never closed, or closed twice, or in the wrong order."""
    text = "".join(f"<p>{e(one)}" + ("</b></div>" if n == 1 else "") for n, one in enumerate(s.own["paragraphs"]))
    return (
        f"{s.head(s.own['headline'])}<body><div><div class=menu>{s.menu}<div class=main><h1>{e(s.own['headline'])}<h1></h1>"
        f"<p>{s['published']} {s['date']}<div>{text}</div></div><p>{s['footer']}"
    ), [told(s.own)]


def amp(s: Setting) -> tuple[str, Sequence[Told]]:
    """AMP: its own elements for consent, pictures and advertisements."""
    body = (
        f'<body><amp-consent id="c"><div><p>{s["cookies"]}</p></div></amp-consent><header><a href="/">{s["outlet"]}</a></header>'
        f'<amp-sidebar><ul><li>{s.menu}</li></ul></amp-sidebar><main role="main"><article><h1>{e(s.own["headline"])}</h1>'
        f'<amp-img src="x.jpg" width=1 height=1></amp-img>{paragraphs(s.own, middle="<amp-ad type=x><div>" + s["ad"] + "</div></amp-ad>")}'
        "</article></main></body></html>"
    )
    page = s.head(s.own["headline"], more=news(s.own)).replace("<html ", "<html amp ")
    return page + body, [told(s.own)]


def printed(s: Setting) -> tuple[str, Sequence[Told]]:
    """A version for the printer: the outlet, the story, the address."""
    body = (
        f'<body onload="print()"><div class="print-header">{s["outlet"]}</div><hr><h1>{e(s.own["headline"])}</h1><p>{s["date"]}</p>'
        f"{paragraphs(s.own)}<hr><p>https://print.example/a/1</p></body></html>"
    )
    return s.head(s.own["headline"]) + body, [told(s.own)]


def state(s: Setting) -> tuple[str, Sequence[Told]]:
    """A page that shows nothing until its program has run: the story in the state that it brings along."""
    blocks = [{"type": "paragraph", "text": one} for one in s.own["paragraphs"]]
    blocks.insert(1, {"type": "image", "text": s["caption"]})
    held = {"props": {"page": {"article": {"id": 7, "title": s.own["headline"], "body": blocks}}, "menu": s.words["menu"]}}
    data = json.dumps(held, ensure_ascii=False)
    body = f'<body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'
    return s.head(s.own["headline"]) + body, [told(s.own)]


def body_in_json_ld(s: Setting) -> tuple[str, Sequence[Told]]:
    """The same, the story in JSON-LD."""
    more = news(s.own, articleBody="\n\n".join(s.own["paragraphs"]))
    return s.head(s.own["headline"], more=more) + '<body><div id="app">…</div><noscript>JavaScript</noscript></body></html>', [
        told(s.own)
    ]


def short_notice(s: Setting) -> tuple[str, Sequence[Told]]:
    """Two paragraphs, and many more words of other stories."""
    cut = {**s.own, "paragraphs": s.own["paragraphs"][:2]}
    body = (
        f'<body><nav>{s.menu}</nav><article><h1>{e(s.own["headline"])}</h1><time datetime="2025-03-12T08:15:00+01:00">{s["date"]}</time>'
        + "".join(f"<p>{e(one)}</p>" for one in cut["paragraphs"])
        + f"</article><section><h2>{s['related']}</h2>{s.teasers()}{s.teasers()}</section></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(cut)]


def divs(s: Setting) -> tuple[str, Sequence[Told]]:
    """No paragraph anywhere, only divs in divs."""
    text = "".join(f'<div class="t"><div><span>{e(one)}</span></div></div>' for one in s.own["paragraphs"])
    body = (
        f'<body><div class="a"><div class="b">{s.menu}</div><div class="c"><div class="h">{e(s.own["headline"])}</div>'
        f'<div class="d">{s["published"]} {s["date"]}</div>{text}</div><div class="z">{s["footer"]}</div></div></body></html>'
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own)]


def long_read(s: Setting) -> tuple[str, Sequence[Told]]:
    """Sections with headings, a pull quote that says again what was said, a list in the text."""
    first, *rest = s.own["paragraphs"]
    items = [f"{a}: {b}" for a, b in s.words["facts"]]
    body = (
        f"<body><nav>{s.menu}</nav><article><header><h1>{e(s.own['headline'])}</h1></header><p>{e(first)}</p><h2>{e(s.own['subheading'])}</h2>"
        + "".join(f"<p>{e(one)}</p>" for one in rest)
        + "<ul>"
        + "".join(f"<li>{e(one)}</li>" for one in items)
        + f"</ul></article><footer>{s['footer']}</footer></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [
        Told(s.own["headline"], (first, s.own["subheading"], *rest, *items))
    ]


def press_release(s: Setting) -> tuple[str, Sequence[Told]]:
    """A press release, with whom to call."""
    body = (
        f'<body><div class="bar">{s.menu}</div><div class="content"><h1>{e(s.own["headline"])}</h1><p class="ingress">{s["date"]}</p>'
        f"{paragraphs(s.own, sub=True)}<p>+46 70 555 01 23</p><p>press@outlet.example</p></div></body></html>"
    )
    return s.head(s.own["headline"]) + body, [told(s.own, sub=True)]


def linked(s: Setting) -> tuple[str, Sequence[Told]]:
    """Links in every paragraph."""
    text = "".join(
        "<p>"
        + " ".join(f'<a href="/t/{n}">{e(word)}</a>' if n == 2 else e(word) for n, word in enumerate(one.split(" ")))
        + "</p>"
        for one in s.own["paragraphs"]
    )
    body = (
        f"<body><nav>{s.menu}</nav><main><h1>{e(s.own['headline'])}</h1>{text}</main><footer>{s['footer']}</footer></body></html>"
    )
    return s.head(s.own["headline"], more=news(s.own)) + body, [told(s.own)]


# ---- several stories


def articles_below(s: Setting) -> tuple[str, Sequence[Told]]:
    """Stories one below the other, each in an element of its own."""
    parts = "".join(
        f'<article><h2><a href="/a/{n}">{e(one["headline"])}</a></h2><time datetime="2025-03-1{n}T08:00:00+01:00">1{n}</time>'
        f"{paragraphs(one)}</article>"
        for n, one in enumerate(s.stories)
    )
    return s.head(s["outlet"]) + f"<body><nav>{s.menu}</nav><main>{parts}</main><footer>{s['footer']}</footer></body></html>", [
        told(one) for one in s.stories
    ]


def live_report(s: Setting) -> tuple[str, Sequence[Told]]:
    """A live report over three days: posts with heading and time."""
    posts = "".join(
        f'<div class="post"><time datetime="2025-03-1{3 - n}T1{n}:05:00+01:00">1{n}.05</time><h3>{e(one["headline"])}</h3>{paragraphs(one)}'
        f"<button>{s['share']}</button></div>"
        for n, one in enumerate(s.stories)
    )
    body = f"<body><nav>{s.menu}</nav><main><h1>Live</h1><div class='feed'>{posts}</div></main><footer>{s['footer']}</footer></body></html>"
    return s.head("Live") + body, [told(one) for one in s.stories]


def bulletins(s: Setting) -> tuple[str, Sequence[Told]]:
    """Bulletins with no element around each: heading, date, text, heading, date, text."""
    parts = "".join(
        f'<h2>{e(one["headline"])}</h2><p class="d">{s["published"]} 2025-03-1{3 - n}</p>{paragraphs(one)}'
        for n, one in enumerate(s.stories)
    )
    return s.head(s["outlet"]) + f"<body><div class='m'>{s.menu}</div><div class='list'>{parts}</div></body></html>", [
        told(one) for one in s.stories
    ]


def letter(s: Setting) -> tuple[str, Sequence[Told]]:
    """A newsletter on the web: tables, items that lead to their stories."""
    parts = "".join(
        f'<tr><td><h2><a href="https://letter.example/a/{n}">{e(one["headline"])}</a></h2>{paragraphs(one)}'
        f'<p><a href="https://letter.example/a/{n}">{s["more"]}</a></p></td></tr>'
        for n, one in enumerate(s.stories)
    )
    page = f"<body><table><tr><td>{s['outlet']} {s['date']}</td></tr>{parts}<tr><td>{s['newsletter']}</td></tr></table></body></html>"
    return s.head(s["outlet"]) + page, [told(one) for one in s.stories]


# ---- crawled text


def crawled(s: Setting) -> tuple[str, Sequence[Told]]:
    """A page as a crawler leaves it: every line of it, links and buttons too."""
    body = list(s.own["paragraphs"])
    body.insert(2, f"{s.words['more']}: {s.words['teasers'][0]}")
    lines = [" ".join(s.words["menu"]), s.words["outlet"], s.own["headline"], f"{s.words['published']} {s.words['date']}", s.words["share"],
             *body[:2], s.words["ad"], *body[2:], s.words["related"], *s.words["teasers"], s.words["cookies"], s.words["footer"]]  # fmt: skip
    return "\n\n".join(lines), [told(s.own)]


def crawled_wrapped(s: Setting) -> tuple[str, Sequence[Told]]:
    """Text broken at a fixed width."""
    blocks = ["\n".join(textwrap.wrap(one, 72)) for one in s.own["paragraphs"]]
    return "\n\n".join([s.own["headline"], f"{s.words['published']} {s.words['date']}", *blocks, s.words["footer"]]), [
        told(s.own)
    ]


def crawled_several(s: Setting) -> tuple[str, Sequence[Told]]:
    """Several stories in one file, each with its date."""
    parts = [
        "\n\n".join([one["headline"], f"{s.words['published']} 2025-03-1{3 - n}", *one["paragraphs"]])
        for n, one in enumerate(s.stories)
    ]
    return "\n\n\n".join(parts), [told(one) for one in s.stories]


# ---- no story


def front_page(s: Setting) -> tuple[str, Sequence[Told]]:
    """A front page: teasers and nothing else."""
    return s.head(
        s["outlet"]
    ) + f"<body><nav>{s.menu}</nav><main>{s.teasers(tag='h2')}{s.teasers(tag='h2')}</main></body></html>", []


def tag_page(s: Setting) -> tuple[str, Sequence[Told]]:
    """A tag's page: a line about it, and a list of links."""
    items = "".join(
        f'<li><a href="/a/{n}">{e(one)}</a> <time>12.0{n}</time></li>' for n, one in enumerate(s.words["teasers"] * 3)
    )
    return s.head("Tallinn") + f"<body><nav>{s.menu}</nav><h1>Tallinn</h1><p>{s['teaser']}</p><ul>{items}</ul></body></html>", []


def search_result(s: Setting) -> tuple[str, Sequence[Told]]:
    """What a search found, each with a cut from its text."""
    found = "".join(
        f'<div class="hit"><a href="/a/{n}"><h3>{e(one)}</h3></a><p>… {e(s.stories[n % 3]["paragraphs"][0][:140])} …</p></div>'
        for n, one in enumerate(s.words["teasers"])
    )
    kind = '<script type="application/ld+json">{"@type": "SearchResultsPage"}</script>'
    return s.head("?", more=kind) + f"<body><form><input name=q></form><main>{found}</main></body></html>", []


SHELLS: tuple[tuple[str, tuple[Callable[[Setting], tuple[str, Sequence[Told]]], ...]], ...] = (
    ("one story", (
        wordpress, broadcaster, tabloid, paywall, cookie_wall, commented, related_boxes, captioned, infobox, old_tables,
        broken_markup, amp, printed, state, body_in_json_ld, short_notice, divs, long_read, press_release, linked,
    )),
    ("several stories", (articles_below, live_report, bulletins, letter)),
    ("crawled text", (crawled, crawled_wrapped, crawled_several)),
    ("no story", (front_page, tag_page, search_result)),
)  # fmt: skip


def cases() -> Iterator[Case]:
    """Every shell in every language."""
    with TEXTS.open("rb") as file:
        texts = tomllib.load(file)
    for language, words in texts.items():
        number = 0
        for kind, shells in SHELLS:
            for shell in shells:
                stories = words["story"]
                turned = tuple(stories[(number + n) % len(stories)] for n in range(len(stories)))
                content, expected = shell(Setting(language, words, turned))
                yield Case(shell.__name__.replace("_", "-"), language, kind, content, tuple(expected))
                number += 1
