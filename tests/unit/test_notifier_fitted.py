"""Messages for chats: as much as there is room for, and never half of anything."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Dispatch
from notifier.render import Style, fitted, render
from tests.fakes.hostile import ATTACKS, SHAPES, alarm, digest_of, many, spoken_by
from tests.fakes.told import letter, state, told

SHORTENED = "Shortened to fit this channel 内容已按渠道限制缩减"
URL = "https://www.example.gov.cn/content/post_1.html"


def long() -> Dispatch:
    paragraphs = [f"第{n}条 {'内容' * 50}{n}万元。" for n in range(1, 40)]
    edited = [text.replace("万元", "亿元") for text in paragraphs]
    return letter(
        replace(told(title="题" * 90), before=state(1, *paragraphs), after=state(2, *edited, title="题" * 90))
    )


def test_what_fits_is_told_whole() -> None:
    assert fitted(letter(), limit=4_096) == render(letter()).markdown


@pytest.mark.parametrize("limit", [20_000, 4_096, 2_048, 1_024, 512, 300, 220])
def test_what_is_shortened_keeps_kind_title_and_address_and_says_so(limit: int) -> None:
    said = fitted(long(), limit=limit)
    assert len(said.encode()) <= limit
    assert said.count("题") >= 1
    assert "edited 修改" in said
    assert URL in said
    assert said.endswith(SHORTENED) is (limit < 20_000)


def test_the_redline_goes_first_then_facts_then_the_end_of_the_title() -> None:
    sizes = [fitted(long(), limit=limit) for limit in (9_000, 3_000, 2_000, 900, 420)]
    assert ["第1条" in said for said in sizes] == [True, True, True, False, False]
    assert ["某卫规字" in said for said in sizes][:4] == [True, True, True, True]
    assert "某卫规字" not in sizes[-1]
    assert ["题" * 90 in said for said in sizes] == [True, True, True, True, False]


def test_a_digest_lists_as_many_changes_as_fit_and_counts_all() -> None:
    said = fitted(many(60), limit=4_096)
    assert said.startswith("**60 changes 60项变更** · 20 new 新发布, 20 edited 修改, 20 removed 已撤下")
    assert said.count("](https://www.example.gov.cn/") >= 5
    assert re.search(r"\d+ more are not listed here", said)
    assert said.endswith(SHORTENED)


def test_an_alarm_fits_by_telling_less_of_the_answer() -> None:
    said = fitted(alarm("550 " + "x" * 400), limit=900)
    assert "does not deliver" in said
    assert "3 messages are waiting" in said


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(ATTACKS) | st.text(max_size=60),
    shape=st.sampled_from(sorted(SHAPES)),
    limit=st.integers(60, 5_000),
)
def test_no_limit_is_ever_exceeded_and_no_link_is_cut(text: str, shape: str, limit: int) -> None:
    said = fitted(SHAPES[shape](text), Style(dashboard="https://watch.example.org"), limit=limit)
    assert len(said.encode()) <= limit
    assert said.count("[") == said.count("](") == said.count("]")
    assert said.count("**") % 2 == 0


def test_an_address_is_never_cut_but_left_out_where_there_is_no_room() -> None:
    url = "https://www.example.gov.cn/" + "a" * 600
    tight = fitted(letter(spoken_by("通知", url)), limit=300)
    assert "https" not in tight
    assert tight.startswith("edited 修改  \n通知")
    assert url in fitted(letter(spoken_by("通知", url)), limit=800)


def test_the_template_of_the_operator_is_shortened_too() -> None:
    own = {
        "change.md.j2": "{{ change.label }} {{ change.name }} {{ change.address.href }}\n{{ change.entries | length }}"
    }
    said = fitted(long(), Style(templates=own), limit=500)
    assert said.startswith("edited 修改 题")
    assert said.endswith((SHORTENED, "\n30"))


def test_several_changes_are_not_fewer_for_being_hostile() -> None:
    dispatch = digest_of(*(spoken_by(attack, number=n) for n, attack in enumerate(ATTACKS, 1)))
    assert fitted(dispatch, limit=20_000).count("](https://") >= len(ATTACKS)
