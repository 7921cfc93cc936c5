"""A small real library, built once through the command line itself, and a way to run commands on it in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from quoth.cli import main

DOCUMENTS = {
    "handbook.md": """---
title: Acme employee handbook
date: 2025-03-01
---

# Acme employee handbook

## Probation

The probation period for new employees at Acme is six months.

## Annual leave

Every employee of Acme is entitled to 31 days of annual leave per year.
""",
    "parking.md": """# Parking rules

Parking permits are issued by the facilities office in Leeds.
""",
    "glossary.md": """# Glossary

## Zorbium

Zorbium is a synthetic polymer used to seal the windows of submarines.
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one command did."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs one command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        capfd.readouterr()
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            status = main(arguments)
        captured = capfd.readouterr()
        return Ran(status=status, out=captured.out, err=captured.err)

    return run_command


def build(folder: Path) -> Path:
    """Write the documents and ingest them; return the folder, which holds `documents` and `index` then."""
    (folder / "documents").mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    assert main(["ingest", str(folder / "documents"), "--library", str(folder / "index")]) == 0
    return folder


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a library that all tests share; nobody writes to it."""
    return str(build(tmp_path_factory.mktemp("cli")) / "index")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder with documents and a library that the test may change."""
    return build(tmp_path / "own")
