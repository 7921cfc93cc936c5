"""Job 1, ingest: reading, library, chunking, models, library. One straight line from a folder to a generation."""

from quoth.ingest.line import ingest, ingest_documents, ingest_upload, rebuild, remove_document, shape_of
from quoth.ingest.report import Failed, IngestReport, Progress, no_progress

__all__ = [
    "Failed",
    "IngestReport",
    "Progress",
    "ingest",
    "ingest_documents",
    "ingest_upload",
    "no_progress",
    "rebuild",
    "remove_document",
    "shape_of",
]
