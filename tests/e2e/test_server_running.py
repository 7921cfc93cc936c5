"""The server as a process: it takes its port, says where it answers, and ends when told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from quoth.errors import PortInUseError, SettingsError
from quoth.server.running import address_of, listen

SERVE = """
import sys
from pathlib import Path
from quoth.house import House
from quoth.server import run_server
from quoth.settings import load_settings

with House.create(load_settings(library={"dir": Path(sys.argv[1])}, server={"max_upload_bytes": 100_000})) as house:
    run_server(house, "127.0.0.1", 0)
print("closed")
"""


def test_server_answers_says_where_and_stops_when_told(tmp_path: Path) -> None:
    """A real process prints one line, answers at once, gets ready, refuses too much, and ends well on SIGTERM."""
    command = [sys.executable, "-c", SERVE, str(tmp_path / "library")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        line = process.stderr.readline()
        address = re.fullmatch(r"Quoth answers on (http://127\.0\.0\.1:\d+)\n", line)
        assert address, line
        with httpx.Client(base_url=address[1], timeout=120) as client:
            assert client.get("/healthz").json() == {"status": "up"}
            _wait_until_ready(client)
            assert client.put("/v1/documents/a.md", content=b"x" * 5_000_000).status_code == 413
            assert client.put("/v1/documents/a.md", content=b"Rye is sown in autumn.\n").status_code == 201
            assert client.post("/v1/ask", json={"question": "When is rye sown?"}).status_code == 200
            assert client.post("/v1/ask", content=b"x" * 11_000_000).json()["error"]["code"] == "too_large"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stdout.read() == "closed\n"


def _wait_until_ready(client: httpx.Client) -> None:
    until = time.monotonic() + 120
    while (response := client.get("/readyz")).status_code != 200:
        assert response.status_code == 503
        assert response.json()["ready"] is False
        assert int(response.headers["retry-after"]) > 0
        assert time.monotonic() < until, response.text
        time.sleep(0.2)
    assert response.json() == {"ready": True, "documents": 0, "passages": 0, "generation": 0, "message": None}


def test_port_in_use_is_said_with_a_way_out() -> None:
    """A taken port is an error of ours that names the port and another one."""
    with listen("127.0.0.1", 0) as taken, pytest.raises(PortInUseError) as refused:
        listen("127.0.0.1", taken.getsockname()[1])
    assert str(refused.value.port) in refused.value.message


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_address_of_another_machine_is_refused(host: str) -> None:
    """An address that is not ours is a wrong setting."""
    with pytest.raises(SettingsError, match="QUOTH_SERVER__HOST"):
        listen(host, 0)


def test_address_can_be_typed_into_a_browser() -> None:
    """Listening everywhere is shown as an address of this machine."""
    with listen("0.0.0.0", 0) as listener:  # noqa: S104 - what is tested
        assert isinstance(listener, socket.socket)
        assert address_of(listener).startswith("http://127.0.0.1:")


def test_ready_says_why_it_is_not(own_client: TestClient) -> None:
    """While it starts, or in the end, `readyz` has the same fields."""
    response = own_client.get("/readyz")
    assert response.json().keys() == {"ready", "documents", "passages", "generation", "message"}
    assert response.status_code == (200 if response.json()["ready"] else 503)
