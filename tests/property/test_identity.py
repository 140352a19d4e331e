"""What holds for every number, name, relation and reminder."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import Reminder, due_reminders, next_reminder
from core.identity import DocNumber, doc_number, numbers_cited
from core.identity.script import plain, simplified
from core.model import Block, Dates, Document, PageKind, Stage
from core.names import name_key, policy_name, same_work
from core.relations import RelationKind, relations

ZONE = ZoneInfo("Asia/Shanghai")
CODES = st.sampled_from(
    ["穗府办规", "粤府", "国办函", "深坪发改规", "工信部联装", "自然资规", "国务院令", "商务部公告"]
)
NUMBERS = st.builds(DocNumber, CODES, st.integers(1950, 2049), st.integers(1, 9999))
BRACKETS = st.sampled_from(["〔〕", "[]", "［］", "【】", "（）", "()", "〈〉", "﹝﹞"])
NOISE = st.text(alphabet="，。、；根据和第号年公告令的〔〕（）《》 2021٠５１x", max_size=60)
WORDS = st.text(alphabet="某市生物医药产业数据安全管理", min_size=4, max_size=12)
KINDS = st.sampled_from(["管理办法", "行动计划（2023—2025年）", "若干措施", "条例", "第3批目录"])
POLICIES = st.builds(str.__add__, WORDS, KINDS)
SIGNS = st.text(
    alphabet="《》〈〉同时废止修改决定下列文件：，。某市办法〔2021〕5号（）| 1.、附件目录继续有效", max_size=80
)
DAY_ONE = datetime.fromisoformat("2025-11-01")
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 30))
DOCUMENTS = st.builds(
    lambda stage, deadline, effective, expires: Document(
        page_kind=PageKind.ARTICLE,
        title="某市办法",
        stage=stage,
        dates=Dates(deadline=deadline, effective=effective, expires=expires),
    ),
    st.none() | st.sampled_from(list(Stage)),
    DAYS,
    DAYS,
    DAYS,
)
MOMENTS = st.datetimes(DAY_ONE, DAY_ONE + timedelta(days=270), timezones=st.just(UTC))


@given(NUMBERS, BRACKETS, st.sampled_from(["", "第", "第0"]), st.sampled_from(["", " "]))
def test_a_number_has_one_key_however_it_is_written(number: DocNumber, marks: str, before: str, gap: str) -> None:
    written = f"{number.code}{marks[0]}{number.year}{marks[1]}{gap}{before}{number.number}号"
    assert doc_number(written) == number
    assert doc_number(number.key) == number


@given(NOISE, NUMBERS, NOISE)
def test_numbers_stand_where_they_are_said_to_stand(before: str, number: DocNumber, after: str) -> None:
    text = f"{before}，{number}；{after}"
    found = numbers_cited(text)
    assert number in [one.number for one in found]
    assert all(text[one.end - 1] in "号令" or text[one.start : one.end].endswith("公告") for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=200))
def test_plain_text_keeps_its_places(text: str) -> None:
    assert len(plain(text)) == len(simplified(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(POLICIES)
def test_every_way_of_titling_a_policy_has_one_key(policy: str) -> None:
    key = name_key(policy)
    for title in (
        f"某市人民政府关于印发{policy}的通知",
        f"关于印发《{policy}》的通知（某府〔2025〕3号）",
        f"某市印发《{policy}》",
        f"《{policy}》出台",
        f"《{policy}（试行）》正式发布，自下月起施行",
        f"某市司法局关于公开征求《{policy}（征求意见稿）》意见的公告",
        f"【重磅】{policy}",
    ):
        assert name_key(title) == key, title


@given(POLICIES)
def test_acts_on_a_policy_and_explanations_of_it_are_other_works(policy: str) -> None:
    for title in (
        f"关于修改《{policy}》的决定",
        f"关于废止《{policy}》的通知",
        f"《{policy}》政策解读",
        f"转发《{policy}》的通知",
    ):
        assert not same_work(title, policy)


@given(POLICIES, POLICIES)
def test_two_names_are_one_work_only_when_they_are_one(one: str, other: str) -> None:
    assert same_work(f"关于印发《{one}》的通知", f"关于征求《{other}（征求意见稿）》意见的函") is (one == other)


@given(st.text(max_size=120) | SIGNS)
def test_any_title_has_a_key_and_the_same_each_time(title: str) -> None:
    assert name_key(title) == name_key(title)
    assert same_work(title, title) is bool(name_key(title))
    assert policy_name(title) != ""


@given(st.lists(SIGNS, max_size=6), SIGNS)
def test_relations_are_told_of_any_text_and_quote_it(paragraphs: list[str], title: str) -> None:
    document = Document(page_kind=PageKind.ARTICLE, title=title, blocks=tuple(Block(text, text) for text in paragraphs))
    found = relations(document)
    assert all(one.number is not None or one.name for one in found)
    assert len({(one.kind, one.number, one.name) for one in found}) == len(found)
    assert all(any(one.evidence in text for text in (title, *paragraphs)) for one in found)


@given(POLICIES, NUMBERS, NUMBERS)
def test_a_policy_is_in_no_relation_to_itself(policy: str, own: DocNumber, old: DocNumber) -> None:
    said = f"《{policy}》（{own}）自公布之日起施行。《{policy}》（{old}）同时废止。"
    document = Document(
        page_kind=PageKind.ARTICLE,
        title=f"关于印发《{policy}》的通知",
        doc_number=str(own),
        blocks=(Block(said, said),),
    )
    expected = [] if old == own else [(RelationKind.REPEALS, old)]
    assert [(one.kind, one.number) for one in relations(document)] == expected


@given(DOCUMENTS, MOMENTS, MOMENTS)
def test_the_next_reminder_never_goes_back(document: Document, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    first, second = (next_reminder(document, after, zone=ZONE) for after in (earlier, later))
    assert first is None or first[0] > earlier
    assert second is None or (first is not None and first[0] <= second[0])


@given(DOCUMENTS, st.lists(MOMENTS, min_size=2, max_size=30))
def test_over_any_asks_a_reminder_is_told_once_and_never_after_its_day(
    document: Document, asks: list[datetime]
) -> None:
    told: list[Reminder] = []
    asks.sort()
    for after, now in pairwise(asks):
        due = due_reminders(document, after, now, zone=ZONE)
        assert all(now.astimezone(ZONE).date() <= one.day for one in due)
        told += due
    assert len(told) == len(set(told))


@given(DOCUMENTS)
def test_who_asks_at_each_time_named_is_told_everything_once(document: Document) -> None:
    told: list[Reminder] = []
    named: list[Reminder] = []
    after = datetime(2025, 1, 1, tzinfo=UTC)
    while (coming := next_reminder(document, after, zone=ZONE)) is not None:
        named.append(coming[1])
        told += due_reminders(document, after, coming[0], zone=ZONE)
        after = coming[0]
    assert len(told) == len(set(told))
    assert set(named) <= set(told)
    assert due_reminders(document, after, after + timedelta(days=400), zone=ZONE) == ()
