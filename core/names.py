"""The name of a policy, out of a title that issues, consults on, reports or explains it (handbook §2.3, §2.4)."""

import re
from dataclasses import dataclass, replace

from core.identity.number import cited
from core.identity.script import plain
from core.quotes import VARIANT, folded, is_bare, is_policy, quoted, without_variants

LONGEST_TITLE = 500
"""Characters of a title that are read; no policy has a longer name."""

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[(（](?:[a-zü]{{1,6}}|[a-zɡɑü]*[{_TONES}][a-zɡɑü]*)[)）]")
_LABEL = re.compile(
    r"^\s*【[^【】]{1,12}】\s*|\s*【[^【】]{1,12}】\s*$|\s*\((?:附?(?:政策|文件)?(?:全文|原文)|已?(?:废止|失效))\)\s*$"
)
_SITE = re.compile(r"\s*[-_|–—]{1,2}\s*[^-_|–—《》\d]{2,24}(?:网站?|政府|频道|新闻|公开|平台)\s*$")
_DRAFT = re.compile("意见稿|送审稿|草案|审议稿|讨论稿|报批稿|建议稿|公示稿|审查稿|征求意见")
_TRIAL = re.compile("试行|暂行")
_YEAR = re.compile(r"(?:19|20)\d\d")

_EXPLAINED = re.compile(r"一图读懂|一图看懂|图解|图说|解读|答记者问|政策问答|问答(?!题)|起草说明|编制说明|释义")
_CONSULTED = re.compile(r"征求[^,。《]{0,12}(?:意见|建议)|征集[^,。《]{0,12}(?:意见|建议)|意见征[集求询]|听证")
_ACTS_ON = re.compile(
    r"(?:修[改订正]|废止|废除|失效|终止|延长|停止|撤销|取消|继续|贯彻|落实|学习|宣传|实施|执行|转发|根据|按照|依据|调整|"
    r"补充|完善|违反|适用)(?:执行|实施|施行|落实|好|了|部分|以下|下列|的|对|关于|\W){0,3}$"
)
_GOES_ON = re.compile(
    r"\W{0,2}(?:的?(?:补充|修改|实施|配套|贯彻|落实|执行|废止|有效期|部分|附件|申报|申请|工作|任务)|若干|细则|办法|规定|决定"
    r"|意见(?![的征建稿]|$)|方案|有效|继续|第[一二三四五六七八九十百\d]+条|等[\d一二三四五六七八九十]+)"
)
_AND = re.compile(r"\s?[、,和及与暨]?\s?")
_ISSUED = re.compile(
    r"(?:关于)?(?:公开|重新|联合|正式|同意)?(?:印发|发布|公布|颁布|下发|颁发|批转|出台|公开征求|征求|征集)(?:实施)?(?:对)?"
    r"(?P<name>(?:(?!印发|颁布).){4,}?)(?:公开)?(?:征求意见)?"
    r"(?:意见(?:建议)?)?(?:的(?:通知|公告|通告|决定|命令|令|函|通报|公示|启事)|$)"
)
_CONSULTING = re.compile(
    r"(?:面?向?社会)?(?:公众)?(?:公开)?(?:征求|征集)[^,。()]{0,12}(?:意见|建议)的?(?:通知|公告|通告|启事|函|公示)?$"
)
_CONSULTING_END = re.compile("(?:征求|征集)$|^(?:意见|建议)")
_EXPLANATION = re.compile(
    r"(?:一图[读看]懂|图解|图说|解读)[::]?(?P<name>.{4,})|(?P<title>.{4,}?)的?(?:政策|文件)?(?:解读|图解|问答|答记者问|起草说明)"
)
_DISTINCT = 10
_ISSUER = re.compile(r"(?P<issuer>[^,。:!?]{2,60}?)(?=关于)")
_FORWARDED = re.compile("(?:转发|批转)")


@dataclass(frozen=True, slots=True)
class Name:
    """A title taken apart.

    Args:
        name: as written, without issuer, act of issue, 《》 and variant.
        variant: 试行, 征求意见稿, 2025年修订, in Simplified; several are set apart by a space.
        issuer: who the title says issues it; of two towns 关于加强某事的意见 is two policies.
        key: the name folded; titles of one policy have one.
        named: whether the title names a policy at all; a headline that does not is its own name.
    """

    name: str
    variant: str
    issuer: str
    key: str
    named: bool

    @property
    def is_draft(self) -> bool:
        """Whether this is not yet the policy."""
        return _DRAFT.search(self.variant) is not None

    @property
    def explained(self) -> str | None:
        """The name of the policy that is explained, where the title is that of an explanation."""
        return self.name.removesuffix("解读") if self.named and self.key.endswith("解读") else None


def policy_name(title: str) -> str | None:
    """The policy's own name as its title gives it; None where the title names none.

    >>> policy_name("某市人民政府关于印发《某市管理办法（试行）》的通知")
    '某市管理办法'
    >>> policy_name("某市召开工作会议") is None
    True
    """
    parts = taken_apart(title)
    return parts.name if parts.named else None


def name_key(title: str) -> str:
    """One key for every way of titling a policy; years, batches and phases stay part of it.

    Acts on a policy (修改, 废止, 延长, 转发《…》) and explanations of it have keys of their own.

    >>> name_key("某市印發《某市行動計劃（2023—2025年）》"), name_key("某市行动计划(2023-2025年)出台")
    ('某市行动计划2023-2025年', '某市行动计划2023-2025年')
    """
    return taken_apart(title).key


def same_work(a_title: str, b_title: str) -> bool:
    """Whether two titles name one work: a draft and its final text, or one text under two headlines.

    Two final texts must be of one variant: 办法（试行） and the 办法 after it are two works.

    >>> same_work("关于公开征求《某市管理办法（征求意见稿）》意见的公告", "关于印发某市管理办法的通知")
    True
    >>> same_work("某市管理办法（试行）", "某市管理办法")
    False
    """
    a, b = taken_apart(a_title), taken_apart(b_title)
    if not a.key or a.key != b.key:
        return False
    years = [set(_YEAR.findall(one.variant)) for one in (a, b)]
    if years[0] and years[1] and years[0] != years[1]:
        return False
    return a.is_draft or b.is_draft or a.variant == b.variant


def taken_apart(title: str, *, depth: int = 3) -> Name:
    """The parts of a title; see `Name`.

    Args:
        depth: how many titles within titles are opened (《关于印发〈办法〉的通知》).
    """
    written = _trimmed(_PINYIN.sub("", " ".join(title[:LONGEST_TITLE].split())))
    text = plain(written)
    quotes = quoted(text)
    chosen = _chosen(text, quotes) if depth > 0 else []
    if chosen:
        return _within_quotes(written, text, chosen, depth)
    if not quotes and not _FORWARDED.search(text):
        if (found := _EXPLANATION.fullmatch(text)) is not None:
            return _explained(taken_apart(written[slice(*found.span(found.lastgroup or 0))], depth=depth - 1))
        if (found := _ISSUED.search(text)) is not None and _is_issue(text, found):
            return _named_by_issue(written, text, found)
    return _whole(written, text)


def _chosen(text: str, quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The quotation that is the policy's own name, and those that are joined to it (《甲》和《乙》)."""
    for place, (start, end) in enumerate(quotes):
        inside = text[start + 1 : end - 1]
        if is_bare(inside) or not folded(inside):
            continue
        consulted = _CONSULTED.search(text[:start]) is not None
        if not consulted and (_ACTS_ON.search(text[:start]) or _GOES_ON.match(text, end)):
            continue
        chosen = [(start, end)]
        for further in quotes[place + 1 :]:
            if _AND.fullmatch(text, chosen[-1][1], further[0]) is None:
                break
            chosen.append(further)
        return chosen
    return []


def _within_quotes(written: str, text: str, chosen: list[tuple[int, int]], depth: int) -> Name:
    (first, _), (_, last) = chosen[0], chosen[-1]
    around = f"{text[:first]} {text[last:]}"
    inside = [written[start + 1 : end].removesuffix("》").removesuffix("〉") for start, end in chosen]
    inner = [taken_apart(name, depth=depth - 1) for name in inside]
    marks = list(dict.fromkeys(one.variant for one in inner if one.variant))
    after = re.match(r"\s?\(([^()]{1,24})\)", text[last:])
    if after is not None and VARIANT.fullmatch(after[1]):
        marks.append(after[1])
    name = Name(
        name="、".join(one.name for one in inner),
        variant=" ".join(_with_draft(marks, around)),
        issuer=inner[0].issuer or _issuer_of(text[:first]),
        key="".join(one.key for one in inner),
        named=True,
    )
    return _explained(name) if _EXPLAINED.search(around) else name


def _explained(policy: Name) -> Name:
    """The name of what explains a policy."""
    issuer = "" if _EXPLAINED.search(policy.issuer) else policy.issuer
    return replace(policy, name=f"{policy.name}解读", key=f"{policy.key}解读", issuer=issuer)


def _named_by_issue(written: str, text: str, found: re.Match[str]) -> Name:
    """关于印发某市管理办法（试行）的通知, 某市出台某行动计划."""
    start, end = found.span("name")
    name, marks = without_variants(text[start:end])
    kept = written[start : start + len(name)].strip()
    variant = " ".join(_with_draft(marks, text))
    return Name(kept, variant, _issuer_of(text[: found.start()]), folded(kept), named=True)


def _is_issue(text: str, found: re.Match[str]) -> bool:
    """A notice says 的通知; a headline must name a policy by its last word, and not briefly."""
    name = without_variants(found["name"])[0]
    if _CONSULTING_END.search(name) or is_bare(name):
        return False
    return found[0].startswith("关于") or (is_policy(name) and len(name) >= _DISTINCT)


def _whole(written: str, text: str) -> Name:
    """A title that is itself the name, without who issues it."""
    issuer = None if _FORWARDED.search(text[:60]) else _ISSUER.match(text)
    start = issuer.end() if issuer else 0
    begin = start + len("关于") if text.startswith("关于", start) else start
    consulting = _CONSULTING.search(text, begin)
    if consulting is not None and consulting.start() > begin:
        name, marks = without_variants(text[begin : consulting.start()])
        start, marks = begin, _with_draft(marks, consulting[0])
    else:
        name, marks = without_variants(text[start:].removesuffix("出台").rstrip())
    kept = written[start : start + len(name)].strip()
    is_short = is_bare(name) or any(is_bare(name[first + 1 : last - 1]) for first, last in quoted(name))
    named = (is_policy(name) or bool(marks)) and not is_short
    return Name(kept, " ".join(marks), issuer["issuer"] if issuer else "", folded(kept), named=named)


def _with_draft(marks: list[str], around: str) -> list[str]:
    """What is consulted on is a draft, though its name may not say so."""
    is_known = any(_DRAFT.search(mark) for mark in marks)
    return marks if is_known or not _CONSULTED.search(around) else [*marks, "征求意见稿"]


def _issuer_of(before: str) -> str:
    """The words before 关于 or the verb that issues."""
    return re.split("关于|公开|联合|正式|印发|发布|公布|出台|[,:。!]", before, maxsplit=1)[0].strip()


def _trimmed(written: str) -> str:
    """The title without its labels, its site's name and its own number."""
    while True:
        text = plain(written)
        found = _LABEL.search(text) or _SITE.search(text) or _numbered(text)
        if found is None:
            return written
        shorter = written[: found.start()] + written[found.end() :]
        if not shorter or shorter == written:
            return written
        written = shorter


def _numbered(text: str) -> re.Match[str] | None:
    found = re.search(r"\s*\([^()]{4,40}号\)\s*$", text) if "号" in text else None
    return found if found and next(cited(found[0]), None) else None
