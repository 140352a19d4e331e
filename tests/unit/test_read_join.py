"""A document spread over pages is one text; half of it is none."""

import hashlib

import pytest

from core.model import Blocked, Doubtful, Failed, Fresh, Gone, Reading, Text, Unchanged, Validators
from core.source import Recipe
from crawler.extract import MOST_TEXT
from crawler.normalise import fold
from crawler.read import READING_VERSION, join, read

RECIPE = Recipe(reading_version=READING_VERSION)
TITLE = "某某市历史文化名城保护规划说明"
FIRST = (
    "第一部分：编制背景。某某建城已有两千余年，名城保护工作基础扎实。",
    "第二部分：价值特色。古城至今保存较为完整，格局清晰。",
)
SECOND = (
    "第三部分：保护框架。规划提出整体保护结构，划定核心保护范围。",
    "第四部分：实施保障。各部门应当按照职责分工，认真抓好落实。",
)
THIRD = ("本规划自2026年5月1日起施行，有效期5年。", "某某市人民政府", "2026年3月1日")


def _read(texts: tuple[str, ...], number: int = 1, *, files: str = "") -> Text:
    facts = "<div>发布时间：2026-03-05 08:30 来源：某某日报</div>"
    body = "".join(f"<p>{text}</p>" for text in texts)
    pager = "<p>上一页 1 2 3 下一页</p>"
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1>{facts}<div>{body}{files}{pager}</div>"
    sight = Fresh(
        url=f"https://example.gov.cn/a_{number}.html",
        status=200,
        body=html.encode(),
        headers=(),
        validators=Validators(raw_digest=str(number)),
    )
    reading = read(sight, RECIPE)
    assert isinstance(reading, Text)
    return reading


def _join(first: Text, *further: Reading) -> Text:
    whole = join(first, further)
    assert isinstance(whole, Text)
    return whole


def test_the_blocks_follow_one_another_and_the_whole_is_fingerprinted() -> None:
    first, second = _read(FIRST), _read(SECOND, 2)
    whole = _join(first, second)
    assert whole.document.body == "\n".join((*FIRST, *SECOND))
    assert whole.folded == fold(whole.document.body)
    assert whole.fingerprint.exact == hashlib.sha256(whole.folded.encode()).hexdigest()
    assert whole.fingerprint.recipe == first.fingerprint.recipe
    assert whole.fingerprint.near != first.fingerprint.near
    assert whole.sight is first.sight


def test_title_and_pager_stand_in_the_whole_once() -> None:
    whole = _join(_read(FIRST), _read((TITLE, *SECOND), 2), _read(THIRD, 3))
    assert whole.document.body == "\n".join((*FIRST, *SECOND, *THIRD))


def test_a_page_that_only_repeats_an_earlier_one_adds_nothing() -> None:
    first = _read(FIRST)
    assert _join(first, _read(FIRST, 2)).document.body == first.document.body


def test_what_only_the_last_page_tells_is_told_by_the_whole() -> None:
    document = _join(_read(FIRST), _read(SECOND, 2), _read(THIRD, 3)).document
    assert (document.agency, str(document.dates.written)) == ("某某市人民政府", "2026-03-01")
    assert (str(document.dates.effective), str(document.dates.expires)) == ("2026-05-01", "2031-04-30")
    assert document.evidence["effective"] == "自2026年5月1日起施行"
    assert str(document.dates.published) == "2026-03-05"


def test_the_attachments_of_all_pages_are_kept_once() -> None:
    shared, own = "<p>附件：<a href='/f/a.pdf'>目录.pdf</a></p>", "<p>附件：<a href='/f/b.pdf'>图集.pdf</a></p>"
    whole = _join(_read(FIRST, files=shared), _read(SECOND, 2, files=shared + own))
    assert [file.name for file in whole.document.attachments] == ["目录.pdf", "图集.pdf"]


def test_a_document_without_further_pages_is_itself() -> None:
    first = _read(FIRST)
    assert _join(first).fingerprint == first.fingerprint


def _long(first: str, last: str) -> Text:
    """A page of more than is read of one."""
    lines = (f"第{number}条：{FIRST[0]}" for number in range(MOST_TEXT // 35))
    return _read((first, *lines, last), 2)


def test_what_is_longer_than_any_document_is_compared_by_its_beginning_and_a_digest_of_the_rest() -> None:
    first, *others = _read(FIRST), _long("甲", SECOND[0]), _long("甲", SECOND[1]), _long("乙", SECOND[0])
    wholes = [_join(first, other) for other in others]
    assert len({whole.fingerprint.exact for whole in wholes}) == len(others)
    assert all(len(whole.folded) <= MOST_TEXT + 2 * 64 for whole in wholes)
    assert _join(wholes[0], _read(SECOND, 3)).fingerprint != wholes[0].fingerprint


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        (Doubtful(why="blocked"), "page 3: blocked"),
        (Failed(reason="timed out"), "page 3: timed out"),
        (Gone(status=404), "page 3: gone (404)"),
        (Unchanged(), "page 3: not sent"),
    ],
)
def test_a_further_page_that_is_no_text_makes_the_whole_doubtful(reading: Reading, told: str) -> None:
    assert join(_read(FIRST), [_read(SECOND, 2), reading]) == Doubtful(why="incomplete", evidence=told)


def test_a_blocked_further_page_is_read_as_doubtful_first() -> None:
    reading = read(Blocked(by="waf"), RECIPE)
    assert join(_read(FIRST), [reading]) == Doubtful(why="incomplete", evidence="page 2: blocked")
