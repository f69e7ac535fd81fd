"""Which addresses are fetched: none that is no address, and none of an inner network."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enligt.errors import UsageError
from enligt.model import Issue
from enligt.sources.addresses import is_address, spelt
from enligt.sources.fetching import Fetched, Fetcher
from enligt.sources.inner import first_inner, is_inner, networks
from web_server import PAGE, Clock, Server, answer, code, content, fetcher, redirect

# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        "ftp://paper.example/a", "file:///etc/passwd", "http://", "https:/a", "http:///a", "http://paper.example:99999/",
        "http://paper.example:0/", "http://paper.example/a\nHost: b", "http://paper.example/\x00", "http://a b/",
        "http://" + "a" * 5000, "http://[::1", "javascript:alert(1)", "//paper.example/a", "http://ex\u2028ample/", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(fetches: Fetcher, address: str) -> None:
    assert code(fetches.fetch(address)) in {"bad-address", "unknown-host"}


@pytest.mark.parametrize(
    "address", ["http://me:secret@paper.example/a", "http://secret@paper.example/", "http://secret\\@paper.example/"]
)
def test_passwords_are_never_sent_nor_kept(fetches: Fetcher, address: str) -> None:
    outcome = fetches.fetch(address)
    assert isinstance(outcome, Issue)
    assert outcome.code == "bad-address"
    assert "secret" not in outcome.location + outcome.message


def test_markup_in_an_address_is_text(server: Server, fetches: Fetcher) -> None:
    server.routes["/%3Cscript%3Ealert(1)%3C/script%3E"] = answer(PAGE)
    outcome = fetches.fetch(server.at("/<script>alert(1)</script>"))
    assert isinstance(outcome, Fetched)
    assert "<" not in outcome.page.location


def test_an_address_has_one_spelling() -> None:
    assert (
        spelt("HTTP://Tidning.example/å#rubrik") == spelt("http://tidning.example:80/%C3%A5") == "http://tidning.example/%C3%A5"
    )
    assert spelt("https://tidning.example") == "https://tidning.example/"
    assert spelt("http://hav\u00f6rn.example/") == "http://xn--havrn-lua.example/"
    assert spelt("no address") == "no address"
    assert is_address("HTTPS://x")
    assert not is_address("http.txt")


# --- inner addresses


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_is_not_global_is_inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert is_inner(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
        "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "5f00::1",
    ],
)  # fmt: skip
def test_inner_addresses(address: str) -> None:
    assert is_inner(ipaddress.ip_address(address))
    assert first_inner([address], allowed=()) == address


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "2606:4700::1111"])
def test_outer_addresses(address: str) -> None:
    assert not is_inner(ipaddress.ip_address(address))
    assert first_inner([address], allowed=()) is None


def test_what_is_allowed_is_an_address_or_a_network() -> None:
    allowed = networks(["10.1.0.0/16", "127.0.0.1", " fd00::/8 "])
    assert first_inner(["10.1.2.3", "127.0.0.1", "fd01::2"], allowed=allowed) is None
    assert first_inner(["10.2.0.1"], allowed=allowed) == "10.2.0.1"
    assert first_inner(["::ffff:127.0.0.1"], allowed=allowed) is not None
    assert first_inner(["no address"], allowed=allowed) == "no address"
    for wrong in ("localhost", "10.1.2", "300.1.1.1", ""):
        with pytest.raises(UsageError, match="no address or network"):
            networks([wrong])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0.0.0.1"]
)
def test_inner_addresses_are_not_typed(server: Server, clock: Clock, host: str) -> None:
    with fetcher(clock, allowed=()) as one:
        outcome = one.fetch(server.at("/a", host=host))
    assert code(outcome) == "inner-address"
    assert isinstance(outcome, Issue)
    assert "ENLIGT_ALLOW_ADDRESSES" in outcome.message
    assert server.requests == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost"])
def test_nor_spelt_otherwise(server: Server, clock: Clock, host: str) -> None:
    with fetcher(clock, allowed=()) as one:
        assert code(one.fetch(server.at("/a", host=host))) in {"inner-address", "unknown-host"}
    assert server.requests == []


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1", "127.0.0.1"], ["169.254.169.254"]])
def test_nor_answered_by_a_name_server(server: Server, clock: Clock, answers: list[str]) -> None:
    with fetcher(clock, allowed=(), names={"paper.example": answers}) as one:
        assert code(one.fetch(server.at("/a", host="paper.example"))) == "inner-address"
    assert server.requests == []


def test_nor_answered_the_second_time(server: Server, clock: Clock) -> None:
    names = {"paper.example": ["127.0.0.1"]}
    with fetcher(clock, names=names) as one:
        assert content(one.fetch(server.at("/a", host="paper.example"))) == PAGE
        names["paper.example"] = ["127.0.0.2"]
        assert code(one.fetch(server.at("/a", host="paper.example"))) == "inner-address"
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://trick.example/"]
)
def test_nor_redirected_to(server: Server, clock: Clock, to: str) -> None:
    server.routes["/a"] = redirect(to)
    with fetcher(clock, names={"trick.example": ["10.0.0.1"]}) as one:
        outcome = one.fetch(server.at("/a"))
    assert code(outcome) == "inner-address"
    assert isinstance(outcome, Issue)
    assert to in outcome.message
    assert outcome.location == server.at("/a")


def test_a_name_that_nobody_knows(clock: Clock) -> None:
    with fetcher(clock, names={}) as one:
        assert code(one.fetch("http://nowhere.example/")) == "unknown-host"
    assert clock.slept == []


def test_nobody_listens(clock: Clock) -> None:
    with Server() as gone:
        address = gone.at("/a")
    with fetcher(clock) as one:
        assert code(one.fetch(address)) == "unreachable"
        assert clock.slept == [4.0, 8.0]
        assert code(one.fetch(address)) == "unreachable"  # its robots.txt could not be read: it is left alone
        assert clock.slept == [4.0, 8.0]
