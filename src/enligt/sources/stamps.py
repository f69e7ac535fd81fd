"""Date stamps: lines of a page that say when it was published or updated, and nothing else.

A date is taken from a line only where the whole line is made of dates, times, labels ("Publicerad", "Updated") and the
words between them, or where besides these it only names who wrote it: a date in running text is never a page's date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Literal

from enligt.sources.phrases import alternatives, months, stamp_words, weekdays

_LONGEST = 200  # characters; a longer line is running text
_APART = re.compile(r"[\s|•·●,.:;()\[\]–—/*«»@-]+|\u200b")
_TIME = re.compile(
    r"(?:t|kl\.?|klokk?[ea]n?)?\s*\d{1,2}(?:[:.]\d{2}){1,2}(?:[.,]\d{1,6})?\s*(?:[ap]\.?m\.?(?![^\W\d_])|z\b|[+-]\d{2}:?\d{2}(?!\d))?"
    r"|(?<!\d)\d{1,2}\s*[ap]\.?m\b\.?"
)
_YMD = re.compile(r"((?:19|20)\d\d)([-./ ])(\d{1,2})\2(\d{1,2})(?!\d)")
_DMY = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?!\d)")
_DM_Y = re.compile(r"(\d{1,2})(/)(\d{1,2})[ -] ?((?:19|20)\d\d)(?!\d)")  # "4/2 2026", "4/2-2026"
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_AMERICAN = re.compile(r"\b(?:[ecmp][ds]t|[ecmp]t)\b")  # a time zone of the United States: there the month comes first
_YM = re.compile(r"((?:19|20)\d\d)-(\d\d)(?![-\d])")
_NUMBER = re.compile(r"\d{1,3}(?!\d)")

Label = Literal["published", "updated", ""]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one line says of the page's dates; each is an ISO date, maybe less precise (``2019-04``), or None.

    ``dated`` is a date without a label; ``label`` is the last label without a date; ``style`` tells one way of writing
    a stamp from another.
    """

    published: str | None = None
    updated: str | None = None
    dated: str | None = None
    label: Label = ""
    style: str = ""

    @property
    def value(self) -> str | None:
        """The best date of the line for when the story was published; an update is none."""
        return self.published or self.dated

    @property
    def labelled(self) -> bool:
        """Whether the line says what its date is."""
        return bool(self.published or self.updated or self.label)


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` where there is such a date between 1900 and 2100, else None."""
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not 1900 <= year <= 2100:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


@functools.cache
def _written() -> tuple[re.Pattern[str], ...]:
    month = alternatives(frozenset(months()))
    return (
        re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?({month})\.?,?\s*((?:19|20)\d\d)(?!\d)"),
        re.compile(rf"({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th|\.)?,?\s+((?:19|20)\d\d)(?!\d)"),
        re.compile(rf"({month})\.?,?\s+((?:19|20)\d\d)(?!\d)"),
        re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.)?\s*({month})|({month})\.?\s+(\d{{1,2}}))(?:st|nd|rd|th)?\.?(?![^\W_])"),
    )


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    end = r"(?![^\W\d_])"
    published, updated = stamp_words("published"), stamp_words("updated")
    return (
        re.compile(rf"(?:{alternatives(updated)}){end}"),
        re.compile(rf"(?:{alternatives(published)}){end}"),
        re.compile(rf"(?:{alternatives(stamp_words('words') | weekdays())}){end}"),
        re.compile(rf"(?<![^\W\d_])(?:{alternatives(published | updated)}){end}"),
    )


def _date_at(text: str, at: int, *, labelled: bool) -> tuple[str | None, int, str] | None:
    """A date that begins at ``at``: its ISO form (None where it has no year), where it ends, and its style."""
    for style, pattern, order in (("ymd", _YMD, (1, 3, 4)), ("dmy", _DMY, (4, 3, 1)), ("dmy", _DM_Y, (4, 3, 1))):
        found = pattern.match(text, at)
        if found is None:
            continue
        year, month, day = (int(found[group]) for group in order)
        if year < 100 and not labelled:
            continue
        year += 2000 if year < 100 else 0
        if style == "dmy" and (month > 12 >= day or (day <= 12 and _AMERICAN.search(text))):
            month, day = day, month
        value = iso_date(year, month, day)
        if value is not None:
            return value, found.end(), style + found[2]
    return _written_at(text, at) or _rare_at(text, at, labelled=labelled)


def _written_at(text: str, at: int) -> tuple[str | None, int, str] | None:
    day_first, month_first, month_only, yearless = _written()
    value: str | None
    if found := day_first.match(text, at):
        value = iso_date(int(found[3]), months()[_one(found[2])], int(found[1]))
        return (value, found.end(), "d month y") if value else None
    if found := month_first.match(text, at):
        value = iso_date(int(found[3]), months()[_one(found[1])], int(found[2]))
        return (value, found.end(), "month d y") if value else None
    if found := month_only.match(text, at):
        return iso_date(int(found[2]), months()[_one(found[1])]), found.end(), "month y"
    if found := yearless.match(text, at):
        return None, found.end(), "d month"
    return None


def _rare_at(text: str, at: int, *, labelled: bool) -> tuple[str | None, int, str] | None:
    if labelled and (found := _COMPACT.match(text, at)):
        value = iso_date(int(found[1]), int(found[2]), int(found[3]))
        return (value, found.end(), "compact") if value else None
    if found := _YM.match(text, at):
        value = iso_date(int(found[1]), int(found[2]))
        return (value, found.end(), "ym") if value else None
    return None


def _one(month: str) -> str:
    return re.sub(r"\s+", " ", month)


def _consume(text: str, at: int) -> tuple[Stamp, int] | None:  # noqa: C901 - one branch for each kind of word
    """Read dates, times, labels and the words between them from ``at`` on, as far as they go."""
    updated_label, published_label, between, _ = _words()
    values: dict[str, str] = {}
    label: Label = ""
    style = ""
    dates = times = numbers = labels = 0
    end = at
    while at < len(text):
        if found := _APART.match(text, at):
            at = found.end()
            continue
        if date := _date_at(text, at, labelled=bool(label)):
            value, at, kind = date
            style = style or kind
            dates += 1
            if value is not None:
                values.setdefault(label or "dated", value)
            label = ""
        elif found := updated_label.match(text, at):
            label, at, labels = "updated", found.end(), labels + 1
        elif found := published_label.match(text, at):
            label, at, labels = "published", found.end(), labels + 1
        elif found := _TIME.match(text, at):
            at, times = found.end(), times + 1
        elif found := between.match(text, at):
            at = found.end()
        elif (found := _NUMBER.match(text, at)) and re.match(r"\s*[^\W\d_]", text[found.end() :]):
            at, numbers = found.end(), numbers + 1
        else:
            break
        end = at
    if not (dates or times or labels) and not (numbers and not text[end:].strip()):
        return None  # numbers and words are a stamp ("2 timmar sedan") only where they are the whole line
    return Stamp(values.get("published"), values.get("updated"), values.get("dated"), label, style), end


def read_stamp(line: str) -> tuple[Stamp, str] | None:
    """The stamp that a line is, with the words besides it (the author, a picture's credit; mostly none).

    The words are for the caller to judge: a line that says anything else is no stamp.
    """
    if len(line) > _LONGEST:
        return None
    text = line.lower()
    if len(text) != len(line):  # a letter that grows in lower case: positions would not hold
        text = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in line)
    if not re.search(r"\d", text) and not _words()[3].search(text):
        return None
    first = _consume(text, 0)
    if first is not None:
        stamp, end = first
        return stamp, line[end:].strip(" |•·,–—-")
    for start in _starts(text):
        later = _consume(text, start)
        if later is not None and not text[later[1] :].strip(" |•·,.)–—-"):
            return later[0], line[:start].strip(" |•·,–—(-")
    return None


def _starts(text: str) -> list[int]:
    """Where a stamp may begin after other words: at a label, a weekday or a digit that follows no letter or digit."""
    _, _, between, labels = _words()
    found = [match.start() for match in labels.finditer(text)]
    found += [match.start() for match in re.finditer(r"(?<![\w.:-])\d", text)]
    found += [match.start() for match in re.finditer(r"(?<!\w)\w", text) if between.match(text, match.start())]
    found += [match.start() for match in re.finditer(r"(?<!\w)\w", text) if _written_at(text, match.start())]
    return sorted(set(found))


def adjacent(stamps: list[Stamp]) -> Stamp:
    """What stamps on lines next to each other say together: a label without a date takes the next line's date."""
    published: str | None = None
    updated: str | None = None
    dated: str | None = None
    label: Label = ""
    style = ""
    for stamp in stamps:
        value = stamp.dated
        if label and value and not stamp.published and not (label == "updated" and stamp.updated):
            published, updated = (published or value, updated) if label == "published" else (published, updated or value)
            value = None
        published, updated, dated = published or stamp.published, updated or stamp.updated, dated or value
        label = stamp.label
        style = style or stamp.style
    return Stamp(published, updated, dated, label, style)
