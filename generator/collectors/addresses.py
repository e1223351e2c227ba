"""Turn the name of a host into a connection, but only to an address that is public.

A page that somebody links to must not make this machine ask its own services, its neighbours or
the metadata service of a cloud (server-side request forgery). The name is resolved once, each
address it has is judged, and the connection goes to the very address that was judged, so that a
name server which answers differently the second time (DNS rebinding) gains nothing.

Refuses a host of which any address is not public unicast. Addresses that hold another one inside
(IPv4-mapped, NAT64) are judged by that one; transition schemes that nobody should meet any more
(6to4, Teredo, IPv4-compatible) are refused altogether.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host, as text, for a port. Raises OSError."""

Dial = Callable[[tuple[str, int], float], socket.socket]
"""A connection to an address and port within some seconds. Raises OSError."""

MOST_ADDRESSES: Final = 2
"""How many addresses of one host are tried, of IPv4 and of IPv6 each."""

# https://www.iana.org/assignments/iana-ipv4-special-registry/ and its sister for IPv6, in which
# `is_global` of `ipaddress` leaves gaps that differ from one Python to the next. The first match
# counts.
_IPV4: Final = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.100.100.200/32", "a cloud's metadata address"),
        ("100.64.0.0/10", "an address within a provider's network"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud's metadata address"),
        ("169.254.169.254/32", "a cloud's metadata address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for examples"),
        ("192.31.196.0/24", "a reserved address"),
        ("192.52.193.0/24", "a reserved address"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("192.175.48.0/24", "a reserved address"),
        ("198.18.0.0/15", "an address for measurements"),
        ("198.51.100.0/24", "an address for examples"),
        ("203.0.113.0/24", "an address for examples"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_IPV6: Final = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("fd00:ec2::254/128", "a cloud's metadata address"),
        ("fd20:ce::254/128", "a cloud's metadata address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
        ("2001:db8::/32", "an address for examples"),
        ("3fff::/20", "an address for examples"),
        ("2001::/23", "a reserved address"),  # Teredo and ORCHID among it
        ("2002::/16", "a reserved address"),  # 6to4
        ("2620:4f:8000::/48", "a reserved address"),
        ("2000::/3", ""),
        ("::/0", "a reserved address"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")

# A single label, and the domains that RFC 6761, 6762 and 8375 and habit reserve.
_PRIVATE_NAME = re.compile(
    r"^[^.:\[]+$|\.(?:local|localhost|internal|intranet|private|corp|lan|home|home\.arpa)$"
)


class NotPublicError(Exception):
    """A host has an address that is not public; `kind` says which, as "a loopback address"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def not_public(address: str) -> str | None:
    """What kind of address this is if it is not public, such as "a loopback address".

    Raises ValueError if it is no IP address.
    """
    return _kind(ip_address(address.partition("%")[0]))


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _IPV4 if address in network), None)
    inner = address.ipv4_mapped
    if address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is not None:
        return _kind(inner)
    return next(kind for network, kind in _IPV6 if address in network) or None


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host` by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Opens connections. `allow_private` lets everything pass; the rest is what it stands on."""

    allow_private: bool = False
    resolve: Resolve = resolve
    dial: Dial = socket.create_connection

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        """A connection to the first address of a host that answers, in `timeout` seconds in all.

        Raises NotPublicError before anything is sent to anybody, and OSError.
        """
        host, port = address
        addresses = self.check(host, port)
        six = [address for address in addresses if ":" in address][:MOST_ADDRESSES]
        four = [address for address in addresses if ":" not in address][:MOST_ADDRESSES]
        candidates = [address for address in addresses if address in (*six, *four)]
        deadline = time.monotonic() + timeout
        failure: OSError = OSError("no address")
        for number, candidate in enumerate(candidates, start=1):
            left = deadline - time.monotonic()
            # Half of the time for the first: an IPv6 address that leads nowhere keeps it all.
            share = left if number == len(candidates) else left / 2
            try:
                return self.dial((candidate, port), max(share, 0.01))
            except OSError as error:
                failure = error
        raise failure

    def check(self, host: str, port: int) -> Sequence[str]:
        """The addresses of `host`, all of them public. Raises NotPublicError and OSError."""
        try:
            addresses = list(self.resolve(host, port))
        except UnicodeError:  # a label that the system's codec for hosts does not take
            raise socket.gaierror(socket.EAI_NONAME, "no such host") from None
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        if not self.allow_private:
            for address in addresses:
                if kind := not_public(address):
                    raise NotPublicError(kind)
        return addresses

    def check_for_proxy(self, host: str, port: int) -> None:
        """Judge what a proxy will be asked for, as far as that can be done from here.

        The proxy resolves the name again, and may know names that this machine does not: those
        pass, unless they are such as only private networks have. Raises NotPublicError.
        """
        if self.allow_private:
            return
        if _PRIVATE_NAME.search(host):
            raise NotPublicError("a name of a private network")
        with suppress(OSError):
            self.check(host, port)
