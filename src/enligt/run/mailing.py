"""Letters: a text by mail, through the host that somebody named; with a login only where the line is encrypted.

The password stands in the environment (``ENLIGT_SMTP_PASSWORD``) or in a file, never in the ledger or on the command line.
"""

from __future__ import annotations

import os
import smtplib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from enligt.errors import InputError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

SECONDS: Final = 20.0
"""How long the host may take for each answer."""

PORT: Final = 25
PORT_TLS: Final = 465
"""The port on which the line is encrypted from its beginning."""

PASSWORD_VARIABLE: Final = "ENLIGT_SMTP_PASSWORD"  # noqa: S105 - the name of a variable, no password
_LONGEST_PASSWORD: Final = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Host:
    """Who takes the mail. ``user`` None: nobody logs in; ``password_file`` None: the password stands in the environment."""

    name: str
    port: int
    user: str | None = None
    password_file: str | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Host:
        """The host of an alert's settings: this machine, where none is named.

        Raises:
            InputError: it is none.
        """
        name, port = mail_host(str(settings.get("host") or "localhost"))
        return cls(name, port, settings.get("user") or None, settings.get("password_file") or None)


def mail_host(said: str) -> tuple[str, int]:
    """A host of mail and its port, from ``mail.example`` or ``mail.example:587``.

    Raises:
        InputError: it is neither.
    """
    host, _, port = said.rpartition(":") if said.count(":") == 1 else (said, "", "")
    if not host or (port and not (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < 65536)):
        raise InputError(f"{said!r} is no host of mail: write it as mail.example or mail.example:587")
    return host, int(port) if port else PORT


def letter(*, to: str, sender: str, subject: str, text: str, message_id: str) -> EmailMessage:
    """A letter of plain text, its lines ended as mail wants it (CRLF), inside what is encoded too.

    Raises:
        InputError: an address can be written to by nobody.
    """
    made = EmailMessage(policy=SMTP)
    for address in (to, sender):
        check_address(address)
    try:
        made["To"], made["From"] = to, sender
        made["Subject"] = subject
        made["Date"] = datetime.now(UTC)
        made["Message-ID"] = f"<{message_id}@enligt.invalid>"
    except (ValueError, IndexError) as error:
        raise InputError(f"{to}: no address of mail that can be written to ({error})") from None
    made.set_content(text.encode("utf-8", "replace").decode())
    return made


def check_address(said: str) -> None:
    """Refuse what is no address of mail.

    Raises:
        InputError: it is none.
    """
    try:
        whole = bool(Address(addr_spec=said).domain) and said.isprintable() and " " not in said
    except (ValueError, IndexError):
        whole = False
    if not whole:
        raise InputError(f"{said!r} is no address of mail that can be written to: write it as desk@paper.example")


def send(mail: EmailMessage, *, host: Host) -> None:
    """Hand a letter to a host; encrypted where the host offers it, and always where somebody logs in.

    Raises:
        InputError: the host cannot be reached, does not take the letter or the login, or offers no encryption for that.
    """
    said = f"{host.name}:{host.port}"
    word = None if host.user is None else password(host, os.environ)
    try:
        with _line(host) as line:
            if host.user is not None and word is not None:
                line.login(host.user, word)
            line.send_message(mail)
    except smtplib.SMTPAuthenticationError as error:
        raise InputError(
            f"{said} does not let {host.user!r} in (it answers {error.smtp_code}): see --smtp-user and the password"
        ) from None
    except (OSError, ValueError, smtplib.SMTPException) as error:  # ValueError: letters that a password cannot be sent with
        raise InputError(f"{mail['To']}: {said} does not take the mail ({_told(error)}): see --smtp") from None


def password(host: Host, environment: Mapping[str, str]) -> str:
    """What a user logs in with: the first line of the host's file, else what the environment says.

    Raises:
        InputError: there is none, or the file cannot be read.
    """
    if host.password_file is None:
        found = environment.get(PASSWORD_VARIABLE, "")
        if not found:
            raise InputError(
                f"no password for {host.user!r} at {host.name}: set {PASSWORD_VARIABLE}, or --smtp-password-file FILE"
            )
        return found
    try:
        with Path(host.password_file).open("rb") as file:
            content = file.read(_LONGEST_PASSWORD + 1)
        lines = content.decode("utf-8").splitlines()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise InputError(f"{host.password_file}: the password of {host.user!r} cannot be read from it ({why})") from None
    if len(content) > _LONGEST_PASSWORD or not lines or not lines[0]:
        raise InputError(f"{host.password_file}: a file is wanted whose first line is the password of {host.user!r}")
    return lines[0]


@contextmanager
def _line(host: Host) -> Iterator[smtplib.SMTP]:
    """A line to a host, encrypted where it can be; where somebody logs in, in no other way."""
    if host.port == PORT_TLS:
        with smtplib.SMTP_SSL(host.name, host.port, timeout=SECONDS, context=_tls()) as line:
            yield line
        return
    with smtplib.SMTP(host.name, host.port, timeout=SECONDS) as line:
        line.ehlo_or_helo_if_needed()
        if line.has_extn("starttls"):
            line.starttls(context=_tls())
        elif host.user is not None:
            raise smtplib.SMTPException("it offers no TLS, and no password is sent without")
        yield line


def _tls() -> ssl.SSLContext:
    """Certificates are checked against the machine's, names too."""
    import ssl  # noqa: PLC0415 - only where mail is sent

    return ssl.create_default_context()


def _told(error: Exception) -> str:
    """An error as words; a password that cannot be sent is not repeated, as Python's message would."""
    return "the name or password holds letters that cannot be sent" if isinstance(error, UnicodeError) else str(error)
