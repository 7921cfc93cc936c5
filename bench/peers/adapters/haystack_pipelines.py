"""Haystack: BM25 or embedding retrieval from its in-memory document store, with its splitter as it comes (200 words, no overlap).

    python haystack_pipelines.py bm25|embedding|reader

Cosine, as the store's documentation asks one to choose by the model. `reader` adds the extractive reader to embedding retrieval;
its model is the one that the component names itself, from the local cache.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from harness import Answer, Document, Passage, Peer, encoder_folder, run
from haystack import Document as HaystackDocument
from haystack import Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore

STORE = "store.json"


class Haystack(Peer):
    """An indexing and a query pipeline over one store."""

    distribution = "haystack-ai"

    def __init__(self, *, with_embedding: bool) -> None:
        self._with_embedding = with_embedding
        if with_embedding:
            from haystack_integrations.components.embedders.sentence_transformers import (
                SentenceTransformersDocumentEmbedder,
                SentenceTransformersTextEmbedder,
            )

            self._document_embedder = SentenceTransformersDocumentEmbedder(model=encoder_folder(), progress_bar=False)
            self._text_embedder = SentenceTransformersTextEmbedder(model=encoder_folder(), progress_bar=False)
            self._document_embedder.run(documents=[HaystackDocument(content="warm up")])

    def _stand_on(self, store: InMemoryDocumentStore) -> None:
        """Make the query pipeline. Once in a process: a component can belong to one pipeline only."""
        self._store = store
        self._query = Pipeline()
        if self._with_embedding:
            self._query.add_component("embedder", self._text_embedder)
            self._query.add_component("retriever", InMemoryEmbeddingRetriever(document_store=store))
            self._query.connect("embedder.embedding", "retriever.query_embedding")
        else:
            self._query.add_component("retriever", InMemoryBM25Retriever(document_store=store))

    def ingest(self, documents: list[Document]) -> int:
        """Run splitter, embedder and writer as a pipeline."""
        self._stand_on(InMemoryDocumentStore(embedding_similarity_function="cosine"))
        indexing = Pipeline()
        names = ["splitter", "embedder", "writer"] if self._with_embedding else ["splitter", "writer"]
        indexing.add_component("splitter", DocumentSplitter())
        if self._with_embedding:
            indexing.add_component("embedder", self._document_embedder)
        indexing.add_component("writer", DocumentWriter(document_store=self._store))
        for before, after in itertools.pairwise(names):
            indexing.connect(before, after)
        meta = ({"doc_id": document["doc_id"], "title": document["title"]} for document in documents)
        given = [HaystackDocument(content=d["text"], meta=m) for d, m in zip(documents, meta, strict=True)]
        return int(indexing.run({"splitter": {"documents": given}})["writer"]["documents_written"])

    def retrieve(self, question: str, k: int) -> list[HaystackDocument]:
        """Run the query pipeline."""
        data = {"embedder": {"text": question}} if self._with_embedding else {"retriever": {"query": question}}
        data.setdefault("retriever", {})["top_k"] = k
        return list(self._query.run(data)["retriever"]["documents"])

    def find(self, question: str, k: int) -> list[Passage]:
        """Return what the retriever gives."""
        return [Passage(doc_id=found.meta["doc_id"], text=found.content) for found in self.retrieve(question, k)]

    def save(self, folder: Path) -> None:
        """Write the store as its own method does, as JSON."""
        self._store.save_to_disk(str(folder / STORE))

    def load(self, folder: Path) -> None:
        """Read it."""
        self._stand_on(InMemoryDocumentStore.load_from_disk(str(folder / STORE)))


class WithReader(Haystack):
    """Embedding retrieval, then the extractive reader."""

    def __init__(self) -> None:
        super().__init__(with_embedding=True)
        from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

        self._reader = TransformersExtractiveReader()
        try:
            self._reader.warm_up()
        except OSError as error:
            raise OSError(f"{self._reader.model_name_or_path}: {error}") from error

    def ask(self, question: str, k: int) -> Answer:
        """Take the best answer; the reader says "no answer" by an answer without words."""
        found = self.retrieve(question, k)
        best = max(self._reader.run(query=question, documents=found)["answers"], key=lambda answer: answer.score)
        passages = [Passage(doc_id=document.meta["doc_id"], text=document.content) for document in found]
        return Answer(passages=passages, quote=best.data, answered=best.data is not None)


if __name__ == "__main__":
    mode = sys.argv[1]
    run(WithReader if mode == "reader" else lambda: Haystack(with_embedding=mode == "embedding"))
