"""Serve jobs whose messages may go to this machine's first address: a process for tests to kill.

python hooked.py FOLDER RECEIVER-PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fetch.served import Site
from serve.api.conftest import page
from skuscribe.serve.api.server import Api, Offer, serve_beside
from skuscribe.serve.api.webhooks import Hooks
from skuscribe.serve.server import address_of, listening
from skuscribe.settings import Settings

SECRET = "a secret of some length"  # noqa: S105 - of the tests


def main(folder: str, port: str) -> None:
    policy = Site(int(port)).policy(seconds=30.0, attempts=2)
    offer = Offer("127.0.0.1", jobs=Path(folder) / "jobs", hooks=Hooks(SECRET, policy))
    with listening("127.0.0.1", 0) as socket:
        sys.stderr.write(f"{address_of(socket)}\n")
        serve_beside(Api(Settings(ocr="none"), offer), page, socket)


if __name__ == "__main__":
    main(*sys.argv[1:])
