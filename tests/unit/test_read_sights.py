"""Only what can be believed becomes a text."""

import hashlib
from datetime import timedelta

import pytest

from core.model import Blocked, Doubtful, Failed, Fresh, Gone, Sight, Text, Unchanged, Validators
from core.source import Recipe, Selectors
from crawler import extract_page
from crawler.normalise import fold
from crawler.read import READING_VERSION, read

RECIPE = Recipe(reading_version=READING_VERSION)
TITLE = "关于开展某项工作的通知"
SENTENCES = (
    "各区要按照职责分工抓好落实，及时报告进展情况。",
    "市有关部门应当加强指导，定期通报工作情况；重大事项及时上报。",
    "本通知自2025年3月1日起施行，有效期五年。",
)
PAGE = f"<title>{TITLE}</title><h1>{TITLE}</h1>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def _fresh(body: str | bytes, *headers: tuple[str, str]) -> Fresh:
    raw = body.encode() if isinstance(body, str) else body
    return Fresh(url="https://example.gov.cn/a.html", status=200, body=raw, headers=headers, validators=Validators())


@pytest.mark.parametrize("sight", [Unchanged(), Gone(status=404), Failed(reason="time-out")])
def test_a_sight_without_bytes_passes_through(sight: Sight) -> None:
    assert read(sight, RECIPE) is sight


def test_a_blocked_sight_is_doubtful() -> None:
    sight = Blocked(by="waf", evidence="HTTP 412", retry_after=timedelta(minutes=5))
    assert read(sight, RECIPE) == Doubtful(why="blocked", evidence="HTTP 412", retry_after=timedelta(minutes=5))


def test_an_article_is_a_text_with_all_that_belongs_to_it() -> None:
    sight = _fresh(PAGE)
    reading = read(sight, RECIPE)
    assert isinstance(reading, Text)
    assert reading.document.body == "\n".join(SENTENCES)
    assert reading.folded == fold(reading.document.body)
    assert reading.fingerprint.exact == hashlib.sha256(reading.folded.encode()).hexdigest()
    assert reading.fingerprint.recipe == RECIPE.digest
    assert [block.folded for block in reading.document.blocks] == [fold(text) for text in SENTENCES]
    assert reading.sight is sight


def test_rewrapping_does_not_change_the_fingerprint() -> None:
    wrapped = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>" + "<br>\n　　".join(SENTENCES) + "</div>"
    first, second = read(_fresh(PAGE), RECIPE), read(_fresh(wrapped), RECIPE)
    assert isinstance(first, Text)
    assert isinstance(second, Text)
    assert first.fingerprint == second.fingerprint


@pytest.mark.parametrize(
    ("noise_before", "noise_after"),
    [
        ("<div>浏览次数：1024</div>", "<div>浏览次数：2048</div>"),
        ("<div>今日热点</div><a href='/1'>甲</a>", "<div>今日热点</div><a href='/2'>乙</a>"),
        ("<img src='a.png?t=1'>", "<img src='a.png?t=2'>"),
    ],
)
def test_counters_and_rotating_lists_do_not_change_the_fingerprint(noise_before: str, noise_after: str) -> None:
    readings = [read(_fresh(PAGE + noise), RECIPE) for noise in (noise_before, noise_after)]
    exact = {reading.fingerprint.exact for reading in readings if isinstance(reading, Text)}
    assert len(exact) == 1


def test_annotations_are_removed_from_the_text_and_flagged() -> None:
    reading = read(_fresh(PAGE.replace("落实", "落(luò)实(shí)")), RECIPE)
    assert isinstance(reading, Text)
    assert reading.document.body == "\n".join(SENTENCES)
    assert reading.document.flags == ("pinyin_annotations",)


def test_annotations_torn_apart_by_markup_are_removed_too() -> None:
    reading = read(_fresh(PAGE.replace("落实", "落(<i>luò</i>)实")), RECIPE)
    assert isinstance(reading, Text)
    assert reading.document.body == "\n".join(SENTENCES)


def test_a_wrong_charset_is_read_rightly_all_the_same() -> None:
    for header, actual in (("gb2312", "utf-8"), ("utf-8", "gb18030")):
        reading = read(_fresh(PAGE.encode(actual), ("Content-Type", f"text/html; charset={header}")), RECIPE)
        assert isinstance(reading, Text)
        assert reading.document.body == "\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"%PDF-1.7 binary", "undecodable"),
        (b"\x00\x01\x02\x03" * 500, "undecodable"),
        (PAGE.encode().decode("gb18030", "replace").encode(), "undecodable"),
        (PAGE.encode().decode("latin-1").encode(), "undecodable"),
        (b"<div>" * 50_000, "too deep"),
        (b"<html><body></body></html>", "empty"),
        ("<a href='/'>首页</a><a href='/b'>新闻</a><div>版权所有 某某局 粤ICP备12345678号</div>".encode(), "empty"),
        (b"<script>document.cookie='__jsl_clearance=1'</script>", "blocked"),
        ("<p>请开启JavaScript并刷新该页</p>".encode(), "blocked"),
        ("<title>系统维护</title><p>网站正在维护，请稍后再来访问。</p>".encode(), "maintenance"),
    ],
)  # fmt: skip
def test_what_cannot_be_believed_is_doubtful(body: bytes, why: str) -> None:
    reading = read(_fresh(body), RECIPE)
    assert isinstance(reading, Doubtful)
    assert reading.why == why


def test_a_file_served_as_such_is_doubtful() -> None:
    assert isinstance(read(_fresh("text", ("Content-Type", "application/pdf")), RECIPE), Doubtful)


def test_a_list_of_documents_is_doubtful() -> None:
    rows = "".join(
        f"<li><a href='/t{n}.html'>关于第{n}项工作安排的通知</a><span>2025-03-{n:02}</span></li>" for n in range(1, 16)
    )
    reading = read(_fresh(f"<title>通知公告</title><ul>{rows}</ul>"), RECIPE)
    assert isinstance(reading, Doubtful)
    assert reading.why == "list"


@pytest.mark.parametrize(
    "words", ["您访问的页面不存在或已被删除", "该信息已被删除", "404 Not Found", "抱歉，栏目不存在！"]
)
def test_a_page_that_says_it_is_not_there_is_softly_gone(words: str) -> None:
    reading = read(_fresh(f"<title>提示</title><h1>{words}</h1><a href='/'>返回首页</a>"), RECIPE)
    assert isinstance(reading, Gone)
    assert reading.soft
    assert reading.status == 200
    assert reading.evidence


def test_an_article_about_missing_pages_is_still_an_article() -> None:
    talk = "<p>检查发现个别网站存在页面不存在、系统升级长期未恢复等问题，责令限期整改。</p>" * 8
    assert isinstance(read(_fresh(PAGE + talk), RECIPE), Text)


def test_the_recipe_s_selectors_and_charset_are_obeyed() -> None:
    recipe = Recipe(reading_version=1, selectors=Selectors(body="#b"), charset="big5")
    page = "<h1>標題文字在此</h1><div id=b>這是由運維人員指定的正文段落，內容不多。</div>"
    reading = read(_fresh(page.encode("big5")), recipe)
    assert isinstance(reading, Text)
    assert reading.document.body == "這是由運維人員指定的正文段落，內容不多。"


def test_a_page_is_described_with_every_key_of_the_contract() -> None:
    page = extract_page(PAGE.replace("<p>", "<div>发布时间：2025-02-03 04:05:06</div><p>", 1).encode(), None)
    assert set(page) == {
        *("page_kind", "title", "published", "date", "agency", "source_label", "doc_number", "index_number", "stage"),
        *("dates", "body", "folded", "content_hash", "near_hash", "attachments", "charset", "flags"),
        *("evidence", "trust", "continuation"),
    }
    assert page["date"] == "2025-02-03"
    assert page["published"] == "2025-02-03T04:05:06+08:00"
    assert page["content_hash"] == hashlib.sha256(str(page["folded"]).encode()).hexdigest()


def test_an_unreadable_page_is_described_as_empty_with_the_reason() -> None:
    page = extract_page(b"\x89PNG\r\n")
    assert (page["page_kind"], page["body"], page["flags"]) == ("empty", "", ["undecodable"])


def wordless(title: str, picture: str) -> bytes:
    """A notice that is one scanned picture."""
    return (
        f"<html><head><meta charset=utf-8><title>{title}_市卫生健康委员会</title></head><body><h1>{title}</h1>"
        f"<div>发布时间：2026-03-02</div><div id=zoom><p><img src='{picture}'></p></div></body></html>"
    ).encode()


def test_a_titled_document_of_pictures_is_news_by_its_title_and_files() -> None:
    reading = read(_fresh(wordless("关于开展专项检查的通知", "/files/post_1.png?t=1")), RECIPE)
    assert isinstance(reading, Text)
    assert (reading.document.title, reading.document.blocks) == ("关于开展专项检查的通知", ())
    again = read(_fresh(wordless("关于开展专项检查的通知", "/files/post_1.png?t=2")), RECIPE)
    other = read(_fresh(wordless("关于开展专项检查的通知", "/files/post_2.png?t=1")), RECIPE)
    assert isinstance(again, Text)
    assert isinstance(other, Text)
    assert again.fingerprint == reading.fingerprint
    assert other.fingerprint.exact != reading.fingerprint.exact
