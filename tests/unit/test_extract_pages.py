"""Pages become documents: title, dates, facts and text, with everything else left behind."""

import json
from datetime import date

import pytest

from core.model import BlockKind, Document, PageKind, Stage
from core.source import Selectors
from crawler.extract import extract

OPENING = "为进一步规范社区康复服务的申办流程，明确各环节的办理时限，结合我市实际，制定本办法。"
SECOND = "本市行政区域内社区康复服务的受理、评估和监督，适用本办法；法律、法规另有规定的，从其规定。"
THIRD = "市卫生健康行政部门负责统筹协调，各区应当保障必要的场地、人员和经费，并按季度公开进展。"
TITLE = "关于印发某某市社区康复服务管理办法的通知"


def _article(body: str, *, before: str = "", after: str = "", head: str = "") -> Document:
    top = f"<html><head><title>{TITLE}_某某市人民政府网</title>{head}</head>"
    page = f"{top}<body>{before}{body}{after}</body></html>"
    return extract(page).document


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BODY = f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, SECOND, THIRD)}</div>"


def test_the_text_is_the_prose_and_nothing_else() -> None:
    before = (
        "<ul><li><a href='/'>首页</a></li><li><a href='/xw'>新闻中心</a></li></ul><div>当前位置：首页 &gt; 政策</div>"
    )
    after = (
        "<div>扫一扫在手机打开当前页</div><div>相关阅读</div>"
        "<ul><li><a href='/1'>某某市另一项工作的通知全文</a></li></ul>"
        "<div>主办：某某市人民政府办公室 粤ICP备12345678号</div>"
    )
    assert _article(BODY, before=before, after=after).body == "\n".join((OPENING, SECOND, THIRD))


def test_text_after_an_early_end_tag_is_not_lost() -> None:
    page = f"<html><body><h1>{TITLE}</h1></body></html><div>{_paragraphs(OPENING, SECOND)}</div>"
    assert extract(page).document.body == f"{OPENING}\n{SECOND}"


def test_nested_tables_without_names_are_read_as_well() -> None:
    text = f"<div><font>{OPENING}</font></div>{SECOND}<br><br>{THIRD}"
    cells = f"<table><tr><td><table><tr><td>{text}</td></tr></table></td></tr></table>"
    menu = "<table><tr><td><a href='/'>首页</a></td><td><a href='/a'>机构概况</a></td></tr></table>"
    assert _article(cells, before=menu).body == "\n".join((OPENING, SECOND, THIRD))


def test_a_class_called_nav_does_not_hide_an_article() -> None:
    named = f"<h1>{TITLE}</h1><div class='nav sidebar'>{_paragraphs(OPENING, SECOND)}</div>"
    assert _article(named).body == f"{OPENING}\n{SECOND}"


def test_a_text_that_only_the_script_of_the_disclosure_platform_carries_is_read() -> None:
    content = json.dumps(_paragraphs(OPENING, SECOND, THIRD)).replace("/", "\\/")
    script = f'<script>window._CONFIG = {{"DETAIL": {{"id": 7, "content": {content}}}}};</script>'
    page = f"<title>{TITLE}</title>{script}<h1>{TITLE}</h1><div class='article-content'></div>"
    assert extract(page).document.body == "\n".join((OPENING, SECOND, THIRD))


def test_a_related_list_with_excerpts_is_left_out() -> None:
    related = "".join(
        f"<div><a href='/{n}'>另一篇关于第{n}项工作的新闻报道标题</a></div>"
        "<div>这是该报道的摘要，写得像正文一样长，也有标点符号。</div>"
        for n in range(8)
    )
    assert "摘要" not in _article(BODY, after=f"<div>为你推荐</div>{related}").body


def test_injected_spam_is_dropped_and_flagged() -> None:
    spam = "<div>六合彩开奖记录, 百家乐在线试玩, 北京赛车开奖直播, 棋牌游戏下载大厅</div>"
    document = _article(BODY, before=spam)
    assert "百家乐" not in document.body
    assert document.flags == ("spam_injected",)


def test_hidden_text_is_not_text() -> None:
    hidden = f"<div style='display:none'>{_paragraphs('隐藏的段落，看起来也像正文，不应当出现。')}</div>"
    assert "隐藏" not in _article(BODY, after=hidden).body


def test_a_signature_and_its_date_stay_with_the_text() -> None:
    body = f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, SECOND, '某某市人民政府办公室', '2025年3月1日')}</div>"
    document = _article(body)
    assert document.body.endswith("某某市人民政府办公室\n2025年3月1日")
    assert document.dates.written == date(2025, 3, 1)


def test_editor_lines_at_the_end_are_trimmed() -> None:
    body = f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, SECOND, '责任编辑：某某')}</div>"
    assert _article(body).body == f"{OPENING}\n{SECOND}"


def test_a_sentence_that_only_begins_like_chrome_stays() -> None:
    sentence = "分享到了改革成果的居民代表在会上发言，介绍了所在社区的经验和做法。"
    assert sentence in _article(f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, sentence, THIRD)}</div>").body


def test_table_rows_become_one_block_each() -> None:
    rows = "<tr><td>序号</td><td>项目名称</td></tr><tr><td>1</td><td>某某医院康复科建设</td></tr>"
    document = _article(f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING)}<table>{rows}</table>{_paragraphs(THIRD)}</div>")
    assert [block.text for block in document.blocks if block.kind is BlockKind.TABLE_ROW] == [
        "序号 | 项目名称",
        "1 | 某某医院康复科建设",
    ]


@pytest.mark.parametrize(
    ("start", "place"),
    [("第五条　", "第五条"), ("一、", "一、"), ("（二）", "（二）"), ("第十二条之一 ", "第十二条之一"), ("3.", "3.")],
)
def test_the_place_of_a_block_is_named(start: str, place: str) -> None:
    document = _article(f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, start + SECOND)}</div>")
    assert document.blocks[1].place == place


def test_chapters_are_headings() -> None:
    document = _article(f"<h1>{TITLE}</h1><div>{_paragraphs(OPENING, '第一章 总则', SECOND)}</div>")
    assert document.blocks[1].kind is BlockKind.HEADING


def test_own_attachments_are_collected_with_absolute_addresses() -> None:
    page = f"<title>{TITLE}</title>{BODY}<p>附件：<a href='./P020250301.docx'>申请表.docx</a></p>"
    document = extract(page, url="https://example.gov.cn/zwgk/t20250301_1.html").document
    assert [(file.name, file.url) for file in document.attachments] == [
        ("申请表.docx", "https://example.gov.cn/zwgk/P020250301.docx")
    ]


def test_the_visible_title_wins_over_the_tag_with_its_site_name() -> None:
    assert _article(BODY).title == TITLE


def test_a_title_broken_into_lines_is_joined() -> None:
    heading = "<p align=center>关于印发某某市社区康复服务</p><p align=center>管理办法的通知</p>"
    assert _article(heading + _paragraphs(OPENING, SECOND)).title == TITLE


def test_the_article_title_meta_is_enough() -> None:
    page = f"<meta name='ArticleTitle' content='{TITLE}'><title>某某网</title>{_paragraphs(OPENING, SECOND)}"
    assert extract(page).document.title == TITLE


@pytest.mark.parametrize(
    "shown",
    [
        "发布时间：2025-03-01 10:20:30",
        "发布日期：2025/3/1",
        "时间：2025年3月1日",
        "信息提供日期：2025.03.01",
        "二〇二五年三月一日",
        "2025-03-01 10:20:30 来源：某某日报",
        "<span>2025</span></div><div>03/01</div><div>10:20",
    ],
)
def test_the_visible_date_beats_the_meta_date(shown: str) -> None:
    meta = "<meta name='PubDate' content='2019-01-01 00:00'>"
    body = f"<h1>{TITLE}</h1><div>{shown}</div><div>{_paragraphs(OPENING, SECOND)}</div>"
    assert _article(body, head=meta).dates.published == date(2025, 3, 1)


def test_the_meta_date_serves_where_no_date_is_visible() -> None:
    document = _article(BODY, head="<meta name='PubDate' content='2019-01-02 08:00'>")
    assert document.dates.published == date(2019, 1, 2)
    assert document.dates.published_at is not None
    assert document.dates.published_at.isoformat() == "2019-01-02T00:00:00+00:00"


def test_the_dates_of_a_document_are_kept_apart() -> None:
    clause = "本办法自2025年5月1日起施行，有效期至2030年4月30日。"
    body = f"<h1>{TITLE}</h1><div>发布日期：2025-03-10</div><div>{_paragraphs(OPENING, clause, '2025年3月1日')}</div>"
    dates = _article(body).dates
    assert (dates.written, dates.published, dates.effective, dates.expires) == (
        date(2025, 3, 1),
        date(2025, 3, 10),
        date(2025, 5, 1),
        date(2030, 4, 30),
    )


def test_a_consultation_has_a_deadline_and_is_a_draft() -> None:
    call = "现就本办法（征求意见稿）向社会公开征求意见，请于2025年4月15日前将意见反馈我局。"
    document = _article(f"<h1>{TITLE}</h1><div>{_paragraphs(call, SECOND)}</div>")
    assert document.dates.deadline == date(2025, 4, 15)
    assert document.stage is Stage.DRAFT


def test_the_disclosure_table_gives_number_index_and_agency() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>114403006955506492/2025-00042</td>"
        "<td>发布机构：</td><td>某某市卫生健康委员会</td></tr>"
        "<tr><td><b>文　　号：</b></td><td>某卫规［2025］3号</td><td>成文日期：</td><td>2025-02-20</td></tr></table>"
    )
    document = _article(table + BODY)
    assert document.index_number == "114403006955506492/2025-00042"
    assert document.agency == "某某市卫生健康委员会"
    assert document.doc_number == "某卫规〔2025〕3号"
    assert document.dates.written == date(2025, 2, 20)


@pytest.mark.parametrize(
    "label",
    ["来源：某某日报", "信息来源: 某某日报 作者：某人", "日期：来源：某某日报 收集编辑：某人", "来源 | 某某日报"],
)
def test_the_source_is_read_from_its_line(label: str) -> None:
    body = f"<h1>{TITLE}</h1><div>{label}</div><div>{_paragraphs(OPENING, SECOND)}</div>"
    assert _article(body).source_label == "某某日报"


def test_selectors_overrule_the_extractor() -> None:
    page = (
        f"<title>别的</title><b id=t>{TITLE}</b><i class=when>2024年1月2日</i><div>{_paragraphs(OPENING, SECOND)}</div>"
        f"<span id=mine>短文一段，由运维人员指定为正文。<em class=ad>广告</em></span>"
    )
    selectors = Selectors(title="#t", body="#mine", date=".when", remove=(".ad",))
    document = extract(page, selectors=selectors).document
    assert (document.title, document.body) == (TITLE, "短文一段，由运维人员指定为正文。")
    assert document.dates.published == date(2024, 1, 2)


def test_a_body_selector_that_matches_nothing_takes_nothing_else() -> None:
    extracted = extract(BODY, selectors=Selectors(body="#gone"))
    assert extracted.document.page_kind is PageKind.EMPTY
    assert extracted.evidence == "select.body matches nothing"


@pytest.mark.parametrize("selector", ["p[", "", "::x", ":has("])
def test_a_selector_that_is_none_matches_nothing(selector: str) -> None:
    assert extract(BODY, selectors=Selectors(title=selector, remove=(selector,))).document.page_kind is PageKind.ARTICLE
