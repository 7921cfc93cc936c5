"""Quoth's own server in a thread, on a port that stays the same when it is stopped and started again; and without a port."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Self

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.server.running import address_of, listen

_PATIENCE_S = 60.0


class LocalClient(TestClient):
    """A client in the same process that asks as a browser on the same machine does: by the name localhost."""

    def __init__(self, app: FastAPI, **options: Any) -> None:
        super().__init__(app, base_url="http://localhost", **options)


class Served:
    """A server on a house. It can be stopped and started again; the house stays the caller's."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._port = 0
        self.url = ""

    def start(self) -> None:
        """Take the port and answer."""
        self._listener = listen("127.0.0.1", self._port)
        self._port = self._listener.getsockname()[1]
        self.url = address_of(self._listener)
        config = uvicorn.Config(make_app(self._house), log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self._thread.start()
        until = time.monotonic() + _PATIENCE_S
        while not self._server.started:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """Answer what is being answered, and let go of the port."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE_S)
        self._listener.close()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop."""
        self.stop()
