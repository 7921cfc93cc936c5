"""Run the web app: take the address first, say where it answers, stop gracefully."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn

from quoth.errors import PortInUseError, SettingsError
from quoth.house import House
from quoth.server.app import make_app

_BACKLOG: Final = 512
_PATIENCE_S: Final = 10


def run_server(house: House, host: str, port: int) -> None:
    """Answer until told to stop by SIGINT or SIGTERM; what is being answered then is still answered.

    Raises:
        PortInUseError: Another program has the port.
        SettingsError: The address is not one of this machine, or needs more rights.
    """
    with listen(host, port) as listener:
        config = uvicorn.Config(
            make_app(house), log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_PATIENCE_S
        )
        print(f"Quoth answers on {address_of(listener)}", file=sys.stderr, flush=True)  # noqa: T201 - for whoever started it
        with _signals_end_quietly():
            uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take an address; port 0 takes a free one.

    Raises:
        PortInUseError: Another program has it.
        SettingsError: It is not one of this machine, or needs more rights.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _not_an_address(host, port, error) from error
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(host, port) from error
        raise _not_an_address(host, port, error) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the URL to type on this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _not_an_address(host: str, port: int, error: OSError) -> SettingsError:
    return SettingsError(
        f"Quoth cannot listen on {host}, port {port}: {error.strerror}.",
        "Set QUOTH_SERVER__HOST to an address of this machine and QUOTH_SERVER__PORT to a port above 1023.",
    )


@contextmanager
def _signals_end_quietly() -> Iterator[None]:
    """Let the server return when it is told to stop: uvicorn raises the signal again once it has shut down."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
