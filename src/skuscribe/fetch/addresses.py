"""Which IP addresses are public: an allow-list of what anybody on the internet can be asked at.

Sources: the IANA special-purpose registries (iana-ipv4-special-registry,
iana-ipv6-special-registry; RFC 6890), the IPv6 address space registry (only 2000::/3 is global
unicast) and two addresses at which clouds answer their own machines. `ipaddress.is_global` is not
enough: in Python 3.11 it says yes to ::127.0.0.1, 64:ff9b::7f00:1, ff02::1 and others.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' shared space; 100.100.100.200 is a cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services, public by its number alone
        "169.254.0.0/16",  # link-local; 169.254.169.254 is the clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, given up
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

GLOBAL_6 = IPv6Network("2000::/3")
"""All of IPv6 that is handed out. Mapped and compatible IPv4, NAT64 and link-local lie outside."""

NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments and Teredo; what is reachable there serves no photos
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries an IPv4 address of anybody's choice
        "3fff::/20",  # documentation
    )
)

_ISATAP, _ISATAP_MASK = 0x00005EFE, 0xFCFFFFFF
"""The upper half of an ISATAP interface id, whose lower half is an IPv4 address (RFC 5214)."""


def is_public(address: Address) -> bool:
    """Return whether `address` is one of a server on the open internet.

    An IPv6 address that wraps an IPv4 address is never public, whatever it wraps.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    if address not in GLOBAL_6 or any(address in network for network in NOT_PUBLIC_6):
        return False
    return int(address) >> 32 & _ISATAP_MASK != _ISATAP
