"""The whole job in a process that may reach no other machine: ingest, ask, verify, and a request to the server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fakes import child_environment

_CHILD = """
import json, socket, sys
from pathlib import Path

ATTEMPTS = []

def refuse(event, arguments):
    if event not in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}:
        return
    if isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX:
        return
    ATTEMPTS.append([event, repr(arguments[1:])])
    raise OSError(f"{event} is refused")

sys.addaudithook(refuse)
for attempt in (lambda: socket.create_connection(("192.0.2.1", 80), 1), lambda: socket.getaddrinfo("example.org", 80)):
    try:
        attempt()
    except OSError:
        pass
refused, ATTEMPTS[:] = len(ATTEMPTS), []

from fastapi.testclient import TestClient
from quoth import House, Request, load_settings
from quoth.contract import OutcomeModel
from quoth.server import make_app
from quoth.types import Span

question = "What is a windlass?"
with House.create(load_settings(library={"dir": Path(sys.argv[1])})) as house:
    report = house.ingest([Path(sys.argv[2])])
    outcome = OutcomeModel.of(house.ask(Request(question=question, min_probability=0)))
    cited = outcome.quotes[0].citation
    span = Span(cited.start, cited.end)
    verdict = house.verify(cited.doc_id, cited.version, span, cited.text_sha256, cited.quote_sha256)
    with TestClient(make_app(house), base_url="http://localhost") as client:
        served = client.post("/v1/ask", json={"question": question, "min_probability": 0})
        page = client.get("/", params={"question": question})
said = {
    "refused": refused, "attempts": ATTEMPTS, "new": report.new, "quote": outcome.quotes[0].text,
    "standing": verdict.standing, "served": served.json()["quotes"][0]["text"], "page": page.status_code,
    "telemetry": [name for name, module in sys.modules.items() if name.startswith("openvino_telemetry") and module],
}
print(json.dumps(said))
"""
_TEXT = "A windlass is a drum with a crank that winds a rope to lift a load."
# Where a model could lie that was downloaded before, or a setting that names another.
_FORGOTTEN = ("HF_", "TRANSFORMERS_", "SENTENCE_TRANSFORMERS_", "TORCH_", "XDG_", "QUOTH_")


@pytest.mark.parametrize("runtime", ["torch", "openvino"])
def test_whole_job_needs_no_network(runtime: str, tmp_path: Path) -> None:
    """With every connection refused and nothing in the home folder, all must work and nothing may even be tried; no runtime may tell of its use."""
    home, documents = tmp_path / "home", tmp_path / "documents"
    home.mkdir()
    documents.mkdir()
    (documents / "windlass.md").write_text(f"# Hoists\n\n{_TEXT}\n", encoding="utf-8")
    kept = {name: value for name, value in child_environment().items() if not name.startswith(_FORGOTTEN)}
    command = [sys.executable, "-c", _CHILD, str(tmp_path / "library"), str(documents)]
    done = subprocess.run(
        command, env={**kept, "HOME": str(home), "QUOTH_ENCODER__RUNTIME": runtime}, cwd=tmp_path, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "refused": 2, "attempts": [], "new": ["windlass.md"], "quote": _TEXT, "standing": "exact", "served": _TEXT, "page": 200, "telemetry": [],
    }  # fmt: skip
