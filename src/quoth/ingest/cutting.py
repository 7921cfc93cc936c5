"""Documents cut into passages with the keys of their vectors, and the vectors that are not stored yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quoth.chunking import chunk
from quoth.ingest.changes import Change
from quoth.library import Library
from quoth.protocols import Encoder, Matrix, Tokens, Vector
from quoth.settings import Settings
from quoth.text.languages import language_of
from quoth.types import Document, Passage, sha256

# Passages encoded and committed together: enough to fill the encoder's batches, little to lose when killed.
_PASSAGES_AT_ONCE: Final = 128
_DOCUMENTS_AT_ONCE: Final = 256
_SPECIAL_TOKENS: Final = 2  # [CLS] and [SEP]

Keyed = tuple[tuple[Passage, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A change whose document is cut into passages with their vector keys, ready to be stored."""

    change: Change
    document: Document
    passages: Keyed


def cut(document: Document, encoder: Tokens, settings: Settings) -> Keyed:
    """Return a document's passages, each with the key of its vectors."""
    split = language_of(settings.library.language).split
    passages = chunk(document, encoder, settings.chunking.max_tokens, settings.chunking.context_tokens, split)
    return tuple((passage, _vector_key(passage, document.text)) for passage in passages)


def batches(changes: Iterable[Change], encoder: Tokens, settings: Settings) -> Iterator[list[Cut]]:
    """Yield what is to be encoded and committed together: never a document without what it carries."""
    batch: list[Cut] = []
    waiting = 0
    for change in changes:
        is_full = waiting >= _PASSAGES_AT_ONCE or len(batch) >= _DOCUMENTS_AT_ONCE
        if is_full and change.source.carrier is None:
            yield batch
            batch, waiting = [], 0
        passages = cut(change.document, encoder, settings)
        truncated = _truncated(change.document.text, passages, encoder)
        fidelity = replace(change.document.fidelity, truncated_tokens=truncated)
        batch.append(Cut(change=change, document=replace(change.document, fidelity=fidelity), passages=passages))
        waiting += len(passages)
    if batch:
        yield batch


def encode_missing(
    library: Library, encoder: Encoder, texts: Sequence[tuple[str, Sequence[tuple[Passage, str]]]]
) -> dict[str, tuple[Vector, Matrix]]:
    """Encode what has no stored vector yet, each different text once."""
    wanted = {key: (passage, text) for text, passages in texts for passage, key in passages}
    with library.reading() as snapshot:
        missing = sorted(snapshot.missing_vectors(list(wanted)))
    if not missing:
        return {}
    encoded = encoder.encode_passages([wanted[key][0] for key in missing], [wanted[key][1] for key in missing])
    return dict(zip(missing, encoded, strict=True))


def _truncated(text: str, passages: Keyed, tokens: Tokens) -> int:
    """Return how many tokens the encoder would drop. It is 0 by construction; this is the proof."""
    lengths = tokens.count([f"{passage.context}\n{passage.span.of(text)}" for passage, _ in passages])
    return sum(max(0, length + _SPECIAL_TOKENS - tokens.max_tokens) for length in lengths)


def _vector_key(passage: Passage, text: str) -> str:
    """Return the sha256 of what will be encoded: context, words and where the sentences are cut."""
    cuts = ",".join(f"{s.start - passage.span.start}-{s.end - passage.span.start}" for s in passage.sentences)
    return sha256(f"{passage.context}\0{cuts}\0{passage.span.of(text)}")
