"""The only room that imports torch, transformers, sentence-transformers and openvino: encode text, count its tokens, read evidence."""

from quoth.models.encoder import load_encoder
from quoth.models.locating import locate_reader
from quoth.models.other import load_other_reader
from quoth.models.reader import load_reader

__all__ = ["load_encoder", "load_other_reader", "load_reader", "locate_reader"]
