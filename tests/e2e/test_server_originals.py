"""The original of a document over HTTP: the file as it was read, and its pages as they are printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from bench.printing import write_pdf
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.settings import load_settings
from serving import LocalClient

_WORDS = "The retention time of each batch record is eleven years."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("printed")
    write_pdf(made / "records.pdf", ["# Records\n\nThis page says little of interest to anybody.", f"# Retention\n\n{_WORDS}"])
    (made / "plain.txt").write_text("Only words, no pages.", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def printed(folder: Path, mill_house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a library that holds a PDF of two pages."""
    with House.create(load_settings(library={"dir": tmp_path_factory.mktemp("library")})) as house:
        house._encoder, house._reader = mill_house.encoder, mill_house.reader
        assert house.ingest([folder]).failed == []
        with LocalClient(make_app(house), follow_redirects=False) as client:
            yield client


def _citation(client: TestClient) -> dict[str, object]:
    outcome = client.post(
        "/v1/ask", json={"question": "What is the retention time of a batch record?", "min_probability": 0}
    ).json()
    return next(q["citation"] for q in outcome["quotes"] if q["text"] == _WORDS)


def test_quote_of_a_pdf_names_its_page_and_shows_it(printed: TestClient) -> None:
    """The citation must name the page; its link must show that page's picture with the words marked where they stand."""
    citation = _citation(printed)
    assert (citation["doc_id"], citation["page"]) == ("records.pdf", 2)
    page = printed.get(str(citation["link"])).text
    address = re.search(r'<image href="([^"]+)"', page)
    assert address
    picture = printed.get(address.group(1).replace("&amp;", "&"))
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert "max-age" in picture.headers["cache-control"]
    (rectangle,) = re.findall(
        r'<rect id="quote" tabindex="-1" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', page
    )
    left, top, width, height = map(float, rectangle)
    # The words begin at the margin of 56 points, on the second line of the page, 21 points below a heading at 56.
    assert 50 < left < 60
    assert 60 < top < 95
    assert 200 < width < 300
    assert 6 < height < 20


def test_picture_is_kept_only_under_the_hash_of_its_original(printed: TestClient) -> None:
    """Without the hash the next version would look like this one; with another one's hash there is no such picture."""
    assert "no-cache" in printed.get("/pictures/1/records.pdf").headers["cache-control"]
    assert "no-cache" in printed.get("/pictures/1/records.pdf?version=1").headers["cache-control"]
    assert printed.get(f"/pictures/1/records.pdf?version=1&sha256={'0' * 16}").status_code == 404


def test_original_is_handed_out_as_it_is(printed: TestClient, folder: Path) -> None:
    """The original must be the file's bytes, to be saved, not run."""
    response = printed.get("/originals/records.pdf?version=1")
    assert response.content == (folder / "records.pdf").read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-security-policy"] == "sandbox"


def test_original_that_changed_is_not_handed_out(printed: TestClient, folder: Path) -> None:
    """A file whose bytes are no longer those that were read must not pass for the original."""
    path = folder / "plain.txt"
    before = path.read_bytes()
    try:
        path.write_text("Other words, no pages.", encoding="utf-8")
        assert printed.get("/originals/plain.txt").status_code == 404
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pictures/9/records.pdf", 422),
        ("/pictures/1/plain.txt", 422),
        ("/pictures/1/nothing.pdf", 404),
        ("/pictures/0/records.pdf", 422),
        ("/originals/nothing.pdf", 404),
        ("/originals/records.pdf?version=7", 404),
        ("/originals/../../etc/passwd", 404),
    ],
)
def test_what_is_not_there_is_said(printed: TestClient, address: str, status: int) -> None:
    """A page or document that is not there must be an error in plain words."""
    assert printed.get(address).status_code == status


def test_file_saved_anew_keeps_its_original(printed: TestClient, folder: Path) -> None:
    """A file whose bytes changed and whose words did not must be handed out as it is now."""
    path = folder / "plain.txt"
    before = path.read_bytes()
    house = printed.app.state.desk.house  # type: ignore[attr-defined] # our own app
    try:
        assert printed.get("/originals/plain.txt").content == before
        path.write_bytes(before + b"\n\n")
        house.ingest([folder])
        assert printed.get("/originals/plain.txt").content == before + b"\n\n"
    finally:
        path.write_bytes(before)
        house.ingest([folder])


def test_link_of_a_renamed_document_leads_on(printed: TestClient, folder: Path) -> None:
    """An old citation's link must show its words under the new name, with the page as it was printed."""
    link = str(_citation(printed)["link"])
    house = printed.app.state.desk.house  # type: ignore[attr-defined] # our own app
    path = folder / "records.pdf"
    try:
        path.rename(folder / "archive.pdf")
        assert house.ingest([folder]).renamed == [("records.pdf", "archive.pdf")]
        moved = printed.get(link)
        assert moved.headers["location"] == link.replace("records", "archive").partition("#")[0]
        page = printed.get(moved.headers["location"]).text
        assert "<mark" in page
        address = re.search(r'<image href="([^"]+)"', page)
        assert address
        assert printed.get(address.group(1).replace("&amp;", "&")).status_code == 200
    finally:
        (folder / "archive.pdf").rename(path)
        house.ingest([folder])


def test_original_that_became_a_pipe_is_not_waited_for(printed: TestClient, folder: Path) -> None:
    """What never ends must not hold the server up."""
    path = folder / "plain.txt"
    before = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    try:
        assert printed.get("/originals/plain.txt").status_code == 404
    finally:
        path.unlink()
        path.write_bytes(before)


def test_uploaded_mail_carries_what_it_carries_now(printed: TestClient) -> None:
    """An attachment that a mail uploaded anew lacks must be gone, a further one be no new document to whoever asked."""

    def put(*names: str) -> tuple[int, str]:
        mail = EmailMessage()
        mail["Subject"], mail["From"] = "Offer", "ada@example.org"
        mail.set_content(f"Please find {len(names)} attached.")
        for name in names:
            mail.add_attachment(f"These are the words of {name}.".encode(), maintype="text", subtype="plain", filename=name)
        response = printed.put("/v1/documents/m.eml", content=mail.as_bytes())
        return response.status_code, response.json()["change"]

    assert put("a.txt", "b.txt") == (201, "new")
    assert put("c.txt") == (200, "changed")
    held = [d["doc_id"] for d in printed.get("/v1/documents").json()["documents"]]
    assert [name for name in held if name.startswith("m.eml")] == ["m.eml", "m.eml/c.txt"]
    assert printed.delete("/v1/documents/m.eml").status_code == 200
    assert printed.get("/originals/m.eml/c.txt").status_code == 404


def test_upload_keeps_its_original(printed: TestClient, folder: Path) -> None:
    """An uploaded PDF must be shown and handed out like one from a folder, and be gone when deleted."""
    data = (folder / "records.pdf").read_bytes().replace(b"eleven", b"twelve")
    assert printed.put("/v1/documents/uploaded.pdf", content=data).status_code == 201
    assert printed.get("/originals/uploaded.pdf").content == data
    assert printed.get("/pictures/2/uploaded.pdf").status_code == 200
    assert printed.delete("/v1/documents/uploaded.pdf").status_code == 200
    assert printed.get("/pictures/2/uploaded.pdf").status_code == 404
