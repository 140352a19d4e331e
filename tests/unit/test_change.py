"""What happened to a page, if anything did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.change import GONE_SIGHTINGS, believed, compare, gone_sightings
from core.model import ChangeKind, Doubtful, Failed, Gone, PageId, Presence, Reading, Stage, Twin, Unchanged
from core.source import Tier
from tests.fakes.nouns import NOW, page, reading, version

OFFICIAL = Twin(PageId(7), "https://official.example/1", Tier.OFFICIAL)
MIRROR = Twin(PageId(8), "https://mirror.example/1", Tier.MIRROR)


def test_the_first_text_of_a_page_found_later_is_new() -> None:
    change = compare(page(), reading("甲"), (), NOW)
    assert change is not None
    assert (change.kind, change.number, change.before, change.after) == (ChangeKind.NEW, 1, None, 1)


def test_the_first_text_of_a_page_that_stood_there_before_us_is_not_told() -> None:
    assert compare(page(announce=False), reading("甲"), (), NOW) is None


def test_a_mirror_of_an_official_text_is_a_reprint_of_it() -> None:
    change = compare(page(tier=Tier.MIRROR), reading("甲"), (OFFICIAL, MIRROR), NOW)
    assert change is not None
    assert (change.kind, change.canonical_url, change.copies) == (ChangeKind.REPRINT, OFFICIAL.url, (MIRROR.url,))


def test_an_official_page_is_new_though_a_mirror_had_its_text_first() -> None:
    change = compare(page(tier=Tier.OFFICIAL), reading("甲"), (MIRROR,), NOW)
    assert change is not None
    assert (change.kind, change.canonical_url) == (ChangeKind.NEW, page().url)


def test_a_second_address_of_an_official_text_is_a_reprint() -> None:
    change = compare(page(tier=Tier.OFFICIAL), reading("甲"), (OFFICIAL,), NOW)
    assert change is not None
    assert change.kind is ChangeKind.REPRINT


def test_the_same_text_again_is_no_change() -> None:
    assert compare(page(latest=version("甲")), reading("甲"), (), NOW) is None


def test_another_text_is_an_edit_that_says_what_differs() -> None:
    change = compare(page(latest=version("资助500万元")), reading("资助800万元"), (), NOW)
    assert change is not None
    assert (change.kind, change.before, change.after) == (ChangeKind.EDITED, 1, 2)
    assert change.headline == "500 → 800"
    assert 0 < change.similarity < 1


def test_a_stage_that_flips_without_a_change_of_text_is_a_status_change() -> None:
    before = page(latest=version("甲", title="办法"))
    change = compare(before, reading("甲", title="办法", stage=Stage.REPEALED), (), NOW)
    assert change is not None
    assert change.kind is ChangeKind.STATUS
    assert change.fields == {"stage": (None, "repealed")}


def test_a_title_that_changes_alone_is_an_edit_of_that_field() -> None:
    change = compare(page(latest=version("甲", title="办法")), reading("甲", title="【已失效】办法"), (), NOW)
    assert change is not None
    assert change.fields == {"title": ("办法", "【已失效】办法")}


def test_white_space_in_a_title_is_layout() -> None:
    assert compare(page(latest=version("甲", title="办 法")), reading("甲", title="办法"), (), NOW) is None


@pytest.mark.parametrize("other", [Unchanged(), Doubtful(why="blocked"), Failed(reason="timed out")])
def test_what_is_no_text_is_no_change(other: Reading) -> None:
    assert compare(page(latest=version("甲")), other, (), NOW) is None


def test_a_document_is_removed_only_after_enough_credible_sightings() -> None:
    before = page(latest=version("甲"))
    told = []
    for day in range(GONE_SIGHTINGS):
        now = NOW + timedelta(hours=day)
        told.append(compare(before, Gone(status=404), (), now))
        before = replace(before, gone_sightings=gone_sightings(before, Gone(status=404), now), gone_seen_at=now)
    assert [change.kind if change else None for change in told] == [None] * (GONE_SIGHTINGS - 1) + [ChangeKind.REMOVED]


def test_sightings_within_one_outage_count_once() -> None:
    before = page(latest=version("甲"), gone_sightings=1, gone_seen_at=NOW)
    assert gone_sightings(before, Gone(status=404), NOW + timedelta(minutes=1)) == 1


def test_a_block_between_two_sightings_neither_confirms_nor_refutes_them() -> None:
    before = page(latest=version("甲"), gone_sightings=2, gone_seen_at=NOW - timedelta(days=1))
    assert gone_sightings(before, Doubtful(why="blocked"), NOW) == 2
    assert gone_sightings(before, Unchanged(), NOW) == 0


def test_a_removed_document_is_not_removed_again_and_can_be_restored() -> None:
    removed = page(latest=version("甲"), presence=Presence.REMOVED, gone_sightings=5)
    assert compare(removed, Gone(status=404), (), NOW) is None
    for sign in (reading("甲"), Unchanged()):
        change = compare(removed, sign, (), NOW)
        assert change is not None
        assert change.kind is ChangeKind.RESTORED


def test_texts_of_two_recipes_are_never_compared() -> None:
    change = compare(page(latest=version("甲"), recipe="older"), reading("乙"), (), NOW)
    assert change is not None
    assert change.kind is ChangeKind.REBASED
    assert compare(page(latest=version("甲"), recipe="older"), reading("甲"), (), NOW) is None


def test_the_id_of_a_change_is_the_same_whenever_it_is_computed() -> None:
    first = compare(page(), reading("甲"), (), NOW)
    again = compare(page(), reading("甲"), (), NOW + timedelta(hours=1))
    assert first is not None
    assert again is not None
    assert first.id == again.id


def test_a_document_without_words_is_news_when_it_is_the_first_that_is_seen() -> None:
    wordless = reading()
    assert believed(page(), wordless) is wordless
    assert believed(page(latest=version()), wordless) is wordless


def test_a_document_without_words_says_nothing_of_a_page_that_had_words() -> None:
    assert isinstance(believed(page(latest=version("甲")), reading()), Doubtful)
