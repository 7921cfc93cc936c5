"""The only room that imports torch and sentence-transformers: encode text, count its tokens."""

from quoth.models.encoder import load_encoder

__all__ = ["load_encoder"]
