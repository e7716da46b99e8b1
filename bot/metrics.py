"""What is counted and measured, as Prometheus reads it: the one place that knows its client library.

A registry of its own for each service, and none for the process. Labels are words of tables and ids of courses; no
person, no text and no channel ever becomes one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from platform import python_version
from typing import Concatenate, ParamSpec

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.conversation.commands import Outcome
from bot.recording import platform_kind, store_kind
from bot.services.figures import Figures
from bot.store.ledger import PERSONAL, STAFF_ONLY

log = logging.getLogger(__name__)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds of an answer: a person waits."""

SLOW = (0.01, 0.1, 0.5, 1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds of a tick: nobody waits for it, and it may wait for a platform."""

LATE = (1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)
"""Seconds between due and said."""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is read when somebody asks, and not counted on the way. `figures`: None where the database did not answer;
    `tick_age` is in seconds, `due_since` is of the oldest announcement that is to be said and is not, entered or only
    planned.
    """

    now: datetime
    tick_age: float
    figures: Figures | None
    due_since: datetime | None


def _harmless(record: Callable[Concatenate[Metrics, P], None]) -> Callable[Concatenate[Metrics, P], None]:
    """Counting never makes anything fail that is counted."""

    def recorded(self: Metrics, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            record(self, *args, **kwargs)
        except Exception:
            log.exception("action=not_counted")

    return recorded


class Metrics(Collector):
    """Implements `Recorder`."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._moment: Moment | None = None
        self._commands = Counter(
            "coursebot_commands", "Things typed and pressed, by verb.", ("verb", "outcome"), registry=registry
        )
        self._command_seconds = Histogram(
            "coursebot_command_seconds",
            "Seconds to make an answer.",
            ("verb",),
            buckets=QUICK,
            registry=registry,
        )
        self._forms = Counter("coursebot_forms", "Pages of forms, by verb.", ("verb", "outcome"), registry=registry)
        self._late_seconds = Histogram(
            "coursebot_announcement_late_seconds",
            "Seconds between when an announcement was due and when it was said.",
            ("to",),
            buckets=LATE,
            registry=registry,
        )
        self._tick_seconds = Histogram(
            "coursebot_tick_seconds", "Seconds that a tick took.", buckets=SLOW, registry=registry
        )
        self._ticks_failed = Counter("coursebot_ticks_failed", "Ticks that ended in an error.", registry=registry)
        self._store_errors = Counter(
            "coursebot_database_errors", "Transactions that failed.", ("kind",), registry=registry
        )
        self._platform_errors = Counter(
            "coursebot_platform_errors", "Calls to chat platforms that failed.", ("platform", "kind"), registry=registry
        )
        for kind in ("busy", "unreachable", "defect"):
            self._store_errors.labels(kind)
        for to in ("channel", PERSONAL, "staff"):
            self._late_seconds.labels(to)
        registry.register(self)
        ProcessCollector(registry=registry)

    # --- counting ---------------------------------------------------------------------------------------------------

    @_harmless
    def answered(self, verb: str, outcome: Outcome, seconds: float) -> None:
        self._commands.labels(verb, outcome).inc()
        self._command_seconds.labels(verb).observe(seconds)

    @_harmless
    def submitted(self, verb: str, outcome: Outcome, seconds: float) -> None:
        self._forms.labels(verb, outcome).inc()
        self._command_seconds.labels(verb).observe(seconds)

    @_harmless
    def said(self, destination: str, late: timedelta) -> None:
        to = "staff" if destination in STAFF_ONLY else destination if destination == PERSONAL else "channel"
        self._late_seconds.labels(to).observe(max(late.total_seconds(), 0.0))

    @_harmless
    def ticked(self, seconds: float, *, ended_well: bool) -> None:
        self._tick_seconds.observe(seconds)
        if not ended_well:
            self._ticks_failed.inc()

    @_harmless
    def store_failed(self, error: Exception) -> None:
        kind = store_kind(error)
        if kind is not None:
            self._store_errors.labels(kind).inc()

    @_harmless
    def platform_failed(self, platform: str, error: Exception) -> None:
        self._platform_errors.labels(platform, platform_kind(error)).inc()

    # --- showing ----------------------------------------------------------------------------------------------------

    def page(self, moment: Moment) -> str:
        """All of it in Prometheus' text format."""
        self._moment = moment
        return generate_latest(_WithoutBirths(self.registry)).decode()

    def describe(self) -> Iterator[Metric]:
        """Nothing: what `collect` gives has names that nobody else takes."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """What holds for this moment only."""
        yield _gauge("coursebot_build_info", "Which program this is.", [(_build(), 1.0)], ("version", "python"))
        moment = self._moment
        if moment is None:
            return
        figures = moment.figures
        yield _one("coursebot_tick_age_seconds", "Seconds since a tick last began or ended.", moment.tick_age)
        yield _one("coursebot_database_up", "Whether the database answered just now.", float(figures is not None))
        if moment.due_since is not None or figures is not None:
            lag = _seconds(moment.due_since, moment.now)
            yield _one("coursebot_lag_seconds", "Seconds by which the oldest announcement to be said is late.", lag)
        if figures is not None:
            yield from _of_the_database(figures, moment.now)


class _WithoutBirths:
    """A registry without the instants at which its counters began: as many series again, which nobody asks for. The
    library could leave them out only for the whole process.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        for family in self._registry.collect():
            family.samples = [sample for sample in family.samples if sample.name != f"{family.name}_created"]
            yield family


def _of_the_database(figures: Figures, now: datetime) -> Iterator[Metric]:
    yield _one("coursebot_courses", "Courses that this process runs.", figures.courses)
    deliveries = [(labels, float(number)) for labels, number in figures.deliveries.items()]
    yield _gauge("coursebot_deliveries", "Rows of the ledger.", deliveries, ("course", "state"))
    yield _one("coursebot_queue", "Rows of the ledger that are due and open.", figures.queue)
    if figures.backed_up_at is not None:
        age = _seconds(figures.backed_up_at, now)
        yield _one("coursebot_backup_age_seconds", "Seconds since the last backup that the bot made.", age)


def _gauge(name: str, told: str, values: Iterable[tuple[Sequence[str], float]], labels: Sequence[str] = ()) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for labelled, value in values:
        family.add_metric(labelled, value)
    return family


def _one(name: str, told: str, value: float) -> Metric:
    return _gauge(name, told, [((), value)])


def _seconds(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


def _build() -> tuple[str, ...]:
    try:
        version = metadata.version("coursebot")
    except metadata.PackageNotFoundError:  # a checkout that was never installed
        version = "unknown"
    return version, python_version()
