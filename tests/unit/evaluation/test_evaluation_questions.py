"""Question files of every format, and what is wrong with bad ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoth.errors import QuestionFileError
from quoth.evaluation.questions import Gold, Item, read_questions
from quoth.types import Exchange


def test_json_lines_are_read(tmp_path: Path) -> None:
    """Numbers may be ids; whether a question is answerable follows from its answers unless the line says."""
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 1, "question": "a?", "answers": [{"text": "x", "doc_id": "d.md", "start": 3}], "kind": "who"}\n\n'
        '{"id": "2", "question": "b\u2028?", "history": ["a?", {"question": "b?", "answer": "B."}]}\n',
        encoding="utf-8",
    )
    assert read_questions(file) == (
        Item(item_id="1", question="a?", answers=(Gold(text="x", doc_id="d.md", start=3),), answerable=True, kind="who"),
        Item(item_id="2", question="b\u2028?", answers=(), answerable=False, history=(Exchange("a?"), Exchange("b?", "B."))),
    )


def test_csv_rows_with_one_id_are_one_question(tmp_path: Path) -> None:
    """Several answers are several rows; no answer means unanswerable."""
    file = tmp_path / "questions.csv"
    file.write_text('id,question,answer,doc_id\n1,"a, b?",x,d.md\n1,"a, b?",y,\n2,c?,,\n', encoding="utf-8-sig")
    assert read_questions(file) == (
        Item(item_id="1", question="a, b?", answers=(Gold(text="x", doc_id="d.md"), Gold(text="y")), answerable=True),
        Item(item_id="2", question="c?", answers=(), answerable=False),
    )


def test_squad_is_read(tmp_path: Path) -> None:
    """Equal answers count once; impossible questions are unanswerable."""
    asked = [
        {"id": "a", "question": "a?", "answers": [{"text": "x", "answer_start": 0}] * 2, "is_impossible": False},
        {"id": "b", "question": "b?", "answers": [], "is_impossible": True},
    ]
    file = tmp_path / "dev.json"
    file.write_text(json.dumps({"version": "v2.0", "data": [{"paragraphs": [{"context": "x", "qas": asked}]}]}))
    assert read_questions(file) == (
        Item(item_id="a", question="a?", answers=(Gold(text="x"),), answerable=True),
        Item(item_id="b", question="b?", answers=(), answerable=False),
    )


def test_beir_judges_documents(tmp_path: Path) -> None:
    """Relevant documents are the gold; a query without a judgement is left out."""
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "a?"}\n{"_id": "q2", "text": "b?"}\n')
    assert read_questions(tmp_path) == (
        Item(item_id="q1", question="a?", answers=(Gold(text="", doc_id="d1", grade=2),), answerable=True),
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("q.jsonl", b"", "holds no questions"),
        ("q.jsonl", b'{"id": "a", "question": "b?"}\nnonsense\n', "line 2: it is not JSON"),
        ("q.jsonl", b'{"id": "a"}', "question: field required"),
        ("q.jsonl", b"[]", "line 1"),
        ("q.jsonl", b'{"id": "a", "question": "b?"}\n' * 2, "'a' stands twice"),
        ("q.jsonl", b"\x00\x01\x02\x03\xff" * 50, "it is no text"),
        ("q.csv", b"question,answer\na?,b\n", "column 'id' is missing"),
        ("q.csv", b"id,question\n1,a?\n1,b?\n", "'1' stands twice"),
        ("q.json", b"{}", "not SQuAD"),
        ("q.json", b"[", "not JSON"),
    ],
)
def test_bad_files_are_named_with_their_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """The message has the file, the line where there is one, and what is wrong."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(QuestionFileError) as caught:
        read_questions(file)
    assert name in caught.value.message
    assert says in caught.value.message


def test_a_missing_file_and_a_wrong_folder_are_refused(tmp_path: Path) -> None:
    """Neither is a question file."""
    for path in (tmp_path / "nowhere.jsonl", tmp_path):
        with pytest.raises(QuestionFileError):
            read_questions(path)


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    """Question sets are handed around so; a document named beside the question is that of its answers."""
    path = tmp_path / "q.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "question": "b?", "doc_id": "d", "answers": [{"text": "c", "start": 3}]}\n'))
    assert read_questions(path)[0].answers == (Gold(text="c", doc_id="d", start=3),)
    (tmp_path / "qrels.tsv").write_text("q1\td1\t1\n")
    (tmp_path / "queries.jsonl.gz").write_bytes(gzip.compress(b'{"_id": "q1", "text": "a?"}\n'))
    assert [item.item_id for item in read_questions(tmp_path)] == ["q1"]


@pytest.mark.parametrize("data", [b"", b"no gzip", gzip.compress(b"{}" * 50)[:-9]])
def test_a_packed_file_that_is_damaged_is_refused(tmp_path: Path, data: bytes) -> None:
    """With its name, and no traceback."""
    path = tmp_path / "q.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(QuestionFileError, match=r"q\.jsonl\.gz"):
        read_questions(path)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_csv_is_read(tmp_path: Path, sign: str, encoding: str) -> None:
    """Whatever separates its columns, in whatever encoding, and with capitals in its head."""
    path = tmp_path / "q.csv"
    rows = [
        ["Id", "Question", "Answer", "Doc_id", "Answerable"],
        ["1", "Wer z\u00e4hlt?", "Das Qualit\u00e4tsb\u00fcro", "d.md", "Yes"],
        ["2", "Sonst?", "", "d.md", "no"],
    ]
    path.write_bytes("".join(sign.join(row) + "\r\n" for row in rows).encode(encoding))
    first, second = read_questions(path)
    assert (first.question, first.answers) == ("Wer z\u00e4hlt?", (Gold(text="Das Qualit\u00e4tsb\u00fcro", doc_id="d.md"),))
    assert (second.answerable, second.answers) == (False, ())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"id": "a", "question": "b?", "answerable": true}', "has no answers"),
        ('{"id": "a", "question": "b?", "answers": [{"text": "?!"}]}', "holds no words"),
        ('{"id": "a", "question": "b?", "answers": [{"text": ""}]}', "holds no words"),
        ('{"id": "a", "question": "\\ud800?"}', "surrogate"),
    ],
)
def test_a_question_that_cannot_be_judged_is_refused(tmp_path: Path, line: str, why: str) -> None:
    """By its id, before anything is asked."""
    path = tmp_path / "q.jsonl"
    path.write_text(line)
    with pytest.raises(QuestionFileError, match=f"question 'a'.*{why}"):
        read_questions(path)
