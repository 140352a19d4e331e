"""Every sequence of sightings of a page has a verdict: nothing is told without cause, and nothing is missed.

`LIVES=10000 python -m pytest tests/property/test_lives.py` lives ten thousand lives instead of three hundred.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from core.change import FLAPS, compare, state
from core.model import (
    MOST_RECENT,
    STRANGE,
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
from tests.fakes.life import looked
from tests.fakes.nouns import NOW, page, reading

LIVES = int(os.environ.get("LIVES", "300"))

ARTICLES = ["第一条 对生物医药企业给予最高500万元资助。", "第二条 鼓励高等学校联合医院开展研究。"]
TEXTS = [
    reading(*ARTICLES),
    reading(ARTICLES[0].replace("500", "800"), ARTICLES[1]),
    reading(ARTICLES[0].replace("，", "；").replace("。", ""), ARTICLES[1]),
    reading(ARTICLES[0]),
    reading(*ARTICLES, "第三条 本办法自2026年5月1日起施行。"),
    reading("第一条 鼓励高等学校联合医院开展研究。"),
    reading(*ARTICLES, stage=Stage.REPEALED),
    reading(*ARTICLES, title="关于修改办法的通知"),
    reading("今日要闻"),
    reading("请使用统一身份认证平台的账号登录后查看。", title="用户登录"),
    reading(),
]
COUNTED = [reading(f"今日要闻之{'甲' * number}") for number in range(1, 40)]
GONE = (Gone(status=404), Gone(status=410), Gone(status=200, soft=True))
NOISE = (Doubtful(why="blocked"), Doubtful(why="list"), Failed(reason="timed out"))
TOLD = (ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.STATUS, ChangeKind.RESTORED, ChangeKind.FLAPPING)
"""Kinds that tell of the text that stands there."""

GAPS = [1, 10, 30, 31, 60, 180, 361, 720, 1_440, 1_500, 4_320, 30_240]
"""Minutes between two looks; 0 stands for as long as the page asks for."""

SIGHTINGS = st.sampled_from([*TEXTS, *TEXTS[:3], *COUNTED[:5], *GONE, *GONE, *NOISE, *[Unchanged()] * 3])
LOOKS = st.tuples(
    st.sampled_from([0, 0, 0, *GAPS]), SIGHTINGS, st.integers(1, 5), st.sampled_from([False] * 7 + [True])
)
"""Minutes before each look, what it shows, how many times in a row, and whether the whole source is in upheaval."""


@dataclass
class Life:
    """A page, what its readers know of it, and what must hold after every look.

    Args:
        known: state of the text that was told last, or stood there before us.
    """

    page: Page
    now: datetime = NOW
    known: str | None = None
    absences: list[datetime] = field(default_factory=list)
    told: list[datetime] = field(default_factory=list)

    def look(self, gap: int, seen: Reading, *, upheaval: bool = False) -> None:
        """Look at the page after so many minutes."""
        before = self.page
        due = before.next_check_at if before.next_check_at and before.next_check_at > self.now else self.now
        self.now = self.now + timedelta(minutes=gap) if gap else due
        self.page, change = looked(before, seen, self.now, upheaval=upheaval)
        if isinstance(seen, Gone) and (not self.absences or self.now - self.absences[-1] >= timedelta(minutes=30)):
            self.absences.append(self.now)
        self._is_sound(before, seen, change)
        if change is not None:
            event(change.kind.value + (" while flapping" if before.flapping_since else ""))
            self._is_just(before, seen, change)
        elif before.latest is None and self.page.latest is not None:
            self.known = state(self.page.latest)
        if isinstance(seen, Text | Unchanged) and self.page.last_outcome not in ("doubtful", STRANGE):
            self.absences.clear()

    def _is_sound(self, before: Page, seen: Reading, change: Change | None) -> None:
        after = self.page
        assert after.next_check_at is not None
        assert after.next_check_at > self.now
        assert after.revision == before.revision + 1
        assert len(after.recent) <= MOST_RECENT
        assert after.changes == before.changes + (change is not None)
        if after.latest is not before.latest:
            assert after.latest is not None
            assert after.latest.number == (before.latest.number if before.latest else 0) + 1
            assert isinstance(seen, Text)
        if isinstance(seen, Failed | Doubtful | Gone):
            assert (after.latest, after.recent) == (before.latest, before.recent)
            assert change is None or change.kind is ChangeKind.REMOVED
        if after.presence is Presence.REMOVED and before.presence is not Presence.REMOVED:
            assert change is not None
            assert change.kind is ChangeKind.REMOVED
        if isinstance(seen, Text) and after.suspect is None and after.last_outcome == "text":
            assert compare(after, seen, None, self.now) is None

    def _is_just(self, before: Page, seen: Reading, change: Change) -> None:
        """Why it was told, and that it was worth it."""
        assert change.number == before.changes + 1
        if change.kind is ChangeKind.REMOVED:
            assert len(self.absences) >= 3
            return
        latest = self.page.latest
        assert latest is not None
        if isinstance(seen, Unchanged):
            assert change.kind is ChangeKind.RESTORED or before.flapping_since is not None
        if change.kind in (ChangeKind.EDITED, ChangeKind.STATUS, ChangeKind.FLAPPING):
            assert state(latest) != self.known
        if change.kind is ChangeKind.RESTORED:
            assert before.presence is Presence.REMOVED
        if change.kind in TOLD:
            self.told.append(self.now)
        if change.kind in (*TOLD, ChangeKind.REBASED):
            self.known = state(latest)
        if change.kind is ChangeKind.COSMETIC and change.nature != FLAPS:
            assert before.latest is not None
            if state(before.latest) == self.known:
                self.known = state(latest)

    def rest(self, text: Text) -> None:
        """Let the page show one text for three days and more, and look whenever it asks for it."""
        end = self.now + timedelta(days=3)
        looks = 0
        while self.now < end or looks < 4:
            self.look(0, text)
            looks += 1


def settled(life: Life, text: Text) -> bool:
    """Whether what is stored, and what readers know, is what stands there."""
    life.rest(text)
    latest = life.page.latest
    assert latest is not None
    assert life.page.presence is Presence.PRESENT
    assert (life.page.suspect, life.page.flapping_since) == (None, None)
    assert latest.fingerprint.exact == text.fingerprint.exact
    return life.known == state(latest)


@settings(max_examples=LIVES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.booleans(), st.lists(LOOKS, max_size=30), st.sampled_from(TEXTS[:-1]))
def test_every_life_of_a_page_has_a_verdict_at_every_look_and_nothing_is_missed(
    announce: bool, looks: list[tuple[int, Reading, int, bool]], last: Text
) -> None:
    life = Life(page(announce=announce))
    for gap, seen, times, upheaval in looks:
        for _ in range(times):
            life.look(gap, seen, upheaval=upheaval)
    assert settled(life, last)


@settings(max_examples=LIVES // 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([0, 10, 40, 60, 180, 360, 1_500]), max_size=30), st.data())
def test_a_page_that_never_says_the_same_is_told_five_times_a_day_at_most(gaps: list[int], data: st.DataObject) -> None:
    life = Life(page(announce=False))
    for gap in gaps:
        life.look(gap, data.draw(st.sampled_from(COUNTED)))
    assert all(sum(at <= one < at + timedelta(days=1) for one in life.told) <= 5 for at in life.told)
    assert settled(life, TEXTS[0])


@given(st.sampled_from(TEXTS + COUNTED))
def test_a_text_compared_with_itself_is_no_change(text: Text) -> None:
    after, _ = looked(page(announce=False), text, NOW)
    assert compare(after, text, None, NOW + timedelta(days=400)) is None
