"""silencers(subject, rules, sources) -> ways in which a rule would have said nothing of a change that was noise."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.model import ACTIONABLE
from core.source import Match, Rule, SourceId
from notifier.judging import Clause, judge, wants
from notifier.subject import SIZED, Subject

CHORES = (
    "招聘", "招录", "录用公示", "面试", "笔试", "考试成绩", "体检", "采购", "招标", "中标", "成交公告", "比选", "询价",
    "废标", "更正公告", "会议通知", "培训班", "讲座", "值班", "放假", "慰问", "义诊", "党建", "主题党日", "征文",
)  # fmt: skip
"""What agencies announce beside their policies, as titles say it; folded."""

SHORTEST, LONGEST = 4, 60
"""Characters of a piece of a title that becomes a word to stay silent about."""

_MOVES = re.compile(r"[\W\d_零〇一二三四五六七八九十年月日第号期届批次]+")
"""What of a title is different the next time: digits, days, numbers of issues, punctuation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silencer:
    """One way for one rule.

    Args:
        rule: as it stands in the file.
        part: the key of `match` that moves.
        match: with it moved.
        proof: the part that fails for the change then, and why.
    """

    rule: Rule
    part: str
    match: Match
    proof: Clause

    @property
    def silent(self) -> Rule:
        """The rule as it would be."""
        return replace(self.rule, match=self.match)


def silencers(subject: Subject, rules: Iterable[Rule], sources: Sequence[SourceId]) -> tuple[Silencer, ...]:
    """For every rule that fires, the smallest steps after which it would not have; the most particular first.

    Args:
        sources: ids of all that are watched.
    """
    return tuple(
        Silencer(rule=rule, part=proof.part, match=match, proof=proof)
        for rule in rules
        if wants(rule.match, subject)
        for match in dict.fromkeys(_steps(rule.match, subject, sources))
        if (proof := next((clause for clause in judge(match, subject) if not clause.holds), None)) is not None
    )


def _steps(match: Match, subject: Subject, sources: Sequence[SourceId]) -> Iterator[Match]:
    for word in _telling(match, subject):
        yield replace(match, words=replace(match.words, none=(*match.words.none, word)))
    if subject.change.kind in SIZED and subject.characters is not None:
        yield replace(match, min_characters=subject.characters + 1)
    if kinds := tuple(kind for kind in match.kinds or ACTIONABLE if kind != subject.change.kind):
        yield replace(match, kinds=tuple(str(kind) for kind in kinds))
    if others := tuple(source for source in match.sources or sources if source != subject.source.id):
        yield replace(match, sources=others)


def _telling(match: Match, subject: Subject) -> Iterator[str]:
    """Words of the title that say what sort of notice it is, without those that the rule is there for."""
    document = subject.document
    title = subject.comparable(document.title or "") if document else ""
    wanted = [word.casefold() for word in (*match.words.any, *match.words.all)]
    pieces = [word for word in CHORES if word in title][:1]
    pieces += sorted(_MOVES.split(title), key=len, reverse=True)[:1]
    for piece in dict.fromkeys(pieces):
        long_enough = piece in CHORES or SHORTEST <= len(piece) <= LONGEST
        if long_enough and not any(piece in word or word in piece for word in wanted):
            yield piece
