"""The real encoder, loaded once, and one library of the shipped corpus that every test may ask and none may change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.shelf import Shelf
from postgresql import Cluster, programs
from quoth.ask import Asker
from quoth.house import House
from quoth.library import Library
from quoth.settings import Settings, load_settings

_CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def corpus_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house whose library holds the shipped corpus; no test may change it."""
    folder = tmp_path_factory.mktemp("corpus")
    with House.create(load_settings(library={"dir": folder / "library"})) as house:
        report = house.ingest([_CORPUS / "documents"])
        assert report.failed == []
        yield house


@pytest.fixture
def shelf(tmp_path: Path, elsewhere: Path, corpus_house: House) -> Iterator[Shelf]:
    """Return a library of the test's own, still empty, that shares the loaded encoder."""
    assert elsewhere.is_dir()
    folder = tmp_path / "documents"
    folder.mkdir()
    with Library.create(tmp_path / "library") as library:
        asker = Asker(library, corpus_house.encoder, Settings())
        yield Shelf(library=library, encoder=corpus_house.encoder, asker=asker, folder=folder)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return a running server of the tests' own."""
    folder = programs()
    if folder is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed (`apt-get install postgresql`)")
    assert folder is not None, "CI installs PostgreSQL"
    with Cluster(folder) as running:
        yield running
