"""The shipped corpus and its questions: every gold text stands where the question file says, and nothing is copied."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from quoth.evaluation.questions import Gold, Item, read_questions
from quoth.reading.documents import read_bytes
from quoth.reading.sources.finding import find_sources
from quoth.text.normalise import normalise, squeeze
from quoth.types import Document

_CORPUS = Path(__file__).parents[2] / "corpus"
# As corpus/questions names them; what they mean is in docs/evaluation.md.
_KINDS = {"comparison", "definition", "list", "quantity", "when", "where", "who", "why_how", "yes_no"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LONG = 60


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Return the documents of the corpus by `doc_id`."""
    return {
        found.doc_id: read_bytes(found.read(10**7), doc_id=found.doc_id, uri=found.uri)
        for found in find_sources(str(_CORPUS / "documents"))
    }


@pytest.fixture(scope="module")
def items() -> tuple[Item, ...]:
    """Return the questions of both parts, the broad ones, and those that came last."""
    parts = ("tune", "test", "broad.tune", "broad.test", "staff.tune")
    return tuple(item for part in parts for item in read_questions(_CORPUS / "questions" / f"{part}.jsonl"))


def test_corpus_has_thirty_documents_of_three_formats(documents: dict[str, Document]) -> None:
    """The sample must be large enough to search in and show every format that is read."""
    assert len(documents) >= 30
    assert {document.media_type for document in documents.values()} == {"text/plain", "text/markdown", "text/html"}


def test_corpus_documents_have_title_date_and_owner(documents: dict[str, Document]) -> None:
    """Each document must say what it is, of when, and whose; a title is not just the file's name."""
    lacking = [
        doc_id
        for doc_id, document in documents.items()
        if not (document.date and document.owner) or document.title in ("", Path(doc_id).stem)
    ]
    assert lacking == []


def test_corpus_titles_tell_documents_apart(documents: dict[str, Document]) -> None:
    """No two documents may have the same title: a citation is read by it."""
    assert [title for title, n in Counter(document.title for document in documents.values()).items() if n > 1] == []


def test_gold_texts_stand_at_their_start(documents: dict[str, Document], items: tuple[Item, ...]) -> None:
    """Every gold text must be the slice of its document that begins at `start`."""
    assert [(item.item_id, gold.text) for item in items for gold in item.answers if not _stands(documents, gold)] == []


@pytest.mark.parametrize("part", ["followups.tune", "followups.test", "turns.tune"])
def test_gold_texts_of_conversations_stand_at_their_start(documents: dict[str, Document], part: str) -> None:
    """What answers a question after another one must stand where the file says, too."""
    later = read_questions(_CORPUS / "questions" / f"{part}.jsonl")
    assert all(item.history for item in later)
    assert [(item.item_id, gold.text) for item in later for gold in item.answers if not _stands(documents, gold)] == []


def test_gold_texts_are_not_boilerplate(documents: dict[str, Document], items: tuple[Item, ...]) -> None:
    """What is never quoted cannot be a right answer."""
    beside = [
        (item.item_id, gold.text)
        for item in items
        for gold in item.answers
        if _stands(documents, gold) and _is_boilerplate(documents, gold)
    ]
    assert beside == []


def test_question_ids_and_questions_stand_once(items: tuple[Item, ...]) -> None:
    """No id and no question may stand twice, within a part or across both: a test question must not be tuned on."""
    for seen in (Counter(item.item_id for item in items), Counter(squeeze(item.question).casefold() for item in items)):
        assert [name for name, n in seen.items() if n > 1] == []


def test_questions_are_enough_of_both_sorts(items: tuple[Item, ...]) -> None:
    """There must be 200 answerable questions, each with a gold text, and 60 unanswerable ones, each without."""
    answerable = [item for item in items if item.answerable]
    assert len(answerable) >= 200
    assert len(items) - len(answerable) >= 60
    assert [item.item_id for item in items if bool(item.answers) != item.answerable] == []


@pytest.mark.parametrize("part", ["tune", "test"])
def test_questions_are_of_every_kind(part: str) -> None:
    """Each part must hold every kind of question, and no kind of another name."""
    assert {item.kind for item in read_questions(_CORPUS / "questions" / f"{part}.jsonl")} == _KINDS


def test_corpus_copies_no_sentence_of_the_seeds(seeds: Path) -> None:
    """The corpus is our own writing: no sentence of 60 characters or more of the seeds may stand in it."""
    corpus = " ".join(_flat(path) for path in sorted((_CORPUS / "documents").rglob("*")) if path.is_file())
    sentences = {s for path in seeds.iterdir() for s in _SENTENCE_END.split(_flat(path)) if len(s) >= _LONG}
    assert len(sentences) >= 10
    assert sorted(s for s in sentences if s in corpus) == []


def _stands(documents: dict[str, Document], gold: Gold) -> bool:
    if gold.doc_id is None or gold.start is None or not gold.text:
        return False
    return documents[gold.doc_id].text.startswith(gold.text, gold.start)


def _is_boilerplate(documents: dict[str, Document], gold: Gold) -> bool:
    assert gold.doc_id is not None
    assert gold.start is not None
    start, end = gold.start, gold.start + len(gold.text)
    touched = [b for b in documents[gold.doc_id].blocks if b.span.start < end and start < b.span.end]
    return not touched or any(block.is_boilerplate for block in touched)


def _flat(path: Path) -> str:
    """Return a file as one line in lower case, without its tags."""
    return squeeze(re.sub(r"<[^>]*>", " ", normalise(path.read_text(encoding="utf-8", errors="replace")))).casefold()
