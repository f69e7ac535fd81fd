"""Templates to pages: everything that goes into one is escaped, and a name that is not given is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from enligt.readers.ontology import MODES
from enligt.web import charts, names, reasons, sentences, taking
from enligt.web.words import LANGUAGES, chosen, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import Request
    from jinja2 import Environment

    from enligt.web.words import Words

LANGUAGE_COOKIE: Final = "enligt-language"
THEME_COOKIE: Final = "enligt-theme"
THEMES: Final = ("auto", "light", "dark")
NAV: Final = (
    ("/", "site.front"),
    ("/events", "site.events"),
    ("/actors", "nav.actors"),
    ("/sources", "nav.sources"),
    ("/map", "nav.map"),
    ("/review", "nav.review"),
    ("/add", "site.add"),
)
"""What the head of every page leads to: addresses, each with the key of its words."""
_LONGEST = 2000


@cache
def environment() -> Environment:
    """The templates of ``templates/``."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only where pages are shown

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["query"] = query
    return made


def words_of(request: Request) -> Words:
    """The words of the language that a request is answered in."""
    return words(chosen(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language")))


def page(request: Request, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page.

    Args:
        request: what was asked; its application's ``state`` holds ``ledger`` and ``assets``.
        name: the template's file name.
        status: of HTTP.
        **values: what the template names beside ``words``, ``theme``, ``here``, ``write``, ``csrf``, ``static`` and the functions
            that name and tell records (``sentence``, ``actor_name``, ``party_name``, ``source_name``, in a sentence
            ``source_told``, ``number_range``, ``reason``, ``rule``, ``voice``) and give the address of a source's page
            (``source_page``). Any page may say ``counted``, the moment (UTC) that its counts are of, if that is past, and
            ``waiting``, how many events are left out until they are told anew.
    """
    said = words_of(request)
    theme = request.cookies.get(THEME_COOKIE, "auto")
    ledger = request.app.state.ledger
    given = {
        "words": said,
        "languages": LANGUAGES,
        "theme": theme if theme in THEMES else "auto",
        "themes": THEMES,
        "types": MODES,
        "shortened": charts.shortened,
        "here": here(request),
        "path": request.url.path,
        "with_parameter": lambda name, value: with_parameter(request, name, value),
        "nav": NAV,
        "taking": taking,
        "language_name": lambda code: words(code)("site.language_name"),
        "write": ledger.write,
        "ledger_name": ledger.path.name,
        "counted": None,
        "waiting": 0,
        "csrf": getattr(request.state, "csrf", ""),
        "static": request.app.state.assets.url,
        "sentence": lambda record: sentences.sentence(record, said),
        "number_range": lambda spread: sentences.number_range(spread, said),
        "actor_name": lambda actor: names.actor_name(actor, said),
        "party_name": lambda party: names.party_name(party, said),
        "party_names": lambda parties: names.party_names(parties, said),
        "source_names": lambda several: list(dict.fromkeys(names.source_name(one, said, told=True) for one in several)),
        "language_names": lambda codes: [said.or_else(f"language.{code}", code) for code in codes],
        "ground": lambda record: sentences.ground(record, said),
        "source_page": lambda name: f"/sources/{quote(name, safe='')}",
        "source_name": lambda source: names.source_name(source, said),
        "source_told": lambda source: names.source_name(source, said, told=True),
        "reason": lambda told: reasons.reason(told, said),
        "rule": lambda told: reasons.rule(told, said),
        "voice": lambda note: reasons.voice(note, said),
    }
    html = environment().get_template(name).render({**given, **values})
    # a lone surrogate, as broken text may hold, is no character that can be sent
    response = HTMLResponse(html.encode("utf-8", "replace"), status)
    response.headers["vary"] = "Accept-Language, Cookie"
    return response


def here(request: Request) -> str:
    """The path and query of what was asked, to come back to; bounded."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return asked if len(asked) <= _LONGEST else request.url.path[:_LONGEST]


def with_parameter(request: Request, name: str, value: str | None) -> str:
    """The address of what was asked with another value of a parameter, or, with None, without it; relative to the page."""
    pairs = [one for one in request.query_params.multi_items() if one[0] != name and one[1]]
    return f"?{urlencode([*pairs, (name, value)] if value else pairs)}"


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as the part of an address after its path, with the question mark; empty where there are none."""
    several = [(name, value) for name, value in pairs if value]
    return f"?{urlencode(several)}" if several else ""
