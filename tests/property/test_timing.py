"""Whatever the hours, the days and the zone: nothing is told too early, in the night or on a day off."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.source import AT_ONCE, Channel, ChannelType, Days, Quiet, When
from notifier.timing import due, firing, is_quiet, is_working_day

ZONES = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]
"""Without a summer, with one, with one that begins at midnight, with one of half an hour, off the hour."""

LINES = ["0 9 * * *", "30 2 * * *", "0 0 * * *", "*/7 1-3 * * mon-fri", "59 23 * * sun", "15 8 1 * *"]

NOWS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware by `timezones`
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
HOURS = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Quiet(*pair))
CHANNELS = st.builds(
    Channel,
    name=st.just("c"),
    type=st.just(ChannelType.CONSOLE),
    quiet=st.none() | HOURS,
    days=st.sampled_from(Days),
    timezone=st.none() | st.sampled_from(ZONES),
)
DIGESTS = st.builds(
    When,
    digest=st.sampled_from(LINES),
    days=st.sampled_from(Days),
    timezone=st.none() | st.sampled_from(ZONES),
)
ZONE = st.sampled_from(ZONES)


def is_open(moment: datetime, channel: Channel, timezone: str) -> bool:
    local = moment.astimezone(ZoneInfo(channel.timezone or timezone))
    awake = channel.quiet is None or not is_quiet(channel.quiet, local.time())
    return awake and (channel.days is Days.ALL or is_working_day(local.date()))


@given(NOWS, st.just(AT_ONCE) | DIGESTS, CHANNELS, ZONE)
def test_nothing_is_due_before_it_is_known_or_while_its_channel_is_silent(
    now: datetime, when: When, channel: Channel, timezone: str
) -> None:
    moment = due(now, when, channel, timezone)
    assert moment >= now
    assert moment.utcoffset() == timedelta()
    assert is_open(moment, channel, timezone)


@given(NOWS, CHANNELS, ZONE)
def test_what_is_due_is_due_whenever_it_is_asked_again(now: datetime, channel: Channel, timezone: str) -> None:
    moment = due(now, AT_ONCE, channel, timezone)
    assert due(moment, AT_ONCE, channel, timezone) == moment


@given(NOWS, CHANNELS, ZONE, st.timedeltas(timedelta(), timedelta(days=30)))
def test_what_is_known_later_is_not_due_earlier(
    now: datetime, channel: Channel, timezone: str, later: timedelta
) -> None:
    assert due(now, AT_ONCE, channel, timezone) <= due(now + later, AT_ONCE, channel, timezone)


@given(NOWS, CHANNELS, ZONE)
def test_an_open_channel_holds_nothing(now: datetime, channel: Channel, timezone: str) -> None:
    assert (due(now, AT_ONCE, channel, timezone) == now) is is_open(now, channel, timezone)


@given(NOWS, DIGESTS, ZONE)
def test_a_digest_fires_at_its_time_and_on_its_days(now: datetime, when: When, timezone: str) -> None:
    fires = firing(now, when, timezone)
    assert fires is not None
    assert fires >= now
    zone = ZoneInfo(when.timezone or timezone)
    local = fires.astimezone(zone)
    # A time that the clocks jump over is told at the moment they jump to, which is no time of the line itself.
    jumped = local.utcoffset() != (fires - timedelta(hours=2)).astimezone(zone).utcoffset()
    assert jumped or firing(fires, when, timezone) == fires
    assert local.second == 0
    only_sundays = when.digest == "59 23 * * sun"
    assert when.days is Days.ALL or is_working_day(local.date()) or only_sundays


@given(NOWS, HOURS, ZONE)
def test_nothing_is_held_longer_than_the_quiet_hours_last(now: datetime, hours: Quiet, timezone: str) -> None:
    channel = Channel(name="c", type=ChannelType.CONSOLE, quiet=hours)
    assert due(now, AT_ONCE, channel, timezone) - now <= timedelta(days=1, hours=1)


def test_a_time_that_lies_at_the_end_of_its_hours_is_not_quiet() -> None:
    assert not is_quiet(Quiet(time(22), time(8)), time(8))
