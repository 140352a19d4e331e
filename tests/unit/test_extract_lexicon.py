"""Chrome is known by its words; words of documents are not taken for it."""

import pytest

from crawler.extract import extract
from crawler.extract.lexicon import Chrome, chrome_of, key_of


@pytest.mark.parametrize(
    "line",
    [
        "公众参与",
        "（三）公众参与",
        "分享到了改革成果",
        "我的分享到这里，谢谢大家",
        "应当关闭的企业",
        "保存期限",
        "2024年12月31日前完成",
        "2023—2025年",
        "内容",
        "推荐",
        "大力发展中小企业",
        "来源于群众、服务群众",
        "回复意见",
        "附件1-名录.docx",
        "（此件公开发布）",
        "抄送：市委办公厅。",
        "一、总体要求",
        "第一章　总则",
    ],
)
def test_words_of_a_document_are_not_chrome(line: str) -> None:
    assert chrome_of(key_of(line)) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("相关阅读", Chrome.TAIL),
        ("為您推薦", Chrome.TAIL),
        ("相關新聞", Chrome.TAIL),
        ("评论(0)", Chrome.TAIL),
        ("上一篇：某某通知", Chrome.TAIL),
        ("当前位置：首页 > 政策 > 正文", Chrome.META),
        ("发布时间：2025-03-01 10:20 来源：某某网", Chrome.META),
        ("浏览次数：1024", Chrome.META),
        ("【字体：大 中 小】", Chrome.TOOL),
        ("【打印】【关闭】", Chrome.TOOL),
        ("分享到：微信 微博 QQ空间", Chrome.TOOL),
        ("扫一扫在手机打开当前页", Chrome.TOOL),
        ("责任编辑：某某", Chrome.EDITOR),
        ("文 | 记者 某某", Chrome.CREDIT),
        ("联系电话：020-12345678", Chrome.CONTACT),
        ("3小时前", Chrome.COMMENT),
        ("赞10 踩0 回复", Chrome.COMMENT),
        ("2025年3月1日", Chrome.DATE),
        ("主办：某某局　粤ICP备12345678号", Chrome.FOOTER),
        ("博彩投注, 百家乐在线", Chrome.SPAM),
    ],
)
def test_chrome_is_known_by_its_words(line: str, kind: Chrome) -> None:
    assert chrome_of(key_of(line)) is kind


def test_contact_lines_at_the_close_of_a_consultation_are_kept() -> None:
    call = "现向社会公开征求意见，请于2025年4月15日前反馈。"
    lines = (call, "联系人：某某", "联系电话：020-12345678", "电子邮箱：a@example.org")
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<title>征求意见的公告</title><h1>征求意见的公告</h1><div>{body}</div>"
    assert extract(page).document.body == "\n".join(lines)
