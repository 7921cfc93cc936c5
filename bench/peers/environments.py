"""The peers, and a virtual environment for each, made once and kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DEFAULT_FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quoth-peers"
# What serves a peer over HTTP. Installed after its size was taken, since it is no part of what the peer needs.
SERVER = ("fastapi==0.165.0", "uvicorn==0.54.0")
_RECORD = "peers.json"
# Taken out again after the size was taken. Only docling, which converts files, needs torchvision; in a build for another torch
# it keeps transformers from being imported ("operator torchvision::nms does not exist").
_TAKEN_OUT = {"verbatim_rag": ("torchvision",)}
# What every environment holds, whatever is installed into it.
_NOT_THEIRS = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "wheel")


class InstallError(Exception):
    """An environment cannot be made; holds the last thing that pip said."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the table: an adapter in one of its modes, in an environment that others may share."""

    name: str
    environment: str
    adapter: str
    mode: str = ""


PEERS = (
    Peer("Quoth", "quoth", "quoth_itself.py"),
    Peer("Verbatim RAG, retrieval", "verbatim_rag", "verbatim_rag_index.py", "retrieval"),
    Peer("Verbatim RAG, quotes", "verbatim_rag", "verbatim_rag_index.py", "quotes"),
    Peer("Haystack, BM25", "haystack", "haystack_pipelines.py", "bm25"),
    Peer("Haystack, embedding", "haystack", "haystack_pipelines.py", "embedding"),
    Peer("Haystack, extractive reader", "haystack", "haystack_pipelines.py", "reader"),
    Peer("txtai", "txtai", "txtai_embeddings.py"),
    Peer("LlamaIndex", "llama_index", "llama_index_retriever.py"),
    Peer("sentence-transformers + faiss", "sentence_transformers", "sentence_transformers_faiss.py"),
    Peer("bm25s", "bm25s", "bm25s_index.py"),
)
# What a reader of the figures must know of a set-up that is not simply "installed and used as documented".
NOTES = {
    "haystack": "Haystack is 3.4.0: 3.4.1 requires certifi>=2026.10.19, which the package index did not hold when this was written.",
    "verbatim_rag": "Verbatim RAG runs with pymilvus 2.6.3 and milvus-lite 2.5.1, since the newest refuse its collection, and without"
    " torchvision. Milvus Lite is a process of its own, whose memory is not counted. Its default chunker cuts at Markdown headings,"
    " which these texts do not have: its chunker of 512 characters takes its place.",
    "quoth": "Quoth reads files, in processes of their own whose memory is not counted; the others are given the texts it reads.",
    "txtai": "txtai's segmentation makes a passage of every paragraph, headings too.",
}
ENVIRONMENTS = tuple(dict.fromkeys(peer.environment for peer in PEERS))


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with a peer in it, and what it takes on disk, in MB, without byte code and without the server."""

    folder: Path
    installed_mb: float
    torch_mb: float

    @property
    def python(self) -> Path:
        """Return its interpreter."""
        return self.folder / "bin/python"


@cache
def make(name: str, folder: Path) -> Environment:
    """Make the environment of a peer, or take the one that is there if nothing it was made from has changed.

    Raises:
        InstallError: pip failed.
    """
    place = folder / name
    recipe = _recipe(name)
    record = place / _RECORD
    if not record.is_file() or json.loads(record.read_text())["recipe"] != recipe:
        print(f"making {place}", file=sys.stderr)
        venv.create(place, clear=True, with_pip=True)
        arguments = ["-r", str(HERE / f"requirements/{name}.txt")]
        if name == "quoth":
            arguments += ["-c", str(ROOT / "constraints.txt"), str(_wheel(place))]
        _pip(place, *arguments)
        sizes = {"installed_mb": _size_mb(place), "torch_mb": _size_mb(place, ("torch", "torch.libs"))}
        if name in _TAKEN_OUT:
            _run([str(place / "bin/python"), "-m", "pip", "uninstall", "-q", "-y", *_TAKEN_OUT[name]])
        _pip(place, *SERVER)
        record.write_text(json.dumps({"recipe": recipe, **sizes}))
    elif name == "quoth":
        _pip(place, "--force-reinstall", "--no-deps", str(_wheel(place)))
    held = json.loads(record.read_text())
    return Environment(place, held["installed_mb"], held["torch_mb"])


def size_mb(folder: Path) -> float:
    """Return what the files below a folder hold, in MB of 2**20 bytes; byte code is not counted."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc") / 2**20


def _recipe(name: str) -> str:
    parts = [HERE / f"requirements/{name}.txt"]
    if name == "quoth":
        parts += [ROOT / "constraints.txt", ROOT / "pyproject.toml"]
    return sha256("\0".join([*SERVER, *_TAKEN_OUT.get(name, ()), *(part.read_text() for part in parts)]).encode()).hexdigest()


def _wheel(place: Path) -> Path:
    """Build this checkout."""
    built = place / "wheel"
    for old in built.glob("*.whl"):
        old.unlink()
    _run([str(place / "bin/python"), "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(built), str(ROOT)])
    return next(built.glob("*.whl"))


def _pip(place: Path, *arguments: str) -> None:
    _run([str(place / "bin/python"), "-m", "pip", "install", "-q", "--no-compile", *arguments])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise InstallError(errors[-1] if errors else f"pip ended with status {done.returncode}")


def _size_mb(place: Path, only: tuple[str, ...] = ()) -> float:
    packages = next(place.glob("lib/python3*/site-packages"))
    parts = [part for part in packages.iterdir() if part.is_dir()]
    chosen = [part for part in parts if (part.name in only if only else not part.name.startswith(_NOT_THEIRS))]
    return sum(map(size_mb, chosen))
