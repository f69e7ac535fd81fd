"""What every request passes before anything answers it, and what every answer carries.

The dangers are other pages in the user's browser (which can send requests to this machine, and with a name server of their own
be taken for it) and other people on the network. So: the ``Host`` must be ours, from elsewhere a token is asked for, what writes
must come from our own pages or from a program, and nothing runs or loads that is not ours.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from enligt.web import failures

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine for itself."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
"""On every answer."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

ALWAYS: Final = frozenset({"/preferences", "/seen"})
"""What may be sent without ``--write`` too: it changes the visitor's cookies alone."""

LARGEST: Final = 1 << 20
"""Bytes of a request's body."""

LARGEST_UPLOAD: Final = 64 << 20
"""The same where files or texts are handed in."""

UPLOADS: Final = ("/add", "/api/v1/texts")
"""Beginnings of the addresses where that is so."""

FORM_FIELD: Final = "csrf"
"""The field of a form that holds the token which only our own pages know (``request.state.csrf``)."""

_SESSION: Final = "enligt-session"
_MOST_FIELDS: Final = 200
_MOST_FILES: Final = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask for what.

    ``hosts`` are the names that a ``Host`` header may give; ``token`` is asked for where it is not None; ``write`` is whether
    anything may be written. ``secret`` signs what forms carry.
    """

    hosts: frozenset[str] = LOOPBACK
    token: str | None = None
    write: bool = False
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def pass_name(self) -> str:
        """The name of the cookie that stands for the token: one a token, since cookies do not tell ports apart."""
        return f"enligt-pass-{_digest(self.token or '', 'name')[:8]}"

    @property
    def pass_value(self) -> str:
        """What that cookie holds: not the token itself."""
        return _digest(self.token or "", "pass")

    def knows(self, host: str) -> bool:
        """Whether a ``Host`` header is ours.

        With a token, an address in numbers is too: a name server can make a foreign name lead here, but not a number.
        """
        name = host_name(host)
        if name is None:
            return False
        return name in self.hosts or (self.token is not None and _is_number(name))

    def csrf(self, session: str) -> str:
        """The token of a session's forms."""
        return hmac.new(self.secret, session.encode(), hashlib.sha256).hexdigest()


class _TooLargeError(HTTPException):
    def __init__(self, most: int) -> None:
        super().__init__(413, f"more than {most >> 20} MiB: send less at once")


class Guard:
    """The outermost application: refuses, and adds headers. Pure ASGI, so that answers stream."""

    def __init__(self, app: ASGIApp, *, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":  # none is served
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        session, is_new = self._session(request)
        request.state.csrf = self._rules.csrf(session)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._finish(MutableHeaders(scope=message), session if is_new else None, secure=request.url.scheme == "https")
            await send(message)

        try:
            refused = self._refused(request)
            if refused is None:
                await self._app(scope, _bounded(receive, request), send_guarded)
            else:
                await refused(scope, receive, send_guarded)
        except Exception as error:
            if started:  # the answer is cut off, which the other side sees
                log.debug("an answer broke off", exc_info=error)
                raise ConnectionAbortedError from None
            await failures.answer_of(request, error)(scope, receive, send_guarded)

    def _session(self, request: Request) -> tuple[str, bool]:
        given = request.cookies.get(_SESSION, "")
        if len(given) == 43 and given.replace("-", "").replace("_", "").isalnum() and given.isascii():
            return given, False
        return secrets.token_urlsafe(32), True

    def _refused(self, request: Request) -> Response | None:
        rules = self._rules
        if not rules.knows(request.headers.get("host", "")):
            detail = "this Host is not served here: use the address that `enligt serve` printed, or name it with --allow-host"
            return failures.answer(request, 400, detail)
        if (asked := _token_asked(request, rules)) is not None:
            return asked
        return None if request.method in SAFE else self._refused_writing(request)

    def _refused_writing(self, request: Request) -> Response | None:
        if not self._rules.write and request.url.path not in ALWAYS:
            return failures.answer(request, 403, "this ledger is served for reading: start `enligt serve` with --write")
        if not _is_ours(request):
            return failures.answer(request, 403, "this was sent from another page: use this server's own pages, or a program")
        if request.url.path.startswith(failures.API) and not _is_json(request):
            return failures.answer(request, 415, "send JSON, with the header `Content-Type: application/json`")
        return None

    @staticmethod
    def _finish(headers: MutableHeaders, session: str | None, *, secure: bool) -> None:
        for name, value in HEADERS:
            headers[name] = value
        headers.setdefault("cache-control", "private, no-cache")
        if session is not None and headers.get("content-type", "").startswith("text/html"):
            headers.append("set-cookie", _cookie(_SESSION, session, secure=secure))


def _bounded(receive: Receive, request: Request) -> Receive:
    """The same body, as long as it is no longer than it may be."""
    most = LARGEST_UPLOAD if request.url.path.startswith(UPLOADS) else LARGEST
    said = request.headers.get("content-length", "")
    if said.isdecimal() and said.isascii() and int(said[:18]) > most:
        raise _TooLargeError(most)
    left = most

    async def receive_bounded() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLargeError(most)
        return message

    return receive_bounded


def _token_asked(request: Request, rules: Rules) -> Response | None:
    """None where the token was shown, or none is asked for; after ``?token=`` once, a cookie stands for it."""
    if rules.token is None:
        return None
    shown = _bearer(request.headers)
    if shown is not None and _same(shown, rules.token):
        return None
    if _same(request.cookies.get(rules.pass_name, ""), rules.pass_value):
        return None
    query = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=1000)
    given = dict(query).get("token")
    if request.method == "GET" and given is not None and _same(given, rules.token):
        rest = urlencode([one for one in query if one[0] != "token"])
        # "//host" would lead elsewhere; one slash only leads to here.
        clean = "/" + request.url.path.lstrip("/\\") + (f"?{rest}" if rest else "")
        response = RedirectResponse(clean, 303)
        secure = request.url.scheme == "https"
        response.headers.append("set-cookie", _cookie(rules.pass_name, rules.pass_value, secure=secure))
        response.headers["cache-control"] = "no-store"
        return response
    detail = "a token is needed: open the address that `enligt serve` printed, or send `Authorization: Bearer TOKEN`"
    return failures.answer(request, 401, detail, headers={"www-authenticate": 'Bearer realm="enligt"'})


def _bearer(headers: Headers) -> str | None:
    kind, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else None


def _is_ours(request: Request) -> bool:
    """Whether a request that writes comes from our own pages, or from a program that is no browser.

    Browsers say where a request comes from in ``Sec-Fetch-Site``, older ones in ``Origin`` alone (which is ``null`` for forms of
    pages that hide their address, as ours do: the first decides where both are there). Those that say neither do not send JSON
    to another site without asking first, and forms carry a token (`checked_form`).
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme == request.url.scheme and parts.netloc.lower() == request.headers.get("host", "").lower()


def _is_json(request: Request) -> bool:
    """Whether a body is JSON by its header: a foreign page cannot send that without asking first, which nobody allows it."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def host_name(host: str) -> str | None:
    """The name in a ``Host`` header, without its port, in small letters; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return None if not name or parts.path or parts.query or parts.fragment or "@" in host else name.rstrip(".")


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _digest(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"enligt {purpose}".encode(), hashlib.sha256).hexdigest()


def _cookie(name: str, value: str, *, secure: bool) -> str:
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


async def checked_form(request: Request) -> FormData:
    """The form that was sent, once its token shows that it is one of our own pages'. A dependency of what takes forms.

    Raises:
        HTTPException: 403, the token is another or missing; 413, too many fields or files.
    """
    form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=LARGEST_UPLOAD)
    given = form.get(FORM_FIELD)
    if not isinstance(given, str) or not _same(given, request.state.csrf):
        await form.close()
        raise HTTPException(403, "this form is not from a page of this server, or from before it was started: load the page anew")
    return form
