"""From the claims of one group to the event that they tell of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from enligt.events.doubles import heard_once, one_reader_each
from enligt.events.likeness import VERBAL, gap
from enligt.events.linking import UNIT, score
from enligt.events.numbers import spreads
from enligt.events.origins import Known, trace
from enligt.events.status import deniers, label, overdue_from, status
from enligt.events.telling import UNKNOWN, ordinal
from enligt.model import FACTUALITIES, Event, EventParty, EventPlace, EventTime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.events.telling import Telling
    from enligt.model import Article, Claim, Precision

WEIGHED = 80  # claims of an event whose likeness is measured
FAR = 45  # days between stated times from which an event may be several acts
LENGTHS: tuple[tuple[int, Precision], ...] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (183, "half-year"), (366, "year"),
)  # fmt: skip


def event(
    claims: Sequence[tuple[Claim, Article]],
    *,
    today: str,
    told: Mapping[str, Telling],
    known: Known | None = None,
    later: int | None = None,
) -> Event | None:
    """The event of a group, as of a day.

    Args:
        claims: the claims of the group, each with its article.
        today: ISO day; claims of articles published later are left out. One without a date counts as known.
        told: the claims prepared for comparison, by id: what its confidence is measured with.
        known: what is known of the articles.
        later: see :func:`enligt.events.status.label`.

    Returns:
        None where nothing was published by that day.
    """
    visible = sorted(
        (one for one in claims if (one[1].published or "") <= today),
        key=lambda one: (one[1].published or "9999", one[0].claim_id),
    )
    if not visible:
        return None
    known = known or Known()
    heard = heard_once(visible, own=known.own)
    types = Counter(claim.event_type for claim, _ in heard)
    kind = min(types, key=lambda one: (-types[one], one))
    parties = _parties(heard)
    traced = one_reader_each(visible, own=known.own)
    tracing = trace(traced, known=known, parties=frozenset(one.id for one in parties))
    found = status(heard, today=today, independent=tracing.most)
    confidence, weakest = _certainty([told[claim.claim_id] for claim, _ in heard])
    days = [article.published for _, article in visible if article.published]
    statement = kind in VERBAL
    return Event(
        claims=tuple(claim.claim_id for claim, _ in visible),
        event_type=kind,
        types=tuple(sorted(types.items(), key=lambda one: (-one[1], one[0]))),
        parties=parties,
        when=_when(heard),
        where=_where(heard),
        places=_places(heard),
        status=found,
        label=label(found, later=later, statement=statement, least=tracing.least),
        disputed_by=deniers(heard) if found == "disputed" else (),
        tracing=tracing,
        numbers=spreads(heard),
        confidence=confidence,
        weakest=weakest,
        several=_several([told[claim.claim_id] for claim, _ in heard]),
        statement=statement,
        first_published=min(days, default=None),
        last_published=max(days, default=None),
        overdue_from=overdue_from(visible) if found in {"planned", "overdue"} else None,
        factualities=tuple((one, n) for one in FACTUALITIES if (n := sum(claim.factuality == one for claim, _ in visible))),
    )


def _parties(claims: Sequence[tuple[Claim, Article]]) -> tuple[EventParty, ...]:
    """The participants, those of most claims first; a person or group beside its state where it is named."""
    sides: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for claim, _ in claims:
        for role, those in (("actor", claim.actors), ("recipient", claim.recipients)):
            for one in {(one.id, one.name if one.name != one.id else None) for one in those if one.id != UNKNOWN}:
                sides[one][role] += 1
    found = [
        EventParty(who, name, "actor" if roles["actor"] >= roles["recipient"] else "recipient", roles.total())
        for (who, name), roles in sides.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.claims, one.role, one.id, one.name or "")))


def _when(claims: Sequence[tuple[Claim, Article]]) -> EventTime | None:
    """The time that most claims give, of equally many the most precise; else what publication leaves."""
    stated: Counter[tuple[str, str]] = Counter()
    for claim, _ in claims:
        if claim.when is not None and claim.when.start and ordinal(claim.when.start) is not None:
            stated[claim.when.start, claim.when.end or claim.when.start] += 1
    if stated:
        start, end = min(stated, key=lambda one: (-stated[one], _days(*one), one))
        return EventTime(start, end, _precision(start, end), "stated")
    days = [article.published for _, article in claims if article.published and len(article.published) == len("2020-01-01")]
    if not days:
        return None
    first, last = min(days), max(days)
    return EventTime(first, last, _precision(first, last), "publication")


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days + 1


def _precision(start: str, end: str) -> Precision:
    return next((name for most, name in LENGTHS if _days(start, end) <= most), "range")


def _where(claims: Sequence[tuple[Claim, Article]]) -> tuple[str, ...]:
    """The places as written, that of most claims first."""
    places = Counter(claim.where.text for claim, _ in claims if claim.where is not None)
    return tuple(sorted(places, key=lambda one: (-places[one], one)))


def _places(claims: Sequence[tuple[Claim, Article]]) -> tuple[EventPlace, ...]:
    """Where the claims are located, that of most claims first; what could not be located is left to `_where`."""
    found: Counter[EventPlace] = Counter()
    for claim, _ in claims:
        if claim.where is not None and (at := claim.where.located) is not None and at.name is not None:
            found[EventPlace(at.name, at.country, at.precision, at.latitude, at.longitude, at.extent, 1)] += 1
    counted = [replace(one, claims=number) for one, number in found.items()]
    return tuple(sorted(counted, key=lambda one: (-one.claims, one.name, one.country or "", one.precision)))


def _certainty(told: Sequence[Telling]) -> tuple[float, float]:
    """The average probability of the pairs, and that of the claim that fits worst.

    Of more claims than :data:`WEIGHED`, those with the smallest ids, which is as good as by lot: the pairs grow with the square.
    """
    if len(told) == 1:
        return 1.0, 1.0
    if len(told) > WEIGHED:
        told = sorted(told, key=lambda one: one.claim_id)[:WEIGHED]
    sums: defaultdict[str, int] = defaultdict(int)
    for at, one in enumerate(told):
        for other in told[at + 1 :]:
            found = score(one, other)
            sums[one.claim_id] += found
            sums[other.claim_id] += found
    pairs = len(told) - 1
    averages = [total / pairs / UNIT for total in sums.values()]
    return round(sum(averages) / len(averages), 4), round(min(averages), 4)


def _several(told: Sequence[Telling]) -> bool:
    """Whether the times that the claims give lie so far apart that they may be several acts."""
    times = [(one.start, one.end if one.end is not None else one.start) for one in told if one.start is not None]
    if not times:
        return False
    latest = max(times)
    earliest = min(times, key=lambda one: (one[1], one[0]))
    return gap(earliest, latest) > FAR
