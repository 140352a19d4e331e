"""Which policy a page publishes: what joins pages, and what keeps them apart."""

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.kinship import played
from core.model import Dates, Document, Kin, Kinship, Page, PageId, PolicyId, Stage, Text, policy_of
from core.policy import features_of, kinship
from core.source import SourceId, Tier
from tests.fakes.copies import Copy, reading_of
from tests.fakes.nouns import document, page
from tests.fakes.policies import ACTS, AGENCIES, ENDS, OBJECTS, numeral

NAME = "广州市细胞治疗产业发展扶持办法"
TITLE = f"广州市人民政府办公室关于印发{NAME}的通知"
NUMBER = "穗府办规〔2025〕3号"
ARTICLES = tuple(
    f"第{numeral(at + 1)}条　{AGENCIES[at]}{ACTS[at]}{OBJECTS[at]}，最高给予{at + 1}00万元资助，{ENDS[at]}。"
    for at in range(14)
)
DAY = date(2025, 3, 1)


def reading(
    *paragraphs: str, title: str = TITLE, number: str | None = None, day: date | None = DAY, tier: Tier = Tier.OFFICIAL
) -> Text:
    """A page of these paragraphs."""
    return reading_of(Copy(title=title, paragraphs=paragraphs or ARTICLES, number=number, day=day, tier=tier))


def kin(said: Text, page_id: int, *, tier: Tier = Tier.OFFICIAL, policy: str = "") -> Kin:
    """Another page that says this."""
    return Kin(
        page_id=PageId(page_id),
        source_id=SourceId("other"),
        url=f"https://other.example.cn/{page_id}",
        tier=tier,
        policy_id=PolicyId(policy or f"pol_{page_id}"),
        features=features_of(said.document),
        fingerprint=said.fingerprint,
        document=said.document,
    )


def decided(said: Text, *others: Kin, tier: Tier = Tier.MIRROR, of: Page | None = None) -> Kinship:
    """What is decided of a page that says this."""
    return kinship(of or replace(page(tier=tier), id=PageId(99)), said, features_of(said.document), others)


def test_a_page_without_kin_founds_a_policy() -> None:
    decision = decided(reading())
    assert decision.policy_id == policy_of(SourceId("source"), page().url)
    assert decision.canonical_url == page().url
    assert decision.original is None


def test_a_copy_under_a_headline_of_its_own_is_the_policy_that_it_repeats() -> None:
    official = kin(reading(number=NUMBER), 1)
    decision = decided(reading(title="重磅！细胞治疗企业有福了，最高补贴看这里", number=None), official)
    assert decision.policy_id == official.policy_id
    assert decision.original == official
    assert decision.canonical_url == official.url
    assert decision.why == ("the same text",)


def test_the_first_two_fifths_of_a_text_under_its_name_are_the_policy() -> None:
    official = kin(reading(number=NUMBER), 1)
    assert decided(reading(*ARTICLES[:5], title=f"《{NAME}》全文"), official).policy_id == official.policy_id


def test_two_document_numbers_are_never_one_policy_even_of_one_text() -> None:
    official = kin(reading(number=NUMBER), 1)
    decision = decided(reading(number="深府规〔2025〕9号"), official, tier=Tier.OFFICIAL)
    assert decision.policy_id != official.policy_id
    assert decision.why == (f"not {official.url}: 文号 {NUMBER} is not 深府规〔2025〕9号",)


def test_an_order_is_the_same_under_the_short_name_of_its_issuer() -> None:
    official = kin(reading(number="国家药品监督管理局令第28号"), 1)
    assert decided(reading(number="国家药监局令第28号"), official).policy_id == official.policy_id


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("关于组织申报2025年度科技计划项目的通知", "关于组织申报2026年度科技计划项目的通知"),
        ("关于组织申报科技计划项目（第三批）的通知", "关于组织申报科技计划项目（第四批）的通知"),
        ("关于印发越秀区促进生物医药发展若干措施的通知", "关于印发天河区促进生物医药发展若干措施的通知"),
    ],
)
def test_years_batches_and_places_of_one_template_are_policies_of_their_own(title: str, other: str) -> None:
    said = ("各有关单位：现将有关事项通知如下：", *ARTICLES)
    first = kin(reading(*said, title=title), 1)
    second = reading(*said, "特此通知，请按时申报。", title=other)
    assert decided(second, first, tier=Tier.OFFICIAL).policy_id != first.policy_id


def test_the_same_title_a_year_later_is_another_policy() -> None:
    title = "关于组织申报科技计划项目的通知"
    first = kin(reading(*ARTICLES, "申报截止日期为2025年3月31日，本通知自2025年3月1日起执行。", title=title), 1)
    again = reading(
        *ARTICLES, "申报截止日期为2026年4月10日，本通知自2026年3月5日起执行。", title=title, day=date(2026, 3, 5)
    )
    assert decided(again, first, tier=Tier.OFFICIAL).policy_id != first.policy_id


def test_a_final_text_is_another_policy_than_its_draft_and_linked_to_it() -> None:
    title = f"关于公开征求《{NAME}（征求意见稿）》意见的公告"
    draft = kin(reading(*ARTICLES[:12], title=title, day=date(2024, 11, 1)), 1)
    decision = decided(reading(number=NUMBER), draft, tier=Tier.OFFICIAL)
    assert decision.policy_id != draft.policy_id
    assert decision.draft == draft.url


def test_an_explanation_is_not_the_policy() -> None:
    official = kin(reading(number=NUMBER), 1)
    explained = reading("近日，我市印发了扶持办法。", *ARTICLES, title=f"《{NAME}》政策解读")
    assert decided(explained, official).policy_id != official.policy_id


def test_what_another_body_forwards_is_a_document_of_its_own() -> None:
    official = kin(reading(number=NUMBER), 1)
    forwarded = reading("各镇街：现转发给你们，请执行。", *ARTICLES, title=f"越秀区人民政府办公室转发{TITLE}")
    assert decided(forwarded, official, tier=Tier.OFFICIAL).policy_id != official.policy_id


def test_rules_on_trial_are_not_the_rules_after_them() -> None:
    trial = kin(reading(title=f"关于印发{NAME}（试行）的通知"), 1)
    edited = [f"{text[:12]}并结合各区实际情况加快推进相关{text[12:]}" for text in ARTICLES[:3]]
    final = reading(*edited, *ARTICLES[3:], title=f"关于印发{NAME}的通知", day=date(2028, 3, 1))
    assert decided(final, trial, tier=Tier.OFFICIAL).policy_id != trial.policy_id


def test_short_words_that_anybody_says_join_nothing() -> None:
    said = "现将有关办法印发给你们，请认真贯彻执行。"
    first = kin(reading(said, title="关于印发甲管理办法的通知"), 1)
    assert decided(reading(said, title="关于印发丙丁工作规程的通知"), first).policy_id != first.policy_id


def test_an_official_page_has_no_original_among_its_mirrors_and_keeps_their_policy() -> None:
    mirror = kin(reading(), 1, tier=Tier.MIRROR)
    decision = decided(reading(number=NUMBER), mirror, tier=Tier.OFFICIAL)
    assert decision.original is None
    assert decision.policy_id == mirror.policy_id
    assert decision.canonical_url == page().url
    assert decision.copies == (mirror.url,)


def test_a_mirror_never_takes_the_place_of_the_official_page() -> None:
    official = kin(reading(number=NUMBER), 7, policy="pol")
    mirror = kin(reading(), 1, tier=Tier.MIRROR, policy="pol")
    decision = decided(reading(title="另一个标题"), mirror, official, tier=Tier.MEDIA)
    assert decision.original == official
    assert decision.canonical_url == official.url
    assert decision.copies == (mirror.url,)


def test_policies_that_a_page_shows_to_be_one_are_merged_into_that_of_the_official_page() -> None:
    official = kin(reading(number=NUMBER), 7)
    mirror = kin(reading(title="细胞治疗新政来了"), 1, tier=Tier.MIRROR)
    decision = decided(reading(), mirror, official)
    assert decision.policy_id == official.policy_id
    assert decision.merged == (mirror.policy_id,)


def test_a_page_that_is_like_two_policies_of_two_numbers_merges_neither() -> None:
    first = kin(reading(number=NUMBER), 1)
    second = kin(reading(number="深府规〔2025〕9号"), 2)
    decision = decided(reading(title="细胞治疗新政来了"), first, second)
    assert decision.policy_id == first.policy_id
    assert decision.merged == ()


def test_a_policy_with_a_page_that_contradicts_is_not_joined_for_its_other_pages() -> None:
    official = kin(reading(number=NUMBER), 1, policy="pol")
    mirror = kin(reading(), 2, tier=Tier.MIRROR, policy="pol")
    other = decided(reading(number="深府规〔2025〕9号"), mirror, official, tier=Tier.OFFICIAL)
    assert other.policy_id != "pol"


def test_a_page_keeps_the_policy_that_it_had() -> None:
    known = replace(page(), policy_id=PolicyId("pol_known"))
    assert decided(reading(), of=known).policy_id == "pol_known"


def test_a_mirror_with_other_figures_is_the_policy_and_says_which_differ() -> None:
    official = kin(reading(number=NUMBER), 1)
    forged = [text.replace("500万元", "800万元") for text in ARTICLES]
    decision = decided(reading(*forged, number=NUMBER), official)
    assert decision.policy_id == official.policy_id
    assert decision.differs == {"figures": ("500万元", "800万元")}


def test_what_a_mirror_adds_or_leaves_out_is_no_other_figure() -> None:
    official = kin(reading(number=NUMBER), 1)
    noisy = ("发布时间：2025年3月9日 来源：某网", *ARTICLES[:9], "阅读 1234 次，咨询电话020-12345678")
    assert decided(reading(*noisy, number=NUMBER), official).differs is None


def test_features_are_the_number_the_name_the_draft_and_the_day() -> None:
    said = replace(document("正文", title=TITLE), doc_number="穗府辦規[2025]3號", dates=Dates(published=DAY))
    features = features_of(said)
    assert (features.number, features.name, features.draft, features.day) == (NUMBER, NAME, False, DAY)


def test_a_number_that_is_everybodys_is_none() -> None:
    said = replace(document("正文", title="通知公告"), doc_number="第28号令")
    assert features_of(said).number is None
    assert features_of(said).name is None


def test_a_text_that_is_consulted_on_is_a_draft_under_any_headline() -> None:
    said: Document = document("为加强管理，现将办法（征求意见稿）公布。", title="好消息来了！细胞治疗又有新动作")
    assert features_of(replace(said, stage=Stage.DRAFT)).draft


@pytest.mark.slow
def test_two_hundred_policies_and_their_noisy_copies_are_told_apart_and_put_together() -> None:
    outcome = played(200, 10)
    assert outcome.precision >= 0.999
    assert outcome.recall >= 0.99
