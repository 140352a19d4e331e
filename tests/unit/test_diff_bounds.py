"""The work of a diff grows with its texts, not with their square, and what it finds stays true."""

import random
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from core.diff import Op, applied, diff, reverted, spans
from core.diff.sequence import CELLS, matched
from core.model import Block

Shape = Callable[[int], tuple[list[str], list[str]]]


def unlike(size: int) -> tuple[list[str], list[str]]:
    return [f"甲{n * 7}" for n in range(size)], [f"乙{n * 13}" for n in range(size)]


def shuffled(size: int) -> tuple[list[str], list[str]]:
    texts = [f"甲{n * 7}" for n in range(size)]
    return texts, random.Random(1).sample(texts, size)


def taking_turns(size: int) -> tuple[list[str], list[str]]:
    return ["甲", "乙"] * (size // 2), ["乙", "甲"] * (size // 2)


def at_random(size: int) -> tuple[list[str], list[str]]:
    chance = random.Random(2)
    return chance.choices("甲乙丙", k=size), chance.choices("乙丙丁", k=size)


def one_block(size: int) -> tuple[list[str], list[str]]:
    return ["甲乙" * size], ["乙甲" * size + "丙"]


SHAPES = (unlike, shuffled, taking_turns, at_random, one_block)


def body(texts: list[str]) -> list[Block]:
    return [Block(text, text) for text in texts]


def cost(shape: Shape, size: int) -> float:
    before, after = (body(texts) for texts in shape(size))
    costs = []
    for _ in range(3):
        start = time.process_time()
        diff(before, after)
        costs.append(time.process_time() - start)
    return min(costs)


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_is_far_from_sixteen_times_the_work(shape: Shape) -> None:
    assert cost(shape, 12_000) < 10 * cost(shape, 3_000) + 0.05


@pytest.mark.parametrize("shape", SHAPES)
def test_a_large_diff_still_gives_both_texts_back(shape: Shape) -> None:
    before, after = shape(5_000)
    hunks = diff(body(before), body(after))
    assert applied(hunks) == "\n".join(after)
    assert reverted(hunks) == "\n".join(before)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_matches_is_equal_and_rises_on_both_sides(shape: Shape) -> None:
    before, after = shape(5_000)
    assert len(before) == 1 or len(before) * len(after) > CELLS
    pairs = matched(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


def test_what_takes_turns_is_found_though_nothing_in_it_is_unique() -> None:
    before, after = taking_turns(6_000)
    assert len(matched(before, after)) > 5_900


def test_a_few_edits_of_a_very_long_block_are_told_as_they_are() -> None:
    passage = "，".join(f"第{n}批资助对象为生物医药企业" for n in range(3_000))
    edited = passage.replace("第700批", "第七百批").replace("第2000批资助对象为", "第2000批为")
    (hunk,) = diff(body([passage]), body([f"新增{edited}"]))
    assert hunk.op is Op.REPLACE
    changed = [(span.before, span.after) for span in spans(passage, f"新增{edited}") if span.op is not Op.EQUAL]
    assert changed == [("", "新增"), ("第700批", "第七百批"), ("资助对象", "")]
