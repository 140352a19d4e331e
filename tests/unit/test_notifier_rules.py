"""Whom a change is told to."""

from dataclasses import replace

import pytest

from core.model import ACTIONABLE, ChangeKind
from core.source import Channel, ChannelType, Match, Rule, Source, SourceId, Tier, Words
from notifier.rules import route
from tests.fakes.nouns import RECIPE
from tests.fakes.told import change

SOURCE = Source(
    id=SourceId("source"), name="某委", url="https://www.example.gov.cn/", recipe=RECIPE, tags=("广州", "卫健")
)
TEAM = Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org", "b@example.org"))
HOOK = Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="S")
SCREEN = Channel(name="screen", type=ChannelType.CONSOLE)
CHANNELS = (TEAM, HOOK, SCREEN)
TEXT = "支持细胞治疗产业发展若干措施"


def told_to(*rules: Rule, kind: ChangeKind = ChangeKind.EDITED, source: Source = SOURCE) -> list[tuple[str, str, str]]:
    deliveries = route(change(kind), TEXT, source, rules, CHANNELS)
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
    (delivery,) = route(change(), TEXT, SOURCE, [Rule(name="r", send_to=("screen",))], CHANNELS)
    assert delivery.due_at == delivery.created_at == change().at
    assert delivery.change_id == change().id


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
