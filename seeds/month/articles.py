"""The page of a document, in the look of its site."""

from html import escape

from seeds.month.chance import number
from seeds.month.noise import Noise, annotated, traditional
from seeds.month.paper import Paper, Site, State

NAMES = {
    Site.CITY: "样本市人民政府",
    Site.HEALTH: "样本市卫生健康委员会",
    Site.AGENCY: "样本省药品监督管理局",
    Site.PAPER: "样本日报",
    Site.ARCHIVE: "政策文库",
    Site.PARK: "样本产业园",
}
CONTAINERS = {
    Site.CITY: ('class="article-content"', 'id="article-content"'),
    Site.HEALTH: ('id="zoomcon"', 'class="content"'),
    Site.AGENCY: ('class="TRS_Editor"', 'id="zoom"'),
    Site.PAPER: ('class="article_con"', 'id="con_con"'),
    Site.ARCHIVE: ('class="main-txt"', 'data-k="1"'),
    Site.PARK: ('class="detail-content"', 'data-k="2"'),
}
OFFICIAL = frozenset({Site.CITY, Site.HEALTH, Site.AGENCY})
MOBILE_EVERY = 3
"""Of the park's pages each third visit sees the template for telephones."""


def article(paper: Paper, state: State, noise: Noise) -> str:
    """The whole page."""
    title, lines = _script(paper, state, noise)
    if paper.site is Site.PARK and noise.visit % MOBILE_EVERY == 0:
        return _mobile(paper, title, lines, noise)
    body = "\n".join(f"{noise.tag('p', _attributes(noise))}{escape(noise.blurred(line))}</p>" for line in lines)
    container = noise.tag("div", (*CONTAINERS[paper.site], f'data-t="{noise.token}"'))
    return (
        f"<!DOCTYPE html><html><head>{_head(paper, title, noise)}</head><body>{_top(paper.site, noise)}"
        f"<h1>{escape(title)}</h1>{_facts(paper, noise)}{_table(paper, title)}"
        f"{container}{body}</div>{_below(noise)}{_footer(paper.site, noise)}</body></html>"
    )


def _script(paper: Paper, state: State, noise: Noise) -> tuple[str, tuple[str, ...]]:
    if not paper.traditional or noise.visit % 2:
        return state.title, state.lines
    return traditional(state.title), tuple(annotated(line) for line in state.lines)


def _attributes(noise: Noise) -> tuple[str, str]:
    return ('style="text-indent:2em"', f'class="p{noise.draw() % 3}"')


def _mobile(paper: Paper, title: str, lines: tuple[str, ...], noise: Noise) -> str:
    """Another template around the same words."""
    body = "".join(f"<section><span>{escape(line)}</span></section>" for line in lines)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        f'<header><a href="/">首页</a></header><h2>{escape(title)}</h2><time>{paper.day}</time>'
        f'<article class="detail-content">{body}</article><p>阅读 {noise.views}</p></body></html>'
    )


def _head(paper: Paper, title: str, noise: Noise) -> str:
    metas = [
        f'<meta name="ArticleTitle" content="{escape(title)}">',
        f'<meta name="PubDate" content="{paper.day} 09:00">',
        f'<meta name="others" content="页面生成时间 {noise.clock}">',
        f'<meta name="csrf-token" content="{noise.token}">',
    ]
    return (
        f'<meta charset="utf-8"><title>{escape(title)}_{NAMES[paper.site]}</title>{"".join(metas)}'
        f'<link rel="stylesheet" href="/css/main.css?v={noise.draw() % 10**8}">'
    )


def _top(site: Site, noise: Noise) -> str:
    return (
        f'<div class="top">今天是{noise.today} <a href="/login?sid={noise.token}">登录</a></div>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
        '<li><a href="/bmfw/">便民服务</a></li></ul>'
        f'<div class="crumbs">当前位置：<a href="/">{NAMES[site]}</a> &gt; 正文</div>'
        f'<div class="ad" id="ad{noise.draw() % 100}">'
        f'<a href="/ad?c={noise.token}"><img src="/a{noise.draw() % 9}.gif"></a></div>'
    )


def _facts(paper: Paper, noise: Noise) -> str:
    return (
        f'<div class="info"><span>发布日期：{paper.day}</span> <span>来源：{NAMES[paper.site]}</span>'
        f" <span>浏览次数：{noise.views}</span> <span>字体：[大 中 小]</span></div>"
    )


def _table(paper: Paper, title: str) -> str:
    """The facts that official sites disclose in a table (handbook §2.2)."""
    if paper.site not in OFFICIAL or not paper.doc_number:
        return ""
    cells = {
        "索引号": f"11440000MB2D{number(paper.key) % 10**5:05d}/2026-{paper.number:05d}",
        "发布机构": paper.agency,
        "名称": title,
        "文号": paper.doc_number,
        "发布日期": str(paper.day),
    }
    rows = "".join(f"<tr><td>{label}：</td><td><span>{escape(text)}</span></td></tr>" for label, text in cells.items())
    return f'<div class="classify"><table>{rows}</table></div>'


def _below(noise: Noise) -> str:
    return (
        f'<div class="share">分享到：微信 微博 <img src="/qr?u={noise.token}"></div>'
        f'<div class="related"><h3>相关新闻</h3>{_links(noise, 4)}</div>'
        f'<div class="hot"><h3>热门文章</h3>{_links(noise, 5)}</div>'
    )


def _links(noise: Noise, size: int) -> str:
    rows = "".join(
        f'<li><a href="/hot/{number(line) % 10**6}.html?t={noise.draw() % 10**9}">{line}</a></li>'
        for line in noise.headlines(size)
    )
    return f"<ul>{rows}</ul>"


def _footer(site: Site, noise: Noise) -> str:
    return (
        f'<div class="footer"><p>主办：{NAMES[site]} 技术支持：样本信息中心</p>'
        f"<p>版权所有 粤ICP备00000000号-1 您是第{noise.views * 31}位访问者</p>"
        f"<script>var t={noise.draw() % 10**9};</script></div>"
    )
