"""Pure string functions: normalise, split into sentences, find words. No files, no state, no models."""
