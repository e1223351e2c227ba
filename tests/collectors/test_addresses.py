"""Which addresses are connected to, and that it is the very address that was judged."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from generator.collectors.addresses import Guard, NotPublicError, not_public, resolve


@pytest.mark.parametrize(
    ("kind", "addresses"),
    [
        ("unspecified", "0.0.0.0 0.1.2.3 :: ::ffff:0.0.0.0"),
        ("loopback", "127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 64:ff9b::7f00:1"),
        ("private", "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12:3456::1 fec0::1"),
        ("private", "::ffff:10.0.0.1 64:ff9b::a00:1 64:ff9b::c0a8:101"),
        ("link-local", "169.254.1.1 fe80::1 fe80::1%eth0 ::ffff:169.254.1.1"),
        ("metadata", "169.254.169.254 100.100.100.200 fd00:ec2::254 168.63.129.16 fd20:ce::254"),
        ("metadata", "::ffff:169.254.169.254 64:ff9b::a9fe:a9fe"),
        ("provider's network", "100.64.0.1 100.127.255.255"),
        ("multicast", "224.0.0.1 239.255.255.255 ff02::1 ff0e::1"),
        ("examples", "192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1"),
        ("measurements", "198.18.0.1 198.19.255.255"),
        ("reserved", "192.0.0.1 192.0.0.192 192.88.99.1 240.0.0.1 255.255.255.255 100::1 5f00::1"),
        ("reserved", "2002:7f00:1:: 2002:a00:1:: 2001::1 2001:0:7f00:1:: 2001:20::1 ::127.0.0.1"),
        ("reserved", "64:ff9b:1::a00:1 ::ffff:0:127.0.0.1 4000::1"),
    ],
)
def test_an_address_that_is_not_public_is_told_by_its_kind(kind: str, addresses: str) -> None:
    for address in addresses.split():
        assert kind in (not_public(address) or "public"), address


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 191.255.0.1"
    " 192.0.1.1 193.0.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1 2001:4860::1"
    " ::ffff:1.1.1.1 64:ff9b::101:101".split(),
)
def test_a_public_address_passes(address: str) -> None:
    assert not_public(address) is None


class Line:
    """A resolver and a dialler that only take notes."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.resolved: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.dead: set[str] = set()

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        return self.answers.pop(0)

    def dial(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.dialled.append(address)
        if address[0] in self.dead:
            raise ConnectionRefusedError
        return socket.socket()

    def guard(self, allow_private: bool = False) -> Guard:
        return Guard(allow_private, self.resolve, self.dial)


def test_a_name_is_resolved_once_and_the_judged_address_is_dialled() -> None:
    line = Line(["93.184.215.14"], ["127.0.0.1"])
    line.guard().connect(("rebinding.example", 80), 1.0).close()
    assert line.resolved == ["rebinding.example"]
    assert line.dialled == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    "answer", [["10.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["2606:4700::1111", "::1"]]
)
def test_one_address_that_is_not_public_keeps_all_from_being_dialled(answer: list[str]) -> None:
    line = Line(answer)
    with pytest.raises(NotPublicError):
        line.guard().connect(("mixed.example", 80), 1.0)
    assert line.dialled == []


def test_private_addresses_are_dialled_where_that_is_allowed() -> None:
    line = Line(["10.0.0.1"])
    line.guard(allow_private=True).connect(("desk.example", 80), 1.0).close()
    assert line.dialled == [("10.0.0.1", 80)]


def test_the_next_address_is_tried_where_one_is_dead_but_not_without_end() -> None:
    line = Line(["2606:4700::1", "1.1.1.1"])
    line.dead = {"2606:4700::1"}
    line.guard().connect(("two.example", 80), 1.0).close()
    assert [address for address, _ in line.dialled] == ["2606:4700::1", "1.1.1.1"]
    many = [*(f"2606:4700::{n}" for n in range(50)), *(f"1.1.1.{n}" for n in range(50))]
    line = Line(many)
    line.dead = set(many)
    with pytest.raises(ConnectionRefusedError):
        line.guard().connect(("many.example", 80), 1.0)
    assert [address for address, _ in line.dialled] == [*many[:2], *many[50:52]]


def test_a_name_without_addresses_is_not_found() -> None:
    with pytest.raises(socket.gaierror):
        Line([]).guard().connect(("none.example", 80), 1.0)


@pytest.mark.parametrize(
    "spelling",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "::1", "0.0.0.0", "localhost"],
)
def test_the_systems_resolver_sees_through_odd_spellings(spelling: str) -> None:
    try:
        resolve(spelling, 80)
    except OSError:
        pytest.skip(f"this system's resolver does not know {spelling}")
    with pytest.raises(NotPublicError):
        Guard().check(spelling, 80)


@pytest.mark.parametrize(
    ("host", "passes"),
    [
        ("93.184.215.14", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("intranet", False),
        ("wiki.corp", False),
        ("printer.local", False),
        ("metadata.google.internal", False),
        ("news.example", True),
    ],
)
def test_what_a_proxy_is_asked_for_is_judged_as_far_as_it_can_be(host: str, passes: bool) -> None:
    def unknown(name: str, port: int) -> Sequence[str]:
        if name.replace(".", "").isdigit() or ":" in name:
            return [name]
        raise socket.gaierror

    guard = Guard(resolve=unknown)
    if passes:
        guard.check_for_proxy(host, 80)
        assert guard.dial is socket.create_connection
    else:
        with pytest.raises(NotPublicError):
            guard.check_for_proxy(host, 80)
