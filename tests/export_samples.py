"""Three invented stories a language, as media archives of three styles export them, and as text, HTML, DOCX and PDF."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enligt.model import Language


@dataclass(frozen=True)
class Told:
    headline: str
    outlet: str
    published: str
    written: str  # the date, as the language writes it
    byline: str
    section: str
    page: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """What archives of a language write around the stories."""

    by: str
    page: str
    length: str
    section: str
    contents: str
    total: str
    protected: str
    web: str
    online: str
    of: str
    article: str
    labels: tuple[str, str, str, str, str, str]  # headline, outlet, published, byline, section, page


STORIES: dict[Language, tuple[Told, ...]] = {
    "sv": (
        Told(
            "Regeringen skickar två fartyg till sundet",
            "Skärgårdsbladet",
            "2024-03-12",
            "12 mars 2024",
            "Maja Lindroth",
            "Utrikes",
            "8",
            (
                "Två minröjare lämnar hamnen i natt för att delta i övningen vid sundet, meddelar försvarsstaben.",
                "Besättningarna har förberett sig sedan i januari. Fartygen väntas vara borta i fem veckor och gå vidare norrut.",
            ),
        ),
        Told(
            "Ministern avvisar kravet från grannlandet",
            "Norrlandsposten",
            "2024-03-13",
            "13 mars 2024",
            "Oskar Hjelm",
            "Politik",
            "12",
            (
                "Utrikesministern säger nej till att öppna förhandlingarna om fiskekvoterna igen före valet.",
                "Enligt departementet har beskedet lämnats till ambassadören under onsdagen. Ambassaden vill inte säga något.",
            ),
        ),
        Told(
            "Hamnarbetare varslar om strejk i påsk",
            "Västkusttidningen",
            "2024-03-14",
            "14 mars 2024",
            "Elin Sandgren",
            "Ekonomi",
            "4",
            (
                "Omkring 900 hamnarbetare lägger ner arbetet på skärtorsdagen om parterna inte har enats då.",
                "Förbundet kräver kortare skift under helgerna. Arbetsgivarna kallar varslet oansvarigt och hoppas på medlaren.",
            ),
        ),
    ),
    "nb": (
        Told(
            "Kystvakten fulgte fremmed tråler i to døgn",
            "Fjordposten",
            "2023-11-02",
            "2. november 2023",
            "Kari Solvang",
            "Nyheter",
            "6",
            (
                "Et skip fra Kystvakten fulgte en fremmed tråler i to døgn før den forlot norsk sone natt til torsdag.",
                "Kapteinen svarte ikke på anrop over radioen. Fiskeriministeren har bedt om en redegjørelse fra departementet.",
            ),
        ),
        Told(
            "Kommunen vil bygge nytt tilfluktsrom",
            "Dalens Blad",
            "2023-11-03",
            "3. november 2023",
            "Per Aasen",
            "Innenriks",
            "14",
            (
                "Formannskapet gikk enstemmig inn for et nytt tilfluktsrom under den gamle skolen i sentrum.",
                "Ordføreren mener at staten må betale halvparten. Det har departementet ennå ikke sagt ja til, opplyser hun.",
            ),
        ),
        Told(
            "Arbeiderne ved verftet stemte ja til avtalen",
            "Sørkysten",
            "2023-11-04",
            "4. november 2023",
            "Liv Torgersen",
            "Arbeidsliv",
            "2",
            (
                "Klubben ved verftet stemte lørdag ja til den nye avtalen, med 212 mot 98 stemmer.",
                "Streiken som var varslet fra mandag, er dermed avblåst. Ledelsen sier at den er lettet over resultatet.",
            ),
        ),
    ),
    "nn": (
        Told(
            "Bygda får ikkje behalde ambulansen",
            "Vestavind",
            "2022-05-19",
            "19. mai 2022",
            "Åse Hauge",
            "Nyhende",
            "5",
            (
                "Helseføretaket flyttar ambulansen til nabokommunen frå hausten av, vart det kjent onsdag.",
                "Ordføraren er skuffa og seier at kommunen ikkje har vorte høyrd. Ho vil ta saka opp med statsråden.",
            ),
        ),
        Told(
            "Fylket seier nei til ny kraftline",
            "Fjellbladet",
            "2022-05-20",
            "20. mai 2022",
            "Jon Rysstad",
            "Miljø",
            "11",
            (
                "Fylkestinget vedtok med stort fleirtal å seie nei til den planlagde kraftlina over heia.",
                "Grunneigarane har kjempa mot lina i seks år. Selskapet vil klage vedtaket inn for departementet.",
            ),
        ),
        Told(
            "Fiskarane krev svar om kvotane",
            "Kystposten",
            "2022-05-21",
            "21. mai 2022",
            "Marit Øvrebø",
            "Næring",
            "9",
            (
                "Fiskarlaget har sendt brev til ministeren og krev svar om kvotane før sesongen tek til.",
                "Laget meiner at grannelandet har fått meir enn avtalt. Departementet svarar at tala er til gjennomgang.",
            ),
        ),
    ),
    "da": (
        Told(
            "Regeringen sender tre helikoptere til Sahel",
            "Stiftstidenden Syd",
            "2019-02-01",
            "1. februar 2019",
            "Merete Højvang",
            "Udland",
            "9",
            (
                "Tre helikoptere og 70 soldater rejser i næste uge til Sahel for at støtte den internationale styrke.",
                "Det besluttede regeringen torsdag efter samråd med partierne. Støtten gælder foreløbig for ni måneder.",
            ),
        ),
        Told(
            "Byrådet afviser salg af havnen",
            "Bæltavisen",
            "2019-02-02",
            "2. februar 2019",
            "Jens Kragh",
            "Indland",
            "3",
            (
                "Et flertal i byrådet siger nej til at sælge havnen til den udenlandske kapitalfond.",
                "Borgmesteren havde ellers anbefalet salget. Fonden oplyser, at den ikke har planer om at hæve sit bud.",
            ),
        ),
        Told(
            "Ministeren mødte sin kollega ved grænsen",
            "Sundets Dagblad",
            "2019-02-03",
            "3. februar 2019",
            "Anne Lykke",
            "Politik",
            "7",
            (
                "Justitsministeren mødte søndag sin tyske kollega ved grænsen for at tale om kontrollen.",
                "De to var enige om at mødes igen til foråret. Ingen af dem ville svare på spørgsmål bagefter.",
            ),
        ),
    ),
    "en": (
        Told(
            "Ministers agree to reopen the border crossing",
            "The Skerry",
            "2021-06-10",
            "June 10, 2021",
            "Hanna Wren",
            "World News",
            "12",
            (
                "The two governments agreed on Wednesday to reopen the crossing at the bridge after four years.",
                "Lorries will be let through from July. A spokesman said that the customs officers had still to be hired.",
            ),
        ),
        Told(
            "Navy finds drifting mine off the cape",
            "Northern Ledger",
            "2021-06-11",
            "June 11, 2021",
            "Tom Askew",
            "National",
            "3",
            (
                "A patrol boat found a drifting mine eleven miles off the cape and blew it up on Thursday morning.",
                "Nobody was hurt. The navy believes that the mine had come loose in the storms of the winter before.",
            ),
        ),
        Told(
            "Dockers end their strike after nine days",
            "Harbour Times",
            "2021-06-12",
            "June 12, 2021",
            "Ruth Pell",
            "Business",
            "21",
            (
                "Dockers in three ports went back to work on Friday after their union had accepted the offer.",
                "The employers will pay a bonus at the end of the year. Shipping lines expect delays for a fortnight.",
            ),
        ),
    ),
}

WORDS: dict[Language, Words] = {
    "sv": Words(
        "Av",
        "Sida",
        "ord",
        "Sektion",
        "Innehållsförteckning",
        "3 artiklar",
        "Alla artiklar är skyddade av upphovsrättslagen. Artiklar får ej vidareförmedlas utanför den egna organisationen.",
        "Se webartikeln på",
        "Publicerat på webb",
        "av",
        "Artikel",
        ("Rubrik", "Källa", "Datum", "Författare", "Sektion", "Sida"),
    ),
    "nb": Words(
        "Av",
        "Side",
        "ord",
        "Seksjon",
        "Innholdsfortegnelse",
        "3 artikler",
        "Alle artikler er beskyttet av lov om opphavsrett til åndsverk.",
        "Se webartikkelen på",
        "Publisert på nett",
        "av",
        "Artikkel",
        ("Overskrift", "Kilde", "Dato", "Forfatter", "Seksjon", "Side"),
    ),
    "nn": Words(
        "Av",
        "Side",
        "ord",
        "Seksjon",
        "Innhaldsliste",
        "3 artiklar",
        "Alle artiklar er verna av lov om opphavsrett til åndsverk.",
        "Sjå nettartikkelen på",
        "Publisert på nett",
        "av",
        "Artikkel",
        ("Overskrift", "Kjelde", "Dato", "Forfattar", "Seksjon", "Side"),
    ),
    "da": Words(
        "Af",
        "Side",
        "ord",
        "Sektion",
        "Indholdsfortegnelse",
        "3 artikler",
        "Alt materiale i Artikelbasen er omfattet af lov om ophavsret og må ikke kopieres uden særlig tilladelse.",
        "Læs hele artiklen på",
        "Udgivet på web",
        "af",
        "Artikel",
        ("Overskrift", "Kilde", "Udgivet", "Forfatter", "Sektion", "Side"),
    ),
    "en": Words(
        "By",
        "Page",
        "words",
        "Section",
        "Table of contents",
        "3 articles",
        "All articles are protected by copyright.",
        "Read the article at",
        "Published online",
        "of",
        "Article",
        ("Headline", "Source", "Published", "Byline", "Section", "Page"),
    ),
}

Block = tuple[str, str]  # "h" a headline, "p" a paragraph, "-" a line drawn across; and its text


def ruled(language: Language) -> list[Block]:
    """A list of contents; then title, line of facts, text, and the archive's foot, between lines drawn across."""
    words, stories = WORDS[language], STORIES[language]
    out: list[Block] = [("p", f"{words.total}"), ("p", words.contents)]
    out += [("p", f"{n}. {one.headline} {one.outlet} {one.published}") for n, one in enumerate(stories, start=1)]
    for one in stories:
        out += [("-", "=" * 70), ("h", one.headline), ("p", f"{one.outlet}, {one.published} 05:12, {words.page} {one.page}")]
        out += [("p", words.online), ("p", f"{words.by} {one.byline}"), *(("p", text) for text in one.paragraphs)]
        out += [("p", f"© {one.outlet}"), ("p", words.protected), ("p", f"{words.web} https://ret.example/{one.page}")]
    return out


def barred(language: Language) -> list[Block]:
    """Title, a line of facts between bars, text, foot; no line drawn across."""
    words = WORDS[language]
    out: list[Block] = []
    for one in STORIES[language]:
        place = f"{words.section}: {one.section} | {words.page} {one.page}"
        facts = f"{one.outlet} | {one.written} | {place} | 164 {words.length} | Id: e{one.page}"
        out += [("h", one.headline), ("p", facts), ("p", f"{words.by} {one.byline.upper()}")]
        out += [*(("p", text) for text in one.paragraphs), ("p", f"© {one.outlet}. {words.protected}")]
    return out


def numbered(language: Language) -> list[Block]:
    """The articles numbered, each with labelled lines above its text and below it."""
    words, stories = WORDS[language], STORIES[language]
    out: list[Block] = []
    for n, one in enumerate(stories, start=1):
        count = f"{n} of {len(stories)} DOCUMENTS" if language == "en" else f"{words.article} {n} {words.of} {len(stories)}"
        headline, outlet, published, byline, section, page = words.labels
        if language == "en":  # outlet and date above the title, without labels
            out += [("p", count), ("p", one.outlet), ("p", f"{one.written} Thursday"), ("h", one.headline)]
            out += [("p", f"BYLINE: {one.byline}"), ("p", f"SECTION: {one.section}; Pg. {one.page}"), ("p", "LENGTH: 212 words")]
        else:
            out += [("p", count), ("p", f"{headline}: {one.headline}"), ("p", f"{outlet}: {one.outlet}")]
            out += [("p", f"{published}: {one.written}"), ("p", f"{byline}: {one.byline}")]
            out += [("p", f"{section}: {one.section}"), ("p", f"{page}: {one.page}")]
        out += [("p", text) for text in one.paragraphs]
        out += [("p", f"LOAD-DATE: {one.written}"), ("p", "LANGUAGE: ENGLISH")] if language == "en" else []
        out += [("p", f"Copyright {one.published[:4]} {one.outlet}")]
    return out


STYLES: dict[str, Callable[[Language], list[Block]]] = {"ruled": ruled, "barred": barred, "numbered": numbered}


def as_text(blocks: Sequence[Block]) -> bytes:
    return "\n\n".join(text for _, text in blocks).encode()


def as_html(blocks: Sequence[Block]) -> bytes:
    tags = {"h": "<h2>{}</h2>", "p": "<p>{}</p>", "-": "<p>{}</p>"}
    body = "\n".join(tags[kind].format(html.escape(text)) for kind, text in blocks)
    return f"<!doctype html><html><head><meta charset='utf-8'><title>Export</title></head><body>{body}</body></html>".encode()


def as_docx(blocks: Sequence[Block], **told: str) -> bytes:
    import docx  # noqa: PLC0415 - half a second, and not every test needs it

    document: Any = docx.Document()
    for kind, text in blocks:
        document.add_paragraph(text, style="Heading 1" if kind == "h" else None)
    for name, value in told.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
