"""Texts that somebody has crawled already: JSON Lines with a field for the text, others for title, date, outlet and address."""

from __future__ import annotations

import io
import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from enligt.errors import UsageError
from enligt.model import LANGUAGE_TAG, LANGUAGES, Article, Bookmark, Issue, Language, Page
from enligt.sources.signs import agency_of, is_truncated
from enligt.sources.stamps import iso_date
from enligt.sources.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

RECORD: Final = "application/x-enligt-record+json"
"""Media type of a page that is one line of such a file: an object with the fields of ``USUAL`` under their own names."""

ENDINGS: Final = (".jsonl", ".ndjson")
USUAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "text": ("text", "content", "body", "maintext", "article", "plain_text"),
        "title": ("title", "headline"),
        "published": ("published", "date", "date_publish", "publish_date", "published_at", "pubDate", "datePublished"),
        "outlet": ("outlet", "source", "publisher", "sitename", "source_domain", "source_name"),
        "url": ("url", "link", "uri"),
        "byline": ("byline", "author", "authors"),
        "language": ("language", "lang"),
    }
)
"""What each field is usually called: the first that a line has is taken, unless ``--map`` says which."""

NO_FIELDS: Final[Mapping[str, str]] = MappingProxyType({})
_MOST_NAMES = 10  # of a list of authors
BETWEEN = "\n\n"


def checked_fields(said: Iterable[str]) -> dict[str, str]:
    """What ``--map title=headline_text`` says: our field to theirs.

    Raises:
        UsageError: no such field of ours, or nothing behind the sign.
    """
    out = {}
    for one in said:
        ours, sign, theirs = one.partition("=")
        if not sign or ours not in USUAL or not theirs:
            raise UsageError(
                f"--map {one}: want FIELD=NAME, where FIELD is one of {', '.join(USUAL)} and NAME what the file calls it"
            )
        out[ours] = theirs
    return out


def lines(path: str, *, largest: int, fields: Mapping[str, str] = NO_FIELDS) -> Iterator[Page | Issue]:
    """A page for each line of a file of JSON Lines; memory does not grow with its length.

    Args:
        path: the file, UTF-8.
        largest: bytes of a line at most.
        fields: our field to the file's name for it (``checked_fields``).

    Yields:
        Pages of the media type ``RECORD``; an Issue for a line that is too long, no JSON object, or has no text.
    """
    return (one for one in placed(path, largest=largest, fields=fields) if not isinstance(one, Bookmark))


def placed(
    path: str, *, largest: int, fields: Mapping[str, str] = NO_FIELDS, start: Bookmark | None = None
) -> Iterator[Page | Issue | Bookmark]:
    """As `lines`, and before each line the place from which another call, given it as ``start``, can go on."""
    number, found = (dict(start.counts)["lines"], dict(start.counts)["found"] > 0) if start is not None else (0, False)
    with Path(path).open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        at = file.seek(start.offset if start is not None else 0)
        while raw := file.readline(largest + 1):
            yield Bookmark(path, at, size, (("lines", number), ("found", int(found))))
            number += 1
            at += len(raw)
            where = f"{path}#{number}"
            if len(raw) > largest:
                yield Issue(where, "source", "too-large", f"a line of more than {largest // (1024 * 1024)} MiB")
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(largest)
                    at += len(raw)
                continue
            if not raw.strip():
                continue
            found = True
            yield _page(raw, where, fields)
    if not found:
        yield Issue(path, "source", "empty", "the file is empty")


def _page(raw: bytes, where: str, fields: Mapping[str, str]) -> Page | Issue:
    try:
        held = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Issue(where, "source", "not-json", f"the line is no JSON: {error}")
    if not isinstance(held, dict):
        return Issue(where, "source", "not-json", "the line is no JSON object")
    record = {ours: value for ours in USUAL if (value := _value(held, ours, fields)) is not None}
    if "text" not in record:
        asked = fields.get("text") or " or ".join(USUAL["text"])
        message = f"no text: the line has no field {asked} that holds any (--map text=NAME says what it is called)"
        return Issue(where, "source", "no-text", message)
    content = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return Page(record.get("url") or where, content, RECORD)


def _value(held: Mapping[str, Any], ours: str, fields: Mapping[str, str]) -> str | None:
    for name in (fields[ours],) if ours in fields else USUAL[ours]:
        value: Any = held
        for step in name.split("."):  # "meta.title": a field within a field
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list):
            parts = [str(one) for one in value if isinstance(one, (str, int))]
            value = BETWEEN.join(parts) if ours == "text" else ", ".join(parts[:_MOST_NAMES])
        if isinstance(value, (str, int)) and not isinstance(value, bool) and (told := str(value).replace("\x00", "").strip()):
            return told
    return None


def article_of(page: Page, *, published: str | None, language: Language | None) -> Iterator[Article | Issue]:
    """The article of a page of the media type ``RECORD``, as its crawler cut it out: nothing is taken off it."""
    record: dict[str, str] = json.loads(page.content)
    title = _one_line(record["title"]) if "title" in record else None
    blocks = [_one_line(block) for block in re.split(r"\n\s*\n|\r?\n", record["text"])]
    body = [block for block in blocks if block]
    if title and body and body[0] == title:
        body = body[1:]
    text = BETWEEN.join([*([title] if title else []), *body])
    if language is None:
        said = record.get("language", "")
        known = "nb" if said == "no" else said.split("-")[0]
        tongue = tongue_of(text)
        language = next((one for one in LANGUAGES if one == known), None) or tongue.language
        if language is None:
            message = f"{tongue.why}; --language reads it as one of {', '.join(LANGUAGES)}"
            if LANGUAGE_TAG.fullmatch(said):
                message = f"the line says that it is in {said!r}; {message}"
            yield Issue(page.location, "article", "unsupported-language", message, page=page.sha256)
            return
    day = published or _day(record.get("published", ""))
    yield Article(
        document=page.location,
        page=page.sha256,
        text=text,
        language=language,
        headline=title,
        outlet=_one_line(record["outlet"]) if "outlet" in record else None,
        url=record.get("url"),
        byline=_one_line(record["byline"]) if "byline" in record else None,
        published=day,
        truncated=is_truncated(text),
        agency=agency_of(text, byline=record.get("byline")),
    )
    if day is None:
        message = (
            "the line does not say when it was published: relative dates stay unresolved; --published YYYY-MM-DD gives the day"
        )
        yield Issue(page.location, "article", "no-date", message, page=page.sha256, fatal=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(said: str) -> str | None:
    """The day of a date as such files write it: ISO, with or without a time, eight figures, or as in feeds (RFC 5322)."""
    found = re.match(r"(\d{4})(?:-?(\d\d))?(?:-?(\d\d))?(?!\d)", said)
    if found:
        return iso_date(*(int(part) for part in found.groups() if part))
    try:
        return parsedate_to_datetime(said[:100]).date().isoformat()
    except (ValueError, OverflowError):
        return None
