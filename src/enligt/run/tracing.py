"""One dossier for an article: each claim's chain, the event it belongs to or would join, who else says it, who contradicts it.

An article that the ledger does not hold is read on the way and compared with the ledger's claims; nothing of it is written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enligt import events
from enligt.errors import InputError, UsageError
from enligt.events.linking import UNIT
from enligt.model import Article, Issue, Page
from enligt.reports.events import event_record
from enligt.reports.records import claim_record, document_name
from enligt.run import stages, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from enligt.config import SaidOfPages
    from enligt.events import Link, Telling
    from enligt.ledger import ClaimRow, View
    from enligt.model import Claim, Reader
    from enligt.reports.records import Record

DENYING, SAYING = frozenset({"denied"}), frozenset({"asserted", "planned"})


@dataclass(frozen=True, slots=True)
class Found:
    """An article to trace with its claims; ``stored``: as the ledger holds it."""

    article: Article
    claims: tuple[Claim, ...]
    stored: bool


def traced(view: View, found: Found, *, today: str) -> list[Record]:
    """The dossier of an article: a record for each of its claims, in the order of the text.

    Args:
        view: the ledger, its events up to date.
        found: the article.
        today: ISO day as of which events are told.

    Returns:
        Records as docs/seeing.md describes them.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    about = _about(found)
    if found.stored:
        told = _stored(view, found, today)
    else:
        told = _Comparison(view, found, today, events.tellings(found.claims, found.article)).told()
    ordered = sorted(found.claims, key=lambda one: (one.evidence.start, one.trigger.start, one.claim_id))
    return [{"article": about, **_entry(claim, found.article, told[claim.claim_id])} for claim in ordered]


def of_page(
    view: View, pages: Iterable[Page | Issue], *, said: SaidOfPages, reader: Callable[[], Reader]
) -> Iterator[Found | Issue]:
    """The articles of one page to trace: as the ledger holds them, else read now.

    Args:
        view: the ledger.
        pages: the page, from ``enligt.sources.pages``.
        said: what is said of it from outside.
        reader: makes the reader; called only where something is to be read.

    Yields:
        Each article with its claims, and Issues as reading gives them.

    Raises:
        UsageError: there is more than one page.
        ReaderError: the reader cannot run.
    """
    unread: list[Article] = []
    for at, page in enumerate(pages):
        if at:
            raise UsageError("trace tells of one page: name a file or address that holds one, not a folder, feed or archive")
        if isinstance(page, Issue):
            yield page
            continue
        articles, issues = stages.split(page, articles=stages.usual_splitter(said))
        yield from issues
        for article in articles:
            held = in_ledger(view, article.article_id)
            if held is None:
                unread.append(article)
            else:
                yield held
    if unread:
        for answer in stages.read_articles(unread, reader=reader()):
            yield from answer.issues
            if answer.reading is not None:
                yield Found(answer.article, answer.reading.claims, stored=False)


def in_ledger(view: View, article_id: str) -> Found | None:
    """An article with its claims as the ledger holds them; None where it does not, or has not read it."""
    from enligt.ledger import ClaimQuery  # noqa: PLC0415 - heavy: the ledger brings the database with it

    rows = list(view.claims(ClaimQuery(article=article_id)))
    if rows:
        return Found(rows[0].article, tuple(row.claim for row in rows), stored=True)
    return None


def checked(found: Iterable[Found | Issue], *, asked: str) -> tuple[list[Found], list[Issue]]:
    """What was found, parted from what went wrong.

    Raises:
        InputError: nothing could be read.
    """
    articles: list[Found] = []
    issues: list[Issue] = []
    for one in found:
        if isinstance(one, Issue):
            issues.append(one)
        else:
            articles.append(one)
    if not articles:
        raise InputError("; ".join(f"{one.location}: {one.message}" for one in issues) or f"{asked}: nothing to read")
    return articles, issues


# --- the event of each claim ---


@dataclass(slots=True)
class _Told:
    """The event that a claim belongs to, would join, or is alone in."""

    joins: str
    record: Record | None  # None: published after the day as of which is told
    others: list[ClaimRow] = field(default_factory=list)
    own: list[Claim] = field(default_factory=list)  # of the article, not in the ledger
    link: float | None = None


def _stored(view: View, found: Found, today: str) -> dict[str, _Told]:
    of = view.events_of([one.claim_id for one in found.claims])
    told: dict[str, _Told] = {}
    for event_id in set(of.values()):
        record = telling.event_record_of(view, event_id, today=today)
        rows = [] if record is None else _rows(view, record["claims"])
        told[event_id] = _Told("in", record, rows)
    return {one.claim_id: told[of[one.claim_id]] if one.claim_id in of else _Told("unlinked", None) for one in found.claims}


def _rows(view: View, claims: Iterable[str]) -> list[ClaimRow]:
    return [row for one in claims if (row := view.claim(one)) is not None]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """An article that the ledger does not hold, beside the claims that are near it there."""

    view: View
    found: Found
    today: str
    new: list[Telling]

    def told(self) -> dict[str, _Told]:
        """Each claim with the event that it would join, or with those of its own article that tell of the same act."""
        sought = frozenset(key for one in self.new for key in events.sought(one))
        near = self.view.neighbours(sought) - {self.found.article.article_id} if sought else set()
        known = {one.claim_id: one for article in sorted(near) for one in _tellings(self.view, article)}
        linked = list(events.links(self.new, list(known.values())))
        of = self.view.events_of(list(known))
        told: dict[str, _Told] = {}
        for group in events.groups([one.claim_id for one in self.found.claims], linked):
            event_id, link = self._joined(group, linked, of)
            told.update(dict.fromkeys(group, self._made(group, event_id, link)))
        return told

    def _joined(self, group: Sequence[str], linked: Iterable[Link], of: Mapping[str, str]) -> tuple[str | None, float | None]:
        """The event of the ledger that claims would join: that of the highest average probability, if it is enough."""
        sums: defaultdict[str, int] = defaultdict(int)
        for one in linked:
            for mine, theirs in ((one.one, one.other), (one.other, one.one)):
                if mine in group and theirs in of:
                    sums[of[theirs]] += one.score
        means = {name: total / (len(group) * len(self.view.event_claims(name))) for name, total in sums.items()}
        best = min(means, key=lambda name: (-means[name], name), default=None)
        if best is None or means[best] < events.THRESHOLD:
            return None, None
        return best, round(means[best] / UNIT, 4)

    def _made(self, group: Sequence[str], event_id: str | None, link: float | None) -> _Told:
        """The event as it would be with these claims in it."""
        article = self.found.article
        rows = [] if event_id is None else _rows(self.view, self.view.event_claims(event_id))
        homes = {row.article.article_id: row.article for row in rows}
        beside = {article.article_id: list(self.found.claims)}
        prepared = {one.claim_id: one for one in self.new}
        for name in homes:
            held = in_ledger(self.view, name)
            if held is not None:
                beside[name] = list(held.claims)
                prepared.update((one.claim_id, one) for one in events.tellings(held.claims, held.article))
        rows = [row for row in rows if row.claim.claim_id in prepared]
        own = [one for one in self.found.claims if one.claim_id in group]
        pairs: list[tuple[Claim, Article]] = [(one, article) for one in own]
        pairs += [(row.claim, row.article) for row in rows]
        articles = {**homes, article.article_id: article}
        known = events.Known(
            relations=[*_among(self.view, homes), *_repeats(article, homes.values())],
            agencies={name: one.agency for name, one in articles.items() if one.agency},
            truncated=frozenset(name for name, one in articles.items() if one.truncated),
            beside=beside,
        )
        made = events.event(pairs, today=self.today, told=prepared, known=known)
        record = None if made is None else {**event_record(made, event_id=event_id or ""), "event_id": event_id}
        return _Told("would-join" if event_id else "new", record, rows, own, link)


def _tellings(view: View, article_id: str) -> list[Telling]:
    held = in_ledger(view, article_id)
    return [] if held is None else events.tellings(held.claims, held.article)


def _among(view: View, homes: dict[str, Article]) -> list[Any]:
    return [one for one in view.relations(list(homes)) if {one.article_id, one.other_id} <= homes.keys()] if homes else []


def _repeats(article: Article, others: Iterable[Article]) -> list[Any]:
    """How the article repeats those of the event, which the ledger cannot know yet."""
    from enligt.repetition import Finder  # noqa: PLC0415 - numpy: only where an article is read on the way

    finder = Finder()
    return [found for one in others if (found := finder.relation(article, one)) is not None]


# --- as records ---


def _about(found: Found) -> Record:
    article = found.article
    return {
        "article_id": article.article_id,
        "headline": article.headline,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "document": document_name(article.document),
        "agency": article.agency,
        "truncated": article.truncated,
        "in_ledger": found.stored,
        "claims": len(found.claims),
    }


def _entry(claim: Claim, article: Article, told: _Told) -> Record:
    event = told.record
    rows = [row for row in told.others if row.claim.claim_id != claim.claim_id]
    sayings = [_saying(row.claim, row.article) for row in rows]
    sayings += [_saying(one, article) for one in told.own if one.claim_id != claim.claim_id]
    for one in sayings:
        one["same_article"] = one["article_id"] == article.article_id
    sayings.sort(key=lambda one: (one["same_article"], one["published"] or "9999", one["claim_id"]))
    against = SAYING if claim.factuality in DENYING else DENYING if claim.factuality in SAYING else frozenset()
    given: Record = {} if event is None else event
    keys = (
        "event_type", "status", "status_label", "when", "participants", "independent_origins_min", "independent_origins_max",
        "origins_ground", "origins", "merged_origins", "circles", "disputed_by", "quantities",
    )  # fmt: skip
    return {
        "claim": claim_record(claim, article, event_id=given.get("event_id")),
        "event_id": given.get("event_id"),
        "joins": told.joins,
        "link": told.link,
        **{key: given.get(key) for key in keys},
        "also_said_by": [one for one in sayings if one["factuality"] not in against],
        "contradicted_by": [one for one in sayings if one["factuality"] in against],
    }


def _saying(claim: Claim, article: Article) -> Record:
    """Another claim of the same act, as far as one needs it to look it up."""
    record = claim_record(claim, article)
    keys = (
        "claim_id", "article_id", "outlet", "published", "language", "headline", "url", "document", "event_type", "factuality",
        "hearsay", "sources",
    )  # fmt: skip
    return {**{key: record[key] for key in keys}, "sentence": claim.evidence.text}
