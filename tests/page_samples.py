"""A small ledger for the tests of the pages: one disputed event told in three languages, plans, and a page full of payloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.ledger import open_view, open_writer
from enligt.model import Cue, Page, Participant, Quantity, Source, When
from enligt.run import linking
from ledger_samples import READER, VERSION, article, claim, reading, span

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Factuality, Reading, SourceKind

TODAY = "2024-12-01"
PAYLOAD = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def told(  # noqa: PLR0913 - a claim has that many fields
    text: str,
    *,
    document: str,
    outlet: str | None,
    published: str,
    language: str,
    kind: str,
    trigger: str,
    actor: str = "PRK",
    recipient: str | None = "RUS",
    factuality: Factuality = "asserted",
    cue: str | None = None,
    source: tuple[str, SourceKind, str] | None = None,
    number: tuple[float, str, str] | None = None,
    day: tuple[str, str] | None = None,
    **more: Any,
) -> Reading:
    """One claim that rests on an article's only sentence; the words of each part are looked up in it."""
    page = Page(document, text.encode())
    headline = text.split("\n", 1)[0] if "\n" in text else None
    of = article(page, outlet=outlet, published=published, language=language, headline=headline, **more)
    evidence = text.rsplit("\n", 1)[-1]
    made = claim(
        of,
        trigger,
        event_type=kind,
        factuality=factuality,
        evidence=span(text, evidence),
        actors=(Participant(actor),),
        recipients=() if recipient is None else (Participant(recipient),),
        cues=() if cue is None else (Cue(factuality if factuality != "asserted" else "hearsay", span(text, cue)),),
        sources=() if source is None else (Source(source[0], source[1], 1, span(text, source[2])),),
        quantities=() if number is None else (Quantity(number[0], "=", number[1], number[2], span(text, number[2])),),
        when=None if day is None else When(day[0], day[0], "day", day[1], span(text, day[1]), "absolute"),
    )
    return reading(of, made)


def readings() -> list[Reading]:
    """What the ledger is filled with."""
    return [
        told(
            "Soldater på väg\n\nNordkorea skickade 3 000 soldater till Ryssland den 8 oktober, enligt "
            "Sydkoreas underrättelsetjänst.",
            document="kustposten.txt",
            outlet="Kustposten",
            published="2024-10-18",
            language="sv",
            kind="MOBILIZE",
            trigger="skickade",
            source=("South Korean intelligence service", "intelligence", "Sydkoreas underrättelsetjänst"),
            number=(3000, "soldiers", "3 000 soldater"),
            day=("2024-10-08", "8 oktober"),
            url="https://kustposten.example/soldater",
        ),
        told(
            "Nord-Korea sendte 12 000 soldater til Russland 8. oktober, ifølge Ukraina.",
            document="fjordposten.txt",
            outlet="Fjordposten",
            published="2024-10-19",
            language="nb",
            kind="MOBILIZE",
            trigger="sendte",
            source=("Ukraine", "government", "Ukraina"),
            number=(12000, "soldiers", "12 000 soldater"),
            day=("2024-10-08", "8. oktober"),
        ),
        told(
            "The Kremlin denies that North Korea sent soldiers to Russia on 8 October.",
            document="skerry.txt",
            outlet="Skerry Brief",
            published="2024-10-20",
            language="en",
            kind="MOBILIZE",
            trigger="sent",
            factuality="denied",
            cue="denies",
            source=("Kremlin", "government", "The Kremlin"),
            day=("2024-10-08", "8 October"),
        ),
        told(
            "Sverige ska möta Norge den 2 november, skriver Kustposten.",
            document="moete.txt",
            outlet="Kustposten",
            published="2024-10-21",
            language="sv",
            kind="CONSULT",
            trigger="möta",
            actor="SWE",
            recipient="NOR",
            factuality="planned",
            cue="ska",
            day=("2024-11-02", "2 november"),
        ),
        told(
            "Denmark may give aid to Moldova.",
            document="aid.txt",
            outlet=None,
            published="2024-11-04",
            language="en",
            kind="AID",
            trigger="give",
            actor="DNK",
            recipient="MDA",
            factuality="possible",
            cue="may",
        ),
        told(
            f"{PAYLOAD}\n\nFinland criticised Estonia {PAYLOAD} on 1 November.",
            document=f"{PAYLOAD}.txt",
            outlet=f"The {PAYLOAD} Post",
            published="2024-11-05",
            language="en",
            kind="ACCUSE",
            trigger="criticised",
            actor="FIN",
            recipient="EST",
            source=(PAYLOAD, "person", PAYLOAD),
            url="javascript:document.title='owned'",
        ),
    ]


def fill(path: Path) -> Path:
    """A ledger at this path with all of it, linked into events."""
    with open_writer(path) as writer, open_view(path) as view:
        for one in readings():
            page = Page(one.article.document, one.article.text.encode())
            writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})
        for _ in linking.link(writer, view):
            pass
    return path


def empty(path: Path) -> Path:
    """A ledger that nothing was read into."""
    with open_writer(path):
        pass
    return path
