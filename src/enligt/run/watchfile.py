"""The file that says what is watched: feeds and sitemaps, how often, and what holds for all of them (TOML)."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from enligt.config import checked_language
from enligt.errors import InputError, UsageError
from enligt.sources.addresses import web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Language

LARGEST_FILE: Final = 1024 * 1024
"""Bytes."""

EVERY: Final = "15m"
AGAIN: Final = ("1h", "24h", "7d")
LIMIT: Final = 50
"""What holds where the file says nothing: how often a feed is polled, when its articles are looked at again (counted from when
they were first fetched), and how many new articles of a feed are fetched at a time."""

LEAST_EVERY: Final = dt.timedelta(minutes=1)
LONGEST: Final = dt.timedelta(days=366)
_MOST_AGAIN = 20
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SETTINGS = ("ledger", "contact", "again", "feed")
_KEYS = ("address", "name", "every", "language", "limit")


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """One feed or sitemap: its address, what it is called, how often it is polled.

    ``language`` holds for all its articles, ``name`` is the outlet of those that name none themselves (None: the feed's own
    title), ``limit`` is how many new ones are fetched at a time.
    """

    address: str
    name: str | None = None
    every: dt.timedelta = dt.timedelta(minutes=15)
    language: Language | None = None
    limit: int = LIMIT

    @property
    def label(self) -> str:
        """What it is called in a line about it."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class WatchFile:
    """All of it. ``ledger`` is a path, relative to the folder of the file where it was written so; None where it is not said."""

    feeds: tuple[WatchedFeed, ...]
    ledger: Path | None = None
    contact: str | None = None
    again: tuple[dt.timedelta, ...] = (dt.timedelta(hours=1), dt.timedelta(hours=24), dt.timedelta(days=7))


def read_watch_file(path: str | Path) -> WatchFile:
    """What a file says is watched.

    Raises:
        InputError: the file cannot be read.
        UsageError: it says what cannot be; the message names file, entry, key and remedy.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: {reason}; docs/watching.md shows what such a file looks like") from error
    if len(content) > LARGEST_FILE:
        raise InputError(f"{path}: larger than {LARGEST_FILE // 1024} KiB: no such file is")
    try:
        held = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no TOML: {error}") from error
    return _checked(held, Path(path))


def duration_of(told: Any) -> dt.timedelta | None:
    """The length of time that ``"15m"``, ``"1h"`` or ``"7d"`` says; None where it says none between a minute and a year."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*([mhd])\s*", told) if isinstance(told, str) else None
    if found is None:
        return None
    length = dt.timedelta(**{_UNITS[found[2]]: int(found[1])})
    return length if LEAST_EVERY <= length <= LONGEST else None


class _Place:
    """A part of a file, for messages: which file, and which entry of it."""

    def __init__(self, path: Path, entry: str = "") -> None:
        self._where = f"{path}: {entry}" if entry else f"{path}"

    def refuse(self, message: str) -> NoReturn:
        raise UsageError(f"{self._where}: {message}")

    def known(self, held: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        for key in held:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                hint = f"do you mean {near[0]}? " if near else ""
                self.refuse(f"there is no key {key!r}: {hint}Known are {', '.join(keys)}")

    def text(self, held: Mapping[str, Any], key: str) -> str | None:
        value = held.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{key} = {value!r}: want a text in quotation marks that is not empty, or no {key} at all")
        return value.strip()


def _checked(held: Mapping[str, Any], path: Path) -> WatchFile:
    whole = _Place(path)
    whole.known(held, _SETTINGS)
    entries = held.get("feed")
    if isinstance(entries, dict):
        whole.refuse("a feed is written as [[feed]], with two brackets, so that there can be several")
    if not isinstance(entries, list) or not entries:
        whole.refuse('there is no [[feed]] in it: add one, with its address = "https://…"')
    feeds: dict[str, int] = {}
    found: list[WatchedFeed] = []
    for number, entry in enumerate(entries, start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        place = _Place(path, f"feed {number}" + (f" ({name})" if isinstance(name, str) else ""))
        feed = _feed(entry, place)
        if feed.address in feeds:
            place.refuse(f"address = {feed.address!r} is that of feed {feeds[feed.address]} too: leave one of them out")
        feeds[feed.address] = number
        found.append(feed)
    ledger = whole.text(held, "ledger")
    return WatchFile(
        feeds=tuple(found),
        ledger=None if ledger is None else path.parent / ledger,
        contact=whole.text(held, "contact"),
        again=_again(held.get("again", list(AGAIN)), whole),
    )


def _again(told: Any, place: _Place) -> tuple[dt.timedelta, ...]:
    lengths = [duration_of(one) for one in told] if isinstance(told, list) and len(told) <= _MOST_AGAIN else [None]
    known = [one for one in lengths if one is not None]
    if len(known) < len(lengths):
        place.refuse(f'again = {told!r}: want a list of lengths of time, as ["1h", "24h", "7d"] (m, h, d), or [] for never')
    if known != sorted(set(known)):
        place.refuse(
            f"again = {told!r}: want each longer than the one before: all are counted from when a page was first fetched"
        )
    return tuple(known)


def _feed(entry: Any, place: _Place) -> WatchedFeed:
    if not isinstance(entry, dict):
        place.refuse("is no table: write [[feed]] on a line of its own, and its keys below")
    place.known(entry, _KEYS)
    told = place.text(entry, "address")
    if told is None:
        place.refuse('has no address: add address = "https://…"')
    address = web_address(told)
    if address is None:
        place.refuse(f"address = {told!r}: no address of the web; want http:// or https://, and no name or password in it")
    every = duration_of(entry.get("every", EVERY))
    if every is None:
        place.refuse(f'every = {entry["every"]!r}: want a length of time from "1m" to "366d", as "15m", "2h" or "1d"')
    limit = entry.get("limit", LIMIT)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        place.refuse(f"limit = {limit!r}: want a whole number of articles, 1 or more")
    language = place.text(entry, "language")
    try:
        checked = None if language is None else checked_language(language)
    except UsageError as error:
        place.refuse(f"language = {error}")
    return WatchedFeed(address, place.text(entry, "name"), every, checked, limit)
