"""Messages to a job's sender when it has ended: signed, and sent again until they are taken.

DIR/ID/webhook.json is where to, DIR/ID/webhook-ended.json how it went. A kill between taking and
noting sends a message twice, never not at all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Literal

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_whole
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.post import PASSING, Headers, Poster

ASKED, ENDED = "webhook.json", "webhook-ended.json"
SHORTEST_SECRET = 16
SENDERS = 4
"""Threads: a receiver that is down must not hold up the others."""

SENDING = Policy(seconds=15.0, attempts=8, first_wait=1.0, longest_wait=60.0)
"""Eight attempts within about three minutes, where the receiver fails at once."""

Standing = Literal["pending", "delivered", "refused"]


@dataclass(frozen=True)
class Hooks:
    """How messages are sent.

    Attributes:
        secret: that they are signed with.
        policy: to whom and how often; another one is for tests with servers of their own.
    """

    secret: str
    policy: Policy = SENDING


class Webhooks:
    """Sends messages beside the jobs.

    Args:
        hooks: how; None sends none.

    Raises:
        SkuscribeError: `serve.webhook_secret_missing`.
    """

    def __init__(self, hooks: Hooks | None) -> None:
        if hooks is not None and len(hooks.secret) < SHORTEST_SECRET:
            raise SkuscribeError(ErrorCode.SERVE_WEBHOOK_SECRET_MISSING)
        self._hooks = hooks
        self._poster = Poster(hooks.policy) if hooks else None
        self._due: SimpleQueue[tuple[Path, bytes]] = SimpleQueue()

    def start(self) -> None:
        """Begin to send; what is under way when the process ends is sent at the next start."""
        if self._hooks is None or self._poster is None:
            return
        for number in range(SENDERS):
            # Daemons: a receiver that is down must not keep the server from ending.
            name, said = f"skuscribe-webhooks-{number}", (self._hooks.secret, self._poster)
            Thread(target=self._send, args=said, name=name, daemon=True).start()

    def asked(self, address: str) -> bytes:
        """Return what `ASKED` holds for an address that may be sent to.

        Raises:
            SkuscribeError: `serve.webhooks_off`; fetch.*, the address is refused.
        """
        if self._poster is None:
            raise SkuscribeError(ErrorCode.SERVE_WEBHOOKS_OFF)
        return json.dumps({"url": self._poster.judged(address).text}).encode()

    def due(self, home: Path, content: bytes) -> None:
        """Send a message about the job in the folder `home`, if it asked and nobody took one."""
        if standing(home) == "pending":
            self._due.put((home, content))

    def _send(self, secret: str, poster: Poster) -> None:
        while True:
            home, content = self._due.get()
            try:
                _sent(home, content, secret, poster)
            except (OSError, ValueError):  # it stays pending, and is sent again at the next start
                continue


def _sent(home: Path, content: bytes, secret: str, poster: Poster) -> None:
    """Send one message, and note how it went."""
    url = json.loads(read_small(home / ASKED))["url"]
    ended: dict[str, object] = {"state": "delivered"}
    try:
        poster.post(url, content, lambda: _signed(secret, content))
    except SkuscribeError as error:
        if error.code in PASSING:
            return
        ended = {"state": "refused", "error": error.row()}
    write_whole(home / ENDED, json.dumps(ended).encode())


def _signed(secret: str, content: bytes) -> Headers:
    now = str(int(time.time()))
    return (
        ("Content-Type", "application/json"),
        ("X-Skuscribe-Timestamp", now),
        ("X-Skuscribe-Signature", signature(secret, now, content)),
    )


def signature(secret: str, timestamp: str, content: bytes) -> str:
    """Return what the header X-Skuscribe-Signature says of a body sent at `timestamp`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + content, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def standing(home: Path) -> Standing | None:
    """Return how the message about the job in a folder stands; None where none was asked for."""
    if not (home / ASKED).exists():
        return None
    try:
        found: Standing = json.loads(read_small(home / ENDED))["state"]
    except FileNotFoundError:
        return "pending"
    return found
