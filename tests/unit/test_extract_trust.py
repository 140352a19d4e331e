"""What stands in an article's place is told apart, with the words that gave it away."""

import pytest

from core.model import PageKind, Stage
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


@pytest.mark.parametrize(
    ("title", "words", "trust"),
    [
        ("提示", "操作过于频繁，请稍后再试！", Trust.BLOCKED),
        ("提示", "当前访问人数过多，请您稍后再试。", Trust.BLOCKED),
        ("排队", "当前访问人数较多，您前面还有132人，请耐心等待。", Trust.BLOCKED),
        ("提示", "系统检测到您的访问异常，请输入验证码。", Trust.BLOCKED),
        ("提示", "对不起，您无权访问此页面，请联系管理员。", Trust.BLOCKED),
        ("提示", "您的IP：192.0.2.3 已被加入黑名单，请联系网站管理员。", Trust.BLOCKED),
        ("访问验证", "为了您的访问安全，请拖动下方滑块完成拼图。", Trust.BLOCKED),
        ("您即将离开", "您访问的链接即将离开“某某市教育局”门户网站，是否继续？", Trust.BLOCKED),
        ("Robot Check", "We have detected unusual traffic. Please verify you are a human.", Trust.BLOCKED),
        ("提示", "系统异常，请联系管理员。", Trust.MAINTENANCE),
        ("提示", "本站暂停服务，恢复时间另行通知。", Trust.MAINTENANCE),
        ("提示", "网站已迁移至新域名，请稍候。", Trust.MAINTENANCE),
        ("出错了", "很抱歉，您要查看的页面暂时无法访问，可能临时不可用。", Trust.MAINTENANCE),
        ("Welcome to nginx!", "If you see this page, the web server is successfully installed.", Trust.MAINTENANCE),
        ("提示信息", "您所查看的信息已被移除或暂未公开。", Trust.MISSING),
        ("页面错误", "您请求的资源已移动或删除！", Trust.MISSING),
    ],
)
def test_what_stands_in_place_of_a_page_is_known_by_its_words(title: str, words: str, trust: Trust) -> None:
    menu = "<div><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>"
    assert _extract(f"{menu}<p>{words}</p>", title=title).trust is trust


def test_a_form_to_log_in_is_blocked_and_a_notice_beside_one_is_not() -> None:
    form = "<form>用户名<input name=u>密码<input type=password>忘记密码，请联系管理员重新设置。</form>"
    for title in ("用户登录", "统一身份认证平台", "某某市政务服务系统登录"):
        assert _extract(form, title=title).trust is Trust.BLOCKED
    notice = f"{form}<h1>关于启用统一身份认证登录的通知</h1>{FACTS}<p>请各单位于本月底前完成账号登记，逾期停用。</p>"
    assert _extract(notice, title="关于启用统一身份认证登录的通知").trust is Trust.ARTICLE


def test_an_error_told_to_a_script_is_no_page() -> None:
    assert extract('{"code":500,"msg":"操作失败，请联系管理员处理","data":null}').trust is Trust.MAINTENANCE


def test_a_note_that_a_short_document_lapsed_is_no_missing_page() -> None:
    text = "<p>现将清明节放假安排通知如下：放假调休共三天，请各单位做好值班安排。</p>"
    extracted = _extract(f"<p>（该文件已失效）</p><h1>{TITLE}</h1>{FACTS}{text}")
    assert (extracted.trust, extracted.document.stage) == (Trust.ARTICLE, Stage.REPEALED)


@pytest.mark.parametrize(
    "note", ["（该文件已于2026年6月1日废止）", "注：本文件已失效", "【已废止】", "该文件已被宣布失效"]
)
def test_a_note_beside_the_title_repeals_a_document(note: str) -> None:
    for head in (f"<p>{note}</p><h1>{TITLE}</h1>{FACTS}", f"<h1>{TITLE}</h1>{FACTS}<p>{note}</p>"):
        document = _extract(head + f"<div id=zoom>{PROSE}</div>").document
        assert (document.stage, document.evidence["stage"]) == (Stage.REPEALED, note)


@pytest.mark.parametrize("line", ["已失效", "废止目录", "本文件施行后，原文件废止"])
def test_a_menu_or_a_sentence_of_repeals_repeals_nothing(line: str) -> None:
    assert _extract(f"<p>{line}</p><h1>{TITLE}</h1>{FACTS}<div id=zoom>{PROSE}</div>").document.stage is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("关于社保系统升级期间暂停业务的公告", "因社保信息系统升级，3月5日至8日暂停办理社保业务，3月9日恢复。"),
        ("关于不动产登记系统故障的通告", "因系统故障，今日下午暂停办理不动产登记业务，恢复时间另行通知。"),
        ("关于启用统一身份认证的通知", "自4月1日起，企业登录申报系统须通过安全验证，请各单位提前注册。"),
        ("关于规范内网访问的通知", "未经批准无权访问涉密系统，请各单位严格执行，违者追究责任。"),
        ("关于撤销公告的说明", "原公告信息已被撤销，请以本公告为准，特此说明，敬请社会各界谅解。"),
    ],
)
def test_a_short_notice_may_speak_of_walls_and_of_what_is_gone(title: str, words: str) -> None:
    assert _extract(f"<h1>{title}</h1>{FACTS}<div>{words}</div>", title=title).trust is Trust.ARTICLE


def test_a_page_that_keeps_the_title_of_what_was_deleted_is_missing() -> None:
    title = "关于规范内网访问的通知"
    assert (
        _extract(f"<h1>{title}</h1>{FACTS}<div>该信息已被删除，请关注其他信息。</div>", title=title).trust
        is Trust.MISSING
    )
