"""Verifying: what became of a citation, and no forgery passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fakes import Desk, FakeEncoder
from quoth.ingest import ingest_documents
from quoth.library import Library, verify
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.settings import Settings
from quoth.types import Citation, Span, Verdict, Version, sha256
from strategies import paragraphs


def _verify(library: Library, citation: Citation, **forged: object) -> Verdict:
    """Verify a citation, some of its parts replaced."""
    parts: dict[str, object] = {
        "doc_id": citation.version.doc_id,
        "version": citation.version.version,
        "span": citation.span,
        "text_sha256": citation.version.text_sha256,
        "quote_sha256": citation.quote_sha256,
    }
    with library.reading() as snapshot:
        return verify(snapshot, **{**parts, **forged})  # type: ignore[arg-type] # the parts of a citation


def _cite(version: Version, words: str) -> Citation:
    start = version.text.index(words)
    return Citation(version=version, span=Span(start, start + len(words)))


@pytest.fixture
def citation(desk: Desk) -> Citation:
    """Return a citation of the second sentence of a document."""
    desk.write("a.txt", "A CRO runs trials. A CMO makes drugs. Both are outsourced.")
    desk.ingest()
    return _cite(desk.live("a.txt"), "A CMO makes drugs.")


def test_fresh_citation_is_exact(desk: Desk, citation: Citation) -> None:
    """A citation of the live version must be exact, with its place."""
    verdict = _verify(desk.library, citation)
    assert (verdict.standing, verdict.start, verdict.end) == ("exact", citation.span.start, citation.span.end)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("A CRO runs trials. A CMO makes drugs. Now this is new.", "exact"),
        ("Here is something new. A CRO runs trials. A CMO makes drugs.", "moved"),
        ("A CRO runs trials. A CMO makes no drugs. Both are outsourced.", "changed"),
    ],
)
def test_citation_of_a_changed_document(desk: Desk, citation: Citation, text: str, standing: str) -> None:
    """Words that still stand must be found where they stand, words that do not must be called changed."""
    desk.write("a.txt", text)
    desk.ingest()
    verdict = _verify(desk.library, citation)
    assert (verdict.standing, verdict.version) == (standing, 2)
    if verdict.start is not None:
        assert text[verdict.start : verdict.end] == citation.quote


def test_citation_of_a_removed_document_is_gone(desk: Desk, citation: Citation) -> None:
    """A document that is no longer in the library must be called gone."""
    (desk.folder / "a.txt").unlink()
    desk.ingest()
    assert _verify(desk.library, citation).standing == "gone"


def test_moved_words_are_found_nearest_to_their_place(desk: Desk, citation: Citation) -> None:
    """Of several places the one nearest to the cited one must be named."""
    desk.write("a.txt", "A CMO makes drugs. So it is. A CMO makes drugs. And again so. A CMO makes drugs.")
    desk.ingest()
    assert _verify(desk.library, citation).start == 29


def test_citation_of_a_version_that_was_never_stored_is_judged_by_its_hashes(desk: Desk, citation: Citation) -> None:
    """A library built anew counts versions anew: true words must still verify, false ones must not."""
    assert _verify(desk.library, citation, version=7).standing == "exact"
    assert _verify(desk.library, citation, version=7, text_sha256=sha256("other")).standing == "exact"
    assert _verify(desk.library, citation, version=7, quote_sha256=sha256("A CMO makes gold.")).standing == "changed"
    assert _verify(desk.library, citation, version=7, span=Span(citation.span.start, 10**6)).standing == "changed"


@pytest.mark.parametrize("span", [Span(0, 0), Span(19, 19), Span(10**9, 10**9)])
def test_citation_of_nothing_is_never_exact(desk: Desk, citation: Citation, span: Span) -> None:
    """An empty span proves nothing, though the hash of nothing fits it."""
    for version in (1, 7):
        assert _verify(desk.library, citation, span=span, quote_sha256=sha256(""), version=version).standing == "changed"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library for many examples."""
    with Library.create(Path(tmp_path_factory.mktemp("shelf"))) as library:
        yield library


@given(text=paragraphs, data=st.data())
def test_no_forged_citation_is_exact(shelf: Library, text: str, data: st.DataObject) -> None:
    """Whatever part of a citation is altered, the verdict must not be exact; unaltered it must be."""
    document = read_bytes(f"The {text}".encode(), doc_id="a.txt", uri="upload:a.txt")
    document = replace(document, doc_id=sha256(document.text)[:8])
    ingest_documents(shelf, FakeEncoder(), [(document, Source(root="upload:"))], Settings())
    with shelf.reading() as snapshot:
        version = snapshot.live_version(document.doc_id)
    assert version is not None
    start = data.draw(st.integers(0, len(version.text) - 1))
    citation = Citation(version=version, span=Span(start, data.draw(st.integers(start + 1, len(version.text)))))
    assert citation.quote == version.text[citation.span.start : citation.span.end]
    assert _verify(shelf, citation).standing == "exact"

    end = data.draw(st.integers(1, len(version.text) + 50))
    other = Span(data.draw(st.integers(0, end - 1)), end)
    assume(end > len(version.text) or other.of(version.text) != citation.quote)
    assert _verify(shelf, citation, span=other).standing != "exact"
    assert _verify(shelf, citation, quote_sha256=sha256(citation.quote + "!")).standing != "exact"
    assert _verify(shelf, citation, text_sha256=sha256(version.text + "!")).standing != "exact"
    assert _verify(shelf, citation, doc_id="another").standing == "gone"
