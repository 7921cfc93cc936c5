"""Imports point down only, rooms do not know each other, and each heavy library has one room."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).parents[2]
_SOURCE = _REPOSITORY / "src"
_ROOMS = ("reading", "chunking", "models", "library", "index", "retrieval", "answering")
_HOMES = {
    "torch": "models",
    "sentence_transformers": "models",
    "transformers": "models",
    "tokenizers": "models",
    "safetensors": "models",
    "faiss": "index",
    "tantivy": "index",
    "sqlalchemy": "library",
    "alembic": "library",
    "selectolax": "reading",
    "markdown_it": "reading",
    "mdit_py_plugins": "reading",
    "charset_normalizer": "reading",
    "nupunkt": "text",
    "fastapi": "server",
    "starlette": "server",
    "prometheus_client": "server",
    "scipy": "evaluation",
    "slack_bolt": "slack",
    "slack_sdk": "slack",
    "click": "cli",
}


def _modules() -> Iterator[tuple[str, Path]]:
    """Yield every module of the package: its dotted name and its file."""
    for path in sorted((_SOURCE / "quoth").rglob("*.py")):
        parts = path.relative_to(_SOURCE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of everything a file imports, at its top or within a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room_of(module: str) -> str:
    """Return the first name below the package: the room, the door or the module itself."""
    return module.split(".")[1] if "." in module else ""


_IMPORTS = [(module, imported) for module, path in _modules() for imported in _imported(path)]


@pytest.mark.parametrize("room", _ROOMS)
def test_room_does_not_know_another_room(room: str) -> None:
    """A room may import what lies below it, never what stands beside it."""
    others = {f"quoth.{other}" for other in _ROOMS if other != room}
    mine = [(module, imported) for module, imported in _IMPORTS if _room_of(module) == room]
    assert mine, f"there is no room {room}"
    assert [pair for pair in mine if ".".join(pair[1].split(".")[:2]) in others] == []


@pytest.mark.parametrize("heavy", sorted(_HOMES))
def test_heavy_library_has_one_room(heavy: str) -> None:
    """Whoever wants to replace a library must find it in one place."""
    rooms = {_room_of(module) for module, imported in _IMPORTS if imported.split(".")[0] == heavy}
    assert rooms == {_HOMES[heavy]}


def test_jinja2_makes_pages_in_two_doors() -> None:
    """The chat's pages and the report's page; rooms make none."""
    assert {_room_of(module) for module, imported in _IMPORTS if imported.split(".")[0] == "jinja2"} == {"server", "evaluation"}


def test_uvicorn_serves_two_doors() -> None:
    """The pages and the API, and what Slack sends."""
    assert {_room_of(module) for module, imported in _IMPORTS if imported.split(".")[0] == "uvicorn"} == {"server", "slack"}


def test_two_jobs_alone_know_the_order_of_the_rooms() -> None:
    """Besides a room itself, only the jobs and what stands above them may import it."""
    above = {"ingest", "ask", "stacks", "house", "contract", "evaluation", "server", "client", "slack", "cli", "__main__", ""}
    strangers = {
        (module, imported)
        for module, imported in _IMPORTS
        if imported.startswith("quoth.")
        and _room_of(imported) in _ROOMS
        and _room_of(module) not in {*above, _room_of(imported)}
    }
    assert strangers == set()


def test_import_contracts_are_kept() -> None:
    """import-linter must find every contract of pyproject.toml kept."""
    if find_spec("importlinter") is None:
        pytest.skip("import-linter is not installed: it comes with the dev extra")
    command = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    environment = {**os.environ, "PYTHONPATH": str(_SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=_REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
