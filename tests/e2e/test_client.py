"""Both clients against a real server: every request of the API, and its errors."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.client import AsyncClient, Client, Message, ServiceError, UnreachableError
from quoth.contract import OutcomeModel
from quoth.house import House
from quoth.settings import load_settings
from serving import Served


@pytest.fixture(scope="module")
def served(mill_house: House) -> Iterator[Served]:
    """Return a server on the mills."""
    mill_house.asker.warm_up()
    with Served(mill_house) as server:
        yield server


@pytest.fixture(scope="module")
def quoth(served: Served) -> Iterator[Client]:
    """Return a client of that server."""
    with Client(served.url) as client:
        yield client


def test_client_asks_verifies_and_gives_feedback(quoth: Client) -> None:
    """A quote that is answered verifies, can be judged, and is found again."""
    outcome = quoth.ask("What is a post mill?", k=2)
    assert outcome.quotes[0].text.startswith("A post mill is a windmill")
    assert quoth.verify(outcome).verdicts[0].standing == "exact"
    assert quoth.verify([outcome.quotes[0].citation]).verdicts[0].standing == "exact"
    assert quoth.give_feedback(outcome.answer_id, "incomplete", note="more", quote=1).note == "more"
    again = quoth.answer(outcome.answer_id)
    assert isinstance(again, OutcomeModel)
    assert again.quotes == outcome.quotes


def test_client_carries_a_conversation(quoth: Client) -> None:
    """What was said before makes a follow-up understood, as history and as messages."""
    asked = "What is a post mill?"
    assert "smock mill" in quoth.ask("And a smock mill?", history=[asked]).understood_as.lower()
    said = [
        Message(role="user", content=asked),
        Message(role="assistant", content="A windmill."),
        Message(role="user", content="And a smock mill?"),
    ]
    assert "smock mill" in quoth.chat(said).understood_as.lower()


def test_client_searches_highlights_and_lists(quoth: Client) -> None:
    """Everything that only reads."""
    assert quoth.search("post mill", k=1, documents=["mills/*"]).hits[0].rank == 1
    assert quoth.highlight("What is rye?", "Rye is a cereal.").id == 0
    assert "mills/post mill.md" in [document.doc_id for document in quoth.documents().documents]
    assert quoth.document("風車/notes é.txt").text.startswith("Flour is kept")
    assert quoth.ready().ready in (True, False)


def test_client_stores_pins_and_removes(tmp_path: Path, mill_house: House) -> None:
    """Everything that writes, on a library of its own."""
    del mill_house  # loaded first, so that the weights are in the file cache
    with (
        House.create(load_settings(library={"dir": tmp_path / "library"})) as house,
        Served(house) as server,
        Client(server.url) as client,
    ):
        assert client.put_document("a b/é.md", b"# Rye\n\nRye is sown in autumn.\n").change == "new"
        cited = client.search("When is rye sown?").hits[0].citation
        pinned = client.pin(["When is rye sown?"], cited, owner="Miller", until="2999-01-01")
        assert [pin.id for pin in client.pins().curated] == [pinned.id]
        assert client.ask("When is rye sown?").quotes[0].curated is not None
        assert client.unpin(pinned.id).id == pinned.id
        assert client.delete_document("a b/é.md").doc_id == "a b/é.md"


def test_client_raises_what_the_server_says(quoth: Client) -> None:
    """An unknown answer and an empty question are errors with the server's code."""
    with pytest.raises(ServiceError) as unknown:
        quoth.answer("0123456789abcdef")
    with pytest.raises(ServiceError) as empty:
        quoth.ask("  ")
    assert [(error.value.status, error.value.said) for error in (unknown, empty)] == [(404, "not_found"), (422, "bad_question")]


def test_client_for_asyncio_does_the_same(served: Served, quoth: Client) -> None:
    """Several questions at once get the answers that the other client gets."""

    async def ask() -> list[OutcomeModel]:
        async with AsyncClient(served.url) as client:
            return list(await asyncio.gather(*(client.ask(q) for q in ("What is a post mill?", "What is a smock mill?"))))

    found = asyncio.run(ask())
    assert [one.answer_id for one in found] == [quoth.ask(one.question).answer_id for one in found]


def test_client_for_asyncio_raises_where_no_server_is() -> None:
    """A closed port is an error of ours."""

    async def ask() -> None:
        async with AsyncClient("http://127.0.0.1:9", retries=1) as client:
            await client.ready()

    with pytest.raises(UnreachableError, match="quoth serve"):
        asyncio.run(ask())
