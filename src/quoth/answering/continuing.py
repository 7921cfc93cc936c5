"""Whether the words of a follow-up matter to what answers it, or the answer is one to the question before."""

from __future__ import annotations

from typing import Final

from quoth.protocols import EvidenceModel
from quoth.types import Evidence, Unread

# Logits: so much surer with the words than without them, or so sure by the words alone. Chosen on follow-ups kept for that (docs/benchmarks.md).
_GAIN: Final = 1.0
_ALONE: Final = -3.0


def answers_its_words(model: EvidenceModel, question: str, with_before: str, before: str, best: Evidence) -> bool:
    """Say whether a sentence answers a follow-up, not the question before it alone.

    "Weather tomorrow (How often is a media fill repeated)?" finds what says how often; its own words add nothing to that.

    Args:
        question: By itself.
        with_before: With the question before it, in brackets.
        before: That one alone.
        best: The sentence that answers best.
    """
    sentences, text = best.stored.passage.sentences, best.version.text
    runs = (sentences[run.start : run.stop] for run in model.cut(text, sentences))
    window = next(run for run in runs if best.span in run)
    unread = Unread(context=best.stored.passage.context, text=text, sentences=window)
    alone, both, without = (
        model.read(asked, [unread])[0].logits[window.index(best.span)] for asked in (question, with_before, before)
    )
    return both > without + _GAIN or alone > _ALONE
