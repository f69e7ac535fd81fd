"""The verb ``serve``: pages and an API over a ledger, on this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import re
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from enligt.cli import options
from enligt.cli.eventing import bring_up_to_date
from enligt.cli.output import say
from enligt.config import Fetching
from enligt.errors import EnligtError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.run.fetching import Connected
    from enligt.run.watchfile import WatchFile
    from enligt.web.state import Ledger

HOST = "127.0.0.1"
PORT = 8765
NEXT_PORTS = 50
"""How many ports after the usual one are tried where it is taken."""

TOKEN_VARIABLE = "ENLIGT_TOKEN"  # noqa: S105 - the name of a variable, no token
LEAST_TOKEN = 16
KEEP_SECONDS = 75
"""How long a connection is kept that asks nothing: longer than readers rest, or it would be shut as they ask again."""
GRACE_SECONDS = 5
"""How long answers that are under way may take to end after Ctrl-C."""

MOST_AT_ONCE = 256
"""Requests that are answered at once; more are told to come again."""


@options.verb(example="enligt serve --write --open")
@click.option("--host", metavar="ADDRESS", default=HOST, show_default=True, help="Listen there; elsewhere a token is asked for.")
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    metavar="N",
    help=f"Listen on this port.  [default: {PORT}, else the next free]",
)
@click.option("--write", is_flag=True, help="Let pages and programs add and judge.")
@click.option(
    "--token", metavar="TEXT", help=f"What whoever asks must show.  [default: ${TOKEN_VARIABLE}; made where one is needed]"
)
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="Another name of this machine, as browsers give it.")
@click.option("--watch", "file", metavar="FILE", help="Poll the feeds of this file too, as `enligt watch` does.")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@options.ledger_option
@options.reader_option
@options.verbose_option
def serve(  # noqa: PLR0913 - options, each on its own
    *,
    host: str,
    port: int | None,
    write: bool,
    token: str | None,
    hosts: tuple[str, ...],
    file: str | None,
    open_: bool,
    ledger: str | None,
    reader: str | None,
) -> None:
    """Show the ledger in the browser, with an API for programs.

    Prints its address and runs until Ctrl-C. It listens to this machine alone, unless --host says otherwise: then whoever
    asks must show a token, which is made and printed if none is given. Nothing is loaded from elsewhere. Without --write
    nothing can be changed (docs/serving.md).
    """
    from enligt.run.watchfile import read_watch_file  # noqa: PLC0415 - not needed for --help

    plan = None if file is None else read_watch_file(file)
    kept = str(plan.ledger) if plan is not None and plan.ledger is not None else None
    served = Served(
        path=ledger or kept or options.settings().ledger,
        host=host,
        port=port,
        write=write,
        token=token or os.environ.get(TOKEN_VARIABLE) or None,
        hosts=hosts,
        plan=plan,
        reader=reader,
    )
    run(served, browser=open_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What is served, to whom. ``port`` None: the usual one, or the next free; ``plan`` names the feeds that are polled too."""

    path: str
    host: str = HOST
    port: int | None = None
    write: bool = False
    token: str | None = None
    hosts: Sequence[str] = ()
    plan: WatchFile | None = None
    reader: str | None = None


def run(served: Served, *, browser: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        UsageError: an address, a port or a token that cannot be.
        LedgerError: the ledger cannot be opened.
    """
    from uvicorn import Config, Server  # noqa: PLC0415 - heavy: only where something is served

    from enligt.cli.watching import stopping  # noqa: PLC0415 - brings the fetcher with it
    from enligt.web.app import create_app  # noqa: PLC0415 - heavy: only where something is served
    from enligt.web.warming import warm_behind  # noqa: PLC0415 - as above

    token = _checked_token(served.token) if served.token is not None else None
    if token is None and not is_loopback(served.host):
        token = _new_token()
    if served.write or served.plan is not None:
        _make(served.path)
    bring_up_to_date(served.path, before="the pages are served")
    app = create_app(
        served.path,
        write=served.write,
        token=token,
        hosts=(*served.hosts, *_names(served.host)),
        load=lambda: options.reader(served.reader),
        connect=_connected,
        allow_addresses=Fetching.of(os.environ).allow_addresses,
    )
    listening = listen(served.host, served.port)
    address = _address(served.host, listening.getsockname()[1], token)
    config = Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what goes wrong is told by the answer, and in a line by web.failures: never as a traceback
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=KEEP_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config)
    state: Ledger = app.state.ledger
    click.echo(f"{served.path} at {address}  (Ctrl-C ends it{'' if served.write else '; read-only: --write lets it be changed'})")
    warm_behind(state)
    with stopping(), _watching(served, state):
        if browser:
            import webbrowser  # noqa: PLC0415 - only where it is asked for

            webbrowser.open(address)
        server.run(sockets=[listening])
    state.close()
    click.echo("stopped")


def _connected() -> Connected:
    from enligt.cli import addresses  # noqa: PLC0415 - brings the fetcher with it: only where an address is handed in

    return addresses.connected(attended=True)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is of this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens on an address; where no port is given, on the usual one or the next that is free.

    Raises:
        UsageError: there is no such address here, or the port is taken or not allowed.
    """
    tried = range(PORT, PORT + NEXT_PORTS) if port is None else (port,)
    failed: OSError | None = None
    for one in tried:
        try:
            return _bound(host, one)
        except OSError as error:
            failed = error
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                break
    why = failed.strerror if failed is not None else "no port"
    which = f"port {port}" if port is not None else f"ports {PORT} to {PORT + NEXT_PORTS - 1}"
    raise UsageError(f"cannot listen on {host}, {which} ({why}): choose another with --port or --host")


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _checked_token(token: str) -> str:
    if len(token) < LEAST_TOKEN or re.fullmatch(r"[!-~]+", token) is None:
        raise UsageError(f"--token takes {LEAST_TOKEN} or more letters, digits and signs without spaces, hard to guess")
    return token


def _new_token() -> str:
    import secrets  # noqa: PLC0415 - only where one is needed

    return secrets.token_urlsafe(24)


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _names(host: str) -> list[str]:
    """What browsers may call the address that is listened on."""
    if is_loopback(host):
        return []
    return [socket.gethostname(), socket.getfqdn()] if _is_any(host) else [host]


def _address(host: str, port: int, token: str | None) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only where something is served

    name = socket.gethostname() if _is_any(host) else host
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}/" + (f"?token={quote(token, safe='')}" if token is not None else "")


def _make(path: str) -> None:
    """Make the ledger where there is none, or bring it to this version's schema."""
    from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

    with open_writer(path):
        pass


@contextlib.contextmanager
def _watching(served: Served, state: Ledger) -> Iterator[None]:
    """Let a thread poll the feeds during a block."""
    if served.plan is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_watch, args=(served, served.plan, state, over), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=GRACE_SECONDS)  # a page in hand is lost then, and fetched again by the next watch


def _watch(served: Served, plan: WatchFile, state: Ledger, over: threading.Event) -> None:
    """Round after round until it is over; what ends the watch leaves the pages served."""
    from enligt import ledger as ledgers  # noqa: PLC0415 - heavy: only where a ledger is used
    from enligt.cli.watching import Stop, line_of_round, open_fetcher, tell  # noqa: PLC0415 - brings the fetcher with it
    from enligt.run.watching import Watcher  # noqa: PLC0415 - as above

    def pause(seconds: float) -> None:
        over.wait(seconds)

    try:
        made_by = options.reader(served.reader)
        with (
            open_fetcher(plan.contact) as fetcher,
            ledgers.open_writer(served.path) as writer,
            ledgers.open_watches(served.path) as watches,
        ):
            watcher = Watcher(
                plan, watches=watches, writer=writer, reader=made_by, fetcher=fetcher, tell=tell, is_stopped=over.is_set
            )
            for done in watcher.rounds(sleep=pause):
                say(line_of_round(done, moment=Stop.now()))
                state.link()
                _alert(served.path)
    except EnligtError as error:
        say(f"the feeds are not polled any more: {error}")
    except Exception as error:  # noqa: BLE001 - the pages are served on, whatever happened to the feeds
        say(f"the feeds are not polled any more: {type(error).__name__}: {error}")


def _alert(path: str) -> None:
    """Tell whoever wants to be told of what changed."""
    from enligt.cli.alerting import send_all  # noqa: PLC0415 - only where feeds are polled

    for done in send_all(path):
        if done.failed is not None:
            say(f"not sent: {done.failed}")
