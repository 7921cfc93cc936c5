"""Measure one peer: ingest, cold start, answers, time, memory, load."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers.environments import Environment, Peer, size_mb
from bench.peers.judging import Said, judge
from bench.peers.loading import free_port, load, percentiles, wait_for
from bench.peers.material import Material
from bench.peers.talking import Adapter, PeerError

DEPTH = 20
COLD_STARTS = 3
CLIENTS = (1, 4, 16)

Figures = dict[str, Any]


class Bench:
    """What all peers are measured with."""

    def __init__(self, material: Material, folder: Path, requests: int) -> None:
        """Set up.

        Args:
            folder: An empty one for indexes, logs and texts.
            requests: So many over HTTP for each number of clients; 0 leaves HTTP out.
        """
        self._material = material
        self._folder = folder
        self._requests = requests
        self._texts = folder / "texts.jsonl"
        self._questions = [item.question for item in material.items]

    def write_texts(self, quoth: Peer, environment: Environment) -> int:
        """Have Quoth read the files, and keep the texts for all others; return how many."""
        with self._start(quoth, environment) as adapter:
            adapter.tell("ingest", documents="")
            return int(adapter.tell("texts", documents=str(self._texts))["documents"])

    def measure(self, peer: Peer, environment: Environment) -> Figures:
        """Return a peer's figures. Where it fails, those measured until then and `error`, its own words."""
        figures: Figures = {"installed_mb": environment.installed_mb, "torch_mb": environment.torch_mb}
        index = self._folder / f"{peer.environment}-{peer.mode}"
        index.mkdir()
        try:
            figures |= self._ingest(peer, environment, index)
            figures["cold_start_s"] = round(statistics.median(self._cold_start(peer, environment, index)), 2)
            with self._start(peer, environment) as adapter:
                adapter.tell("load", folder=str(index))
                figures |= self._ask(adapter)
                if self._requests:
                    figures["http"] = self._load(adapter)
        except (PeerError, TimeoutError) as error:
            figures["error"] = " ".join(str(error).split())
        return figures

    def _start(self, peer: Peer, environment: Environment) -> Adapter:
        return Adapter(peer, environment, self._material.files, self._folder / "stderr.txt")

    def _ingest(self, peer: Peer, environment: Environment, index: Path) -> Figures:
        with self._start(peer, environment) as adapter:
            version = adapter.tell("about")["version"]
            done = adapter.tell("ingest", documents=str(self._texts))
            adapter.tell("save", folder=str(index))
        return {
            "version": version,
            "passages": done["passages"],
            "passages_per_second": round(done["passages"] / done["seconds"], 1),
            "ingest_s": round(done["seconds"], 2),
            "ingest_memory_mb": round(done["memory_mb"]),
            "index_mb": round(size_mb(index), 2),
        }

    def _cold_start(self, peer: Peer, environment: Environment, index: Path) -> list[float]:
        """Return the seconds from the start of a process to its first answer, some times over."""
        seconds = []
        for _ in range(COLD_STARTS):
            started = time.perf_counter()
            with self._start(peer, environment) as adapter:
                adapter.tell("load", folder=str(index))
                adapter.tell("ask", question=self._questions[0], k=DEPTH)
                seconds.append(time.perf_counter() - started)
        return seconds

    def _ask(self, adapter: Adapter) -> Figures:
        """Ask every question twice: the first round is judged and warms up, the second is timed."""
        said = []
        for question in self._questions:
            answer = adapter.tell("ask", question=question, k=DEPTH)
            passages = answer["passages"] or adapter.tell("find", question=question, k=DEPTH)["passages"]
            said.append(Said([passage["text"] for passage in passages], answer["quote"], is_answered=answer["answered"]))
        elapsed_ms = [adapter.tell("ask", question=question, k=DEPTH)["ms"] for question in self._questions]
        memory_mb = round(adapter.tell("memory")["memory_mb"])
        return judge(self._material.items, said) | {"ask": percentiles(elapsed_ms), "memory_mb": memory_mb}

    def _load(self, adapter: Adapter) -> Figures:
        port = free_port()
        path = adapter.tell("serve", port=port, k=DEPTH)["path"]
        wait_for(port, path, self._questions[0])
        load(port, path, self._warming(), clients=max(CLIENTS), requests=max(CLIENTS))
        return {str(clients): load(port, path, self._questions, clients, self._requests) for clients in CLIENTS}

    def _warming(self) -> Sequence[str]:
        return self._questions[: max(CLIENTS)]
