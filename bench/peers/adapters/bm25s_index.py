"""bm25s, as its README has it: English stop words, Snowball stemmer, the corpus kept beside the index. It does not cut documents."""

from __future__ import annotations

from pathlib import Path

import bm25s
import Stemmer
from cutting import cut
from harness import Document, Passage, Peer, run


class Bm25s(Peer):
    """A BM25 index of passages."""

    distribution = "bm25s"

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()

    def _tokens(self, texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)

    def ingest(self, documents: list[Document]) -> int:
        """Tokenise and index."""
        passages = [Passage(doc_id=d["doc_id"], text=text) for d in documents for text in cut(d["text"])]
        self._index = bm25s.BM25(corpus=passages)
        self._index.index(self._tokens([passage["text"] for passage in passages]), show_progress=False)
        return len(passages)

    def find(self, question: str, k: int) -> list[Passage]:
        """Return the passages that share a word with the question."""
        most = min(k, len(self._index.corpus))
        found, scores = self._index.retrieve(self._tokens([question]), k=most, show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [Passage(doc_id=passage["doc_id"], text=passage["text"]) for passage, score in pairs if score > 0]

    def save(self, folder: Path) -> None:
        """Write index and corpus."""
        self._index.save(str(folder), corpus=self._index.corpus)

    def load(self, folder: Path) -> None:
        """Read both."""
        self._index = bm25s.BM25.load(str(folder), load_corpus=True)


if __name__ == "__main__":
    run(Bm25s)
