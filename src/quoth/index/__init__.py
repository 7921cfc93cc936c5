"""Two views of one generation of the library: dense (FAISS) and lexical (tantivy). Caches, rebuilt when in doubt."""

from quoth.index.views import Views

__all__ = ["Views"]
