"""Plain sentence-transformers and faiss: what a person would write in an afternoon, after the library's own semantic search example."""

from __future__ import annotations

import json
from pathlib import Path

import faiss
from cutting import cut
from harness import Document, Passage, Peer, encoder_folder, run
from sentence_transformers import SentenceTransformer


class Plain(Peer):
    """A flat inner-product index of unit vectors."""

    distribution = "sentence-transformers"

    def __init__(self) -> None:
        self._model = SentenceTransformer(encoder_folder(), device="cpu")
        self._passages: list[Passage] = []
        self._index = faiss.IndexFlatIP(self._model.get_embedding_dimension())

    def ingest(self, documents: list[Document]) -> int:
        """Cut, encode, add."""
        self._passages = [Passage(doc_id=d["doc_id"], text=text) for d in documents for text in cut(d["text"])]
        texts = [passage["text"] for passage in self._passages]
        self._index.add(self._model.encode(texts, normalize_embeddings=True))
        return len(texts)

    def find(self, question: str, k: int) -> list[Passage]:
        """Return the passages of highest cosine."""
        _, places = self._index.search(self._model.encode([question], normalize_embeddings=True), k)
        return [self._passages[place] for place in places[0] if place >= 0]

    def save(self, folder: Path) -> None:
        """Write the index and the passages."""
        faiss.write_index(self._index, str(folder / "index.faiss"))
        (folder / "passages.json").write_text(json.dumps(self._passages))

    def load(self, folder: Path) -> None:
        """Read both."""
        self._index = faiss.read_index(str(folder / "index.faiss"))
        self._passages = json.loads((folder / "passages.json").read_text())


if __name__ == "__main__":
    run(Plain)
