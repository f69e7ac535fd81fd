"""What is known of an event as of a day, from its claims alone: the nine statuses of corpus/README.md, the first that fits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from enligt.events.entities import entity, outlet
from enligt.model import Denier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.model import Article, Claim, Status

Told = tuple["Claim", "Article"]


def status(claims: Sequence[Told], *, today: str, independent: int) -> Status:  # noqa: PLR0911 - one way out for each rule, in their order
    """The status of an event.

    Args:
        claims: what is known of it on that day, each claim with its article; later ones are the caller's to leave out.
        today: ISO day.
        independent: how many independent origins its assertions rest on at most.
    """
    asserted = _days(claims, "asserted")
    denied = _days(claims, "denied")
    planned = _days(claims, "planned")
    if asserted and denied:
        return "disputed"
    if denied and not planned:
        return "denied"
    if asserted and planned and min(planned) < max(asserted):
        return "carried-out"
    if asserted:
        return "corroborated" if independent > 1 else "reported"
    if planned and denied and max(denied) >= min(planned):
        return "called-off"
    if planned:
        return "overdue" if _past(claims, today) else "planned"
    return "possible"


def _days(claims: Iterable[Told], factuality: str) -> list[str]:
    return [article.published or "" for claim, article in claims if claim.factuality == factuality]


def _past(claims: Iterable[Told], today: str) -> bool:
    """Whether the time is past for which the act was planned."""
    first = overdue_from(claims)
    return first is not None and first <= today


def overdue_from(claims: Iterable[Told]) -> str | None:
    """The first day on which the time is past for which an act was planned, as the last article to name a time has it.

    None where none does, or where there is no such day.
    """
    times = [
        (article.published or "", claim.when.end or claim.when.start or "")
        for claim, article in claims
        if claim.factuality == "planned" and claim.when is not None and (claim.when.end or claim.when.start)
    ]
    if not times:
        return None
    last = max(times)[1]
    try:
        return (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    except (OverflowError, ValueError):
        return (last + "-01-01")[:10]  # no whole day: any day that begins so is later


def deniers(claims: Iterable[Told]) -> tuple[Denier, ...]:
    """Who denies the act: the last sources of the denials, or the outlets that deny it on their own authority."""
    found: dict[str, tuple[str, list[str]]] = {}
    for claim, article in sorted(claims, key=lambda told: (told[1].published or "", told[0].claim_id)):
        if claim.factuality != "denied":
            continue
        depth = max((one.depth for one in claim.sources), default=0)
        last = [entity(one.name, one.kind) for one in claim.sources if one.depth == depth]
        for one in last or [outlet(article.outlet or article.document)]:
            found.setdefault(one.key, (one.name, []))[1].append(claim.claim_id)
    return tuple(Denier(name, tuple(ids)) for name, ids in found.values())


_TWO = 2
LABELS: dict[Status, str] = {
    "disputed": "reported, and denied",
    "denied": "denied, and reported by nobody here",
    "carried-out": "planned, then reported carried out",
    "corroborated": "reported on independent origins",
    "reported": "reported",
    "called-off": "planned, then reported called off",
    "overdue": "planned for a time that is past",
    "planned": "planned",
    "possible": "possible",
}


def label(found: Status, *, later: int | None, statement: bool, least: int) -> str:
    """A status for people: what is known, and no more.

    Args:
        found: the status.
        later: how many articles on these actors were read that are later than the time planned; None where nobody counted.
        statement: whether the act is one of speech, which others report.
        least: independent origins at least.
    """
    if found == "overdue":
        if not later:
            return LABELS[found]  # nothing later was read: silence would say nothing
        return f"{LABELS[found]}; no later word in {later} later article{'' if later == 1 else 's'} on these actors"
    told = LABELS[found]
    if found == "corroborated" and least < _TWO:
        told = "reported, perhaps on independent origins"
    return f"statement, {told}" if statement and found in {"reported", "corroborated"} else told
