"""A ledger of a million claims: how fast it is written, linked and told, how large it gets, how soon it answers.

    python quality/million.py [--claims 1000000] [--per-day 500] [--keep FILE [--go-on]] [--portion 50000]

The claims are generated (a story's claims come day by day, several outlets tell of one act), and go the ordinary way: through the
writer, article by article, then linked and told. Nothing is read by a network. As many claims a day whatever the number: so a
small run says what a large one costs, save what grows with the ledger itself, which is what to look for. A large one tells on
standard error how far it is; one that was stopped is gone on with by ``--keep FILE --go-on``. With ``--portion`` so many claims
are written, and linked, before the next are written, as news come in; without, all are written first.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.ledger import ClaimQuery, EventQuery, open_view, open_writer
from enligt.model import Article, Claim, Page, Participant, Quantity, Reading, Source, Span, When
from enligt.run import linking, telling
from enligt.run.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from enligt.ledger import View
    from enligt.model import Language

READER, VERSION = "generated", "1"
STATES = (
    "SWE", "NOR", "DNK", "FIN", "ISL", "EST", "LVA", "LTU", "POL", "DEU", "FRA", "GBR", "NLD", "BEL", "ESP", "ITA", "PRT",
    "AUT", "CHE", "CZE", "HUN", "ROU", "BGR", "GRC", "TUR", "UKR", "RUS", "BLR", "GEO", "ARM", "AZE", "KAZ", "USA", "CAN",
    "MEX", "BRA", "ARG", "CHL", "COL", "VEN", "CUB", "CHN", "JPN", "KOR", "PRK", "IND", "PAK", "AFG", "IRN", "IRQ", "ISR",
    "PSE", "SYR", "LBN", "JOR", "SAU", "YEM", "EGY", "LBY", "SDN", "ETH", "KEN",
)  # fmt: skip
TYPES = ("CONSULT", "ASSAULT", "SANCTION", "AID", "ACCUSE", "THREATEN", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT")
LANGUAGES: tuple[Language, ...] = ("sv", "nb", "nn", "da", "en")
OUTLETS = tuple(f"{name} {n}" for name in ("Harbour Post", "Fjordposten", "Skerry Brief", "Kysten", "Sundet") for n in range(12))
AGENCIES = ("Northwire", "Baltpress", "Kanalbyrået", "Seven Seas")
START = date(2019, 1, 1)
IN_ARTICLE = 5  # claims
OFTEN = 60  # seconds between two lines that say how far it is
TELLINGS = 3  # of one act, on average
LATE = 6  # days within which an act is told of
FACTUALITIES = (("asserted", 88), ("denied", 4), ("planned", 6), ("possible", 2))


@dataclass(slots=True)
class Act:
    """What happened, and is told of again and again."""

    number: int
    kind: str
    actor: str
    recipient: str
    day: date
    amount: int


def _acts(claims: int, per_day: int, chance: random.Random) -> Iterator[list[Act]]:
    """Each day's acts; a few states are in the news far more than the rest."""
    weights = [1 / (rank + 3) for rank in range(len(STATES))]
    number = 0
    for n in range(max(1, claims // per_day)):
        found: list[Act] = []
        for _ in range(max(1, per_day // TELLINGS)):
            actor, recipient = chance.choices(STATES, weights, k=2)
            kind = chance.choice(TYPES)
            found.append(Act(number, kind, actor, recipient, START + timedelta(days=n), chance.randint(2, 9000)))
            number += 1
        yield found


@dataclass(slots=True)
class _Sentence:
    """A sentence of an article, and the claim that it makes."""

    text: str
    act: Act
    factuality: str
    source: str | None


def _sentence(act: Act, chance: random.Random) -> _Sentence:
    factuality = chance.choices([name for name, _ in FACTUALITIES], [weight for _, weight in FACTUALITIES])[0]
    source = chance.choice((None, *AGENCIES))
    words = chance.sample(("harbour", "morning", "border", "island", "council", "winter", "bridge", "convoy", "village"), 3)
    said = f", according to {source}" if source else ""
    place = f"near the {words[0]} {words[1]}, in the {words[2]}"
    text = f"{act.actor} did {act.kind.lower()} towards {act.recipient} on {act.day} with {act.amount} people {place}{said}."
    return _Sentence(text, act, factuality, source)


def _span(text: str, words: str, start: int) -> Span:
    at = text.index(words, start)
    return Span(at, at + len(words), words)


def _claim(of: Article, one: _Sentence) -> Claim:
    text, act = of.text, one.act
    start = text.index(one.text)
    day = _span(text, str(act.day), start)
    amount = _span(text, f"{act.amount} people", start)
    return Claim(
        article_id=of.article_id,
        event_type=act.kind,
        mode=None,
        factuality=one.factuality,  # type: ignore[arg-type]  # drawn from a table of them
        trigger=_span(text, act.kind.lower(), start),
        evidence=Span(start, start + len(one.text), one.text),
        reader=READER,
        reader_version=VERSION,
        actors=(Participant(act.actor, None, act.actor, _span(text, act.actor, start), 0.9),),
        recipients=(Participant(act.recipient, None, act.recipient, _span(text, act.recipient, start + len(act.actor)), 0.9),),
        sources=(Source(one.source, "agency", 1, _span(text, one.source, start), 0.9),) if one.source else (),
        when=When(str(act.day), str(act.day), "day", str(act.day), day, "absolute"),
        quantities=(Quantity(float(act.amount), "=", "people", amount.text, amount),),
        confidence=0.8,
    )


def pages(claims: int, per_day: int) -> Iterator[tuple[Page, Reading]]:
    """About so many claims, a page of a few after the other, in the order of publication; the same each time."""
    chance = random.Random(20)  # noqa: S311 - generated news
    due: defaultdict[date, list[_Sentence]] = defaultdict(list)
    for acts in _acts(claims, per_day, chance):
        today = acts[0].day
        for act in acts:
            for _ in range(min(12, 1 + int(chance.expovariate(1 / (TELLINGS - 0.6))))):
                due[today + timedelta(days=chance.randint(0, LATE))].append(_sentence(act, chance))
        sentences = due.pop(today, [])
        chance.shuffle(sentences)
        for at in range(0, len(sentences), IN_ARTICLE):
            several = list({one.text: one for one in sentences[at : at + IN_ARTICLE]}.values())
            outlet = chance.choice(OUTLETS)
            text = f"News of {today}, {at} in {outlet}\n\n" + "\n\n".join(one.text for one in several)
            page = Page(f"{outlet}/{today}/{at}.txt", text.encode())
            of = Article(
                document=page.location,
                page=page.sha256,
                text=text,
                language=chance.choice(LANGUAGES),
                headline=text.partition("\n")[0],
                outlet=outlet,
                published=str(today),
            )
            made = {claim.claim_id: claim for claim in (_claim(of, one) for one in several)}
            yield page, Reading(of, tuple(made.values()), READER, VERSION)


@dataclass(slots=True)
class Measured:
    """Figures, printed as they come. A stage that comes in portions is told of once they are done."""

    figures: dict[str, Any] = field(default_factory=dict)
    _said: float = field(default_factory=time.monotonic)
    _spent: dict[str, tuple[int, float, float]] = field(default_factory=dict)  # by stage: number, seconds, seconds of processor

    def count(self, name: str, number: int, since: tuple[float, float]) -> None:
        """Say now and then how far a stage is that began, or goes on, at a moment by the clock and the processor."""
        now = time.monotonic()
        if now - self._said >= OFTEN:
            self._said = now
            before = self._spent.get(name, (0, 0.0, 0.0))
            done, wall, cpu = before[0] + number, before[1] + now - since[0], before[2] + time.process_time() - since[1]
            here = (time.process_time() - since[1]) / max(number, 1) * 1000
            told = f"{done:,} in {wall:,.0f} s, {cpu / max(done, 1) * 1000:.2f} ms of processor each, {here:.2f} in this portion"
            print(f"{name}: {told}, at most {_memory():,.0f} MiB", file=sys.stderr, flush=True)

    def tell(self, name: str, value: float | str, unit: str = "") -> None:
        """Print a figure and keep it."""
        self.figures[name] = value
        shown = (
            f"{value:,.3f}"
            if isinstance(value, float) and value < 100
            else f"{value:,.0f}"
            if not isinstance(value, str)
            else value
        )
        print(f"{name:<44} {shown:>14} {unit}", flush=True)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int], None]]:
        """Time a stage, or a portion of it; to be told how many it has done each time that it has done some."""
        began = time.monotonic(), time.process_time()
        counted = 0

        def done(number: int) -> None:
            nonlocal counted
            counted += number
            self.count(name, counted, began)

        yield done
        before = self._spent.get(name, (0, 0.0, 0.0))
        spent = time.monotonic() - began[0], time.process_time() - began[1]
        self._spent[name] = before[0] + counted, before[1] + spent[0], before[2] + spent[1]

    def tell_stages(self) -> None:
        """Print what the stages took, and the most memory that the process had by now."""
        for name, (number, wall, cpu) in self._spent.items():
            self.tell(f"{name}: number", number)
            self.tell(f"{name}: a second", number / max(wall, 1e-6), "1/s")
            self.tell(f"{name}: processor time each", cpu / max(number, 1) * 1000, "ms")
        self.tell("most memory", _memory(), "MiB")

    def question(self, name: str, ask: Callable[[], object], *, times: int = 3) -> None:
        """The quickest of a few tries, and the processor time of it."""
        tries = []
        for _ in range(times):
            wall, cpu = time.monotonic(), time.process_time()
            ask()
            tries.append((time.monotonic() - wall, time.process_time() - cpu))
        best = min(tries)
        self.tell(f"question: {name}", best[0] * 1000, f"ms ({best[1] * 1000:.0f} ms of processor)")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _portions(found: Iterator[tuple[Page, Reading]], claims: int) -> Iterator[Iterator[tuple[Page, Reading]]]:
    """About so many claims at a time; each portion is to be used up before the next."""
    for first in found:
        yield chain((first,), islice(found, max(0, claims // IN_ARTICLE - 1)))


def _write(path: Path, several: Iterable[tuple[Page, Reading]], measured: Measured) -> None:
    with open_writer(path) as writer, measured.stage("writing claims") as done:
        for page, reading in several:
            writer.record(page, readings=[reading], issues=[], reader=READER, reader_version=VERSION, options={})
            done(len(reading.claims))


def _link(path: Path, measured: Measured) -> None:
    with open_writer(path) as writer, open_view(path) as view, measured.stage("linking articles") as done:
        for _ in linking.compare(writer, view):
            done(1)


def _tell(path: Path, measured: Measured) -> None:
    with open_writer(path) as writer, open_view(path) as view:
        with measured.stage("telling events") as done:
            for _ in linking.tell(writer, view):
                done(1)
        with measured.stage("seeing that nothing is to be done") as done:
            done(int(not linking.is_behind(view)))


def _listed(view: View, query: EventQuery, today: str) -> list[Any]:
    return list(telling.event_records(view, query, today=today))


def _ask(path: Path, measured: Measured) -> None:
    today = "2040-01-01"
    first = ClaimQuery(actor="SWE")
    three = ("status", "event_type", "language")
    filtered = EventQuery(status=("corroborated",), claims=ClaimQuery(event_type="CONSULT", language="sv"), limit=50)
    pair = EventQuery(claims=ClaimQuery(pair=("SWE", "NOR")), order="newest", limit=50)
    with open_view(path) as view:
        page = EventQuery(order="newest", limit=50)
        some = [one["event_id"] for one in telling.event_records(view, page, today=today)]
        for name, query in (("all events", page), ("three filters", filtered), ("a pair", pair)):
            measured.question(f"{name}: 50 of them", partial(_listed, view, query, today))
            measured.question(f"{name}: how many", partial(telling.count_events, view, query, today=today))
            measured.question(f"{name}: three facets", partial(telling.event_facets, view, query, today=today, facets=three))
        measured.question("all events: every facet", lambda: telling.event_facets(view, page, today=today))
        measured.question("one event", lambda: telling.event_record_of(view, some[0], today=today))
        measured.question("50 claims of an actor", lambda: list(view.claims(ClaimQuery(actor="SWE", limit=50))))
        measured.question(
            "events of an actor: every facet", lambda: telling.event_facets(view, EventQuery(claims=first), today=today)
        )
        measured.question("digest of all", lambda: digest(view, since=None, query=EventQuery(), today=today), times=1)
        since = digest(view, since="2999-01-01", query=EventQuery(), today=today)["until"]
        measured.question("digest since now", lambda: digest(view, since=since, query=EventQuery(), today=today))


def main() -> int:
    """Make the ledger, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--per-day", type=int, default=500, help="how many claims a day's news makes")
    parser.add_argument("--keep", type=Path, help="where the ledger is to be kept; made anew")
    parser.add_argument("--go-on", action="store_true", help="leave what it holds as it is, and do the rest")
    parser.add_argument("--portion", type=int, help="how many claims are written before they are linked; all, if not given")
    parser.add_argument("--json", type=Path, help="where the figures are to be written besides")
    asked = parser.parse_args()
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "million.db"
        there = 0
        if asked.go_on and path.exists():
            with open_view(path) as view:
                there = view.counts().pages
            _link(path, measured)
        else:
            path.unlink(missing_ok=True)
        news = pages(asked.claims, asked.per_day)
        for several in _portions(islice(news, there, None), asked.portion or 2 * asked.claims):
            _write(path, several, measured)
            _link(path, measured)
        _tell(path, measured)
        measured.tell_stages()
        _ask(path, measured)
        measured.tell("size of the ledger", path.stat().st_size / 2**20, "MiB")
    if asked.json is not None:
        asked.json.write_text(json.dumps(measured.figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
