"""What every test may ask for: settings without surroundings, a desk with an empty library, the seed documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from fakes import Desk, FakeEncoder
from quoth.library import Library
from quoth.settings import Settings

_REPOSITORY = Path(__file__).parents[1]

hypothesis.settings.register_profile(
    "quoth", deadline=None, max_examples=60, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("deep", hypothesis.settings.get_profile("quoth"), max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quoth"))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no setting in the environment, and return the folder."""
    for name in [name for name in os.environ if name.startswith("QUOTH_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, elsewhere: Path) -> Iterator[Desk]:
    """Return a desk with an empty library and an empty folder of documents."""
    assert elsewhere.is_dir()
    folder = tmp_path / "documents"
    folder.mkdir()
    with Library.create(tmp_path / "library") as library:
        yield Desk(library=library, encoder=FakeEncoder(), settings=Settings(), folder=folder)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Return the folder of seed documents, which stands beside a working copy of the project and is no part of it."""
    folder = _REPOSITORY.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed documents are not here: they are not shipped with the project")
    return folder
