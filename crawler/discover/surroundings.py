"""What the surroundings of a list say it is: furniture of the site, or a list beside the main one."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

FURNITURE_TAGS = frozenset({"nav", "header", "footer"})
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:(?:top|main|sub|side)?nav(?:bar|i|igation)?\d*|menu|bread(?:crumbs?)?|crumbs?|position|location|dqwz|"
    r"foot(?:er)?|friend(?:ly)?-?links?|flinks?|yqlj|pag(?:er|ing|ination)|fenye|share|sitemap)(?:$|[\s_-])",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:relat(?:ed|ion|e)|relevant|recommend(?:ed)?|hot|rank(?:ing)?|aside|sidebar|xgwd|xgyd|phb)(?:$|[\s_-])",
    re.IGNORECASE,
)
ASIDE_HEADING = re.compile(
    r"相关(?:新闻|阅读|文档|文章|链接|稿件|推荐|信息|报道|内容|政策|解读)|热门|热点|热搜|最热|排行|(?:推荐|延伸|精彩)阅读|推荐(?:新闻|文章|信息)|"
    r"(?:为您|为你|编辑|精彩|相关)推荐|猜你喜欢|大家都在看"
)
FURNITURE_HEADING = re.compile(
    r"友情链接|相关网站|网站导航|常用链接|快速通道|快速导航|栏目导航|当前位置|您的位置|您现在的位置"
)
NEAR = 3
HEADING = 30
HEADINGS_BACK = 3
LEVELS = 2


def is_furniture(container: LexborNode) -> bool:
    """Whether a list stands in what every page of the site has: navigation, path, pager, footer, friends."""
    for distance, part in enumerate(_upwards(container)):
        if part.tag in FURNITURE_TAGS or (distance < NEAR and FURNITURE.search(_names(part))):
            return True
    return any(FURNITURE_HEADING.search(heading) for heading in _headings(container))


def is_aside(container: LexborNode) -> bool:
    """Whether a list calls itself related, hot or recommended."""
    for distance, part in enumerate(_upwards(container)):
        if part.tag == "aside" or (distance < NEAR and ASIDE.search(_names(part))):
            return True
    return any(ASIDE_HEADING.search(heading) for heading in _headings(container))


def _headings(container: LexborNode) -> Iterator[str]:
    """Short texts that stand before a list, the nearest first."""
    part: LexborNode | None = container
    for _ in range(LEVELS):
        if part is None or part.tag == "body":
            return
        before = part.prev
        for _ in range(HEADINGS_BACK):
            if before is None:
                break
            text = before.text(deep=True).strip()
            if text and before.tag != "-comment":
                if len(text) <= HEADING:
                    yield text
                break
            before = before.prev
        part = part.parent


def _names(part: LexborNode) -> str:
    attributes = part.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _upwards(node: LexborNode) -> Iterator[LexborNode]:
    part: LexborNode | None = node
    while part is not None and part.tag not in {"body", "html", "-document"}:
        yield part
        part = part.parent
