"""Load a peer's server: so many clients at once, each with one connection that it keeps."""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

TIMEOUT_S = 120
OK = 200


@dataclass(slots=True)
class _Log:
    elapsed_ms: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def free_port() -> int:
    """Return a port of this machine that nobody has just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int, path: str, question: str, patience_s: float = 180) -> None:
    """Ask until the server answers: it loads its models first.

    Raises:
        TimeoutError: It does not.
    """
    until = time.monotonic() + patience_s
    log = _Log()
    while time.monotonic() < until:
        _client(port, path, [question], log)
        if log.elapsed_ms:
            return
        time.sleep(0.2)
    raise TimeoutError(f"No answer from the server within {patience_s:.0f} s; the last try said: {log.failures[-1]}")


def load(port: int, path: str, questions: Sequence[str], clients: int, requests: int) -> dict[str, float | str]:
    """Ask in turn from so many clients; return latency in ms, requests a second, and the number of failures with an example."""
    endless = [questions[n % len(questions)] for n in range(requests)]
    log = _Log()
    threads = [
        threading.Thread(target=_client, args=(port, path, list(islice(endless, n, None, clients)), log))
        for n in range(clients)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed_s = time.perf_counter() - started
    figures: dict[str, float | str] = {"failures": len(log.failures)}
    if log.failures:
        figures["failure"] = log.failures[0][:200]
    return figures | percentiles(log.elapsed_ms) | {"per_second": round(len(log.elapsed_ms) / elapsed_s, 2)}


def percentiles(values_ms: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile, in ms; nothing of fewer than two values."""
    if len(values_ms) < 2:  # noqa: PLR2004 - quantiles need two
        return {}
    return {
        "p50_ms": round(statistics.median(values_ms), 2),
        "p95_ms": round(statistics.quantiles(values_ms, n=20, method="inclusive")[-1], 2),
    }


def _client(port: int, path: str, questions: Sequence[str], log: _Log) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    for question in questions:
        started = time.perf_counter()
        try:
            connection.request("POST", path, json.dumps({"question": question}), {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = response.read()
        except (OSError, http.client.HTTPException) as error:
            log.failures.append(f"{type(error).__name__}: {error}")
            connection.close()
            continue
        if response.status == OK:
            log.elapsed_ms.append((time.perf_counter() - started) * 1000)
        else:
            log.failures.append(f"{response.status} {said.decode(errors='replace')}")
    connection.close()
