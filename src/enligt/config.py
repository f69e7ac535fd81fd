"""Settings: one frozen object, read by the command line and the run alone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from enligt import readers
from enligt.errors import UsageError
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Language
    from enligt.sources.limits import Limits
    from enligt.sources.recurring import Boilerplate

LEDGER_VARIABLE = "ENLIGT_LEDGER"
READERS_VARIABLE = "ENLIGT_READERS"
PAGE_VARIABLE = "ENLIGT_LARGEST_PAGE"
SECONDS_VARIABLE = "ENLIGT_PAGE_SECONDS"
REPEAT_DAYS_VARIABLE = "ENLIGT_REPEAT_DAYS"
AUTHOR_VARIABLE = "ENLIGT_AUTHOR"
DEFAULT_LEDGER = "enligt.db"
DEFAULT_READER = "trained"
DEFAULT_REPEAT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a whole run.

    ``ledger`` is the path of the ledger's file; ``reader`` the name of the reader, as in ``enligt.readers.READERS`` or of a
    folder in ``readers``, where the user's taught readers lie. ``largest_page`` (bytes) and ``page_seconds`` bound a page;
    None leaves the usual bound (``enligt.sources.limits``). ``repeat_days`` is how many days may lie between two articles of
    which one repeats the other, unless they have one address.
    """

    ledger: str = DEFAULT_LEDGER
    reader: str = DEFAULT_READER
    readers: Path | None = None
    largest_page: int | None = None
    page_seconds: float | None = None
    repeat_days: int = DEFAULT_REPEAT_DAYS

    @classmethod
    def of(cls, environment: Mapping[str, str], *, ledger: str | None = None, reader: str | None = None) -> Settings:
        """What was said on the command line, else in the environment (``ENLIGT_LEDGER``), else the defaults.

        Taught readers lie where ``ENLIGT_READERS`` says, else in the user's data folder. ``ENLIGT_LARGEST_PAGE`` (bytes, or
        with K, M or G) and ``ENLIGT_PAGE_SECONDS`` bound a page; ``ENLIGT_REPEAT_DAYS`` sets the last.

        Raises:
            UsageError: one of these is no such number.
        """
        return cls(
            ledger=ledger or environment.get(LEDGER_VARIABLE) or DEFAULT_LEDGER,
            reader=reader or DEFAULT_READER,
            readers=_readers(environment),
            largest_page=_bytes(environment.get(PAGE_VARIABLE)),
            page_seconds=_seconds(environment.get(SECONDS_VARIABLE)),
            repeat_days=_repeat_days(environment),
        )

    @property
    def limits(self) -> Limits:
        """The bounds on a page, those that were set in place of the usual ones."""
        from enligt.sources.limits import Limits  # noqa: PLC0415 - only where pages are read

        said = {"page_bytes": self.largest_page, "page_seconds": self.page_seconds}
        return Limits(**{name: value for name, value in said.items() if value is not None})  # type: ignore[arg-type]  # each is of its field's type


def _bytes(said: str | None) -> int | None:
    """A number of bytes: ``64M``, ``500k``, ``1000000``."""
    if not said:
        return None
    found = re.fullmatch(r"\s*([0-9]{1,12})\s*([kmg]?)(?:i?b)?\s*", said.lower())
    if found is None or int(found[1]) == 0:
        raise UsageError(f"{PAGE_VARIABLE}={said}: want a number of bytes, such as 64M, 500K or 1000000")
    return int(found[1]) << (10 * ("kmg".index(found[2]) + 1) if found[2] else 0)


def _seconds(said: str | None) -> float | None:
    if not said:
        return None
    if re.fullmatch(r"\s*[0-9]{1,6}(\.[0-9]{1,3})?\s*", said) is None or float(said) == 0:
        raise UsageError(f"{SECONDS_VARIABLE}={said}: want a number of seconds above nought, such as 20 or 0.5")
    return float(said)


def _repeat_days(environment: Mapping[str, str]) -> int:
    given = environment.get(REPEAT_DAYS_VARIABLE, "").strip()
    if not given:
        return DEFAULT_REPEAT_DAYS
    if not re.fullmatch(r"[0-9]{1,5}", given):
        raise UsageError(f"{REPEAT_DAYS_VARIABLE}={given}: want a number of days, as 30")
    return int(given)


def _readers(environment: Mapping[str, str]) -> Path:
    if given := environment.get(READERS_VARIABLE):
        return Path(given)
    from platformdirs import user_data_path  # noqa: PLC0415 - only where something is read or kept

    return user_data_path("enligt", appauthor=False) / "readers"


@dataclass(frozen=True, slots=True)
class Fetching:
    """How addresses are fetched: whom a site's owner may write to, how politely, how much, and which inner addresses are allowed.

    ``pause`` (between two requests to one host) and ``seconds`` (for one answer) are seconds, ``largest`` is MiB of a page.
    """

    contact: str | None = None
    allow_addresses: tuple[str, ...] = ()
    pause: float = 2.0
    seconds: float = 60.0
    largest: float = 16.0

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Fetching:
        """What the variables of ``FETCHING_VARIABLES`` say, else the defaults.

        Raises:
            UsageError: one is no number, or one that cannot be.
        """
        usual = cls()
        allowed = re.split(r"[\s,]+", environment.get("ENLIGT_ALLOW_ADDRESSES", ""))
        return cls(
            contact=environment.get("ENLIGT_CONTACT") or None,
            allow_addresses=tuple(one for one in allowed if one),
            pause=_number(environment, "ENLIGT_PAUSE", default=usual.pause, least=0.0, most=3600.0),
            seconds=_number(environment, "ENLIGT_FETCH_SECONDS", default=usual.seconds, least=1.0, most=3600.0),
            largest=_number(environment, "ENLIGT_FETCH_MIB", default=usual.largest, least=0.01, most=64.0),
        )


FETCHING_VARIABLES = ("ENLIGT_CONTACT", "ENLIGT_ALLOW_ADDRESSES", "ENLIGT_PAUSE", "ENLIGT_FETCH_SECONDS", "ENLIGT_FETCH_MIB")
"""As docs/fetching.md lists them (a test compares)."""


def _number(environment: Mapping[str, str], name: str, *, default: float, least: float, most: float) -> float:
    said = environment.get(name)
    if not said:
        return default
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise UsageError(f"{name}={said!r}: want a number from {least:g} to {most:g}")
    return value


@dataclass(frozen=True, slots=True)
class SaidOfPages:
    """What is said about pages from outside, which wins over what they say or look like.

    ``published`` is ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, ``language`` a BCP 47 code; ``boilerplate`` are lines of sites
    that are left out. ``limits`` are the bounds on each page, None the usual ones: they make no other reading of a page.
    """

    published: str | None = None
    language: Language | None = None
    boilerplate: Boilerplate | None = None
    limits: Limits | None = None

    @classmethod
    def of(
        cls, *, published: str | date | None = None, language: str | None = None, boilerplate: str | None = None
    ) -> SaidOfPages:
        """The same from whatever a user writes, with the bounds that the environment sets.

        ``boilerplate`` is a file of ``enligt boilerplate learn``.

        Raises:
            UsageError: the date is none, the language is not read, the file is missing or another kind of file, or a bound of
                the environment is no number.
        """
        return cls(
            published=None if published is None else checked_date(published),
            language=None if language is None else checked_language(language),
            boilerplate=None if boilerplate is None else _boilerplate(boilerplate),
            limits=Settings.of(os.environ).limits,
        )

    def options(self) -> dict[str, str]:
        """What was said, as the ledger keeps it beside the outcome of a page."""
        lines = self.boilerplate.digest if self.boilerplate is not None else None
        said = (("published", self.published), ("language", self.language), ("boilerplate", lines))
        return {name: value for name, value in said if value}


NOTHING_SAID = SaidOfPages()


def _boilerplate(path: str) -> Boilerplate:
    from enligt.sources import recurring  # noqa: PLC0415 - only where a file is given

    return recurring.load(path)


def checked_date(value: str | date) -> str:
    """A day, month or year in ISO form.

    Raises:
        UsageError: it is none.
    """
    text = value.isoformat()[:10] if isinstance(value, date) else value.strip()
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        try:
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return text
    raise UsageError(f"{text!r} is no date: write it as 2026-02-06 (or 2026-02, or 2026)")


def checked_language(value: str) -> Language:
    """One of the languages that are read; ``no`` is taken for ``nb``, and a region (``da-DK``) is left out.

    Beside the five, those that a taught reader of the user's reads, as they stand in its documents.

    Raises:
        UsageError: it is another.
    """
    code = re.split("[-_]", value.strip().lower())[0]
    code = "nb" if code == "no" else code
    for language in LANGUAGES:
        if language == code:
            return language
    taught = readers.languages(Settings.of(os.environ).readers)
    for other in (value.strip(), code):
        if other in taught:
            return cast("Language", other)
    known = ", ".join([*LANGUAGES, *taught])
    raise UsageError(f"{value!r} is not a language that is read: choose one of {known}")
