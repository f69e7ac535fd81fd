"""The grammar of periods counted from the text's day: "förra veckan", "de senaste tre åren", "inom två dagar", "klockan 13"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enligt.readers.when import anaphors, calendar, meaning, stretches
from enligt.readers.when.cursor import Cursor, Found, longest
from enligt.readers.when.meaning import Meaning

if TYPE_CHECKING:
    from enligt.languages.numbers import Number
    from enligt.readers.when.calendar import Interval


class Periods(Cursor):
    """Periods and stretches of time that are counted, not named."""

    def _turn(self, at: int) -> tuple[int | None, int]:
        """The step of "last" (-1), "this" (0), "next" (1), and the token after the word."""
        best: tuple[int | None, int] = (None, at)
        for kind, step in (("last", -1), ("last_day", -1), ("this", 0), ("next", 1), ("after_next", 2)):
            after = self._is(at, kind)
            if after is not None and after > best[1]:
                best = step, after
        return best

    def _relative_period(self, at: int) -> Found:
        step, after = self._turn(at)
        if step is None:
            return None
        after = self._skip(after, "last") if step < 0 else after
        unit = self._at(after).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute"):
            return None
        kind, end = unit[0][0], unit[1]
        if kind == "day" and step <= 0:
            return None  # "siste døgn" is a stretch up to now
        if kind == "day" and step == 1:
            return end, anaphors.next_day(f"'{self._words(at, end)}'")
        return end, meaning.period(kind, step, f"'{self._words(at, end)}'")

    def _period_word(self, at: int) -> Found:
        found = self._at(at).get("period")
        if found is None:
            return None
        (unit, count), end = found
        return end, meaning.period(unit, count, f"'{self._words(at, end)}'")

    def _rolling(self, at: int) -> Found:
        found: Found = None
        for kind, sign in (("last_n", -1), ("next_n", 1)):
            start = self._is(self._skip(at, "the"), kind)
            if start is not None:
                counted = self._counted(start, plural=True)
                if counted is not None and not self._last_of_many(at, start, counted):
                    end, number, unit = counted
                    found = longest(found, (end, meaning.rolling(number, unit, sign, f"'{self._words(at, end)}'")))
                continue
            number_at = self._at(at).get("number")
            after = None if number_at is None else self._is(number_at[1], kind)
            unit_at = None if after is None else self._at(after).get("unit")
            if number_at is not None and unit_at is not None and number_at[0].value < 500:
                end = unit_at[1]
                found = longest(
                    found, (end, meaning.rolling(number_at[0].value, unit_at[0][0], sign, f"'{self._words(at, end)}'"))
                )
        return found

    def _last_of_many(self, at: int, start: int, counted: tuple[int, float | None, str]) -> bool:
        """Whether "the last day" is that of something, and not the last 24 hours."""
        day = counted[2] == "day" and counted[0] == start + 1 and self._is(start, "calendar_day") is not None
        return day and any(self._is(k, "nth_end") == start for k in range(at, start))

    def _relative(self, at: int) -> Found:
        """As in "Förra veckan", "next year", "de senaste tre åren", "the coming days", "two upcoming weeks"."""
        return longest(self._relative_period(at), self._rolling(at))

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

    def _bare_period(self, at: int) -> Found:
        """As in "(hela) veckan", "(all) day", where marked as a time: the present one, or the one that the tense points to."""
        unit = self._at(at).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute") or not self._inside(at):
            return None
        kind, end = unit[0][0], unit[1]
        if kind == "day":
            return self._bare_day_word(at, end)
        for sign, word in ((-1, "earlier"), (1, "later")):  # "helgen före", "the week after"
            after = self._is(end, word)
            if after is not None and kind in ("week", "weekend", "month", "year"):
                return after, anaphors.beside(sign, kind, f"'{self._words(at, after)}' counted from the last day told")
        count = None if kind in ("week", "weekend") else 0
        return end, replace(meaning.period(kind, count, f"'{self._words(at, end)}'"), weak=True)

    def _bare_day_word(self, at: int, end: int) -> Found:
        """As in "(under) dagen", "(later in the) day": the day that the sentence tells of; not "en dag", "the last day"."""
        opened = next(
            (k for k in range(max(0, at - 3), at) if self._is(k, "fill", "during", "of", "rest", "so_far") is not None), at
        )
        between = self._skip(self._is(opened, "fill", "during", "of", "rest", "so_far") or at, "the", "fill")
        if opened == at or between != at or self._is(end, "of") is not None:
            return None
        return end, anaphors.compared(f"'{self._words(at, end)}' of the act's own day")

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

    def _period_end(self, at: int) -> Found:
        """As in "(ved) årets udgang", "ukas slutt", "year's end"."""
        unit = self._at(at).get("unit")
        if unit is None or unit[0][1] or unit[0][0] in ("hour", "minute", "day", "weekend"):
            return None
        end = self._is(unit[1], "end_of")
        if end is None:
            return None
        return end, meaning.closing(meaning.period(unit[0][0], 0, f"'{self._words(at, end)}'"))

    def _within(self, at: int) -> Found:
        after = self._is(at, "within")
        if after is None:
            return None
        rolled = self._rolling(after)
        if rolled is not None:
            return rolled
        counted = self._counted(self._skip(after, "the", "next_n"))
        if counted is None:
            ending = self._unit_end(after)
            return None if ending is None else (ending[0], stretches.in_course(ending[1]))
        end, number, unit = counted
        return end, stretches.within(number, unit, f"within '{self._words(at, end)}'")

    def _ahead(self, number: float | None, unit: str, words: str, *, both_ways: bool) -> Meaning:
        forward = meaning.away(number, unit, 1, words)
        if not both_ways:
            return forward
        lasting = meaning.duration(number, unit, words)
        return Meaning(lambda context: (lasting if context.direction == "past" else forward).at(context), "away", words)

    def _turned(self, whole: Meaning, step: int) -> Meaning:
        """As in "Last October": the last one that is over; "next March": the next one not begun; "this summer": the nearest."""

        def at(context: meaning.Context) -> Interval:
            if step == 0:
                return whole.at(context)
            anchor = context.anchor
            direction: meaning.Direction = "past" if step < 0 else "future"
            found = whole.at(context.turned(direction))
            if found.start <= anchor <= found.end:
                other = calendar.moved(found.start, -1) if step < 0 else calendar.moved(found.end, 1)
                return whole.at(replace(context, day=other, direction=direction))
            return found

        return Meaning(at, whole.grade, whole.basis)

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
