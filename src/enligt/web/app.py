"""The application: pages and API over one ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from enligt import __version__
from enligt.web import api, assets, failures, pages
from enligt.web.security import LOOPBACK, SAFE, Guard, Rules, checked_form
from enligt.web.state import Ledger

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from fastapi.dependencies.models import Dependant
    from starlette.routing import BaseRoute

    from enligt.model import Reader
    from enligt.run.fetching import Connected


def create_app(  # noqa: PLR0913 - what `enligt serve` may be told
    path: str | os.PathLike[str],
    *,
    write: bool = False,
    token: str | None = None,
    hosts: Collection[str] = (),
    reader: str | None = None,
    today: str | None = None,
    load: Callable[[], Reader] | None = None,
    connect: Callable[[], Connected] | None = None,
    allow_addresses: Sequence[str] = (),
) -> FastAPI:
    """An application over the ledger at ``path``, which is opened when it is first asked.

    ``app.state`` holds ``ledger`` (`web.state.Ledger`) and ``assets`` (`web.assets.Assets`), ``request.state.csrf`` the token
    that forms carry in the field ``csrf``.

    Args:
        path: the ledger's file.
        write: whether requests may write to it.
        token: what must be shown by whoever asks; None: nothing.
        hosts: names beside this machine's own that a ``Host`` header may give.
        reader: whose claims are shown; None: those of the ledger's first reader.
        today: the day as of which everything is told; None: the present one (UTC).
        load: gives the reader of what is added, when something is; None: the package's own.
        connect: gives the way to the web for an address that is handed in; None: none is fetched.
        allow_addresses: inner addresses and networks (CIDR) that a web hook may be at all the same.

    Raises:
        RuntimeError: a route that takes forms does not check them.
    """
    silent = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}
    app = FastAPI(
        title="Enligt",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry=silent,  # type: ignore[arg-type]  # nothing is ever sent anywhere; older versions know no telemetry
    )
    app.state.ledger = Ledger(
        path, write=write, reader=reader, today=today, load=load, connect=connect, allow_addresses=allow_addresses
    )
    app.state.assets = assets.Assets()
    for router in (assets.router, *api.routers, *pages.routers):
        app.include_router(router)
    failures.install(app)
    _check_routes(app)
    rules = Rules(hosts=frozenset({*LOOPBACK, *(host.lower() for host in hosts)}), token=token, write=write)
    app.add_middleware(Guard, rules=rules)
    return app


def _check_routes(app: FastAPI) -> None:
    """Let nothing write that a foreign page could send: under ``/api/`` the guard takes JSON alone."""
    for route in _api_routes(app.routes):
        if set(route.methods or ()) - SAFE and not route.path.startswith(failures.API) and not _checks(route.dependant):
            raise RuntimeError(f"{route.path} takes forms, and does not depend on checked_form")


def _api_routes(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(router := getattr(route, "original_router", None), APIRouter):  # newer versions include it whole
            yield from _api_routes(router.routes)


def _checks(dependant: Dependant) -> bool:
    return dependant.call is checked_form or any(_checks(one) for one in dependant.dependencies)
