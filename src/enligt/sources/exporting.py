"""Media archives' exports: many articles in one file, each under a head of facts (outlet, date, page) as archives write it.

No archive is known by name. An article begins at the number that an archive gives it ("1 of 50 DOCUMENTS"), behind a line
drawn across or what archives write below an article ("© …"), and else at the title above a head of facts. A head is a line
of facts, or labelled lines one after the other (:mod:`enligt.sources.archive_signs`). Where the parting is unsure, or its sum
is not what the file says that it holds, that is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.sources.archive_signs import NONE, PLAIN, Facts, Sign, may_be_export, sign_of
from enligt.sources.marks import LONGEST_TITLE, ends_sentence
from enligt.sources.phrases import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.sources.lines import Line

_LONG = 90  # characters of a line that is running text
_HEAD_LINES = 12  # lines of an article's head at most
_ABOVE = 4  # lines of a title at most, above a line of facts
_FEW_LABELS = 2
_SINGLE_LABELS = 3  # that make a file of one article an archive's
_TOP = 30  # lines of a file among which it says how many articles it holds


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of an export: what its head says, and its lines without head and foot."""

    facts: Facts
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """The articles of an export, and in words what is unsure of their parting. No article: several are there, unparted."""

    entries: tuple[Entry, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines ``first`` to ``last`` (inclusive) that tell an article's facts."""

    first: int
    last: int
    labels: frozenset[str] = frozenset()
    weak: bool = False


def parted(lines: Sequence[Line]) -> Parted | None:
    """The articles of an export; None where the lines are no such export.

    Args:
        lines: the file's lines in order, cleaned.
    """
    if not may_be_export(line.text for line in lines):
        return None
    signs = [sign_of(line.text) for line in lines]
    counters = _counters(signs)
    heads = _heads(lines, signs)
    if len(counters) < 2 and not heads:
        return _unparted(signs, counters)
    doubts: list[str] = []
    starts = counters if len(counters) > 1 else list(_starts(lines, signs, heads, doubts))
    above = zip(lines[: starts[0]], signs, strict=False) if starts else ()
    if _has_prose((line, sign) for line, sign in above if ends_sentence(line.text)):
        doubts.append("the text above the first article's head is not read: it has no head of its own")
    entries: list[Entry] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        inside = [head for head in heads if start <= head.first < end]
        entries.extend(_entries(lines[start:end], signs[start:end], inside[0] if inside else None, start, doubts))
    real = [one for one in entries if _has_text(one)]
    titles = {folded(one.facts.headline) for one in real if one.facts.headline}
    doubts += [
        f"“{one.facts.headline[:80]}” has no text"
        for one in entries
        if not _has_text(one) and one.facts.headline and folded(one.facts.headline) not in titles
    ]
    said = _said(signs, numbered=len(counters) > 0)
    if said is not None and said != len(real):
        doubts.append(f"the file says that it holds {said} articles, and {len(real)} were found")
    if len(real) > 1 or (counters and real):
        return Parted(tuple(real), tuple(doubts))
    if real and heads and len(heads[0].labels) >= _SINGLE_LABELS:
        return Parted(tuple(real), tuple(doubts))
    return _unparted(signs, counters)


def _unparted(signs: Sequence[Sign], counters: Sequence[int]) -> Parted | None:
    """What becomes of a file that says that it holds several articles, where none is seen: no article, rather than a mash."""
    said = _said(signs, numbered=bool(counters))
    contents = next((at for at, one in enumerate(signs[:_TOP]) if one.kind == "contents"), None)
    near = contents is not None and any(one.kind == "total" for one in signs[max(0, contents - 3) : contents + 4])
    if said is None or said < 2 or not (counters or near):
        return None
    return Parted((), (f"the file says that it holds {said} articles, and where one ends and the next begins is not seen",))


def _counters(signs: Sequence[Sign]) -> list[int]:
    """Where archives' numbers stand, if they go on by one and agree on the sum."""
    found = [at for at, sign in enumerate(signs) if sign.kind == "counter"]
    if not found or any(signs[at].total != signs[found[0]].total for at in found):
        return []
    numbers = [signs[at].number or 0 for at in found]
    return found if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []


def _said(signs: Sequence[Sign], *, numbered: bool) -> int | None:
    """How many articles the file says that it holds: by the numbers that it gives them, or at its top."""
    if numbered:
        numbers = [sign for sign in signs if sign.kind == "counter"]
        first = numbers[0].number or 1
        return (numbers[0].total or 0) - first + 1 if first == 1 else len(numbers)
    return next((sign.total for sign in signs[:_TOP] if sign.kind == "total"), None)


# ---- heads


def _heads(lines: Sequence[Line], signs: Sequence[Sign]) -> list[_Head]:
    """The heads of facts; weak lines of facts (an outlet and a date alone) only behind a boundary."""
    found = sorted([*_of_labels(lines, signs), *_of_facts(lines, signs)], key=lambda head: head.first)
    out: list[_Head] = []
    for head in found:
        if out and head.first <= out[-1].last + _HEAD_LINES and not _text_between(lines, signs, out[-1].last + 1, head.first):
            out[-1] = _Head(out[-1].first, max(head.last, out[-1].last), out[-1].labels | head.labels, out[-1].weak and head.weak)
        else:
            out.append(head)
    return [
        head
        for n, head in enumerate(out)
        if not head.weak or _boundary(lines, signs, out[n - 1].last + 1 if n else 0, head.first) is not None
    ]


def _of_labels(lines: Sequence[Line], signs: Sequence[Sign]) -> Iterator[_Head]:
    at = 0
    while at < len(signs):
        if signs[at].kind != "label":
            at += 1
            continue
        first = last = at
        labels: set[str] = set()
        while at < len(signs) and at - last <= 2 and (signs[at].kind != "" or len(lines[at].text) < _LONG):
            if signs[at].kind == "label":
                labels.add(signs[at].field)
                last = at
            elif signs[at].kind in {"rule", "counter", "tail", "end"}:
                break
            at += 1
            if signs[at - 1].kind == "body":
                last = at - 1
                break
        if len(labels) >= _FEW_LABELS:
            yield _Head(first, last, frozenset(labels))
        at = max(at, last + 1)


def _of_facts(lines: Sequence[Line], signs: Sequence[Sign]) -> Iterator[_Head]:
    for at, sign in enumerate(signs):
        if sign.kind in {"facts", "weak"}:
            medium = any(one.kind == "medium" or one.field in {"page", "section", "length"} for one in signs[at + 1 : at + 3])
            last = at + 1 if medium and at + 1 < len(lines) and signs[at + 1].kind in {"medium", "label"} else at
            yield _Head(at, last, frozenset(), weak=sign.kind == "weak" and not medium)
        elif sign.kind == "stamp" and at and signs[at - 1] is PLAIN:  # outlet, date and page, a line each
            last = at
            while last + 1 < len(signs) and signs[last + 1].kind in {"page", "medium"}:
                last += 1
            if any(one.kind == "page" for one in signs[at + 1 : last + 1]):
                yield _Head(at, last, frozenset(), weak=True)


def _text_between(lines: Sequence[Line], signs: Sequence[Sign], start: int, end: int) -> bool:
    """Whether running text or a boundary stands between two lines."""
    between = range(start, end)
    if any(signs[at].kind in {"rule", "counter"} for at in between):
        return True
    return any(signs[at].kind == "" and len(lines[at].text) >= _LONG and ends_sentence(lines[at].text) for at in between)


def _boundary(lines: Sequence[Line], signs: Sequence[Sign], start: int, head: int) -> int | None:
    """Where, behind a line drawn across, a number, a sum, or an article's foot, the article of a head begins; None where nowhere.

    Between there and the head stands a title, and no more.
    """
    for at in range(head - 1, max(start, head - _HEAD_LINES) - 1, -1):
        if signs[at].kind == "counter":
            return at
        if signs[at].kind in {"rule", "total"} or (signs[at].kind == "end" and at + 1 < head):
            return at + 1
        if signs[at].kind == "" and (len(lines[at].text) > LONGEST_TITLE or head - at > 2 * _ABOVE):
            return None
    return 0 if start == 0 and head <= _ABOVE + 1 else None


# ---- where articles begin


def _starts(lines: Sequence[Line], signs: Sequence[Sign], heads: Sequence[_Head], doubts: list[str]) -> Iterator[int]:
    """The first line of each head's article."""
    before = 0
    for head in heads:
        at = _boundary(lines, signs, before, head.first)
        if at is None:
            at = _top(lines, signs, before, head.first)
            told = at < head.first and (lines[at].role == "heading" or lines[at].gap > 0)
            if before and not told:
                doubts.append(f"nothing shows where the article of “{lines[head.first].text[:80]}” begins")
        yield at
        before = head.last + 1


def _top(lines: Sequence[Line], signs: Sequence[Sign], before: int, head: int) -> int:
    """The first line above a head that is its title's; over its date and whose it is, with the outlet above these."""
    at = head
    if at - 1 > before and signs[at - 1].kind == "end" and signs[at - 2].kind == "stamp":
        at -= 1
    dated = at - 1 > before and signs[at - 1].kind == "stamp"
    at = bottom = at - 1 if dated else head
    while at > before and bottom - at < _ABOVE and _may_be_title(lines, signs, at - 1):
        at -= 1
        if lines[at].role == "heading" or (lines[at].gap and bottom - at > dated):
            break
    return at if at < bottom else head


def _may_be_title(lines: Sequence[Line], signs: Sequence[Sign], at: int) -> bool:
    text = lines[at].text
    return (
        signs[at] is PLAIN
        and len(text) <= LONGEST_TITLE
        and (not ends_sentence(text) or text.endswith(("?", "!", "”", '"', "»")))
    )


# ---- one article


def _entries(lines: Sequence[Line], signs: Sequence[Sign], head: _Head | None, shift: int, doubts: list[str]) -> Iterator[Entry]:
    """The article of some lines; and what stands behind a line drawn across it, which may be another."""
    body = _body_start(lines, signs, None if head is None else head.last - shift)
    facts = _facts_of(lines[:body], signs[:body])
    end = _foot(lines, signs, body)
    addresses = (sign.facts.url for sign in signs[end:] if sign.facts.url)
    facts = facts.with_more(Facts(url=next(addresses, None)))
    yield Entry(facts, tuple(line for line, sign in zip(lines[body:end], signs[body:end], strict=True) if sign.kind != "medium"))
    rest = _behind(lines, signs, end)
    if rest is not None:
        name = facts.headline or lines[0].text
        doubts.append(f"what stands behind “{name[:80]}” has no head of its own, and may be another article")
        yield Entry(_facts_of(lines[rest : rest + 1], signs[rest : rest + 1]), tuple(lines[rest + 1 :]))


def _body_start(lines: Sequence[Line], signs: Sequence[Sign], last: int | None) -> int:
    """The first line of an article's text."""
    marked = next((at + 1 for at, sign in enumerate(signs[: 2 * _HEAD_LINES]) if sign.kind == "body"), None)
    if marked is not None:
        return marked
    if last is not None:
        at = last + 1
        while at < len(signs) and signs[at].kind in {"medium", "stamp"}:
            at += 1
        # "March 12, 2024" may be followed by the headline, where none stood above it: then that one is head, too.
        return at
    return next((at for at, line in enumerate(lines) if len(line.text) >= _LONG and signs[at].kind == ""), len(lines))


def _foot(lines: Sequence[Line], signs: Sequence[Sign], body: int) -> int:
    """Where an article's text ends: at what archives write below it, where no more text follows, or a line drawn across."""
    for at in range(body, len(lines)):
        kind = signs[at].kind
        if kind in {"rule", "counter"} and at > body:
            return at
        if kind == "tail" and at > body:
            return at
        if kind == "end" and not _text_soon(lines, signs, at + 1):
            return at
    return len(lines)


def _text_soon(lines: Sequence[Line], signs: Sequence[Sign], start: int) -> bool:
    """Whether running text goes on right behind a line: then it is a picture's "© …", no article's foot."""
    following = range(start, min(start + 2, len(lines)))
    return any(signs[at].kind == "" and len(lines[at].text) >= _LONG and ends_sentence(lines[at].text) for at in following)


def _behind(lines: Sequence[Line], signs: Sequence[Sign], end: int) -> int | None:
    """Where more text begins behind an article's foot; None where none does."""
    if not _has_prose(zip(lines[end:], signs[end:], strict=True)):
        return None
    at = next(at for at in range(end, len(lines)) if signs[at].kind == "" and len(lines[at].text) >= _LONG)
    return at - 1 if at > end and signs[at - 1] is PLAIN else at


def _has_prose(signed: Iterable[tuple[Line, Sign]]) -> bool:
    """Whether some lines hold as much running text as an article has."""
    prose = [len(line.text) for line, sign in signed if sign.kind == "" and len(line.text) >= _LONG]
    return len(prose) > 1 or sum(prose) >= 300


def _facts_of(lines: Sequence[Line], signs: Sequence[Sign]) -> Facts:
    """What a head says: labels and lines of facts, and of the lines between them outlet, headline and date by their order."""
    facts = NONE
    for sign in signs:
        if sign.kind in {"label", "facts", "weak", "page"}:
            facts = facts.with_more(sign.facts)
    day = next((at for at, sign in enumerate(signs) if sign.kind == "stamp"), None)
    if day is not None and facts.published is None:
        facts = replace(facts, published=signs[day].facts.published)
    cut = len(lines) if day is None else day
    above = [line for line, sign in zip(lines[:cut], signs[:cut], strict=True) if sign is PLAIN]
    below = [line for line, sign in zip(lines[cut:], signs[cut:], strict=True) if sign is PLAIN]
    if facts.outlet is None and day is not None and above and (len(above) > 1 or below or facts.headline):
        facts = replace(facts, outlet=above.pop().text)
    if facts.headline is None:
        facts = replace(facts, headline=_title(above) or _title(below))
    return facts


def _title(lines: Sequence[Line]) -> str | None:
    """The title among a head's other lines: the last, with the line before it where the one goes on with the other."""
    if not lines:
        return None
    title = lines[-1]
    text = title.text
    if len(lines) > 1 and not title.gap and (text[:1].islower() or len(lines[-2].text) >= 60):
        text = f"{lines[-2].text} {text}"
    return text


def _has_text(entry: Entry) -> bool:
    return sum(len(line.text) for line in entry.lines if line.text != entry.facts.headline) >= _LONG
