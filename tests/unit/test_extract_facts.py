"""Number, index, agency, source and stage, from table, tag or text, each with the words that prove it."""

import pytest

from core.model import Document, Stage
from crawler.extract import extract

TITLE = "关于印发某某市社区康复服务管理办法的通知"
PROSE = (
    "<p>为进一步规范社区康复服务的申办流程，明确各环节的办理时限，结合我市实际，制定本办法。</p>"
    "<p>本市行政区域内社区康复服务的受理、评估和监督，适用本办法；法律、法规另有规定的，从其规定。</p>"
)


def _document(around: str, *, prose: str = PROSE, title: str = TITLE, head: str = "") -> Document:
    page = f"<html><head><title>{title}_某某市人民政府网</title>{head}</head><body>{{}}</body></html>"
    return extract(page.format(around.format(title=f"<h1>{title}</h1>", text=f"<div>{prose}</div>"))).document


TABLES = [
    "<table><tr><td>索 引 号：</td><td>006939748/2025-00042</td><td>发布机构：</td><td>某某市卫生局</td></tr>"
    "<tr><td>文　　号：</td><td>某卫规〔2025〕3号</td><td>成文日期：</td><td>2025-02-20</td></tr></table>{title}{text}",
    "<table><tr><th>索引号</th><td>006939748/2025-00042</td><th>发布机构</th><td>某某市卫生局</td></tr>"
    "<tr><th>文号</th><td>某卫规〔2025〕3号</td><th>成文日期</th><td>2025-02-20</td></tr></table>{title}{text}",
    "{title}<p>索引号：006939748/2025-00042 发文机关：某某市卫生局 发文字号：某卫规[2025]3号 "
    "成文日期：2025年2月20日</p>{text}",
    "{title}<ul><li>索&nbsp;引&nbsp;号：006939748/2025-00042</li><li>【发文单位】：某某市卫生局</li>"
    "<li>发文字号: 某卫规（2025）第3号</li><li>生成日期：2025-02-20</li></ul>{text}",
    "<div><span>索引号 :</span><span>006939748/2025-00042</span></div><div><b>公开责任部门：</b>某某市卫生局</div>"
    "<div><b>公文字号：</b>某卫规【2025】3号</div><div><b>制发日期：</b>2025-02-20</div>{title}{text}",
    "<table><tr><td><b>索引号：</b></td><td>006939748/2025-00042</td></tr><tr><td><b>责任部门：</b></td><td>某某市卫生局</td>"
    "</tr><tr><td><b>发文字号：</b></td><td>某卫规﹝2025﹞3号</td></tr><tr><td><b>发文日期：</b></td><td>2025-02-20</td></tr>"
    "</table>{title}{text}",
]


@pytest.mark.parametrize("around", TABLES)
def test_the_disclosure_table_is_read_in_every_shape(around: str) -> None:
    document = _document(around)
    assert document.index_number == "006939748/2025-00042"
    assert document.agency == "某某市卫生局"
    assert document.doc_number == "某卫规〔2025〕3号"
    assert str(document.dates.written) == "2025-02-20"
    assert {"index_number", "agency", "doc_number", "written"} <= set(document.evidence)
    assert all(len(words) <= 80 for words in document.evidence.values())


def test_every_fact_is_proved_by_the_words_of_the_page() -> None:
    prose = (
        "<p>某卫规〔2025〕3号</p><p>现将本办法印发给你们，请遵照执行。</p><p>本办法自2025年5月1日起施行，有效期5年。</p>"
        "<p>意见和建议请于2025年4月15日前反馈至市卫生局医政处。</p><p>某某市卫生局</p><p>2025年3月1日</p>"
    )
    document = _document("{title}<div>发布时间：2025-03-10 来源：某某日报</div>{text}", prose=prose)
    assert document.evidence == {
        "doc_number": "某卫规〔2025〕3号",
        "agency": "某某市卫生局 2025年3月1日",
        "source_label": "来源：某某日报",
        "written": "2025年3月1日",
        "published": "发布时间:2025-03-10",
        "effective": "自2025年5月1日起施行",
        "deadline": "请于2025年4月15日前",
        "expires": "有效期5年",
        "stage": "印发给你们",
    }
    assert document.stage is Stage.IN_FORCE
    assert document.agency == "某某市卫生局"


def test_a_registration_number_is_no_document_number() -> None:
    for number in ("HFGS—2017—9", "GZ0320230012"):
        document = _document(f"<p>统一编号：{number}</p>{{title}}{{text}}")
        assert document.doc_number is None
        assert document.evidence["registration"].endswith(number)


@pytest.mark.parametrize(
    ("around", "number"),
    [
        ("{title}<p align=center>（某府办〔2025〕3号）</p>{text}", "某府办〔2025〕3号"),
        ("<p>某府办〔2025〕3号</p>{title}{text}", "某府办〔2025〕3号"),
        ("{title}<p>第28号</p>{text}", None),
        ("{title}{text}<p>附件：某府办〔2025〕9号文件汇编目录</p>", None),
    ],
)
def test_a_number_alone_near_the_title_is_the_documents_own(around: str, number: str | None) -> None:
    assert _document(around).doc_number == number


def test_a_number_cited_in_a_sentence_is_not_the_documents_own() -> None:
    assert _document("{title}{text}", prose=f"<p>根据某府〔2020〕1号文件精神，通知如下：</p>{PROSE}").doc_number is None


def test_the_validity_of_the_table_overrules_the_title() -> None:
    document = _document("<table><tr><td>有效性：</td><td>失效</td></tr></table>{title}{text}")
    assert document.stage is Stage.REPEALED
    assert document.evidence["stage"] == "有效性：失效"


def test_a_clause_at_the_end_tells_that_a_regulation_is_in_force() -> None:
    prose = f"{PROSE * 5}<p>第五十条　本条例自2026年1月1日起施行。</p>"
    document = _document("{title}{text}", prose=prose, title="某某省社区康复服务若干规则")
    assert document.stage is Stage.IN_FORCE


@pytest.mark.parametrize(
    ("link", "name", "address"),
    [
        ("<a href='a.pdf'>申请表</a>", "申请表", "https://example.gov.cn/x/a.pdf"),
        ("<a href='a.OFD?t=1'>红头文件</a>", "红头文件", "https://example.gov.cn/x/a.OFD?t=1"),
        ("<a href='/down.jsp?file=b.docx'>下载</a>", "下载", "https://example.gov.cn/down.jsp?file=b.docx"),
        ("<a href='/down?id=7'>2.汇总表.xlsx</a>", "2.汇总表.xlsx", "https://example.gov.cn/down?id=7"),
        ("<a href='/down?id=8'>说明.wps（12KB）</a>", "说明.wps（12KB）", "https://example.gov.cn/down?id=8"),
    ],
)
def test_attachments_are_known_by_path_query_or_label(link: str, name: str, address: str) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{PROSE}<p>附件：{link}</p></div>"
    document = extract(page, url="https://example.gov.cn/x/t1.html").document
    assert [(file.name, file.url) for file in document.attachments] == [(name, address)]


def test_a_page_is_no_attachment() -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{PROSE}<p>详见<a href='/a.html?x=1'>政策原文</a></p></div>"
    assert extract(page, url="https://example.gov.cn/x/t1.html").document.attachments == ()


def test_the_further_pages_of_an_article_are_named() -> None:
    pager = "<div class=pageBreak><span>1</span> <a href='t1_2.html'>2</a> <a href='t1_2.html'>下一页</a></div>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{PROSE}</div>{pager}"
    document = extract(page, url="https://example.gov.cn/x/t1.html").document
    assert document.continuation == ("https://example.gov.cn/x/t1_2.html",)
