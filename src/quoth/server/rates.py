"""How often one client may ask: a bucket of turns for each, which fills again as time passes."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from quoth.errors import RateLimitedError

_MOST_CLIENTS: Final = 10_000
_MINUTE_S: Final = 60.0
_HOME_BITS: Final = 64  # of an IPv6 address: what a home or an office is given; below it whoever asks may choose at will


class Rates:
    """Counts the requests of each client. Safe to share between threads; holds no more than 10,000 clients.

    A client is an IPv4 address or the network of 64 bits around an IPv6 address. Programs on this machine are not counted, nor
    what a proxy on it sends without saying for whom (`X-Forwarded-For`).
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Set up.

        Args:
            per_minute: How many requests a client may make in a minute; 0 for any number.
            clock: Seconds, only ever growing.
        """
        self._most = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client -> turns left, when that was so

    def take(self, client: str) -> None:
        """Take one turn of a client.

        Raises:
            RateLimitedError: It has none left; says when it has one again.
        """
        counted = _counted_as(client)
        if not self._most or counted is None:
            return
        with self._lock:
            now = self._clock()
            left, before = self._left.pop(counted, (self._most, now))
            left = min(self._most, left + (now - before) * self._most / _MINUTE_S)
            if left >= 1:
                left -= 1
                has_turn = True
            else:
                has_turn = False
            self._left[counted] = (left, now)
            while len(self._left) > _MOST_CLIENTS:
                self._left.popitem(last=False)
        if not has_turn:
            raise RateLimitedError(int(self._most), (1 - left) * _MINUTE_S / self._most)


def _counted_as(client: str) -> str | None:
    """Return what a client is counted as; None for this machine, which is not counted."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:  # a name: a test's, or a socket's
        return client
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            network = ipaddress.ip_network((int(address), _HOME_BITS), strict=False)
            return None if address.is_loopback else str(network)
        address = address.ipv4_mapped
    return None if address.is_loopback else str(address)
