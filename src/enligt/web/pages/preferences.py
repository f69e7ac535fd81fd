"""What a visitor chooses for the pages: language and light or dark, kept in cookies."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it

from enligt.web.render import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from enligt.web.security import checked_form
from enligt.web.words import LANGUAGES

router = APIRouter(include_in_schema=False)

_YEAR: Final = 365 * 24 * 3600  # seconds


@router.post("/preferences")
def preferences(form: Annotated[FormData, Depends(checked_form)]) -> RedirectResponse:
    """Keep what was chosen, and go back to where it was."""
    response = RedirectResponse(local(str(form.get("next") or "/")), 303)
    for field, cookie, known in (("language", LANGUAGE_COOKIE, LANGUAGES), ("theme", THEME_COOKIE, THEMES)):
        value = form.get(field)
        if isinstance(value, str) and value in known:
            response.set_cookie(cookie, value, max_age=_YEAR, path="/", httponly=True, samesite="lax")
    return response


def local(address: str) -> str:
    """The address, where it leads to a page of this server; else that of the front page."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"
