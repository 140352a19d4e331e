"""What stands in an article's place is told apart, with the words that gave it away."""

import pytest

from core.model import PageKind
from crawler.extract import Extract, Trust, extract

URL = "https://www.example.gov.cn/zwgk/t20260301_7.html"
TITLE = "某某市2026年义务教育学校招生地段公告"
FACTS = "<div>发布时间：2026-03-05 08:30 来源：市教育局</div>"
PROSE = "".join(
    f"<p>第{n}条　本市行政区域内的社区康复服务适用本办法，各有关部门应当按照职责分工抓好落实。</p>"
    for n in "一二三四五六"
)
MENU = "".join(f"<li><a href='/{n}/'>栏目名称之{n}</a></li>" for n in range(40))


def _extract(body: str, *, title: str = TITLE, head: str = "", url: str | None = URL) -> Extract:
    return extract(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url=url)


def test_an_article_is_trusted() -> None:
    extracted = _extract(f"<h1>{TITLE}</h1>{FACTS}{PROSE}")
    assert (extracted.trust, extracted.document.flags) == (Trust.ARTICLE, ())


def test_a_notice_of_pictures_is_image_only_and_its_pictures_are_attached() -> None:
    pictures = "<p><img src='/img/1.png' width=820></p><p><img src='/img/2.jpg'></p>"
    chrome = "<a href='/'><img src='/logo.png'></a><div class=footer><img src='/dzjg.png'><img src='/red.png'></div>"
    extracted = _extract(f"{chrome}<h1>{TITLE}</h1>{FACTS}<div>{pictures}</div>")
    assert (extracted.trust, extracted.document.page_kind) == (Trust.IMAGE_ONLY, PageKind.EMPTY)
    assert extracted.document.flags == ("image_only",)
    assert [file.url for file in extracted.document.attachments] == [
        "https://www.example.gov.cn/img/1.png",
        "https://www.example.gov.cn/img/2.jpg",
    ]


@pytest.mark.parametrize(
    "viewer",
    [
        "<iframe src='/f/scan.pdf'></iframe>",
        "<iframe src='/lib/web/viewer.html?file=/f/scan.pdf'></iframe>",
        "<iframe src='/lib/web/viewer.html?file=%2Ff%2Fscan.pdf'></iframe>",
        "<object data='/f/scan.pdf' type='application/pdf'></object>",
        "<embed src='/f/scan.pdf?v=1'>",
        "<object><param name=src value='/f/scan.pdf'></object>",
        "<div id=p></div><script>PDFObject.embed('/f/scan.pdf', '#p')</script>",
    ],
)
def test_a_file_in_a_viewer_is_scanned_and_attached(viewer: str) -> None:
    extracted = _extract(f"<h1>{TITLE}</h1>{FACTS}<div id=zoom>{viewer}</div>")
    assert (extracted.trust, extracted.document.flags) == (Trust.SCANNED, ("scanned",))
    assert [file.url.split("?v")[0] for file in extracted.document.attachments] == [
        "https://www.example.gov.cn/f/scan.pdf"
    ]


def test_a_viewer_beside_a_text_is_an_attachment_of_the_text() -> None:
    text = "<p>根据有关规定，现将本市2026年义务教育学校招生地段予以公告，请广大家长相互转告，并按时到校办理手续。</p>"
    extracted = _extract(f"<h1>{TITLE}</h1>{FACTS}<div>{text}<iframe src='/f/scan.pdf'></iframe></div>")
    assert extracted.trust is Trust.ARTICLE
    assert [file.name for file in extracted.document.attachments] == ["scan.pdf"]


def test_a_notice_of_attachments_alone_is_an_article() -> None:
    files = "<p>附件：1.<a href='a.pdf'>评估结果.pdf</a></p><p>2.<a href='b.xlsx'>名单.xlsx</a></p>"
    extracted = _extract(f"<h1>{TITLE}</h1>{FACTS}<div>{files}</div>")
    assert extracted.trust is Trust.ARTICLE
    assert [file.name for file in extracted.document.attachments] == ["评估结果.pdf", "名单.xlsx"]


@pytest.mark.parametrize(
    ("words", "trust"),
    [
        ("页面不存在", Trust.MISSING),
        ("该信息已被删除", Trust.MISSING),
        ("您访问的页面找不到了", Trust.MISSING),
        ("抱歉，栏目不存在！", Trust.MISSING),
        ("您查看的文章已撤稿", Trust.MISSING),
        ("没有找到该文章", Trust.MISSING),
        ("网站正在维护，请稍后访问", Trust.MAINTENANCE),
        ("系统升级，暂停服务", Trust.MAINTENANCE),
        ("系统繁忙，请稍后再试", Trust.MAINTENANCE),
        ("栏目正在建设中", Trust.MAINTENANCE),
        ("请开启JavaScript并刷新该页", Trust.BLOCKED),
        ("您的请求疑似攻击行为，已被拦截", Trust.BLOCKED),
        ("您所在的地区暂时无法访问本网站", Trust.BLOCKED),
        ("正在进行安全检查", Trust.BLOCKED),
    ],
)
def test_a_page_in_an_articles_place_is_known_by_its_words(words: str, trust: Trust) -> None:
    extracted = _extract(f"<div>{words}</div><a href='/'>返回首页</a>", title="提示")
    assert extracted.trust is trust
    assert extracted.evidence in words


def test_an_error_among_the_menus_of_its_site_is_known() -> None:
    extracted = _extract(f"<ul>{MENU}</ul><div>您访问的页面已被删除！</div>", title="某某市人民政府")
    assert extracted.trust is Trust.MISSING


def test_an_article_that_quotes_such_words_is_an_article() -> None:
    quoting = "<p>检查发现，个别网站存在“页面不存在”“系统升级”“请开启JavaScript”等问题，已责令限期整改。</p>"
    assert _extract(f"<h1>{TITLE}</h1>{FACTS}{PROSE}{quoting}").trust is Trust.ARTICLE


@pytest.mark.parametrize(
    "stub",
    [
        "<script>document.cookie='a=1';location.reload()</script>",
        "<script>window.location.href='/index.html'</script>",
        "<script>$_ts={};</script><meta content='x'>",
    ],
)
def test_a_stub_of_script_is_blocked(stub: str) -> None:
    assert extract(f"<html><head>{stub}</head><body></body></html>").trust is Trust.BLOCKED


SPAM = "<p>六合彩开奖记录, 百家乐在线试玩, 北京赛车投注平台, 棋牌游戏下载大厅</p>"


def test_spam_around_a_clean_text_is_flagged_and_the_text_trusted() -> None:
    extracted = _extract(f"{SPAM}<h1>{TITLE}</h1>{FACTS}<div>{PROSE}</div>{SPAM}")
    assert (extracted.trust, extracted.document.flags) == (Trust.ARTICLE, ("spam_injected",))


def test_a_title_of_spam_is_hijacked() -> None:
    title = "六合彩开奖记录_时时彩平台_某某县水利局"
    extracted = _extract(f"<h1>{title}</h1><div>{PROSE}</div>", title=title)
    assert extracted.trust is Trust.HIJACKED
    assert "hijacked" in extracted.document.flags


def test_a_notice_against_gambling_is_an_article() -> None:
    title = "关于依法打击六合彩、时时彩等网络赌博违法犯罪的通告"
    text = "<p>为依法打击利用六合彩、时时彩、百家乐等形式实施的赌博违法犯罪，维护社会治安秩序，现通告如下。</p>"
    extracted = _extract(f"<h1>{title}</h1>{FACTS}<div>{text}{PROSE}</div>", title=title)
    assert extracted.trust is Trust.ARTICLE


ROWS = "".join(
    f"<li><a href='/a/{n}.html'>关于第{n}项工作安排的通知全文</a> <span>03-{n:02}</span></li>" for n in range(1, 10)
)


def test_a_column_with_an_introduction_is_a_list() -> None:
    assert _extract(f"<p>本栏目集中提供各类政策文件。</p><ul>{ROWS}</ul>", title="政策之窗").trust is Trust.LIST


def test_a_list_with_excerpts_is_a_list() -> None:
    rows = "".join(
        f"<div><h3><a href='/a/{n}.html'>我市开展第{n}次安全检查行动</a></h3>"
        f"<p>连日来，有关部门组织人员走进社区、学校和企业，对隐患进行排查，已整改问题{n}处。</p><i>2026-03-{n:02}</i></div>"
        for n in range(1, 9)
    )
    assert _extract(f"<h2>民生新闻</h2>{rows}", title="民生新闻").trust is Trust.LIST


def test_a_short_notice_beside_dated_links_is_an_article() -> None:
    notice = "<p>因设备检修，本中心于3月8日暂停对外服务一天，由此带来的不便敬请谅解，恢复时间另行通知。</p>"
    extracted = _extract(f"<h1>{TITLE}</h1>{FACTS}<div>{notice}</div><h3>最新文章</h3><ul>{ROWS}</ul>")
    assert extracted.trust is Trust.ARTICLE


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<meta name=SiteIDCode content=4401000001>", "https://www.mirror.example.com/a.html"),
        ("<meta name=ContentSource content='某某市人民政府网'>", "https://www.mirror.example.com/a.html"),
        ("<meta name=SiteIDCode content=5001070012>", "https://www.qqhr.hlj.gov.cn/a.html"),
    ],
)
def test_a_copy_of_a_government_page_is_flagged(head: str, url: str) -> None:
    document = _extract(f"<h1>{TITLE}</h1>{FACTS}{PROSE}", head=head, url=url).document
    assert document.flags == ("mirror_signals",)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<meta name=SiteIDCode content=4401000001>", "https://www.gz.gov.cn/a.html"),
        ("<meta name=SiteIDCode content=bm01000001>", "https://www.gov.cn/a.html"),
        ("<meta name=SiteIDCode content=4401000001>", "http://localhost:8080/a.html"),
        ("<meta name=SiteIDCode content=4401000001>", "http://127.0.0.1/a.html"),
        ("<meta name=ContentSource content='某某日报'>", "https://news.example.com/a.html"),
        ("<meta name=SiteIDCode content=4401000001>", None),
    ],
)
def test_a_page_on_its_own_host_is_not_flagged(head: str, url: str | None) -> None:
    assert _extract(f"<h1>{TITLE}</h1>{FACTS}{PROSE}", head=head, url=url).document.flags == ()
