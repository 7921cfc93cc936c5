"""From bytes to a document: find the files, tell their format, read them into normalised text and blocks."""

from quoth.reading.documents import Found, find_files, read_file

__all__ = ["Found", "find_files", "read_file"]
