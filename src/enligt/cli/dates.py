"""The verb ``dates``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from enligt.cli import options
from enligt.cli.listing import DATES, write_list
from enligt.config import checked_date, checked_language
from enligt.model import LANGUAGES
from enligt.readers import when
from enligt.reports.records import date_record

if TYPE_CHECKING:
    from enligt.model import Language, When


@options.verb(example='enligt dates "i tisdags" --language sv --published 2026-02-06')
@click.argument("text")
@click.option("--language", metavar="CODE", help="Language of the text: sv, nb, nn, da, en.  [default: the one that finds most]")
@click.option("--published", metavar="DATE", help="Day that relative words are counted from; without it they stay open.")
@options.format_option
@options.verbose_option
def dates(*, text: str, language: str | None, published: str | None, format_: str) -> None:
    """Find the time expressions of a text, as intervals of days.

    Both days of an interval belong to it. TEXT may be - for standard input.
    """
    day = None if published is None else checked_date(published)
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    found = _found(text, language=None if language is None else checked_language(language), published=day)
    write_list((date_record(one) for one in found), DATES, format_=format_, whole=True)


def _found(text: str, *, language: Language | None, published: str | None) -> list[When]:
    """In the language given, else in that whose expressions cover most of the text (the first of those that tie)."""
    if language is not None:
        return when.find(text, language=language, published=published)
    by_language = [when.find(text, language=one, published=published) for one in LANGUAGES]
    return max(by_language, key=lambda found: sum(one.span.end - one.span.start for one in found))
