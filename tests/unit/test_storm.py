"""One edit on many pages, and a source that changed as a whole."""

import doctest
from dataclasses import replace

import pytest

import core.storm
from core.change import compare
from core.change.edit import edit_digest
from core.diff import diff
from core.model import Block, Change, ChangeKind, Delivery, Echo, PageId, Turmoil
from core.source import SourceId
from core.storm import is_upheaval, led_by, unled
from tests.fakes.nouns import NOW, page, reading, version

FOOTER = "技术支持:广州市政务服务数据管理局"
RULES = "第一条 市财政对符合条件的生物医药企业给予最高500万元资助。"
OTHER = "第八条 市属医院联合高等学校开展细胞治疗临床研究的,给予最高300万元奖励。"


def digest(before: str, after: str) -> str | None:
    """Of the edit of one body into another; its blocks stand on lines."""
    old, new = ([Block(line, line) for line in body.split("\n")] for body in (before, after))
    return edit_digest(diff(old, new))


def change(number: int = 2, *, edit: str | None = "0" * 16) -> Change:
    """An edit of a page."""
    return Change(
        page_id=PageId(1),
        source_id=SourceId("source"),
        url="https://www.example.gov.cn/1",
        number=number,
        kind=ChangeKind.EDITED,
        at=NOW,
        edit=edit,
    )


def name(echo: Echo | None) -> str | None:
    return echo.change_id if echo else None


def echo(name: str, *, waiting: bool = False, pages: int = 1) -> Echo:
    """A change of another page with the same edit."""
    return Echo(change_id=name, url=f"https://www.example.gov.cn/{name}", waiting=waiting, pages=pages)


def test_the_examples_in_the_documentation_are_true() -> None:
    assert doctest.testmod(core.storm).failed == 0


def test_a_line_added_to_many_pages_is_one_edit_wherever_it_stands() -> None:
    edits = {
        digest(RULES, f"{RULES}\n{FOOTER}"),
        digest(OTHER, f"{OTHER}\n{FOOTER}"),
        digest(f"{RULES}\n{OTHER}", f"{RULES}\n{FOOTER}\n{OTHER}"),
    }
    assert len(edits) == 1
    assert edits != {digest(f"{RULES}\n{FOOTER}", RULES)}  # taken out again is another edit


def test_a_line_replaced_on_many_pages_is_one_edit() -> None:
    new = "技术支持：南方新闻网"
    edits = {digest(f"{body}\n{FOOTER}", f"{body}\n{new}") for body in (RULES, OTHER, f"{OTHER}\n{RULES}")}
    assert len(edits) == 1


def test_a_line_of_a_template_inside_paragraphs_that_differ_is_one_edit() -> None:
    signed = [f"{body} 责任编辑:{{}} 审核:王五" for body in (RULES, OTHER)]
    assert len({digest(text.format("张三"), text.format("李四")) for text in signed}) == 1


def test_what_stands_further_off_in_a_clause_is_no_part_of_the_edit() -> None:
    kept = [f"{place}频道由数据资源管理局甲处维护" for place in ("卫生健康", "科技创新")]
    assert len({digest(text, text.replace("甲", "乙")) for text in kept}) == 1
    assert digest("广州频道由甲处维护", "广州频道由乙处维护") != digest("深圳频道由甲处维护", "深圳频道由乙处维护")


def test_an_edit_is_the_same_in_another_script_width_or_spacing() -> None:
    assert digest(RULES, f"{RULES}\n技術支持：數據局") == digest(OTHER, f"{OTHER}\n技术支持: 数据 局")


def test_another_amount_is_another_edit() -> None:
    edits = [digest(RULES, RULES.replace("500", new)) for new in ("600", "800", "5000")]
    assert len(set(edits)) == 3


def test_one_amount_of_two_subsidies_is_two_edits() -> None:
    one, two = "对优秀企业给予最高500万元。", "对医院给予每家500万元。"
    assert digest(one, one.replace("500", "800")) != digest(two, two.replace("500", "800"))


def test_the_number_of_an_article_is_its_place_and_no_part_of_the_edit() -> None:
    one, two = "第五条 企业可以申请资助。", "第九条 企业可以申请资助。"
    added = "鼓励高等学校联合医院开展研究。"
    assert digest(one, f"{one}\n第六条 {added}") == digest(two, f"{two}\n第十条 {added}")


def test_what_only_moved_is_told_apart_from_what_came() -> None:
    moved = digest(f"{RULES}\n{OTHER}\n{FOOTER}", f"{OTHER}\n{RULES}\n{FOOTER}")
    assert moved is not None
    assert moved != digest(f"{RULES}\n{FOOTER}", f"{RULES}\n{OTHER}\n{FOOTER}")


def test_where_nothing_but_numbers_of_articles_differs_there_is_no_edit() -> None:
    assert digest("第五条 企业可以申请资助。", "第六条 企业可以申请资助。") is None


def test_one_suffix_of_many_titles_is_one_edit() -> None:
    edits = []
    for title in ("办法", "细则"):
        found = compare(page(latest=version("甲", title=title)), reading("甲", title=f"{title}-广州"), None, NOW)
        edits.append(found.edit if found else None)
    assert edits[0] is not None
    assert edits[0] == edits[1]


@pytest.mark.parametrize(
    ("read", "edited", "upheaval"), [(0, 0, False), (4, 4, False), (5, 5, True), (10, 5, True), (11, 5, False)]
)
def test_an_upheaval_is_five_pages_and_half_of_those_read(read: int, edited: int, *, upheaval: bool) -> None:
    assert is_upheaval(Turmoil(read=read, edited=edited)) is upheaval


def test_an_edit_of_one_page_leads_itself() -> None:
    assert led_by(change(), ()) is None
    assert led_by(change(edit=None), (echo("a", waiting=True),)) is None


def test_an_edit_joins_the_newest_that_nobody_was_told_of() -> None:
    echoes = (echo("told"), echo("newest", waiting=True), echo("older", waiting=True))
    assert name(led_by(change(), echoes)) == "newest"


def test_a_second_page_is_told_though_the_first_was() -> None:
    assert led_by(change(), (echo("a"),)) is None
    assert led_by(change(), (echo("b"), echo("a"))) is None


@pytest.mark.parametrize("echoes", [(echo("c"), echo("b"), echo("a")), (echo("c", pages=3),)])
def test_a_storm_that_was_told_is_not_told_again(echoes: tuple[Echo, ...]) -> None:
    assert name(led_by(change(), echoes)) == "c"


def test_a_change_never_leads_itself() -> None:
    one = change()
    assert led_by(one, (echo(one.id, waiting=True, pages=9),)) is None


def test_whom_the_leading_change_does_not_tell_is_told_of_the_page_itself() -> None:
    mine = tuple(
        Delivery(
            change_id="c",
            page_id=PageId(1),
            number=1,
            rule="r",
            channel="team",
            recipient=who,
            due_at=NOW,
            promised_at=NOW,
            created_at=NOW,
        )
        for who in ("a", "b")
    )
    leader = replace(echo("leader"), owed_to=frozenset({("team", "a")}))
    assert [one.recipient for one in unled(mine, leader)] == ["b"]
    assert unled(mine, None) == mine
