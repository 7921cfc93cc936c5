"""The server with another reader than the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.conftest import write_corpus
from made_readers import save_reader
from quoth.house import House
from quoth.server import make_app
from quoth.settings import load_settings
from serving import LocalClient

_PAIR = {"id": 1, "question": "What is a post mill?", "text": "A post mill is a windmill."}


@pytest.mark.parametrize("kind", ["question answering", "cross-encoder", "none"])
def test_server_answers_with_any_reader_and_marks_with_one_that_can(tmp_path: Path, mill_house: House, kind: str) -> None:
    """Every reader answers in the documents' own words; what cannot say words is told as 501, and ready it is either way."""
    del mill_house  # loaded first, so that the weights are in the file cache
    model = "none" if kind == "none" else str(save_reader(tmp_path / "reader", kind))
    with House.create(load_settings(library={"dir": tmp_path / "library"}, reader={"model": model})) as house:
        house.ingest([write_corpus(tmp_path / "corpus")])
        with LocalClient(make_app(house)) as client:
            outcome = client.post("/v1/ask", json={"question": "What is a post mill?", "min_probability": 0}).json()
            for quote in outcome["quotes"]:
                cited = quote["citation"]
                text = client.get(f"/v1/documents/{cited['doc_id']}").json()["text"]
                assert text[cited["start"] : cited["end"]] == quote["text"]
            assert outcome["quotes"]
            marked = client.post("/v1/highlight", json=_PAIR)
            if kind == "question answering":
                assert marked.status_code == 200
                assert marked.json()["id"] == 1
            else:
                assert marked.status_code == 501
                assert marked.json()["error"]["code"] == "no_marks"
                assert "QUOTH_READER__MODEL" in marked.json()["error"]["hint"]
