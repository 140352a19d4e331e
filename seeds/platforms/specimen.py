"""What all specimen platforms share: planted documents, their article pages, and what a server answers."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from core.source import SourceKind

SUBJECTS = (
    "细胞治疗",
    "创新药械",
    "医疗器械注册",
    "中医药传承",
    "公共卫生应急",
    "生物医药产业",
    "医保支付",
    "基因检测",
)
FORMS = ("管理办法", "若干措施", "实施细则", "行动方案", "工作指引", "资金申报指南")
EPOCH = dt.date(2026, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One document that a specimen site publishes.

    Args:
        number: 1 is the oldest; a site turns it into whatever ids its family uses.
        pinned: whether its row stands above newer ones.
        repealed: whether the listing marks it 【已废止】 or is_abolished, while its page does not.
        elsewhere: whether it stands on another host, to which the listing only links.
    """

    number: int
    title: str
    day: dt.date
    doc_number: str
    pinned: bool = False
    repealed: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """What a specimen site answers."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200


class Platform(Protocol):
    """A specimen site: pure, so that a test can ask it directly and a loopback server can play it.

    Attributes:
        kind: of `sources.yaml`, which reads it.
        listing: path of what an operator would paste as `url`.
        documents: what it publishes now; a test may replace it to let a day pass.
        wanted: paths (with query) of those that must be found, each under the address that names it best.
    """

    kind: SourceKind
    listing: str
    documents: Sequence[Planted]

    @property
    def wanted(self) -> list[str]:
        """Paths that must be found, in any order, none twice."""

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The answer to a request for a path with its query; None is a 404."""


def planted(count: int, *, first: int = 1) -> list[Planted]:
    """Documents number `first` to `first + count - 1`, oldest first, one every two days; always the same."""
    return [_planted(number) for number in range(first, first + count)]


def article(document: Planted, *, meta: str = "", above: str = "", container: str = 'class="article-content"') -> str:
    """The page of a document: title, facts and three articles that no other document has.

    Args:
        meta: markup for the head.
        above: markup before the body, such as a disclosure table.
    """
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in _paragraphs(document))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(document.title)}</title>{meta}</head><body>"
        f"<div class='crumbs'>当前位置：首页 &gt; 政策文件</div><h1>{escape(document.title)}</h1>"
        f"<div class='info'>发布日期：{document.day.isoformat()}</div>{above}"
        f"<div {container}>{paragraphs}</div><div class='footer'>版权所有：样本网站</div></body></html>"
    )


def _planted(number: int) -> Planted:
    subject = SUBJECTS[number % len(SUBJECTS)]
    form = FORMS[number // len(SUBJECTS) % len(FORMS)]
    day = EPOCH + dt.timedelta(days=2 * number)
    return Planted(
        number=number,
        title=f"样本市关于印发《{subject}{form}（第{number}批）》的通知",
        day=day,
        doc_number=f"样府办〔{day.year}〕{number}号",
    )


def _paragraphs(document: Planted) -> list[str]:
    figure = int(hashlib.sha256(document.title.encode()).hexdigest()[:6], 16)
    day = document.day
    return [
        f"各区人民政府，市政府各部门、各直属机构：现将{document.doc_number}文件印发给你们，请认真组织实施。",
        f"第一条 本文件适用于样本市行政区域内第{document.number}批项目的申报、评审、拨付和监督，"
        f"每年安排{figure % 900 + 100}万元。",
        f"第二条 申报单位应当在样本市登记满{figure % 5 + 1}年，"
        f"并配备不少于{figure % 37 + 3}名专职研发人员，依法履行主体责任。",
        f"第三条 本文件自{day.year}年{day.month}月{day.day}日起施行，有效期{figure % 4 + 1}年，"
        "由样本市卫生健康局负责解释。",
    ]
