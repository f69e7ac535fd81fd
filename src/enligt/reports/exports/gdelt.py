"""The columns of GDELT 2.0's Events and Mentions tables, tab separated, with a head line; our own columns after theirs.

Source of the columns: "The GDELT Event Database Data Format Codebook V2.0". Lossy: a row holds two actors, so an event gives a
row for each pair (`dyads`), each with a number of its own; what is quoted, denied and counted does not fit. Empty are the
columns that only GDELT's own coder fills: tone, ethnic and religious codes, FIPS and ADM codes, and GoldsteinScale, which rests
on CAMEO codes finer than ours (the PLOVER scores stand beside). Actor codes are ISO 3166-1 alpha-3, as CAMEO's mostly are.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, Final

from enligt.languages.sentences import sentences
from enligt.model import LANGUAGES, content_id
from enligt.reports.countries import countries
from enligt.reports.exports.story import UNKNOWN, dyads, mode_of, on_whose_word, points, scores, span_digest
from enligt.reports.plover import cameo, cameo_quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enligt.model import Article, Language
    from enligt.reports.exports.story import About, Told
    from enligt.reports.records import Record

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
    "Type3Code",
)  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_OURS: Final = (
    "EnligtEventID", "EnligtType", "EnligtFactuality", "EnligtStatus", "EnligtOriginsMin", "EnligtOriginsMax",
    "EnligtOriginsGround", "EnligtScorePublished", "EnligtScoreCorrected", "EnligtActionCountry",
)  # fmt: skip
EVENT_COLUMNS: Final = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO), *(f"ActionGeo_{name}" for name in _GEO),
    "DATEADDED", "SOURCEURL", *_OURS,
)  # fmt: skip
MENTION_COLUMNS: Final = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras", "EnligtEventID", "EnligtClaimID", "EnligtFactuality", "EnligtLanguage", "EnligtWord",
    "EnligtEvidenceStart", "EnligtEvidenceEnd", "EnligtEvidenceSHA256",
)  # fmt: skip
_BREAKS: Final = re.compile(r"[\t\r\n\v\f\x00\x85\u2028\u2029]+")
_WEB, _CITED = "1", "2"  # GDELT's MentionType: an address on the web; a document that is only cited


def write_events(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """A line for each pair of actors of each event, as it comes."""
    del about
    _write(stream, EVENT_COLUMNS, (row for told in material for row in _event_rows(told)))


def write_mentions(material: Iterable[Told], stream: BinaryIO, *, about: About) -> None:
    """A line for each claim of each line of the events' file, as it comes."""
    del about
    _write(stream, MENTION_COLUMNS, (row for told in material for row in _mention_rows(told)))


def _write(stream: BinaryIO, columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> None:
    stream.write(("\t".join(columns) + "\n").encode())
    for row in rows:
        cells = (row.get(name) for name in columns)
        line = "\t".join("" if cell is None else _BREAKS.sub(" ", str(cell)) for cell in cells)
        stream.write(line.encode("utf-8", "backslashreplace") + b"\n")
    stream.flush()


def number_of(event_id: str, one: Record, other: Record | None) -> int:
    """GlobalEventID of a row: a whole number of at most 52 bits (exact in a double), from what the row is about."""
    about = {"event": event_id, "actors": [[each["id"], each["name"]] if each else None for each in (one, other)]}
    return int(content_id("row", about).removeprefix("row-")[:13], 16)


def _event_rows(told: Told) -> Iterator[Mapping[str, object]]:
    event = told.event
    start = (event["when"] or {}).get("start") or event["first_published"] or ""
    code = cameo(event["event_type"], mode_of(told))
    published, corrected = scores(event["event_type"])
    articles = {claim["article_id"] for claim in told.claims}
    common: dict[str, object] = {
        **_days(start),
        "IsRootEvent": 1,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": cameo_quad(code),
        "NumMentions": len(told.claims),
        "NumSources": len({claim["outlet"] or claim["document"] for claim in told.claims}),
        "NumArticles": len(articles),
        **_geo(event),
        "DATEADDED": _moment(event["first_published"]),
        "SOURCEURL": next((claim["url"] for claim in told.claims if claim["url"]), told.claims[0]["document"]),
        "EnligtEventID": event["event_id"],
        "EnligtType": event["event_type"],
        "EnligtFactuality": told.factuality,
        "EnligtStatus": event["status"],
        "EnligtOriginsMin": event["independent_origins_min"],
        "EnligtOriginsMax": event["independent_origins_max"],
        "EnligtOriginsGround": event["origins_ground"],
        "EnligtScorePublished": published,
        "EnligtScoreCorrected": corrected,
    }
    for one, other in dyads(event):
        sides = {**_actor(1, one), **_actor(2, other)}
        yield {"GlobalEventID": number_of(event["event_id"], one, other), **common, **sides}


def _days(day: str) -> Mapping[str, object]:
    """GDELT's four ways to write a day; of a month or year alone, what there is of it."""
    year, month, of_month = day[:4], day[5:7], day[8:10]
    fraction = None
    if of_month:
        whole = date.fromisoformat(day)
        fraction = f"{whole.year + whole.timetuple().tm_yday / 365:.4f}"
    return {
        "Day": year + month + of_month if of_month else None,
        "MonthYear": year + month if month else None,
        "Year": year or None,
        "FractionDate": fraction,
    }


def _moment(day: str | None) -> str | None:
    return day.replace("-", "").ljust(14, "0") if day and len(day) == 10 else None


def _actor(side: int, one: Record | None) -> Mapping[str, object]:
    if one is None or one["id"] == UNKNOWN:
        return {}
    state = one["id"] in countries()
    of_states = not state and one["id"].isupper()
    return {
        f"Actor{side}Code": one["id"],
        f"Actor{side}Name": one["name"] or one["id"],
        f"Actor{side}CountryCode": one["id"] if state else None,
        f"Actor{side}KnownGroupCode": None if state else one["id"],
        f"Actor{side}Type1Code": "IGO" if of_states else None,
    }


def _geo(event: Record) -> Mapping[str, object]:
    """The place of the act: GDELT's type 4 is a city of the world; words that no coordinates are known for have no type."""
    for place in points(event):
        return {
            "ActionGeo_Type": 4,
            "ActionGeo_FullName": place["name"],
            "ActionGeo_Lat": place["latitude"],
            "ActionGeo_Long": place["longitude"],
            "EnligtActionCountry": place["country"],
        }
    return {"ActionGeo_FullName": event["where"][0]} if event["where"] else {}


def _mention_rows(told: Told) -> Iterator[Mapping[str, object]]:
    event = told.event
    pairs = list(dyads(event))
    for claim in told.claims:
        article = told.articles[claim["article_id"]]
        evidence = claim["evidence"]
        common: dict[str, object] = {
            "EventTimeDate": _moment((event["when"] or {}).get("start")),
            "MentionTimeDate": _moment(claim["published"]),
            "MentionType": _WEB if claim["url"] else _CITED,
            "MentionSourceName": claim["outlet"],
            "MentionIdentifier": claim["url"] or claim["document"],
            "SentenceID": _sentence(article, evidence["start"]),
            "ActionCharOffset": claim["trigger"]["start"],
            "InRawText": 1,
            "Confidence": round(100 * claim["confidence"]),
            "MentionDocLen": len(article.text),
            "EnligtEventID": event["event_id"],
            "EnligtClaimID": claim["claim_id"],
            "EnligtFactuality": claim["factuality"],
            "EnligtLanguage": claim["language"],
            "EnligtWord": on_whose_word(claim),
            "EnligtEvidenceStart": evidence["start"],
            "EnligtEvidenceEnd": evidence["end"],
            "EnligtEvidenceSHA256": span_digest(evidence),
        }
        for one, other in pairs:
            offsets = {"Actor1CharOffset": _offset(claim, one), "Actor2CharOffset": _offset(claim, other)}
            yield {"GlobalEventID": number_of(event["event_id"], one, other), **common, **offsets}


def _offset(claim: Record, party: Record | None) -> int:
    """Where the claim names a party; -1 where it does not, as in GDELT."""
    if party is None:
        return -1
    named = (*claim["actors"], *claim["recipients"])
    return next((one["span"]["start"] for one in named if one["id"] == party["id"] and one["span"]), -1)


@lru_cache(maxsize=64)  # claims of an article come together
def _starts(text: str, language: Language) -> tuple[int, ...]:
    return tuple(start for start, _ in sentences(text, language=language if language in LANGUAGES else "en"))


def _sentence(article: Article, at: int) -> int:
    """The number of the sentence that a character stands in, from 1."""
    return sum(1 for start in _starts(article.text, article.language) if start <= at)
