"""Quoth, from its own environment: real files in, `ask` and `find` out, its own server over HTTP."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import Answer, Document, Passage, Peer, run

from quoth import House, Request, load_settings


class Quoth(Peer):
    """A library in a folder."""

    distribution = "quoth"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._house: House | None = House.create(load_settings(library={"dir": self._folder}))
        self._house.encoder.encode_query("warm up")
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def house(self) -> House:
        """Return the open house."""
        if self._house is None:
            raise RuntimeError("the library is closed")
        return self._house

    def ingest(self, documents: list[Document]) -> int:
        """Read the files that the others' texts were read from, named by the environment, and return the number of passages."""
        del documents
        self.house.ingest([os.environ["PEERS_FILES"]])
        self.house.asker.warm_up()  # builds both indexes
        return self.house.counts()[1]

    def find(self, question: str, k: int) -> list[Passage]:
        """Return the fused candidates."""
        candidates = self.house.find(Request(question=question)).candidates[:k]
        return [Passage(doc_id=candidate.stored.doc_id, text=candidate.text) for candidate in candidates]

    def ask(self, question: str, k: int) -> Answer:
        """Search, read and decide; an abstention has no quote."""
        del k
        outcome = self.house.ask(Request(question=question))
        quotes = getattr(outcome, "quotes", ())
        return Answer(passages=[], quote=quotes[0].citation.quote if quotes else None, answered=bool(quotes))

    def texts(self) -> list[Document]:
        """Return the normalised texts, the input of all other peers."""
        versions = (self.house.document(held.doc_id)[1] for held in self.house.documents())
        return [Document(doc_id=version.doc_id, title=version.title, text=version.text) for version in versions]

    def save(self, folder: Path) -> None:
        """Close the library and copy its folder."""
        self.close()
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)

    def load(self, folder: Path) -> None:
        """Open the library that lies in a folder."""
        self.close()
        self._house = House.open(load_settings(library={"dir": folder}))

    def serve(self, port: int, k: int) -> str:
        """Run `quoth serve` on the library."""
        del k
        command = [str(Path(sys.executable).with_name("quoth")), "serve", "--port", str(port)]
        folder = str(self.house.settings.library.dir)
        self._server = subprocess.Popen([*command, "--library", folder])  # noqa: S603 - our own command
        return "/v1/ask"

    def close(self) -> None:
        """Close the library and end the server."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
            self._server = None
        if self._house is not None:
            self._house.close()
            self._house = None


if __name__ == "__main__":
    run(Quoth)
