"""Start an adapter in its peer's environment and talk to it, a line of JSON each way."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.peers.environments import HERE, Environment, Peer

# Its packages are its environment's alone; and it keeps byte code, or every cold start would compile anew.
_NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")


class PeerError(Exception):
    """A peer failed at what it was told, or ended; holds its own words."""


class Adapter:
    """An adapter's process. Use `with`: it ends with the block."""

    def __init__(self, peer: Peer, environment: Environment, files: Path, errors: Path) -> None:
        """Start it.

        Args:
            files: What Quoth ingests.
            errors: The file to which its standard error goes.
        """
        command = [str(environment.python), str(HERE / "adapters" / peer.adapter), *([peer.mode] if peer.mode else [])]
        inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        self._errors = errors
        with errors.open("w") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8", cwd=errors.parent,
                env=inherited | {"PEERS_FILES": str(files)},
            )  # fmt: skip

    def tell(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Have it do something and return what it says.

        Raises:
            PeerError: It could not.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise PeerError("the adapter has no pipes")
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise PeerError(self._last_words()) from error
        if not (line := self._process.stdout.readline()):
            raise PeerError(self._last_words())
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            raise PeerError(said["error"])
        return said

    def _last_words(self) -> str:
        status = self._process.wait(timeout=60)
        lines = self._errors.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"the adapter ended with status {status}"

    def __enter__(self) -> Self:
        """Return the adapter itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the process: by the end of its input, and if it does not heed that, by force."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
                self._process.wait(timeout=30)
            except (BrokenPipeError, subprocess.TimeoutExpired):
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
