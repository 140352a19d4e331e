"""The documents that an HTML list page links to."""

from datetime import date

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover import Answer, Found, Outcome, Rules, references

SOURCE = "https://www.mou.gov.cn/xxgk/tzgg/"
LISTING = "https://www.mou.gov.cn/xxgk/tzgg/index.html"


def read(html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None) -> Outcome:
    answer = Answer(text=html, url=base_url, ask=Ask(url=SOURCE))
    return references(SourceKind.LIST, answer, Rules(include=include, exclude=exclude, itself=(SOURCE,)))


def found(
    html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None
) -> tuple[Reference, ...]:
    outcome = read(html, base_url, include, exclude)
    assert isinstance(outcome, Found)
    return outcome.references


def urls(html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None) -> list[str]:
    return [reference.url for reference in found(html, base_url, include, exclude)]


def link(href: str) -> str:
    return f'<ul><li><a href="{href}">关于某事项的通知</a></li></ul>'


@pytest.mark.parametrize(
    "path",
    [
        "/xxgk/202601/t20260123_1406815.html",
        "/xxgk/202601/t20260123_1406815.shtml",
        "/art/2026/1/9/art_104_123.html",
        "/2026-01/09/content_12345.htm",
        "/2026-01/09/c_1310.htm",
        "/gkmlpt/content/10/10839/post_10839528.html",
        "/gkmlpt/content/10/10839/mpost_10839528.html",
        "/politics/20260109/0123456789abcdef0123456789abcdef/c.html",
        "/zcfg/c100028/content.shtml",
        "/zhengce/content/202609/content_7080735.htm",
        "/fajiansi/2026-01-09/123.html",
    ],
)
def test_addresses_in_an_article_dialect_are_documents_without_any_rule(path: str) -> None:
    assert urls(link(path)) == [f"https://www.mou.gov.cn{path}"]


@pytest.mark.parametrize(
    "href",
    [
        "index.html",
        "index_2.html",
        "./",
        "#top",
        "",
        "javascript:void(0)",
        "JaVaScRiPt:location='post_1.html'",
        "mailto:post_1.html@mou.gov.cn",
        "tel:12345",
        "data:text/html,post_1.html",
        "ftp://www.mou.gov.cn/post_1.html",
        "https://user:pass@www.mou.gov.cn/post_1.html",
        "https://www.mou.gov.cn:http/post_1.html",
        "http://[::1/post_1.html",
        "/post_1.html?" + "x" * 2000,
        "/xxgk/tzgg/",
    ],
)
def test_what_is_no_document_is_left_out(href: str) -> None:
    assert urls(link(href)) == []


def test_the_listing_is_never_its_own_document() -> None:
    html = link("/xxgk/tzgg/") + link("index.html#more") + link("http://www.mou.gov.cn/xxgk/tzgg/index.html")

    assert urls(html, include="/xxgk/") == []


@pytest.mark.parametrize(
    "href",
    [
        " ./content/post_7.html ",
        "content/post_7.html#zoom",
        "/xxgk/tzgg/content/post_7.html?utm_source=wechat&amp;spm=1.2",
        "content/post_7.html?t=1787823487",
        "content/post_7.html?r=0.8273461",
        "content/post_7.html?from=groupmessage&amp;jsessionid=0A1B2C",
        "content/post_7.html;jsessionid=0A1B",
        "http://www.mou.gov.cn/xxgk/tzgg/content/post_7.html",
        "//www.mou.gov.cn:443/xxgk/tzgg/content/post_7.html",
        "https://WWW.MOU.GOV.CN/xxgk/tzgg/content/post_7.html",
        "..\\tzgg\\content\\post_7.html",
        "con\ntent/po\tst_7.html",
    ],
)
def test_the_ways_to_write_one_address_lead_to_one_address(href: str) -> None:
    assert urls(link(href)) == ["https://www.mou.gov.cn/xxgk/tzgg/content/post_7.html"]


def test_parameters_that_name_the_document_stay() -> None:
    assert urls(link("/show?id=7&amp;t=gw"), include="/show") == ["https://www.mou.gov.cn/show?id=7&t=gw"]


def test_a_document_linked_twice_is_found_once_where_it_stood_first() -> None:
    html = (
        link("/post_1.html#a")
        + link("/post_2.html")
        + link("/mpost_1.html")
        + link("http://www.mou.gov.cn/post_1.html")
    )

    assert urls(html) == ["https://www.mou.gov.cn/post_1.html", "https://www.mou.gov.cn/post_2.html"]


def test_order_is_that_of_the_page_also_where_old_items_are_pinned() -> None:
    html = "".join(link(f"/t{day}_1.html") for day in ("20190301", "20260911", "20260910"))

    assert [reference.date for reference in found(html)] == [date(2019, 3, 1), date(2026, 9, 11), date(2026, 9, 10)]


def test_links_to_other_sites_are_left_out() -> None:
    html = link("https://wjw.mou.gov.cn/post_1.html") + link("https://mp.weixin.qq.com/s/abc") + link("/post_2.html")

    assert urls(html, include="post_|/s/") == ["https://www.mou.gov.cn/post_2.html"]


def test_links_to_other_sites_are_taken_where_include_names_the_host() -> None:
    html = link("https://wjw.mou.gov.cn/post_1.html") + link("https://edu.mou.gov.cn/post_2.html")

    assert urls(html, include=r"//wjw\.mou\.gov\.cn/") == ["https://wjw.mou.gov.cn/post_1.html"]


def test_www_makes_no_other_site() -> None:
    assert urls(link("https://mou.gov.cn/post_1.html")) == ["https://mou.gov.cn/post_1.html"]


def test_include_and_exclude_decide_instead_of_the_dialects() -> None:
    html = link("/a/1.html") + link("/a/video/2.html") + link("/post_3.html")

    assert urls(html, include="/a/", exclude="/video/") == ["https://www.mou.gov.cn/a/1.html"]


def test_a_base_element_moves_relative_links() -> None:
    html = '<base href="/other/">' + link("post_1.html")

    assert urls(html) == ["https://www.mou.gov.cn/other/post_1.html"]


def test_a_host_that_answers_on_plain_http_is_asked_on_it() -> None:
    html = link("/post_1.html") + link("https://www.mou.gov.cn/post_2.html")

    assert urls(html, "http://www.mou.gov.cn/") == [
        "http://www.mou.gov.cn/post_1.html",
        "http://www.mou.gov.cn/post_2.html",
    ]


def test_ports_tell_sites_apart() -> None:
    html = link("/post_1.html") + link("http://127.0.0.1:9/post_2.html")

    assert urls(html, "http://127.0.0.1:8000/list") == ["http://127.0.0.1:8000/post_1.html"]


# --- titles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ('<a href="/post_1.html" title="\t\t关于印发某规划的通知\t\n">关于印发…</a>', "关于印发某规划的通知"),
        ('<a href="/post_1.html">\n  关于印发\n  某规划的通知 </a>', "关于印发 某规划的通知"),
        ('<a href="/post_1.html">关于某事的通知<span>[2026-09-11]</span></a>', "关于某事的通知"),
        ('<a href="/post_1.html">2026-09-11 关于某事的通知</a>', "关于某事的通知"),
        ('<a href="/post_1.html"><h4>关于某事的通知</h4><p>摘要摘要摘要</p></a>', "关于某事的通知"),
        ('<a href="/post_1.html">关于\u200b某事\u202e的\x07通知</a>', "关于某事的通知"),
        ('<a href="/post_1.html">[详细]</a>', None),
        ('<a href="/post_1.html"><img src="x.png"></a>', None),
        ('<a href="/post_1.html">[详细]</a><a href="/post_1.html">关于某事的通知</a>', "关于某事的通知"),
    ],
)
def test_titles_are_plain_and_whole(anchor: str, title: str | None) -> None:
    assert [reference.title for reference in found(f"<ul><li>{anchor}</li></ul>")] == [title]


def test_a_title_without_end_is_cut() -> None:
    (reference,) = found(f'<a href="/post_1.html">{"长" * 9000}</a>')

    assert reference.title is not None
    assert len(reference.title) == 500


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "<li>{}<span class=time>[\n 2026-09-11 ]</span></li>",
        "<li>{} (2026-09-11)</li>",
        "<li><span>2026/09/11</span>{}</li>",
        "<li>{}<i>2026.9.11</i></li>",
        "<li>{}<em>2026年9月11日</em></li>",
        "<li>{} 26-09-11</li>",
        "<li><h4><i></i>{}</h4><div><p>2026-09-11</p></div></li>",
        "<table><tr><td>{}</td><td>某文〔2025〕3号</td><td>2026-09-11</td></tr></table>",
        "<dl><dt>{}</dt><dd>2026-09-11</dd></dl>",
        "{} 2026-09-11<br>",
    ],
)
def test_the_day_beside_a_link_is_read_in_the_forms_that_listings_use(row: str) -> None:
    rows = "".join(row.format(f'<a href="/post_{n}.html">关于自2025年3月1日起施行的通知{n}</a>') for n in (1, 2))

    assert [reference.date for reference in found(f"<div>{rows}</div>")] == [date(2026, 9, 11)] * 2


def test_every_row_keeps_its_own_day() -> None:
    rows = "".join(
        f'<li><a href="/post_{day}.html">通知{day}号</a><b>2026-09-{day:02}</b></li>' for day in range(1, 29)
    )

    assert [reference.date for reference in found(f"<ul>{rows}</ul>")] == [date(2026, 9, day) for day in range(1, 29)]


def test_the_day_in_the_address_decides_between_several_in_the_row() -> None:
    row = '<li><a href="/t20260109_1.html">通知</a><span>成文2026-01-02</span><span>发布2026-01-09</span></li>'

    assert found(row)[0].date == date(2026, 1, 9)


def test_the_day_in_the_address_serves_where_the_row_has_none() -> None:
    assert found(link("/art/2026/1/9/art_1_2.html"))[0].date == date(2026, 1, 9)


@pytest.mark.parametrize("href", ["/t00000000_1.html", "/t20261399_1.html", "/post_20260109.html"])
def test_impossible_days_are_no_days(href: str) -> None:
    assert found(link(href))[0].date is None


def test_a_row_without_a_day_does_not_take_its_neighbours() -> None:
    html = '<ul><li><a href="/post_1.html">甲通知</a></li><li><a href="/post_2.html">乙通知</a> 2026-09-11</li></ul>'

    assert [reference.date for reference in found(html)] == [None, date(2026, 9, 11)]
