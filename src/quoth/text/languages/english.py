"""English. What it asks and answers by is older than the other languages' and knows more than patterns: it stands in `retrieval` and `answering`."""

from __future__ import annotations

from typing import Final

from quoth.text.languages.language import Language
from quoth.text.sentences import split_sentences
from quoth.text.words import STOP_WORDS

ENGLISH: Final = Language(
    code="en",
    stemmer="english",
    function_words=STOP_WORDS,
    articles=frozenset("a an the is are please".split()),
    split=split_sentences,
)
