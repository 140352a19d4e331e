"""A calendar holds the days of a rule's policies, each event the same for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Alarm, Calendar, Event

from core.model import ChangeKind, Dates, PageId, PolicyId, Stage, Told
from core.source import Language, Tier
from notifier.feeds import Dated, Feed, calendar, dated
from notifier.feeds.calendar import EVENTS
from tests.fakes.nouns import NOW
from tests.fakes.told import change, hostile, told

FEED = Feed(rule="细胞治疗", updated=NOW)
POLICY = PolicyId("pol_1")
DATES = Dates(effective=date(2026, 5, 1), deadline=date(2026, 4, 1), expires=date(2031, 4, 30))


def published(
    dates: Dates = DATES,
    *,
    number: int = 1,
    page: int = 1,
    kind: ChangeKind = ChangeKind.EDITED,
    stage: Stage = Stage.IN_FORCE,
    policy: PolicyId = POLICY,
    tier: Tier = Tier.OFFICIAL,
    canonical: str | None = None,
    title: str = "关于印发办法的通知",
) -> Told:
    """A change of a document with these dates."""
    said = told(number=number, title=title)
    assert said.after is not None
    document = replace(said.after.document, dates=dates, stage=stage, evidence={"deadline": "请于4月1日前反馈"})
    changed = replace(
        change(kind, number=number), page_id=PageId(page), policy_id=policy, at=NOW + number * timedelta(minutes=1)
    )
    changed = replace(changed, canonical_url=canonical or changed.url)
    return replace(said, change=changed, tier=tier, after=replace(said.after, document=document))


def noted(*changes: Told) -> list[Dated]:
    return [one for one in map(dated, changes) if one]


def events(*changes: Told, language: Language = Language.BOTH) -> dict[str, Event]:
    """Events by the kind in their UID."""
    read = Calendar.from_ical(calendar(replace(FEED, language=language), noted(*changes)))
    return {str(event["uid"]).split("-")[1].removesuffix("@policywatch"): event for event in read.events}


def unfolded(content: bytes) -> Sequence[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_every_date_of_a_policy_is_an_all_day_event() -> None:
    found = events(published())
    assert {kind: event.start for kind, event in found.items()} == {
        "effective": date(2026, 5, 1),
        "deadline": date(2026, 4, 1),
        "expires": date(2031, 4, 30),
    }
    deadline = found["deadline"]
    assert str(deadline["summary"]) == "Deadline 截止日期: 关于印发办法的通知"
    assert str(deadline["url"]) == "https://www.example.gov.cn/content/post_1.html"
    assert str(deadline["description"]).split("\n") == [
        "Document number 文号: 某卫规字〔2026〕3号",
        "Agency 发文机关: 某市卫生健康委员会",
        "Words of the page 原文: 请于4月1日前反馈",
    ]
    assert (str(deadline["transp"]), str(deadline["status"])) == ("TRANSPARENT", "CONFIRMED")
    assert deadline.categories == ["deadline"]
    assert deadline.DTSTAMP == deadline.LAST_MODIFIED == NOW + timedelta(minutes=1)


def test_the_calendar_has_a_name_and_asks_nobody_to_reply() -> None:
    lines = unfolded(calendar(FEED, noted(published())))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "X-WR-CALNAME:PolicyWatch 政策观察: 细胞治疗" in lines
    assert "DTSTART;VALUE=DATE:20260401" in lines
    assert [line for line in lines if line.startswith("METHOD")] == []


def test_a_deadline_is_told_a_week_and_a_day_ahead_and_other_days_a_day_ahead() -> None:
    found = events(published())
    ahead = {
        kind: [alarm.TRIGGER for alarm in event.subcomponents if isinstance(alarm, Alarm)]
        for kind, event in found.items()
    }
    day = timedelta(days=1)
    assert ahead == {"deadline": [-7 * day, -day], "effective": [-day], "expires": [-day]}
    assert {str(alarm["action"]) for alarm in found["deadline"].walk("VALARM")} == {"DISPLAY"}


def test_a_day_that_moved_is_the_same_event_under_a_higher_sequence() -> None:
    moved = published(replace(DATES, deadline=date(2026, 4, 15)), number=2)
    before, after = events(published()), events(moved, published())
    assert len(after) == 3
    assert after["deadline"].start == date(2026, 4, 15)
    assert after["deadline"]["uid"] == before["deadline"]["uid"]
    assert after["deadline"].sequence > before["deadline"].sequence


@pytest.mark.parametrize(
    "ended", [published(number=2, kind=ChangeKind.REMOVED), published(number=2, stage=Stage.REPEALED)]
)
def test_events_of_a_document_that_is_repealed_or_gone_are_cancelled(ended: Told) -> None:
    found = events(published(), ended)
    assert {str(event["status"]) for event in found.values()} == {"CANCELLED"}
    assert {event.sequence for event in found.values()} == {2}
    assert [event for event in found.values() if event.walk("VALARM")] == []


def test_a_policy_on_several_pages_is_in_the_calendar_once_by_its_own_page() -> None:
    mirror = published(
        replace(DATES, deadline=date(2026, 4, 9)), number=9, page=1, tier=Tier.MIRROR, canonical="https://own.example/"
    )
    assert events(mirror, published(page=2))["deadline"].start == date(2026, 4, 1)
    assert events(published(page=2), mirror)["deadline"].start == date(2026, 4, 1)
    assert len(events(published(), published(policy=PolicyId("pol_2")))) == 3
    assert len(noted(published(), published(policy=PolicyId("pol_2")))) == 2


def test_a_source_s_health_and_a_document_without_dates_are_in_no_calendar() -> None:
    assert events(published(Dates())) == {}
    assert dated(published(kind=ChangeKind.FAILING)) is None
    assert dated(replace(published(), before=None, after=None)) is None


def test_a_calendar_speaks_the_language_asked_for() -> None:
    assert str(events(published(), language=Language.EN)["deadline"]["summary"]).startswith("Deadline: ")
    assert str(events(published(), language=Language.ZH)["deadline"]["summary"]).startswith("截止日期: ")


def test_lines_are_folded_at_75_octets_between_characters() -> None:
    content = calendar(FEED, noted(published(title="关于进一步促进细胞治疗产业高质量发展的若干措施" * 4)))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert max(map(len, lines)) > 70
    for line in lines:
        line.decode()
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_title_that_would_be_an_event_is_text() -> None:
    title = "通知\r\nBEGIN:VEVENT\nEND:VCALENDAR\x00\u202e;,\\n: \u2028X"
    (event,) = events(published(Dates(deadline=date(2026, 4, 1)), title=title)).values()
    assert str(event["summary"]) == "Deadline 截止日期: 通知 BEGIN:VEVENT END:VCALENDAR\ufffd;,\\n: X"
    lines = unfolded(calendar(FEED, noted(hostile(), published(title=title))))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 4
    assert lines.count("END:VCALENDAR") == 1


def test_the_last_day_there_is_has_an_event_too() -> None:
    assert events(published(Dates(expires=date.max)))["expires"].start == date.max


def test_a_calendar_is_bounded_and_keeps_the_days_to_come() -> None:
    one = noted(published(Dates(deadline=date(2026, 4, 1))))[0]
    many = [
        replace(one, policy=f"pol{number}", dates={"deadline": date(2020, 1, 1) + number * timedelta(days=1)})
        for number in range(EVENTS + 5)
    ]
    days = sorted(event.start for event in Calendar.from_ical(calendar(FEED, many)).events)
    assert len(days) == EVENTS
    assert days[0] == date(2020, 1, 6)
