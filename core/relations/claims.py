"""What the sentences of a document say of others, whoever says it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.identity import DocNumber
from core.identity.number import LONGEST_TEXT
from core.identity.script import plain
from core.model import BlockKind, Document, RelationKind
from core.quotes import folded, is_bare, is_policy
from core.relations.acts import (
    act_in_list,
    act_on,
    heading_act,
    is_basis,
    is_issued,
    is_row,
    of_the_whole,
    repeals_listed,
)
from core.relations.mentions import Mention, groups, mentions, sentences
from core.relations.rows import unquoted_act, unquoted_row

LONGEST_EVIDENCE = 200
_RELATED = re.compile(r"\W*(?:相关|延伸|推荐|热门)(?:新闻|阅读|链接|文章|解读|稿件|推荐|资讯|文档)\W*$|\W*友情链接\W*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of a document.

    Args:
        alias: the short name that it introduces (以下简称《办法》).
        is_basis, is_issued: named as what is relied on (根据《…》), as what is issued hereby (现予公布).
    """

    kind: RelationKind
    number: DocNumber | None
    name: str | None
    evidence: str
    alias: str | None = None
    is_basis: bool = False
    is_issued: bool = False
    in_title: bool = False


def claims(document: Document) -> Iterator[Claim]:
    """What the title, and then the text, say of other documents."""
    yield from _of_title(document.title or "")
    yield from _of_blocks(document, RelationKind.REPEALS if repeals_listed(plain(document.title or "")) else None)


def explaining(found: Iterable[Claim], title: str, explained: str | None) -> Iterator[Claim]:
    """What an explanation says: it is of the policy in its title, else of the first that it does not rely on.

    Args:
        explained: the name in its title, where that has one.
    """
    if explained and "《" not in plain(title):
        yield Claim(RelationKind.INTERPRETS, None, explained, _cut(title), in_title=True)
    is_told = False
    for claim in found:
        is_policy_of_it = claim.in_title or (not is_told and explained is None and not claim.is_basis)
        if is_policy_of_it and claim.name and is_policy(claim.name):
            is_told = True
            yield replace(claim, kind=RelationKind.INTERPRETS)
        else:
            yield claim


def _of_title(title: str) -> Iterator[Claim]:
    text = plain(title)
    for claim in _of_line(title, text):
        yield replace(claim, in_title=True)
    if "《" not in text and (acted_on := unquoted_act(title)) is not None:
        yield Claim(acted_on[0], None, acted_on[1], title, in_title=True)


def _of_blocks(document: Document, listed: RelationKind | None) -> Iterator[Claim]:
    """What the blocks say; a heading holds for the rows below it.

    Args:
        listed: what is done to the rows of tables under no heading.
    """
    act: RelationKind | None = None
    length = 0
    for block in document.blocks:
        length += len(block.text)
        text = plain(block.text)
        if length > LONGEST_TEXT or _RELATED.match(text):
            return
        heading, row = heading_act(text), is_row(block, text)
        if heading is not None and not mentions(text):
            act = heading
            continue
        act = act if row and heading is None else None
        done = act or (listed if block.kind is BlockKind.TABLE_ROW else None)
        found = unquoted_row(block.text, text, done) if done and "《" not in text else None
        if found is not None:
            yield Claim(*found, _cut(block.text))
        else:
            yield from _of_line(block.text, text, done if "《" in text else None)


def _of_line(raw: str, text: str, heading: RelationKind | None = None) -> Iterator[Claim]:
    """What a line says, by its sentences.

    Args:
        heading: what is done to the documents that are named first, where the line is a row of a list.
    """
    for start, end in sentences(text):
        sentence = text[start:end]
        for place, group in enumerate(groups(sentence)):
            listed = heading if place == 0 and start == 0 else None
            for mention in group.mentions:
                after = group.after if mention is group.mentions[-1] else of_the_whole(group.after)
                kind = act_in_list(listed, group.before, after) if listed else act_on(group.before, after)
                claim = _claim(kind, mention, raw[start:end])
                issued = kind is RelationKind.CITES and is_issued(group.before, after)
                yield replace(claim, is_basis=is_basis(group.before), is_issued=issued)


def _claim(kind: RelationKind, mention: Mention, raw: str) -> Claim:
    name = raw[slice(*mention.name)].strip() if mention.name else None
    return Claim(kind, mention.number, name or None, _cut(raw, mention.start), mention.alias)


def _cut(raw: str, place: int = 0) -> str:
    """The sentence, or of a long one what is near the place."""
    start = max(0, place - LONGEST_EVIDENCE // 2) if len(raw) > LONGEST_EVIDENCE else 0
    return raw[start : start + LONGEST_EVIDENCE].strip()


def resolved(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims on documents that can be known: short names (《办法》) are resolved, newspapers left out."""
    known: dict[str, Claim] = {}
    for claim in claims:
        if claim.alias:
            known.setdefault(folded(claim.alias), claim)
        if claim.number is not None:
            yield claim
        elif claim.name is None:
            continue
        elif (meant := known.get(folded(claim.name))) is not None:
            yield replace(claim, number=meant.number, name=meant.name)
        elif is_policy(claim.name) and not is_bare(claim.name):
            yield claim
