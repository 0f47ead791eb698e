"""What is counted, for Prometheus: a closed list of names, in a registry of its own, and nobody's name in any label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from adapters.desk.watch import Watch
from adapters.http.refusals import REASONS, Reason

CONTENT_TYPE = CONTENT_TYPE_LATEST
OTHER = "other"

OUTCOMES = ("answer", "clarify", "abstain", "out_of_scope", "help", "error", "shed", "parked")
PLATFORMS = ("slack", "discord")
RETRIES = ("rate_limited", "passing")
LOSSES = ("gone", "response_url", "given_up")

# Slack gives three seconds to acknowledge; a newsroom waits two for an answer.
ACK_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0)
ANSWER_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the closed list."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    said: str
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    buckets: tuple[float, ...] = ()


METRICS: tuple[Metric, ...] = (
    Metric("beatbook_questions_total", "counter", "Questions, by how they ended.", (("outcome", OUTCOMES),)),
    Metric(
        "beatbook_ack_seconds", "histogram", "From an event's arrival to its acknowledgement, the row being committed.",
        (("platform", PLATFORMS),), ACK_BUCKETS,
    ),
    Metric("beatbook_answer_seconds", "histogram", "Finding the answer, in a worker.", (), ANSWER_BUCKETS),
    Metric(
        "beatbook_reply_seconds", "histogram", "From a question's arrival to its reply's being sent.", (),
        ANSWER_BUCKETS,
    ),
    Metric("beatbook_queue_depth", "gauge", "Questions that were taken and not yet answered."),
    Metric("beatbook_shed_total", "counter", "Questions turned away because too many were waiting."),
    Metric(
        "beatbook_retries_total", "counter", "Messages sent once more, by the fault before.",
        (("platform", PLATFORMS), ("why", RETRIES)),
    ),
    Metric(
        "beatbook_lost_replies_total", "counter", "Replies that reached nobody, by why.",
        (("platform", PLATFORMS), ("why", LOSSES)),
    ),
    Metric("beatbook_worker_restarts_total", "counter", "Answering workers that died or hung and were replaced."),
    Metric("beatbook_refused_requests_total", "counter", "Requests turned away, by reason.", (("reason", REASONS),)),
    Metric("beatbook_http_faults_total", "counter", "Requests that ended in a fault of ours (500)."),
    Metric("beatbook_http_connections", "gauge", "Open connections to the HTTP surface."),
    Metric("beatbook_loop_lag_seconds", "gauge", "How late the event loop's last tick was."),
    Metric("beatbook_ready", "gauge", "1 while every readiness check passes, else 0."),
)  # fmt: skip
# Of the process, where the system tells them (Linux): prometheus-client's own names.
PROCESS = (
    "process_virtual_memory_bytes", "process_resident_memory_bytes", "process_start_time_seconds",
    "process_cpu_seconds_total", "process_open_fds", "process_max_fds",
)  # fmt: skip


class Metrics(Watch):
    """The counters of one process. A label's value that is not in its list is counted as `other`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._counters = {row.name: Counter(*self._of(row), registry=self.registry) for row in _rows("counter")}
        self._gauges = {row.name: Gauge(*self._of(row), registry=self.registry) for row in _rows("gauge")}
        self._histograms = {
            row.name: Histogram(*self._of(row), registry=self.registry, buckets=row.buckets)
            for row in _rows("histogram")
        }

    def answered(self, outcome: str, seconds: float) -> None:
        """A question has its reply, found in so many seconds."""
        self._count("beatbook_questions_total", outcome)
        self._observe("beatbook_answer_seconds", seconds)

    def replied(self, seconds: float) -> None:
        """A reply was sent, so many seconds after its question arrived."""
        self._observe("beatbook_reply_seconds", seconds)

    def acknowledged(self, platform: str, seconds: float) -> None:
        """An event was committed and acknowledged."""
        self._observe("beatbook_ack_seconds", seconds, platform)

    def shed(self) -> None:
        """A question was turned away because too many were waiting."""
        self._count("beatbook_questions_total", "shed")
        self._count("beatbook_shed_total")

    def parked(self) -> None:
        """A question was put aside: it killed its workers."""
        self._count("beatbook_questions_total", "parked")

    def retried(self, platform: str, why: str) -> None:
        """A message is sent once more."""
        self._count("beatbook_retries_total", platform, why)

    def lost(self, platform: str, why: str) -> None:
        """A reply reaches nobody and is not sent again."""
        self._count("beatbook_lost_replies_total", platform, why)

    def worker_restarted(self) -> None:
        """An answering worker died or hung and was replaced."""
        self._count("beatbook_worker_restarts_total")

    def refused(self, reason: Reason) -> None:
        """A request was turned away."""
        self._count("beatbook_refused_requests_total", reason)

    def faulted(self) -> None:
        """A request ended in a fault of ours."""
        self._count("beatbook_http_faults_total")

    def ready(self, ready: bool) -> None:
        """Whether the last look found all checks passing."""
        self._gauges["beatbook_ready"].set(ready)

    def watch_queue(self, depth: Callable[[], float]) -> None:
        """Read the depth of the queue whenever somebody looks."""
        self._gauges["beatbook_queue_depth"].set_function(depth)

    def watch_connections(self, number: Callable[[], float]) -> None:
        """Read the number of open connections whenever somebody looks."""
        self._gauges["beatbook_http_connections"].set_function(number)

    def watch_loop(self, lag: Callable[[], float]) -> None:
        """Read the event loop's lag whenever somebody looks."""
        self._gauges["beatbook_loop_lag_seconds"].set_function(lag)

    def text(self) -> bytes:
        """All metrics in Prometheus's text format."""
        return generate_latest(self.registry)

    def _count(self, name: str, *values: str) -> None:
        counter = self._counters[name]
        (counter.labels(*_listed(name, values)) if values else counter).inc()

    def _observe(self, name: str, seconds: float, *values: str) -> None:
        histogram = self._histograms[name]
        (histogram.labels(*_listed(name, values)) if values else histogram).observe(seconds)

    @staticmethod
    def _of(row: Metric) -> tuple[str, str, tuple[str, ...]]:
        return row.name, row.said, tuple(name for name, _ in row.labels)


def _rows(kind: str) -> tuple[Metric, ...]:
    return tuple(row for row in METRICS if row.kind == kind)


def _listed(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    known = next(row.labels for row in METRICS if row.name == name)
    return tuple(value if value in among else OTHER for value, (_, among) in zip(values, known, strict=True))
