"""A small ledger for the tests of what leaves: seven invented claims of six events, with everything that a format could drop.

It is made without a trained reader, so that new weights change no golden file; which claims are one act is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.ledger import open_view, open_writer
from enligt.model import (
    Article,
    Claim,
    Cue,
    Good,
    Page,
    Participant,
    Place,
    Quantity,
    Reading,
    Source,
    Span,
    When,
)
from enligt.run import linking
from ledger_samples import record

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2024-06-01"
READER, VERSION = "sample", "1"


class Story:
    """An article with one claim, whose evidence is its only sentence; words are found where they first stand in it."""

    def __init__(self, headline: str, sentence: str, **article: Any) -> None:
        self.text = f"{headline}\n\n{sentence}"
        self.sentence = sentence
        location = article.pop("document")
        self.page = Page(location, self.text.encode())
        self.article = Article(location, self.page.sha256, self.text, article.pop("language"), headline=headline, **article)

    def span(self, words: str) -> Span:
        at = self.text.index(words, self.text.index(self.sentence))
        return Span(at, at + len(words), words)

    def party(self, actor: str, words: str | None = None, name: str | None = None) -> Participant:
        return Participant(actor, name, words, self.span(words) if words else None, 0.9)

    def source(self, name: str, kind: Any, depth: int, words: str | None = None) -> Source:
        return Source(name, kind, depth, self.span(words) if words else None, 0.8)

    def when(self, start: str, end: str, precision: Any, words: str) -> When:
        return When(start, end, precision, words, self.span(words), "as written")

    def claim(self, event_type: str, trigger: str, **fields: Any) -> Reading:
        given: dict[str, Any] = {"mode": None, "factuality": "asserted", "confidence": 0.75, **fields}
        claim = Claim(
            article_id=self.article.article_id,
            event_type=event_type,
            trigger=self.span(trigger),
            evidence=self.span(self.sentence),
            reader=READER,
            reader_version=VERSION,
            **given,
        )
        return Reading(self.article, (claim,), READER, VERSION)


def stories() -> list[tuple[Page, Reading]]:
    """The pages with what is read from them."""
    night = Story(
        "Angrepp i natt",
        "Ryska flyg angrep Charkiv natten till den 5 mars 2024, minst 12 dödades, enligt Ukrainas flygvapen, säger Nyhetsbyrån.",
        document="kustposten/natt.txt",
        language="sv",
        outlet="Kustposten",
        url="https://kustposten.example/natt",
        byline="Kim Berg",
        published="2024-03-05",
    )
    denial = Story(
        "Moskva benægter",
        "Moskva afviser, at russiske fly angreb Kharkiv den 5. marts 2024.",
        document="havnebladet.txt",
        language="da",
        outlet="Havnebladet",
        published="2024-03-06",
    )
    visit = Story(
        "Minister to Oslo",
        "The foreign minister of Sweden, Lo Ek, will visit Norway in April 2024, a government official said.",
        document="harbour-visit.txt",
        language="en",
        outlet="The Harbour Post",
        url="https://harbour.example/visit?a=1&b=2",
        published="2024-03-20",
    )
    exercise = Story(
        "Øvelse i nord",
        "Sverige og Finland øvde sammen i Lappland den 10. april 2024.",
        document="fjordavisa.txt",
        language="nb",
        outlet="Fjordavisa",
        published="2024-04-11",
    )
    soldiers = Story(
        "Seoul fears more",
        "North Korea may send 3,000 soldiers to Russia, South Korea's intelligence service fears.",
        document="harbour-soldiers.txt",
        language="en",
        outlet="The Harbour Post",
        published="2024-05-02",
    )
    accused = Story(
        '=HYPERLINK("https://evil.example";"win")',
        "EU skuldar Kina og gruppa al-kraken for <script>alert(1)</script> å ha spionert i 2023.",
        document="=cmd.txt",
        language="nn",
        outlet="-1+1|calc & <b>",
        published="2024-05",
    )
    protest = Story(
        "Folk på gaden",
        "Demonstranter blokerede en vej i Norge.",
        document="havnebladet-2.txt",
        language="da",
        outlet="Havnebladet",
        published="2024-05-20",
    )
    return [
        (
            night.page,
            night.claim(
                "ASSAULT",
                "angrep",
                mode="aerial",
                actors=(night.party("RUS", "Ryska"),),
                recipients=(night.party("UKR"),),
                sources=(
                    night.source("Nyhetsbyrån", "agency", 1, "Nyhetsbyrån"),
                    night.source("Ukrainian air force", "military", 2, "Ukrainas flygvapen"),
                ),
                when=night.when("2024-03-05", "2024-03-05", "day", "natten till den 5 mars 2024"),
                where=Place("Charkiv", night.span("Charkiv")),
                quantities=(Quantity(12, ">", "dödades", "minst 12 dödades", night.span("minst 12 dödades")),),
                contexts=("military",),
                goods=(Good("aircraft", None, night.span("flyg")),),
            ),
        ),
        (
            denial.page,
            denial.claim(
                "ASSAULT",
                "angreb",
                mode="aerial",
                factuality="denied",
                actors=(denial.party("RUS", "russiske"),),
                recipients=(denial.party("UKR"),),
                sources=(denial.source("Russian government", "government", 1, "Moskva"),),
                when=denial.when("2024-03-05", "2024-03-05", "day", "den 5. marts 2024"),
                where=Place("Kharkiv", denial.span("Kharkiv")),
                cues=(Cue("denied", denial.span("afviser")),),
            ),
        ),
        (
            visit.page,
            visit.claim(
                "CONSULT",
                "visit",
                mode="visit",
                factuality="planned",
                actors=(visit.party("SWE", "Lo Ek", "Lo Ek"),),
                recipients=(visit.party("NOR", "Norway"),),
                sources=(visit.source("official (unnamed)", "unnamed", 1, "a government official"),),
                when=visit.when("2024-04-01", "2024-04-30", "month", "in April 2024"),
                cues=(Cue("planned", visit.span("will")),),
                contexts=("diplomatic",),
            ),
        ),
        (
            exercise.page,
            exercise.claim(
                "COOPERATE",
                "øvde",
                actors=(exercise.party("SWE", "Sverige"), exercise.party("FIN", "Finland")),
                when=exercise.when("2024-04-10", "2024-04-10", "day", "den 10. april 2024"),
                where=Place("Lappland", exercise.span("Lappland")),
                contexts=("military",),
            ),
        ),
        (
            soldiers.page,
            soldiers.claim(
                "AID",
                "send",
                factuality="possible",
                hearsay=True,
                actors=(soldiers.party("PRK", "North Korea"),),
                recipients=(soldiers.party("RUS", "Russia"),),
                sources=(soldiers.source("South Korean intelligence", "intelligence", 1, "South Korea's intelligence service"),),
                quantities=(Quantity(3000, "=", "soldiers", "3,000 soldiers", soldiers.span("3,000 soldiers")),),
                cues=(Cue("possible", soldiers.span("may")),),
            ),
        ),
        (
            accused.page,
            accused.claim(
                "ACCUSE",
                "skuldar",
                mode="allege",
                actors=(accused.party("EUU", "EU"),),
                recipients=(accused.party("CHN", "Kina"), accused.party("al-kraken", "al-kraken")),
                when=accused.when("2023-01-01", "2023-12-31", "year", "i 2023"),
            ),
        ),
        (
            protest.page,
            protest.claim(
                "PROTEST",
                "blokerede",
                mode="obstruct",
                actors=(protest.party("UNK", "Demonstranter"),),
                recipients=(protest.party("NOR", "Norge"),),
            ),
        ),
    ]


def build(path: Path) -> Path:
    """Make the ledger at ``path``, its events linked: the attack and its denial are one."""
    told = stories()
    with open_writer(path) as writer, open_view(path) as view:
        for page, reading in told:
            record(writer, page, reading)
        for _ in linking.link(writer, view):
            pass
        attack, denial = (told[at][1].claims[0].claim_id for at in (0, 1))
        writer.judge([("same", attack, denial)], author="Test", reason="one night")
        for _ in linking.link(writer, view):
            pass
    return path
