"""Which machines may be asked for a document: those that anybody on the internet could ask."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from publisher.errors import ConfigurationError, DeliveryError

IPAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: An IPv4 address in its last 32 bits (RFC 6052, section 2.1), for networks that have IPv6 alone.
_NAT64 = IPv6Network("64:ff9b::/96")

#: Local translation (RFC 8215), IPv4-compatible addresses and the tunnels Teredo and 6to4: nobody publishes there.
_NEVER_PUBLIC = tuple(
    IPv6Network(network) for network in ("64:ff9b:1::/48", "::/96", "2001::/32", "2002::/16", "fec0::/10")
)

HINT = "If it is a machine of yours, name it in `allow_private` of [fetch] in publisher.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Machines of one's own network that may be asked all the same."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> Allowed:
        """Read names of hosts, addresses and networks, such as ``10.0.0.0/8``.

        Raises:
            ConfigurationError: One of them is none of these.
        """
        hosts: set[str] = set()
        networks: list[Network] = []
        for name in names:
            try:
                networks.append(ip_network(name.strip("[]"), strict=False))
            except ValueError:
                if "/" in name or not name.strip():
                    raise ConfigurationError(
                        f"fetch.allow_private: {name!r} is neither a host nor a network",
                        hint="Write `nas.example.org`, `192.168.1.20` or `10.0.0.0/8`.",
                    ) from None
                hosts.add(_plain_host(name))
        return cls(hosts=frozenset(hosts), networks=tuple(networks))

    def admits(self, host: str, address: IPAddress) -> bool:
        """Tell whether this host, at this address, was named."""
        return _plain_host(host) in self.hosts or any(
            same.version == network.version and same in network
            for same in _spellings(address)
            for network in self.networks
        )


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is one that the whole internet reaches.

    >>> is_public(ip_address("93.184.215.14")), is_public(ip_address("::ffff:127.0.0.1"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or _translated(address)
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _NEVER_PUBLIC):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def resolve(host: str, port: int, allowed: Allowed) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Look a host up once, and return where it may be dialled.

    One refused address among several refuses the host: who answers with both
    a public and a private one is after the private one.

    Raises:
        DeliveryError: The name leads nowhere, or into a private network.
        OSError: The name cannot be looked up.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places: list[tuple[socket.AddressFamily, tuple[str, int]]] = []
    for family, _, _, _, where in found:
        if family not in {socket.AF_INET, socket.AF_INET6}:
            continue
        written = str(where[0])
        address = ip_address(written.partition("%")[0])
        if not is_public(address) and not allowed.admits(host, address):
            shown = host if host.strip("[]") == written else f"{host} ({written})"
            raise PrivateAddressError(f"{shown} is an address of a private network, and is not asked", hint=HINT)
        # As a number: nothing looks it up a second time, when the answer might be another.
        places.append((family, (written, port)))
    if not places:
        raise DeliveryError(f"there is no address for {host}", hint="Check the name of the host.")
    return list(dict.fromkeys(places))


class PrivateAddressError(DeliveryError):
    """A host that is not to be asked."""


def _translated(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _spellings(address: IPAddress) -> tuple[IPAddress, ...]:
    """Return the address itself, and the IPv4 address in it."""
    inner = (address.ipv4_mapped or _translated(address)) if isinstance(address, IPv6Address) else None
    return (address,) if inner is None else (address, inner)


def _plain_host(host: str) -> str:
    return host.strip("[]").rstrip(".").casefold()
