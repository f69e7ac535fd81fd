"""A page of several stories gives each; a page that only leads to stories gives none; a page of one gives one."""

from __future__ import annotations

import json

import pytest

from enligt.model import Issue, Page
from enligt.sources import articles
from html_pages import TITLE, A, B, C, codes, one, page, paragraphs, read

HERE = "https://kusten.example/direkt"
OTHER = "Finland stänger gränsen mot öster"
D = "Finlands regering stänger de två sista gränsstationerna i öster, uppger inrikesministern i Helsingfors på onsdagen."
E = "Polisen i Villmanstrand räknar med långa köer vid gränsen ända till helgen, enligt ett meddelande till pressen."


def post(title: str | None, moment: str, *body: str, shape: str = "post") -> str:
    heading = f"<h3>{title}</h3>" if title is not None else ""
    return f'<div class="{shape}"><time datetime="{moment}">kl</time>{heading}{paragraphs(*body)}</div>'


def test_a_live_report_of_days_gives_its_posts_and_its_head() -> None:
    posts = post("Fartygen lämnar hamnen", "2024-01-10T09:00:00+01:00", A, B) + post(
        None, "2024-01-09T18:00:00+01:00", "Ministern är på väg till Visby."
    )
    lead = "Här följer vi vad som händer efter kabelbrottet i Östersjön, dag för dag, med våra reportrar på plats."
    found, issues = read(page(body=f"<main><h1>{TITLE}</h1><p>{lead}</p><div>{posts}</div></main>"), location=HERE)
    assert [(a.headline, a.published) for a in found] == [
        (TITLE, None),
        ("Fartygen lämnar hamnen", "2024-01-10"),
        (None, "2024-01-09"),
    ]
    assert found[0].text == f"{TITLE}\n\n{lead}"
    assert found[1].text == f"Fartygen lämnar hamnen\n\n{A}\n\n{B}"
    assert found[2].text == "Ministern är på väg till Visby."
    assert {a.language for a in found} == {"sv"}
    assert [issue.code for issue in issues] == ["no-date"]


def test_posts_that_only_json_ld_holds() -> None:
    posts = [
        {"@type": "BlogPosting", "headline": "Fartygen lämnar hamnen", "datePublished": "2024-01-10T09:00:00+01:00",
         "articleBody": f"<p>{A}</p><p>{B}</p>", "url": "#p1", "author": {"name": "Siv Sand"}},
        {"@type": "BlogPosting", "datePublished": "2024-01-09T18:00:00+01:00", "articleBody": C},
        {"@type": "BlogPosting", "articleBody": "x"},
        "no post",
    ]  # fmt: skip
    held = json.dumps({"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": posts})
    text = page(head=f'<script type="application/ld+json">{held}</script>', body=f"<h1>{TITLE}</h1><div id=app></div>")
    found, _ = read(text, location=HERE)
    assert [(a.headline, a.published, a.byline) for a in found] == [
        ("Fartygen lämnar hamnen", "2024-01-10", "Siv Sand"),
        (None, "2024-01-09", None),
    ]
    assert found[0].text.endswith(f"{A}\n\n{B}")


def test_bulletins_without_an_element_around_each() -> None:
    first = f"<h2>{TITLE}</h2><p>Publicerad 2024-01-09</p>{paragraphs(A, B)}"
    body = f"<div>{first}<h2>{OTHER}</h2><p>Publicerad 2024-01-08</p>{paragraphs(D, E)}</div>"
    found, _ = read(page(title="Kusten", body=body))
    assert [(a.headline, a.published) for a in found] == [(TITLE, "2024-01-09"), (OTHER, "2024-01-08")]
    assert found[0].text == f"{TITLE}\n\n{A}\n\n{B}"
    assert found[1].text == f"{OTHER}\n\n{D}\n\n{E}"


def test_a_letters_items_have_its_day_and_their_own_addresses() -> None:
    def item(n: int, title: str, *body: str) -> str:
        return f'<tr><td><h2>{title}</h2>{paragraphs(*body)}<p><a href="/a/{n}">Läs mer</a></p></td></tr>'

    head = '<meta name="date" content="2024-01-09">'
    body = f"<table><tr><td>Kusten</td></tr>{item(1, TITLE, A, B)}{item(2, OTHER, D, E)}</table>"
    found, _ = read(page(title="Kusten", head=head, body=body), location=HERE)
    assert [(a.headline, a.published, a.url) for a in found] == [
        (TITLE, "2024-01-09", "https://kusten.example/a/1"),
        (OTHER, "2024-01-09", "https://kusten.example/a/2"),
    ]
    assert found[1].text == f"{OTHER}\n\n{D}\n\n{E}"


def timed(shape: str, moment: str, text: str, *, more: str = "") -> str:
    return f'<div class="{shape}">{more}<time datetime="{moment}">kl</time><p>{text}</p></div>'


def led(address: str, title: str) -> str:
    return f'<h3><a href="{address}">{title}</a></h3>'


INSIDE = {
    "timeline": timed("e", "2023-10-07", D) + timed("e", "2023-11-01", E),
    "sections": f"<section><h2>Bakgrund till beslutet</h2><p>{D}</p></section><section><h2>Och nu?</h2><p>{E}</p></section>",
    "comments": f'<div class="comments">{timed("c", "2024-01-09T10:00:00Z", D)}{timed("c", "2024-01-09T11:00:00Z", E)}</div>',
    "links": f"<h2>Bakgrund till beslutet</h2><p>{D}</p><p>{E}</p><p><a href=/b>Läs mer: {OTHER}</a></p>"
    f"<h2>Vad händer nu</h2><p>{E}</p><p>{D}</p><p><a href=/c>Läs mer: {OTHER[:20]}</a></p>",
    "ticker": "".join(
        timed("n", f"2024-01-09T1{n}:00:00Z", f'<a href="/n/{n}">{OTHER} enligt uppgift {n}</a>') for n in range(9)
    ),
    "letters": timed("r", "2024-01-09T10:00:00Z", D) + timed("r", "2024-01-09T11:00:00Z", E),
    "teasers": timed("t", "2024-01-08T10:00:00Z", D[:60], more=led("/b", OTHER))
    + timed("t", "2024-01-07T10:00:00Z", E[:60], more=led("/c", f"{OTHER} igen")),
}


@pytest.mark.parametrize("inside", INSIDE.values(), ids=INSIDE)
def test_one_story_stays_one(inside: str) -> None:
    found, _ = read(page(body=f"<article><h1>{TITLE}</h1>{paragraphs(A, B, C)}{inside}</article>"), location=HERE)
    assert [a.headline for a in found] == [TITLE]
    for part in (A, B, C):
        assert part in found[0].text


def teasers(number: int, *, text: str = "Beskedet kom på tisdagen efter flera veckors väntan.") -> str:
    return "".join(
        f'<div><h2><a href="/a/{n}">Rubrik nummer {n} om någonting annat</a></h2><p>{text}</p></div>' for n in range(number)
    )


ITEMS = "".join(f'<li><time>12.0{n}</time> <a href="/d/{n}">Så går det med sak {n}</a></li>' for n in range(9))
EXCERPTS = "".join(
    f'<article><h2><a href="/a/{n}">Rubriken {n} är här</a></h2>{paragraphs(A, B)}<a href="/a/{n}">Läs mer</a></article>'
    for n in range(5)
)


@pytest.mark.parametrize(
    ("body", "location"),
    [
        (teasers(8), "https://kusten.example/"),
        (f"<h1>Utrikes</h1><p>{A}</p>{teasers(12)}", "https://kusten.example/utrikes"),
        (f"<h1>Taggen Nato</h1>{teasers(12, text=A)}", "https://kusten.example/tagg/nato"),
        (f"<h1>Direkt just nu</h1><ul>{ITEMS}</ul>", "page.html"),
        (f"<main>{EXCERPTS}</main>", "https://kusten.example/blogg"),
    ],
    ids=["front", "section", "tag", "live-centre", "excerpts"],
)
def test_a_page_that_leads_to_stories_gives_none(body: str, location: str) -> None:
    found, issues = read(page(title="Kusten", body=body), location=location)
    assert found == []
    assert [(issue.code, issue.fatal) for issue in issues] == [("index-page", True)]
    assert "feed" in issues[0].message


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<h1>{TITLE}</h1>{paragraphs(A, B, C, D, E)}{teasers(20)}"),
        ('<meta property="article:published_time" content="2024-01-09">', f"<h1>{TITLE}</h1><p>{A}</p>{teasers(20)}"),
        ('<meta property="og:type" content="article">', f"<h1>{TITLE}</h1>{paragraphs(A, B)}{teasers(9)}"),
        ("", f'<h1><a href="https://kusten.example/direkt">{TITLE}</a></h1>{paragraphs(A, B, C, D, E)}{teasers(6)}'),
    ],
    ids=["long", "dated notice", "says so", "permalink"],
)
def test_a_story_among_teasers_is_one(head: str, body: str) -> None:
    article = one(page(head=head, body=body), location=HERE)
    assert article.headline == TITLE
    assert A in article.text
    assert "Rubrik nummer" not in article.text


def test_a_page_of_nothing_says_so_once() -> None:
    assert codes(page(body="<p>Sidan finns inte.</p>")) == ["too-short"]


def test_paragraphs_that_a_table_runs_together_come_apart() -> None:
    body = [A, B, C, D, E]
    cell = f"<font size=5>{TITLE}</font><br><br>{'<br><br>'.join(body)}"
    text = f"<html><title>{TITLE}</title><body><table><tr><td><a href=x>Hem</a><td>{cell}</table></body></html>"
    assert one(text).text == "\n\n".join([TITLE, *body])


def test_a_list_of_headlines_in_plain_text_is_no_story() -> None:
    lines = [f"Rubrik nummer {n} om någonting annat" for n in range(8)]
    assert codes("\n".join(lines), location="page.txt") == ["index-page"]
    assert read("\n\n".join([lines[0], A, B, *lines[1:]]), location="page.txt")[0][0].text.startswith(lines[0])


def test_the_first_storys_headline_is_no_outlet_of_the_next() -> None:
    text = "\n\n".join([f"{OTHER} – köer väntas", "27 feb. 2024", D, A, "Text: Redaktionen", "", "26 februari 2024", TITLE, B, C])
    found = [a for a in articles(Page("letter.txt", text.encode())) if not isinstance(a, Issue)]
    assert [a.headline for a in found] == [f"{OTHER} – köer väntas", TITLE]
    assert [a.outlet for a in found] == [None, None]
