"""What a line of a media archive's export says by itself, by the tables ``archives.toml`` of all languages.

==========  ===========================================================================================================
counters    number one of the articles ("1 of 50 DOCUMENTS")
totals      how many articles there are
contents    heading of the list of articles
ends        openings of lines below an article: whose it is, where it stands on the web
page, section, length    words beside a number in a line of facts ("Side 9", "1. sektion", "164 ord")
media       where it was published: "Publisert på nett"
labels      of lines "LABEL: value", by field; ``tail`` stand below the text, ``body`` above it, ``other`` are passed over
==========  ===========================================================================================================

A line of facts names, between bars, commas or dashes, the outlet and the date, and mostly page, section or length. A page's
number may also have a line of its own, below the date's.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

from enligt.languages import table
from enligt.model import LANGUAGES
from enligt.sources.marks import byline_names
from enligt.sources.phrases import alternatives
from enligt.sources.stamps import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal[
    "", "counter", "total", "contents", "rule", "end", "facts", "weak", "label", "body", "tail", "stamp", "medium", "page"
]  # fmt: skip

LONGEST = 250
"""Characters; a longer line is text."""

_RULE = re.compile(r"\s*([=_*#~–—-])(?:\s*\1){4,}\s*")
_APART = re.compile(r"\s*[|•·;\t]\s*|\s+[–—-]+\s+|,\s+|\s+(?=\()")
_LABEL = re.compile(r"([^\W\d_][\w /.-]{0,40}?)\s*:\s*(.*)")
_OUTLET = re.compile(r"[^\W_][^|:]{0,58}[^\W_]\)?\.?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an archive says of an article; None where it does not. ``place``: section and page, as written."""

    headline: str | None = None
    outlet: str | None = None
    published: str | None = None
    byline: str | None = None
    section: str | None = None
    page: str | None = None
    url: str | None = None

    def with_more(self, other: Facts) -> Facts:
        """These, and where they lack something, the others'."""
        lacking = {one.name: getattr(other, one.name) for one in fields(self) if getattr(self, one.name) is None}
        return replace(self, **lacking)

    @property
    def place(self) -> str | None:
        """Section and page in one."""
        return ", ".join(one for one in (self.section, self.page) if one) or None


NONE = Facts()


@dataclass(frozen=True, slots=True)
class Sign:
    """What a line is. ``number`` of ``total`` articles; ``field`` and ``facts`` of a label or a line of facts."""

    kind: Kind = ""
    facts: Facts = NONE
    field: str = ""
    number: int | None = None
    total: int | None = None


PLAIN = Sign()


def may_be_export(texts: Iterable[str]) -> bool:
    """Whether lines hold at least two such signs, by a look that costs little: most pages are no exports."""
    signs = 0
    for text in texts:
        if len(text) > LONGEST or _hint().search(text) is None:
            continue
        signs += 1
        if signs > 1:
            return True
    return False


def sign_of(text: str) -> Sign:  # noqa: PLR0911 - one return for each kind
    """What a line says by itself; ``PLAIN`` where it is text, a headline or anything else."""
    if len(text) > LONGEST:
        return PLAIN
    if _RULE.fullmatch(text):
        return Sign("rule")
    low = " ".join(text.lower().split()).rstrip(".")
    if (found := _counter().fullmatch(low.strip("([ -–—)]"))) is not None:
        first, last = (int(one) for one in found.groups() if one is not None)
        return Sign("counter", number=first, total=last) if 1 <= first <= last else PLAIN
    if (found := _total().fullmatch(low)) is not None:
        return Sign("total", total=next(int(one) for one in found.groups() if one is not None))
    if low.rstrip(":") in _words("contents"):
        return Sign("contents")
    if _end().match(low):
        address = _ADDRESS.search(text)
        return Sign("end", Facts(url=address[0].rstrip(".,)") if address else None))
    if low in _words("media"):
        return Sign("medium")
    return _labelled(text) or _facts(text) or _stamp(text) or _bare(text) or PLAIN


def _bare(text: str) -> Sign | None:
    """A line that is a page's number and no more ("Sida 8")."""
    page = _page(text.strip())
    return Sign("page", Facts(page=page)) if page is not None else None


def _labelled(text: str) -> Sign | None:
    if " | " in text:
        return None
    found = _LABEL.fullmatch(text.strip())
    label, value = (found[1], found[2].strip()) if found is not None else (text.strip(), "")
    field = _labels().get(" ".join(label.lower().split()))
    if field is None or (found is None and field != "body"):
        return None
    if field in ("body", "tail"):
        return Sign(field, field=field)  # type: ignore[arg-type]  # both are kinds
    facts = NONE
    if field == "published":
        said = read_stamp(value)
        if said is None or said[0].value is None:
            return None
        facts = Facts(published=said[0].value)
    elif field == "url":
        address = _ADDRESS.search(value)
        facts = Facts(url=address[0] if address else None)
    elif field == "section" and ";" in value:  # "WORLD NEWS; Pg. 12"
        section, _, rest = value.partition(";")
        facts = Facts(section=section.strip() or None, page=_page(rest.strip()))
    elif field == "byline" and value:
        facts = Facts(byline=byline_names(value) or byline_names(f"By {value}") or value)
    elif field in {"headline", "outlet", "section", "page"} and value:
        facts = Facts(**{field: value})
    return Sign("label", facts, field)


def _facts(text: str) -> Sign | None:
    """A line of facts: strong where it tells page, section, length or medium beside outlet and date, else weak."""
    if not re.search(r"\d", text):
        return None
    parts = [part for part in _APART.split(text) if part and part.strip()]
    if len(parts) < 2:
        return None
    facts, strong, names = NONE, False, list[str]()
    at = 0
    while at < len(parts):
        part = parts[at].strip(" ()")
        both = f"{part}, {parts[at + 1]}" if at + 1 < len(parts) else ""
        if facts.published is None and (day := _day(both) or _day(part)) is not None:
            facts = replace(facts, published=day)
            at += 2 if _day(both) is not None and _is_rest(parts[at + 1]) else 1
            continue
        told = _told(part)
        if told is None:
            names.append(part)
        else:
            facts, strong = facts.with_more(told), True
        at += 1
    if facts.published is None or not names or len(names) > 2 or not _OUTLET.fullmatch(names[0]):
        return None
    return Sign("facts" if strong else "weak", replace(facts, outlet=names[0]))


def _is_rest(part: str) -> bool:
    """Whether a part behind a comma only goes on with the date before it ("March 12, 2024 Tuesday")."""
    return re.match(r"\s*(?:\d{4}\b|kl|\d{1,2}[:.]\d\d)", part) is not None


def _day(text: str) -> str | None:
    said = read_stamp(text) if text and re.search(r"\d", text) else None
    return said[0].value if said is not None and not said[1] else None


def _told(part: str) -> Facts | None:
    """Page, section, length, medium or a label's value, as one part of a line of facts."""
    low = part.lower()
    page = _page(part)
    if page is not None:
        return Facts(page=page)
    if _section().fullmatch(low):
        return Facts(section=re.sub(r"^[^:]{1,20}:\s*", "", part))
    if low in _words("media") or _length().fullmatch(low):
        return NONE
    labelled = _labelled(part)
    if labelled is not None:
        return labelled.facts
    return NONE if low in _labels() else None


def _page(text: str) -> str | None:
    found = _page_pattern().fullmatch(text.lower())
    return text[found.start(1) : found.end(1)] if found is not None else None


def _stamp(text: str) -> Sign | None:
    day = _day(text)
    return Sign("stamp", Facts(published=day)) if day is not None else None


# ---- the tables as patterns


def _all(key: str) -> Iterable[str]:
    return (word for language in LANGUAGES for word in table(language, "archives")[key])


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(_all(key))


@functools.cache
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for field, words in table(language, "archives")["labels"].items():
            for word in words:
                found.setdefault(word, field)
    return found


def _patterns(key: str) -> str:
    written: Sequence[str] = sorted(_words(key), key=lambda one: (-len(one), one))
    return "|".join(re.sub(r"\\\{[nm]\\\}", r"(\\d{1,6})", re.escape(one)).replace("\\ ", r"\s+") for one in written)


@functools.cache
def _hint() -> re.Pattern[str]:
    page, length, section = (alternatives(_words(key)) for key in ("page", "length", "section"))
    labels = alternatives(frozenset(word for word, field in _labels().items() if field not in {"tail", "other"}))
    media = alternatives(_words("media") | _words("contents"))
    return re.compile(
        rf"^\s*(?:(?:{labels})\s*:|(?:{media})\W*$|{_patterns('counters')}|{_patterns('totals')})"
        rf"|^\s*(?:{page})\.?:?\s*\w?\d{{1,4}}\s*$"
        rf"|[|,;–—-]\s*(?:(?:{page})\.?:?\s*\w?\d|\d[\d ,.]*\s*(?:{length})\b|\d\.\s*(?:{section})\b)",
        re.IGNORECASE,
    )


@functools.cache
def _counter() -> re.Pattern[str]:
    return re.compile(_patterns("counters"))


@functools.cache
def _total() -> re.Pattern[str]:
    return re.compile(_patterns("totals"))


@functools.cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"(?:©|\(c\)\s|(?:{alternatives(_words('ends'))})\b)")


@functools.cache
def _length() -> re.Pattern[str]:
    return re.compile(rf"\d[\d ,.]{{0,8}}\s*(?:{alternatives(_words('length'))})")


@functools.cache
def _page_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_words('page'))})\.?:?\s*([a-zåäöæø]?\d{{1,4}}(?:\s*[-–+]\s*\d{{1,4}})?)")


@functools.cache
def _section() -> re.Pattern[str]:
    words = alternatives(_words("section"))
    return re.compile(rf"\d{{1,2}}\.\s*(?:{words})|(?:{words})\s*:?\s*\w[\w &-]{{0,40}}")
