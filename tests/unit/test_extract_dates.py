"""When a page was published: what is seen near the title, before what tags and addresses say."""

import pytest

from crawler.extract.dates import Told, first_moment, published

META = {"pubdate": "2019-01-01 00:00"}


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01",
        "2025/3/1",
        "2025.03.01",
        "2025年3月1日",
        "2025 年 3 月 1 日",
        "２０２５年３月１日",
        "二〇二五年三月一日",
        "二零二五年三月一日",
        "二○二五年三月一日",
        "2025-03-01-10:20:30",
        "2025-03-01T10:20:30+08:00",
        "20250301",
        "2025-03-0110:20",
    ],
)
def test_a_day_is_read_in_every_form(text: str) -> None:
    moment = first_moment(text)
    assert moment is not None
    assert moment.day.isoformat() == "2025-03-01"


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025年13月1日", "1899-01-01", "二〇二五年二月三十日", "2025-3", "12.5"]
)
def test_a_day_in_no_calendar_is_none(text: str) -> None:
    assert first_moment(text) is None


def _day(head: list[str], told: Told, opening: tuple[str, ...] = (), tail: tuple[str, ...] = ()) -> tuple[str, str]:
    moment = published(head, opening, tail, told)
    assert moment is not None
    return moment.day.isoformat(), moment.words


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (["发布日期：2025-03-01"], "发布日期:2025-03-01"),
        (["成文日期：2025-02-01 发布时间：2025-03-01 10:20"], "发布时间:2025-03-01 10:20"),
        (["2025-03-01 10:20:30 来源：某某日报"], "2025-03-01 10:20:30"),
        (["發布日期：114-03-01"], "發布日期:114-03-01"),
    ],
)
def test_a_visible_date_beats_a_meta_tag(head: list[str], words: str) -> None:
    assert _day(head, Told(META)) == ("2025-03-01", words)


def test_a_meta_tag_that_the_address_confirms_beats_a_bare_date() -> None:
    told = Told({"pubdate": "2025-03-01"}, "https://www.example.gov.cn/a/202503/t20250301_7.html")
    assert _day(["（2007年6月29日通过）"], told) == ("2025-03-01", "pubdate: 2025-03-01")
    assert _day(["发布日期：2024-12-31"], told)[0] == "2024-12-31"


def test_an_update_is_no_publication() -> None:
    assert _day(["更新时间：2026-01-01"], Told({"pubdate": "2025-03-01"}))[0] == "2025-03-01"


@pytest.mark.parametrize(
    ("head", "opening", "tail", "told"),
    [
        ([], ("2025-3-1 阅读次数：118",), (), Told({})),
        ([], ("某某街道办 2025-03-01 18:20",), (), Told({})),
        ([], (), ("发布日期：2025-03-01",), Told({})),
        (["1日 2025-03"], (), (), Told({})),
        (["25-03-0110:21发布于：某省"], (), (), Told({})),
        ([], (), (), Told({}, None, '<script>{"datePublished": "2025-03-01T07:15:00+08:00"}</script>')),
        ([], (), (), Told({}, None, '<time class="t" datetime="2025-03-01T18:05:00+08:00">3月1日</time>')),
        ([], (), (), Told({}, "https://www.example.gov.cn/art/2025/3/1/art_1_2.html")),
        ([], (), (), Told({}, "https://www.example.gov.cn/zwgk/202503/t20250301_7.html")),
    ],
)
def test_every_other_place_serves_where_nothing_better_is_said(
    head: list[str], opening: tuple[str, ...], tail: tuple[str, ...], told: Told
) -> None:
    assert _day(head, told, opening, tail)[0] == "2025-03-01"


def test_an_impossible_date_in_an_address_is_none() -> None:
    assert published([], [], [], Told({}, "https://www.example.gov.cn/t20250230_7.html")) is None
