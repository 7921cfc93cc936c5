"""What the process counts, for Prometheus: questions, how long they took, what the library holds. Never a word of a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from quoth.errors import QuothError
from quoth.house import House
from quoth.types import Abstention, Door, Outcome, Reason

TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
_STAGES: Final = ("understand", "search", "read", "compose", "total")
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_DOORS: Final[tuple[Door, ...]] = ("api", "web")  # others answer in processes of their own


class Metrics:
    """The counters of one app."""

    def __init__(self, house: House) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_LibraryCollector(house))
        self._questions = Counter(
            "quoth_questions",
            "Questions that were asked, by door, outcome and, for abstentions, reason.",
            ("door", "outcome", "reason"),
            registry=self._registry,
        )
        self._stages = Histogram(
            "quoth_stage_seconds",
            "How long each stage of answering a question took.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        for door in _DOORS:  # what never happened yet is 0, not absent
            self._questions.labels(door, "answer", "")
            for reason in get_args(Reason):
                self._questions.labels(door, "abstention", reason)
        for stage in _STAGES:
            self._stages.labels(stage)

    def count(self, outcome: Outcome, door: Door) -> None:
        """Count a question and its stages."""
        ended = ("abstention", outcome.reason) if isinstance(outcome, Abstention) else ("answer", "")
        self._questions.labels(door, *ended).inc()
        for stage, elapsed_ms in asdict(outcome.timings).items():
            self._stages.labels(stage).observe(elapsed_ms / 1000)

    def as_text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)


class _LibraryCollector(Collector):
    """Looks at the library when it is asked: an ingest in another process changes it, too."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what the library holds; where it does not open, only that."""
        try:
            documents, passages, generation = self._house.counts()
            failures = len(self._house.failures())
        except QuothError:
            yield GaugeMetricFamily("quoth_library_up", "Whether the library opens.", 0)
            return
        yield GaugeMetricFamily("quoth_library_up", "Whether the library opens.", 1)
        yield GaugeMetricFamily("quoth_documents", "Documents that can answer.", documents)
        yield GaugeMetricFamily("quoth_passages", "Passages that can answer.", passages)
        yield GaugeMetricFamily("quoth_generation", "The library's commit counter.", generation)
        yield GaugeMetricFamily("quoth_ingest_failures", "Documents that could not be read at the last ingest.", failures)
