"""Windows: which tokens of one window are whose, and where sentences are cut into windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from quoth.models.windows import CONTEXT_TOKENS, QUESTION_TOKENS, SENTENCE_TOKENS, Packer, group
from quoth.types import Span

_WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "post", "mill", "##s", "turn", "."]
_PAD, _UNK, _CLS, _SEP, _A, _POST, _MILL, _S, _TURN, _STOP = range(len(_WORDS))
_MOST_POSITIONS = 512


@pytest.fixture
def packer(tmp_path: Path) -> Packer:
    """Return a packer with a tokenizer of ten word pieces, whose file cuts and pads, as files of models do."""
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(_WORDS)}, unk_token="[UNK]"))  # noqa: S106 - a word piece
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.enable_truncation(3)
    tokenizer.enable_padding(length=8)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return Packer(tmp_path / "tokenizer.json")


def test_ids_are_neither_cut_by_the_file_nor_padded(packer: Packer) -> None:
    """Only the limit that is asked for may cut, and nothing may be added."""
    assert packer.ids("A post mill. A mill.", 64) == (_A, _POST, _MILL, _STOP, _A, _MILL, _STOP)
    assert packer.ids("A post mill.", 2) == (_A, _POST)
    assert packer.ids("", 64) == ()


def test_sentences_have_spans_in_the_whole_text(packer: Packer) -> None:
    """Each piece must stand where its span says, counted from the start of the text and not of the sentence."""
    text = "Not read.  Post mills turn. A mill."
    found = packer.sentences(text, [Span(11, 27), Span(28, 35)])
    assert [sentence.ids for sentence in found] == [(_POST, _MILL, _S, _TURN, _STOP), (_A, _MILL, _STOP)]
    assert [[span.of(text) for span in sentence.spans] for sentence in found] == [
        ["Post", "mill", "s", "turn", "."],
        ["A", "mill", "."],
    ]


def test_spans_count_code_points(packer: Packer) -> None:
    """A character beyond the first plane, or of two code points, must not shift what stands behind it."""
    text = "🚀 e\u0301 mill"
    (sentence,) = packer.sentences(text, [Span(0, len(text))])
    assert sentence.spans[-1].of(text) == "mill"


def test_sentences_of_nothing_are_none(packer: Packer) -> None:
    """Without sentences there must be none, and what has no word pieces must be an empty one."""
    assert packer.sentences("A mill.", []) == []
    assert packer.sentences("\u200b", [Span(0, 1)])[0].ids == ()


def test_window_lays_out_question_context_and_text(packer: Packer) -> None:
    """The ids must stand in order, each sentence where its range says, and one span must belong to each token of the text."""
    text = "A mill. Mills turn."
    sentences = packer.sentences(text, [Span(0, 7), Span(8, 19)])
    window = packer.window((_POST,), (_A, _MILL), sentences)
    assert window.ids == (_CLS, _POST, _SEP, _A, _MILL, _SEP, _A, _MILL, _STOP, _MILL, _S, _TURN, _STOP, _SEP)
    assert (window.context_at, window.text_at) == (3, 6)
    assert window.sentences == ((6, 9), (9, 13))
    assert [span.of(text) for span in window.spans] == ["A", "mill", ".", "Mill", "s", "turn", "."]


def test_window_without_context_is_one(packer: Packer) -> None:
    """An empty question and an empty context must leave their places empty, not take another's."""
    window = packer.window((), (), packer.sentences("A mill.", [Span(0, 7)]))
    assert window.ids == (_CLS, _SEP, _SEP, _A, _MILL, _STOP, _SEP)
    assert (window.context_at, window.text_at, window.sentences) == (2, 3, ((3, 6),))


def test_longest_window_fits_the_model(packer: Packer) -> None:
    """A sentence without end, a long question and a long context must together be as long as the model reads, not longer."""
    text = "mill " * 2000
    long = packer.sentences(text, [Span(0, len(text))])
    window = packer.window(packer.ids(text, QUESTION_TOKENS), packer.ids(text, CONTEXT_TOKENS), long)
    assert len(window.ids) == _MOST_POSITIONS
    assert len(window.spans) == SENTENCE_TOKENS


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([0], [range(1)]),
        ([4, 3, 3], [range(3)]),
        ([10], [range(1)]),
        ([40], [range(1)]),
        ([5, 40, 5], [range(1), range(1, 2), range(2, 3)]),
        ([3, 3, 3, 3], [range(2), range(2, 4)]),
        ([4, 4, 4, 4, 4], [range(2), range(2, 4), range(4, 5)]),
    ],
)
def test_group_cuts_into_runs_of_even_length(lengths: list[int], expected: list[range]) -> None:
    """What fits must stay together, what does not must be cut in the middle, and a giant must stand alone."""
    assert group(lengths, most=10) == expected
