"""exposition(readings) -> bytes: how the service fares, in the text format of Prometheus.

Names and units follow https://prometheus.io/docs/practices/naming/; every family is in docs/operations.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.model import Backlog, ChangeKind, DeliveryState, Figures, Presence, Queue
from core.ports import Store
from core.source import Configuration
from notifier.plain import plain
from policywatch.states import State, Word, states

if TYPE_CHECKING:
    from prometheus_client.core import Metric

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

LABEL_LENGTH = 64
CHANNELS = 50
"""Most names of channels that are told apart; whatever else the database holds is `other`."""

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """All that metrics are made from.

    Args:
        at: when they were taken.
        backlogs: what is later than the settings' `alarm_after` allows.
        sources: the configured ones and how they fare.
    """

    at: datetime
    figures: Figures
    backlogs: Sequence[Backlog] = ()
    sources: Sequence[State] = ()


async def readings(store: Store, config: Configuration, now: datetime) -> Readings:
    """What is to be told of the service as it stands."""
    return Readings(
        at=now,
        figures=await store.figures(now),
        backlogs=await store.undelivered(now - config.settings.alarm_after),
        sources=await states(store, config, now),
    )


def exposition(taken: Readings) -> bytes:
    """The metrics, ready to be scraped or written to a textfile collector."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.registry import Collector

    class Taken(Collector):
        """What was read; nothing of this process."""

        def collect(self) -> "Iterable[Metric]":
            """Every family."""
            yield from _outbox(taken)
            yield from _stored(taken.figures)
            yield from _looks(taken)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Taken())
    return generate_latest(registry)


def _outbox(taken: Readings) -> "Iterator[Metric]":
    channels = _told_apart(
        [channel for channel, _ in taken.figures.deliveries] + [backlog.channel for backlog in taken.backlogs]
    )
    deliveries: Counter[tuple[str, ...]] = Counter()
    for name in channels.values():
        deliveries.update({(state.value, name): 0 for state in DeliveryState})
    for (channel, state), number in taken.figures.deliveries.items():
        deliveries[state.value, channels[channel]] += number
    late, oldest = Counter[str](), dict.fromkeys(channels.values(), 0.0)
    late.update(dict.fromkeys(channels.values(), 0))
    for backlog in taken.backlogs:
        name = channels[backlog.channel]
        late[name] += backlog.deliveries
        oldest[name] = max(oldest[name], _seconds(backlog.since, taken.at))
    yield _gauge("deliveries", "Messages in the outbox.", ("state", "channel"), deliveries)
    yield _gauge("undelivered", "Messages later than alarm_after allows.", ("channel",), _keyed(late))
    yield _gauge("undelivered_oldest_seconds", "Age of the oldest of them.", ("channel",), _keyed(oldest))


def _stored(figures: Figures) -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily

    pages = {presence.value: figures.pages.get(presence, 0) for presence in Presence}
    yield _gauge("pages", "Known documents.", ("presence",), _keyed(pages))
    yield _gauge("versions", "Stored versions of documents.", (), {(): figures.versions})
    changes = CounterMetricFamily("policywatch_changes", "Changes noticed.", labels=("kind",))
    for kind in ChangeKind:
        changes.add_metric((kind.value,), figures.changes.get(kind, 0))
    yield changes


def _looks(taken: Readings) -> "Iterator[Metric]":
    figures = taken.figures
    health = Counter({word.name.lower(): 0 for word in Word})
    health.update(state.word.name.lower() for state in taken.sources)
    yield _gauge("sources", "Configured sources, by how they fare.", ("health",), _keyed(health))
    queues = {"listings": figures.listings, "pages": figures.followed}
    due = {name: queue.due for name, queue in queues.items()}
    yield _gauge("due", "Looks that are due.", ("queue",), _keyed(due))
    overdue = {name: _overdue(queue, taken.at) for name, queue in queues.items()}
    yield _gauge("overdue_seconds", "How long the longest due look has been due.", ("queue",), _keyed(overdue))
    if figures.last_look_at is not None:
        at = figures.last_look_at.timestamp()
        yield _gauge("last_look_timestamp_seconds", "When a site was last looked at.", (), {(): at})
    yield _gauge("readings_timestamp_seconds", "When these figures were taken.", (), {(): taken.at.timestamp()})


def _gauge(name: str, help_: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float]) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"policywatch_{name}", help_, labels=labels)
    for label_values, value in sorted(values.items()):
        family.add_metric(label_values, value)
    return family


def _keyed(values: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    return {(name,): value for name, value in values.items()}


def _told_apart(channels: Iterable[str]) -> dict[str, str]:
    """Names of channels as labels: plain, short, and not too many of them."""
    labels: dict[str, str] = {}
    for channel in sorted(set(channels)):
        label = plain(channel)[:LABEL_LENGTH] or OTHER
        labels[channel] = label if len(set(labels.values()) | {label}) <= CHANNELS else OTHER
    return labels


def _overdue(queue: Queue, now: datetime) -> float:
    return _seconds(queue.since, now) if queue.since else 0.0


def _seconds(since: datetime, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds())
