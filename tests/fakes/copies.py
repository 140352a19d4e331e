"""Noisy copies of a document: other script, annotations, widths, headlines, cuts and advertisements."""

import html
import random
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

from core.fingerprint import fingerprint
from core.identity import doc_number, stage_of
from core.model import Block, Dates, Document, Fresh, PageKind, Text, Validators
from core.source import Tier
from crawler.normalise import annotations_of, fold_lines
from crawler.read import PLAIN, read
from tests.fakes.policies import Policy

ADVERTISEMENTS = (
    "最新优惠活动火热进行中，点击领取新人大礼包，先到先得，数量有限，赶快扫码加入我们的会员群吧！",
    "本站提供企业代办、资质申请、商标注册一条龙服务，专业团队十年经验，欢迎来电咨询洽谈合作。",
    "免责声明：本文转载自网络，版权归原作者所有，如涉及侵权请联系我们删除，本站不承担任何法律责任。",
    "更多资讯请关注我们的公众号，每天推送最新政策动态、行业新闻和申报攻略，助力企业快速成长。",
    "热门推荐：装修公司排行榜前十名，二手车评估价格查询，考研英语真题下载，周末亲子游好去处。",
)
HEADLINES = (
    "重磅！{topic}迎来利好，这些单位可以申报",
    "一文看懂{topic}：真金白银的支持来了",
    "事关{topic}，新政策落地！最高补贴看这里",
    "速看！{topic}又有新动作",
    "{topic}按下加速键，多项举措出炉",
)
REPORTS = ("{place}印发《{name}》", "《{name}》全文发布", "关于印发《{name}》的通知", "《{name}》来了！附全文")
NAMELESS = 0.85
"""A part that is smaller than this keeps its name: nothing else could tell whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One page of a policy as it will be read, and what was done to it."""

    title: str
    paragraphs: tuple[str, ...]
    number: str | None
    day: date | None
    tier: Tier
    noises: tuple[str, ...] = ()


def official(policy: Policy) -> Copy:
    """The issuer's own page."""
    return Copy(
        title=policy.title,
        paragraphs=policy.paragraphs,
        number=policy.number,
        day=policy.day,
        tier=Tier.OFFICIAL,
    )


def copies(policy: Policy, times: int, chance: random.Random) -> list[Copy]:
    """Copies of others, each with noise of its own."""
    return [_copy(policy, chance) for _ in range(times)]


def document_of(copy: Copy) -> Document:
    """The copy as a reading of it would be."""
    body = "\n".join(copy.paragraphs)
    annotations = annotations_of(body)
    texts = [text for paragraph in copy.paragraphs if (text := annotations.removed_from(paragraph))]
    folded, _ = fold_lines(texts)
    title = annotations.removed_from(copy.title)
    return Document(
        page_kind=PageKind.ARTICLE,
        title=title,
        blocks=tuple(Block(text, compared) for text, compared in zip(texts, folded, strict=True)),
        doc_number=str(doc_number(copy.number)) if copy.number else None,
        dates=Dates(published=copy.day),
        stage=stage_of(title, "\n".join(texts)),
    )


def reading_of(copy: Copy) -> Text:
    """The same with its digests."""
    document = document_of(copy)
    folded = "".join(block.folded for block in document.blocks)
    sight = Fresh(url="", status=200, body=b"", headers=(), validators=Validators())
    return Text(document=document, fingerprint=fingerprint(folded, PLAIN.digest), folded=folded, sight=sight)


def read_as_html(copy: Copy) -> Text | None:
    """The copy set as a page and read from its bytes; None if it could not be read."""
    lines = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in copy.paragraphs)
    number = f"<p>文号：{copy.number}</p>" if copy.number else ""
    day = f"<span>发布时间：{copy.day:%Y-%m-%d}</span>" if copy.day else ""
    page = (
        f"<html><head><meta charset='utf-8'><title>{html.escape(copy.title)}-某网</title></head><body>"
        "<div class='nav'><a href='/'>首页</a> <a href='/zc/'>政策</a> <a href='/about/'>关于我们</a></div>"
        f"<h1>{html.escape(copy.title)}</h1><div class='info'>{day}<span>浏览次数：1234</span></div>{number}"
        f"<div class='article-content'>{lines}</div>"
        "<div class='related'><h3>相关阅读</h3><ul><li><a href='/1'>关于某项工作的通知</a></li>"
        "<li><a href='/2'>某市召开会议部署工作</a></li></ul></div><div class='footer'>版权所有 某网</div></body></html>"
    )
    sight = Fresh(url="", status=200, body=page.encode(), headers=(), validators=Validators())
    reading = read(sight, PLAIN)
    return reading if isinstance(reading, Text) else None


def _copy(policy: Policy, chance: random.Random) -> Copy:
    day = policy.day + timedelta(days=chance.randint(0, 20)) if chance.random() < 0.7 else None
    tier = Tier.MEDIA if chance.random() < 0.3 else Tier.MIRROR
    copy = replace(official(policy), day=day, tier=tier)
    copy = _cut(copy, policy, chance)
    copy = _rewrapped(copy, chance)
    copy = _with_advertisements(copy, chance)
    if chance.random() < 0.5:
        copy = _noisy(replace(copy, number=None), "no number")
    for share, noise in ((0.3, _traditional), (0.2, _annotated), (0.3, _widened)):
        if chance.random() < share:
            copy = noise(copy, chance)
    return copy


def _noisy(copy: Copy, noise: str) -> Copy:
    return replace(copy, noises=(*copy.noises, noise))


def _cut(copy: Copy, policy: Policy, chance: random.Random) -> Copy:
    """The beginning of the text, and a headline: a small part keeps the name."""
    kept = chance.uniform(0.4, 0.95) if chance.random() < 0.25 else 1.0
    if kept < 1:
        body = "\n".join(copy.paragraphs)
        copy = replace(copy, paragraphs=tuple(body[: int(len(body) * kept)].split("\n")))
        copy = _noisy(copy, f"cut {kept:.2f}")
    choice = chance.random()
    if choice < 0.25 and kept >= NAMELESS:
        headline = chance.choice(HEADLINES).format(topic=policy.topic)
        number = copy.number if chance.random() < 0.2 else None
        return _noisy(replace(copy, title=headline, number=number), "paraphrased headline")
    if choice < 0.5:
        headline = chance.choice(REPORTS).format(place=policy.topic[:3], name=policy.name)
        return _noisy(replace(copy, title=headline), "headline")
    return copy


def _rewrapped(copy: Copy, chance: random.Random) -> Copy:
    if chance.random() > 0.2:
        return copy
    merged: list[str] = []
    for paragraph in copy.paragraphs:
        if merged and chance.random() < 0.3:
            merged[-1] += paragraph
        else:
            merged.append(paragraph)
    return _noisy(replace(copy, paragraphs=tuple(merged)), "rewrapped")


def _with_advertisements(copy: Copy, chance: random.Random) -> Copy:
    if chance.random() > 0.3:
        return copy
    lines = list(copy.paragraphs)
    for line in chance.sample(ADVERTISEMENTS, chance.randint(1, 3)):
        lines.insert(chance.choice((0, len(lines), len(lines) // 2)), line)
    return _noisy(replace(copy, paragraphs=tuple(lines)), "spam")


def _traditional(copy: Copy, _: random.Random) -> Copy:
    return _noisy(_translated(copy, _traditional_signs()), "script")


def _widened(copy: Copy, chance: random.Random) -> Copy:
    if chance.random() < 0.5:
        return _noisy(_translated(copy, {code: code + 0xFEE0 for code in range(0x30, 0x3A)}), "wide")
    narrow = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "，；：？！（）　"}
    return _noisy(_translated(copy, narrow), "narrow")


def _annotated(copy: Copy, chance: random.Random) -> Copy:
    """Some characters with their reading in parentheses, every time (domain handbook §3.1)."""
    signs = sorted({sign for sign in "".join(copy.paragraphs) if "\u3400" <= sign <= "\u9fff"})
    annotated = {ord(sign): f"{sign}({_said(sign)})" for sign in chance.sample(signs, len(signs) // 8)}
    return _noisy(replace(_translated(copy, annotated), number=copy.number), "pinyin")


def _translated(copy: Copy, table: dict[int, int] | dict[int, str]) -> Copy:
    return replace(
        copy,
        title=copy.title.translate(table),
        paragraphs=tuple(paragraph.translate(table) for paragraph in copy.paragraphs),
        number=copy.number.translate(table) if copy.number else None,
    )


@cache
def _said(sign: str) -> str:
    return pinyin(sign, style=Style.TONE)[0][0]


@cache
def _traditional_signs() -> dict[int, str]:
    return {
        ord(sign): other[0]
        for _, _, dictionary in OpenCC("s2t").dict_cache.values()
        for sign, other in dictionary.items()
        if len(sign) == 1
    }
