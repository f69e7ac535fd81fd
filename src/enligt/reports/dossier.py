"""The dossier of an article as Markdown: what `enligt trace --format md` writes. Text of pages is data: its marks are escaped."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from enligt.reports.events import number_range
from enligt.reports.rows import party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from enligt.reports.records import Record

_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&!])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])")
JOINS: Final = {
    "in": "in this ledger",
    "would-join": "not in this ledger; it would join",
    "new": "not in this ledger, and nothing like it",
    "unlinked": "not linked into events yet",
}


def plain(text: str) -> str:
    """Text of a page on one line, with nothing in it that Markdown or a terminal obeys."""
    cleaned = "".join(" " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else letter for letter in text)
    return _LEADING.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(cleaned.split())))


def chain_words(outlet: str | None, sources: Sequence[Mapping[str, Any]], *, hop: str = " ← ") -> str:
    """On whose word, the outlet first."""
    depths = sorted({one["depth"] for one in sources})
    hops = [" & ".join(one["name"] for one in sources if one["depth"] == depth) for depth in depths]
    return hop.join([outlet or "unknown outlet", *hops])


def who_words(record: Record) -> str:
    """Who did what to whom, as ids and names."""
    who, whom = (", ".join(dict.fromkeys(party(one) for one in record[side])) for side in ("actors", "recipients"))
    return f"{record['event_type']}: {who or '?'}" + (f" → {whom}" if whom else "")


def markdown(entries: Sequence[Record], *, today: str, about: Record | None = None) -> Iterator[str]:
    """The lines of a dossier.

    Args:
        entries: what ``enligt.run.tracing.traced`` gave of one article.
        today: ISO day as of which it is told.
        about: the article, where it has no claim.
    """
    article = entries[0]["article"] if entries else about or {}
    yield f"# {plain(article.get('headline') or article.get('document') or 'An article')}"
    yield ""
    facts = [article.get("outlet"), article.get("byline"), article.get("published") or "no date", article.get("language")]
    facts += [article.get("url") or article.get("document")]
    yield " · ".join(plain(str(one)) for one in facts if one)
    yield ""
    held = "in this ledger" if article.get("in_ledger") else "read for this dossier; not in the ledger"
    yield f"{len(entries)} claim{'' if len(entries) == 1 else 's'}; {held}; events as of {today}."
    for at, entry in enumerate(entries, 1):
        yield ""
        yield from _claim(at, entry)


def _claim(at: int, entry: Record) -> Iterator[str]:
    claim = entry["claim"]
    yield f"## {at}. {plain(who_words(claim))} ({claim['factuality']})"
    yield ""
    yield f"> {plain(claim['evidence']['text'])}"
    yield ""
    hearsay = " (hearsay)" if claim["hearsay"] else ""
    yield f"- **On whose word**: {plain(chain_words(claim['outlet'], claim['sources']))}{hearsay}"
    link = "" if entry["link"] is None else f", probability {entry['link']:.2f}"
    name = entry["event_id"] or ""
    yield f"- **Event**: {' '.join(filter(None, (JOINS[entry['joins']], name)))}{link}"
    if entry["status_label"]:
        yield f"- **Status**: {plain(entry['status_label'])}"
        yield f"- **Independent origins**: {plain(entry['origins_ground'])}"
        for one in entry["origins"]:
            yield f"  - {plain(one['name'])} ({plain(origin_words(one))})"
        for one in entry["merged_origins"]:
            yield f"  - counted once: {plain(one['one'])} and {plain(one['other'])}: {plain(one['reason'])}"
        if entry["quantities"]:
            yield f"- **Numbers**: {plain('; '.join(number_range(one) for one in entry['quantities']))}"
    yield from _sayings("Who else says it", entry["also_said_by"], none="nobody else in this ledger")
    yield from _sayings("Who contradicts", entry["contradicted_by"], none="nobody in this ledger")
    yield f"- **Claim**: {claim['claim_id']}"


def origin_words(one: Record) -> str:
    """What an independent origin is, as ``event_record`` has it: kind, state, owner, its standing, what is untraced."""
    told = [one["kind"], *filter(None, (one["country"], f"owned by {one['owner']}" if one["owner"] else None))]
    told += [f"speaks for {one['speaks_for']}"] if one["speaks_for"] else []
    told += ["party to the act"] if one["standing"] == "party" else []
    told += [f"ally of {', '.join(one['ally_of'])}"] if one["standing"] == "ally" else []
    told += [f"untraced: {one['untraced']}"] if one["untraced"] else []
    return ", ".join(told)


def _sayings(title: str, sayings: Iterable[Record], *, none: str) -> Iterator[str]:
    several = list(sayings)
    yield f"- **{title}**:" + ("" if several else f" {none}")
    for one in several:
        when = "this article too" if one["same_article"] else one["published"] or "no date"
        word = chain_words(one["outlet"] or one["document"], one["sources"])
        yield f"  - {when}, {plain(word)} ({one['factuality']}, {one['language']}): {plain(one['sentence'])} ({one['claim_id']})"
