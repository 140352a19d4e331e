"""Document numbers in every form have one key; what only looks like one has none."""

import pytest

from core.identity import doc_number, stage_of
from core.model import Stage


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
    ],
)
def test_the_stage_is_read_from_title_and_opening(title: str, body: str, stage: Stage | None) -> None:
    assert stage_of(title, body) is stage
