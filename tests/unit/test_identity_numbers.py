"""Document numbers in every form have one key; what only looks like one has none."""

from pathlib import Path

import pytest

from core.identity import DocNumber, doc_number, number_in_title, numbers_cited, own_number, stage_of, standing_of
from core.model import Stage

WRITTEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "numbers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "keys"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_the_numbers_of_a_text_are_those_written_beside_it(text: str, keys: str) -> None:
    assert [one.number.key for one in numbers_cited(text)] == keys.split()


def test_at_least_seventy_true_and_seventy_false_cases_are_written_down() -> None:
    false = sum(1 for _, keys in WRITTEN if not keys)
    assert false >= 70
    assert len(WRITTEN) - false >= 80


def test_each_number_is_told_with_its_place_in_the_text_as_given() -> None:
    text = "按照國辦發［２０２０］第０５號、6號和中国人民银行、财政部令第４号执行"
    assert [text[one.start : one.end] for one in numbers_cited(text)] == [
        "國辦發［２０２０］第０５號",
        "6號",
        "中国人民银行、财政部令第４号",
    ]


@pytest.mark.parametrize(
    "text", ["〔2021〕" * 100_000, "第" * 500_000, "府〔 " * 200_000, "令第 " * 200_000, "2021年 " * 100_000]
)
def test_a_hostile_text_has_no_numbers_and_is_soon_read(text: str) -> None:
    assert numbers_cited(text) == ()


def test_the_numbers_of_one_text_are_bounded() -> None:
    assert len(numbers_cited("府〔2021〕5号、" * 6_000)) == 5_000


def test_a_key_is_the_same_in_either_script() -> None:
    assert DocNumber("穗府辦規", 2021, 5).key == DocNumber("穗府办规", 2021, 5).key == "穗府办规〔2021〕5号"


@pytest.mark.parametrize(
    ("written", "named"), [("第28号令", False), ("公告2024年第12号", False), ("国令第711号", True)]
)
def test_a_number_says_whether_it_names_its_issuer(written: str, named: bool) -> None:
    number = doc_number(written)
    assert number is not None
    assert number.names_issuer is named


@pytest.mark.parametrize(
    "written",
    [
        "穗府办规〔2021〕5号",
        "穗府办规[2021]5号",
        "穗府办规［２０２１］第０５号",
        "穗府办规（2021）5号",
        "穗府办规【2021】 5 号",
        "穗府办规﹝2021﹞5号",
    ],
)
def test_every_bracket_gives_the_same_number(written: str) -> None:
    assert str(doc_number(f"文号：{written}")) == "穗府办规〔2021〕5号"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("粤府令第93号", "粤府令第93号"),
        ("国家药品监督管理局令第28号", "国家药品监督管理局令第28号"),
        ("公告2024年第12号", "公告〔2024〕12号"),
        ("中国人民银行令〔2023〕第4号", "中国人民银行令〔2023〕4号"),
        ("工业和信息化部令第61号", "工业和信息化部令第61号"),
        ("关于某项目的通知（发改办投资〔2026〕88号）", "发改办投资〔2026〕88号"),
    ],
)
def test_orders_and_announcements_are_read(written: str, key: str) -> None:
    assert str(doc_number(written)) == key


def test_the_words_before_a_cited_number_are_no_part_of_it() -> None:
    assert str(doc_number("根据国发〔2025〕11号和有关规定")) == "国发〔2025〕11号"


@pytest.mark.parametrize(
    "other", ["（2021）粤01民终123号", "粤ICP备12345678号-1", "公网安备 44010002号", "第11号楼", "〔2021〕"]
)
def test_case_numbers_licences_and_houses_are_no_document_numbers(other: str) -> None:
    assert doc_number(other) is None


@pytest.mark.parametrize(
    ("line", "issuer", "number"),
    [
        ("（穗府办〔2021〕5号）", "", "穗府办〔2021〕5号"),
        ("文号：穗府办〔2021〕5号", "", "穗府办〔2021〕5号"),
        ("国令第711号", "", "国令第711号"),
        ("第28号令", "", "令第28号"),
        ("中国人民银行 国家金融监督管理总局令〔2023〕第4号", "", "中国人民银行令〔2023〕4号"),
        ("2025年第3号", "某某局公告", "某某局公告〔2025〕3号"),
        ("第28号", "某某市人民政府令", "某某市人民政府令第28号"),
    ],
)
def test_a_line_that_is_a_number_gives_it(line: str, issuer: str, number: str) -> None:
    assert str(own_number(line, issuer)) == number


@pytest.mark.parametrize(
    "line",
    [
        "根据穗府办〔2021〕5号文件要求",
        "（2021）粤01民终123号",
        "第11号楼",
        "第28号",
        "粤ICP备12345678号-1",
        "公网安备 44010002000001号",
        "HFGS—2017—9",
        "现将穗府办〔2021〕5号印发给你们",
    ],
)
def test_a_line_that_only_holds_a_number_gives_none(line: str) -> None:
    assert own_number(line, "关于某事的通知") is None


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("关于某项目的通知（发改办投资〔2026〕88号）", "发改办投资〔2026〕88号"),
        ("某某局关于注销注册证书的公告（2026年第12号）", "公告〔2026〕12号"),
        ("国家药品监督管理局令第28号", "国家药品监督管理局令第28号"),
        ("关于废止穗府〔2010〕5号文件的通知", None),
        ("关于废止穗府〔2010〕5号、粤府〔2011〕6号的通知", None),
        ("关于转发国办发〔2020〕50号文件的通知", None),
        ("《关于某事的通知》（穗府〔2021〕3号）政策解读", None),
        ("关于某事的通知", None),
    ],
)
def test_a_title_gives_its_own_number_and_none_that_it_speaks_of(title: str, number: str | None) -> None:
    found = number_in_title(title)
    assert (str(found) if found else None) == number


@pytest.mark.parametrize(
    ("title", "body", "stage"),
    [
        ("某市促进条例（征求意见稿）", "", Stage.DRAFT),
        ("某市印发行动计划", "近日印发《行动计划》（送审稿），向社会公开征求意见。", Stage.DRAFT),
        ("关于印发某某办法的通知", "现印发给你们，请遵照执行。", Stage.IN_FORCE),
        ("某市管理办法（试行）", "", Stage.TRIAL),
        ("关于修改《某市管理办法》的决定", "", Stage.AMENDED),
        ("【已废止】某市管理办法", "", Stage.REPEALED),
        ("《某市管理办法》政策解读", "", Stage.INTERPRETATION),
        ("某市产业园开园", "本报讯 记者从市政府获悉，园区开园。", Stage.NEWS),
        ("某市概况", "", None),
        ("关于公开征求《某市管理办法》意见的公告", "", Stage.DRAFT),
        ("关于《某市管理办法（征求意见稿）》的意见征集", "", Stage.DRAFT),
        ("某市水价调整听证会公告", "", Stage.DRAFT),
        ("关于2025年预算执行情况和2026年预算草案的报告", "", None),
        ("关于印发某市行政听证办法的通知", "", Stage.IN_FORCE),
        ("关于废止《某市管理暂行办法》的征求意见公告", "", Stage.DRAFT),
        ("关于印发《某市管理办法（试行）》的通知", "现印发给你们，请遵照执行。", Stage.TRIAL),
        ("关于印发《某市管理暂行办法》的通知", "现印发给你们，请遵照执行。", Stage.TRIAL),
        ("关于废止《某市管理暂行办法》的决定", "本决定自公布之日起施行。", Stage.IN_FORCE),
        ("关于废止和宣布失效一批行政规范性文件的通知", "", Stage.IN_FORCE),
        ("某市管理办法（已失效）", "现印发给你们，请遵照执行。", Stage.REPEALED),
        ("某市管理办法", "（该文件已废止）第一条　为了加强管理。", Stage.REPEALED),
        ("某市管理办法（2025年修订）", "", Stage.AMENDED),
        ("关于延长《某市管理办法》有效期的通知", "", Stage.AMENDED),
        ("某市管理办法", "对《某市管理办法》作如下修改：", Stage.AMENDED),
        ("一图读懂《某市管理办法》", "", Stage.INTERPRETATION),
        ("关于做好政策解读工作的通知", "现印发给你们。", Stage.IN_FORCE),
        ("关于印发某某办法的通知", "在向社会公开征求意见的基础上，现印发给你们。", Stage.IN_FORCE),
        ("某市發布《某市行動計劃》", "", Stage.IN_FORCE),
        ("新手机发布，续航更长", "", None),
        ("某园区开园", "新华社某地3月1日电 园区开园。", Stage.NEWS),
    ],
)
def test_the_stage_is_read_from_title_and_opening(title: str, body: str, stage: Stage | None) -> None:
    assert stage_of(title, body) is stage


def test_a_stage_is_proved_by_the_words_as_written() -> None:
    standing = standing_of("某市促進條例（徵求意見稿）")
    assert standing is not None
    assert (standing.stage, standing.words) == (Stage.DRAFT, "徵求意見")


@pytest.mark.parametrize(("validity", "stage"), [("失效", Stage.REPEALED), ("已废止", Stage.REPEALED), ("有效", None)])
def test_a_table_that_says_invalid_overrules_the_text(validity: str, stage: Stage | None) -> None:
    assert stage_of("某市概况", "", validity) is stage
