"""What differs inside a replaced block: Chinese by character, Latin by word, figures and dates as wholes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.diff.ends import alike_ends
from core.diff.hunks import Op, Span
from core.diff.sequence import CELLS, matched
from core.identity.script import plain

CHANCE = 3
"""Equal tokens between two rewritten passages that are no more than chance."""

_DIGIT = "一二三四五六七八九十百千万亿零〇○两"
_YEAR = r"\d{4} ?年|[一二三四五六七八九零〇○]{4}年"
_MONTH = rf"(?:\d{{1,2}}|[{_DIGIT}]{{1,2}}) ?月"
_DAY = rf"(?:\d{{1,2}}|[{_DIGIT}]{{1,3}}) ?[日号]"
_UNIT = (
    "(?:美元|欧元|港元|港币|元(?!旦)|个?百分点|[%％‰]|年|个?月|个?工作日|[日天周]|个?小时|分钟|周?岁|倍|平方米|公里|亩|人(?!民)"
    "|[家个项名件条款])"
)

DATE = re.compile(
    rf"(?:{_YEAR})(?: ?{_MONTH}(?: ?{_DAY})?)?|{_MONTH} ?{_DAY}"
    r"|(?<!\d)\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}(?!\d)"
)
"""A day, a month of a year, a year; a number of months is no date."""

FIGURE = re.compile(
    rf"第[{_DIGIT}\d]{{1,9}}(?:分编|[编章节条款项目号届批次])?(?:之[{_DIGIT}]{{1,3}})?"
    rf"|[百千万]分之[{_DIGIT}]{{1,6}}"
    rf"|\d+(?:[.,]\d+)*(?: ?[十百千万亿]{{1,3}})?(?: ?{_UNIT})?"
    rf"|[{_DIGIT}]{{1,9}}{_UNIT}"
)
"""An amount with its unit, a share, an ordinal."""

_TOKEN = re.compile(rf"(?:{DATE.pattern})|(?:{FIGURE.pattern})|[A-Za-zÀ-ɏ]+|\s+|.", re.DOTALL)
_BREAK = "。；！？;，,、的和与在为对等是有\\n"
_PASSAGE = re.compile(rf"[^{_BREAK}]{{0,200}}[{_BREAK}]|[^{_BREAK}]{{1,200}}")


@dataclass(slots=True)
class _Run:
    """Tokens that are equal, or that stand for each other."""

    equal: bool
    old: list[str]
    new: list[str]

    @property
    def weight(self) -> int:
        """Tokens that differ; a figure for a figure keeps to itself."""
        if len(self.old) == len(self.new) == 1 and FIGURE.match(self.old[0]) and FIGURE.match(self.new[0]):
            return 0
        return max(len(self.old), len(self.new))

    def extend(self, other: "_Run") -> None:
        """Put another run behind this one."""
        self.old += other.old
        self.new += other.new


def spans(before: str, after: str) -> tuple[Span, ...]:
    """What differs inside one replaced block; joining either side gives that side back.

    What differs only in width or script is equal: each side of such a span is as it was written.
    """
    old, new = plain(before), plain(after)
    told, at_old, at_new = [], 0, 0
    for span in _spans(old, new):
        left, right = before[at_old : at_old + len(span.before)], after[at_new : at_new + len(span.after)]
        told.append(Span(span.op, left, right))
        at_old, at_new = at_old + len(span.before), at_new + len(span.after)
    return tuple(told)


def _spans(before: str, after: str) -> tuple[Span, ...]:
    if before == after:
        return (Span(Op.EQUAL, before, after),) if before else ()
    head, tail = alike_ends(before, after)
    inner = _runs(before[head : len(before) - tail], after[head : len(after) - tail])
    runs = [_same(before[:head]), *inner, _same(before[len(before) - tail :])]
    return tuple(_span(run) for run in _readable(run for run in runs if run.old or run.new))


def _same(text: str) -> _Run:
    return _Run(equal=True, old=[text], new=[text]) if text else _Run(equal=True, old=[], new=[])


def _span(run: _Run) -> Span:
    left, right = "".join(run.old), "".join(run.new)
    if run.equal:
        return Span(Op.EQUAL, left, right)
    return Span(Op.REPLACE if left and right else Op.DELETE if left else Op.INSERT, left, right)


def _readable(runs: Iterable[_Run]) -> list[_Run]:
    """Runs that take turns; a few equal characters between two rewritten passages are chance and go with them."""
    told: list[_Run] = []
    for run in runs:
        if told and told[-1].equal == run.equal:
            told[-1].extend(run)
        else:
            told.append(run)
        while len(told) > 2 and not told[-1].equal and _is_chance(*told[-3:]):
            last, between = told.pop(), told.pop()
            told[-1].extend(between)
            told[-1].extend(last)
    return told


def _is_chance(first: _Run, between: _Run, last: _Run) -> bool:
    rewritten = (first.old or last.old) and (first.new or last.new)
    return bool(rewritten) and len(between.old) <= min(first.weight, last.weight, CHANCE)


def _runs(before: str, after: str) -> Iterator[_Run]:
    """Token by token; of long texts only where their passages differ."""
    if len(before) * len(after) <= CELLS:
        yield from _between(_tokens(before), _tokens(after))
        return
    for run in _between(_PASSAGE.findall(before), _PASSAGE.findall(after)):
        if run.equal:
            yield run
        else:
            yield from _between(_tokens("".join(run.old)), _tokens("".join(run.new)))


def _tokens(text: str) -> list[str]:
    return [found[0] for found in _TOKEN.finditer(text)]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Runs of equal items and, between them, what stands on either side."""
    at_old = at_new = 0
    ends = [*matched(old, new), (len(old), len(new))]
    for _, group in groupby(enumerate(ends), key=lambda item: (item[1][0] - item[0], item[1][1] - item[0])):
        pairs = [pair for _, pair in group]
        i, j = pairs[0]
        if at_old < i or at_new < j:
            yield _Run(equal=False, old=list(old[at_old:i]), new=list(new[at_new:j]))
        at_old, at_new = i + len(pairs), j + len(pairs)
        if i < len(old):
            yield _Run(equal=True, old=list(old[i:at_old]), new=list(new[j:at_new]))
