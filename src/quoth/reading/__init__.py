"""From a folder to documents: find the sources, tell their format, read them in a worker into normalised text and blocks."""
