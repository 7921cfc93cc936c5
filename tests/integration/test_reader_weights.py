"""The trained reader that is shipped: it loads, repeats itself, reads windows apart from each other, and refuses wrong weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from quoth.answering.marking import MOST_CHARACTERS, mark
from quoth.answering.reader import load_weights
from quoth.errors import ModelError
from quoth.models import load_reader
from quoth.models.reader import SHIPPED, TrainedReader
from quoth.text.sentences import split_sentences
from quoth.types import Unread

_TEXT = (
    "A post mill is a windmill whose whole body turns on a single upright post. Parking permits are issued in Leeds. "
    "The body of a typical post mill weighs about 25 tonnes."
)
_QUESTION = "What is a post mill?"


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    """Return the shipped reader, as it is used."""
    return load_reader("auto")


def _window(text: str, context: str = "Mills") -> Unread:
    return Unread(context=context, text=text, sentences=split_sentences(text))


def test_pinned_name_is_that_of_the_shipped_weights(reader: TrainedReader) -> None:
    """The linear models must have been fitted with this very reader."""
    assert load_weights().reader == reader.name


def test_reading_has_a_logit_a_sentence_and_a_probability_a_piece(reader: TrainedReader) -> None:
    """All sentences and all visible characters must be spoken of, each piece in its place and in order."""
    (reading,) = reader.read(_QUESTION, [_window(_TEXT)])
    assert len(reading.logits) == 3
    assert np.isfinite(reading.logits).all()
    assert "".join(span.of(_TEXT) for span, _ in reading.tokens) == "".join(_TEXT.split())
    assert all(0 <= share <= 1 for _, share in reading.tokens)


def test_reader_tells_an_answer_from_what_has_nothing_to_do_with_it(reader: TrainedReader) -> None:
    """The plainest definition must stand above parking permits."""
    (reading,) = reader.read(_QUESTION, [_window(_TEXT)])
    assert reading.logits[0] > reading.logits[1]


def test_reader_reads_twice_the_same(reader: TrainedReader) -> None:
    """The same windows in the same order must give the same to the last digit."""
    windows = [_window(_TEXT), _window("Oak is hard.", "Wood")]
    assert reader.read(_QUESTION, windows) == reader.read(_QUESTION, windows)


def test_what_is_read_beside_a_window_hardly_touches_it(reader: TrainedReader) -> None:
    """A window alone, and among twenty of many lengths, must be judged alike but for rounding."""
    others = [_window("Millstones are dressed every three weeks. " * (1 + n % 5) + "It is so.", "") for n in range(20)]
    (alone,) = reader.read(_QUESTION, [_window(_TEXT)])
    for place in (0, 7, 20):
        among = reader.read(_QUESTION, [*others[:place], _window(_TEXT), *others[place:]])
        assert len(among) == 21
        assert among[place].logits == pytest.approx(alone.logits, abs=0.1)
        assert [span for span, _ in among[place].tokens] == [span for span, _ in alone.tokens]


def test_nothing_to_read_says_nothing(reader: TrainedReader) -> None:
    """Without windows there must be no readings, and no error."""
    assert reader.read(_QUESTION, []) == []
    assert reader.cut("", []) == []


@pytest.mark.parametrize("question", ["", "?", "mill " * 2000, "日本の風車とは何ですか", "\u202eعربى\u202c 🚀", "\u200b"])
def test_any_question_is_read(reader: TrainedReader, question: str) -> None:
    """Empty, endless and foreign questions must be read like any other."""
    (reading,) = reader.read(question, [_window(_TEXT, "context " * 500)])
    assert len(reading.logits) == 3


@pytest.mark.parametrize(
    "text",
    [
        "mill" * 5000,
        "風車" * 10_000,
        "🚀" * 500,
        "e\u0301 \u0301" * 100,
        "\ufeff\u200b\u00ad",
        "طاحونة الهواء تدور. post",
        "\x00 mill",
    ],
)
def test_any_text_is_marked(reader: TrainedReader, text: str) -> None:
    """Whatever the text, marking it must raise nothing, and spans lie in it."""
    assert len(text) <= MOST_CHARACTERS
    found = mark(reader, _QUESTION, text)
    assert 0 <= found.probability <= 1
    assert all(0 <= marked.span.start < marked.span.end <= len(text) for marked in found.spans)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    """The message must name the file, the hint how to do without."""
    with pytest.raises(ModelError, match="nowhere.safetensors") as refused:
        load_reader("auto", weights=tmp_path / "nowhere.safetensors")
    assert "Reinstall" in refused.value.hint
    assert "QUOTH_READER__MODEL=none" in refused.value.hint


def _truncate(path: Path) -> None:
    with SHIPPED.open("rb") as file:
        path.write_bytes(file.read(1_000_000))


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\n"),
        lambda path: path.write_bytes(b"\xff" * 1000),
        _truncate,
        lambda path: save_file({"another.network": np.zeros((2, 3), dtype=np.float32)}, path),
        lambda path: save_file({"token.weight": np.zeros((1, 5), dtype=np.float32)}, path),
    ],
)
def test_wrong_weights_are_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    """Damaged weights and those of another network must be named, in a message of a few lines that says what to do."""
    path = tmp_path / "wrong.safetensors"
    make(path)
    with pytest.raises(ModelError, match="wrong.safetensors") as refused:
        load_reader("auto", weights=path)
    assert "Reinstall" in refused.value.hint
    assert len(refused.value.message) < 500
