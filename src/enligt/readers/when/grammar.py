"""The grammar of date phrases: from the lattice of readings to meanings, by recursive descent, the longest phrase first.

It is one for all five languages; their word orders are alternatives in it. Depth and length are bounded, so that parsing
takes constant time at each token. Its lower storeys are ``named`` and ``periods``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enligt.readers.when import anaphors, calendar, meaning, stretches
from enligt.readers.when.calendar import Interval
from enligt.readers.when.cursor import Found, longest
from enligt.readers.when.meaning import Meaning
from enligt.readers.when.named import Named

if TYPE_CHECKING:
    from collections.abc import Callable


_DEPTH = 3
_FILLS = 4
_JOINED = 5
_GAP = 6  # words between "before" and its date that may name an event, inside marked words
_DAYS = ("day", "days", "weekday", "deictic", "holiday", "night")
_NO_POINTS = ("duration", "away", "part", "anaphor", "range")
_PERIODS = ("season", "holiday", "weekend", "month", "year")


class Parse(Named):
    """The date phrases of a run of tokens."""

    def phrase(self, at: int, depth: int = 0) -> Found:
        """The longest date phrase that begins at a token: the token after it, and its meaning."""
        if depth > _DEPTH or not self._at(at):
            return None
        found = longest(self._night(at), self._joined(at), self._bound(at, depth))
        for _ in range(_FILLS):
            if found is not None or (after := self._is(at, "fill")) is None:
                return found
            at = after
            found = longest(self._night(at), self._joined(at), self._bound(at, depth))
        return found

    def _bound(self, at: int, depth: int) -> Found:
        found = longest(self._from_to(at), self._within(at))  # first: of two readings as long, it is not "from the 3rd on"
        makers: tuple[tuple[str, Callable[[Meaning], Meaning]], ...] = (
            ("from", stretches.beginning),
            ("since", stretches.since),
            ("until", stretches.until),
            ("by", stretches.until),
            ("latest", stretches.latest),
            ("before", lambda one: stretches.until(one, before=True)),
            ("after", stretches.after),
        )
        for kind, make in makers:
            after = self._is(at, kind)
            if after is None:
                continue
            inner = self._unit_end(after) if kind in ("until", "by", "latest", "before") else None
            if inner is not None:
                found = longest(found, (inner[0], stretches.until(inner[1])))
                continue
            if kind in ("before", "by", "after") and (self._is(after, "part") is not None or self._clock(after) is not None):
                inner = self._point(after)  # "before dawn on Monday", "after 6 p.m.": on that day
                found = found if inner is None else longest(found, inner)
                continue
            if kind in ("before", "after") and (hour := self._hour_of_a_day(after)) is not None:
                found = longest(found, hour)
                continue
            inner = self.phrase(after, depth + 1) or self._beyond(after)
            if inner is not None and inner[1].grade != "duration":
                found = longest(found, (inner[0], self._bounded(kind, make, inner[1], towards=self._is(at, "towards") == after)))
        return found

    def _hour_of_a_day(self, at: int) -> Found:
        """As in "(shortly after) four on Sunday": on that day."""
        number = self._at(at).get("number")
        if number is None or number[0].value > 24 or "unit" in self._at(number[1]):
            return None
        day = self._point(self._fills(number[1]))
        return day if day is not None and day[1].grade in ("weekday", "deictic") else None

    def _night(self, at: int) -> Found:
        """As in "Natten till lördagen", "natt til 2. mars", "overnight into Sunday"."""
        after = self._is(at, "night_to")
        found = None if after is None else self._joined(self._fills(after))
        return None if found is None else (found[0], meaning.night_to(found[1]))

    def _bounded(self, kind: str, make: Callable[[Meaning], Meaning], inner: Meaning, *, towards: bool) -> Meaning:
        if kind == "from" and inner.grade == "days":
            return inner  # "from 3 to 5 June"
        if kind == "until" and towards:
            return stretches.towards(inner, period=inner.grade in _PERIODS)
        if kind == "before" and inner.basis.startswith("late part"):
            return stretches.until(inner)  # "before the end of the month" is by it
        return replace(make(inner), weak=inner.weak and inner.grade == "year")

    def _beyond(self, at: int) -> Found:
        """Over the name of an event to its date: "före stämman [i Visby] den 14 oktober", within the marked words."""
        for skipped in range(at, min(at + _GAP, len(self.run))):
            if not self._inside(skipped) or self._sign(skipped, ".;:!?"):
                return None
            found = self._joined(skipped + 1) if self._inside(skipped + 1) else None
            if found is not None and found[1].grade not in ("duration", "part", "clock", "anaphor"):
                return found
        return None

    def _from_to(self, at: int) -> Found:
        after = self._is(at, "between", "from")
        if after is None:
            return None
        first = self._point(self._fills(after))
        if first is None:
            first = self._half_range(after)
        if first is None:
            return None
        if first[1].grade == "days":
            return first
        to = self._is(first[0], "to", "and", "until") or (first[0] + 1 if self._sign(first[0], "-–—") else None)
        last = None if to is None else self._point(self._fills(to))
        return None if last is None else (last[0], stretches.between(first[1], last[1]))

    def _half_range(self, at: int) -> Found:
        """The first day of "mellan den 3 och den 5 juni"."""
        at = self._skip(at, "the")
        first = self._at(at).get("day")
        if first is None:
            return None
        last = self._point(self._fills(self._skip(first[1], "to", "and", "until")))
        if last is None or last[1].grade != "day":
            return None
        return first[1], self._day_before(first[0], last[1])

    def _day_before(self, number: int, last: Meaning) -> Meaning:
        def at(context: meaning.Context) -> Interval:
            end = last.at(context).end
            start = calendar.day(end.year, end.month, number)
            return Interval(start, start, "day")

        return Meaning(at, "day", f"day {number} of the month of {last.basis}")

    def _fills(self, at: int) -> int:
        for _ in range(_FILLS):
            after = self._is(at, "fill", "the")
            if after is None or self._point(at) is not None:
                return at
            at = after
        return at

    def _joined(self, at: int) -> Found:
        """Points side by side: "3–5 juni", "onsdag och torsdag", "i morgon, onsdag", "måndag till onsdag"."""
        found = self._point(at)
        for _ in range(_JOINED):
            if found is None:
                return None
            end, first = found
            dash = self._sign(end, "-–—")
            joint = end + 1 if dash else self._is(end, "to", "and")
            ranged = dash or (joint is not None and self._is(end, "to") is not None)
            if joint is None and self._sign(end, ","):
                joint, ranged = self._skip(end + 1, "fill"), False
                if not self._apposition(first, joint):
                    return found
            second = None if joint is None else self._point(self._fills(joint))
            if second is None or not _fit(first, second[1], ranged=ranged):
                return found
            found = second[0], (stretches.between if ranged else stretches.both)(first, second[1])
        return found

    def _apposition(self, first: Meaning, at: int) -> bool:
        """Whether a date after a comma explains the one before it: "i morgon, onsdag"."""
        second = self._point(at)
        return second is not None and first.grade == "deictic" and second[1].grade in ("weekday", "day", "holiday")

    def _point(self, at: int) -> Found:
        """A day or period with the parts of the day and clock times around it, which do not change it."""
        if at >= len(self.run):
            return None
        before = self._is(at, "part") if "part" in self._at(at) else self._clock(at)
        found = None
        if before is not None:
            inner = self._core(before) or self._core(self._fills_to_core(self._skip(before, "of")))
            found = (inner[0], inner[1]) if inner is not None and inner[1].grade not in ("duration", "number") else None
        found = longest(found, self._core(at))
        if found is None and before is not None:
            night = self._at(at).get("part", ("", 0))[0] == "night"
            return before, self._weak(meaning.offset(0, f"'{self._words(at, before)}' of the day of publication", night=night))
        return None if found is None else (self._trail(found[0]), found[1])

    def _fills_to_core(self, at: int) -> int:
        for _ in range(2):
            after = self._is(at, "fill", "the", "of")
            if after is None or self._core(at) is not None:
                return at
            at = after
        return at

    def _weak(self, one: Meaning) -> Meaning:
        return Meaning(one.at, "part", one.basis, weak=True)

    def _core(self, at: int) -> Found:
        if not self._at(at):
            return None
        readers = (
            self._numeric, self._date, self._month, self._weekday, self._ordered, self._relative, self._season, self._holiday,
            self._word, self._year, self._numbered, self._counted_phrase, self._edge, self._bare_period,
        )  # fmt: skip
        return longest(*(reader(at) for reader in readers))

    def _ordered(self, at: int) -> Found:
        """As in "Andra onsdagen i oktober 2014", "the last week of May", "fifth last day of May", "femte dagen i rad"."""
        start = self._skip(at, "the")
        ordinal = self._at(start).get("ordinal")
        number, after = ordinal if ordinal is not None else (1, start)
        last = self._is(after, "nth_end")
        if last is not None:
            number, after = -number, last
        elif ordinal is None:
            return None
        unit, weekday = self._at(after).get("unit"), self._at(after).get("weekday")
        if unit is None and weekday is None:
            return None
        end = weekday[1] if weekday is not None else unit[1] if unit is not None else after
        name = self._words(at, end)
        run = self._is(end, "ordinal_run")
        if (
            unit is not None
            and number > 0
            and unit[0][0] in ("day", "week", "month", "year")
            and (run or (number > 1 and self._inside(at)))
        ):
            found: Found = (run or end, meaning.run(number, unit[0][0], f"'{name}' in a row"))
        else:
            found = None
        of = self._is(end, "of")
        whole = None if of is None else self._whole(of)
        if whole is None:
            return found
        kind = "day" if unit is None else unit[0][0]
        if kind == "half-year" and whole[1].grade == "month":
            return whole[0], meaning.half(1 if number == 1 else 2, whole[1])
        return whole[0], meaning.nth(number, kind, weekday[0][0] if weekday is not None else None, whole[1], f"'{name}'")

    def _whole(self, at: int) -> Found:
        """A month, year or other period that something is part of; "the month" alone is the present one."""
        start = self._skip(at, "the")
        found = longest(
            self._month(at),
            self._relative(at),
            self._period_word(at),
            self._year(at),
            self._season(at),
            self._holiday(start),
            self._numbered(at),
        )
        if found is not None:
            return found
        unit = self._at(start).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute", "day"):
            return None
        return unit[1], meaning.period(unit[0][0], None if unit[0][0] == "week" else 0, f"'{self._words(at, unit[1])}'")

    def _counted_phrase(self, at: int) -> Found:
        """As in "För tre dagar sedan", "om två veckor", "three days later", "i to år", "två veckor efter den 3 juni"."""
        ahead = self._is(at, "ahead")
        if ahead is not None:
            counted = self._counted(ahead)
            if counted is not None:
                end, number, unit = counted
                words = f"'{self._words(at, end)}'"
                both_ways = self._is(at, "during") is not None  # English "in three days"
                return end, self._ahead(number, unit, words, both_ways=both_ways)
        counted = self._counted(at)
        if counted is None:
            return None
        end, number, unit = counted
        words = f"'{self._words(at, end)}'"
        found: Found = None if self._one_day(at, end, unit) else (end, meaning.duration(number, unit, words))
        after = self._is(end, "ago")
        if after is not None:
            found = longest(found, (after, meaning.away(number, unit, -1, f"'{self._words(at, after)}'")))
        after = self._is(end, "from_now")
        if after is not None:
            inner = self._word(after)
            after = inner[0] if inner is not None and inner[1].grade == "deictic" else after
            found = longest(found, (after, meaning.away(number, unit, 1, f"'{self._words(at, after)}'")))
        for kind, sign in (("later", 1), ("earlier", -1), ("from", 1)):
            after = self._is(end, kind)
            if after is None:
                continue
            origin = self._core(self._fills_to_core(after))
            if origin is not None and origin[1].grade not in ("duration", "away"):
                found = longest(
                    found, (origin[0], meaning.away(number, unit, sign, f"{words} from {origin[1].basis}", origin[1]))
                )
            elif kind != "from":
                compared = self._is(end, "before", "after") == after
                made = self._from_told(counted, -sign if compared else sign, words, compared=compared)
                found = longest(found, (after, Meaning(made.at, made.grade, made.basis, weak=True)))
        return found

    def _from_told(self, counted: tuple[int, float | None, str], sign: int, words: str, *, compared: bool) -> Meaning:
        """So long from a time that other words tell.

        ``compared``: "two days after [it happened]": the words beside an act tell how long before the other one it was.
        """
        _, number, unit = counted
        if unit in ("hour", "minute"):
            told = anaphors.then("the time told with it", here=compared)
        else:
            told = anaphors.compared("the act's own day") if compared else anaphors.anaphor(0, "the last day told")
        return meaning.away(number, unit, sign, f"{words} from {told.basis}", told)

    def _one_day(self, at: int, end: int, unit: str) -> bool:
        """Whether words say "on some day" ("en dag"), and not how long ("i en dag")."""
        weak = "number" in self._at(at) and self._at(at)["number"][0].weak
        return unit == "day" and weak and end == at + 2 and (at == 0 or self._is(at - 1, "during") is None)

    def _edge(self, at: int) -> Found:
        """As in "I början av mars", "slutten av neste uke", "early October", "senare i veckan", "tidlegare i år"."""
        found = self._period_end(at)
        for kind in ("early", "mid", "late", "rest", "so_far"):
            after = self._is(at, kind)
            if after is None:
                continue
            if self._sign(after, "-"):
                after += 1
            whole = self._whole(after) or self._whole(self._skip(after, "fill"))
            if whole is None or whole[1].grade in ("duration", "range", "away"):
                if kind in ("early", "late", "rest") and whole is None:
                    inner = self._weekday(self._skip(after, "fill")) or self._word(self._skip(after, "fill"))
                    found = longest(found, inner)
                continue
            if kind == "rest":
                made = stretches.rest(whole[1])
            elif kind == "so_far":
                made = stretches.so_far(whole[1])
            else:
                made = meaning.edge(kind, whole[1])
            found = longest(found, (whole[0], made))
        return found


def _fit(first: Meaning, second: Meaning, *, ranged: bool) -> bool:
    """Whether two points can stand side by side."""
    if first.grade in _NO_POINTS or second.grade in _NO_POINTS:
        return False
    return (first.grade in _DAYS and second.grade in _DAYS) or first.grade == second.grade or ranged
