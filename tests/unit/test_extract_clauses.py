"""The days a document fixes, each with the words that prove it; days that would be guesses are none."""

from datetime import date

import pytest

from crawler.extract.clauses import Clauses, Known
from crawler.extract.signature import signature_of

PUBLISHED = date(2026, 3, 1)
KNOWN = Known(written=date(2026, 2, 20), published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("本办法自2025年5月1日起施行，有效期5年。", "2025-05-01", "自2025年5月1日起施行"),
        ("本办法自２０２５年５月１日起正式实施。", "2025-05-01", "自２０２５年５月１日起正式实施"),
        ("本规定自二〇二五年三月一日起施行。", "2025-03-01", "自二〇二五年三月一日起施行"),
        ("本条例自二○○四年七月一日起施行。", "2004-07-01", "自二○○四年七月一日起施行"),
        ("本办法自 2025 年 5 月 1 日 起施行。", "2025-05-01", "自 2025 年 5 月 1 日 起施行"),
        ("本辦法自2026年5月1日起實施。", "2026-05-01", "自2026年5月1日起實施"),
        ("本意见自印发之日起施行。", "2026-02-20", "自印发之日起施行"),
        ("本公告自发布之日起施行。", "2026-03-01", "自发布之日起施行"),
        ("本办法自发布之日起30日后施行。", "2026-03-31", "自发布之日起30日后施行"),
        ("本办法自公布之日起满三个月施行。", "2026-06-01", "自公布之日起满三个月施行"),
        ("本通知自4月1日起执行。", "2026-04-01", "自4月1日起执行"),
        (
            "《旧办法》（自2020年1月1日起施行）同时废止。本办法自2026年4月1日起施行。",
            "2026-04-01",
            "自2026年4月1日起施行",
        ),
    ],
)
def test_the_day_of_entry_into_force_is_read_with_its_clause(text: str, day: str, words: str) -> None:
    proof = Clauses(text).effective(KNOWN)
    assert proof is not None
    assert (proof.day.isoformat(), proof.words) == (day, words)


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2025年2月30日起施行。",
        "本办法自2025年 月 日起施行。",
        "本办法自1899年1月1日起施行。",
        "本办法自发布之日起30个工作日后施行。",
        "本办法于2025年3月1日经会议审议通过。",
        "项目自2025年起组织实施。",
    ],
)
def test_what_names_no_day_of_the_calendar_fixes_none(text: str) -> None:
    assert Clauses(text).effective(KNOWN) is None


def test_a_term_counted_from_the_issue_needs_a_day_of_issue() -> None:
    assert Clauses("本意见自印发之日起施行。").effective(Known()) is None


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("本办法自2025年5月1日起施行，有效期5年。", "2030-04-30", "有效期5年"),
        ("本办法自2025年5月1日起施行，有效期为三年。", "2028-04-30", "有效期为三年"),
        ("本办法自2025年5月1日起施行，试行期两年。", "2027-04-30", "试行期两年"),
        ("本办法自2025年5月1日起施行，有效期18个月。", "2026-10-31", "有效期18个月"),
        ("本规定自2025年5月1日起施行，有效期至2030年2月28日。", "2030-02-28", "有效期至2030年2月28日"),
        ("本细则有效期自2025年5月1日至2027年12月31日。", "2027-12-31", "有效期自2025年5月1日至2027年12月31日"),
        ("《某办法》有效期延长至2027年12月31日。", "2027-12-31", "有效期延长至2027年12月31日"),
        ("本通知自2025年5月1日起实施，至2028年3月14日止。", "2028-03-14", "起实施，至2028年3月14日"),
    ],
)
def test_the_last_day_of_validity_is_read_or_counted(text: str, day: str, words: str) -> None:
    proof = Clauses(text).expires(date(2025, 5, 1))
    assert proof is not None
    assert (proof.day.isoformat(), proof.words) == (day, words)


@pytest.mark.parametrize("text", ["资格证书有效期3年。", "许可证有效期至2030年1月1日。", "本办法长期有效。"])
def test_the_term_of_a_permit_is_not_that_of_the_document(text: str) -> None:
    assert Clauses(text).expires(date(2025, 5, 1)) is None


def test_years_are_not_counted_from_an_unknown_day() -> None:
    assert Clauses("本办法有效期5年。").expires(None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("请于2026年3月20日前将意见反馈我局。", "2026-03-20"),
        ("请各单位在2026年4月5日18:00之前通过邮件反馈。", "2026-04-05"),
        ("请于3月20日（星期五）下午5点前报送。", "2026-03-20"),
        ("欢迎于2026年3月20日前提出宝贵意见。", "2026-03-20"),
        ("公众可在2026年3月31日前，通过以下途径提出意见。", "2026-03-31"),
        ("截止时间：2026年3月20日17:00", "2026-03-20"),
        ("截止日期为2026-03-20", "2026-03-20"),
        ("现公开征求意见，截止至2026年3月31日。", "2026-03-31"),
        ("征求意见时间：2026年3月1日至2026年3月31日", "2026-03-31"),
        ("征求意见时间为2026年3月1日至3月31日", "2026-03-31"),
        ("徵求意見時間：2026年3月1日至2026年3月31日", "2026-03-31"),
        ("意见征集时间：2026-03-01 至 2026-03-31", "2026-03-31"),
        ("征集时间：2026年3月1日 09:00 至 2026年3月31日 18:00", "2026-03-31"),
        ("自2026年3月1日至3月31日向社会公开征求意见。", "2026-03-31"),
        ("公示期：2026年3月1日-7日", "2026-03-07"),
        ("公示期为5个工作日（2026年3月3日—3月9日）。", "2026-03-09"),
        ("公示时间：2026.3.1-2026.3.7", "2026-03-07"),
        ("公示期：2026年12月28日至1月4日", "2027-01-04"),
        ("公示时间自发布之日起7日。", "2026-03-08"),
        ("自本公告发布之日起三十日内提出异议。", "2026-03-31"),
        ("报名时间：即日起至2026年4月1日", "2026-04-01"),
        ("补助申请截至2027年6月30日。", "2027-06-30"),
    ],
)
def test_a_deadline_is_read_in_every_form(text: str, day: str) -> None:
    proof = Clauses(text).deadline(PUBLISHED)
    assert proof is not None
    assert proof.day.isoformat() == day
    assert proof.words in text


@pytest.mark.parametrize(
    "text",
    [
        "截至2025年12月31日，全市共有养老机构三百家。",
        "本办法于2025年3月1日经会议审议通过。",
        "应于2025年12月31日前建成。",
        "申请人于2026年3月1日前未办结的，按原规定执行。",
        "申请人可自公告发布之日起30日内提出复议。",
        "意见反馈时间：自发布之日起30个工作日。",
        "请于2026年2月30日前反馈。",
        "请于1月10日前反馈。",
    ],
)
def test_a_goal_a_statistic_or_a_guess_is_no_deadline(text: str) -> None:
    assert Clauses(text).deadline(PUBLISHED) is None


def test_a_deadline_without_a_year_is_the_next_such_day() -> None:
    proof = Clauses("请于1月10日前反馈。").deadline(date(2025, 12, 20))
    assert proof is not None
    assert proof.day == date(2026, 1, 10)
    assert Clauses("请于1月10日前反馈。").deadline(None) is None


@pytest.mark.parametrize(
    ("lines", "day", "agency"),
    [
        (["正文。", "某某市人民政府办公室", "2025年3月1日"], "2025-03-01", "某某市人民政府办公室"),
        (["正文。", "某某市财政局　　2025年3月1日"], "2025-03-01", "某某市财政局"),
        (["正文。", "某某市財政局", "二〇二五年三月一日"], "2025-03-01", "某某市財政局"),
        (["正文。", "2025年3月1日"], "2025-03-01", None),
        (
            ["正文。", "某某局", "2025年3月1日", "某某办法", *["第一条 内容。"] * 9, "某某局", "2024年1月1日"],
            "2025-03-01",
            "某某局",
        ),
        (
            ["（2007年6月29日第十届人民代表大会常务委员会第二十八次会议通过）", *["第一条 内容。"] * 9],
            "2007-06-29",
            None,
        ),
    ],
)
def test_the_signature_tells_who_and_when(lines: list[str], day: str, agency: str | None) -> None:
    signature = signature_of(lines)
    assert signature is not None
    assert (signature.written.day.isoformat(), signature.agency) == (day, agency)


def test_a_day_in_a_sentence_is_no_signature() -> None:
    assert signature_of(["会议于2025年3月1日召开，通过了有关事项的安排，要求各单位认真落实。"]) is None
