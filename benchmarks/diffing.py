"""What a diff costs: ordinary regulations, and the bodies that would cost most."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from core.diff import applied, diff, nature, reverted, similarity
from core.model import Block

SIGNS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 1500)) + "，，，。，、" * 60
MEGABYTES = 2_000_000 // 3
"""Characters of 2 MB of Chinese in UTF-8."""

KILOBYTES = 20_000 // 3
TIMES = 20
"""A small diff is measured so many times; the median is told."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two bodies, and the goal in ms (issue 5)."""

    name: str
    before: Sequence[str]
    after: Sequence[str]
    goal: float = 2000.0


def main() -> None:
    """Print the table."""
    print(f"{'diff of':42}{'diff':>12}{'similarity':>13}{'nature':>13}{'blocks':>9}")
    for case in (*_small(), *_large(), *_contrary()):
        before, after = _body(case.before), _body(case.after)
        costs = [_cost(before, after) for _ in range(TIMES if case.goal < 1000 else 1)]
        one, two, three = (sorted(column)[len(column) // 2] for column in zip(*costs, strict=True))
        verdict = "" if one < case.goal else f"  over the goal of {case.goal:g} ms"
        print(f"{case.name:42}{one:9.2f} ms{two:10.2f} ms{three:10.2f} ms{len(after):9}{verdict}")


def _cost(before: Sequence[Block], after: Sequence[Block]) -> tuple[float, float, float]:
    """CPU in ms of the diff, of its similarity and of its nature."""
    start = time.process_time()
    hunks = diff(before, after)
    aligned = time.process_time()
    similarity(hunks)
    weighed = time.process_time()
    nature(hunks)
    end = time.process_time()
    if applied(hunks) != _text(after) or reverted(hunks) != _text(before):
        raise RuntimeError("the diff does not give its texts back")
    return (aligned - start) * 1000, (weighed - aligned) * 1000, (end - weighed) * 1000


def _small() -> list[Case]:
    chance = random.Random(1)
    said, other = _texts(chance, KILOBYTES, 110), _texts(chance, KILOBYTES, 110)
    latin = [" ".join(chance.choice(_WORDS) for _ in range(45)) for _ in range(62)]
    return [
        Case("20 KB, unchanged", said, said, goal=5),
        Case("20 KB, one in five blocks edited", said, _edited(chance, said, 0.2), goal=5),
        Case("20 KB, every block edited", said, _edited(chance, said, 1.0), goal=5),
        Case("20 KB, unlike", said, other, goal=5),
        Case("20 KB of Latin, every block edited", latin, [f"{text[:90]}new{text[90:]}" for text in latin], goal=10),
    ]


def _large() -> list[Case]:
    chance = random.Random(2)
    cases = []
    for size in (100, 2_000, MEGABYTES):
        said, other = _texts(chance, MEGABYTES, size), _texts(chance, MEGABYTES, size)
        kind = "one block" if size == MEGABYTES else f"blocks of {size}"
        cases.append(Case(f"2 MB, {kind}, unlike", said, other))
        cases.append(Case(f"2 MB, {kind}, edited", said, _edited(chance, said, 1.0)))
    return cases


def _contrary() -> list[Case]:
    chance = random.Random(3)
    lines = [f"甲{n * 7}" for n in range(100_000)]
    forms = [f"企业名称{n}公司，注册资本{n * 3}万元，成立于{n % 90}年" for n in range(20_000)]
    return [
        Case("100,000 tiny blocks, unlike", lines, [f"乙{n * 13}" for n in range(100_000)]),
        Case("100,000 tiny blocks, shuffled", lines, chance.sample(lines, len(lines))),
        Case("100,000 equal blocks, half gone", ["同"] * 100_000, ["同"] * 50_000),
        Case("100,000 blocks, 甲乙甲乙… against 乙甲乙甲…", ["甲", "乙"] * 50_000, ["乙", "甲"] * 50_000),
        Case("20,000 rows of one form, all changed", forms, [text.replace("注册资本", "资本1") for text in forms]),
        Case("2 MB, one block, 甲乙甲乙… against 乙甲乙甲…", ["甲乙" * (MEGABYTES // 2)], ["乙甲" * (MEGABYTES // 2)]),
    ]


_WORDS = ["".join(random.Random(n).choices("abcdefghiklmnoprstuwy", k=3 + n % 7)) for n in range(3_000)]


def _texts(chance: random.Random, characters: int, size: int) -> list[str]:
    return ["".join(chance.choices(SIGNS, k=size)) for _ in range(max(1, characters // size))]


def _edited(chance: random.Random, texts: Sequence[str], share: float) -> list[str]:
    """The texts, of which a share has six characters for four in its middle."""
    return [
        f"{text[: len(text) // 2]}{''.join(chance.choices(SIGNS, k=6))}{text[len(text) // 2 + 4 :]}"
        if chance.random() < share
        else text
        for text in texts
    ]


def _body(texts: Sequence[str]) -> list[Block]:
    return [Block(text, text) for text in texts]


def _text(body: Sequence[Block]) -> str:
    return "\n".join(block.text for block in body)


if __name__ == "__main__":
    main()
