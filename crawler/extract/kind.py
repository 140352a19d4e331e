"""What kind of page is this? An article, a list, a challenge, a page that says it is not there (handbook §3.4)."""

import re
from dataclasses import dataclass

from core.model import PageKind
from crawler.extract.body import Span
from crawler.extract.lines import Lines

_CHALLENGE = re.compile(
    r"__jsl_clearance|__jsluid|\$_ts\s*=|arg1\s*=\s*'|acw_sc__v2|sbu_fpcm\.js|HOY_TR|FSSBBIl1UgzbN7N80S"
    r"|cf-chl|cf_chl_opt|wzws_|Just a moment|GeoBL",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"请(?:开启|启用|打开)(?:浏览器)?(?:的)?\s*javascript|电信云防护|安全狗|D盾|云锁|创宇盾|edgeone"
    r"|访问(?:被拒绝|受限|过于频繁|禁止)|拒绝访问|access denied|403 forbidden|web应用防火墙"
    r"|安全验证|人机验证|请完成验证|滑动验证|疑似.{0,6}攻击|请求.{0,12}(?:拦截|阻断|被拒绝)",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"网站(?:正在)?维护|系统(?:正在)?(?:升级|维护)|系统繁忙|正在建设中|服务器?(?:暂时)?不可用|服务器(?:内部)?错误"
    r"|502 bad gateway|503 service|数据库.{0,6}(?:错误|失败)",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|栏目|链接|地址|稿件)[^。，]{0,12}"
    r"(?:不存在|已(?:被)?删除|已下线|找不到|没有找到|未找到|已失效|已(?:被)?撤[回销下]|被删除)"
    r"|(?:找不到|无法找到)(?:该|此|您)?.{0,10}(?:页|网页|文件|内容)|not found|^404|404 ?错误|404 ?error|http ?404",
    re.IGNORECASE | re.MULTILINE,
)
_DATED = re.compile(r"(?:19|20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|^\W*\d{1,2}[-/]\d{1,2}\W*$")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
SHORT = 200
LIST_ITEMS = 6
FEW_ITEMS = 2
LIST_TEXT = 120
LINK_LENGTH = 8
SUBSTANCE = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a page and the words that gave it away."""

    kind: PageKind
    evidence: str = ""


def kind_of(html: str, page: Lines, span: Span | None, title: str, body: str) -> Verdict:
    """Judge a page by what can be read on it.

    Challenges and error pages are short: in a text of over 200 Chinese characters their words are quotations.
    """
    visible = sum(line.han for line in page.lines)
    written = len(_HAN.findall(body))
    if visible < SHORT or written < SHORT // 4:
        verdict = _obstacle(html, page, title, visible)
        if verdict is not None:
            return verdict
    if _is_list(page, span, written):
        return Verdict(PageKind.LIST)
    if written < SUBSTANCE and len(_LETTER.findall(body)) < SUBSTANCE:
        return Verdict(PageKind.EMPTY, body[:80])
    return Verdict(PageKind.ARTICLE)


def _obstacle(html: str, page: Lines, title: str, visible: int) -> Verdict | None:
    text = "\n".join([title, *(line.text for line in page.lines if line.link_share < 0.5)])[:4000]
    for pattern, kind, searched in (
        (_MISSING, PageKind.MISSING, text if visible < SHORT else title),
        (_CHALLENGE, PageKind.BLOCKED, html[:20_000] if visible < SHORT else ""),
        (_REFUSAL, PageKind.BLOCKED, text + html[:4000] if visible < SHORT else title),
        (_MAINTENANCE, PageKind.BLOCKED, text if visible < SHORT else title),
    ):
        if found := pattern.search(searched):
            return Verdict(kind, found[0].strip()[:80])
    return None


def _is_list(page: Lines, span: Span | None, written: int) -> bool:
    """Many links with a date beside them: anywhere where there is no text, else within what seemed the text."""
    if written < LIST_TEXT:
        return _dated_links(page, 0, len(page.lines)) >= FEW_ITEMS
    return span is not None and _dated_links(page, span.first, span.end) >= LIST_ITEMS


def _dated_links(page: Lines, first: int, end: int) -> int:
    count = 0
    for index in range(first, end):
        line = page.lines[index]
        if line.linked < LINK_LENGTH:
            continue
        around = page.lines[max(first, index - 1) : index + 2]
        count += any(len(near.text) < 24 + line.linked and _DATED.search(near.text) for near in around)
    return count
