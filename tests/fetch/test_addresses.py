"""Only what anybody on the internet can be asked at is public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.fetch.addresses import is_public


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.0",
        "100.127.255.255",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1:7f00:0:100::",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:20::1",
        "2001:db8::",
        "2001:db8:ffff::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2606:2800::5efe:7f00:1",
        "2606:2800::200:5efe:10.0.0.1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "93.184.215.14",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "2001:200::1",
        "2003::1",
        "3fff:1000::1",
    ],
)
def test_public(text: str) -> None:
    assert is_public(ip_address(text))


# Written anew from the registries, as first and last address, so that a slip in a mask shows.
SPECIAL_4 = """
0.0.0.0-0.255.255.255 10.0.0.0-10.255.255.255 100.64.0.0-100.127.255.255
127.0.0.0-127.255.255.255 168.63.129.16-168.63.129.16 169.254.0.0-169.254.255.255
172.16.0.0-172.31.255.255 192.0.0.0-192.0.0.255 192.0.2.0-192.0.2.255
192.88.99.0-192.88.99.255 192.168.0.0-192.168.255.255 198.18.0.0-198.19.255.255
198.51.100.0-198.51.100.255 203.0.113.0-203.0.113.255 224.0.0.0-255.255.255.255
"""
SPECIAL_6 = """
::-1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
3fff::-3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff
4000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
"""


def numbers(table: str) -> list[tuple[int, int]]:
    pairs = (entry.split("-") for entry in table.split())
    return [(int(ip_address(first)), int(ip_address(last))) for first, last in pairs]


def near(table: str, bits: int) -> st.SearchStrategy[int]:
    """Numbers anywhere, and more often at the edges of the ranges."""
    top = 2**bits - 1
    edges = {n + d for pair in numbers(table) for n in pair for d in (-1, 0, 1)}
    return st.one_of(
        st.integers(0, top), st.sampled_from(sorted(e for e in edges if 0 <= e <= top))
    )


@given(near(SPECIAL_4, 32))
def test_ipv4_as_in_the_registry(number: int) -> None:
    special = any(first <= number <= last for first, last in numbers(SPECIAL_4))
    assert is_public(IPv4Address(number)) != special


@given(near(SPECIAL_6, 128))
def test_ipv6_as_in_the_registry(number: int) -> None:
    special = any(first <= number <= last for first, last in numbers(SPECIAL_6))
    isatap = f"{IPv6Address(number).exploded}"[20:29] in {"0000:5efe", "0200:5efe"}
    assert is_public(IPv6Address(number)) == (not special and not isatap)
