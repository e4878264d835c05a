"""A name server of a few lines on this machine, and a resolver that asks it (RFC 1035)."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from skuscribe.fetch.resolve import Resolver


@contextmanager
def dns_server(answers: list[list[str]]) -> Iterator[tuple[str, int, list[str]]]:
    """Give host, port and the names asked for; each question takes the next of `answers`.

    The last answer is given again and again; with none at all no name exists.
    """
    asked: list[str] = []
    left = list(answers)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        host, port = line.getsockname()

        def serve() -> None:
            while True:
                question, sender = line.recvfrom(512)
                if not question:
                    return
                asked.append(_name(question))
                said = left.pop(0) if len(left) > 1 else (left or [[]])[0]
                line.sendto(_reply(question, said), sender)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield host, port, asked
        line.sendto(b"", (host, port))
        thread.join()


def asking(host: str, port: int) -> Resolver:
    """Return a resolver that asks the name server there for IPv4 addresses."""

    def resolve(name: str) -> list[str]:
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
        question = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(2)
            line.sendto(question, (host, port))
            reply = line.recv(512)
        _, flags, _, count, _, _ = struct.unpack(">6H", reply[:12])
        if flags & 15 == 3:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        records = reply[len(question) :]
        return [socket.inet_ntoa(records[i * 16 + 12 : i * 16 + 16]) for i in range(count)]

    return resolve


def _name(question: bytes) -> str:
    labels, at = [], 12
    while size := question[at]:
        labels.append(question[at + 1 : at + 1 + size].decode())
        at += size + 1
    return ".".join(labels)


def _reply(question: bytes, addresses: list[str]) -> bytes:
    flags = 0x8180 if addresses else 0x8183  # 3: no such name
    head = question[:2] + struct.pack(">5H", flags, 1, len(addresses), 0, 0)
    record = struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4)
    return head + question[12:] + b"".join(record + socket.inet_aton(ip) for ip in addresses)
