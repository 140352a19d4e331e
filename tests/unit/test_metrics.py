"""Metrics say how the service fares, in Prometheus' format, whatever stands in the database."""

from dataclasses import replace
from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from core.model import Backlog, ChangeKind, DeliveryState, Figures, Presence, Queue
from policywatch.metrics import CHANNELS, Readings, exposition
from policywatch.states import State, Word
from tests.contract.stored import a_source
from tests.fakes.nouns import NOW

HOUR = timedelta(hours=1)
FIGURES = Figures(
    pages={Presence.PRESENT: 7},
    versions=9,
    changes={ChangeKind.EDITED: 3},
    deliveries={("team", DeliveryState.SENT): 5, ("team", DeliveryState.FAILED): 1, ("hook", DeliveryState.OWED): 2},
    listings=Queue(2, NOW - HOUR),
    last_look_at=NOW - timedelta(minutes=1),
)
TAKEN = Readings(
    at=NOW,
    figures=FIGURES,
    backlogs=[Backlog(channel="hook", deliveries=2, since=NOW - 3 * HOUR)],
    sources=[State(source=a_source("a"), word=Word.OK), State(source=a_source("b"), word=Word.LAYOUT)],
)


def samples(taken: Readings) -> dict[tuple[str, ...], float]:
    """Value by name of the sample and its labels' values, sorted by the labels' names."""
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(exposition(taken).decode())
        for sample in family.samples
    }


def test_every_figure_is_told_under_its_name() -> None:
    found = samples(TAKEN)
    assert found["policywatch_deliveries", "team", "sent"] == 5
    assert found["policywatch_deliveries", "team", "owed"] == 0
    assert found["policywatch_deliveries", "hook", "owed"] == 2
    assert found["policywatch_undelivered", "hook"] == 2
    assert found["policywatch_undelivered", "team"] == 0
    assert found["policywatch_undelivered_oldest_seconds", "hook"] == 3 * 3600
    assert found["policywatch_undelivered_oldest_seconds", "team"] == 0
    assert found["policywatch_pages", "present"] == 7
    assert found["policywatch_pages", "removed"] == 0
    assert found["policywatch_versions",] == 9
    assert found["policywatch_changes_total", "edited"] == 3
    assert found["policywatch_changes_total", "new"] == 0
    assert found["policywatch_sources", "ok"] == found["policywatch_sources", "layout"] == 1
    assert found["policywatch_sources", "silent"] == 0
    assert found["policywatch_due", "listings"] == 2
    assert found["policywatch_overdue_seconds", "listings"] == 3600
    assert found["policywatch_overdue_seconds", "pages"] == 0
    assert found["policywatch_last_look_timestamp_seconds",] == NOW.timestamp() - 60
    assert found["policywatch_readings_timestamp_seconds",] == NOW.timestamp()


def test_a_service_that_has_looked_at_nothing_has_no_last_look() -> None:
    found = samples(Readings(at=NOW, figures=Figures()))
    assert ("policywatch_last_look_timestamp_seconds",) not in found
    assert found["policywatch_versions",] == 0


def test_a_hostile_name_of_a_channel_is_a_short_plain_label() -> None:
    name = 'x"} 1\nevil{a="b\\\x1b[2J\ud800' + "y" * 900
    found = samples(replace(TAKEN, figures=Figures(deliveries={(name, DeliveryState.OWED): 4}), backlogs=[]))
    (label,) = {key[1] for key in found if key[0] == "policywatch_deliveries"}
    assert label.startswith('x"} 1 evil{a="b\\')
    assert len(label) <= 64
    assert found["policywatch_deliveries", label, "owed"] == 4
    assert {key[0] for key in found if key[0].startswith("evil")} == set()


def test_however_many_channels_there_were_the_labels_are_few_and_nothing_is_lost() -> None:
    many = {(f"channel-{number:03}", DeliveryState.SENT): 1 for number in range(CHANNELS + 30)}
    late = [Backlog(channel=channel, deliveries=1, since=NOW - HOUR) for channel, _ in many]
    found = samples(replace(TAKEN, figures=Figures(deliveries=many), backlogs=late))
    sent = {key[1]: value for key, value in found.items() if key[0] == "policywatch_deliveries" and key[2] == "sent"}
    assert len(sent) == CHANNELS + 1
    assert sum(sent.values()) == CHANNELS + 30
    assert found["policywatch_undelivered", "other"] == 30
    assert found["policywatch_undelivered_oldest_seconds", "other"] == 3600


def test_every_family_says_what_it_is() -> None:
    families = list(text_string_to_metric_families(exposition(TAKEN).decode()))
    assert [family.name for family in families if not family.documentation or family.type == "unknown"] == []
    assert {family.name.split("_")[0] for family in families} == {"policywatch"}
