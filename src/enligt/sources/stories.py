"""One story out of its lines: headline, byline, dates, and the text without what a page wears around it.

What needs a line's neighbours is decided here: the head of a story, lists of other stories, boxes about the outlet and
the author, repeated lines. Text that no rule names stays.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from enligt.sources.marks import Marked, as_text, has_contact, is_dash_quote
from enligt.sources.parting import is_boxed
from enligt.sources.phrases import alternatives, folded, phrases
from enligt.sources.stamps import Stamp, adjacent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.sources.lines import Line
    from enligt.sources.parting import Chunk

_TITLES = ("title", "name", "section", "agency")
_MOST_LINES, _MOST_LETTERS = 500, 100_000  # what is looked at for the author: an article has less
_STUB = 100  # characters: a page with less text, no date and no author is an error message or a consent wall
_NOT_TEXT = ("drop", "stamp", "byline", "list", "box", "credit", "end")


@dataclass(frozen=True, slots=True)
class Story:
    """One story: its headline and its paragraphs in order, the headline not among them; what is left out, with the reason."""

    headline: Line | None
    body: tuple[Line, ...]
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """The state of reading one chunk."""

    marks: tuple[Marked, ...]
    headline: int | None = None
    byline: str | None = None
    first_prose: int = 0
    last_prose: int = -1
    anchor: int = -1
    evidence: bool = False  # whether the head shows anything but the story
    first_list: int = -1  # the first list of other stories under the text
    teasers: int = -1  # from here on, the page is nothing but titles with one short paragraph each; -1: nowhere
    worn: bool = False  # whether the page shows anything but the story: without that nothing is guessed at
    keep: dict[int, Marked] = field(default_factory=dict)
    out: dict[int, str] = field(default_factory=dict)


def story_of(chunk: Chunk) -> Story | None:
    """The story that the lines of a chunk tell, or None where they tell none (a page of links)."""
    reading = _Reading(chunk.marks)
    prose = [at for at, one in enumerate(chunk.marks) if one.kind == "prose"]
    reading.first_prose = prose[0] if prose else len(chunk.marks)
    reading.last_prose = prose[-1] if prose else -1
    reading.worn = any(one.kind in _NOT_TEXT or one.line.role for one in chunk.marks)
    reading.anchor = _anchor(chunk.marks, prose)
    end = max(reading.first_prose, reading.anchor + 1)
    reading.evidence = any(one.kind in _NOT_TEXT for one in chunk.marks[:end])
    reading.first_list = next(
        (at for at in range(reading.last_prose + 1, len(chunk.marks)) if chunk.marks[at].kind == "list"), len(chunk.marks)
    )
    reading.teasers = _teasers(chunk.marks, prose)
    reading.headline = chunk.headline if chunk.headline is not None else _headline(reading)
    reading.byline = _author(reading)
    _after_end(reading)
    _lists_and_boxes(reading)
    for at, one in enumerate(reading.marks):
        if at not in reading.out and at != reading.headline:
            reason = _reason(reading, at, one)
            if reason:
                reading.out[at] = reason
            else:
                reading.keep[at] = one
    _repeats(reading)
    _trailing(reading)
    return _told(reading)


def _told(reading: _Reading) -> Story | None:
    marks = reading.marks
    kept = [reading.keep[at] for at in sorted(reading.keep)]
    headline = None if reading.headline is None else marks[reading.headline].line
    if not any(one.kind == "prose" for one in kept):
        captions = [as_text(one) for one in marks if one.kind == "credit" and one.bare is not None]
        if reading.worn and captions and len(kept) < 6:
            kept += captions
        elif reading.worn and not _short_notice(reading, kept):
            return None
    if headline is None and not kept:
        return None
    stamp = _dates(reading)
    if reading.worn and stamp.value is None and reading.byline is None and 0 < _letters(kept) < _STUB:
        return None
    left_out = tuple((marks[at].text, reason) for at, reason in sorted(reading.out.items()))
    return Story(headline, tuple(one.line for one in kept), reading.byline, stamp.value, stamp.updated, left_out)


def _letters(kept: Sequence[Marked]) -> int:
    return sum(len(one.text) for one in kept if one.kind == "prose")


def _short_notice(reading: _Reading, kept: Sequence[Marked]) -> bool:
    """Whether a page without running text is still a story: a headline with a date or an author, and little besides."""
    if reading.headline is None or not _long(reading.marks[reading.headline]) or len(kept) > 4:
        return False
    return _dates(reading).value is not None or reading.byline is not None


# ---- the head


def _anchor(marks: Sequence[Marked], prose: Sequence[int]) -> int:
    """The last date stamp or byline of the story's head, or -1: above the text; where none is there, below its lead."""
    signs = [at for at, one in enumerate(marks) if one.kind == "stamp" or (one.kind == "byline" and not one.closing)]
    first = prose[0] if prose else len(marks)
    above = [at for at in signs if at < first]
    if any((stamp := marks[at].stamp) is not None and stamp.value for at in above):
        return above[-1]
    end = prose[2] if len(prose) > 2 else prose[-1] if prose else len(marks)
    return max((at for at in signs if at < end), default=-1)


def _long(one: Marked) -> bool:
    return len(one.text.split()) >= 4 or len(one.text) >= 28


def _headline(reading: _Reading) -> int | None:
    """Where the headline stands. On a page that shows only the story: its first line, if that is a title."""
    marks, first = reading.marks, reading.first_prose
    evidence = reading.anchor >= 0 or any(one.kind in _NOT_TEXT for one in marks[:first])
    titles = [at for at in range(first) if marks[at].kind in ("title", "name")]
    if not evidence:
        return titles[0] if titles and titles[0] == 0 else _only_title(titles)
    boxed = [at for at in titles if is_boxed(marks, at)]
    if boxed:
        return boxed[0]
    if reading.anchor >= first:
        last = max((at for at in range(reading.anchor) if marks[at].kind == "prose"), default=-1)
        first_stamp = min(
            (at for at in range(last + 1, reading.anchor + 1) if marks[at].kind in ("stamp", "byline")), default=reading.anchor
        )
        between = [at for at in range(last + 1, first_stamp) if marks[at].kind in ("title", "name")]
        if between and not (titles and any(_long(marks[at]) for at in titles) and not any(_long(marks[at]) for at in between)):
            return _best(marks, between)
    if 0 <= reading.anchor < first:
        above = [at for at in titles if at < reading.anchor]
        long = [at for at in above if _long(marks[at])]
        if long and any(one.kind == "list" for one in marks[: long[0]]):
            return long[-1]  # those before it are titles of other stories
        return _best(marks, above if any(_long(marks[at]) for at in above) else titles)
    return _best(marks, titles)


def _only_title(titles: Sequence[int]) -> int | None:
    return titles[0] if titles else None


def _best(marks: Sequence[Marked], titles: Sequence[int]) -> int | None:
    """The first title of four words or more; else the longest."""
    long = [at for at in titles if _long(marks[at]) and " | " not in marks[at].text] or [at for at in titles if _long(marks[at])]
    if long:
        markup = [at for at in long if marks[at].line.role == "heading"]
        return (markup or long)[0]
    return max(titles, key=lambda at: (len(marks[at].text), -at), default=None)


def _author(reading: _Reading) -> str | None:
    """Who wrote it: a byline, a name with the date, a name that is repeated or has its role beside it, a signature."""
    marks = reading.marks
    prose = [at for at, one in enumerate(marks) if one.kind == "prose"]
    head_end = prose[2] if len(prose) > 2 else len(marks)
    for at in range(head_end):
        if marks[at].names and marks[at].kind in ("byline", "stamp") and not marks[at].closing:
            return marks[at].names
    alone = tuple({one.names for one in marks if one.kind == "name" and one.names})
    about = (one.text for one in marks if one.kind == "prose" and not (one.text.startswith(alone) and _says_role(one.text)))
    text = " ".join(islice(about, _MOST_LINES))[:_MOST_LETTERS].lower()
    counts = Counter(one.names for one in marks if one.kind == "name")
    for at, one in islice(((at, one) for at, one in enumerate(marks) if one.kind == "name"), _MOST_LINES):
        if one.names is None or at == reading.headline:
            continue
        beside = [marks[near].kind for near in (at - 1, at + 1) if 0 <= near < len(marks)]
        known = re.search(rf"\b{re.escape(one.names.split()[-1].lower())}", text) is not None
        signed = "role" in beside or ("stamp" in beside and at < head_end)
        twice = at + 1 < len(marks) and marks[at + 1].names == one.names
        if twice or (not known and (counts[one.names] > 1 or signed)):
            return one.names
    closed = next((one.names for one in marks if one.kind == "byline" and one.names), None)
    if closed is not None:
        return closed
    agency = [at for at in range(min(reading.first_prose, head_end)) if marks[at].kind == "agency" and marks[at].names]
    return marks[agency[0]].names if agency and reading.anchor >= 0 else None


def _says_role(text: str) -> bool:
    start = " ".join(re.findall(r"[\w-]+", text.lower())[:14])
    return re.search(rf"\b\w*(?:{alternatives(phrases('roles'))})\b", start) is not None


# ---- lists of other stories, boxes


def _after_end(reading: _Reading) -> None:
    """Leave out what follows a line that says that the story is over."""
    end = next((at for at, one in enumerate(reading.marks) if one.kind == "end" and at > reading.first_prose), None)
    if end is not None:
        reading.out.update(dict.fromkeys(range(end, len(reading.marks)), "after the end of the story"))


def _lists_and_boxes(reading: _Reading) -> None:
    marks = reading.marks
    for at, one in enumerate(marks):
        if at in reading.out or at == reading.headline:
            continue
        if one.kind == "list" or _opens_list(reading, at, one):
            reading.out[at] = one.reason or "heading of a list of other stories"
            _leave_out_list(reading, at)
        elif one.kind == "box":
            reading.out[at] = one.reason
            _leave_out_box(reading, at)


@functools.cache
def _list_opening() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(frozenset(one for one in phrases('lists') if ' ' in one))})\s+\S", re.IGNORECASE)


def _opens_list(reading: _Reading, at: int, one: Marked) -> bool:
    """Whether a title opens as a list's heading does ("More from World") and no running text follows it."""
    if one.kind != "title" or not reading.worn or at < reading.first_prose or len(one.text) > 120:
        return False
    followed = at + 1 < len(reading.marks) and reading.marks[at + 1].kind == "prose"
    return not followed and _list_opening().match(one.text) is not None


def _leave_out_list(reading: _Reading, heading: int) -> None:
    """Leave out the titles under a list's heading; under "Read also:" the one title that it announces."""
    marks = reading.marks
    opened = marks[heading].kind != "list"
    single = marks[heading].text.rstrip().endswith(":") or folded(marks[heading].text) not in phrases("lists")
    single = not opened and (single or folded(marks[heading].text) in phrases("more"))
    end = heading + 1
    titles: list[int] = []
    while end < len(marks) and marks[end].kind != "prose" and not (single and titles):
        if end == reading.headline:
            single = True  # the list stood above the story
            break
        if marks[end].kind in _TITLES:
            titles.append(end)
        end += 1
    following = end < len(marks) and marks[end].kind == "prose"
    if not single and following:
        if (
            len(titles) > 1
            and marks[titles[-1]].line.gap > min(marks[at].line.gap for at in titles[:-1])
            and titles[-1] == end - 1
        ):
            titles.pop()  # it stands apart from the list, right above the text: a subheading
        else:
            titles += _take_teasers(reading, end)
    reading.out.update(dict.fromkeys(titles, "title of another story"))


def _take_teasers(reading: _Reading, start: int) -> list[int]:
    """The lines of the teasers that the rest of the page is, below a story of some length; once."""
    marks = reading.marks
    if not 0 <= reading.teasers <= start or sum(1 for one in marks[:start] if one.kind == "prose") < 3:
        return []
    reading.teasers = -1
    return [at for at in range(start, len(marks)) if marks[at].kind in ("prose", *_TITLES)]


def _teasers(marks: Sequence[Marked], prose: Sequence[int]) -> int:
    """Where the page begins to be nothing but titles with one short paragraph each, at least two of them; -1: nowhere."""
    start = -1
    count = 0
    for at in reversed(prose):
        if at == 0 or marks[at - 1].kind not in _TITLES or len(marks[at].text) > 300:
            break
        count += 1
        start = at
    return start if count >= 2 else -1


def _leave_out_box(reading: _Reading, heading: int) -> None:
    """Leave out the paragraph under a box's heading, and those after it in which the outlet goes on about itself."""
    marks = reading.marks
    at = heading + 1
    ours = re.compile(rf"(?<!\w)(?:{alternatives(phrases('we'))})(?!\w)", re.IGNORECASE)
    left = 0
    while at < len(marks) and marks[at].kind not in _TITLES and at != reading.headline:
        one = marks[at]
        if one.kind == "prose":
            if is_dash_quote(one.text) or (left and not ours.search(one.text)):
                return
            if not left and not ours.search(one.text) and at <= reading.first_prose:
                return  # under a box's heading at the top, the story may begin at once
            left += 1
            reading.out[at] = "box about the outlet"
        at += 1


# ---- line by line


def _reason(reading: _Reading, at: int, one: Marked) -> str:
    """Why a line is left out; empty where it stays."""
    if one.kind == "prose":
        return _author_box(reading, at, one)
    if one.kind == "stamp":
        middle = reading.first_prose < at < reading.last_prose and at > reading.anchor
        timeline = middle and one.stamp is not None and not one.stamp.labelled and one.stamp.dated is not None
        return "" if timeline else "date"
    if one.kind in ("byline", "credit", "drop", "end"):
        return one.reason
    if one.kind == "role":
        return "what the author is" if _beside_author(reading, at) else ""
    if one.names and reading.byline and folded(one.names) in folded(reading.byline):
        return "byline"
    return _head_matter(reading, at, one)


def _beside_author(reading: _Reading, at: int) -> bool:
    for near in (at - 1, at + 1):
        if 0 <= near < len(reading.marks):
            other = reading.marks[near]
            if other.kind in ("byline", "role", "stamp") or (other.names is not None and other.names == reading.byline):
                return True
            if other.kind == "drop" and other.reason == "address":
                return True
    return False


def _author_box(reading: _Reading, at: int, one: Marked) -> str:
    """A paragraph about the author: it begins with his name, and says soon what he is."""
    if reading.byline is None or at <= reading.first_prose or len(one.text) > 400:
        return ""
    presented = one.text.startswith(reading.byline) and _says_role(one.text)
    contact = reading.byline in one.text and len(one.text) <= 160 and has_contact(one.text)
    return "about the author" if presented or contact else ""


def _head_matter(reading: _Reading, at: int, one: Marked) -> str:
    """Kickers, sections, tags and the outlet's own name around a headline."""
    marks, headline = reading.marks, reading.headline
    in_head = at < reading.first_prose or at <= reading.anchor
    if one.kind == "section":
        return one.reason if in_head or at > reading.last_prose or marks[at + 1].kind != "prose" else ""
    if headline is None or not in_head:
        return ""
    title = marks[headline].text
    if folded(title) == folded(one.text) or (
        folded(one.text).startswith(folded(title)) and re.match(r"\s*[|–—»-]", one.text[len(title) :])
    ):
        return "headline again"
    if one.kind == "agency":
        return "byline" if one.names is not None and one.names == reading.byline else ""
    return _kicker(reading, at, one, headline)


def _kicker(reading: _Reading, at: int, one: Marked, headline: int) -> str:
    """Short lines above a headline, or between it and its date; all that stands above one that markup calls so."""
    if at < headline and (reading.marks[headline].line.role == "heading" or (reading.evidence and " | " in one.text)):
        return "above the headline"
    if not reading.evidence or _long(one):
        return ""
    if at < headline:
        return "above the headline"
    return "tag" if at < reading.anchor else ""


def _repeats(reading: _Reading) -> None:
    """Leave out lines of a page that say again what was said: names, long paragraphs, the headline."""
    if not reading.worn:
        return
    seen: set[str] = set()
    headline = "" if reading.headline is None else folded(reading.marks[reading.headline].text)
    for at in sorted(reading.keep):
        text = reading.keep[at].text
        if (len(text) >= 60 and text in seen) or (headline and reading.keep[at].kind != "prose" and folded(text) == headline):
            reading.out[at] = "said before"
            del reading.keep[at]
        seen.add(text)


def _trailing(reading: _Reading) -> None:
    """Leave out titles with nothing under them at the end, where something was left out between them and the text."""
    last = max((at for at in reading.keep if reading.keep[at].kind == "prose"), default=-1)
    if last < 0:
        return
    broken = next((at for at in range(last + 1, len(reading.marks)) if at in reading.out), None)
    for at in [at for at in reading.keep if broken is not None and at > broken]:
        reading.out[at] = "heading with nothing under it"
        del reading.keep[at]


# ---- dates


def _dates(reading: _Reading) -> Stamp:
    """The story's dates: from its head first, then from labels anywhere, then from under the text."""
    marks, headline = reading.marks, reading.headline if reading.headline is not None else -1
    end = max(reading.first_prose, reading.anchor + 1)
    stamps = [at for at, one in enumerate(marks) if one.stamp is not None and at not in reading.keep]
    places: list[Iterable[int]] = [
        (at for at in stamps if headline < at < end),
        (at for at in stamps if at < headline),
        (
            at
            for at in stamps
            if at >= end and (stamp := marks[at].stamp) is not None and stamp.labelled and at < reading.first_list
        ),
        (at for at in stamps if at > reading.last_prose and at < reading.first_list),
    ]
    published: str | None = None
    updated: str | None = None
    for place in places:
        said = _together(marks, list(place))
        published, updated = published or said.value, updated or said.updated
    return Stamp(published, updated)


def _together(marks: Sequence[Marked], places: Sequence[int]) -> Stamp:
    """What several stamps say: those on lines next to each other are read as one."""
    groups: list[list[Stamp]] = []
    before = -2
    for at in places:
        stamp = marks[at].stamp
        if stamp is None:
            continue
        if at == before + 1:
            groups[-1].append(stamp)
        else:
            groups.append([stamp])
        before = at
    said = [adjacent(group) for group in groups]
    published = next((one.published for one in said if one.published), None)
    dated = next((one.dated for one in said if one.dated), None)
    return Stamp(published, next((one.updated for one in said if one.updated), None), dated)
