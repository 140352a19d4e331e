"""What a listing, and another document, say of a document joins what its page says."""

from dataclasses import replace
from datetime import date

import pytest

from core.joined import joined, repeal_listed
from core.model import (
    NOTHING_LISTED,
    Attachment,
    ChangeKind,
    Dates,
    Document,
    Failed,
    Listed,
    Page,
    Reading,
    Stage,
    Text,
    Validity,
)
from tests.fakes.life import looked
from tests.fakes.nouns import LISTED, NOW, page, reading, version

DECISION = "《关于废止部分文件的决定》: 废止《关于印发办法的通知》"


def listed(by: Listed, *, title: str | None = None) -> Page:
    """A page of which its listing says this."""
    return replace(page(latest=version("甲")), listed=by, listed_title=title)


def read(by: Page, text: Text | None = None) -> Document:
    """A text of a page, with what is said of it elsewhere."""
    found = joined(text or reading("甲"), by)
    assert isinstance(found, Text)
    return found.document


def test_a_reading_of_which_nothing_is_said_elsewhere_stays_as_it_is() -> None:
    text = reading("甲")
    assert joined(text, listed(NOTHING_LISTED, title="关于印发办法的通知")) is text


@pytest.mark.parametrize("trouble", [Failed(reason="timed out")])
def test_what_is_no_text_is_joined_by_nothing(trouble: Reading) -> None:
    assert joined(trouble, listed(LISTED)) is trouble


def test_a_listing_adds_what_the_page_does_not_say() -> None:
    said = read(listed(LISTED))
    assert (said.doc_number, said.index_number, said.agency) == (
        "穗卫〔2025〕3号",
        "000014349/2025-00012",
        "广州市卫生健康委员会",
    )
    assert (said.source_label, said.dates.written) == ("本网", date(2025, 2, 28))
    assert said.attachments == LISTED.attachments


def test_a_listing_never_overrules_what_the_page_says() -> None:
    text = reading("甲")
    own = replace(
        text.document,
        doc_number="粤府〔2024〕1号",
        agency="广东省人民政府",
        dates=Dates(written=date(2024, 1, 2)),
        attachments=(Attachment("附件一", "https://www.example.gov.cn/1.docx"),),
    )
    said = read(listed(replace(LISTED, validity=None)), replace(text, document=own))
    assert (said.doc_number, said.agency, said.dates.written) == ("粤府〔2024〕1号", "广东省人民政府", date(2024, 1, 2))
    assert said.attachments == own.attachments


@pytest.mark.parametrize(
    ("by", "title", "proof"),
    [
        (Listed(validity=Validity.REPEALED), None, "listing: 已废止"),
        (Listed(validity=Validity.EXPIRED), None, "listing: 已失效"),
        (NOTHING_LISTED, "【已废止】关于印发办法的通知", "listing: 【已废止】"),
    ],
)
def test_a_document_that_its_listing_calls_repealed_is(by: Listed, title: str | None, proof: str) -> None:
    said = read(listed(by, title=title), reading("甲", stage=Stage.IN_FORCE))
    assert (said.stage, said.evidence["stage"]) == (Stage.REPEALED, proof)


def test_a_document_that_says_itself_that_it_is_repealed_keeps_its_own_proof() -> None:
    text = reading("甲", stage=Stage.REPEALED)
    text = replace(text, document=replace(text.document, evidence={"stage": "【已失效】"}))
    said = read(replace(listed(LISTED), repealed_by=DECISION), text)
    assert said.evidence["stage"] == "【已失效】"


def test_a_document_that_another_repeals_is_repealed_by_its_words() -> None:
    said = read(replace(page(), repealed_by=DECISION), reading("甲", stage=Stage.IN_FORCE))
    assert (said.stage, said.evidence["stage"]) == (Stage.REPEALED, f"repealed by: {DECISION}")


def test_a_repeal_that_its_listing_shows_comes_before_another_document() -> None:
    said = read(replace(listed(Listed(validity=Validity.REPEALED)), repealed_by=DECISION))
    assert said.evidence["stage"] == "listing: 已废止"


def test_a_repeal_by_another_document_is_a_status_change_that_names_it_and_is_told_once() -> None:
    before = replace(page(latest=version("甲")), repealed_by=DECISION)
    after, change = looked(before, reading("甲"), NOW)
    assert change is not None
    assert (change.kind, change.fields) == (ChangeKind.STATUS, {"stage": (None, "repealed")})
    assert change.headline == f"status 状态: — → repealed · repealed by: {DECISION}"
    assert looked(after, reading("甲"), NOW)[1] is None


def test_only_a_word_of_repeal_in_a_listing_is_one() -> None:
    assert repeal_listed("关于废止部分文件的决定", NOTHING_LISTED) is None
    assert repeal_listed(None, NOTHING_LISTED) is None
    assert repeal_listed(None, Listed(validity=Validity.IN_FORCE)) is None
