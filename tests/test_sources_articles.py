"""From a page to its articles: what a page wears goes, what it says stays, and each story stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from enligt.errors import UsageError
from enligt.languages import table
from enligt.model import LANGUAGES, Article, Issue, Language, Page, Told
from enligt.sources import articles, markup, outlets
from enligt.sources.limits import Limits
from enligt.sources.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.sources.lines import Line

A = "Sveriges regering skickar två fartyg till Östersjön, säger försvarsministern på en presskonferens i Karlskrona."
B = "Beslutet kommer efter att en kabel mellan Gotland och fastlandet skadats under natten mot tisdagen."
C = "– Vi vet inte vem som ligger bakom, säger ministern till radion."
D = "Ryssland avvisar att landet har något med skadan att göra, enligt ambassaden i Stockholm."
BODY = [A, B, C, D]
TITLE = "Sverige skickar fartyg efter kabelbrottet"


def read(
    text: str, *, location: str = "page.txt", published: str | None = None, language: Language | None = None
) -> list[Article]:
    found = articles(Page(location, text.encode()), published=published, language=language)
    return [one for one in found if isinstance(one, Article)]


def one(*lines: str) -> Article:
    (article,) = read("\n\n".join(lines))
    return article


def text_of(title: str, body: list[str]) -> str:
    return "\n\n".join([title, *body])


def test_clean_text_is_left_alone() -> None:
    article = one(TITLE, *BODY)
    assert article.text == text_of(TITLE, BODY)
    assert (article.headline, article.byline, article.outlet, article.published, article.language) == (
        TITLE,
        None,
        None,
        None,
        "sv",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Annons", "ANNONS", "Läs mer: Så blev kabeln av", "LÄS OCKSÅ – Så blev kabeln av", "Les også: Slik gikk det",
        "Les òg: Slik gjekk det",
        "Læs også: Sådan gik det", "READ MORE: How it went", "Vi använder cookies för att sajten ska fungera.",
        "Anmäl dig till vårt nyhetsbrev!",
        "Foto: Nils Normann / Bildbyrån", "Fartyget i hamn i Karlskrona. Foto: Nils Normann", "Fartyget i hamn. Arkivbild.",
        "(Foto: TT)", "Dela artikeln",
        "Kopiera länk", "Hem | Nyheter | Sport | Kultur", "Hem Nyheter Sport Kultur", "Artikkelen fortsetter under annonsen",
        "3 kommentarer",
        "redaktionen@kusten.example", "* * *", "Javascript är avstängt", "Logga in", "© 2024 Kusten",
        "Ansvarig utgivare: Nils Normann",
    ],
)  # fmt: skip
def test_boilerplate_goes(line: str) -> None:
    assert one(TITLE, A, B, line, C, D).text == text_of(TITLE, BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Läs mer och mer, sade läraren till sina elever i Malmö.",
        "– Läs mer om saken i avtalet, säger han till reportrarna.",
        "Annonsen i tidningen kostade regeringen tre miljoner kronor.",
        "I brevet står: ”Vi lämnar aldrig Krim”",
        "Foto av en drönare får Ryssland att rasa",
        "/TT/",
        "Kriget dag för dag",
        "Den 3 oktober 2023 undertecknades avtalet.",
        "Ministern följer frågan, säger hon på regeringens presskonferens.",
    ],
)
def test_what_only_looks_like_boilerplate_stays(line: str) -> None:
    assert one(TITLE, A, B, line, C, D).text == text_of(TITLE, [A, B, line, C, D])


def test_lists_boxes_and_author_go() -> None:
    head = ["Kusten Nyheter", "Utrikes", TITLE, "Östersjön", "Nils Normann\nNils Normann", "Publicerad 2024-01-09"]
    middle = ["Mest läst\nKatten som kom hem\nVädret i helgen", B, "Mer bevis väntas"]
    foot = ["Så arbetar vi", "Kusten ska vara sann. Vi rättar våra fel.", "Nils Normann", "Nils Normann är reporter på Kusten."]
    article = one(*head, A, *middle, C, D, *foot, "Mer i ämnet", "Kabeln")
    assert article.text == text_of(TITLE, [A, B, "Mer bevis väntas", C, D])
    assert (article.headline, article.byline, article.published) == (TITLE, "Nils Normann", "2024-01-09")


def test_hard_line_breaks_are_joined() -> None:
    broken = (
        text_of(TITLE, BODY)
        .replace("på en presskonferens", "på en \npresskonferens")
        .replace("skadats under", "skadats\r\nunder")
    )
    assert read(broken)[0].text == text_of(TITLE, BODY)


def test_text_wrapped_at_a_width_is_joined() -> None:
    from textwrap import wrap  # noqa: PLC0415 - of this test alone

    wrapped = (
        TITLE + "\n\n" + "\n\n".join("\n".join(wrap(f"{A} {B}", 60)) for _ in range(1)) + "\n\n" + "\n".join(wrap(f"{D} {A}", 60))
    )
    assert read(wrapped)[0].text == text_of(TITLE, [f"{A} {B}", f"{D} {A}"])


def test_one_sentence_a_line_stays_so() -> None:
    assert read("\n".join([TITLE, *BODY]))[0].text == text_of(TITLE, BODY)


def story(title: str, date: str, *body: str) -> str:
    return "\n\n".join([title, date, *body, "Foto: Nils Normann", "Text: Redaktionen"])


def test_several_stories_on_a_page() -> None:
    page = "\n\n\n".join([
        story(TITLE, "2024 01 09", A, B, C),
        "7jan2024\n\n" + story("Finland stänger gränsen mot öster", "2024 01 08", D, "Mer bevis väntas", B),
        story("Norge skickar hjälp till Kyiv", "2024 01 07", C, A, B),
    ])  # fmt: skip
    found = read(page)
    assert [(one.headline, one.published) for one in found] == [
        (TITLE, "2024-01-09"),
        ("Finland stänger gränsen mot öster", "2024-01-08"),
        ("Norge skickar hjälp till Kyiv", "2024-01-07"),
    ]
    assert found[1].text == text_of("Finland stänger gränsen mot öster", [D, "Mer bevis väntas", B])
    assert len({one.article_id for one in found}) == 3


def test_subheadings_timelines_and_teasers_part_nothing() -> None:
    timeline = one(TITLE, "Publicerad 9 januari 2024", A, B, "Kabeln skadas", "7 januari 2024", C, D)
    assert "7 januari 2024" in timeline.text
    teasers = one(
        TITLE,
        "2024-01-09",
        A,
        B,
        C,
        D,
        "Fler nyheter",
        "Katten kom hem till slut",
        "2024-01-08",
        "Vädret blir bättre i helgen",
        "2024-01-07",
    )
    assert teasers.text == text_of(TITLE, BODY)


def test_overrides_win() -> None:
    (article,) = read(f"{TITLE}\n2024-01-09\n{A}\n{B}", published="2023-05", language="da")
    assert (article.published, article.language) == ("2023-05", "da")


@pytest.mark.parametrize("published", ["2024-13-01", "9 januari 2024", "", "2024-1-9", "24"])
def test_a_wrong_date_is_refused(published: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        list(articles(Page("p", A.encode()), published=published))


def test_a_page_without_a_date_says_so() -> None:
    found = list(articles(Page("p", text_of(TITLE, BODY).encode())))
    issue = found[1]
    assert isinstance(issue, Issue)
    assert (issue.code, issue.fatal, issue.page) == ("no-date", False, Page("p", text_of(TITLE, BODY).encode()).sha256)
    assert "--published" in issue.message


@pytest.mark.parametrize(
    "content", ["Annons\nLogga in\nMeny\n", "Sidan finns inte\n\nLogga in\n\nVi hittar inte sidan som du söker."]
)
def test_a_page_without_a_story_is_an_issue(content: str) -> None:
    (issue,) = articles(Page("p", content.encode()))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.fatal) == ("too-short", True)


def test_outlet_out_of_its_own_words() -> None:
    assert one(TITLE, *BODY, "Så arbetar vi", "Kusten:s nyheter ska vara sanna.").outlet == "Kusten"
    assert one(TITLE, *BODY, "© 2024 Kustens Tidning").outlet == "Kustens Tidning"
    assert one("Kustens Tidning", "Hem Nyheter Sport", TITLE, *BODY).outlet == "Kustens Tidning"
    assert read(text_of(TITLE, BODY), location="https://www.kusten.example/a/1")[0].outlet == "kusten.example"


def test_agency_marks_stay() -> None:
    assert one(TITLE, A, B, f"{D} (NTB-AFP)").text.endswith("(NTB-AFP)")


HEAD = """<html lang="sv"><head><title>Fartyg skickas | Kusten</title><meta property="og:site_name" content="Kusten">
<link rel="canonical" href="https://kusten.example/a/1"><script type="application/ld+json">{"@graph": [{"@type": "WebPage"},
{"@type": "NewsArticle", "headline": "Fartyg skickas", "datePublished": "2024-01-09T23:30:00+01:00",
"dateModified": "2024-01-10T08:00:00+01:00",
"author": [{"name": "Nils Normann"}, {"name": "Siv Sand"}], "publisher": {"name": "Kusten"}}]}</script></head><body>"""


def paragraphs(body: list[str]) -> str:
    return "".join(f"<p>{one}</p>" for one in body)


def test_html_with_metadata() -> None:
    menu = "<nav><a>Hem</a></nav><h1>" + TITLE + "</h1><p>Av Nils Normann</p><figure><figcaption>Fartyget.</figcaption></figure>"
    (article,) = read(
        HEAD
        + menu
        + paragraphs(BODY[:2])
        + "<h2>Mer bevis väntas</h2>"
        + paragraphs(BODY[2:])
        + "<footer>Kusten</footer></body></html>"
    )
    assert article.text == text_of(TITLE, [A, B, "Mer bevis väntas", C, D])
    assert (article.outlet, article.byline, article.published, article.updated) == (
        "Kusten",
        "Nils Normann, Siv Sand",
        "2024-01-09",
        "2024-01-10",
    )
    assert article.url == "https://kusten.example/a/1"
    assert [(one.start, one.page_start) for one in article.segments][:2] == [(0, None), (len(TITLE) + 2, None)]


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-01-09T10:00:00Z">', "2024-01-09"),
        ('<meta name="date" content="20240109">', "2024-01-09"),
        ('<link rel="canonical" href="https://kusten.example/2024/01/09/fartyg">', "2024-01-09"),
        ("<script type='application/ld+json'>{broken</script>", None),
        ("", None),
    ],
)
def test_html_dates(head: str, published: str | None) -> None:
    (article,) = read(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{paragraphs(BODY)}</body></html>")
    assert article.published == published


def test_html_visible_dates() -> None:
    times = (
        '<p>Publicerad <time datetime="2024-01-09">9 jan</time></p><p>Uppdaterad <time datetime="2024-01-10">10 jan</time></p>'
    )
    (article,) = read(f"<html><body><article><h1>{TITLE}</h1>{times}{paragraphs(BODY)}</article></body></html>")
    assert (article.published, article.updated) == ("2024-01-09", "2024-01-10")
    (article,) = read(f"<html><body><h1>{TITLE}</h1><div>Publicerad 9 januari 2024</div>{paragraphs(BODY)}</body></html>")
    assert article.published == "2024-01-09"


def test_html_with_several_articles() -> None:
    stories = "".join(
        f'<article><h2><a href="https://kusten.example/{day}">{title}</a></h2>'
        f'<time datetime="2024-01-0{day}">{day} jan</time>{paragraphs(body)}</article>'
        for day, title, body in ((9, TITLE, BODY), (8, "Finland stänger gränsen mot öster", [D, B, A]))
    )
    found = read(f'<html><head><meta property="og:site_name" content="Kusten"></head><body>{stories}</body></html>')
    assert [(one.headline, one.published, one.outlet, one.url) for one in found] == [
        (TITLE, "2024-01-09", "Kusten", "https://kusten.example/9"),
        ("Finland stänger gränsen mot öster", "2024-01-08", "Kusten", "https://kusten.example/8"),
    ]
    assert found[0].text == text_of(TITLE, BODY)


def test_too_much_markup_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    from enligt.sources import markup  # noqa: PLC0415 - of this test alone

    monkeypatch.setattr(markup, "LARGEST_TREE", 3)
    (article,) = read(f"<html><body><h1>{TITLE}</h1><nav>Hem</nav>{paragraphs(BODY)}</body></html>")
    assert article.text == text_of(TITLE, BODY)


def test_a_slow_page_is_walked_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event  # noqa: PLC0415 - of this test alone

    from enligt.sources import markup  # noqa: PLC0415 - of this test alone

    done = Event()
    monkeypatch.setattr(markup, "_main_body", lambda _tree: done.wait(60))
    found = list(
        articles(
            Page("p", f"<html><body><h1>{TITLE}</h1>{paragraphs(BODY)}</body></html>".encode()), limits=Limits(page_seconds=0.01)
        )
    )
    done.set()
    assert [one.code for one in found if isinstance(one, Issue)] == ["slow-page", "no-date"]
    assert next(one.text for one in found if isinstance(one, Article)) == text_of(TITLE, BODY)


@pytest.mark.parametrize("tag", ["p", "pre"])
def test_a_page_of_more_lines_than_are_read_says_so_once(tag: str) -> None:
    many = [
        one.replace("Sverige", place).replace("att", f"att {place}") for place in ("Norge", "Danmark", "Island") for one in BODY
    ]
    body = "".join(f"<{tag}>{one}</{tag}>" for one in many)
    page = Page("p", f"<html><body><h1>{TITLE}</h1>{body}</body></html>".encode())
    for most, told in ((5, 1), (13, 0)):
        found = list(articles(page, limits=Limits(lines=most)))
        assert [one.code for one in found if isinstance(one, Issue)].count("cut") == told
        (article,) = [one for one in found if isinstance(one, Article)]
        assert ("att Danmark" in article.text, "att Island" in article.text) == (not told, not told)


def test_limits_hold_for_what_a_feed_names() -> None:
    page = Page("p", "\n\n".join([TITLE, *BODY]).encode(), told=Told("https://kusten.example/rss"))
    codes = [one.code for one in articles(page, limits=Limits(lines=4)) if isinstance(one, Issue)]
    assert "cut" in codes


def test_tables_have_one_shape() -> None:
    shapes = {
        name: [{key: type(value) for key, value in table(language, name).items()} for language in LANGUAGES]
        for name in ("boilerplate", "agencies")
    }
    assert all(shape == kinds[0] for kinds in shapes.values() for shape in kinds)
    for language in LANGUAGES:
        boilerplate = table(language, "boilerplate")
        lists = {**boilerplate, **boilerplate["stamps"]}
        for key, entries in lists.items():
            assert key == "stamps" or (entries and len(entries) == len(set(entries))), (language, key)
            assert key in ("stamps", "outlet_cues") or all(one == one.lower().strip() for one in entries), (
                language,
                key,
            )


# --- what is done once


def html_page(*, teasers: str = "") -> str:
    body = "".join(f"<p>{line}</p>" for line in BODY)
    return f"<html><body><article><h1>{TITLE}</h1>{body}</article>{teasers}</body></html>"


@pytest.mark.parametrize(("teasers", "times"), [("", 1), ("<div><h3><a href='/b'>Ett annat ämne</a></h3></div>", 2)])
def test_a_page_is_walked_again_only_where_teasers_were_taken_out(
    monkeypatch: pytest.MonkeyPatch, teasers: str, times: int
) -> None:
    walks = []
    walked = markup.walked

    def noted(element: Any) -> Iterator[Line]:
        walks.append(element.tag)
        return walked(element)

    monkeypatch.setattr(markup, "walked", noted)
    (article,) = read(html_page(teasers=teasers), location="https://a.example/1")
    assert article.headline == TITLE
    assert walks == ["html"] * times


def test_control_characters_and_halves_of_surrogates_are_no_markup() -> None:
    parsed = markup.parse(f"<p>a\x00b\x1b\x0c\ud800c\td{A}</p>")
    assert parsed is not None
    assert "".join(parsed.tree.itertext()) == f"abc\td{A}"


@pytest.mark.parametrize("cue", sorted(phrases("outlet_cues")))
def test_no_cue_of_an_outlet_is_passed_over(cue: str) -> None:
    line = cue.replace("{outlet}", "Nordanbladet").replace(r"20\d\d", "2024").replace("[-–:]", "–")
    around = outlets.Surroundings(lines=[line[0].upper() + line[1:]], above=[], body=[])
    assert outlets.outlet_of(around, language="sv") is not None
    assert outlets._words_in(cue)


@pytest.mark.parametrize(("cue", "words"), [("(om|av) {outlet}", ""), (r"©? 20\d\d {outlet}", "20"), ("{outlet}s? app", "app")])
def test_what_a_cue_need_not_have_is_not_asked_for(cue: str, words: str) -> None:
    assert outlets._words_in(cue) == words
