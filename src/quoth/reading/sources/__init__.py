"""Find the sources of documents, fetch their bytes, and follow them as they change."""
