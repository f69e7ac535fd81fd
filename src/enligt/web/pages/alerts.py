"""Alerts: whom to tell of what changes in the views that have a name; the same that ``enligt alerts`` makes and sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it

from enligt.errors import InputError
from enligt.model import content_id
from enligt.run import alerting, mailing
from enligt.sources import posting
from enligt.web.failures import BadParameterError
from enligt.web.filters import only
from enligt.web.pages import views
from enligt.web.render import page
from enligt.web.security import checked_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.ledger import Alert

router = APIRouter(include_in_schema=False)

Kind = Literal["webhook", "mail"]
KINDS: Final[tuple[Kind, ...]] = ("webhook", "mail")
_HOST: Final = ("host", "user", "password_file", "sender")
"""Settings of an alert that say how its mail goes."""
_LONGEST_MAIL: Final = 254


@dataclass(frozen=True, slots=True)
class Way:
    """How mail goes: through which host, as whom; ``way_id`` is what a form calls it."""

    settings: Mapping[str, Any]

    @property
    def way_id(self) -> str:
        """A hash of the settings: a form names a way that is known, and never makes one."""
        return content_id("way", dict(self.settings))

    @property
    def label(self) -> str:
        """Host, login and sender, as far as they are set."""
        return ", ".join(str(self.settings[name]) for name in ("host", "user", "sender") if self.settings.get(name))


def ways(alerts: Iterable[Alert]) -> list[Way]:
    """The ways by which the ledger's alerts send mail, beside the usual one: the command line makes them."""
    found = [Way({name: one.settings[name] for name in _HOST if one.settings.get(name)}) for one in alerts if one.kind == "mail"]
    return list({one.way_id: one for one in found if one.settings}.values())


@router.get("/alerts")
def show(request: Request) -> HTMLResponse:
    """The alerts, and a form to make one; ``view`` is the name that is chosen in it. Without leave to write, why not."""
    only(request.query_params, "view")
    ledger = request.app.state.ledger
    with ledger.view() as view:
        named = views.kept(view)
        made = view.alerts() if ledger.write else []  # an address of a hook is often a key
    return page(
        request,
        "alerts.html",
        alerts=made,
        leads={one.name: leads for one, leads in named},
        names=[one.name for one, _ in named],
        ways=ways(made),
        wanted=alerting.wanted,
        kinds=KINDS,
        changes=alerting.CHANGES,
        chosen=request.query_params.get("view", ""),
    )


@router.post("/alerts")
def keep(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> RedirectResponse:
    """Make an alert, or withdraw one; then back to the list."""
    given = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    kind = next((one for one in KINDS if one == given.get("kind")), None)
    if kind is None:
        raise BadParameterError("kind", f"choose one of {', '.join(KINDS)}")
    ledger, name, address = request.app.state.ledger, given.get("name", ""), given.get("address", "")
    back = RedirectResponse("/alerts", 303)
    if given.get("action") == "withdraw":
        with ledger.writing:
            ledger.forget_alert(name, kind=kind, address=address)
        return back
    changes = [one for one in form.getlist("change") if isinstance(one, str)]
    if not changes:
        raise BadParameterError("change", f"choose what is to be told: {', '.join(alerting.CHANGES)}")
    settings = alerting.chosen(changes)
    address = _checked(kind, address, allowed=ledger.allow_addresses)
    with ledger.writing:
        with ledger.view() as view:
            made = view.alerts()
            known = {one.name for one in view.saved_filters()}
        if name not in known:
            raise BadParameterError("name", f"no view is kept as {name!r}: keep it on the page of events first")
        if any((one.name, one.kind, one.address) == (name, kind, address) for one in made):
            raise BadParameterError("address", f"{address} is told of {name!r} already: withdraw that alert first")
        if kind == "mail":
            settings |= _way(given.get("way", ""), ways(made))
        ledger.add_alert(name, kind=kind, address=address, settings=settings)
    return back


def _checked(kind: Kind, address: str, *, allowed: Sequence[str]) -> str:
    try:
        if kind == "webhook":
            return posting.checked(address, allow_addresses=allowed)
        mailing.check_address(address[: _LONGEST_MAIL + 1])
    except InputError as error:
        raise BadParameterError("address", str(error)) from None
    if len(address) > _LONGEST_MAIL:
        raise BadParameterError("address", f"an address of mail has at most {_LONGEST_MAIL} letters")
    return address


def _way(asked: str, known: Iterable[Way]) -> dict[str, Any]:
    if not asked:
        return {}
    found = next((one for one in known if one.way_id == asked), None)
    if found is None:
        raise BadParameterError("way", "no alert sends its mail so any more: load the page anew")
    return dict(found.settings)
