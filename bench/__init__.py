"""Measurements of quality, speed and memory. Nothing here is installed; run from the repository's root."""
