"""What must be seen twice before it counts, and what changes too often to be told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.change import FLAPS, PATIENCE
from core.health import FAILING_AFTER, page_alarm
from core.model import (
    CUT,
    LAYOUT,
    MOST_RECENT,
    STRANGE,
    SWINGING,
    UNCONFIRMED,
    Attachment,
    Change,
    ChangeKind,
    Doubtful,
    Failed,
    Gone,
    Page,
    Presence,
    Reading,
    Stage,
    Text,
    Unchanged,
)
from core.source import Pace, Source, SourceId, SourceKind
from tests.fakes.life import looked
from tests.fakes.nouns import NOW, RECIPE, URL, page, reading, version

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
A, B, C = (reading(f"第一条 对{who}给予资助。") for who in ("生物医药企业", "高等学校和医院", "在读博士研究生"))


def standing(text: Text = A) -> Page:
    """A page that stood with this text for a month."""
    before, _ = looked(page(announce=False), text, NOW - 30 * DAY)
    return before


def lived(before: Page, looks: Sequence[tuple[datetime, Reading]]) -> tuple[Page, list[Change]]:
    """The page after some looks, and all that was told."""
    told: list[Change] = []
    for now, seen in looks:
        before, change = looked(before, seen, now)
        told += [change] if change else []
    return before, told


def kinds(changes: Sequence[Change]) -> list[ChangeKind]:
    """What kinds they are."""
    return [change.kind for change in changes]


def test_a_text_that_is_back_within_a_day_is_told_when_a_second_look_confirms_it() -> None:
    edited, told = lived(standing(), [(NOW, B), (NOW + HOUR, A)])
    assert kinds(told) == [ChangeKind.EDITED]
    assert edited.suspect is not None
    assert (edited.suspect.why, edited.suspect.since) == (UNCONFIRMED, NOW + HOUR)
    confirmed, told = lived(edited, [(NOW + HOUR + 30 * MINUTE, A)])
    assert kinds(told) == [ChangeKind.EDITED]
    assert told[0].headline.startswith("back to an earlier text 改回原文 · ")
    assert confirmed.suspect is None


def test_a_text_that_comes_and_goes_with_a_template_is_never_told() -> None:
    edited, _ = lived(standing(), [(NOW, B)])
    shown: tuple[Reading, ...] = (A, B, A, Unchanged(), A, B)
    after, told = lived(edited, [(NOW + n * HOUR, seen) for n, seen in enumerate(shown, start=1)])
    assert told == []
    assert (after.suspect, after.latest) == (None, edited.latest)


def test_two_looks_at_a_suspect_within_minutes_are_one() -> None:
    edited, told = lived(standing(), [(NOW, B), (NOW + HOUR, A), (NOW + HOUR + MINUTE, A)])
    assert kinds(told) == [ChangeKind.EDITED]
    assert edited.suspect is not None
    assert edited.suspect.since == NOW + HOUR


def test_a_suspect_that_turns_into_another_text_is_forgotten() -> None:
    edited, told = lived(standing(), [(NOW, B), (NOW + HOUR, A), (NOW + 2 * HOUR, C)])
    assert kinds(told) == [ChangeKind.EDITED, ChangeKind.EDITED]
    assert edited.suspect is None


def test_a_text_that_goes_and_comes_over_days_is_told_until_it_comes_back_for_the_second_time() -> None:
    """Two servers of a site may show two versions: a look a day meets now the one and now the other."""
    looks = [(NOW + n * 2 * DAY, seen) for n, seen in enumerate((B, A, B, A, B, A, B, A))]
    swinging, told = lived(standing(), looks)
    assert kinds(told) == [ChangeKind.EDITED] * 3
    assert swinging.suspect is not None
    assert swinging.suspect.why == SWINGING


def test_a_text_that_came_back_twice_is_told_when_it_stays_for_a_day_however_often_it_is_looked_at() -> None:
    swinging, _ = lived(standing(), [(NOW + n * 2 * DAY, seen) for n, seen in enumerate((B, A, B))])
    told: list[ChangeKind] = []
    now, looks = NOW + 6 * DAY, 0
    while not told:
        swinging, change = looked(swinging, A, now)
        told += [change.kind] if change else []
        assert swinging.next_check_at is not None
        now, looks = swinging.next_check_at, looks + 1
    assert (told, looks) == ([ChangeKind.EDITED], 5)


def test_a_suspect_is_looked_at_again_soon_and_counts_neither_as_a_failure_nor_as_gone() -> None:
    edited, _ = lived(standing(), [(NOW, B)])
    edited = replace(edited, failures=3, gone_sightings=2, gone_since=NOW, gone_seen_at=NOW)
    after, _ = looked(edited, A, NOW + HOUR)
    assert after.next_check_at is not None
    assert PATIENCE[UNCONFIRMED] <= after.next_check_at - (NOW + HOUR) < HOUR
    assert (after.failures, after.gone_sightings, after.last_error) == (3, 0, None)
    assert after.last_outcome == UNCONFIRMED
    assert after.validators == edited.validators


def test_a_suspect_alarms_nobody() -> None:
    source = Source(id=SourceId("source"), name="源", url=URL, kind=SourceKind.PAGE, recipe=RECIPE, pace=Pace())
    failing = replace(page(latest=version("甲")), failures=FAILING_AFTER - 1)
    assert page_alarm(failing, Doubtful(why=UNCONFIRMED, suspect="0" * 24), source, NOW) is None
    assert page_alarm(failing, Doubtful(why="blocked"), source, NOW) is not None


def test_a_failed_look_does_not_confirm_a_suspect_and_does_not_clear_it() -> None:
    edited, told = lived(standing(), [(NOW, B), (NOW + HOUR, A), (NOW + 2 * HOUR, Failed(reason="timed out"))])
    assert len(told) == 1
    assert edited.suspect is not None
    _, told = lived(edited, [(NOW + 3 * HOUR, A)])
    assert kinds(told) == [ChangeKind.EDITED]


LOGIN = reading("请使用统一身份认证平台账号登录后查看本页全部内容。", title="用户登录")
NEXT = reading("第一条 对在本市注册的软件企业给予一次性奖励。", title="软件产业促进条例")


@pytest.mark.parametrize("presence", [Presence.PRESENT, Presence.REMOVED])
def test_what_has_nothing_of_a_page_s_document_waits_until_it_stands_for_half_a_day(presence: Presence) -> None:
    before = replace(standing(), presence=presence, gone_sightings=2, gone_since=NOW, gone_seen_at=NOW)
    held, change = looked(before, LOGIN, NOW)
    assert (change, held.presence, held.gone_sightings) == (None, presence, 2)
    assert held.suspect is not None
    assert held.suspect.why == STRANGE
    _, change = looked(held, LOGIN, NOW + 11 * HOUR)
    assert change is None
    _, change = looked(held, LOGIN, NOW + 12 * HOUR)
    assert change is not None


def test_a_wall_that_is_gone_by_the_next_look_is_never_told_whatever_it_says() -> None:
    shown: tuple[Reading, ...] = (
        LOGIN,
        A,
        reading("您的请求编号是83749，请联系管理员处理。", title="提示"),
        A,
        LOGIN,
        A,
    )
    _, told = lived(standing(), [(NOW + n * 13 * HOUR, seen) for n, seen in enumerate(shown)])
    assert told == []


def test_a_document_that_takes_the_place_of_another_is_told_when_it_stays() -> None:
    after, told = lived(standing(), [(NOW, NEXT), (NOW + 12 * HOUR, NEXT)])
    assert kinds(told) == [ChangeKind.EDITED]
    assert after.suspect is None


def test_a_short_notice_under_the_old_title_waits_unless_files_take_the_text_s_place() -> None:
    notice = reading("请登录后查看。")
    long = standing(reading(*(f"第{n}条 对第{n}类企业给予资助。" for n in range(9))))
    _, change = looked(long, notice, NOW)
    assert change is None
    filed = replace(notice, document=replace(notice.document, attachments=(Attachment("办法.docx", f"{URL}.docx"),)))
    _, change = looked(long, filed, NOW)
    assert change is not None
    assert change.kind is ChangeKind.EDITED


def test_a_text_that_is_known_is_not_strange_when_it_comes_back() -> None:
    replaced, _ = lived(standing(), [(NOW, NEXT), (NOW + 12 * HOUR, NEXT)])
    _, change = looked(replaced, A, NOW + 3 * DAY)
    assert change is not None


def test_a_first_text_that_has_nothing_of_what_its_listing_announced_waits() -> None:
    listed = replace(page(), listed_title="关于印发《生物医药产业扶持办法》的通知")
    held, change = looked(listed, LOGIN, NOW)
    assert (change, held.latest) == (None, None)
    for text in (A, replace(A, document=replace(A.document, title="生物医药产业扶持办法"))):
        _, change = looked(listed, text, NOW)
        assert change is not None
        assert change.kind is ChangeKind.NEW
    _, change = looked(held, LOGIN, NOW + 12 * HOUR)
    assert change is not None


def test_a_text_whose_bytes_end_before_its_page_does_waits() -> None:
    whole = reading("第一条 对企业给予资助。", "第二条 对医院给予资助。")
    cut = reading("第一条 对企业给予资助。", "第二条 对医")
    held, change = looked(standing(whole), cut, NOW)
    assert change is None
    assert held.suspect is not None
    assert held.suspect.why == CUT
    ended = replace(cut, sight=replace(cut.sight, body=cut.sight.body + b"</p></BODY></html>"))
    _, change = looked(standing(whole), ended, NOW)
    assert change is not None


def test_an_edit_during_an_upheaval_waits_and_passes_silently_as_the_new_layout() -> None:
    held, change = looked(standing(), B, NOW, upheaval=True)
    assert change is None
    assert held.suspect is not None
    assert held.suspect.why == LAYOUT
    assert held.next_check_at is not None
    assert held.next_check_at - NOW >= PATIENCE[LAYOUT]
    early, change = looked(held, B, NOW + 5 * HOUR, upheaval=False)
    assert change is None
    after, change = looked(early, B, NOW + 6 * HOUR, upheaval=False)
    assert change is not None
    assert (change.kind, after.suspect) == (ChangeKind.REBASED, None)
    assert after.latest is not None
    assert after.latest.document == B.document


def test_a_text_that_is_still_another_after_the_upheaval_is_told() -> None:
    held, _ = looked(standing(), B, NOW, upheaval=True)
    after, change = looked(held, C, NOW + 7 * HOUR, upheaval=False)
    assert change is not None
    assert (change.kind, after.suspect) == (ChangeKind.EDITED, None)


def test_a_repeal_is_told_during_an_upheaval_too() -> None:
    repealed = replace(A, document=replace(A.document, stage=Stage.REPEALED))
    _, change = looked(standing(), repealed, NOW, upheaval=True)
    assert change is not None
    assert change.kind is ChangeKind.STATUS


def test_a_new_page_and_a_restored_one_are_told_during_an_upheaval_too() -> None:
    _, change = looked(page(), A, NOW, upheaval=True)
    assert change is not None
    assert change.kind is ChangeKind.NEW
    removed = replace(standing(), presence=Presence.REMOVED)
    _, change = looked(removed, B, NOW, upheaval=True)
    assert change is not None
    assert change.kind is ChangeKind.RESTORED


def flapping(texts: int) -> tuple[Page, list[Change]]:
    """A page with another text every hour."""
    return lived(standing(), [(NOW + n * HOUR, reading(f"第一条 今日要闻之{'甲' * (n + 1)}。")) for n in range(texts)])


def test_a_page_that_flaps_is_told_of_once_and_then_silent() -> None:
    after, told = flapping(20)
    assert kinds(told) == [ChangeKind.EDITED] * 4 + [ChangeKind.FLAPPING] + [ChangeKind.COSMETIC] * 15
    assert {change.nature for change in told[5:]} == {FLAPS}
    assert {change.edit for change in told[4:]} == {None}
    assert (after.flapping_since, after.recent[-1].since) == (NOW + 4 * HOUR, NOW + 4 * HOUR)
    assert len(after.recent) == 6
    assert after.latest is not None
    assert after.latest.number == 21  # nothing of it is lost


@pytest.mark.parametrize("sign", [Unchanged(), reading(f"第一条 今日要闻之{'甲' * 9}。")])
def test_what_a_page_says_that_has_settled_is_told(sign: Reading) -> None:
    after, _ = flapping(9)
    quiet, told = lived(after, [(NOW + 31 * HOUR, sign)])
    assert told == []
    settled, told = lived(quiet, [(NOW + 32 * HOUR, sign)])
    assert kinds(told) == [ChangeKind.EDITED]
    assert (told[0].before, told[0].after) == (None, 10)
    assert told[0].headline.startswith("it has settled, and says now 反复变动后已稳定 · ")
    assert settled.flapping_since is None
    assert lived(settled, [(NOW + 33 * HOUR, sign)])[1] == []


def test_a_page_that_settles_on_what_was_told_last_is_not_told_again() -> None:
    flaps, told = flapping(5)
    assert told[-1].kind is ChangeKind.FLAPPING
    after, told = lived(flaps, [(NOW + 5 * DAY, Unchanged())])
    assert (told, after.flapping_since) == ([], None)


def test_what_was_told_last_is_not_told_again_when_it_is_back_after_a_quiet_day() -> None:
    flaps, _ = flapping(5)
    assert flaps.latest is not None
    last = replace(A, document=flaps.latest.document, fingerprint=flaps.latest.fingerprint)
    after, told = lived(flaps, [(NOW + 5 * HOUR, C), (NOW + 5 * DAY, last)])
    assert kinds(told) == [ChangeKind.COSMETIC, ChangeKind.COSMETIC]
    assert after.latest is not None
    assert (after.latest.document, after.flapping_since) == (last.document, None)


def test_an_edit_after_a_quiet_day_is_told_as_ever() -> None:
    flaps, _ = flapping(9)
    after, told = lived(flaps, [(NOW + 5 * DAY, C)])
    assert (kinds(told), after.flapping_since) == ([ChangeKind.EDITED], None)


def test_a_page_that_changes_four_times_a_day_does_not_flap() -> None:
    texts = [reading(f"第一条 今日要闻之{'甲' * (n + 1)}。") for n in range(20)]
    _, told = lived(standing(), [(NOW + 6 * n * HOUR, text) for n, text in enumerate(texts)])
    assert set(kinds(told)) == {ChangeKind.EDITED}


def test_a_layout_takes_the_place_of_the_text_it_is_one_of() -> None:
    plain, dressed = reading("资助，奖励。"), reading("资助；奖励。")
    before = standing(plain)
    after, told = lived(before, [(NOW, dressed), (NOW + HOUR, plain), (NOW + 2 * HOUR, dressed)])
    assert kinds(told) == [ChangeKind.COSMETIC] * 3
    assert [stood.since for stood in after.recent] == [stood.since for stood in before.recent]


def test_only_the_latest_texts_are_remembered() -> None:
    texts = [reading(f"第一条 今日要闻之{'甲' * (n + 1)}。") for n in range(20)]
    after, _ = lived(standing(), [(NOW + n * DAY, text) for n, text in enumerate(texts)])
    assert len(after.recent) == MOST_RECENT
    assert after.recent[-1].since == NOW + 19 * DAY


def test_a_page_from_before_texts_were_remembered_is_judged_by_its_latest() -> None:
    old = replace(standing(), recent=())
    edited, _ = lived(old, [(NOW, B)])
    assert len(edited.recent) == 2
    _, told = lived(edited, [(NOW + HOUR, A)])
    assert told == []


def test_a_page_that_is_gone_keeps_what_is_known_of_it() -> None:
    before = standing()
    after, _ = lived(before, [(NOW + n * HOUR, Gone(status=404)) for n in range(3)])
    assert (after.presence, after.recent) == (Presence.REMOVED, before.recent)
    restored, told = lived(after, [(NOW + DAY, A)])
    assert (kinds(told), restored.recent) == ([ChangeKind.RESTORED], before.recent)
