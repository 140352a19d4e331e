"""Whom a change is told to, and when."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from core.model import ACTIONABLE, ChangeKind, PolicyId
from core.source import (
    Channel,
    ChannelType,
    Configuration,
    Match,
    Quiet,
    Rule,
    Settings,
    Source,
    SourceId,
    Tier,
    When,
    Words,
)
from notifier.rules import explain, route
from tests.fakes.nouns import NOW
from tests.fakes.subjects import SOURCE, configured, subject
from tests.fakes.told import change

TEAM = Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org", "b@example.org"))
HOOK = Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="S")
SCREEN = Channel(name="screen", type=ChannelType.CONSOLE)
CHANNELS = (TEAM, HOOK, SCREEN)
TEXT = "支持细胞治疗产业发展若干措施"
NINE = When(digest="0 9 * * *")


def told_to(*rules: Rule, kind: ChangeKind = ChangeKind.EDITED, source: Source = SOURCE) -> list[tuple[str, str, str]]:
    deliveries = route(subject(TEXT, of=change(kind), source=source), configured(rules, CHANNELS))
    return [(delivery.rule, delivery.channel, delivery.recipient) for delivery in deliveries]


def wanted(match: Match, kind: ChangeKind = ChangeKind.EDITED, source: Source = SOURCE) -> bool:
    return bool(told_to(Rule(name="r", send_to=("screen",), match=match), kind=kind, source=source))


def test_every_recipient_of_every_channel_is_owed_one_delivery() -> None:
    assert told_to(Rule(name="all", send_to=("team", "hook", "screen"))) == [
        ("all", "team", "a@example.org"),
        ("all", "team", "b@example.org"),
        ("all", "hook", "https://example.org/hook"),
        ("all", "screen", "console"),
    ]


def test_a_recipient_of_two_rules_is_told_once_by_the_first() -> None:
    first = Rule(name="first", send_to=("screen",))
    second = Rule(name="second", send_to=("screen", "hook", "hook"))
    assert told_to(first, second) == [
        ("first", "screen", "console"),
        ("second", "hook", "https://example.org/hook"),
    ]


def test_a_delivery_is_due_when_the_change_was_noticed() -> None:
    (delivery,) = route(subject(TEXT), configured([Rule(name="r", send_to=("screen",))], CHANNELS))
    assert delivery.due_at == delivery.promised_at == delivery.created_at == change().at
    assert delivery.change_id == change().id
    assert delivery.gather is None


def held(kind: ChangeKind, channel: Channel = SCREEN, when: When = NINE) -> timedelta:
    """How long after a change it is told, where edits are held for two minutes; it is 01:00 UTC."""
    config = Configuration(
        rules=(Rule(name="r", send_to=(channel.name,), when=when, match=Match(kinds=(kind.value,))),),
        channels=(channel,),
        settings=Settings(timezone="UTC", hold=timedelta(minutes=2)),
    )
    (delivery,) = route(subject(TEXT, of=change(kind)), config)
    return delivery.due_at - NOW


def test_an_edit_waits_for_the_same_edit_of_other_pages_and_nothing_else_does() -> None:
    assert held(ChangeKind.EDITED, when=When()) == timedelta(minutes=2)
    assert held(ChangeKind.NEW, when=When()) == timedelta()


def test_an_edit_whose_wait_ends_in_quiet_hours_waits_for_their_end() -> None:
    channel = replace(SCREEN, quiet=Quiet(time(1, 1), time(5)))
    assert held(ChangeKind.NEW, channel, When()) == timedelta()
    assert held(ChangeKind.EDITED, channel, When()) == timedelta(hours=4)


def test_an_edit_that_still_waits_at_the_time_of_a_digest_goes_with_the_next() -> None:
    assert held(ChangeKind.NEW, when=When(digest="1 1 * * *")) == timedelta(minutes=1)
    assert held(ChangeKind.EDITED, when=When(digest="1 1 * * *")) == timedelta(days=1, minutes=1)


def test_a_reminder_of_a_deadline_is_held_by_quiet_hours_as_all_else() -> None:
    channel = replace(SCREEN, quiet=Quiet(time(0), time(8)))
    assert held(ChangeKind.DEADLINE, channel, When()) == timedelta(hours=7)


def test_changes_of_one_digest_travel_in_one_letter_and_those_of_the_next_in_another() -> None:
    rule = Rule(name="r", send_to=("screen",), when=NINE)
    times = [NOW, NOW + timedelta(hours=7), NOW + timedelta(hours=9)]
    deliveries = [
        route(subject(TEXT, of=replace(change(number=number), at=at)), configured([rule], CHANNELS))[0]
        for number, at in enumerate(times, 1)
    ]
    first, second, third = (delivery.gather for delivery in deliveries)
    assert first == second != third
    assert [delivery.due_at - NOW for delivery in deliveries] == [
        timedelta(hours=8),
        timedelta(hours=8),
        timedelta(days=1, hours=8),
    ]


def test_digests_of_two_rules_are_two_letters() -> None:
    rules = [Rule(name=name, send_to=(to,), when=NINE) for name, to in (("one", "screen"), ("two", "hook"))]
    one, two = route(subject(TEXT), configured(rules, CHANNELS))
    assert one.gather != two.gather


def test_what_is_told_at_once_never_stands_in_the_line_of_a_digest() -> None:
    at_once, digest = (
        route(subject(TEXT), configured([Rule(name="r", send_to=("screen",), when=when)], CHANNELS))[0]
        for when in (When(), NINE)
    )
    assert at_once.line != digest.line


def test_the_pages_of_a_policy_stand_in_one_line_and_other_policies_in_another() -> None:
    rules = [Rule(name="r", send_to=("screen",))]
    pages = [("https://a.cn/1", "pol_1"), ("https://b.cn/2", "pol_1"), ("https://a.cn/1", "pol_2")]
    changes = [replace(change(url=url), policy_id=PolicyId(policy)) for url, policy in pages]
    lines = [route(subject(TEXT, of=one), configured(rules, CHANNELS))[0].line for one in changes]
    assert lines[0] == lines[1] != lines[2]


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        (Words(), True),
        (Words(any=("干细胞", "细胞治疗")), True),
        (Words(any=("干细胞",)), False),
        (Words(all=("细胞治疗", "产业")), True),
        (Words(all=("细胞治疗", "干细胞")), False),
        (Words(none=("干细胞",)), True),
        (Words(any=("细胞治疗",), none=("产业",)), False),
    ],
)
def test_words_are_looked_for_in_the_folded_text(words: Words, matches: bool) -> None:
    assert wanted(Match(words=words)) is matches


@pytest.mark.parametrize(
    ("match", "matches"),
    [
        (Match(sources=(SourceId("source"),)), True),
        (Match(sources=(SourceId("other"),)), False),
        (Match(tags=("卫健", "深圳")), True),
        (Match(tags=("深圳",)), False),
        (Match(tiers=(Tier.OFFICIAL,)), True),
        (Match(tiers=(Tier.MIRROR,)), False),
        (Match(tags=("卫健",), tiers=(Tier.MEDIA,)), False),
    ],
)
def test_every_part_of_a_rule_must_agree(match: Match, matches: bool) -> None:
    assert wanted(match) is matches


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_rule_without_kinds_wants_what_people_act_on(kind: ChangeKind) -> None:
    assert wanted(Match(), kind) is (kind in ACTIONABLE)


def test_a_reprint_is_told_to_who_asks_for_it() -> None:
    assert wanted(Match(kinds=("reprint",)), ChangeKind.REPRINT)
    assert not wanted(Match(kinds=("reprint",)), ChangeKind.NEW)


def test_a_rebased_page_is_told_to_nobody_even_who_asks() -> None:
    assert not wanted(Match(kinds=tuple(ChangeKind)), ChangeKind.REBASED)


def test_a_source_without_tags_is_not_wanted_by_tag() -> None:
    assert not wanted(Match(tags=("卫健",)), source=replace(SOURCE, tags=()))


def test_an_explanation_says_which_rule_came_first_for_a_recipient() -> None:
    rules = [
        Rule(name="first", send_to=("screen",)),
        Rule(name="second", send_to=("screen", "hook")),
        Rule(name="third", send_to=("screen",), match=Match(tags=("深圳",))),
    ]
    first, second, third = explain(subject(TEXT), configured(rules, CHANNELS))
    assert [one.fires for one in (first, second, third)] == [True, True, False]
    assert [one.channel for one in second.tells] == ["hook"]
    assert second.others == (("screen", "console", "first"),)
    assert (first.others, third.others, third.tells) == ((), (), ())
