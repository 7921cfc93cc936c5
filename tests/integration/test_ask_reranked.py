"""The line from a question to an outcome with another reader than the shipped one: what judges before a calibration, with one, and with another's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakes import Desk, FakeEvidenceModel
from quoth.answering.calibration import FACT, Calibration, judged_by
from quoth.answering.mixing import Mixture
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Request
from quoth.types import Evidence, Trace

_MIXTURE = Mixture(mean=0.0, scale=1.0, plain=0.5, said=1.5, bias=0.25, questions=30)
_REQUEST = Request(question="What does a post mill turn on?")


@pytest.fixture
def mills(desk: Desk) -> Desk:
    """Return a desk with a page on mills."""
    desk.write(
        "mills.md", "# Mills\n\nA post mill turns on a post. It is old.\n\n## Sails\n\nSails catch wind. Oak lasts long.\n"
    )
    desk.ingest()
    return desk


def _store(desk: Desk, reader: str, mixture: Mixture | None = _MIXTURE) -> None:
    """Store a calibration as `quoth calibrate` does."""
    with desk.library.reading() as snapshot:
        now = judged_by(snapshot.fact("encoder.weights"), reader, desk.settings)
    found = Calibration(
        threshold=0.125, judged_by=now, target=0.9, assurance=0.9, questions=60, answered=50, right=49, generation=1,
        made_at="2026-01-01T00:00:00+00:00", mixture=mixture,
    )  # fmt: skip
    with desk.library.writing() as writer:
        writer.record({FACT: found.to_fact()})
        writer.raise_generation()


def _traced(desk: Desk, mixture: Mixture | None = None) -> Trace:
    return Asker(desk.library, desk.encoder, desk.settings, FakeEvidenceModel(), mixture).trace(_REQUEST)


def _bare(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    return [replace(item, probability=0.0) for item in evidence]


def test_before_a_calibration_the_measured_features_judge(mills: Desk) -> None:
    """Threshold and probabilities must be those of no reader at all; every quote is sliced from the document."""
    plain = {
        item.span: item.probability for item in Asker(mills.library, mills.encoder, mills.settings).trace(_REQUEST).evidence
    }
    traced = _traced(mills)
    assert traced.threshold == load_weights().plain.threshold
    assert {item.span: item.probability for item in traced.evidence} == plain
    text = mills.live("mills.md").text
    assert all(text[q.citation.span.start : q.citation.span.end] == q.citation.quote for q in traced.quotes)


def test_calibration_with_this_reader_judges(mills: Desk) -> None:
    """Threshold and mixture must be those that the library holds, and the order what it was before."""
    before = _traced(mills)
    _store(mills, FakeEvidenceModel.name)
    after = _traced(mills)
    assert after.threshold == 0.125
    assert _bare(after.evidence) == _bare(before.evidence)
    assert [item.probability for item in after.evidence] != [item.probability for item in before.evidence]
    assert after.evidence == _traced(mills, _MIXTURE).evidence
    assert after.outcome.probability == after.evidence[0].probability


@pytest.mark.parametrize("reader", ["fake-reader:1111", load_weights().reader, "none"])
def test_calibration_with_another_reader_does_not(mills: Desk, reader: str) -> None:
    """What was learned of one reader's numbers must not judge another's."""
    before = _traced(mills)
    _store(mills, reader)
    after = _traced(mills)
    assert after.threshold == before.threshold
    assert after.evidence == before.evidence


def test_mixture_that_is_tried_goes_before_the_one_that_is_held(mills: Desk) -> None:
    """A calibration that is under way must be judged by what it just fitted, not by the last one."""
    tried = replace(_MIXTURE, bias=-2.0)
    wanted = _traced(mills, tried).evidence
    _store(mills, FakeEvidenceModel.name)
    assert _traced(mills, tried).evidence == wanted != _traced(mills).evidence
