"""Who takes part in what: the actors of a ledger, the names seen under each, whom each has to do with."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from enligt.actors import gazetteer
from enligt.actors.salience import is_state
from enligt.actors.tables import rows
from enligt.errors import UsageError
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from enligt.ledger import Overview, View
    from enligt.reports.records import Record

UNKNOWN: Final = "UNK"
TOLD_NAMES: Final = 5
"""Names under an id that a list tells."""
TOLD_PERSONS, TOLD_MENTIONS, TOLD_COUNTERPARTS = 50, 5, 50
"""The same of what is told of one actor: persons, ways of writing each, other actors."""
KINDS: Final = ("state", "organisation", "armed-group", "body", "party", "other")


def actors(
    view: View, *, kind: str | None = None, since: str | None = None, until: str | None = None, limit: int | None = None
) -> list[Record]:
    """Every actor of claims, those of most claims first. Participants that nobody knows (``UNK``) are left out.

    Args:
        view: the ledger.
        kind: one of ``KINDS`` alone.
        since: claims of this ISO day (month, year) or later: of the act, else of publication.
        until: of then or earlier.
        limit: at most so many.

    Returns:
        Records as docs/seeing.md describes them.

    Raises:
        UsageError: a date that is none, or they are the wrong way round.
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        found = [one for one in overview.actors.all(since=since, until=until) if one.actor != UNKNOWN]
        chosen = [one for one in found if kind in {None, kind_of(one.actor)}][:limit]
        names: defaultdict[str, list[Record]] = defaultdict(list)
        for named in overview.actors.named([one.actor for one in chosen]):
            names[named.actor].append({"name": named.name, "claims": named.claims})
    return [
        {
            "actor": one.actor,
            "name": name_of(one.actor),
            "kind": kind_of(one.actor),
            "claims": one.claims,
            "claims_as_actor": one.acts,
            "claims_as_recipient": one.receives,
            "events": one.events,
            "first_seen": one.first,
            "last_seen": one.last,
            "names": names[one.actor][:TOLD_NAMES],
        }
        for one in chosen
    ]


def find_actor(view: View, asked: str) -> Record | None:
    """One actor with whom it has to do; None where no claim has it.

    Args:
        view: the ledger.
        asked: its id (``PRK``, ``hezbollah``), the name of a state or organisation in one of the languages, or of a person
            or group that claims name, whole, or whole words of it that fit one alone; whatever the case.

    Returns:
        A record as docs/seeing.md describes it. Where a person or group was asked for, ``person`` is its name, and everything
        is about its claims alone.

    Raises:
        UsageError: words of several names.
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        met = _met(overview, asked)
        if met is None:
            return None
        actor, person = met
        counts = next(overview.actors.all(actor=actor, name=person), None)
        if counts is None:
            return None  # only in claims that are not shown
        return {
            "actor": actor,
            "name": name_of(actor),
            "kind": kind_of(actor),
            "person": person,
            "claims": counts.claims,
            "claims_as_actor": counts.acts,
            "claims_as_recipient": counts.receives,
            "events": counts.events,
            "first_seen": counts.first,
            "last_seen": counts.last,
            "types": [
                {"event_type": one.one, "factuality": one.other, "claims": one.claims, "events": one.events}
                for one in overview.actors.kinds(actor, person)
            ],
            "months": _months(overview, actor, person),
            "counterparts": _counterparts(overview, actor, person),
            "persons": _persons(overview, actor, person),
        }


def brief(view: View, actor: str) -> Record | None:
    """What a page says of one actor beside its events, which are told elsewhere; None where no claim that is shown has it.

    Args:
        view: the ledger.
        actor: its whole id, as `resolved` gives it.

    Returns:
        ``actor``, ``name``, ``kind``, ``claims`` and ``persons`` of `find_actor`.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    with view.overview() as overview:
        claims = overview.actors.claims(actor)
        if not claims:
            return None
        persons = _persons(overview, actor, None)
        return {"actor": actor, "name": name_of(actor), "kind": kind_of(actor), "claims": claims, "persons": persons}


@cache
def _organisations() -> dict[str, tuple[str, str]]:
    """Name and kind of what the table of organisations has, the first row of each id."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("organisations"):
        if row["name"] != "-":
            found.setdefault(row["id"], (row["name"], row["kind"]))
    return found


def name_of(actor: str) -> str:
    """The usual name of a state or organisation in English; else the id itself."""
    return gazetteer().state_name(actor) or _organisations().get(actor, (actor, ""))[0]


def kind_of(actor: str) -> str:
    """One of ``KINDS``: what an id stands for, as far as the tables know."""
    if actor in _organisations():
        kind = _organisations()[actor][1]
        return kind if kind in KINDS else "other"
    return "state" if is_state(actor) or gazetteer().state_name(actor) else "other"


def resolved(view: View, asked: str) -> tuple[str, str | None] | None:
    """The id that a word means, as :func:`find_actor`, and the person or group under it, if one is meant."""
    with view.overview() as overview:
        return _met(overview, asked)


def _met(overview: Overview, asked: str) -> tuple[str, str | None] | None:
    """The id that is meant, and the person or group under it, if one is.

    Raises:
        UsageError: it may be several.
    """
    asked = " ".join(asked.split())
    if (known := overview.actors.known(asked)) is not None:
        return known, None
    for code in sorted(ids_called(asked)):
        if (known := overview.actors.known(code)) is not None:
            return known, None
    for whole in (True, False):
        found = overview.actors.bearing(asked, whole=whole)
        if len(found) > 1 and not (whole and len({name for _, name in found}) == 1):
            several = ", ".join(f"{name} ({actor})" for actor, name in found[:4])
            raise UsageError(f"{asked!r}: several are called so: {several}{' …' if len(found) > 4 else ''}; write more of it")
        if found:
            return found[0]
    return None


def ids_called(asked: str) -> set[str]:
    """The ids of the states and organisations that a name stands for as a whole, in one of the languages, whatever the case."""
    found: set[str] = {code for code, (name, _) in _organisations().items() if name.casefold() == asked.casefold()}
    for language in LANGUAGES:
        for spelt in {asked, asked.capitalize(), asked.title()}:
            found |= {
                one.id
                for one in gazetteer().find(spelt, language=language)
                if (one.start, one.end) == (0, len(spelt)) and one.kind in {"state", "organisation", "armed-group", "body"}
            }
    return found


def _months(overview: Overview, actor: str, person: str | None) -> list[Record]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in overview.actors.months(actor, person):
        found[one.one]["claims"] += one.claims
        found[one.one][one.other] += one.claims
    return [
        {"month": month, "claims": counts["claims"], "asserted": counts["asserted"], "planned": counts["planned"],
         "possible": counts["possible"], "denied": counts["denied"]}
        for month, counts in sorted(found.items())
    ]  # fmt: skip


def _counterparts(overview: Overview, actor: str, person: str | None) -> list[Record]:
    """The other actors: claims in which it acts upon them, they upon it, or both stand on one side; most claims first."""
    ways = {("actor", "recipient"): "acts_upon", ("recipient", "actor"): "acted_upon_by"}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for other, mine, theirs, claims, _ in overview.actors.counterparts(actor, person):
        if other != UNKNOWN:
            found[other][ways.get((mine, theirs), "together")] += claims
    ordered = sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))
    return [
        {
            "actor": other,
            "name": name_of(other),
            "acts_upon": counts["acts_upon"],
            "acted_upon_by": counts["acted_upon_by"],
            "together": counts["together"],
        }
        for other, counts in ordered[:TOLD_COUNTERPARTS]
    ]


def _persons(overview: Overview, actor: str, person: str | None) -> list[Record]:
    """The persons and groups under an id, each with the words that name it (roles stand there), most claims first."""
    found: dict[str, Record] = {}
    for one in overview.actors.named([actor], mentions=True):
        if person is not None and one.name.casefold() != person.casefold():
            continue
        told = found.setdefault(
            one.name, {"name": one.name, "claims": 0, "first_seen": one.first, "last_seen": one.last, "mentions": []}
        )
        told["claims"] += one.claims
        told["first_seen"] = min(filter(None, (told["first_seen"], one.first)), default=None)
        told["last_seen"] = max(filter(None, (told["last_seen"], one.last)), default=None)
        if one.mention and one.mention != one.name and len(told["mentions"]) < TOLD_MENTIONS:
            told["mentions"].append(one.mention)
    return sorted(found.values(), key=lambda one: (-one["claims"], one["name"]))[:TOLD_PERSONS]
