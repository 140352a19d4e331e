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
        "热度",
        "阅读3小时以上",
        "访问量达到1.2亿人次，同比增长三成",
        "下载安装",
        "共有3人参加",
        "第3次会议",
        "政策推荐目录",
        "相关文件",
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
        *(
            (line, Chrome.TOOL)
            for line in (
                *(
                    "本文访问量 120 人次",
                    "热度 120",
                    "人气：120",
                    "已有12人阅读",
                    "120人围观",
                    "（浏览12次）",
                    "PV: 120",
                ),
                *(
                    "Views: 1,204",
                    "阅读 1.2万",
                    "👁 120",
                    "今日访问：3 总访问：992",
                    "您是第120位访问者",
                    "瀏覽次數 120",
                ),
                "您对本页面是否满意？ 满意(3) 一般(1) 不满意(0)",
            )
        ),
        ("你可能还想看", Chrome.TAIL),
        ("同类政策", Chrome.TAIL),
        ("政策推荐", Chrome.TAIL),
        ("转载请注明来源：某某网 http://www.example.org/?t=1787823487", Chrome.FOOTER),
        ("本网站使用Cookie以改善您的浏览体验。", Chrome.FOOTER),
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


def test_how_often_a_file_was_fetched_is_no_part_of_the_text() -> None:
    def body(count: str) -> str:
        files = f"<p>附件：<a href='/1.docx'>1.申请表.docx</a>{count}</p>"
        return extract(
            f"<h1>申报通知</h1><div><p>{'请各单位按时申报，逾期不予受理。' * 5}</p>{files}</div>"
        ).document.body

    assert {body(count) for count in ("", "（下载次数：3）", " 已下载14次", "[下载 7次]")} == {body("")}
    assert body("").endswith("1.申请表.docx")


def test_contact_lines_at_the_close_of_a_consultation_are_kept() -> None:
    call = "现向社会公开征求意见，请于2025年4月15日前反馈。"
    lines = (call, "联系人：某某", "联系电话：020-12345678", "电子邮箱：a@example.org")
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<title>征求意见的公告</title><h1>征求意见的公告</h1><div>{body}</div>"
    assert extract(page).document.body == "\n".join(lines)
