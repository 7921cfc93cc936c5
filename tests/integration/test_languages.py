"""A library in German, Spanish or French answers from its documents, with the encoder that is installed and without the trained reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakes import SANDBOX, Desk, FakeEncoder
from quoth.answering.calibration import judged_by
from quoth.ask import Asker, Request
from quoth.errors import LibraryMismatchError, NoMarksError, SettingsError
from quoth.house import House, chosen_reader, marking_reader
from quoth.index import Views
from quoth.ingest import ingest, rebuild
from quoth.library import Library
from quoth.models import load_encoder
from quoth.protocols import Encoder
from quoth.settings import Settings, load_settings
from quoth.text.languages import language_of
from quoth.types import Abstention, Answer, LanguageCode

OURS = Path(__file__).parents[1] / "languages"
OTHERS: tuple[LanguageCode, ...] = ("de", "es", "fr")
_LEAST_RIGHT = 8


def _questions(code: LanguageCode) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (OURS / code / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Return the encoder that is installed: an English one."""
    group = Settings().encoder
    return load_encoder(group.model, group.dtype, group.threads, group.batch_size)


@pytest.fixture(scope="module")
def askers(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[LanguageCode, Asker]]:
    """Return one asker a language, each on a library of three short documents."""
    made: dict[LanguageCode, Asker] = {}
    libraries = []
    for code in OTHERS:
        settings = load_settings(library={"language": code})
        library = Library.create(tmp_path_factory.mktemp(code) / "library")
        libraries.append(library)
        report = ingest(library, encoder, SANDBOX, [OURS / code / "documents"], settings)
        assert (len(report.new), report.failed) == (3, [])
        made[code] = Asker(library, encoder, settings)
    yield made
    for library in libraries:
        library.close()


@pytest.mark.parametrize("code", OTHERS)
def test_first_quote_answers(askers: dict[LanguageCode, Asker], code: LanguageCode) -> None:
    """Of nine questions that the documents answer, the first quote must hold the answer of at least eight."""
    right = 0
    for item in _questions(code):
        if not item["answerable"]:
            continue
        trace = askers[code].trace(Request(question=item["question"], min_probability=0.0))
        first = trace.quotes[0].citation
        right += any(gold["text"] in first.quote and gold["doc_id"] == first.version.doc_id for gold in item["answers"])
    assert right >= _LEAST_RIGHT


@pytest.mark.parametrize("code", OTHERS)
def test_what_documents_do_not_answer_is_not_answered(askers: dict[LanguageCode, Asker], code: LanguageCode) -> None:
    """At the built-in threshold every question without an answer must be abstained from, and most others answered."""
    outcomes = {item["id"]: (item, askers[code].ask(Request(question=item["question"]))) for item in _questions(code)}
    assert all(isinstance(outcome, Abstention) for item, outcome in outcomes.values() if not item["answerable"])
    answered = sum(isinstance(outcome, Answer) for item, outcome in outcomes.values() if item["answerable"])
    assert answered >= 7


@pytest.mark.parametrize("code", OTHERS)
def test_quotes_are_slices(askers: dict[LanguageCode, Asker], code: LanguageCode) -> None:
    """Every quote must be the words of the stored text at its place, with its highlights inside."""
    for item in _questions(code):
        outcome = askers[code].ask(Request(question=item["question"], min_probability=0.0))
        assert isinstance(outcome, Answer)
        assert outcome.query.kind in (item["kind"], "open")
        for quote in outcome.quotes:
            citation = quote.citation
            assert citation.version.text[citation.span.start : citation.span.end] == citation.quote
            assert all(0 <= h.start < h.end <= len(citation.quote) for h in quote.highlights)


def test_answers_are_repeatable(askers: dict[LanguageCode, Asker]) -> None:
    """The same question must get the same answer under the same name."""
    first, second = (askers["de"].ask(Request(question="Wann tritt die Vereinbarung in Kraft?")) for _ in range(2))
    assert (first.answer_id, first.probability) == (second.answer_id, second.probability)


def test_values_that_differ_raise_no_alarm(encoder: Encoder, tmp_path: Path) -> None:
    """Quantities are read in English alone: in German "1.500" and "1,5" must never be set against each other."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, price in (("a.md", "1.500 Euro"), ("b.md", "1,5 Tausend Euro")):
        (folder / name).write_text(f"# Preise\n\nEine Stabilitätsprobe kostet {price}.\n", encoding="utf-8")
    settings = load_settings(library={"language": "de"})
    with Library.create(tmp_path / "library") as library:
        ingest(library, encoder, SANDBOX, [folder], settings)
        outcome = Asker(library, encoder, settings).ask(
            Request(question="Was kostet eine Stabilitätsprobe?", min_probability=0.0)
        )
    assert isinstance(outcome, Answer)
    assert len(outcome.quotes) == 2
    assert outcome.disagreements == ()


def test_reader_is_left_out_and_said_so(askers: dict[LanguageCode, Asker]) -> None:
    """The trained reader reads English: elsewhere it must not be asked, and its place must say why."""
    assert "reads English only" in askers["fr"].reader_name
    settings = load_settings(library={"language": "fr"})
    assert settings.reads_with == "none"
    assert load_settings().reads_with == "builtin"
    assert load_settings(reader={"model": "none"}).reads_with == "none"
    with pytest.raises(NoMarksError, match=r"English only.*fr"):
        marking_reader(chosen_reader(settings), settings)
    with pytest.raises(SettingsError, match=r"builtin reads English only.*es"):
        load_settings(library={"language": "es"}, reader={"model": "builtin"})
    with pytest.raises(SettingsError, match=r"library\.language"):
        load_settings(library={"language": "it"})


def test_calibration_is_of_one_language() -> None:
    """A threshold found in one language must not hold in another; that of an English library must hold on."""
    assert judged_by("x", None, load_settings(library={"language": "de"})) != judged_by("x", None, load_settings())
    assert "language" not in judged_by("x", None, load_settings())


def test_library_of_another_language_is_refused(encoder: Encoder, tmp_path: Path) -> None:
    """Asking must not begin where words were cut and stemmed in another language; the error names both and what mends it."""
    folder = tmp_path / "library"
    german = load_settings(library={"dir": folder, "language": "de"})
    with Library.create(folder) as library:
        ingest(library, encoder, SANDBOX, [OURS / "de" / "documents"], german)
        with library.reading() as snapshot:
            assert snapshot.fact("library.language") == "de"
    with (
        House.open(load_settings(library={"dir": folder})) as house,
        pytest.raises(LibraryMismatchError, match=r"library\.language = de; the settings say en.*--rebuild"),
    ):
        house.ask(Request(question="Wer?"))


def test_rebuild_brings_a_library_to_another_language(desk: Desk) -> None:
    """After a rebuild the texts must be cut and stemmed in the new language, and the index of the old one be gone."""
    desk.write("a.md", "# A\n\nDie Anlage gilt ab dem 3. Mai. Es gibt Häuser.\n")
    desk.ingest()
    german = load_settings(library={"language": "de"})
    with desk.library.reading() as snapshot:
        english = Views(desk.library.folder, FakeEncoder.dim).at(snapshot).lexical
    rebuild(desk.library, desk.encoder, german)
    with desk.library.reading() as snapshot:
        assert snapshot.fact("library.language") == "de"
        lexical = Views(desk.library.folder, FakeEncoder.dim, language_of("de")).at(snapshot).lexical
        (passage,) = snapshot.passages(snapshot.passage_numbers()).values()
    assert english.terms("Häuser") != english.terms("Haus")
    assert lexical.search(lexical.terms("Haus"), 5)
    assert len(passage.passage.sentences) == 2


def test_index_of_another_language_is_built_anew(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Index files of another language must be named in the log and made again, never read."""
    desk.write("a.md", "# A\n\nEs gibt Häuser.\n")
    desk.ingest()
    with desk.library.reading() as snapshot:
        Views(desk.library.folder, FakeEncoder.dim).at(snapshot)
        lexical = Views(desk.library.folder, FakeEncoder.dim, language_of("de")).at(snapshot).lexical
    assert "another language" in caplog.text
    assert lexical.search(lexical.terms("Haus"), 5)
