"""Whatever the rules, nobody is told twice of one change, and nobody who did not ask."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from core.model import Change, ChangeKind, Delivery
from core.source import Channel, ChannelType, Match, Rule, Source, SourceId, Tier, Words
from notifier.rules import route, wants
from tests.fakes.nouns import RECIPE
from tests.fakes.told import change

WORDS = st.lists(st.sampled_from(["细胞", "基金", "人才", "税"]), max_size=3).map(tuple)
RECIPIENTS = st.lists(st.sampled_from(["a@x.org", "b@x.org", "c@x.org"]), max_size=3, unique=True).map(tuple)
NAMES = ["one", "two", "three"]
KINDS = st.lists(st.sampled_from([kind.value for kind in ChangeKind]), max_size=4, unique=True).map(tuple)

MATCHES = st.builds(
    Match,
    words=st.builds(Words, any=WORDS, all=WORDS, none=WORDS),
    sources=st.lists(st.sampled_from([SourceId("s"), SourceId("t")]), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(["广州", "深圳"]), max_size=2).map(tuple),
    tiers=st.lists(st.sampled_from(Tier), max_size=2).map(tuple),
    kinds=KINDS,
)
SEND_TO = st.lists(st.sampled_from([*NAMES, "gone"])).map(tuple)
RULES = st.lists(
    st.builds(Rule, name=st.sampled_from("abcd"), send_to=SEND_TO, match=MATCHES),
    max_size=5,
)
CHANNELS = st.tuples(
    *(st.builds(Channel, name=st.just(name), type=st.just(ChannelType.EMAIL), to=RECIPIENTS) for name in NAMES)
)
SOURCES = st.builds(
    Source,
    id=st.sampled_from([SourceId("s"), SourceId("t")]),
    name=st.just("某委"),
    url=st.just("https://www.example.gov.cn/"),
    recipe=st.just(RECIPE),
    tags=st.lists(st.sampled_from(["广州", "深圳"]), max_size=2).map(tuple),
    tier=st.sampled_from(Tier),
)
CHANGES = st.builds(change, st.sampled_from(ChangeKind), number=st.integers(1, 9))
TEXTS = st.text(alphabet="细胞基金人才税的", max_size=12)


@dataclass(frozen=True)
class Scene:
    """One change and everybody who might be told."""

    change: Change
    text: str
    source: Source
    rules: list[Rule]
    channels: tuple[Channel, ...]

    def deliveries(self) -> tuple[Delivery, ...]:
        """Who is told."""
        return route(self.change, self.text, self.source, self.rules, self.channels)


SCENES = st.builds(Scene, CHANGES, TEXTS, SOURCES, RULES, CHANNELS)


@given(SCENES)
def test_nobody_is_told_twice(scene: Scene) -> None:
    deliveries = scene.deliveries()
    keys = {(delivery.channel, delivery.recipient) for delivery in deliveries}
    assert len(keys) == len(deliveries) == len({delivery.id for delivery in deliveries})


@given(SCENES)
def test_the_same_change_owes_the_same_deliveries_however_often_it_is_routed(scene: Scene) -> None:
    assert scene.deliveries() == scene.deliveries()


@given(SCENES)
def test_exactly_those_are_told_whom_some_rule_that_wants_the_change_sends_to(scene: Scene) -> None:
    wanting = [rule for rule in scene.rules if wants(rule.match, scene.change, scene.text, scene.source)]
    recipients = {channel.name: channel.recipients for channel in scene.channels}
    expected = {(name, to) for rule in wanting for name in rule.send_to for to in recipients.get(name, ())}
    told = {(delivery.channel, delivery.recipient) for delivery in scene.deliveries()}
    assert told == (set() if scene.change.kind is ChangeKind.REBASED else expected)


@given(SCENES)
def test_the_first_rule_in_the_order_of_the_file_is_the_one_that_tells(scene: Scene) -> None:
    deliveries = {(delivery.channel, delivery.recipient): delivery.rule for delivery in scene.deliveries()}
    for length in range(len(scene.rules)):
        shorter = replace(scene, rules=scene.rules[:length])
        for delivery in shorter.deliveries():
            assert deliveries[delivery.channel, delivery.recipient] == delivery.rule


@given(SCENES, st.sampled_from(["细胞", "基金"]))
def test_a_word_that_must_not_stand_there_never_tells_more_people(scene: Scene, word: str) -> None:
    def stricter(rule: Rule) -> Rule:
        words = replace(rule.match.words, none=(*rule.match.words.none, word))
        return replace(rule, match=replace(rule.match, words=words))

    strict = replace(scene, rules=[stricter(rule) for rule in scene.rules])
    assert len(strict.deliveries()) <= len(scene.deliveries())
    assert word not in scene.text or not strict.deliveries()
