"""The only room that imports torch, transformers and sentence-transformers: encode text, count its tokens, read evidence."""

from quoth.models.encoder import load_encoder
from quoth.models.reader import load_reader

__all__ = ["load_encoder", "load_reader"]
