"""FollowTheMoney: entities, or the statements that they are made of, as JSON lines.

Source: the schemata Event, Article, Person, Organization and PublicBody, and the keys of ``Statement.to_dict``, of the
followthemoney package (github.com/opensanctions/followthemoney). Countries are lower-case ISO 3166-1 alpha-2, languages ISO
639-3, as its property types want. A state is a PublicBody, a body of several states or a group an Organization, somebody named
a Person. What claims say of an event is in its ``notes``, each with who says it; a statement's ``origin`` is the claim (or
event) that it comes from, ``first_seen`` the day of publication.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from enligt.model import content_id
from enligt.reports.countries import countries
from enligt.reports.exports.story import UNKNOWN, on_whose_word, parties, span_digest
from enligt.reports.formats import write_jsonl
from enligt.reports.rows import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record

DATASET: Final = "enligt"
_TONGUES: Final[Mapping[str, str]] = {"sv": "swe", "nb": "nob", "nn": "nno", "da": "dan", "en": "eng"}
_NO_COLUMNS: Final = Sheet((), lambda _: {})
_OF_TEXT: Final = frozenset({"name", "title", "notes", "summary"})
"""Properties of ours whose values are in a language; of others FollowTheMoney takes no language."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value of one property of an entity, and where it comes from."""

    prop: str
    value: str
    origin: str
    seen: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its statements."""

    id: str
    schema: str
    said: tuple[Said, ...]


def write_statements(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """A statement a line, as `Statement.to_dict` of followthemoney gives them."""
    del about
    write_jsonl((line for one in _entities(material) for line in _statements(one)), stream, sheet=_NO_COLUMNS)


def write_entities(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """An entity a line: ``{"id", "schema", "properties"}``."""
    del about
    write_jsonl((_entity(one) for one in _entities(material)), stream, sheet=_NO_COLUMNS)


def _entities(material: Iterable[Told]) -> Iterator[Entity]:
    """Every actor and article before the first event that names it, each once."""
    given: set[str] = set()
    for told in material:
        for one in (*_parties(told), *_articles(told), _event(told)):
            if one.id not in given:
                given.add(one.id)
                yield one


def actor_id(one: Record) -> str:
    """The id of a participant's entity."""
    return f"{DATASET}-{content_id('act', {'id': one['id'], 'name': one['name']})}"


def _parties(told: Told) -> Iterator[Entity]:
    event = told.event
    for one in event["participants"]:
        if one["id"] == UNKNOWN and not one["name"]:
            continue
        country = countries().get(one["id"])
        named = one["name"] and one["name"] != one["id"]
        schema = "Person" if named and country else "PublicBody" if country else "Organization"
        said = [Said("name", one["name"] or one["id"], event["event_id"])]
        if country:
            said.append(Said("country", country.iso2, event["event_id"]))
        yield Entity(actor_id(one), schema, tuple(said))


def _articles(told: Told) -> Iterator[Entity]:
    for claim in told.claims:
        article = told.articles[claim["article_id"]]
        origin, seen = claim["article_id"], claim["published"]
        values = (
            ("title", claim["headline"]),
            ("author", article.byline),
            ("publisher", claim["outlet"]),
            ("publishedAt", claim["published"]),
            ("language", _TONGUES.get(claim["language"], claim["language"])),
            ("sourceUrl", claim["url"]),
            ("fileName", claim["document"]),
        )
        yield Entity(
            f"{DATASET}-{claim['article_id']}",
            "Article",
            tuple(Said(prop, value, origin, seen, _lang(prop, claim)) for prop, value in values if value),
        )


def _lang(prop: str, claim: Record) -> str | None:
    return _TONGUES.get(claim["language"]) if prop in _OF_TEXT else None


def _event(told: Told) -> Entity:
    event = told.event
    origin, seen = event["event_id"], event["first_published"]
    when = event["when"] or {}
    who, whom = (", ".join(dict.fromkeys(_called(one) for one in parties(event, role))) for role in ("actor", "recipient"))
    name = f"{event['event_type']}: {who or UNKNOWN}" + (f" > {whom}" if whom else "")
    values = [
        ("name", f"{name} ({event['status_label']})"),
        ("summary", f"{event['status_label']}; origins: {event['origins_ground']}"),
        ("startDate", when.get("start")),
        ("endDate", when.get("end")),
        ("recordId", event["event_id"]),
        ("keywords", event["event_type"]),
        ("keywords", event["status"]),
        ("keywords", told.factuality),
        *(("location", place) for place in event["where"]),
        *(("country", country) for country in _countries(event)),
        *(("involved", actor_id(one)) for one in event["participants"] if one["id"] != UNKNOWN or one["name"]),
    ]
    said = [Said(prop, value, origin, seen) for prop, value in values if value]
    for claim in told.claims:
        if claim["url"]:
            said.append(Said("sourceUrl", claim["url"], claim["claim_id"], claim["published"]))
        said.append(Said("proof", f"{DATASET}-{claim['article_id']}", claim["claim_id"], claim["published"]))
        lang = _TONGUES.get(claim["language"])
        said.append(Said("notes", _note(claim), claim["claim_id"], claim["published"], lang))
    return Entity(f"{DATASET}-{event['event_id']}", "Event", tuple(dict.fromkeys(said)))


def _called(one: Record) -> str:
    return str(one["name"] or one["id"])


def _countries(event: Record) -> list[str]:
    known = (countries().get(one["id"]) for one in event["participants"])
    return list(dict.fromkeys(one.iso2 for one in known if one))


def _note(claim: Record) -> str:
    """What a claim says, never without whether and on whose word."""
    evidence = claim["evidence"]
    words = f"“{evidence['text']}”" if evidence["text"] is not None else f"[words left out, SHA-256 {span_digest(evidence)}]"
    place = f"characters {evidence['start']} to {evidence['end']} of {claim['article_id']}"
    return f"{claim['factuality']}, according to {on_whose_word(claim)}: {words} ({claim['claim_id']}, {place})"


def _entity(one: Entity) -> Record:
    properties: dict[str, list[str]] = {}
    for said in one.said:
        several = properties.setdefault(said.prop, [])
        if said.value not in several:
            several.append(said.value)
    return {"id": one.id, "schema": one.schema, "properties": properties, "datasets": [DATASET]}


def _statements(one: Entity) -> Iterator[Record]:
    first = one.said[0]
    yield _statement(one, Said("id", one.id, first.origin, first.seen))
    seen: set[str] = set()
    for said in one.said:
        statement = _statement(one, said)
        if statement["id"] not in seen:  # the same value from a second claim is the same statement
            seen.add(statement["id"])
            yield statement


def _statement(one: Entity, said: Said) -> Record:
    # The key that followthemoney makes (Statement.make_key): joined by dots, and so kept, that its own tools find the same id.
    key = f"{DATASET}.{one.id}.{said.prop}.{said.value}" + (f"@{said.lang}" if said.lang else "")
    return {
        "canonical_id": one.id,
        "entity_id": one.id,
        "prop": said.prop,
        "schema": one.schema,
        "value": said.value,
        "dataset": DATASET,
        "lang": said.lang,
        "original_value": None,
        "first_seen": said.seen,
        "last_seen": said.seen,
        "external": False,
        "origin": said.origin,
        "id": hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(),
    }
