"""How a rule would have been silent about noise: steps that are proven, spelt as the file reads them."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ChangeKind
from core.source import Days, Match, Rule, SourceId, Tier, When, Words
from notifier.judging import wants
from notifier.rule_yaml import rule_yaml
from notifier.silencing import Silencer, silencers
from policywatch.wiring import read_configuration
from tests.fakes.nouns import document
from tests.fakes.subjects import SOURCE, subject
from tests.fakes.told import change

ROTA = document("值班安排见下。细胞治疗中心照常开放。", title="2026年3月第2周值班安排表（3月9日）")
CELLS = Rule(name="cells", send_to=("team",), match=Match(words=Words(any=("细胞治疗",))))
SOURCES = (SOURCE.id, SourceId("other"))
CONFIG = """\
version: 1
sources:
  - {id: source, name: 某委, region: 广州, url: "https://www.example.gov.cn/"}
  - {id: other, name: 某局, url: "https://other.example.gov.cn/"}
channels: {team: {type: console}, "hook-2": {type: console}}
rules:
"""


def ways(rule: Rule = CELLS, kind: ChangeKind = ChangeKind.NEW) -> dict[str, Silencer]:
    of = subject(ROTA, of=replace(change(kind), before=None))
    return {f"{one.part} {one.match.words.none}": one for one in silencers(of, [rule], SOURCES)}


def test_every_way_silences_its_rule_and_says_why() -> None:
    of = subject(ROTA, of=replace(change(ChangeKind.NEW), before=None))
    found = silencers(of, [CELLS], SOURCES)
    assert [one.part for one in found] == ["words.none", "words.none", "kinds", "sources"]
    assert [wants(one.match, of) for one in found] == [False] * 4
    assert [one.proof.evidence for one in found[:2]] == ["值班 is in the text", "周值班安排表 is in the text"]
    assert found[3].match.sources == ("other",)


def test_a_rule_that_does_not_fire_needs_no_silence() -> None:
    stem = Rule(name="stem", send_to=("team",), match=Match(words=Words(any=("干细胞",))))
    assert silencers(subject(ROTA), [stem], SOURCES) == ()


def test_a_word_that_the_rule_is_there_for_is_not_silenced() -> None:
    rota = Rule(name="rota", send_to=("team",), match=Match(words=Words(any=("值班安排",))))
    assert [one.part for one in ways(rota).values()] == ["kinds", "sources"]


def test_the_size_of_an_edit_is_a_way_and_the_only_source_or_kind_is_none() -> None:
    only = Rule(name="r", send_to=("team",), match=Match(kinds=("edited",), sources=(SOURCE.id,)))
    of = subject(document("资助三万元。", title=None), document("资助两万元。", title=None))
    (way,) = silencers(of, [only], SOURCES)
    assert (way.part, way.match.min_characters) == ("min_characters", (of.characters or 0) + 1)
    assert way.silent == replace(only, match=way.match)


def read_back(tmp_path: Path, rule: Rule) -> Rule:
    file = tmp_path / "sources.yaml"
    file.write_text(CONFIG + rule_yaml(rule), encoding="utf-8")
    (read,) = read_configuration(file, {}).rules
    return read


@pytest.mark.parametrize("way", ways().values(), ids=str)
def test_a_snippet_is_read_as_the_rule_that_was_meant(tmp_path: Path, way: Silencer) -> None:
    assert read_back(tmp_path, way.silent) == way.silent


def test_every_part_of_a_rule_is_spelt(tmp_path: Path) -> None:
    rule = Rule(
        name="一切: [都] # 写",
        send_to=("team", "hook-2"),
        match=Match(
            words=Words(any=("细胞治疗", "yes", "null"), all=("12", 'a"b'), none=("\u2028x", "- y")),
            sources=SOURCES,
            tags=(),
            tiers=(Tier.OFFICIAL,),
            agencies=("某委",),
            regions=("广州",),
            kinds=("new", "edited"),
            stages=("draft",),
            min_characters=7,
        ),
        when=When(digest="0 9 * * *", days=Days.WORKING, timezone="Asia/Shanghai"),
    )
    spelt = replace(rule, match=replace(rule.match, words=replace(rule.match.words, none=("-y",))))
    assert read_back(tmp_path, spelt) == spelt
    assert "\u2028" not in rule_yaml(rule)


@given(st.text(min_size=1))
def test_no_name_can_be_more_than_a_name(name: str) -> None:
    from ruamel.yaml import YAML

    text = rule_yaml(Rule(name=name, send_to=("team",)))
    (read,) = YAML(typ="safe").load(text.encode("utf-8"))
    assert read.keys() == {"name", "send_to"}
    if not any(0xD800 <= ord(one) < 0xE000 for one in name):
        assert read["name"] == name
