"""Readers that are not ours: tokenizers and networks of transformers of several families, from folders."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from fakes import child_environment
from made_readers import FAMILIES, change_config, save_reader, save_taught
from quoth.answering.marking import mark
from quoth.models import load_other_reader, locate_reader
from quoth.models.borrowed import Borrowed
from quoth.models.other import CrossEncoder, SpanReader
from quoth.text.sentences import split_sentences
from quoth.types import Span, Unread

_TEXT = (
    "A post mill is a windmill whose whole body turns on a single upright post. Parking permits are issued in Leeds. "
    "The body of a typical post mill weighs about 25 tonnes."
)
_QUESTION = "What is a post mill?"
Loaded = Callable[[str, str], SpanReader | CrossEncoder]
_KINDS = ("question answering", "cross-encoder")
_TAUGHT = (
    ("What is a post mill?", "a windmill whose whole body turns on a single upright post"),
    ("Where are permits issued?", "in Leeds"),
    ("How much does it weigh?", "about 25 tonnes"),
)


def _window(text: str = _TEXT, context: str = "Mills") -> Unread:
    return Unread(context=context, text=text, sentences=split_sentences(text))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Return a folder for every kind and family."""
    root = tmp_path_factory.mktemp("readers")
    return {
        (kind, family): save_reader(root / f"{family}-{kind.replace(' ', '-')}", kind, family)
        for kind in _KINDS
        for family in FAMILIES
    }


@pytest.fixture(scope="module")
def loaded(folders: dict[tuple[str, str], Path]) -> Loaded:
    """Return a function that loads a kind and family, once."""
    return cache(lambda kind, family: load_other_reader(str(folders[kind, family]), "auto"))


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> SpanReader:
    """Return a reader that knows three questions by heart, and that a fourth is not answered."""
    lessons = [(question, f"Mills\n{_TEXT}", words) for question, words in _TAUGHT]
    folder = save_taught(
        tmp_path_factory.mktemp("taught") / "reader", [*lessons, ("Who won the cup in 1974?", f"Mills\n{_TEXT}", "")]
    )
    reader = load_other_reader(str(folder), "float32")
    assert isinstance(reader, SpanReader)
    return reader


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("family", FAMILIES)
def test_question_answering_model_speaks_of_every_sentence_and_word(
    folders: dict[tuple[str, str], Path], family: str, dtype: str
) -> None:
    """Whatever the tokenizer, every visible character must lie in a piece, in its place and in order, with a probability."""
    reader = load_other_reader(str(folders["question answering", family]), "float32" if dtype == "float32" else "bfloat16")
    (reading,) = reader.read(_QUESTION, [_window()])
    assert reader.marks_words
    assert len(set(reading.logits)) == len(reading.logits) == 3
    assert np.isfinite(reading.logits).all()
    assert "".join(span.of(_TEXT) for span, _ in reading.tokens) == "".join(_TEXT.split())
    assert all(0 <= share <= 1 for _, share in reading.tokens)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("family", FAMILIES)
def test_cross_encoder_weighs_every_sentence_and_marks_nothing(
    folders: dict[tuple[str, str], Path], family: str, dtype: str
) -> None:
    """Each sentence must get a number of its own, and no word one."""
    reader = load_other_reader(str(folders["cross-encoder", family]), "float32" if dtype == "float32" else "bfloat16")
    (reading,) = reader.read(_QUESTION, [_window()])
    assert not reader.marks_words
    assert len(set(reading.logits)) == len(reading.logits) == 3
    assert np.isfinite(reading.logits).all()
    assert reading.tokens == ()


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_read_beside_a_window_does_not_touch_it(
    folders: dict[tuple[str, str], Path], loaded: Loaded, kind: str, family: str
) -> None:
    """A window alone, and among ten of many lengths, must be judged alike to the last digit, and so by a reader loaded anew."""
    reader = loaded(kind, family)
    others = [_window("Millstones are dressed every three weeks. " * (1 + n % 4) + "It is so.", "") for n in range(10)]
    (alone,) = reader.read(_QUESTION, [_window()])
    assert reader.read(_QUESTION, [*others[:4], _window(), *others[4:]])[4] == alone
    assert load_other_reader(str(folders[kind, family]), "auto").read(_QUESTION, [_window()]) == [alone]
    assert reader.read(_QUESTION, []) == []
    assert reader.cut("", []) == []


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "question", ["", "?", "mill " * 2000, "日本の風車とは何ですか", "\u202eعربى\u202c 🚀", "\u200b", "[SEP]</s>"]
)
def test_any_question_is_read(loaded: Loaded, kind: str, family: str, question: str) -> None:
    """Empty, endless and foreign questions must be read like any other, and contexts of any length."""
    reader = loaded(kind, family)
    (reading,) = reader.read(question, [_window(context="context " * 500)])
    assert len(reading.logits) == 3


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "text",
    [
        "mill" * 2000,
        "風車" * 3000,
        "🚀" * 500,
        "e\u0301 \u0301" * 100,
        "\ufeff\u200b\u00ad",
        "طاحونة الهواء تدور. post",
        "\x00 mill",
        "[CLS] a </s>.",
    ],
)
def test_any_text_is_marked(loaded: Loaded, family: str, text: str) -> None:
    """Whatever the text, marking it must raise nothing, and spans lie in it."""
    found = mark(loaded("question answering", family), _QUESTION, text)
    assert 0 <= found.probability <= 1
    assert all(0 <= marked.span.start < marked.span.end <= len(text) for marked in found.spans)


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_model_of_few_tokens_reads_no_more(tmp_path: Path, kind: str, family: str) -> None:
    """A model's own limit must hold for questions, contexts and sentences without an end."""
    reader = load_other_reader(str(save_reader(tmp_path / "short", kind, family, positions=80)), "float32")
    text = "The post mill turns on a post of oak " * 60
    sentences = (Span(0, len(text)),)
    assert reader.cut(text, sentences) == [range(1)]
    (reading,) = reader.read("mill " * 300, [Unread(context="Mills " * 90, text=text, sentences=sentences)])
    assert len(reading.logits) == 1
    assert all(span.end < len(text) / 2 for span, _ in reading.tokens)


@pytest.mark.parametrize("family", FAMILIES)
def test_model_reads_as_many_tokens_as_it_has_positions(tmp_path: Path, family: str) -> None:
    """Where the padding token is number 0 all positions must be used; else those up to its number may be RoBERTa's own, and are left."""
    located = locate_reader(str(save_reader(tmp_path / "short", _KINDS[0], family, positions=80)))
    assert Borrowed(located, "float32", 0).most == (80 if family == "bert" else 78)


@pytest.mark.parametrize(("question", "words"), _TAUGHT)
def test_taught_model_puts_the_sentence_first_that_it_was_taught(taught: SpanReader, question: str, words: str) -> None:
    """The sentence with the answer must get the best logit, above no answer, and its words the marks."""
    (reading,) = taught.read(question, [_window()])
    best = _window().sentences[int(np.argmax(reading.logits))]
    assert words in best.of(_TEXT)
    assert max(reading.logits) > 0
    found = mark(taught, question, _TEXT, "Mills")
    assert words in " ".join(marked.span.of(_TEXT) for marked in found.spans)
    assert found.probability > 0.5


def test_taught_model_says_that_nothing_answers(taught: SpanReader) -> None:
    """Where no answer was learned every sentence must stand below it, and no word be marked."""
    (reading,) = taught.read("Who won the cup in 1974?", [_window()])
    assert max(reading.logits) < 0
    assert max(share for _, share in reading.tokens) < 0.5


def test_one_of_two_labels_counts_by_its_name(tmp_path: Path) -> None:
    """The log-odds of the label that means relevant must be the logit: with the names exchanged it turns its sign."""
    first = save_reader(tmp_path / "first", "cross-encoder", labels=("not_relevant", "Relevant"))
    shutil.copytree(first, tmp_path / "second")
    change_config(tmp_path / "second", id2label={"0": "Relevant", "1": "not_relevant"})
    one, two = (
        load_other_reader(str(tmp_path / name), "float32").read(_QUESTION, [_window()])[0] for name in ("first", "second")
    )
    assert one.logits == tuple(-logit for logit in two.logits)
    assert any(one.logits)


def test_cross_encoder_weighs_a_sentence_and_its_window_alike(tmp_path: Path) -> None:
    """A sentence's logit must be the mean of its window's and its own, each as a window of its own would get it."""
    reader = load_other_reader(str(save_reader(tmp_path / "reader", "cross-encoder")), "float32")
    assert isinstance(reader, CrossEncoder)
    window = _window()
    (reading,) = reader.read(_QUESTION, [window])
    alone = [Unread(context=window.context, text=_TEXT, sentences=(sentence,)) for sentence in window.sentences]
    own = [one.logits[0] for one in reader.read(_QUESTION, alone)]
    whole = reader.read(_QUESTION, [Unread(context=window.context, text=_TEXT, sentences=(Span(0, len(_TEXT)),))])[0].logits[0]
    assert reading.logits == pytest.approx([(whole + one) / 2 for one in own], abs=0.002)


def test_name_says_what_is_in_the_folder(tmp_path: Path) -> None:
    """A copy under the same name is the same reader; other weights, labels or words of the tokenizer make another one."""
    made = save_reader(tmp_path / "reader", "cross-encoder")
    name = locate_reader(str(made)).name
    assert name.startswith("reader:")
    copy = tmp_path / "copies" / "reader"
    shutil.copytree(made, copy)
    assert locate_reader(str(copy)).name == name == load_other_reader(str(copy), "float32").name
    (copy / "README.md").write_text("what it is")
    assert locate_reader(str(copy)).name == name
    change_config(copy, layer_norm_eps=1e-3)
    assert locate_reader(str(copy)).name != name
    weights = load_file(made / "model.safetensors")
    save_file({key: value + 1 for key, value in weights.items()}, made / "model.safetensors", {"format": "pt"})
    assert locate_reader(str(made)).name != name


def test_installed_package_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that carries one model may be named instead of its folder, and is not run for it."""
    package = tmp_path / "some_reader"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    save_reader(package / "weights")
    monkeypatch.syspath_prepend(tmp_path)
    assert locate_reader("some-reader").folder == package / "weights"


_CHILD = """
import socket, sys

TRIED = []

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        TRIED.append(event)
        raise OSError(f"{event} is refused")

sys.addaudithook(refuse)
from quoth.models import load_other_reader
from quoth.types import Span, Unread

for folder in sys.argv[1:]:
    reader = load_other_reader(folder, "float32")
    assert reader.read("Who?", [Unread(context="", text="Me.", sentences=(Span(0, 3),))])
print(TRIED)
"""


def test_reader_is_loaded_without_the_network(folders: dict[tuple[str, str], Path], tmp_path: Path) -> None:
    """In a process where every connection is refused, and nothing says to stay offline, none may even be tried."""
    kept = {name: value for name, value in child_environment().items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    command = [sys.executable, "-c", _CHILD, *(str(folder) for (_, family), folder in folders.items() if family == "roberta")]
    done = subprocess.run(command, env={**kept, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
