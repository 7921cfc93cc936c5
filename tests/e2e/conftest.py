"""A real library of a few small documents and the web app on it, with the real encoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.settings import load_settings
from serving import LocalClient

POST_MILL = """---
title: Post mills
date: 2024-03-05
owner: Mill Trust
---

# Post mills

A post mill is a windmill whose whole body turns on a single upright post, so that the miller can face the wind.

## Size

The body of a typical post mill weighs about 25 tonnes and rests on a post of oak that is 60 centimetres thick.

| Mill | Built | Height |
|---|---|---|
| Tarn Hill | 1742 | 14 m |
| Low Moor | 1801 | 11 m |

## Parts

A post mill has these parts:

- the trestle, which carries the post
- the buck, which is the body that turns
- the tail pole, with which the miller turns it
"""
SMOCK_MILL = """# Smock mills

A smock mill is a windmill with a wooden tower of six or eight sloping sides, of which only the cap turns to face the wind.

The difference between a post mill and a smock mill is that a post mill turns as a whole and a smock mill turns only its cap.
"""
PAGE = """<html><head><title>Grinding</title></head><body><nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>
<h1>Grinding</h1><p>Millstones are dressed every three weeks, because worn furrows heat the flour &amp; spoil it.</p>
<p>&lt;script&gt;alert("x")&lt;/script&gt; is not run.</p></body></html>"""
NOTES = "Flour is kept in sacks of 63 kilograms.\n\nA miller was paid by toll: one sixteenth of the grain was his.\n"


def write_corpus(folder: Path) -> Path:
    """Write the documents: Markdown, HTML and text, with a folder, spaces and other scripts in their names."""
    texts = {"mills/post mill.md": POST_MILL, "mills/smock.md": SMOCK_MILL, "grinding.html": PAGE, "風車/notes é.txt": NOTES}
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "blank.md").write_text("")
    return folder


@pytest.fixture(scope="session")
def mill_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house whose library holds the documents; no test may change it."""
    folder = tmp_path_factory.mktemp("mills")
    with House.create(load_settings(library={"dir": folder / "library"})) as house:
        house.ingest([write_corpus(folder / "corpus")])
        yield house


@pytest.fixture(scope="session")
def client(mill_house: House) -> Iterator[TestClient]:
    """Return a client of the app on that house, warmed up."""
    mill_house.asker.warm_up()
    with LocalClient(make_app(mill_house), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def own_client(tmp_path: Path, mill_house: House) -> Iterator[TestClient]:
    """Return a client of an app on an empty library of its own, with small limits; it may be changed."""
    settings = load_settings(
        library={"dir": tmp_path / "library"}, server={"max_upload_bytes": 2000}, answer={"max_question_characters": 100}
    )
    del mill_house  # loaded first, so that the weights are in the file cache
    with House.create(settings) as house, LocalClient(make_app(house)) as opened:
        yield opened
