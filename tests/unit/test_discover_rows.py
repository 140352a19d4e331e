"""Which rows of a page are its list."""

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover import Answer, Found, Rules, Unreadable, references
from crawler.discover.address import absolute
from seeds.platforms.html_list import rows_page

HOST = "https://www.mou.gov.cn"
LISTING = f"{HOST}/xxgk/tzgg/"
NAVIGATION = "".join(f'<li><a href="/lm{n}/index.html">政务公开栏目{n}</a></li>' for n in range(30))


def found(html: str, rules: Rules | None = None, url: str = LISTING) -> tuple[Reference, ...]:
    outcome = references(SourceKind.LIST, Answer(text=html, url=url, ask=Ask(url=url)), rules or Rules(itself=(url,)))
    assert isinstance(outcome, Found)
    return outcome.references


def paths(html: str, rules: Rules | None = None, url: str = LISTING) -> list[str]:
    return [reference.url.removeprefix(HOST) for reference in found(html, rules, url)]


def rows(form: str, count: int = 8, day: str = "2026-09-") -> str:
    """Rows of a form with {n}, {title} and {day}."""
    return "".join(
        form.replace("{n}", str(100 + n))
        .replace("{title}", f"关于开展第{n}批项目申报的通知")
        .replace("{day}", f"{day}{n:02}")
        for n in range(1, count + 1)
    )


DATED = '<li><a href="{href}">{title}</a><span>{day}</span></li>'
UNDATED = '<li><a href="{href}">{title}</a></li>'
PLAIN = DATED.replace("{href}", "/a/tzgg/{n}.html")


def numbered(form: str, count: int = 8) -> list[str]:
    return [form.replace("{n}", str(100 + n)) for n in range(1, count + 1)]


# --- which list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/news/{n}.html",
        "/a/tzgg/{n}.html",
        "/info/1021/{n}.htm",
        "/show.jsp?id={n}",
        "/xxgk/tzgg/{n}.shtml",
        "/index.php?c=show&id={n}",
        "/notice/detail-{n}",
    ],
)
@pytest.mark.parametrize("form", [DATED, UNDATED])
def test_documents_are_found_by_the_structure_whatever_their_addresses(address: str, form: str) -> None:
    html = f"<ul>{NAVIGATION}</ul><ul>{rows(form.replace('{href}', address))}</ul>"

    assert paths(html) == numbered(address)


@pytest.mark.parametrize(
    "html",
    [
        f"<ul>{NAVIGATION}</ul>",
        f'<div class="nav">{rows(UNDATED.replace("{href}", "/zt/{n}.html"))}</div>',
        '<div class="crumbs"><a href="/">首页</a> &gt; <a href="/zwgk/1.html">政务公开</a></div>',
        "<h3>友情链接</h3><p>"
        + "".join(f'<a href="https://www.x{n}.gov.cn/">某某市人民政府门户网站{n}</a>' for n in range(9))
        + "</p>",
        '<div class="foot"><a href="/content_1.html">网站声明</a><a href="/content_2.html">联系我们</a></div>',
        "<div id=app></div><script src=/app.js></script>",
        '<p>今天是2026年9月11日 <a href="/wza/1.html">无障碍浏览</a></p>',
        rows('<a href="/pic/{n}.jpg"><img src="/pic/{n}.jpg"></a>'),
        "plain text, no page at all",
    ],
)
def test_furniture_is_no_list(html: str) -> None:
    assert paths(html) == []


@pytest.mark.parametrize(
    "beside",
    [
        "<h3>热点排行</h3><ul>{}</ul>",
        "<div><b>相关新闻</b></div><div><ul>{}</ul></div>",
        '<div class="related">{}</div>',
        "<aside><ul>{}</ul></aside>",
        '<div class="col-hot hot"><ol>{}</ol></div>',
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_related_and_hot_lists_are_left_out_also_when_they_are_longer(beside: str, first: bool) -> None:
    other = beside.format(rows(DATED.replace("{href}", "/content/post_9{n}.html"), 12))
    main = f'<div class="list"><ul>{rows(PLAIN, 6)}</ul></div>'

    assert paths(f"<div>{other if first else main}</div><div>{main if first else other}</div>") == numbered(
        "/a/tzgg/{n}.html", 6
    )


def test_a_list_beside_without_days_goes_where_the_main_one_has_them() -> None:
    other = rows(UNDATED.replace("{href}", "/b/zxzx/9{n}.html"), 12)

    assert paths(f"<div><ul>{other}</ul></div><div><ul class=m>{rows(PLAIN)}</ul></div>") == numbered(
        "/a/tzgg/{n}.html"
    )


def test_a_list_beside_from_another_folder_goes_where_the_main_one_stands_below_the_listing() -> None:
    other = rows(DATED.replace("{href}", "/zwdt/9{n}.html"), 6)
    main = rows(DATED.replace("{href}", "./{n}.html"), 12)

    assert paths(f"<div><ul class=x>{other}</ul></div><div><div><ul>{main}</ul></div></div>") == numbered(
        "/xxgk/tzgg/{n}.html", 12
    )


def test_a_hot_list_alone_is_read_since_somebody_asked_for_it() -> None:
    assert paths(f"<h3>热点回应</h3><ul>{rows(PLAIN)}</ul>") == numbered("/a/tzgg/{n}.html")


def test_the_blocks_of_a_front_page_are_read_together() -> None:
    blocks = "".join(
        f"<div><h2>栏目{name}</h2><ul>{rows(DATED.replace('{href}', f'/{name}/{{n}}.html'), 6)}</ul></div>"
        for name in ("tzgg", "zcfg")
    )

    assert paths(blocks, url=f"{HOST}/") == [*numbered("/tzgg/{n}.html", 6), *numbered("/zcfg/{n}.html", 6)]


def test_pinned_rows_in_a_list_of_their_own_are_read_first() -> None:
    pinned = (
        '<ul class="top"><li><a href="/a/tzgg/7.html">关于网站改版有关事项的公告</a><span>2019-03-01</span></li></ul>'
    )

    assert paths(f"<div>{pinned}<ul>{rows(PLAIN)}</ul></div>") == ["/a/tzgg/7.html", *numbered("/a/tzgg/{n}.html")]


def test_lists_cut_in_fives_are_one_list() -> None:
    items = rows(PLAIN, 20).replace("</li>", "</li>\n").splitlines()
    html = "".join(f"<ul>{''.join(items[start : start + 5])}</ul><hr>" for start in (0, 5, 10, 15))

    assert paths(f"<div>{html}</div>") == numbered("/a/tzgg/{n}.html", 20)


def test_the_other_links_of_a_row_are_no_documents() -> None:
    row = (
        '<li><a href="/xxgk/lb3/">[公告]</a> <a href="/a/tzgg/{n}.html">{title}</a>'
        '<a href="/zcjd/{n}.html">政策解读</a> <a href="/files/{n}.pdf">附件</a> <i>{day}</i></li>'
    )

    assert paths(f"<ul>{rows(row)}</ul>") == numbered("/a/tzgg/{n}.html")


def test_two_documents_in_a_row_are_two() -> None:
    row = (
        '<tr><td><a href="/news/{n}.html">{title}</a></td><td>{day}</td>'
        '<td><a href="/news/9{n}.html">乙、{title}</a></td><td>{day}</td></tr>'
    )

    assert len(paths(f"<table>{rows(row)}</table>")) == 16


def test_a_single_row_with_a_day_is_a_list() -> None:
    assert paths(f"<ul>{NAVIGATION}</ul><div><ul>{rows(PLAIN, 1)}</ul></div>") == ["/a/tzgg/101.html"]


# --- other sites ----------------------------------------------------------------------------------


def test_a_row_on_another_government_site_is_a_document_and_one_on_a_chat_network_is_not() -> None:
    others = "".join(
        DATED.replace("{href}", href).replace("{title}", "转发有关工作安排的通知").replace("{day}", "2026-09-20")
        for href in (
            "https://wjw.gd.gov.cn/gkml/1.html ",
            "https://mp.weixin.qq.com/s/abc",
            "https://www.x.edu.cn/info/1/2.htm",
            "http://www.gov.cn/",
        )
    )

    assert paths(f"<ul>{others}{rows(PLAIN)}</ul>") == [
        "https://wjw.gd.gov.cn/gkml/1.html",
        *numbered("/a/tzgg/{n}.html"),
    ]


def test_a_row_without_a_day_on_another_site_is_no_document() -> None:
    other = '<li><a href="https://wjw.gd.gov.cn/zt/2026/">某某专题专栏网站</a></li>'

    assert paths(f"<ul>{other}{rows(PLAIN)}</ul>") == numbered("/a/tzgg/{n}.html")


def test_a_newspaper_may_lead_to_its_own_further_hosts() -> None:
    html = f"<ul>{rows(DATED.replace('{href}', 'http://society.paper.com.cn/n/{n}.html'))}</ul>"

    assert len(paths(html, url="http://health.paper.com.cn/list/")) == 8
    assert paths(html, url="http://other.com.cn/list/") == []


# --- selectors ------------------------------------------------------------------------------------


def test_with_rows_only_links_inside_them_count() -> None:
    html = f'<ul>{rows(PLAIN)}</ul><div class="k">{rows("<p><a href=/k/{n}>短</a></p>", 3)}</div>'

    assert paths(html, Rules(rows=".k p")) == numbered("/k/{n}", 3)
    assert paths(html, Rules(rows=".k a")) == numbered("/k/{n}", 3)
    assert paths(html, Rules(rows=".k", include="2$")) == ["/k/102"]
    assert paths(html, Rules(rows=".k p", exclude="2$")) == ["/k/101", "/k/103"]


def test_rows_that_match_nothing_are_a_changed_layout() -> None:
    answer = Answer(text=f"<ul>{rows(PLAIN)}</ul>", url=LISTING, ask=Ask(url=LISTING))

    assert references(SourceKind.LIST, answer, Rules(rows="ul.infoList li")) == Unreadable(
        "rows: nothing on the page matches 'ul.infoList li'; its layout may have changed"
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("%PDF-1.7 ...", "kind: page"),
        ("PK\x03\x04\x00\x00", "kind: page"),
        ('<?xml version="1.0"?><rss version="2.0"></rss>', "kind: feed"),
        ("\ufeff<!-- made --><urlset></urlset>", "kind: sitemap"),
    ],
)
def test_what_is_no_page_is_said_to_be_what_it_is(text: str, word: str) -> None:
    outcome = references(SourceKind.LIST, Answer(text=text, url=LISTING, ask=Ask(url=LISTING)), Rules())

    assert isinstance(outcome, Unreadable)
    assert word in outcome.why


@pytest.mark.parametrize(
    "base", [LISTING, f"{HOST}/index.html", "http://a.cn:8000/x/y?z=1", "https://A.cn", "ftp://a.cn/"]
)
@pytest.mark.parametrize("href", ["a.html", "./a/b.html", "/a/b.html", "/", "./", "a/", "t2026_1.shtml", "~a/x-1.html"])
def test_plain_paths_are_resolved_like_all_others(href: str, base: str) -> None:
    assert absolute(href, base) == absolute(f"{href}#top", base)


def test_a_listing_of_ten_thousand_rows_gives_its_first_five_thousand() -> None:
    listed = found(rows_page(10_000), url=f"{HOST}/news/")

    assert len(listed) == 5000
    assert listed[0].url == f"{HOST}/news/1.html"
    assert all(reference.date and reference.title for reference in listed)
