"""Verbatim RAG without an LLM: dense retrieval, static template, quotes by the span extractor it names itself.

    python verbatim_rag_index.py retrieval|quotes

Its extractors are an LLM or a model from a hub, so `quotes` runs only where that model lies in the local cache. The texts have no
Markdown headings, by which its default chunker cuts, so they are cut by its chunker of fixed size.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from harness import Answer, Document, Passage, Peer, encoder_folder, run
from verbatim_rag import VerbatimIndex
from verbatim_rag.chunker_providers import SimpleChunkerProvider
from verbatim_rag.document import Document as VerbatimDocument
from verbatim_rag.document import DocumentType
from verbatim_rag.embedding_providers import SentenceTransformersProvider
from verbatim_rag.vector_stores import LocalMilvusStore

DATABASE = "milvus.db"


class VerbatimRetrieval(Peer):
    """A dense index in Milvus Lite."""

    distribution = "verbatim-rag"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._provider = SentenceTransformersProvider(encoder_folder(), device="cpu")
        self._provider.embed_text("warm up")
        self._open(self._folder)

    def _open(self, folder: Path) -> None:
        store = LocalMilvusStore(str(folder / DATABASE), dense_dim=self._provider.get_dimension(), enable_sparse=False)
        self._index = VerbatimIndex(store, dense_provider=self._provider, chunker_provider=SimpleChunkerProvider())

    def ingest(self, documents: list[Document]) -> int:
        """Add the documents in bulk, as its index does; no metadata but title and name."""
        made = [
            VerbatimDocument(title=d["title"], source=d["doc_id"], content_type=DocumentType.TXT, raw_content=d["text"])
            for d in documents
        ]
        self._index.add_documents_bulk(made)
        counted = self._index.vector_store.client.get_collection_stats("verbatim_rag")
        return int(counted["row_count"])

    def find(self, question: str, k: int) -> list[Passage]:
        """Return what the index gives."""
        return [Passage(doc_id=hit.metadata["source"], text=hit.text) for hit in self._index.query(text=question, k=k)]

    def save(self, folder: Path) -> None:
        """Close the database and copy it."""
        self._index.vector_store.client.close()
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)

    def load(self, folder: Path) -> None:
        """Open the database that lies in a folder."""
        self._open(folder)


class VerbatimQuotes(VerbatimRetrieval):
    """The whole pipeline: five passages, their spans, a static template."""

    def __init__(self) -> None:
        from verbatim_rag.extractors import ModelSpanExtractor

        super().__init__()
        try:
            self._extractor = ModelSpanExtractor(device="cpu")
        except OSError as error:
            raise OSError(f"{ModelSpanExtractor.DEFAULT_MODEL}: {error}") from error

    def ask(self, question: str, k: int) -> Answer:
        """Take the first span that is cited."""
        from verbatim_rag import VerbatimRAG

        del k
        os.environ.setdefault("OPENAI_API_KEY", "none")  # its constructor wants one; nothing here calls an LLM
        response = VerbatimRAG(self._index, extractor=self._extractor, template_mode="static").query(question)
        spans = [highlight.text for document in response.documents for highlight in document.highlights]
        return Answer(passages=[], quote=spans[0] if spans else None, answered=bool(spans))


if __name__ == "__main__":
    run(VerbatimQuotes if sys.argv[1] == "quotes" else VerbatimRetrieval)
