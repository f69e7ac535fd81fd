"""What people set right in a claim, and the claim as it is then. The reader's own claim stays as it was written.

A correction gives fields their right values: ``event_type``, ``mode`` and ``factuality`` as in `enligt.model.Claim`; ``actors``
and ``recipients`` as ``[{"id", "name"}]``, ``sources`` as ``[{"name", "kind", "depth"}]``, ``when`` as ``{"start", "end",
"precision"}`` or null, ``where`` as ``{"text", "place_country", …}`` (`enligt.ledger.placing`) or null, ``quantities`` as
``[{"value", "comparator", "unit"}]``. A source, a place and a number have a ``span`` (``[start, end]``) where words of the
sentence say it; the words are not kept, since a judgement outlives an article that is forgotten. What can be is the caller's to
check. Of two corrections of one field the later holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, delete, select

from enligt.ledger import schema
from enligt.ledger.corrected_tables import corrected, corrected_party
from enligt.ledger.placing import located
from enligt.ledger.rows import days_of, load_claims, name_words, portions, storable
from enligt.ledger.search import fold
from enligt.model import Participant, Place, Quantity, Source, Span, Step, When

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.ledger.records import Judgement
    from enligt.model import Claim

FIELDS: Final = ("event_type", "mode", "factuality", "actors", "recipients", "sources", "when", "where", "quantities")
"""What can be set right."""

RULE: Final = "set right by"
"""What the rule of a correction's step begins with."""

SOUGHT: Final = "sources_folded"
"""What `corrected.fields` holds beside the values."""

_AT_ONCE: Final = 200  # claims in one statement
_claim, _reading, _article = schema.claim, schema.reading, schema.article


class SetRight(NamedTuple):
    """What holds of the corrections of one claim: the right values, and who gave them, the last first."""

    fields: Mapping[str, Any]
    author: str


def held(made: Iterable[Judgement]) -> dict[str, SetRight]:
    """What holds, for each claim that was set right; the judgements as `judging.judgements` gives them, oldest first."""
    found: dict[str, SetRight] = {}
    for one in made:
        if one.decision == "correct" and one.holds:
            before = found.get(one.claim_id, SetRight({}, ""))
            others = [name for name in before.author.split(", ") if name and name != one.author]
            found[one.claim_id] = SetRight({**before.fields, **one.values}, ", ".join([one.author, *others]))
    return found


def applied(claim: Claim, right: SetRight) -> Claim:
    """The claim with what was set right, each change a step of its explanation; its id is that of the claim as it was read."""
    fields = right.fields
    changed: dict[str, Any] = {name: fields[name] for name in ("event_type", "mode", "factuality") if name in fields}
    for side in ("actors", "recipients"):
        if side in fields:
            changed[side] = tuple(_participant(one, (*claim.actors, *claim.recipients)) for one in fields[side])
    if "sources" in fields:
        changed["sources"] = tuple(_source(one, claim) for one in fields["sources"])
        changed["hearsay"] = claim.hearsay and not changed["sources"]
    if "when" in fields:
        changed["when"] = _when(fields["when"], claim, right.author)
    if "where" in fields:
        changed["where"] = _where(fields["where"], claim)
    if "quantities" in fields:
        changed["quantities"] = tuple(_quantity(one, claim) for one in fields["quantities"])
    steps = tuple(Step(name, _shown(fields[name]), f"{RULE} {right.author}") for name in FIELDS if name in fields)
    return replace(
        claim, **changed, steps=(*claim.steps, *steps), corrected_by=right.author, read_type=claim.read_type or claim.event_type
    )


def _participant(right: Mapping[str, Any], read: Sequence[Participant]) -> Participant:
    """One that the reader found too keeps the words that name it; another is understood."""
    same = [one for one in read if one.id == right["id"] and right.get("name") in {None, one.name}]
    return replace(same[0], confidence=1.0) if same else Participant(right["id"], right.get("name"))


def _source(right: Mapping[str, Any], claim: Claim) -> Source:
    span = next((one.span for one in claim.sources if one.name == right["name"]), _span(right, claim))
    return Source(right["name"], right["kind"], right["depth"], span)


def _when(right: Mapping[str, Any] | None, claim: Claim, author: str) -> When | None:
    """The words that gave the time stay; where there are none, it was told from the whole sentence."""
    if right is None:
        return None
    span = claim.when.span if claim.when is not None else claim.evidence
    return When(right["start"], right["end"], right["precision"], span.text, span, f"{RULE} {author}")


def _where(right: Mapping[str, Any] | None, claim: Claim) -> Place | None:
    """One that the reader found too keeps its words; another stands at the words that say it, else at the whole sentence."""
    if right is None:
        return None
    same = claim.where if claim.where is not None and claim.where.text == right["text"] else None
    span = (_span(right, claim) or claim.evidence) if same is None else same.span
    return Place(right["text"], span, located(right))


def _quantity(right: Mapping[str, Any], claim: Claim) -> Quantity:
    """One that the reader found too keeps its words and its scope."""
    value, comparator, unit = right["value"], right["comparator"], right["unit"]
    same = next((one for one in claim.quantities if one.value == value), None)
    if same is not None:
        return replace(same, comparator=comparator, unit=unit)
    span = _span(right, claim) or claim.evidence
    return Quantity(value, comparator, unit, span.text, span)


def _span(right: Mapping[str, Any], claim: Claim) -> Span | None:
    evidence, (start, end) = claim.evidence, right.get("span") or (0, 0)
    if not evidence.start <= start < end <= evidence.end:
        return None
    return Span(start, end, evidence.text[start - evidence.start : end - evidence.start])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_part_shown, value)) or "none"
    if isinstance(value, dict):
        return str(value["text"]) if "text" in value else f"{value['start']} to {value['end']}"
    return "none" if value is None else str(value)


def _part_shown(one: Mapping[str, Any]) -> str:
    if "value" in one:
        return " ".join(filter(None, (one["comparator"], f"{one['value']:g}", one["unit"])))
    return " ".join(str(part) for part in (one.get("id"), one.get("name")) if part)


def corrections(connection: Connection, claims: Collection[str]) -> dict[str, SetRight]:
    """What was set right in these claims; those in which nothing was are left out."""
    found: dict[str, SetRight] = {}
    for several in portions(claims, _AT_ONCE):
        asked = select(corrected.c.claim_id, corrected.c.fields, corrected.c.author).where(corrected.c.claim_id.in_(several))
        found.update((row.claim_id, SetRight(row.fields, row.author)) for row in connection.execute(asked))
    return found


def as_set_right(connection: Connection, claims: Sequence[Claim], right: Mapping[str, SetRight] | None = None) -> list[Claim]:
    """Claims as they were read, with what people set right in them: by now, or as ``right`` says (of `held`)."""
    if right is None:
        right = corrections(connection, [one.claim_id for one in claims])
    return [applied(one, right[one.claim_id]) if one.claim_id in right else one for one in claims]


def settle(connection: Connection, made: Iterable[Judgement]) -> None:
    """Bring up to date what filters compare with, from all judgements."""
    connection.execute(delete(corrected_party))
    connection.execute(delete(corrected))
    _enter(connection, held(made))


def refresh(connection: Connection, article_id: str) -> None:
    """The same for the claims of an article that was read anew."""
    claims = select(_claim.c.claim_id).where(_claim.c.article_id == article_id)
    mine = connection.scalars(select(corrected.c.claim_id).where(corrected.c.claim_id.in_(claims))).all()
    if mine:
        right = corrections(connection, mine)
        for table in (corrected_party, corrected):
            connection.execute(delete(table).where(table.c.claim_id.in_(mine)))
        _enter(connection, right)


def erase(connection: Connection, *, claims: Iterable[str], sources: Iterable[str]) -> None:
    """Take away what is set right in forgotten claims, and the sentences that were missed in their articles and pages."""
    for several in portions(claims, _AT_ONCE):
        for table in (corrected_party, corrected):
            connection.execute(delete(table).where(table.c.claim_id.in_(several)))
    judged = schema.judgement
    for several in portions(sources, _AT_ONCE):
        connection.execute(delete(judged).where(judged.c.decision == "missed", judged.c.target.in_(several)))


def _enter(connection: Connection, right: Mapping[str, SetRight]) -> None:
    for several in portions(right, _AT_ONCE):
        asked = (
            select(_claim.c.claim_id, _claim.c.id, _article.c.from_day, _article.c.to_day)
            .join(_reading, _reading.c.id == _claim.c.reading_id)
            .join(_article, _article.c.article_id == _claim.c.article_id)
            .where(_claim.c.claim_id.in_(several))
            .order_by(_reading.c.newest, _claim.c.id)
        )
        newest = {row.claim_id: row for row in connection.execute(asked)}
        for read, row in zip(load_claims(connection, [one.id for one in newest.values()]), newest.values(), strict=True):
            claim, one = applied(read, right[read.claim_id]), right[read.claim_id]
            days = _days(claim) or (row.from_day, row.to_day)
            values = {"claim_id": read.claim_id, "event_type": claim.event_type, "mode": claim.mode}
            values |= {"factuality": claim.factuality, "from_day": days[0], "to_day": days[1]}
            connection.execute(schema.into(corrected), {**values, "fields": _kept(one.fields), "author": storable(one.author)})
            if parties := list(_parties(claim)):
                connection.execute(schema.into(corrected_party), parties)


def _days(claim: Claim) -> tuple[str, str] | None:
    if claim.when is None:
        return None
    first, last = days_of(claim.when.start), days_of(claim.when.end)
    return None if first is None or last is None else (first[0], last[1])


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values, and beside them the names of sources as a filter looks for them."""
    kept = dict(fields)
    if "sources" in kept:
        kept[SOUGHT] = "\n".join(fold(one["name"]) for one in kept["sources"])
    return kept


def _parties(claim: Claim) -> Iterator[dict[str, Any]]:
    for role, several in (("actor", claim.actors), ("recipient", claim.recipients)):
        for position, one in enumerate(several):
            words = None if one.name is None else name_words(one.name)
            whose = {"claim_id": claim.claim_id, "role": role, "position": position}
            yield {**whose, "actor": one.id, "name": one.name, "name_words": words}
