"""Alerts: what changed in the events of saved filters is sent, by a web hook or by mail, each change once."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import ssl
import threading
from dataclasses import replace
from email import message_from_bytes
from typing import TYPE_CHECKING, Any, Self

import pytest

from command_line import Run, lines, reader, run
from enligt.errors import InputError
from enligt.ledger import Alert, open_view, open_writer
from enligt.run import alerting, mailing
from enligt.sources import posting
from served import page
from web_server import Server, answer, redirect, signed

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["reader", "run"]  # fixtures

TAKEN = answer(b"", status="204 No Content")


def add(run: Run, folder: Path, name: str, text: str, day: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert run("add", name, "--language", "en", "--published", day).code == 0


@pytest.fixture
def watched(run: Run, tmp_path: Path) -> Run:
    """A ledger with one event, and filters of the name ``nordic`` that it meets."""
    add(run, tmp_path, "one.txt", page(1), "2026-02-05")
    assert run("events", "--pair", "SWE,NOR", "--save", "nordic").code == 0
    return run


class Hook(Server):
    """Takes what is sent to ``/hook``, and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.routes["/hook"] = TAKEN
        self.bodies: list[dict[str, Any]] = []

    def _one(self, connection: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        told = dict(line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
        while len(body) < int(told.get("content-length", "0")):
            body += connection.recv(65536)
        sent = self.routes.get(head.decode("latin-1").split(" ")[1], answer(b"", status="404 Not Found"))
        assert isinstance(sent, bytes)
        if body and sent == TAKEN:
            self.bodies.append({**json.loads(body), "headers": told})
        connection.sendall(sent)


@pytest.fixture
def hook() -> Any:
    with Hook() as server:
        yield server


def hooked(run: Run, hook: Hook) -> None:
    result = run("alerts", "add", "nordic", "--webhook", hook.at("/hook"), "--allow-private")
    assert result.code == 0, result.err


def test_what_is_new_and_what_has_a_new_origin_is_sent_once(watched: Run, hook: Hook, tmp_path: Path) -> None:
    hooked(watched, hook)
    assert watched("alerts", "run").out.endswith("0 changes\n")  # what was there already is not told
    add(watched, tmp_path, "two.txt", page(2).replace("Ritzau", "Belta"), "2026-02-06")
    add(watched, tmp_path, "three.txt", page(3, day="2025-06-01"), "2025-06-02")
    add(watched, tmp_path, "four.txt", page(4, act="Russia attacked China"), "2026-02-06")  # not asked for
    assert watched("alerts", "run").out.endswith("2 changes\n")
    (sent,) = hook.bodies
    assert sent["alert"] == "nordic"
    assert sorted(one["change"] for one in sent["changes"]) == ["new", "origins"]
    assert sent["headers"]["idempotency-key"] == sent["message_id"]
    for one in sent["changes"]:
        assert one["event"]["event_id"] == one["event_id"]
        assert one["event"]["origins_ground"]
        assert "independent origins" in one["headline"]
    assert watched("alerts", "run").out.endswith("0 changes\n")
    assert len(hook.bodies) == 1


def test_only_the_changes_that_were_chosen_are_sent(watched: Run, hook: Hook, tmp_path: Path) -> None:
    more = ("--change", "origins", "--change", "disputed")
    assert watched("alerts", "add", "nordic", "--webhook", hook.at("/hook"), "--allow-private", *more).code == 0
    add(watched, tmp_path, "two.txt", page(2).replace("Ritzau", "Belta"), "2026-02-06")
    add(watched, tmp_path, "three.txt", page(3, day="2025-06-01"), "2025-06-02")
    assert watched("alerts", "run").out.endswith("1 change\n")
    assert [one["change"] for one in hook.bodies[0]["changes"]] == ["origins"]
    assert watched("alerts", "add", "nordic", "--webhook", "https://a.example", "--change", "weather").code == 2


def test_what_could_not_be_sent_is_sent_the_next_time(watched: Run, hook: Hook, tmp_path: Path) -> None:
    hooked(watched, hook)
    add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
    for wrong in (answer(b"", status="500 Broken"), redirect("http://127.0.0.1:1/"), b""):
        hook.routes["/hook"] = wrong
        result = watched("alerts", "run")
        assert (result.code, hook.bodies) == (3, [])
        assert "not sent" in result.err
    hook.routes["/hook"] = TAKEN
    assert watched("alerts", "run", "nordic").code == 0
    assert [one["change"] for one in hook.bodies[0]["changes"]] == ["new"]


def test_an_inner_address_is_sent_to_only_where_that_is_allowed(watched: Run, hook: Hook, tmp_path: Path) -> None:
    assert watched("alerts", "add", "nordic", "--webhook", hook.at("/hook")).code == 0
    add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
    result = watched("alerts", "run")
    assert result.code == 3
    assert "inner network" in result.err
    assert hook.bodies == []


def test_a_cut_off_entering_sends_the_same_message_again(watched: Run, tmp_path: Path) -> None:
    path = tmp_path / "enligt.db"
    add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
    assert watched("events").code == 0  # linked and told
    seen: list[alerting.Message] = []

    def send(_one: Alert, message: alerting.Message) -> None:
        seen.append(message)
        if len(seen) == 1:
            raise KeyboardInterrupt

    with open_view(path) as view, open_writer(path) as writer:
        from enligt.ledger import EventQuery  # noqa: PLC0415 - a query of everything

        one = Alert("nordic", "webhook", "https://hooks.example/", {}, told_until="")
        writer.add_alert(one)
        with pytest.raises(KeyboardInterrupt):
            list(alerting.run(view, writer, [(one, EventQuery())], today="2026-02-10", senders={"webhook": send}))
        (done,) = alerting.run(view, writer, [(one, EventQuery())], today="2026-02-10", senders={"webhook": send})
        assert done.changes == len(seen[1].changes) == 2
        assert seen[0].message_id == seen[1].message_id
        again = replace(view.alerts()[0], told_until="")  # even one that is asked for all of it anew
        (done,) = alerting.run(view, writer, [(again, EventQuery())], today="2026-02-10", senders={"webhook": send})
        assert done.changes == 0


class Post:
    """A host of mail that takes one letter; with a certificate it offers TLS, and lets in ``enligt`` with the word ``hemlig``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.said: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(30)
        self.port: int = self._socket.getsockname()[1]
        self.letters: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass  # closing alone does not wake one who still waits for a line
        self._socket.close()
        self._thread.join(timeout=30)

    def _serve(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return
        with connection, contextlib.suppress(ConnectionError):
            self._talk(connection, b"220 here\r\n", encrypted=False)

    def _talk(self, connection: socket.socket, greeting: bytes, *, encrypted: bool) -> None:
        with connection.makefile("rb") as lines_in:
            connection.sendall(greeting)
            for line in lines_in:
                self.said.append(line)
                word = line.split()[0].upper() if line.split() else b""
                if word == b"EHLO" and self._tls is not None:
                    connection.sendall(b"250-here\r\n250 AUTH PLAIN\r\n" if encrypted else b"250-here\r\n250 STARTTLS\r\n")
                elif word == b"STARTTLS" and self._tls is not None:
                    connection.sendall(b"220 go on\r\n")
                    with contextlib.suppress(OSError), self._tls.wrap_socket(connection, server_side=True) as wrapped:
                        self._talk(wrapped, b"", encrypted=True)
                    return
                elif word == b"AUTH":
                    right = base64.b64decode(line.split()[2]) == b"\0enligt\0hemlig"
                    connection.sendall(b"235 come in\r\n" if right else b"535 no\r\n")
                elif word == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    self.letters.append(b"".join(iter(lines_in.readline, b".\r\n")).decode())
                    connection.sendall(b"250 taken\r\n")
                elif word == b"QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return
                else:
                    connection.sendall(b"250 fine\r\n")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a host called localhost, which this process trusts."""
    trusted, key = signed(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(trusted, key)
    return made


def log_in(watched: Run, tmp_path: Path, post: Post, *more: str, host: str = "localhost") -> Any:
    """An alert that logs in to a host, and something to tell; what running it comes to."""
    given = ("--mail", "desk@paper.example", "--smtp", f"{host}:{post.port}", "--smtp-user", "enligt", *more)
    assert watched("alerts", "add", "nordic", *given).code == 0
    add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
    return watched("alerts", "run")


@pytest.mark.parametrize("from_file", ["", "file"])
def test_mail_is_sent_after_a_login_over_tls(
    watched: Run, tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, from_file: str
) -> None:
    more: tuple[str, ...] = ()
    if from_file:
        (tmp_path / "word").write_text("hemlig\n", encoding="utf-8")
        more = ("--smtp-password-file", str(tmp_path / "word"))
    else:
        monkeypatch.setenv("ENLIGT_SMTP_PASSWORD", "hemlig")
    with Post(certificate) as post:
        result = log_in(watched, tmp_path, post, *more)
    assert result.code == 0, result.err
    (letter,) = post.letters
    assert "new: reported: CONSULT SWE to NOR" in letter
    assert "hemlig" not in watched("alerts", "list", "--format", "jsonl").out
    assert b"hemlig" not in b"".join(one.read_bytes() for one in tmp_path.glob("enligt.db*"))


def test_no_password_is_sent_where_it_could_be_read(watched: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENLIGT_SMTP_PASSWORD", "hemlig")
    with Post() as post:
        result = log_in(watched, tmp_path, post)
    assert (result.code, post.letters) == (3, [])
    assert "offers no TLS" in result.err
    assert not [line for line in post.said if line.upper().startswith(b"AUTH")]


def test_a_host_whose_certificate_nobody_vouches_for_gets_no_password(
    watched: Run, tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENLIGT_SMTP_PASSWORD", "hemlig")
    with Post(certificate) as post:
        result = log_in(watched, tmp_path, post, host="127.0.0.1")  # the certificate is of another name
    assert (result.code, post.letters) == (3, [])
    assert "does not take the mail" in result.err


@pytest.mark.parametrize("case", [("wrong", "does not let 'enligt' in"), ("", "set ENLIGT_SMTP_PASSWORD"), ("å", "letters")])
def test_a_login_that_fails_is_told_without_the_password(
    watched: Run, tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str]
) -> None:
    word, told = case
    monkeypatch.setenv("ENLIGT_SMTP_PASSWORD", word)
    with Post(certificate) as post:
        result = log_in(watched, tmp_path, post)
    assert (result.code, post.letters) == (3, [])
    assert told in result.err
    assert not word or f"{word}'" not in result.err


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe", b"x" * 5000])
def test_a_file_that_holds_no_password_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "word"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=str(file)):
        mailing.password(mailing.Host("mail.example", 587, "enligt", str(file)), {})


def test_lines_of_a_letter_end_as_mail_wants_it() -> None:
    for text in ("one\ntwo\n", "Белоусов\nвстретил\r\nкого-то\rтам\n", "å" * 2000 + "\nend\n"):
        made = mailing.letter(to="a@b.example", sender="c@d.example", subject="æ", text=text, message_id="msg-1")
        sent = made.as_bytes()
        inside = message_from_bytes(sent).get_payload(decode=True)
        assert isinstance(inside, bytes)
        for content in (sent, inside):
            assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
        assert inside.decode().splitlines() == text.splitlines()
        assert b"\r\nDate: " in sent


def test_mail_goes_to_the_host_that_was_named(watched: Run, tmp_path: Path) -> None:
    with Post() as post:
        smtp = f"127.0.0.1:{post.port}"
        assert watched("alerts", "add", "nordic", "--mail", "desk@paper.example", "--smtp", smtp).code == 0
        add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
        result = watched("alerts", "run")
    assert result.code == 0, result.err
    (letter,) = post.letters
    assert "To: desk@paper.example" in letter
    assert "Subject: Enligt, nordic: 1 change" in letter
    assert "new: reported: CONSULT SWE to NOR" in letter


def test_mail_that_nobody_takes_is_told(watched: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert watched("alerts", "add", "nordic", "--mail", "desk@paper.example", "--smtp", f"127.0.0.1:{port}").code == 0
    add(watched, tmp_path, "two.txt", page(3, day="2025-06-01"), "2025-06-02")
    result = watched("alerts", "run")
    assert result.code == 3
    assert "does not take the mail" in result.err


def test_alerts_are_listed_and_forgotten(watched: Run) -> None:
    assert watched("alerts", "add", "nordic", "--webhook", "https://hooks.example/a").code == 0
    assert watched("alerts", "add", "nordic", "--mail", "desk@paper.example").code == 0
    found = lines(watched("alerts", "list", "--format", "jsonl").out)
    assert [(one["kind"], one["address"]) for one in found] == [
        ("mail", "desk@paper.example"),
        ("webhook", "https://hooks.example/a"),
    ]
    assert "hooks.example" in watched("alerts", "list").out
    assert watched("alerts", "forget", "nordic", "--webhook", "https://HOOKS.example/b").code == 2
    assert watched("alerts", "forget", "nordic", "--webhook", "https://HOOKS.example/a").code == 0
    assert [one["kind"] for one in lines(watched("alerts", "list", "--format", "jsonl").out)] == ["mail"]
    assert watched("alerts", "forget", "nordic").code == 0
    assert lines(watched("alerts", "list", "--format", "jsonl").out) == []
    assert watched("alerts", "run").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["add"], ["add", "nordic"], ["add", "nordic", "--webhook", "https://a.example", "--mail", "a@b.example"],
        ["add", "nobody", "--webhook", "https://a.example"], ["add", "nordic", "--webhook", "file:///etc/passwd"],
        ["add", "nordic", "--webhook", "https://user:word@a.example/"], ["add", "nordic", "--mail", "no address"],
        ["add", "nordic", "--mail", "a@b.example\nBcc: c@d.example"], ["forget", "nobody"],
        ["forget"], ["run", "nobody"], ["sing"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(watched: Run, words: list[str]) -> None:
    result = watched("alerts", *words)
    assert result.code == 2
    assert result.err


@pytest.mark.parametrize(
    "more",
    [
        ["--smtp-user", "x"], ["--smtp", "m", "--smtp-password-file", "x"], ["--smtp", "m", "--smtp-user", "a\nb"],
        ["--smtp", "m", "--smtp-user", ""],
    ],
)  # fmt: skip
def test_a_login_that_cannot_be_is_refused(watched: Run, more: list[str]) -> None:
    assert watched("alerts", "add", "nordic", "--mail", "a@b.example", *more).code == 2
    assert lines(watched("alerts", "list", "--format", "jsonl").out) == []


@pytest.mark.parametrize("said", ["mail.example:0", "mail.example:many", ":25", "mail.example:99999"])
def test_what_is_no_host_of_mail(said: str) -> None:
    with pytest.raises(InputError, match="no host of mail"):
        mailing.mail_host(said)
    assert mailing.mail_host("mail.example") == ("mail.example", 25)
    assert mailing.mail_host("mail.example:587") == ("mail.example", 587)


def test_what_is_posted_goes_where_a_page_may_be_fetched_from() -> None:
    for address in ("http://127.0.0.1:9/", "http://10.0.0.1/", "ftp://a.example/", "http://[::1]/"):
        with pytest.raises(InputError, match=r"inner network|only whole addresses"):
            posting.post(address, b"{}", headers={})


def test_a_new_event_is_told_as_new_alone() -> None:
    from enligt.ledger import Change  # noqa: PLC0415 - what the ledger tells of changes

    record = {"status": "disputed", "independent_origins_max": 3}
    before = {"status": "reported", "origins_min": 1, "origins_max": 1, "claims": 1}
    assert alerting._kinds(Change(record, None, new=True)) == ["new"]
    assert alerting._kinds(Change(record, None, new=False)) == []
    assert alerting._kinds(Change(record, before, new=False)) == ["disputed", "origins-3"]
    assert alerting._kinds(Change(record, {**before, "status": "disputed", "origins_max": 3}, new=False)) == []
