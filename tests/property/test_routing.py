"""Whatever the rules, nobody is told twice of one change, nobody who did not ask, and nobody without a reason."""

from dataclasses import dataclass, replace
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from core.model import ChangeKind, Delivery, Document, Stage
from core.source import (
    AT_ONCE,
    Channel,
    ChannelType,
    Configuration,
    Days,
    Match,
    Quiet,
    Rule,
    Source,
    SourceId,
    Tier,
    When,
    Words,
)
from notifier.judging import wants
from notifier.rules import explain, route
from notifier.subject import Subject, subject_of
from tests.fakes.nouns import RECIPE, document, version
from tests.fakes.subjects import configured, fold
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
    agencies=st.lists(st.sampled_from(["某委", "卫健"]), max_size=2).map(tuple),
    regions=st.lists(st.sampled_from(["广州", "深圳"]), max_size=2).map(tuple),
    kinds=KINDS,
    stages=st.lists(st.sampled_from(["draft", "in_force"]), max_size=2).map(tuple),
    min_characters=st.integers(0, 4),
)
WHENS = st.just(AT_ONCE) | st.builds(When, digest=st.just("0 9 * * *"), days=st.sampled_from(Days))
SEND_TO = st.lists(st.sampled_from([*NAMES, "gone"])).map(tuple)
RULES = st.lists(
    st.builds(Rule, name=st.sampled_from("abcdefgh"), send_to=SEND_TO, match=MATCHES, when=WHENS),
    max_size=5,
    unique_by=lambda rule: rule.name,
)
CHANNELS = st.tuples(
    *(
        st.builds(
            Channel,
            name=st.just(name),
            type=st.just(ChannelType.EMAIL),
            to=RECIPIENTS,
            quiet=st.none() | st.just(Quiet(time(22), time(8))),
        )
        for name in NAMES
    )
)
SOURCES = st.builds(
    Source,
    id=st.sampled_from([SourceId("s"), SourceId("t")]),
    name=st.just("某委"),
    url=st.just("https://www.example.gov.cn/"),
    recipe=st.just(RECIPE),
    tags=st.lists(st.sampled_from(["广州", "深圳"]), max_size=2).map(tuple),
    tier=st.sampled_from(Tier),
    region=st.none() | st.sampled_from(["广州市", "深圳市"]),
)
FIELDS = st.sampled_from([{}, {"stage": ("draft", "in_force")}, {"deadline": (None, "2026-04-01")}])
CHANGES = st.builds(change, st.sampled_from(ChangeKind), number=st.integers(1, 9), fields=FIELDS)
TEXTS = st.text(alphabet="细胞基金人才税的", max_size=12)
DOCUMENTS = st.builds(
    lambda text, stage, agency: replace(document(text, stage=stage), agency=agency),
    TEXTS,
    st.none() | st.sampled_from(Stage),
    st.none() | st.just("市卫健委"),
)


@dataclass(frozen=True)
class Scene:
    """One change and everybody who might be told."""

    subject: Subject
    rules: list[Rule]
    channels: tuple[Channel, ...]

    @property
    def config(self) -> Configuration:
        """What the file says."""
        return configured(self.rules, self.channels)

    def deliveries(self) -> tuple[Delivery, ...]:
        """Who is told."""
        return route(self.subject, self.config)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """A change, its document as it is and as it was, of which either may be missing."""
    versions = [
        replace(version(number=number), document=said) if said else None
        for number in (1, 2)
        for said in [draw(st.none() | DOCUMENTS)]
    ]
    return subject_of(draw(CHANGES), draw(SOURCES), fold, *versions)


SCENES = st.builds(Scene, subjects(), RULES, CHANNELS)


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
    wanting = [rule for rule in scene.rules if wants(rule.match, scene.subject)]
    recipients = {channel.name: channel.recipients for channel in scene.channels}
    expected = {(name, to) for rule in wanting for name in rule.send_to for to in recipients.get(name, ())}
    told = {(delivery.channel, delivery.recipient) for delivery in scene.deliveries()}
    assert told == expected
    assert not told or scene.subject.change.kind is not ChangeKind.REBASED


@given(SCENES)
def test_a_rule_fires_exactly_when_its_explanation_says_so(scene: Scene) -> None:
    for rule, explained in zip(scene.rules, explain(scene.subject, scene.config), strict=True):
        assert explained.rule == rule
        assert explained.fires is wants(rule.match, scene.subject)


@given(SCENES)
def test_explanations_name_every_delivery_once_and_the_rule_that_was_first_for_the_rest(scene: Scene) -> None:
    explained = explain(scene.subject, scene.config)
    told = [delivery for one in explained for delivery in one.tells]
    assert sorted(one.id for one in told) == sorted(one.id for one in scene.deliveries())
    first = {(one.channel, one.recipient): one.rule for one in scene.deliveries()}
    for one in explained:
        assert all(first[channel, to] == rule != one.rule.name for channel, to, rule in one.others)


@given(SCENES)
def test_the_first_rule_in_the_order_of_the_file_is_the_one_that_tells(scene: Scene) -> None:
    deliveries = {(delivery.channel, delivery.recipient): delivery.rule for delivery in scene.deliveries()}
    for length in range(len(scene.rules)):
        shorter = replace(scene, rules=scene.rules[:length])
        for delivery in shorter.deliveries():
            assert deliveries[delivery.channel, delivery.recipient] == delivery.rule


@given(SCENES)
def test_what_is_gathered_is_of_a_digest_and_nothing_is_due_before_the_change(scene: Scene) -> None:
    digests = {rule.name for rule in scene.rules if rule.when.digest}
    for delivery in scene.deliveries():
        assert (delivery.gather is not None) is (delivery.rule in digests)
        assert delivery.promised_at == delivery.due_at >= scene.subject.change.at


@given(SCENES, st.sampled_from(["细胞", "基金"]))
def test_a_word_that_must_not_stand_there_never_tells_more_people(scene: Scene, word: str) -> None:
    def stricter(rule: Rule) -> Rule:
        words = replace(rule.match.words, none=(*rule.match.words.none, word))
        return replace(rule, match=replace(rule.match, words=words))

    strict = replace(scene, rules=[stricter(rule) for rule in scene.rules])
    assert len(strict.deliveries()) <= len(scene.deliveries())
    assert word not in scene.subject.now or not strict.deliveries()


@given(DOCUMENTS, DOCUMENTS, SOURCES, st.sampled_from(["细胞", "基金"]))
def test_an_edit_is_wanted_for_a_word_on_whichever_side_of_it_the_word_stands(
    before: Document, after: Document, source: Source, word: str
) -> None:
    asks = Match(words=Words(any=(word,)))
    sides = [replace(version(number=number), document=said) for number, said in ((1, before), (2, after))]
    there = word in before.body or word in after.body
    assert wants(asks, subject_of(change(), source, fold, *sides)) is there
