"""txtai: an embeddings index with content, passages by its own segmentation pipeline, the paragraphs of a document."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import Document, Passage, Peer, encoder_folder, run
from txtai import Embeddings


def segments(text: str) -> list[str]:
    """Cut as `Segmentation(paragraphs=True)` does, which cannot be imported without the extra "pipeline"."""
    from txtai.pipeline import Segmentation

    return list(Segmentation(paragraphs=True)(text))


class Txtai(Peer):
    """Embeddings with a database of contents, asked from one thread: shared between a server's threads its process dies (segmentation fault)."""

    distribution = "txtai"

    def __init__(self) -> None:
        self._embeddings = Embeddings(path=encoder_folder(), content=True)
        self._embeddings.transform("warm up")
        self._one_thread = ThreadPoolExecutor(1)

    def ingest(self, documents: list[Document]) -> int:
        """Index `(id, passage)` pairs; the id is the document's and the passage's number."""
        passages = [(f"{d['doc_id']}\n{n}", text) for d in documents for n, text in enumerate(segments(d["text"]))]
        self._embeddings.index(passages)
        return len(passages)

    def find(self, question: str, k: int) -> list[Passage]:
        """Return what `search` gives."""
        found = self._one_thread.submit(self._embeddings.search, question, k).result()
        return [Passage(doc_id=hit["id"].rpartition("\n")[0], text=hit["text"]) for hit in found]

    def save(self, folder: Path) -> None:
        """Write the index."""
        self._embeddings.save(str(folder))

    def load(self, folder: Path) -> None:
        """Read it."""
        self._embeddings.load(str(folder))

    def close(self) -> None:
        """Close the database."""
        self._embeddings.close()


if __name__ == "__main__":
    run(Txtai)
