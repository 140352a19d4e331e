"""A policy has one name, however its titles say it."""

import pytest

from core.names import name_key, policy_name, same_work, taken_apart
from core.quotes import is_bare, is_policy, quoted

PLAN = "某市促进健康产业发展行动计划（2023—2025年）"
RULES = "某市数据管理办法"


@pytest.mark.parametrize(
    "title",
    [
        f"某市人民政府办公厅关于印发{PLAN}的通知",
        f"某市人民政府办公厅关于印发《{PLAN}》的通知",
        f"关于印发《{PLAN}》的通知（某府办〔2023〕5号）",
        "关于印发《某市促进健康产业发展行动计划(2023-2025年)》的通知",
        "关于印发《某市促进健康产业发展行动计划（2023至2025年）》的通知",
        "關於印發《某市促進健康產業發展行動計劃（2023—2025年）》的通知",
        "某市印发《某市促進(jìn)健康産業(yè)發(fā)展行動計劃（2023—2025年）》",
        f"《{PLAN}》出台",
        f"重磅！《{PLAN}》正式发布，10条举措来了",
        f"某市出台《{PLAN}》，重点支持创新",
        f"某市《关于印发〈{PLAN}〉的通知》",
        f"关于公开征求《{PLAN}（征求意见稿）》意见的公告",
        f"某市发改委印发《{PLAN}》（送审稿）",
        f"{PLAN}（征求意见稿）公开征求意见的公告",
        f"关于{PLAN}公开征求意见的通知",
        f"{PLAN} - 某市人民政府门户网站",
        f"【已废止】{PLAN}",
        f"{PLAN}（已失效）",
        f"关于{PLAN}的通知",
        f"关于印发《{PLAN}",
    ],
)
def test_every_title_of_a_policy_gives_its_key(title: str) -> None:
    assert name_key(title) == "某市促进健康产业发展行动计划2023-2025年"


@pytest.mark.parametrize(
    ("title", "name", "variant", "issuer"),
    [
        (f"某市人民政府关于印发《{RULES}（试行）》的通知", RULES, "试行", "某市人民政府"),
        (f"关于公开征求《{RULES}（修订草案征求意见稿）》意见的公告", RULES, "修订草案征求意见稿", ""),
        (f"某市司法局关于公开征求《{RULES}》意见的公告", RULES, "征求意见稿", "某市司法局"),
        (f"{RULES}（2025年修订）", RULES, "2025年修订", ""),
        (f"{RULES}（试行）（征求意见稿）", RULES, "试行 征求意见稿", ""),
        (f"{RULES}征求意见稿", RULES, "征求意见稿", ""),
        ("某市数据条例（草案）", "某市数据条例", "草案", ""),
        ("某市数据条例修订草案", "某市数据条例", "修订草案", ""),
        ("某市人民政府关于加强数据安全工作的意见", "关于加强数据安全工作的意见", "", "某市人民政府"),
        (f"关于印发《{RULES}》和《某市评审办法》的通知", f"{RULES}、某市评审办法", "", ""),
        (f"关于修改《{RULES}》的决定", f"关于修改《{RULES}》的决定", "", ""),
        ("某省实施《中华人民共和国土地管理法》办法", "某省实施《中华人民共和国土地管理法》办法", "", ""),
        (f"《{RULES}》实施细则", f"《{RULES}》实施细则", "", ""),
        ("某市暂行管理办法", "某市暂行管理办法", "", ""),
        ("中华人民共和国监察法", "中华人民共和国监察法", "", ""),
    ],
)
def test_a_title_is_taken_apart(title: str, name: str, variant: str, issuer: str) -> None:
    parts = taken_apart(title)
    assert (policy_name(title), parts.variant, parts.issuer) == (name, variant, issuer)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "某市召开工作会议",
        "佛山出台《行动计划》",
        "《》",
        "关于2025年预算执行情况和2026年预算草案的报告",
        "政策解读",
    ],
)
def test_a_headline_without_a_policy_names_none(title: str) -> None:
    assert policy_name(title) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某市行动计划（2021—2023年）", "某市行动计划（2023—2025年）"),
        ("关于发布2024年度某专项申报指南的通知", "关于发布2025年度某专项申报指南的通知"),
        ("关于发布第二批推广目录的通知", "关于发布第三批推广目录的通知"),
        (f"关于印发《{RULES}》的通知", f"关于修改《{RULES}》的决定"),
        (f"关于印发《{RULES}》的通知", f"关于废止《{RULES}》的通知"),
        (f"关于印发《{RULES}》的通知", f"关于延长《{RULES}》有效期的通知"),
        (f"关于印发《{RULES}》的通知", f"转发《{RULES}》的通知"),
        (f"关于印发《{RULES}》的通知", f"《{RULES}》政策解读"),
        (f"关于印发《{RULES}》的通知", f"一图读懂《{RULES}》"),
        (f"关于印发《{RULES}》的通知", f"关于贯彻落实《{RULES}》的通知"),
        (f"关于印发《{RULES}》的通知", f"《{RULES}》实施细则"),
        (RULES, "某市数据暂行管理办法"),
        (f"{RULES}（试行）", RULES),
        (f"{RULES}（2023年修订）", f"{RULES}（2025年修订草案）"),
        ("", ""),
    ],
)
def test_different_works_are_told_apart(one: str, other: str) -> None:
    assert not same_work(one, other)


@pytest.mark.parametrize(
    ("draft", "final"),
    [
        (f"关于公开征求《{RULES}（征求意见稿）》意见的公告", f"关于印发《{RULES}》的通知"),
        (f"关于公开征求《{RULES}（征求意见稿）》意见的公告", f"关于印发《{RULES}（试行）》的通知"),
        ("某市数据条例（草案二次审议稿）", "某市数据条例"),
        ("某市数据条例（修订草案）", "某市数据条例（2025年修订）"),
        ("关于发布第三批推广目录的通知", "关于发布第3批推广目录的通知"),
        ("某市二〇二五年工作方案", "某市2025年工作方案"),
        ("關於印發某市數據管理辦法的通知", f"《{RULES}》出台"),
    ],
)
def test_a_draft_and_its_final_text_are_one_work(draft: str, final: str) -> None:
    assert same_work(draft, final)


@pytest.mark.parametrize(
    ("name", "bare"), [("办法", True), ("若干措施", True), ("三年行动计划", True), ("通知", True), (RULES, False)]
)
def test_a_kind_alone_is_no_name(name: str, bare: bool) -> None:
    assert is_bare(name) is bare


@pytest.mark.parametrize(
    ("name", "policy"), [(RULES, True), (f"{RULES}（试行）", True), (PLAN, True), ("某某日报", False)]
)
def test_a_policy_is_known_by_its_last_word(name: str, policy: bool) -> None:
    assert is_policy(name) is policy


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("《甲》和《乙》", [(0, 3), (4, 7)]),
        ("《关于〈甲〉》", [(0, 7)]),
        ("印发《甲", [(2, 4)]),
        ("甲》乙", []),
        ("", []),
    ],
)
def test_only_the_outermost_quotations_are_found(text: str, places: list[tuple[int, int]]) -> None:
    assert quoted(text) == places
