"""The grammar of date phrases: from the lattice of readings to meanings, by recursive descent, the longest phrase first.

It is one for all five languages; their word orders are alternatives in it. Depth and length are bounded, so that parsing
takes constant time at each token.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enligt.readers.when import calendar, meaning
from enligt.readers.when.calendar import PRECISIONS, Interval
from enligt.readers.when.meaning import Meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enligt.languages.numbers import Number
    from enligt.readers.when.lexicon import Lexicon, Token

Found = tuple[int, Meaning] | None
_DEPTH = 3
_FILLS = 4
_JOINED = 5
_PERIODS = ("season", "holiday", "weekend", "month", "year")
_GAP = 6  # words between "before" and its date that may name an event, inside marked words


class Parse:
    """One run of tokens, and what may begin at each."""

    def __init__(self, text: str, run: Sequence[Token], lexicon: Lexicon, *, marked: tuple[int, int] | None = None) -> None:
        """``marked``: the range of characters that is known to tell a time; in it weak readings and gaps are allowed."""
        self.text, self.run, self.lexicon, self.marked = text, run, lexicon, marked
        self._readings: dict[int, dict[str, tuple[Any, int]]] = {}

    def _at(self, at: int) -> dict[str, tuple[Any, int]]:
        if at not in self._readings:
            self._readings[at] = self.lexicon.readings(self.text, self.run, at) if at < len(self.run) else {}
        return self._readings[at]

    def _is(self, at: int, *kinds: str) -> int | None:
        """The token after a word of one of the kinds, the longest; None if none stands there."""
        ends = [self._at(at)[kind][1] for kind in kinds if kind in self._at(at)]
        return max(ends) if ends else None

    def _skip(self, at: int, *kinds: str) -> int:
        after = self._is(at, *kinds)
        return at if after is None else after

    def _sign(self, at: int, signs: str) -> bool:
        return at < len(self.run) and self.run[at].text in signs

    def _touching(self, at: int) -> bool:
        return 0 < at < len(self.run) and self.run[at].start == self.run[at - 1].end

    def _words(self, first: int, after: int) -> str:
        return self.text[self.run[first].start : self.run[after - 1].end]

    def _inside(self, at: int) -> bool:
        """Whether a token lies in the marked words."""
        return self.marked is not None and at < len(self.run) and self.marked[0] <= self.run[at].start < self.marked[1]

    # Phrases

    def phrase(self, at: int, depth: int = 0) -> Found:
        """The longest date phrase that begins at a token: the token after it, and its meaning."""
        if depth > _DEPTH:
            return None
        found = _longest(self._joined(at), self._bound(at, depth))
        for _ in range(_FILLS):
            if found is not None or (after := self._is(at, "fill")) is None:
                return found
            at = after
            found = _longest(self._joined(at), self._bound(at, depth))
        return found

    def _bound(self, at: int, depth: int) -> Found:
        found: Found = None
        makers: tuple[tuple[str, Callable[[Meaning], Meaning]], ...] = (
            ("from", meaning.beginning),
            ("since", meaning.since),
            ("until", meaning.until),
            ("by", meaning.until),
            ("before", lambda one: meaning.until(one, before=True)),
            ("after", meaning.after),
            ("night_to", meaning.night_to),
        )
        for kind, make in makers:
            after = self._is(at, kind)
            if after is None:
                continue
            inner = self._unit_end(after) if kind in ("until", "by", "before") else None
            if inner is not None:
                found = _longest(found, (inner[0], meaning.until(inner[1])))
                continue
            if kind in ("before", "by") and (self._is(after, "part") is not None or self._clock(after) is not None):
                inner = self._point(after)  # "before dawn on Monday": on that day
                found = found if inner is None else _longest(found, inner)
                continue
            inner = self.phrase(after, depth + 1) or self._beyond(after, depth)
            if inner is not None and inner[1].grade != "duration":
                found = _longest(found, (inner[0], self._bounded(kind, make, inner[1], towards=self._is(at, "towards") == after)))
        return _longest(found, self._within(at), self._from_to(at))

    def _bounded(self, kind: str, make: Callable[[Meaning], Meaning], inner: Meaning, *, towards: bool) -> Meaning:
        if kind == "until" and towards:
            return meaning.towards(inner, period=inner.grade in _PERIODS)
        if kind == "before" and inner.basis.startswith("late part"):
            return meaning.until(inner)  # "before the end of the month" is by it
        return replace(make(inner), weak=inner.weak and inner.grade == "year")

    def _beyond(self, at: int, depth: int) -> Found:
        """Over the name of an event to its date: "före stämman [i Visby] den 14 oktober", within the marked words."""
        for skipped in range(at, min(at + _GAP, len(self.run))):
            if not self._inside(skipped) or self._sign(skipped, ".;:!?"):
                return None
            found = self._joined(skipped + 1) if self._inside(skipped + 1) else None
            if found is not None and found[1].grade not in ("duration", "part", "clock", "anaphor"):
                return found
        return None if depth else None

    def _unit_end(self, at: int) -> Found:
        """A period that something lasts or waits until the end of: "ut året", "före månadens slut", "by the end of the week"."""
        start = self._skip(at, "the")
        unit = self._at(start).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute", "day"):
            return None
        end = self._is(unit[1], "end_of")
        definite = start > at or self.lexicon.language != "en"
        if end is None and (not definite or "number" in self._at(unit[1])):
            return None
        return end or unit[1], meaning.period(unit[0][0], 0, f"this {unit[0][0]}")

    def _within(self, at: int) -> Found:
        after = self._is(at, "within")
        if after is None:
            return None
        counted = self._counted(self._skip(after, "the", "next_n"))
        if counted is None:
            ending = self._unit_end(after)
            return None if ending is None else (ending[0], meaning.rest(ending[1]))
        end, number, unit = counted
        return end, meaning.within(number, unit, f"within '{self._words(at, end)}'")

    def _from_to(self, at: int) -> Found:
        after = self._is(at, "between", "from")
        if after is None:
            return None
        first = self._point(self._fills(after))
        if first is None:
            first = self._half_range(after)
        if first is None:
            return None
        to = self._is(first[0], "to", "and", "until") or (first[0] + 1 if self._sign(first[0], "-–—") else None)
        last = None if to is None else self._point(self._fills(to))
        return None if last is None else (last[0], meaning.between(first[1], last[1]))

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
            found = second[0], (meaning.between if ranged else meaning.both)(first, second[1])
        return found

    def _apposition(self, first: Meaning, at: int) -> bool:
        second = self._point(at)
        return second is not None and (first.grade == "deictic" or first.grade == second[1].grade) and second[1].grade != "year"

    # Points: one day or period

    def _point(self, at: int) -> Found:
        """A day or period with the parts of the day and clock times around it, which do not change it."""
        if at >= len(self.run):
            return None
        before = self._is(at, "part") if "part" in self._at(at) else self._clock(at)
        found = None
        if before is not None:
            inner = self._core(before) or self._core(self._fills_to_core(self._skip(before, "of")))
            found = (inner[0], inner[1]) if inner is not None and inner[1].grade not in ("duration", "number") else None
        found = _longest(found, self._core(at))
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

    def _trail(self, at: int) -> int:
        """Past the parts of the day and clock times after a date: "tisdag kveld", "i dag klockan 13 lokal tid"."""
        for _ in range(3):
            start = at + 1 if self._sign(at, ",") else at
            start = self._skip(start, "fill") if "part" not in self._at(start) else start
            part = self._is(start, "part")
            after = part if part is not None else self._clock(start)
            if after is None:
                return at
            at = after
        return at

    def _clock(self, at: int) -> int | None:
        """Past a time of the clock: "klockan 13.05", "kl. 9", "8 p.m.", "14-tiden", "midnatt"."""
        opened = self._is(at, "clock_open")
        if opened is not None and self._sign(opened, "."):
            opened += 1
        start = at if opened is None else opened
        found = self._is(start, "clock", "clock_words")
        number = self._at(start).get("number")
        if found is None and number is not None and number[0].value <= 24:
            after = number[1] + 1 if self._sign(number[1], "-") else number[1]
            found = after if self._is(after, "clock_after") else number[1] if opened is not None else None
        if found is None:
            return None
        if self._sign(found, ".-"):
            found = found + 1 if self._is(found + 1, "clock_after") else found
        return self._skip(self._skip(found, "clock_after"), "clock_after")

    def _core(self, at: int) -> Found:
        if not self._at(at):
            return None
        readers = (
            self._numeric, self._date, self._month, self._weekday, self._ordered, self._relative, self._season, self._holiday,
            self._word, self._year, self._numbered, self._counted_phrase, self._edge, self._bare_period,
        )  # fmt: skip
        return _longest(*(reader(at) for reader in readers))

    def _numeric(self, at: int) -> Found:
        found = self._at(at).get("date")
        if found is None:
            return None
        (year, month, number), end = found
        if not 1 <= month <= 12 or (number is not None and not 1 <= number <= 31):
            return None
        words = self._words(at, end)
        if number is None:
            return end, meaning.fixed(lambda: calendar.month(year, month), "month", f"date '{words}'")
        return end, meaning.in_year(meaning.single(number, month), year, "day", f"date '{words}'" if year is None else "date")

    def _year_after(self, at: int) -> tuple[int, meaning.Year]:
        """The year told after a day, month or season: "2014", ", 2014", "i fjol", "nästa år", "of last year"."""
        start = at + 1 if self._sign(at, ",") else at
        year = self._at(start).get("year")
        if year is not None and not self._is_more(year[1]):
            return year[1], year[0]
        inner = self._year_word(at) or self._year_word(self._skip(at, "of"))
        return (at, None) if inner is None else inner

    def _is_more(self, at: int) -> bool:
        """Whether the figures before a token go on ("2 000 soldater", "2014 soldater" cannot be told apart from years)."""
        return self._sign(at, ":%") and self._touching(at)

    def _year_word(self, at: int) -> Found:
        period = self._at(at).get("period")
        if period is not None and period[0][0] == "year" and period[0][1] is not None:
            return period[1], meaning.period("year", period[0][1], f"'{self._words(at, period[1])}'")
        found = self._relative_period(at)
        return found if found is not None and found[1].grade == "year" else None

    def _date(self, at: int) -> Found:
        return _longest(self._day_month(at), self._month_day(at))

    def _day_month(self, at: int) -> Found:
        """ "Den 3 oktober i år", "3.–5. juni 2014", "3rd of March", "tredje mars"."""
        start = self._skip(at, "the")
        start = start + 1 if start > at and self._sign(start, ".") else start
        first = self._at(start).get("day")
        if first is None:
            return None
        number, end = first
        earlier: int | None = None
        joint = end + 1 if self._sign(end, "-–—") else self._is(end, "to", "and")
        if joint is not None:
            second = self._at(self._skip(joint, "the")).get("day")
            if second is not None and second[0] > number:
                earlier, (number, end) = number, second
        end = end + 1 if self._sign(end, "/-") and self._touching(end) else end  # "31/Oct/1974"
        month = self._at(end).get("month") or self._at(self._skip(end, "of")).get("month")
        if month is None:
            return self._bare_day(at, start, number, first[1])
        end = month[1] + 1 if self._sign(month[1], "/-") and "year" in self._at(month[1] + 1) else self._past_dot(month[1])
        end, year = self._year_after(end)
        return end, self._dated(at, end, number, month[0], year, earlier)

    def _bare_day(self, at: int, start: int, number: int, end: int) -> Found:
        """ "On the 18th", "den 16.", where it is marked as a time: of the month that the tense points to."""
        ordinal = self._at(start).get("ordinal")
        if start == at or ordinal is None or not self._inside(at) or not self.run[start].text[0].isdecimal():
            return None
        return end, replace(meaning.day_of_month(number, f"day '{self._words(at, end)}'"), weak=True)

    def _past_dot(self, at: int) -> int:
        """Past the full stop of an abbreviated month that is followed by a year."""
        return at + 1 if self._sign(at, ".") and "year" in self._at(at + 1) else at

    def _month_day(self, at: int) -> Found:
        """ "October 3rd", "June 3–5, 2014", "Feb. 6"."""
        month = self._at(at).get("month")
        if month is None:
            return None
        start = month[1] + 1 if self._sign(month[1], ".") else month[1]
        day = self._at(self._skip(start, "the")).get("day")
        if day is None or "date" in self._at(start):
            return None
        number, end = day
        earlier: int | None = None
        joint = end + 1 if self._sign(end, "-–—") else self._is(end, "to", "and")
        second = None if joint is None else self._at(joint).get("day")
        if second is not None and second[0] > number and "month" not in self._at(second[1]):
            earlier, (number, end) = number, second
        after, year = self._year_after(end)
        return after, self._dated(at, end, number, month[0], year, earlier)

    def _dated(self, at: int, end: int, number: int, month: int, year: meaning.Year, earlier: int | None) -> Meaning:  # noqa: PLR0913, PLR0917  a date's parts
        basis = f"date '{self._words(at, end)}'"
        if earlier is None:
            return meaning.in_year(meaning.single(number, month), year, "day", basis)

        def make(one: int) -> Interval:
            return Interval(calendar.day(one, month, earlier), calendar.day(one, month, number), "range")

        return meaning.in_year(make, year, "days", basis)

    def _month(self, at: int) -> Found:
        """ "Mars", "i mars i fjor", "last October", "nästa mars"."""
        month = self._at(at).get("month")
        if month is not None:
            number = month[0]
            end, year = self._year_after(self._past_dot(month[1]))
            return end, meaning.in_year(lambda one: calendar.month(one, number), year, "month", f"month '{self._words(at, month[1])}'")
        sign, after = self._turn(at)
        month = self._at(after).get("month") if sign is not None else None
        if month is None or sign is None:
            return None
        number = month[0]
        basis = f"month '{self._words(at, month[1])}'"
        whole = meaning.in_year(lambda one: calendar.month(one, number), None, "month", basis)
        return month[1], self._turned(whole, sign)

    def _turn(self, at: int) -> tuple[int | None, int]:
        """The step of "last" (-1), "this" (0), "next" (1), and the token after the word."""
        best: tuple[int | None, int] = (None, at)
        for kind, step in (("last", -1), ("last_day", -1), ("this", 0), ("next", 1), ("after_next", 2)):
            after = self._is(at, kind)
            if after is not None and after > best[1]:
                best = step, after
        return best

    def _turned(self, whole: Meaning, step: int) -> Meaning:
        """ "Last October": the last one that is over; "next March": the next one not begun; "this summer": the nearest."""

        def at(context: meaning.Context) -> Interval:
            if step == 0:
                return whole.at(context)
            anchor, direction = context.anchor, "past" if step < 0 else "future"
            found = whole.at(context.turned("past" if direction == "past" else "future"))
            if found.start <= anchor <= found.end:
                other = calendar.moved(found.start, -1) if step < 0 else calendar.moved(found.end, 1)
                return whole.at(meaning.Context(other, "past" if step < 0 else "future", context.told))
            return found

        return Meaning(at, whole.grade, whole.basis)

    def _weekday(self, at: int) -> Found:
        """ "I tisdags", "på tisdag", "last Tuesday", "tysdag i førre veke", "måndag den 3 juni"."""
        step, after = self._turn(at)
        coming = self._is(at, "coming_day")
        found = self._at(at).get("weekday")
        start = at
        form = ""
        if found is None and coming is not None and "weekday" in self._at(coming) and (step is None or step == 0 or coming >= after):
            found, form, start = self._at(coming)["weekday"], "coming", coming
        elif found is None and step is not None and "weekday" in self._at(after):
            found, start = self._at(after)["weekday"], after
            form = {-1: "last", 0: "bare"}.get(step, "next")
        if found is None:
            return self._week_weekday(at)
        (number, own), end = found
        if self._sign(end, ".") and self._sign(start, self.run[start].text) and len(self.run[start].text) <= 4:
            end += 1
        form = form or own
        if self._is(end, "again") and form == "next":
            end = self._skip(end, "again")
        name = self._words(start, found[1])
        dated = self._dated_weekday(end, number)
        if dated is not None:
            return dated
        week = self._week_after(self._trail(end))
        if week is not None:
            return week[0], meaning.weekday_of(number, week[1], name)
        if form == "bare" and at > 0 and self._is(at - 1, "on_coming"):
            form = "coming"
        return end, meaning.weekday(number, form, name)

    def _dated_weekday(self, at: int, number: int) -> Found:
        start = at + 1 if self._sign(at, ",") else at
        found = self._date(start) or self._date(self._skip(start, "fill")) or self._numeric(start)
        return (found[0], meaning.on_weekday(number, found[1])) if found is not None and found[1].grade == "day" else None

    def _week_after(self, at: int) -> Found:
        """The week after a weekday: "i förra veckan", "neste uke", "of this week"."""
        for start in (at, self._skip(at, "of"), self._skip(at, "fill")):
            found = self._relative_period(start) or self._period_word(start)
            if found is not None and found[1].grade == "week":
                return found
        return None

    def _week_weekday(self, at: int) -> Found:
        """ "Nästa vecka på onsdag"."""
        week = self._relative_period(at) or self._period_word(at)
        if week is None or week[1].grade != "week":
            return None
        start = self._skip(week[0], "fill", "of")
        day = self._at(start).get("weekday") if start > week[0] else None
        if day is None:
            return None
        return day[1], meaning.weekday_of(day[0][0], week[1], self._words(start, day[1]))

    def _ordered(self, at: int) -> Found:
        """ "Andra onsdagen i oktober 2014", "the last week of May", "fifth last day of May", "femte dagen i rad"."""
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
        if unit is not None and number > 0 and unit[0][0] in ("day", "week", "month", "year") and (run or self._inside(at)):
            found: Found = (run or end, meaning.run(number, unit[0][0], f"'{name}' in a row"))
        else:
            found = None
        of = self._is(end, "of")
        whole = None if of is None else self._whole(of)
        if whole is None:
            return found
        kind = "day" if unit is None else unit[0][0]
        return whole[0], meaning.nth(number, kind, weekday[0][0] if weekday is not None else None, whole[1], f"'{name}'")

    def _whole(self, at: int) -> Found:
        """A month, year or other period that something is part of; "the month" alone is the present one."""
        start = self._skip(at, "the")
        found = _longest(
            self._month(at), self._relative(at), self._period_word(at), self._year(at), self._season(at), self._holiday(start), self._numbered(at)
        )
        if found is not None:
            return found
        unit = self._at(start).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute", "day"):
            return None
        return unit[1], meaning.period(unit[0][0], None if unit[0][0] == "week" else 0, f"'{self._words(at, unit[1])}'")

    def _bare_period(self, at: int) -> Found:
        """ "(Hela) veckan", "(all) day", where it is marked as a time: the present one, or the one that the tense points to."""
        unit = self._at(at).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute") or not self._inside(at):
            return None
        kind, end = unit[0][0], unit[1]
        count = None if kind in ("week", "weekend") else 0
        return end, replace(meaning.period(kind, count, f"'{self._words(at, end)}'"), weak=True)

    def _relative(self, at: int) -> Found:
        """ "Förra veckan", "next year", "de senaste tre åren", "the coming days", "two upcoming weeks"."""
        return _longest(self._relative_period(at), self._rolling(at))

    def _relative_period(self, at: int) -> Found:
        step, after = self._turn(at)
        if step is None:
            return None
        after = self._skip(after, "last") if step < 0 else after
        unit = self._at(after).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute"):
            return None
        kind, end = unit[0][0], unit[1]
        if kind == "day" and step == 0:
            return None
        return end, meaning.period(kind, step, f"'{self._words(at, end)}'")

    def _rolling(self, at: int) -> Found:
        found: Found = None
        for kind, sign in (("last_n", -1), ("next_n", 1)):
            start = self._is(self._skip(at, "the"), kind)
            if start is not None:
                counted = self._counted(start, plural=True)
                if counted is not None:
                    end, number, unit = counted
                    found = _longest(found, (end, meaning.rolling(number, unit, sign, f"'{self._words(at, end)}'")))
                continue
            number_at = self._at(at).get("number")
            after = None if number_at is None else self._is(number_at[1], kind)
            unit_at = None if after is None else self._at(after).get("unit")
            if number_at is not None and unit_at is not None and number_at[0].value < 500:
                end = unit_at[1]
                found = _longest(found, (end, meaning.rolling(number_at[0].value, unit_at[0][0], sign, f"'{self._words(at, end)}'")))
        return found

    def _season(self, at: int) -> Found:
        """ "Sommaren 2020", "i fjor høst", "till våren", "last autumn", "i våras"."""
        past = self._at(at).get("season_past")
        if past is not None:
            name = past[0]
            whole = meaning.in_year(lambda one: calendar.season(one, name), None, "season", f"season '{self._words(at, past[1])}'")
            return past[1], Meaning(lambda context: self._turned(whole, -1).at(context), "season", whole.basis)
        before, start = None, at
        word = self._at(at).get("period")
        if word is not None and word[0][0] == "year" and word[0][1] is not None:
            before, start = meaning.period("year", word[0][1], f"'{self._words(at, word[1])}'"), word[1]
        step, after = self._turn(at)
        if before is None and step is not None and "season" in self._at(after):
            start = after
        season = self._at(start).get("season")
        if season is None:
            return None
        name = season[0]
        end, year = (season[1], before) if before is not None else self._year_after(season[1])
        whole = meaning.in_year(lambda one: calendar.season(one, name), year, "season", f"season '{self._words(at, season[1])}'")
        if step is not None and start > at and year is None:
            return end, self._turned(whole, step)
        return end, whole

    def _holiday(self, at: int) -> Found:
        step, after = self._turn(at)
        start = after if step is not None and "holiday" in self._at(after) else at
        found = self._at(start).get("holiday")
        if found is None:
            return None
        rule = found[0]
        end, year = self._year_after(found[1])
        whole = meaning.in_year(lambda one: calendar.holiday(rule, one), year, "holiday", f"feast '{self._words(start, found[1])}'")
        return end, self._turned(whole, step) if step is not None and start > at and year is None else whole

    def _period_word(self, at: int) -> Found:
        found = self._at(at).get("period")
        if found is None:
            return None
        (unit, count), end = found
        return end, meaning.period(unit, count, f"'{self._words(at, end)}'")

    def _word(self, at: int) -> Found:
        """ "I går", "i natt", "i helgen", "nyligen", "dagen efter"."""
        found = self._period_word(at)
        for kind in ("days", "nights", "anaphora", "vague"):
            reading = self._at(at).get(kind)
            if reading is None:
                continue
            value, end = reading
            words = f"'{self._words(at, end)}'"
            if kind == "vague":
                first, last = value
                made = meaning.rolling(abs(last if first > 0 else first), "day", 1 if first > 0 else -1, words)
                made = Meaning(made.at, made.grade, made.basis, weak=True)
            elif kind == "anaphora":
                made = meaning.anaphor(value, f"{words} counted from the last day told")
            else:
                made = meaning.offset(value, words, night=kind == "nights")
            found = _longest(found, (end, made))
        return found

    def _year(self, at: int) -> Found:
        """ "2014", "2014–16", "1990-talet", "the 1990s", "90-åra"."""
        word = self._at(at).get("unit")
        start = word[1] if word is not None and word[0][0] == "year" and "year" in self._at(word[1]) else at  # "år 2014"
        year = self._at(start).get("year")
        decade = self._decade(at)
        if decade is not None:
            return decade
        if year is None or self._is_more(year[1]):
            return None
        number, end = year
        other = self._at(end + 1).get("number") if self._sign(end, "-–—") and self._touching(end) else None
        if other is not None and self._touching(end + 1) and other[0].value < 100 and len(self._words(end + 1, other[1])) == 2:
            last = number // 100 * 100 + int(other[0].value)
            if last > number:
                whole = Interval(calendar.day(number, 1, 1), calendar.day(last, 12, 31), "range")
                return other[1], meaning.fixed(lambda: whole, "year", f"years {number} to {last}")
        end = self._skip(end, "ad")
        weak = start == at and not self._clearly_a_year(at, end)
        return end, meaning.fixed(lambda: calendar.months(number, 1, 12, "year"), "year", f"year {number}", weak=weak)

    def _clearly_a_year(self, at: int, end: int) -> bool:
        """A four-figure number that is no count: a preposition or month stands before it, and no word for a thing after it."""
        number = int(self.run[at].text) if self.run[at].text.isdecimal() else 0
        after = self.text[self.run[end - 1].end : self.run[end - 1].end + 2]
        alone = not after.strip() or not (after[0] in " \u00a0" and after[1:2].isalpha())
        before = at > 0 and self._is(at - 1, "of", "since", "from", "until", "by", "before", "after", "between") is not None
        return 1900 <= number <= 2100 and (alone or before) or (1500 <= number < 2200 and before and alone)

    def _decade(self, at: int) -> Found:
        start = self._skip(at, "the")
        digits = self.run[start].text if start < len(self.run) else ""
        if not digits.isdecimal() or len(digits) not in (2, 4) or digits[-1] != "0":
            return None
        after = start + 1
        after = after + 1 if self._sign(after, "-'’") and self._touching(after) else after
        ending = self.run[after].text.lower() if self._touching(after) else ""
        if ending not in self.lexicon.decade_endings:
            return None
        first = int(digits) if len(digits) == 4 else 1900 + int(digits)
        if not 1000 <= first < 2200:
            return None
        size = 100 if first % 100 == 0 and first < 2000 else 10
        whole = Interval(calendar.day(first, 1, 1), calendar.day(first + size - 1, 12, 31), PRECISIONS["decade" if size == 10 else "century"])
        return after + 1, meaning.fixed(lambda: whole, "year", f"'{self._words(start, after + 1)}'")

    def _numbered(self, at: int) -> Found:
        """ "Vecka 23", "fjerde kvartal 2018", "Q3 2018", "första halvåret"."""
        week = self._is(at, "week_of")
        number = None if week is None else self._at(week).get("number")
        if number is not None and number[0].value in range(1, 54) and self.run[self._skip(week or at, "the")].text.isdecimal():
            count = int(number[0].value)
            end, year = self._year_after(number[1])
            return end, meaning.in_year(lambda one: calendar.week(one, count), year, "week", f"week {count}")
        ordinal = self._at(at).get("ordinal") or self._at(at).get("day")
        if ordinal is None or not 1 <= ordinal[0] <= 4:
            return None
        count = ordinal[0]
        for kind, size, precision in (("quarter_of", 3, "quarter"), ("half_of", 6, "half-year")):
            after = self._is(ordinal[1], kind)
            if after is None or count * size > 12:
                continue
            end, year = self._year_after(after)

            def make(one: int, size: int = size, precision: str = precision) -> Interval:
                return calendar.months(one, (count - 1) * size + 1, size, PRECISIONS[precision])

            whole = meaning.in_year(make, year, precision, f"'{self._words(at, after)}'")
            return end, Meaning(whole.at, whole.grade, whole.basis, weak=kind == "half_of" and year is None)
        return None

    def _counted(self, at: int, *, plural: bool = False) -> tuple[int, float | None, str] | None:
        """A number of units: "tre dagar", "ett halvt år", "en och en halv månad", "några veckor", "dagar"."""
        at = self._skip(at, "the")
        number = self._at(at).get("number")
        amount: float | None = None
        after = at
        if number is not None:
            told: Number = number[0]
            after = number[1]
            vague = (told.comparator == "~" and told.value != 2) or (told.comparator == ">" and told.weak)
            amount = None if vague else told.value
            if amount is not None and amount > 2000:
                return None
        if amount == 0.5 and "number" in self._at(after) and self._at(after)["number"][0].weak:
            after = self._at(after)["number"][1]  # "half a year"
        after = self._skip(after, "next_n", "last_n") if number is not None else after
        unit = self._at(after).get("unit")
        if unit is None:
            return None
        (kind, many), end = unit
        if number is None:
            if not many and not plural:
                return None
            amount = None if many else 1.0
        if kind == "quarter" and amount == 1 and number is not None and self._is(end, "of"):
            return None
        return end, amount, kind

    def _counted_phrase(self, at: int) -> Found:
        """ "För tre dagar sedan", "om två veckor", "three days later", "i to år", "två veckor efter den 3 juni"."""
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
        found: Found = (end, meaning.duration(number, unit, words))
        after = self._is(end, "ago")
        if after is not None:
            found = _longest(found, (after, meaning.away(number, unit, -1, f"'{self._words(at, after)}'")))
        after = self._is(end, "from_now")
        if after is not None:
            inner = self._word(after)
            after = inner[0] if inner is not None and inner[1].grade == "deictic" else after
            found = _longest(found, (after, meaning.away(number, unit, 1, f"'{self._words(at, after)}'")))
        for kind, sign in (("later", 1), ("earlier", -1), ("from", 1)):
            after = self._is(end, kind)
            if after is None:
                continue
            origin = self._core(self._fills_to_core(after))
            if origin is not None and origin[1].grade not in ("duration", "away"):
                found = _longest(found, (origin[0], meaning.away(number, unit, sign, f"{words} from {origin[1].basis}", origin[1])))
            elif kind != "from":
                # "Two days after [it happened]": the words beside an act tell how long before the other one it was.
                compared = self._is(end, "before", "after") == after
                told = meaning.compared("the act's own day") if compared else meaning.anaphor(0, "the last day told")
                made = meaning.away(number, unit, -sign if compared else sign, f"{words} from {told.basis}", told)
                found = _longest(found, (after, Meaning(made.at, made.grade, made.basis, weak=True)))
        return found

    def _ahead(self, number: float | None, unit: str, words: str, *, both_ways: bool) -> Meaning:
        forward = meaning.away(number, unit, 1, words)
        if not both_ways:
            return forward
        lasting = meaning.duration(number, unit, words)
        return Meaning(lambda context: (lasting if context.direction == "past" else forward).at(context), "away", words)

    def _edge(self, at: int) -> Found:
        """ "I början av mars", "slutten av neste uke", "early October", "senare i veckan", "tidlegare i år"."""
        found: Found = None
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
                    found = _longest(found, inner)
                continue
            if kind == "rest":
                made = meaning.rest(whole[1])
            elif kind == "so_far":
                made = meaning.so_far(whole[1])
            else:
                made = meaning.edge(kind, whole[1])
            found = _longest(found, (whole[0], made))
        return found


def _longest(*found: Found) -> Found:
    """The phrase that reaches furthest; the first of equals."""
    best: Found = None
    for one in found:
        if one is not None and (best is None or one[0] > best[0]):
            best = one
    return best


def _fit(first: Meaning, second: Meaning, *, ranged: bool) -> bool:
    """Whether two points can stand side by side."""
    days = ("day", "days", "weekday", "deictic", "holiday", "night")
    if first.grade in ("duration", "away", "part", "anaphor", "range") or second.grade in ("duration", "away", "part", "anaphor", "range"):
        return False
    return (first.grade in days and second.grade in days) or first.grade == second.grade or ranged
