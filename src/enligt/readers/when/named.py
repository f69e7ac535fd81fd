"""The grammar of days and periods that have a name: dates, months, weekdays, seasons, feasts, years, quarters."""

from __future__ import annotations

from dataclasses import replace

from enligt.readers.when import anaphors, calendar, meaning
from enligt.readers.when.calendar import PRECISIONS, Interval
from enligt.readers.when.cursor import Found, longest
from enligt.readers.when.meaning import Meaning
from enligt.readers.when.periods import Periods


class Named(Periods):
    """What the calendar names."""

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
        return end, meaning.in_year(meaning.single(number, month), year, "day", f"date '{words}'")

    def _year_after(self, at: int) -> tuple[int, meaning.Year]:
        """The year told after a day, month or season: "2014", ", 2014", "i fjol", "nästa år", "of last year"."""
        start = at + 1 if self._sign(at, ",") else at
        year = self._at(start).get("year")
        if year is not None and not self._is_more(year[1]) and self._decade(start) is None:
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
        return longest(self._day_month(at), self._month_day(at))

    def _day_month(self, at: int) -> Found:
        """As in "Den 3 oktober i år", "3.–5. juni 2014", "3rd of March", "tredje mars"."""
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
        after, year = self._year_after(end)
        return after, self._dated(f"date '{self._words(at, month[1])}'", number, month[0], year, earlier)

    def _bare_day(self, at: int, start: int, number: int, end: int) -> Found:
        """As in "On the 18th", "den 16.", where it is marked as a time: of the month that the tense points to."""
        ordinal = self._at(start).get("ordinal")
        if start == at or ordinal is None or not self._inside(at) or not self.run[start].text[0].isdecimal():
            return None
        return end, replace(meaning.day_of_month(number, f"day '{self._words(at, end)}'"), weak=True)

    def _past_dot(self, at: int) -> int:
        """Past the full stop of an abbreviated month that is followed by a year."""
        return at + 1 if self._sign(at, ".") and "year" in self._at(at + 1) else at

    def _month_day(self, at: int) -> Found:
        """As in "October 3rd", "June 3–5, 2014", "Feb. 6"."""
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
        return after, self._dated(f"date '{self._words(at, end)}'", number, month[0], year, earlier)

    def _dated(self, basis: str, number: int, month: int, year: meaning.Year, earlier: int | None) -> Meaning:
        if earlier is None:
            return meaning.in_year(meaning.single(number, month), year, "day", basis)

        def make(one: int) -> Interval:
            return Interval(calendar.day(one, month, earlier), calendar.day(one, month, number), "range")

        return meaning.in_year(make, year, "days", basis)

    def _month(self, at: int) -> Found:
        """As in "Mars", "i mars i fjor", "last October", "nästa mars"."""
        month = self._at(at).get("month")
        if month is not None:
            number = month[0]
            end, year = self._year_after(self._past_dot(month[1]))
            return end, meaning.in_year(
                lambda one: calendar.month(one, number), year, "month", f"month '{self._words(at, month[1])}'"
            )
        sign, after = self._turn(at)
        month = self._at(after).get("month") if sign is not None else None
        if month is None or sign is None:
            return None
        number = month[0]
        basis = f"month '{self._words(at, month[1])}'"
        whole = meaning.in_year(lambda one: calendar.month(one, number), None, "month", basis)
        return month[1], self._turned(whole, sign)

    def _weekday(self, at: int) -> Found:
        """As in "I tisdags", "på tisdag", "last Tuesday", "tysdag i førre veke", "måndag den 3 juni"."""
        step, after = self._turn(at)
        coming, ahead = self._is(at, "coming_day"), self._is(at, "day_ahead")
        found = self._at(at).get("weekday")
        start = at
        form = ""
        if (
            found is None
            and coming is not None
            and "weekday" in self._at(coming)
            and (step is None or step == 0 or coming >= after)
        ):
            found, form, start = self._at(coming)["weekday"], "coming", coming
        elif found is None and ahead is not None and "weekday" in self._at(ahead):
            found, form, start = self._at(ahead)["weekday"], "ahead", ahead
        elif found is None and step is not None and "weekday" in self._at(after):
            found, start = self._at(after)["weekday"], after
            form = {-1: "last", 0: "bare"}.get(step, "next")
        if found is None:
            return self._week_weekday(at)
        (number, own), end = found
        if self._sign(end, ".") and self._sign(start, self.run[start].text) and len(self.run[start].text) <= 4:
            end += 1
        form = form or own
        if self._is(end, "again"):
            end, form = self._skip(end, "again"), "next"
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
        """As in "Nästa vecka på onsdag"."""
        week = self._relative_period(at) or self._period_word(at)
        if week is None or week[1].grade != "week":
            return None
        start = self._skip(week[0], "fill", "of")
        day = self._at(start).get("weekday") if start > week[0] else None
        if day is None:
            return None
        return day[1], meaning.weekday_of(day[0][0], week[1], self._words(start, day[1]))

    def _season(self, at: int) -> Found:
        """As in "Sommaren 2020", "i fjor høst", "till våren", "last autumn", "i våras"."""
        past = self._at(at).get("season_past")
        if past is not None:
            name = past[0]
            whole = meaning.in_year(
                lambda one: calendar.season(one, name), None, "season", f"season '{self._words(at, past[1])}'"
            )
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
        whole = meaning.in_year(
            lambda one: calendar.holiday(rule, one), year, "holiday", f"feast '{self._words(start, found[1])}'"
        )
        return end, self._turned(whole, step) if step is not None and start > at and year is None else whole

    def _year(self, at: int) -> Found:
        """As in "2014", "2014–16", "1990-talet", "the 1990s", "90-åra"."""
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
        return (1900 <= number <= 2100 and (alone or before)) or (1500 <= number < 2200 and before and alone)

    def _decade(self, at: int) -> Found:
        start = self._skip(at, "the")
        word = self._at(at).get("decade") or self._at(start).get("decade")
        if word is not None:
            first = int(word[0])
            whole = Interval(calendar.day(first, 1, 1), calendar.day(first + 9, 12, 31), PRECISIONS["decade"])
            return word[1], meaning.fixed(lambda: whole, "year", f"'{self._words(start, word[1])}'")
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
        whole = Interval(
            calendar.day(first, 1, 1), calendar.day(first + size - 1, 12, 31), PRECISIONS["decade" if size == 10 else "century"]
        )
        return after + 1, meaning.fixed(lambda: whole, "year", f"'{self._words(start, after + 1)}'")

    def _numbered(self, at: int) -> Found:
        """As in "Vecka 23", "fjerde kvartal 2018", "Q3 2018", "första halvåret"."""
        week = self._is(at, "week_of")
        number = None if week is None else self._at(week).get("number")
        if number is not None and number[0].value in range(1, 54) and self.run[self._skip(week or at, "the")].text.isdecimal():
            count = int(number[0].value)
            end, year = self._year_after(number[1])
            return end, meaning.in_year(lambda one: calendar.week(one, count), year, "week", f"week {count}")
        ordinal = self._at(at).get("ordinal") or self._at(at).get("day")
        if ordinal is None or not 1 <= ordinal[0] <= 4:
            return self._quarter_mark(at)
        count = ordinal[0]
        half = self._is(ordinal[1], "half_of")
        month = None if half is None else self._month(self._skip(half, "of"))
        if month is not None and count <= 2:
            return month[0], meaning.half(count, month[1])
        for kind, size, precision in (("quarter_of", 3, "quarter"), ("half_of", 6, "half-year")):
            after = self._is(ordinal[1], kind)
            if after is None or count * size > 12:
                continue
            end, year = self._year_after(after)
            if year is None and (of := self._is(after, "of")) is not None and self._year_after(of)[1] is not None:
                end, year = self._year_after(of)  # "andra halvan av 2025"

            def make(one: int, size: int = size, precision: str = precision) -> Interval:
                return calendar.months(one, (count - 1) * size + 1, size, PRECISIONS[precision])

            whole = meaning.in_year(make, year, precision, f"'{self._words(at, after)}'")
            return end, Meaning(whole.at, whole.grade, whole.basis, weak=kind == "half_of" and year is None)
        return None

    def _quarter_mark(self, at: int) -> Found:
        """As in "Q3", "Q3 2018"."""
        mark = self._is(at, "quarter_mark")
        count = self.run[mark].text if mark is not None and self._touching(mark) else ""
        if mark is None or count not in {"1", "2", "3", "4"}:
            return None
        end, year = self._year_after(mark + 1)
        first = 3 * int(count) - 2
        return end, meaning.in_year(
            lambda one: calendar.months(one, first, 3, PRECISIONS["quarter"]), year, "quarter", f"'{self._words(at, mark + 1)}'"
        )

    def _anaphor(self, at: int, end: int, days: int) -> Meaning:
        words = f"'{self._words(at, end)}'"
        if days > 0 and self._is(end, "clause") is not None:  # "the day after [it happened]": the act's own day tells
            return anaphors.compared(f"{words} counted back from the act's own day", days=-days)
        if days == 0 and not any(self._is(k, "unit", "part") for k in range(at, end)):
            return anaphors.then(f"{words} counted from the last time told")
        return anaphors.anaphor(days, f"{words} counted from the last day told")

    def _word(self, at: int) -> Found:
        """As in "I går", "i natt", "i helgen", "nyligen", "dagen efter"."""
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
                made = self._anaphor(at, end, value)
            else:
                made = meaning.offset(value, words, night=kind == "nights")
            found = longest(found, (end, made))
        return found
