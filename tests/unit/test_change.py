"""What happened to a page, if anything did."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.change import believed, compare, gone_sightings, headline
from core.diff import diff
from core.fingerprint import fingerprint
from core.model import (
    Attachment,
    ChangeKind,
    Dates,
    Doubtful,
    Failed,
    Features,
    Fields,
    Gone,
    Kin,
    Kinship,
    Page,
    PageId,
    PolicyId,
    Presence,
    Reading,
    Stage,
    Text,
    Unchanged,
)
from core.source import SourceId, Tier
from tests.fakes.life import looked
from tests.fakes.nouns import NOW, URL, document, page, reading, version

OFFICIAL = "https://official.example/1"
MIRROR = "https://mirror.example/1"
POLICY = PolicyId("pol_1")


def kin(url: str, tier: Tier) -> Kin:
    """Another page of the policy."""
    said = document("甲")
    return Kin(
        page_id=PageId(7),
        source_id=SourceId("other"),
        url=url,
        tier=tier,
        policy_id=POLICY,
        features=Features(),
        fingerprint=fingerprint("甲", "r"),
        document=said,
    )


def kinship(original: Kin | None = None, *, differs: Fields | None = None, draft: str | None = None) -> Kinship:
    """A policy that other pages publish too."""
    return Kinship(
        policy_id=POLICY,
        original=original,
        canonical_url=original.url if original else URL,
        copies=(MIRROR,),
        differs=differs,
        draft=draft,
    )


Labels = Mapping[str, str | date]


def labelled_reading(labels: Labels) -> Text:
    """A text of which a table of facts above it says this; `number` is its 文号."""
    number, expires, deadline = (labels.get(name) for name in ("number", "expires", "deadline"))
    dates = Dates(
        expires=expires if isinstance(expires, date) else None,
        deadline=deadline if isinstance(deadline, date) else None,
    )
    said = replace(reading("甲").document, doc_number=str(number) if number else None, dates=dates)
    return replace(reading("甲"), document=said)


def labelled_page(labels: Labels) -> Page:
    """A page that showed it."""
    return page(latest=replace(version("甲"), document=labelled_reading(labels).document))


def with_day(said: Text, day: date, proof: Mapping[str, str]) -> Text:
    """A text whose day of entry into force was counted, with the words that say from when."""
    return replace(said, document=replace(said.document, dates=Dates(effective=day), evidence=proof))


def test_the_first_text_of_a_page_found_later_is_new() -> None:
    change = compare(page(), reading("甲"), None, NOW)
    assert change is not None
    assert (change.kind, change.number, change.before, change.after) == (ChangeKind.NEW, 1, None, 1)
    assert (change.canonical_url, change.copies, change.policy_id) == (URL, (), None)


def test_the_first_text_of_a_page_that_stood_there_before_us_is_not_told() -> None:
    assert compare(page(announce=False), reading("甲"), kinship(), NOW) is None


def test_a_mirror_of_an_official_text_is_a_reprint_of_it() -> None:
    change = compare(page(tier=Tier.MIRROR), reading("甲"), kinship(kin(OFFICIAL, Tier.OFFICIAL)), NOW)
    assert change is not None
    assert (change.kind, change.policy_id) == (ChangeKind.REPRINT, POLICY)
    assert (change.canonical_url, change.copies) == (OFFICIAL, (MIRROR,))


def test_a_paper_that_repeats_another_paper_is_a_reprint() -> None:
    change = compare(page(tier=Tier.MEDIA), reading("甲"), kinship(kin(MIRROR, Tier.MIRROR)), NOW)
    assert change is not None
    assert change.kind is ChangeKind.REPRINT


@pytest.mark.parametrize("original", [None, kin(MIRROR, Tier.MIRROR), kin(MIRROR, Tier.MEDIA)])
def test_an_official_page_is_new_though_a_mirror_had_its_text_first(original: Kin | None) -> None:
    change = compare(page(tier=Tier.OFFICIAL), reading("甲"), kinship(original), NOW)
    assert change is not None
    assert change.kind is ChangeKind.NEW


def test_a_second_address_of_an_official_text_is_a_reprint() -> None:
    change = compare(page(tier=Tier.OFFICIAL), reading("甲"), kinship(kin(OFFICIAL, Tier.OFFICIAL)), NOW)
    assert change is not None
    assert change.kind is ChangeKind.REPRINT


def test_a_mirror_with_other_figures_says_which() -> None:
    differs = {"figure 1": ("500万元", "800万元"), "figure 2": ("3年", None), "figure 3": (None, "15日")}
    original = kin(OFFICIAL, Tier.OFFICIAL)
    change = compare(page(tier=Tier.MIRROR), reading("甲"), kinship(original, differs=differs), NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.REPRINT, differs)
    assert change.headline == ("figures differ from the original 与原文数字不同: 500万元 → 800万元, − 3年, + 15日")


def test_an_official_page_with_other_figures_than_another_is_news() -> None:
    original = kin(OFFICIAL, Tier.OFFICIAL)
    change = compare(page(), reading("甲"), kinship(original, differs={"figure 1": ("5年", "3年")}), NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.NEW, {"figure 1": ("5年", "3年")})


def test_a_document_that_finalises_a_draft_names_it() -> None:
    change = compare(page(), reading("甲"), kinship(draft="https://official.example/draft"), NOW)
    assert change is not None
    assert change.fields == {"draft": ("https://official.example/draft", URL)}


def test_an_edit_names_the_policy_and_its_other_pages() -> None:
    change = compare(page(latest=version("甲")), reading("乙"), kinship(kin(OFFICIAL, Tier.OFFICIAL)), NOW)
    assert change is not None
    assert (change.policy_id, change.canonical_url, change.copies) == (POLICY, OFFICIAL, (MIRROR,))


def test_the_same_text_again_is_no_change() -> None:
    assert compare(page(latest=version("甲")), reading("甲"), None, NOW) is None


def test_another_text_is_an_edit_that_says_what_differs() -> None:
    change = compare(page(latest=version("资助生物医药企业。")), reading("奖励生物医药企业。"), None, NOW)
    assert change is not None
    assert (change.kind, change.before, change.after, change.nature) == (ChangeKind.EDITED, 1, 2, "wording")
    assert change.headline == "资助 → 奖励"
    assert 0 < change.similarity < 1


@pytest.mark.parametrize(
    ("before", "after", "nature", "told"),
    [
        ("最高资助500万元。", "最高资助800万元。", "numbers", "numbers only 仅数字改动 · 500万元 → 800万元"),
        ("自2026年3月起施行。", "自2026年5月起施行。", "dates", "dates only 仅日期改动 · 2026年3月 → 2026年5月"),
    ],
)
def test_an_edit_of_figures_or_dates_alone_is_told_and_says_so(before: str, after: str, nature: str, told: str) -> None:
    change = compare(page(latest=version(before)), reading(after), None, NOW)
    assert change is not None
    assert (change.kind, change.nature, change.headline) == (ChangeKind.EDITED, nature, told)


def test_articles_that_change_places_are_an_edit() -> None:
    rules = ("资助生物医药企业的研究开发。", "鼓励高等学校联合医院。", "奖励在读的博士研究生。")
    change = compare(page(latest=version(*rules)), reading(*reversed(rules)), None, NOW)
    assert change is not None
    assert (change.kind, change.nature) == (ChangeKind.EDITED, "order")
    assert change.headline.startswith("moved only 仅移位 · ⇅ ")


def test_a_comma_that_comes_with_another_deadline_is_an_edit() -> None:
    after = reading("资助；奖励")
    dated = replace(after.document, dates=Dates(deadline=date(2026, 3, 20)))
    change = compare(page(latest=version("资助，奖励")), replace(after, document=dated), None, NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.EDITED, {"deadline": (None, "2026-03-20")})


def test_a_headline_tells_the_weightiest_edit_and_not_the_first() -> None:
    before = version("资助生物医药企业,最高500万元。", "鼓励高等学校联合医院。", "奖励个人,最高5万元。")
    after = document("资助生物医药企业；最高500万元。", "鼓励高等学校联合医院。", "奖励个人,最高8万元。")
    told = headline(diff(before.document.blocks, after.blocks))
    assert told == "numbers only 仅数字改动 · 5万元 → 8万元"


@pytest.mark.parametrize("after", ["资助企业；奖励个人。", "资助企业, 奖励个人", "资助企业,奖励个人。"])
def test_punctuation_and_white_space_are_cosmetic(after: str) -> None:
    change = compare(page(latest=version("资助企业，奖励个人。")), reading(after), None, NOW)
    assert change is not None
    assert (change.kind, change.after, change.nature) == (ChangeKind.COSMETIC, 2, "cosmetic")
    assert change.headline.startswith("layout only 仅排版 · ")
    assert change.edit is None


def test_new_numbers_of_articles_alone_are_cosmetic() -> None:
    before, after = version("第五条 企业可以申请资助。"), reading("第六条 企业可以申请资助。")
    change = compare(page(latest=before), after, None, NOW)
    assert change is not None
    assert (change.kind, change.nature) == (ChangeKind.COSMETIC, "numbering")
    assert change.headline.startswith("renumbered only 仅编号 · ")


def test_a_stage_that_flips_without_a_change_of_text_is_a_status_change() -> None:
    before = page(latest=version("甲", title="办法"))
    change = compare(before, reading("甲", title="办法", stage=Stage.REPEALED), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.STATUS
    assert change.fields == {"stage": (None, "repealed")}
    assert change.headline == "status 状态: — → repealed"


def test_a_stage_that_flips_with_a_comma_is_a_status_change_too() -> None:
    change = compare(page(latest=version("资助，奖励")), reading("资助；奖励", stage=Stage.REPEALED), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.STATUS


def test_a_title_that_changes_alone_is_an_edit_of_that_field() -> None:
    change = compare(page(latest=version("甲", title="办法")), reading("甲", title="【已失效】办法"), None, NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.EDITED, {"title": ("办法", "【已失效】办法")})
    assert change.headline == "+ 【已失效】"


@pytest.mark.parametrize(("was", "now"), [(None, "办法"), ("办法", None)])
def test_a_title_that_comes_or_goes_is_an_edit(was: str | None, now: str | None) -> None:
    change = compare(page(latest=version("甲", title=was)), reading("甲", title=now), None, NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.EDITED, {"title": (was, now)})


@pytest.mark.parametrize(
    ("before", "after", "headline"),
    [
        (
            {"number": "穗府〔2026〕1号"},
            {"number": "穗府〔2026〕2号"},
            "number 文号: 穗府〔2026〕1号 → 穗府〔2026〕2号",
        ),
        ({"expires": date(2027, 1, 1)}, {"expires": date(2028, 1, 1)}, "expires 失效: 2027-01-01 → 2028-01-01"),
        ({}, {"expires": date(2028, 1, 1)}, "expires 失效: + 2028-01-01"),
        ({}, {"deadline": date(2028, 1, 1)}, "deadline 截止: + 2028-01-01"),
    ],
)
def test_a_labelled_fact_that_changes_alone_is_an_edit(before: Labels, after: Labels, headline: str) -> None:
    change = compare(labelled_page(before), labelled_reading(after), None, NOW)
    assert change is not None
    assert (change.kind, change.headline) == (ChangeKind.EDITED, headline)


def test_a_number_that_a_page_begins_to_show_is_cosmetic() -> None:
    change = compare(labelled_page({}), labelled_reading({"number": "穗府〔2026〕1号"}), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.COSMETIC


def test_a_fact_that_a_page_does_not_label_any_more_still_holds() -> None:
    before = labelled_page({"number": "穗府〔2026〕1号", "expires": date(2028, 1, 1)})
    after, change = looked(before, labelled_reading({}), NOW)
    assert (change, after.latest) == (None, before.latest)


FORM, ROLL = (
    Attachment("申请表.docx", "https://a.example/f/P0101.docx"),
    Attachment("名录.xlsx", "https://a.example/f/P0102.xlsx"),
)


def filed(*files: Attachment) -> Text:
    """A text with these files below it."""
    return replace(reading("甲"), document=replace(reading("甲").document, attachments=files))


def filed_page(*files: Attachment) -> Page:
    """A page that showed it."""
    return page(latest=replace(version("甲"), document=filed(*files).document))


def test_a_file_put_in_place_of_another_is_an_edit_though_it_is_called_the_same() -> None:
    change = compare(
        filed_page(FORM, ROLL), filed(replace(FORM, url="https://a.example/f/P0109.docx"), ROLL), None, NOW
    )
    assert change is not None
    assert change.kind is ChangeKind.EDITED
    assert change.headline == "files 附件: 申请表.docx (P0101.docx) → 申请表.docx (P0109.docx)"


def test_a_file_that_comes_is_an_edit() -> None:
    change = compare(filed_page(ROLL), filed(FORM, ROLL), None, NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.EDITED, {"attachments": (None, "申请表.docx (P0101.docx)")})


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/f/P0101.docx",
        "https://cdn.example/2026/P0101.docx?Expires=17723&Signature=Zm9v",
        "https://a.example/f/P0101.docx;jsessionid=0A1B",
        "https://a.example/down.jsp?token=77&file=/f/P0101.docx",
    ],
)
def test_the_same_file_under_another_address_is_no_change(url: str) -> None:
    assert compare(filed_page(FORM, ROLL), filed(ROLL, replace(FORM, url=url)), None, NOW) is None


def test_a_file_without_a_name_is_known_by_its_label() -> None:
    before = replace(FORM, name="申请表.docx（下载次数：3）", url="https://a.example/down?id=7&t=1772380800")
    after = replace(FORM, name="申请表.docx（下载次数：4）", url="https://a.example/down?id=7&t=1772467200")
    assert compare(filed_page(before), filed(after), None, NOW) is None


def test_a_template_without_the_files_takes_nothing_away() -> None:
    before = filed_page(FORM, ROLL)
    after, change = looked(before, filed(), NOW)
    assert (change, after.latest) == (None, before.latest)


def test_a_day_that_only_moves_with_another_is_no_edit() -> None:
    counted = {"effective": "自发布之日起三十日后施行"}
    said = reading("自发布之日起三十日后施行。")
    before = replace(version("自发布之日起三十日后施行。"), document=with_day(said, date(2026, 4, 1), counted).document)
    assert compare(page(latest=before), with_day(said, date(2026, 4, 9), counted), None, NOW) is None


def test_white_space_width_and_script_of_a_title_are_layout() -> None:
    before = page(latest=version("甲", title="關於 《办 法》（2026年）的通知"))
    assert compare(before, reading("甲", title="关于《办法》(2026年)的通知"), None, NOW) is None


def test_a_comma_in_a_title_is_cosmetic() -> None:
    change = compare(page(latest=version("甲", title="甲、乙办法")), reading("甲", title="甲乙办法"), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.COSMETIC


@pytest.mark.parametrize("other", [Unchanged(), Doubtful(why="blocked"), Failed(reason="timed out")])
def test_what_is_no_text_is_no_change(other: Reading) -> None:
    assert compare(page(latest=version("甲")), other, None, NOW) is None


def test_a_document_is_removed_only_after_enough_credible_sightings() -> None:
    before = page(latest=version("甲"))
    told = []
    for hour in range(3):
        now = NOW + timedelta(hours=hour)
        told.append(compare(before, Gone(status=404), None, now))
        before = replace(before, gone_sightings=gone_sightings(before, Gone(status=404), now), gone_seen_at=now)
    assert [change.kind if change else None for change in told] == [None, None, ChangeKind.REMOVED]


def test_sightings_within_one_outage_count_once() -> None:
    before = page(latest=version("甲"), gone_sightings=1, gone_seen_at=NOW)
    assert gone_sightings(before, Gone(status=404), NOW + timedelta(minutes=1)) == 1


def test_a_block_between_two_sightings_neither_confirms_nor_refutes_them() -> None:
    before = page(latest=version("甲"), gone_sightings=2, gone_seen_at=NOW - timedelta(days=1))
    assert gone_sightings(before, Doubtful(why="blocked"), NOW) == 2
    assert gone_sightings(before, Unchanged(), NOW) == 0
    assert gone_sightings(before, Doubtful(why="unconfirmed", suspect="0" * 24), NOW) == 0


def test_a_removed_document_is_not_removed_again_and_can_be_restored() -> None:
    removed = page(latest=version("甲"), presence=Presence.REMOVED, gone_sightings=5)
    assert compare(removed, Gone(status=404), None, NOW) is None
    for sign in (reading("甲"), Unchanged()):
        change = compare(removed, sign, None, NOW)
        assert change is not None
        assert change.kind is ChangeKind.RESTORED


def test_texts_of_two_recipes_are_never_compared() -> None:
    change = compare(page(latest=version("甲"), recipe="older"), reading("乙"), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.REBASED
    assert compare(page(latest=version("甲"), recipe="older"), reading("甲"), None, NOW) is None


def test_the_id_of_a_change_is_the_same_whenever_it_is_computed() -> None:
    first = compare(page(), reading("甲"), None, NOW)
    again = compare(page(), reading("甲"), None, NOW + timedelta(hours=1))
    assert first is not None
    assert again is not None
    assert first.id == again.id


def test_a_document_without_words_is_news_when_it_is_the_first_that_is_seen() -> None:
    wordless = reading()
    assert believed(page(), wordless, NOW, upheaval=False) is wordless
    assert believed(page(latest=version()), wordless, NOW, upheaval=False) is wordless


def test_a_document_without_words_says_nothing_of_a_page_that_had_words() -> None:
    assert isinstance(believed(page(latest=version("甲")), reading(), NOW, upheaval=False), Doubtful)
