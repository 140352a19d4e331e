"""What a document does to others is told from its words, with the sentence that says so."""

import time

import pytest

from core.identity import doc_number
from core.model import Block, BlockKind, Document, PageKind, Stage
from core.relations import Relation, RelationKind, relations

ISSUED = "某市人民政府关于印发《某市数据管理办法》的通知"


def document(*paragraphs: str, title: str = ISSUED, number: str | None = None, stage: Stage | None = None) -> Document:
    """A document of these paragraphs; one with bars between is a row of a table."""
    kinds = {True: BlockKind.TABLE_ROW, False: BlockKind.PARAGRAPH}
    return Document(
        page_kind=PageKind.ARTICLE,
        title=title,
        doc_number=number,
        stage=stage,
        blocks=tuple(Block(text, text, kinds[" | " in text]) for text in paragraphs),
    )


def told(*paragraphs: str, title: str = ISSUED, number: str | None = None, stage: Stage | None = None) -> list[str]:
    """The relations of a document, each in one line: kind, number, name."""
    found = relations(document(*paragraphs, title=title, number=number, stage=stage))
    return [" ".join(str(part) for part in (one.kind, one.number, one.name) if part is not None) for one in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("《甲市旧办法》（甲府〔2010〕1号）同时废止。", ["repeals 甲府〔2010〕1号 甲市旧办法"]),
        ("《甲市旧办法》(甲府(2010)第01号)同时废止。", ["repeals 甲府〔2010〕1号 甲市旧办法"]),
        ("《甲市旧办法》甲府〔2010〕1号同时废止。", ["repeals 甲府〔2010〕1号 甲市旧办法"]),
        (
            "本办法自公布之日起施行，有效期5年，《甲市旧办法》（甲府〔2010〕1号）、《乙市旧办法》同时废止。",
            ["repeals 甲府〔2010〕1号 甲市旧办法", "repeals 乙市旧办法"],
        ),
        ("《甲市旧办法》自2025年1月1日起废止。", ["repeals 甲市旧办法"]),
        ("自本通知印发之日起，甲府〔2012〕3号文停止执行。", ["repeals 甲府〔2012〕3号"]),
        ("决定废止《甲市旧办法》。", ["repeals 甲市旧办法"]),
        ("以本办法取代《甲市旧办法》。", ["repeals 甲市旧办法"]),
        ("《甲市舊辦法》（甲府〔2010〕1號）同時廢止。", ["repeals 甲府〔2010〕1号 甲市舊辦法"]),
        ("《甲市旧办法》不再执行。", ["repeals 甲市旧办法"]),
        ("废止甲府〔2010〕5号、6号文件。", ["repeals 甲府〔2010〕5号", "repeals 甲府〔2010〕6号"]),
        ("《甲市旧办法》第三条废止。", ["amends 甲市旧办法"]),
        ("废止《甲市旧办法》第五条。", ["amends 甲市旧办法"]),
        ("《甲市旧办法》、《乙市旧办法》第三条同时废止。", ["repeals 甲市旧办法", "amends 乙市旧办法"]),
        ("对《甲市旧办法》作如下修改。", ["amends 甲市旧办法"]),
        ("将《甲市旧办法》第五条修改为：“略”。", ["amends 甲市旧办法"]),
        ("修改《甲市旧办法》的决定自公布之日起施行。", ["amends 甲市旧办法"]),
        ("《甲市旧办法》有效期延长至2027年12月31日。", ["extends 甲市旧办法"]),
        ("《甲市旧办法》继续有效。", ["extends 甲市旧办法"]),
        ("延长《甲市旧办法》有效期两年。", ["extends 甲市旧办法"]),
        ("根据《中华人民共和国数据安全法》，制定本办法。", ["cites 中华人民共和国数据安全法"]),
        ("根据国发〔2025〕11号文件精神执行。", ["cites 国发〔2025〕11号"]),
        ("根据《甲市总办法》，《乙市旧办法》同时废止。", ["cites 甲市总办法", "repeals 乙市旧办法"]),
        ("《甲市旧办法》已于2020年1月1日废止。", ["cites 甲市旧办法"]),
        ("如《甲市旧办法》废止，另行通知。", ["cites 甲市旧办法"]),
        ("《甲市旧办法》废止前的项目照旧。", ["cites 甲市旧办法"]),
        ("《甲市旧办法》废止后，按本办法执行。", ["cites 甲市旧办法"]),
        ("《甲市旧办法》等3件文件一并废止。", ["repeals 甲市旧办法"]),
        ("《甲市旧办法》因不符合上位法的要求，予以废止。", ["repeals 甲市旧办法"]),
        ("《甲市旧办法》自本办法施行之日起废止。", ["repeals 甲市旧办法"]),
        ("《甲市旧办法》中与本办法不一致的规定同时废止。", ["amends 甲市旧办法"]),
        ("不符合《甲市旧办法》规定的证书自动失效。", ["cites 甲市旧办法"]),
        ("按照《甲市旧办法》核发的证书失效。", ["cites 甲市旧办法"]),
        ("《甲市旧办法》有效期届满自动失效。", ["cites 甲市旧办法"]),
        ("自《甲市旧办法》废止之日起计算。", ["cites 甲市旧办法"]),
        ("执行新修订的《甲市旧办法》。", ["cites 甲市旧办法"]),
        ("现将修改《甲市旧办法》的决定予以公布。", ["amends 甲市旧办法"]),
        ("根据2019年《关于修改〈甲市旧办法〉的决定》修正。", ["cites 关于修改〈甲市旧办法〉的决定"]),
        ("《甲市旧办法》与本办法不一致的，以本办法为准。", ["cites 甲市旧办法"]),
        ("违反《甲市旧办法》第五条的，依法处理。", ["cites 甲市旧办法"]),
        ("将第五条中的“《甲市旧办法》”修改为“《乙市旧办法》”。", ["cites 甲市旧办法", "cites 乙市旧办法"]),
        ("原事项由《乙市新办法》（乙府〔2020〕1号）规定。", ["cites 乙府〔2020〕1号 乙市新办法"]),
        ("《某某日报》作了报道，《办法》解释权归市局。", []),
        ("本办法自2025年1月1日起施行。", []),
        ("原规定与本办法不一致的，同时废止。", []),
    ],
)
def test_a_sentence_says_what_is_done_to_what_it_names(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于废止《甲市旧办法》的决定", ["repeals 甲市旧办法"]),
        ("关于废止甲市旧管理办法的通知", ["repeals 甲市旧管理办法"]),
        ("关于宣布《甲市旧办法》失效的通知", ["repeals 甲市旧办法"]),
        ("关于废止《甲市旧办法》第五条的决定", ["amends 甲市旧办法"]),
        ("关于修改《甲市旧办法》的决定", ["amends 甲市旧办法"]),
        ("关于修改甲市旧管理办法的决定", ["amends 甲市旧管理办法"]),
        ("关于修订《甲市旧办法》部分条款的通知", ["amends 甲市旧办法"]),
        ("关于延长《甲市旧办法》有效期的通知", ["extends 甲市旧办法"]),
        ("关于延长甲市旧管理办法有效期的通知", ["extends 甲市旧管理办法"]),
        ("关于《甲市旧办法》继续有效的公告", ["extends 甲市旧办法"]),
        ("关于贯彻落实《甲市旧办法》的通知", ["cites 甲市旧办法"]),
        ("转发《甲市旧办法》的通知", ["cites 甲市旧办法"]),
        ("《甲市旧办法》政策解读", ["interprets 甲市旧办法"]),
        ("一图读懂《甲市旧办法》", ["interprets 甲市旧办法"]),
        ("甲市旧管理办法政策解读", ["interprets 甲市旧管理办法"]),
        ("关于废止部分规章的决定", []),
        ("关于废止一批行政规范性文件的决定", []),
        (ISSUED, []),
        ("", []),
    ],
)
def test_a_title_says_what_its_document_does(title: str, expected: list[str]) -> None:
    assert told("正文。", title=title) == expected


def test_a_list_under_a_heading_is_repealed_whole() -> None:
    files = [f"{i}.《甲市第{i}号场馆管理办法》（甲府〔2010〕{i}号）" for i in range(1, 21)]
    found = told(
        "决定废止下列规范性文件：",
        *files,
        "本决定自公布之日起施行。",
        "根据《乙市条例》执行。",
        title="关于废止文件的决定",
    )
    assert found[:20] == [f"repeals 甲府〔2010〕{i}号 甲市第{i}号场馆管理办法" for i in range(1, 21)]
    assert found[20:] == ["cites 乙市条例"]


def test_a_table_needs_no_quotation_marks() -> None:
    rows = [
        "序号 | 文件名称 | 文号",
        "1 | 甲市场馆管理办法 | 甲府〔2010〕5号",
        "2 | 关于印发乙市管理办法的通知 | 甲府〔2011〕6号",
    ]
    found = told("附件：废止文件目录", *rows, title="关于公布清理结果的通知")
    assert found == ["repeals 甲府〔2010〕5号 甲市场馆管理办法", "repeals 甲府〔2011〕6号 关于印发乙市管理办法的通知"]


def test_a_table_under_a_repealing_title_needs_no_heading() -> None:
    assert told("1 | 甲市场馆管理办法 | 甲府〔2010〕5号", title="关于废止部分文件的通知") == [
        "repeals 甲府〔2010〕5号 甲市场馆管理办法"
    ]


def test_each_heading_speaks_for_its_own_rows() -> None:
    found = told(
        "一、继续有效的规范性文件（1件）",
        "1.《甲市场馆管理办法》（甲府〔2010〕5号）",
        "二、废止的规范性文件（1件）",
        "1.《乙市场馆管理办法》（甲府〔2010〕6号）",
        "三、修改的规范性文件（1件）",
        "1.《丙市场馆管理办法》（甲府〔2010〕7号）",
        title="关于公布规范性文件清理结果的通知",
    )
    assert [line.split()[0] for line in found] == ["cites", "repeals", "amends"]


def test_a_row_that_names_one_article_amends() -> None:
    assert told("决定废止下列文件：", "1.《甲市旧办法》（甲府〔2010〕5号）第五条") == [
        "amends 甲府〔2010〕5号 甲市旧办法"
    ]


def test_prose_below_a_list_is_no_row_of_it() -> None:
    found = told("决定废止下列文件：", "1.《甲市旧办法》", "二、各单位要落实相关规定", "三、根据甲府〔2010〕9号执行")
    assert found == ["repeals 甲市旧办法", "cites 甲府〔2010〕9号"]


def test_a_document_is_in_no_relation_to_itself() -> None:
    assert (
        told(
            "现将《某市数据管理办法》印发给你们。", "《某市数据管理办法》（某府〔2025〕3号）", number="某府〔2025〕3号"
        )
        == []
    )


def test_an_order_is_known_by_what_it_issues() -> None:
    assert (
        told(
            "《某市古树保护办法》已经会议通过，现予公布。",
            title="某市人民政府令（第5号）",
            number="某市人民政府令第5号",
        )
        == []
    )


def test_a_policy_repeals_the_earlier_edition_of_its_name() -> None:
    said = "原《某市数据管理办法》（某府规〔2018〕3号）同时废止。"
    assert told(said, number="某府规〔2025〕3号") == ["repeals 某府规〔2018〕3号 某市数据管理办法"]
    assert told("原《某市数据管理办法》同时废止。", number="某府规〔2025〕3号") == ["repeals 某市数据管理办法"]


def test_a_final_text_names_its_draft() -> None:
    assert told("《某市数据管理办法（征求意见稿）》曾公开征求意见。") == ["finalises 某市数据管理办法（征求意见稿）"]


def test_what_a_draft_does_is_proposed() -> None:
    title = "关于公开征求《某市数据管理办法（征求意见稿）》意见的公告"
    (one,) = relations(document("《甲市旧办法》同时废止。", title=title, stage=Stage.DRAFT))
    assert one == Relation(RelationKind.REPEALS, None, "甲市旧办法", "《甲市旧办法》同时废止。", proposed=True)


@pytest.mark.parametrize(("title", "stage"), [("某市印发新规", Stage.NEWS), ("某市产业园开园", None)])
def test_news_of_a_repeal_repeals_nothing(title: str, stage: Stage | None) -> None:
    assert told("市政府决定废止《甲市旧办法》。", title=title, stage=stage) == ["cites 甲市旧办法"]


def test_an_explanation_is_of_the_first_policy_that_it_does_not_rely_on() -> None:
    found = told("根据《甲市条例》制定。", "近日印发了《乙市管理办法》。", title="政策解读", stage=Stage.INTERPRETATION)
    assert found == ["cites 甲市条例", "interprets 乙市管理办法"]


def test_a_short_name_stands_for_what_it_was_given_to() -> None:
    found = told("《甲市旧办法》（甲府〔2010〕1号，以下简称《办法》）施行五年。", "《办法》有效期延长三年。")
    assert found == ["extends 甲府〔2010〕1号 甲市旧办法"]


def test_a_name_and_a_number_given_once_together_are_one_document() -> None:
    found = told("根据《甲市旧办法》（甲府〔2010〕1号）。", "《甲市旧办法》同时废止。")
    assert found == ["repeals 甲府〔2010〕1号 甲市旧办法"]


def test_lists_of_related_links_are_no_relations() -> None:
    assert told("正文。", "相关阅读", "《甲市旧办法》同时废止") == []


def test_the_evidence_is_the_sentence_as_published() -> None:
    (one,) = relations(document("前一句。《甲市舊辦法》（甲府［２０１０］１號）同時廢止。後一句。"))
    assert one.evidence == "《甲市舊辦法》（甲府［２０１０］１號）同時廢止。"
    assert one.number == doc_number("甲府〔2010〕1号")


def test_the_evidence_of_an_endless_sentence_is_cut_around_its_name() -> None:
    (one,) = relations(document("某" * 5000 + "，废止《甲市旧办法》" + "某" * 5000))
    assert "《甲市旧办法》" in one.evidence
    assert len(one.evidence) <= 200


SENTENCE = "根据《甲市总体管理办法》（甲府规〔2021〕5号）和国务院令第711号，制定本办法。"


@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        SENTENCE.replace("。", "，"),
        "《",
        "《甲办法》(",
        "府〔2021〕5号、",
        "废止",
        "〈《》",
        "《甲市旧办法》、",
    ],
)
def test_the_work_grows_as_the_text_does(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        costs = []
        for _ in range(3):
            begun = time.process_time()
            relations(document(text))
            costs.append(time.process_time() - begun)
        return min(costs)

    assert cost(80_000) < 12 * max(cost(20_000), 0.001)
