"""Labelled facts: disclosure tables and the line under the title (handbook §2.2)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_FIELDS = {
    "index_number": "索引号|索引编号|信息索引",
    "agency": "发布机构|发文机关|公开责任部门|责任部门|发布机关|发文单位|发布单位|公开主体|制发机关|信息公开责任单位",
    "written": "成文日期|生成日期|制发日期|发文日期",
    "published": "发布日期|公开日期|发布时间",
    "doc_number": "文号|发文字号|公文字号|文件编号",
    "validity": "有效性|时效性|效力状态|是否有效|文件状态",
    "effective": "施行日期|实施日期|生效日期",
    "expires": "失效日期|废止日期|有效期至",
    "source": "信息来源|来源于|文章来源|新闻来源|稿件来源|来源|稿源|文源|來源|文章來源",
    "subject": "主题分类|信息分类|主题词|关键词|分类|名称|标题|信息名称|体裁分类|服务对象|组配分类",
    "other": "作者|责任编辑|编辑|浏览次数|点击数|点击量|阅读量|字体|字号|收集编辑|记者|日期|时间",
}
_FIELD_OF = {label: name for name, labels in _FIELDS.items() for label in labels.split("|")}
_LABEL = "|".join(sorted(_FIELD_OF, key=len, reverse=True))
_PAIR = re.compile(rf"(?P<label>{_LABEL})\s*[:：|丨]\s*(?P<value>.*?)(?=\s*(?:{_LABEL})\s*[:：|丨]|$)")
_ALONE = re.compile(rf"^[\W_]*(?P<label>{_LABEL})[\s:：|丨]*$")
MAX_VALUE = 80


def facts_of(texts: Iterable[str]) -> dict[str, str]:
    """Field name -> value, the first that is not empty; a label alone in its cell takes the next line."""
    facts: dict[str, str] = {}
    waiting: str | None = None
    for text in texts:
        if len(text) > 4 * MAX_VALUE:
            waiting = None
            continue
        plain = _closed(unicodedata.normalize("NFKC", text))
        alone = _ALONE.match(plain)
        if alone:
            waiting = _FIELD_OF[alone["label"]]
            continue
        pairs = list(_PAIR.finditer(plain))
        if waiting is not None and not pairs:
            _note(facts, waiting, plain)
        waiting = None
        for pair in pairs:
            _note(facts, _FIELD_OF[pair["label"]], pair["value"])
    return facts


def _note(facts: dict[str, str], name: str, value: str) -> None:
    value = value.strip(" \t;,|·▎[]【】")
    if value and len(value) <= MAX_VALUE and name not in ("other", "subject"):
        facts.setdefault(name, value)


def _closed(text: str) -> str:
    """Labels are spaced out to align: 索 引 号, 文　　号."""
    return re.sub(r"索\s*引\s*号", "索引号", re.sub(r"文\s+号", "文号", re.sub(r"来\s+源", "来源", text)))


_SOURCE_END = re.compile(
    r"\s{1,}(?:(?:19|20)\d\d[-年/.]|作者|编辑|责编|浏览|点击|阅读|字体|字号|分享|发布|时间|日期|打印|评论|举报|相关|原创|\||\[|【|\d)|(?:收集)?编辑[:：]|[\[【(（]?(?:字体|打印)"
)
_BEHIND_THE_TIME = re.compile(
    r"^\W*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d(?::\d\d)?\s*([\u4e00-\u9fff]{2,12})$"
)
_JUNK = re.compile(r"^(?:[-–—.\d:/\s]+|分享.*|打印.*|字体.*)$")


def source_of(facts: Mapping[str, str], metas: Mapping[str, str], head: Iterable[str] = ()) -> str | None:
    """Where the page says its text comes from: labelled, in a meta tag, or right behind the time under the title."""
    unlabelled = next((match[1] for line in head if (match := _BEHIND_THE_TIME.match(line))), None)
    for value in (
        facts.get("source"),
        metas.get("contentsource"),
        metas.get("source"),
        metas.get("og:article:source"),
        unlabelled,
    ):
        if value:
            cut = _SOURCE_END.split(unicodedata.normalize("NFKC", value), maxsplit=1)[0].strip(" ;；,，。|·-")
            if cut and not _JUNK.match(cut):
                return cut
    return None
