"""LlamaIndex: its default splitter (sentences, 1,024 tokens, overlap 200), Hugging Face embeddings, faiss; a retriever, no LLM."""

from __future__ import annotations

from pathlib import Path

import faiss
from harness import Document, Passage, Peer, encoder_folder, run
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore


class LlamaIndex(Peer):
    """A vector index over a flat faiss index of unit vectors (L2, as its documentation has it: the order is that of the cosine)."""

    distribution = "llama-index-core"

    def __init__(self) -> None:
        self._model = HuggingFaceEmbedding(model_name=encoder_folder(), device="cpu")
        self._dim = len(self._model.get_text_embedding("warm up"))
        self._index: VectorStoreIndex | None = None

    def ingest(self, documents: list[Document]) -> int:
        """Cut, encode and add; the title is metadata, which LlamaIndex encodes with the text."""
        given = [LlamaDocument(text=d["text"], id_=d["doc_id"], metadata={"title": d["title"]}) for d in documents]
        nodes = SentenceSplitter().get_nodes_from_documents(given)
        store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(self._dim))
        context = StorageContext.from_defaults(vector_store=store)
        self._index = VectorStoreIndex(nodes, storage_context=context, embed_model=self._model)
        return len(nodes)

    def find(self, question: str, k: int) -> list[Passage]:
        """Return what the retriever gives."""
        if self._index is None:
            raise RuntimeError("there is no index yet: ingest or load one first")
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [Passage(doc_id=str(hit.node.ref_doc_id), text=hit.node.get_content()) for hit in found]

    def save(self, folder: Path) -> None:
        """Persist all stores."""
        if self._index is None:
            raise RuntimeError("there is no index yet: ingest or load one first")
        self._index.storage_context.persist(persist_dir=str(folder))

    def load(self, folder: Path) -> None:
        """Read them."""
        store = FaissVectorStore.from_persist_dir(str(folder))
        context = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
        self._index = load_index_from_storage(context, embed_model=self._model)


if __name__ == "__main__":
    run(LlamaIndex)
