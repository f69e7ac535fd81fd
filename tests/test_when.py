"""Dates in running text of the five languages, to intervals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.model import LANGUAGES
from enligt.readers.when import find, resolve
from enligt.readers.when.calendar import easter

if TYPE_CHECKING:
    from enligt.model import Language
    from enligt.readers.when import Direction

DAY = "2024-06-12"  # a Wednesday

# Language, phrase, start and end (None: the same day), precision.
FOUND: list[tuple[Language, str, str, str | None, str]] = [
    ("sv", "2024-06-10", "2024-06-10", None, "day"),
    ("sv", "10/6", "2024-06-10", None, "day"),
    ("sv", "10.6.2023", "2023-06-10", None, "day"),
    ("sv", "den 3 oktober 2021", "2021-10-03", None, "day"),
    ("sv", "den 3 maj i fjol", "2023-05-03", None, "day"),
    ("sv", "3–5 juni", "2024-06-03", "2024-06-05", "range"),
    ("sv", "mellan 2014 och 2016", "2014-01-01", "2016-12-31", "range"),
    ("sv", "1990-talet", "1990-01-01", "1999-12-31", "decade"),
    ("sv", "mitten av januari", "2024-01-11", "2024-01-20", "range"),
    ("sv", "i tisdags", "2024-06-11", None, "day"),
    ("sv", "på tisdag", "2024-06-18", None, "day"),
    ("sv", "tisdagens", "2024-06-11", None, "day"),
    ("sv", "förra månaden", "2024-05-01", "2024-05-31", "month"),
    ("sv", "tisdag i förra veckan", "2024-06-04", None, "day"),
    ("sv", "nästa vecka på onsdag", "2024-06-19", None, "day"),
    ("sv", "i går kväll", "2024-06-11", None, "day"),
    ("sv", "natten till lördagen", "2024-06-07", "2024-06-08", "day"),
    ("sv", "i våras", "2024-03-01", "2024-05-31", "season"),
    ("sv", "för tre dagar sedan", "2024-06-09", None, "day"),
    ("sv", "om två veckor", "2024-06-26", None, "day"),
    ("sv", "de senaste tre åren", "2021-06-12", "2024-06-12", "range"),
    ("sv", "de närmaste veckorna", "2024-06-12", "2024-07-10", "range"),
    ("sv", "sedan 2014", "2014-01-01", "2024-06-12", "range"),
    ("sv", "vecka 23", "2024-06-03", "2024-06-09", "week"),
    ("sv", "fjärde kvartalet 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("sv", "första halvåret 2018", "2018-01-01", "2018-06-30", "half-year"),
    ("sv", "andra halvan av februari", "2024-02-16", "2024-02-29", "range"),
    ("sv", "första halvan av 2023", "2023-01-01", "2023-06-30", "half-year"),
    ("sv", "midsommarafton 2023", "2023-06-23", None, "day"),
    ("sv", "påsken 2025", "2025-04-18", "2025-04-21", "range"),
    ("sv", "andra onsdagen i oktober 2014", "2014-10-08", None, "day"),
    ("nb", "3. oktober i fjor", "2023-10-03", None, "day"),
    ("nb", "mandag 10. juni", "2024-06-10", None, "day"),
    ("nb", "sist mandag", "2024-06-10", None, "day"),
    ("nb", "forrige uke", "2024-06-03", "2024-06-09", "week"),
    ("nb", "neste år", "2025-01-01", "2025-12-31", "year"),
    ("nb", "i fjor høst", "2023-09-01", "2023-11-30", "season"),
    ("nb", "igår kveld", "2024-06-11", None, "day"),
    ("nb", "for tre uker siden", "2024-05-22", None, "day"),
    ("nb", "fra mandag til onsdag", "2024-06-10", "2024-06-12", "range"),
    ("nb", "fra 3. mars til 5. april", "2024-03-03", "2024-04-05", "range"),
    ("nb", "første halvdel av oktober 2023", "2023-10-01", "2023-10-15", "range"),
    ("nb", "innen utgangen av året", "2024-06-12", "2024-12-31", "range"),
    ("nb", "klokken 13 på tirsdag", "2024-06-18", None, "day"),
    ("nb", "17. mai", "2024-05-17", None, "day"),
    ("nb", "uke 23", "2024-06-03", "2024-06-09", "week"),
    ("nb", "1990-årene", "1990-01-01", "1999-12-31", "decade"),
    ("nn", "tysdag i førre veke", "2024-06-04", None, "day"),
    ("nn", "dei siste to åra", "2022-06-12", "2024-06-12", "range"),
    ("nn", "i byrjinga av mars", "2024-03-01", "2024-03-10", "range"),
    ("nn", "til hausten", "2024-09-01", "2024-11-30", "season"),
    ("nn", "for to veker sidan", "2024-05-29", None, "day"),
    ("nn", "seinare i veka", "2024-06-12", "2024-06-16", "range"),
    ("nn", "i dag", "2024-06-12", None, "day"),
    ("da", "i tirsdags", "2024-06-11", None, "day"),
    ("da", "sidste uge", "2024-06-03", "2024-06-09", "week"),
    ("da", "den 5. juni 2019", "2019-06-05", None, "day"),
    ("da", "i 1990'erne", "1990-01-01", "1999-12-31", "decade"),
    ("da", "mellem den 3. og 5. juni", "2024-06-03", "2024-06-05", "range"),
    ("da", "anden halvdel af april", "2024-04-16", "2024-04-30", "range"),
    ("da", "i morgen", "2024-06-13", None, "day"),
    ("da", "om halvanden måned", "2024-07-27", None, "day"),
    ("da", "grundlovsdag", "2024-06-05", None, "day"),
    ("en", "October 3rd, 2021", "2021-10-03", None, "day"),
    ("en", "3rd of March 2020", "2020-03-03", None, "day"),
    ("en", "June 3-5, 2014", "2014-06-03", "2014-06-05", "range"),
    ("en", "early October 2022", "2022-10-01", "2022-10-10", "range"),
    ("en", "mid-January", "2024-01-11", "2024-01-20", "range"),
    ("en", "last Tuesday night", "2024-06-11", None, "day"),
    ("en", "next Tuesday", "2024-06-18", None, "day"),
    ("en", "the 1990s", "1990-01-01", "1999-12-31", "decade"),
    ("en", "over the past year", "2023-06-12", "2024-06-12", "range"),
    ("en", "the coming days", "2024-06-12", "2024-06-17", "range"),
    ("en", "until Friday", "2024-06-12", "2024-06-14", "range"),
    ("en", "by the end of the year", "2024-06-12", "2024-12-31", "range"),
    ("en", "from 3 to 5 June", "2024-06-03", "2024-06-05", "range"),
    ("en", "from March 3 to March 5", "2024-03-03", "2024-03-05", "range"),
    ("en", "from 2014 to 2016", "2014-01-01", "2016-12-31", "range"),
    ("en", "the second half of February", "2024-02-16", "2024-02-29", "range"),
    ("en", "mid-March", "2024-03-11", "2024-03-20", "range"),
    ("en", "Q3 2018", "2018-07-01", "2018-09-30", "quarter"),
    ("en", "last October", "2023-10-01", "2023-10-31", "month"),
    ("en", "the last week of May", "2024-05-20", "2024-05-26", "week"),
    ("en", "a fortnight ago", "2024-05-29", None, "day"),
    ("en", "Easter Monday 2022", "2022-04-18", None, "day"),
]

# Language, sentence, the words marked in it, direction, start and end.
MARKED: list[tuple[Language, str, str, Direction, str, str]] = [
    ("sv", "Delegationen reser på onsdagen hem.", "på onsdagen", "past", "2024-06-12", "2024-06-12"),
    ("sv", "Delegationen reste i mars hem.", "i mars", "past", "2024-03-01", "2024-03-31"),
    ("sv", "Delegationen ska resa i mars.", "i mars", "future", "2025-03-01", "2025-03-31"),
    ("nb", "De møttes mandag i Bodø.", "mandag", "past", "2024-06-10", "2024-06-10"),
    ("nb", "De skal møtes mandag i Bodø.", "mandag", "future", "2024-06-17", "2024-06-17"),
    ("nb", "Fristen er utsatt til fredag.", "til fredag", "future", "2024-06-14", "2024-06-14"),
    ("nb", "Brua er stengt til fredag.", "til fredag", "past", "2024-06-12", "2024-06-14"),
    ("nn", "Dei gjekk av i helga.", "i helga", "past", "2024-06-08", "2024-06-09"),
    ("nn", "Dei vil gå av i helga.", "i helga", "future", "2024-06-15", "2024-06-16"),
    ("da", "De strejkede i to dage.", "i to dage", "past", "2024-06-10", "2024-06-12"),
    ("da", "De vil strejke i to dage.", "i to dage", "future", "2024-06-12", "2024-06-14"),
    ("da", "Aftalen blev indgået den 1. juni, og samme dag rejste de.", "samme dag", "past", "2024-06-01", "2024-06-01"),
    ("en", "They met on Monday in Oslo.", "on Monday", "past", "2024-06-10", "2024-06-10"),
    ("en", "They will meet on Monday in Oslo.", "on Monday", "future", "2024-06-17", "2024-06-17"),
    ("en", "They will be back within three weeks.", "within three weeks", "future", "2024-06-12", "2024-07-03"),
    ("en", "They struck before dawn on Monday.", "before dawn on Monday", "past", "2024-06-10", "2024-06-10"),
    (
        "en",
        "They want it before the summit in Oslo on 3 July.",
        "before the summit in Oslo on 3 July",
        "future",
        "2024-06-12",
        "2024-07-02",
    ),
]


@pytest.mark.parametrize(("language", "phrase", "start", "end", "precision"), FOUND)
def test_a_phrase_is_found_and_resolved(language: Language, phrase: str, start: str, end: str | None, precision: str) -> None:
    (one,) = find(phrase, language=language, published=DAY)
    assert (one.start, one.end, one.precision) == (start, end or start, precision)


@pytest.mark.parametrize(("language", "text", "words", "direction", "start", "end"), MARKED)
def test_marked_words_are_resolved_by_their_tense(  # noqa: PLR0913, PLR0917  one row of the table
    language: Language, text: str, words: str, direction: Direction, start: str, end: str
) -> None:
    at = text.index(words)
    one = resolve(text, at, at + len(words), language=language, published=DAY, direction=direction)
    assert one is not None
    assert (one.start, one.end) == (start, end)
    assert one.span.holds_in(text)


def test_every_phrase_of_a_text_is_found_and_nothing_else() -> None:
    text = "I tisdags greps 2 000 man, sedan den 3 maj 40, och 1500 personer väntas på måndag. Han marscherade 2,5 mil."
    assert [one.text for one in find(text, language="sv", published=DAY)] == ["I tisdags", "sedan den 3 maj", "på måndag"]
    english = "They may march to the sun; over 2000 people sat in the second row. He won 3-2."
    assert find(english, language="en", published=DAY) == []


def test_a_relative_phrase_without_a_date_of_the_text_says_so() -> None:
    relative, absolute = find("I tisdags, liksom den 3 maj 2019.", language="sv", published=None)
    assert (relative.start, relative.end, relative.precision) == (None, None, None)
    assert "no date" in relative.basis
    assert (absolute.start, absolute.end) == ("2019-05-03", "2019-05-03")


@pytest.mark.parametrize(
    ("published", "start", "end"),
    [("2024", "2023-01-01", "2023-12-31"), ("2024-06", "2023-01-01", "2023-12-31"), (DAY, "2023-01-01", "2023-12-31")],
)
def test_a_less_precise_date_of_the_text_still_tells_the_year(published: str, start: str, end: str) -> None:
    (one,) = find("last year", language="en", published=published)
    assert (one.start, one.end) == (start, end)


def test_a_day_against_a_month_of_publication_is_all_that_it_may_be() -> None:
    (one,) = find("yesterday", language="en", published="2024-06")
    assert (one.start, one.end, one.precision) == ("2024-05-31", "2024-06-29", "range")


def test_the_basis_names_the_words_the_day_and_the_tense() -> None:
    one = resolve("De reste tisdag.", 9, 15, language="sv", published=DAY, direction="past")
    assert one is not None
    assert one.basis == "weekday 'tisdag' against publication 2024-06-12, past tense"


def test_no_date_in_the_marked_words() -> None:
    assert resolve("De reste hem efter kriget.", 13, 25, language="sv", published=DAY, direction="past") is None
    assert resolve("", 0, 10, language="sv", published=DAY, direction="none") is None


def test_days_that_do_not_exist_are_not_made_up() -> None:
    (one,) = find("31 februari 2021", language="sv", published=DAY)[:1]
    assert (one.start, one.end) == (None, None)
    assert "no such day" in one.basis


@pytest.mark.parametrize("published", ["2024-13-01", "yesterday", "2024-02-30"])
def test_a_date_of_publication_that_cannot_be(published: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        find("i går", language="sv", published=published)


def test_easter() -> None:
    assert [easter(year) for year in (1961, 2000, 2008, 2024, 2038)] == [
        dt.date(1961, 4, 2), dt.date(2000, 4, 23), dt.date(2008, 3, 23), dt.date(2024, 3, 31), dt.date(2038, 4, 25),
    ]  # fmt: skip


PIECES = st.lists(
    st.sampled_from(
        [
            "i",
            "på",
            "den",
            "tisdag",
            "måndags",
            "3",
            "2019",
            "mars",
            "mai",
            "juni",
            "vecka",
            "uke",
            "ago",
            "since",
            "sedan",
            "siden",
            "til",
            "–",
            "-",
            ".",
            ",",
            ":",
            "/",
            "'s",
            "och",
            "and",
            "før",
            "om",
            "två",
            "to",
            "last",
            "next",
            "förra",
            "dagar",
            "days",
            "året",
            "påsk",
            "jul",
            "1990",
            "talet",
            "klockan",
            "13",
            "31",
            "99999",
            "0",
            "12/13",
            "½",
            "Q3",
            "the",
            "of",
            "natten",
        ]
    ),
    max_size=12,
)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.one_of(st.text(max_size=60), PIECES.map(" ".join)),
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
)
def test_any_text_is_read_and_quoted(text: str, language: Language, published: str | None) -> None:
    for one in find(text, language=language, published=published):
        assert one.span.holds_in(text)
        assert (one.start is None) == (one.end is None)
        if one.start is not None and one.end is not None:
            assert dt.date.fromisoformat(one.start) <= dt.date.fromisoformat(one.end)


@settings(deadline=None)  # a busy machine is no failure
@given(
    PIECES.map(" ".join),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["past", "future", "none"]),
    st.integers(-3, 60),
    st.integers(-3, 60),
)
def test_any_marked_words_are_read(text: str, language: Language, direction: Direction, start: int, end: int) -> None:
    one = resolve(text, start, end, language=language, published="2024-02-29", direction=direction)
    if one is not None:
        assert one.span.holds_in(text)


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_the_last_or_the_next_one(day: dt.date, number: int) -> None:
    name = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")[number]
    past = resolve(name, 0, len(name), language="da", published=day.isoformat(), direction="past")
    future = resolve(name, 0, len(name), language="da", published=day.isoformat(), direction="future")
    assert past is not None
    assert future is not None
    assert past.start is not None
    assert future.start is not None
    assert 0 <= (day - dt.date.fromisoformat(past.start)).days < 7
    assert 0 <= (dt.date.fromisoformat(future.start) - day).days < 7


@pytest.mark.parametrize(
    "unit", ["a", "1 ", "i ", "sedan ", "måndag, ", "måndag-", "på den ", "3. ", "'", "før ", "1-", "\n", "mellan 3 och "]
)
def test_long_rows_of_anything_are_read(unit: str) -> None:
    text = unit * 400
    assert find(text, language="sv", published=DAY) == find(text, language="sv", published=DAY)


def test_phrases_beside_the_checkout(shared: object) -> None:
    """The annotated phrases, which are not of this project, are read as well as the floor says."""
    import json  # noqa: PLC0415  only where they are present
    from pathlib import Path  # noqa: PLC0415  only where they are present

    lines = (Path(str(shared)) / "gold" / "dates.jsonl").read_text(encoding="utf-8").splitlines()
    right = 0
    for line in lines:
        gold = json.loads(line)
        found = [one for one in find(gold["text"], language=gold["lang"], published="2013-02-12") if one.start and one.end]
        if found:
            days = [dt.date.fromisoformat(str(day)) for day in (found[0].start, found[0].end, gold["start"], gold["end"])]
            shared_days = (min(days[1], days[3]) - max(days[0], days[2])).days + 1
            right += shared_days >= 0.5 * (max((days[1] - days[0]).days, (days[3] - days[2]).days) + 1)
    assert right / len(lines) >= 0.90


FRIDAY = "2024-03-15"

# Language, phrase, tense, start and end (None: the same day); said on a Friday.
SAID_ON_FRIDAY: list[tuple[Language, str, Direction, str, str | None]] = [
    ("sv", "kommande fredag", "future", "2024-03-22", None),
    ("nb", "førstkommende fredag", "future", "2024-03-22", None),
    ("nn", "komande fredag", "future", "2024-03-22", None),
    ("da", "kommende fredag", "future", "2024-03-22", None),
    ("en", "this coming Friday", "future", "2024-03-22", None),
    ("en", "this Friday", "future", "2024-03-15", None),
    ("en", "overnight into Sunday", "past", "2024-03-09", "2024-03-10"),
    ("sv", "natten till söndag", "past", "2024-03-09", "2024-03-10"),
    ("nb", "natten mellom mandag og tirsdag", "past", "2024-03-11", "2024-03-12"),
    ("nn", "natta mot søndag", "past", "2024-03-09", "2024-03-10"),
    ("da", "nat mod søndag", "past", "2024-03-09", "2024-03-10"),
    ("nb", "siste døgn", "past", "2024-03-14", "2024-03-15"),
    ("sv", "senaste dygnet", "past", "2024-03-14", "2024-03-15"),
    ("en", "this weekend", "past", "2024-03-09", "2024-03-10"),
    ("da", "i aftes", "past", "2024-03-14", None),
    ("sv", "på nittiotalet", "past", "1990-01-01", "1999-12-31"),
    ("da", "i halvfemserne", "past", "1990-01-01", "1999-12-31"),
    ("en", "in the nineties", "past", "1990-01-01", "1999-12-31"),
    ("da", "ved årets udgang", "future", "2024-12-01", "2024-12-31"),
    ("sv", "vid årets slut", "future", "2024-12-01", "2024-12-31"),
    ("nb", "i juleferien", "past", "2023-12-23", "2024-01-02"),
    ("nb", "like etter klokka 18 onsdag", "past", "2024-03-13", None),
    ("en", "after nightfall", "past", "2024-03-15", None),
    ("nn", "seinast måndag", "past", "2024-03-11", None),
    ("nb", "senest mandag", "future", "2024-03-15", "2024-03-18"),
    ("sv", "i mars", "past", "2024-03-01", "2024-03-15"),
    ("sv", "helgen före", "past", "2024-03-09", "2024-03-10"),
]


@pytest.mark.parametrize(("language", "words", "direction", "start", "end"), SAID_ON_FRIDAY)
def test_what_is_said_on_a_friday(language: Language, words: str, direction: Direction, start: str, end: str | None) -> None:
    found = resolve(words, 0, len(words), language=language, published=FRIDAY, direction=direction)
    assert found is not None
    assert (found.start, found.end) == (start, end or start)


def test_the_next_day_counts_from_the_day_told_where_the_act_is_past() -> None:
    text = "They met on 3 March. The next day they left, and two days later they were home."
    at = text.index("The next")
    found = resolve(text, at, at + len("The next day"), language="en", published=FRIDAY, direction="past")
    assert found is not None
    assert found.start == "2024-03-04"


def test_days_later_of_a_past_act_never_lie_ahead() -> None:
    text = "He was back two days later."
    found = resolve(text, 12, 26, language="en", published=FRIDAY, direction="past")
    assert found is not None
    assert found.start is None


def test_the_word_beside_a_marked_duration_makes_it_a_day() -> None:
    text = "Tre uker etter valget gikk han av."
    found = resolve(text, 0, len("Tre uker"), language="nb", published=FRIDAY, direction="past")
    assert found is not None
    assert (found.start, found.end) == ("2024-02-22", "2024-02-23")
