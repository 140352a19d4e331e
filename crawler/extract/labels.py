"""Labelled facts: disclosure tables and the line under the title (handbook §2.2)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_FIELDS = {
    "index_number": "索引号|索引编号|信息索引号|信息索引|索取号",
    "agency": (
        "发布机构|发文机关|公开责任部门|责任部门|发布机关|发文单位|发布单位|公开主体|制发机关|信息公开责任单位|发文机构"
        "|发文部门|发布部门|制定机关|制定单位|制发单位|颁布机关|颁布单位|公布机关|公开机构|信息发布机构|信息公开主体"
    ),
    "written": "成文日期|生成日期|制发日期|发文日期|成文时间|发文时间|印发日期|签发日期|制定日期|颁布日期|印发时间",
    "published": "发布日期|公开日期|发布时间|公开时间|公布日期|公布时间",
    "doc_number": "文号|发文字号|公文字号|文件编号|文件字号|发文文号|文件号|公文文号",
    "registration": "规范性文件统一编号|统一编号|规范性文件编号|规范性文件登记号|登记编号|登记号",
    "validity": "有效性|时效性|效力状态|是否有效|文件状态|时效状态|文件有效性|文件效力|时效",
    "effective": "施行日期|实施日期|生效日期|施行时间|实施时间|生效时间|执行日期",
    "expires": "失效日期|废止日期|有效期至|失效时间|有效期截止日期|有效期截止|终止日期",
    "deadline": (
        "截止日期|截止时间|征集截止时间|反馈截止时间|反馈截止日期|征集结束时间|意见征集截止时间|结束时间|结束日期"
    ),
    "source": "信息来源|来源于|文章来源|新闻来源|稿件来源|来源|稿源|文源|來源|文章來源|資料來源|信息來源",
    "subject": (
        "主题分类|信息分类|主题词|关键词|分类|名称|标题|信息名称|文件名称|体裁分类|服务对象|组配分类|主题|体裁|类别"
    ),
    "other": (
        "作者|责任编辑|编辑|浏览次数|点击数|点击量|阅读量|字体"
        "|字号|收集编辑|记者|日期|时间|语种|公开形式|公开方式|公开范围"
    ),
}
_FIELD_OF = {label: name for name, labels in _FIELDS.items() for label in labels.split("|")}
_LABEL = "|".join(sorted(_FIELD_OF, key=len, reverse=True))
_SEPARATED = r"\s*[】\])]?\s*[:：|丨]"
_PAIR = re.compile(rf"(?P<label>{_LABEL}){_SEPARATED}\s*(?P<value>.*?)(?=[\s【\[(]*(?:{_LABEL}){_SEPARATED}|$)")
_ALONE = re.compile(rf"^[\W_]*(?P<label>{_LABEL})[\W_]*$")
_HAS_PAIR = re.compile("[:：|丨｜∶]")
# Labels are spaced out to align: 索 引 号, 文　　号. Only between the characters of a label may they close up.
_SPACED = re.compile(
    r"索\s+引\s*号|索\s*引\s+号|文\s+号|来\s+源|发\s*文\s*(?:机\s*[关构]|字\s*号|单\s*位|日\s*期)(?=\s*[:：]|$)"
    r"|发\s*布\s*(?:机\s*[关构]|日\s*期|时\s*间)(?=\s*[:：]|$)|[成公生]\s*[文开成]\s*日\s*期(?=\s*[:：]|$)"
    r"|有\s*效\s*性(?=\s*[:：]|$)|时\s*效\s*性(?=\s*[:：]|$)|(?:发文|公文)\s+字号"
)
_SIMPLE = str.maketrans(
    "號發機構關佈時間開單門責製規編記執實廢爲類題詞閱讀點擊瀏覽體頒簽簡",
    "号发机构关布时间开单门责制规编记执实废为类题词阅读点击浏览体颁签简",
)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLE))}]")
_VALUE_ENDS = " \t;,|·▎[]【】"
MAX_VALUE = 80


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and the words that say it, label and all, at most 80 characters."""

    value: str
    words: str


def facts_of(texts: Iterable[str]) -> dict[str, Fact]:
    """Field name -> fact, the first that is not empty; a label alone in its cell takes the next line."""
    facts: dict[str, Fact] = {}
    waiting = ""
    for text in texts:
        is_short = len(text) <= _LONGEST_LABEL
        if len(text) > 4 * MAX_VALUE or not (is_short or waiting or _HAS_PAIR.search(text)):
            waiting = ""
            continue
        plain = unicodedata.normalize("NFKC", text)
        if _TRADITIONAL.search(plain):
            plain = plain.translate(_SIMPLE)
        plain = _SPACED.sub(_closed, plain)
        alone = _ALONE.match(plain) if is_short else None
        if alone:
            waiting = alone["label"]
            continue
        pairs = list(_PAIR.finditer(plain)) if _HAS_PAIR.search(plain) else []
        if waiting and not pairs:
            _note(facts, waiting, plain, text)
        waiting = ""
        for pair in pairs:
            _note(facts, pair["label"], pair["value"], text)
            waiting = pair["label"] if not pair["value"].strip() and pair.end() == len(plain) else ""
    return facts


_LONGEST_LABEL = 20


def _note(facts: dict[str, Fact], label: str, value: str, text: str) -> None:
    """Keep a value; where only the look-up closed it up or simplified it, as the page writes it."""
    name, value = _FIELD_OF[label], value.strip(_VALUE_ENDS)
    if not value or len(value) > MAX_VALUE or name in ("other", "subject"):
        return
    whole = unicodedata.normalize("NFKC", text)
    place = whole.translate(_SIMPLE).find(value)
    if place >= 0:
        value = whole[place : place + len(value)]
    facts.setdefault(name, Fact(value, f"{label}：{value}"[:MAX_VALUE]))


def _closed(match: re.Match[str]) -> str:
    return "".join(match[0].split())


_SOURCE_END = re.compile(
    r"\s{1,}(?:(?:19|20)\d\d[-年/.]|作者|编辑|责编|浏览|点击|阅读|字体|字号|分享|发布|时间|日期|打印|评论|举报|相关|原创|\||\[|【|\d)"
    r"|(?:收集)?编辑[:：]|[\[【(（]?(?:字体|打印)"
)
_BEHIND_THE_TIME = re.compile(
    r"^\W*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d(?::\d\d)?\s*([\u4e00-\u9fff]{2,12})$"
)
_JUNK = re.compile(r"^(?:[-–—.\d:/\s]+|分享.*|打印.*|字体.*)$")
_SOURCE_METAS = ("contentsource", "source", "og:article:source")


def source_of(facts: Mapping[str, Fact], metas: Mapping[str, str], head: Iterable[str] = ()) -> Fact | None:
    """Where the page says its text comes from: labelled, in a meta tag, or right behind the time under the title."""
    labelled = facts.get("source")
    told = [labelled] if labelled else []
    told += [Fact(metas[name], f"{name}: {metas[name]}"[:MAX_VALUE]) for name in _SOURCE_METAS if metas.get(name)]
    told += [Fact(match[1], match[0].strip()[:MAX_VALUE]) for line in head if (match := _BEHIND_THE_TIME.match(line))]
    for fact in told:
        plain = unicodedata.normalize("NFKC", fact.value)
        cut = _SOURCE_END.split(plain, maxsplit=1)[0].strip(" ;；,，。|·-")
        if cut and not _JUNK.match(cut):
            end = fact.words.find(cut) + len(cut)
            return Fact(cut, fact.words[:end] if end >= len(cut) else fact.words)
    return None
